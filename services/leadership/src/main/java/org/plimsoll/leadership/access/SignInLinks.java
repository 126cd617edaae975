package org.plimsoll.leadership.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Links that sign somebody in, once. Whoever has the password of the database may make one: it is
 * how the owner of an installation lets people in before they have a password of their own.
 */
public final class SignInLinks {
  private SignInLinks() {}

  /**
   * Makes a link.
   *
   * @param database that of this service
   * @param person as the facts of nodes name them
   * @return its path, which is the secret
   */
  public static String make(JdbcClient database, String person, Duration within) {
    String token = Tokens.draw();
    database.sql("DELETE FROM access.sign_in_link WHERE expires_at < now()").update();
    database
        .sql(
            "INSERT INTO access.sign_in_link (token_sha256, person, expires_at)"
                + " VALUES (:token, :person, now() + make_interval(secs => :within))")
        .param("token", Tokens.sha256(token))
        .param("person", person)
        .param("within", within.toSeconds())
        .update();
    return "/sign-in/" + token;
  }

  /** By which name a link would sign in; null when it was used, is over, or never was. */
  static @Nullable String name(JdbcClient database, String token) {
    return database
        .sql(
            "SELECT coalesce(p.name, l.person) FROM access.sign_in_link l"
                + " LEFT JOIN persons.person p USING (person)"
                + " WHERE l.token_sha256 = :token AND l.expires_at > now()")
        .param("token", Tokens.sha256(token))
        .query(String.class)
        .optional()
        .orElse(null);
  }

  /** Whom a link signs in; null when it was used, is over, or never was. */
  static @Nullable String take(JdbcClient database, String token) {
    return database
        .sql(
            "DELETE FROM access.sign_in_link WHERE token_sha256 = :token AND expires_at > now()"
                + " RETURNING person")
        .param("token", Tokens.sha256(token))
        .query(String.class)
        .optional()
        .orElse(null);
  }
}
