package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Decisions.Lately;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Inbox.Entry;
import org.plimsoll.leadership.Inbox.Filter;
import org.plimsoll.leadership.Inbox.Waiting;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Withheld.Held;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The one screen: the few things that need an answer, and why. */
@Controller
class InboxScreen {
  /** Entries on a page: what two minutes suffice for, and then some. */
  private static final int PAGE = 20;

  private static final int CONFIRMATIONS = 5;

  static final int LONGEST_SEARCH = 100;

  static final String[] KINDS = {
    "ASSISTANCE", "TIME", "COST", "SCOPE", "QUALITY", "RISK", "BENEFIT", "SUSTAINABILITY"
  };

  /** Receivers offered for a choice. */
  private static final int RECEIVERS = 200;

  /** Exceptions of other levels that one person has in hand, at most. */
  private static final int HANDED = 50;

  /** Decisions that are shown behind what waits. */
  private static final int DECIDED = 6;

  /**
   * What is said about one breach.
   *
   * @param held why it is not told as it stands; null where it is
   * @param asked of whom reads it, and by when; empty while the trail has not told of it yet
   * @param overdue whether that time is over
   * @param askedHere whether the level whose inbox it is has to answer, or a person
   */
  record Line(
      Episode episode,
      String kind,
      String happened,
      String meaning,
      String exact,
      String since,
      DecisionsInWords.@Nullable Line held,
      String asked,
      boolean overdue,
      boolean askedHere,
      String wentUp) {}

  /**
   * What somebody answered, and what the exception came to.
   *
   * @param again whether another one of the same tolerance is open since
   */
  record Decided(
      String exceptionId,
      String about,
      String what,
      String by,
      String state,
      boolean again,
      Position cause) {}

  /**
   * A plan that is asked of the reader for a node of theirs, or an exception that was handed over
   * to them.
   *
   * @param handed what whoever handed it over wrote; empty for a plan
   * @param owed whether an answer or a plan is still to come from the reader
   */
  record Asked(
      String exceptionId,
      String about,
      String asked,
      String handed,
      boolean overdue,
      boolean owed) {}

  /** A call for help, as often as it was repeated. */
  record Call(Item item, String since, int times) {}

  record Card(
      Node node,
      String name,
      @Nullable String parentName,
      String accountable,
      String figures,
      List<Call> calls,
      List<Line> lines,
      int step,
      boolean fresh,
      boolean waits) {}

  record Confirmation(Item item, String name, String text, String on) {}

  private final DecisionsInWords decisionsInWords;
  private final Sentences sentences;
  private final InWords words;
  private final PersonsInWords persons;
  private final SavedViews views;
  private final Frame frame;

  InboxScreen(
      DecisionsInWords decisionsInWords,
      Sentences sentences,
      InWords words,
      PersonsInWords persons,
      SavedViews views,
      Frame frame) {
    this.views = views;
    this.decisionsInWords = decisionsInWords;
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.frame = frame;
  }

  /**
   * The view that the reader chose; otherwise the highest level at which they see anything that
   * could be told; for who sees only what an agency publishes, what was refused of it; for who sees
   * only projects, such as one that was handed over, the level that is told of these first.
   */
  @GetMapping({"/", "/inbox"})
  Rendering start(Seen seen) {
    Optional<SavedView> chosen =
        views.of(seen.reader().person()).stream().filter(SavedView::start).findFirst();
    if (chosen.isPresent()) {
      return Rendering.redirectTo(chosen.get().path()).build();
    }
    boolean portfolio = !seen.nodes().ofLevel("PORTFOLIO", 1).isEmpty();
    boolean program = !seen.nodes().ofLevel("PROGRAM", 1).isEmpty();
    boolean ofAgency = !seen.reader().scope().agencies().isEmpty();
    if (ofAgency && !portfolio && !program) {
      return Rendering.redirectTo("/refusals").build();
    }
    boolean atPrograms = !portfolio && (program || !seen.nodes().ofLevel("PROJECT", 1).isEmpty());
    return Rendering.redirectTo(atPrograms ? "/inbox/program" : "/inbox/portfolio").build();
  }

