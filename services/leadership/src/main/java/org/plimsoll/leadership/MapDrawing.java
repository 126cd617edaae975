package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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
  private record Text(String x, String y, String text) {}

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
      heads.add(cell(program, program.names().in(locale), area, "/map/" + program.id(), minor));
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
    Map<String, String> ends = ends(byBudget.stream().map(s -> s.names().in(locale)).toList());
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < byBudget.size(); i++) {
      Spot spot = byBudget.get(i);
      String end = ends.getOrDefault(spot.names().in(locale), "");
      cells.add(cell(spot, end, areas.get(i), "/nodes/" + spot.id(), minor(spot)));
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

  /**
   * @param end what is written where its name has no room
   */
  private Cell cell(Spot spot, String end, Area area, String link, long minor) {
    String name = spot.names().in(locale);
    String tone = tone(spot);
    Area drawn = tone.equals("calm") ? area : inset(area);
    boolean touched = area.width() >= TOUCHED && area.height() >= TOUCHED;
    // The past of a program is looked at on its map; a project's page has its own history.
    String there = at != null && link.startsWith("/map/") ? link + "?at=" + at : link;
    int most = link.startsWith("/map/") ? 1 : MOST_LINES;
    String number = numbers.get(spot.id());
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
        number == null ? texts(name, end, drawn, most) : numbered(number, name, end, drawn, most));
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

  /**
   * What tells each name from the others: without the words with which another one begins, too. Cut
   * alike they would all be the same.
   */
  static Map<String, String> ends(List<String> names) {
    List<String> sorted = names.stream().distinct().sorted().toList();
    Map<String, String> ends = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      String name = sorted.get(i);
      int before = i == 0 ? 0 : shared(name, sorted.get(i - 1));
      int behind = i == sorted.size() - 1 ? 0 : shared(name, sorted.get(i + 1));
      int shared = Math.max(before, behind);
      ends.put(name, shared == 0 ? name : CUT + name.substring(shared));
    }
    return ends;
  }

  /** How many letters of whole words two names have in common at the beginning. */
  private static int shared(String name, String other) {
    int most = Math.min(name.length(), other.length());
    int words = 0;
    for (int i = 0; i < most && name.charAt(i) == other.charAt(i); i++) {
      if (name.charAt(i) == ' ') {
        words = i + 1;
      }
    }
    return words;
  }

  /** The name where it fits, or else how it begins and, below that, its end. */
  private static List<Text> texts(String name, String end, Area area, int most) {
    List<Text> whole = texts(name, area, most);
    if (whole.stream().noneMatch(text -> text.text().endsWith(CUT))) {
      return whole;
    }
    Area below = new Area(area.x(), area.y() + LINE, area.width(), area.height() - LINE);
    List<Text> ended = texts(end, below, most - 1);
    return end.startsWith(CUT) && !ended.isEmpty()
        ? Stream.concat(texts(name, area, 1).stream(), ended.stream()).toList()
        : whole;
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
  private static List<Text> numbered(String number, String name, String end, Area area, int most) {
    List<Text> texts = texts(number + " " + name, end, area, most);
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
