package org.plimsoll.leadership;

import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.NodeScreen.Crumb;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.PortfolioMap.Group;
import org.plimsoll.leadership.PortfolioMap.Span;
import org.plimsoll.leadership.PortfolioMap.Spot;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * The hierarchy as a picture in which an area is a budget and only what is out of tolerance or
 * silent has a colour; the same as a table.
 */
@Controller
class MapScreen {
  /** Projects that one picture shows; the others of a program are one area. */
  private static final int CELLS = 300;

  private static final int LEAST_CELLS = 5;
  private static final int ROWS = 25;
  private static final int PROGRAMS = 60;
  private static final int PORTFOLIOS = 50;

  /**
   * What stands out of the picture, with the number that it has there.
   *
   * @param others how many more of its exceptions are open; empty where there are none
   */
  record Listed(String number, Spot spot, String name, String state, String tone, String others) {}

  /** A row of the table. */
  record Row(Spot spot, String name, String budget, String state, String tone, String below) {}

  private final InWords words;
  private final Sentences sentences;
  private final Frame frame;

  MapScreen(InWords words, Sentences sentences, Frame frame) {
    this.words = words;
    this.sentences = sentences;
    this.frame = frame;
  }

  @GetMapping("/map")
  Rendering start(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "at", "portfolio");
    List<String> portfolios = seen.map().portfolios(1);
    String chosen = given.node("portfolio");
    LocalDate day = given.day("at");
    String at = day == null ? "" : "?at=" + day;
    if (chosen != null) {
      return Rendering.redirectTo("/map/" + chosen + at).build();
    }
    if (portfolios.isEmpty()) {
      Rendering.Builder<?> view = Rendering.view("map").modelAttribute("title", "");
      frame.around(seen, view, exchange, locale);
      return view.build();
    }
    return Rendering.redirectTo("/map/" + portfolios.getFirst() + at).build();
  }

  /** A portfolio or a program, as it stands or as it was known at the end of a day. */
  @GetMapping("/map/{id}")
  Rendering map(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters given = Parameters.of(exchange, "at", "cursor");
    LocalDate asked = given.day("at");
    Optional<Span> span = seen.map().span();
    boolean ahead = asked != null && asked.isAfter(latest(span));
    // Of a day that has not come nothing is known yet but what is known now.
    LocalDate at = ahead ? null : asked;
    Node node =
        seen.nodes()
            .node(id)
            .orElseThrow(() -> new UnknownException("node", id, "the id of a registered node"));
    if (node.level().equals("PROJECT")) {
      return Rendering.redirectTo("/nodes/" + id).build();
    }
    List<Spot> programs =
        node.level().equals("PROGRAM")
            ? List.of()
            : seen.map().below(id, at, Integer.MAX_VALUE, Long.MAX_VALUE, "", 0, PROGRAMS).items();
    Map<String, Group> groups = groups(seen, node, programs, at);
    List<Listed> listed = listed(seen, node, programs, groups, locale);
    Map<String, String> numbers =
        listed.stream().collect(toMap(each -> each.spot().id(), Listed::number));
    Rendering.Builder<?> view =
        Rendering.view("map")
            .modelAttribute("title", node.names().in(locale))
            .modelAttribute("node", node)
            .modelAttribute("crumbs", crumbs(seen, node, locale))
            .modelAttribute("at", at == null ? "" : at.toString())
            .modelAttribute("standing", standing(at, ahead ? asked : null, locale))
            .modelAttribute("portfolios", portfolios(seen))
            .modelAttribute("listed", listed)
            .modelAttribute(
                "pictures",
                new MapDrawing(numbers, at, words, locale).pictures(node, programs, groups));
    span.ifPresent(s ->
        view.modelAttribute("from", s.from().toString())
            .modelAttribute("to", s.to().toString())
            .modelAttribute("days", ChronoUnit.DAYS.between(s.from(), s.to()))
            .modelAttribute("day", ChronoUnit.DAYS.between(s.from(), at == null ? s.to() : at)));
    rows(
        view,
        given.cursor("cursor") == null && !programs.isEmpty()
            ? firstRows(programs, groups)
            : page(seen, node, at, given.cursor("cursor")),
        locale);
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private String standing(@Nullable LocalDate at, @Nullable LocalDate ahead, Locale locale) {
    return ahead != null
        ? words.say("map.ahead", locale, words.day(ahead, locale))
        : at != null
            ? words.say("map.known", locale, words.day(at, locale))
            : words.say("map.now", locale);
  }

  /**
   * The day by the clock of the trail, which may be another than today where a history is played.
   */
  private static LocalDate latest(Optional<Span> span) {
    return span.map(Span::to).orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
  }

  private List<Node> portfolios(Seen seen) {
    List<String> ids = seen.map().portfolios(PORTFOLIOS);
    return ids.size() < 2
        ? List.of()
        : seen.nodes().nodes(ids).stream().sorted(Comparator.comparing(Node::id)).toList();
  }

  private List<Crumb> crumbs(Seen seen, Node node, Locale locale) {
    return seen.nodes().above(node).stream()
        .map(above -> new Crumb(above.id(), above.names().in(locale)))
        .toList();
  }

  private static Map<String, Group> groups(
      Seen seen, Node node, List<Spot> programs, @Nullable LocalDate at) {
    return node.level().equals("PROGRAM")
        ? seen.map().groups(List.of(node.id()), at, CELLS)
        : seen.map()
            .groups(
                programs.stream().map(Spot::id).toList(),
                at,
                Math.max(LEAST_CELLS, CELLS / Math.max(1, programs.size())));
  }

  /** What stands out, the worst first; a square that has no room for a name has the number. */
  private List<Listed> listed(
      Seen seen, Node node, List<Spot> programs, Map<String, Group> groups, Locale locale) {
    Stream<Spot> drawn =
        node.level().equals("PROGRAM")
            ? groups.values().stream().flatMap(group -> group.spots().stream())
            : programs.stream()
                .flatMap(program ->
                    Stream.concat(
                        Stream.of(program),
                        groups.getOrDefault(program.id(), Group.NOTHING).spots().stream()));
    List<Spot> troubled =
        drawn
            .filter(spot -> spot.trouble() > 0)
            .sorted(Comparator.comparingInt(Spot::trouble).reversed())
            .toList();
    Map<String, Node> targeted =
        seen
            .nodes()
            .nodes(
                troubled.stream().filter(spot -> spot.indicatorId() != null).map(Spot::id).toList())
            .stream()
            .collect(toMap(Node::id, target -> target));
    List<Listed> listed = new ArrayList<>();
    for (Spot spot : troubled) {
      String state = MapDrawing.state(spot, words, locale);
      String measure = spot.measure();
      listed.add(
          new Listed(
              words.integer(listed.size() + 1L, locale),
              spot,
              spot.names().in(locale),
              // A silence says so already.
              measure == null || measure.equals(Measure.SILENCE.name())
                  ? state
                  : words.say(
                      "map.of",
                      locale,
                      state,
                      sentences.measure(measure, target(spot, targeted), locale)),
              MapDrawing.tone(spot),
              spot.open() < 2 ? "" : words.count("map.open", spot.open() - 1L, locale)));
    }
    return listed;
  }

  private static @Nullable Target target(Spot spot, Map<String, Node> targeted) {
    Node node = targeted.get(spot.id());
    return node == null ? null : node.target(spot.indicatorId()).orElse(null);
  }

  private static Page<Spot> page(
      Seen seen, Node node, @Nullable LocalDate at, @Nullable String cursor) {
    String[] from =
        cursor == null
            ? new String[] {String.valueOf(Integer.MAX_VALUE), String.valueOf(Long.MAX_VALUE), ""}
            : cursor.split(":", 3);
    if (from.length != 3) {
      throw Parameters.badCursor(String.valueOf(cursor));
    }
    return seen.map()
        .below(
            node.id(),
            at,
            (int) Parameters.number("cursor", from[0], 0, Integer.MAX_VALUE),
            Parameters.number("cursor", from[1], -1, Long.MAX_VALUE),
            from[2],
            ROWS,
            ROWS);
  }

  /** The first rows of the table, which are drawn as well, with what was counted for that. */
  private static Page<Spot> firstRows(List<Spot> programs, Map<String, Group> groups) {
    return PortfolioMap.page(
        programs.stream()
            .limit(ROWS + 1)
            .map(program -> program.over(groups.getOrDefault(program.id(), Group.NOTHING).all()))
            .toList(),
        ROWS);
  }

  private void rows(Rendering.Builder<?> view, Page<Spot> page, Locale locale) {
    view.modelAttribute(
        "rows",
        page.items().stream()
            .map(spot ->
                new Row(
                    spot,
                    spot.names().in(locale),
                    told(spot, locale),
                    MapDrawing.state(spot, words, locale),
                    MapDrawing.tone(spot),
                    spot.below().nodes() == 0
                        ? ""
                        : words.say(
                            "map.below",
                            locale,
                            words.count("projects", spot.below().nodes(), locale),
                            spot.below().troubles().in(words, locale))))
            .toList());
    if (page.nextCursor() != null) {
      view.modelAttribute("next", page.nextCursor());
    }
  }

  private String told(Spot spot, Locale locale) {
    if (spot.budgetMinor() != null) {
      return words.money(spot.budgetMinor(), spot.currency(), locale);
    }
    Long below = spot.below().minor();
    return below == null
        ? words.say("map.noBudget", locale)
        : words.say("map.sum", locale, words.money(below, spot.currency(), locale));
  }
}
