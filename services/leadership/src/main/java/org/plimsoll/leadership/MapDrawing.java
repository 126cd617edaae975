package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.PortfolioMap.Group;
import org.plimsoll.leadership.PortfolioMap.Spot;
import org.plimsoll.leadership.Treemap.Area;
import org.springframework.web.util.HtmlUtils;

/** The areas of one map, each of the size of its budget, with as much text as fits in. */
final class MapDrawing {
  /** Pictures in the pixels that they have on a wide and on a narrow screen. */
  private static final Area WIDE = new Area(0, 0, 920, 560);

  private static final Area NARROW = new Area(0, 0, 358, 640);

  /** What a finger hits; smaller areas are drawn and no links, the table has them. */
  private static final double TOUCHED = 24;

  /** Height of a group's own line. */
  private static final double HEAD = 24;

  private static final double LINE = 16;
  private static final double LETTER = 7.6;
  private static final int LEAST_LETTERS = 5;
  private static final int MOST_LINES = 4;
  private static final double MARGIN = 6;

  /** Where something was left out. */
  private static final String CUT = "…";

  /** A line of text in an area. */
  record Text(String x, String y, String text) {}

  /**
   * An area of the picture.
   *
   * @param outline as a path of SVG; its one corner, its width, its height and back
   * @param link null where it is too small or stands for many
   * @param label in markup
   */
  private record Cell(
      String outline, String tone, @Nullable String link, String label, List<Text> texts) {

    void draw(StringBuilder svg, String hatch) {
      if (link == null) {
        svg.append("<g class=\"cell ").append(tone).append("\">");
      } else {
        svg.append("<a href=\"").append(markup(link)).append("\" aria-label=\"").append(label);
        svg.append("\" class=\"cell ").append(tone).append("\">");
      }
      svg.append("<title>").append(label).append("</title><path d=\"").append(outline);
      svg.append("\"></path>");
      if (link != null && tone.equals("silent")) {
        svg.append("<path class=\"over\" d=\"").append(outline).append("\" fill=\"url(#");
        svg.append(hatch).append(")\"></path>");
      }
      for (Text each : texts) {
        // The label of a link stands for what is written in it.
        svg.append(link == null ? "<text" : "<text aria-hidden=\"true\"")
            .append(" x=\"")
            .append(each.x)
            .append("\" y=\"");
        svg.append(each.y).append("\">").append(markup(each.text)).append("</text>");
      }
      svg.append(link == null ? "</g>\n" : "</a>\n");
    }
  }

  /**
   * A picture.
   *
   * @param hatch the id of what silent areas are filled with
   * @param areas in markup: a template weighs each attribute, and there are thousands of them
   */
  record Picture(String name, String viewBox, String hatch, String areas) {}

  /** By spot that has one: the number that it has in the list of what stands out. */
  private final Map<String, String> numbers;

  private final @Nullable LocalDate at;
  private final InWords words;
  private final Locale locale;

  /** By spot, which is in both pictures; in markup. */
  private final Map<String, String> labels = new HashMap<>();

  /**
   * @param numbers by the id of what stands out
   * @param at the day that is looked at; null for now
   */
  MapDrawing(Map<String, String> numbers, @Nullable LocalDate at, InWords words, Locale locale) {
    this.numbers = numbers;
    this.at = at;
    this.words = words;
    this.locale = locale;
  }

  /** The picture for a wide and for a narrow screen; none where nothing has a budget. */
  List<Picture> pictures(Node node, List<Spot> programs, Map<String, Group> groups) {
    if (node.level().equals("PROGRAM")) {
      Group group = groups.getOrDefault(node.id(), Group.NOTHING);
      if (group.spots().isEmpty()) {
        return List.of();
      }
      return List.of(
          picture("wide", WIDE, List.of(), cells(group, WIDE)),
          picture("narrow", NARROW, List.of(), cells(group, NARROW)));
    }
    List<Spot> drawn =
        programs.stream()
            .filter(program -> budget(groups.get(program.id())) > 0)
            .sorted(Comparator.comparingLong((Spot s) -> -budget(groups.get(s.id()))))
            .toList();
    return drawn.isEmpty()
        ? List.of()
        : List.of(grouped("wide", WIDE, drawn, groups), grouped("narrow", NARROW, drawn, groups));
  }

  private static long budget(@Nullable Group group) {
    return group == null
        ? 0
        : group.othersMinor()
            + group.spots().stream()
                .mapToLong(s -> s.budgetMinor() == null ? 0 : s.budgetMinor())
                .sum();
  }

