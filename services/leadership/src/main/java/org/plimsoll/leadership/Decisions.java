package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What accountable persons decided, and what became of it. */
class Decisions {
  /** Kinds of decisions by which an exception is answered: it does not go up for want of one. */
  static final Set<String> ANSWERS =
      Set.of("ACKNOWLEDGE", "GRANT_TOLERANCE", "REQUIRE_EXCEPTION_PLAN");

  /**
   * A decision, taken or refused.
   *
   * @param exceptionId the exception it answers; with ASSIST the call for help; null for a baseline
   * @param decidedBy as the event names them; {@link PersonsInWords} knows the name
   * @param reason as it stands in the event, sealed or not; {@link PersonsInWords} opens it
   * @param toleranceId of a silence window; null for the whole node, and for other decisions
   * @param refused why it was not taken; null when it was
   */
  record Decision(
      String nodeId,
      @Nullable String exceptionId,
      String kind,
      String decidedBy,
      @Nullable String decidedAs,
      Instant decidedAt,
      String reason,
      @Nullable Long limitTenThousandths,
      @Nullable LocalDate until,
      @Nullable LocalDate planDueOn,
      @Nullable String handedTo,
      @Nullable Integer answersRevision,
      @Nullable Long costMinor,
      @Nullable LocalDate finish,
      @Nullable String toleranceId,
      @Nullable Refused refused,
      Position cause,
      Instant takenAt) {
    boolean taken() {
      return refused == null;
    }

    Decision withReason(String read) {
      return new Decision(
          nodeId,
          exceptionId,
          kind,
          decidedBy,
          decidedAs,
          decidedAt,
          read,
          limitTenThousandths,
          until,
          planDueOn,
          handedTo,
          answersRevision,
          costMinor,
          finish,
          toleranceId,
          refused,
          cause,
          takenAt);
    }
  }

  /** Why an input was not taken. */
  record Refused(String reason, String field, String value, String expected) {}

  /** An exception that went one level up. */
  record PassedUp(
      String exceptionId,
      String from,
      String to,
      String waitedFor,
      Instant waitingSince,
      Instant at,
      int revision,
      Position cause) {}

  /**
   * A decision about an exception, and what has become of that.
   *
   * @param unit of its limit
   * @param state of the exception now
   * @param again whether it is over, and another one of the same tolerance open
   */
  record Lately(
      Decision decision,
      String measure,
      @Nullable String indicatorId,
      String unit,
      String state,
      boolean again) {}

  private final JdbcClient database;

  Decisions(JdbcClient database) {
    this.database = database;
  }

  /** Where a decision stands among those of a node. */
  record Place(Instant takenAt, String tier, int partition, long sequence) {
    /** Reads what {@link #toString} wrote. */
    static Place of(String text) {
      String[] parts = text.split(" ", 4);
      return new Place(
          Instant.parse(parts[0]), parts[1], Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
    }

    private static Place of(Decision d) {
      return new Place(d.takenAt(), d.cause().tier(), d.cause().partition(), d.cause().sequence());
    }

    @Override
    public String toString() {
      return takenAt + " " + tier + " " + partition + " " + sequence;
    }
  }

  /**
   * About a node and its exceptions, newest first.
   *
   * @param before where the page before ended; null for the first page
   */
  Page<Decision> ofNode(String nodeId, @Nullable Place before, int limit) {
    List<Decision> found =
        database
            .sql(
                """
                SELECT * FROM decision WHERE node_id = :node AND (:at::timestamptz IS NULL
                  OR (taken_at, tier, partition, sequence)
                    < (:at::timestamptz, :tier, :partition, :sequence))
                ORDER BY taken_at DESC, tier DESC, partition DESC, sequence DESC LIMIT :limit
                """)
            .param("node", nodeId)
            .param("at", before == null ? null : before.takenAt().toString())
            .param("tier", before == null ? "" : before.tier())
            .param("partition", before == null ? 0 : before.partition())
            .param("sequence", before == null ? 0 : before.sequence())
            .param("limit", limit + 1)
            .query(Decisions::decision)
            .list();
    return Page.of(found, limit, Place::of);
  }

  /**
   * What was answered lately about exceptions that a level was told of, newest first. Looked up for
   * each decision (OFFSET 0), however few or many the planner believes there are.
   *
   * @param receiver of these exceptions; null for all
   * @param reader whose own answers are among them whatever they were about, where no receiver is
   *     asked for
   */
  List<Lately> lately(String level, @Nullable String receiver, String reader, int limit) {
    return database
        .sql(
            """
            SELECT d.*, e.*
            FROM decision_lately d CROSS JOIN LATERAL (
              SELECT measure AS of_measure, indicator_id AS of_indicator, unit AS of_unit,
                state AS of_state, state <> 'OPEN' AND EXISTS (
                  SELECT 1 FROM exception o WHERE o.node_id = x.node_id
                    AND o.tolerance_id = x.tolerance_id AND o.state = 'OPEN' OFFSET 0) AS of_again
              FROM exception x WHERE exception_id = d.exception_id OFFSET 0) e
            WHERE d.kind <> 'NOTE' AND (
              (:receiver::text IS NULL AND d.decided_by = :reader) OR EXISTS (
              SELECT 1 FROM delivered t WHERE t.exception_id = d.exception_id AND t.level = :level
                AND (:receiver::text IS NULL OR t.delivered_to = :receiver) OFFSET 0))
            ORDER BY d.taken_at DESC, d.sequence DESC LIMIT :limit
            """)
        .param("level", level)
        .param("receiver", receiver)
        .param("reader", reader)
        .param("limit", limit)
        .query((row, number) ->
            new Lately(
                decision(row, number),
                row.getString("of_measure"),
                row.getString("of_indicator"),
                row.getString("of_unit"),
                row.getString("of_state"),
                row.getBoolean("of_again")))
        .list();
  }

