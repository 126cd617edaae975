package org.plimsoll.core.measure;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a milestone was promised, and when it is or was reached. A date that is null was never
 * reported.
 *
 * @param baseline the date first promised; a report that names another leaves it
 * @param forecast the date now expected
 * @param actual the date on which it was reached
 */
public record MilestoneDates(
    @Nullable LocalDate baseline, @Nullable LocalDate forecast, @Nullable LocalDate actual) {

  /** This milestone after a report of it. */
  MilestoneDates after(MilestoneDates report) {
    return new MilestoneDates(
        baseline == null ? report.baseline : baseline,
        report.forecast == null ? forecast : report.forecast,
        report.actual == null ? actual : report.actual);
  }

  /** Whether there is a date that could be late, promised or not. */
  boolean isDated() {
    return actual != null || forecast != null;
  }

  /** Days late, negative when early; empty without a promise or without another date. */
  OptionalLong slipDays() {
    return baseline == null || !isDated()
        ? OptionalLong.empty()
        : OptionalLong.of(
            ChronoUnit.DAYS.between(baseline, requireNonNull(actual == null ? forecast : actual)));
  }
}
