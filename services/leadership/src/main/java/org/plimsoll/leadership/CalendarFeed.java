package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.access.Readers;
import org.plimsoll.leadership.subscription.Calendars;
import org.plimsoll.leadership.subscription.DeliverySettings;
import org.plimsoll.leadership.subscription.ICalendar;
import org.plimsoll.leadership.subscription.ICalendar.Due;
import org.plimsoll.leadership.subscription.ICalendar.When;
import org.plimsoll.leadership.subscription.Persons;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Decisions due, for calendar programs: they sign in nowhere, so the address itself is the secret.
 */
@RestController
class CalendarFeed {
  private static final MediaType CALENDAR =
      new MediaType("text", "calendar", StandardCharsets.UTF_8);

  /**
   * An address that was made.
   *
   * @param address whoever has it reads the calendar, so it is as secret as a password
   */
  record AddressJson(String address) {}

  private final Calendars calendars;
  private final Persons persons;
  private final ReadModel model;
  private final Readers readers;
  private final Sentences sentences;
  private final InWords words;
  private final DeliverySettings settings;

  CalendarFeed(
      Calendars calendars,
      Persons persons,
      ReadModel model,
      Readers readers,
      Sentences sentences,
      InWords words,
      DeliverySettings settings) {
    this.calendars = calendars;
    this.persons = persons;
    this.model = model;
    this.readers = readers;
    this.sentences = sentences;
    this.words = words;
    this.settings = settings;
  }

  /** Where a calendar with this token is read. */
  String address(String token) {
    return settings.site() + "/calendar/" + token + ".ics";
  }

  /**
   * Makes an address under which a calendar program reads what the reader has to decide by when.
   */
  @PostMapping("/v1/calendar")
  @ApiResponse(responseCode = "201", description = "It was made.")
  ResponseEntity<AddressJson> make(Reader reader, ServerWebExchange exchange) {
    Parameters.of(exchange);
    String address = address(calendars.make(reader.person()));
    return ResponseEntity.created(URI.create(address)).body(new AddressJson(address));
  }

  /** Revokes all addresses of whoever asks. */
  @DeleteMapping("/v1/calendar")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Reader reader, ServerWebExchange exchange) {
    Parameters.of(exchange);
    calendars.revoke(reader.person());
  }

  @GetMapping("/calendar/{token}.ics")
  ResponseEntity<byte[]> read(ServerWebExchange exchange, @PathVariable String token) {
    Parameters.of(exchange);
    String person =
        calendars
            .person(token)
            .orElseThrow(() -> new UnknownException("token", "", "an address that is not revoked"));
    Locale locale = persons.one(person).language();
    List<Due> dues = new ArrayList<>();
    Reports reports = model.of(readers.of(person)).reports();
    for (String exception : calendars.open(person)) {
      due(reports.of(exception), locale, dues);
    }
    return ResponseEntity.ok()
        .contentType(CALENDAR)
        .cacheControl(CacheControl.noStore())
        .body(
            ICalendar.of(words.say("calendar.name", locale), dues)
                .getBytes(StandardCharsets.UTF_8));
  }

  private void due(Reports.Case found, Locale locale, List<Due> dues) {
    Episode episode = found.episode();
    Handling handling = found.handling();
    String what =
        words.say(
            "told.title",
            locale,
            found.node().names().in(locale),
            words.symbol("kind", episode.kind(), locale));
    String description = sentences.of(episode, found.node(), null, locale).happened();
    String page = settings.site() + "/exceptions/" + episode.id();
    Instant answerBy = handling.answerBy();
    if (answerBy != null) {
      Instant since = handling.waitingSince();
      dues.add(
          new Due(
              "answer-" + episode.id() + "@plimsoll",
              since == null ? answerBy : since,
              new When.At(answerBy),
              words.say("calendar.answer", locale, what),
              description,
              page));
    }
    if (handling.planDueOn() != null) {
      dues.add(
          new Due(
              "plan-" + episode.id() + "@plimsoll",
              handling.decisions().getLast().takenAt(),
              new When.On(handling.planDueOn()),
              words.say("calendar.plan", locale, what),
              description,
              page));
    }
  }
}
