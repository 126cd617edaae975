package org.plimsoll.core.escalation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A tolerance in force on a node, and what became of it. {@link Watching} alone makes the next one.
 *
 * @param episodes how often it was breached so far
 * @param open the exception that is open now; null within tolerance
 * @param beyond how long the value has been beyond the limit without an exception yet, because the
 *     tolerance asks for persistence; null otherwise
 * @param temporary a tolerance that stands in front of this one until its last day; null otherwise
 * @param raisedOn data dates of the newest raises, oldest first, as far as a hold needs them
 */
public record Watch(
    Tolerance tolerance,
    int episodes,
    @Nullable OpenException open,
    @Nullable Beyond beyond,
    @Nullable Tolerance temporary,
    List<LocalDate> raisedOn) {
  public Watch {
    raisedOn = List.copyOf(raisedOn);
  }

  /**
   * An exception that is open.
   *
   * @param step the step that was last announced
   * @param value the measure when it was last announced
   * @param revision 1 when raised, one more with every change that was announced
   * @param acknowledgedBy who acknowledged it; null while nobody has
   * @param holder the accountable person it was handed to; null while it is the level's own
   * @param deliveredTo the level that must answer
   * @param waitingSince tick from which the level's time to answer is counted; null before a tick
   * @param planDueOn day by which an exception plan is required; null when none is
   * @param withinReports data dates in a row within tolerance while it is kept open
   * @param crossings how often it was breached since it was raised, counting the first
   * @param lastOn newest date on which it was weighed
   */
  public record OpenException(
      String exceptionId,
      LocalDate raisedOn,
      int step,
      Fraction value,
      int revision,
      @Nullable String acknowledgedBy,
      @Nullable String holder,
      Level deliveredTo,
      @Nullable Instant waitingSince,
      @Nullable LocalDate planDueOn,
      int withinReports,
      int crossings,
      LocalDate lastOn) {

    OpenException announced(int newStep, Fraction newValue, LocalDate on) {
      return new OpenException(
          exceptionId,
          raisedOn,
          newStep,
          newValue,
          revision + 1,
          acknowledgedBy,
          holder,
          deliveredTo,
          waitingSince,
          planDueOn,
          0,
          crossings,
          on);
    }

    OpenException acknowledged(String person) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision,
          person,
          holder,
          deliveredTo,
          waitingSince,
          planDueOn,
          withinReports,
          crossings,
          lastOn);
    }

    OpenException handedTo(String person) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision,
          null,
          person,
          deliveredTo,
          null,
          planDueOn,
          withinReports,
          crossings,
          lastOn);
    }

    OpenException waiting(Instant since) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision,
          acknowledgedBy,
          holder,
          deliveredTo,
          since,
          planDueOn,
          withinReports,
          crossings,
          lastOn);
    }

    OpenException passedUp(Level to, Instant at) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision + 1,
          null,
          null,
          to,
          at,
          null,
          withinReports,
          crossings,
          lastOn);
    }

    OpenException planRequired(@Nullable LocalDate by) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision,
          acknowledgedBy,
          holder,
          deliveredTo,
          waitingSince,
          by,
          withinReports,
          crossings,
          lastOn);
    }

    OpenException kept(int within, int crossed, LocalDate on) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision,
          acknowledgedBy,
          holder,
          deliveredTo,
          waitingSince,
          planDueOn,
          within,
          crossed,
          on);
    }
  }

  /**
   * Beyond the limit, and not yet for long enough.
   *
   * @param since data date of the first figures beyond it
   * @param reports data dates in a row, the first included
   * @param lastOn the last of them
   */
  public record Beyond(LocalDate since, int reports, LocalDate lastOn) {}

  static Watch of(Tolerance tolerance) {
    return new Watch(tolerance, 0, null, null, null, List.of());
  }

  static String exceptionId(String nodeId, Tolerance tolerance, int episode) {
    return nodeId + "~" + tolerance.toleranceId() + "~" + episode;
  }

  /** The tolerance that figures are held against now. */
  public Tolerance inForce() {
    return temporary == null ? tolerance : temporary;
  }

  Watch with(Tolerance newer) {
    return new Watch(newer, episodes, open, beyond, temporary, raisedOn);
  }

  Watch with(OpenException changed) {
    return new Watch(tolerance, episodes, changed, beyond, temporary, raisedOn);
  }

  Watch with(@Nullable Beyond counted) {
    return new Watch(tolerance, episodes, open, counted, temporary, raisedOn);
  }

  Watch temporarily(@Nullable Tolerance other) {
    return new Watch(tolerance, episodes, open, beyond, other, raisedOn);
  }

  /** The next episode begins. */
  Watch raised(String nodeId, Level deliveredTo, LocalDate on, int step, Fraction value) {
    int episode = episodes + 1;
    int kept = inForce().terms().holdAfterRaises();
    List<LocalDate> raises = new ArrayList<>(raisedOn);
    raises.add(on);
    return new Watch(
        tolerance,
        episode,
        new OpenException(
            exceptionId(nodeId, tolerance, episode),
            on,
            step,
            value,
            1,
            null,
            null,
            deliveredTo,
            null,
            null,
            0,
            1,
            on),
        null,
        temporary,
        raises.subList(Math.max(0, raises.size() - kept), raises.size()));
  }

  Watch cleared() {
    return new Watch(tolerance, episodes, null, null, temporary, raisedOn);
  }
}
