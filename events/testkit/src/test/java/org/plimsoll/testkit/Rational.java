package org.plimsoll.testkit;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.plimsoll.core.explanation.Comparison;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.Expression;
import org.plimsoll.core.explanation.Quantity;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * A formula computed as it is written, deliberately without a word of the engine's own arithmetic:
 * days count from the first of 1970, and every step is a quotient of two whole numbers in lowest
 * terms.
 */
record Rational(BigInteger n, BigInteger d) {
  static Rational of(BigInteger n, BigInteger d) {
    if (d.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    BigInteger common = n.gcd(d).max(BigInteger.ONE);
    BigInteger sign = BigInteger.valueOf(d.signum());
    return new Rational(n.divide(common).multiply(sign), d.divide(common).multiply(sign));
  }

  static Rational of(long value) {
    return of(BigInteger.valueOf(value), BigInteger.ONE);
  }

  static Rational of(Fraction value) {
    return of(BigInteger.valueOf(value.numerator()), BigInteger.valueOf(value.denominator()));
  }

  static Rational of(Expression expression) {
    return switch (expression) {
      case Expression.Figure(var _, var _, Quantity quantity) -> of(quantity);
      // The formula counts, and what it is said to give must be that.
      case Expression.Derived(var name, Expression from, Quantity said) -> {
        Rational value = of(from);
        if (!value.equals(of(said))) {
          throw new AssertionError(
              name + " is said to be " + said + ", but " + from + " = " + value);
        }
        yield value;
      }
      case Expression.Plus(var a, var b) -> of(a).plus(of(b));
      case Expression.Minus(var a, var b) -> of(a).minus(of(b));
      case Expression.Times(var a, var b) -> of(a).times(of(b));
      case Expression.Over(var a, var b) -> of(a).over(of(b));
      case Expression.Days(var from, var until) -> of(until).minus(of(from));
      case Expression.DayAfter(var day, var days) ->
          of(day).plus(of(of(days).ceiling(), BigInteger.ONE));
      case Expression.Rounded(var amount) ->
          of(of(amount).plus(of(BigInteger.ONE, BigInteger.TWO)).floor(), BigInteger.ONE);
      case Expression.Largest(var all) ->
          all.stream()
              .map(Rational::of)
              .max(Comparator.comparing(r -> r, Rational::compare))
              .orElseThrow();
    };
  }

  private static Rational of(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Minor(long amount) -> of(amount);
      case Quantity.Day(LocalDate day) -> of(ChronoUnit.DAYS.between(LocalDate.EPOCH, day));
      case Quantity.TenThousandths(long value) ->
          of(BigInteger.valueOf(value), BigInteger.valueOf(10_000));
      case Quantity.Ratio(Fraction value) -> of(value);
      case Quantity.Unknown _ -> throw new ArithmeticException("a figure is missing");
    };
  }

  static boolean canBeComputed(Expression expression) {
    try {
      of(expression);
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** Whether a value lies within all limits, in the tolerance's unit, by plain division. */
  static boolean isWithin(Rational value, Explanation.Weighed weighed) {
    ToleranceUnit unit = weighed.subject().tolerance().unit();
    for (Comparison comparison : weighed.comparisons()) {
      Rational shown =
          switch (unit) {
            case PERCENT -> value.times(of(100));
            case RATIO, DAYS -> value;
            case MINOR_UNITS -> of(comparison.value());
          };
      int side =
          compare(
              shown,
              of(BigInteger.valueOf(comparison.limitTenThousandths()), BigInteger.valueOf(10_000)));
      boolean within =
          switch (comparison.allowed()) {
            case AT_MOST -> side <= 0;
            case AT_LEAST -> side >= 0;
          };
      if (!within) {
        return false;
      }
    }
    return true;
  }

  /** Counted up one by one. */
  static int step(Comparison.Steps steps) {
    int step = 1;
    BigInteger reached = steps.wholeTolerance();
    while (steps.wholeTolerance().signum() > 0
        && reached.compareTo(steps.apart()) <= 0
        && step < 1_000) {
      step++;
      reached = reached.add(steps.wholeTolerance());
    }
    return step;
  }

  private static int compare(Rational a, Rational b) {
    return a.minus(b).n.signum();
  }

  private Rational plus(Rational other) {
    return of(n.multiply(other.d).add(other.n.multiply(d)), d.multiply(other.d));
  }

  private Rational minus(Rational other) {
    return of(n.multiply(other.d).subtract(other.n.multiply(d)), d.multiply(other.d));
  }

  private Rational times(Rational other) {
    return of(n.multiply(other.n), d.multiply(other.d));
  }

  private Rational over(Rational other) {
    return of(n.multiply(other.d), d.multiply(other.n));
  }

  private BigInteger floor() {
    BigInteger[] parts = n.divideAndRemainder(d);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private BigInteger ceiling() {
    return of(n.negate(), d).floor().negate();
  }
}
