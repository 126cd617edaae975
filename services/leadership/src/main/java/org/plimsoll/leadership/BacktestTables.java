package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.BacktestWords.Cell;
import org.plimsoll.leadership.BacktestWords.Row;
import org.plimsoll.leadership.BacktestWords.Table;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.LeadTime;
import org.plimsoll.policy.backtest.LeadTime.Breach.When;
import org.plimsoll.policy.backtest.LeadTime.Quantiles;
import org.plimsoll.policy.backtest.NotGranted;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Usefulness;
import org.plimsoll.policy.backtest.Usefulness.Use;

/**
 * The report of a back-test as tables: the policy in force beside the candidate, each figure with
 * the way to the list of what it counts.
 */
final class BacktestTables {
  /** Rows on the page of a report; the lists have all of them. */
  private static final int ROWS = 10;

  private final BacktestWords words;

  BacktestTables(BacktestWords words) {
    this.words = words;
  }

  /**
   * All of a report.
   *
   * @param receivers whom the reader sees; others are not named
   * @param part whether the reader sees more than was weighed
   */
  List<Table> all(Report report, Map<String, Node> receivers, boolean part) {
    List<Table> tables = new ArrayList<>();
    tables.add(exceptions(report));
    tables.add(lead(report));
    BacktestLoad load = new BacktestLoad(words);
    tables.add(load.load(report, part));
    tables.add(load.persons(report, receivers, 0, ROWS));
    tables.add(use(report));
    if (!report.notGranted().isEmpty()) {
      tables.add(notGranted(report));
    }
    return tables;
  }

  private List<String> sides(String first) {
    return List.of(first, words.say("inForce"), words.say("candidate"));
  }

  private Table exceptions(Report report) {
    List<Row> rows = new ArrayList<>();
    String all = words.say("exceptions.all");
    rows.add(
        new Row(
            Cell.of(all),
            List.of(
                words.count(
                    report.recorded(),
                    all,
                    words.say("inForce"),
                    words.list("exceptions", "side", "IN_FORCE")),
                words.count(
                    report.candidate(),
                    all,
                    words.say("candidate"),
                    words.list("exceptions", "side", "CANDIDATE")))));
    for (Kind kind : Kind.values()) {
      String name = words.symbol("kind", kind);
      String href = words.list("exceptions", "kind", kind.name());
      boolean candidateOnly = kind == Kind.BESIDE || kind == Kind.ADDED;
      boolean recordedOnly = kind == Kind.JOINED || kind == Kind.REMOVED;
      int count = report.count(kind);
      rows.add(
          new Row(
              Cell.of(name),
              List.of(
                  candidateOnly
                      ? Cell.of("")
                      : words.count(count, name, words.say("inForce"), href),
                  recordedOnly
                      ? Cell.of("")
                      : words.count(count, name, words.say("candidate"), href))));
    }
    return new Table(
        "exceptions",
        words.say("exceptions"),
        words.say("exceptions.about"),
        sides(""),
        rows,
        null);
  }

  private Table lead(Report report) {
    LeadTime was = report.recordedLead();
    LeadTime would = report.candidateLead();
    List<Row> rows = new ArrayList<>();
    for (When when : When.values()) {
      String name = words.symbol("when", when);
      rows.add(
          new Row(
              Cell.of(name),
              List.of(
                  words.count(
                      told(was, when),
                      name,
                      words.say("inForce"),
                      words.list("breaches", "side", "IN_FORCE", "when", when.name())),
                  words.count(
                      told(would, when),
                      name,
                      words.say("candidate"),
                      words.list("breaches", "side", "CANDIDATE", "when", when.name())))));
    }
    days(rows, was, would, "least", q -> BigDecimal.valueOf(q.least()));
    days(rows, was, would, "median", q -> BigDecimal.valueOf(q.median()));
    days(rows, was, would, "most", q -> BigDecimal.valueOf(q.most()));
    days(rows, was, would, "mean", q -> BigDecimal.valueOf(q.mean()));
    return new Table(
        "lead",
        words.say("lead"),
        words.say("lead.about", words.integer(was.breaches())),
        sides(""),
        rows,
        null);
  }

  private static int told(LeadTime lead, When when) {
    return switch (when) {
      case BEFORE -> lead.ahead();
      case WITH_THE_FIGURES -> lead.breaches() - lead.missed() - lead.ahead() - lead.behind();
      case AFTER -> lead.behind();
      case NEVER -> lead.missed();
    };
  }

  private void days(
      List<Row> rows,
      LeadTime was,
      LeadTime would,
      String key,
      Function<Quantiles, BigDecimal> value) {
    String name = words.say("days." + key);
    rows.add(
        new Row(
            Cell.of(name),
            List.of(
                days(was.days(), value, name, words.say("inForce"), "IN_FORCE"),
                days(would.days(), value, name, words.say("candidate"), "CANDIDATE"))));
  }

  private Cell days(
      @Nullable Quantiles days,
      Function<Quantiles, BigDecimal> value,
      String row,
      String column,
      String side) {
    return days == null
        ? Cell.of("–")
        : words.linked(
            words.days(value.apply(days)), row, column, words.list("breaches", "side", side));
  }

  private Table use(Report report) {
    Usefulness use = report.usefulness();
    List<Row> rows = new ArrayList<>();
    for (Use each : Use.values()) {
      Usefulness.Row counted =
          switch (each) {
            case USEFUL -> use.useful();
            case NOT_USEFUL -> use.notUseful();
            case NOT_SAID -> use.notSaid();
          };
      String name = words.symbol("use", each);
      rows.add(
          new Row(
              Cell.of(name),
              List.of(
                  words.count(
                      counted.told(),
                      name,
                      words.say("told"),
                      words.list("exceptions", "use", each.name(), "told", "YES")),
                  words.count(
                      counted.notTold(),
                      name,
                      words.say("notTold"),
                      words.list("exceptions", "use", each.name(), "told", "NO")))));
    }
    return new Table(
        "use",
        words.say("use"),
        words.say("use.about"),
        List.of(words.say("use.recorded"), words.say("told"), words.say("notTold")),
        rows,
        null);
  }

  private Table notGranted(Report report) {
    Map<List<String>, Integer> nodes = new LinkedHashMap<>();
    report.notGranted().forEach(not -> nodes.merge(said(not), 1, Integer::sum));
    List<Row> rows = new ArrayList<>();
    nodes.entrySet().stream()
        .limit(ROWS)
        .forEach(each -> {
          List<Cell> cells = new ArrayList<>();
          each.getKey().stream().skip(1).forEach(text -> cells.add(Cell.of(text)));
          cells.add(
              words.count(
                  each.getValue(),
                  each.getKey().getFirst(),
                  words.say("nodes"),
                  words.list(
                      "not-granted", "tolerance", Parameters.escaped(each.getKey().getFirst()))));
          rows.add(new Row(Cell.of(each.getKey().getFirst()), cells));
        });
    return new Table(
        "not-granted",
        words.say("notGranted"),
        words.say("notGranted.about"),
        List.of(
            words.say("tolerance"),
            words.say("field"),
            words.say("value"),
            words.say("expected"),
            words.say("nodes")),
        rows,
        nodes.size() > ROWS ? words.list("not-granted") : null);
  }

  /** Tolerance, field, value, and what was expected. */
  static List<String> said(NotGranted not) {
    return List.of(
        not.toleranceId(), not.refusal().field(), not.refusal().value(), not.refusal().expected());
  }
}
