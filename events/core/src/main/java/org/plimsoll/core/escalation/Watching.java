package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.Suppressed;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Watch.Beyond;
import org.plimsoll.core.escalation.Watch.Handling;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.escalation.Watch.Told;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Trend;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Terms;

/**
 * One value held against one tolerance. An exception is raised when the value has been beyond the
 * limit for as long as the tolerance asks, or is expected there within the days that it looks
 * ahead; it clears when the value is back within the limit to clear, is not held and is not
 * expected beyond. What keeps an exception from being raised, cleared or delivered is an outcome of
 * its own.
 *
 * <p>Data dates are counted once each, so weighing the same figures again changes nothing.
 */
final class Watching {
  /**
   * An expected exception stays until it is expected later than this many halves of the days looked
   * ahead, so that it does not come and go with each report.
   */
  static final int HALVES_UNTIL_DISSOLVED = 3;

  /** It is announced again when the expected day moves by this part of the days looked ahead. */
  static final int PARTS_BEFORE_MOVED = 4;

  private final String nodeId;
  private final Level above;
  private final List<Mute> mutes;
  private final LocalDate dataDate;
  private final LocalDate on;
  private final boolean counts;
  private final List<Outcome> outcomes;

  /**
   * @param above the level above this node, which is the first to hear of an exception
   * @param mutes silence windows of the node that are not over
   * @param dataDate of the figures; a tick finds those of an earlier day
   * @param on the data date of the figures, or the day of the tick
   * @param counts whether this is a data date; a tick is none
   */
  Watching(
      String nodeId,
      Level above,
      List<Mute> mutes,
      LocalDate dataDate,
      LocalDate on,
      boolean counts,
      List<Outcome> outcomes) {
    this.dataDate = dataDate;
    this.nodeId = nodeId;
    this.above = above;
    this.mutes = mutes;
    this.on = on;
    this.counts = counts;
    this.outcomes = outcomes;
  }

  Watch weigh(Watch before, Fraction value) {
    Watch watch = noted(before, value);
    int step = watch.inForce().stepOf(value);
    OpenException open = watch.open();
    if (open == null) {
      return step == 0 ? expected(watch.with((Beyond) null), value) : beyond(watch, value, step);
    }
    if (open.isExpected()) {
      return step == 0
          ? stillExpected(watch.with((Beyond) null), open, value)
          : cameTrue(watch, open, value, step);
    }
    return step == 0 ? within(watch, open, value) : stillBeyond(watch, open, value, step);
  }

  /** Tells each level what it was not told while deliveries to it were muted. */
  Watch restated(Watch watch) {
    OpenException open = watch.open();
    return open == null || told(Change.RESTATED, watch, open.handling()).isEmpty()
        ? watch
        : changed(Change.RESTATED, watch, open, open.value(), open.step());
  }

  /** The values of a trend; a second report for one data date stands in the place of the first. */
  private Watch noted(Watch watch, Fraction value) {
    if (!watch.looksAhead()) {
      return watch;
    }
    List<Trend.Point> points = new ArrayList<>(watch.points());
    Trend.Point now = new Trend.Point(on, watch.inForce().point(value));
    if (!points.isEmpty() && points.getLast().on().equals(on)) {
      points.set(points.size() - 1, now);
    } else if (counts && (points.isEmpty() || points.getLast().on().isBefore(on))) {
      points.add(now);
    } else {
      return watch;
    }
    return watch.noting(
        points.subList(Math.max(0, points.size() - Trend.MAX_POINTS), points.size()));
  }

  private Watch beyond(Watch watch, Fraction value, int step) {
    Beyond now = counted(watch);
    if (isLongEnough(watch, now)) {
      return changed(
          Change.RAISED, watch.raised(nodeId, untold(), on, step, value), null, value, step);
    }
    return persisting(watch, now, null);
  }

  /** How long the value has been beyond the limit, this date included. */
  private Beyond counted(Watch watch) {
    Beyond before = watch.beyond();
    if (before == null) {
      return new Beyond(on, 1, dataDate);
    }
    return counts && on.isAfter(before.lastOn())
        ? new Beyond(before.since(), before.reports() + 1, on)
        : before;
  }

  private boolean isLongEnough(Watch watch, Beyond beyond) {
    Terms terms = watch.inForce().terms();
    return beyond.reports() >= terms.reportsBeyond()
        && Math.max(0, ChronoUnit.DAYS.between(beyond.since(), on)) >= terms.daysBeyond();
  }

  private Watch persisting(Watch watch, Beyond now, @Nullable OpenException expected) {
    if (!now.equals(watch.beyond())) {
      suppressed(watch, expected, Suppression.PERSISTENCE, now.reports(), now.since(), null);
    }
    return watch.with(now);
  }

  /** The limit is not crossed, and the trend says when it will be. */
  private Watch expected(Watch watch, Fraction value) {
    Forecast forecast = forecast(watch, 2);
    return forecast == null
        ? watch
        : changed(
            Change.RAISED, watch.expected(nodeId, untold(), on, value, forecast), null, value, 0);
  }

  private Watch stillExpected(Watch watch, OpenException open, Fraction value) {
    Forecast now = forecast(watch, HALVES_UNTIL_DISSOLVED);
    if (now == null) {
      return changed(Change.CLEARED, watch, open, value, 0);
    }
    LocalDate announced = requireNonNull(open.forecast()).expectedOn();
    long later = ChronoUnit.DAYS.between(announced, now.expectedOn());
    int horizon = watch.inForce().terms().forecastDays();
    if (later == 0 || Math.abs(later) * PARTS_BEFORE_MOVED < horizon) {
      return watch;
    }
    return changed(
        later < 0 ? Change.WORSENED : Change.EASED,
        watch,
        open.expectedAnew(now, value, on),
        value,
        0);
  }

