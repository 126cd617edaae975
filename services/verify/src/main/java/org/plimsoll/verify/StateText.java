package org.plimsoll.verify;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.States.Stood;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.ProjectAtRest;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.policy.MeasureNames;

/** What stood at a moment, as tables that a person reads. */
final class StateText {
  private static final int LISTED = 50;
  private static final String OPEN = "%-9s %-28s %-24s %-10s %16s %16s %16s  %s";

  private final List<String> lines = new ArrayList<>();

  private StateText() {}

  /**
   * An open exception.
   *
   * @param at where the node waits, of which its value then is made
   */
  private record Open(Facts node, AtRest at, Watch watch, OpenException exception) {}

  private static final Comparator<Open> ORDER =
      Comparator.<Open, Level>comparing(open -> open.node().level())
          .thenComparing(open -> open.node().nodeId())
          .thenComparing(open -> open.watch().inForce().toleranceId());

  /**
   * What was out of tolerance.
   *
   * @param all whether every exception is listed
   */
  static List<String> of(String at, List<Stood> stood, boolean all) {
    StateText text = new StateText();
    Map<Level, Integer> nodes = new EnumMap<>(Level.class);
    List<Open> open = new ArrayList<>();
    for (Stood partition : stood) {
      for (AtRest node : partition.fold().atRest()) {
        // Nothing that waits as bytes is made of a project for this.
        switch (node) {
          case ProjectAtRest project ->
              count(project, project.facts(), project.watches(), nodes, open);
          case AtRest.Whole(Known known) ->
              count(node, known.facts(), known.watches(), nodes, open);
          case AtRest.Whole _ -> {} // without facts there are no tolerances
        }
      }
    }
    text.line(
        "as known at %s: %s, %s, %s; %s"
            .formatted(
                at,
                Counted.of(nodes.getOrDefault(Level.PROJECT, 0), "project", "projects"),
                Counted.of(nodes.getOrDefault(Level.PROGRAM, 0), "program", "programs"),
                Counted.of(nodes.getOrDefault(Level.PORTFOLIO, 0), "portfolio", "portfolios"),
                Counted.of(open.size(), "open exception", "open exceptions")));
    if (!open.isEmpty()) {
      text.line("");
      text.table(open.stream().sorted(ORDER).limit(all ? Long.MAX_VALUE : LISTED).toList());
      if (!all && open.size() > LISTED) {
        text.line("and %,d more; --all lists them".formatted(open.size() - LISTED));
      }
    }
    return text.lines;
  }

  private static void count(
      AtRest at, Facts node, List<Watch> watches, Map<Level, Integer> nodes, List<Open> open) {
    nodes.merge(node.level(), 1, Integer::sum);
    open.addAll(open(at, node, watches));
  }

  private static List<Open> open(AtRest at, Facts node, List<Watch> watches) {
    List<Open> open = new ArrayList<>();
    for (Watch watch : watches) {
      if (watch.open() != null) {
        open.add(new Open(node, at, watch, watch.open()));
      }
    }
    return open;
  }

  private void line(String text) {
    lines.add(text.stripTrailing());
  }

  private void table(List<Open> open) {
    line(
        OPEN.formatted(
            "LEVEL", "NODE", "TOLERANCE", "RAISED", "VALUE", "LAST TOLD", "ALLOWED", "WITH"));
    for (Open each : open) {
      Tolerance tolerance = each.watch().inForce();
      OpenException exception = each.exception();
      String currency = each.node().currency();
      line(
          OPEN.formatted(
              word(each.node().level()),
              each.node().nodeId(),
              tolerance.toleranceId(),
              exception.raisedOn(),
              value(each.at().standing(), tolerance, currency),
              Quantities.value(exception.value(), tolerance, currency),
              Quantities.allowed(tolerance, currency),
              with(exception)));
    }
  }

  /** What a tolerance compares, as the node stood; as screens show it. */
  private static String value(Standing standing, Tolerance tolerance, String currency) {
    if (standing instanceof Known known) {
      for (Reading reading : known.readings()) {
        if (reading instanceof Reading.Value(var measure, String indicatorId, Fraction value)
            && measure == tolerance.measure()
            && Objects.equals(indicatorId, tolerance.indicatorId())) {
          return Quantities.value(value, tolerance, currency);
        }
      }
    }
    return "not measurable";
  }

  private static String with(OpenException exception) {
    String who =
        exception.handling().acknowledgedBy() == null
            ? word(exception.handling().deliveredTo()) + ", not acknowledged"
            : word(exception.handling().deliveredTo())
                + ", acknowledged by "
                + exception.handling().acknowledgedBy();
    return exception.forecast() == null
        ? who
        : "expected on %s; %s".formatted(exception.forecast().expectedOn(), who);
  }

