package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.BacktestWords.Cell;
import org.plimsoll.leadership.BacktestWords.Row;
import org.plimsoll.leadership.BacktestWords.Table;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.LeadTime;
import org.plimsoll.policy.backtest.LeadTime.Breach.When;
import org.plimsoll.policy.backtest.LeadTime.Quantiles;
import org.plimsoll.policy.backtest.Load;
import org.plimsoll.policy.backtest.Load.Person;
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

  List<Table> all(Report report, Map<String, Node> receivers) {
    List<Table> tables = new ArrayList<>();
    tables.add(exceptions(report));
    tables.add(lead(report));
    tables.add(load(report));
    tables.add(persons(report, receivers, 0, ROWS));
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

  private Table load(Report report) {
    Load was = report.recordedLoad();
    Load would = report.candidateLoad();
    List<Row> rows = new ArrayList<>();
    row(rows, words.say("items"), words.integer(was.items()), words.integer(would.items()), true);
    row(
        rows,
        words.say("items.month", words.integer(was.receivers())),
        words.mean(was.perPersonAndMonth()),
        words.mean(would.perPersonAndMonth()),
        false);
    row(
        rows,
        words.say("items.day", words.integer(Load.ITEMS_PER_DAY)),
        words.mean(was.perPersonAndDay()),
        words.mean(would.perPersonAndDay()),
        false);
    row(
        rows,
        words.say("items.busiest"),
        words.integer(was.busiest()),
        words.integer(would.busiest()),
        false);
    row(
        rows,
        words.say("items.above"),
        words.integer(was.overflow()),
        words.integer(would.overflow()),
        false);
    return new Table(
        "load",
        words.say("load"),
        words.say("load.about", words.integer(Load.ITEMS_PER_DAY)),
        sides(""),
        rows,
        null);
  }

  /**
   * @param items whether it counts items, or else says something of persons
   */
  private void row(List<Row> rows, String name, String was, String would, boolean items) {
    String of = items ? "items" : "persons";
    rows.add(
        new Row(
            Cell.of(name),
            List.of(
                words.linked(
                    was,
                    name,
                    words.say("inForce"),
                    items ? words.list(of, "side", "IN_FORCE") : words.list(of)),
                words.linked(
                    would,
                    name,
                    words.say("candidate"),
                    items ? words.list(of, "side", "CANDIDATE") : words.list(of)))));
  }

  /** Receivers of either policy, those with most items of the candidate first. */
  static List<String> receivers(Report report) {
    return Stream.concat(
            report.candidateLoad().persons().stream(), report.recordedLoad().persons().stream())
        .map(Person::receiver)
        .distinct()
        .toList();
  }

  /**
   * Some of the persons.
   *
   * @param known receivers whom the reader sees; others are not named
   */
  Table persons(Report report, Map<String, Node> known, int from, int most) {
    Map<String, Person> was = byReceiver(report.recordedLoad());
    Map<String, Person> would = byReceiver(report.candidateLoad());
    List<String> receivers = receivers(report);
    words.persons().lookUp(known.values().stream().map(Node::person));
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < Math.min(receivers.size(), from + most); i++) {
      String receiver = receivers.get(i);
      // Not by its id, which may be that of a node whom the reader does not see.
      String person = String.valueOf(i);
      Node node = known.get(receiver);
      String name = words.accountable(known, receiver);
      Person before = was.get(receiver);
      Person after = would.get(receiver);
      rows.add(
          new Row(
              node == null ? Cell.of(name) : new Cell(name, "/nodes/" + receiver, ""),
              List.of(
                  items(before, person, name, "items.inForce", "IN_FORCE", false),
                  items(after, person, name, "items.candidate", "CANDIDATE", false),
                  items(before, person, name, "busiest.inForce", "IN_FORCE", true),
                  items(after, person, name, "busiest.candidate", "CANDIDATE", true),
                  Cell.of(overflow(before)),
                  Cell.of(overflow(after)))));
    }
    return new Table(
        "persons",
        words.say("persons"),
        "",
        List.of(
            words.say("person"),
            words.say("items.inForce"),
            words.say("items.candidate"),
            words.say("busiest.inForce"),
            words.say("busiest.candidate"),
            words.say("above.inForce"),
            words.say("above.candidate")),
        rows,
        receivers.size() > from + most ? words.list("persons") : null);
  }

  private static Map<String, Person> byReceiver(Load load) {
    return load.persons().stream().collect(Collectors.toMap(Person::receiver, p -> p));
  }

  private Cell items(
      @Nullable Person person, String number, String row, String column, String side, boolean day) {
    if (person == null) {
      return Cell.of("0");
    }
    String items = words.integer(day ? person.busiest() : person.items());
    String on = person.busiestDay().toString();
    return words.linked(
        day ? items + " · " + words.words().day(person.busiestDay(), words.locale()) : items,
        row,
        words.say(column),
        day
            ? words.list("items", "side", side, "person", number, "day", on)
            : words.list("items", "side", side, "person", number));
  }

  private String overflow(@Nullable Person person) {
    return words.integer(person == null ? 0 : person.overflow());
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
