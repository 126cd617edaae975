package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.BudgetExceeded;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** The tolerance budget, by examples. */
class BudgetTest {
  private static final String PORTFOLIO = "plan";
  private static final String PROGRAM = "roads";
  private static final String BRIDGE = "bridge";
  private static final String TUNNEL = "tunnel";
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  private final Fold fold = new Fold();
  private long sequence;

  BudgetTest() {
    facts(PROGRAM, Level.PROGRAM, PORTFOLIO);
    facts(BRIDGE, Level.PROJECT, PROGRAM);
    facts(TUNNEL, Level.PROJECT, PROGRAM);
  }

  @Test
  void aProjectMayNotHaveMoreThanItsProgram() {
    grant(PROGRAM, PORTFOLIO, percent(10));

    Refusal refusal = refused(grant(BRIDGE, PROGRAM, percent(15)));

    assertThat(refusal)
        .isEqualTo(
            new Refusal(
                Reason.BEYOND_BUDGET,
                "limitTenThousandths",
                "15 %",
                "at most 10 %, what roads holds of COST_GROWTH_ORIGINAL; its portfolio may grant"
                    + " more"));
  }

  @Test
  void aProjectMayHaveAsMuchAsItsProgram() {
    grant(PROGRAM, PORTFOLIO, percent(10));

    assertThat(accepted(grant(BRIDGE, PROGRAM, percent(10)))).isTrue();
  }

  @Test
  void anIndexMayNotFallBelowItsPrograms() {
    grant(PROGRAM, PORTFOLIO, cpi(9_000));

    Refusal refusal = refused(grant(BRIDGE, PROGRAM, cpi(8_525)));

    assertThat(refusal.value()).isEqualTo("0.8525");
    assertThat(refusal.expected()).startsWith("no less than 0.9, what roads holds of CPI");
  }

  @Test
  void aBandMustFitOnBothSides() {
    grant(PROGRAM, PORTFOLIO, band(10, -20));

    Refusal refusal = refused(grant(BRIDGE, PROGRAM, band(10, -25)));

    assertThat(refusal.field()).isEqualTo("otherSideTenThousandths");
    assertThat(refusal.value()).isEqualTo("-25 %");
    assertThat(refusal.expected()).startsWith("no less than -20 %");
    assertThat(refused(grant(BRIDGE, PROGRAM, percent(10))).value()).isEqualTo("no limit");
    assertThat(accepted(grant(BRIDGE, PROGRAM, band(5, -5)))).isTrue();
  }

  @Test
  void theNarrowestOfSeveralTolerancesOnAMeasureSaysHowFarAProjectMayGo() {
    grant(PROGRAM, PORTFOLIO, named("significant", 1, 15));
    grant(PROGRAM, PORTFOLIO, named("critical", 1, 25));

    assertThat(accepted(grant(BRIDGE, PROGRAM, named("significant", 1, 15)))).isTrue();
    assertThat(accepted(grant(BRIDGE, PROGRAM, named("critical", 1, 25)))).isTrue();
    assertThat(refused(grant(BRIDGE, PROGRAM, named("significant", 2, 26))).value())
        .isEqualTo("25 %");
  }

  @Test
  void whatThePortfolioGrantsItselfIsNotBoundByTheProgramsBudget() {
    grant(PROGRAM, PORTFOLIO, percent(10));

    assertThat(accepted(grant(BRIDGE, PORTFOLIO, percent(15)))).isTrue();
  }

  @Test
  void aLawCountsAsTheLevelAbove() {
    grant(PROGRAM, PORTFOLIO, percent(10));

    assertThat(refused(grant(BRIDGE, "Budget Code", percent(15))).reason())
        .isEqualTo(Reason.BEYOND_BUDGET);
    assertThat(accepted(grant(BRIDGE, "Budget Code", percent(9)))).isTrue();
  }

