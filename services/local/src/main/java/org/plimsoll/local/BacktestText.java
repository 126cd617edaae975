package org.plimsoll.local;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.MeasureNames;
import org.plimsoll.policy.backtest.Delivered;
import org.plimsoll.policy.backtest.Difference;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.Episode;
import org.plimsoll.policy.backtest.Grid;
import org.plimsoll.policy.backtest.LeadTime;
import org.plimsoll.policy.backtest.LeadTime.Quantiles;
import org.plimsoll.policy.backtest.Load;
import org.plimsoll.policy.backtest.Load.Person;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Usefulness;
import org.plimsoll.policy.backtest.Usefulness.Row;

/** A back-test as tables that a person reads. */
final class BacktestText {
  private static final int LISTED = 20;
  private static final int BAR = 30;
  private static final String ROW = "%-44s %12s %12s";

  private final List<String> lines = new ArrayList<>();

  private BacktestText() {}

  /**
   * Of one candidate.
   *
   * @param all whether every difference is listed
   */
  static List<String> of(Report report, boolean all) {
    BacktestText text = new BacktestText();
    text.head(report);
    text.exceptions(report);
    text.lead(report.recordedLead(), report.candidateLead());
    text.load(report);
    text.usefulness(report.usefulness());
    for (Kind kind : List.of(Kind.ADDED, Kind.REMOVED, Kind.EARLIER, Kind.LATER)) {
      text.listed(report, kind, all);
    }
    return text.lines;
  }

  private void line(String text) {
    lines.add(text);
  }

  private void head(Report report) {
    line("%s (%s)".formatted(report.policy().name(), report.policy().source()));
    line(
        ("in the place of what was granted, from the beginning: %,d nodes, %,d inputs, %,d status"
                + " changes of data dates %s to %s")
            .formatted(
                report.nodesGranted(),
                report.inputs(),
                report.statuses(),
                report.from(),
                report.to()));
    if (!report.notGranted().isEmpty()) {
      line("%,d tolerances could not be granted:".formatted(report.notGranted().size()));
      Map<String, Integer> nodes = new LinkedHashMap<>();
      report
          .notGranted()
          .forEach(not ->
              nodes.merge(
                  "%s: %s: %s - expected %s"
                      .formatted(
                          not.toleranceId(),
                          not.refusal().field(),
                          not.refusal().value(),
                          not.refusal().expected()),
                  1,
                  Integer::sum));
      nodes.entrySet().stream()
          .limit(LISTED)
          .forEach(each -> line("  %s (%,d nodes)".formatted(each.getKey(), each.getValue())));
      more(nodes.size());
    }
  }

  private void more(int size) {
    if (size > LISTED) {
      line("  and %,d more".formatted(size - LISTED));
    }
  }

  private void exceptions(Report report) {
    line("");
    line(ROW.formatted("exceptions", "recorded", "candidate"));
    line(ROW.formatted("in all", number(report.recorded()), number(report.candidate())));
    int same = report.count(Kind.SAME);
    line(ROW.formatted("raised by the same input", number(same), number(same)));
    int earlier = report.count(Kind.EARLIER);
    line(ROW.formatted("the candidate earlier", number(earlier), number(earlier)));
    int later = report.count(Kind.LATER);
    line(ROW.formatted("the candidate later", number(later), number(later)));
    line(
        ROW.formatted(
            "part of another one of the candidate", number(report.count(Kind.JOINED)), ""));
    line(ROW.formatted("removed", number(report.count(Kind.REMOVED)), ""));
    line(ROW.formatted("beside another one about the same", "", number(report.count(Kind.BESIDE))));
    line(ROW.formatted("added", "", number(report.count(Kind.ADDED))));
  }

  private void lead(LeadTime recorded, LeadTime candidate) {
    line("");
    line(
        ROW.formatted(
            "%,d actual breaches of recorded limits".formatted(recorded.breaches()),
            "recorded",
            "candidate"));
    line(ROW.formatted("told before", number(recorded.ahead()), number(candidate.ahead())));
    line(ROW.formatted("told with the first figures beyond", onTime(recorded), onTime(candidate)));
    line(ROW.formatted("told after", number(recorded.behind()), number(candidate.behind())));
    line(ROW.formatted("never told", number(recorded.missed()), number(candidate.missed())));
    Quantiles was = recorded.days();
    Quantiles would = candidate.days();
    line(ROW.formatted("days before, least", day(was, 0), day(would, 0)));
    line(ROW.formatted("  a quarter has no more than", day(was, 1), day(would, 1)));
    line(ROW.formatted("  half", day(was, 2), day(would, 2)));
    line(ROW.formatted("  three quarters", day(was, 3), day(would, 3)));
    line(ROW.formatted("  most", day(was, 4), day(would, 4)));
    line(ROW.formatted("  on average", meanDays(was), meanDays(would)));
  }

  private static String onTime(LeadTime lead) {
    return number(lead.breaches() - lead.missed() - lead.ahead() - lead.behind());
  }

  private static String day(@Nullable Quantiles of, int which) {
    return of == null
        ? "-"
        : number(List.of(of.least(), of.lower(), of.median(), of.upper(), of.most()).get(which));
  }

