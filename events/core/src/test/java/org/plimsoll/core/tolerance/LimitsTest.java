package org.plimsoll.core.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;

/** On which side of a limit a value lies, and in which unit. */
class LimitsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  private static Tolerance tolerance(
      Measure measure, Direction breach, ToleranceUnit unit, long limit, Terms terms) {
    return new Tolerance("t", 1, ToleranceKind.COST, measure, null, breach, unit, limit, terms);
  }

  private static Terms terms(@Nullable Long amber, @Nullable Long clear, @Nullable Long otherSide) {
    return new Terms(amber, clear, otherSide, 2, 3, 4, 0, DAY, DAY.plusDays(9), null);
  }

  /** At most 10 percent growth, or at least -20. */
  private static final Tolerance GROWTH =
      tolerance(
          Measure.COST_GROWTH_ORIGINAL,
          Direction.AT_MOST,
          ToleranceUnit.PERCENT,
          100_000,
          terms(50_000L, 80_000L, -200_000L));

  /** A CPI of at least 0.9 and at most 1.2. */
  private static final Tolerance INDEX =
      tolerance(
          Measure.CPI,
          Direction.AT_LEAST,
          ToleranceUnit.RATIO,
          9_000,
          terms(9_500L, 9_200L, 12_000L));

  @Test
  void theOtherSideOfABandIsSteppedFromNoDeviationToo() {
    assertThat(GROWTH.stepOf(new Fraction(-20, 100))).isZero();
    assertThat(GROWTH.stepOf(new Fraction(-21, 100))).isEqualTo(1);
    assertThat(GROWTH.stepOf(new Fraction(-40, 100))).isEqualTo(2);
    assertThat(INDEX.stepOf(new Fraction(120, 100))).isZero();
    assertThat(INDEX.stepOf(new Fraction(121, 100))).isEqualTo(1);
    assertThat(INDEX.stepOf(new Fraction(160, 100))).isEqualTo(3);
  }

  @Test
  void stepsAreCountedUpToAThousand() {
    assertThat(GROWTH.stepOf(new Fraction(9_999, 100))).isEqualTo(999);
    assertThat(GROWTH.stepOf(new Fraction(10_000, 100))).isEqualTo(1_000);
    assertThat(GROWTH.stepOf(new Fraction(99_999, 100))).isEqualTo(1_000);
  }

  @Test
  void anExceptionMayClearWithinTheLimitToClearAlone() {
    assertThat(GROWTH.isClearedBy(new Fraction(8, 100))).isTrue();
    assertThat(GROWTH.isClearedBy(new Fraction(9, 100))).isFalse();
    assertThat(GROWTH.isClearedBy(new Fraction(-20, 100))).isTrue();
    assertThat(GROWTH.isClearedBy(new Fraction(-21, 100))).isFalse();
    assertThat(INDEX.isClearedBy(new Fraction(92, 100))).isTrue();
    assertThat(INDEX.isClearedBy(new Fraction(91, 100))).isFalse();
  }

  @Test
  void attentionBeginsBeyondAmberAndEndsAtTheLimit() {
    assertThat(GROWTH.isAmber(new Fraction(5, 100))).isFalse();
    assertThat(GROWTH.isAmber(new Fraction(6, 100))).isTrue();
    assertThat(GROWTH.isAmber(new Fraction(10, 100))).isTrue();
    assertThat(GROWTH.isAmber(new Fraction(11, 100))).isFalse();
    assertThat(INDEX.isAmber(new Fraction(94, 100))).isTrue();
    assertThat(INDEX.isAmber(new Fraction(95, 100))).isFalse();
    assertThat(
            tolerance(Measure.CPI, Direction.AT_LEAST, ToleranceUnit.RATIO, 9_000, Terms.PLAIN)
                .isAmber(new Fraction(9, 10)))
        .isFalse();
  }

  @Test
  void withoutALimitToClearItClearsAtTheLimit() {
    Tolerance plain =
        tolerance(
            Measure.COST_GROWTH_ORIGINAL,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            100_000,
            Terms.PLAIN);

    assertThat(plain.isClearedBy(new Fraction(10, 100))).isTrue();
    assertThat(plain.isClearedBy(new Fraction(11, 100))).isFalse();
  }

  @Test
  void aWiderLimitForATimeKeepsHowItIsAppliedAndBeginsAtOnce() {
    Tolerance granted = GROWTH.until(DAY.plusDays(30), 250_000, "program");

    assertThat(granted)
        .isEqualTo(
            tolerance(
                    Measure.COST_GROWTH_ORIGINAL,
                    Direction.AT_MOST,
                    ToleranceUnit.PERCENT,
                    250_000,
                    new Terms(null, null, -200_000L, 2, 3, 4, 0, null, DAY.plusDays(30), null))
                .grantedBy("program"));
  }

  @Test
  void oneLimitAllowsMoreThanAnother() {
    assertThat(GROWTH.isNarrowerThan(100_001)).isTrue();
    assertThat(GROWTH.isNarrowerThan(100_000)).isFalse();
    assertThat(INDEX.isNarrowerThan(8_999)).isTrue();
    assertThat(INDEX.isNarrowerThan(9_000)).isFalse();
  }

  @Test
  void aToleranceIsInForceFromItsFirstDayThroughItsLast() {
    Terms terms = terms(null, null, null);

    assertThat(terms.hasBegunOn(DAY.minusDays(1))).isFalse();
    assertThat(terms.hasBegunOn(DAY)).isTrue();
    assertThat(terms.hasEndedOn(DAY.plusDays(9))).isFalse();
    assertThat(terms.hasEndedOn(DAY.plusDays(10))).isTrue();
    assertThat(Terms.PLAIN.hasBegunOn(LocalDate.MIN)).isTrue();
    assertThat(Terms.PLAIN.hasEndedOn(LocalDate.MAX)).isFalse();
  }

  /** By what each measure is said to be: an amount, an index, days, or a part of a target. */
  @ParameterizedTest
  @EnumSource(Measure.class)
  void aMeasureIsHeldToLimitsInItsOwnUnits(Measure measure) {
    Set<ToleranceUnit> fitting = EnumSet.noneOf(ToleranceUnit.class);
    for (ToleranceUnit unit : ToleranceUnit.values()) {
      if (unit.fits(measure)) {
        fitting.add(unit);
      }
    }

    assertThat(fitting)
        .isEqualTo(
            switch (measure) {
              case CPI, SPI, TCPI_BAC, TCPI_EAC, EARNED_SCHEDULE, SV_T, SPI_T ->
                  EnumSet.of(ToleranceUnit.RATIO);
              case INDICATOR_ACHIEVEMENT, INDICATOR_TREND -> EnumSet.of(ToleranceUnit.PERCENT);
              case FINISH_SLIP_ORIGINAL,
                  FINISH_SLIP_CURRENT,
                  PROJECTED_SLIP_ORIGINAL,
                  PROJECTED_SLIP_CURRENT,
                  MILESTONE_SLIP,
                  SILENCE ->
                  EnumSet.of(ToleranceUnit.DAYS);
              default -> EnumSet.of(ToleranceUnit.PERCENT, ToleranceUnit.MINOR_UNITS);
            });
  }

  @Test
  void noDeviationIsTheWholeBudgetInPercentAndUnknownAsAnAmount() {
    assertThat(estimate(ToleranceUnit.PERCENT).untouchedTenThousandths()).isEqualTo(1_000_000);
    assertThat(estimate(ToleranceUnit.MINOR_UNITS).untouchedTenThousandths()).isZero();
    assertThat(GROWTH.untouchedTenThousandths()).isZero();
    assertThat(INDEX.untouchedTenThousandths()).isEqualTo(10_000);
  }

  private static Tolerance estimate(ToleranceUnit unit) {
    return tolerance(Measure.EAC_CPI, Direction.AT_MOST, unit, 2_000_000, Terms.PLAIN);
  }

  @Test
  void aLimitIsOnTheSideThatNoDeviationKeeps() {
    assertThat(GROWTH.allowsNoDeviation()).isTrue();
    assertThat(INDEX.allowsNoDeviation()).isTrue();
    assertThat(atMost(0).allowsNoDeviation()).isTrue();
    assertThat(atMost(-1).allowsNoDeviation()).isFalse();
    assertThat(atLeast(10_000).allowsNoDeviation()).isTrue();
    assertThat(atLeast(10_001).allowsNoDeviation()).isFalse();
  }

  private static Tolerance atMost(long limit) {
    return tolerance(
        Measure.COST_GROWTH_ORIGINAL, Direction.AT_MOST, ToleranceUnit.PERCENT, limit, Terms.PLAIN);
  }

  private static Tolerance atLeast(long limit) {
    return tolerance(Measure.CPI, Direction.AT_LEAST, ToleranceUnit.RATIO, limit, Terms.PLAIN);
  }

  @Test
  void anyEarnedScheduleMayBeAskedFor() {
    assertThat(
            tolerance(
                    Measure.EARNED_SCHEDULE,
                    Direction.AT_LEAST,
                    ToleranceUnit.RATIO,
                    50_000,
                    Terms.PLAIN)
                .allowsNoDeviation())
        .isTrue();
  }

  @Test
  void aValueIsComparedInTheUnitOfItsLimit() {
    assertThat(GROWTH.scale()).isEqualTo(1_000_000);
    assertThat(INDEX.scale()).isEqualTo(10_000);
    assertThat(GROWTH.inUnit(new Fraction(3, 7))).isEqualTo(new Fraction(3, 7));
    assertThat(estimate(ToleranceUnit.MINOR_UNITS).inUnit(new Fraction(3, 7)))
        .isEqualTo(new Fraction(3, 1));
  }

  @Test
  void aLimitIsNearlyUsedUpFromTheShareOnUntilItIsCrossed() {
    long share = 9_500;

    assertThat(GROWTH.isNearlyUsedUpBy(new Fraction(95, 1_000), share)).isTrue();
    assertThat(GROWTH.isNearlyUsedUpBy(new Fraction(949, 10_000), share)).isFalse();
    assertThat(GROWTH.isNearlyUsedUpBy(new Fraction(101, 1_000), share)).isFalse();
    assertThat(INDEX.isNearlyUsedUpBy(new Fraction(905, 1_000), share)).isTrue();
    assertThat(INDEX.isNearlyUsedUpBy(new Fraction(906, 1_000), share)).isFalse();
    assertThat(INDEX.isNearlyUsedUpBy(new Fraction(899, 1_000), share)).isFalse();
    Tolerance noRoom =
        tolerance(
            Measure.COST_GROWTH_ORIGINAL,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            0,
            terms(null, null, null));
    assertThat(noRoom.isNearlyUsedUpBy(new Fraction(0, 1), share)).isFalse();
  }

  /** Denominators of whole budgets, whose products no long holds. */
  @Test
  void largeAmountsAreHeldAgainstLimitsAsSmallOnesAre() {
    long whole = 1_000_000_000_000_000_000L;
    long part = whole / 10_000;

    assertThat(GROWTH.isNearlyUsedUpBy(new Fraction(950 * part, whole), 9_500)).isTrue();
    assertThat(GROWTH.isNearlyUsedUpBy(new Fraction(950 * part - 1, whole), 9_500)).isFalse();
    assertThat(INDEX.isNearlyUsedUpBy(new Fraction(9_050 * part, whole), 9_500)).isTrue();
    assertThat(INDEX.isNearlyUsedUpBy(new Fraction(9_050 * part + 1, whole), 9_500)).isFalse();
    assertThat(GROWTH.stepOf(new Fraction(2_500 * part, whole))).isEqualTo(2);
    assertThat(GROWTH.point(new Fraction(-2 * (whole / 3), whole - 1))).isEqualTo(-666_667);
    assertThat(GROWTH.point(new Fraction(-(whole / 3), whole - 1))).isEqualTo(-333_333);
    assertThat(GROWTH.point(new Fraction(whole / 3, whole - 1))).isEqualTo(333_333);
  }

  /** One and a half ten-thousandths, in numbers that two longs do not hold. */
  @Test
  void aPointThatLiesHalfWayIsRoundedUp() {
    assertThat(INDEX.point(new Fraction(3L << 46, 20_000L << 46))).isEqualTo(2);
    assertThat(INDEX.point(new Fraction(-(3L << 46), 20_000L << 46))).isEqualTo(-1);
  }
}
