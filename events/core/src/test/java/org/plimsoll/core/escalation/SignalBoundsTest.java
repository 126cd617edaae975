package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.School.FINISH;
import static org.plimsoll.core.escalation.School.JANUARY;
import static org.plimsoll.core.escalation.School.cost;
import static org.plimsoll.core.escalation.School.earned;
import static org.plimsoll.core.escalation.School.only;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Where each signal begins to the last minor unit and day, and what is none. */
class SignalBoundsTest {

  private static LocalDate month(int number) {
    return JANUARY.plusMonths(number);
  }

  private static List<Signal> signals(List<Outcome> outcomes) {
    return only(outcomes, Outcome.Signalled.class).stream().map(Outcome.Signalled::signal).toList();
  }

  private static List<Signal> signals(Figures figures) {
    return signals(School.under().reports("a", month(0), figures));
  }

  private static Tolerance named(String id, Measure measure, Terms terms) {
    return new Tolerance(
        id,
        1,
        ToleranceKind.COST,
        measure,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        100_000,
        terms);
  }

  private static Terms amberFrom(long amber, @Nullable Long clear) {
    return new Terms(amber, clear, null, 1, 0, 0, 0, null, null, null);
  }

  private static Terms after(int reports) {
    return new Terms(null, null, null, reports, 0, 0, 0, null, null, null);
  }

  @Test
  void spentIsFrom95PercentAndUnachievedIsBelow80() {
    assertThat(signals(earned(799, 950, 1_000))).containsExactly(Signal.SPENT_WITHOUT_ACHIEVEMENT);
    assertThat(signals(earned(799, 949, 1_000))).isEmpty();
    assertThat(signals(earned(800, 950, 1_000))).isEmpty();
  }

  @Test
  void withoutBudgetOrSpendingOrAnythingAchievedNothingIsSaid() {
    assertThat(signals(new Figures(null, 700L, 960L, null, null, null, null, Map.of()))).isEmpty();
    assertThat(signals(new Figures(null, 700L, null, 1_000L, null, null, null, Map.of())))
        .isEmpty();
    assertThat(signals(new Figures(null, null, 960L, 1_000L, null, null, null, Map.of())))
        .isEmpty();
    assertThat(signals(earned(0, 960, 0))).isEmpty();
  }

  private static Fraction leastAchieved(List<Target> targets) {
    Story story = new Story();
    story.given(Given.program(), Given.school().with(s -> s.targets = targets));
    return requireNonNull(
        story
            .when(
                Given.report(month(0))
                    .with(r -> {
                      r.acMinor = 960L;
                      r.bacMinor = 1_000L;
                      r.indicators = Map.of("heat", 1_000_000L, "places", 4_000_000L);
                    }),
                Outcome.Signalled.class)
            .getFirst()
            .against());
  }

  /** All of the heat and half of the places are there, in whichever order they are promised. */
  @Test
  void achievedIsTheLeastAchievedTarget() {
    Target heat = new Target("heat", 1_000_000, Direction.AT_LEAST);
    Target places = new Target("places", 8_000_000, Direction.AT_LEAST);
    Fraction half = new Fraction(4_000_000, 8_000_000);

    assertThat(leastAchieved(List.of(heat, places))).isEqualTo(half);
    assertThat(leastAchieved(List.of(places, heat))).isEqualTo(half);
  }

  private static List<Signal> fourthOf(Figures figures, Figures fourth) {
    School school = School.under();
    for (int i = 0; i < 3; i++) {
      assertThat(signals(school.reports("m" + i, month(i), figures))).isEmpty();
    }
    return signals(school.reports("fourth", month(3), fourth));
  }

  private static final Figures STILL =
      new Figures(900L, 300L, 310L, 1_000L, 690L, 1_000L, FINISH, Map.of("places", 4_000_000L));

  @Test
  void eitherTheValueOrTheCostToDateIsEnoughToStandStill() {
    Figures value = new Figures(null, 300L, null, null, null, null, null, Map.of());
    Figures spent = new Figures(null, null, 310L, null, null, null, null, Map.of());

    assertThat(fourthOf(value, value)).containsExactly(Signal.UNCHANGED_FIGURES);
    assertThat(fourthOf(spent, spent)).containsExactly(Signal.UNCHANGED_FIGURES);
    assertThat(fourthOf(STILL, STILL)).containsExactly(Signal.UNCHANGED_FIGURES);
  }