  /** The inbox; with the header of an htmx request only its list. */
  @GetMapping("/inbox/{level}")
  Rendering inbox(
      Seen seen, ServerWebExchange exchange, @PathVariable String level, Locale locale) {
    String receiving =
        switch (level) {
          case "portfolio" -> "PORTFOLIO";
          case "program" -> "PROGRAM";
          default -> throw new UnknownException("level", level, "portfolio or program");
        };
    Parameters given = Parameters.of(exchange, "node", "kind", "search", "cursor", "since");
    String receiver = given.node("node");
    String search = given.text("search");
    if (search != null && search.length() > LONGEST_SEARCH) {
      throw new BadParameterException(
          "search", search, "at most " + LONGEST_SEARCH + " characters");
    }
    Filter filter = new Filter(receiver, given.oneOf("kind", KINDS), search);
    String cursor = given.text("cursor");
    Waiting waiting = seen.inbox().waiting(receiving, filter, given.cursor("cursor"), PAGE);
    long since = given.number("since", waiting.newest(), 0, Long.MAX_VALUE);
    List<Card> cards = new ArrayList<>();
    Map<String, String> parents = parents(seen, waiting.entries(), locale);
    List<Episode> episodes =
        waiting.entries().stream().flatMap(entry -> entry.episodes().stream()).toList();
    Map<String, Held> held = seen.withheld().of(episodes);
    Map<String, Handling> handlings =
        seen.handlings().of(episodes.stream().filter(episode -> episode.seq() > 0).toList());
    persons.lookUp(
        Stream.of(
                waiting.entries().stream().map(entry -> entry.node().person()),
                held.values().stream().map(Held::by),
                handlings.values().stream().map(Handling::acknowledgedBy),
                handlings.values().stream().map(Handling::holder),
                handlings.values().stream().map(Handling::handedOver).map(InboxScreen::by))
            .flatMap(each -> each));
    for (Entry entry : waiting.entries()) {
      cards.add(
          card(entry, parents, held, handlings, receiving, seen.reader().person(), since, locale));
    }
    List<Asked> plans = cursor == null ? plans(seen, locale) : List.of();
    List<Asked> handed = cursor == null ? handed(seen, receiving, locale) : List.of();
    Flow.Counts counts = seen.flow().counts();
    long weighed =
        receiver == null ? counts.statusChangesTaken() : seen.flow().statusTakenBelow(receiver);
    boolean fragment = exchange.getRequest().getHeaders().containsHeader("HX-Request");
    Rendering.Builder<?> view =
        Rendering.view(fragment ? "inbox :: list" : "inbox")
            .modelAttribute("level", level)
            .modelAttribute("receiver", receiver == null ? "" : receiver)
            .modelAttribute("fragment", fragment)
            .modelAttribute("cards", cards.stream().filter(Card::waits).toList())
            .modelAttribute("decides", !seen.reader().scope().roots().isEmpty())
            .modelAttribute("handled", cards.stream().filter(card -> !card.waits()).toList())
            .modelAttribute("freshText", freshText(cards, locale))
            .modelAttribute(
                "waitingText",
                words.count(
                    handed.isEmpty() ? "inbox.waiting" : "inbox.more", waiting.nodes(), locale))
            .modelAttribute("several", waiting.nodes() > 1)
            .modelAttribute("newest", waiting.newest())
            .modelAttribute("kind", filter.kind() == null ? "" : filter.kind())
            .modelAttribute("kinds", KINDS)
            .modelAttribute("search", search == null ? "" : search)
            .modelAttribute("cursor", cursor == null ? "" : cursor)
            .modelAttribute("next", waiting.nextCursor() == null ? "" : waiting.nextCursor())
            .modelAttribute(
                "heldAgainst", waiting.nodes() == 0 ? heldAgainst(seen, receiver, locale) : "")
            .modelAttribute("weighed", words.count("statusChanges", weighed, locale))
            .modelAttribute("plans", plans)
            .modelAttribute("plansOwed", plans.stream().anyMatch(Asked::owed))
            .modelAttribute("handed", handed)
            .modelAttribute(
                "handedText",
                handed.isEmpty() ? "" : words.count("inbox.handed", handed.size(), locale))
            .modelAttribute(
                "plansText",
                plans.stream().anyMatch(Asked::owed)
                    ? words.count(
                        "inbox.plansOwed", plans.stream().filter(Asked::owed).count(), locale)
                    : "")
            .modelAttribute(
                "decided", cursor == null ? decided(seen, receiving, receiver, locale) : List.of())
            .modelAttribute("confirmations", confirmations(seen, receiving, receiver, locale));
    frame.around(seen, view, exchange, locale);
    if (!fragment) {
      Map<String, @Nullable String> shown = new HashMap<>();
      shown.put("node", receiver);
      shown.put("kind", filter.kind());
      shown.put("search", search);
      views.on(view, seen.reader().person(), "/inbox/" + level, shown);
      view.modelAttribute("receivers", seen.nodes().ofLevel(receiving, RECEIVERS));
    }
    return view.build();
  }

