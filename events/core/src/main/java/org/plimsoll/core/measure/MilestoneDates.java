package org.plimsoll.core.measure;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a milestone was promised, and when it is or was reached. A date that is null was never
 * reported.
 *
 * @param baseline the date first promised; a report that names another leaves it
 * @param forecast the date now expected
 * @param actual the date on which it was reached
 * @param forecastOn data date on which the forecast was stated; null in a report
 * @param actualOn data date on which the actual date was stated; null in a report
 */
public record MilestoneDates(
    @Nullable LocalDate baseline,
    @Nullable LocalDate forecast,
    @Nullable LocalDate actual,
    @Nullable LocalDate forecastOn,
    @Nullable LocalDate actualOn) {
  static final MilestoneDates NONE = new MilestoneDates(null, null, null);

  /** As a report states it. */
  public MilestoneDates(
      @Nullable LocalDate baseline, @Nullable LocalDate forecast, @Nullable LocalDate actual) {
    this(baseline, forecast, actual, null, null);
  }

  /**
   * This milestone after a report of it.
   *
   * @param on data date of the report; what a newer one stated stands
   */
  MilestoneDates after(MilestoneDates report, LocalDate on) {
    boolean forecasts = report.forecast != null && isOpen(forecastOn, on);
    boolean reaches = report.actual != null && isOpen(actualOn, on);
    return new MilestoneDates(
        baseline == null ? report.baseline : baseline,
        forecasts ? report.forecast : forecast,
        reaches ? report.actual : actual,
        forecasts ? on : forecastOn,
        reaches ? on : actualOn);
  }

  private static boolean isOpen(@Nullable LocalDate statedOn, LocalDate on) {
    return statedOn == null || !statedOn.isAfter(on);
  }

  /** Adds the names of the dates that are stated. */
  void names(String prefix, List<String> names) {
    if (baseline != null) {
      names.add(prefix + ".baselineDate");
    }
    if (forecast != null) {
      names.add(prefix + ".forecastDate");
    }
    if (actual != null) {
      names.add(prefix + ".actualDate");
    }
  }

  /** Adds the names of the dates in a report of it that do not take effect. */
  void namesKeptFrom(MilestoneDates report, LocalDate on, String prefix, List<String> names) {
    if (report.baseline != null && baseline != null && !baseline.equals(report.baseline)) {
      names.add(prefix + ".baselineDate");
    }
    if (report.forecast != null && !isOpen(forecastOn, on)) {
      names.add(prefix + ".forecastDate");
    }
    if (report.actual != null && !isOpen(actualOn, on)) {
      names.add(prefix + ".actualDate");
    }
  }

  /** Whether there is a date that could be late, promised or not. */
  boolean isDated() {
    return actual != null || forecast != null;
  }

  /** Whether there is a promise, and a date that is held against it. */
  boolean isMeasurable() {
    return baseline != null && isDated();
  }

  /** Days late, negative when early, of one that {@link #isMeasurable}. */
  long slipDays() {
    return requireNonNull(actual == null ? forecast : actual).toEpochDay()
        - requireNonNull(baseline).toEpochDay();
  }
}
