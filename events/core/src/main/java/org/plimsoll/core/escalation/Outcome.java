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
      boolean inException)
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
   * @param onDate data date of the figures that changed it
   */
  record ExceptionChanged(
      Change change,
      String exceptionId,
      String nodeId,
      Tolerance tolerance,
      Fraction value,
      int step,
      LocalDate onDate,
      LocalDate raisedOn)
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

  /** Help was asked for. */
  record AssistanceRequested(String nodeId, Level addressedTo, String request, LocalDate onDate)
      implements Outcome {}

  /** A decision stands. */
  record DecisionTaken(String nodeId, Input.Choice choice, String decidedBy) implements Outcome {}

  /** Time passed. */
  record TickTaken(Instant instant) implements Outcome {}

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
