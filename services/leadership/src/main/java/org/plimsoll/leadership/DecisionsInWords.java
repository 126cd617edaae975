package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Decisions.PassedUp;
import org.plimsoll.leadership.Exceptions.Called;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.stereotype.Component;

/** Says what was decided, by whom, and who has an exception in hand. */
@Component
class DecisionsInWords {
  /**
   * A decision in words.
   *
   * @param answer whether it was taken, or why not
   * @param about the exception that it answers, by its kind; null where the page is about that
   */
  record Said(
      String what,
      String by,
      String when,
      String reason,
      boolean taken,
      String answer,
      Position event,
      @Nullable Link about) {
    Said about(Episode episode, String kind) {
      return new Said(what, by, when, reason, taken, answer, event, new Link(episode.id(), kind));
    }

    /** Called otherwise than its kind. */
    Said called(String name) {
      return new Said(name, by, when, reason, taken, answer, event, about);
    }
  }

  /** To an exception. */
  record Link(String exceptionId, String text) {}

  /**
   * One line about who has it in hand, and the event behind it.
   *
   * @param exceptionId another exception that it speaks of
   */
  record Line(String text, @Nullable Position event, @Nullable String exceptionId) {
    Line(String text, @Nullable Position event) {
      this(text, event, null);
    }
  }

  private final InWords words;
  private final PersonsInWords persons;
  private final ExpectedInWords expectations;
  private final Sentences sentences;

  DecisionsInWords(
      InWords words, PersonsInWords persons, ExpectedInWords expectations, Sentences sentences) {
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
    this.expectations = expectations;
  }

  Said of(Decision d, Node node, String unit, Locale locale) {
    return of(d, node, unit, Map.of(), locale);
  }

  /**
   * @param named names of nodes that a refusal may speak of, by id
   */
  Said of(Decision d, Node node, String unit, Map<String, String> named, Locale locale) {
    Decisions.Refused refused = d.refused();
    return new Said(
        what(d, node, unit, locale),
        persons.named(d.decidedBy(), locale),
        words.moment(d.decidedAt(), locale),
        persons.reason(d, locale),
        d.taken(),
        refused == null ? words.say("decision.taken", locale) : refused(refused, named, locale),
        d.cause(),
        null);
  }

  /**
   * Why something was not taken.
   *
   * @param named names of nodes that it may speak of, by id
   */
  String refused(Decisions.Refused refused, Map<String, String> named, Locale locale) {
    return words.say(
        "decision.refused",
        locale,
        words.symbol("refusal", refused.reason(), locale),
        field(refused.field(), locale),
        expectations.say(refused.value(), named, locale),
        expectations.say(refused.expected(), named, locale));
  }

  private String field(String name, Locale locale) {
    return words.symbol("fieldName", name, locale);
  }

  /** The same beside the field of a form, which is named there. */
  String refusedHere(Decisions.Refused refused, Map<String, String> named, Locale locale) {
    return words.say(
        "form.refused.value",
        locale,
        words.symbol("refusal", refused.reason(), locale),
        expectations.say(refused.value(), named, locale),
        expectations.say(refused.expected(), named, locale));
  }

  private String what(Decision d, Node node, String unit, Locale locale) {
    String taken = words.symbol("decision", d.kind(), locale);
    // What was not taken is not said as if it had been.
    String asked = words.symbol("answer", d.kind(), locale);
    String kind = d.taken() || asked.equals(d.kind()) ? taken : asked;
    return switch (d.kind()) {
      case "GRANT_TOLERANCE" ->
          d.limitTenThousandths() == null
              ? kind
              : words.say(
                  "decision.detail.grant",
                  locale,
                  kind,
                  words.quantity(
                      InWords.limit(d.limitTenThousandths()), unit, node.currency(), 2, locale),
                  words.day(d.until(), locale));
      case "MUTE" ->
          words.say(
              "decision.detail.mute",
              locale,
              kind,
              d.toleranceId() == null ? words.say("decision.mute.node", locale) : d.toleranceId(),
              words.day(d.until(), locale));
      case "REQUIRE_EXCEPTION_PLAN" ->
          words.say("decision.detail.by", locale, kind, words.day(d.planDueOn(), locale));
      case "HAND_OVER" ->
          words.say(
              "decision.detail.to",
              locale,
              kind,
              persons.named(String.valueOf(d.handedTo()), locale));
      case "APPROVE_BASELINE" ->
          words.say(
              "decision.detail.baseline",
              locale,
              kind,
              words.money(d.costMinor(), node.currency(), locale),
              words.day(d.finish(), locale));
      default -> kind;
    };
  }

