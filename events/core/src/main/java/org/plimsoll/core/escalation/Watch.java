package org.plimsoll.core.escalation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A tolerance in force on a node, and what became of it.
 *
 * @param episodes how often it was breached so far
 * @param open the exception that is open now; null within tolerance
 */
public record Watch(Tolerance tolerance, int episodes, @Nullable OpenException open) {

  /**
   * An exception that is open.
   *
   * @param step the step that was last announced
   * @param acknowledgedBy who acknowledged it; null while nobody has
   */
  public record OpenException(
      String exceptionId, LocalDate raisedOn, int step, @Nullable String acknowledgedBy) {}

  static Watch of(Tolerance tolerance) {
    return new Watch(tolerance, 0, null);
  }

  Watch with(Tolerance newer) {
    return new Watch(newer, episodes, open);
  }

  Watch with(OpenException changed) {
    return new Watch(tolerance, episodes, changed);
  }

  /** The next episode begins. */
  Watch raised(String nodeId, LocalDate onDate, int step) {
    int episode = episodes + 1;
    String exceptionId = nodeId + "~" + tolerance.toleranceId() + "~" + episode;
    return new Watch(tolerance, episode, new OpenException(exceptionId, onDate, step, null));
  }

  Watch cleared() {
    return new Watch(tolerance, episodes, null);
  }
}
