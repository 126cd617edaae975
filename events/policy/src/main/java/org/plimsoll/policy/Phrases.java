package org.plimsoll.policy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.policy.text.YamlObject;

/** The phrases of a policy, each behind its key. */
final class Phrases {
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Pattern EVERY =
      Pattern.compile("every (project|program|portfolio)(?: under (%s))?".formatted(ID));
  private static final Pattern ONLY =
      Pattern.compile("(project|program|portfolio)s? (%s(?:\\s*,\\s*%s)*)".formatted(ID, ID));
  private static final Pattern LIMIT =
      Pattern.compile("(at most|at least|less than|more than)\\s+(.+)");
  private static final Pattern AFTER =
      Pattern.compile("(?:(\\d{1,6}) reports?)?( and )?(?:(\\d{1,6}) days?)?");
  private static final Pattern ANSWER =
      Pattern.compile("(\\d{1,6}) (hours?|days?|office hours? \\(Kazakhstan\\))");
  private static final int HOURS_OF_A_DAY = 24;

  private Phrases() {}

  /** {@code every project}, {@code every project under enbek} or {@code projects a, b}. */
  static Selection selection(YamlObject object, String key) {
    String text = object.text(key);
    Matcher every = EVERY.matcher(text);
    if (every.matches()) {
      Level level = level(every.group(1));
      String ancestor = every.group(2);
      if (ancestor != null && level == Level.PORTFOLIO) {
        throw object.wrong(key, "every portfolio: nothing stands above one");
      }
      return ancestor == null ? new Selection.Every(level) : new Selection.Under(level, ancestor);
    }
    Matcher only = ONLY.matcher(text);
    if (only.matches()) {
      return new Selection.Only(level(only.group(1)), List.of(only.group(2).split("\\s*,\\s*")));
    }
    throw object.wrong(
        key,
        "every project, every project under NODE-ID, or projects NODE-ID, NODE-ID;"
            + " likewise program and portfolio");
  }

  private static Level level(String word) {
    return switch (word) {
      case "project" -> Level.PROJECT;
      case "program" -> Level.PROGRAM;
      default -> Level.PORTFOLIO;
    };
  }

  /**
   * A side and where it ends.
   *
   * @param quantity the outermost value that is within tolerance
   */
  record Bound(Direction allowed, Quantity quantity) {}

  /**
   * {@code at most +10 %}: the limit itself is within tolerance. {@code less than +15 %}: it is
   * not, so the limit becomes the next one that can be written, +14.9999 %.
   */
  static Bound bound(YamlObject object, String key) {
    Matcher matcher = LIMIT.matcher(object.text(key));
    Quantity quantity = matcher.matches() ? Quantity.of(matcher.group(2)).orElse(null) : null;
    if (quantity == null) {
      throw object.wrong(
          key, "'at most', 'at least', 'less than' or 'more than', then " + Quantity.WRITTEN);
    }
    long limit = quantity.tenThousandths();
    return switch (matcher.group(1)) {
      case "at most" -> new Bound(Direction.AT_MOST, quantity);
      case "at least" -> new Bound(Direction.AT_LEAST, quantity);
      case "less than" -> new Bound(Direction.AT_MOST, quantity.with(limit - quantity.step()));
      default -> new Bound(Direction.AT_LEAST, quantity.with(limit + quantity.step()));
    };
  }

  /** A value in the unit of the limit; null where the key is absent. */
  static @Nullable Long value(YamlObject object, String key, Quantity limit) {
    if (!object.has(key)) {
      return null;
    }
    Quantity quantity = Quantity.of(object.text(key)).orElse(null);
    if (quantity == null || !quantity.countsAs(limit)) {
      throw object.wrong(key, "a number in the unit of the limit, such as " + limit.shown());
    }
    return quantity.tenThousandths();
  }

