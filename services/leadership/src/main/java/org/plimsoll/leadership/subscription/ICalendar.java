package org.plimsoll.leadership.subscription;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes a calendar as RFC 5545 has it: escaped, folded at 75 octets, lines ended by CR LF. */
public final class ICalendar {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int MOST_OCTETS = 75;
  private static final int MOST_SUMMARY = 200;
  private static final int MOST_DESCRIPTION = 1_000;

  /**
   * Something that is due.
   *
   * @param uid the same for the same thing, however its day moves
   * @param stamp when it was last known to change
   */
  public record Due(
      String uid, Instant stamp, When when, String summary, String description, String url) {}

  /** When something is due. */
  public sealed interface When {
    /** At a moment. */
    record At(Instant moment) implements When {}

    /** On a day, at whatever time. */
    record On(LocalDate day) implements When {}
  }

  private ICalendar() {}

  public static String of(String name, List<Due> dues) {
    StringBuilder text = new StringBuilder();
    line(text, "BEGIN:VCALENDAR");
    line(text, "VERSION:2.0");
    line(text, "PRODID:-//Plimsoll//Decisions due//EN");
    line(text, "CALSCALE:GREGORIAN");
    line(text, "METHOD:PUBLISH");
    line(text, "X-WR-CALNAME:" + text(name, MOST_SUMMARY));
    line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for (Due due : dues) {
      line(text, "BEGIN:VEVENT");
      line(text, "UID:" + text(due.uid(), MOST_SUMMARY));
      line(text, "DTSTAMP:" + MOMENT.format(due.stamp()));
      line(
          text,
          switch (due.when()) {
            case When.At(Instant moment) -> "DTSTART:" + MOMENT.format(moment);
            case When.On(LocalDate day) ->
                "DTSTART;VALUE=DATE:" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
          });
      line(text, "SUMMARY:" + text(due.summary(), MOST_SUMMARY));
      if (!due.description().isEmpty()) {
        line(text, "DESCRIPTION:" + text(due.description(), MOST_DESCRIPTION));
      }
      line(text, "URL:" + Printable.line(due.url(), MOST_DESCRIPTION));
      line(text, "TRANSP:TRANSPARENT");
      line(text, "END:VEVENT");
    }
    line(text, "END:VCALENDAR");
    return text.toString();
  }

  /** Section 3.3.11: a comma, a semicolon, a backslash and a line break would end a value. */
  private static String text(String value, int most) {
    return Printable.lines(value, most)
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n");
  }

  /** Section 3.1: between characters, never within one. */
  private static void line(StringBuilder text, String line) {
    int octets = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      String character = Character.toString(c);
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > MOST_OCTETS) {
        text.append("\r\n ");
        octets = 1;
      }
      text.append(character);
      octets += size;
      i += character.length();
    }
    text.append("\r\n");
  }
}
