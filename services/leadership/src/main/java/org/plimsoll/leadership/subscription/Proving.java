package org.plimsoll.leadership.subscription;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends the letters that ask for proof of an address, each with a token of its own. */
final class Proving {
  private static final Logger log = LoggerFactory.getLogger(Proving.class);
  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Lease lease;
  private final Letters letters;
  private final Backoff backoff;

  Proving(
      JdbcClient database,
      TransactionTemplate transaction,
      Lease lease,
      Letters letters,
      Backoff backoff) {
    this.database = database;
    this.transaction = transaction;
    this.lease = lease;
    this.letters = letters;
    this.backoff = backoff;
  }

  /** A letter that is due. */
  private record Due(long seq, String person, String mail, int attempts) {}

  boolean isDue() {
    return due("").isPresent();
  }

  /** Sends all that are due, one after the other. */
  void send(long fence) {
    boolean more = true;
    while (more) {
      byte[] random = new byte[TOKEN_BYTES];
      RANDOM.nextBytes(random);
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      Due due = transaction.execute(_ -> lease.confirm(fence) ? claimed(token).orElse(null) : null);
      more = due != null;
      if (due != null) {
        send(due, token);
      }
    }
  }

  private Optional<Due> due(String locked) {
    return database
        .sql(
            """
            SELECT * FROM telling.mail_proof
            WHERE sent_at IS NULL AND due_at <= now() AND ends_at > now()
            ORDER BY due_at LIMIT 1
            """
                + locked)
        .query((row, _) ->
            new Due(
                row.getLong("seq"),
                row.getString("person"),
                row.getString("mail"),
                row.getInt("attempts")))
        .optional();
  }

  /**
   * Its next turn stands before it is sent, so that a letter that fails is not sent at once again.
   */
  private Optional<Due> claimed(String token) {
    Optional<Due> due = due("FOR UPDATE");
    due.ifPresent(each ->
        database
            .sql(
                """
                UPDATE telling.mail_proof SET token_sha256 = :digest, attempts = attempts + 1,
                  due_at = now() + :wait * interval '1 millisecond'
                WHERE seq = :seq
                """)
            .param("digest", Calendars.digest(token))
            .param("wait", backoff.after(each.attempts() + 1, RANDOM.nextDouble(), null).toMillis())
            .param("seq", each.seq())
            .update());
    return due;
  }

  private void send(Due due, String token) {
    Person person = Persons.one(database, due.person());
    Attempt attempt =
        letters.askForProof(
            "proof_" + due.seq(), due.mail(), person.id(), token, person.language());
    if (attempt instanceof Attempt.Arrived) {
      database
          .sql("UPDATE telling.mail_proof SET sent_at = now() WHERE seq = :seq")
          .param("seq", due.seq())
          .update();
    } else {
      log.warn("A letter that asks for proof of an address waits: {}", attempt.said());
    }
  }
}
