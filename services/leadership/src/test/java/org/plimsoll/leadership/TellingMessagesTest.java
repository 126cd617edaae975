package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three languages say the same of what is told. */
class TellingMessagesTest {
  private static Properties messages(String language) {
    Properties messages = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                TellingMessagesTest.class.getResourceAsStream(
                    "/messages/leadership/telling%s.properties".formatted(language))),
            StandardCharsets.UTF_8)) {
      messages.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  @ParameterizedTest
  @ValueSource(strings = {"_kk", "_ru"})
  void everyLanguageSaysEverythingWithAllItsArguments(String language) {
    Properties english = messages("");
    Properties other = messages(language);
    assertThat(other.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      for (String argument : new String[] {"{0}", "{1}", "{2}"}) {
        assertThat(other.getProperty(key).contains(argument))
            .as(key + " " + argument)
            .isEqualTo(english.getProperty(key).contains(argument));
      }
    }
  }
}
