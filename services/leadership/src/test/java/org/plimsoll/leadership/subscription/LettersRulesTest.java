package org.plimsoll.leadership.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.subscription.Outbox.Ready;
import org.plimsoll.leadership.subscription.Wording.Said;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A letter is one letter to one person, whatever its title and its text hold. */
class LettersRulesTest {
  private static final String BAD =
      "</title><script>alert(1)</script>\r\nBcc: thief@evil.example\r\n\r\n.\r\nQUIT\u202e\u2066\u0000"
          + "<a href=\"javascript:alert(2)\">'\"&".repeat(400);

  private static final Wording WORDS =
      new Wording() {
        @Override
        public List<Said> items(Set<String> escalationIds, Locale locale) {
          return List.of();
        }

        @Override
        public String named(String person, Locale locale) {
          return person;
        }

        @Override
        public String say(String key, Locale locale, Object... arguments) {
          return key + " " + Arrays.toString(arguments);
        }
      };

  private static Ready ready(String bad) {
    return new Ready(
        "msg_1",
        "sub_1",
        bad,
        bad,
        Person.unknown("aigul"),
        "MAIL",
        "aigul@gov.example",
        Locale.ENGLISH,
        "NEW",
        false,
        0,
        Instant.parse("2026-03-02T10:00:00Z"),
        List.of(new Said("e-1", "x~1", bad, bad, bad, bad, "2 March 2026", "/exceptions/x~1", 1)),
        null,
        List.of(),
        null);
  }

  private static Letters letters() {
    return new Letters(
        WORDS,
        new DeliverySettings(
            true,
            URI.create("https://board.example"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            1,
            new DeliverySettings.Webhook(
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                null),
            new DeliverySettings.Mail("plimsoll@board.example", Set.of())),
        new JavaMailSenderImpl());
  }

  @Test
  void tenThousandBadCharactersAreOneHarmlessLetter() throws Exception {
    assertThat(BAD.length()).isGreaterThan(10_000);
    String written = requireNonNull(letters().write(ready(BAD)));
    MimeMessage letter =
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(written.getBytes(UTF_8)));
    assertThat(letter.getHeader("Bcc")).isNull();
    assertThat(letter.getAllRecipients()).hasSize(1);
    assertThat(letter.getHeader("Subject")).hasSize(1);
    assertThat(letter.getSubject()).hasSizeLessThanOrEqualTo(160).doesNotContainPattern("\\R");
    assertThat(letter.getMessageID()).isEqualTo("<msg_1@board.example>");
    MimeMultipart parts = (MimeMultipart) letter.getContent();
    assertThat(parts.getCount()).isEqualTo(2);
    String html = String.valueOf(parts.getBodyPart(1).getContent());
    assertThat(html).doesNotContain("<script", "<a href=\"javascript", "\u202e", "\u2066");
    assertThat(html.split("</title>", -1)).hasSize(2);
    assertThat(html.length()).isLessThan(40_000);
    assertThat(String.valueOf(parts.getBodyPart(0).getContent()))
        .contains("<script>alert(1)</script>")
        .doesNotContain("\u202e", "\u0000");
  }

  @Test
  void theSameIsWrittenToTheSameIdInTheSameThread() throws Exception {
    String one = requireNonNull(letters().write(ready("Dam")));
    String other = requireNonNull(letters().write(ready("Dam")));
    assertThat(one).contains("In-Reply-To: <" + Teller.id("thread", "x~1") + "@board.example>");
    assertThat(one.lines().filter(line -> line.startsWith("Message-ID")).toList())
        .isEqualTo(other.lines().filter(line -> line.startsWith("Message-ID")).toList());
  }
}