  /** What was expected is beyond the limit; it is a fact when it has been so for long enough. */
  private Watch cameTrue(Watch watch, OpenException open, Fraction value, int step) {
    Beyond now = counted(watch);
    return isLongEnough(watch, now)
        ? changed(Change.WORSENED, watch.crossed(on), open.announced(step, value, on), value, step)
        : persisting(watch, now, open);
  }

  /**
   * What the trend says, if the limit is crossed within this many halves of the days that the
   * tolerance looks ahead.
   */
  private @Nullable Forecast forecast(Watch watch, int halves) {
    long horizon = watch.inForce().terms().forecastDays();
    if (horizon == 0) {
      return null;
    }
    Forecast forecast = Forecast.of(watch.points(), watch.inForce());
    return forecast == null || forecast.expectedOn().isAfter(on.plusDays(horizon * halves / 2))
        ? null
        : forecast;
  }

  private Watch stillBeyond(Watch watch, OpenException open, Fraction value, int step) {
    if (step != open.step()) {
      OpenException announced = open.announced(step, value, weighedOn(watch, open));
      return changed(
          step > open.step() ? Change.WORSENED : Change.EASED,
          watch,
          crossedAgain(open, announced),
          value,
          step);
    }
    if (open.withinReports() == 0) {
      // A silence grows day by day; a late report is held against the newest of them.
      return watch.tolerance().measure() == Measure.SILENCE && on.isAfter(open.lastOn())
          ? watch.with(open.kept(0, open.crossings(), on))
          : watch;
    }
    OpenException again =
        crossedAgain(open, open.kept(0, open.crossings(), weighedOn(watch, open)));
    suppressed(watch, again, Suppression.FLAPPING, again.crossings(), again.raisedOn(), null);
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
            open.raisedOn(),
            null);
      }
      return reports == open.withinReports() ? watch : watch.with(kept);
    }
    Forecast again = forecast(watch, 2);
    return again == null
        ? changed(Change.CLEARED, watch, open, value, 0)
        : changed(Change.EASED, watch, open.expectedAnew(again, value, on), value, 0);
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

  private Handling untold() {
    return Handling.untold(above);
  }

  /** The silence window that a watch lies in for a level; null when its changes are delivered. */
  private @Nullable Mute muteOf(Watch watch, Level level) {
    return Oversight.muteOf(mutes, watch.tolerance().toleranceId(), level);
  }

  /**
   * Who is told of a change: every level from the one above the node to that to which the exception
   * was passed up, unless it is muted. What clears is told to whom was told of it, window or not:
   * nobody is left with an exception that is no more. What is restated is told to whom it was
   * withheld from.
   */
  private List<Level> told(Change change, Watch watch, Handling handling) {
    List<Level> levels = above.upTo(handling.deliveredTo());
    levels.removeIf(level ->
        switch (change) {
          case RAISED, WORSENED, EASED -> muteOf(watch, level) != null;
          case CLEARED -> !handling.wasTold(level);
          case RESTATED -> muteOf(watch, level) != null || handling.isCurrent(level);
        });
    return levels;
  }

  /** What each level knows of an exception after a change of which these were told. */
  private List<Told> known(Change change, Handling before, List<Level> told) {
    List<Told> known = new ArrayList<>();
    for (Level level : above.upTo(before.deliveredTo())) {
      boolean kept = change == Change.RESTATED && before.isCurrent(level);
      if (told.contains(level) || before.wasTold(level)) {
        known.add(new Told(level, told.contains(level) || kept));
      }
    }
    return known;
  }

  /**
   * Announces a change and says to whom it is delivered.
   *
   * @param changedTo the exception as it is now; null where the watch holds it already
   */
  private Watch changed(
      Change change, Watch watch, @Nullable OpenException changedTo, Fraction value, int step) {
    OpenException exception = changedTo == null ? requireNonNull(watch.open()) : changedTo;
    Handling before = exception.handling();
    List<Level> told = told(change, watch, before);
    outcomes.add(
        new Outcome.ExceptionChanged(
            change,
            exception.exceptionId(),
            nodeId,
            watch.inForce(),
            value,
            step,
            on,
            exception.raisedOn(),
            exception.revision(),
            exception.forecast(),
            told));
    withheldBy(change, watch, before, told)
        .forEach(by ->
            suppressed(
                watch,
                exception,
                Suppression.MUTED,
                exception.revision(),
                exception.raisedOn(),
                by));
    return change == Change.CLEARED
        ? watch.cleared()
        : watch.with(exception.with(before.told(known(change, before, told))));
  }

  /** Who muted what somebody is not told of; what is restated was withheld when it was new. */
  private Set<String> withheldBy(Change change, Watch watch, Handling handling, List<Level> told) {
    if (change == Change.RESTATED || mutes.isEmpty()) {
      return Set.of();
    }
    Set<String> by = new LinkedHashSet<>();
    for (Level level : above.upTo(handling.deliveredTo())) {
      Mute mute = told.contains(level) ? null : muteOf(watch, level);
      if (mute != null) {
        by.add(mute.by());
      }
    }
    return by;
  }

  private void suppressed(
      Watch watch,
      @Nullable OpenException exception,
      Suppression why,
      int count,
      LocalDate since,
      @Nullable String by) {
    outcomes.add(
        new Suppressed(
            nodeId,
            watch.tolerance().toleranceId(),
            exception == null ? null : exception.exceptionId(),
            why,
            count,
            since,
            on,
            by));
  }
}
