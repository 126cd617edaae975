package org.plimsoll.core.explanation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.explanation.Expression.Days;
import org.plimsoll.core.explanation.Expression.Derived;
import org.plimsoll.core.explanation.Expression.Figure;
import org.plimsoll.core.explanation.Expression.Minus;
import org.plimsoll.core.explanation.Expression.Over;
import org.plimsoll.core.explanation.Expression.Rounded;
import org.plimsoll.core.explanation.Expression.Times;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Explanations with figures small enough to be computed in the head. */
class ExplainingTest {
  private static final LocalDate ON = LocalDate.of(2020, 3, 31);
  private static final State WITHIN = new State.Within();
  private static final State OPEN = new State.Open("school~cost~1", ON, 2, 1, ON, null);

  /** Half is spent for four tenths of the work, so the whole will cost five quarters. */
  private static final Figures HALF_SPENT =
      new Figures(null, 400L, 500L, 1_000L, null, null, null, Map.of());

  private static final Baseline PROMISED = new Baseline(1_000L, LocalDate.of(2021, 8, 31));

  private static Tolerance tolerance(Measure measure, ToleranceUnit unit, long limit, Terms terms) {
    return new Tolerance(
        "cost", 1, ToleranceKind.COST, measure, null, Direction.AT_MOST, unit, limit, terms);
  }

  private static Tolerance tenPercent(Terms terms) {
    return tolerance(Measure.COST_GROWTH_ORIGINAL, ToleranceUnit.PERCENT, 100_000, terms);
  }

  private static Moment moment(Figures figures, List<Outcome> outcomes) {
    return new Moment(
        "school",
        Level.PROJECT,
        new Basis.OfProject(figures, PROMISED, PROMISED, ON, List.of()),
        null,
        outcomes);
  }

  private static Expression amount(FigureName name, long minor) {
    return new Figure(name, null, new Quantity.Minor(minor));
  }

  @Test
  void aFormulaNamesEveryOperandAndWhatIsDerivedOnTheWay() {
    Expression eac =
        new Derived(
            FigureName.EAC,
            new Rounded(
                new Over(
                    new Times(amount(FigureName.BAC, 1_000), amount(FigureName.AC, 500)),
                    amount(FigureName.EV, 400))),
            new Quantity.Minor(1_250));
    Expression baseline = amount(FigureName.ORIGINAL_COST, 1_000);

    var explanation =
        Explaining.of(moment(HALF_SPENT, List.of()), tenPercent(Terms.PLAIN), WITHIN, OPEN);

    assertThat(((Explanation.Weighed) explanation).formula())
        .isEqualTo(new Over(new Minus(eac, baseline), baseline));
  }

  /** 25 percent where 10 are tolerated: 15 beyond, which is one whole tolerance and a half. */
  @Test
  void aBreachIsComparedByMultiplicationAndCountedInWholeTolerances() {
    var explanation =
        (Explanation.Weighed)
            Explaining.of(moment(HALF_SPENT, List.of()), tenPercent(Terms.PLAIN), WITHIN, OPEN);

    Comparison comparison = explanation.comparisons().getFirst();
    assertThat(comparison.left()).isEqualTo(BigInteger.valueOf(250_000_000));
    assertThat(comparison.right()).isEqualTo(BigInteger.valueOf(100_000_000));
    assertThat(comparison.isWithin()).isFalse();
    assertThat(explanation.steps())
        .isEqualTo(
            new Comparison.Steps(
                BigInteger.valueOf(150_000_000), BigInteger.valueOf(100_000_000), 2));
  }

  @Test
  void whatIsWithinSaysHowFarTheLimitIs() {
    Figures dearer = new Figures(null, null, null, null, null, 1_040L, null, Map.of());

    var explanation =
        (Explanation.Weighed)
            Explaining.of(moment(dearer, List.of()), tenPercent(Terms.PLAIN), WITHIN, WITHIN);

    assertThat(explanation.isWithin()).isTrue();
    assertThat(explanation.steps()).isNull();
    // 60 per thousand are left, that is 6 percent: 60,000 ten-thousandths over 1,000.
    assertThat(explanation.comparisons().getFirst().apart())
        .isEqualTo(BigInteger.valueOf(60_000_000));
    assertThat(explanation.routes()).containsExactly(new Route.Stays(Route.Why.WITHIN));
  }

  @Test
  void aMeasureWithoutValueNamesTheFigureThatIsMissing() {
    Figures nothingSpent = new Figures(null, 400L, null, null, null, null, null, Map.of());

    var explanation =
        (Explanation.NotMeasurable)
            Explaining.of(
                moment(nothingSpent, List.of()),
                tolerance(Measure.CPI, ToleranceUnit.RATIO, 9_000, Terms.PLAIN),
                WITHIN,
                WITHIN);

    assertThat(explanation.reason()).isEqualTo(NotYet.NOT_REPORTED);
    assertThat(explanation.formula().missing())
        .containsExactly(new Figure(FigureName.AC, null, new Quantity.Unknown()));
  }

  @Test
  void anExceptionThatHysteresisKeepsOpenSaysWhereItWouldClear() {
    Figures nearly = new Figures(null, null, null, null, null, 1_090L, null, Map.of());
    Terms clearing = new Terms(null, 80_000L, null, 1, 0, 0, 0, null, null, null);
    var kept =
        new Outcome.Suppressed(
            "school", "cost", "school~cost~1", Outcome.Suppression.HYSTERESIS, 1, ON, ON, null);

    var explanation =
        (Explanation.Weighed)
            Explaining.of(moment(nearly, List.of(kept)), tenPercent(clearing), OPEN, OPEN);

    assertThat(requireNonNull(explanation.clearing()).isWithin()).isFalse();
    assertThat(explanation.routes()).containsExactly(new Route.HeldBack(kept));
  }

