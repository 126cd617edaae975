package org.plimsoll.leadership.persons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonKeyTest {
  private static final String EVENT = "e-1";
  private static final String SECRET = "a secret that is long enough, and is not one";

  private final PersonKey key = PersonKey.draw();

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Enough.", "Құрылыс қымбаттады: 12 %", "sealed:1:", "\u0000\n\ud83d\ude9c"})
  void whatWasSealedReadsAsItWasWritten(String text) {
    String sealed = key.seal(EVENT, text);
    assertThat(PersonKey.idOf(sealed)).hasValue(key.id());
    assertThat(key.open(EVENT, sealed)).isEqualTo(new Opened.Text(text));
  }

  @Test
  void theLongestReasonFitsWhereverItIsSent() {
    // 4,000 characters of three bytes, nonce and tag are 12,028 bytes, and four letters for three.
    String longest = "\u20b8".repeat(4_000);
    assertThat(key.seal(EVENT, longest)).hasSize("sealed:1:".length() + 22 + 1 + 16_038);
  }

  @Test
  void noAlteredTextIsRead() {
    String sealed = key.seal(EVENT, "Enough.");
    int begins = sealed.lastIndexOf(':') + 1;
    // The last letter of Base64 has bits that stand for nothing.
    for (int i = begins; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String altered = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThat(key.open(EVENT, altered)).isInstanceOf(Opened.Unreadable.class);
    }
  }

  @Test
  void aTextCannotBeMovedToAnotherEvent() {
    String sealed = key.seal(EVENT, "Enough.");
    assertThat(key.open("e-2", sealed)).isInstanceOf(Opened.Unreadable.class);
  }

  @Test
  void nobodyElsesKeyOpensIt() {
    PersonKey other = PersonKey.draw();
    String sealed = key.seal(EVENT, "Enough.");
    assertThat(other.open(EVENT, sealed)).isInstanceOf(Opened.Unreadable.class);
    String underTheirId = sealed.replace(key.id(), other.id());
    assertThat(other.open(EVENT, underTheirId)).isInstanceOf(Opened.Unreadable.class);
  }

  @Test
  void theSameDecisionTwiceIsTheSameTextAndNoOtherHasItsNonce() {
    assertThat(key.seal(EVENT, "Enough.")).isEqualTo(key.seal(EVENT, "Enough."));
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      nonces.add(nonce(key.seal("e-" + i, "Enough.")));
      nonces.add(nonce(key.seal(EVENT, "Enough " + i)));
    }
    assertThat(nonces).hasSize(2_000);
    assertThat(nonce(PersonKey.draw().seal(EVENT, "Enough.")))
        .isNotEqualTo(nonce(key.seal(EVENT, "Enough.")));
  }

  /** 16 letters of Base64 are the 12 bytes in front. */
  private static String nonce(String sealed) {
    int begins = sealed.lastIndexOf(':') + 1;
    return sealed.substring(begins, begins + 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Enough.", "", "sealed:1:", "sealed:1:short:AAAA", "sealed:2:x:y"})
  void whatWasNeverSealedHasNoKey(String text) {
    assertThat(PersonKey.idOf(text)).isEmpty();
  }

  @Test
  void aKeyIsKeptUnderTheSecretAndItsIdAlone() {
    byte[] wrapped = key.wrapped(SECRET);
    assertThat(PersonKey.unwrap(SECRET, key.id(), wrapped).orElseThrow().id()).isEqualTo(key.id());
    assertThat(PersonKey.unwrap(SECRET + "x", key.id(), wrapped)).isEmpty();
    assertThat(PersonKey.unwrap(SECRET, PersonKey.draw().id(), wrapped)).isEmpty();
    byte[] altered = Arrays.copyOf(wrapped, wrapped.length);
    altered[20] ^= 1;
    assertThat(PersonKey.unwrap(SECRET, key.id(), altered)).isEmpty();
  }
}
