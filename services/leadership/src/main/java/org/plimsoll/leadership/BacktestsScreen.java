package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Backtests.Run;
import org.plimsoll.leadership.Backtests.Started;
import org.plimsoll.leadership.Backtests.State;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.plimsoll.policy.Presets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Where a policy is put in to be weighed, and which ones were in the last hour. */
@Controller
class BacktestsScreen {
  /** Portfolios, and programs, that a choice shows. */
  private static final int CHOICES = 500;

  private static final int LISTED = 20;

  /** What a page says of a back-test in a list. */
  record Line(String id, String title, String about, String state) {}

  /** A node that may be chosen. */
  record Choice(String id, String name) {}

  private final Backtests backtests;
  private final InWords words;
  private final Frame frame;

  BacktestsScreen(Backtests backtests, InWords words, Frame frame) {
    this.backtests = backtests;
    this.words = words;
    this.frame = frame;
  }

  @GetMapping("/backtests")
  Rendering all(Seen seen, ServerWebExchange exchange, Locale locale) {
    BacktestScope.check(seen);
    Parameters given = Parameters.of(exchange, "policy", "again");
    String preset = given.oneOf("policy", Presets.NAMES.toArray(String[]::new));
    String again = given.text("again");
    Map<String, List<String>> filled =
        again != null
            ? BacktestScreen.found(backtests, seen, again).wish().given()
            : preset != null
                ? Map.of("policy", List.of(Presets.text(preset).orElseThrow()))
                : Map.of();
    return all(filled, Map.of(), "", HttpStatus.OK, seen, exchange, locale);
  }

  /** Begins one; what cannot be taken is shown again, beside its field. */
  @PostMapping(path = "/backtests", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering start(Seen seen, ServerWebExchange exchange, Locale locale) {
    BacktestScope.check(seen);
    Parameters.of(exchange);
    Map<String, List<String>> given = Given.form(exchange);
    return switch (BacktestWish.read(given, node -> BacktestScope.holds(seen, node))) {
      case Read.Bad<BacktestWish>(var wrong) ->
          all(given, wrong, "", HttpStatus.UNPROCESSABLE_CONTENT, seen, exchange, locale);
      case Read.Good<BacktestWish>(BacktestWish wish) ->
          switch (backtests.start(seen.reader().person(), wish)) {
            case Started.Begun(Run run) ->
                Rendering.redirectTo("/backtests/" + run.id()).status(HttpStatus.SEE_OTHER).build();
            case Started.Busy(Run own) ->
                all(
                    given,
                    Map.of(),
                    words.say("backtest.busy", locale, own.wish().policy().name()),
                    HttpStatus.CONFLICT,
                    seen,
                    exchange,
                    locale);
            case Started.Full() ->
                all(
                    given,
                    Map.of(),
                    words.say("backtest.full", locale, Backtests.MOST),
                    HttpStatus.SERVICE_UNAVAILABLE,
                    seen,
                    exchange,
                    locale);
          };
    };
  }

  private List<Choice> choices(Seen seen, @Nullable String chosen, Locale locale) {
    List<Choice> choices = new ArrayList<>();
    for (String level : List.of("PORTFOLIO", "PROGRAM")) {
      for (Node node : seen.nodes().ofLevel(level, CHOICES)) {
        Scope scope = seen.reader().scope();
        if (scope.everything()
            || scope.roots().contains(node.id())
            || (node.parentId() != null && scope.roots().contains(node.parentId()))) {
          choices.add(choice(node, locale));
        }
      }
    }
    if (chosen != null && choices.stream().noneMatch(each -> each.id().equals(chosen))) {
      seen.nodes().node(chosen).ifPresent(node -> choices.add(choice(node, locale)));
    }
    return choices;
  }

  private Choice choice(Node node, Locale locale) {
    return new Choice(
        node.id(), words.symbol("level", node.level(), locale) + ": " + node.names().in(locale));
  }

  private Rendering all(
      Map<String, List<String>> filled,
      Map<String, Wrong> wrong,
      String refused,
      HttpStatus status,
      Seen seen,
      ServerWebExchange exchange,
      Locale locale) {
    Map<String, String> said = new LinkedHashMap<>();
    wrong.forEach((field, each) -> said.put(field, Given.said(each, words, locale)));
    List<String> node = filled.get("node");
    Rendering.Builder<?> view =
        Rendering.view("backtests")
            .status(status)
            .modelAttribute("filled", filled)
            .modelAttribute("wrong", said)
            .modelAttribute("refused", refused)
            .modelAttribute("choices", choices(seen, node == null ? null : node.getFirst(), locale))
            .modelAttribute("everything", seen.reader().scope().everything())
            .modelAttribute("presets", Presets.NAMES)
            .modelAttribute("mostBytes", Bounded.MAX_BYTES / 2)
            .modelAttribute("mostLimits", BacktestWish.MOST_LIMITS)
            .modelAttribute(
                "lines",
                backtests.of(seen.reader().person()).stream()
                    .filter(run -> BacktestScope.holds(seen, run.wish().scope().nodeId()))
                    .limit(LISTED)
                    .map(run -> line(run, seen, locale))
                    .toList());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private Line line(Run run, Seen seen, Locale locale) {
    return new Line(
        run.id(),
        run.wish().policy().name(),
        BacktestScreen.about(run, seen, words, locale),
        switch (run.state()) {
          case State.Weighing(int percent) ->
              words.say("backtest.weighing", locale, String.valueOf(percent));
          case State.Done _ -> words.say("backtest.done", locale);
          case State.Ended(Backtests.Why why) -> words.symbol("backtest.why", why.name(), locale);
        });
  }
}
