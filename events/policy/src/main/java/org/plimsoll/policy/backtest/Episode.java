package org.plimsoll.policy.backtest;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.measure.Measure;

/**
 * One exception from its raise to its end.
 *
 * @param exceptionId as it is, or would be, in the trail
 * @param raisedBy place in the trail of the input that raised it
 * @param clearedAt sequence of the input that cleared it; {@link #OPEN} while it is open
 * @param clearedOn null while it is open
 * @param items how often it was delivered, each level counted
 */
public record Episode(
    String exceptionId,
    Subject subject,
    String toleranceId,
    Position raisedBy,
    LocalDate raisedOn,
    long clearedAt,
    @Nullable LocalDate clearedOn,
    int items,
    Treated treated) {
  /** Behind every input. */
  static final long OPEN = Long.MAX_VALUE;

  /**
   * What an exception is about, whatever tolerance said so.
   *
   * @param indicatorId null where the measure is of no indicator
   */
  public record Subject(String nodeId, Measure measure, @Nullable String indicatorId) {}

  /** What people did about an exception, as far as their decisions say; the later includes more. */
  public enum Treated {
    NOT_AT_ALL,
    /** Acknowledged, handed over, noted or closed. */
    SEEN,
    /**
     * A tolerance was granted or a plan required for it; or, while it was open, a baseline of its
     * node was approved or help given.
     */
    ACTED_UPON
  }

  long raisedAt() {
    return raisedBy.sequence();
  }

  /** Whether some input lies within both, its ends included. */
  boolean overlaps(Episode other) {
    return raisedAt() <= other.clearedAt && other.raisedAt() <= clearedAt;
  }

  /** Days by which this was raised before the other; below zero when after it. */
  long daysBefore(Episode other) {
    return ChronoUnit.DAYS.between(raisedOn, other.raisedOn);
  }
}
