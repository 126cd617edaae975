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
import org.plimsoll.core.explanation.ExceptionReport.After;
import org.plimsoll.core.explanation.ExceptionReport.Cause;
import org.plimsoll.core.explanation.ExceptionReport.Fit;
import org.plimsoll.core.explanation.ExceptionReport.Option;
import org.plimsoll.core.explanation.ExceptionReport.Title;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What a drafted report says can be decided: how wide a grant, and what a new plan would clear. */
class OptionsTest {
  private static final LocalDate ON = LocalDate.of(2020, 3, 31);

  private static Title title(Tolerance breached, Fraction value) {
    return new Title(
        "school", Level.PROJECT, breached, "school~it~1", value, breached.stepOf(value), ON);
  }

  private static ExceptionReport draft(
      Tolerance breached,
      Fraction value,
      Basis basis,
      List<Tolerance> inForce,
      @Nullable List<Tolerance> held,
      Drafting.@Nullable Budget budget) {
    return Drafting.draft(
        new Drafting.Case(
            title(breached, value),
            basis,
            inForce,
            Cause.NOTHING,
            held == null ? null : new Above("program", Rollup.NONE, Rollup.NONE, held),
            List.of(),
            List.of(),
            1,
            budget,
            null));
  }

  private static Option.GrantTolerance grant(
      Tolerance breached,
      Fraction value,
      @Nullable List<Tolerance> held,
      Drafting.@Nullable Budget budget) {
    return (Option.GrantTolerance)
        draft(breached, value, new Basis.Recorded(List.of()), List.of(breached), held, budget)
            .options()
            .getFirst();
  }

  private static @Nullable Long limitFor(Tolerance breached, Fraction value) {
    return grant(breached, value, null, null).limitTenThousandths();
  }

  private static Tolerance of(Measure measure, ToleranceUnit unit, Direction breach, long limit) {
    return Written.tolerance(measure, null, unit, breach, limit, Terms.PLAIN);
  }

  private static final Tolerance CPI =
      of(Measure.CPI, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_000);
  private static final Tolerance COST =
      of(Measure.COST_GROWTH_ORIGINAL, ToleranceUnit.PERCENT, Direction.AT_MOST, 100_000);

  /** A third is 33.3333 percent and a bit: at most 33.3334. Two thirds as an index: 0.6666. */
  @Test
  void aLimitIsRoundedToTheSideOnWhichTheValueIsWithin() {
    assertThat(limitFor(COST, new Fraction(1, 3))).isEqualTo(333_334L);
    assertThat(limitFor(COST, new Fraction(1, 4))).isEqualTo(250_000L);
    assertThat(limitFor(CPI, new Fraction(2, 3))).isEqualTo(6_666L);
    assertThat(limitFor(CPI, new Fraction(3, 4))).isEqualTo(7_500L);
  }

  /**
   * A variance of a third of the budget, below zero: no less than -33.3334, or at most -33.3333.
   */
  @Test
  void belowZeroItIsRoundedTheOtherWay() {
    Tolerance variance = of(Measure.CV, ToleranceUnit.PERCENT, Direction.AT_LEAST, -100_000);
    Tolerance saving =
        of(Measure.COST_GROWTH_ORIGINAL, ToleranceUnit.PERCENT, Direction.AT_MOST, -500_000);

    assertThat(limitFor(variance, new Fraction(-1, 3))).isEqualTo(-333_334L);
    assertThat(limitFor(saving, new Fraction(-1, 3))).isEqualTo(-333_333L);
  }

  private static final Tolerance BAND =
      Written.tolerance(
          Measure.COST_GROWTH_ORIGINAL,
          null,
          ToleranceUnit.PERCENT,
          Direction.AT_MOST,
          100_000,
          Written.band(null, -50_000));

  /** 20 percent less than promised crosses the other side, which no wider upper limit holds. */
  @Test
  void noLimitHoldsWhatIsCrossedOnTheOtherSide() {
    Tolerance ofProgram =
        of(Measure.COST_GROWTH_ORIGINAL, ToleranceUnit.PERCENT, Direction.AT_MOST, 300_000);

    assertThat(grant(BAND, new Fraction(-20, 100), List.of(ofProgram), null))
        .isEqualTo(new Option.GrantTolerance(null, 300_000L, Fit.EXCEEDS, null));
    assertThat(grant(BAND, new Fraction(-20, 100), List.of(), null))
        .isEqualTo(new Option.GrantTolerance(null, null, Fit.NOTHING_ABOVE, null));
  }

  /**
   * What is only expected is within its 90 days, and the next limit that anybody would write is 91.
   */
  @Test
  void whatIsWithinSaysWhetherAnyWiderLimitFits() {
    Fraction late = new Fraction(70, 1);

    Option.GrantTolerance none = grant(late(900_000), late, List.of(late(909_999)), null);
    Option.GrantTolerance some = grant(late(900_000), late, List.of(late(910_000)), null);

    assertThat(none.fit()).isEqualTo(Fit.WITHIN);
    assertThat(requireNonNull(none.budget()).heldTenThousandths()).isEqualTo(909_999);
    assertThat(some).isEqualTo(new Option.GrantTolerance(null, null, Fit.WITHIN, null));
  }

  private static Tolerance late(long limit) {
    return of(Measure.FINISH_SLIP_ORIGINAL, ToleranceUnit.DAYS, Direction.AT_MOST, limit);
  }

