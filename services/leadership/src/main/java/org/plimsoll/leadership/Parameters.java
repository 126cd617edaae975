package org.plimsoll.leadership;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

/** The parameters of one request; a wrong or unknown one is named, never passed over. */
final class Parameters {
  /** Rows on a page unless another number is asked for, and at most. */
  static final int DEFAULT_LIMIT = 100;

  static final int MAX_LIMIT = 500;

  /** What stands before the key of a cursor on a screen. */
  private static final String PLAIN = "1:";

  /** What stands before the seal and the key of a cursor of the interface. */
  private static final String SEALED = "2:";

  /** One in 2^48 altered cursors would pass. */
  private static final int SEAL_BYTES = 6;

  static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final String NODE_EXPECTED =
      "1 to 64 characters: a letter or digit, then letters, digits and . _ -";

  private final String path;
  private final MultiValueMap<String, String> given;

  private Parameters(String path, MultiValueMap<String, String> given) {
    this.path = path;
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
    return new Parameters(exchange.getRequest().getPath().value(), given);
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
      throw new BadParameterException(name, value, NODE_EXPECTED);
    }
    return value;
  }

  /** A day with a year of four digits, as the database has them; null without one. */
  @Nullable LocalDate day(String name) {
    String value = text(name);
    try {
      if (value == null || value.length() == 10) {
        return value == null ? null : LocalDate.parse(value);
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new BadParameterException(name, value, "a day such as 2026-03-31");
  }

  /** Ids of nodes, one for each time that it is given. */
  List<String> nodes(String name, int most) {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > most) {
      throw new BadParameterException(name, values.size() + " values", "at most " + most);
    }
    for (String value : values) {
      if (value == null || !NODE_ID.matcher(value).matches()) {
        throw new BadParameterException(name, String.valueOf(value), NODE_EXPECTED);
      }
    }
    return values;
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

  /**
   * Where the page before ended; null for the first page.
   *
   * @throws BadParameterException when it is not the cursor of a page of this path with these
   *     filters
   */
  @Nullable String cursor() {
    String value = text("cursor");
    if (value == null) {
      return null;
    }
    String text = decoded("cursor", value);
    int end = text.indexOf(':', SEALED.length());
    if (!text.startsWith(SEALED) || end < 0) {
      throw badCursor(value);
    }
    String key = text.substring(end + 1);
    if (!text.substring(SEALED.length(), end).equals(seal(key))) {
      throw badCursor(value);
    }
    return key;
  }

  /** A cursor of an interface's list that is a number: of rows that are counted as they arrive. */
  long cursorSeq() {
    return seq("cursor", cursor());
  }

  /** The page as it is answered: its cursor is of this path and these filters. */
  <T, R> Page<R> page(Page<T> found, Function<T, R> as) {
    String next = found.nextCursor();
    String key = next == null ? null : decoded("cursor", next).substring(PLAIN.length());
    return new Page<>(
        found.items().stream().map(as).toList(),
        key == null ? null : encoded(SEALED + seal(key) + ":" + key));
  }

  /**
   * Which path and filters a key is of. It keeps mistakes away and no secret: whoever reckons one
   * gets a place in a list that they may read from its beginning.
   */
  private String seal(String key) {
    TreeMap<String, List<String>> filters = new TreeMap<>(given);
    filters.remove("cursor");
    filters.remove("limit");
    String of = path + "\n" + filters + "\n" + key;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, SEAL_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Where one list among several on a screen goes on; null for its beginning. */
  @Nullable String cursor(String name) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    String text = decoded(name, value);
    if (text.startsWith(PLAIN)) {
      return text.substring(PLAIN.length());
    }
    throw badCursor(name, value);
  }

  long cursorSeq(String name) {
    return seq(name, cursor(name));
  }

  private long seq(String name, @Nullable String key) {
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
    return encoded(PLAIN + key);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String name, String value) {
    try {
      return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badCursor(name, value);
    }
  }

  /** As it stands in a query. */
  static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static BadParameterException badCursor(String value) {
    return badCursor("cursor", value);
  }

  private static BadParameterException badCursor(String name, String value) {
    return new BadParameterException(
        name, value, "the nextCursor of an earlier answer to the same path with the same filters");
  }
}
