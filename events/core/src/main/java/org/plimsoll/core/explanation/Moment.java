package org.plimsoll.core.explanation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;

/**
 * A node as it was weighed at one moment.
 *
 * @param today the day of the tick by which silence is weighed; null when no tick has come
 * @param outcomes what followed for this node
 */
public record Moment(
    String nodeId, Level level, Basis basis, @Nullable LocalDate today, List<Outcome> outcomes) {
  public Moment {
    outcomes = List.copyOf(outcomes);
  }
}