  /** Why an exception is not told as it stands. */
  Line withheld(Withheld.Held held, Locale locale) {
    Called above = held.explainedBy();
    return new Line(
        words.say(
            "held." + held.why(),
            locale,
            above == null
                ? persons.named(String.valueOf(held.by()), locale)
                : sentences.called(above, locale),
            words.day(held.onDate(), locale)),
        held.cause(),
        above == null ? null : above.id());
  }

  /**
   * What is asked of those at a level about an open exception, and by when.
   *
   * @param level at which this is read
   * @param reader who reads it
   * @param on data date of the figures; null without any
   */
  String asked(
      Handling h,
      String level,
      String reader,
      Episode episode,
      Node node,
      @Nullable LocalDate on,
      Locale locale) {
    String asked = inTime(h, level, reader, episode, node, on, locale);
    return h.overdue() ? words.say("overdue", locale, asked) : asked;
  }

  private String inTime(
      Handling h,
      String level,
      String reader,
      Episode episode,
      Node node,
      @Nullable LocalDate on,
      Locale locale) {
    if (h.acknowledgedBy() != null) {
      String by = persons.named(h.acknowledgedBy(), locale);
      String plan =
          h.planDueOn() == null
              ? ""
              : h.planIn() == null
                  ? words.say(
                      node.person() == null ? "asked.plan" : "asked.plan.of",
                      locale,
                      words.day(h.planDueOn(), locale),
                      by,
                      node.person() == null ? "" : persons.named(node.person(), locale))
                  : planIn(h, h.planIn(), node, locale);
      if (h.grownFrom() != null) {
        String grown =
            words.say(
                h.grownFrom() == 0 ? "asked.grown.fact" : "asked.grown",
                locale,
                by,
                words.integer(h.grownFrom(), locale),
                words.integer(episode.step(), locale));
        return plan.isEmpty() ? grown : plan + " " + grown;
      }
      if (!plan.isEmpty()) {
        return plan;
      }
      Decision granted = h.granted();
      return granted == null || granted.limitTenThousandths() == null
          ? words.say("asked.inHand", locale, by)
          : words.say(
              Handling.isOver(granted, on) ? "asked.granted.over" : "asked.granted",
              locale,
              by,
              limit(granted.limitTenThousandths(), episode, node, locale),
              words.day(granted.until(), locale));
    }
    Decision handed = reader.equals(h.holder()) ? h.handedOver() : null;
    if (h.holder() != null && h.planDueOn() != null) {
      return words.say(
          handed != null ? "asked.you.plan" : "asked.holder.plan",
          locale,
          persons.named(handed != null ? handed.decidedBy() : h.holder(), locale),
          words.day(h.planDueOn(), locale));
    }
    String whom =
        handed != null
            ? "asked.you"
            : h.holder() != null
                ? "asked.holder"
                : h.answersTo().equals(level) ? "asked" : "asked.level";
    String of =
        handed != null
            ? persons.named(handed.decidedBy(), locale)
            : h.holder() != null
                ? persons.named(h.holder(), locale)
                : words.symbol("level", h.answersTo(), locale);
    if (h.answerBy() == null) {
      return words.say(whom + (h.unbegun() ? ".unbegun" : ".untimed"), locale, of);
    }
    String by =
        whom.equals("asked") && h.overdue()
            ? "asked.by.over"
            : h.holder() != null || !isLast(h) ? whom + ".by" : whom + ".by.last";
    return words.say(by, locale, of, words.moment(h.answerBy(), locale));
  }

  /** Whether no level is above the one that has to answer. */
  private static boolean isLast(Handling handling) {
    return handling.answersTo().equals(Level.PORTFOLIO.name());
  }

  /** Who handed in a plan and when, and who has to answer it by when. */
  private String planIn(Handling h, Decision plan, Node node, Locale locale) {
    return words.say(
        // Only a project has a baseline.
        node.level().equals("PROJECT") ? "asked.planIn" : "asked.planIn.above",
        locale,
        words.say(
            "inbox.decided.by",
            locale,
            persons.named(plan.decidedBy(), locale),
            words.moment(plan.decidedAt(), locale)),
        persons.named(String.valueOf(h.acknowledgedBy()), locale),
        words.day(h.planDueOn(), locale));
  }

