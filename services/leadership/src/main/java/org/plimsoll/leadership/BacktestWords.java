package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;

/**
 * How figures of one candidate of a back-test read, and where they lead: each to the list of what
 * it counts.
 *
 * @param base address of the back-test
 * @param of which of its candidates: 0 is the policy as it is written
 */
record BacktestWords(InWords words, PersonsInWords persons, Locale locale, String base, int of) {
  /**
   * One field.
   *
   * @param href where it leads; null: nowhere
   * @param label what is read out in the place of the text of a link; empty: the text
   */
  record Cell(String text, @Nullable String href, String label) {
    static Cell of(String text) {
      return new Cell(text, null, "");
    }
  }

  /** A line of a table. */
  record Row(Cell head, List<Cell> cells) {}

  /**
   * A table.
   *
   * @param columns the first is that of the heads
   * @param more where the rest of it is; null: this is all
   */
  record Table(
      String id,
      String title,
      String about,
      List<String> columns,
      List<Row> rows,
      @Nullable String more) {}

  /** The same of another candidate. */
  BacktestWords of(int candidate) {
    return new BacktestWords(words, persons, locale, base, candidate);
  }

  String say(String key, Object... arguments) {
    return words.say("backtest." + key, locale, arguments);
  }

  String symbol(String kind, Enum<?> symbol) {
    return words.symbol("backtest." + kind, symbol.name(), locale);
  }

  String integer(long number) {
    return words.integer(number, locale);
  }

  String days(BigDecimal days) {
    return words.quantity(days, "DAYS", null, 1, locale);
  }

  String mean(double number) {
    return words.quantity(BigDecimal.valueOf(number), "RATIO", null, 0, locale);
  }

  /** The node's name; of one that the reader does not see, that it is above what they see. */
  String name(Map<String, Node> seen, String nodeId) {
    Node node = seen.get(nodeId);
    return node == null ? say("above") : node.names().in(locale);
  }

  /** With whom the node names as accountable, if the reader sees it. */
  String accountable(Map<String, Node> seen, String nodeId) {
    Node node = seen.get(nodeId);
    String name = name(seen, nodeId);
    return node == null || node.person() == null
        ? name
        : persons.named(node.person(), locale) + ", " + name;
  }

  /** The way to a list, with what narrows it: names and values in turn. */
  String list(String name, String... narrowed) {
    StringBuilder way = new StringBuilder(base + "/" + name);
    char join = '?';
    if (of > 0) {
      way.append("?of=").append(of);
      join = '&';
    }
    for (int i = 0; i < narrowed.length; i += 2) {
      way.append(join).append(narrowed[i]).append('=').append(narrowed[i + 1]);
      join = '&';
    }
    return way.toString();
  }

  /** A count that opens to what it counts, where it counts something. */
  Cell count(long count, String row, String column, String href) {
    return count == 0 ? Cell.of(integer(count)) : linked(integer(count), row, column, href);
  }

  Cell linked(String text, String row, String column, String href) {
    return new Cell(text, href, row + ", " + column + ": " + text);
  }
}
