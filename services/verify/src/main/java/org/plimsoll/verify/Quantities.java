package org.plimsoll.verify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** How money, values and limits read. A currency is an ISO 4217 code, null where none is known. */
public final class Quantities {
  /** Of a limit, and of what has no end, such as 1/3. */
  private static final int PLACES = 4;

  /** Amounts over a budget that screens show as a share of it; the others are shown as money. */
  private static final Set<Measure> SHARES =
      Set.of(Measure.COST_GROWTH_ORIGINAL, Measure.COST_GROWTH_CURRENT, Measure.VAC);

  private Quantities() {}

  /** An amount in minor units as it is written in its currency. */
  public static String money(long minor, @Nullable String currency) {
    if (currency == null) {
      return "%,d minor units".formatted(minor);
    }
    int digits;
    try {
      digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      digits = 2;
    }
    return String.format(Locale.ROOT, "%,." + digits + "f", BigDecimal.valueOf(minor, digits))
        + " "
        + currency;
  }

  /** Which values a tolerance lets pass: {@code at most 10 %}. */
  public static String allowed(Tolerance tolerance, @Nullable String currency) {
    return (tolerance.breach() == Direction.AT_MOST ? "at most " : "at least ")
        + quantity(
            BigDecimal.valueOf(tolerance.limitTenThousandths(), PLACES),
            tolerance.unit(),
            currency);
  }

  /** A value in a unit, rounded to the nearest. */
  public static String value(Fraction value, ToleranceUnit unit, @Nullable String currency) {
    return value(value, unit, RoundingMode.HALF_UP, currency);
  }

  /**
   * A value beside its tolerance. What is beyond a limit is rounded away from it, so that it never
   * reads as within.
   */
  public static String value(Fraction value, Tolerance tolerance, @Nullable String currency) {
    RoundingMode away =
        tolerance.breach() == Direction.AT_MOST ? RoundingMode.CEILING : RoundingMode.FLOOR;
    return value(value, tolerance.unit(), away, currency);
  }

  private static String value(
      Fraction value, ToleranceUnit unit, RoundingMode rounding, @Nullable String currency) {
    BigDecimal numerator = BigDecimal.valueOf(value.numerator());
    BigDecimal denominator = BigDecimal.valueOf(value.denominator());
    BigDecimal number =
        switch (unit) {
          case PERCENT -> numerator.movePointRight(2).divide(denominator, PLACES, rounding);
          case RATIO, DAYS -> numerator.divide(denominator, PLACES, rounding);
          case MINOR_UNITS -> numerator;
        };
    return quantity(number, unit, currency);
  }

  private static String quantity(BigDecimal number, ToleranceUnit unit, @Nullable String currency) {
    return switch (unit) {
      case PERCENT -> plain(number) + " %";
      case RATIO -> plain(number);
      case DAYS -> plain(number) + (number.compareTo(BigDecimal.ONE) == 0 ? " day" : " days");
      case MINOR_UNITS -> money(number.longValue(), currency);
    };
  }

  /** Of ten thousandths, in which limits and indicators are kept, the number. */
  public static String plain(long tenThousandths) {
    return plain(BigDecimal.valueOf(tenThousandths, PLACES));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** The unit in which screens show a measure that no tolerance is on. */
  public static ToleranceUnit unit(Measure measure) {
    return SHARES.contains(measure)
        ? ToleranceUnit.PERCENT
        : Arrays.stream(ToleranceUnit.values())
            .filter(unit -> unit.fits(measure))
            .reduce((_, last) -> last)
            .orElseThrow();
  }
}