  /** About one exception, and the baselines approved since it was raised, oldest first. */
  List<Decision> ofException(String nodeId, String exceptionId, long raisedSequence, int limit) {
    return database
        .sql(
            """
            SELECT * FROM decision WHERE node_id = :node
              AND (exception_id = :exception
                   OR (kind = 'APPROVE_BASELINE' AND sequence >= :raised))
            ORDER BY taken_at, sequence LIMIT :limit
            """)
        .param("node", nodeId)
        .param("exception", exceptionId)
        .param("raised", raisedSequence)
        .param("limit", limit)
        .query(Decisions::decision)
        .list();
  }

  /** The newest grant of more tolerance before an exception was raised, if it had ended by then. */
  Optional<Decision> lapsedBefore(String exceptionId) {
    return database
        .sql(
            """
            SELECT d.* FROM exception e CROSS JOIN LATERAL (
              SELECT d.* FROM exception before JOIN decision d USING (exception_id)
              WHERE before.node_id = e.node_id AND before.tolerance_id = e.tolerance_id
                AND before.seq < e.seq AND d.kind = 'GRANT_TOLERANCE' AND d.accepted
                AND d.limit_10000 IS NOT NULL
              ORDER BY d.sequence DESC LIMIT 1) d
            WHERE e.exception_id = :exception
              AND EXISTS (SELECT 1 FROM tolerance_period p
                WHERE p.node_id = e.node_id AND p.tolerance_id = e.tolerance_id
                  AND p.what = 'ENDED' AND p.tier = d.tier AND p.partition = d.partition
                  AND p.sequence > d.sequence AND p.sequence <= e.raised_sequence)
            """)
        .param("exception", exceptionId)
        .query(Decisions::decision)
        .optional();
  }

  /** Those that stand at these places of a partition, in no order. */
  List<Decision> at(String tier, int partition, Collection<Long> sequences) {
    return database
        .sql(
            "SELECT * FROM decision WHERE tier = :tier AND partition = :partition AND sequence ="
                + " ANY(:sequences)")
        .param("tier", tier)
        .param("partition", partition)
        .param("sequences", sequences.toArray(Long[]::new))
        .query(Decisions::decision)
        .list();
  }

  /** How often an exception went one level up, oldest first. */
  List<PassedUp> passedUp(String exceptionId) {
    return database
        .sql("SELECT * FROM passed_up WHERE exception_id = :exception ORDER BY sequence")
        .param("exception", exceptionId)
        .query(Decisions::passedUp)
        .list();
  }

  static PassedUp passedUp(ResultSet row, int number) throws SQLException {
    return new PassedUp(
        row.getString("exception_id"),
        row.getString("from_level"),
        row.getString("to_level"),
        row.getString("waited_for"),
        requireNonNull(Columns.moment(row, "waiting_since")),
        requireNonNull(Columns.moment(row, "at")),
        row.getInt("revision"),
        position(row));
  }

  static Decision decision(ResultSet row, int number) throws SQLException {
    return new Decision(
        row.getString("node_id"),
        row.getString("exception_id"),
        row.getString("kind"),
        row.getString("decided_by"),
        row.getString("decided_as"),
        requireNonNull(Columns.moment(row, "decided_at")),
        row.getString("reason"),
        Columns.number(row, "limit_10000"),
        Columns.day(row, "until_date"),
        Columns.day(row, "plan_due_on"),
        row.getString("handed_to"),
        row.getObject("answers_revision", Integer.class),
        Columns.number(row, "cost_minor"),
        Columns.day(row, "finish"),
        row.getString("tolerance_id"),
        row.getBoolean("accepted") ? null : refused(row),
        position(row),
        requireNonNull(Columns.moment(row, "taken_at")));
  }

  private static Refused refused(ResultSet row) throws SQLException {
    String reason = row.getString("refused_reason");
    return new Refused(
        reason == null ? "UNRECOGNISED" : reason,
        text(row, "refused_field"),
        text(row, "refused_value"),
        text(row, "refused_expected"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static Position position(ResultSet row) throws SQLException {
    return new Position(
        row.getString("tier"),
        row.getInt("partition"),
        row.getLong("sequence"),
        row.getString("event_id"));
  }
}