  /** The greatest limit is a million million times what was promised. */
  @Test
  void aLimitGoesNoFurtherThanALimitMay() {
    long most = Tolerance.MAX_LIMIT_TEN_THOUSANDTHS / 1_000_000;

    assertThat(limitFor(COST, new Fraction(most, 1)))
        .isEqualTo(Tolerance.MAX_LIMIT_TEN_THOUSANDTHS);
    assertThat(limitFor(COST, new Fraction(most + 1, 1))).isNull();
  }

  @Test
  void ofALowerLimitTheProgramsLowerEndIsAbove() {
    assertThat(
            grant(
                    CPI,
                    new Fraction(8, 10),
                    List.of(of(Measure.CPI, ToleranceUnit.RATIO, Direction.AT_LEAST, 8_500)),
                    null)
                .above())
        .isEqualTo(8_500L);
  }

  @Test
  void whatTheProgramHoldsOnAnotherMeasureIsNothingAbove() {
    assertThat(grant(COST, new Fraction(1, 4), List.of(CPI), null).fit())
        .isEqualTo(Fit.NOTHING_ABOVE);
  }

  private static Tolerance heldOnCost(long limit) {
    return new Tolerance(
        "held",
        1,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        limit);
  }

  private static Drafting.Budget budget(List<Tolerance> held, Tolerance... granted) {
    return new Drafting.Budget(
        held, List.of(granted), GivenOn.nothing(Measure.COST_GROWTH_ORIGINAL), "portfolio");
  }

  /** What the portfolio granted past the program stays outside its budget, and so does more. */
  @Test
  void whatIsWidenedIsTheProgramsToGiveEvenWhereThePortfolioGrantedItFirst() {
    Tolerance past = COST.grantedBy("portfolio");
    List<Tolerance> held = List.of(heldOnCost(200_000));

    var grant = grant(past, new Fraction(1, 4), held, budget(held, past));

    assertThat(grant.fit()).isEqualTo(Fit.EXCEEDS);
    assertThat(requireNonNull(grant.budget()).partTenThousandths()).isEqualTo(250_000L);
  }

  /** A node whose parent is called as the portfolio: nothing of it is the program's to give. */
  @Test
  void whatThePortfolioWouldGrantItselfIsOutsideTheBudget() {
    List<Tolerance> held = List.of(heldOnCost(200_000));
    Drafting.Budget own =
        new Drafting.Budget(
            held, List.of(), GivenOn.nothing(Measure.COST_GROWTH_ORIGINAL), "program");

    assertThat(grant(COST, new Fraction(1, 4), held, own))
        .isEqualTo(new Option.GrantTolerance(250_000L, 200_000L, Fit.NOTHING_ABOVE, null));
  }

  private static final Baseline PROMISED = new Baseline(1_000L, LocalDate.of(2020, 12, 31));

  private static Option.RequireExceptionPlan plan(Figures figures, Tolerance... inForce) {
    ExceptionReport report =
        draft(
            COST,
            new Fraction(1, 4),
            new Basis.OfProject(
                figures,
                PROMISED,
                PROMISED,
                ON,
                List.of(
                    new Target("heat", 1_000_000, Direction.AT_LEAST),
                    new Target("places", 8_000_000, Direction.AT_LEAST))),
            List.of(inForce),
            null,
            null);
    return (Option.RequireExceptionPlan) report.options().get(1);
  }

  /** 25 percent more and 31 days later than promised; half of the places are there. */
  private static final Figures LATE =
      new Figures(
          null,
          null,
          null,
          null,
          null,
          1_250L,
          LocalDate.of(2021, 1, 31),
          Map.of("heat", 990_000L, "places", 4_000_000L));

  private static Tolerance achievement(String indicatorId) {
    return Written.tolerance(
        Measure.INDICATOR_ACHIEVEMENT,
        indicatorId,
        ToleranceUnit.PERCENT,
        Direction.AT_LEAST,
        900_000,
        Terms.PLAIN);
  }

  @Test
  void aNewPlanPromisesTheForecastAndSaysOfEachToleranceWhatItWouldMake() {
    Tolerance finish =
        of(Measure.FINISH_SLIP_CURRENT, ToleranceUnit.DAYS, Direction.AT_MOST, 100_000);
    Tolerance silence = of(Measure.SILENCE, ToleranceUnit.DAYS, Direction.AT_MOST, 400_000);

    var plan = plan(LATE, CPI, achievement("heat"), COST, silence, finish, achievement("places"));

    assertThat(plan.costMinor()).isEqualTo(1_250L);
    assertThat(plan.finish()).isEqualTo(LocalDate.of(2021, 1, 31));
    // What is furthest beyond now comes first. The finish is 21 days beyond its 10: the third.
    assertThat(plan.after())
        .containsExactly(
            new After(achievement("places"), 5, new Fraction(4_000_000, 8_000_000), 5),
            new After(finish, 3, new Fraction(0, 1), 0),
            new After(COST, 2, new Fraction(250, 1_000), 2),
            new After(CPI, 0, null, 0),
            new After(achievement("heat"), 0, new Fraction(990_000, 1_000_000), 0));
  }

  @Test
  void whatIsNotForecastStaysPromised() {
    var plan = plan(Figures.NONE, COST);

    assertThat(plan.costMinor()).isEqualTo(1_000L);
    assertThat(plan.finish()).isEqualTo(LocalDate.of(2020, 12, 31));
    assertThat(plan.after()).containsExactly(new After(COST, 0, null, 0));
  }
}
