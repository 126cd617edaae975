package org.plimsoll.intake;

import java.sql.Array;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.intake.Submission.EventId;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What became of every event, one row each. States only move forward: PENDING, PUBLISHED, then
 * WEIGHED or REFUSED, and the first verdict stands.
 */
@Component
final class Ledger {
  private final JdbcTemplate jdbc;

  Ledger(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  enum State {
    /** Recorded; perhaps published. */
    PENDING,
    /** The broker has it. */
    PUBLISHED,
    /** The engine has taken it. */
    WEIGHED,
    /** The engine has not taken it. */
    REFUSED
  }

  /** What is needed to answer a repetition. */
  record Held(String bodySha256, State state) {}

  /** What came of an event in the end. */
  record Closed(boolean weighed, String verdict) {}

  /** A place in the trail. */
  record Position(String tier, int partition, long sequence) {}

  /**
   * A row as it is told.
   *
   * @param verdict JSON that the trail's reader wrote; null before it was seen there
   */
  record Row(
      EventId id,
      String kind,
      State state,
      @Nullable Position position,
      @Nullable String verdict) {}

  /** What the trail says of one event. */
  record Verdict(
      EventId id, String kind, String bodySha256, boolean taken, Position position, String json) {}

  /** Records those that are new as PENDING. */
  void record(Collection<Submission> sorted) {
    update(
        """
        insert into event (event_id, owner, kind, body_sha256, state)
        select *, 'PENDING' from unnest(?::text[], ?::text[], ?::text[], ?::text[])
        on conflict do nothing\
        """,
        text(sorted.stream().map(s -> s.id().eventId()).toList()),
        text(sorted.stream().map(s -> s.id().owner()).toList()),
        text(sorted.stream().map(s -> s.kind().name()).toList()),
        text(sorted.stream().map(Submission::bodySha256).toList()));
  }

  /** Locks the rows for the running transaction, so that nobody else publishes them meanwhile. */
  Map<EventId, Held> lock(Collection<EventId> ids) {
    Map<EventId, Held> held = new HashMap<>();
    query(
        """
        select event_id, owner, body_sha256, state from event
        where (event_id, owner) in (select * from unnest(?::text[], ?::text[]))
        order by event_id, owner for update\
        """,
        row -> {
          while (row.next()) {
            held.put(
                new EventId(row.getString(1), row.getString(2)),
                new Held(row.getString(3), State.valueOf(row.getString(4))));
          }
        },
        eventIds(ids));
    return held;
  }

  void markPublished(Collection<EventId> ids) {
    update(
        """
        update event set state = 'PUBLISHED'
        where state = 'PENDING'
        and (event_id, owner) in (select * from unnest(?::text[], ?::text[]))\
        """,
        eventIds(ids));
  }

  /**
   * Takes over what the trail says, also of events that never came by here because their agency
   * publishes with Kafka.
   *
   * @param sorted in the order of ids, each once
   */
  void close(Collection<Verdict> sorted) {
    update(
        """
        insert into event (event_id, owner, kind, body_sha256, state, tier, partition, sequence, verdict)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                             ?::integer[], ?::bigint[], ?::text[])
        on conflict (event_id, owner) do update
        set state = excluded.state, tier = excluded.tier, partition = excluded.partition,
            sequence = excluded.sequence, verdict = excluded.verdict
        where event.state in ('PENDING', 'PUBLISHED')\
        """,
        text(sorted.stream().map(v -> v.id().eventId()).toList()),
        text(sorted.stream().map(v -> v.id().owner()).toList()),
        text(sorted.stream().map(Verdict::kind).toList()),
        text(sorted.stream().map(Verdict::bodySha256).toList()),
        text(sorted.stream().map(v -> (v.taken() ? State.WEIGHED : State.REFUSED).name()).toList()),
        text(sorted.stream().map(v -> v.position().tier()).toList()),
        new Column("integer", sorted.stream().map(v -> v.position().partition()).toList()),
        new Column("bigint", sorted.stream().map(v -> v.position().sequence()).toList()),
        text(sorted.stream().map(Verdict::json).toList()));
  }

  /** The verdicts, as JSON, on those of these events that are refused or weighed by now. */
  Map<EventId, Closed> closed(Collection<EventId> ids) {
    Map<EventId, Closed> closed = new HashMap<>();
    query(
        """
        select event_id, owner, state, verdict from event
        where state in ('WEIGHED', 'REFUSED')
        and (event_id, owner) in (select * from unnest(?::text[], ?::text[]))\
        """,
        row -> {
          while (row.next()) {
            closed.put(
                new EventId(row.getString(1), row.getString(2)),
                new Closed(State.valueOf(row.getString(3)) == State.WEIGHED, row.getString(4)));
          }
        },
        eventIds(ids));
    return closed;
  }

  /** The rows with this event id, of one owner or of all. */
  List<Row> rows(String eventId, Optional<String> owner) {
    return jdbc.query(
        """
        select event_id, owner, kind, state, tier, partition, sequence, verdict from event
        where event_id = ? and (?::text is null or owner = ?) order by owner limit 2\
        """,
        (row, _) ->
            new Row(
                new EventId(row.getString(1), row.getString(2)),
                row.getString(3),
                State.valueOf(row.getString(4)),
                row.getString(5) == null
                    ? null
                    : new Position(row.getString(5), row.getInt(6), row.getLong(7)),
                row.getString(8)),
        eventId,
        owner.orElse(null),
        owner.orElse(null));
  }

  private record Column(String type, List<?> values) {}

  private interface Rows {
    void read(java.sql.ResultSet rows) throws java.sql.SQLException;
  }

  private static Column text(List<?> values) {
    return new Column("text", values);
  }

  private static Column[] eventIds(Collection<EventId> ids) {
    return new Column[] {
      text(ids.stream().map(EventId::eventId).toList()),
      text(ids.stream().map(EventId::owner).toList())
    };
  }

  private void update(String sql, Column... columns) {
    query(sql, _ -> {}, columns);
  }

  /** One statement for a whole batch: each parameter is a column, each element a row. */
  private void query(String sql, Rows rows, Column... columns) {
    jdbc.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < columns.length; i++) {
                  statement.setArray(i + 1, array(connection, columns[i]));
                }
                if (statement.execute()) {
                  rows.read(statement.getResultSet());
                }
                return null;
              }
            });
  }

  private static Array array(Connection connection, Column column) throws java.sql.SQLException {
    return connection.createArrayOf(column.type, column.values.toArray());
  }
}