  @Test
  void aForecastAloneMayStandStill() {
    assertThat(fourthOf(cost(1_000), cost(1_000))).isEmpty();
  }

  @Test
  void moreThanTheBudgetEarnedIsFinishedToo() {
    assertThat(fourthOf(earned(1_001, 310, 1_000), earned(1_001, 310, 1_000))).isEmpty();
  }

  static Stream<Figures> movements() {
    Map<String, Long> none = Map.of();
    return Stream.of(
        new Figures(901L, null, null, null, null, null, null, none),
        new Figures(null, 301L, null, null, null, null, null, none),
        new Figures(null, null, 311L, null, null, null, null, none),
        new Figures(null, null, null, 1_001L, null, null, null, none),
        new Figures(null, null, null, null, 691L, null, null, none),
        new Figures(null, null, null, null, null, 1_001L, null, none),
        new Figures(null, null, null, null, null, null, FINISH.plusDays(1), none),
        new Figures(null, null, null, null, null, null, null, Map.of("places", 4_000_001L)),
        new Figures(null, null, null, null, null, null, null, Map.of("pupils", 1L)));
  }

  @ParameterizedTest
  @MethodSource("movements")
  void anyFigureThatMovesIsAMovement(Figures moved) {
    assertThat(fourthOf(STILL, moved)).isEmpty();
  }

  private static Fraction seenAs(School school, Rating told, long forecast) {
    school.rates("a", month(0), cost(forecast), told);
    List<Outcome> second = school.rates("b", month(1), cost(forecast), told);
    return requireNonNull(only(second, Outcome.Signalled.class).getFirst().against());
  }

  private static final Fraction AMBER = new Fraction(1, 1);
  private static final Fraction RED = new Fraction(2, 1);

  @Test
  void greenIsBetterThanAmberWhetherBeyondAmberOrNotYetLongEnoughBeyondTheLimit() {
    Measure growth = Measure.COST_GROWTH_ORIGINAL;

    assertThat(
            seenAs(
                School.under(named("cost", growth, amberFrom(50_000, null))), Rating.GREEN, 1_060))
        .isEqualTo(AMBER);
    assertThat(seenAs(School.under(named("cost", growth, after(3))), Rating.GREEN, 1_150))
        .isEqualTo(AMBER);
  }

  /** One tolerance is amber, and the other is not, in either order. */
  @Test
  void theWorstOfSeveralTolerancesCounts() {
    Tolerance amber = named("a", Measure.COST_GROWTH_ORIGINAL, amberFrom(50_000, null));
    Tolerance green = named("b", Measure.COST_GROWTH_CURRENT, Terms.PLAIN);
    Tolerance first = named("0", Measure.COST_GROWTH_CURRENT, Terms.PLAIN);

    assertThat(seenAs(School.under(amber, green), Rating.GREEN, 1_060)).isEqualTo(AMBER);
    assertThat(seenAs(School.under(first, amber), Rating.GREEN, 1_060)).isEqualTo(AMBER);
  }

  @Test
  void anOpenExceptionIsRedWhateverElseIsWithin() {
    Tolerance crossed = named("a", Measure.COST_GROWTH_ORIGINAL, Terms.PLAIN);
    Tolerance amber =
        new Tolerance(
            "b",
            1,
            ToleranceKind.COST,
            Measure.COST_GROWTH_CURRENT,
            null,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            900_000,
            amberFrom(100_000, null));

    assertThat(seenAs(School.under(crossed, amber), Rating.AMBER, 1_200)).isEqualTo(RED);
  }

  /** Open until it is below 5 percent: nothing within the limit is a habit before. */
  @Test
  void whatIsKeptOpenNeitherHugsItsLimitNorIsAmber() {
    School school =
        School.under(named("cost", Measure.COST_GROWTH_ORIGINAL, amberFrom(70_000, 60_000L)));
    school.reports("raised", month(0), cost(1_200));

    for (int i = 1; i < 9; i++) {
      assertThat(signals(school.reports("m" + i, month(i), cost(1_098 + i % 2)))).isEmpty();
    }
  }

