package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was weighed, what was refused, and how little of it travelled upward. */
class Flow {
  /**
   * Counts since the beginning of the trail.
   *
   * @param statusChangesPerDelivered status changes taken for each item that travelled, to any
   *     level; absent while nothing has
   */
  record Counts(
      long statusChangesTaken,
      long statusChangesRefused,
      long deliveredToProgram,
      long deliveredToPortfolio,
      @Nullable BigDecimal statusChangesPerDelivered) {}

  /** An input that was not taken, and what to change. */
  record Refusal(
      long seq,
      String reason,
      String field,
      String value,
      String expected,
      @Nullable String sender,
      String inputType,
      String inputTopic,
      int inputPartition,
      long inputOffset,
      Position cause,
      Instant takenAt) {}

  /** How sources say in the three languages that figures are made up. */
  static final String ILLUSTRATIVE = "illustrat|иллюстрат|условн|шартты";

  private final JdbcClient database;
  private final Recent.Of recent;

  Flow(JdbcClient database, Recent.Of recent) {
    this.database = database;
    this.recent = recent;
  }

  Counts counts() {
    return recent.get(List.of("counts"), this::counted);
  }

  private Counts counted() {
    return database
        .sql("SELECT * FROM flow")
        .query((row, number) -> {
          long taken = row.getLong("status_taken");
          long toProgram = row.getLong("delivered_program");
          long toPortfolio = row.getLong("delivered_portfolio");
          long delivered = toProgram + toPortfolio;
          return new Counts(
              taken,
              row.getLong("status_refused"),
              toProgram,
              toPortfolio,
              delivered == 0
                  ? null
                  : BigDecimal.valueOf(taken)
                      .divide(BigDecimal.valueOf(delivered), 1, RoundingMode.HALF_UP));
        })
        .single();
  }

  /** Whether the source of a node that is seen says that figures are made up. */
  boolean isIllustrative() {
    return recent.get(
        List.of("illustrative"),
        () ->
            database
                .sql(
                    // Written into the query, so that the index of just these nodes is taken.
                    "SELECT EXISTS (SELECT 1 FROM node WHERE source ~* '%s')"
                        .formatted(ILLUSTRATIVE))
                .query(Boolean.class)
                .single());
  }

  /** Status changes taken about a program's projects. */
  long statusTakenBelow(String parent) {
    return database
        .sql(
            "SELECT coalesce(sum(taken), 0)::bigint FROM node_taken"
                + " WHERE parent_id = :parent OR"
                + " parent_id IN (SELECT node_id FROM node WHERE parent_id = :parent)")
        .param("parent", parent)
        .query(Long.class)
        .single();
  }

  /** Tolerances granted to a node and to all below it; to all nodes where none is named. */
  long tolerancesBelow(@Nullable String node) {
    return node == null
        ? recent.get(
            List.of("tolerances"),
            () -> count("SELECT DISTINCT node_id, tolerance_id FROM node_tolerance", Map.of()))
        : count(
            """
            SELECT DISTINCT node_id, tolerance_id FROM node_tolerance
            WHERE :node IN (node_id, parent_id)
              OR parent_id IN (SELECT node_id FROM node WHERE parent_id = :node)
            """,
            Map.of("node", node));
  }

  private long count(String rows, Map<String, ?> parameters) {
    return database
        .sql("SELECT count(*) FROM (" + rows + ") counted")
        .params(parameters)
        .query(Long.class)
        .single();
  }

  Page<Refusal> refusals(@Nullable String sender, long after, int limit) {
    List<Refusal> found =
        database
            .sql(
                "SELECT * FROM refusal WHERE seq > :after "
                    + Narrowed.by("sender", "sender", sender)
                    + "ORDER BY seq LIMIT :limit")
            .param("after", after)
            .param("sender", sender)
            .param("limit", limit + 1)
            .query(Flow::refusal)
            .list();
    return Page.of(found, limit, Refusal::seq);
  }

  static Refusal refusal(ResultSet row, int number) throws SQLException {
    return new Refusal(
        row.getLong("seq"),
        row.getString("reason"),
        row.getString("field"),
        row.getString("value"),
        row.getString("expected"),
        row.getString("sender"),
        row.getString("input_type"),
        row.getString("input_topic"),
        row.getInt("input_partition"),
        row.getLong("input_offset"),
        new Position(
            row.getString("tier"),
            row.getInt("partition"),
            row.getLong("sequence"),
            row.getString("event_id")),
        requireNonNull(Columns.moment(row, "taken_at")));
  }
}
