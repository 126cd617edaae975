package org.plimsoll.leadership;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Filter;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The items that the flow of information counts, each with the event that caused it. */
@Controller
class DeliveredScreen {
  private static final int ROWS = 50;

  /** An item in words. */
  record Row(
      Item item,
      String name,
      String what,
      String known,
      String day,
      String receiver,
      String link) {}

  private final InWords words;
  private final AgenciesInWords agencyNames;
  private final Frame frame;

  DeliveredScreen(InWords words, AgenciesInWords agencyNames, Frame frame) {
    this.words = words;
    this.agencyNames = agencyNames;
    this.frame = frame;
  }

  /** Newest first; to a level, to a node that received it, or about the projects of an agency. */
  @GetMapping("/delivered")
  Rendering delivered(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "level", "receiver", "agency", "day", "cursor");
    String agency = given.node("agency");
    LocalDate day = given.day("day");
    Filter filter =
        new Filter(
            given.oneOf("level", EscalationsApi.RECEIVING),
            null,
            given.node("receiver"),
            null,
            null);
    boolean first = given.cursor("cursor") == null;
    Page<Item> page =
        seen.escalations()
            .before(filter, agency, day, first ? Long.MAX_VALUE : given.cursorSeq("cursor"), ROWS);
    Map<String, String> receivers =
        seen
            .nodes()
            .nodes(
                Stream.concat(
                        page.items().stream().map(Item::deliveredTo),
                        Stream.ofNullable(filter.deliveredTo()))
                    .distinct()
                    .toList())
            .stream()
            .collect(toMap(Node::id, node -> node.names().in(locale)));
    Map<Position, Instant> known =
        seen.trail().known(page.items().stream().map(Item::cause).distinct().toList());
    Rendering.Builder<?> view =
        Rendering.view("delivered")
            .modelAttribute(
                "rows",
                page.items().stream()
                    .map(item -> row(item, known.get(item.cause()), receivers, locale))
                    .toList())
            .modelAttribute(
                "counted",
                words.count("delivered", seen.escalations().count(filter, agency, day), locale))
            .modelAttribute(
                "narrowed",
                Stream.of(
                        narrowed(filter, agency, receivers, locale),
                        day == null ? "" : words.day(day, locale))
                    .filter(part -> !part.isEmpty())
                    .collect(joining(", ")))
            .modelAttribute("day", text(day))
            .modelAttribute("level", text(filter.level()))
            .modelAttribute("receiver", text(filter.deliveredTo()))
            .modelAttribute("agency", text(agency))
            .modelAttribute("first", first)
            .modelAttribute("next", text(page.nextCursor()));
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private String narrowed(
      Filter filter, @Nullable String agency, Map<String, String> receivers, Locale locale) {
    String receiver = filter.deliveredTo();
    return receiver != null
        ? receivers.getOrDefault(receiver, receiver)
        : filter.level() != null
            ? words.symbol("level", filter.level(), locale)
            : agency == null ? "" : agencyNames.named(agency, locale);
  }

  /**
   * @param known by when, by the clock of the trail; null before its first tick
   * @param receivers names of those that are seen; the others go by their ids
   */
  private Row row(
      Item item, @Nullable Instant known, Map<String, String> receivers, Locale locale) {
    return new Row(
        item,
        item.names().in(locale),
        what(item, words, locale),
        known == null ? "" : words.moment(known, locale),
        words.day(item.onDate(), locale),
        receivers.getOrDefault(item.deliveredTo(), item.deliveredTo()),
        link(item));
  }

  /** What an item says, such as "Cost growth over the original baseline, raised". */
  static String what(Item item, InWords words, Locale locale) {
    String kind = words.symbol("kind", item.kind(), locale);
    return item.exceptionId() == null || item.change() == null
        ? kind
        : (item.measure() == null ? kind : words.symbol("measure", item.measure(), locale))
            + ", "
            + words.symbol("change", item.change(), locale);
  }

  /** Where what an item is about is shown. */
  static String link(Item item) {
    return item.exceptionId() == null
        ? "/nodes/" + item.nodeId()
        : "/exceptions/" + item.exceptionId();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
