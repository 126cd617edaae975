package org.plimsoll.core.explanation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.explanation.Drafting.Above;
import org.plimsoll.core.explanation.ExceptionReport.Cause;
import org.plimsoll.core.explanation.ExceptionReport.Consequences;
import org.plimsoll.core.explanation.ExceptionReport.Cost;
import org.plimsoll.core.explanation.ExceptionReport.Finish;
import org.plimsoll.core.explanation.ExceptionReport.LateMilestone;
import org.plimsoll.core.explanation.ExceptionReport.OnParent;
import org.plimsoll.core.explanation.ExceptionReport.Option;
import org.plimsoll.core.explanation.ExceptionReport.Threat;
import org.plimsoll.core.explanation.ExceptionReport.Title;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What a drafted report says follows: for cost, finish and the level above, as far as is known. */
class ConsequencesTest {
  private static final LocalDate FEBRUARY = LocalDate.of(2012, 2, 29);
  private static final LocalDate MAY = LocalDate.of(2012, 5, 31);
  private static final Tolerance CPI =
      Written.tolerance(
          Measure.CPI, null, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_000, Terms.PLAIN);

  private static Consequences of(Basis basis, @Nullable Above above) {
    return draft(basis, above).consequences();
  }

  private static ExceptionReport draft(Basis basis, @Nullable Above above) {
    return Drafting.draft(
        new Drafting.Case(
            new Title(
                "school", Level.PROJECT, CPI, "school~it~1", new Fraction(8, 10), 2, FEBRUARY),
            basis,
            List.of(CPI),
            Cause.NOTHING,
            above,
            List.of(),
            List.of(),
            1,
            null,
            null));
  }

  private static Basis project(Figures figures, Baseline current) {
    return new Basis.OfProject(
        figures, new Baseline(90_000L, MAY.minusDays(1)), current, FEBRUARY, List.of());
  }

  private static Figures earned(@Nullable Long ev, @Nullable LocalDate forecastFinish) {
    return new Figures(null, ev, null, null, null, null, forecastFinish, Map.of());
  }

  private static final Basis NOTHING = new Basis.Recorded(List.of());

  private static Rollup sums(Measure measure, long numerator, long denominator) {
    return new Rollup(
        1, 1, 0, 0, 0, 0, 0, 0, 0, Map.of(measure, new Fraction(numerator, denominator)));
  }

  @Test
  void aProgramCostsWhatItsProjectsWithAPromiseCost() {
    assertThat(of(new Basis.OfParent(sums(Measure.COST_GROWTH_ORIGINAL, 250, 1_000)), null).cost())
        .isEqualTo(new Cost(1_250, 1_000L, null));
    assertThat(of(new Basis.OfParent(sums(Measure.CPI, 8, 10)), null).cost()).isNull();
  }

  @Test
  void withoutAnEstimateNothingIsSaidOfTheCost() {
    assertThat(of(project(earned(40L, null), Baseline.NONE), null).cost()).isNull();
    assertThat(of(NOTHING, null).cost()).isNull();
  }

  /** TimeFormulasTest writes out why it is the 14th of June. */
  @Test
  void theFinishIsForecastByTheAgencyAndProjectedByThePace() {
    LocalDate may20 = LocalDate.of(2012, 5, 20);
    LocalDate june14 = LocalDate.of(2012, 6, 14);

    assertThat(of(project(earned(36_700L, may20), Written.fiveMonths()), null).finish())
        .isEqualTo(new Finish(may20, june14, MAY.minusDays(1), MAY));
    assertThat(of(project(earned(36_700L, null), Written.fiveMonths()), null).finish())
        .isEqualTo(new Finish(null, june14, MAY.minusDays(1), MAY));
    assertThat(of(project(earned(null, may20), Written.fiveMonths()), null).finish())
        .isEqualTo(new Finish(may20, null, MAY.minusDays(1), MAY));
  }

  @Test
  void withoutAForecastNothingIsSaidOfTheFinish() {
    assertThat(of(project(earned(null, null), Written.fiveMonths()), null).finish()).isNull();
    assertThat(of(new Basis.OfParent(Rollup.NONE), null).finish()).isNull();
    assertThat(of(NOTHING, null).finish()).isNull();
  }

