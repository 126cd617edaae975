package org.plimsoll.leadership.access;

import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Browsers that are signed in. They outlive a restart, and every instance knows them. */
@Repository
class Sessions {
  private final JdbcClient database;
  private final Duration idle;
  private final Duration longest;

  Sessions(JdbcClient database, AccessSettings settings) {
    this.database = database;
    this.idle = settings.idle();
    this.longest = settings.longest();
  }

  /** How long a cookie is of any use. */
  Duration longest() {
    return longest;
  }

  /**
   * Begins a session.
   *
   * @return its token, known to the browser alone
   */
  String begin(String person) {
    String token = Tokens.draw();
    database
        .sql(
            "DELETE FROM access.session"
                + " WHERE signed_in_at < now() - make_interval(secs => :longest)")
        .param("longest", longest.toSeconds())
        .update();
    database
        .sql("INSERT INTO access.session (token_sha256, person) VALUES (:token, :person)")
        .param("token", Tokens.sha256(token))
        .param("person", person)
        .update();
    return token;
  }

  /**
   * Whose session it is; empty when it is over or there never was one.
   *
   * @param use whether a person did something, rather than a page by itself
   */
  Optional<String> person(String tokenSha256, boolean use) {
    return database
        .sql(
            use
                ? """
                UPDATE access.session SET used_at = CASE
                  WHEN used_at < now() - make_interval(secs => :idle / 20) THEN now() ELSE used_at END
                WHERE token_sha256 = :token AND used_at > now() - make_interval(secs => :idle)
                  AND signed_in_at > now() - make_interval(secs => :longest)
                RETURNING person
                """
                : """
                SELECT person FROM access.session
                WHERE token_sha256 = :token AND used_at > now() - make_interval(secs => :idle)
                  AND signed_in_at > now() - make_interval(secs => :longest)
                """)
        .param("token", tokenSha256)
        .param("idle", idle.toMillis() / 1000.0)
        .param("longest", longest.toMillis() / 1000.0)
        .query(String.class)
        .optional();
  }

  void end(String tokenSha256) {
    database
        .sql("DELETE FROM access.session WHERE token_sha256 = :token")
        .param("token", tokenSha256)
        .update();
  }

  /** Of one who may not sign in as before. */
  void endAll(String person) {
    database
        .sql("DELETE FROM access.session WHERE person = :person")
        .param("person", person)
        .update();
  }
}
