package org.plimsoll.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.core.escalation.Refusal;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object, read strictly: every field is asked for by name and type, and whatever nobody
 * asked for is an error. Every complaint names the field, what it holds and what was expected. A
 * field that is null counts as absent.
 */
final class Fields {
  /** A long has 19 digits; a number with more before its point is not even expanded. */
  private static final int MAX_WHOLE_DIGITS = 19;

  private static final int TEN_THOUSANDTHS_PLACES = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Read only to be refused with the name of their field.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String path;
  private final JsonNode object;
  private final Set<String> asked = new HashSet<>();

  private Fields(String path, JsonNode object) {
    this.path = path;
    this.object = object;
  }

  /**
   * @throws Problem 400 when the bytes are not one JSON object and nothing behind it
   */
  static Fields parse(byte[] json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      throw Problem.malformed("body", e.getOriginalMessage() + place, "one JSON object");
    }
    if (!node.isObject()) {
      throw Problem.malformed("body", shown(node), "one JSON object");
    }
    return new Fields("", node);
  }

  String text(String name) {
    return required(name, optionalText(name), "text");
  }

  @Nullable String optionalText(String name) {
    JsonNode node = ask(name);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      throw wrong(name, node, "text in quotation marks");
    }
    return node.asString();
  }

  LocalDate date(String name) {
    return required(name, optionalDate(name), "a date like 2026-03-31");
  }

  @Nullable LocalDate optionalDate(String name) {
    JsonNode node = ask(name);
    if (node == null) {
      return null;
    }
    try {
      // A year may not have a sign: the longest is 9999.
      if (node.isString() && node.asString().length() == 10) {
        return LocalDate.parse(node.asString());
      }
    } catch (DateTimeException e) {
      // Told below, with the field's name.
    }
    throw wrong(name, node, "a date that exists, like 2026-03-31");
  }

  /** An amount in whole minor units. */
  @Nullable Long optionalMinor(String name) {
    JsonNode node = ask(name);
    return node == null
        ? null
        : exact(
            name, node, 0, "a whole number of minor units (cents, tiyn), without quotation marks");
  }

  /** An amount in whole minor units that must be there. */
  long minor(String name) {
    return required(name, optionalMinor(name), "a whole number of minor units (cents, tiyn)");
  }

  int count(String name) {
    JsonNode node = required(name, ask(name), "a whole number");
    long value = exact(name, node, 0, "a whole number");
    if (value != (int) value) {
      throw wrong(name, node, "a whole number of at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** A whole number, or this one when it is absent. */
  int count(String name, int absent) {
    return ask(name) == null ? absent : count(name);
  }

  @Nullable Integer optionalCount(String name) {
    return ask(name) == null ? null : Integer.valueOf(count(name));
  }

  /** A moment in time, or this one when it is absent. */
  Instant optionalInstant(String name, Instant absent) {
    JsonNode node = ask(name);
    if (node == null) {
      return absent;
    }
    try {
      if (node.isString()) {
        return Instant.parse(node.asString());
      }
    } catch (DateTimeException e) {
      // Told below, with the field's name.
    }
    throw wrong(name, node, "a moment in UTC, like 2026-03-31T09:00:00Z");
  }

  /** A decimal number with at most four places, times 10,000; null when it is absent. */
  @Nullable Long optionalTenThousandths(String name) {
    return ask(name) == null ? null : Long.valueOf(tenThousandths(name));
  }

  /** A decimal number with at most four places, times 10,000. */
  long tenThousandths(String name) {
    String expected = "a number with at most four decimal places, without quotation marks";
    return exact(name, required(name, ask(name), expected), TEN_THOUSANDTHS_PLACES, expected);
  }

  /** A probability from 0 to 1 with at most four decimal places, times 10,000. */
  int probability(String name) {
    long value = tenThousandths(name);
    if (value < 0 || value > Admission.MAX_PROBABILITY_TEN_THOUSANDTHS) {
      throw Problem.of(
          HttpStatus.BAD_REQUEST,
          Refusal.Reason.OUT_OF_BOUNDS,
          path + name,
          shown(object.get(name)),
          "a number from 0 to 1");
    }
    return (int) value;
  }

  /** One of the symbols, except the one that stands for symbols of later versions. */
  <E extends Enum<E>> E symbol(String name, Class<E> type) {
    List<E> symbols = new ArrayList<>(List.of(type.getEnumConstants()));
    symbols.removeIf(symbol -> symbol.name().equals("UNRECOGNISED"));
    JsonNode node = required(name, ask(name), "one of " + symbols);
    for (E symbol : symbols) {
      if (node.isString() && symbol.name().equals(node.asString())) {
        return symbol;
      }
    }
    throw wrong(name, node, "one of " + symbols);
  }

  /** Null where the member is absent or null. */
  <E extends Enum<E>> @Nullable E optionalSymbol(String name, Class<E> type) {
    return ask(name) == null ? null : symbol(name, type);
  }

  Fields object(String name) {
    return required(name, optionalObject(name), "an object");
  }

  @Nullable Fields optionalObject(String name) {
    JsonNode node = ask(name);
    if (node == null) {
      return null;
    }
    if (!node.isObject()) {
      throw wrong(name, node, "an object");
    }
    return new Fields(path + name + ".", node);
  }

  /** The objects of a list; none when it is absent. */
  List<Fields> objects(String name) {
    List<Fields> objects = optionalObjects(name);
    return objects == null ? List.of() : objects;
  }

  /** The objects of a list; null when it is absent. */
  @Nullable List<Fields> optionalObjects(String name) {
    JsonNode list = ask(name);
    if (list == null) {
      return null;
    }
    if (!list.isArray()) {
      throw wrong(name, list, "a list of objects");
    }
    List<Fields> objects = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      String element = "%s[%d]".formatted(name, i);
      JsonNode node = list.get(i);
      if (!node.isObject()) {
        throw wrong(element, node, "an object");
      }
      objects.add(new Fields(path + element + ".", node));
    }
    return objects;
  }

  /**
   * To be called when everything known was asked for.
   *
   * @throws Problem 400 naming the first field that nobody asked for
   */
  void nothingElse() {
    for (String name : object.propertyNames()) {
      if (!asked.contains(name)) {
        throw Problem.malformed(
            path + name, shown(object.get(name)), "no such field; known are " + sorted(asked));
      }
    }
  }

  private @Nullable JsonNode ask(String name) {
    asked.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  private <T> T required(String name, @Nullable T value, String expected) {
    if (value == null) {
      throw Problem.of(
          HttpStatus.BAD_REQUEST, Refusal.Reason.MISSING, path + name, "absent", expected);
    }
    return value;
  }

  private long exact(String name, JsonNode node, int places, String expected) {
    if (!node.isNumber() || (node.isFloatingPointNumber() && !node.isBigDecimal())) {
      throw wrong(name, node, expected);
    }
    BigDecimal value = node.decimalValue();
    if ((long) value.precision() - value.scale() > MAX_WHOLE_DIGITS) {
      throw tooLarge(name, node, places);
    }
    try {
      BigDecimal scaled = value.setScale(places, RoundingMode.UNNECESSARY).movePointRight(places);
      return scaled.longValueExact();
    } catch (ArithmeticException e) {
      boolean fraction = value.stripTrailingZeros().scale() > places;
      throw fraction ? wrong(name, node, expected) : tooLarge(name, node, places);
    }
  }

  private Problem tooLarge(String name, JsonNode node, int places) {
    return Problem.of(
        HttpStatus.BAD_REQUEST,
        Refusal.Reason.OUT_OF_BOUNDS,
        path + name,
        shown(node),
        "at most " + BigDecimal.valueOf(Long.MAX_VALUE, places).toPlainString());
  }

  private Problem wrong(String name, JsonNode node, String expected) {
    return Problem.malformed(path + name, shown(node), expected);
  }

  private static String shown(@Nullable JsonNode node) {
    if (node == null) {
      return "absent";
    }
    // A number is shown as it may be too long to be expanded.
    return node.isBigDecimal() ? node.decimalValue().toString() : node.toString();
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
