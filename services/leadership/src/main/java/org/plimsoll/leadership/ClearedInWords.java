package org.plimsoll.leadership;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.State;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Standings.Stood;
import org.springframework.stereotype.Component;

/** Says of an exception that is over what it was, and what cleared it. */
@Component
class ClearedInWords {
  private final InWords words;
  private final Sentences sentences;
  private final PersonsInWords persons;

  ClearedInWords(InWords words, Sentences sentences, PersonsInWords persons) {
    this.words = words;
    this.sentences = sentences;
    this.persons = persons;
  }

  /**
   * @param found an exception that is cleared; its explanation is of what stood until then
   * @param clearing the same tolerance at the entry that cleared it; null where that cannot be read
   */
  String of(Reports.Case found, @Nullable Told clearing, Locale locale) {
    Episode episode = found.episode();
    String was = was(found, locale);
    String what = clearing == null ? "" : what(found, clearing, locale);
    String day = words.day(episode.clearedOn(), locale);
    String cleared =
        what.isEmpty()
            ? words.say("cleared.on", locale, day)
            : words.say("cleared.by", locale, day, what);
    return was.isEmpty() ? cleared : was + " " + cleared;
  }

  private String was(Reports.Case found, Locale locale) {
    if (!(found.told().explanation() instanceof Explanation.Weighed weighed)) {
      return "";
    }
    Node node = found.node();
    Tolerance tolerance = weighed.subject().tolerance();
    InWords.Beside texts = beside(weighed.reading().value(), tolerance, node, locale);
    boolean beyond = weighed.comparisons().stream().anyMatch(each -> !each.isWithin());
    boolean expected = weighed.after() instanceof State.Open open && open.forecast() != null;
    return words.say(
        beyond ? "cleared.was.beyond" : expected ? "cleared.was.expected" : "cleared.was.within",
        locale,
        measure(tolerance, node, locale),
        texts.value(),
        sentences.allowed(tolerance.breach().name(), texts.limit(), locale));
  }

  private String what(Reports.Case found, Told clearing, Locale locale) {
    Node node = found.node();
    Stood stood = clearing.stood();
    Tolerance tolerance = stood.inForce();
    Decision widened = stood.widened();
    if (!(clearing.explanation() instanceof Explanation.Weighed weighed)) {
      return "";
    }
    Fraction value = weighed.reading().value();
    InWords.Beside texts = beside(value, tolerance, node, locale);
    String allowed = sentences.allowed(tolerance.breach().name(), texts.limit(), locale);
    if (widened != null && !isWithin(value, stood.granted())) {
      return words.say(
          "cleared.widened",
          locale,
          allowed,
          words.day(widened.until(), locale),
          persons.named(widened.decidedBy(), locale));
    }
    if (stood.granted().version() != found.told().stood().granted().version()) {
      return words.say("cleared.granted", locale, allowed);
    }
    if (found.episode().expected() != null) {
      return words.say("cleared.dissolved", locale);
    }
    return found.handling().decisions().stream()
        .filter(d -> d.taken() && d.kind().equals("APPROVE_BASELINE"))
        .filter(d -> d.cause().sequence() == found.episode().changedBy().sequence())
        .findFirst()
        .map(d ->
            words.say(
                "cleared.baseline",
                locale,
                persons.named(d.decidedBy(), locale),
                texts.value(),
                allowed))
        .orElseGet(() -> words.say("cleared.figures", locale, texts.value(), allowed));
  }

  private static boolean isWithin(Fraction value, Nodes.Tolerance granted) {
    int side =
        InWords.value(value.numerator(), value.denominator(), granted.unit())
            .compareTo(InWords.limit(granted.limitTenThousandths()));
    return granted.breach().equals("AT_MOST") ? side <= 0 : side >= 0;
  }

  private String measure(Tolerance tolerance, Node node, Locale locale) {
    return sentences.measure(
        tolerance.measure().name(), node.target(tolerance.indicatorId()).orElse(null), locale);
  }

  private InWords.Beside beside(Fraction value, Tolerance tolerance, Node node, Locale locale) {
    String unit = tolerance.unit().name();
    return words.beside(
        InWords.value(value.numerator(), value.denominator(), unit),
        InWords.limit(tolerance.limitTenThousandths()),
        WhyInWords.whole(tolerance),
        unit,
        node.currency(),
        locale);
  }
}
