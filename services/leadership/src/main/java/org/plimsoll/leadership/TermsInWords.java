package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Standings.Stood;

/** Says what a tolerance allows, on what terms, and who granted it. */
class TermsInWords {
  /** One term of a tolerance. */
  record Term(String name, String value) {}

  /**
   * A tolerance as it was granted.
   *
   * @param limit what is allowed, in words
   * @param by the node or body, by its name where it is a node
   * @param widened who widened the limit, until when and why; null where nobody did
   */
  record Grant(
      String limit,
      String version,
      List<Term> terms,
      String by,
      String reason,
      Position event,
      @Nullable String widened,
      @Nullable Position widenedEvent) {}

  private final InWords words;
  private final Sentences sentences;
  private final Nodes nodes;
  private final PersonsInWords persons;

  TermsInWords(InWords words, Sentences sentences, Nodes nodes, PersonsInWords persons) {
    this.words = words;
    this.sentences = sentences;
    this.nodes = nodes;
    this.persons = persons;
  }

  Grant of(Stood stood, Node node, Locale locale) {
    Nodes.Tolerance granted = stood.granted();
    Tolerance tolerance = stood.inForce();
    Decisions.Decision widened = stood.widened();
    return new Grant(
        sentences.allowed(
            tolerance.breach().name(),
            quantity(tolerance.limitTenThousandths(), tolerance, node, locale),
            locale),
        words.say("event.version", locale, String.valueOf(granted.version())),
        terms(stood, node, locale),
        words.above(granted.grantedBy(), node, nodes, locale),
        granted.reason(),
        granted.cause(),
        widened(stood, locale),
        widened == null ? null : widened.cause());
  }

  /** Who widened the limit, until when and why; null where nobody did. */
  @Nullable String widened(Stood stood, Locale locale) {
    Decisions.Decision widened = stood.widened();
    return widened == null
        ? null
        : words.say(
            "why.widened",
            locale,
            persons.named(widened.decidedBy(), locale),
            words.day(widened.until(), locale),
            persons.reason(widened, locale));
  }

  /** What a tolerance asks for beside its limit; what is plain is left out. */
  private List<Term> terms(Stood stood, Node node, Locale locale) {
    Tolerance tolerance = stood.inForce();
    Terms terms = tolerance.terms();
    List<Term> all = new ArrayList<>();
    limit("term.amber", terms.amberTenThousandths(), tolerance, node, locale, all);
    limit("term.clear", terms.clearTenThousandths(), tolerance, node, locale, all);
    limit("term.otherSide", terms.otherSideTenThousandths(), tolerance, node, locale, all);
    if (terms.reportsBeyond() > 1) {
      term(
          "term.reportsBeyond",
          words.count("dataDates", terms.reportsBeyond(), locale),
          locale,
          all);
    }
    if (terms.daysBeyond() > 0) {
      term("term.daysBeyond", words.count("days", terms.daysBeyond(), locale), locale, all);
    }
    if (terms.holdAfterRaises() > 0) {
      term("term.holdAfterRaises", words.integer(terms.holdAfterRaises(), locale), locale, all);
    }
    if (terms.forecastDays() > 0) {
      term("term.forecastDays", words.count("days", terms.forecastDays(), locale), locale, all);
    }
    if (terms.effectiveFrom() != null) {
      term("term.from", words.day(terms.effectiveFrom(), locale), locale, all);
    }
    if (terms.effectiveUntil() != null) {
      term("term.until", words.day(terms.effectiveUntil(), locale), locale, all);
    }
    if (terms.answerWithin() != null) {
      term(
          "term.answerWithin",
          words.count("hours", terms.answerWithin().hours(), locale)
              + ", "
              + words.symbol("calendar", terms.answerWithin().calendar().name(), locale),
          locale,
          all);
    }
    return all;
  }

  private void limit(
      String key,
      @Nullable Long limit,
      Tolerance tolerance,
      Node node,
      Locale locale,
      List<Term> all) {
    if (limit != null) {
      term(key, quantity(limit, tolerance, node, locale), locale, all);
    }
  }

  private void term(String key, String value, Locale locale, List<Term> all) {
    all.add(new Term(words.say(key, locale), value));
  }

  String quantity(long tenThousandths, Tolerance tolerance, Node node, Locale locale) {
    return words.quantity(
        InWords.limit(tenThousandths), tolerance.unit().name(), node.currency(), 2, locale);
  }
}
