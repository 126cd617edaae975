package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.DecisionTrailInWords.Ground;
import org.plimsoll.leadership.DecisionTrailInWords.Said;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * The decision trail of one exception, step by step, for whoever asks years later who knew what.
 */
@Controller
class DecisionTrailScreen {
  /** Steps of one page: some 60 sheets. */
  private static final int STEPS = 200;

  /** Decisions that stand before the steps; each is a step as well. */
  private static final int DECISIONS = 50;

  /** A node above, by what it is. */
  record Above(String level, String name) {}

  /**
   * A step over HTTP.
   *
   * @param step its kind
   * @param what the same in words, with {@code who} and {@code grounds}
   * @param trueOn data date of what changed; absent where a moment says more
   * @param trueAt when somebody decided, time passed, somebody was told or opened it
   * @param knownAt by the clock of the trail; absent for what stands beside it, as the next ones
   * @param explanation path in this interface; absent where nothing was weighed
   * @param event likewise
   */
  record StepJson(
      String step,
      String what,
      @Nullable String who,
      @Nullable LocalDate trueOn,
      @Nullable Instant trueAt,
      @Nullable Instant knownAt,
      @Nullable Instant takenAt,
      @Nullable Position position,
      List<Ground> grounds,
      @Nullable String explanation,
      @Nullable String event,
      @Nullable ProofJson proof) {}

  /**
   * How a step is proven.
   *
   * @param address of the proof at the log; absent where this service knows of none
   */
  record ProofJson(@Nullable String address, String command) {}

  private final DecisionTrails trails;
  private final DecisionTrailInWords trailInWords;
  private final DecisionsInWords decisionsInWords;
  private final Sentences sentences;
  private final InWords words;
  private final Frame frame;
  private final LeadershipSettings settings;

  DecisionTrailScreen(
      DecisionTrails trails,
      DecisionTrailInWords trailInWords,
      DecisionsInWords decisionsInWords,
      Sentences sentences,
      InWords words,
      Frame frame,
      LeadershipSettings settings) {
    this.trails = trails;
    this.trailInWords = trailInWords;
    this.decisionsInWords = decisionsInWords;
    this.sentences = sentences;
    this.words = words;
    this.frame = frame;
    this.settings = settings;
  }

  /** When it was known, by the clock of the trail, and with which figures. */
  private String turned(LocalDate figures, @Nullable Instant known, Locale locale) {
    String day = words.day(figures, locale);
    return known == null
        ? day
        : words.say("steps.turned", locale, words.moment(known, locale), day);
  }

