package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.plimsoll.leadership.BacktestWords.Cell;
import org.plimsoll.leadership.BacktestWords.Row;
import org.plimsoll.leadership.BacktestWords.Table;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.backtest.Grid;
import org.plimsoll.policy.backtest.LeadTime;
import org.plimsoll.policy.backtest.LeadTime.Breach.When;
import org.plimsoll.policy.backtest.LeadTime.Quantiles;
import org.plimsoll.policy.backtest.Load;
import org.plimsoll.policy.backtest.Report;

/**
 * Load against lead time for each limit that was tried, as a table and as a curve. Binary floating
 * point, because the curve is a picture and decides nothing.
 */
final class BacktestSweep {
  private static final double LEFT = 52;
  private static final double RIGHT = 30;
  private static final double TOP = 26;
  private static final double BOTTOM = 30;

  /** About so many lines across each axis. */
  private static final int TICKS = 5;

  /** How near the texts of two points may come. */
  private static final double APART_X = 44;

  private static final double APART_Y = 14;

  /** A line across an axis, with its number. */
  record Tick(String at, String text) {}

  /** A point; without a text where another one's stands too near. */
  record Mark(String x, String y, String textY, String text, String label) {}

  /**
   * The curve in the pixels that it has on a wide or a narrow screen.
   *
   * @param path through the points, in the order of the limits
   * @param inForce the policy in force; none where it told of nothing
   */
  record Picture(
      String name,
      String viewBox,
      String left,
      String right,
      String top,
      String bottom,
      List<Tick> across,
      List<Tick> up,
      String path,
      List<Mark> marks,
      List<Mark> inForce) {}

  private record Point(double x, double y, String text, String label) {}

  private record Axis(double from, double to, double begin, double end) {
    private double place(double value) {
      return begin + (value - from) / (to - from) * (end - begin);
    }
  }

  private final BacktestWords words;
  private final Grid grid;
  private final List<Report> reports;

  /**
   * @param reports that of the policy as it is written first, then one for each limit
   */
  BacktestSweep(BacktestWords words, Grid grid, List<Report> reports) {
    this.words = words;
    this.grid = grid;
    this.reports = reports;
  }

