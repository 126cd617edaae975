package org.plimsoll.core.escalation;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.Known;
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

  /**
   * A tolerance was granted to a node.
   *
   * @param grantedBy the node or body that granted it; null where nobody is named
   * @param above standing of the parent where it lies in the same task and is known; otherwise null
   * @param byNodeInTask whether grantedBy is a node that lies in the same task
   */
  record ToleranceGranted(
      Position at,
      String eventId,
      String nodeId,
      Tolerance tolerance,
      @Nullable String grantedBy,
      @Nullable Known above,
      boolean byNodeInTask)
      implements Input {
    /** One that the level above granted. */
    public ToleranceGranted(Position at, String eventId, String nodeId, Tolerance tolerance) {
      this(at, eventId, nodeId, tolerance, null, null, false);
    }
  }

  /**
   * An accountable person decided.
   *
   * @param decidedAs the node for which the person is accountable; null: the one above this node
   * @param decidedOn the day on which it was decided, UTC; no later than it was received
   * @param answersRevision the state of the exception that it answers, see {@link
   *     Watch.OpenException#revision}; null: whatever stands
   * @param above standing of the parent where it lies in the same task and is known; otherwise null
   */
  record Decided(
      Position at,
      String eventId,
      String nodeId,
      Choice choice,
      String decidedBy,
      @Nullable String decidedAs,
      LocalDate decidedOn,
      @Nullable Integer answersRevision,
      @Nullable Known above)
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

  /**
   * Time passed for this node; {@link Sweep} asks all of them.
   *
   * @param above standing of the parent where it lies in the same task and is known; otherwise null
   */
  record Ticked(Position at, String nodeId, Instant instant, @Nullable Known above)
      implements Input {
    /** For a node that has no parent in the same task. */
    public Ticked(Position at, String nodeId, Instant instant) {
      this(at, nodeId, instant, null);
    }
  }

  /**
   * What can be decided. None of it closes an exception: the figures do, or a tolerance that they
   * are within.
   */
  sealed interface Choice {
    /** What is decided about one exception. */
    sealed interface OfException extends Choice {
      String exceptionId();
    }

    /** Seen and taken up: the level's time to answer stops. */
    record Acknowledge(String exceptionId) implements OfException {}

    /** Official correspondence on an exception. */
    record Note(String exceptionId) implements OfException {}

    /**
     * A wider limit for a time, which also acknowledges.
     *
     * @param until last day on which it holds
     */
    record GrantTolerance(String exceptionId, long limitTenThousandths, LocalDate until)
        implements OfException {}

    /**
     * A plan that brings the figures back, as a new baseline, is due on this day; also
     * acknowledges.
     */
    record RequireExceptionPlan(String exceptionId, LocalDate by) implements OfException {}

    /**
     * Another accountable person alone answers from now on, and has the whole time to answer;
     * acknowledges nothing.
     */
    record HandOver(String exceptionId, String person) implements OfException {}

    /**
     * Help is given.
     *
     * @param requestId event id of the status that asked for it
     */
    record Assist(String requestId) implements Choice {}

    /** The file is closed; taken only once the figures have closed the exception. */
    record Close(String exceptionId) implements OfException {}

    /**
     * A silence window: what changes is weighed and recorded, and not delivered to the level that
     * muted nor to those below it, until it is over.
     *
     * @param toleranceId the tolerance that is muted; null for the whole node
     * @param until last day of the window, at most {@link Admission#MAX_MUTE_DAYS} after the day of
     *     the decision
     */
    record Mute(@Nullable String toleranceId, LocalDate until) implements Choice {}

    /** The current baseline becomes this one; the original stays. */
    record ApproveBaseline(Baseline baseline) implements Choice {}
  }
}
