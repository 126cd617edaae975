package org.plimsoll.core.escalation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Everything that can change a standing. Adding a kind of input is a deliberate change: the
 * compiler leads through every switch that must answer for it.
 */
public sealed interface Input {
  /** The node it is about. */
  String nodeId();

  /** The place of its entry in the trail. */
  Position at();

  /** An agency stated a project's status. */
  record StatusChanged(Position at, StatusChange status, Origin origin) implements Input {
    @Override
    public String nodeId() {
      return status.projectId();
    }
  }

  /**
   * The registry stated facts of a node.
   *
   * @param parent facts of the parent where it lies in the same task and is known; otherwise null
   */
  record FactsStated(Position at, String eventId, Facts facts, @Nullable Facts parent)
      implements Input {
    @Override
    public String nodeId() {
      return facts.nodeId();
    }
  }

  /** A tolerance was granted to a node. */
  record ToleranceGranted(Position at, String eventId, String nodeId, Tolerance tolerance)
      implements Input {}

  /** An accountable person decided. */
  record Decided(Position at, String eventId, String nodeId, Choice choice, String decidedBy)
      implements Input {}

  /**
   * A child's figures changed.
   *
   * @param held what the parent last counted of this child; null for a new child
   */
  record ChildContributed(Position at, Contribution contribution, @Nullable Contribution held)
      implements Input {
    @Override
    public String nodeId() {
      return contribution.parentId();
    }
  }

  /** Time passed. */
  record Ticked(Position at, String nodeId, Instant instant) implements Input {}

  /** What can be decided. */
  sealed interface Choice {
    /** Seen and taken up. */
    record Acknowledge(String exceptionId) implements Choice {}

    /** Official correspondence on an exception. */
    record Note(String exceptionId) implements Choice {}

    /** The current baseline becomes this one; the original stays. */
    record ApproveBaseline(Baseline baseline) implements Choice {}
  }
}
