package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.springframework.stereotype.Component;

/** How an exception came to where it is: what ran out, who did not answer, what cleared it. */
@Component
class CourseInWords {
  private final ClearedInWords clearedInWords;
  private final DecisionsInWords decisionsInWords;

  CourseInWords(ClearedInWords clearedInWords, DecisionsInWords decisionsInWords) {
    this.clearedInWords = clearedInWords;
    this.decisionsInWords = decisionsInWords;
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
    if (!found.handling().passedUp().isEmpty()) {
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
