package org.plimsoll.intake;

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

  private MappingReader() {}

  /**
   * Reads a mapping.
   *
   * @throws Problem 400 naming the line
   */
  static Mapping read(String yaml) {
    try {
      return mapping(
          YamlObject.parse(yaml, "the mapping", "what the shipped nyc-capital.yaml shows"));
    } catch (MisreadException e) {
      throw Problem.malformed(
          e.line() == 0 ? "mapping" : "mapping, line " + e.line(), e.value(), e.expected());
    }
  }

  private static Mapping mapping(YamlObject file) {
    YamlObject portfolioObject = file.object("portfolio");
    if (portfolioObject == null) {
      throw file.wrong("portfolio", "{ id: …, name: … }");
    }
    Portfolio portfolio =
        new Portfolio(matching(portfolioObject, "id", NODE_ID), portfolioObject.text("name"));
    portfolioObject.nothingElse();
    String source = file.text("source");
    if (source.length() > Admission.MAX_SOURCE_CHARACTERS) {
      throw file.wrong(
          "source", "at most %d characters".formatted(Admission.MAX_SOURCE_CHARACTERS));
    }
    String datePattern = file.text("dates");
    if (file.has("baseline") && !file.text("baseline").equals("first-reported")) {
      throw file.wrong("baseline", "first-reported");
    }
    Mapping mapping =
        new Mapping(
            portfolio,
            currency(file),
            source,
            datePattern,
            dates(file, datePattern),
            amounts(file.object("amounts")),
            separator(file),
            encoding(file),
            file.text("project-prefix", ""),
            fields(file.object("columns")),
            fields(file.object("constants")),
            tolerances(file.object("tolerances"), portfolio, source));
    file.nothingElse();
    for (Field field : Field.values()) {
      if (mapping.columns().containsKey(field) && mapping.constants().containsKey(field)) {
        throw file.wrong(
            "constants", "'%s' as a column or a constant, not both".formatted(field.key()));
      }
    }
    for (Field field : Field.REQUIRED) {
      if (!mapping.columns().containsKey(field) && !mapping.constants().containsKey(field)) {
        throw file.wrong(
            "columns", "a column for '%s', or a value below `constants:`".formatted(field.key()));
      }
    }
    return mapping;
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

  private static Map<Field, String> fields(@Nullable YamlObject object) {
    Map<Field, String> fields = new EnumMap<>(Field.class);
    if (object != null) {
      for (Field field : Field.values()) {
        if (object.has(field.key())) {
          fields.put(field, object.text(field.key()));
        }
      }
      object.nothingElse();
    }
    return fields;
  }

  private static List<Tolerance> tolerances(
      @Nullable YamlObject object, Portfolio portfolio, String source) {
    List<Tolerance> tolerances = new ArrayList<>();
    if (object != null) {
      add(tolerances, object.objects("portfolio"), Level.PORTFOLIO, portfolio, source);
      add(tolerances, object.objects("programs"), Level.PROGRAM, portfolio, source);
      add(tolerances, object.objects("projects"), Level.PROJECT, portfolio, source);
      object.nothingElse();
    }
    return tolerances;
  }

  private static void add(
      List<Tolerance> tolerances,
      List<YamlObject> objects,
      Level level,
      Portfolio portfolio,
      String source) {
    for (YamlObject object : objects) {
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
      tolerances.add(
          new Tolerance(
              level,
              matching(object, "id", NODE_ID),
              Integer.parseInt(version),
              symbol(object, "kind", ToleranceKind.class),
              symbol(object, "measure", Measure.class),
              atMost ? Direction.AT_MOST : Direction.AT_LEAST,
              unit(object, key, limit.group(2).strip()),
              new BigDecimal(limit.group(1)).movePointRight(4).longValueExact(),
              object.text("granted-by", portfolio.id()),
              object.text("reason", "Mapping of " + source)));
      object.nothingElse();
    }
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
