package org.plimsoll.core.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.plimsoll.core.tolerance.Terms.Calendar;

/** When an answer is due that may take so many hours of a calendar. */
public final class SupportHours {
  /**
   * One offset for the whole country, as since 1 March 2024. It is fixed, so that a replay does not
   * depend on the time zone tables of the machine; for the years before, a due time in the east of
   * the country is an hour later than it was there.
   */
  private static final ZoneOffset KAZAKHSTAN = ZoneOffset.ofHours(5);

  /** Eight hours a day, around the break that state bodies make for lunch. */
  private static final List<Window> OFFICE =
      List.of(
          new Window(LocalTime.of(9, 0), LocalTime.of(13, 0)),
          new Window(LocalTime.of(14, 30), LocalTime.of(18, 30)));

  private SupportHours() {}

  private record Window(LocalTime from, LocalTime until) {}

  /**
   * The first instant at which so many hours of the calendar have passed.
   *
   * @param hours 1 or more
   */
  public static Instant due(Instant from, int hours, Calendar calendar) {
    return switch (calendar) {
      case ALWAYS -> from.plus(Duration.ofHours(hours));
      case KAZAKHSTAN -> dueInOffice(from, Duration.ofHours(hours));
    };
  }

  private static Instant dueInOffice(Instant from, Duration left) {
    LocalDate day = LocalDate.ofInstant(from, KAZAKHSTAN);
    while (true) {
      if (isWorkingDay(day)) {
        for (Window window : OFFICE) {
          Instant opens = day.atTime(window.from).toInstant(KAZAKHSTAN);
          Instant closes = day.atTime(window.until).toInstant(KAZAKHSTAN);
          Instant begins = from.isAfter(opens) ? from : opens;
          if (begins.isBefore(closes)) {
            Duration open = Duration.between(begins, closes);
            if (open.compareTo(left) >= 0) {
              return begins.plus(left);
            }
            left = left.minus(open);
          }
        }
      }
      day = day.plusDays(1);
    }
  }

  /** Monday to Friday, unless it is a public holiday or a day of rest in the place of one. */
  static boolean isWorkingDay(LocalDate day) {
    return !isWeekend(day) && !KazakhstanHolidays.isRest(day);
  }

  static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
