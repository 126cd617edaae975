package org.plimsoll.leadership;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Calendars;
import org.plimsoll.leadership.subscription.DeliverySettings;
import org.plimsoll.leadership.subscription.MailProofs;
import org.plimsoll.leadership.subscription.Person;
import org.plimsoll.leadership.subscription.Persons;
import org.plimsoll.leadership.subscription.Substitution;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** How whoever asks is reached: address, quiet hours, who stands in, the calendar. */
@Controller
class ReachScreen {
  private static final Map<String, String> NOTICES =
      Map.of(
          "saved", "reach.saved",
          "made", "substitution.made",
          "ended", "substitution.hasEnded",
          "revoked", "calendar.revoked",
          "proven", "proof.proven",
          "notProven", "proof.notProven",
          "asked", "proof.asked",
          "tooMany", "proof.tooMany");

  /** Those that say that something was not done. */
  private static final Set<String> BAD = Set.of("proof.notProven", "proof.tooMany");

  /** A substitution in words. */
  record Line(long id, String text, boolean own) {}

  private final Persons persons;
  private final MailProofs proofs;
  private final Calendars calendars;
  private final CalendarFeed feed;
  private final DeliverySettings settings;
  private final InWords words;
  private final PersonsInWords names;
  private final Frame frame;

  ReachScreen(
      Persons persons,
      MailProofs proofs,
      Calendars calendars,
      CalendarFeed feed,
      DeliverySettings settings,
      InWords words,
      PersonsInWords names,
      Frame frame) {
    this.persons = persons;
    this.proofs = proofs;
    this.calendars = calendars;
    this.feed = feed;
    this.settings = settings;
    this.words = words;
    this.names = names;
    this.frame = frame;
  }

  @GetMapping("/reach")
  Rendering reach(Seen seen, ServerWebExchange exchange, Locale locale) {
    String done =
        Parameters.of(exchange, "done").oneOf("done", NOTICES.keySet().toArray(String[]::new));
    return page(
        done == null ? "" : String.valueOf(NOTICES.get(done)),
        null,
        Map.of(),
        Map.of(),
        HttpStatus.OK,
        seen,
        exchange,
        locale);
  }