  /** Who handed it over to whom, and what for; empty where nobody did, or it was answered since. */
  Optional<Line> handedOver(Handling h, Locale locale) {
    return Optional.ofNullable(h.acknowledgedBy() == null ? h.handedOver() : null)
        .map(handed ->
            new Line(
                words.say(
                    "handling.handedOver",
                    locale,
                    persons.named(handed.decidedBy(), locale),
                    persons.named(String.valueOf(handed.handedTo()), locale),
                    persons.reason(handed, locale)),
                handed.cause()));
  }

  /** Who has it, until when an answer is due, and how it went up. */
  List<Line> handling(Handling h, boolean open, Node node, Locale locale) {
    List<Line> lines = new ArrayList<>();
    for (PassedUp up : h.passedUp()) {
      lines.add(wentUp(up, locale));
    }
    if (!open) {
      return lines;
    }
    if (h.holder() != null) {
      lines.add(
          new Line(words.say("handling.holder", locale, persons.named(h.holder(), locale)), null));
    } else if (h.acknowledgedBy() == null) {
      lines.add(
          new Line(
              words.say("handling.answersTo", locale, words.symbol("level", h.answersTo(), locale)),
              null));
    }
    if (h.acknowledgedBy() != null) {
      lines.add(new Line(answered(h, h.acknowledgedBy(), locale), null));
    } else if (h.answerBy() != null) {
      String key =
          (h.holder() == null ? "handling.answerBy" : "handling.answerBy.holder")
              + (h.overdue() ? ".over" : h.holder() == null && isLast(h) ? ".last" : "");
      lines.add(due(h, words.say(key, locale, words.moment(h.answerBy(), locale)), locale));
    } else {
      lines.add(
          new Line(
              words.say(
                  h.holder() == null ? "handling.unacknowledged" : "handling.unacknowledged.holder",
                  locale),
              null));
    }
    if (h.planIn() != null) {
      lines.add(new Line(planIn(h, h.planIn(), node, locale), h.planIn().cause()));
    } else if (h.planDueOn() != null) {
      lines.add(
          due(
              h,
              words.say(
                  "handling.planDue",
                  locale,
                  words.day(h.planDueOn(), locale),
                  node.person() == null
                      ? words.say("handling.accountable", locale)
                      : persons.named(node.person(), locale)),
              locale));
    }
    return lines;
  }

  /** Who took it up, and with which decision where that says more. */
  String answered(Handling h, String by, Locale locale) {
    String kind =
        h.decisions().stream()
            .filter(d -> d.taken() && Decisions.ANSWERS.contains(d.kind()))
            .reduce((_, last) -> last)
            .map(Decision::kind)
            .orElse("ACKNOWLEDGE");
    String person = persons.named(by, locale);
    return kind.equals("ACKNOWLEDGE")
        ? words.say("handling.acknowledged", locale, person)
        : words.say("handling.answered", locale, person, words.symbol("decision", kind, locale));
  }

  /** Why an exception is with the level that it is with. */
  Line wentUp(PassedUp up, Locale locale) {
    return new Line(
        words.say(
            "why.route.passedUp." + up.waitedFor(),
            locale,
            words.symbol("level", up.from(), locale),
            words.symbol("level", up.to(), locale),
            words.missingSince(up.waitedFor(), up.waitingSince(), locale),
            words.moment(up.at(), locale)),
        up.cause());
  }

  /** Why an exception came back: what was granted is over. */
  Line lapsed(Decision granted, Episode episode, Node node, Locale locale) {
    return new Line(
        words.say(
            "handling.lapsed",
            locale,
            persons.named(granted.decidedBy(), locale),
            limit(requireNonNull(granted.limitTenThousandths()), episode, node, locale),
            words.day(granted.until(), locale),
            limit(episode.limitTenThousandths(), episode, node, locale)),
        granted.cause());
  }

  private String limit(long tenThousandths, Episode episode, Node node, Locale locale) {
    return words.quantity(
        InWords.limit(tenThousandths), episode.unit(), node.currency(), 2, locale);
  }

  private Line due(Handling h, String text, Locale locale) {
    return new Line(h.overdue() ? words.say("overdue", locale, text) : text, null);
  }
}
