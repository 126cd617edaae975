package org.plimsoll.core.measure;

import java.math.BigInteger;

/**
 * An exact value: the quotient is never computed to decide anything.
 *
 * @param numerator in the measure's unit
 * @param denominator above zero
 */
public record Fraction(long numerator, long denominator) implements Comparable<Fraction> {
  /**
   * What does not fit two longs even in its lowest terms is rounded half up to this part of a unit.
   */
  private static final BigInteger FINEST = BigInteger.valueOf(1_000_000_000);

  private static final int LONG_BITS = 63;

  public Fraction {
    if (denominator <= 0) {
      throw new IllegalArgumentException("denominator: " + denominator + " - expected above 0");
    }
  }

  /** By value, exactly; 1/2 and 2/4 are not equal and compare as 0. */
  @Override
  public int compareTo(Fraction other) {
    return compareProducts(numerator, other.denominator, other.numerator, denominator);
  }

  /** Compares a x b with c x d exactly, in 128 bits and without allocation. */
  public static int compareProducts(long a, long b, long c, long d) {
    long highLeft = Math.multiplyHigh(a, b);
    long highRight = Math.multiplyHigh(c, d);
    return highLeft == highRight
        ? Long.compareUnsigned(a * b, c * d)
        : Long.compare(highLeft, highRight);
  }

  /**
   * The fraction in its lowest terms. Where these do not fit two longs, it is rounded half up to
   * whole billionths.
   *
   * @param denominator above zero
   * @throws ArithmeticException when even that exceeds a long, beyond 9.2 billion
   */
  static Fraction of(BigInteger numerator, BigInteger denominator) {
    BigInteger common = numerator.gcd(denominator);
    BigInteger n = numerator.divide(common);
    BigInteger d = denominator.divide(common);
    return n.bitLength() <= LONG_BITS && d.bitLength() <= LONG_BITS
        ? new Fraction(n.longValueExact(), d.longValueExact())
        : new Fraction(halfUp(n.multiply(FINEST), d).longValueExact(), FINEST.longValueExact());
  }

  /** The quotient rounded half up to a whole number; the denominator is above zero. */
  static BigInteger halfUp(BigInteger numerator, BigInteger denominator) {
    return floor(numerator.shiftLeft(1).add(denominator), denominator.shiftLeft(1));
  }

  /** The greatest whole number that is no more than the quotient. */
  private static BigInteger floor(BigInteger numerator, BigInteger denominator) {
    BigInteger[] quotient = numerator.divideAndRemainder(denominator);
    return quotient[1].signum() < 0 ? quotient[0].subtract(BigInteger.ONE) : quotient[0];
  }
}
