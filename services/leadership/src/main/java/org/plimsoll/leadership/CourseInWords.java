package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.leadership.Attention.Answered;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Explanations.Told;
import org.springframework.stereotype.Component;

/** How an exception came to where it is: what ran out, and who answered in time or did not. */
@Component
class CourseInWords {
  private final DecisionsInWords decisionsInWords;
  private final Sentences sentences;
  private final InWords words;

  CourseInWords(DecisionsInWords decisionsInWords, Sentences sentences, InWords words) {
    this.decisionsInWords = decisionsInWords;
    this.sentences = sentences;
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
    decisionsInWords.handedOver(found.handling(), locale).ifPresent(why::add);
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

  /** Whether an answer came in time, and by when it was due; nothing while it may yet. */
  Optional<DecisionsInWords.Line> inTime(Reports.Case found, Seen seen, Locale locale) {
    Answered answered = seen.attention().answered(found.episode().id()).orElse(null);
    Instant due = found.handling().firstDue();
    if (answered == null || due == null) {
      return Optional.empty();
    }
    String dueBy = words.moment(due, locale);
    String level = words.symbol("level", Handling.levelAbove(found.episode().level()), locale);
    return switch (answered.way()) {
      case "IN_TIME" ->
          Optional.of(
              new DecisionsInWords.Line(
                  words.say("course.inTime", locale, dueBy, level),
                  requireNonNull(answered.acknowledged()).at()));
      case "LATE" -> {
        Position wentUp = requireNonNull(answered.wentUp()).at();
        // While it is open, what explains it is said by why it is held back.
        String above = found.episode().state().equals("OPEN") ? null : answered.explainedBy();
        yield Optional.of(
            above == null
                ? new DecisionsInWords.Line(words.say("course.late", locale, dueBy, level), wentUp)
                : new DecisionsInWords.Line(
                    words.say(
                        "course.late.explained",
                        locale,
                        dueBy,
                        level,
                        sentences.called(seen.exceptions().called(above), above, locale)),
                    wentUp,
                    above));
      }
      case "CLEARED_BEFORE" ->
          Optional.of(
              new DecisionsInWords.Line(words.say("course.clearedBefore", locale, dueBy), null));
      default -> Optional.empty();
    };
  }

  /** The tolerance at the entry that cleared the exception; empty where it cannot be read. */
  static Optional<Told> clearing(Reports.Case found, Seen seen) {
    Episode episode = found.episode();
    try {
      return Optional.of(
          seen.explanations().at(found.node(), episode.toleranceId(), episode.changedBy()));
    } catch (UnknownException e) {
      // A newer version wrote it: that it is cleared is known, and by what is not.
      return Optional.empty();
    }
  }
}
