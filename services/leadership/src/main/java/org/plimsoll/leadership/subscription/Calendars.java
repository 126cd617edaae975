package org.plimsoll.leadership.subscription;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The addresses under which calendar programs read what is due, each known by its token alone. */
@Repository
public class Calendars {
  /** Exceptions of one calendar: more than a person can decide in the weeks that one looks at. */
  private static final int MOST = 100;

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient database;
  private final Sight sight;

  Calendars(JdbcClient database, Sight sight) {
    this.database = database;
    this.sight = sight;
  }

  /**
   * A new address.
   *
   * @return the token, which is known to nobody from then on
   */
  public String make(String person) {
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    database
        .sql("INSERT INTO telling.calendar (token_sha256, person) VALUES (:digest, :person)")
        .param("digest", digest(token))
        .param("person", person)
        .update();
    return token;
  }

  /** Whose calendar it is; nothing for a token that never was or is revoked. */
  public Optional<String> person(String token) {
    return database
        .sql(
            "SELECT person FROM telling.calendar WHERE token_sha256 = :digest AND revoked_at IS NULL")
        .param("digest", digest(token))
        .query(String.class)
        .optional();
  }

  /** How many addresses lead to the person's calendar. */
  public int inUse(String person) {
    return database
        .sql("SELECT count(*) FROM telling.calendar WHERE person = :person AND revoked_at IS NULL")
        .param("person", person)
        .query(Integer.class)
        .single();
  }

  /** No address leads there any more. */
  public void revoke(String person) {
    database
        .sql(
            "UPDATE telling.calendar SET revoked_at = now() WHERE person = :person AND revoked_at IS"
                + " NULL")
        .param("person", person)
        .update();
  }

  /** Open exceptions that the person sees, those in their own hand first. */
  public List<String> open(String person) {
    return sight.as(
        person,
        () ->
            database
                .sql(
                    """
                    SELECT exception_id FROM held WHERE sees(node_id)
                    ORDER BY coalesce(holder = :person, false) DESC, seq DESC LIMIT :most
                    """)
                .param("person", person)
                .param("most", MOST)
                .query((row, _) -> row.getString(1))
                .list());
  }

  /** As what a token is kept that is handed out once. */
  static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
