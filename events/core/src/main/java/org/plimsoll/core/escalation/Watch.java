package org.plimsoll.core.escalation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.calendar.SupportHours;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Trend;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A tolerance in force on a node, and what became of it. {@link Watching} alone makes the next one.
 *
 * @param episodes how often it was breached so far
 * @param open the exception that is open now; null within tolerance
 * @param beyond how long the value has been beyond the limit without an exception yet, because the
 *     tolerance asks for persistence; null otherwise
 * @param temporary a tolerance that stands in front of this one until its last day; null otherwise
 * @param raisedOn data dates on which the limit was crossed, oldest first, as far as a hold needs
 *     them
 * @param points the newest values by data date, oldest first, as far as a forecast needs them
 */
public record Watch(
    Tolerance tolerance,
    int episodes,
    @Nullable OpenException open,
    @Nullable Beyond beyond,
    @Nullable Tolerance temporary,
    List<LocalDate> raisedOn,
    List<Trend.Point> points) {
  public Watch {
    raisedOn = List.copyOf(raisedOn);
    points = List.copyOf(points);
  }

  /**
   * An exception that is open.
   *
   * @param step the step that was last announced; 0 while it is only expected
   * @param value the measure when it was last announced
   * @param revision 1 when raised, one more with every change that was announced
   * @param withinReports data dates in a row within tolerance while it is kept open
   * @param crossings how often it was breached since it was raised, counting the first
   * @param lastOn newest date on which it was weighed
   * @param forecast when the limit is expected to be crossed; null once it is
   */
  public record OpenException(
      String exceptionId,
      LocalDate raisedOn,
      int step,
      Fraction value,
      int revision,
      Handling handling,
      int withinReports,
      int crossings,
      LocalDate lastOn,
      @Nullable Forecast forecast) {

    /** Whether it is expected, and the limit is not crossed yet. */
    public boolean isExpected() {
      return forecast != null;
    }

    OpenException announced(int newStep, Fraction newValue, LocalDate on) {
      return new OpenException(
          exceptionId, raisedOn, newStep, newValue, revision + 1, handling, 0, crossings, on, null);
    }

    /** Within the limit and expected beyond it, on another day than was announced or once more. */
    OpenException expectedAnew(Forecast newForecast, Fraction newValue, LocalDate on) {
      return new OpenException(
          exceptionId,
          raisedOn,
          0,
          newValue,
          revision + 1,
          handling,
          0,
          crossings,
          on,
          newForecast);
    }

    OpenException with(Handling changed) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision,
          changed,
          withinReports,
          crossings,
          lastOn,
          forecast);
    }

    OpenException passedUp(Level to, Instant at) {
      return new OpenException(
          exceptionId,
          raisedOn,
          step,
          value,
          revision + 1,
          handling.passedUp(to, at),
          withinReports,
          crossings,
          lastOn,
          forecast);
    }

    OpenException kept(int within, int crossed, LocalDate on) {
      return new OpenException(
          exceptionId, raisedOn, step, value, revision, handling, within, crossed, on, forecast);
    }
  }

  /**
   * Who has an open exception in hand, and what they were told.
   *
   * @param acknowledgedBy who acknowledged it; null while nobody has
   * @param holder the accountable person it was handed to; null while it is the level's own
   * @param deliveredTo the level that must answer
   * @param waitingSince tick from which the level's time to answer is counted; null before a tick
   * @param planDueOn day by which an exception plan is required; null when none is
   * @param told the levels that were told of it, the nearest first; none while it has stood in a
   *     silence window since it was raised
   * @param groupedUnder the exception of the node above that explains this one, so that it does not
   *     go up beside it; null while there is none
   */
  public record Handling(
      @Nullable String acknowledgedBy,
      @Nullable String holder,
      Level deliveredTo,
      @Nullable Instant waitingSince,
      @Nullable LocalDate planDueOn,
      List<Told> told,
      @Nullable String groupedUnder) {
    public Handling {
      told = List.copyOf(told);
    }

    static Handling untold(Level deliveredTo) {
      return new Handling(null, null, deliveredTo, null, null, List.of(), null);
    }

    /** Whether anybody was told of it. */
    public boolean isTold() {
      return !told.isEmpty();
    }

    boolean wasTold(Level level) {
      return told(level) != null;
    }

    boolean isCurrent(Level level) {
      Told what = told(level);
      return what != null && what.current();
    }

    private @Nullable Told told(Level level) {
      for (Told each : told) {
        if (each.level() == level) {
          return each;
        }
      }
      return null;
    }

    Handling acknowledged(String person) {
      return new Handling(person, holder, deliveredTo, waitingSince, planDueOn, told, groupedUnder);
    }

    Handling handedTo(String person) {
      return new Handling(null, person, deliveredTo, null, planDueOn, told, groupedUnder);
    }

    Handling waiting(Instant since) {
      return new Handling(
          acknowledgedBy, holder, deliveredTo, since, planDueOn, told, groupedUnder);
    }

    Handling planRequired(@Nullable LocalDate by) {
      return new Handling(
          acknowledgedBy, holder, deliveredTo, waitingSince, by, told, groupedUnder);
    }

    Handling told(List<Told> now) {
      return new Handling(
          acknowledgedBy, holder, deliveredTo, waitingSince, planDueOn, now, groupedUnder);
    }

    Handling grouped(@Nullable String under) {
      return new Handling(
          acknowledgedBy, holder, deliveredTo, waitingSince, planDueOn, told, under);
    }

    Handling passedUp(Level to, Instant at) {
      List<Told> all = new ArrayList<>(told);
      all.add(new Told(to, true));
      return new Handling(null, null, to, at, null, all, null);
    }
  }

  /**
   * A level that was told of an open exception, and hears of it until it clears.
   *
   * @param current whether of the exception as it stands; otherwise it has changed since, while
   *     deliveries to that level were muted
   */
  public record Told(Level level, boolean current) {}

  /**
   * Beyond the limit, and not yet for long enough.
   *
   * @param since data date of the first figures beyond it
   * @param reports data dates in a row, the first included
   * @param lastOn the last of them
   */
  public record Beyond(LocalDate since, int reports, LocalDate lastOn) {}

  static Watch of(Tolerance tolerance) {
    return new Watch(tolerance, 0, null, null, null, List.of(), List.of());
  }

  static String exceptionId(String nodeId, Tolerance tolerance, int episode) {
    return nodeId + "~" + tolerance.toleranceId() + "~" + episode;
  }

  /** The tolerance that figures are held against now. */
  public Tolerance inForce() {
    return temporary == null ? tolerance : temporary;
  }

  /** Until when an answer to what is open is waited for; null where none is. */
  public @Nullable Instant answerDue() {
    AnswerWithin within = inForce().terms().answerWithin();
    if (open == null || within == null || open.handling().acknowledgedBy() != null) {
      return null;
    }
    Instant since = open.handling().waitingSince();
    return since == null ? null : SupportHours.due(since, within.hours(), within.calendar());
  }

  /** The same under another version, whose unit may be another, too. */
  Watch with(Tolerance newer) {
    return drawn(new Watch(newer, episodes, open, beyond, temporary, raisedOn, points));
  }

  Watch with(OpenException changed) {
    return new Watch(tolerance, episodes, changed, beyond, temporary, raisedOn, points);
  }

  Watch with(@Nullable Beyond counted) {
    return Objects.equals(counted, beyond)
        ? this
        : new Watch(tolerance, episodes, open, counted, temporary, raisedOn, points);
  }

  Watch temporarily(@Nullable Tolerance other) {
    return drawn(new Watch(tolerance, episodes, open, beyond, other, raisedOn, points));
  }

  /** Whether the tolerance in force looks ahead, or the one that it stands in front of. */
  boolean looksAhead() {
    return tolerance.terms().forecastDays() > 0 || inForce().terms().forecastDays() > 0;
  }

  /** A trend is drawn in the unit of the tolerance in force; in another one it begins anew. */
  private Watch drawn(Watch next) {
    boolean goesOn = next.looksAhead() && next.inForce().unit() == inForce().unit();
    return goesOn ? next : next.noting(List.of());
  }

  /** The same with these points of its trend. */
  Watch noting(List<Trend.Point> newest) {
    return new Watch(tolerance, episodes, open, beyond, temporary, raisedOn, newest);
  }

  /** The next episode begins, because the limit is crossed. */
  Watch raised(String nodeId, Handling handling, LocalDate on, int step, Fraction value) {
    return begun(nodeId, handling, on, step, value, null).crossed(on);
  }

  /** The next episode begins, because the limit is expected to be crossed. */
  Watch expected(
      String nodeId, Handling handling, LocalDate on, Fraction value, Forecast forecast) {
    return begun(nodeId, handling, on, 0, value, forecast);
  }

  private Watch begun(
      String nodeId,
      Handling handling,
      LocalDate on,
      int step,
      Fraction value,
      @Nullable Forecast forecast) {
    int episode = episodes + 1;
    return new Watch(
        tolerance,
        episode,
        new OpenException(
            exceptionId(nodeId, tolerance, episode),
            on,
            step,
            value,
            1,
            handling,
            0,
            1,
            on,
            forecast),
        beyond,
        temporary,
        raisedOn,
        points);
  }

  /** The limit was crossed on this day: what a hold counts. */
  Watch crossed(LocalDate on) {
    int kept = inForce().terms().holdAfterRaises();
    List<LocalDate> raises = new ArrayList<>(raisedOn);
    raises.add(on);
    return new Watch(
        tolerance,
        episodes,
        open,
        null,
        temporary,
        raises.subList(Math.max(0, raises.size() - kept), raises.size()),
        points);
  }

  Watch cleared() {
    return new Watch(tolerance, episodes, null, null, temporary, raisedOn, points);
  }
}
