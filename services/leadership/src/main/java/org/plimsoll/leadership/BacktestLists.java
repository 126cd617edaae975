package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.leadership.BacktestWords.Cell;
import org.plimsoll.leadership.BacktestWords.Row;
import org.plimsoll.leadership.BacktestWords.Table;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.policy.backtest.Difference;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.Episode;
import org.plimsoll.policy.backtest.LeadTime.Breach;
import org.plimsoll.policy.backtest.LeadTime.Breach.When;
import org.plimsoll.policy.backtest.Load.Item;
import org.plimsoll.policy.backtest.NotGranted;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Usefulness.Use;

/**
 * What stands behind the figures of a back-test, a page at a time. What was recorded leads to the
 * page of its exception, everything else to the event that brought it.
 */
final class BacktestLists {
  /** Which there are, as they are named in addresses. */
  static final List<String> NAMES =
      List.of("exceptions", "breaches", "items", "persons", "not-granted");

  /** Those that are of the candidate unless they are asked for of the policy in force. */
  static final Set<String> OF_ONE_SIDE = Set.of("breaches", "items");

  /** What narrows them, of all; each list knows some. */
  static final String[] PARAMETERS = {
    "of", "side", "kind", "use", "told", "when", "level", "person", "day", "tolerance", "cursor"
  };

  private static final int PAGE = 50;
  private static final String IN_FORCE = "IN_FORCE";

  /**
   * A page of a list.
   *
   * @param count of all its rows
   * @param next cursor; null on the last page
   */
  record Listed(Table table, long count, @Nullable String next) {}

  private final BacktestWords words;
  private final Report report;
  private final Seen seen;
  private final Sentences sentences;

  BacktestLists(BacktestWords words, Report report, Seen seen, Sentences sentences) {
    this.words = words;
    this.report = report;
    this.seen = seen;
    this.sentences = sentences;
  }

  /**
   * A page of a list.
   *
   * @throws UnknownException when there is no list of this name
   */
  Listed list(String name, Parameters given) {
    return switch (name) {
      case "exceptions" -> exceptions(given);
      case "breaches" -> breaches(given);
      case "items" -> items(given);
      case "persons" -> persons(given);
      case "not-granted" -> notGranted(given);
      default -> throw new UnknownException("list", name, "one of " + NAMES);
    };
  }

  private static <E extends Enum<E>> @Nullable E oneOf(
      Parameters given, String name, Class<E> type, E[] all) {
    String symbol = given.oneOf(name, Arrays.stream(all).map(Enum::name).toArray(String[]::new));
    return symbol == null ? null : Enum.valueOf(type, symbol);
  }

  private static @Nullable String side(Parameters given) {
    return given.oneOf("side", IN_FORCE, "CANDIDATE");
  }

  /** The rows of one page, made of what they are about. */
  private static <T> Listed page(Parameters given, Stream<T> all, Function<List<T>, Table> table) {
    List<T> rows = all.toList();
    long from = given.cursorSeq("cursor");
    List<T> page = rows.stream().skip(from).limit(PAGE).toList();
    long end = from + PAGE;
    return new Listed(
        table.apply(page), rows.size(), end < rows.size() ? Parameters.cursor(end) : null);
  }

  private Map<String, Node> nodes(Stream<String> ids) {
    return nodes(ids.collect(Collectors.toSet()));
  }

  private Map<String, Node> nodes(Collection<String> ids) {
    return seen.nodes().nodes(ids).stream().collect(Collectors.toMap(Node::id, node -> node));
  }

  /** Those of the trail that the reader can open. */
  private Set<String> recorded(Stream<String> ids) {
    return new HashSet<>(
        seen.exceptions().episodes(ids.collect(Collectors.toSet())).stream()
            .map(Exceptions.Episode::id)
            .toList());
  }

