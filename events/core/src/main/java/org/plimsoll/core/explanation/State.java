package org.plimsoll.core.explanation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.tolerance.Forecast;

/** How one tolerance of one node stands before or after an input. */
public sealed interface State {
  /** No such tolerance stands. */
  record Unwatched() implements State {}

  /** Within the limit, or never measured. */
  record Within() implements State {}

  /**
   * Beyond the limit, and not for as long as the tolerance asks.
   *
   * @param since data date of the first figures beyond it
   * @param reports data dates in a row, the first included
   */
  record Persisting(LocalDate since, int reports) implements State {}

  /**
   * An exception is open.
   *
   * @param step whole tolerances beyond the limit when it was last announced
   * @param revision 1 when raised, one more with every change that was announced
   * @param weighedOn the newest day on which it was weighed
   * @param forecast when the limit is expected to be crossed; null once it is
   */
  record Open(
      String exceptionId,
      LocalDate raisedOn,
      int step,
      int revision,
      LocalDate weighedOn,
      @Nullable Forecast forecast)
      implements State {}

  static State of(Watch watch) {
    Watch.OpenException open = watch.open();
    Watch.Beyond beyond = watch.beyond();
    if (open != null) {
      return new Open(
          open.exceptionId(),
          open.raisedOn(),
          open.step(),
          open.revision(),
          open.lastOn(),
          open.forecast());
    }
    return beyond == null ? new Within() : new Persisting(beyond.since(), beyond.reports());
  }
}