  private static String meanDays(@Nullable Quantiles of) {
    return of == null ? "-" : String.format(Locale.ROOT, "%.1f", of.mean());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String mean(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private void besides(Report report) {
    if (report.besides().inAll() > 0) {
      line(
          "not counted: %,d confirmations and calls for help, the same under every policy"
              .formatted(report.besides().inAll()));
    }
    if (report.notAgain() > 0) {
      line(
          "%,d of %,d decisions are not taken again: what they were about does not happen"
              .formatted(report.notAgain(), report.decisions()));
    }
  }

  private void load(Report report) {
    Load recorded = report.recordedLoad();
    Load candidate = report.candidateLoad();
    line("");
    line(ROW.formatted("items that people were given", "recorded", "candidate"));
    line(ROW.formatted("in all", number(recorded.items()), number(candidate.items())));
    Delivered was = recorded.byLevel();
    Delivered would = candidate.byLevel();
    line(ROW.formatted("  to programs", number(was.toPrograms()), number(would.toPrograms())));
    line(
        ROW.formatted("  to portfolios", number(was.toPortfolios()), number(would.toPortfolios())));
    line(
        ROW.formatted(
            "each of %,d who answer, a month".formatted(recorded.receivers()),
            mean(recorded.perPersonAndMonth()),
            mean(candidate.perPersonAndMonth())));
    line(
        ROW.formatted(
            "  a day (budget %d)".formatted(Load.ITEMS_PER_DAY),
            mean(recorded.perPersonAndDay()),
            mean(candidate.perPersonAndDay())));
    line(
        ROW.formatted(
            "on the busiest day of one person",
            number(recorded.busiest()),
            number(candidate.busiest())));
    line(
        ROW.formatted(
            "above the budget of their day",
            number(recorded.overflow()),
            number(candidate.overflow())));
    besides(report);
    line("");
    line(
        "%-30s %8s %8s %8s   %s"
            .formatted("most items of the candidate", "items", "busiest", "above", "busiest on"));
    for (Person person : candidate.persons().stream().limit(LISTED / 4).toList()) {
      line(
          "%-30s %,8d %,8d %,8d   %s"
              .formatted(
                  person.receiver(),
                  person.items(),
                  person.busiest(),
                  person.overflow(),
                  person.busiestDay()));
    }
  }

  private void usefulness(Usefulness usefulness) {
    line("");
    line(ROW.formatted("recorded exceptions, as decisions say", "told", "not told"));
    row("acted upon", usefulness.useful());
    row("cleared, and nobody had decided anything", usefulness.notUseful());
    row("not said", usefulness.notSaid());
  }

  private void row(String name, Row row) {
    line(ROW.formatted(name, number(row.told()), number(row.notTold())));
  }

  private void listed(Report report, Kind kind, boolean all) {
    List<Difference> found = report.differences().stream().filter(d -> d.kind() == kind).toList();
    if (found.isEmpty()) {
      return;
    }
    line("");
    line(kind.name().toLowerCase(Locale.ROOT));
    found.stream().limit(all ? Long.MAX_VALUE : LISTED).forEach(this::listed);
    if (!all) {
      more(found.size());
    }
  }

  private void listed(Difference difference) {
    Episode episode =
        difference.candidate() == null
            ? difference.either()
            : requireNonNull(difference.candidate());
    long days = difference.daysEarlier();
    line(
        "  %s  %-28s %-34s %s"
            .formatted(
                episode.raisedOn(),
                episode.subject().nodeId(),
                episode.toleranceId(),
                days == 0
                    ? MeasureNames.of(episode.subject().measure())
                    : "%d days %s than %s"
                        .formatted(
                            Math.abs(days),
                            days > 0 ? "earlier" : "later",
                            requireNonNull(difference.recorded()).raisedOn())));
  }

  /** Load against lead time, a row for each value. */
  static List<String> of(Grid grid, List<Report> reports) {
    BacktestText text = new BacktestText();
    String form = "%14s %10s %11s %7s %7s %7s %7s %7s  %s";
    text.line(form.formatted("", "", "items, each", "told", "", "", "days", "before", ""));
    text.line(
        form.formatted(
            grid.toleranceId() + "." + grid.field().written(),
            "exceptions",
            "and month",
            "before",
            "after",
            "never",
            "mean",
            "most",
            "items"));
    long most =
        Math.max(1, reports.stream().mapToLong(r -> r.candidateLoad().items()).max().orElse(1));
    for (int i = 0; i < reports.size(); i++) {
      Report report = reports.get(i);
      long items = report.candidateLoad().items();
      text.point(
          form,
          grid.values().get(i).toPlainString(),
          report.candidate(),
          report.candidateLoad(),
          report.candidateLead(),
          "#".repeat(Math.toIntExact(items * BAR / most)));
    }
    Report first = reports.getFirst();
    text.point(
        form,
        "recorded",
        first.recorded(),
        first.recordedLoad(),
        first.recordedLead(),
        "of %,d actual breaches".formatted(first.recordedLead().breaches()));
    long refused = reports.stream().mapToLong(r -> r.notGranted().size()).sum();
    if (refused > 0) {
      text.line(
          "%,d tolerances could not be granted; without --sweep they are listed"
              .formatted(refused));
    }
    return text.lines;
  }

  private void point(
      String form, String value, int exceptions, Load load, LeadTime lead, String more) {
    line(
        form.formatted(
            value,
            number(exceptions),
            mean(load.perPersonAndMonth()),
            number(lead.ahead()),
            number(lead.behind()),
            number(lead.missed()),
            meanDays(lead.days()),
            day(lead.days(), 4),
            number(load.items()) + " " + more));
  }
}
