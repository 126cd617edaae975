package org.plimsoll.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.tolerance.Terms.Calendar;

class SupportHoursTest {
  @ParameterizedTest
  @CsvSource({
    // Days off as the Ministry of Labour announced them: New Year 2022 fell on a weekend, so the
    // 3rd
    // and 4th were off; New Year 2023 on a Sunday and a Monday, so the 3rd was.
    "2022-01-03,false",
    "2022-01-04,false",
    "2022-01-05,true",
    "2023-01-02,false",
    "2023-01-03,false",
    "2023-01-04,true",
    // Christmas 2023 fell on a Saturday and does not move.
    "2023-01-09,true",
    "2022-10-25,false",
    "2021-10-25,true",
    "2021-12-17,false",
    "2022-12-16,false",
    "2026-05-27,false",
    "2026-05-28,true",
    "2026-11-21,false",
    "2026-11-23,true"
  })
  void holidaysAndWhatIsOffInTheirPlaceAreNoWorkingDays(LocalDate day, boolean works) {
    assertThat(SupportHours.isWorkingDay(day)).isEqualTo(works);
  }

  @ParameterizedTest
  @CsvSource({
    // Monday 9:00 in Astana is 4:00 UTC; eight hours end at 18:30 of the same day.
    "2026-11-23T04:00:00Z,8,2026-11-23T13:30:00Z",
    "2026-11-23T04:00:00Z,4,2026-11-23T08:00:00Z",
    "2026-11-23T04:00:00Z,5,2026-11-23T10:30:00Z",
    // Friday 18:00: half an hour is left, the other half is Monday's first.
    "2026-11-20T13:00:00Z,1,2026-11-23T04:30:00Z",
    // In the night before a holiday: 16 December 2026 is a Wednesday.
    "2026-12-15T20:00:00Z,1,2026-12-17T05:00:00Z",
    "2026-11-21T12:00:00Z,16,2026-11-24T13:30:00Z"
  })
  void onlyOfficeHoursAreCounted(Instant from, int hours, Instant due) {
    assertThat(SupportHours.due(from, hours, Calendar.KAZAKHSTAN)).isEqualTo(due);
  }

  @Test
  void everyHourCountsAlways() {
    Instant from = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(SupportHours.due(from, 30, Calendar.ALWAYS)).isEqualTo(from.plusSeconds(30 * 3600));
  }

  @Test
  void laterOrMoreIsNeverDueEarlierAndPartsAddUp() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      Instant from = Instant.ofEpochSecond(1_560_000_000L + random.nextInt(300_000_000));
      int hours = 1 + random.nextInt(60);
      Instant due = SupportHours.due(from, hours, Calendar.KAZAKHSTAN);

      assertThat(due).isAfterOrEqualTo(from.plus(Duration.ofHours(hours)));
      assertThat(SupportHours.due(from.plusSeconds(3600), hours, Calendar.KAZAKHSTAN))
          .isAfterOrEqualTo(due);
      assertThat(SupportHours.due(due, 7, Calendar.KAZAKHSTAN))
          .as("from %s, %d hours", from, hours)
          .isEqualTo(SupportHours.due(from, hours + 7, Calendar.KAZAKHSTAN));
    }
  }
}
