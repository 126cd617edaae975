package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.leadership.subscription.MailProofs;
import org.plimsoll.leadership.subscription.Person;
import org.plimsoll.leadership.subscription.Persons;
import org.plimsoll.leadership.subscription.Substitution;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

/** How whoever asks is reached, and who stands in for them. */
@RestController
class PersonApi {
  /**
   * A person as the interface shows them; times of day are of the zone.
   *
   * @param mailState NONE, ASKED (a letter waits to be opened), UNPROVEN or PROVEN; only to an
   *     address that is proven letters go
   */
  record PersonJson(
      String id,
      @Nullable String mail,
      String mailState,
      String language,
      String zone,
      String digestAt,
      @Nullable String quietFrom,
      @Nullable String quietUntil,
      boolean deepAnyway) {
    static PersonJson of(Person p, MailProofs.State state) {
      return new PersonJson(
          p.id(),
          p.mail(),
          state.name(),
          p.language().getLanguage(),
          p.zone().getId(),
          p.digestAt().toString(),
          p.quiet() == null ? null : p.quiet().from().toString(),
          p.quiet() == null ? null : p.quiet().until().toString(),
          p.deepAnyway());
    }
  }

  /**
   * How somebody wants to be reached; times of day are of the zone.
   *
   * @param mail absent: not by mail
   * @param zone as the IANA database names it
   * @param digestAt when a day's items are told
   * @param quietFrom letters wait from then on, until quietUntil; both or none
   * @param deepAnyway whether what is DEEP is told in quiet hours as well
   */
  @Asked.Given
  @Schema(
      example =
          """
          {"mail": "a.sadykova@gov.example", "language": "kk", "zone": "Asia/Almaty",
           "digestAt": "08:00", "quietFrom": "22:00", "quietUntil": "07:00", "deepAnyway": true}
          """)
  record PersonGiven(
      @Schema(maxLength = 254) @Nullable String mail,
      @Schema(allowableValues = {"en", "kk", "ru"}) @Nullable String language,
      @Nullable String zone,
      @Nullable String digestAt,
      @Nullable String quietFrom,
      @Nullable String quietUntil,
      @Nullable Boolean deepAnyway) {}

  /**
   * Who is to stand in; times are of the person's zone.
   *
   * @param standIn a person as the facts of nodes name them
   * @param startsAt now where it is absent
   */
  @Asked.Given
  @Schema(
      example =
          """
          {"standIn": "T. Ospanov", "endsAt": "2099-01-01T00:00"}
          """)
  record StandInGiven(
      @Schema(maxLength = 200) String standIn, @Nullable String startsAt, String endsAt) {}

  /** How a person is called, or that it is erased. */
  record NamedJson(String person, String name) {}

  private final Persons persons;
  private final PersonsInWords names;
  private final MailProofs proofs;
  private final InWords words;
  private final JsonMapper json;

  PersonApi(
      Persons persons, PersonsInWords names, MailProofs proofs, InWords words, JsonMapper json) {
    this.proofs = proofs;
    this.names = names;
    this.persons = persons;
    this.words = words;
    this.json = json;
  }

  /** How the reader is reached, and when not. */
  @GetMapping("/v1/person")
  PersonJson person(Reader reader, ServerWebExchange exchange) {
    Parameters.of(exchange);
    return shown(persons.one(reader.person()));
  }

  /**
   * The name behind a pseudonym, or that it is erased. Persons whom events name otherwise read as
   * they stand and are not here.
   */
  @GetMapping("/v1/persons/{id}")
  NamedJson named(
      ServerWebExchange exchange,
      @Parameter(
              description = "a pseudonym by which events name somebody",
              example = "person:3wq7c2rkx5mz4n6tbahd")
          @PathVariable
          String id,
      Locale locale) {
    Parameters.of(exchange);
    if (!Directory.PSEUDONYM.matcher(id).matches()) {
      throw new UnknownException("id", id, "a pseudonym, person: with twenty letters and digits");
    }
    return new NamedJson(id, names.named(id, locale));
  }

  /**
   * Changes how the reader is reached, the whole of it: what is absent is as for somebody who has
   * chosen nothing.
   */
  @PutMapping(path = "/v1/person", consumes = MediaType.APPLICATION_JSON_VALUE)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = PersonGiven.class)))
  PersonJson change(Reader reader, ServerWebExchange exchange, @RequestBody String body) {
    Parameters.of(exchange);
    Person person = good(persons.read(reader.person(), Given.json(json, body)));
    return shown(persons.keep(person));
  }

  private PersonJson shown(Person person) {
    return PersonJson.of(person, proofs.state(person));
  }

  /** Another letter with a link that proves the address. */
  @PostMapping("/v1/person/proof")
  @ResponseStatus(HttpStatus.ACCEPTED)
  PersonJson askForProof(Reader reader, ServerWebExchange exchange) {
    Parameters.of(exchange);
    Person person = persons.one(reader.person());
    switch (proofs.state(person)) {
      case NONE, PROVEN ->
          throw new ResponseStatusException(
              HttpStatus.CONFLICT, "There is no mail address that is not proven.");
      case ASKED, UNPROVEN -> {
        if (!proofs.ask(person)) {
          throw new ResponseStatusException(
              HttpStatus.TOO_MANY_REQUESTS,
              "At most %d letters in 24 hours ask for proof; ask again tomorrow."
                  .formatted(MailProofs.MOST_A_DAY));
        }
      }
    }
    return shown(person);
  }

  /** Who stands in for the reader and for whom the reader does, of what is not over, by id. */
  @GetMapping("/v1/substitutions")
  @Asked.Paged
  Page<Substitution> substitutions(Reader reader, ServerWebExchange exchange) {
    Parameters given = Parameters.of(exchange, "limit", "cursor");
    long after = given.cursorSeq();
    List<Substitution> rest =
        persons.substitutions(reader.person()).stream()
            .filter(each -> each.id() > after)
            .sorted(Comparator.comparingLong(Substitution::id))
            .limit(given.limit() + 1L)
            .toList();
    return given.page(Page.of(rest, given.limit(), Substitution::id), each -> each);
  }

  /** Says who stands in for the reader. */
  @PostMapping(path = "/v1/substitutions", consumes = MediaType.APPLICATION_JSON_VALUE)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = StandInGiven.class)))
  @ResponseStatus(HttpStatus.CREATED)
  Substitution standIn(Reader reader, ServerWebExchange exchange, @RequestBody String body) {
    Parameters.of(exchange);
    String person = reader.person();
    Persons.StandIn wanted = good(persons.readStandIn(person, Given.json(json, body)));
    return persons.standIn(
        person, new Persons.StandIn(names.of(wanted.person()), wanted.startsAt(), wanted.endsAt()));
  }

  /** Ends a substitution for the reader. */
  @DeleteMapping("/v1/substitutions/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(
      Reader reader,
      ServerWebExchange exchange,
      @Parameter(
              description = "id of a substitution for you",
              schema = @Schema(type = "integer", format = "int64", minimum = "1"),
              example = "1")
          @PathVariable
          String id) {
    Parameters.of(exchange);
    long number = Parameters.number("id", id, 1, Long.MAX_VALUE);
    if (!persons.endSubstitution(reader.person(), number)) {
      throw new UnknownException("id", id, "a substitution for you that is not over");
    }
  }

  private <T> T good(Persons.Read<T> read) {
    return switch (read) {
      case Persons.Read.Good<T>(T value) -> value;
      case Persons.Read.Bad<T>(Map<String, Wrong> wrong) -> throw Given.problem(wrong, words);
    };
  }
}
