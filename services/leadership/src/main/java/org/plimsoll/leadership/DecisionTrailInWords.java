package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.ReadLog.Opening;
import org.plimsoll.leadership.subscription.DeliveryLog.Delivery;
import org.plimsoll.schema.TrailEntry;
import org.springframework.stereotype.Component;

/** Says the steps of a decision trail: what happened, who, when, and on what grounds. */
@Component
class DecisionTrailInWords {
  /** A part of what is said, and the event that stated it. */
  record Ground(String name, String text, @Nullable Position event) {}

  /**
   * A step in words.
   *
   * @param who did it, or was told; null where nobody did
   * @param when when it was true, when it was known, when it was taken
   * @param grounds figures, the tolerance in force, the reason
   * @param at its place in the trail; null for what is kept beside it
   * @param why the page that explains it; null where nothing was weighed
   * @param record the page of the event, the delivery or the readers
   * @param proof where the log gives out its proof; null without one
   * @param command that proves it to whoever trusts nobody; null without a place
   */
  record Said(
      String what,
      String tone,
      @Nullable String who,
      List<Ground> when,
      List<Ground> grounds,
      @Nullable Position at,
      @Nullable String why,
      String record,
      @Nullable String proof,
      @Nullable String command) {}

  private final InWords words;
  private final PersonsInWords persons;
  private final DecisionsInWords decisions;
  private final LeadershipSettings settings;

  DecisionTrailInWords(
      InWords words,
      PersonsInWords persons,
      DecisionsInWords decisions,
      LeadershipSettings settings) {
    this.words = words;
    this.persons = persons;
    this.decisions = decisions;
    this.settings = settings;
  }

  /** Whom the steps of a page name, before each is said. */
  void lookUp(List<Step> steps) {
    persons.lookUp(steps.stream().flatMap(DecisionTrailInWords::persons));
  }

  private static Stream<String> persons(Step step) {
    return switch (step) {
      case Step.Decided(var _, var _, var decision) -> Stream.of(decision.decidedBy());
      case Step.Told(var _, var delivery) -> Stream.of(delivery.person(), delivery.owner());
      case Step.Opened(var _, var opening) -> Stream.of(opening.person());
      case Step.Changed _, Step.HeldBack _, Step.Delivered _, Step.PassedUp _ -> Stream.empty();
    };
  }

  Said of(Step step, Seen seen, Episode episode, Node node, Locale locale) {
    return switch (step) {
      case Step.Changed(var _, var entry, var change, var on) -> {
        Told told = told(seen, node, episode, entry.at());
        yield proven(
            words.say("steps.changed", locale, words.symbol("change", change, locale)),
            change.equals("EASED") || change.equals("CLEARED") ? "good" : "deep",
            sender(seen, entry.at(), locale),
            times(line("steps.trueOn", words.day(on, locale), locale), entry, locale),
            told == null ? List.of() : weighed(seen, told, locale),
            entry,
            told == null ? null : why(node, episode, entry.at()));
      }
      case Step.HeldBack(var _, var entry, var on) -> {
        Told told = told(seen, node, episode, entry.at());
        yield proven(
            words.say("steps.heldBack", locale),
            "plain",
            sender(seen, entry.at(), locale),
            times(line("steps.trueOn", words.day(on, locale), locale), entry, locale),
            told == null ? List.of() : keptBack(seen, told, locale),
            entry,
            told == null ? null : why(node, episode, entry.at()));
      }
      case Step.Delivered(var _, var entry, var change, var level, var receiver, var on) ->
          proven(
              words.say(
                  "steps.delivered",
                  locale,
                  words.symbol("level", level, locale),
                  words.symbol("change", change, locale)),
              "plain",
              receiver(seen, receiver, locale),
              times(line("steps.trueOn", words.day(on, locale), locale), entry, locale),
              List.of(line("deliveries.channel", words.say("steps.inbox", locale), locale)),
              entry,
              null);
      case Step.PassedUp(var _, var entry, var up) ->
          proven(
              words.say("steps.passedUp", locale),
              "deep",
              null,
              times(line("steps.trueAt", words.moment(up.at(), locale), locale), entry, locale),
              List.of(line("steps.reason", passedUp(up, locale), locale)),
              entry,
              null);
      case Step.Decided(var _, var entry, var decision) -> {
        DecisionsInWords.Said said = decisions.of(decision, node, episode.unit(), locale);
        List<Ground> grounds = new ArrayList<>();
        grounds.add(line("steps.reason", said.reason(), locale));
        grounds.add(line("steps.answer", said.answer(), locale));
        yield proven(
            // On paper there is no colour to tell it by.
            said.taken() ? said.what() : words.say("event.refused", locale) + ": " + said.what(),
            said.taken() ? "good" : "deep",
            decision.decidedAs() == null
                ? said.by()
                : words.say(
                    "steps.decidedAs",
                    locale,
                    said.by(),
                    words.above(decision.decidedAs(), node, seen.nodes(), locale)),
            times(line("steps.decidedAt", said.when(), locale), entry, locale),
            grounds,
            entry,
            null);
      }
      case Step.Told(var _, var delivery) -> told(delivery, locale);
      case Step.Opened(var _, var opening) -> opened(opening, episode, locale);
    };
  }

  private Said proven(
      String what,
      String tone,
      @Nullable String who,
      List<Ground> when,
      List<Ground> grounds,
      Step.Entry entry,
      @Nullable String why) {
    Position at = entry.at();
    String tier = at.tier().toLowerCase(Locale.ROOT);
    return new Said(
        what,
        tone,
        who,
        when,
        grounds,
        at,
        why,
        "/trail/%s/%d/%d".formatted(tier, at.partition(), at.sequence()),
        settings.proof(at),
        receipt(at));
  }

