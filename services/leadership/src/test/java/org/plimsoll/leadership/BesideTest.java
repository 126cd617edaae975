package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** A value that is not its limit never reads as it, nor as lying on the other side. */
class BesideTest {
  private static final InWords WORDS = words();

  static InWords words() {
    return words(ZoneOffset.UTC);
  }

  static InWords words(ZoneId zone) {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename("messages/leadership/messages");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return new InWords(messages, zone);
  }

  private static InWords.Beside beside(String value, String limit, String unit) {
    return WORDS.beside(new BigDecimal(value), new BigDecimal(limit), unit, "KZT", Locale.ENGLISH);
  }

  private static String plain(String text) {
    return text.replace('\u00a0', ' ');
  }

  @ParameterizedTest
  @CsvSource({
    // As many places as the unit has, where they suffice.
    "RATIO, 0.85, 0.9, 0.85, 0.90",
    "RATIO, 0.9, 0.9, 0.90, 0.90",
    "PERCENT, 12.34, 10, 12.3%, 10.0%",
    // The SPI of a project that was in exception: 0.8996 and not 0.90.
    "RATIO, 0.8996, 0.9, 0.8996, 0.90",
    "RATIO, 0.8951, 0.9, 0.895, 0.90",
    "PERCENT, 10.04, 10, 10.04%, 10.0%",
    "PERCENT, 10.0001, 10.0002, 10.0001%, 10.0002%",
    // A limit is exact, and 73.75 are left to 6.25: not 73.8 to 6.3.
    "PERCENT, 6.3, 6.25, 6.3%, 6.25%",
    "PERCENT, 6.25, 80, 6.25%, 80.0%",
    "RATIO, 0.85, 0.9025, 0.85, 0.9025",
    "DAYS, 90.4, 90, 90.4 days, 90 days",
    "MINOR_UNITS, 76004000000, 76000000000, 760.04 million KZT, 760.0 million KZT",
    "MINOR_UNITS, 99996000000, 100000000000, 999.96 million KZT, 1.00 billion KZT",
    "MINOR_UNITS, 100040, 100000, '1,000.4 KZT', '1,000 KZT'",
    // Four places more do not suffice: away from the limit.
    "RATIO, 0.89999999, 0.9, 0.899999, 0.90",
    "RATIO, 0.90000001, 0.9, 0.900001, 0.90",
    "PERCENT, 10.0000001, 10, 10.00001%, 10.0%"
  })
  void aValueIsPrintedWithAsManyPlacesAsTellItFromItsLimit(
      String unit, String value, String limit, String shown, String shownLimit) {
    InWords.Beside texts = beside(value, limit, unit);

    assertThat(plain(texts.value())).isEqualTo(shown);
    assertThat(plain(texts.limit())).isEqualTo(shownLimit);
  }

  @Test
  void whatIsPrintedStandsInTheOrderOfWhatIsMeasured() {
    long seed = 20_201_231L;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal limit = BigDecimal.valueOf(random.nextInt(30_000), 4);
      BigDecimal value = limit.add(BigDecimal.valueOf(random.nextInt(2_001) - 1_000, 4 + i % 7));
      InWords.Beside texts =
          WORDS.beside(value, limit, i % 2 == 0 ? "RATIO" : "PERCENT", null, Locale.ENGLISH);
      assertThat(number(texts.value()).compareTo(number(texts.limit())))
          .as("seed %d: %s beside %s reads %s", seed, value, limit, texts)
          .isEqualTo(value.compareTo(limit));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 29.98 is less than three whole tolerances beyond the limit, and 30 is three.
    "PERCENT, 39.98, 10, 10, 39.98%",
    "PERCENT, 39.9999999, 10, 10, 39.99999%",
    "PERCENT, 40, 10, 10, 40.0%",
    "PERCENT, 38.02, 10, 10, 38.0%",
    "RATIO, 0.7004, 0.9, 0.1, 0.7004",
    "DAYS, 269.9, 90, 90, 269.9 days",
    "DAYS, 51.4, 45, 0, 51 days"
  })
  void whatIsNotSoManyWholeTolerancesBeyondDoesNotReadAsThese(
      String unit, String value, String limit, String whole, String shown) {
    InWords.Beside texts =
        WORDS.beside(
            new BigDecimal(value),
            new BigDecimal(limit),
            new BigDecimal(whole),
            unit,
            null,
            Locale.ENGLISH);

    assertThat(plain(texts.value())).isEqualTo(shown);
  }

  @Test
  void whatIsLeftToTheLimitComesToWhatIsPrinted() {
    long seed = 20_261_128L;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal limit = BigDecimal.valueOf(random.nextInt(1_000_000), 4);
      BigDecimal value = BigDecimal.valueOf(random.nextInt(1_000_000), 2 + i % 4);
      String unit = i % 2 == 0 ? "RATIO" : "PERCENT";
      InWords.Beside texts = WORDS.beside(value, limit, unit, null, Locale.ENGLISH);
      String apart = WORDS.apart(texts, value, limit, unit, null, Locale.ENGLISH);
      assertThat(number(texts.value()).subtract(number(texts.limit())).abs())
          .as("seed %d: %s beside %s reads %s, %s apart", seed, value, limit, texts, apart)
          .isEqualByComparingTo(number(plain(apart).replace(" percentage points", "")));
    }
  }

  @Test
  void aValueBesideTwoLimitsIsToldFromBoth() {
    InWords.Beside texts =
        WORDS.beside(
            new BigDecimal("10.04"),
            List.of(new BigDecimal("20"), new BigDecimal("10")),
            "PERCENT",
            null,
            Locale.ENGLISH);

    assertThat(texts.value()).isEqualTo("10.04%");
    assertThat(texts.limits()).containsExactly("20.0%", "10.0%");
  }

  @Test
  void aDistanceFromTheLimitDoesNotReadAsNone() {
    assertThat(WORDS.apart(new BigDecimal("0.0004"), "RATIO", null, Locale.ENGLISH))
        .isEqualTo("0.0004");
    assertThat(WORDS.apart(new BigDecimal("0.04"), "PERCENT", null, Locale.ENGLISH))
        .isEqualTo("0.04 percentage points");
    assertThat(WORDS.apart(new BigDecimal("0.05"), "RATIO", null, Locale.ENGLISH))
        .isEqualTo("0.05");
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.replace("%", "").replace(",", ""));
  }
}
