package org.plimsoll.intake;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.intake.Mapping.Amounts;
import org.plimsoll.intake.Mapping.Field;
import org.plimsoll.intake.Mapping.Portfolio;
import org.plimsoll.intake.Mapping.Tolerance;
import org.plimsoll.intake.Mapping.Unit;
import org.plimsoll.policy.text.MisreadException;
import org.plimsoll.policy.text.Misreadings;
import org.plimsoll.policy.text.YamlObject;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;

/** Reads a mapping from YAML; every complaint names the line and what would have been right. */
final class MappingReader {
  private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern LIMIT = Pattern.compile("(-?\\d{1,12}(?:\\.\\d{1,4})?)\\s*(.*)");

  /** In the order in which they are granted. */
  private static final List<Map.Entry<String, Level>> LEVELS =
      List.of(
          Map.entry("portfolio", Level.PORTFOLIO),
          Map.entry("programs", Level.PROGRAM),
          Map.entry("projects", Level.PROJECT));

  private MappingReader() {}

  /**
   * Reads a mapping.
   *
   * @throws Problem 400 naming everything that is wrong, each with its line
   */
  static Mapping read(String yaml) {
    try {
      return mapping(
          YamlObject.parse(yaml, "the mapping", "what the shipped nyc-capital.yaml shows"));
    } catch (MisreadException e) {
      throw Problem.of("mapping", e);
    }
  }

  private static Mapping mapping(YamlObject file) {
    Misreadings wrong = new Misreadings();
    Portfolio portfolio = wrong.read(() -> portfolio(file));
    String source = wrong.read(() -> source(file));
    String datePattern = wrong.read(() -> file.text("dates"));
    DateTimeFormatter dates =
        datePattern == null ? null : wrong.read(() -> dates(file, datePattern));
    wrong.read(() -> {
      if (file.has("baseline") && !file.text("baseline").equals("first-reported")) {
        throw file.wrong("baseline", "first-reported");
      }
      return null;
    });
    Currency currency = wrong.read(() -> currency(file));
    Amounts amounts = wrong.read(() -> amounts(file.object("amounts")));
    Character separator = wrong.read(() -> separator(file));
    Charset encoding = wrong.read(() -> encoding(file));
    String prefix = wrong.read(() -> file.text("project-prefix", ""));
    Map<Field, String> columns = wrong.read(() -> fields(file.object("columns"), wrong));
    Map<Field, String> constants = wrong.read(() -> fields(file.object("constants"), wrong));
    List<Tolerance> tolerances =
        wrong.read(() -> tolerances(file.object("tolerances"), portfolio, source, wrong));
    wrong.read(() -> {
      file.nothingElse();
      return null;
    });
    if (columns != null && constants != null) {
      placed(file, columns, constants, wrong);
    }
    wrong.raise();
    return new Mapping(
        requireNonNull(portfolio),
        requireNonNull(currency),
        requireNonNull(source),
        requireNonNull(datePattern),
        requireNonNull(dates),
        requireNonNull(amounts),
        requireNonNull(separator),
        requireNonNull(encoding),
        requireNonNull(prefix),
        requireNonNull(columns),
        requireNonNull(constants),
        requireNonNull(tolerances));
  }

  private static Portfolio portfolio(YamlObject file) {
    YamlObject object = file.object("portfolio");
    if (object == null) {
      throw file.wrong("portfolio", "{ id: …, name: … }");
    }
    Portfolio portfolio = new Portfolio(matching(object, "id", NODE_ID), object.text("name"));
    object.nothingElse();
    return portfolio;
  }

  private static String source(YamlObject file) {
    String source = file.text("source");
    if (source.length() > Admission.MAX_SOURCE_CHARACTERS) {
      throw file.wrong(
          "source", "at most %d characters".formatted(Admission.MAX_SOURCE_CHARACTERS));
    }
    return source;
  }

  /** Each field is a column or a constant, and those that are needed are one of them. */
  private static void placed(
      YamlObject file,
      Map<Field, String> columns,
      Map<Field, String> constants,
      Misreadings wrong) {
    for (Field field : Field.values()) {
      wrong.read(() -> {
        boolean column = columns.containsKey(field);
        boolean constant = constants.containsKey(field);
        if (column && constant) {
          throw file.wrong(
              "constants", "'%s' as a column or a constant, not both".formatted(field.key()));
        }
        if (!column && !constant && Field.REQUIRED.contains(field)) {
          throw new MisreadException(
              file.line("columns"),
              "columns",
              "nothing for '%s'".formatted(field.key()),
              "a column for it, or a value below `constants:`");
        }
        return null;
      });
    }
  }

  private static String matching(YamlObject object, String key, Pattern pattern) {
    String text = object.text(key);
    if (!pattern.matcher(text).matches()) {
      throw object.wrong(
          key, "1 to 64 characters: a letter or digit, then letters, digits and . _ -");
    }
    return text;
  }

  private static Currency currency(YamlObject file) {
    try {
      Currency currency = Currency.getInstance(file.text("currency"));
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the line.
    }
    throw file.wrong("currency", "an ISO 4217 code such as USD or KZT");
  }

