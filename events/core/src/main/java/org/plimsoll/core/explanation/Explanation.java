package org.plimsoll.core.explanation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;

/** Why, or why not: what one tolerance of one node made of one moment. */
public sealed interface Explanation {
  /** The input was not taken, so nothing was weighed. */
  record Refused(Refusal refusal) implements Explanation {}

  /** An explanation of one tolerance. */
  sealed interface OfTolerance extends Explanation {
    Subject subject();

    State before();

    State after();

    List<Route> routes();
  }

  /**
   * What is explained.
   *
   * @param tolerance as it stands in front of the value, with a limit widened for a time
   */
  record Subject(String nodeId, Level level, Tolerance tolerance) {}

  /**
   * The tolerance does not stand on this day.
   *
   * @param begins its first day, where that has not come; null when it has ended
   * @param ended its last day, where that is over; null when it has not begun
   */
  record NotInForce(
      Subject subject, LocalDate on, @Nullable LocalDate begins, @Nullable LocalDate ended)
      implements OfTolerance {
    @Override
    public State before() {
      return new State.Unwatched();
    }

    @Override
    public State after() {
      return new State.Unwatched();
    }

    @Override
    public List<Route> routes() {
      return List.of(new Route.Stays(Route.Why.NOT_IN_FORCE));
    }
  }

  /**
   * There is no value to hold against the limit.
   *
   * @param formula what would have been computed; its missing figures are {@link
   *     Expression#missing}
   */
  record NotMeasurable(
      Subject subject,
      NotYet reason,
      Expression formula,
      State before,
      State after,
      List<Route> routes)
      implements OfTolerance {}

  /**
   * A value was held against the limit.
   *
   * @param formula what was computed, from which figures
   * @param reading the value that it gives
   * @param comparisons with the limit, and of a band with that on the other side
   * @param steps whole tolerances beyond the limit that is crossed; null within tolerance
   * @param clearing with the limit to clear, where an exception is kept open by it or cleared
   *     within it; null elsewhere
   * @param amber whether it lies within tolerance and where attention begins
   */
  record Weighed(
      Subject subject,
      Expression formula,
      Reading.Value reading,
      List<Comparison> comparisons,
      Comparison.@Nullable Steps steps,
      @Nullable Comparison clearing,
      boolean amber,
      State before,
      State after,
      List<Route> routes)
      implements OfTolerance {
    /** Whether every comparison holds. */
    public boolean isWithin() {
      return comparisons.stream().allMatch(Comparison::isWithin);
    }
  }
}