  /** Against how many tolerances what came in was held, for an inbox with nothing in it. */
  private String heldAgainst(Seen seen, @Nullable String receiver, Locale locale) {
    return words.say(
        "inbox.empty.held",
        locale,
        words.count("tolerances", seen.flow().tolerancesBelow(receiver), locale));
  }

  private String freshText(List<Card> cards, Locale locale) {
    long fresh = cards.stream().filter(Card::fresh).count();
    return fresh == 0 ? "" : words.count("inbox.fresh", fresh, locale);
  }

  /** The names of those above the entries' nodes, by id. */
  private static Map<String, String> parents(Seen seen, List<Entry> entries, Locale locale) {
    return seen
        .nodes()
        .nodes(
            entries.stream()
                .map(entry -> entry.node().parentId())
                .filter(Objects::nonNull)
                .distinct()
                .toList())
        .stream()
        .collect(toMap(Node::id, parent -> parent.names().in(locale)));
  }

  private Card card(
      Entry entry,
      Map<String, String> parents,
      Map<String, Held> withheld,
      Map<String, Handling> handlings,
      String receiving,
      String reader,
      long since,
      Locale locale) {
    Node node = entry.node();
    List<Line> lines = new ArrayList<>();
    for (Episode episode : entry.episodes()) {
      Handling handling = handlings.get(episode.id());
      LocalDate on = entry.figures() == null ? null : entry.figures().dataDate();
      long limit =
          handling == null
              ? episode.limitTenThousandths()
              : handling.limitTenThousandths(episode, on);
      Sentences.Told told = sentences.of(episode, limit, node, entry.figures(), locale);
      lines.add(
          new Line(
              episode,
              sentences.kind(episode, locale),
              told.happened(),
              told.meaning(),
              told.exact(),
              words.day(episode.raisedOn(), locale),
              Optional.ofNullable(withheld.get(episode.id()))
                  .map(held -> decisionsInWords.withheld(held, locale))
                  .orElse(null),
              handling == null
                  ? ""
                  : decisionsInWords.asked(handling, receiving, reader, episode, node, on, locale),
              handling != null && handling.overdue(),
              handling == null
                  || handling.holder() != null
                  || handling.answersTo().equals(receiving),
              handling == null
                      || handling.passedUp().isEmpty()
                      || !handling.answersTo().equals(receiving)
                  ? ""
                  : decisionsInWords.wentUp(handling.passedUp().getLast(), locale).text()));
    }
    List<Call> calls = new ArrayList<>();
    if (!entry.calls().isEmpty()) {
      Item first = entry.calls().getLast();
      calls.add(
          new Call(
              entry.calls().getFirst(), words.day(first.onDate(), locale), entry.calls().size()));
    }
    return new Card(
        node,
        node.names().in(locale),
        node.parentId() == null ? null : parents.get(node.parentId()),
        node.isKnown() ? sentences.accountable(node, locale) : "",
        entry.figures() == null ? "" : words.day(entry.figures().dataDate(), locale),
        calls,
        lines,
        lines.stream().mapToInt(line -> line.episode().step()).max().orElse(0),
        entry.newest() > since,
        entry.waits());
  }

  private List<Decided> decided(Seen seen, String level, @Nullable String receiver, Locale locale) {
    List<Lately> lately = seen.decisions().lately(level, receiver, seen.reader().person(), DECIDED);
    if (lately.isEmpty()) {
      return List.of();
    }
    persons.lookUp(
        lately.stream()
            .flatMap(each -> Stream.of(each.decision().decidedBy(), each.decision().handedTo())));
    Map<String, Node> nodes =
        seen
            .nodes()
            .nodes(lately.stream().map(each -> each.decision().nodeId()).distinct().toList())
            .stream()
            .collect(toMap(Node::id, node -> node));
    return lately.stream()
        .map(each -> {
          Decision decision = each.decision();
          Node node = nodes.getOrDefault(decision.nodeId(), Node.unknown(decision.nodeId(), level));
          Target target = node.target(each.indicatorId()).orElse(null);
          DecisionsInWords.Said said = decisionsInWords.of(decision, node, each.unit(), locale);
          return new Decided(
              String.valueOf(decision.exceptionId()),
              node.names().in(locale) + ": " + sentences.measure(each.measure(), target, locale),
              said.what(),
              words.say("inbox.decided.by", locale, said.by(), said.when()),
              words.symbol("node.state", each.state(), locale),
              each.again(),
              decision.cause());
        })
        .toList();
  }

