package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.springframework.stereotype.Component;

/** How an exception came to where it is: what ran out, who did not answer, what it grew to. */
@Component
class CourseInWords {
  private final ClearedInWords clearedInWords;
  private final DecisionsInWords decisionsInWords;
  private final InWords words;

  CourseInWords(ClearedInWords clearedInWords, DecisionsInWords decisionsInWords, InWords words) {
    this.clearedInWords = clearedInWords;
    this.decisionsInWords = decisionsInWords;
    this.words = words;
  }

  /** What was granted and is over, and for what the level below was waited for in vain. */
  List<DecisionsInWords.Line> whyHere(Reports.Case found, Seen seen, Locale locale) {
    Episode episode = found.episode();
    List<DecisionsInWords.Line> why = new ArrayList<>();
    if (episode.expected() == null && found.handling().granted() == null) {
      seen.decisions()
          .lapsedBefore(episode.id())
          .filter(granted -> isWithin(granted, found))
          .map(granted -> decisionsInWords.lapsed(granted, episode, found.node(), locale))
          .ifPresent(why::add);
    }
    if (!found.handling().passedUp().isEmpty() && found.handling().acknowledgedBy() == null) {
      why.add(decisionsInWords.wentUp(found.handling().passedUp().getLast(), locale));
    }
    return why;
  }

  /** Whether the figures that raised an exception would be within what was granted. */
  private static boolean isWithin(Decision granted, Reports.Case found) {
    Episode episode = found.episode();
    return found
            .told()
            .stood()
            .inForce()
            .until(
                requireNonNull(granted.until()),
                requireNonNull(granted.limitTenThousandths()),
                granted.decidedBy())
            .stepOf(new Fraction(episode.raisedNumerator(), episode.raisedDenominator()))
        == 0;
  }

  /** How much deeper it is than when it was acknowledged: that asks for nothing anew. */
  Stream<DecisionsInWords.Line> worsened(Reports.Case found, Seen seen, Locale locale) {
    Handling handling = found.handling();
    if (handling.acknowledgedBy() == null) {
      return Stream.of();
    }
    Episode episode = found.episode();
    long taken =
        handling.decisions().stream()
            .filter(d -> d.taken() && d.kind().equals("ACKNOWLEDGE"))
            .mapToLong(d -> d.cause().sequence())
            .max()
            .orElse(Long.MAX_VALUE);
    return seen.exceptions().changesOf(episode.id()).stream()
        .filter(change -> change.cause().sequence() <= taken)
        .reduce((_, later) -> later)
        .filter(then -> episode.step() > then.step())
        .map(then ->
            new DecisionsInWords.Line(
                words.say(
                    then.step() == 0 ? "handling.worsened.fact" : "handling.worsened",
                    locale,
                    words.integer(then.step(), locale),
                    words.integer(episode.step(), locale)),
                episode.changedBy()))
        .stream();
  }

  /** Of one that is over: what it was, and what cleared it. */
  String cleared(Reports.Case found, Seen seen, Locale locale) {
    Episode episode = found.episode();
    Told clearing = null;
    try {
      clearing = seen.explanations().at(found.node(), episode.toleranceId(), episode.changedBy());
    } catch (UnknownException e) {
      // A newer version wrote it: that it is cleared is known, and by what is not.
    }
    return clearedInWords.of(found, clearing, locale);
  }
}