  /** The limit on the other side; null where the key is absent. */
  static @Nullable Long otherSide(YamlObject object, String key, Bound limit) {
    if (!object.has(key)) {
      return null;
    }
    Bound other = bound(object, key);
    if (other.allowed() == limit.allowed() || !other.quantity().countsAs(limit.quantity())) {
      throw object.wrong(
          key,
          "%s and a number in the unit of the limit, which allows %s %s"
              .formatted(
                  switch (limit.allowed()) {
                    case AT_MOST -> "'at least' or 'more than'";
                    case AT_LEAST -> "'at most' or 'less than'";
                  },
                  side(limit.allowed()),
                  limit.quantity().shown()));
    }
    return other.quantity().tenThousandths();
  }

  static String side(Direction allowed) {
    return switch (allowed) {
      case AT_MOST -> "at most";
      case AT_LEAST -> "at least";
    };
  }

  /** How long the value must lie beyond the limit. */
  record After(int reports, int days) {}

  /** {@code 2 reports}, {@code 30 days} or {@code 2 reports and 30 days}. */
  static After after(YamlObject object, String key) {
    if (!object.has(key)) {
      return new After(1, 0);
    }
    Matcher matcher = AFTER.matcher(object.text(key));
    boolean matches = matcher.matches();
    String reports = matches ? matcher.group(1) : null;
    String days = matches ? matcher.group(3) : null;
    boolean both = reports != null && days != null;
    if ((reports == null && days == null) || both != (matcher.group(2) != null)) {
      throw object.wrong(key, "2 reports, 30 days, or 2 reports and 30 days");
    }
    return new After(
        reports == null ? 1 : Integer.parseInt(reports), days == null ? 0 : Integer.parseInt(days));
  }

  /** A count and what it counts, as {@code 3 raises}; 0 where the key is absent. */
  static int count(YamlObject object, String key, String counted) {
    if (!object.has(key)) {
      return 0;
    }
    Matcher matcher =
        Pattern.compile("([1-9]\\d{0,5}) " + counted + "s?").matcher(object.text(key));
    if (!matcher.matches()) {
      throw object.wrong(
          key, "a whole number and '%ss', such as 3 %ss".formatted(counted, counted));
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** A day, as {@code 2027-01-31}; null where the key is absent. */
  static @Nullable LocalDate day(YamlObject object, String key) {
    if (!object.has(key)) {
      return null;
    }
    try {
      return LocalDate.parse(object.text(key));
    } catch (DateTimeException e) {
      throw object.wrong(key, "a day that exists, written 2027-01-31");
    }
  }

  /** {@code 72 hours}, {@code 30 days} or {@code 24 office hours (Kazakhstan)}. */
  static Terms.@Nullable AnswerWithin answerWithin(YamlObject object, String key) {
    if (!object.has(key)) {
      return null;
    }
    Matcher matcher = ANSWER.matcher(object.text(key));
    if (!matcher.matches()) {
      throw object.wrong(key, "72 hours, 30 days, or 24 office hours (Kazakhstan)");
    }
    int number = Integer.parseInt(matcher.group(1));
    String unit = matcher.group(2);
    return unit.startsWith("office")
        ? new Terms.AnswerWithin(number, Terms.Calendar.KAZAKHSTAN)
        : new Terms.AnswerWithin(
            unit.startsWith("day") ? number * HOURS_OF_A_DAY : number, Terms.Calendar.ALWAYS);
  }

  /** The symbol that is written in small letters. */
  static <E extends Enum<E>> E symbol(YamlObject object, String key, E[] symbols) {
    String text = object.text(key);
    List<String> names =
        Arrays.stream(symbols).map(s -> s.name().toLowerCase(java.util.Locale.ROOT)).toList();
    int found = names.indexOf(text);
    if (found < 0) {
      throw object.wrong(
          key,
          "one of %s; nearest: '%s'"
              .formatted(names, org.plimsoll.policy.text.Nearest.to(text, names)));
    }
    return symbols[found];
  }
}