  @GetMapping("/exceptions/{id}/trail")
  Rendering screen(Seen seen, ServerWebExchange exchange, @PathVariable String id, Locale locale) {
    Parameters given = Parameters.of(exchange, "cursor");
    Episode episode = seen.exceptions().known(id);
    Node node = node(seen, episode);
    Page<Step> page = trails.page(seen, episode, given.cursor("cursor"), STEPS);
    trailInWords.lookUp(page.items());
    Map<Position, Instant> known =
        seen.trail().known(List.of(episode.raisedBy(), episode.changedBy()));
    Rendering.Builder<?> view =
        Rendering.view("decision-trail")
            .modelAttribute(
                "title",
                sentences.measure(
                    episode.measure(), node.target(episode.indicatorId()).orElse(null), locale))
            .modelAttribute("episode", episode)
            .modelAttribute("node", node)
            .modelAttribute("name", node.names().in(locale))
            .modelAttribute("kind", sentences.kind(episode, locale))
            .modelAttribute("accountable", sentences.accountable(node, locale))
            .modelAttribute(
                "raised", turned(episode.raisedOn(), known.get(episode.raisedBy()), locale))
            .modelAttribute(
                "cleared",
                episode.clearedOn() == null
                    ? ""
                    : turned(episode.clearedOn(), known.get(episode.changedBy()), locale))
            .modelAttribute(
                "crumbs",
                seen.nodes().above(node).stream()
                    .map(above -> new NodeScreen.Crumb(above.id(), above.names().in(locale)))
                    .toList())
            .modelAttribute(
                "above",
                seen.nodes().above(node).stream()
                    .map(above ->
                        new Above(
                            words.symbol("level", above.level(), locale), above.names().in(locale)))
                    .toList())
            .modelAttribute("decisions", decisions(seen, episode, node, locale))
            .modelAttribute(
                "steps",
                page.items().stream()
                    .map(step -> trailInWords.of(step, seen, episode, node, locale))
                    .toList())
            .modelAttribute("log", settings.log() == null ? "" : settings.log())
            .modelAttribute("cursor", given.text("cursor") == null ? "" : given.text("cursor"))
            .modelAttribute("next", page.nextCursor() == null ? "" : page.nextCursor());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  /**
   * The decision trail of an exception, step by step: what happened, who told or decided what, when
   * it was true and known, on what grounds, and its proof.
   */
  @GetMapping("/v1/exceptions/{id}/trail")
  @ResponseBody
  @Asked.Paged
  Page<StepJson> page(
      Seen seen,
      ServerWebExchange exchange,
      @Parameter(description = "id of the exception", example = "shilisai-school~cost~1")
          @PathVariable
          String id,
      Locale locale) {
    Parameters given = Parameters.of(exchange, "limit", "cursor");
    Episode episode = seen.exceptions().known(id);
    Node node = node(seen, episode);
    Page<Step> page = trails.page(seen, episode, given.cursor(), given.limit());
    trailInWords.lookUp(page.items());
    return given.page(page, step -> json(step, trailInWords.of(step, seen, episode, node, locale)));
  }

  private List<DecisionsInWords.Said> decisions(
      Seen seen, Episode episode, Node node, Locale locale) {
    Map<String, String> named = seen.nodes().named(node, locale);
    return seen
        .decisions()
        .ofException(node.id(), episode.id(), episode.raisedBy().sequence(), DECISIONS)
        .stream()
        .map(decision -> decisionsInWords.of(decision, node, episode.unit(), named, locale))
        .toList();
  }

  private static Node node(Seen seen, Episode episode) {
    return seen.nodes()
        .node(episode.nodeId())
        .orElseThrow(
            () -> new UnknownException("node", episode.nodeId(), "the id of a registered node"));
  }

  private static StepJson json(Step step, Said said) {
    return switch (step) {
      case Step.Changed(var _, var entry, var change, var on) ->
          json(change, said, on, null, entry);
      case Step.HeldBack(var _, var entry, var on) -> json("HELD_BACK", said, on, null, entry);
      case Step.Delivered(var _, var entry, var _, var _, var _, var on) ->
          json("DELIVERED", said, on, null, entry);
      case Step.PassedUp(var _, var entry, var up) -> json("PASSED_UP", said, null, up.at(), entry);
      case Step.Decided(var _, var entry, var decision) ->
          json(decision.kind(), said, null, decision.decidedAt(), entry);
      case Step.Told(var _, var delivery) -> json("TOLD", said, null, delivery.createdAt(), null);
      case Step.Opened(var _, var opening) -> json("OPENED", said, null, opening.firstAt(), null);
    };
  }

  private static StepJson json(
      String step,
      Said said,
      @Nullable LocalDate trueOn,
      @Nullable Instant trueAt,
      Step.@Nullable Entry entry) {
    String event = entry == null ? null : "/v1" + said.record();
    return new StepJson(
        step,
        said.what(),
        said.who(),
        trueOn,
        trueAt,
        entry == null ? null : entry.knownAt(),
        entry == null ? null : entry.takenAt(),
        said.at(),
        said.grounds(),
        said.why() == null || event == null ? null : event + "/explanation",
        event,
        said.command() == null ? null : new ProofJson(said.proof(), said.command()));
  }
}
