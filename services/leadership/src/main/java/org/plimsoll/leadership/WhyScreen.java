package org.plimsoll.leadership;

import java.util.List;
import java.util.Locale;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.Restraint;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.NodeScreen.Crumb;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Why a tolerance is in exception or not. */
@Controller
class WhyScreen {
  private final InWords words;
  private final Frame frame;

  WhyScreen(InWords words, Frame frame) {
    this.words = words;
    this.frame = frame;
  }

  /** A tolerance as it stands. */
  @GetMapping("/nodes/{id}/tolerances/{tolerance}")
  Rendering now(
      Seen seen,
      ServerWebExchange exchange,
      @PathVariable String id,
      @PathVariable String tolerance,
      Locale locale) {
    Parameters.of(exchange);
    return shown(seen, seen.explanations().now(known(seen, id), tolerance, null), exchange, locale);
  }

  /** A tolerance as one entry of the trail left it. */
  @GetMapping("/nodes/{id}/tolerances/{tolerance}/{tier}/{partition}/{sequence}")
  Rendering at(
      Seen seen,
      ServerWebExchange exchange,
      @PathVariable String id,
      @PathVariable String tolerance,
      @PathVariable String tier,
      @PathVariable String partition,
      @PathVariable String sequence,
      Locale locale) {
    Parameters.of(exchange);
    Position at = Trail.position(tier, partition, sequence);
    return shown(seen, seen.explanations().at(known(seen, id), tolerance, at), exchange, locale);
  }

  private Rendering shown(Seen seen, Told told, ServerWebExchange exchange, Locale locale) {
    Rendering.Builder<?> view = Rendering.view("why");
    explained(seen, view, told, locale);
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /** What the template of an explanation wants. */
  void explained(Seen seen, Rendering.Builder<?> view, Told told, Locale locale) {
    WhyInWords.Said said = seen.whyInWords().of(told, locale);
    view.modelAttribute("title", said.measure())
        .modelAttribute("said", said)
        .modelAttribute("tone", tone(told))
        .modelAttribute("moment", moment(told, locale))
        .modelAttribute("at", told.at())
        .modelAttribute("restraints", restraints(seen, told, locale))
        .modelAttribute("crumbs", crumbs(seen, told.node(), locale));
  }

  /** What is given on of this tolerance; that figures are held back stands among the routes. */
  private List<String> restraints(Seen seen, Told told, Locale locale) {
    BudgetKey key = BudgetKey.of(told.explanation().subject().tolerance());
    return seen.restraints().ofNode(told.node(), told.at()).stream()
        .map(Restraints.Found::restraint)
        .filter(restraint ->
            switch (restraint) {
              case Restraint.Given(var given, var _) ->
                  key.equals(BudgetKey.ofAmount(given.now().measure()));
              case Restraint.Exceeded(var exceeded) ->
                  exceeded.measure() == key.measure() && exceeded.unit() == key.unit();
              case Restraint.Deadband _, Restraint.BeyondBudget _ -> false;
            })
        .map(restraint -> seen.restraintsInWords().of(restraint, locale))
        .toList();
  }

  private static String tone(Told told) {
    return switch (told.explanation()) {
      case Explanation.Weighed weighed ->
          weighed.isWithin()
              ? weighed.amber() ? "beyond" : "good"
              : weighed.steps() != null && weighed.steps().step() > 1 ? "deep" : "beyond";
      case Explanation.NotMeasurable _, Explanation.NotInForce _ -> "plain";
    };
  }

  private String moment(Told told, Locale locale) {
    return told.dataDate() == null
        ? ""
        : words.say("node.dataDate", locale, words.day(told.dataDate(), locale));
  }

  private List<Crumb> crumbs(Seen seen, Node node, Locale locale) {
    List<Crumb> crumbs =
        new java.util.ArrayList<>(
            seen.nodes().above(node).stream()
                .map(above -> new Crumb(above.id(), above.names().in(locale)))
                .toList());
    crumbs.add(new Crumb(node.id(), node.names().in(locale)));
    return crumbs;
  }

  private Node known(Seen seen, String id) {
    return seen.nodes()
        .node(id)
        .orElseThrow(() -> new UnknownException("node", id, "the id of a registered node"));
  }
}
