package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Step.Entry;
import org.plimsoll.leadership.Step.Place;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The steps of an exception that stand in the trail, as far as it is shown. */
class DecisionTrail {
  /**
   * Of one entry first what was decided, then what changed, what was held back, what went up, and
   * where it went. Decisions about the node count while the exception lasts: an approved baseline,
   * help, and deliveries that are muted. An entry that only moved time on names no node; then the
   * item that it delivered, or the tick itself, says when it was taken.
   */
  private static final String STEPS =
      """
      WITH step AS (
        SELECT 0 AS rank, kind AS what, NULL::date AS on_date, NULL::text AS level,
          NULL::text AS receiver, sequence, event_id, 0 AS revision, false AS last
        FROM decision WHERE node_id = :node AND (exception_id = :exception
          OR (sequence BETWEEN :raised AND :until AND (kind IN ('APPROVE_BASELINE', 'ASSIST')
            OR (kind = 'MUTE' AND coalesce(tolerance_id, :tolerance) = :tolerance))))
        UNION ALL
        SELECT 1, change, on_date, NULL, NULL, sequence, event_id, revision, change = 'CLEARED'
        FROM exception_change WHERE exception_id = :exception
        UNION ALL
        SELECT 2, why, on_date, NULL, NULL, sequence, event_id, count, false
        FROM suppression WHERE exception_id = :exception
        UNION ALL
        SELECT 3, waited_for, NULL, to_level, NULL, sequence, event_id, revision, false
        FROM passed_up WHERE exception_id = :exception
        UNION ALL
        SELECT 4, change, on_date, level, delivered_to, sequence, event_id, 0, false
        FROM delivered d WHERE exception_id = :exception AND sequence <= (
          SELECT c.sequence FROM consumed c WHERE c.tier = d.tier AND c.partition = d.partition)
      ), placed AS (
        SELECT s.*, t.taken_at, max(t.taken_at) OVER (ORDER BY s.sequence) AS place_at,
          s.sequence * 1000 + s.rank * 100 + row_number() OVER (
            PARTITION BY s.sequence, s.rank ORDER BY s.revision, s.last, s.level) AS number
        FROM step s CROSS JOIN LATERAL (SELECT coalesce(
          (SELECT e.taken_at FROM node_entry e WHERE e.node_id = :node AND e.tier = :tier
             AND e.partition = :partition AND e.sequence = s.sequence),
          (SELECT min(d.taken_at) FROM delivered d WHERE d.tier = :tier
             AND d.partition = :partition AND d.sequence = s.sequence),
          (SELECT k.at FROM tick k WHERE k.tier = :tier AND k.partition = :partition
             AND k.sequence = s.sequence), 'epoch') AS taken_at) t)
      SELECT placed.*, moment_of(:tier, :partition, sequence, taken_at) AS known_at FROM placed
      WHERE (place_at, number) > (:at::timestamptz, :number)
      ORDER BY place_at, number LIMIT :limit
      """;

  /** A step before what it names was looked up. */
  private record Row(
      int rank,
      String what,
      @Nullable LocalDate on,
      @Nullable String level,
      @Nullable String receiver,
      Place place,
      Entry entry) {
    long sequence() {
      return entry.at().sequence();
    }
  }

  private final JdbcClient database;
  private final Decisions decisions;

  DecisionTrail(JdbcClient database, Decisions decisions) {
    this.database = database;
    this.decisions = decisions;
  }

  /** The steps behind a place, in their order. */
  List<Step> after(Episode episode, Place after, int limit) {
    Position raised = episode.raisedBy();
    List<Row> rows =
        database
            .sql(STEPS)
            .param("exception", episode.id())
            .param("node", episode.nodeId())
            .param("tolerance", episode.toleranceId())
            .param("tier", raised.tier())
            .param("partition", raised.partition())
            .param("raised", raised.sequence())
            .param(
                "until",
                episode.state().equals("OPEN") ? Long.MAX_VALUE : episode.changedBy().sequence())
            .param("at", after.at().toString())
            .param("number", after.numberIn(Place.TRAIL))
            .param("limit", limit)
            .query((row, number) -> row(row, raised))
            .list();
    Map<Long, Decision> decided =
        decisions
            .at(
                raised.tier(),
                raised.partition(),
                rows.stream().filter(row -> row.rank() == 0).map(Row::sequence).toList())
            .stream()
            .collect(toMap(decision -> decision.cause().sequence(), decision -> decision));
    Map<Long, Decisions.PassedUp> passedUp =
        decisions.passedUp(episode.id()).stream()
            .collect(toMap(up -> up.cause().sequence(), up -> up, (one, other) -> other));
    return rows.stream().map(row -> step(row, decided, passedUp)).toList();
  }

  private static Step step(
      Row row, Map<Long, Decision> decided, Map<Long, Decisions.PassedUp> passedUp) {
    return switch (row.rank()) {
      case 0 ->
          new Step.Decided(row.place(), row.entry(), requireNonNull(decided.get(row.sequence())));
      case 1 -> new Step.Changed(row.place(), row.entry(), row.what(), requireNonNull(row.on()));
      case 2 -> new Step.HeldBack(row.place(), row.entry(), requireNonNull(row.on()));
      case 3 ->
          new Step.PassedUp(row.place(), row.entry(), requireNonNull(passedUp.get(row.sequence())));
      default ->
          new Step.Delivered(
              row.place(),
              row.entry(),
              row.what(),
              requireNonNull(row.level()),
              requireNonNull(row.receiver()),
              requireNonNull(row.on()));
    };
  }

  private static Row row(ResultSet row, Position raised) throws SQLException {
    Instant placedAt = requireNonNull(Columns.moment(row, "place_at"));
    return new Row(
        row.getInt("rank"),
        row.getString("what"),
        Columns.day(row, "on_date"),
        row.getString("level"),
        row.getString("receiver"),
        new Place(placedAt, Place.TRAIL, row.getLong("number")),
        new Entry(
            new Position(
                raised.tier(),
                raised.partition(),
                row.getLong("sequence"),
                row.getString("event_id")),
            requireNonNull(Columns.moment(row, "taken_at")),
            requireNonNull(Columns.moment(row, "known_at"))));
  }
}
