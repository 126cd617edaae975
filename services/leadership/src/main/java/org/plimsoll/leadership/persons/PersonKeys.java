package org.plimsoll.leadership.persons;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Seals what persons write and opens it again. A key is looked up by every request that opens
 * something, so none that begins after an erasure shows what was erased.
 */
@Repository
public class PersonKeys {
  private final JdbcClient database;
  private final @Nullable String secret;

  PersonKeys(JdbcClient database, PersonSettings settings) {
    this.database = database;
    this.secret = settings.secret();
  }

  /**
   * For whoever writes to the trail beside this service.
   *
   * @param secret as in this service's settings
   */
  public static PersonKeys of(JdbcClient database, String secret) {
    return new PersonKeys(database, new PersonSettings(secret));
  }

  /** Whether what persons write can be sealed. */
  public boolean isThere() {
    return secret != null;
  }

  /**
   * Seals a text with the key of whoever wrote it, which is made with their first one.
   *
   * @param person as the event names them
   * @param eventId the event that carries the text, and the only one that can
   */
  public String seal(String person, String eventId, String text) {
    String known = requireNonNull(secret, "plimsoll.leadership.persons.secret is not set");
    return ofPerson(person, known).orElseGet(() -> made(person, known)).seal(eventId, text);
  }

  private PersonKey made(String person, String known) {
    PersonKey key = PersonKey.draw();
    database
        .sql(
            "INSERT INTO persons.key (person, key_id, wrapped) VALUES (:person, :id, :wrapped)"
                + " ON CONFLICT (person) DO NOTHING")
        .param("person", person)
        .param("id", key.id())
        .param("wrapped", key.wrapped(known))
        .update();
    // Who was first, if two write their first text at once.
    return ofPerson(person, known).orElseThrow();
  }

  private Optional<PersonKey> ofPerson(String person, String known) {
    return database
        .sql("SELECT key_id, wrapped FROM persons.key WHERE person = :person")
        .param("person", person)
        .query((row, _) ->
            PersonKey.unwrap(known, row.getString("key_id"), row.getBytes("wrapped"))
                .orElseThrow(() ->
                    new IllegalStateException(
                        "plimsoll.leadership.persons.secret does not open the keys in the database:"
                            + " expected the one with which they were kept")))
        .optional();
  }

  /**
   * Opens a text as it stands in an event; one that was not sealed reads as it stands.
   *
   * @param eventId of the event that carries it
   */
  public Opened open(String eventId, String text) {
    String id = PersonKey.idOf(text).orElse(null);
    if (id == null) {
      return new Opened.Text(text);
    }
    Optional<byte[]> wrapped = LookedUp.now().keys.computeIfAbsent(id, this::wrapped);
    if (wrapped.isEmpty()) {
      return new Opened.Erased();
    }
    return Optional.ofNullable(secret)
        .flatMap(known -> PersonKey.unwrap(known, id, wrapped.get()))
        .map(key -> key.open(eventId, text))
        .orElseGet(Opened.Unreadable::new);
  }

  private Optional<byte[]> wrapped(String id) {
    return database
        .sql("SELECT wrapped FROM persons.key WHERE key_id = :id")
        .param("id", id)
        .query((row, _) -> row.getBytes("wrapped"))
        .optional();
  }
}
