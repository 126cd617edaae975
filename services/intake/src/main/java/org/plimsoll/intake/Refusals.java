package org.plimsoll.intake;

import java.util.ArrayList;
import java.util.List;
import org.plimsoll.core.escalation.Refusal;

/** Everything that is wrong with one body. */
final class Refusals {
  /** A body with more was misunderstood as a whole, and an answer is no copy of it. */
  static final int MOST_TOLD = 20;

  private record Found(Place place, Refusal refusal) {}

  private final List<Found> found = new ArrayList<>();
  private int omitted;

  void add(Place place, Refusal refusal) {
    if (found.size() < MOST_TOLD) {
      found.add(new Found(place, refusal));
    } else {
      omitted++;
    }
  }

  /**
   * @throws Problem when anything is wrong: what was found first, and all in the order of the body
   */
  void raise() {
    if (!found.isEmpty()) {
      Refusal first = found.getFirst().refusal;
      found.sort((one, other) -> Place.compare(one.place, other.place));
      throw Problem.ofBody(first, found.stream().map(Found::refusal).toList(), omitted);
    }
  }
}
