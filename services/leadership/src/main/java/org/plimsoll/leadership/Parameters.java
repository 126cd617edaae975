package org.plimsoll.leadership;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

/** The parameters of one request; a wrong or unknown one is named, never passed over. */
final class Parameters {
  /** Rows on a page unless another number is asked for, and at most. */
  static final int DEFAULT_LIMIT = 100;

  static final int MAX_LIMIT = 500;

  static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final MultiValueMap<String, String> given;

  private Parameters(MultiValueMap<String, String> given) {
    this.given = given;
  }

  /**
   * @param known the names that mean something here
   */
  static Parameters of(ServerWebExchange exchange, String... known) {
    MultiValueMap<String, String> given = exchange.getRequest().getQueryParams();
    List<String> names = Arrays.asList(known);
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new BadParameterException(
            name, String.valueOf(given.getFirst(name)), "one of the parameters " + names);
      }
    }
    return new Parameters(given);
  }

  /** The value; null when the parameter is absent or empty. */
  @Nullable String text(String name) {
    List<String> values = given.get(name);
    if (values == null) {
      return null;
    }
    if (values.size() > 1) {
      throw new BadParameterException(name, String.join(", ", values), "one value");
    }
    String value = values.getFirst();
    return value == null || value.isEmpty() ? null : value;
  }

  /** One of the allowed words, in any case. */
  @Nullable String oneOf(String name, String... allowed) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    for (String each : allowed) {
      if (each.equalsIgnoreCase(value)) {
        return each;
      }
    }
    throw new BadParameterException(name, value, "one of " + Arrays.toString(allowed));
  }

  @Nullable String node(String name) {
    String value = text(name);
    if (value != null && !NODE_ID.matcher(value).matches()) {
      throw new BadParameterException(
          name, value, "1 to 64 characters: a letter or digit, then letters, digits and . _ -");
    }
    return value;
  }

  int limit() {
    return (int) number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
  }

  long number(String name, long otherwise, long from, long to) {
    String value = text(name);
    return value == null ? otherwise : number(name, value, from, to);
  }

  static long number(String name, String value, long from, long to) {
    try {
      long number = Long.parseLong(value);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words.
    }
    throw new BadParameterException(
        name, value, "a whole number from " + from + (to == Long.MAX_VALUE ? " on" : " to " + to));
  }

  /** Where the page before ended; null for the first page. */
  @Nullable String cursor() {
    return cursor("cursor");
  }

  /** The same of one list among several on a page. */
  @Nullable String cursor(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    try {
      String key = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
      if (key.startsWith("1:")) {
        return key.substring(2);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw badCursor(name, value);
  }

  /** A cursor that is a number: of rows that are counted as they arrive. */
  long cursorSeq() {
    return cursorSeq("cursor");
  }

  long cursorSeq(String name) {
    String key = cursor(name);
    if (key == null) {
      return 0;
    }
    try {
      return Long.parseLong(key);
    } catch (NumberFormatException e) {
      throw badCursor(name, String.valueOf(text(name)));
    }
  }

  static String cursor(Object key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("1:" + key).getBytes(StandardCharsets.UTF_8));
  }

  static BadParameterException badCursor(String value) {
    return badCursor("cursor", value);
  }

  private static BadParameterException badCursor(String name, String value) {
    return new BadParameterException(name, value, "the nextCursor of an earlier answer");
  }
}
