package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.leadership.ExpectedInWords.Said;

/** What the engine says was expected is said in three languages, and nothing else is. */
class ExpectedInWordsTest {
  private static Set<String> texts = Set.of();

  @BeforeAll
  static void read() {
    texts =
        Expectations.below(
            Path.of("../../events/core/src/main/java"), Path.of("../../events/wire/src/main/java"));
  }

  private static ResourceBundle phrases(Locale locale) {
    return ResourceBundle.getBundle("messages/leadership/expected", locale);
  }

  @Test
  void everyExpectationOfTheEngineHasAPhrase() {
    assertThat(texts)
        .contains(
            "7 to 7 characters",
            "the limit or less than the limit, 7",
            "no less than 7, what 7 holds of 7; its portfolio may grant more",
            "a node above it: nobody grants to itself",
            "no more than that on one node",
            "portfolios in 7",
            "an Avro 7",
            "the wider limit");
    assertThat(texts)
        .allSatisfy(text ->
            assertThat(ExpectedInWords.phrase(text))
                .as(text)
                .hasValueSatisfying(
                    said -> assertThat(said.parts()).allMatch(part -> part.indexOf(' ') < 0)));
  }

  @Test
  void everyPhraseIsOneOfTheEngine() {
    Set<String> said = new TreeSet<>();
    texts.forEach(text -> ExpectedInWords.phrase(text).map(Said::key).ifPresent(said::add));
    assertThat(said).isEqualTo(new TreeSet<>(phrases(Locale.ROOT).keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kk", "ru"})
  void everyLanguageSaysEveryPhraseWithAllItsParts(String language) {
    ResourceBundle english = phrases(Locale.ROOT);
    ResourceBundle other = phrases(Locale.of(language));
    for (String key : english.keySet()) {
      String said = other.getString(key);
      assertThat(said).as(key).isNotEqualTo(english.getString(key));
      for (int part = 0; part < 4; part++) {
        String place = "{" + part + "}";
        assertThat(said.contains(place))
            .as(key + " " + place)
            .isEqualTo(english.getString(key).contains(place));
      }
    }
  }

  /** So that they can be told apart in the text of the trail. */
  @Test
  void thePartsOfAPhraseStandInTheirOrder() {
    ResourceBundle english = phrases(Locale.ROOT);
    for (String key : english.keySet()) {
      assertThat(english.getString(key).replaceAll("[^{}\\d]|(?<!\\{)\\d(?!})", ""))
          .as(key)
          .isIn("", "{0}", "{0}{1}", "{0}{1}{2}");
    }
  }

  @Test
  void aTextThatTheEngineDoesNotSayIsNoPhrase() {
    assertThat(ExpectedInWords.phrase("at most as many as there are")).isEmpty();
    assertThat(ExpectedInWords.phrase("KZT")).isEmpty();
    assertThat(ExpectedInWords.phrase("")).isEmpty();
  }
}
