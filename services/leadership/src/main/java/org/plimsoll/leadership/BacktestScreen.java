package org.plimsoll.leadership;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.BacktestLists.Listed;
import org.plimsoll.leadership.Backtests.Run;
import org.plimsoll.leadership.Backtests.State;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Access;
import org.plimsoll.leadership.access.Queries;
import org.plimsoll.leadership.access.SignedIn;
import org.plimsoll.policy.backtest.Report;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

/**
 * For whoever decides how far projects may deviate: what a policy would have told, before it is
 * granted. Only about a node that lies in what they hold with everything below it, which is asked
 * anew whenever they look.
 */
@Controller
class BacktestScreen {
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Backtests backtests;
  private final ReadModel model;
  private final Access access;
  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;
  private final Frame frame;
  private final Duration heartbeat;

  BacktestScreen(
      Backtests backtests,
      ReadModel model,
      Access access,
      Sentences sentences,
      InWords words,
      PersonsInWords persons,
      Frame frame,
      LeadershipSettings settings) {
    this.backtests = backtests;
    this.model = model;
    this.access = access;
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
    this.heartbeat = settings.heartbeat();
  }

  /**
   * The back-test of a person, if they may still look at it.
   *
   * @throws UnknownException when there is none
   */
  static Run found(Backtests backtests, Seen seen, String id) {
    BacktestScope.check(seen);
    return backtests
        .one(seen.reader().person(), id)
        .filter(run -> BacktestScope.holds(seen, run.wish().scope().nodeId()))
        .orElseThrow(
            () -> new UnknownException("id", id, "a back-test of your own, of the last hour"));
  }

  @PostMapping("/backtests/{id}/cancel")
  Rendering cancel(Seen seen, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    found(backtests, seen, id);
    backtests.cancel(seen.reader().person(), id);
    return Rendering.redirectTo("/backtests/" + id).status(HttpStatus.SEE_OTHER).build();
  }

