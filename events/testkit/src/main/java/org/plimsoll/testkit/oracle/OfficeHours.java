package org.plimsoll.testkit.oracle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.chrono.HijrahDate;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plimsoll.core.tolerance.Terms;

/**
 * When an answer is due. Office hours are those of state bodies in Kazakhstan: Monday to Friday,
 * 9:00 to 13:00 and 14:30 to 18:30 at UTC+5. Holidays are those of the Law of 13 December 2001 No.
 * 267, articles 1 to 4; one on a weekend gives the next working day off (Labour Code, article 85,
 * paragraph 3), except Christmas (7 January) and the first day of Kurban Ait.
 */
final class OfficeHours {
  private static final ZoneOffset OFFSET = ZoneOffset.ofHours(5);

  /** Years for which the first day of Kurban Ait is known in core; a later one has none yet. */
  private static final int AIT_FROM = 2019;

  private static final int AIT_UNTIL = 2026;

  private OfficeHours() {}

  static Instant due(Instant from, Terms.AnswerWithin answer) {
    return switch (answer.calendar()) {
      case ALWAYS -> from.plus(Duration.ofHours(answer.hours()));
      case KAZAKHSTAN -> inOffice(from, answer.hours());
    };
  }

  /** Halves of working days are walked until enough time has passed. */
  private static Instant inOffice(Instant from, int hours) {
    Duration left = Duration.ofHours(hours);
    LocalDateTime now = LocalDateTime.ofInstant(from, OFFSET);
    for (LocalDate day = now.toLocalDate(); ; day = day.plusDays(1)) {
      if (!isWorking(day)) {
        continue;
      }
      for (LocalTime[] half :
          new LocalTime[][] {
            {LocalTime.of(9, 0), LocalTime.of(13, 0)}, {LocalTime.of(14, 30), LocalTime.of(18, 30)}
          }) {
        LocalDateTime begins = day.atTime(half[0]);
        LocalDateTime ends = day.atTime(half[1]);
        LocalDateTime at = begins.isBefore(now) ? now : begins;
        if (!at.isBefore(ends)) {
          continue;
        }
        Duration here = Duration.between(at, ends);
        if (here.compareTo(left) >= 0) {
          return at.plus(left).toInstant(OFFSET);
        }
        left = left.minus(here);
      }
    }
  }

  static boolean isWorking(LocalDate day) {
    return !isWeekend(day) && !isHoliday(day) && !daysOffInPlaceOfWeekends(day).contains(day);
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static boolean isHoliday(LocalDate day) {
    return national(day.getYear()).contains(day) || religious(day.getYear()).contains(day);
  }

  /** New Year, Women's Day, Nauryz, Unity, Defender, Victory, Capital, Constitution, and others. */
  private static List<LocalDate> national(int year) {
    List<LocalDate> days = new ArrayList<>();
    int[][] every = {
      {1, 1}, {1, 2}, {3, 8}, {3, 21}, {3, 22}, {3, 23}, {5, 1}, {5, 7}, {5, 9}, {7, 6}, {8, 30},
      {12, 16}
    };
    for (int[] day : every) {
      days.add(LocalDate.of(year, day[0], day[1]));
    }
    if (year >= 2022) {
      days.add(LocalDate.of(year, 10, 25));
    } else {
      days.add(LocalDate.of(year, 12, 1));
      days.add(LocalDate.of(year, 12, 17));
    }
    days.sort(LocalDate::compareTo);
    return days;
  }

  private static List<LocalDate> religious(int year) {
    List<LocalDate> days = new ArrayList<>(List.of(LocalDate.of(year, 1, 7)));
    if (year >= AIT_FROM && year <= AIT_UNTIL) {
      days.add(kurbanAit(year));
    }
    return days;
  }

  /** The tenth day of Dhu al-Hijja, in the calendar of Umm al-Qura. */
  private static LocalDate kurbanAit(int year) {
    LocalDate day = LocalDate.of(year, 1, 1);
    while (HijrahDate.from(day).get(ChronoField.MONTH_OF_YEAR) != 12
        || HijrahDate.from(day).get(ChronoField.DAY_OF_MONTH) != 10) {
      day = day.plusDays(1);
    }
    return day;
  }

  /** Each holiday on a weekend takes the next day that is neither weekend, holiday nor taken. */
  private static Set<LocalDate> daysOffInPlaceOfWeekends(LocalDate near) {
    Set<LocalDate> off = new HashSet<>();
    for (int year = near.getYear() - 1; year <= near.getYear(); year++) {
      for (LocalDate holiday : national(year)) {
        if (isWeekend(holiday)) {
          LocalDate next = holiday.plusDays(1);
          while (isWeekend(next) || isHoliday(next) || off.contains(next)) {
            next = next.plusDays(1);
          }
          off.add(next);
        }
      }
    }
    return off;
  }
}
