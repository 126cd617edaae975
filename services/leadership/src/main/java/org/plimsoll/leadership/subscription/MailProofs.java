package org.plimsoll.leadership.subscription;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether mail addresses are those of the persons who entered them. Such a person is sent one
 * letter with a link; nothing else goes there until they have opened it, signed in.
 */
@Repository
public class MailProofs {
  /** How long a link proves something after it was asked for. */
  static final Duration WITHIN = Duration.ofHours(24);

  /**
   * Letters in 24 hours for one person, and to one address whoever enters it. Nobody mistypes their
   * own more often, and nobody can have somebody else sent many.
   */
  public static final int MOST_A_DAY = 5;

  private static final int KEPT_DAYS = 30;

  /** How it stands with an address. */
  public enum State {
    /** There is none. */
    NONE,
    /** A letter is on its way or waits to be opened. */
    ASKED,
    /** Nothing proves it, and no letter is under way. */
    UNPROVEN,
    /** It is the person's. */
    PROVEN
  }

  private final JdbcClient database;
  private final TransactionTemplate transaction;

  MailProofs(JdbcClient database, PlatformTransactionManager transactions) {
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
  }

  public State state(Person person) {
    if (person.mail() == null) {
      return State.NONE;
    }
    if (person.mailProven()) {
      return State.PROVEN;
    }
    return database
            .sql(
                "SELECT true FROM telling.mail_proof WHERE person = :person AND mail = :mail AND"
                    + " ends_at > now() LIMIT 1")
            .param("person", person.id())
            .param("mail", person.mail())
            .query(Boolean.class)
            .optional()
            .isPresent()
        ? State.ASKED
        : State.UNPROVEN;
  }

  /**
   * Has a letter sent to the person's address. Links of earlier ones prove nothing any more.
   *
   * @return false when there were too many today
   */
  public boolean ask(Person person) {
    String mail = person.mail();
    return mail != null
        && Boolean.TRUE.equals(transaction.execute(_ -> askOnce(person.id(), mail)));
  }

  private boolean askOnce(String person, String mail) {
    // One after the other, so that the limit holds.
    database.sql("SELECT pg_advisory_xact_lock(hashtext('mail proofs'))").query(row -> {});
    int most =
        database
            .sql(
                """
                SELECT greatest(count(*) FILTER (WHERE person = :person),
                  count(*) FILTER (WHERE lower(mail) = lower(:mail)))
                FROM telling.mail_proof WHERE asked_at > now() - interval '24 hours'
                """)
            .param("person", person)
            .param("mail", mail)
            .query(Integer.class)
            .single();
    if (most >= MOST_A_DAY) {
      return false;
    }
    end(person);
    database
        .sql("DELETE FROM telling.mail_proof WHERE asked_at < now() - make_interval(days => :days)")
        .param("days", KEPT_DAYS)
        .update();
    database
        .sql(
            "INSERT INTO telling.mail_proof (person, mail, ends_at) VALUES (:person, :mail, now() +"
                + " make_interval(secs => :within))")
        .param("person", person)
        .param("mail", mail)
        .param("within", WITHIN.toSeconds())
        .update();
    return true;
  }

  /** No link that was sent proves anything any more. */
  void end(String person) {
    database
        .sql(
            "UPDATE telling.mail_proof SET ends_at = now() WHERE person = :person AND ends_at >"
                + " now()")
        .param("person", person)
        .update();
  }

  /**
   * Somebody opened a link.
   *
   * @param person who is signed in
   * @return whether it proves the address that they have now
   */
  public boolean prove(String person, String token) {
    return Boolean.TRUE.equals(
        transaction.execute(_ ->
            database
                    .sql(
                        """
                        WITH opened AS (
                          UPDATE telling.mail_proof SET ends_at = now()
                          WHERE token_sha256 = :digest AND person = :person AND ends_at > now()
                          RETURNING mail)
                        UPDATE telling.person p SET proven_at = now() FROM opened o
                        WHERE p.person = :person AND p.mail = o.mail
                        """)
                    .param("digest", Calendars.digest(token))
                    .param("person", person)
                    .update()
                == 1));
  }
}