  @GetMapping("/backtests/{id}")
  Rendering one(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters given = Parameters.of(exchange, "of");
    Run run = found(backtests, seen, id);
    State state = run.state();
    Rendering.Builder<?> view =
        Rendering.view("backtest")
            .modelAttribute("id", id)
            .modelAttribute("policyName", run.wish().policy().name())
            .modelAttribute("policySource", run.wish().policy().source())
            .modelAttribute("about", about(run, seen, words, locale))
            .modelAttribute("state", state.getClass().getSimpleName())
            .modelAttribute("of", 0);
    switch (state) {
      case State.Weighing(int percent) -> view.modelAttribute("percent", percent);
      case State.Ended(Backtests.Why why) ->
          view.modelAttribute("why", words.symbol("backtest.why", why.name(), locale));
      case State.Done(List<Report> reports) ->
          report(view, run, reports, of(given, reports), seen, locale);
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** Which of the candidates is meant: that as it is written, unless a limit is named. */
  private static int of(Parameters given, List<Report> reports) {
    return (int) given.number("of", 0, 0, reports.size() - 1L);
  }

  private void report(
      Rendering.Builder<?> view, Run run, List<Report> reports, int of, Seen seen, Locale locale) {
    Report report = reports.get(of);
    BacktestWords own = new BacktestWords(words, persons, locale, "/backtests/" + run.id(), of);
    Map<String, Node> receivers =
        seen.nodes().nodes(BacktestLoad.receivers(report)).stream()
            .collect(Collectors.toMap(Node::id, node -> node));
    view.modelAttribute("of", of)
        .modelAttribute(
            "period",
            report.from() == null
                ? words.say("backtest.nothing", locale)
                : words.say(
                    "backtest.period",
                    locale,
                    words.integer(report.nodesGranted(), locale),
                    words.day(report.from(), locale),
                    words.day(report.to(), locale)))
        .modelAttribute("inShort", new BacktestSentences(own).inShort(report, receivers))
        .modelAttribute(
            "tables",
            new BacktestTables(own)
                .all(
                    report,
                    receivers,
                    BacktestSentences.isPart(run.wish(), seen.reader().scope())));
    if (run.wish().grid() != null) {
      BacktestSweep sweep = new BacktestSweep(own, run.wish().grid(), reports);
      view.modelAttribute("pictures", sweep.pictures())
          .modelAttribute("sweep", sweep.table())
          .modelAttribute("limit", of == 0 ? "" : sweep.limit(of - 1))
          .modelAttribute("tolerance", run.wish().grid().toleranceId());
    }
  }

  /** What stands behind a figure. */
  @GetMapping("/backtests/{id}/{list}")
  Rendering list(
      Seen seen,
      ServerWebExchange exchange,
      @PathVariable String id,
      @PathVariable String list,
      Locale locale) {
    Parameters given = Parameters.of(exchange, BacktestLists.PARAMETERS);
    Run run = found(backtests, seen, id);
    if (!(run.state() instanceof State.Done(List<Report> reports))) {
      throw new UnknownException("list", list, "a back-test that has ended with a report");
    }
    int of = of(given, reports);
    BacktestWords own = new BacktestWords(words, persons, locale, "/backtests/" + id, of);
    Listed listed = new BacktestLists(own, reports.get(of), seen, sentences).list(list, given);
    Rendering.Builder<?> view =
        Rendering.view("backtest-list")
            .modelAttribute("id", id)
            .modelAttribute("list", list)
            .modelAttribute("of", of)
            .modelAttribute("policyName", run.wish().policy().name())
            .modelAttribute("table", listed.table())
            .modelAttribute("narrowed", narrowed(list, given, locale))
            .modelAttribute("count", words.integer(listed.count(), locale))
            .modelAttribute(
                "first", given.cursor("cursor") == null ? "" : way(own, list, given, null))
            .modelAttribute(
                "next", listed.next() == null ? "" : way(own, list, given, listed.next()));
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** What of the whole it lists, in words. */
  private String narrowed(String list, Parameters given, Locale locale) {
    List<String> said = new ArrayList<>();
    if (given.text("side") == null && BacktestLists.OF_ONE_SIDE.contains(list)) {
      said.add(words.say("backtest.side.CANDIDATE", locale));
    }
    for (String name : List.of("side", "kind", "use", "told", "when")) {
      String symbol = given.text(name);
      if (symbol != null) {
        said.add(words.symbol("backtest." + name, symbol.toUpperCase(Locale.ROOT), locale));
      }
    }
    String level = given.text("level");
    if (level != null) {
      said.add(words.symbol("level", level.toUpperCase(Locale.ROOT), locale));
    }
    LocalDate day = given.day("day");
    if (day != null) {
      said.add(words.day(day, locale));
    }
    return String.join(" · ", said);
  }

  /** The same list from another place on. */
  private static String way(
      BacktestWords words, String list, Parameters given, @Nullable String cursor) {
    List<String> narrowed = new ArrayList<>();
    for (String name : BacktestLists.PARAMETERS) {
      String value = given.text(name);
      if (value != null && !name.equals("of") && !name.equals("cursor")) {
        narrowed.addAll(List.of(name, Parameters.escaped(value)));
      }
    }
    if (cursor != null) {
      narrowed.addAll(List.of("cursor", cursor));
    }
    return words.list(list, narrowed.toArray(String[]::new));
  }

  /** How far it is, whenever that changes, until it has ended. */
  @GetMapping(path = "/backtests/{id}/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @ResponseBody
  Flux<ServerSentEvent<Integer>> progress(
      SignedIn signedIn, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    exchange.getResponse().getHeaders().set("X-Accel-Buffering", "no");
    Flux<Boolean> over =
        Flux.interval(heartbeat)
            .onBackpressureDrop()
            .concatMap(tick -> Queries.ask(() -> access.again(signedIn).isEmpty()), 1)
            .filter(isOver -> isOver);
    return Queries.ask(() -> found(backtests, model.of(signedIn.reader()), id))
        .flatMapMany(run ->
            Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .map(tick -> run.state())
                .distinctUntilChanged()
                .takeUntil(state -> !(state instanceof State.Weighing))
                .map(BacktestScreen::event))
        .takeUntilOther(over);
  }

  private static ServerSentEvent<Integer> event(State state) {
    return switch (state) {
      case State.Weighing(int percent) ->
          ServerSentEvent.builder(percent).event("progress").build();
      case State.Done _, State.Ended _ -> ServerSentEvent.builder(100).event("ended").build();
    };
  }

  /** The node, the days, and when it was begun. */
  static String about(Run run, Seen seen, InWords words, Locale locale) {
    var scope = run.wish().scope();
    String node =
        scope.nodeId() == null
            ? words.say("backtest.node.all", locale)
            : seen.nodes()
                .node(scope.nodeId())
                .map(found -> found.names().in(locale))
                .orElse(scope.nodeId());
    List<String> said = new ArrayList<>(List.of(node));
    if (scope.from() != null) {
      said.add(words.say("backtest.from.day", locale, words.day(scope.from(), locale)));
    }
    if (scope.to() != null) {
      said.add(words.say("backtest.to.day", locale, words.day(scope.to(), locale)));
    }
    said.add(words.moment(run.startedAt(), locale));
    return String.join(" · ", said);
  }
}