  /** One node. */
  static List<String> of(String at, Known node) {
    StateText text = new StateText();
    text.line("%s, %s, as known at %s".formatted(node.nodeId(), word(node.facts().level()), at));
    text.pair("below", node.facts().parentId());
    text.pair("accountable", node.facts().accountable());
    text.pair("agency", node.facts().agencyId());
    text.pair("data date", node.dataDate());
    text.line("figures");
    switch (node) {
      case Standing.Project project -> text.figures(project.figures(), node.facts().currency());
      case Standing.Parent parent -> text.below(parent.below(), node.facts().currency());
    }
    text.line("measures");
    for (Reading reading : node.readings()) {
      if (reading instanceof Reading.Value(var measure, var indicatorId, Fraction value)) {
        text.pair(
            MeasureNames.of(measure) + (indicatorId == null ? "" : " " + indicatorId),
            Quantities.value(value, Quantities.unit(measure), node.facts().currency()));
      }
    }
    text.line("tolerances in force");
    for (Watch watch : node.watches()) {
      Tolerance tolerance = watch.inForce();
      text.pair(
          "%s: %s".formatted(tolerance.toleranceId(), MeasureNames.of(tolerance.measure())),
          "%s, version %d, granted by %s"
              .formatted(
                  Quantities.allowed(tolerance, node.facts().currency()),
                  tolerance.version(),
                  tolerance.grantedBy() == null ? "the level above" : tolerance.grantedBy()));
    }
    List<Open> open = open(new AtRest.Whole(node), node.facts(), node.watches());
    text.line(Counted.of(open.size(), "open exception", "open exceptions"));
    if (!open.isEmpty()) {
      text.table(open);
    }
    return text.lines;
  }

  private void pair(String name, @Nullable Object value) {
    if (value != null) {
      line("  %-55s %s".formatted(name, value));
    }
  }

  private void figures(Figures figures, String currency) {
    amount("planned value", figures.pvMinor(), currency);
    amount("earned value", figures.evMinor(), currency);
    amount("actual cost", figures.acMinor(), currency);
    amount("budget at completion", figures.bacMinor(), currency);
    amount("estimate to complete", figures.etcMinor(), currency);
    amount("cost forecast", figures.costForecastMinor(), currency);
    amount("risk exposure", figures.riskExposureMinor(), currency);
    LocalDate finish = figures.forecastFinish();
    pair("forecast finish", finish);
    figures
        .milestones()
        .forEach((id, dates) ->
            pair(
                "milestone " + id,
                "baseline %s, forecast %s, actual %s"
                    .formatted(day(dates.baseline()), day(dates.forecast()), day(dates.actual()))));
    figures
        .indicatorTenThousandths()
        .forEach((id, value) -> pair("indicator " + id, Quantities.plain(value)));
  }

  private static String day(@Nullable LocalDate day) {
    return day == null ? "-" : day.toString();
  }

  private void below(Rollup below, String currency) {
    pair("projects", below.projects());
    pair("of them reporting", below.projectsReporting());
    pair("of them in exception", below.projectsInException());
    pair("of them silent", below.projectsSilent());
    amount("planned value", below.pvMinor(), currency);
    amount("earned value", below.evMinor(), currency);
    amount("actual cost", below.acMinor(), currency);
    amount("budget at completion", below.bacMinor(), currency);
    amount("estimate at completion", below.eacMinor(), currency);
  }

  private void amount(String name, @Nullable Long minor, String currency) {
    pair(name, minor == null ? null : Quantities.money(minor, currency));
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** Where what is shown was taken from, and how long that took. */
  static List<String> origin(List<Stood> stood, double seconds) {
    List<String> lines = new ArrayList<>();
    stood.forEach(partition -> partition.refused().forEach(why -> lines.add("not used: " + why)));
    List<String> used = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    for (Stood partition : stood) {
      if (partition.from() > 0) {
        used.add("%s behind entry %,d".formatted(partition.partition(), partition.from()));
      } else if (partition.sequence() > 0) {
        whole.add(partition.partition().toString());
      }
    }
    if (!used.isEmpty()) {
      lines.add("states used: " + String.join(", ", used));
    }
    if (!whole.isEmpty()) {
      lines.add("from the beginning: " + String.join(", ", whole));
    }
    lines.add(
        "%s known then; %,d of them weighed for this, in %.1f s"
            .formatted(
                Counted.of(stood.stream().mapToLong(Stood::sequence).sum(), "entry", "entries"),
                stood.stream().mapToLong(Stood::weighed).sum(),
                seconds));
    return lines;
  }
}
