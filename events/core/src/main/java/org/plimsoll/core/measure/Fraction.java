package org.plimsoll.core.measure;

/**
 * An exact value: the quotient is never computed to decide anything.
 *
 * @param numerator in the measure's unit
 * @param denominator above zero
 */
public record Fraction(long numerator, long denominator) {
  public Fraction {
    if (denominator <= 0) {
      throw new IllegalArgumentException("denominator: " + denominator + " - expected above 0");
    }
  }

  /**
   * The mediant: the value of both wholes taken together.
   *
   * @throws ArithmeticException when a sum exceeds a long
   */
  Fraction plus(Fraction other) {
    return new Fraction(
        Math.addExact(numerator, other.numerator), Math.addExact(denominator, other.denominator));
  }
}
