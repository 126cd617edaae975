package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.Suppressed;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.escalation.Watch.Beyond;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * One value held against one tolerance. An exception is raised when the value has been beyond the
 * limit for as long as the tolerance asks, and clears when it is back within the limit to clear and
 * is not held. What keeps an exception from being raised or cleared is an outcome of its own.
 *
 * <p>Data dates are counted once each, so weighing the same figures again changes nothing.
 */
final class Watching {
  private final String nodeId;
  private final Level deliveredTo;
  private final LocalDate dataDate;
  private final LocalDate on;
  private final boolean counts;
  private final List<Outcome> outcomes;

  /**
   * @param deliveredTo the level that must answer an exception of this node
   * @param dataDate of the figures; a tick finds those of an earlier day
   * @param on the data date of the figures, or the day of the tick
   * @param counts whether this is a data date; a tick is none
   */
  Watching(
      String nodeId,
      Level deliveredTo,
      LocalDate dataDate,
      LocalDate on,
      boolean counts,
      List<Outcome> outcomes) {
    this.dataDate = dataDate;
    this.nodeId = nodeId;
    this.deliveredTo = deliveredTo;
    this.on = on;
    this.counts = counts;
    this.outcomes = outcomes;
  }

  Watch weigh(Watch watch, Fraction value) {
    int step = watch.inForce().stepOf(value);
    OpenException open = watch.open();
    if (open == null) {
      return step == 0 ? watch.with((Beyond) null) : beyond(watch, value, step);
    }
    return step == 0 ? within(watch, open, value) : stillBeyond(watch, open, value, step);
  }

  private Watch beyond(Watch watch, Fraction value, int step) {
    Terms terms = watch.inForce().terms();
    Beyond before = watch.beyond();
    Beyond now =
        before == null
            ? new Beyond(on, 1, dataDate)
            : counts && on.isAfter(before.lastOn())
                ? new Beyond(before.since(), before.reports() + 1, on)
                : before;
    boolean longEnough =
        now.reports() >= terms.reportsBeyond()
            && Math.max(0, ChronoUnit.DAYS.between(now.since(), on)) >= terms.daysBeyond();
    if (longEnough) {
      Watch raised = watch.raised(nodeId, deliveredTo, on, step, value);
      changed(Change.RAISED, raised, requireNonNull(raised.open()), value, step);
      return raised;
    }
    if (!now.equals(before)) {
      suppressed(watch, null, Suppression.PERSISTENCE, now.reports(), now.since());
    }
    return watch.with(now);
  }

  private Watch stillBeyond(Watch watch, OpenException open, Fraction value, int step) {
    if (step != open.step()) {
      OpenException announced = open.announced(step, value, weighedOn(watch, open));
      changed(step > open.step() ? Change.WORSENED : Change.EASED, watch, announced, value, step);
      return watch.with(crossedAgain(open, announced));
    }
    if (open.withinReports() == 0) {
      // A silence grows day by day; a late report is held against the newest of them.
      return watch.tolerance().measure() == Measure.SILENCE && on.isAfter(open.lastOn())
          ? watch.with(open.kept(0, open.crossings(), on))
          : watch;
    }
    OpenException again =
        crossedAgain(open, open.kept(0, open.crossings(), weighedOn(watch, open)));
    suppressed(watch, again, Suppression.FLAPPING, again.crossings(), again.raisedOn());
    return watch.with(again);
  }

  /** The value had come back within the limit and is beyond it once more. */
  private OpenException crossedAgain(OpenException before, OpenException now) {
    return before.withinReports() == 0 ? now : now.kept(0, before.crossings() + 1, now.lastOn());
  }

  private Watch within(Watch watch, OpenException open, Fraction value) {
    int reports =
        open.withinReports() == 0
            ? 1
            : counts && on.isAfter(open.lastOn()) ? open.withinReports() + 1 : open.withinReports();
    boolean hysteresis = !watch.inForce().isClearedBy(value);
    int holdUntil = holdReports(watch);
    if (hysteresis || reports < holdUntil) {
      OpenException kept = open.kept(reports, open.crossings(), weighedOn(watch, open));
      if (reports != open.withinReports()) {
        suppressed(
            watch,
            kept,
            hysteresis ? Suppression.HYSTERESIS : Suppression.FLAPPING,
            hysteresis ? reports : open.crossings() + watch.raisedOn().size() - 1,
            open.raisedOn());
      }
      return reports == open.withinReports() ? watch : watch.with(kept);
    }
    changed(Change.CLEARED, watch, open, value, 0);
    return watch.cleared();
  }

  /** A silence is held against the newest day that is known, whatever data date comes after it. */
  private LocalDate weighedOn(Watch watch, OpenException open) {
    if (watch.tolerance().measure() == Measure.SILENCE) {
      return open.lastOn().isAfter(on) ? open.lastOn() : on;
    }
    return dataDate;
  }

  /** Data dates within tolerance that a noisy exception must see before it clears; else 0. */
  private int holdReports(Watch watch) {
    int raises = watch.inForce().terms().holdAfterRaises();
    List<LocalDate> raisedOn = watch.raisedOn();
    return raises > 0
            && raisedOn.size() >= raises
            && ChronoUnit.DAYS.between(raisedOn.get(raisedOn.size() - raises), on)
                <= Terms.HOLD_WINDOW_DAYS
        ? raises
        : 0;
  }

  private void changed(
      Change change, Watch watch, OpenException exception, Fraction value, int step) {
    Tolerance tolerance = watch.inForce();
    outcomes.add(
        new Outcome.ExceptionChanged(
            change,
            exception.exceptionId(),
            nodeId,
            tolerance,
            value,
            step,
            on,
            exception.raisedOn(),
            exception.revision()));
  }

  private void suppressed(
      Watch watch,
      @org.jspecify.annotations.Nullable OpenException exception,
      Suppression why,
      int count,
      LocalDate since) {
    outcomes.add(
        new Suppressed(
            nodeId,
            watch.tolerance().toleranceId(),
            exception == null ? null : exception.exceptionId(),
            why,
            count,
            since,
            on));
  }
}
