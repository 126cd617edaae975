package org.plimsoll.core.escalation;

import java.util.List;
import java.util.Objects;
import org.plimsoll.core.escalation.Given.Told;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.replay.Fold;

/** What is told, input by input, and what followed. */
final class Story {
  private final Fold fold = new Fold();
  private long sequence;

  /** A program and its school, with what is told after them. */
  static Story of(Told... told) {
    Story story = new Story();
    story.given(Given.program(), Given.school());
    return story.given(told);
  }

  /** Everything is taken; what is refused in a given is a slip in the test. */
  Story given(Told... told) {
    for (Told each : told) {
      List<Outcome> outcomes = when(each);
      if (outcomes.stream().anyMatch(Outcome.Refused.class::isInstance)) {
        throw new IllegalStateException(outcomes.toString());
      }
    }
    return this;
  }

  /** Everything that followed. */
  List<Outcome> when(Told told) {
    sequence++;
    return fold.next(told.input(Given.at(sequence)));
  }

  /** What followed of this kind. */
  <T extends Outcome> List<T> when(Told told, Class<T> kind) {
    return when(told).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Why it was refused, as REASON field=value; "taken" when it was not. */
  String refusal(Told told) {
    List<Outcome> outcomes = when(told);
    return outcomes.getFirst() instanceof Outcome.Refused(Refusal refusal) && outcomes.size() == 1
        ? refusal.reason() + " " + refusal.field() + "=" + refusal.value()
        : "taken";
  }

  Standing standing(String nodeId) {
    return fold.standing(nodeId);
  }

  Standing.Project school() {
    return (Standing.Project) fold.standing(Given.SCHOOL);
  }

  Standing.Parent program() {
    return (Standing.Parent) fold.standing(Given.PROGRAM);
  }

  Watch watch(String toleranceId) {
    return school().watches().stream()
        .filter(watch -> watch.tolerance().toleranceId().equals(toleranceId))
        .findFirst()
        .orElseThrow();
  }

  OpenException open(String toleranceId) {
    return Objects.requireNonNull(watch(toleranceId).open());
  }
}