  @Test
  void anOpenExceptionThatHasNotMovedByAWholeToleranceGoesNowhere() {
    var explanation =
        Explaining.of(moment(HALF_SPENT, List.of()), tenPercent(Terms.PLAIN), OPEN, OPEN);

    assertThat(explanation.routes()).containsExactly(new Route.Stays(Route.Why.NO_WHOLE_TOLERANCE));
  }

  @Test
  void aToleranceThatDoesNotStandOnTheDaySaysFromOrUntilWhen() {
    LocalDate begins = ON.plusDays(1);
    LocalDate ended = ON.minusDays(1);
    Moment moment = moment(HALF_SPENT, List.of());

    var later =
        Explaining.notInForce(
            moment, tenPercent(new Terms(null, null, null, 1, 0, 0, 0, begins, null, null)), ON);
    var over =
        Explaining.notInForce(
            moment, tenPercent(new Terms(null, null, null, 1, 0, 0, 0, null, ended, null)), ON);

    assertThat(requireNonNull(later).begins()).isEqualTo(begins);
    assertThat(requireNonNull(over).ended()).isEqualTo(ended);
    assertThat(Explaining.notInForce(moment, tenPercent(Terms.PLAIN), ON)).isNull();
  }

  @Test
  void aSilenceIsCountedFromTheDataDateToTheDayOfTheTick() {
    Moment moment =
        new Moment(
            "school",
            Level.PROJECT,
            new Basis.OfProject(HALF_SPENT, PROMISED, PROMISED, ON, List.of()),
            ON.plusDays(75),
            List.of());

    var explanation =
        (Explanation.Weighed)
            Explaining.of(
                moment,
                tolerance(Measure.SILENCE, ToleranceUnit.DAYS, 700_000, Terms.PLAIN),
                WITHIN,
                OPEN);

    assertThat(explanation.reading().value()).isEqualTo(new Fraction(75, 1));
    assertThat(explanation.formula())
        .isEqualTo(
            new Days(
                new Figure(FigureName.DATA_DATE, null, new Quantity.Day(ON)),
                new Figure(FigureName.TODAY, null, new Quantity.Day(ON.plusDays(75)))));
  }

  @Test
  void aProgramIsExplainedByTheSumsOfItsProjects() {
    Rollup below =
        new Rollup(2, 2, 0, 0, 0, 900, 1_000, 0, 0, Map.of(Measure.CPI, new Fraction(900, 1_000)));

    var explanation =
        (Explanation.Weighed)
            Explaining.of(
                new Moment("program", Level.PROGRAM, new Basis.OfParent(below), null, List.of()),
                tolerance(Measure.CPI, ToleranceUnit.RATIO, 9_500, Terms.PLAIN),
                WITHIN,
                WITHIN);

    assertThat(explanation.formula())
        .isEqualTo(
            new Over(
                amount(FigureName.NUMERATORS_BELOW, 900),
                amount(FigureName.DENOMINATORS_BELOW, 1_000)));
  }

  @Test
  void aProgramWhoseFiguresAreHeldBackSaysWhichUsedUpMostOfItsDeadband() {
    Rollup below =
        new Rollup(2, 2, 0, 0, 0, 900, 1_000, 0, 0, Map.of(Measure.CPI, new Fraction(900, 1_000)));
    var heldBack =
        new Outcome.ContributionHeldBack(
            "program",
            "portfolio",
            new Deadband.Movement("acMinor", new Fraction(40, 1), new Fraction(50, 1)),
            ON.minusMonths(1),
            ON);
    var ofAnother =
        new Outcome.ContributionHeldBack("other", "portfolio", heldBack.furthest(), ON, ON);

    var explanation =
        Explaining.of(
            new Moment(
                "program",
                Level.PROGRAM,
                new Basis.OfParent(below),
                null,
                List.of(ofAnother, heldBack)),
            tolerance(Measure.CPI, ToleranceUnit.RATIO, 9_500, Terms.PLAIN),
            WITHIN,
            WITHIN);

    assertThat(explanation.routes())
        .containsExactly(new Route.Stays(Route.Why.WITHIN), new Route.FiguresHeldBack(heldBack));
  }

  @Test
  void whatTheDeadbandAndTheBudgetHoldBackIsNamedForEveryNodeOfAnInput() {
    var heldBack =
        new Outcome.ContributionHeldBack(
            "program",
            "portfolio",
            new Deadband.Movement("acMinor", new Fraction(40, 1), new Fraction(50, 1)),
            ON,
            ON);
    var given = new Outcome.BudgetGivenOn("program", GivenOn.nothing(Measure.CV));
    var exceeded =
        new Outcome.BudgetExceeded(
            "school",
            "program",
            Measure.CPI,
            null,
            ToleranceUnit.RATIO,
            Direction.AT_LEAST,
            null,
            9_500);
    Room held = new Room(-5_000_000L, null);

    var restraints =
        Explaining.restraints(
            List.of(new Outcome.Registered("program"), heldBack, given, exceeded),
            (programId, key) ->
                programId.equals("program") && key.equals(BudgetKey.ofAmount(Measure.CV))
                    ? held
                    : null);

    assertThat(restraints)
        .containsExactly(
            new Restraint.Deadband(heldBack),
            new Restraint.Given(given, held),
            new Restraint.Exceeded(exceeded));
    assertThat(restraints.stream().map(Restraint::nodeId))
        .containsExactly("program", "program", "school");
  }
}
