package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.measure.Baseline;

/**
 * What {@link Signals} must remember of a project from one report to the next. {@link Signals}
 * alone makes the next one.
 *
 * @param runs what has been so for some data dates in a row; nothing for what is not
 * @param replaced the baseline that stood until lately; null when none was replaced
 * @param figuresBefore fingerprint of the figures before the data date that stands
 */
public record Habits(List<Run> runs, @Nullable Replaced replaced, long figuresBefore) {
  /** So that the order in which runs began makes no difference. */
  private static final Comparator<Run> IN_ORDER =
      Comparator.comparing(Run::signal)
          .thenComparing(run -> run.toleranceId() == null ? "" : run.toleranceId());

  static final Habits NONE = new Habits(List.of(), null, 0);

  public Habits {
    runs = runs.size() < 2 ? List.copyOf(runs) : runs.stream().sorted(IN_ORDER).toList();
  }

  /**
   * Data dates in a row on which something was so. The data date that stands may be stated again or
   * corrected, so the run is held as it was before that date, too.
   *
   * @param toleranceId the tolerance it speaks of; null where it speaks of none
   * @param before how many before the data date that stands
   * @param beforeSince the first of them; null where there is none
   * @param count how many with it
   * @param since the first of them; null where there is none
   * @param shown whether the signal is on
   */
  public record Run(
      Signal signal,
      @Nullable String toleranceId,
      int before,
      @Nullable LocalDate beforeSince,
      int count,
      @Nullable LocalDate since,
      boolean shown) {

    static Run none(Signal signal, @Nullable String toleranceId) {
      return new Run(signal, toleranceId, 0, null, 0, null, false);
    }

    boolean speaksOf(Signal other, @Nullable String otherToleranceId) {
      return signal == other && Objects.equals(toleranceId, otherToleranceId);
    }

    /** The run once a newer data date stands. */
    Run moved() {
      return new Run(signal, toleranceId, count, since, count, since, shown);
    }

    /** The run when it is so, or is not, on the data date that stands. */
    Run on(LocalDate dataDate, boolean isSo) {
      return isSo
          ? new Run(
              signal,
              toleranceId,
              before,
              beforeSince,
              before + 1,
              beforeSince == null ? dataDate : beforeSince,
              shown)
          : new Run(signal, toleranceId, before, beforeSince, 0, null, shown);
    }

    /** The run when nothing can be said about the data date that stands. */
    Run unsaid() {
      return new Run(signal, toleranceId, before, beforeSince, before, beforeSince, shown);
    }

    Run shown(boolean on) {
      return new Run(signal, toleranceId, before, beforeSince, count, since, on);
    }

    boolean isNothing() {
      return before == 0 && count == 0 && !shown;
    }
  }

  /**
   * A baseline that another has replaced.
   *
   * @param baseline its cost and finish
   * @param on data date that stood when it was replaced
   */
  public record Replaced(Baseline baseline, LocalDate on) {}

  /** The run of a signal on a tolerance; null where there is none. */
  @Nullable Run run(Signal signal, @Nullable String toleranceId) {
    for (Run run : runs) {
      if (run.speaksOf(signal, toleranceId)) {
        return run;
      }
    }
    return null;
  }

  /** The same after a baseline was replaced; one that was replaced a little earlier stays. */
  Habits replacing(Baseline baseline, LocalDate on) {
    return replaced == null
        ? new Habits(
            runs,
            new Replaced(new Baseline(baseline.costMinor(), baseline.finish()), on),
            figuresBefore)
        : this;
  }
}