  /** What was handed over to the reader from a level whose inbox is another one. */
  private List<Asked> handed(Seen seen, String level, Locale locale) {
    String reader = seen.reader().person();
    List<Episode> handed = seen.exceptions().handedTo(reader, level, HANDED);
    if (handed.isEmpty()) {
      return List.of();
    }
    Map<String, Handling> handlings = seen.handlings().of(handed);
    Map<String, Node> nodes = nodesOf(seen, handed);
    persons.lookUp(handlings.values().stream().map(Handling::handedOver).map(InboxScreen::by));
    List<Asked> told = new ArrayList<>();
    for (Episode episode : handed) {
      Handling handling = requireNonNull(handlings.get(episode.id()));
      Node node = nodes.get(episode.nodeId());
      if (node != null) {
        told.add(
            new Asked(
                episode.id(),
                about(episode, node, locale),
                decisionsInWords.asked(handling, level, reader, episode, node, null, locale),
                reason(handling.handedOver(), locale),
                handling.overdue(),
                true));
      }
    }
    return told;
  }

  private String reason(@Nullable Decision decision, Locale locale) {
    return decision == null ? "" : words.say("quoted", locale, persons.reason(decision, locale));
  }

  private static @Nullable String by(@Nullable Decision decision) {
    return decision == null ? null : decision.decidedBy();
  }

  private static Map<String, Node> nodesOf(Seen seen, List<Episode> episodes) {
    return seen.nodes().nodes(episodes.stream().map(Episode::nodeId).distinct().toList()).stream()
        .collect(toMap(Node::id, node -> node));
  }

  private String about(Episode episode, Node node, Locale locale) {
    return node.names().in(locale)
        + ": "
        + sentences.measure(
            episode.measure(), node.target(episode.indicatorId()).orElse(null), locale);
  }

  private List<Asked> plans(Seen seen, Locale locale) {
    List<Episode> asked = seen.exceptions().plansOf(seen.reader().person(), DECIDED);
    if (asked.isEmpty()) {
      return List.of();
    }
    Map<String, Handling> handlings = seen.handlings().of(asked);
    Map<String, Node> nodes = nodesOf(seen, asked);
    persons.lookUp(handlings.values().stream().map(Handling::acknowledgedBy));
    List<Asked> plans = new ArrayList<>();
    for (Episode episode : asked) {
      Handling handling = requireNonNull(handlings.get(episode.id()));
      Node node = nodes.get(episode.nodeId());
      if (handling.planDueOn() == null || handling.acknowledgedBy() == null || node == null) {
        continue;
      }
      String by = persons.named(handling.acknowledgedBy(), locale);
      Decision in = handling.planIn();
      String said =
          in == null
              ? words.say("inbox.plan", locale, words.day(handling.planDueOn(), locale), by)
              : words.say("inbox.plan.in", locale, words.moment(in.decidedAt(), locale), by);
      plans.add(
          new Asked(
              episode.id(),
              about(episode, node, locale),
              handling.overdue() && in == null ? words.say("overdue", locale, said) : said,
              "",
              handling.overdue() && in == null,
              in == null));
    }
    return plans;
  }

  private List<Confirmation> confirmations(
      Seen seen, String level, @Nullable String receiver, Locale locale) {
    List<Confirmation> told = new ArrayList<>();
    for (Item item : seen.inbox().confirmations(level, receiver, CONFIRMATIONS)) {
      Optional<Target> target =
          seen.nodes().node(item.nodeId()).flatMap(n -> n.target(item.indicatorId()));
      long value = item.numerator() == null ? 0 : item.numerator();
      told.add(
          new Confirmation(
              item,
              item.names().in(locale),
              target
                  .map(each ->
                      words.say(
                          item.state().equals("WITHDRAWN") ? "confirmed.withdrawn" : "confirmed",
                          locale,
                          Sentences.name(each, locale),
                          sentences.inItsUnit(each, InWords.limit(value), locale),
                          sentences.inItsUnit(each, InWords.limit(each.target()), locale)))
                  .orElse(String.valueOf(item.indicatorId())),
              words.day(item.onDate(), locale)));
    }
    return told;
  }
}