  private static final Tolerance SILENCE =
      new Tolerance(
          "silence",
          1,
          ToleranceKind.TIME,
          Measure.SILENCE,
          null,
          Direction.AT_MOST,
          ToleranceUnit.DAYS,
          400_000);

  /** A silence forgets the cost: until it is reported again, nothing can be said of its habit. */
  @Test
  void whatHasNoValueNeitherEndsAHabitNorGoesOnWithIt() {
    School school = School.under(named("cost", Measure.COST_GROWTH_ORIGINAL, Terms.PLAIN), SILENCE);
    for (int i = 0; i < 3; i++) {
      school.reports("m" + i, month(i), cost(1_098));
    }
    school.ticks(month(4));

    List<Outcome> unknown = school.reports("places", month(4), School.places(80));
    assertThat(ended(unknown)).isEmpty();
    assertThat(hugs(school)).isEqualTo(3);

    assertThat(ended(school.reports("cost", month(5), cost(1_000))))
        .containsExactly(Signal.HUGS_LIMIT);
  }

  private static List<Signal> ended(List<Outcome> outcomes) {
    return only(outcomes, Outcome.SignalEnded.class).stream()
        .map(Outcome.SignalEnded::signal)
        .toList();
  }

  private static int hugs(School school) {
    return requireNonNull(school.stands().reporting().habits().run(Signal.HUGS_LIMIT, "cost"))
        .count();
  }

  private static School rebaselined(Tolerance tolerance, long cost) {
    School school = School.under(tolerance);
    school.reports("a", month(0), cost(1_050));
    school.approves(new Baseline(cost, FINISH));
    return school;
  }

  private static final Tolerance GROWTH = named("cost", Measure.COST_GROWTH_CURRENT, Terms.PLAIN);

  @Test
  void aBreachIsSoonAfterANewBaselineFor92Days() {
    School soon = rebaselined(GROWTH, 1_200);
    School late = rebaselined(GROWTH, 1_200);

    assertThat(signals(soon.reports("b", month(0).plusDays(92), cost(1_150))))
        .containsExactly(Signal.REBASELINED_BEFORE_BREACH);
    assertThat(signals(late.reports("b", month(0).plusDays(93), cost(1_150)))).isEmpty();
    assertThat(late.stands().reporting().habits().replaced()).isNull();
  }

  @Test
  void onceSeenItGoesOnForAsLongAsItIsSo() {
    School school = rebaselined(GROWTH, 1_200);
    school.reports("b", month(1), cost(1_150));

    assertThat(only(school.reports("c", month(8), cost(1_150)), Outcome.SignalEnded.class))
        .isEmpty();
    assertThat(school.stands().reporting().habits().replaced()).isNotNull();
    assertThat(only(school.reports("d", month(9), cost(1_100)), Outcome.SignalEnded.class))
        .hasSize(1);
  }

  @Test
  void aSecondReportForTheDateOfTheNewBaselineIsNotAfterIt() {
    School school = rebaselined(GROWTH, 1_200);

    assertThat(signals(school.reports("again", month(0), cost(1_150)))).isEmpty();
  }

  @Test
  void whatIsBreachedAgainstTheNewBaselineAsWellIsAnException() {
    School school = rebaselined(GROWTH, 1_020);

    List<Outcome> outcomes = school.reports("b", month(1), cost(1_150));

    assertThat(School.changes(outcomes)).containsExactly(Outcome.Change.RAISED);
    assertThat(signals(outcomes)).isEmpty();
  }

  /** Beyond the original baseline, and not yet for long enough to be open. */
  @Test
  void aMeasureThatNoNewBaselineMovesIsNotSeen() {
    School school = rebaselined(named("cost", Measure.COST_GROWTH_ORIGINAL, after(3)), 1_200);

    assertThat(signals(school.reports("b", month(1), cost(1_150)))).isEmpty();
  }