  /** A row for each limit, and one for the policy in force. */
  Table table() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < grid.values().size(); i++) {
      Report report = reports.get(i + 1);
      String limit = limit(i);
      rows.add(
          new Row(
              new Cell(limit, words.base() + "?of=" + (i + 1), words.say("sweep.open", limit)),
              cells(
                  words.of(i + 1),
                  limit,
                  report.candidate(),
                  report.candidateLoad(),
                  report.candidateLead(),
                  "CANDIDATE")));
    }
    Report first = reports.getFirst();
    rows.add(
        new Row(
            Cell.of(words.say("inForce")),
            cells(
                words.of(0),
                words.say("inForce"),
                first.recorded(),
                first.recordedLoad(),
                first.recordedLead(),
                "IN_FORCE")));
    return new Table(
        "limits",
        words.say("sweep.table"),
        "",
        List.of(
            words.say("sweep.limit"),
            words.say("exceptions"),
            words.say("items"),
            words.say("sweep.month"),
            words.symbol("when", When.BEFORE),
            words.symbol("when", When.AFTER),
            words.symbol("when", When.NEVER),
            words.say("days.mean")),
        rows,
        null);
  }

  /** A limit as it reads, in the unit of its tolerance. */
  String limit(int index) {
    BigDecimal value = grid.values().get(index);
    Policy.Entry entry =
        reports.getFirst().policy().entries().stream()
            .filter(each -> each.tolerance().toleranceId().equals(grid.toleranceId()))
            .findFirst()
            .orElseThrow();
    Currency currency = entry.currency();
    String code = currency == null ? null : currency.getCurrencyCode();
    String unit = entry.tolerance().unit().name();
    return words
        .words()
        .quantity(
            unit.equals("MINOR_UNITS") ? InWords.minor(value, code) : value,
            unit,
            code,
            0,
            words.locale());
  }

  private static List<Cell> cells(
      BacktestWords words, String row, int exceptions, Load load, LeadTime lead, String side) {
    Quantiles days = lead.days();
    return List.of(
        words.count(
            exceptions, row, words.say("exceptions"), words.list("exceptions", "side", side)),
        words.count(load.items(), row, words.say("items"), words.list("items", "side", side)),
        words.linked(
            words.mean(load.perPersonAndMonth()),
            row,
            words.say("sweep.month"),
            words.list("persons")),
        told(words, row, lead.ahead(), side, When.BEFORE),
        told(words, row, lead.behind(), side, When.AFTER),
        told(words, row, lead.missed(), side, When.NEVER),
        days == null
            ? Cell.of("–")
            : words.linked(
                words.days(BigDecimal.valueOf(days.mean())),
                row,
                words.say("days.mean"),
                words.list("breaches", "side", side)));
  }

  private static Cell told(BacktestWords words, String row, int count, String side, When when) {
    return words.count(
        count,
        row,
        words.symbol("when", when),
        words.list("breaches", "side", side, "when", when.name()));
  }

  /** None where no limit would have told of a breach. */
  List<Picture> pictures() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < grid.values().size(); i++) {
      Report report = reports.get(i + 1);
      points.addAll(point(limit(i), report.candidateLoad(), report.candidateLead()));
    }
    if (points.isEmpty()) {
      return List.of();
    }
    Report first = reports.getFirst();
    List<Point> inForce = point(words.say("inForce"), first.recordedLoad(), first.recordedLead());
    return List.of(
        picture("wide", 920, 380, points, inForce), picture("narrow", 358, 320, points, inForce));
  }

  private List<Point> point(String name, Load load, LeadTime lead) {
    Quantiles days = lead.days();
    return days == null
        ? List.of()
        : List.of(
            new Point(
                load.perPersonAndMonth(),
                days.mean(),
                name,
                words.say(
                    "sweep.point",
                    name,
                    words.mean(load.perPersonAndMonth()),
                    words.days(BigDecimal.valueOf(days.mean())))));
  }

  private Picture picture(
      String name, double width, double height, List<Point> points, List<Point> inForce) {
    List<Point> all = new ArrayList<>(points);
    all.addAll(inForce);
    Axis across = axis(all.stream().mapToDouble(Point::x).toArray(), LEFT, width - RIGHT);
    Axis up = axis(all.stream().mapToDouble(Point::y).toArray(), height - BOTTOM, TOP);
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(drawn(across.place(point.x())))
          .append(' ')
          .append(drawn(up.place(point.y())));
    }
    List<Mark> marks = marks(all, across, up);
    return new Picture(
        name,
        "0 0 %.0f %.0f".formatted(width, height),
        drawn(LEFT),
        drawn(width - RIGHT),
        drawn(TOP),
        drawn(height - BOTTOM),
        ticks(across),
        ticks(up),
        path.toString(),
        marks.subList(0, points.size()),
        marks.subList(points.size(), marks.size()));
  }

  /** With some room on either side. */
  private static Axis axis(double[] values, double begin, double end) {
    double least = java.util.Arrays.stream(values).min().orElse(0);
    double most = java.util.Arrays.stream(values).max().orElse(0);
    double room = most > least ? (most - least) * 0.08 : Math.max(1, Math.abs(most) * 0.1);
    return new Axis(least - room, most + room, begin, end);
  }

  private List<Tick> ticks(Axis axis) {
    double rough = (axis.to() - axis.from()) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : 5);
    List<Tick> ticks = new ArrayList<>();
    for (double value = Math.ceil(axis.from() / step) * step; value <= axis.to(); value += step) {
      BigDecimal number = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
      ticks.add(
          new Tick(
              drawn(axis.place(value)),
              words.words().quantity(number, "", null, 0, words.locale())));
    }
    return ticks;
  }

  private static List<Mark> marks(List<Point> points, Axis across, Axis up) {
    List<double[]> said = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (Point point : points) {
      double x = across.place(point.x());
      double y = up.place(point.y());
      boolean near =
          said.stream()
              .anyMatch(at -> Math.abs(at[0] - x) < APART_X && Math.abs(at[1] - y) < APART_Y);
      if (!near) {
        said.add(new double[] {x, y});
      }
      marks.add(
          new Mark(drawn(x), drawn(y), drawn(y - 10), near ? "" : point.text(), point.label()));
    }
    return marks;
  }

  private static String drawn(double pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels);
  }
}
