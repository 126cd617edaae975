package org.plimsoll.leadership.subscription;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.subscription.Person.QuietHours;
import org.plimsoll.leadership.subscription.Wanted.Fields;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How each person is reached, and who stands in for whom until when. */
@Repository
public class Persons {
  /** The fields of a person, as they are named in a form and in JSON. */
  public static final List<String> FIELDS =
      List.of("mail", "language", "zone", "digestAt", "quietFrom", "quietUntil", "deepAnyway");

  /** The fields of a substitution. */
  public static final List<String> STAND_IN_FIELDS = List.of("standIn", "startsAt", "endsAt");

  private static final int MOST_MAIL = 254;
  private static final int MOST_NAME = 200;

  /** Those of one person that are not over. */
  private static final int MOST_SUBSTITUTIONS = 50;

  /** The usual form, in ASCII: nothing in it can end a header or begin another address. */
  private static final Pattern MAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  /** What came of reading a person's wishes. */
  public sealed interface Read<T> {
    record Good<T>(T value) implements Read<T> {}

    record Bad<T>(Map<String, Wrong> wrong) implements Read<T> {}
  }

  /** Who is to stand in, not kept yet. */
  public record StandIn(String person, Instant startsAt, Instant endsAt) {}

  private final JdbcClient database;
  private final MailProofs proofs;
  private final DeliverySettings settings;

  Persons(JdbcClient database, MailProofs proofs, DeliverySettings settings) {
    this.proofs = proofs;
    this.database = database;
    this.settings = settings;
  }

  /** The person; one who has chosen nothing is so as well. */
  public Person one(String id) {
    return one(database, id);
  }

  /** An address that configuration names is theirs, until they choose another. */
  static Person one(JdbcClient database, String id) {
    return database
        .sql(
            """
            SELECT p.*, c.mail AS configured FROM (SELECT :id::text AS id) asked
            LEFT JOIN telling.person p ON p.person = asked.id
            LEFT JOIN LATERAL (
              SELECT m.mail FROM access.configured_mail m
              WHERE m.person = asked.id OR m.person = persons.known_as(asked.id)
              ORDER BY m.person = asked.id DESC LIMIT 1) c ON true
            """)
        .param("id", id)
        .query((row, number) -> {
          String configured = row.getString("configured");
          if (row.getString("person") == null) {
            Person unknown = Person.unknown(id);
            return configured == null ? unknown : unknown.reachedAt(configured);
          }
          Person person = Rows.person(row, number);
          return configured != null && configured.equalsIgnoreCase(person.mail())
              ? person.reachedAt(configured)
              : person;
        })
        .single();
  }