  @Test
  void aLaterFinishIsANewBaselineToo() {
    Tolerance tenDays =
        new Tolerance(
            "finish",
            1,
            ToleranceKind.TIME,
            Measure.FINISH_SLIP_CURRENT,
            null,
            Direction.AT_MOST,
            ToleranceUnit.DAYS,
            100_000);
    School school = School.under(tenDays);
    school.reports("a", month(0), finish(FINISH));
    school.approves(new Baseline(1_000L, FINISH.plusDays(30)));

    assertThat(signals(school.reports("b", month(1), finish(FINISH.plusDays(11)))))
        .containsExactly(Signal.REBASELINED_BEFORE_BREACH);
  }

  private static Figures finish(LocalDate forecast) {
    return new Figures(null, null, null, null, null, null, forecast, Map.of());
  }

  /** What answers another exception was approved before this one, all the same. */
  @Test
  void aBaselineApprovedWhileSomethingElseIsBeyondItsLimitIsLookedBackAt() {
    Tolerance original = named("original", Measure.COST_GROWTH_ORIGINAL, Terms.PLAIN);
    Tolerance twenty =
        new Tolerance(
            "current",
            1,
            ToleranceKind.COST,
            Measure.COST_GROWTH_CURRENT,
            null,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            200_000);
    School school = School.under(original, twenty);
    school.reports("a", month(0), cost(1_150));
    assertThat(school.stands().inException()).isTrue();
    school.approves(new Baseline(1_300L, FINISH));

    assertThat(signals(school.reports("b", month(1), cost(1_250))))
        .containsExactly(Signal.REBASELINED_BEFORE_BREACH);
  }

  /** A new baseline of nothing: growth over it is not measured, so it hides the breach as well. */
  @Test
  void aNewBaselineThatCannotBeHeldAgainstHidesABreachAsWell() {
    School school = rebaselined(GROWTH, 0);

    assertThat(signals(school.reports("b", month(1), cost(1_150))))
        .containsExactly(Signal.REBASELINED_BEFORE_BREACH);
  }

  @Test
  void whatEndedWithinTheQuarterDoesNotBeginAnewAfterIt() {
    School school = rebaselined(GROWTH, 1_200);
    assertThat(signals(school.reports("b", month(1), cost(1_150)))).hasSize(1);
    assertThat(ended(school.reports("c", month(2), cost(1_050)))).hasSize(1);
    LocalDate late = month(0).plusDays(93);

    assertThat(signals(school.reports("d", late, cost(1_150)))).isEmpty();
    assertThat(signals(school.reports("again", late, cost(1_160)))).isEmpty();
  }

  /** Beyond 10 percent of the new baseline, and kept open until it is below 5. */
  @Test
  void whatIsKeptOpenAgainstTheNewBaselineDoesNotShowTheOldOne() {
    School school =
        rebaselined(
            named(
                "cost",
                Measure.COST_GROWTH_CURRENT,
                new Terms(null, 50_000L, null, 1, 0, 0, 0, null, null, null)),
            1_060);
    school.reports("b", month(1), cost(1_200));

    assertThat(signals(school.reports("c", month(2), cost(1_150)))).isEmpty();
    assertThat(school.stands().inException()).isTrue();
  }

  /** Three reports that hug the limit, rated amber before the silence and after it. */
  @Test
  void aHabitOfWhichNothingIsSaidStaysBesideOneThatGoesOn() {
    School school = School.under(named("cost", Measure.COST_GROWTH_ORIGINAL, Terms.PLAIN), SILENCE);
    for (int i = 0; i < 3; i++) {
      school.rates("m" + i, month(i), cost(1_098), Rating.AMBER);
    }
    school.ticks(month(4));

    school.rates("places", month(4), School.places(80), Rating.AMBER);

    assertThat(school.stands().reporting().habits().run(Signal.PERPETUAL_AMBER, null)).isNotNull();
    assertThat(hugs(school)).isEqualTo(3);
  }

  /** Nothing is said of a finish, so the cost alone says how the project is. */
  @Test
  void aMeasureWithoutAValueSaysNothingOfARating() {
    Tolerance finish =
        new Tolerance(
            "a",
            1,
            ToleranceKind.TIME,
            Measure.FINISH_SLIP_CURRENT,
            null,
            Direction.AT_MOST,
            ToleranceUnit.DAYS,
            100_000);
    Tolerance amber = named("b", Measure.COST_GROWTH_ORIGINAL, amberFrom(50_000, null));

    assertThat(seenAs(School.under(finish, amber), Rating.GREEN, 1_060)).isEqualTo(AMBER);
  }

