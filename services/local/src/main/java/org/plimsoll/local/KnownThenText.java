package org.plimsoll.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.plimsoll.audit.KnownThen;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.local.ReplayText.Figure;
import org.plimsoll.verify.Quantities;

/** Nodes as they were known at a moment, and beside it how it turned out. */
final class KnownThenText {
  private static final String ROW = "  %-58s %-34s %s";

  private final List<String> lines = new ArrayList<>();

  private KnownThenText() {}

  static List<String> of(Map<String, KnownThen> nodes, String moment) {
    KnownThenText text = new KnownThenText();
    text.lines.add("As it was known at " + moment + ", and as it turned out by the last entry.");
    nodes.forEach((id, node) -> {
      Known then = node.then();
      Basis turnedOut = node.turnedOut();
      text.lines.add("");
      if (then == null || turnedOut == null) {
        text.lines.add(id + ": not known then");
      } else {
        text.node(then, node.now(), turnedOut, node);
      }
    });
    return text.lines;
  }

  private void node(Known then, Known now, Basis turnedOut, KnownThen node) {
    lines.add(
        "%s: %s%s, %s"
            .formatted(
                then.nodeId(),
                then.facts().level(),
                then.facts().parentId() == null ? "" : " below " + then.facts().parentId(),
                then.dataDate() == null ? "nothing reported" : "data date " + then.dataDate()));
    lines.add(ROW.formatted("", "known then", "turned out").stripTrailing());
    String currency = then.facts().currency();
    Map<String, String> became = named(figures(turnedOut, currency));
    named(figures(Basis.of(then), currency))
        .forEach((name, amount) -> row(name, amount, became.getOrDefault(name, "-")));
    List<Reading> was = then.readings();
    List<Reading> is = turnedOut.readings();
    for (Watch watch : then.watches()) {
      Tolerance tolerance = watch.tolerance();
      row(
          ReplayText.tolerance(tolerance, currency),
          weighed(tolerance, was, currency),
          weighed(tolerance, is, currency) + changed(tolerance, now));
    }
    for (Watch watch : then.watches()) {
      OpenException open = watch.open();
      if (open != null) {
        row("exception " + open.exceptionId(), stands(open), became(open, now));
      }
    }
    if (!node.correctedBy().isEmpty()) {
      lines.add(
          "  corrected since by "
              + node.correctedBy().stream()
                  .map(ReplayText::place)
                  .collect(Collectors.joining(", ")));
    }
  }

  private void row(String name, String then, String turnedOut) {
    lines.add(ROW.formatted(name, then, turnedOut));
  }

  private static Map<String, String> named(List<Figure> figures) {
    return figures.stream()
        .collect(
            Collectors.toMap(Figure::name, Figure::amount, (one, _) -> one, LinkedHashMap::new));
  }

  private static List<Figure> figures(Basis basis, String currency) {
    return switch (basis) {
      case Basis.OfProject(var figures, var _, var _, var _, var _) ->
          ReplayText.figures(figures, currency);
      case Basis.OfParent(Rollup below) -> {
        List<Figure> all = new ArrayList<>();
        all.add(new Figure("projects", String.valueOf(below.projects())));
        all.add(new Figure("projects in exception", String.valueOf(below.projectsInException())));
        ReplayText.amount("PV", below.pvMinor(), currency, all);
        ReplayText.amount("EV", below.evMinor(), currency, all);
        ReplayText.amount("AC", below.acMinor(), currency, all);
        ReplayText.amount("BAC", below.bacMinor(), currency, all);
        ReplayText.amount("EAC", below.eacMinor(), currency, all);
        yield all;
      }
      case Basis.Recorded _ -> List.of();
    };
  }

  private static String weighed(Tolerance tolerance, List<Reading> readings, String currency) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value(var measure, String indicator, Fraction value)
          && measure == tolerance.measure()
          && Objects.equals(indicator, tolerance.indicatorId())) {
        int step = tolerance.stepOf(value);
        return Quantities.value(value, tolerance, currency)
            + (step == 0 ? ", within" : ", beyond, step " + step);
      }
    }
    return "not measurable";
  }

  private static String changed(Tolerance tolerance, Known now) {
    return of(now, watch -> watch.tolerance().toleranceId().equals(tolerance.toleranceId()))
        .map(watch ->
            watch.tolerance().equals(tolerance)
                ? ""
                : "; now %s, version %d"
                    .formatted(
                        Quantities.allowed(watch.tolerance(), now.facts().currency()),
                        watch.tolerance().version()))
        .orElse("; stands no more");
  }

  private static String stands(OpenException open) {
    return "%s since %s, step %d"
        .formatted(open.isExpected() ? "expected" : "open", open.raisedOn(), open.step());
  }

  private static String became(OpenException open, Known now) {
    return of(now, watch -> isOpen(watch, open.exceptionId()))
        .map(watch -> stands(Objects.requireNonNull(watch.open())))
        .orElse("cleared since");
  }

  private static boolean isOpen(Watch watch, String exceptionId) {
    OpenException open = watch.open();
    return open != null && open.exceptionId().equals(exceptionId);
  }

  private static Optional<Watch> of(Known node, Predicate<Watch> which) {
    return node.watches().stream().filter(which).findFirst();
  }
}
