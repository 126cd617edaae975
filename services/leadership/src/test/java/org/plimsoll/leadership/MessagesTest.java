package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** The three languages say the same. */
class MessagesTest {
  private static Properties messages(String language) {
    Properties messages = new Properties();
    try (Reader reader =
        new InputStreamReader(
            java.util.Objects.requireNonNull(
                MessagesTest.class.getResourceAsStream(
                    "/messages/leadership/messages%s.properties"
                        .formatted(language.equals("en") ? "" : "_" + language))),
            StandardCharsets.UTF_8)) {
      messages.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  /** Forms of a plural differ from language to language; each noun stands for all of its forms. */
  private static Set<String> said(Properties messages) {
    return messages.stringPropertyNames().stream()
        .map(key -> key.replaceAll("\\.(one|few|many)$", ".*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kk", "ru"})
  void everyLanguageSaysEverything(String language) {
    assertThat(said(messages(language))).isEqualTo(said(messages("en")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kk", "ru"})
  void noArgumentIsLostInTranslation(String language) {
    Properties english = messages("en");
    Properties other = messages(language);
    for (String key : other.stringPropertyNames()) {
      String original =
          english.getProperty(key, english.getProperty(key.replaceAll("few$", "many")));
      for (int argument = 0; argument < 9; argument++) {
        String placeholder = "{" + argument + "}";
        assertThat(other.getProperty(key).contains(placeholder))
            .as(key + " " + placeholder)
            .isEqualTo(original.contains(placeholder));
      }
    }
  }

  @Test
  void everyMeasureHasAName() {
    for (org.plimsoll.schema.Measure measure : org.plimsoll.schema.Measure.values()) {
      assertThat(messages("en").getProperty("measure." + measure)).as(measure.name()).isNotNull();
    }
  }

  @Test
  void everyReasonForNoValueHasWords() {
    for (NotYet reason : NotYet.values()) {
      assertThat(messages("en").getProperty("notYet." + reason)).as(reason.name()).isNotNull();
    }
  }

  @Test
  void everyReasonOfARefusalHasWords() {
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      assertThat(messages("en").getProperty("refusal." + reason)).as(reason.name()).isNotNull();
    }
  }

  /** Where no tolerance says its unit, a measure is shown in one that a tolerance could have. */
  @Test
  void everyMeasureIsShownInAUnitOfItsOwn() {
    for (Measure measure : Measure.values()) {
      assertThat(ToleranceUnit.valueOf(Measures.unit(measure.name())).fits(measure))
          .as(measure.name())
          .isTrue();
    }
  }
}