  private Picture grouped(String name, Area whole, List<Spot> programs, Map<String, Group> groups) {
    List<Area> areas =
        Treemap.squarified(
            programs.stream().map(program -> budget(groups.get(program.id()))).toList(), whole);
    List<Cell> heads = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      Spot program = programs.get(i);
      Area area = areas.get(i);
      long minor = budget(groups.get(program.id()));
      heads.add(cell(program, area, "/map/" + program.id(), minor));
      double head = area.height() > 3 * HEAD && area.width() > 3 * HEAD ? HEAD : 0;
      Group group = groups.get(program.id());
      if (group != null && head > 0) {
        Area inner =
            new Area(area.x() + 2, area.y() + head, area.width() - 4, area.height() - head - 2);
        cells.addAll(cells(group, inner));
      }
    }
    return picture(name, whole, heads, cells);
  }

  private static Picture picture(String name, Area whole, List<Cell> groups, List<Cell> cells) {
    String hatch = "hatch-" + name;
    StringBuilder areas = new StringBuilder();
    groups.forEach(group -> group.draw(areas, hatch));
    cells.forEach(cell -> cell.draw(areas, hatch));
    return new Picture(
        name, "0 0 %.0f %.0f".formatted(whole.width(), whole.height()), hatch, areas.toString());
  }

  private static String markup(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }

  private List<Cell> cells(Group group, Area whole) {
    List<Spot> byBudget =
        group.spots().stream()
            .sorted(Comparator.comparingLong((Spot s) -> -minor(s)).thenComparing(Spot::id))
            .toList();
    List<Long> weights = new ArrayList<>(byBudget.stream().map(MapDrawing::minor).toList());
    boolean others = group.othersMinor() > 0;
    if (others) {
      // Not in its place by size, which costs only how square the last areas are.
      weights.add(group.othersMinor());
    }
    List<Area> areas = Treemap.squarified(weights, whole);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < byBudget.size(); i++) {
      Spot spot = byBudget.get(i);
      cells.add(cell(spot, areas.get(i), "/nodes/" + spot.id(), minor(spot)));
    }
    // What is out of tolerance is reached first with the keyboard, too.
    cells.sort(Comparator.comparing((Cell cell) -> cell.tone().equals("calm")));
    if (others) {
      Area area = areas.getLast();
      String said = words.count("map.others", group.others(), locale);
      cells.add(at(area, "rest", null, markup(said), texts(said, area, 1)));
    }
    return cells;
  }

  private static long minor(Spot spot) {
    return spot.budgetMinor() == null ? 0 : spot.budgetMinor();
  }

  private Cell cell(Spot spot, Area area, String link, long minor) {
    String name = spot.names().in(locale);
    String tone = tone(spot);
    Area drawn = tone.equals("calm") ? area : inset(area);
    boolean touched = area.width() >= TOUCHED && area.height() >= TOUCHED;
    // The past of a program is looked at on its map; a project's page has its own history.
    String there = at != null && link.startsWith("/map/") ? link + "?at=" + at : link;
    String number = numbers.get(spot.id());
    String said = number == null ? name : number + ". " + name;
    return at(
        drawn,
        tone,
        touched ? there : null,
        labels.computeIfAbsent(
            spot.id(),
            _ ->
                markup(
                    name
                        + ". "
                        + words.money(minor, spot.currency(), locale)
                        + ". "
                        + state(spot, words, locale))),
        link.startsWith("/map/")
            ? texts(said, drawn, 1)
            : number == null ? whole(name, drawn) : numbered(number, said, drawn));
  }

  private static Cell at(
      Area area, String tone, @Nullable String link, String label, List<Text> texts) {
    String outline =
        "M"
            + number(area.x())
            + " "
            + number(area.y())
            + "h"
            + number(Math.max(0, area.width()))
            + "v"
            + number(Math.max(0, area.height()))
            + "H"
            + number(area.x())
            + "z";
    return new Cell(outline, tone, link, label, texts);
  }

  /** So that the frame of what stands out is not drawn over by its neighbours. */
  private static Area inset(Area area) {
    return new Area(area.x() + 1, area.y() + 1, area.width() - 2, area.height() - 2);
  }

  /** With one place. There are thousands on a map, so none of them is formatted by a pattern. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return (tenths < 0 ? "-" : "") + Math.abs(tenths / 10) + "." + Math.abs(tenths % 10);
  }

  /** A name where it fits; nothing where it does not, for a cut one says less than its area. */
  static List<Text> whole(String name, Area area) {
    List<Text> texts = texts(name, area, MOST_LINES);
    return texts.stream().anyMatch(text -> text.text().endsWith(CUT)) ? List.of() : texts;
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
        line = left.substring(0, letters - 1).strip() + CUT;
        left = next < 0 ? "" : left.substring(next).strip();
      }
      texts.add(
          new Text(number(area.x() + MARGIN), number(area.y() + LINE * (texts.size() + 1)), line));
    }
    return texts;
  }

  /** The number alone where the name has no room; it may reach beyond a very small area. */
  private static List<Text> numbered(String number, String said, Area area) {
    List<Text> texts = whole(said, area);
    return texts.isEmpty()
        ? List.of(
            new Text(
                number(Math.max(0, area.x() + area.width() / 2 - number.length() * LETTER / 2)),
                number(area.y() + area.height() / 2 + LINE / 4),
                number))
        : texts;
  }

  /** What it looks like; only what is calm has no colour. */
  static String tone(Spot spot) {
    return spot.step() > 1
        ? "deep"
        : spot.step() == 1
            ? "beyond"
            : spot.silent() ? "silent" : spot.expected() ? "expected" : "calm";
  }

  static String state(Spot spot, InWords words, Locale locale) {
    return spot.step() > 0
        ? words.say("map.beyond", locale, words.integer(spot.step(), locale))
        : words.say(
            spot.silent() ? "map.silent" : spot.expected() ? "map.expected" : "map.within", locale);
  }
}