  @PostMapping(path = "/reach", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering save(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    Map<String, List<String>> given = Given.form(exchange);
    return switch (persons.read(seen.reader().person(), given)) {
      case Persons.Read.Bad<Person>(var wrong) ->
          page("", null, given, wrong, HttpStatus.UNPROCESSABLE_CONTENT, seen, exchange, locale);
      case Persons.Read.Good<Person>(Person person) -> {
        persons.keep(person);
        yield back("saved");
      }
    };
  }

  /** The link of a letter, opened by whoever is signed in. */
  @GetMapping("/reach/proof/{token}")
  Rendering prove(Seen seen, ServerWebExchange exchange, @PathVariable String token) {
    Parameters.of(exchange);
    return back(proofs.prove(seen.reader().person(), token) ? "proven" : "notProven");
  }

  /** Another letter. */
  @PostMapping("/reach/proof")
  Rendering askForProof(Seen seen, ServerWebExchange exchange) {
    Parameters.of(exchange);
    Person person = persons.one(seen.reader().person());
    return switch (proofs.state(person)) {
      case NONE, PROVEN -> Rendering.redirectTo("/reach").status(HttpStatus.SEE_OTHER).build();
      case ASKED, UNPROVEN -> back(proofs.ask(person) ? "asked" : "tooMany");
    };
  }

  @PostMapping(
      path = "/reach/substitutions",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  Rendering standIn(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    String person = seen.reader().person();
    Map<String, List<String>> given = Given.form(exchange);
    return switch (persons.readStandIn(person, given)) {
      case Persons.Read.Bad<Persons.StandIn>(var wrong) ->
          page("", null, given, wrong, HttpStatus.UNPROCESSABLE_CONTENT, seen, exchange, locale);
      case Persons.Read.Good<Persons.StandIn>(Persons.StandIn wanted) -> {
        persons.standIn(
            person,
            new Persons.StandIn(names.of(wanted.person()), wanted.startsAt(), wanted.endsAt()));
        yield back("made");
      }
    };
  }

  @PostMapping("/reach/substitutions/{id}/end")
  Rendering end(Seen seen, ServerWebExchange exchange, @PathVariable String id) {
    Parameters.of(exchange);
    long number = Parameters.number("id", id, 1, Long.MAX_VALUE);
    if (!persons.endSubstitution(seen.reader().person(), number)) {
      throw new UnknownException("id", id, "a substitution for you that is not over");
    }
    return back("ended");
  }

  /** A new address, shown this once. */
  @PostMapping("/reach/calendar")
  Rendering calendar(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    String address = feed.address(calendars.make(seen.reader().person()));
    return page("", address, Map.of(), Map.of(), HttpStatus.OK, seen, exchange, locale);
  }

  @PostMapping("/reach/calendar/revoke")
  Rendering revoke(Seen seen, ServerWebExchange exchange) {
    Parameters.of(exchange);
    calendars.revoke(seen.reader().person());
    return back("revoked");
  }

  private static Rendering back(String done) {
    return Rendering.redirectTo("/reach?done=" + done).status(HttpStatus.SEE_OTHER).build();
  }

  private Rendering page(
      String notice,
      @Nullable String address,
      Map<String, List<String>> given,
      Map<String, Wrong> wrong,
      HttpStatus status,
      Seen seen,
      ServerWebExchange exchange,
      Locale locale) {
    String id = seen.reader().person();
    Person person = persons.one(id);
    Map<String, List<String>> filled = filled(person);
    if (person.equals(Person.unknown(id))) {
      // Whoever has chosen nothing reads in the language of the page.
      filled.put("language", List.of(locale.getLanguage()));
    }
    filled.putAll(given);
    Map<String, String> said = new LinkedHashMap<>();
    wrong.forEach((field, each) -> said.put(field, Given.said(each, words, locale)));
    Rendering.Builder<?> view =
        Rendering.view("reach")
            .status(status)
            .modelAttribute("notice", notice)
            .modelAttribute("isBad", BAD.contains(notice))
            .modelAttribute("mail", person.mail() == null ? "" : person.mail())
            .modelAttribute("mailState", proofs.state(person).name())
            .modelAttribute("noServer", settings.mail().from() == null)
            .modelAttribute("filled", filled)
            .modelAttribute("wrong", said)
            .modelAttribute("calendars", calendars.inUse(id))
            .modelAttribute(
                "substitutions",
                persons.substitutions(id).stream()
                    .map(each -> line(each, person, locale))
                    .toList());
    if (address != null) {
      view.modelAttribute("address", address);
    }
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private Line line(Substitution s, Person person, Locale locale) {
    boolean own = s.person().equals(person.id());
    return new Line(
        s.id(),
        words.say(
            own ? "substitution.line" : "substitution.forOthers",
            locale,
            names.named(own ? s.standIn() : s.person(), locale),
            here(s.startsAt(), person.zone()),
            here(s.endsAt(), person.zone())),
        own);
  }

  /** In the person's own time, as they wrote it. */
  private static String here(Instant moment, ZoneId zone) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(zone).format(moment);
  }

  private static Map<String, List<String>> filled(Person p) {
    Map<String, List<String>> filled = new LinkedHashMap<>();
    filled.put("mail", p.mail() == null ? List.of() : List.of(p.mail()));
    filled.put("language", List.of(p.language().getLanguage()));
    filled.put("zone", List.of(p.zone().getId()));
    filled.put("digestAt", List.of(p.digestAt().toString()));
    if (p.quiet() != null) {
      filled.put("quietFrom", List.of(p.quiet().from().toString()));
      filled.put("quietUntil", List.of(p.quiet().until().toString()));
    }
    if (p.deepAnyway()) {
      filled.put("deepAnyway", List.of("true"));
    }
    return filled;
  }
}
