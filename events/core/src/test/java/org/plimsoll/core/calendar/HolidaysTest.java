package org.plimsoll.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.tolerance.Terms.Calendar;

/** Days of rest that the law of Kazakhstan names, and hours around them. */
class HolidaysTest {

  /**
   * The Law of 13 December 2001 No. 267, articles 2 to 4, and the Labour Code, article 85, counted
   * through for 2025 by hand: 8, 22 and 23 March are at weekends, so the 10th, 24th and 25th are
   * off; 6 July is a Sunday, so the 7th is; 30 August and 25 October are Saturdays, so 1 September
   * and 27 October are.
   */
  @Test
  void theDaysOfRestOf2025AreThoseOfTheLaw() {
    List<LocalDate> rest =
        LocalDate.of(2025, 1, 1)
            .datesUntil(LocalDate.of(2026, 1, 1))
            .filter(day -> !SupportHours.isWeekend(day) && !SupportHours.isWorkingDay(day))
            .toList();

    assertThat(rest.stream().map(LocalDate::toString).collect(Collectors.joining(" ")))
        .isEqualTo(
            "2025-01-01 2025-01-02 2025-01-07 2025-03-10 2025-03-21 2025-03-24 2025-03-25"
                + " 2025-05-01 2025-05-07 2025-05-09 2025-06-06 2025-07-07 2025-09-01 2025-10-27"
                + " 2025-12-16");
  }

  /** 1 December, the Day of the First President, was one until 2021, and 17 December too. */
  @ParameterizedTest
  @CsvSource({
    "2021-12-01, false",
    "2022-12-01, true",
    "2020-12-17, false",
    "2021-12-17, false",
    "2024-12-17, true",
    "2021-10-25, true",
    "2023-10-25, false",
    "2024-10-25, false"
  })
  void holidaysCameAndWentIn2022(LocalDate day, boolean works) {
    assertThat(SupportHours.isWorkingDay(day)).isEqualTo(works);
  }

  /** First days of Kurban Ait by the Spiritual Administration of the Muslims of Kazakhstan. */
  @ParameterizedTest
  @CsvSource({
    "2020-07-31",
    "2021-07-20",
    "2023-06-28",
    "2025-06-06",
    "2026-05-27",
  })
  void theFirstDayOfKurbanAitIsADayOfRest(LocalDate day) {
    assertThat(SupportHours.isWorkingDay(day)).isFalse();
    assertThat(KazakhstanHolidays.isRest(day)).isTrue();
  }

  /** In 2022 it fell on a Saturday, in 2024 on a Sunday. */
  @ParameterizedTest
  @CsvSource({"2022-07-09, 2022-07-11", "2024-06-16, 2024-06-17", "2019-08-11, 2019-08-12"})
  void whatFallsOnAWeekendAndDoesNotMoveGivesNoOtherDayOff(LocalDate day, LocalDate monday) {
    assertThat(KazakhstanHolidays.isRest(day)).isTrue();
    assertThat(SupportHours.isWorkingDay(monday)).isTrue();
  }

  /** 21 to 23 March 2026 are Saturday to Monday: Tuesday and Wednesday are off for two of them. */
  @Test
  void aDayOffInTheirPlaceIsNoHolidayItself() {
    assertThat(SupportHours.isWorkingDay(LocalDate.of(2026, 3, 24))).isFalse();
    assertThat(SupportHours.isWorkingDay(LocalDate.of(2026, 3, 25))).isFalse();
    assertThat(SupportHours.isWorkingDay(LocalDate.of(2026, 3, 26))).isTrue();
  }

  @Test
  void aWeekendIsSaturdayAndSunday() {
    LocalDate monday = LocalDate.of(2026, 11, 23);
    for (int day = 0; day < 7; day++) {
      assertThat(SupportHours.isWeekend(monday.plusDays(day))).isEqualTo(day >= 5);
    }
  }

  /** Monday in Astana, at UTC+5: open from 9:00 to 13:00 and from 14:30 to 18:30. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-23T07:59:59Z, 2026-11-23T10:29:59Z",
    "2026-11-23T08:00:00Z, 2026-11-23T10:30:00Z",
    "2026-11-23T09:00:00Z, 2026-11-23T10:30:00Z",
    "2026-11-23T12:30:00Z, 2026-11-23T13:30:00Z",
    "2026-11-23T13:30:00Z, 2026-11-24T05:00:00Z",
    "2026-11-23T19:30:00Z, 2026-11-24T05:00:00Z"
  })
  void anHourGoesOnAfterTheBreakAndAfterTheNight(Instant from, Instant due) {
    assertThat(SupportHours.due(from, 1, Calendar.KAZAKHSTAN)).isEqualTo(due);
  }
}
