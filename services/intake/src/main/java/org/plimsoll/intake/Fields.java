package org.plimsoll.intake;

import static java.util.Objects.requireNonNullElse;

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
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One JSON object, read strictly: every field is asked for by name and type, and whatever nobody
 * asked for is an error. Every complaint names the field, what it holds and what was expected. A
 * field that is null counts as absent.
 *
 * <p>Complaints are gathered until the whole body was read. Meanwhile null, or something empty
 * where it may not be null, stands in for what could not be read: nothing may be done with it
 * before {@link Place#raise}.
 */
final class Fields {
  /** A long has 19 digits; a number with more before its point is not even expanded. */
  private static final int MAX_WHOLE_DIGITS = 19;

  private static final int TEN_THOUSANDTHS_PLACES = 4;
  private static final String TEN_THOUSANDTHS =
      "a number with at most four decimal places, without quotation marks";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Read only to be refused with the name of their field.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Place place;
  private final JsonNode object;
  private final Set<String> asked = new HashSet<>();

  private Fields(Place place, JsonNode object) {
    this.place = place;
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
    return new Fields(Place.body(node), node);
  }

  /** Where complaints of this object are gathered. */
  Place place() {
    return place;
  }

  String text(String name) {
    return requireNonNullElse(text(name, require(name, "text")), "");
  }

  @Nullable String optionalText(String name) {
    return text(name, ask(name));
  }

  private @Nullable String text(String name, @Nullable JsonNode node) {
    if (node != null && !node.isString()) {
      malformed(name, node, "text in quotation marks");
      return null;
    }
    return node == null ? null : node.asString();
  }

  LocalDate date(String name) {
    return requireNonNullElse(date(name, require(name, "a date like 2026-03-31")), LocalDate.EPOCH);
  }

  @Nullable LocalDate optionalDate(String name) {
    return date(name, ask(name));
  }

  private @Nullable LocalDate date(String name, @Nullable JsonNode node) {
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
    malformed(name, node, "a date that exists, like 2026-03-31");
    return null;
  }

  /** An amount in whole minor units. */
  @Nullable Long optionalMinor(String name) {
    return minor(name, ask(name));
  }

  /** An amount in whole minor units that must be there. */
  long minor(String name) {
    return requireNonNullElse(
        minor(name, require(name, "a whole number of minor units (cents, tiyn)")), 0L);
  }

  private @Nullable Long minor(String name, @Nullable JsonNode node) {
    return exact(
        name, node, 0, "a whole number of minor units (cents, tiyn), without quotation marks");
  }

  int count(String name) {
    return requireNonNullElse(count(name, require(name, "a whole number")), 0);
  }

  /** A whole number, or this one when it is absent. */
  int count(String name, int absent) {
    return requireNonNullElse(optionalCount(name), absent);
  }

  @Nullable Integer optionalCount(String name) {
    return count(name, ask(name));
  }

  private @Nullable Integer count(String name, @Nullable JsonNode node) {
    Long value = exact(name, node, 0, "a whole number");
    if (node == null || value == null) {
      return null;
    }
    if (value != value.intValue()) {
      malformed(name, node, "a whole number of at most " + Integer.MAX_VALUE);
      return null;
    }
    return value.intValue();
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
    malformed(name, node, "a moment in UTC, like 2026-03-31T09:00:00Z");
    return absent;
  }

  /** A decimal number with at most four places, times 10,000; null when it is absent. */
  @Nullable Long optionalTenThousandths(String name) {
    return exact(name, ask(name), TEN_THOUSANDTHS_PLACES, TEN_THOUSANDTHS);
  }

  /** A decimal number with at most four places, times 10,000. */
  long tenThousandths(String name) {
    JsonNode node = require(name, TEN_THOUSANDTHS);
    return requireNonNullElse(exact(name, node, TEN_THOUSANDTHS_PLACES, TEN_THOUSANDTHS), 0L);
  }

  /** A probability from 0 to 1 with at most four decimal places, times 10,000. */
  int probability(String name) {
    long value = tenThousandths(name);
    if (value < 0 || value > Admission.MAX_PROBABILITY_TEN_THOUSANDTHS) {
      outOfBounds(name, object.get(name), "a number from 0 to 1");
      return 0;
    }
    return (int) value;
  }

  /** One of the symbols, except the one that stands for symbols of later versions. */
  <E extends Enum<E>> E symbol(String name, Class<E> type) {
    List<E> symbols = symbols(type);
    return requireNonNullElse(
        symbol(name, require(name, "one of " + symbols), symbols), symbols.getFirst());
  }

  /** Null where the member is absent or null. */
  <E extends Enum<E>> @Nullable E optionalSymbol(String name, Class<E> type) {
    return symbol(name, ask(name), symbols(type));
  }

  private static <E extends Enum<E>> List<E> symbols(Class<E> type) {
    List<E> symbols = new ArrayList<>(List.of(type.getEnumConstants()));
    symbols.removeIf(symbol -> symbol.name().equals("UNRECOGNISED"));
    return symbols;
  }

  private <E extends Enum<E>> @Nullable E symbol(
      String name, @Nullable JsonNode node, List<E> symbols) {
    if (node == null) {
      return null;
    }
    for (E symbol : symbols) {
      if (node.isString() && symbol.name().equals(node.asString())) {
        return symbol;
      }
    }
    malformed(name, node, "one of " + symbols);
    return null;
  }

  Fields object(String name) {
    Fields object = object(name, require(name, "an object"));
    // What it would have to hold is not missed as well: that is said to nobody.
    return object == null ? empty() : object;
  }

  private static Fields empty() {
    JsonNode nothing = JsonNodeFactory.instance.objectNode();
    return new Fields(Place.body(nothing), nothing);
  }

  @Nullable Fields optionalObject(String name) {
    return object(name, ask(name));
  }

  private @Nullable Fields object(String name, @Nullable JsonNode node) {
    if (node != null && !node.isObject()) {
      malformed(name, node, "an object");
      return null;
    }
    return node == null ? null : new Fields(place.member(name), node);
  }

  /** The objects of a list; none when it is absent. */
  List<Fields> objects(String name) {
    return requireNonNullElse(optionalObjects(name), List.of());
  }

  /** The objects of a list; null when it is absent. */
  @Nullable List<Fields> optionalObjects(String name) {
    JsonNode list = ask(name);
    if (list == null) {
      return null;
    }
    if (!list.isArray()) {
      malformed(name, list, "a list of objects");
      return null;
    }
    Place at = place.member(name);
    List<Fields> objects = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      JsonNode node = list.get(i);
      if (node.isObject()) {
        objects.add(new Fields(at.element(i), node));
      } else {
        at.element(i).refuse(Refusal.Reason.MALFORMED, shown(node), "an object");
      }
    }
    return objects;
  }

  /** To be called when everything known was asked for; complains of the rest. */
  void nothingElse() {
    List<String> unknown =
        object.propertyNames().stream().filter(name -> !asked.contains(name)).toList();
    String expected = unknown.isEmpty() ? "" : "no such field; known are " + sorted(asked);
    for (String name : unknown) {
      place.member(name).refuseUnasked(Refusal.Reason.MALFORMED, shown(object.get(name)), expected);
    }
  }

  private @Nullable JsonNode ask(String name) {
    asked.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  private @Nullable JsonNode require(String name, String expected) {
    JsonNode node = ask(name);
    if (node == null) {
      place.member(name).refuse(Refusal.Reason.MISSING, "absent", expected);
    }
    return node;
  }

  private @Nullable Long exact(String name, @Nullable JsonNode node, int places, String expected) {
    if (node == null) {
      return null;
    }
    if (!node.isNumber() || (node.isFloatingPointNumber() && !node.isBigDecimal())) {
      malformed(name, node, expected);
      return null;
    }
    BigDecimal value = node.decimalValue();
    if ((long) value.precision() - value.scale() > MAX_WHOLE_DIGITS) {
      tooLarge(name, node, places);
      return null;
    }
    try {
      BigDecimal scaled = value.setScale(places, RoundingMode.UNNECESSARY).movePointRight(places);
      return scaled.longValueExact();
    } catch (ArithmeticException e) {
      if (value.stripTrailingZeros().scale() > places) {
        malformed(name, node, expected);
      } else {
        tooLarge(name, node, places);
      }
      return null;
    }
  }

  private void tooLarge(String name, JsonNode node, int places) {
    outOfBounds(
        name, node, "at most " + BigDecimal.valueOf(Long.MAX_VALUE, places).toPlainString());
  }

  private void outOfBounds(String name, JsonNode node, String expected) {
    place.member(name).refuse(Refusal.Reason.OUT_OF_BOUNDS, shown(node), expected);
  }

  private void malformed(String name, JsonNode node, String expected) {
    place.member(name).refuse(Refusal.Reason.MALFORMED, shown(node), expected);
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
