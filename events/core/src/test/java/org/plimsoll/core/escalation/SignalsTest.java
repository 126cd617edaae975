package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.School.FINISH;
import static org.plimsoll.core.escalation.School.JANUARY;
import static org.plimsoll.core.escalation.School.cost;
import static org.plimsoll.core.escalation.School.earned;
import static org.plimsoll.core.escalation.School.only;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;

/** Each signal from its onset to its end, on monthly reports. */
class SignalsTest {
  private static final Terms AMBER_FROM_FIVE =
      new Terms(50_000L, null, null, 1, 0, 0, 0, null, null, null);

  private static LocalDate month(int number) {
    return JANUARY.plusMonths(number);
  }

  /** What each of the monthly cost forecasts begins (+) and ends (-). */
  private static List<String> told(School school, long... costs) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < costs.length; i++) {
      told.add(told(school.reports("m" + i, month(i), cost(costs[i]))));
    }
    return told;
  }

  private static String told(List<Outcome> outcomes) {
    StringBuilder told = new StringBuilder();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Signalled on -> told.append('+').append(on.signal());
        case Outcome.SignalEnded off -> told.append('-').append(off.signal());
        default -> {}
      }
    }
    return told.toString();
  }

  @Test
  void threeReportsJustWithinTheLimitHugIt() {
    School school = School.under(School.tenPercentOfCost());

    assertThat(told(school, 1_096, 1_098, 1_100, 1_099, 1_050))
        .containsExactly("", "", "+HUGS_LIMIT", "", "-HUGS_LIMIT");
  }

  @Test
  void theEvidenceIsTheCountTheMeasureAndTheLimit() {
    School school = School.under(School.tenPercentOfCost());
    school.reports("a", month(0), cost(1_096));
    school.reports("b", month(1), cost(1_098));

    List<Outcome> third = school.reports("c", month(2), cost(1_100));

    assertThat(only(third, Outcome.Signalled.class))
        .containsExactly(
            new Outcome.Signalled(
                "school",
                Signal.HUGS_LIMIT,
                "cost",
                3,
                new Fraction(100, 1_000),
                new Fraction(100_000, 1_000_000),
                month(0),
                month(2)));
  }

  @Test
  void aReportFarFromTheLimitOrBeyondItBreaksTheHabit() {
    School school = School.under(School.tenPercentOfCost());

    assertThat(told(school, 1_096, 1_098, 1_000, 1_096, 1_098, 1_200, 1_098)).containsOnly("");
  }

  @Test
  void halfAYearOfAmberIsPerpetual() {
    School school =
        School.under(School.tenPercentOf(Measure.COST_GROWTH_ORIGINAL, AMBER_FROM_FIVE));

    assertThat(told(school, 1_060, 1_070, 1_060, 1_070, 1_060, 1_070, 1_020))
        .containsExactly("", "", "", "", "", "+PERPETUAL_AMBER", "-PERPETUAL_AMBER");
  }

  @Test
  void halfAYearRatedAmberIsPerpetualToo() {
    School school = School.under();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      told.add(told(school.rates("m" + i, month(i), cost(i), Rating.AMBER)));
    }

    assertThat(told).containsExactly("", "", "", "", "", "+PERPETUAL_AMBER");
  }

  @Test
  void aRatingThatIsBetterThanTheFiguresIsSeenAtTheSecondReport() {
    School school = School.under(School.tenPercentOfCost());
    school.rates("a", month(0), cost(1_200), Rating.GREEN);

    List<Outcome> second = school.reports("b", month(1), cost(1_200));
    List<Outcome> honest = school.rates("c", month(2), cost(1_200), Rating.RED);

    assertThat(only(second, Outcome.Signalled.class))
        .containsExactly(
            new Outcome.Signalled(
                "school",
                Signal.SELF_RATING_BETTER,
                null,
                2,
                new Fraction(0, 1),
                new Fraction(2, 1),
                month(0),
                month(1)));
    assertThat(told(honest)).isEqualTo("-SELF_RATING_BETTER");
  }

  @Test
  void aRatingThatIsWorseThanTheFiguresIsNoSignal() {
    School school = School.under(School.tenPercentOfCost());
    school.rates("a", month(0), cost(1_000), Rating.RED);

    assertThat(told(school.reports("b", month(1), cost(1_000)))).isEmpty();
  }

  @Test
  void aNewBaselineShortlyBeforeTheOldOneWouldHaveBeenBreachedIsSeen() {
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_CURRENT, Terms.PLAIN));
    school.reports("a", month(0), cost(1_090));
    school.approves(new Baseline(1_200L, FINISH));

    List<Outcome> breach = school.reports("b", month(1), cost(1_150));
    List<Outcome> back = school.reports("c", month(2), cost(1_050));

    assertThat(only(breach, Outcome.Signalled.class))
        .containsExactly(
            new Outcome.Signalled(
                "school",
                Signal.REBASELINED_BEFORE_BREACH,
                "cost",
                1,
                new Fraction(150, 1_000),
                new Fraction(100_000, 1_000_000),
                month(0),
                month(1)));
    assertThat(told(back)).isEqualTo("-REBASELINED_BEFORE_BREACH");
  }

  @Test
  void aCorrectionBringsBackWhatTheCorrectedReportEnded() {
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_CURRENT, Terms.PLAIN));
    school.reports("a", month(0), cost(1_090));
    school.approves(new Baseline(1_200L, FINISH));
    school.reports("b", month(1), cost(1_150));
    assertThat(told(school.reports("c", month(6), cost(1_050))))
        .isEqualTo("-REBASELINED_BEFORE_BREACH");

    assertThat(told(school.corrects("d", "c", month(6), cost(1_040)))).isEmpty();
    assertThat(told(school.corrects("e", "c", month(6), cost(1_150))))
        .isEqualTo("+REBASELINED_BEFORE_BREACH");
  }

  @Test
  void aNewBaselineThatAnswersABreachIsAnExceptionPlanAndNoSignal() {
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_CURRENT, Terms.PLAIN));
    school.reports("a", month(0), cost(1_150));
    school.approves(new Baseline(1_200L, FINISH));

    assertThat(told(school.reports("b", month(1), cost(1_150)))).isEmpty();
  }

  @Test
  void aBreachOfTheNewBaselineAsWellIsNoSignal() {
    Terms later = new Terms(null, null, null, 3, 0, 0, 0, null, null, null);
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_CURRENT, later));
    school.reports("a", month(0), cost(1_000));
    school.approves(new Baseline(900L, FINISH));

    assertThat(told(school.reports("b", month(1), cost(1_150)))).isEmpty();
  }

  @Test
  void aBreachLongAfterANewBaselineIsNoSignal() {
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_CURRENT, Terms.PLAIN));
    school.reports("a", month(0), cost(1_000));
    school.approves(new Baseline(1_200L, FINISH));

    assertThat(told(school.reports("b", month(6), cost(1_150)))).isEmpty();
    assertThat(school.stands().reporting().habits().replaced()).isNull();
  }

  @Test
  void spentWithoutAchievementLooksAtTheTargetBeforeTheValueEarned() {
    School school = School.under();
    Figures spent =
        new Figures(null, 950L, 960L, 1_000L, null, null, null, Map.of("places", 500_000L));

    List<Outcome> outcomes = school.reports("a", month(0), spent);

    assertThat(only(outcomes, Outcome.Signalled.class))
        .containsExactly(
            new Outcome.Signalled(
                "school",
                Signal.SPENT_WITHOUT_ACHIEVEMENT,
                null,
                1,
                new Fraction(960, 1_000),
                new Fraction(500_000, 8_000_000),
                month(0),
                month(0)));
    assertThat(told(school.reports("b", month(1), School.places(800))))
        .isEqualTo("-SPENT_WITHOUT_ACHIEVEMENT");
  }

  @Test
  void spentWithTheWorkDoneIsNoSignal() {
    assertThat(told(School.under().reports("a", month(0), earned(950, 960, 1_000)))).isEmpty();
    assertThat(told(School.under().reports("a", month(0), earned(700, 960, 1_000))))
        .isEqualTo("+SPENT_WITHOUT_ACHIEVEMENT");
  }

  @Test
  void figuresThatDoNotMoveForThreeReportsAreSeen() {
    School school = School.under();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      told.add(told(school.reports("m" + i, month(i), earned(300, 310, 1_000))));
    }
    told.add(told(school.reports("moves", month(4), earned(300, 320, 1_000))));

    assertThat(told).containsExactly("", "", "", "+UNCHANGED_FIGURES", "-UNCHANGED_FIGURES");
  }

  @Test
  void aCorrectionOfAnOlderDateIsNoMovement() {
    School school = School.under();
    for (int i = 0; i < 4; i++) {
      school.reports("m" + i, month(i), i == 0 ? earned(300, 310, 1_000) : Figures.NONE);
    }

    assertThat(told(school.corrects("c", "m0", month(0), earned(300, 320, 1_000)))).isEmpty();
    assertThat(told(school.corrects("d", "m3", month(3), earned(300, 330, 1_000))))
        .isEqualTo("-UNCHANGED_FIGURES");
  }

  @Test
  void aFinishedProjectMayStandStill() {
    School school = School.under();
    for (int i = 0; i < 6; i++) {
      assertThat(told(school.reports("m" + i, month(i), earned(1_000, 990, 1_000)))).isEmpty();
    }
  }

  @Test
  void aCorrectionCountsNoReportAndEndsWhatWasNotSo() {
    School school = School.under(School.tenPercentOfCost());
    told(school, 1_096, 1_098, 1_100);

    List<Outcome> same = school.corrects("c", "m2", month(2), cost(1_097));
    List<Outcome> far = school.corrects("d", "m2", month(2), cost(1_020));
    List<Outcome> near = school.corrects("e", "m2", month(2), cost(1_099));

    assertThat(told(same)).isEmpty();
    assertThat(told(far)).isEqualTo("-HUGS_LIMIT");
    assertThat(only(near, Outcome.Signalled.class).getFirst().count()).isEqualTo(3);
  }

  @Test
  void aHealthyProjectIsRememberedWithoutRuns() {
    School school = School.under(School.tenPercentOfCost());
    school.rates("a", month(0), cost(1_000), Rating.GREEN);

    assertThat(school.stands().reporting().habits().runs()).isEmpty();
  }

  @Test
  void runsLieInTheOrderOfTheirSignalsAndTolerancesHoweverTheyBegan() {
    Habits.Run a = new Habits.Run(Signal.HUGS_LIMIT, "a", 1, JANUARY, 2, JANUARY, true);
    Habits.Run b = new Habits.Run(Signal.HUGS_LIMIT, "b", 0, null, 1, JANUARY, false);
    Habits.Run none = new Habits.Run(Signal.PERPETUAL_AMBER, null, 0, null, 1, JANUARY, false);
    Habits.Run amber = new Habits.Run(Signal.PERPETUAL_AMBER, "a", 0, null, 1, JANUARY, false);
    Habits habits = new Habits(List.of(amber, none, b, a), null, 0);
    List<Habits.Run> inOrder = new ArrayList<>(List.of(a, b));
    inOrder.addAll(
        Signal.HUGS_LIMIT.compareTo(Signal.PERPETUAL_AMBER) < 0 ? inOrder.size() : 0,
        List.of(none, amber));

    assertThat(habits.runs()).isEqualTo(inOrder);
    assertThat(habits.run(Signal.HUGS_LIMIT, "b")).isEqualTo(b);
    assertThat(habits.run(Signal.PERPETUAL_AMBER, "a")).isEqualTo(amber);
    assertThat(habits.run(Signal.PERPETUAL_AMBER, "b")).isNull();
    assertThat(habits.run(Signal.UNCHANGED_FIGURES, "a")).isNull();
  }

  @Test
  void aRunOfWhichNothingCanBeSaidIsAsItWasBeforeTheDateThatStands() {
    Habits.Run run = new Habits.Run(Signal.HUGS_LIMIT, "a", 1, month(0), 2, month(0), true);

    assertThat(run.unsaid())
        .isEqualTo(new Habits.Run(Signal.HUGS_LIMIT, "a", 1, month(0), 1, month(0), true));
    assertThat(run.isNothing()).isFalse();
    assertThat(new Habits.Run(Signal.HUGS_LIMIT, "a", 1, month(0), 0, null, false).isNothing())
        .isFalse();
    assertThat(new Habits.Run(Signal.HUGS_LIMIT, "a", 0, null, 1, month(0), false).isNothing())
        .isFalse();
    assertThat(Habits.Run.none(Signal.HUGS_LIMIT, "a").shown(true).isNothing()).isFalse();
    assertThat(Habits.Run.none(Signal.HUGS_LIMIT, "a").isNothing()).isTrue();
  }

  @Test
  void theBaselineThatWasReplacedFirstIsTheOneThatIsLookedBackAt() {
    Habits habits = Habits.NONE.replacing(new Baseline(5L, FINISH), month(0));

    assertThat(habits.replacing(new Baseline(6L, FINISH), month(1))).isEqualTo(habits);
  }

  @Test
  void aReplacedBaselineIsForgottenWhateverElseGoesOn() {
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_CURRENT, Terms.PLAIN));
    school.reports("a", month(0), cost(1_000));
    school.approves(new Baseline(1_200L, FINISH));
    school.reports("b", month(1), cost(1_000));
    assertThat(school.stands().reporting().habits().replaced()).isNotNull();

    school.reports("c", month(6), cost(1_318));

    assertThat(school.stands().reporting().habits().runs()).isNotEmpty();
    assertThat(school.stands().reporting().habits().replaced()).isNull();
  }

  @Test
  void onlyWhatIsMeasuredAgainstTheCurrentCostOrFinishMovesWithANewBaseline() {
    for (Measure measure : Measure.values()) {
      assertThat(Signals.isAgainstCurrent(School.tenPercentOf(measure, Terms.PLAIN)))
          .isEqualTo(
              measure == Measure.COST_GROWTH_CURRENT || measure == Measure.FINISH_SLIP_CURRENT);
    }
  }

  @Test
  void otherFiguresForTheDateThatStandsEndWhatStoodStill() {
    School school = School.under();
    for (int i = 0; i < 4; i++) {
      school.reports("m" + i, month(i), earned(300, 310, 1_000));
    }

    assertThat(told(school.reports("again", month(3), earned(300, 320, 1_000))))
        .isEqualTo("-UNCHANGED_FIGURES");
  }

  @Test
  void aCorrectionOfAnOlderDateMakesNoStandstillOfFiguresThatMoved() {
    School school = School.under();
    for (int i = 0; i < 3; i++) {
      school.reports("m" + i, month(i), earned(300, 310, 1_000));
    }
    school.reports("m3", month(3), earned(300, 320, 1_000));

    assertThat(told(school.corrects("c", "m0", month(0), cost(900)))).isEmpty();
    assertThat(told(school.corrects("d", "m0", month(0), cost(901)))).isEmpty();
  }
}
