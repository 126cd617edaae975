package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Reading;
import org.plimsoll.leadership.Exceptions.Change;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Exceptions.Expected;
import org.plimsoll.leadership.Nodes.Baseline;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Nodes.Tolerance;
import org.plimsoll.leadership.Nodes.Widened;
import org.plimsoll.leadership.Reported.Figures;

/**
 * What is drawn of a node. Each weighed measure has a chart with its tolerance as a line, from the
 * first figures that were weighed against it: at each data date the limit is the one that stood in
 * the trail at that entry, so a chart never shows figures against a later tolerance.
 */
class Charts {
  /** Data dates on a chart: as many as a screen has room for. */
  private static final int POINTS = 400;

  /**
   * One point; what is absent is not drawn.
   *
   * @param y in the unit of the chart; for drawing alone
   * @param text how it reads
   * @param cause the entry of the trail that brought the figures of this data date
   * @param correctedBy the entry that corrected them since; null where none did
   */
  record Point(
      LocalDate x,
      @Nullable BigDecimal y,
      String text,
      Position cause,
      @Nullable Position correctedBy) {}

  /**
   * One line.
   *
   * @param role value, limit, projection, or baseline
   * @param step whether it keeps its height until the next point
   */
  record Line(String name, String role, boolean step, List<Point> points) {}

  /**
   * An exception was raised, worsened, eased or cleared. A decision or a tick comes between two
   * data dates; its mark lies on the line between them.
   *
   * @param figures the data date whose figures stood then
   */
  record Mark(LocalDate x, LocalDate figures, BigDecimal y, String change, String text) {}

  /** How long an exception stood; without an end it is open. */
  record Span(LocalDate from, @Nullable LocalDate to) {}

  /**
   * @param unit that the numbers on the axis do not carry with them; empty for plain numbers
   */
  record Chart(
      String id, String title, String unit, List<Line> lines, List<Mark> marks, List<Span> spans) {}

  private final Nodes nodes;
  private final Exceptions exceptions;
  private final Sentences sentences;
  private final InWords words;

  Charts(Nodes nodes, Exceptions exceptions, Sentences sentences, InWords words) {
    this.nodes = nodes;
    this.exceptions = exceptions;
    this.sentences = sentences;
    this.words = words;
  }

  List<Chart> of(Node node, Locale locale) {
    List<Figures> figures = nodes.reported().lately(node.id(), POINTS);
    List<Chart> charts = new ArrayList<>();
    if (figures.isEmpty()) {
      return charts;
    }
    Map<List<@Nullable String>, List<Tolerance>> weighed = new LinkedHashMap<>();
    for (Tolerance tolerance : nodes.tolerances(node.id())) {
      weighed.computeIfAbsent(measured(tolerance), _ -> new ArrayList<>()).add(tolerance);
    }
    List<Episode> episodes = exceptions.ofNode(node.id(), POINTS);
    // What was last lies on what was before it.
    List<Change> changes = exceptions.changes(node.id(), POINTS).reversed();
    List<Widened> widened = nodes.widened(node.id());
    weighed
        .values()
        .forEach(
            each -> charts.add(measure(node, figures, each, widened, episodes, changes, locale)));
    charts.removeIf(chart -> chart.lines().getFirst().points().isEmpty());
    cost(node, figures, locale, charts);
    earned(node, figures, locale, charts);
    return charts;
  }

  /** The chart of the measure of an exception; none while there are no figures of it. */
  List<Chart> of(Node node, Episode episode, Locale locale) {
    String id = id(episode.measure(), episode.indicatorId());
    return of(node, locale).stream().filter(chart -> chart.id().equals(id)).toList();
  }

  private static String id(String measure, @Nullable String indicator) {
    return indicator == null ? measure : measure + "-" + indicator;
  }

  private static List<@Nullable String> measured(Tolerance tolerance) {
    List<@Nullable String> key = new ArrayList<>();
    key.add(tolerance.measure());
    key.add(tolerance.indicatorId());
    return key;
  }