  private Listed exceptions(Parameters given) {
    Kind kind = oneOf(given, "kind", Kind.class, Kind.values());
    Use use = oneOf(given, "use", Use.class, Use.values());
    String told = given.oneOf("told", "YES", "NO");
    String side = side(given);
    Stream<Difference> found =
        report.differences().stream()
            .filter(each -> kind == null || each.kind() == kind)
            .filter(each -> use == null || report.use(each) == use)
            .filter(each ->
                told == null
                    || (each.recorded() != null
                        && (each.kind() != Kind.REMOVED) == told.equals("YES")))
            .filter(each ->
                side == null
                    || (side.equals(IN_FORCE) ? each.recorded() : each.candidate()) != null);
    return page(given, found, this::exceptions);
  }

  private Table exceptions(List<Difference> page) {
    Map<String, Node> nodes = nodes(page.stream().map(each -> each.either().subject().nodeId()));
    Set<String> known =
        recorded(
            page.stream()
                .map(Difference::recorded)
                .filter(Objects::nonNull)
                .map(Episode::exceptionId));
    return table(
        "exceptions",
        List.of("node", "measure", "inForce", "candidate", "difference"),
        page.stream()
            .map(each -> {
              Episode either = each.either();
              return row(
                  node(nodes, either.subject().nodeId()),
                  measure(nodes, either),
                  episode(each.recorded(), known),
                  episode(each.candidate(), Set.of()),
                  Cell.of(difference(each)));
            })
            .toList());
  }

  private String difference(Difference each) {
    String kind = words.symbol("kind", each.kind());
    long days = each.daysEarlier();
    return days == 0
        ? kind
        : kind + ": " + words.words().count("days", Math.abs(days), words.locale());
  }

  private Listed breaches(Parameters given) {
    When when = oneOf(given, "when", When.class, When.values());
    boolean inForce = IN_FORCE.equals(side(given));
    List<Breach> breaches = inForce ? report.recordedBreaches() : report.candidateBreaches();
    return page(
        given,
        breaches.stream().filter(each -> when == null || each.when() == when),
        page -> breaches(page, inForce));
  }

  private Table breaches(List<Breach> page, boolean inForce) {
    Map<String, Node> nodes = nodes(page.stream().map(each -> each.happened().subject().nodeId()));
    Set<String> known =
        inForce
            ? recorded(
                page.stream().map(Breach::told).filter(Objects::nonNull).map(Episode::exceptionId))
            : Set.of();
    return table(
        "breaches",
        List.of("node", "measure", "happened", inForce ? "inForce" : "candidate", "daysBefore"),
        page.stream()
            .map(each -> {
              Episode happened = each.happened();
              Long days = each.days();
              return row(
                  node(nodes, happened.subject().nodeId()),
                  measure(nodes, happened),
                  episode(happened, Set.of()),
                  episode(each.told(), known),
                  Cell.of(days == null ? "–" : words.integer(days)));
            })
            .toList());
  }

  private Listed items(Parameters given) {
    boolean inForce = IN_FORCE.equals(side(given));
    List<String> receivers = BacktestLoad.receivers(report);
    String receiver =
        given.text("person") == null || receivers.isEmpty()
            ? null
            : receivers.get((int) given.number("person", 0, 0, receivers.size() - 1L));
    String level = given.oneOf("level", Level.PROGRAM.name(), Level.PORTFOLIO.name());
    LocalDate day = given.day("day");
    List<Item> items = inForce ? report.recordedItems() : report.candidateItems();
    return page(
        given,
        items.stream()
            .filter(each -> level == null || each.to().name().equals(level))
            .filter(each -> receiver == null || each.receiver().equals(receiver))
            .filter(each -> day == null || each.on().equals(day)),
        page -> items(page, inForce));
  }

  /** Of the candidate there is no page of an exception. */
  private Table items(List<Item> page, boolean inForce) {
    Map<String, Node> nodes =
        nodes(page.stream().flatMap(each -> Stream.of(each.nodeId(), each.receiver())));
    Set<String> known = inForce ? recorded(page.stream().map(Item::exceptionId)) : Set.of();
    List<String> columns = new ArrayList<>(List.of("node", "day", "receiver"));
    if (inForce) {
      columns.add("exception");
    }
    return table(
        "items", columns, page.stream().map(each -> item(each, nodes, known, inForce)).toList());
  }

