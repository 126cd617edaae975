package org.plimsoll.leadership.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.leadership.subscription.Networks.Network;

/** What a webhook is signed with, when it is called again, and where it may lead. */
class WebhookRulesTest {
  private static final Networks PUBLIC = new Networks(List.of());

  /** The example of the specification: https://www.standardwebhooks.com. */
  @Test
  void aCallIsSignedAsStandardWebhooksSays() {
    byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] body = "{\"test\": 2432232314}".getBytes(UTF_8);
    assertThat(Signature.of(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void whileASecretIsReplacedBothSign() {
    byte[] one = Signature.secret();
    byte[] other = Signature.secret();
    assertThat(Signature.of(List.of(one, other), "m", 1, new byte[0]))
        .isEqualTo(
            Signature.of(List.of(one), "m", 1, new byte[0])
                + " "
                + Signature.of(List.of(other), "m", 1, new byte[0]));
    assertThat(Signature.text(one)).matches("whsec_[A-Za-z0-9+/]{43}=");
  }

  @Test
  void theWaitDoublesUpToTheLongestAndIsARandomPartOfIt() {
    Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofHours(6));
    double almostOne = Math.nextDown(1.0);
    assertThat(backoff.after(1, almostOne, null)).isLessThan(Duration.ofSeconds(5));
    assertThat(backoff.after(3, almostOne, null))
        .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));
    assertThat(backoff.after(3, 0.5, null)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.after(3, 0, null)).isPositive();
    assertThat(backoff.after(1_000_000, almostOne, null)).isLessThan(Duration.ofHours(6));
    assertThat(backoff.after(1_000_000, 0.5, null)).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void aReceiverIsNotCalledBeforeTheTimeThatItAskedForWithinReason() {
    Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofHours(6));
    assertThat(backoff.after(1, 0, Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(10));
    assertThat(backoff.after(1, 0, Duration.ofDays(400))).isEqualTo(Duration.ofHours(6));
    Instant now = Instant.parse("2026-03-02T10:00:00Z");
    assertThat(WebhookClient.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
    assertThat(WebhookClient.retryAfter("Mon, 2 Mar 2026 10:01:00 GMT", now))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(WebhookClient.retryAfter("soon", now)).isNull();
    assertThat(WebhookClient.retryAfter("99999999999999999999", now)).isNull();
  }

  private static InetAddress[] addresses(String... texts) throws UnknownHostException {
    InetAddress[] found = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      found[i] = InetAddress.getByName(texts[i]);
    }
    return found;
  }

  private static Destination of(String url, Networks networks, String... answer) {
    return Destination.of(url, networks, _ -> addresses(answer), 0);
  }