  @Test
  void whereTheProgramHoldsNothingOnAMeasureNothingBinds() {
    grant(PROGRAM, PORTFOLIO, cpi(9_000));

    assertThat(accepted(grant(BRIDGE, PROGRAM, percent(80)))).isTrue();
  }

  @Test
  void aToleranceForATimeInAnotherUnitBindsInItsOwnUnitAlone() {
    grant(PROGRAM, PORTFOLIO, riskPercent(10));
    grant(PROGRAM, PORTFOLIO, until(amount(2, 500_000), DAY));

    assertThat(refused(grant(BRIDGE, PROGRAM, amount(1, 500_001))).expected())
        .startsWith("at most 500000 minor units");
    assertThat(accepted(grant(BRIDGE, PROGRAM, amount(1, 500_000)))).isTrue();
    assertThat(refused(grant(TUNNEL, PROGRAM, riskPercent(11))).expected())
        .startsWith("at most 10 %");

    tick(DAY.plusDays(1));

    assertThat(accepted(grant(TUNNEL, PROGRAM, amount(1, 900_000)))).isTrue();
  }

  @Test
  void aSmallAmountForATimeDoesNotNarrowAShare() {
    grant(PROGRAM, PORTFOLIO, riskPercent(10));
    grant(PROGRAM, PORTFOLIO, until(amount(2, 5), DAY));

    assertThat(accepted(grant(BRIDGE, PROGRAM, riskPercent(10)))).isTrue();
  }

  @Test
  void nobodyGrantsToItself() {
    Refusal refusal = refused(grant(BRIDGE, BRIDGE, percent(15)));

    assertThat(refusal.reason()).isEqualTo(Reason.NOT_ACCOUNTABLE);
    assertThat(refusal.field()).isEqualTo("grantedBy");
    assertThat(refused(grant(PROGRAM, PROGRAM, percent(15))).reason())
        .isEqualTo(Reason.NOT_ACCOUNTABLE);
  }

  @Test
  void aPortfolioGrantsItsOwn() {
    facts(PORTFOLIO, Level.PORTFOLIO, null);

    assertThat(refused(grant(PORTFOLIO, PROGRAM, percent(15))).reason())
        .isEqualTo(Reason.NOT_ACCOUNTABLE);
    assertThat(accepted(grant(PORTFOLIO, PORTFOLIO, percent(15)))).isTrue();
  }

  @Test
  void aNodeThatIsNotAboveGrantsNothing() {
    assertThat(refused(grant(BRIDGE, TUNNEL, percent(15))).expected())
        .isEqualTo("a node above bridge, or a body that is no node");
    assertThat(refused(grant(PROGRAM, BRIDGE, percent(15))).reason())
        .isEqualTo(Reason.NOT_ACCOUNTABLE);
  }

