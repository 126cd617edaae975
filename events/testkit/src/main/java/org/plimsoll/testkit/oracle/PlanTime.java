package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.PlannedPoint;

/**
 * Money as time, on the time-phased plan of one baseline (Lipke 2003). Time is counted in periods
 * of the plan, within one by days, and behind the last point in periods as long as the last.
 */
final class PlanTime {
  private static final LocalDate LATEST_FINISH = LocalDate.of(2199, 12, 31);

  private final List<PlannedPoint> points;
  private final Figures figures;
  private final long ev;
  private final LocalDate dataDate;

  PlanTime(List<PlannedPoint> points, Figures figures, long ev, LocalDate dataDate) {
    this.points = points;
    this.figures = figures;
    this.ev = ev;
    this.dataDate = dataDate;
  }

  private long whole() {
    return points.getLast().pvMinor();
  }

  /** Periods until the whole amount is planned. */
  private int plannedPeriods() {
    int periods = 0;
    while (points.get(periods).pvMinor() < whole()) {
      periods++;
    }
    return periods;
  }

  /** ES: whole periods whose planned value is earned, and the part of the next one. */
  Ratio earned() {
    long counted = Math.min(ev, whole());
    int done = 0;
    for (int k = 0; k <= plannedPeriods(); k++) {
      if (points.get(k).pvMinor() <= counted) {
        done = k;
      }
    }
    if (done == plannedPeriods()) {
      return Ratio.of(done);
    }
    long from = points.get(done).pvMinor();
    return Ratio.of(done).plus(Ratio.of(counted - from, points.get(done + 1).pvMinor() - from));
  }

  /** AT: periods from the start to the data date, or to the finish once that is past and earned. */
  Ratio elapsed() {
    LocalDate day = dataDate;
    LocalDate finish = figures.forecastFinish();
    if (ev >= whole() && finish != null && finish.isBefore(day)) {
      day = finish;
    }
    if (!day.isAfter(points.getFirst().date())) {
      return Ratio.ZERO;
    }
    int last = points.size() - 1;
    for (int k = 0; k < last; k++) {
      if (!day.isAfter(points.get(k + 1).date())) {
        return Ratio.of(k).plus(Ratio.of(days(points.get(k).date(), day), lengthDays(k)));
      }
    }
    return Ratio.of(last).plus(Ratio.of(days(points.get(last).date(), day), lengthDays(last - 1)));
  }

  private long lengthDays(int period) {
    return days(points.get(period).date(), points.get(period + 1).date());
  }

  static long days(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** The day in which IEAC(t) = PD / SPI(t) periods after the start falls; null without SPI(t). */
  @Nullable LocalDate projectedFinish() {
    if (elapsed().isZero() || earned().isZero()) {
      return null;
    }
    Ratio periods = Ratio.of(plannedPeriods()).times(elapsed()).over(earned());
    int last = points.size() - 1;
    BigInteger wholePeriods = periods.floor();
    int before = wholePeriods.min(BigInteger.valueOf(last)).intValueExact();
    Ratio rest = periods.minus(Ratio.of(before));
    long length = lengthDays(Math.min(before, last - 1));
    BigInteger daysOn = rest.times(Ratio.of(length)).ceiling();
    LocalDate from = points.get(before).date();
    return daysOn.compareTo(BigInteger.valueOf(Math.max(0, days(from, LATEST_FINISH)))) > 0
        ? LATEST_FINISH
        : from.plusDays(daysOn.longValueExact());
  }

  /** Days from the end of the plan to the projected finish. */
  @Nullable Long projectedSlipDays() {
    LocalDate finish = projectedFinish();
    return finish == null ? null : days(points.get(plannedPeriods()).date(), finish);
  }
}