  /** As the JVM would resolve it, had it the chance. */
  private static Destination literally(String url) {
    return Destination.of(url, PUBLIC, InetAddress::getAllByName, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void anAddressThatIsNotPublicIsRefusedHoweverItIsReached(String address) {
    assertThat(of("https://receiver.example/hook", PUBLIC, address))
        .isInstanceOf(Destination.Shut.class);
    String literal = address.contains(":") ? "[" + address + "]" : address;
    assertThat(literally("https://" + literal + "/")).isInstanceOf(Destination.Shut.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://127.1/",
        "https://127.0.1/",
        "https://127.0.0.1./",
        "https://127.0.0.01/",
        "https://256.0.0.1/",
        "https://1.2.3.4.5/",
        "https://①②⑦.0.0.1/",
        "https://127。0。0。1/",
        "https://%31%32%37.0.0.1/",
        "https://localhost./",
        "https://[fe80::1%25eth0]/",
        "https://[::ffff:127.0.0.1/",
        "https://user@receiver.example/",
        "https://user:secret@receiver.example/",
        "https://receiver.example@127.0.0.1/",
        "https://receiver.example\\@127.0.0.1/",
        "https://receiver.example:22/",
        "https://receiver.example:25/",
        "https://receiver.example:0/",
        "https://receiver.example:70000/",
        "https://receiver.example/#part",
        "https:receiver.example",
        "https:///hook",
        "ftp://receiver.example/",
        "file:///etc/passwd",
        "gopher://receiver.example/",
        "javascript:alert(1)",
        "//receiver.example/",
        "https://receiver.example/\r\nX: y",
        "https://receiver_example/",
        "",
        "receiver.example"
      })
  void anOddSpellingIsRefusedBeforeAnybodyIsAsked(String url) {
    assertThat(Destination.wrongWith(url)).isNotNull();
    assertThat(
            Destination.of(
                url,
                PUBLIC,
                name -> {
                  throw new AssertionError(name + " was looked up");
                },
                0))
        .isInstanceOf(Destination.Shut.class);
  }

  @Test
  void aLongAddressIsRefused() {
    assertThat(Destination.wrongWith("https://receiver.example/" + "a".repeat(10_000))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.215.14", "2606:2800:220:1::1", "8.8.8.8", "172.32.0.1"})
  void aPublicAddressMayBeCalled(String address) throws UnknownHostException {
    assertThat(of("https://receiver.example/hook", PUBLIC, address))
        .isInstanceOf(Destination.Open.class);
  }

  @Test
  void oneAddressThatIsNotPublicSpoilsTheName() {
    assertThat(of("https://receiver.example/", PUBLIC, "93.184.215.14", "10.0.0.1"))
        .isInstanceOf(Destination.Shut.class);
  }

  @Test
  void theAddressThatWasCheckedIsTheOneThatIsCalled() throws UnknownHostException {
    int[] asked = new int[1];
    Destination found =
        Destination.of(
            "https://receiver.example/",
            PUBLIC,
            _ -> addresses(asked[0]++ == 0 ? "93.184.215.14" : "127.0.0.1"),
            0);
    assertThat(found).isInstanceOf(Destination.Open.class);
    assertThat(((Destination.Open) found).address())
        .isEqualTo(InetAddress.getByName("93.184.215.14"));
    assertThat(asked[0]).isOne();
  }

  @Test
  void configurationAllowsNetworksAndOnlyThoseInTheClear() {
    Networks inside = new Networks(List.of(Network.of("10.2.0.0/16"), Network.of("fd12::/32")));
    assertThat(of("https://a.example/", inside, "10.2.3.4")).isInstanceOf(Destination.Open.class);
    assertThat(of("http://a.example/", inside, "fd12::7")).isInstanceOf(Destination.Open.class);
    assertThat(of("https://a.example/", inside, "10.3.0.1")).isInstanceOf(Destination.Shut.class);
    assertThat(of("http://a.example/", inside, "8.8.8.8")).isInstanceOf(Destination.Shut.class);
    assertThat(of("https://a.example/", inside, "8.8.8.8")).isInstanceOf(Destination.Open.class);
  }

  @Test
  void aNetworkThatIsNoneIsNamed() {
    for (String text : List.of("10.0.0.0", "10/8", "10.0.0.0/33", "a.example/8", "::/129", "")) {
      assertThatThrownBy(() -> Network.of(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("10.2.0.0/16");
    }
  }

  @Test
  void whatOthersWroteIsOneLineWithoutControlsAndTurns() {
    String bad = "A\r\nBcc: x@y.example\u2028\u202e\u2066evil\u0000\u200b\ufeff<script>";
    assertThat(Printable.line(bad, 200)).isEqualTo("A Bcc: x@y.example evil<script>");
    assertThat(Printable.lines("a\r\nb\rc\n\u202ed", 200)).isEqualTo("a\nb\nc\nd");
    assertThat(Printable.line("ж".repeat(10_000), 160)).hasSize(160).endsWith("…");
    assertThat(Printable.line("😀".repeat(200), 160)).isEqualTo("😀".repeat(79) + "…");
  }
}
