package org.plimsoll.policy;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * A number with its unit as it is written, exact to the last digit: {@code +10 %}, {@code 180
 * days}, {@code 0.90}, {@code 500 million KZT}.
 *
 * @param currency of an amount; otherwise null
 */
record Quantity(long tenThousandths, ToleranceUnit unit, @Nullable Currency currency) {
  static final String WRITTEN = "+10 %, 180 days, 0.90 or 500 million KZT, with a decimal point";

  private static final Pattern TEXT =
      Pattern.compile(
          "([+-]?\\d{1,15}(?:\\.\\d{1,10})?)\\s*"
              + "(?:(%|days?)|(?:(thousand|million|billion)\\s+)?([A-Z]{3}))?");

  /** Limits are held times 10,000. */
  private static final int PLACES = 4;

  /** Empty where it is not written so, or has more digits than can be held. */
  static Optional<Quantity> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    try {
      return Optional.of(
          matcher.group(4) == null
              ? new Quantity(
                  number.movePointRight(PLACES).longValueExact(), unit(matcher.group(2)), null)
              : amount(number, matcher.group(3), Currency.getInstance(matcher.group(4))));
    } catch (ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ToleranceUnit unit(@Nullable String text) {
    return text == null
        ? ToleranceUnit.RATIO
        : text.equals("%") ? ToleranceUnit.PERCENT : ToleranceUnit.DAYS;
  }

  /** An amount must be whole minor units. */
  private static Quantity amount(BigDecimal number, @Nullable String power, Currency currency) {
    int places =
        switch (power) {
          case null -> 0;
          case "thousand" -> 3;
          case "million" -> 6;
          default -> 9;
        };
    long minor =
        number
            .movePointRight(places + Math.max(0, currency.getDefaultFractionDigits()))
            .longValueExact();
    return new Quantity(
        BigDecimal.valueOf(minor).movePointRight(PLACES).longValueExact(),
        ToleranceUnit.MINOR_UNITS,
        currency);
  }

  /** Whether both count the same. */
  boolean countsAs(Quantity other) {
    return unit == other.unit && java.util.Objects.equals(currency, other.currency);
  }

  /** The smallest step in which a limit can be written. */
  long step() {
    return switch (unit) {
      case PERCENT, RATIO, DAYS -> 1;
      case MINOR_UNITS -> 10_000;
    };
  }

  /** Another number of the same unit. */
  Quantity with(long otherTenThousandths) {
    return new Quantity(otherTenThousandths, unit, currency);
  }

  /** As it is written. */
  String shown() {
    BigDecimal number = BigDecimal.valueOf(tenThousandths, PLACES);
    if (currency != null) {
      number = number.movePointLeft(Math.max(0, currency.getDefaultFractionDigits()));
    }
    String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    return switch (unit) {
      case PERCENT -> (number.signum() > 0 ? "+" : "") + plain + " %";
      case DAYS -> plain + " days";
      case RATIO -> plain;
      case MINOR_UNITS -> plain + " " + currency;
    };
  }
}
