package org.plimsoll.leadership.subscription;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Outbox.Ready;
import org.plimsoll.leadership.subscription.Wording.Said;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes letters and hands them to a mail server. Everything that others wrote goes through {@link
 * Printable} first, and into HTML escaped; a subject is one line whatever a title holds.
 */
final class Letters {
  private static final int MOST_SUBJECT = 160;

  /** A letter is no place for a book; the page has the whole of it. */
  private static final int MOST_TEXT = 2_000;

  private final Wording wording;
  private final DeliverySettings settings;
  private final @Nullable JavaMailSender server;

  Letters(Wording wording, DeliverySettings settings, @Nullable JavaMailSender server) {
    this.wording = wording;
    this.settings = settings;
    this.server = server;
  }

  /** A message that keeps the id that it was given. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(String id) {
      super(Session.getInstance(new Properties()));
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /** Why nothing can be sent there; null when it can. */
  @Nullable String wrongWith(Ready ready) {
    Person person = ready.person();
    return !ready.address().isEmpty() || server == null
        ? wrongWith(ready.address())
        : person.mail() == null
            ? "the person has no mail address"
            : person.mailProven()
                ? "it was written to an address that the person has left"
                : "the person has not proven the mail address yet";
  }

  private @Nullable String wrongWith(String address) {
    if (server == null || settings.mail().from() == null) {
      return "no mail server is configured";
    }
    String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return settings.mail().domains().isEmpty() || settings.mail().domains().contains(domain)
        ? null
        : "no letters go to " + domain;
  }

  /** The whole message; null where it has nowhere to go. */
  @Nullable String write(Ready ready) {
    String from = settings.mail().from();
    if (wrongWith(ready) != null || from == null) {
      return null;
    }
    Locale locale = ready.language();
    try {
      InternetAddress sender = new InternetAddress(from, true);
      String host = host(sender);
      Named message = new Named("<" + ready.deliveryId() + "@" + host + ">");
      message.setFrom(sender);
      message.setRecipient(
          MimeMessage.RecipientType.TO, new InternetAddress(ready.address(), true));
      message.setSubject(subject(ready, locale), "UTF-8");
      message.setSentDate(Date.from(ready.createdAt()));
      message.setHeader("Auto-Submitted", "auto-generated");
      thread(message, ready, host);
      say(message, text(ready, locale), html(ready, locale));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      message.writeTo(bytes);
      return bytes.toString(StandardCharsets.UTF_8);
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("a letter that cannot be written", e);
    }
  }

  private static String host(InternetAddress sender) {
    return sender.getAddress().substring(sender.getAddress().lastIndexOf('@') + 1);
  }

  private static void say(MimeMessage message, String plain, String marked)
      throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(plain, "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(marked, "UTF-8", "html");
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(text);
    both.addBodyPart(html);
    message.setContent(both);
    message.saveChanges();
  }