  private static DateTimeFormatter dates(YamlObject file, String pattern) {
    try {
      // Strictly, a year that may be before Christ is `y`; everybody means `u`.
      return DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw file.wrong("dates", "a pattern of dd, MM and yyyy such as MM/dd/yyyy or dd.MM.yyyy");
    }
  }

  private static Amounts amounts(@Nullable YamlObject object) {
    if (object == null) {
      return new Amounts(Unit.WHOLE, false, '.');
    }
    Unit unit = symbol(object, "unit", Unit.class);
    String rounding = object.text("rounding", "none");
    if (!rounding.equals("none") && !rounding.equals("half-up")) {
      throw object.wrong("rounding", "half-up or none");
    }
    String mark = object.text("decimal", "point");
    if (!mark.equals("point") && !mark.equals("comma")) {
      throw object.wrong("decimal", "point or comma");
    }
    object.nothingElse();
    return new Amounts(unit, rounding.equals("half-up"), mark.equals("comma") ? ',' : '.');
  }

  private static char separator(YamlObject file) {
    return switch (file.text("separator", "comma")) {
      case "comma" -> ',';
      case "semicolon" -> ';';
      case "tab" -> '\t';
      default -> throw file.wrong("separator", "comma, semicolon or tab");
    };
  }

  private static Charset encoding(YamlObject file) {
    try {
      return Charset.forName(file.text("encoding", "UTF-8"));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw file.wrong("encoding", "UTF-8, windows-1251 or another encoding by its name");
    }
  }

  private static Map<Field, String> fields(@Nullable YamlObject object, Misreadings wrong) {
    Map<Field, String> fields = new EnumMap<>(Field.class);
    if (object != null) {
      for (Field field : Field.values()) {
        if (object.has(field.key())) {
          String text = wrong.read(() -> object.text(field.key()));
          // What cannot be read is told as that, and is not missing as well.
          fields.put(field, text == null ? "" : text);
        }
      }
      wrong.read(() -> {
        object.nothingElse();
        return null;
      });
    }
    return fields;
  }

  /**
   * Reads the tolerances.
   *
   * @param portfolio grants what names nobody else; null where it could not be read
   * @param source stands for the reason where none is given; null where it could not be read
   */
  private static List<Tolerance> tolerances(
      @Nullable YamlObject object,
      @Nullable Portfolio portfolio,
      @Nullable String source,
      Misreadings wrong) {
    List<Tolerance> tolerances = new ArrayList<>();
    if (object != null) {
      String grantedBy = portfolio == null ? "" : portfolio.id();
      String reason = "Mapping of " + source;
      for (Map.Entry<String, Level> key : LEVELS) {
        List<YamlObject> objects = wrong.read(() -> object.objects(key.getKey()));
        if (objects != null) {
          for (YamlObject each : objects) {
            Tolerance read = wrong.read(() -> tolerance(each, key.getValue(), grantedBy, reason));
            if (read != null) {
              tolerances.add(read);
            }
          }
        }
      }
      object.nothingElse();
    }
    return tolerances;
  }

  private static Tolerance tolerance(
      YamlObject object, Level level, String grantedBy, String reason) {
    boolean atMost = object.has("at-most");
    if (atMost == object.has("at-least")) {
      throw object.wrong("id", "either at-most or at-least");
    }
    String key = atMost ? "at-most" : "at-least";
    Matcher limit = LIMIT.matcher(object.text(key));
    if (!limit.matches()) {
      throw object.wrong(key, "a limit such as 10 %, 0.9, 180 days or 5000000 minor units");
    }
    String version = object.text("version", "1");
    if (!version.matches("[1-9]\\d{0,8}")) {
      throw object.wrong("version", "1, or a larger number than the last time");
    }
    Tolerance tolerance =
        new Tolerance(
            level,
            matching(object, "id", NODE_ID),
            Integer.parseInt(version),
            symbol(object, "kind", ToleranceKind.class),
            symbol(object, "measure", Measure.class),
            atMost ? Direction.AT_MOST : Direction.AT_LEAST,
            unit(object, key, limit.group(2).strip()),
            new BigDecimal(limit.group(1)).movePointRight(4).longValueExact(),
            object.text("granted-by", grantedBy),
            object.text("reason", reason));
    object.nothingElse();
    return tolerance;
  }

  private static ToleranceUnit unit(YamlObject object, String key, String text) {
    return switch (text) {
      case "%" -> ToleranceUnit.PERCENT;
      case "" -> ToleranceUnit.RATIO;
      case "day", "days" -> ToleranceUnit.DAYS;
      case "minor units" -> ToleranceUnit.MINOR_UNITS;
      default -> throw object.wrong(key, "%, days, minor units, or nothing behind the number");
    };
  }

  private static <E extends Enum<E>> E symbol(YamlObject object, String key, Class<E> type) {
    String text = object.text(key).toUpperCase(Locale.ROOT);
    List<E> symbols =
        Arrays.stream(type.getEnumConstants())
            .filter(symbol -> !symbol.name().equals("UNRECOGNISED"))
            .toList();
    for (E symbol : symbols) {
      if (symbol.name().equals(text)) {
        return symbol;
      }
    }
    throw object.wrong(key, "one of " + symbols);
  }
}
