package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
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
}
