package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Numbers, amounts and days as people read them, in their language. All of it is exact decimal. */
@Component
class InWords {
  /** More digits than any figure on a screen needs; fractions such as 1/3 have no end. */
  private static final int EXACT_DIGITS = 10;

  private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private final MessageSource messages;

  InWords(MessageSource messages) {
    this.messages = messages;
  }

  String say(String key, Locale locale, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }

  /** The word for an enum symbol; the symbol itself when this version has no word for it. */
  String symbol(String kind, @Nullable String symbol, Locale locale) {
    if (symbol == null) {
      return "";
    }
    String word = messages.getMessage(kind + "." + symbol, null, symbol, locale);
    return word == null ? symbol : word;
  }

  /** A number of things with its noun in the right form, for example "5 days". */
  String count(String noun, long number, Locale locale) {
    return say(noun + "." + plural(number, locale), locale, integer(number, locale));
  }

  private static String plural(long number, Locale locale) {
    long n = Math.abs(number);
    return switch (locale.getLanguage()) {
      case "ru" ->
          n % 10 == 1 && n % 100 != 11
              ? "one"
              : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? "few" : "many";
      case "kk" -> "many";
      default -> n == 1 ? "one" : "many";
    };
  }

  String integer(long number, Locale locale) {
    return decimal(BigDecimal.valueOf(number), 0, 0, locale);
  }

  /** Rounded to at most so many places, with at least so many shown. */
  private static String decimal(BigDecimal value, int least, int most, Locale locale) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setRoundingMode(RoundingMode.HALF_UP);
    format.setMinimumFractionDigits(least);
    format.setMaximumFractionDigits(most);
    String text = format.format(value);
    // A rounded "-0" says nothing.
    return text.matches("[-\u2212]0([.,]0*)?") ? text.substring(1) : text;
  }

  /** What a fraction stands for in its unit: hundredths for PERCENT, the amount for MINOR_UNITS. */
  static BigDecimal value(long numerator, long denominator, String unit) {
    if (unit.equals("MINOR_UNITS")) {
      return BigDecimal.valueOf(numerator);
    }
    BigDecimal value =
        BigDecimal.valueOf(numerator)
            .divide(BigDecimal.valueOf(denominator), EXACT_DIGITS + 2, RoundingMode.HALF_UP);
    return unit.equals("PERCENT") ? value.movePointRight(2) : value;
  }

  static BigDecimal limit(long tenThousandths) {
    return BigDecimal.valueOf(tenThousandths).divide(TEN_THOUSAND);
  }

  /** A value in its unit, with at least the places that the unit usually has. */
  String quantity(
      BigDecimal value, String unit, @Nullable String currency, int morePlaces, Locale locale) {
    return switch (unit) {
      case "PERCENT" -> say("percent", locale, decimal(value, 1, 1 + morePlaces, locale));
      case "RATIO" -> decimal(value, 2, 2 + morePlaces, locale);
      case "DAYS" -> {
        BigDecimal days = value.setScale(morePlaces, RoundingMode.HALF_UP).stripTrailingZeros();
        yield days.scale() <= 0
            ? count("days", days.longValueExact(), locale)
            : say("days.many", locale, decimal(days, 1, morePlaces, locale));
      }
      case "MINOR_UNITS" -> money(value.longValue(), currency, locale);
      default -> decimal(value, 0, 4, locale);
    };
  }

  /** A fraction as text; a denominator of zero is not yet measurable. */
  String fraction(
      long numerator, long denominator, String unit, @Nullable String currency, Locale locale) {
    if (denominator == 0) {
      return say("notYet", locale);
    }
    return quantity(value(numerator, denominator, unit), unit, currency, 0, locale);
  }

  /**
   * Value and limit with so many places that they can be told apart: a breach of 10.04 percent must
   * not read as 10.0 percent where 10.0 percent is tolerated.
   */
  String[] toldApart(
      BigDecimal value, BigDecimal limit, String unit, @Nullable String currency, Locale locale) {
    String[] texts = new String[2];
    for (int more = 0; more <= 4; more++) {
      texts[0] = quantity(value, unit, currency, more, locale);
      texts[1] = quantity(limit, unit, currency, more, locale);
      if (!texts[0].equals(texts[1]) || value.compareTo(limit) == 0) {
        break;
      }
    }
    return texts;
  }

  /** A difference between two percentages. */
  String points(BigDecimal difference, Locale locale) {
    return say("points", locale, decimal(difference, 1, 1, locale));
  }

  /** An indicator's own number, for example 4.8 or 800. */
  String indicator(BigDecimal value, Locale locale) {
    return decimal(value, 0, 4, locale);
  }

  /** An amount in words, for example 760.0 million KZT. */
  String money(@Nullable Long minor, @Nullable String currency, Locale locale) {
    if (minor == null) {
      return say("notReported", locale);
    }
    BigDecimal amount = major(minor, currency);
    String code = symbol("currency", currency, locale);
    BigDecimal size = amount.abs();
    if (size.compareTo(BILLION) >= 0) {
      return say("money.billion", locale, decimal(amount.movePointLeft(9), 2, 2, locale), code);
    }
    if (size.compareTo(MILLION) >= 0) {
      return say("money.million", locale, decimal(amount.movePointLeft(6), 1, 1, locale), code);
    }
    return say("money.plain", locale, decimal(amount, 0, 0, locale), code);
  }

  /** An amount to its last minor unit. */
  String exactMoney(@Nullable Long minor, @Nullable String currency, Locale locale) {
    if (minor == null) {
      return say("notReported", locale);
    }
    BigDecimal amount = major(minor, currency);
    return say(
        "money.plain",
        locale,
        decimal(amount, amount.scale(), amount.scale(), locale),
        symbol("currency", currency, locale));
  }

  static BigDecimal major(long minor, @Nullable String currency) {
    return BigDecimal.valueOf(minor, minorDigits(currency));
  }

  private static int minorDigits(@Nullable String currency) {
    if (currency == null) {
      return 2;
    }
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }

  /** A day, for example 31 March 2020. */
  String day(@Nullable LocalDate day, Locale locale) {
    return day == null
        ? say("notReported", locale)
        : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
            .withLocale(locale.getLanguage().equals("en") ? Locale.UK : locale)
            .format(day);
  }

  /** A moment to the minute, in UTC. */
  String moment(@Nullable Instant moment, Locale locale) {
    if (moment == null) {
      return "";
    }
    var utc = moment.atOffset(ZoneOffset.UTC);
    return say(
        "moment",
        locale,
        day(utc.toLocalDate(), locale),
        DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).format(utc));
  }
}
