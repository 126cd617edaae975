package org.plimsoll.core.explanation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.explanation.Drafting.Above;
import org.plimsoll.core.explanation.ExceptionReport.After;
import org.plimsoll.core.explanation.ExceptionReport.Cause;
import org.plimsoll.core.explanation.ExceptionReport.Dated;
import org.plimsoll.core.explanation.ExceptionReport.Fit;
import org.plimsoll.core.explanation.ExceptionReport.Option;
import org.plimsoll.core.explanation.ExceptionReport.Outlook;
import org.plimsoll.core.explanation.ExceptionReport.Title;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.GivenOn.Side;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** A school for 1,000 that will cost 1,250, in a program with another project of 1,000. */
class DraftingTest {
  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 31);
  private static final LocalDate FEBRUARY = LocalDate.of(2020, 2, 29);
  private static final Fraction QUARTER = new Fraction(250, 1_000);
  private static final Tolerance ORIGINAL = percent("cost", Measure.COST_GROWTH_ORIGINAL, 100_000);
  private static final Tolerance CURRENT =
      percent("cost-now", Measure.COST_GROWTH_CURRENT, 100_000);

  private static Tolerance percent(String id, Measure measure, long limit) {
    return new Tolerance(
        id,
        1,
        ToleranceKind.COST,
        measure,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        limit,
        Terms.PLAIN);
  }

  private static ExceptionReport draft(
      Cause cause, @Nullable Tolerance ofProgram, List<Dated> history, List<Option.Assist> help) {
    Figures figures =
        new Figures(null, null, null, 1_000L, null, 1_250L, LocalDate.of(2021, 8, 31), Map.of());
    Baseline baseline = new Baseline(1_000L, LocalDate.of(2021, 8, 31));
    Basis.OfProject basis = new Basis.OfProject(figures, baseline, baseline, FEBRUARY, List.of());
    Rollup own = Rollup.ofProject(figures, basis.readings(), true, true, false);
    Rollup other =
        new Rollup(
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            1_000,
            1_000,
            Map.of(Measure.COST_GROWTH_ORIGINAL, new Fraction(0, 1_000)));
    return Drafting.draft(
        new Drafting.Case(
            new Title("school", Level.PROJECT, ORIGINAL, "school~cost~1", QUARTER, 2, JANUARY),
            basis,
            List.of(ORIGINAL, CURRENT),
            cause,
            new Above(
                "program",
                other.exchange(Rollup.NONE, own),
                own,
                ofProgram == null ? List.of() : List.of(ofProgram)),
            history,
            help,
            1,
            null,
            null));
  }

  /** The same where a budget binds. */
  private static Option.GrantTolerance granting(
      Tolerance breached, List<Tolerance> held, List<Tolerance> granted, GivenOn givenOn) {
    ExceptionReport report =
        Drafting.draft(
            new Drafting.Case(
                new Title("school", Level.PROJECT, breached, "school~cost~1", QUARTER, 2, JANUARY),
                new Basis.Recorded(List.of()),
                List.of(breached),
                Cause.NOTHING,
                new Above("program", Rollup.NONE, Rollup.NONE, held),
                List.of(),
                List.of(),
                1,
                new Drafting.Budget(held, granted, givenOn, "portfolio"),
                null));
    return option(report, Option.GrantTolerance.class);
  }

  private static Tolerance minor(String id, long limit) {
    return new Tolerance(
        id,
        1,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.MINOR_UNITS,
        limit * 10_000);
  }

  private static Side side(long sum) {
    return new Side(0, BigInteger.valueOf(sum * 10_000));
  }

  /** 100 of the 400 given on are the school's own; the other 300 and its 250 would make 550. */
  @Test
  void aGrantIsHeldAgainstTheProgramsBudgetWithWhatItsOtherProjectsHold() {
    GivenOn given =
        new GivenOn(Measure.COST_GROWTH_ORIGINAL, 3, new Side(3, BigInteger.ZERO), side(400));
    Tolerance own = minor("cost", 100);

    var exceeds = granting(own, List.of(minor("held", 549)), List.of(own), given);
    var fits = granting(own, List.of(minor("held", 550)), List.of(own), given);

    assertThat(exceeds)
        .isEqualTo(
            new Option.GrantTolerance(
                2_500_000L,
                5_490_000L,
                Fit.EXCEEDS,
                new BudgetPart(
                    BudgetKey.of(own), Direction.AT_MOST, 5_490_000L, side(300), 2_500_000L)));
    assertThat(requireNonNull(exceeds.budget()).arithmetic())
        .isEqualTo("300 given on + 250 = 550 minor units");
    assertThat(fits.fit()).isEqualTo(Fit.FITS);
  }

  /** It was raised for where its trend leads; there is nothing to hold yet. */
  @Test
  void whatIsOnlyExpectedNeedsNoWiderLimit() {
    Tolerance own = minor("cost", 250);

    var grant =
        granting(
            own,
            List.of(minor("held", 100)),
            List.of(own),
            GivenOn.nothing(Measure.COST_GROWTH_ORIGINAL));

    assertThat(grant).isEqualTo(new Option.GrantTolerance(null, null, Fit.WITHIN, null));
  }

  @Test
  void anotherProjectWithoutALimitLeavesNoRoomForAGrant() {
    GivenOn given =
        new GivenOn(
            Measure.COST_GROWTH_ORIGINAL,
            2,
            new Side(2, BigInteger.ZERO),
            new Side(1, BigInteger.valueOf(1_000_000)));
    Tolerance own = minor("cost", 100);

    var grant = granting(own, List.of(minor("held", 9_000)), List.of(own), given);

    assertThat(grant.fit()).isEqualTo(Fit.EXCEEDS);
    assertThat(requireNonNull(grant.budget()).arithmetic())
        .isEqualTo("250 minor units, and 1 given on without a limit");
  }

  /** The limit that a decision widened is no more the program's to give on than before. */
  @Test
  void whatTheProgramHoldsForATimeIsItsOwn() {
    Tolerance base = percent("held", Measure.COST_GROWTH_ORIGINAL, 120_000);
    Tolerance wider = base.until(FEBRUARY, 300_000, "portfolio");

    var grant =
        granting(
            ORIGINAL,
            List.of(base, wider),
            List.of(ORIGINAL),
            GivenOn.nothing(Measure.COST_GROWTH_ORIGINAL));

    assertThat(grant.fit()).isEqualTo(Fit.EXCEEDS);
    assertThat(grant.above()).isEqualTo(120_000L);
  }

  @Test
  void asMuchAsTheProjectHoldsFromALaterDayIsNotRefused() {
    Tolerance later = percent("cost", Measure.COST_GROWTH_ORIGINAL, 260_000);

    var grant =
        granting(
            ORIGINAL,
            List.of(percent("held", Measure.COST_GROWTH_ORIGINAL, 120_000)),
            List.of(ORIGINAL, later),
            GivenOn.nothing(Measure.COST_GROWTH_ORIGINAL));

    assertThat(grant.fit()).isEqualTo(Fit.HELD_BEFORE);
  }

  private static ExceptionReport draft(@Nullable Tolerance ofProgram) {
    return draft(Cause.NOTHING, ofProgram, List.of(), List.of());
  }

  private static <T extends Option> T option(ExceptionReport report, Class<T> type) {
    return report.options().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theConsequenceSaysWhatTheProgramIsWithAndWithoutTheProject() {
    var consequences = draft(percent("cost", Measure.COST_GROWTH_ORIGINAL, 120_000)).consequences();

    assertThat(consequences.cost()).isEqualTo(new ExceptionReport.Cost(1_250, 1_000L, 1_000L));
    assertThat(consequences.onParent())
        .isEqualTo(
            new ExceptionReport.OnParent(
                "program",
                new Fraction(250, 2_000),
                new Fraction(0, 1_000),
                percent("cost", Measure.COST_GROWTH_ORIGINAL, 120_000),
                1,
                0));
  }

  @Test
  void theGrantThatWouldHoldTheValueIsHeldAgainstTheProgramsOwnTolerance() {
    assertThat(option(draft((Tolerance) null), Option.GrantTolerance.class))
        .isEqualTo(new Option.GrantTolerance(250_000L, null, Fit.NOTHING_ABOVE, null));
    assertThat(
            option(
                draft(percent("cost", Measure.COST_GROWTH_ORIGINAL, 240_000)),
                Option.GrantTolerance.class))
        .isEqualTo(new Option.GrantTolerance(250_000L, 240_000L, Fit.EXCEEDS, alone(240_000L)));
    assertThat(
            option(
                draft(percent("cost", Measure.COST_GROWTH_ORIGINAL, 250_000)),
                Option.GrantTolerance.class))
        .isEqualTo(new Option.GrantTolerance(250_000L, 250_000L, Fit.FITS, alone(250_000L)));
  }

  private static BudgetPart alone(long held) {
    return new BudgetPart(BudgetKey.of(ORIGINAL), Direction.AT_MOST, held, null, 250_000L);
  }

  @Test
  void aNewBaselineClearsWhatIsAgainstTheCurrentOneAndNothingElse() {
    var plan = option(draft((Tolerance) null), Option.RequireExceptionPlan.class);

    assertThat(plan.costMinor()).isEqualTo(1_250L);
    assertThat(plan.after())
        .containsExactlyInAnyOrder(
            new After(ORIGINAL, 2, QUARTER, 2), new After(CURRENT, 2, new Fraction(0, 1_250), 0));
  }

  /** 20 percent became 25 in 29 days; 30, where the third tolerance begins, takes 29 more. */
  @Test
  void doingNothingSaysWhenTheNextWholeToleranceIsReachedAtTheRateOfTheLastTwoReports() {
    Dated january = new Dated(JANUARY, new Fraction(200, 1_000));
    Dated february = new Dated(FEBRUARY, QUARTER);

    var report = draft(Cause.NOTHING, null, List.of(january, february), List.of());

    assertThat(option(report, Option.DoNothing.class).outlook())
        .isEqualTo(new Outlook.Worsens(LocalDate.of(2020, 3, 29), 3, january, february));
  }

  /** Within the limit there is no whole tolerance to go on to; the trend says when there is. */
  @Test
  void doingNothingAboutWhatIsExpectedSaysWhenItIsAFact() {
    LocalDate expectedOn = LocalDate.of(2020, 5, 4);
    Fraction within = new Fraction(50, 1_000);
    ExceptionReport report =
        Drafting.draft(
            new Drafting.Case(
                new Title("school", Level.PROJECT, ORIGINAL, "school~cost~1", within, 0, JANUARY),
                new Basis.Recorded(List.of()),
                List.of(ORIGINAL),
                Cause.NOTHING,
                null,
                List.of(new Dated(JANUARY, within), new Dated(FEBRUARY, within)),
                List.of(),
                1,
                null,
                expectedOn));

    assertThat(option(report, Option.DoNothing.class).outlook())
        .isEqualTo(new Outlook.Crosses(expectedOn));
  }

  @Test
  void aRateTowardsTheLimitDoesNotWorsenAndOneReportIsNoRate() {
    Dated before = new Dated(JANUARY, new Fraction(300, 1_000));
    Dated now = new Dated(FEBRUARY, QUARTER);

    assertThat(Drafting.outlook(ORIGINAL, List.of(before, now)))
        .isEqualTo(new Outlook.DoesNotWorsen(before, now));
    assertThat(Drafting.outlook(ORIGINAL, List.of(now))).isEqualTo(new Outlook.NoRate());
  }

  /**
   * A CPI that falls from 0.85 to 0.81 under a limit of 0.9: at 0.80 the second tolerance begins.
   */
  @Test
  void aFallingIndexWorsensDownwards() {
    Tolerance cpi =
        new Tolerance(
            "cpi",
            1,
            ToleranceKind.COST,
            Measure.CPI,
            null,
            Direction.AT_LEAST,
            ToleranceUnit.RATIO,
            9_000);
    Dated before = new Dated(JANUARY, new Fraction(85, 100));
    Dated now = new Dated(FEBRUARY, new Fraction(81, 100));

    // 0.01 is left until 0.80, at 0.04 in 29 days: 7.25 days, and the eighth is the first beyond.
    assertThat(Drafting.outlook(cpi, List.of(before, now)))
        .isEqualTo(new Outlook.Worsens(LocalDate.of(2020, 3, 8), 2, before, now));
  }

  @Test
  void helpIsAnOptionOnlyWhereItWasAskedFor() {
    var asked = new Option.Assist("status-7", "Please settle the land.");

    assertThat(draft(Cause.NOTHING, null, List.of(), List.of(asked)).options()).contains(asked);
    assertThat(draft((Tolerance) null).options()).noneMatch(Option.Assist.class::isInstance);
  }

  @Test
  void aCauseThatWasNotReportedIsNotInvented() {
    assertThat(draft((Tolerance) null).cause().isNothing()).isTrue();
  }

  /**
   * A wider limit for a time is the program's own; what stands behind it is what it may give on.
   */
  @Test
  void whatStandsBehindTheProgramsLimitForATimeIsItsBudget() {
    Tolerance base = percent("held", Measure.COST_GROWTH_ORIGINAL, 120_000);
    Tolerance wider = base.until(FEBRUARY, 300_000, "portfolio");
    ExceptionReport report =
        Drafting.draft(
            new Drafting.Case(
                new Title("school", Level.PROJECT, ORIGINAL, "school~cost~1", QUARTER, 2, JANUARY),
                new Basis.Recorded(List.of()),
                List.of(ORIGINAL),
                Cause.NOTHING,
                new Above("program", Rollup.NONE, Rollup.NONE, List.of(wider)),
                List.of(),
                List.of(),
                1,
                new Drafting.Budget(
                    List.of(base, wider),
                    List.of(ORIGINAL),
                    GivenOn.nothing(Measure.COST_GROWTH_ORIGINAL),
                    "portfolio"),
                null));

    assertThat(option(report, Option.GrantTolerance.class).above()).isEqualTo(120_000L);
  }
}
