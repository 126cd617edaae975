package org.plimsoll.leadership.subscription;

import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to send, held by one process at a time until the database's clock says that it is over.
 * What a holder writes names the fence under which it was allowed; whoever was overtaken finds out
 * before it claims the next delivery. A call that was under way then may be made twice: receivers
 * know it by its id.
 */
final class Lease {
  private static final String NAME = "sender";

  private final JdbcClient database;
  private final Duration length;
  private final String holder = UUID.randomUUID().toString();

  Lease(JdbcClient database, Duration length) {
    this.database = database;
    this.length = length;
  }

  /**
   * Takes it or keeps it.
   *
   * @return the fence, which grows each time it changes hands; 0 while another holds it
   */
  long hold() {
    return database
        .sql(
            """
            INSERT INTO telling.lease AS l (name, holder, fence, expires_at)
            VALUES (:name, :holder, 1, clock_timestamp() + :length * interval '1 millisecond')
            ON CONFLICT (name) DO UPDATE SET
              fence = l.fence + CASE WHEN l.holder = excluded.holder
                AND l.expires_at > clock_timestamp() THEN 0 ELSE 1 END,
              holder = excluded.holder, expires_at = excluded.expires_at
            WHERE l.holder = excluded.holder OR l.expires_at <= clock_timestamp()
            RETURNING fence
            """)
        .param("name", NAME)
        .param("holder", holder)
        .param("length", length.toMillis())
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /**
   * Keeps the lease from changing hands until the transaction ends.
   *
   * @return whether it is still held under this fence
   */
  boolean confirm(long fence) {
    return database
        .sql(
            """
            SELECT true FROM telling.lease WHERE name = :name AND holder = :holder
              AND fence = :fence AND expires_at > clock_timestamp() FOR SHARE
            """)
        .param("name", NAME)
        .param("holder", holder)
        .param("fence", fence)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  /**
   * Notes that somebody sends.
   *
   * @return whether nobody ever had before
   */
  boolean begin() {
    return database
            .sql("UPDATE telling.lease SET begun = true WHERE name = :name AND NOT begun")
            .param("name", NAME)
            .update()
        == 1;
  }

  /** Lets the next one begin at once. */
  void release() {
    database
        .sql(
            "UPDATE telling.lease SET expires_at = clock_timestamp() WHERE name = :name AND holder ="
                + " :holder")
        .param("name", NAME)
        .param("holder", holder)
        .update();
  }
}