  /** The command that prints the proof of an entry for whoever trusts nobody. */
  static String receipt(Position at) {
    return "./plimsoll audit receipt %s %d %d"
        .formatted(at.tier().toLowerCase(Locale.ROOT), at.partition(), at.sequence());
  }

  private Said told(Delivery delivery, Locale locale) {
    List<Ground> when = new ArrayList<>();
    when.add(line("steps.made", words.moment(delivery.createdAt(), locale), locale));
    if (delivery.arrivedAt() != null) {
      when.add(line("deliveries.arrived", words.moment(delivery.arrivedAt(), locale), locale));
    }
    return new Said(
        words.say("steps.told", locale, words.say("state." + delivery.state(), locale)),
        delivery.state().equals("ARRIVED") ? "good" : "plain",
        persons.named(
            delivery.person().equals(delivery.owner())
                ? delivery.person()
                : delivery.person() + ", " + words.say("deliveries.for", locale, delivery.owner()),
            locale),
        when,
        List.of(
            line(
                "deliveries.channel",
                words.say("channel." + delivery.channel(), locale) + " " + delivery.address(),
                locale),
            line("delivery.subscription", delivery.title(), locale)),
        null,
        null,
        "/deliveries/" + delivery.id(),
        null,
        null);
  }

  private Said opened(Opening opening, Episode episode, Locale locale) {
    List<Ground> when = new ArrayList<>();
    when.add(line("steps.firstAt", words.moment(opening.firstAt(), locale), locale));
    if (opening.times() > 1) {
      when.add(line("steps.lastAt", words.moment(opening.lastAt(), locale), locale));
    }
    return new Said(
        words.say("steps.opened", locale, words.count("times", opening.times(), locale)),
        "plain",
        persons.named(opening.person(), locale),
        when,
        List.of(),
        null,
        null,
        "/reads?subject=" + episode.id(),
        null,
        null);
  }

  private List<Ground> times(Ground happened, Step.Entry entry, Locale locale) {
    return List.of(
        happened,
        line("steps.known", words.moment(entry.knownAt(), locale), locale),
        line("event.taken", words.moment(entry.takenAt(), locale), locale));
  }

  private Ground line(String key, String text, Locale locale) {
    return new Ground(words.say(key, locale), text, null);
  }

  /** The figures, the arithmetic and the tolerance by which an entry was weighed. */
  private List<Ground> weighed(Seen seen, Told told, Locale locale) {
    WhyInWords.Said said = seen.whyInWords().of(told, locale);
    List<Ground> grounds = new ArrayList<>();
    grounds.add(line("why.title", said.verdict(), locale));
    said.operands()
        .forEach(each -> grounds.add(new Ground(each.name(), each.amount(), each.event())));
    said.lines().forEach(each -> grounds.add(line("why.arithmetic", sum(each), locale)));
    TermsInWords.Grant grant = said.grant();
    grounds.add(
        new Ground(
            words.say("node.limit", locale),
            Stream.concat(
                    Stream.of(grant.limit(), grant.version()),
                    grant.terms().stream().map(term -> term.name() + ": " + term.value()))
                .collect(Collectors.joining("; ")),
            null));
    grounds.add(
        new Ground(words.say("node.grantedBy", locale, grant.by()), grant.reason(), grant.event()));
    if (grant.widened() != null) {
      grounds.add(
          new Ground(words.say("steps.widened", locale), grant.widened(), grant.widenedEvent()));
    }
    return grounds;
  }

  private static String sum(Arithmetic.Line line) {
    return Stream.of(line.formula(), line.numbers(), line.result())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" = "));
  }

  private List<Ground> keptBack(Seen seen, Told told, Locale locale) {
    WhyInWords.Said said = seen.whyInWords().of(told, locale);
    List<Ground> grounds = new ArrayList<>();
    grounds.add(line("why.title", said.verdict(), locale));
    said.route().forEach(route -> grounds.add(line("why.where", route, locale)));
    return grounds;
  }

  private String passedUp(Decisions.PassedUp up, Locale locale) {
    return words.say(
        "why.route.passedUp." + up.waitedFor(),
        locale,
        words.symbol("level", up.from(), locale),
        words.symbol("level", up.to(), locale),
        words.missingSince(up.waitedFor(), up.waitingSince(), locale),
        words.moment(up.at(), locale));
  }

  private static @Nullable Told told(Seen seen, Node node, Episode episode, Position at) {
    try {
      return seen.explanations().at(node, episode.toleranceId(), at);
    } catch (UnknownException e) {
      // A newer version wrote it; the event is shown, and what it was weighed against is not.
      return null;
    }
  }

  private static String why(Node node, Episode episode, Position at) {
    return "/nodes/%s/tolerances/%s/%s/%d/%d"
        .formatted(
            node.id(),
            episode.toleranceId(),
            at.tier().toLowerCase(Locale.ROOT),
            at.partition(),
            at.sequence());
  }

  /** What came in, and from whom. */
  private @Nullable String sender(Seen seen, Position at, Locale locale) {
    TrailEntry entry = seen.trail().entry(at).map(Trail.Entry::entry).orElse(null);
    if (entry == null) {
      return null;
    }
    String type = words.symbol("inputType", entry.getInputType().name(), locale);
    return entry.getSender() == null
        ? type
        : type + ", " + persons.named(entry.getSender(), locale);
  }

  private String receiver(Seen seen, String receiver, Locale locale) {
    return seen.nodes()
        .node(receiver)
        .map(node ->
            node.person() == null
                ? node.names().in(locale)
                : words.say(
                    "steps.receiver",
                    locale,
                    node.names().in(locale),
                    persons.named(node.person(), locale)))
        .orElse(receiver);
  }
}
