package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.beans.factory.annotation.Autowired;
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

  private static final Pattern TWO_STOPS =
      Pattern.compile("(?<=\\b[гп])\\.\\.(?!\\.)", Pattern.UNICODE_CHARACTER_CLASS);

  private final MessageSource messages;
  private final ZoneId zone;

  @Autowired
  InWords(MessageSource messages, LeadershipSettings settings) {
    this(messages, settings.zone());
  }

  /**
   * @param zone in whose time moments are read
   */
  InWords(MessageSource messages, ZoneId zone) {
    this.messages = messages;
    this.zone = zone;
  }

  String say(String key, Locale locale, Object... arguments) {
    return oneStop(messages.getMessage(key, arguments, locale));
  }

  /**
   * A Russian date and percentage points end with an abbreviation (г., п.), whose stop ends a
   * sentence as well. What an agency wrote keeps the dots that it has.
   */
  static String oneStop(String sentence) {
    return TWO_STOPS.matcher(sentence).replaceAll(".");
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
            : say("days.part", locale, decimal(days, 1, morePlaces, locale));
      }
      case "MINOR_UNITS" -> money(value, currency, morePlaces, locale);
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
   * How a value reads beside its limits.
   *
   * @param shown the value as it is printed
   * @param more how many places more than its unit usually has the value is given
   */
  record Beside(String value, List<String> limits, BigDecimal shown, int more) {
    String limit() {
      return limits.getFirst();
    }
  }

  /** More digits than the unit usually has, where a value is to be told from its limit. */
  private static final int MORE_PLACES = 4;

  /**
   * A value and the limits that it is printed beside, with so many places that each pair reads in
   * the order in which it stands: 0.8996 must not read as 0.90 where 0.90 is the least that is
   * allowed. Limits are exact, but for amounts of money. Beside one limit, what is left between the
   * two comes to what it reads as by itself. Where {@link #MORE_PLACES} more do not suffice, the
   * value is rounded away from the limit, which is exact by then; so what is beyond never reads as
   * within.
   */
  Beside beside(
      BigDecimal value,
      List<BigDecimal> limits,
      String unit,
      @Nullable String currency,
      Locale locale) {
    return beside(value, limits, List.of(), unit, currency, 0, locale);
  }

  private Beside beside(
      BigDecimal value,
      List<BigDecimal> limits,
      List<BigDecimal> borders,
      String unit,
      @Nullable String currency,
      int least,
      Locale locale) {
    for (int more = least; more <= MORE_PLACES; more++) {
      if (readsInOrder(value, limits, unit, currency, more)
          && readsInOrder(value, borders, unit, currency, more)
          && addsUp(value, limits, unit, currency, more)) {
        return beside(value, limits, unit, currency, more, locale);
      }
    }
    BigDecimal nearest = limits.getFirst();
    for (BigDecimal limit : Stream.concat(limits.stream(), borders.stream()).toList()) {
      if (value.compareTo(limit) != 0
          && rounded(value, unit, currency, MORE_PLACES)
                  .compareTo(shown(limit, unit, currency, MORE_PLACES))
              == 0) {
        nearest = limit;
      }
    }
    RoundingMode away = value.compareTo(nearest) < 0 ? RoundingMode.FLOOR : RoundingMode.CEILING;
    BigDecimal shown = value.setScale(places(value, unit, currency, MORE_PLACES), away);
    return beside(shown, limits, unit, currency, MORE_PLACES, locale);
  }

  private Beside beside(
      BigDecimal value,
      List<BigDecimal> limits,
      String unit,
      @Nullable String currency,
      int more,
      Locale locale) {
    return new Beside(
        quantity(value, unit, currency, more, locale),
        limits.stream()
            .map(limit ->
                quantity(limit, unit, currency, isExact(unit) ? MORE_PLACES : more, locale))
            .toList(),
        rounded(value, unit, currency, more),
        more);
  }

  /** A limit by itself, exact but for amounts of money. */
  String limit(BigDecimal limit, String unit, @Nullable String currency, Locale locale) {
    return quantity(limit, unit, currency, isExact(unit) ? MORE_PLACES : 0, locale);
  }

  /** Whether limits in this unit are printed with all their places. */
  private static boolean isExact(String unit) {
    return !unit.equals("MINOR_UNITS");
  }

  /** The same for one limit. */
  Beside beside(
      BigDecimal value, BigDecimal limit, String unit, @Nullable String currency, Locale locale) {
    return beside(value, List.of(limit), unit, currency, locale);
  }

  /**
   * The same where steps are counted: what is less than so many whole tolerances beyond the limit
   * does not read as these.
   *
   * @param whole a whole tolerance; 0 where the limit leaves no room for steps
   */
  Beside beside(
      BigDecimal value,
      BigDecimal limit,
      BigDecimal whole,
      String unit,
      @Nullable String currency,
      Locale locale) {
    BigDecimal apart = value.subtract(limit);
    List<BigDecimal> borders =
        whole.signum() == 0
            ? List.of()
            : List.of(limit.add(apart.divide(whole, 0, RoundingMode.HALF_UP).multiply(whole)));
    return beside(value, List.of(limit), borders, unit, currency, 0, locale);
  }

  private static boolean readsInOrder(
      BigDecimal value, List<BigDecimal> limits, String unit, @Nullable String currency, int more) {
    BigDecimal shown = rounded(value, unit, currency, more);
    return limits.stream()
        .allMatch(
            limit -> shown.compareTo(shown(limit, unit, currency, more)) == value.compareTo(limit));
  }

  /** Whether the value less its one limit, as they are printed, is what that is printed as. */
  private static boolean addsUp(
      BigDecimal value, List<BigDecimal> limits, String unit, @Nullable String currency, int more) {
    if (limits.size() != 1 || !isExact(unit)) {
      return true;
    }
    BigDecimal limit = limits.getFirst();
    BigDecimal apart = rounded(value, unit, currency, more).subtract(limit).abs();
    return apart.compareTo(rounded(value.subtract(limit).abs(), unit, currency, more)) == 0;
  }

  private static BigDecimal shown(
      BigDecimal limit, String unit, @Nullable String currency, int more) {
    return isExact(unit) ? limit : rounded(limit, unit, currency, more);
  }

  /** The number that a reader is shown. */
  private static BigDecimal rounded(
      BigDecimal value, String unit, @Nullable String currency, int more) {
    return value.setScale(places(value, unit, currency, more), RoundingMode.HALF_UP);
  }

  /** Places that are shown of a value in its unit; below zero where whole tens are rounded. */
  private static int places(BigDecimal value, String unit, @Nullable String currency, int more) {
    return switch (unit) {
      case "PERCENT" -> 1 + more;
      case "RATIO" -> 2 + more;
      case "DAYS" -> more;
      case "MINOR_UNITS" -> {
        int digits = minorDigits(currency);
        BigDecimal size = value.movePointLeft(digits).abs();
        // An amount has no places below its minor unit.
        yield size.compareTo(BILLION) >= 0
            ? Math.min(0, 2 + more - 9 - digits)
            : size.compareTo(MILLION) >= 0
                ? Math.min(0, 1 + more - 6 - digits)
                : Math.min(0, more - digits);
      }
      default -> 4;
    };
  }

  /** A difference between two percentages. */
  String points(BigDecimal difference, Locale locale) {
    return points(difference, 0, locale);
  }

  private String points(BigDecimal difference, int least, Locale locale) {
    int more = Math.max(least, placesFromZero(difference));
    return say("points", locale, decimal(difference, 1, 1 + more, locale));
  }

  /** How far a value lies from its limit; where it lies apart, it does not read as nothing. */
  String apart(BigDecimal difference, String unit, @Nullable String currency, Locale locale) {
    return apart(difference, 0, unit, currency, locale);
  }

  /** The same as it follows from the two as they are printed, with as many places. */
  String apart(
      Beside texts,
      BigDecimal value,
      BigDecimal limit,
      String unit,
      @Nullable String currency,
      Locale locale) {
    BigDecimal difference = (isExact(unit) ? texts.shown() : value).subtract(limit).abs();
    return apart(difference, texts.more(), unit, currency, locale);
  }

  private String apart(
      BigDecimal difference, int least, String unit, @Nullable String currency, Locale locale) {
    return unit.equals("PERCENT")
        ? points(difference, least, locale)
        : beside(difference, List.of(BigDecimal.ZERO), List.of(), unit, currency, least, locale)
            .value();
  }

  private static int placesFromZero(BigDecimal difference) {
    int more = 0;
    while (more < MORE_PLACES
        && !readsInOrder(difference, List.of(BigDecimal.ZERO), "PERCENT", null, more)) {
      more++;
    }
    return more;
  }

  /** An indicator's own number, for example 4.8 or 800. */
  String indicator(BigDecimal value, Locale locale) {
    return decimal(value, 0, 4, locale);
  }

  /** An amount in words, for example 760.0 million KZT. */
  String money(@Nullable Long minor, @Nullable String currency, Locale locale) {
    return minor == null
        ? say("notReported", locale)
        : money(BigDecimal.valueOf(minor), currency, 0, locale);
  }

  private String money(BigDecimal minor, @Nullable String currency, int more, Locale locale) {
    int digits = minorDigits(currency);
    BigDecimal amount = minor.movePointLeft(digits);
    String code = symbol("currency", currency, locale);
    BigDecimal size = amount.abs();
    if (size.compareTo(BILLION) >= 0) {
      return say(
          "money.billion", locale, decimal(amount.movePointLeft(9), 2, 2 + more, locale), code);
    }
    if (size.compareTo(MILLION) >= 0) {
      return say(
          "money.million", locale, decimal(amount.movePointLeft(6), 1, 1 + more, locale), code);
    }
    return say("money.plain", locale, decimal(amount, 0, Math.min(more, digits), locale), code);
  }

  /** An amount to its last minor unit. */
  String exactMoney(@Nullable Long minor, @Nullable String currency, Locale locale) {
    return minor == null
        ? say("notReported", locale)
        : exactMoney(BigDecimal.valueOf(minor), currency, locale);
  }

  /** The same of an amount that a long may not hold, or with a part of a minor unit. */
  String exactMoney(BigDecimal minor, @Nullable String currency, Locale locale) {
    int digits = minorDigits(currency);
    BigDecimal amount = minor.stripTrailingZeros().movePointLeft(digits);
    int places = Math.max(digits, amount.scale());
    return say(
        "money.plain",
        locale,
        decimal(amount, digits, places, locale),
        symbol("currency", currency, locale));
  }

  static BigDecimal major(long minor, @Nullable String currency) {
    return BigDecimal.valueOf(minor, minorDigits(currency));
  }

  /** Minor units of an amount. */
  static BigDecimal minor(BigDecimal amount, @Nullable String currency) {
    return amount.movePointRight(minorDigits(currency));
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

  /**
   * A month, for example March 2020; with its name as it stands alone. In Kazakh the year comes
   * first, as in a day.
   */
  String month(YearMonth month, Locale locale) {
    String pattern = locale.getLanguage().equals("kk") ? "yyyy\u202f'ж.' LLLL" : "LLLL yyyy";
    return DateTimeFormatter.ofPattern(pattern, locale).format(month);
  }

  /** A moment to the minute, in UTC. */
  String moment(@Nullable Instant moment, Locale locale) {
    if (moment == null) {
      return "";
    }
    ZonedDateTime here = moment.atZone(zone);
    return say(
        "moment",
        locale,
        day(here.toLocalDate(), locale),
        DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).format(here),
        from(here.getOffset()));
  }

  /** Since when an answer is missing: a plan since a day, which is one of UTC, and has no hour. */
  String missingSince(String waitedFor, Instant since, Locale locale) {
    return waitedFor.equals("EXCEPTION_PLAN")
        ? day(since.atOffset(ZoneOffset.UTC).toLocalDate(), locale)
        : moment(since, locale);
  }

  /** How far a time lies from UTC, such as "UTC+5". */
  private static String from(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC)
        ? "UTC"
        : "UTC" + offset.getId().replaceFirst("^([+-])0", "$1").replaceFirst(":00$", "");
  }

  /** The name of a node above this one; who may not see that one reads its level and its id. */
  String above(String id, Node node, Nodes nodes, Locale locale) {
    Optional<Node> above = nodes.node(id);
    if (above.isPresent()) {
      return above.get().names().in(locale);
    }
    Node below = node;
    String parentId = below.parentId();
    while (parentId != null && !parentId.equals(id)) {
      Node parent = nodes.node(parentId).orElse(null);
      below = parent == null ? below : parent;
      parentId = parent == null ? null : parent.parentId();
    }
    return parentId == null
        ? id
        : symbol("level", Level.valueOf(below.level()).above().name(), locale) + " " + id;
  }
}