  private Chart measure(
      Node node,
      List<Figures> figures,
      List<Tolerance> versions,
      List<Widened> widened,
      List<Episode> episodes,
      List<Change> changes,
      Locale locale) {
    Tolerance any = versions.getLast();
    String measure = any.measure();
    String indicator = any.indicatorId();
    String unit = any.unit();
    Collection<List<Tolerance>> tolerances =
        versions.stream()
            .collect(Collectors.groupingBy(Tolerance::id, LinkedHashMap::new, Collectors.toList()))
            .values();
    List<Point> values = new ArrayList<>();
    for (Figures at : figures) {
      Reading reading = at.reading(measure, indicator).orElse(null);
      if (reading != null && reading.d() != 0) {
        BigDecimal value = InWords.value(reading.n(), reading.d(), unit);
        values.add(
            new Point(
                at.dataDate(),
                drawn(value, unit),
                words
                    .beside(value, limits(tolerances, widened, at), unit, node.currency(), locale)
                    .value(),
                at.cause(),
                at.correctedBy()));
      }
    }
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(words.say("chart.value", locale), "value", false, values));
    for (List<Tolerance> tolerance : tolerances) {
      lines.add(limit(figures, tolerance, widened, unit, node, locale));
    }
    List<Mark> marks = new ArrayList<>();
    for (Change change : changes) {
      if (change.measure().equals(measure)
          && Objects.equals(change.indicatorId(), indicator)
          && change.denominator() != 0
          && !values.isEmpty()) {
        marks.add(mark(change, values, unit, node, locale));
      }
    }
    for (Episode episode : episodes) {
      if (episode.measure().equals(measure)
          && Objects.equals(episode.indicatorId(), indicator)
          && !values.isEmpty()) {
        projection(episode, values.getLast(), tolerances, widened, figures, node, locale)
            .ifPresent(lines::add);
      }
    }
    List<Span> spans =
        episodes.stream()
            .filter(e -> e.measure().equals(measure) && Objects.equals(e.indicatorId(), indicator))
            .map(e -> new Span(e.raisedOn(), e.clearedOn()))
            .toList();
    String title = sentences.measure(measure, node.target(indicator).orElse(null), locale);
    return new Chart(
        id(measure, indicator), title, unitName(unit, node, locale), lines, marks, spans);
  }

  private Mark mark(Change change, List<Point> values, String unit, Node node, Locale locale) {
    LocalDate on = change.onDate();
    Point before = values.getFirst();
    Point behind = values.getLast();
    for (Point value : values.reversed()) {
      if (value.x().isBefore(on)) {
        before = value;
        break;
      }
      behind = value;
    }
    String what = words.symbol("change", change.change(), locale);
    boolean between = before.x().isBefore(on) && !behind.x().equals(on);
    return new Mark(
        on.isAfter(behind.x()) ? behind.x() : on.isBefore(before.x()) ? before.x() : on,
        between ? before.x() : behind.x(),
        between(before, behind, on),
        change.change(),
        (between ? words.say("chart.later", locale, what, words.day(on, locale)) : what)
            + ": "
            + words.fraction(
                change.numerator(), change.denominator(), unit, node.currency(), locale));
  }

  /**
   * The height of the straight line from one point to another; of these where it is beyond them.
   */
  private static BigDecimal between(Point before, Point behind, LocalDate on) {
    BigDecimal first = requireNonNull(before.y());
    BigDecimal last = requireNonNull(behind.y());
    long whole = ChronoUnit.DAYS.between(before.x(), behind.x());
    long part = Math.clamp(ChronoUnit.DAYS.between(before.x(), on), 0, whole);
    return whole == 0
        ? last
        : last.subtract(first)
            .multiply(BigDecimal.valueOf(part))
            .divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP)
            .add(first);
  }

  /** From the newest figures to the day on which the limit is expected to be crossed. */
  private Optional<Line> projection(
      Episode episode,
      Point newest,
      Collection<List<Tolerance>> tolerances,
      List<Widened> widened,
      List<Figures> figures,
      Node node,
      Locale locale) {
    Expected expected = episode.expected();
    if (expected == null || !episode.state().equals("OPEN") || !expected.on().isAfter(newest.x())) {
      return Optional.empty();
    }
    return tolerances.stream()
        .filter(versions -> versions.getFirst().id().equals(episode.toleranceId()))
        .flatMap(versions -> stood(versions, widened, figures.getLast()).stream())
        .map(version -> {
          BigDecimal limit = InWords.limit(version.limitTenThousandths());
          String text =
              words.say(
                  "chart.expected",
                  locale,
                  words.limit(limit, episode.unit(), node.currency(), locale),
                  words.day(expected.on(), locale));
          return new Line(
              words.say("chart.projection", locale),
              "projection",
              false,
              List.of(
                  newest,
                  new Point(
                      expected.on(),
                      drawn(limit, episode.unit()),
                      text,
                      newest.cause(),
                      newest.correctedBy())));
        })
        .findFirst();
  }

  /**
   * The version that stood in the trail at the entry of these figures, with the limit to which a
   * decision had widened it by then.
   */
  private static Optional<Tolerance> stood(
      List<Tolerance> versions, List<Widened> widened, Figures at) {
    long here = at.cause().sequence();
    return versions.stream()
        .filter(version -> version.cause().sequence() <= here)
        .reduce((_, later) -> later)
        .map(version ->
            widened.stream()
                .filter(wide -> wide.toleranceId().equals(version.id()))
                .filter(wide -> wide.from() > version.cause().sequence() && wide.from() <= here)
                .filter(wide -> wide.ended() == null || wide.ended() > here)
                .reduce((_, later) -> later)
                .map(wide -> version.at(wide.limitTenThousandths()))
                .orElse(version));
  }

  private static List<BigDecimal> limits(
      Collection<List<Tolerance>> tolerances, List<Widened> widened, Figures at) {
    return tolerances.stream()
        .flatMap(versions -> stood(versions, widened, at).stream())
        .map(version -> InWords.limit(version.limitTenThousandths()))
        .toList();
  }

  private Line limit(
      List<Figures> figures,
      List<Tolerance> versions,
      List<Widened> widened,
      String unit,
      Node node,
      Locale locale) {
    List<Point> points = new ArrayList<>();
    for (Figures at : figures) {
      stood(versions, widened, at)
          .ifPresent(version ->
              points.add(
                  new Point(
                      at.dataDate(),
                      drawn(InWords.limit(version.limitTenThousandths()), unit),
                      words.quantity(
                          InWords.limit(version.limitTenThousandths()),
                          unit,
                          node.currency(),
                          0,
                          locale),
                      at.cause(),
                      at.correctedBy())));
    }
    return new Line(words.say("chart.limit", locale), "limit", true, points);
  }

  /** Amounts are drawn in millions, everything else in its unit. */
  private static BigDecimal drawn(BigDecimal value, String unit) {
    return unit.equals("MINOR_UNITS") ? value.movePointLeft(8) : value;
  }

  private String unitName(String unit, Node node, Locale locale) {
    return switch (unit) {
      case "PERCENT" -> "%";
      case "DAYS" -> words.say("chart.days", locale);
      case "MINOR_UNITS" -> millions(node, locale);
      default -> "";
    };
  }

  private String millions(Node node, Locale locale) {
    return words.say("chart.millions", locale, words.symbol("currency", node.currency(), locale));
  }

  private void cost(Node node, List<Figures> figures, Locale locale, List<Chart> charts) {
    Line forecast = amounts("figure.eac", "value", figures, Figures::eacMinor, node, locale);
    if (forecast.points().isEmpty()) {
      return;
    }
    List<Baseline> baselines = nodes.baselines(node.id());
    List<Line> lines = new ArrayList<>(List.of(forecast));
    Line current = baseline("node.current", baselines, false, figures, node, locale);
    Line original = baseline("node.original", baselines, true, figures, node, locale);
    if (!original.points().isEmpty()) {
      lines.add(original);
    }
    if (!current.points().isEmpty() && !current.points().equals(original.points())) {
      lines.add(current);
    }
    charts.add(
        new Chart(
            "cost",
            words.say(lines.size() == 1 ? "figure.eac" : "chart.cost", locale),
            millions(node, locale),
            lines,
            List.of(),
            List.of()));
  }

  /** A baseline as it stood at each entry: the newest that had been set by then. */
  private Line baseline(
      String name,
      List<Baseline> baselines,
      boolean originalAlone,
      List<Figures> figures,
      Node node,
      Locale locale) {
    return amounts(
        name,
        "baseline",
        figures,
        at ->
            baselines.stream()
                .filter(set -> set.costMinor() != null && (set.original() || !originalAlone))
                .filter(set -> set.sequence() <= at.cause().sequence())
                .reduce((_, later) -> later)
                .map(Baseline::costMinor)
                .orElse(null),
        node,
        locale);
  }

  private void earned(Node node, List<Figures> figures, Locale locale, List<Chart> charts) {
    List<Line> lines = new ArrayList<>();
    lines.add(amounts("figure.pv", "planned", figures, Figures::pvMinor, node, locale));
    lines.add(amounts("figure.ev", "earned", figures, Figures::evMinor, node, locale));
    lines.add(amounts("figure.ac", "spent", figures, Figures::acMinor, node, locale));
    // Sums over children are zero where nothing was reported.
    lines.removeIf(line ->
        line.points().stream().allMatch(point -> point.y() == null || point.y().signum() == 0));
    if (!lines.isEmpty()) {
      charts.add(
          new Chart(
              "earned",
              words.say("chart.evm", locale),
              millions(node, locale),
              lines,
              List.of(),
              List.of()));
    }
  }

  private Line amounts(
      String name,
      String role,
      List<Figures> figures,
      Function<Figures, @Nullable Long> amount,
      Node node,
      Locale locale) {
    List<Point> points = new ArrayList<>();
    for (Figures at : figures) {
      Long minor = amount.apply(at);
      if (minor != null) {
        points.add(
            new Point(
                at.dataDate(),
                InWords.major(minor, node.currency()).movePointLeft(6),
                words.money(minor, node.currency(), locale),
                at.cause(),
                at.correctedBy()));
      }
    }
    return new Line(words.say(name, locale), role, role.equals("baseline"), points);
  }
}