  private static @Nullable OnParent onParent(Rollup below, Rollup own, Tolerance... tolerances) {
    return of(NOTHING, new Above("program", below, own, List.of(tolerances))).onParent();
  }

  /** 80 of 100 with the school are 72 of 80 without its 8 of 20. */
  @Test
  void theLevelAboveIsGivenWithAndWithoutTheNode() {
    Tolerance above =
        Written.tolerance(
            Measure.CPI, null, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_500, Terms.PLAIN);

    assertThat(onParent(sums(Measure.CPI, 80, 100), sums(Measure.CPI, 8, 20), above))
        .isEqualTo(
            new OnParent("program", new Fraction(80, 100), new Fraction(72, 80), above, 4, 2));
  }

  @Test
  void whatIsAloneBelowLeavesNothingBehind() {
    assertThat(onParent(sums(Measure.CPI, 8, 20), sums(Measure.CPI, 8, 20), CPI))
        .isEqualTo(new OnParent("program", new Fraction(8, 20), null, CPI, 6, 0));
  }

  @Test
  void whatIsNotCountedChangesNothingAbove() {
    assertThat(onParent(sums(Measure.CPI, 80, 100), Rollup.NONE))
        .isEqualTo(
            new OnParent("program", new Fraction(80, 100), new Fraction(80, 100), null, 0, 0));
  }

  @Test
  void whereNothingIsAboveNothingIsSaidOfIt() {
    assertThat(of(NOTHING, null).onParent()).isNull();
    assertThat(onParent(sums(Measure.SPI, 80, 100), sums(Measure.CPI, 8, 20))).isNull();
  }

  /** A limit on another measure, on the other side or in another unit says something else. */
  @Test
  void onlyALimitOfTheSameKindAboveIsItsLimit() {
    Tolerance otherMeasure =
        Written.tolerance(
            Measure.SPI, null, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_500, Terms.PLAIN);
    Tolerance otherSide = Written.tolerance(Measure.CPI, null, ToleranceUnit.RATIO, 9_500);
    Tolerance otherUnit =
        Written.tolerance(
            Measure.CPI, null, ToleranceUnit.PERCENT, Direction.AT_LEAST, 9_500, Terms.PLAIN);
    Tolerance ofIndicator =
        Written.tolerance(
            Measure.CPI, "places", ToleranceUnit.RATIO, Direction.AT_LEAST, 9_500, Terms.PLAIN);
    Rollup below = sums(Measure.CPI, 80, 100);

    OnParent none = onParent(below, Rollup.NONE, otherMeasure, otherSide, otherUnit, ofIndicator);
    OnParent last = onParent(below, Rollup.NONE, otherMeasure, otherSide, otherUnit, CPI);

    assertThat(requireNonNull(none).tolerance()).isNull();
    assertThat(requireNonNull(last).tolerance()).isEqualTo(CPI);
  }

  /** A program has no baseline for a plan to change, and may be asked for one. */
  @Test
  void whatThePlanOfAProgramChangesIsNotComputed() {
    assertThat(draft(new Basis.OfParent(Rollup.NONE), null).options())
        .hasSize(3)
        .contains(new Option.RequireExceptionPlan(null, null, List.of()));
  }

  @Test
  void anythingThatTheAgencySaidIsACause() {
    assertThat(Cause.NOTHING.isNothing()).isTrue();
    assertThat(new Cause("walls", null, List.of(), List.of()).isNothing()).isFalse();
    assertThat(new Cause(null, "Steel is dear.", List.of(), List.of()).isNothing()).isFalse();
    assertThat(
            new Cause(
                    null,
                    null,
                    List.of(new LateMilestone("roof", null, MAY, MAY.plusDays(1), 1)),
                    List.of())
                .isNothing())
        .isFalse();
    assertThat(
            new Cause(null, null, List.of(), List.of(new Threat("flood", null, 5_000, 1)))
                .isNothing())
        .isFalse();
  }
}
