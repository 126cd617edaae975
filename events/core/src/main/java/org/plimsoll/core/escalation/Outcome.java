package org.plimsoll.core.escalation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * What followed from an input. Adding a kind of outcome is a deliberate change: the compiler leads
 * through every switch that must answer for it.
 */
public sealed interface Outcome {
  /** The input was not taken and changed nothing. */
  record Refused(Refusal refusal) implements Outcome {}

  /** A node's facts were taken. */
  record Registered(String nodeId) implements Outcome {}

  /** A tolerance is in force. */
  record ToleranceTaken(String nodeId, String toleranceId, int version) implements Outcome {}

  /** A tolerance is granted and waits for its first day. */
  record ToleranceScheduled(String nodeId, String toleranceId, int version, LocalDate from)
      implements Outcome {}

  /**
   * A baseline began to stand.
   *
   * @param original whether it is the original one, which then is also the current one
   * @param baseline what was set; null parts were not
   */
  record BaselineSet(String nodeId, boolean original, Baseline baseline, LocalDate onDate)
      implements Outcome {}

  /**
   * A project was weighed.
   *
   * @param projectedFinish what earned schedule on the current baseline projects; null where that
   *     is not yet measurable
   */
  record ProjectAssessed(
      String nodeId,
      @Nullable LocalDate dataDate,
      Figures figures,
      @Nullable LocalDate projectedFinish,
      List<Reading> readings,
      boolean inException,
      boolean silent)
      implements Outcome {}

  /** A program or portfolio was weighed. */
  record RollupAssessed(
      String nodeId, @Nullable LocalDate dataDate, Rollup rollup, List<Reading> readings)
      implements Outcome {}

  /**
   * An exception was raised, worsened, eased or cleared.
   *
   * @param value the measure now
   * @param step whole tolerances beyond the limit, counted from 1; 0 when cleared
   * @param onDate data date of the figures that changed it, or the day of the tick
   * @param revision 1 when raised, one more with every change after it; what cleared keeps the last
   */
  record ExceptionChanged(
      Change change,
      String exceptionId,
      String nodeId,
      Tolerance tolerance,
      Fraction value,
      int step,
      LocalDate onDate,
      LocalDate raisedOn,
      int revision)
      implements Outcome {}

  /** What happened to an exception; worsened and eased speak of whole tolerances. */
  enum Change {
    RAISED,
    WORSENED,
    EASED,
    CLEARED
  }

  /** A target was achieved: the good news that travels upward. */
  record TargetConfirmed(
      String nodeId,
      String indicatorId,
      long targetTenThousandths,
      long valueTenThousandths,
      LocalDate onDate)
      implements Outcome {}

  /**
   * Help was asked for.
   *
   * @param requestId event id of the status that asks
   */
  record AssistanceRequested(
      String requestId, String nodeId, Level addressedTo, String request, LocalDate onDate)
      implements Outcome {}

  /** A decision stands. */
  record DecisionTaken(String nodeId, Input.Choice choice, String decidedBy) implements Outcome {}

  /**
   * Something that would have been announced was not, and this is why.
   *
   * @param exceptionId the exception that is kept open; null where none is
   * @param count how often by now, in the unit that the reason names
   * @param since data date of the first figures beyond the limit, or the day of the tick that found
   *     them so; for an exception that is kept open, the day on which it was raised
   */
  record Suppressed(
      String nodeId,
      String toleranceId,
      @Nullable String exceptionId,
      Suppression why,
      int count,
      LocalDate since,
      LocalDate onDate)
      implements Outcome {}

  /** Why something is not announced. */
  enum Suppression {
    /** Beyond the limit, but not for long enough; counts data dates beyond it. */
    PERSISTENCE,
    /** Within the limit, but not within the limit to clear; counts data dates within. */
    HYSTERESIS,
    /**
     * Crossed again and again, so held as one exception; counts crossings since it was raised, and
     * while it is held within the limit also the raises before it that the hold looks at.
     */
    FLAPPING
  }

  /**
   * An exception waited too long and goes one level up, once for each level.
   *
   * @param value the measure when the exception was last announced, as is the step
   * @param waitingSince tick from which the time to answer was counted; for a plan that did not
   *     come, the end of its last day
   */
  record ExceptionPassedUp(
      String exceptionId,
      String nodeId,
      Tolerance tolerance,
      Level from,
      Level to,
      Fraction value,
      int step,
      Waited why,
      Instant waitingSince,
      Instant instant,
      LocalDate raisedOn,
      int revision)
      implements Outcome {}

  /** What was waited for in vain. */
  enum Waited {
    ACKNOWLEDGEMENT,
    EXCEPTION_PLAN
  }

  /** A tolerance that was extended, or was granted until a day, has run out. */
  record ToleranceEnded(String nodeId, String toleranceId, int version, LocalDate onDate)
      implements Outcome {}

  /**
   * The first report after a silence left figures out; they are unknown until they are reported
   * again.
   *
   * @param missing names of the figures that stood before
   */
  record SnapshotRequested(String nodeId, List<String> missing, LocalDate onDate)
      implements Outcome {
    public SnapshotRequested {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Time passed.
   *
   * @param nodesChanged for how many nodes anything followed
   * @param complete whether every node was asked; those that were not are asked by the next tick
   */
  record TickTaken(Instant instant, int nodesChanged, boolean complete) implements Outcome {}

  /** The node's figures, for its parent. */
  record Contributed(Contribution contribution) implements Outcome {}

  /** A pair of state and input that should not be possible; the state is kept. */
  record Anomaly(String nodeId, Code code, String detail) implements Outcome {}

  /** Fixed codes of anomalies. */
  enum Code {
    /** A sum over children exceeds what can be counted. */
    SUM_OVERFLOW,
    /** Children contribute to a parent whose facts have not arrived. */
    PARENT_AWAITED
  }
}
