package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import org.plimsoll.core.measure.Fraction;

/** An exact quotient in its lowest terms; the denominator is above zero. */
record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {
  static final Ratio ZERO = of(0);

  Ratio {
    if (denominator.signum() < 0) {
      numerator = numerator.negate();
      denominator = denominator.negate();
    }
    BigInteger common = numerator.gcd(denominator);
    numerator = numerator.divide(common);
    denominator = denominator.divide(common);
  }

  static Ratio of(long whole) {
    return new Ratio(BigInteger.valueOf(whole), BigInteger.ONE);
  }

  static Ratio of(long numerator, long denominator) {
    return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  static Ratio of(Fraction fraction) {
    return of(fraction.numerator(), fraction.denominator());
  }

  Ratio plus(Ratio other) {
    return new Ratio(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Ratio minus(Ratio other) {
    return plus(other.times(of(-1)));
  }

  Ratio times(Ratio other) {
    return new Ratio(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  Ratio over(Ratio other) {
    return new Ratio(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Ratio distanceTo(Ratio other) {
    Ratio difference = minus(other);
    return difference.numerator.signum() < 0 ? difference.times(of(-1)) : difference;
  }

  boolean isZero() {
    return numerator.signum() == 0;
  }

  /** The greatest whole number that is no more. */
  BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** The least whole number that is no less. */
  BigInteger ceiling() {
    return times(of(-1)).floor().negate();
  }

  /** Rounded to a whole number, halves upward. */
  BigInteger halfUp() {
    return plus(of(1, 2)).floor();
  }

  Fraction fraction() {
    return new Fraction(numerator.longValueExact(), denominator.longValueExact());
  }

  @Override
  public int compareTo(Ratio other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }
}
