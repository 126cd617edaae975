package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class InWordsTest {
  private final InWords words = BesideTest.words();

  @Test
  void aSentenceThatEndsWithARussianDateEndsWithOneStop() {
    Locale russian = Locale.of("ru");
    String day = words.day(LocalDate.of(2020, 8, 31), russian);

    assertThat(day).endsWith("г.");
    assertThat(words.say("report.finish", russian, day, day)).doesNotContain("..").endsWith(day);
  }

  @Test
  void aPartOfADayTakesTheGenitiveInRussian() {
    String days = words.quantity(new BigDecimal("107.7"), "DAYS", null, 1, Locale.of("ru"));

    assertThat(days).isEqualTo("107,7\u00a0дня");
  }

  @Test
  void inKazakhTheYearComesFirstInMonthsAsInDays() {
    Locale kazakh = Locale.of("kk");

    assertThat(words.month(YearMonth.of(2021, 1), kazakh)).startsWith("2021\u202fж. ");
    assertThat(words.day(LocalDate.of(2021, 1, 20), kazakh)).startsWith("2021\u202fж. ");
  }
}
