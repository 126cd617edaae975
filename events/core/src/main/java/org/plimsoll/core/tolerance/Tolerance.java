package org.plimsoll.core.tolerance;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;

/**
 * How far one measure of one node may deviate before the level that granted it must know.
 *
 * @param toleranceId names it within its node
 * @param version 1 for the first grant; a later grant replaces an earlier one
 * @param indicatorId which indicator, for a measure {@link Measure#isOfIndicator of one}; otherwise
 *     null
 * @param breach the allowed side; a value that equals the limit is within tolerance
 * @param limitTenThousandths the limit times 10,000
 */
public record Tolerance(
    String toleranceId,
    int version,
    ToleranceKind kind,
    Measure measure,
    @Nullable String indicatorId,
    Direction breach,
    ToleranceUnit unit,
    long limitTenThousandths) {

  /** Limits lie within this, so that no comparison leaves 128 bits. */
  public static final long MAX_LIMIT_TEN_THOUSANDTHS = 1_000_000_000_000_000_000L;

  /** Steps are counted no further: by then the number says nothing more. */
  public static final int MAX_STEP = 1_000;

  private static final long TEN_THOUSAND = 10_000;

  /**
   * How many whole tolerances the value lies beyond the limit, counted from 1; 0 within tolerance.
   * A whole tolerance is the distance from the limit to where nothing deviates: 0 growth, 0 days, a
   * CPI of 1, 100 percent achieved or of the budget, 0 of any other amount. With a limit of +10
   * percent, 12 percent is step 1 and 25 percent is step 2. A limit that leaves no room has only
   * step 1.
   */
  public int stepOf(Fraction value) {
    long scale =
        switch (unit) {
          case PERCENT -> 100 * TEN_THOUSAND;
          case RATIO, DAYS, MINOR_UNITS -> TEN_THOUSAND;
        };
    long denominator = unit == ToleranceUnit.MINOR_UNITS ? 1 : value.denominator();
    int side = compareProducts(value.numerator(), scale, limitTenThousandths, denominator);
    boolean within =
        switch (breach) {
          case AT_MOST -> side <= 0;
          case AT_LEAST -> side >= 0;
        };
    return within ? 0 : steps(value.numerator(), scale, denominator);
  }

  private int steps(long numerator, long scale, long denominator) {
    BigInteger width = BigInteger.valueOf(limitTenThousandths - untouchedTenThousandths()).abs();
    if (width.signum() == 0) {
      return 1;
    }
    BigInteger d = BigInteger.valueOf(denominator);
    BigInteger beyond =
        BigInteger.valueOf(numerator)
            .multiply(BigInteger.valueOf(scale))
            .subtract(BigInteger.valueOf(limitTenThousandths).multiply(d))
            .abs();
    return beyond
        .divide(width.multiply(d))
        .add(BigInteger.ONE)
        .min(BigInteger.valueOf(MAX_STEP))
        .intValueExact();
  }

  /** Where nothing deviates, in the unit of the limit. */
  private long untouchedTenThousandths() {
    return switch (measure) {
      case COST_GROWTH_ORIGINAL,
          COST_GROWTH_CURRENT,
          VAC,
          FINISH_SLIP_ORIGINAL,
          FINISH_SLIP_CURRENT,
          CV,
          SV,
          ETC,
          EARNED_SCHEDULE,
          SV_T,
          PROJECTED_SLIP_ORIGINAL,
          PROJECTED_SLIP_CURRENT,
          MILESTONE_SLIP,
          INDICATOR_TREND,
          RISK_EXPOSURE ->
          0;
      case CPI, SPI, TCPI_BAC, TCPI_EAC, SPI_T -> TEN_THOUSAND;
      case INDICATOR_ACHIEVEMENT -> 100 * TEN_THOUSAND;
      // The budget: as an amount it is the project's, and no tolerance knows it.
      case EAC_CPI, EAC_REMAINING_AT_BUDGET, EAC_CPI_SPI, EAC_BOTTOM_UP ->
          unit == ToleranceUnit.PERCENT ? 100 * TEN_THOUSAND : 0;
    };
  }

  /** Compares a x b with c x d exactly, in 128 bits and without allocation. */
  static int compareProducts(long a, long b, long c, long d) {
    long highLeft = Math.multiplyHigh(a, b);
    long highRight = Math.multiplyHigh(c, d);
    return highLeft == highRight
        ? Long.compareUnsigned(a * b, c * d)
        : Long.compare(highLeft, highRight);
  }
}