  private Row item(Item item, Map<String, Node> nodes, Set<String> known, boolean inForce) {
    String day = words.words().day(item.on(), words.locale());
    String of = words.name(nodes, item.nodeId()) + ", " + day;
    List<Cell> cells = new ArrayList<>();
    cells.add(
        new Cell(
            day, event(item.cause()), words.words().say("inbox.event.of", words.locale(), of)));
    cells.add(Cell.of(words.name(nodes, item.receiver())));
    if (inForce) {
      cells.add(
          known.contains(item.exceptionId())
              ? words.linked(
                  words.say("open"), of, words.say("exception"), exception(item.exceptionId()))
              : Cell.of("–"));
    }
    return new Row(node(nodes, item.nodeId()), cells);
  }

  private Listed persons(Parameters given) {
    int from = (int) Math.min(Integer.MAX_VALUE / 2, given.cursorSeq("cursor"));
    List<String> receivers = BacktestLoad.receivers(report);
    Table table =
        new BacktestLoad(words)
            .persons(report, nodes(receivers.stream().skip(from).limit(PAGE).toList()), from, PAGE);
    int end = from + PAGE;
    return new Listed(
        table, receivers.size(), end < receivers.size() ? Parameters.cursor(end) : null);
  }

  private Listed notGranted(Parameters given) {
    String tolerance = given.text("tolerance");
    return page(
        given,
        report.notGranted().stream()
            .filter(each -> tolerance == null || each.toleranceId().equals(tolerance)),
        this::notGranted);
  }

  private Table notGranted(List<NotGranted> page) {
    Map<String, Node> nodes = nodes(page.stream().map(NotGranted::nodeId));
    return table(
        "notGranted",
        List.of("node", "tolerance", "field", "value", "expected"),
        page.stream()
            .map(each -> {
              List<Cell> cells = new ArrayList<>();
              BacktestTables.said(each).forEach(text -> cells.add(Cell.of(text)));
              return new Row(node(nodes, each.nodeId()), cells);
            })
            .toList());
  }

  private Table table(String name, List<String> columns, List<Row> rows) {
    return new Table(
        "rows", words.say(name), "", columns.stream().map(words::say).toList(), rows, null);
  }

  private static Row row(Cell head, Cell... cells) {
    return new Row(head, List.of(cells));
  }

  private Cell node(Map<String, Node> nodes, String id) {
    return new Cell(words.name(nodes, id), nodes.containsKey(id) ? "/nodes/" + id : null, "");
  }

  private Cell measure(Map<String, Node> nodes, Episode episode) {
    Node node = nodes.get(episode.subject().nodeId());
    return Cell.of(
        sentences.measure(
            episode.subject().measure().name(),
            node == null ? null : node.target(episode.subject().indicatorId()).orElse(null),
            words.locale()));
  }

  /**
   * From when to when; nothing for null.
   *
   * @param known ids of exceptions that have a page
   */
  private Cell episode(@Nullable Episode episode, Set<String> known) {
    if (episode == null) {
      return Cell.of("–");
    }
    Locale locale = words.locale();
    String raised = words.words().day(episode.raisedOn(), locale);
    LocalDate cleared = episode.clearedOn();
    String span =
        cleared == null
            ? words.say("since", raised)
            : words.say("between", raised, words.words().day(cleared, locale));
    return known.contains(episode.exceptionId())
        ? new Cell(span, exception(episode.exceptionId()), "")
        : new Cell(
            span, event(episode.raisedBy()), words.words().say("inbox.event.of", locale, span));
  }

  private static String exception(String id) {
    return "/exceptions/" + id;
  }

  private static String event(Position at) {
    return "/trail/%s/%d/%d"
        .formatted(at.tier().name().toLowerCase(Locale.ROOT), at.partition(), at.sequence());
  }
}