  @Test
  void amountsOfAllProjectsTogetherMustFit() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PROGRAM, amount(1, 400_000));

    Refusal refusal = refused(grant(TUNNEL, PROGRAM, amount(1, 200_000)));

    assertThat(refusal.value()).isEqualTo("400000 given on + 200000 = 600000 minor units");
    assertThat(refusal.expected())
        .startsWith("at most 500000 minor units, what roads holds of RISK_EXPOSURE");
    assertThat(accepted(grant(TUNNEL, PROGRAM, amount(1, 100_000)))).isTrue();
  }

  @Test
  void aLaterVersionTakesThePlaceOfTheEarlierOneInTheSum() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PROGRAM, amount(1, 400_000));
    grant(BRIDGE, PROGRAM, amount(2, 100_000));

    assertThat(accepted(grant(TUNNEL, PROGRAM, amount(1, 400_000)))).isTrue();
    assertThat(givenOn()).isEqualTo(BigInteger.valueOf(5_000_000_000L));
  }

  @Test
  void whatThePortfolioGrantsItselfDoesNotCountInTheSum() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PORTFOLIO, amount(1, 900_000));

    assertThat(accepted(grant(TUNNEL, PROGRAM, amount(1, 500_000)))).isTrue();
  }

  @Test
  void theSumOfTheGreatestAmountsIsExact() {
    long most = Tolerance.MAX_LIMIT_TEN_THOUSANDTHS;
    for (int i = 0; i < 12; i++) {
      facts("p" + i, Level.PROJECT, PROGRAM);
      grant("p" + i, PROGRAM, amount(1, most / 10_000));
    }

    assertThat(givenOn()).isEqualTo(BigInteger.valueOf(most).multiply(BigInteger.valueOf(12)));
    assertThat(of(BudgetExceeded.class, grant(PROGRAM, PORTFOLIO, amount(1, most / 10_000))))
        .hasSize(1);
  }

  @Test
  void aSumOfLowerEndsMustFitToo() {
    grant(PROGRAM, PORTFOLIO, varianceAtLeast(-100));
    grant(BRIDGE, PROGRAM, varianceAtLeast(-70));

    assertThat(refused(grant(TUNNEL, PROGRAM, varianceAtLeast(-31))).value())
        .isEqualTo("-70 given on + -31 = -101 minor units");
    assertThat(accepted(grant(TUNNEL, PROGRAM, varianceAtLeast(-30)))).isTrue();
  }

  @Test
  void aToleranceThatWaitsForItsFirstDayCounts() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PROGRAM, amount(1, 100_000));

    grant(BRIDGE, PROGRAM, from(amount(2, 450_000), DAY.plusDays(30)));

    assertThat(refused(grant(TUNNEL, PROGRAM, amount(1, 60_000))).value())
        .isEqualTo("450000 given on + 60000 = 510000 minor units");
  }

  @Test
  void whatAToleranceForATimeTookIsFreeWhenItsLastDayIsOver() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PROGRAM, amount(1, 100_000));
    grant(BRIDGE, PROGRAM, until(amount(2, 450_000), DAY));
    assertThat(accepted(grant(TUNNEL, PROGRAM, amount(1, 60_000)))).isFalse();

    tick(DAY.plusDays(1));

    assertThat(accepted(grant(TUNNEL, PROGRAM, amount(1, 400_000)))).isTrue();
  }

  @Test
  void thePortfolioMayAlwaysGrantLessAndWhatNoLongerFitsIsNamed() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PROGRAM, amount(1, 300_000));
    grant(TUNNEL, PROGRAM, amount(1, 200_000));

    List<Outcome> outcomes = grant(PROGRAM, PORTFOLIO, amount(2, 350_000));

    assertThat(accepted(outcomes)).isTrue();
    assertThat(of(BudgetExceeded.class, outcomes))
        .containsExactly(
            new BudgetExceeded(
                PROGRAM,
                PROGRAM,
                Measure.RISK_EXPOSURE,
                null,
                ToleranceUnit.MINOR_UNITS,
                Direction.AT_MOST,
                BigInteger.valueOf(5_000_000_000L),
                3_500_000_000L));
  }

  @Test
  void aProjectWhoseToleranceNoLongerFitsIsNamedOnceWithTheNextTick() {
    grant(PROGRAM, PORTFOLIO, percent(10));
    grant(BRIDGE, PROGRAM, percent(8));
    grant(PROGRAM, PORTFOLIO, named("cost", 2, 5));

    assertThat(of(BudgetExceeded.class, tick(DAY)))
        .containsExactly(
            new BudgetExceeded(
                BRIDGE,
                PROGRAM,
                Measure.COST_GROWTH_ORIGINAL,
                null,
                ToleranceUnit.PERCENT,
                Direction.AT_MOST,
                BigInteger.valueOf(80_000),
                50_000));
    assertThat(of(BudgetExceeded.class, tick(DAY.plusDays(1)))).isEmpty();

    grant(BRIDGE, PROGRAM, named("cost", 2, 5));
    assertThat(((Known) fold.standing(BRIDGE)).oversight().beyondBudget()).isEmpty();
  }

  @Test
  void givingBackIsNeverRefused() {
    grant(PROGRAM, PORTFOLIO, amount(1, 500_000));
    grant(BRIDGE, PROGRAM, amount(1, 300_000));
    grant(TUNNEL, PROGRAM, amount(1, 200_000));
    grant(PROGRAM, PORTFOLIO, amount(2, 100_000));

    assertThat(accepted(grant(BRIDGE, PROGRAM, amount(2, 150_000)))).isTrue();
    assertThat(accepted(grant(BRIDGE, PROGRAM, amount(3, 150_001)))).isFalse();
  }

  @Test
  void aDecisionOfTheProgramMustFitAndOneOfThePortfolioMayGoBeyond() {
    grant(PROGRAM, PORTFOLIO, percent(10));
    grant(BRIDGE, PROGRAM, percent(5));
    status(BRIDGE, 1_300);

    Refusal refusal = refused(decision(null, 150_000));
    assertThat(refusal.reason()).isEqualTo(Reason.BEYOND_BUDGET);
    assertThat(refusal.value()).isEqualTo("15 %");
    assertThat(refused(decision(PROGRAM, 150_000)).expected()).startsWith("at most 10 %");
    assertThat(accepted(decision(null, 90_000))).isTrue();
    assertThat(accepted(decision(PORTFOLIO, 150_000))).isTrue();
  }

  @Test
  void openEndsReachBeyondEveryLimit() {
    assertThat(new Room(null, 5L).isWithin(new Room(0L, 5L))).isFalse();
    assertThat(new Room(0L, 5L).isWithin(new Room(null, 5L))).isTrue();
    assertThat(new Room(1L, null).isWithin(new Room(0L, 5L))).isFalse();
    assertThat(new Room(0L, 5L).and(new Room(null, 3L))).isEqualTo(new Room(0L, 3L));
    assertThat(new Room(0L, 5L).or(new Room(null, 3L))).isEqualTo(new Room(null, 5L));
  }

  @Test
  void nothingFitsBesideAPartWithoutALimit() {
    grant(BRIDGE, PROGRAM, varianceAtLeast(-70));
    grant(PROGRAM, PORTFOLIO, from(bandOfVariance(-100, 100), null));

    assertThat(refused(grant(TUNNEL, PROGRAM, bandOfVariance(-10, 10))).value())
        .isEqualTo("10 minor units, and 1 given on without a limit");
    assertThat(GivenOn.nothing(Measure.VAC).isWithin(new Room(0L, 0L))).isTrue();
  }

  private List<Outcome> facts(String nodeId, Level level, @Nullable String parentId) {
    return fold.next(
        new Input.FactsStated(
            next(),
            "facts-" + nodeId,
            new Facts(
                nodeId,
                level,
                parentId,
                level == Level.PROJECT ? "agency" : null,
                "person",
                "KZT",
                false,
                level == Level.PROJECT ? new Baseline(1_000L, DAY) : Baseline.NONE,
                List.of()),
            null));
  }

  private List<Outcome> grant(String nodeId, String by, Tolerance tolerance) {
    Position at = next();
    return fold.next(
        new Input.ToleranceGranted(
            at, "grant-" + at.sequence(), nodeId, tolerance, by, null, false));
  }

  private void status(String projectId, long forecast) {
    Position at = next();
    fold.next(
        new Input.StatusChanged(
            at,
            new StatusChange(
                "status-" + at.sequence(),
                "test",
                projectId,
                DAY,
                "KZT",
                new Figures(null, null, null, null, null, forecast, null, java.util.Map.of()),
                null,
                List.of(),
                null,
                null),
            new Origin("agency", DAY, PROGRAM, true, "sha")));
  }

  private List<Outcome> decision(@Nullable String as, long limit) {
    Position at = next();
    return fold.next(
        new Input.Decided(
            at,
            "decision-" + at.sequence(),
            BRIDGE,
            new Input.Choice.GrantTolerance(BRIDGE + "~cost~1", limit, DAY.plusDays(60)),
            "person",
            as,
            DAY,
            null,
            null));
  }

  private List<Outcome> tick(LocalDate day) {
    return fold.next(new Input.Ticked(next(), "", day.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  private Position next() {
    return new Position(Level.PROGRAM, 0, ++sequence);
  }

  private BigInteger givenOn() {
    Known program = (Known) fold.standing(PROGRAM);
    return program.oversight().givenOn(Measure.RISK_EXPOSURE).most().sumTenThousandths();
  }

  private static Tolerance percent(long percent) {
    return named("cost", 1, percent);
  }

  private static Tolerance named(String id, int version, long percent) {
    return tolerance(
        id,
        version,
        Measure.COST_GROWTH_ORIGINAL,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        percent * 10_000,
        Terms.PLAIN);
  }

  private static Tolerance band(long percent, long otherSide) {
    return tolerance(
        "cost",
        1,
        Measure.COST_GROWTH_ORIGINAL,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        percent * 10_000,
        otherSide(otherSide));
  }

  private static Terms otherSide(long otherSide) {
    return new Terms(null, null, otherSide * 10_000, 1, 0, 0, 0, null, null, null);
  }

  private static Tolerance cpi(long limit) {
    return tolerance(
        "cpi", 1, Measure.CPI, Direction.AT_LEAST, ToleranceUnit.RATIO, limit, Terms.PLAIN);
  }

  private static Tolerance amount(int version, long minor) {
    return tolerance(
        "risk",
        version,
        Measure.RISK_EXPOSURE,
        Direction.AT_MOST,
        ToleranceUnit.MINOR_UNITS,
        minor * 10_000,
        Terms.PLAIN);
  }

  private static Tolerance riskPercent(long percent) {
    return tolerance(
        "risk",
        1,
        Measure.RISK_EXPOSURE,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        percent * 10_000,
        Terms.PLAIN);
  }

  private static Tolerance varianceAtLeast(long minor) {
    return tolerance(
        "vac",
        1,
        Measure.VAC,
        Direction.AT_LEAST,
        ToleranceUnit.MINOR_UNITS,
        minor * 10_000,
        Terms.PLAIN);
  }

  private static Tolerance bandOfVariance(long least, long most) {
    return tolerance(
        "vac",
        1,
        Measure.VAC,
        Direction.AT_LEAST,
        ToleranceUnit.MINOR_UNITS,
        least * 10_000,
        otherSide(most));
  }

  private static Tolerance from(Tolerance t, @Nullable LocalDate day) {
    return dated(t, day, null);
  }

  private static Tolerance until(Tolerance t, LocalDate day) {
    return dated(t, null, day);
  }

  private static Tolerance dated(Tolerance t, @Nullable LocalDate from, @Nullable LocalDate until) {
    return tolerance(
        t.toleranceId(),
        t.version(),
        t.measure(),
        t.breach(),
        t.unit(),
        t.limitTenThousandths(),
        new Terms(null, null, t.terms().otherSideTenThousandths(), 1, 0, 0, 0, from, until, null));
  }

  private static Tolerance tolerance(
      String id,
      int version,
      Measure measure,
      Direction breach,
      ToleranceUnit unit,
      long limit,
      Terms terms) {
    return new Tolerance(
        id, version, ToleranceKind.COST, measure, null, breach, unit, limit, terms);
  }

  private static boolean accepted(List<Outcome> outcomes) {
    return outcomes.stream().noneMatch(Outcome.Refused.class::isInstance);
  }

  private static Refusal refused(List<Outcome> outcomes) {
    return of(Outcome.Refused.class, outcomes).getFirst().refusal();
  }

  private static <T extends Outcome> List<T> of(Class<T> type, List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .map(Objects::requireNonNull)
        .toList();
  }

  @Test
  void whatIsGivenOnIsHeldByMeasureAndNotAtAllWhereNoProjectHoldsAny() {
    Room room = new Room(1L, 2L);
    GivenOn variance = GivenOn.nothing(Measure.VAC).exchange(null, room);
    GivenOn risk = GivenOn.nothing(Measure.RISK_EXPOSURE).exchange(null, room);
    List<GivenOn> inOrder =
        Measure.VAC.compareTo(Measure.RISK_EXPOSURE) < 0
            ? List.of(variance, risk)
            : List.of(risk, variance);

    assertThat(Oversight.NONE.giving(variance).giving(risk).givenOn()).isEqualTo(inOrder);
    assertThat(Oversight.NONE.giving(risk).giving(variance).givenOn()).isEqualTo(inOrder);
    assertThat(Oversight.NONE.giving(risk).giving(risk.exchange(null, room)).givenOn())
        .containsExactly(risk.exchange(null, room));
    assertThat(Oversight.NONE.giving(risk).giving(GivenOn.nothing(Measure.RISK_EXPOSURE)).givenOn())
        .isEmpty();
  }

  @Test
  void anAmountThatBecomesAShareIsTakenBackFromWhatIsGivenOn() {
    grant(BRIDGE, PROGRAM, amount(1, 60));
    assertThat(givenOn()).isEqualTo(600_000);

    grant(
        BRIDGE,
        PROGRAM,
        tolerance(
            "risk",
            2,
            Measure.RISK_EXPOSURE,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            100_000,
            Terms.PLAIN));

    assertThat(givenOn()).isZero();
  }

  @Test
  void whatThePortfolioGrantsAProjectItselfIsNotGivenOn() {
    assertThat(of(Outcome.BudgetGivenOn.class, grant(BRIDGE, PORTFOLIO, amount(1, 60)))).isEmpty();
    assertThat(of(Outcome.BudgetGivenOn.class, grant(BRIDGE, PROGRAM, amount(2, 60)))).hasSize(1);
  }

  /** What it gives on to programs it may exceed: no portfolio's budget binds. */
  @Test
  void aProgramIsNotBoundByWhatItsPortfolioHoldsItself() {
    facts(PORTFOLIO, Level.PORTFOLIO, null);
    grant(PORTFOLIO, PORTFOLIO, percent(5));

    assertThat(accepted(grant(PROGRAM, PORTFOLIO, percent(10)))).isTrue();
  }

  /** It knows of no program that would hold less. */
  @Test
  void whereTheProgramIsNotKnownNothingBinds() {
    Verdict granted =
        Weighing.decide(
            fold.standing(BRIDGE),
            new Input.ToleranceGranted(next(), "grant-alone", BRIDGE, percent(15)));

    assertThat(accepted(granted.outcomes())).isTrue();
  }

  /** The bridge's own 20 percent were given on while 5 of another name stood beside them. */
  @Test
  void whatThePortfolioGrantsItselfIsTakenThoughTheRestOfTheProjectDoesNotFitAnyMore() {
    grant(PROGRAM, PORTFOLIO, named("critical", 1, 10));
    grant(BRIDGE, PROGRAM, named("significant", 1, 5));
    assertThat(accepted(grant(BRIDGE, PROGRAM, named("critical", 1, 20)))).isTrue();

    assertThat(accepted(grant(BRIDGE, PORTFOLIO, named("significant", 2, 8)))).isTrue();
  }

  @Test
  void aPortfolioThatIsKnownGrantsToAProjectOfItsPrograms() {
    facts(PORTFOLIO, Level.PORTFOLIO, null);

    assertThat(accepted(grant(BRIDGE, PORTFOLIO, percent(15)))).isTrue();
  }
}
