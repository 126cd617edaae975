package org.plimsoll.core.tolerance;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a tolerance is applied, beside its limit. {@link #PLAIN} raises at once, clears at the limit,
 * is in force from the day it is granted and waits for nobody.
 *
 * @param amberTenThousandths where attention begins, times 10,000, between no deviation and the
 *     limit; it is shown and never travels; null: nowhere
 * @param clearTenThousandths hysteresis: an open exception clears only within this, times 10,000,
 *     between no deviation and the limit; null: at the limit itself
 * @param otherSideTenThousandths for a band: the limit on the other side of no deviation, times
 *     10,000; null: one-sided
 * @param reportsBeyond persistence: data dates in a row beyond the limit before it raises, 1 or
 *     more
 * @param daysBeyond persistence: days beyond the limit before it raises, 0 or more
 * @param holdAfterRaises raised this often within {@link #HOLD_WINDOW_DAYS}, it is held open until
 *     as many data dates in a row lie within; 0: never held
 * @param forecastDays an exception is raised already when the trend of the node's own reports
 *     crosses the limit within so many days, see {@link Forecast}; 0: never
 * @param effectiveFrom first day on which it is in force; null: at once
 * @param effectiveUntil last day on which it is in force; null: until it is replaced
 * @param answerWithin how long an exception may wait for an acknowledgement; null: for ever
 */
public record Terms(
    @Nullable Long amberTenThousandths,
    @Nullable Long clearTenThousandths,
    @Nullable Long otherSideTenThousandths,
    int reportsBeyond,
    int daysBeyond,
    int holdAfterRaises,
    int forecastDays,
    @Nullable LocalDate effectiveFrom,
    @Nullable LocalDate effectiveUntil,
    @Nullable AnswerWithin answerWithin) {

  public static final Terms PLAIN = new Terms(null, null, null, 1, 0, 0, 0, null, null, null);

  /** Raises are counted together within this many days: a year of monthly reports. */
  public static final int HOLD_WINDOW_DAYS = 365;

  public static final int MAX_REPORTS_BEYOND = 24;
  public static final int MAX_DAYS_BEYOND = 730;
  public static final int MAX_HOLD_AFTER_RAISES = 12;
  public static final int MAX_FORECAST_DAYS = 730;
  public static final int MAX_ANSWER_HOURS = 2_000;

  /**
   * A time to answer.
   *
   * @param hours counted in the calendar's support hours, 1 to {@link #MAX_ANSWER_HOURS}
   */
  public record AnswerWithin(int hours, Calendar calendar) {}

  /** Which hours count. */
  public enum Calendar {
    /** Every hour of every day. */
    ALWAYS,
    /** Office hours of state bodies in Kazakhstan, without public holidays. */
    KAZAKHSTAN
  }

  /** Whether its first day has come. */
  public boolean hasBegunOn(LocalDate day) {
    return effectiveFrom == null || !day.isBefore(effectiveFrom);
  }

  /** Whether its last day is over. */
  public boolean hasEndedOn(LocalDate day) {
    return effectiveUntil != null && day.isAfter(effectiveUntil);
  }
}
