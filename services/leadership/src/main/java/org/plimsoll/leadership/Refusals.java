package org.plimsoll.leadership;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Flow.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was refused, and how those who publish stand. */
class Refusals {
  /**
   * What is asked for; what is absent does not narrow.
   *
   * @param reason one of the engine's
   * @param sender id of the agency that sent it
   * @param from first day, in UTC
   * @param until last day, in UTC
   */
  record Filter(
      @Nullable String reason,
      @Nullable String sender,
      @Nullable LocalDate from,
      @Nullable LocalDate until) {}

  /** How often something was refused for a reason. */
  record Times(String reason, long times) {}

  /**
   * Within the last 24 hours.
   *
   * @param taken status changes that were taken
   * @param refused inputs that were not
   */
  record Day(long taken, long refused) {}

  /**
   * A project that is to be reported on.
   *
   * @param dataDate of its newest figures; null before the first
   * @param takenAt when these were taken
   * @param within days within which a report has to come, times 10,000; null where none is asked
   *     for
   * @param silence the open exception that says it is silent; null while it is not
   * @param silentOn when that was found
   */
  record Source(
      String nodeId,
      Names names,
      @Nullable LocalDate dataDate,
      @Nullable Instant takenAt,
      @Nullable Long within,
      @Nullable String silence,
      @Nullable LocalDate silentOn) {}

  /**
   * The projects of agencies.
   *
   * @param sources the silent first, then those whose newest figures were taken longest ago
   * @param newest when the newest figures of any were taken; null before the first
   */
  record Sources(List<Source> sources, long all, long silent, @Nullable Instant newest) {}

  private static final String MATCHES =
      """
      (:reason::text IS NULL OR reason = :reason)
        AND (:sender::text IS NULL OR sender = :sender)
        AND (:from::date IS NULL OR taken_at >= :from::date::timestamp AT TIME ZONE 'UTC')
        AND (:until::date IS NULL OR taken_at < (:until::date + 1)::timestamp AT TIME ZONE 'UTC')
      """;

  private final JdbcClient database;

  Refusals(JdbcClient database) {
    this.database = database;
  }

  /** Those in front of the given one, newest first. */
  Page<Refusal> before(Filter filter, long seq, int limit) {
    List<Refusal> found =
        narrowed(
                "SELECT * FROM refusal WHERE seq < :before AND "
                    + MATCHES
                    + " ORDER BY seq DESC LIMIT :limit",
                filter)
            .param("before", seq)
            .param("limit", limit + 1)
            .query(Flow::refusal)
            .list();
    return Page.of(found, limit, Refusal::seq);
  }

  /** The nodes that these name, by their seq; those that could not be read name none. */
  Map<Long, String> nodeIds(Collection<Refusal> refusals) {
    Map<Long, String> nodeIds = new HashMap<>();
    database
        .sql("SELECT seq, node_id FROM refusal WHERE seq = ANY(:seqs) AND node_id IS NOT NULL")
        .param("seqs", refusals.stream().map(Refusal::seq).toArray(Long[]::new))
        .query(row -> {
          nodeIds.put(row.getLong("seq"), row.getString("node_id"));
        });
    return nodeIds;
  }

  /** By reason, the most frequent first; of whatever reason the filter asks for. */
  List<Times> byReason(Filter filter) {
    return narrowed(
            "SELECT reason, count(*) AS times FROM refusal WHERE "
                + MATCHES
                + " GROUP BY reason ORDER BY times DESC, reason",
            new Filter(null, filter.sender(), filter.from(), filter.until()))
        .query((row, number) -> new Times(row.getString("reason"), row.getLong("times")))
        .list();
  }

  private JdbcClient.StatementSpec narrowed(String sql, Filter filter) {
    return database
        .sql(sql)
        .param("reason", filter.reason())
        .param("sender", filter.sender())
        .param("from", filter.from())
        .param("until", filter.until());
  }

  Day lastDay() {
    return database
        .sql(
            """
            SELECT (SELECT count(*) FROM node_entry
                    WHERE taken_at > now() - interval '24 hours' AND own AND accepted
                      AND input_type = 'STATUS_CHANGE') AS taken,
                   (SELECT count(*) FROM refusal
                    WHERE taken_at > now() - interval '24 hours') AS refused
            """)
        .query((row, number) -> new Day(row.getLong("taken"), row.getLong("refused")))
        .single();
  }

  /** Agencies that sent something that was refused, by id. */
  List<String> senders(int limit) {
    return database
        .sql(
            "SELECT DISTINCT sender FROM refusal WHERE sender IS NOT NULL ORDER BY sender LIMIT"
                + " :limit")
        .param("limit", limit)
        .query((row, number) -> row.getString("sender"))
        .list();
  }

  /** The projects of these agencies; at most so many of them are listed. */
  Sources sources(Collection<String> agencies, int limit) {
    record Counted(Source source, long all, long silent, @Nullable Instant newest) {}
    List<Counted> found =
        database
            .sql(
                """
                SELECT n.node_id, n.name_kk, n.name_ru, n.name_en, f.data_date, f.taken_at,
                  t.limit_10000, e.exception_id, e.raised_on, count(*) OVER () AS sources,
                  count(e.exception_id) OVER () AS silent, max(f.taken_at) OVER () AS newest
                FROM node n
                LEFT JOIN LATERAL (
                  SELECT data_date, taken_at FROM figures WHERE node_id = n.node_id
                  ORDER BY data_date DESC LIMIT 1) f ON true
                LEFT JOIN LATERAL (
                  SELECT min(limit_10000) AS limit_10000 FROM (
                    SELECT DISTINCT ON (s.tolerance_id) s.limit_10000 FROM tolerance s
                    WHERE s.node_id = n.node_id AND s.measure = 'SILENCE' AND coalesce((
                      SELECT p.what FROM tolerance_period p WHERE p.node_id = s.node_id
                        AND p.tolerance_id = s.tolerance_id AND p.version = s.version
                      ORDER BY p.sequence DESC LIMIT 1), 'TAKEN') = 'TAKEN'
                    ORDER BY s.tolerance_id, s.version DESC) stands) t ON true
                LEFT JOIN LATERAL (
                  SELECT exception_id, raised_on FROM exception WHERE node_id = n.node_id
                    AND measure = 'SILENCE' AND state = 'OPEN' ORDER BY seq LIMIT 1) e ON true
                WHERE n.agency_id = ANY(:agencies) AND n.level = 'PROJECT'
                ORDER BY e.exception_id IS NULL, f.taken_at NULLS FIRST, n.node_id LIMIT :limit
                """)
            .param("agencies", agencies.toArray(String[]::new))
            .param("limit", limit)
            .query((row, number) ->
                new Counted(
                    source(row),
                    row.getLong("sources"),
                    row.getLong("silent"),
                    Columns.moment(row, "newest")))
            .list();
    return found.isEmpty()
        ? new Sources(List.of(), 0, 0, null)
        : new Sources(
            found.stream().map(Counted::source).toList(),
            found.getFirst().all(),
            found.getFirst().silent(),
            found.getFirst().newest());
  }

  private static Source source(ResultSet row) throws SQLException {
    return new Source(
        row.getString("node_id"),
        Names.of(row, row.getString("node_id")),
        Columns.day(row, "data_date"),
        Columns.moment(row, "taken_at"),
        Columns.number(row, "limit_10000"),
        row.getString("exception_id"),
        Columns.day(row, "raised_on"));
  }
}
