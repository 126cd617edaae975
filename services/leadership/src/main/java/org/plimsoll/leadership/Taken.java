package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The status changes that were taken, and after which of them something was delivered. */
class Taken {
  /**
   * How many there are.
   *
   * @param delivered those of them after which something about their project or its program was
   *     delivered
   */
  record Sum(long taken, long delivered) {
    /** Those after which nothing was. */
    long avoided() {
      return Math.max(0, taken - delivered);
    }
  }

  /** Those of one project. */
  record OfProject(String id, Names names, Sum sum) {}

  /** One of them. */
  record Change(Position cause, Instant takenAt) {}

  /** Entries that took a status change, of its project alone. */
  private static final String TOOK = "e.own AND e.accepted AND e.input_type = 'STATUS_CHANGE'";

  private static final String DELIVERED =
      """
      EXISTS (SELECT 1 FROM delivered d WHERE d.tier = e.tier AND d.partition = e.partition
        AND d.sequence = e.sequence)\
      """;

  private final JdbcClient database;
  private final Recent.Of recent;

  Taken(JdbcClient database, Recent.Of recent) {
    this.database = database;
    this.recent = recent;
  }

  /**
   * All of them.
   *
   * @param agency of the project; null: any
   */
  Sum sum(@Nullable String agency) {
    return recent.get(
        agency == null ? List.of("taken") : List.of("taken", agency), () -> count(agency));
  }

  private Sum count(@Nullable String agency) {
    long taken =
        database
            .sql(
                "SELECT coalesce(sum(taken), 0)::bigint FROM node_taken WHERE true "
                    + Narrowed.by("agency_id", "agency", agency))
            .param("agency", agency)
            .query(Long.class)
            .single();
    long delivered =
        database
            .sql(
                """
                SELECT count(*)
                FROM (SELECT DISTINCT tier, partition, sequence FROM delivered) d
                JOIN node_entry e USING (tier, partition, sequence)
                """
                    + (agency == null ? "" : "JOIN node n USING (node_id) ")
                    + "WHERE "
                    + TOOK
                    + " "
                    + Narrowed.by("n.agency_id", "agency", agency))
            .param("agency", agency)
            .query(Long.class)
            .single();
    return new Sum(taken, delivered);
  }

  /**
   * The projects of which any were taken, by their ids.
   *
   * @param agency of the project; null: any
   * @param after id of the last project of the page before; empty for the first
   */
  Page<OfProject> projects(@Nullable String agency, String after, int limit) {
    List<OfProject> found =
        database
            .sql(
                """
                SELECT s.node_id, s.taken, n.name_kk, n.name_ru, n.name_en, (
                  SELECT count(*) FROM node_entry e
                  WHERE e.node_id = s.node_id AND %s AND EXISTS (
                    SELECT 1 FROM delivered d WHERE d.tier = e.tier
                      AND d.partition = e.partition AND d.sequence = e.sequence)) AS delivered
                FROM status_count s LEFT JOIN node n USING (node_id)
                WHERE s.taken > 0 AND s.node_id > :after
                """
                        .formatted(TOOK)
                    + Narrowed.by("n.agency_id", "agency", agency)
                    + "ORDER BY s.node_id LIMIT :limit")
            .param("agency", agency)
            .param("after", after)
            .param("limit", limit + 1)
            .query((row, number) ->
                new OfProject(
                    row.getString("node_id"),
                    Names.of(row, row.getString("node_id")),
                    new Sum(row.getLong("taken"), row.getLong("delivered"))))
            .list();
    return Page.of(found, limit, OfProject::id);
  }

  /** Those of one project. */
  Sum ofProject(String nodeId) {
    return database
        .sql(
            "SELECT count(*) AS taken, count(*) FILTER (WHERE %s) AS delivered FROM node_entry e WHERE e.node_id = :node AND %s"
                .formatted(DELIVERED, TOOK))
        .param("node", nodeId)
        .query((row, number) -> new Sum(row.getLong("taken"), row.getLong("delivered")))
        .single();
  }

  /**
   * Those of one project, newest first.
   *
   * @param delivered whether something was delivered after them; null: either
   * @param before number of the last entry of the page before; the greatest number for the first
   */
  Page<Change> changes(String nodeId, @Nullable Boolean delivered, long before, int limit) {
    List<Change> found =
        database
            .sql(
                "SELECT e.* FROM node_entry e WHERE e.node_id = :node AND e.sequence < :before AND "
                    + TOOK
                    + (delivered == null ? "" : delivered ? " AND " : " AND NOT ")
                    + (delivered == null ? "" : DELIVERED)
                    + " ORDER BY e.sequence DESC LIMIT :limit")
            .param("node", nodeId)
            .param("before", before)
            .param("limit", limit + 1)
            .query((row, number) ->
                new Change(
                    new Position(
                        row.getString("tier"),
                        row.getInt("partition"),
                        row.getLong("sequence"),
                        null),
                    requireNonNull(Columns.moment(row, "taken_at"))))
            .list();
    return Page.of(found, limit, change -> change.cause().sequence());
  }
}
