package org.plimsoll.leadership;

import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.NodeScreen.Crumb;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.PortfolioMap.Group;
import org.plimsoll.leadership.PortfolioMap.Span;
import org.plimsoll.leadership.PortfolioMap.Spot;
import org.plimsoll.leadership.Treemap.Area;
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
  /** Pictures in the pixels that they have on a wide and on a narrow screen. */
  private static final Area WIDE = new Area(0, 0, 920, 560);

  private static final Area NARROW = new Area(0, 0, 358, 640);

  /** Projects that one picture shows; the others of a program are one area. */
  private static final int CELLS = 300;

  private static final int LEAST_CELLS = 5;
  private static final int ROWS = 25;
  private static final int PROGRAMS = 60;
  private static final int PORTFOLIOS = 50;

  /** What a finger hits; smaller areas are drawn and no links, the table has them. */
  private static final double TOUCHED = 24;

  /** Height of a group's own line. */
  private static final double HEAD = 24;

  private static final double LINE = 16;
  private static final double LETTER = 7.6;
  private static final int LEAST_LETTERS = 5;
  private static final int MOST_LINES = 4;
  private static final double MARGIN = 6;

  /** A line of text in an area. */
  record Text(String x, String y, String text) {}

  /** What stands out of the picture, with the number that it has there. */
  record Listed(String number, Spot spot, String name, String state, String tone) {}

  /** An area of the picture; without a link where it is too small or stands for many. */
  record Cell(
      String id,
      String x,
      String y,
      String width,
      String height,
      String tone,
      @Nullable String link,
      String label,
      List<Text> texts) {}

  record Picture(String name, String viewBox, List<Cell> groups, List<Cell> cells) {}

  /** A row of the table. */
  record Row(Spot spot, String name, String budget, String state, String tone, String below) {}

  private final InWords words;
  private final Frame frame;

  MapScreen(InWords words, Frame frame) {
    this.words = words;
    this.frame = frame;
  }

  @GetMapping("/map")
  Rendering start(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, "at", "portfolio");
    List<String> portfolios = seen.map().portfolios(1);
    String chosen = given.node("portfolio");
    LocalDate day = day(given.text("at"));
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
    LocalDate asked = day(given.text("at"));
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
    List<Listed> listed = listed(node, programs, groups, locale);
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
            .modelAttribute("pictures", pictures(node, programs, groups, numbers, at, locale));
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

  /** Today, or the last day of the trail, whose clock may run ahead in a demonstration. */
  private static LocalDate latest(Optional<Span> span) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return span.map(Span::to).filter(to -> to.isAfter(today)).orElse(today);
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

  /** What stands out, program by program; a square that has no room for a name has the number. */
  private List<Listed> listed(
      Node node, List<Spot> programs, Map<String, Group> groups, Locale locale) {
    Stream<Spot> drawn =
        node.level().equals("PROGRAM")
            ? groups.values().stream().flatMap(group -> group.spots().stream())
            : programs.stream()
                .flatMap(program ->
                    Stream.concat(
                        Stream.of(program),
                        groups.getOrDefault(program.id(), Group.NOTHING).spots().stream()));
    List<Listed> listed = new ArrayList<>();
    drawn
        .filter(spot -> spot.trouble() > 0)
        .forEach(spot ->
            listed.add(
                new Listed(
                    words.integer(listed.size() + 1L, locale),
                    spot,
                    spot.names().in(locale),
                    state(spot, locale),
                    tone(spot))));
    return listed;
  }

  private List<Picture> pictures(
      Node node,
      List<Spot> programs,
      Map<String, Group> groups,
      Map<String, String> numbers,
      @Nullable LocalDate at,
      Locale locale) {
    if (node.level().equals("PROGRAM")) {
      Group group = groups.getOrDefault(node.id(), Group.NOTHING);
      if (group.spots().isEmpty()) {
        return List.of();
      }
      return List.of(
          picture("wide", WIDE, List.of(), cells(group, WIDE, numbers, at, locale)),
          picture("narrow", NARROW, List.of(), cells(group, NARROW, numbers, at, locale)));
    }
    List<Spot> drawn =
        programs.stream()
            .filter(program -> budget(groups.get(program.id())) > 0)
            .sorted(Comparator.comparingLong((Spot s) -> -budget(groups.get(s.id()))))
            .toList();
    return drawn.isEmpty()
        ? List.of()
        : List.of(
            grouped("wide", WIDE, drawn, groups, numbers, at, locale),
            grouped("narrow", NARROW, drawn, groups, numbers, at, locale));
  }

  private static long budget(@Nullable Group group) {
    return group == null
        ? 0
        : group.othersMinor()
            + group.spots().stream()
                .mapToLong(s -> s.budgetMinor() == null ? 0 : s.budgetMinor())
                .sum();
  }

  private Picture grouped(
      String name,
      Area whole,
      List<Spot> programs,
      Map<String, Group> groups,
      Map<String, String> numbers,
      @Nullable LocalDate at,
      Locale locale) {
    List<Area> areas =
        Treemap.squarified(
            programs.stream().map(program -> budget(groups.get(program.id()))).toList(), whole);
    List<Cell> heads = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      Spot program = programs.get(i);
      Area area = areas.get(i);
      heads.add(
          cell(
              program,
              numbers.get(program.id()),
              area,
              "/map/" + program.id(),
              at,
              budget(groups.get(program.id())),
              locale));
      double head = area.height() > 3 * HEAD && area.width() > 3 * HEAD ? HEAD : 0;
      Group group = groups.get(program.id());
      if (group != null && head > 0) {
        Area inner =
            new Area(area.x() + 2, area.y() + head, area.width() - 4, area.height() - head - 2);
        cells.addAll(cells(group, inner, numbers, at, locale));
      }
    }
    return picture(name, whole, heads, cells);
  }

  private static Picture picture(String name, Area whole, List<Cell> groups, List<Cell> cells) {
    return new Picture(
        name, "0 0 %.0f %.0f".formatted(whole.width(), whole.height()), groups, cells);
  }

  private List<Cell> cells(
      Group group, Area whole, Map<String, String> numbers, @Nullable LocalDate at, Locale locale) {
    List<Spot> byBudget =
        group.spots().stream()
            .sorted(Comparator.comparingLong((Spot s) -> -minor(s)).thenComparing(Spot::id))
            .toList();
    List<Long> weights = new ArrayList<>(byBudget.stream().map(MapScreen::minor).toList());
    boolean others = group.othersMinor() > 0;
    if (others) {
      // Not in its place by size, which costs only how square the last areas are.
      weights.add(group.othersMinor());
    }
    List<Area> areas = Treemap.squarified(weights, whole);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < byBudget.size(); i++) {
      Spot spot = byBudget.get(i);
      cells.add(
          cell(
              spot,
              numbers.get(spot.id()),
              areas.get(i),
              "/nodes/" + spot.id(),
              at,
              minor(spot),
              locale));
    }
    // What is out of tolerance is reached first with the keyboard, too.
    cells.sort(Comparator.comparing((Cell cell) -> cell.tone().equals("calm")));
    if (others) {
      Area area = areas.getLast();
      String said = words.count("map.others", group.others(), locale);
      cells.add(at(area, "", "rest", null, said, texts(said, area, 1)));
    }
    return cells;
  }

  private static long minor(Spot spot) {
    return spot.budgetMinor() == null ? 0 : spot.budgetMinor();
  }

  private Cell cell(
      Spot spot,
      @Nullable String number,
      Area area,
      String link,
      @Nullable LocalDate at,
      long minor,
      Locale locale) {
    String name = spot.names().in(locale);
    String tone = tone(spot);
    Area drawn = tone.equals("calm") ? area : inset(area);
    boolean touched = area.width() >= TOUCHED && area.height() >= TOUCHED;
    // The past of a program is looked at on its map; a project's page has its own history.
    String there = at != null && link.startsWith("/map/") ? link + "?at=" + at : link;
    return at(
        drawn,
        spot.id(),
        tone,
        touched ? there : null,
        name + ". " + words.money(minor, spot.currency(), locale) + ". " + state(spot, locale),
        number == null
            ? texts(name, drawn, link.startsWith("/map/") ? 1 : MOST_LINES)
            : numbered(number, name, drawn, link.startsWith("/map/") ? 1 : MOST_LINES));
  }

  private static Cell at(
      Area area, String id, String tone, @Nullable String link, String label, List<Text> texts) {
    return new Cell(
        id,
        number(area.x()),
        number(area.y()),
        number(Math.max(0, area.width())),
        number(Math.max(0, area.height())),
        tone,
        link,
        label,
        texts);
  }

  /** So that the frame of what stands out is not drawn over by its neighbours. */
  private static Area inset(Area area) {
    return new Area(area.x() + 1, area.y() + 1, area.width() - 2, area.height() - 2);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** As much of a name as fits beside its margins; nothing where that is no word. */
  private static List<Text> texts(String name, Area area, int most) {
    int letters = (int) ((area.width() - 2 * MARGIN) / LETTER);
    int lines = Math.min(most, (int) ((area.height() - MARGIN) / LINE));
    List<Text> texts = new ArrayList<>();
    String left = name;
    while (letters >= LEAST_LETTERS && texts.size() < lines && !left.isEmpty()) {
      boolean last = texts.size() == lines - 1;
      int space = left.length() <= letters ? left.length() : left.lastIndexOf(' ', letters);
      String line;
      if (space > 0 && (!last || space == left.length())) {
        line = left.substring(0, space);
        left = left.substring(space).strip();
      } else {
        // A word that does not fit is cut, and so is whatever the last line has no room for.
        int next = last ? -1 : left.indexOf(' ');
        line = left.substring(0, letters - 1).strip() + "…";
        left = next < 0 ? "" : left.substring(next).strip();
      }
      texts.add(
          new Text(number(area.x() + MARGIN), number(area.y() + LINE * (texts.size() + 1)), line));
    }
    return texts;
  }

  /** The number alone where the name has no room; it may reach beyond a very small area. */
  private static List<Text> numbered(String number, String name, Area area, int most) {
    List<Text> texts = texts(number + " " + name, area, most);
    return texts.isEmpty()
        ? List.of(
            new Text(
                number(Math.max(0, area.x() + area.width() / 2 - number.length() * LETTER / 2)),
                number(area.y() + area.height() / 2 + LINE / 4),
                number))
        : texts;
  }

  private static String tone(Spot spot) {
    return spot.step() > 1
        ? "deep"
        : spot.step() == 1
            ? "beyond"
            : spot.silent() ? "silent" : spot.expected() ? "expected" : "calm";
  }

  private String state(Spot spot, Locale locale) {
    return spot.step() > 0
        ? words.say("map.beyond", locale, words.integer(spot.step(), locale))
        : words.say(
            spot.silent() ? "map.silent" : spot.expected() ? "map.expected" : "map.within", locale);
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
                    state(spot, locale),
                    tone(spot),
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

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      // A field that is left empty asks for now.
      return text == null || text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new BadParameterException("at", text, "a day such as 2026-03-31");
    }
  }
}
