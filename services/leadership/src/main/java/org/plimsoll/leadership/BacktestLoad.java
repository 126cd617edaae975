package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.BacktestWords.Cell;
import org.plimsoll.leadership.BacktestWords.Row;
import org.plimsoll.leadership.BacktestWords.Table;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.policy.backtest.Load;
import org.plimsoll.policy.backtest.Load.Person;
import org.plimsoll.policy.backtest.Report;

/** What people were given to read, and would have been, as tables of a report of a back-test. */
final class BacktestLoad {
  private final BacktestWords words;

  BacktestLoad(BacktestWords words) {
    this.words = words;
  }

  /**
   * How much there was to read.
   *
   * @param part whether the reader sees more than was weighed
   */
  Table load(Report report, boolean part) {
    Load was = report.recordedLoad();
    Load would = report.candidateLoad();
    List<Row> rows = new ArrayList<>();
    counts(rows, words.say("items"), was.items(), would.items());
    counts(
        rows,
        words.say("items.PROGRAM"),
        was.byLevel().toPrograms(),
        would.byLevel().toPrograms(),
        "level",
        "PROGRAM");
    counts(
        rows,
        words.say("items.PORTFOLIO"),
        was.byLevel().toPortfolios(),
        would.byLevel().toPortfolios(),
        "level",
        "PORTFOLIO");
    row(
        rows,
        words.say("items.month", words.integer(was.receivers())),
        words.mean(was.perPersonAndMonth()),
        words.mean(would.perPersonAndMonth()));
    row(
        rows,
        words.say("items.day", words.integer(Load.ITEMS_PER_DAY)),
        words.mean(was.perPersonAndDay()),
        words.mean(would.perPersonAndDay()));
    row(
        rows,
        words.say("items.busiest"),
        words.integer(was.busiest()),
        words.integer(would.busiest()));
    row(
        rows,
        words.say("items.above"),
        words.integer(was.overflow()),
        words.integer(would.overflow()));
    return new Table(
        "load",
        words.say("load"),
        new BacktestSentences(words).load(report, part),
        List.of("", words.say("inForce"), words.say("candidate")),
        rows,
        null);
  }

  /** Counts of items; what narrows their list is names and values in turn. */
  private void counts(List<Row> rows, String name, long was, long would, String... narrowed) {
    rows.add(
        new Row(
            Cell.of(name),
            List.of(
                words.count(was, name, words.say("inForce"), list("IN_FORCE", narrowed)),
                words.count(would, name, words.say("candidate"), list("CANDIDATE", narrowed)))));
  }

  private String list(String side, String... narrowed) {
    return words.list(
        "items",
        Stream.concat(Stream.of("side", side), Stream.of(narrowed)).toArray(String[]::new));
  }

  /** Something that is said of persons. */
  private void row(List<Row> rows, String name, String was, String would) {
    String persons = words.list("persons");
    rows.add(
        new Row(
            Cell.of(name),
            List.of(
                words.linked(was, name, words.say("inForce"), persons),
                words.linked(would, name, words.say("candidate"), persons))));
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
}
