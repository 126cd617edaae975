package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which state of an exception a decision answers, and who answers it: each state has one answer,
 * and the first to give it keeps it. Notes answer nothing and are not held back.
 */
@Repository
class Answering {
  /**
   * How an exception stands.
   *
   * @param revision as it was last announced
   * @param sequence place in its partition of what last changed it or who has it
   */
  record State(int revision, long sequence) {}

  /** Somebody answers a state. */
  record Claim(String eventId, String decidedBy, String kind, Instant at) {}

  /** How long an answer keeps a state while nothing is known of it. */
  private static final int KEPT_SECONDS = 60;

  private final JdbcClient database;

  Answering(JdbcClient database) {
    this.database = database;
  }

  State state(Episode episode) {
    return database
        .sql(
            """
            SELECT greatest(
                (SELECT max(revision) FROM exception_change WHERE exception_id = :exception),
                (SELECT max(revision) FROM passed_up WHERE exception_id = :exception)) AS revision,
              greatest(
                :changed,
                (SELECT max(sequence) FROM passed_up WHERE exception_id = :exception),
                (SELECT max(sequence) FROM decision WHERE exception_id = :exception
                   AND accepted AND kind <> 'NOTE'),
                (SELECT max(sequence) FROM decision WHERE node_id = :node AND accepted
                   AND kind IN ('APPROVE_BASELINE', 'ASSIST'))) AS sequence
            """)
        .param("exception", episode.id())
        .param("node", episode.nodeId())
        .param("changed", episode.changedBy().sequence())
        .query((row, number) -> new State(row.getInt("revision"), row.getLong("sequence")))
        .single();
  }

  /**
   * Takes a state for an answer.
   *
   * @return who answers it now: the one that asks, or who came first
   */
  Claim claim(String exceptionId, long sequence, Claim mine) {
    // Who was first may be gone again before it is read: then the state is free, and asked for
    // anew.
    while (true) {
      Optional<Claim> held = insert(exceptionId, sequence, mine);
      if (held.isEmpty()) {
        held = claimed(exceptionId, sequence);
      }
      if (held.isPresent()) {
        return held.get();
      }
    }
  }

  private Optional<Claim> insert(String exceptionId, long sequence, Claim mine) {
    return database
        .sql(
            """
            INSERT INTO answering AS a (exception_id, answers, event_id, decided_by, kind, at)
            VALUES (:exception, :answers, :event, :by, :kind, :at::timestamptz)
            ON CONFLICT (exception_id, answers) DO UPDATE
              SET (event_id, decided_by, kind, at) =
                (excluded.event_id, excluded.decided_by, excluded.kind, excluded.at)
              WHERE a.at < now() - make_interval(secs => :kept)
            RETURNING *
            """)
        .param("exception", exceptionId)
        .param("answers", sequence)
        .param("event", mine.eventId())
        .param("by", mine.decidedBy())
        .param("kind", mine.kind())
        .param("at", mine.at().toString())
        .param("kept", KEPT_SECONDS)
        .query(Answering::claim)
        .optional();
  }

  private static Claim claim(ResultSet row, int number) throws SQLException {
    return new Claim(
        row.getString("event_id"),
        row.getString("decided_by"),
        row.getString("kind"),
        requireNonNull(Columns.moment(row, "at")));
  }

  private Optional<Claim> claimed(String exceptionId, long sequence) {
    return database
        .sql("SELECT * FROM answering WHERE exception_id = :exception AND answers = :answers")
        .param("exception", exceptionId)
        .param("answers", sequence)
        .query(Answering::claim)
        .optional();
  }

  /** Lets a state go whose answer was not taken. */
  void release(String eventId) {
    database.sql("DELETE FROM answering WHERE event_id = :event").param("event", eventId).update();
  }

  /** The decision of an event; null while the trail has not shown it. */
  @Nullable Decision decided(String eventId) {
    List<Decision> found =
        database
            .sql("SELECT * FROM decision WHERE event_id = :event ORDER BY sequence LIMIT 1")
            .param("event", eventId)
            .query(Decisions::decision)
            .list();
    return found.isEmpty() ? null : found.getFirst();
  }
}
