package org.plimsoll.leadership.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.subscription.ICalendar.Due;
import org.plimsoll.leadership.subscription.ICalendar.When;

/** A calendar says what it is given, whatever that is, to whoever reads RFC 5545. */
class ICalendarTest {
  private static final String BAD =
      "Мектеп; \\, <script>\r\nATTENDEE:mailto:x@y.example\nEND:VEVENT\u202e\u0000";

  private static Calendar read(String text) throws Exception {
    return new CalendarBuilder().build(new StringReader(text));
  }

  private static String said(Calendar calendar, int event, String property) {
    VEvent found = (VEvent) calendar.getComponents(Component.VEVENT).get(event);
    return found.getProperty(property).map(each -> each.getValue()).orElse("");
  }

  @Test
  void whatOthersWroteStaysWithinItsValue() throws Exception {
    String text =
        ICalendar.of(
            BAD,
            List.of(
                new Due(
                    "answer-e~1@plimsoll",
                    Instant.parse("2026-03-01T06:00:00Z"),
                    new When.At(Instant.parse("2026-03-04T06:00:00Z")),
                    BAD,
                    BAD.repeat(200),
                    "https://a.example/exceptions/e~1"),
                new Due(
                    "plan-e~1@plimsoll",
                    Instant.parse("2026-03-01T06:00:00Z"),
                    new When.On(LocalDate.of(2026, 3, 9)),
                    "Школа, план",
                    "",
                    "https://a.example/exceptions/e~1")));
    Calendar calendar = read(text);
    calendar.validate();
    assertThat(calendar.getComponents(Component.VEVENT)).hasSize(2);
    assertThat(said(calendar, 0, Property.SUMMARY))
        .isEqualTo("Мектеп; \\, <script>\nATTENDEE:mailto:x@y.example\nEND:VEVENT");
    assertThat(said(calendar, 0, Property.ATTENDEE)).isEmpty();
    assertThat(said(calendar, 0, Property.DTSTART)).isEqualTo("20260304T060000Z");
    assertThat(said(calendar, 1, Property.DTSTART)).isEqualTo("20260309");
    assertThat(said(calendar, 1, Property.SUMMARY)).isEqualTo("Школа, план");
    assertThat(said(calendar, 1, Property.UID)).isEqualTo("plan-e~1@plimsoll");
  }

  @Test
  void noLineIsLongerThanSeventyFiveOctetsAndNoCharacterIsCut() {
    String text =
        ICalendar.of(
            "Ж".repeat(180),
            List.of(
                new Due(
                    "u",
                    Instant.EPOCH,
                    new When.At(Instant.EPOCH),
                    "😀 қазақша ".repeat(20),
                    "",
                    "https://a.example/")));
    assertThat(Arrays.stream(text.split("\r\n", -1)))
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    assertThat(text).doesNotContain("\uFFFD").doesNotContainPattern("[^\r]\n");
    assertThat(text.replace("\r\n ", "")).contains("X-WR-CALNAME:" + "Ж".repeat(180) + "\r\n");
  }

  @Test
  void theSameIsWrittenTheSame() {
    List<Due> dues =
        List.of(new Due("u", Instant.EPOCH, new When.On(LocalDate.EPOCH), "s", "d", "https://a/"));
    assertThat(ICalendar.of("n", dues)).isEqualTo(ICalendar.of("n", dues));
  }
}