  /** Reads a person's wishes; what is absent is as for somebody who has chosen nothing. */
  public Read<Person> read(String id, Map<String, List<String>> given) {
    Fields fields = new Fields(given, FIELDS);
    Person unknown = Person.unknown(id);
    String mail = fields.optional("mail", MOST_MAIL);
    if (!mail.isEmpty() && !fields.isWrong("mail")) {
      String domain = mail.substring(mail.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      if (!MAIL.matcher(mail).matches()) {
        fields.wrong("mail", mail, "expected.mail");
      } else if (!settings.mail().domains().isEmpty()
          && !settings.mail().domains().contains(domain)) {
        fields.wrong("mail", mail, "expected.domain", settings.mail().domains().toString());
      }
    }
    String language = fields.oneOf("language", unknown.language().getLanguage(), Wanted.LANGUAGES);
    ZoneId zone = zone(fields, unknown.zone());
    LocalTime digestAt = time(fields, "digestAt");
    LocalTime from = time(fields, "quietFrom");
    LocalTime until = time(fields, "quietUntil");
    if ((from == null) != (until == null) || (from != null && from.equals(until))) {
      fields.wrong(from == null ? "quietFrom" : "quietUntil", "", "expected.quiet");
    }
    String anyway = fields.oneOf("deepAnyway", "false", List.of("true", "false"));
    return fields.wrong.isEmpty()
        ? new Read.Good<>(
            new Person(
                id,
                mail.isEmpty() ? null : mail,
                false,
                Locale.of(language),
                zone,
                digestAt == null ? unknown.digestAt() : digestAt,
                from == null || until == null ? null : new QuietHours(from, until),
                anyway.equals("true")))
        : new Read.Bad<>(fields.wrong);
  }

  private static ZoneId zone(Fields fields, ZoneId otherwise) {
    String text = fields.optional("zone", MOST_NAME);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    fields.wrong("zone", text, "expected.zone");
    return otherwise;
  }

  private static @Nullable LocalTime time(Fields fields, String name) {
    String text = fields.optional(name, MOST_NAME);
    try {
      return text.isEmpty() ? null : LocalTime.parse(text);
    } catch (DateTimeException e) {
      fields.wrong(name, text, "expected.time");
      return null;
    }
  }

  /**
   * Keeps it. Of an address that is new, and that nothing proves, proof is asked for.
   *
   * @return the person as kept
   */
  public Person keep(Person person) {
    Person before = one(person.id());
    store(person);
    Person kept = one(person.id());
    if (!Objects.equals(before.mail(), kept.mail())) {
      proofs.end(person.id());
      if (kept.mail() != null && !kept.mailProven()) {
        proofs.ask(kept);
      }
    }
    return kept;
  }

  private void store(Person person) {
    QuietHours quiet = person.quiet();
    database
        .sql(
            """
            INSERT INTO telling.person AS p VALUES (:person, :mail, :language, :zone, :digest, :from,
              :until, :deep)
            ON CONFLICT (person) DO UPDATE SET
              proven_at = CASE WHEN p.mail = excluded.mail THEN p.proven_at END, mail = excluded.mail, language = excluded.language,
              zone = excluded.zone, digest_at = excluded.digest_at,
              quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
              deep_anyway = excluded.deep_anyway
            """)
        .param("person", person.id())
        .param("mail", person.mail())
        .param("language", person.language().getLanguage())
        .param("zone", person.zone().getId())
        .param("digest", person.digestAt())
        .param("from", quiet == null ? null : quiet.from(), java.sql.Types.TIME)
        .param("until", quiet == null ? null : quiet.until(), java.sql.Types.TIME)
        .param("deep", person.deepAnyway())
        .update();
  }

  /** Reads who is to stand in; times of day are those of the person's zone. */
  public Read<StandIn> readStandIn(String person, Map<String, List<String>> given) {
    Fields fields = new Fields(given, STAND_IN_FIELDS);
    String standIn = fields.text("standIn", MOST_NAME);
    if (standIn.equals(person)) {
      fields.wrong("standIn", standIn, "expected.other");
    }
    ZoneId zone = one(person).zone();
    Instant now = Instant.now();
    Instant from = moment(fields, "startsAt", zone, now);
    Instant until = moment(fields, "endsAt", zone, null);
    if (until != null && from != null && (!until.isAfter(from) || !until.isAfter(now))) {
      fields.wrong("endsAt", until.toString(), "expected.future");
    }
    return fields.wrong.isEmpty() && from != null && until != null
        ? new Read.Good<>(new StandIn(standIn, from, until))
        : new Read.Bad<>(fields.wrong);
  }

  private static @Nullable Instant moment(
      Fields fields, String name, ZoneId zone, @Nullable Instant otherwise) {
    String text = fields.optional(name, MOST_NAME);
    if (text.isEmpty() && otherwise != null) {
      return otherwise;
    }
    try {
      return LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      fields.wrong(name, text, "expected.moment");
      return null;
    }
  }

  public Substitution standIn(String person, StandIn wanted) {
    return database
        .sql(
            """
            INSERT INTO telling.substitution (person, stand_in, starts_at, ends_at, created_by)
            VALUES (:person, :standIn, :from, :until, :person) RETURNING *
            """)
        .param("person", person)
        .param("standIn", wanted.person())
        .param("from", Rows.utc(wanted.startsAt()))
        .param("until", Rows.utc(wanted.endsAt()))
        .query(Rows::substitution)
        .single();
  }

  /** Those for the person and those by the person, that are not over; the next to end first. */
  public List<Substitution> substitutions(String person) {
    return database
        .sql(
            """
            SELECT * FROM telling.substitution
            WHERE ends_at > now() AND (person = :person OR stand_in = :person)
            ORDER BY ends_at, substitution_id LIMIT :most
            """)
        .param("person", person)
        .param("most", MOST_SUBSTITUTIONS)
        .query(Rows::substitution)
        .list();
  }

  /**
   * Ends one that is for the person.
   *
   * @return whether there was one
   */
  public boolean endSubstitution(String person, long id) {
    return database
            .sql(
                """
                UPDATE telling.substitution SET ends_at = now()
                WHERE person = :person AND substitution_id = :id AND ends_at > now()
                """)
            .param("person", person)
            .param("id", id)
            .update()
        == 1;
  }
}