  /** Of 8 schools 7.22 are heated, just within the limit of 90 percent, and all have their road. */
  @Test
  void ofSeveralIndicatorsTheTolerancesOwnHugsItsLimit() {
    Story story =
        Story.of(
            Given.school()
                .with(f -> f.eventId = "with-targets")
                .with(f ->
                    f.targets =
                        List.of(
                            new Target("roads", 80_000, Direction.AT_LEAST),
                            new Target("heating", 80_000, Direction.AT_LEAST))),
            Given.grant("heating")
                .with(g -> {
                  g.measure = Measure.INDICATOR_ACHIEVEMENT;
                  g.indicatorId = "heating";
                  g.breach = Direction.AT_LEAST;
                  g.limitTenThousandths = 900_000;
                }));
    for (int i = 0; i < 2; i++) {
      story.given(heated(month(i)));
    }

    assertThat(story.when(heated(month(2)), Outcome.Signalled.class))
        .extracting(Outcome.Signalled::signal)
        .containsExactly(Signal.HUGS_LIMIT);
  }

  private static Given.Report heated(LocalDate on) {
    return Given.report(on).with(r -> r.indicators = Map.of("roads", 80_000L, "heating", 72_200L));
  }

  @Test
  void whatAProjectIsAssessedAsNamesTheAgencysOwnRating() {
    School school = School.under();

    assertThat(rated(school.rates("a", month(0), cost(1_000), Rating.AMBER)))
        .isEqualTo(Rating.AMBER);
    assertThat(rated(school.reports("b", month(1), cost(1_000)))).isEqualTo(Rating.AMBER);
    assertThat(rated(School.under().reports("a", month(0), cost(1_000)))).isNull();
  }

  private static @Nullable Rating rated(List<Outcome> outcomes) {
    return only(outcomes, Outcome.ProjectAssessed.class).getFirst().selfRating();
  }

  /** No finish was promised before, so none that was promised is missed. */
  @Test
  void aReplacedBaselineWithoutAFinishSaysNothingOfIt() {
    Tolerance tenDays =
        new Tolerance(
            "finish",
            1,
            ToleranceKind.TIME,
            Measure.FINISH_SLIP_CURRENT,
            null,
            Direction.AT_MOST,
            ToleranceUnit.DAYS,
            100_000);
    School school = School.firstReported(tenDays);
    school.reports("a", month(0), cost(1_000));
    school.approves(new Baseline(1_000L, FINISH));

    assertThat(signals(school.reports("b", month(1), finish(FINISH.plusDays(5))))).isEmpty();
  }

  /**
   * 900 replaced 1,000 half a year ago and is replaced itself: over it 1,050 would be 17 percent.
   * The tolerance is on the original baseline, of which 1,050 is 5 percent more.
   */
  @Test
  void aToleranceOnTheOriginalBaselineIsNotHeldAgainstOneThatWasReplaced() {
    School school = School.under(named("cost", Measure.COST_GROWTH_ORIGINAL, Terms.PLAIN));
    school.reports("a", month(0), cost(900));
    school.approves(new Baseline(900L, FINISH));
    school.reports("b", month(6), cost(900));
    school.approves(new Baseline(1_300L, FINISH));

    assertThat(signals(school.reports("c", month(7), cost(1_050)))).isEmpty();
  }

  /** Two reports hug the limit before this date, and on it nothing is to be held against. */
  @Test
  void whatCannotBeSaidAnyMoreOfADateStandsAsItDidBeforeIt() {
    School school = School.under(GROWTH);
    for (int i = 0; i < 3; i++) {
      school.reports("m" + i, month(i), cost(1_098));
    }
    school.approves(new Baseline(0L, FINISH));

    assertThat(ended(school.reports("again", month(2), cost(1_098))))
        .containsExactly(Signal.HUGS_LIMIT);
  }
}
