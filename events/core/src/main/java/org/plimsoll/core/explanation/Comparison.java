package org.plimsoll.core.explanation;

import java.math.BigInteger;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A value held against a limit by multiplication, so that nothing is rounded: the value is within
 * when {@link #left} and {@link #right} lie as the allowed side says, and also when they are equal.
 *
 * @param value what is compared: the measure, or of a limit in minor units its numerator
 * @param scale the factor that brings the value into ten-thousandths of the limit's unit
 * @param limitTenThousandths the limit times 10,000
 */
public record Comparison(Fraction value, long scale, Direction allowed, long limitTenThousandths) {

  static Comparison of(Tolerance tolerance, Fraction value, Direction allowed, long limit) {
    return new Comparison(tolerance.inUnit(value), tolerance.scale(), allowed, limit);
  }

  /** Numerator x scale. */
  public BigInteger left() {
    return BigInteger.valueOf(value.numerator()).multiply(BigInteger.valueOf(scale));
  }

  /** Limit x denominator. */
  public BigInteger right() {
    return BigInteger.valueOf(limitTenThousandths)
        .multiply(BigInteger.valueOf(value.denominator()));
  }

  /** Whether the value lies on the allowed side. */
  public boolean isWithin() {
    int side = left().compareTo(right());
    return switch (allowed) {
      case AT_MOST -> side <= 0;
      case AT_LEAST -> side >= 0;
    };
  }

  /** How far both sides are apart; over the value's denominator these are ten-thousandths. */
  public BigInteger apart() {
    return left().subtract(right()).abs();
  }

  /**
   * How many whole tolerances lie beyond the limit.
   *
   * @param apart how far the value is beyond the limit, times its denominator
   * @param wholeTolerance the distance from no deviation to the limit, times the same; 0 where the
   *     limit leaves no room, and then there is only step 1
   * @param step apart / wholeTolerance without its fraction, and 1
   */
  public record Steps(BigInteger apart, BigInteger wholeTolerance, int step) {}

  Steps steps(Tolerance tolerance, Fraction measured) {
    BigInteger width =
        BigInteger.valueOf(limitTenThousandths - tolerance.untouchedTenThousandths()).abs();
    return new Steps(
        apart(),
        width.multiply(BigInteger.valueOf(value.denominator())),
        tolerance.stepOf(measured));
  }
}
