package org.plimsoll.testkit.oracle;

import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** A value and the limits of one tolerance, both in the tolerance's unit. */
final class Limits {
  private static final long MOST_STEPS = 1_000;

  private Limits() {}

  /** The value in the unit of the limit. */
  static Ratio inUnit(Tolerance tolerance, Fraction value) {
    return switch (tolerance.unit()) {
      case PERCENT -> Ratio.of(value).times(Ratio.of(100));
      case RATIO, DAYS -> Ratio.of(value);
      case MINOR_UNITS -> Ratio.of(value.numerator());
    };
  }

  private static Ratio limit(long tenThousandths) {
    return Ratio.of(tenThousandths, 10_000);
  }

  private static Ratio limit(Tolerance tolerance) {
    return limit(tolerance.limitTenThousandths());
  }

  /** Where nothing deviates, in the unit of the limit. */
  static Ratio noDeviation(Measure measure, ToleranceUnit unit) {
    return switch (measure) {
      case CPI, SPI, SPI_T, TCPI_BAC, TCPI_EAC -> Ratio.of(1);
      case INDICATOR_ACHIEVEMENT -> Ratio.of(100);
      case EAC_CPI, EAC_REMAINING_AT_BUDGET, EAC_CPI_SPI, EAC_BOTTOM_UP ->
          Ratio.of(unit == ToleranceUnit.PERCENT ? 100 : 0);
      default -> Ratio.ZERO;
    };
  }

  private static boolean isBeyond(Direction allowed, Ratio value, Ratio limit) {
    return allowed == Direction.AT_MOST ? value.compareTo(limit) > 0 : value.compareTo(limit) < 0;
  }

  private static Direction opposite(Direction direction) {
    return direction == Direction.AT_MOST ? Direction.AT_LEAST : Direction.AT_MOST;
  }

  /** Whole tolerances beyond the limit, counted from 1; 0 within tolerance. */
  static int step(Tolerance tolerance, Fraction fraction) {
    Ratio value = inUnit(tolerance, fraction);
    if (isBeyond(tolerance.breach(), value, limit(tolerance))) {
      return step(tolerance, value, limit(tolerance));
    }
    Long other = tolerance.terms().otherSideTenThousandths();
    return other != null && isBeyond(opposite(tolerance.breach()), value, limit(other))
        ? step(tolerance, value, limit(other))
        : 0;
  }

  private static int step(Tolerance tolerance, Ratio value, Ratio limit) {
    Ratio origin = noDeviation(tolerance.measure(), tolerance.unit());
    Ratio whole = limit.distanceTo(origin);
    if (whole.isZero()) {
      return 1;
    }
    // Beyond the limit by less than a whole tolerance is the first step.
    Ratio further = value.distanceTo(limit).over(whole);
    return further.floor().min(java.math.BigInteger.valueOf(MOST_STEPS - 1)).intValueExact() + 1;
  }

  /** Whether an open exception may clear at this value. */
  static boolean clears(Tolerance tolerance, Fraction fraction) {
    @Nullable Long clear = tolerance.terms().clearTenThousandths();
    Ratio value = inUnit(tolerance, fraction);
    return step(tolerance, fraction) == 0
        && (clear == null || !isBeyond(tolerance.breach(), value, limit(clear)));
  }

  /** Whether it is within tolerance and beyond the amber limit. */
  static boolean isAmber(Tolerance tolerance, Fraction fraction) {
    Long amber = tolerance.terms().amberTenThousandths();
    return amber != null
        && step(tolerance, fraction) == 0
        && isBeyond(tolerance.breach(), inUnit(tolerance, fraction), limit(amber));
  }

  /**
   * The part of the tolerance that is used, from where nothing deviates to the limit; none beyond
   * the limit, nor of a limit that leaves no room.
   */
  static Ratio usedUp(Tolerance tolerance, Fraction fraction) {
    Ratio origin = noDeviation(tolerance.measure(), tolerance.unit());
    Ratio whole = limit(tolerance).minus(origin);
    return whole.isZero() || !Units.hasOrigin(tolerance.measure()) || step(tolerance, fraction) > 0
        ? Ratio.ZERO
        : inUnit(tolerance, fraction).minus(origin).over(whole);
  }

  /** A value as a signal shows it beside a limit: a share as such, and of an amount all of it. */
  static Ratio shown(Tolerance tolerance, Fraction value) {
    return inUnit(tolerance, value).over(shownUnit(tolerance));
  }

  /** A limit as a signal shows it. */
  static Ratio shown(Tolerance tolerance, long tenThousandths) {
    return limit(tenThousandths).over(shownUnit(tolerance));
  }

  private static Ratio shownUnit(Tolerance tolerance) {
    return Ratio.of(tolerance.unit() == ToleranceUnit.PERCENT ? 100 : 1);
  }

  /** Whether a limit allows more than that of the tolerance. */
  static boolean isWider(Tolerance tolerance, long tenThousandths) {
    return isBeyond(tolerance.breach(), limit(tenThousandths), limit(tolerance));
  }
}
