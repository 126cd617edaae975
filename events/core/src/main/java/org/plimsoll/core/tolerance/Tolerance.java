package org.plimsoll.core.tolerance;

import java.math.BigInteger;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Trend;

/**
 * How far one measure of one node may deviate before the level that granted it must know.
 *
 * @param toleranceId names it within its node
 * @param version 1 for the first grant; a later grant replaces an earlier one, and its version is
 *     greater than that of every one that stands or waits
 * @param indicatorId which indicator, for a measure {@link Measure#isOfIndicator of one}; otherwise
 *     null
 * @param breach the allowed side; a value that equals the limit is within tolerance
 * @param limitTenThousandths the limit times 10,000
 * @param terms how it is applied
 * @param grantedBy the node or body that granted it; null where nobody is named, which is the level
 *     above
 */
public record Tolerance(
    String toleranceId,
    int version,
    ToleranceKind kind,
    Measure measure,
    @Nullable String indicatorId,
    Direction breach,
    ToleranceUnit unit,
    long limitTenThousandths,
    Terms terms,
    @Nullable String grantedBy) {

  /** A tolerance that the level above grants. */
  public Tolerance(
      String toleranceId,
      int version,
      ToleranceKind kind,
      Measure measure,
      @Nullable String indicatorId,
      Direction breach,
      ToleranceUnit unit,
      long limitTenThousandths,
      Terms terms) {
    this(
        toleranceId,
        version,
        kind,
        measure,
        indicatorId,
        breach,
        unit,
        limitTenThousandths,
        terms,
        null);
  }

  /** A tolerance on plain terms. */
  public Tolerance(
      String toleranceId,
      int version,
      ToleranceKind kind,
      Measure measure,
      @Nullable String indicatorId,
      Direction breach,
      ToleranceUnit unit,
      long limitTenThousandths) {
    this(
        toleranceId,
        version,
        kind,
        measure,
        indicatorId,
        breach,
        unit,
        limitTenThousandths,
        Terms.PLAIN);
  }

  /** Limits lie within this, so that no comparison leaves 128 bits. */
  public static final long MAX_LIMIT_TEN_THOUSANDTHS = 1_000_000_000_000_000_000L;

  /** Steps are counted no further: by then the number says nothing more. */
  public static final int MAX_STEP = 1_000;

  private static final long TEN_THOUSAND = 10_000;

  /**
   * The same with a wider limit for a time, cleared at that limit and without amber.
   *
   * @param until last day on which it holds
   * @param by who grants it
   */
  public Tolerance until(LocalDate until, long granted, String by) {
    return new Tolerance(
        toleranceId,
        version,
        kind,
        measure,
        indicatorId,
        breach,
        unit,
        granted,
        new Terms(
            null,
            null,
            terms.otherSideTenThousandths(),
            terms.reportsBeyond(),
            terms.daysBeyond(),
            terms.holdAfterRaises(),
            terms.forecastDays(),
            null,
            until,
            terms.answerWithin()),
        by);
  }

  /** The same, granted by this node or body. */
  public Tolerance grantedBy(@Nullable String by) {
    return new Tolerance(
        toleranceId,
        version,
        kind,
        measure,
        indicatorId,
        breach,
        unit,
        limitTenThousandths,
        terms,
        by);
  }

  /** Whether another limit allows more than this one. */
  public boolean isNarrowerThan(long otherTenThousandths) {
    return switch (breach) {
      case AT_MOST -> otherTenThousandths > limitTenThousandths;
      case AT_LEAST -> otherTenThousandths < limitTenThousandths;
    };
  }

  /**
   * How many whole tolerances the value lies beyond the limit, counted from 1; 0 within tolerance.
   * A whole tolerance is the distance from the limit to where nothing deviates: 0 growth, 0 days, a
   * CPI of 1, 100 percent achieved or of the budget, 0 of any other amount. With a limit of +10
   * percent, 12 percent is step 1 and 25 percent is step 2. A limit that leaves no room has only
   * step 1. Of a band, the side that is crossed counts.
   */
  public int stepOf(Fraction value) {
    if (!isAllowed(value, breach, limitTenThousandths)) {
      return steps(value, limitTenThousandths);
    }
    Long otherSide = terms.otherSideTenThousandths();
    return otherSide == null || isAllowed(value, opposite(), otherSide)
        ? 0
        : steps(value, otherSide);
  }

  /**
   * Whether an open exception may clear at this value. Of a band, the other side clears at its
   * limit.
   */
  public boolean isClearedBy(Fraction value) {
    Long clear = terms.clearTenThousandths();
    return stepOf(value) == 0 && (clear == null || isAllowed(value, breach, clear));
  }

  /** Whether the value lies within tolerance and beyond the amber limit. */
  public boolean isAmber(Fraction value) {
    Long amber = terms.amberTenThousandths();
    return amber != null && stepOf(value) == 0 && !isAllowed(value, breach, amber);
  }

  /**
   * Whether the value lies within tolerance and has used at least this part of it, counted from
   * where nothing deviates; never of a limit that leaves no room.
   *
   * @param shareTenThousandths the part times 10,000
   */
  public boolean isNearlyUsedUpBy(Fraction value, long shareTenThousandths) {
    long untouched = untouchedTenThousandths();
    if (limitTenThousandths == untouched || stepOf(value) > 0) {
      return false;
    }
    Fraction compared = inUnit(value);
    long n = compared.numerator();
    long d = compared.denominator();
    long room = limitTenThousandths - untouched;
    if (isShort(n, scale()) && isShort(untouched, d) && isShort(room, shareTenThousandths)) {
      int side =
          Fraction.compareProducts(
              n * scale() - untouched * d, TEN_THOUSAND, room * shareTenThousandths, d);
      return switch (breach) {
        case AT_MOST -> side >= 0;
        case AT_LEAST -> side <= 0;
      };
    }
    BigInteger used =
        BigInteger.valueOf(compared.numerator())
            .multiply(BigInteger.valueOf(scale()))
            .subtract(
                BigInteger.valueOf(untouched).multiply(BigInteger.valueOf(compared.denominator())))
            .multiply(BigInteger.valueOf(TEN_THOUSAND));
    BigInteger share =
        BigInteger.valueOf(limitTenThousandths - untouched)
            .multiply(BigInteger.valueOf(shareTenThousandths))
            .multiply(BigInteger.valueOf(compared.denominator()));
    return switch (breach) {
      case AT_MOST -> used.compareTo(share) >= 0;
      case AT_LEAST -> used.compareTo(share) <= 0;
    };
  }

  private Direction opposite() {
    return switch (breach) {
      case AT_MOST -> Direction.AT_LEAST;
      case AT_LEAST -> Direction.AT_MOST;
    };
  }

  /** What a value is multiplied with to be compared with a limit times 10,000. */
  public long scale() {
    return switch (unit) {
      case PERCENT -> 100 * TEN_THOUSAND;
      case RATIO, DAYS, MINOR_UNITS -> TEN_THOUSAND;
    };
  }

  /** The value's part that a limit in this unit is compared with: an amount is its numerator. */
  public Fraction inUnit(Fraction value) {
    return unit == ToleranceUnit.MINOR_UNITS ? new Fraction(value.numerator(), 1) : value;
  }

  /**
   * The value as a trend draws it: rounded half up to a ten-thousandth of the unit, an amount to a
   * whole minor unit.
   */
  public long point(Fraction value) {
    Fraction compared = inUnit(value);
    long units = scale() / limitUnitsOfPoint();
    if (isShort(2 * units, compared.numerator()) && isShort(2, compared.denominator())) {
      long rounded =
          Math.floorDiv(
              2 * units * compared.numerator() + compared.denominator(),
              2 * compared.denominator());
      return Math.clamp(rounded, -Trend.MAX_VALUE, Trend.MAX_VALUE);
    }
    BigInteger twice =
        BigInteger.valueOf(compared.numerator())
            .multiply(BigInteger.valueOf(units))
            .shiftLeft(1)
            .add(BigInteger.valueOf(compared.denominator()));
    BigInteger[] rounded =
        twice.divideAndRemainder(BigInteger.valueOf(compared.denominator()).shiftLeft(1));
    BigInteger floor = rounded[1].signum() < 0 ? rounded[0].subtract(BigInteger.ONE) : rounded[0];
    BigInteger most = BigInteger.valueOf(Trend.MAX_VALUE);
    return floor.min(most).max(most.negate()).longValueExact();
  }

  /** How many units of a limit one unit of {@link #point} is. */
  public long limitUnitsOfPoint() {
    return unit == ToleranceUnit.MINOR_UNITS ? TEN_THOUSAND : 1;
  }

  /** The limit that a rising or a falling value comes to; null where none lies on that side. */
  @Nullable Long limitTowards(boolean rising) {
    return rising == (breach == Direction.AT_MOST)
        ? Long.valueOf(limitTenThousandths)
        : terms.otherSideTenThousandths();
  }

  private boolean isAllowed(Fraction value, Direction allowed, long limit) {
    Fraction compared = inUnit(value);
    int side =
        Fraction.compareProducts(compared.numerator(), scale(), limit, compared.denominator());
    return switch (allowed) {
      case AT_MOST -> side <= 0;
      case AT_LEAST -> side >= 0;
    };
  }

  private int steps(Fraction value, long limit) {
    long wide = Math.abs(limit - untouchedTenThousandths());
    if (wide == 0) {
      return 1;
    }
    Fraction compared = inUnit(value);
    long n = compared.numerator();
    if (isShort(n, scale())
        && isShort(limit, compared.denominator())
        && isShort(wide, compared.denominator())) {
      long far = Math.abs(n * scale() - limit * compared.denominator());
      return (int) Math.min(MAX_STEP, far / (wide * compared.denominator()) + 1);
    }
    BigInteger width = BigInteger.valueOf(wide);
    BigInteger d = BigInteger.valueOf(compared.denominator());
    BigInteger beyond =
        BigInteger.valueOf(compared.numerator())
            .multiply(BigInteger.valueOf(scale()))
            .subtract(BigInteger.valueOf(limit).multiply(d))
            .abs();
    return beyond
        .divide(width.multiply(d))
        .add(BigInteger.ONE)
        .min(BigInteger.valueOf(MAX_STEP))
        .intValueExact();
  }

  /** Whether a node that deviates in nothing is within it; what is earned has no such value. */
  public boolean allowsNoDeviation() {
    if (measure == Measure.EARNED_SCHEDULE) {
      return true;
    }
    long untouched = untouchedTenThousandths();
    return switch (breach) {
      case AT_MOST -> untouched <= limitTenThousandths;
      case AT_LEAST -> untouched >= limitTenThousandths;
    };
  }

  /** Where nothing deviates, in the unit of the limit, times 10,000. */
  public long untouchedTenThousandths() {
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
          RISK_EXPOSURE,
          SILENCE ->
          0;
      case CPI, SPI, TCPI_BAC, TCPI_EAC, SPI_T -> TEN_THOUSAND;
      case INDICATOR_ACHIEVEMENT -> 100 * TEN_THOUSAND;
      // The budget: as an amount it is the project's, and no tolerance knows it.
      case EAC_CPI, EAC_REMAINING_AT_BUDGET, EAC_CPI_SPI, EAC_BOTTOM_UP ->
          unit == ToleranceUnit.PERCENT ? 100 * TEN_THOUSAND : 0;
    };
  }

  /** Whether the product, and the sum of two such products, lies within a long. */
  private static boolean isShort(long a, long b) {
    return Long.numberOfLeadingZeros(Math.abs(a)) + Long.numberOfLeadingZeros(Math.abs(b))
        >= Long.SIZE + 2;
  }
}
