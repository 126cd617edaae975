package org.plimsoll.core.calendar;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Public holidays of Kazakhstan: the Law of 13 December 2001 No. 267 "On holidays in the Republic
 * of Kazakhstan", as amended in 2022 (Republic Day came, 1 and 17 December went). A national or
 * state holiday on a weekend gives the next working day off (Labour Code, article 85). Orthodox
 * Christmas and the first day of Kurban Ait are days of rest and do not move.
 */
final class KazakhstanHolidays {
  private static final int REPUBLIC_DAY_SINCE = 2022;

  private static final Set<MonthDay> EVERY_YEAR =
      Set.of(
          MonthDay.of(1, 1),
          MonthDay.of(1, 2),
          MonthDay.of(3, 8),
          MonthDay.of(3, 21),
          MonthDay.of(3, 22),
          MonthDay.of(3, 23),
          MonthDay.of(5, 1),
          MonthDay.of(5, 7),
          MonthDay.of(5, 9),
          MonthDay.of(7, 6),
          MonthDay.of(8, 30),
          MonthDay.of(12, 16));
  private static final Set<MonthDay> BEFORE_2022 = Set.of(MonthDay.of(12, 1), MonthDay.of(12, 17));
  private static final MonthDay REPUBLIC_DAY = MonthDay.of(10, 25);
  private static final MonthDay CHRISTMAS = MonthDay.of(1, 7);

  /** The Spiritual Administration names the day each year; a year that is missing has none here. */
  private static final Map<Integer, MonthDay> KURBAN_AIT =
      Map.of(
          2019, MonthDay.of(8, 11),
          2020, MonthDay.of(7, 31),
          2021, MonthDay.of(7, 20),
          2022, MonthDay.of(7, 9),
          2023, MonthDay.of(6, 28),
          2024, MonthDay.of(6, 16),
          2025, MonthDay.of(6, 6),
          2026, MonthDay.of(5, 27));

  private KazakhstanHolidays() {}

  /** Whether it is a holiday, or a day of rest in the place of one. */
  static boolean isRest(LocalDate day) {
    return isHoliday(day) || moved(day.getYear()).contains(day);
  }

  private static boolean isHoliday(LocalDate day) {
    MonthDay monthDay = MonthDay.from(day);
    return moves(day)
        || monthDay.equals(CHRISTMAS)
        || monthDay.equals(KURBAN_AIT.get(day.getYear()));
  }

  private static boolean moves(LocalDate day) {
    MonthDay monthDay = MonthDay.from(day);
    return EVERY_YEAR.contains(monthDay)
        || (day.getYear() >= REPUBLIC_DAY_SINCE
            ? monthDay.equals(REPUBLIC_DAY)
            : BEFORE_2022.contains(monthDay));
  }

  /** The working days of a year that are off because a holiday fell on a weekend. */
  private static SortedSet<LocalDate> moved(int year) {
    SortedSet<LocalDate> moved = new TreeSet<>();
    for (LocalDate day = LocalDate.of(year, 1, 1); day.getYear() == year; day = day.plusDays(1)) {
      if (moves(day) && SupportHours.isWeekend(day)) {
        LocalDate instead = day.plusDays(1);
        while (SupportHours.isWeekend(instead) || isHoliday(instead) || moved.contains(instead)) {
          instead = instead.plusDays(1);
        }
        moved.add(instead);
      }
    }
    return moved;
  }
}
