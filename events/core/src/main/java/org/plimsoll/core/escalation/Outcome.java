package org.plimsoll.core.escalation;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

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
   * @param selfRating how the agency itself rates it; null where it does not say
   */
  record ProjectAssessed(
      String nodeId,
      @Nullable LocalDate dataDate,
      Figures figures,
      @Nullable LocalDate projectedFinish,
      List<Reading> readings,
      boolean inException,
      boolean silent,
      @Nullable Rating selfRating)
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
   * @param forecast when the limit is expected to be crossed, while it is not, and when an expected
   *     exception dissolves; null for a fact
   * @param deliveredTo the levels that are told, the nearest first: the one above the node, and
   *     those to which the exception was passed up before. A level is left out while it is muted;
   *     of a clearing everyone is told who was told of the exception
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
      int revision,
      @Nullable Forecast forecast,
      List<Level> deliveredTo)
      implements Outcome {
    public ExceptionChanged {
      deliveredTo = List.copyOf(deliveredTo);
    }

    /** Whether anybody is told. */
    public boolean delivered() {
      return !deliveredTo.isEmpty();
    }
  }

  /**
   * What happened to an exception. Worsened and eased speak of whole tolerances, and of an expected
   * exception that is expected sooner or later than was said. What was expected and is a fact has
   * worsened; what was a fact and is only expected once more has eased.
   */
  enum Change {
    RAISED,
    WORSENED,
    EASED,
    CLEARED,
    /** Nothing new: said because it was withheld while deliveries were muted. */
    RESTATED
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
   * @param by who or what keeps it back: the person who muted, the exception that explains; null
   *     for the tolerance's own terms
   */
  record Suppressed(
      String nodeId,
      String toleranceId,
      @Nullable String exceptionId,
      Suppression why,
      int count,
      LocalDate since,
      LocalDate onDate,
      @Nullable String by)
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
    FLAPPING,
    /**
     * Deliveries are muted for a time; counts revisions, the last of which was withheld from whom
     * the window concerns.
     */
    MUTED,
    /** An exception of the node above explains it, so it does not go up beside it; counts 1. */
    GROUPED
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
   * A silence window is over.
   *
   * @param toleranceId the tolerance that was muted; null for the whole node
   * @param by who muted
   */
  record MuteEnded(
      String nodeId, @Nullable String toleranceId, String by, LocalDate until, LocalDate onDate)
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

  /**
   * An earlier report was corrected.
   *
   * @param corrects event id of that report
   * @param dataDate of both
   * @param changed names of the figures that it states anew
   * @param kept names of what it states and what stands all the same, because a newer report stated
   *     it since, or because it was promised
   */
  record Corrected(
      String nodeId, String corrects, LocalDate dataDate, List<String> changed, List<String> kept)
      implements Outcome {
    public Corrected {
      changed = List.copyOf(changed);
      kept = List.copyOf(kept);
    }
  }

  /**
   * A target that was confirmed was not achieved, as a correction says; whoever got the good news
   * gets this.
   *
   * @param valueTenThousandths what the correction states
   * @param onDate data date of the report that was confirmed
   */
  record ConfirmationWithdrawn(
      String nodeId,
      String indicatorId,
      long targetTenThousandths,
      long valueTenThousandths,
      LocalDate onDate)
      implements Outcome {}

  /**
   * Something in how a project is reported begins to deserve a look. It never travels and decides
   * nothing.
   *
   * @param toleranceId the tolerance it speaks of; null where it speaks of none
   * @param count data dates in a row, this one included
   * @param value what was seen, as the signal says
   * @param against what it is held against, as the signal says
   * @param since the first of these data dates; for a new baseline the day on which it was approved
   */
  record Signalled(
      String nodeId,
      Signal signal,
      @Nullable String toleranceId,
      int count,
      @Nullable Fraction value,
      @Nullable Fraction against,
      LocalDate since,
      LocalDate onDate)
      implements Outcome {}

  /** A signal is over. */
  record SignalEnded(String nodeId, Signal signal, @Nullable String toleranceId, LocalDate onDate)
      implements Outcome {}

  /** What may deserve a look; {@link Signals} says from when on. */
  enum Signal {
    /** Figures stay just within a limit: the measure against the limit. */
    HUGS_LIMIT,
    /**
     * Neither good nor bad for long: the measure against the amber limit; without a tolerance the
     * agency's own rating.
     */
    PERPETUAL_AMBER,
    /** The agency rates the project better than its figures do: {@link Rating}s, 0 for GREEN. */
    SELF_RATING_BETTER,
    /**
     * Against the baseline that was replaced a limit would be crossed, shortly after it was
     * replaced: that measure against the limit.
     */
    REBASELINED_BEFORE_BREACH,
    /** The money is spent and what it was for is not there: part spent against part achieved. */
    SPENT_WITHOUT_ACHIEVEMENT,
    /** Nothing moves on a project under way. */
    UNCHANGED_FIGURES
  }

  /** The node's figures, for its parent. */
  record Contributed(Contribution contribution) implements Outcome {}

  /**
   * A program's figures are not sent, because none moved by more than the deadband since they were
   * last sent.
   *
   * @param furthest the figure that used up most of what it may move, and both in numbers
   * @param since data date of the first figures that were held back
   * @param onDate data date of these
   */
  record ContributionHeldBack(
      String childId,
      String parentId,
      Deadband.Movement furthest,
      @Nullable LocalDate since,
      @Nullable LocalDate onDate)
      implements Outcome {}

  /** How much of a program's amounts is given on to its projects from now on. */
  record BudgetGivenOn(String nodeId, GivenOn now) implements Outcome {}

  /**
   * What was given on does not fit any more, because the level above granted less. It stays in
   * force until the program grants less itself, or holds more; said once until it fits again.
   *
   * @param nodeId the project whose tolerance reaches too far, or the program whose projects' do
   *     together
   * @param programId whose budget it is
   * @param side AT_MOST: the upper end of what is allowed; AT_LEAST: the lower
   * @param givenTenThousandths what is given on, times 10,000; null: without a limit
   * @param limitTenThousandths what may be given on
   */
  record BudgetExceeded(
      String nodeId,
      String programId,
      Measure measure,
      @Nullable String indicatorId,
      ToleranceUnit unit,
      Direction side,
      @Nullable BigInteger givenTenThousandths,
      long limitTenThousandths)
      implements Outcome {}

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
