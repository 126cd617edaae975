package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A moment is read in the time of the place, which it names. */
class MomentTest {
  /** Almaty went from UTC+6 to UTC+5 on 1 March 2024 (IANA time zone database, 2024a). */
  @ParameterizedTest
  @CsvSource({
    "UTC, en, 2021-01-29T08:00:00Z, '29 January 2021, 08:00 (UTC)'",
    "Asia/Almaty, en, 2021-01-29T08:00:00Z, '29 January 2021, 14:00 (UTC+6)'",
    "Asia/Almaty, en, 2024-03-01T08:00:00Z, '1 March 2024, 13:00 (UTC+5)'",
    "Asia/Almaty, en, 2024-12-31T20:00:00Z, '1 January 2025, 01:00 (UTC+5)'",
    "Asia/Almaty, kk, 2021-01-29T08:00:00Z, '2021 ж. 29 қаңтар, 14:00 (UTC+6)'",
    "Asia/Kolkata, en, 2021-01-29T08:00:00Z, '29 January 2021, 13:30 (UTC+5:30)'",
    "America/St_Johns, en, 2021-01-29T08:00:00Z, '29 January 2021, 04:30 (UTC-3:30)'"
  })
  void inTheTimeOfThePlace(String zone, String language, String moment, String read) {
    InWords words = BesideTest.words(ZoneId.of(zone));
    assertThat(words.moment(Instant.parse(moment), Locale.forLanguageTag(language)))
        .isEqualToNormalizingWhitespace(read);
  }
}