  /** Writes to an address that nothing proves yet, and hands the letter over. */
  Attempt askForProof(String id, String address, String person, String token, Locale locale) {
    String wrong = wrongWith(address);
    String from = settings.mail().from();
    if (wrong != null || server == null || from == null) {
      return new Attempt.Refused(String.valueOf(wrong));
    }
    String subject = wording.say("letter.proof.subject", locale);
    String name = Printable.line(wording.named(person, locale), MOST_SUBJECT);
    String link = settings.site() + "/reach/proof/" + token;
    String asks =
        wording.say("letter.proof", locale, name, settings.site(), MailProofs.WITHIN.toHours());
    String ends = wording.say("letter.proof.otherwise", locale);
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html><html lang=\"").append(locale.getLanguage());
    html.append("\"><head><meta charset=\"UTF-8\"><title>").append(escape(subject));
    html.append("</title></head><body>");
    paragraph(html, asks);
    html.append("<p><a href=\"").append(escape(link)).append("\">").append(escape(link));
    html.append("</a></p>");
    paragraph(html, ends);
    html.append("</body></html>");
    try {
      InternetAddress sender = new InternetAddress(from, true);
      MimeMessage message = new Named("<" + id + "@" + host(sender) + ">");
      message.setFrom(sender);
      message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(address, true));
      message.setSubject(subject, "UTF-8");
      message.setSentDate(Date.from(Instant.now()));
      message.setHeader("Auto-Submitted", "auto-generated");
      say(message, asks + "\n\n" + link + "\n\n" + ends + "\n", html.toString());
      return handed(server, message);
    } catch (MessagingException e) {
      throw new IllegalStateException("a letter that cannot be written", e);
    }
  }

  /**
   * Letters about one exception hang together: under a root of their own, and each below the last.
   */
  private static void thread(MimeMessage message, Ready ready, String host)
      throws MessagingException {
    List<String> exceptions =
        ready.items().stream()
            .map(item -> item.exceptionId() == null ? "" : item.exceptionId())
            .distinct()
            .toList();
    if (exceptions.size() != 1 || exceptions.getFirst().isEmpty()) {
      return;
    }
    String root = "<" + Teller.id("thread", exceptions.getFirst()) + "@" + host + ">";
    String before = ready.before() == null ? null : "<" + ready.before() + "@" + host + ">";
    message.setHeader("In-Reply-To", before == null ? root : before);
    message.setHeader("References", before == null ? root : root + " " + before);
  }

  /** Hands it over. */
  Attempt send(Ready ready) {
    String wrong = wrongWith(ready);
    String content = ready.content();
    if (wrong != null || content == null || server == null) {
      return new Attempt.Refused(wrong == null ? "there is no letter" : wrong);
    }
    return handed(
        server,
        server.createMimeMessage(
            new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
  }

  private static Attempt handed(JavaMailSender server, MimeMessage message) {
    try {
      server.send(message);
      return new Attempt.Arrived(null, "");
    } catch (MailException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new Attempt.Failed(Printable.line(String.valueOf(cause.getMessage()), 500));
    }
  }

  private String subject(Ready ready, Locale locale) {
    if (ready.reason().equals("TEST")) {
      return Printable.line(
          wording.say("letter.test.subject", locale, ready.title()), MOST_SUBJECT);
    }
    String what =
        ready.items().size() == 1
            ? ready.items().getFirst().title()
            : wording.say(
                "letter.subject", locale, Printable.line(ready.title(), 80), ready.items().size());
    String whole =
        ready.reason().equals("REPEAT")
            ? wording.say("letter.repeat", locale, Printable.line(what, MOST_SUBJECT))
            : what;
    return Printable.line(whole, MOST_SUBJECT);
  }

  private String why(Ready ready, Locale locale) {
    return ready.person().id().equals(ready.owner())
        ? wording.say("letter.why", locale, Printable.line(ready.title(), 80))
        : wording.say(
            "letter.why.for",
            locale,
            Printable.line(ready.title(), 80),
            Printable.line(wording.named(ready.owner(), locale), 80));
  }

  private String text(Ready ready, Locale locale) {
    StringBuilder text = new StringBuilder();
    if (ready.reason().equals("TEST")) {
      text.append(wording.say("letter.test", locale)).append("\n\n");
    }
    for (Said item : ready.items()) {
      text.append(Printable.line(item.nodeName(), MOST_SUBJECT)).append('\n');
      text.append(Printable.lines(item.happened(), MOST_TEXT)).append('\n');
      if (!item.meaning().isEmpty()) {
        text.append(Printable.lines(item.meaning(), MOST_TEXT)).append('\n');
      }
      text.append(item.day()).append('\n');
      text.append(settings.site()).append(item.path()).append("\n\n");
    }
    text.append("-- \n").append(why(ready, locale)).append('\n');
    return text.append(settings.site()).append("/subscriptions\n").toString();
  }

  private String html(Ready ready, Locale locale) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html><html lang=\"").append(locale.getLanguage());
    html.append("\"><head><meta charset=\"UTF-8\"><title>");
    html.append(escape(subject(ready, locale))).append("</title></head><body>");
    if (ready.reason().equals("TEST")) {
      html.append("<p>").append(escape(wording.say("letter.test", locale))).append("</p>");
    }
    for (Said item : ready.items()) {
      html.append("<h2><a href=\"").append(escape(settings.site() + item.path())).append("\">");
      html.append(escape(Printable.line(item.nodeName(), MOST_SUBJECT))).append("</a></h2>");
      paragraph(html, item.happened());
      paragraph(html, item.meaning());
      html.append("<p>").append(escape(item.day())).append("</p>");
    }
    html.append("<hr><p><a href=\"").append(escape(settings.site() + "/subscriptions"));
    return html.append("\">")
        .append(escape(why(ready, locale)))
        .append("</a></p></body></html>")
        .toString();
  }

  private static void paragraph(StringBuilder html, String text) {
    if (!text.isEmpty()) {
      html.append("<p>")
          .append(escape(Printable.lines(text, MOST_TEXT)).replace("\n", "<br>"))
          .append("</p>");
    }
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
