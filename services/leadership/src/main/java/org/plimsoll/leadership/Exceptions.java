package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The exceptions of all nodes, open and past; each episode is one of its own. */
class Exceptions {
  /**
   * One episode, with what is known of its node.
   *
   * @param seq counts exceptions in the order of their raising, with gaps; 0 where the trail has
   *     not told of it yet
   * @param limitTenThousandths the limit times 10,000, in the unit
   * @param numerator with the denominator the value now, for as long as it is open; then the value
   *     that cleared it
   * @param expected while the limit is not crossed and is expected to be, and when that dissolved;
   *     null for a fact
   */
  record Episode(
      long seq,
      String id,
      String nodeId,
      String level,
      Names names,
      @Nullable String parentId,
      @Nullable String agencyId,
      @Nullable String currency,
      @Nullable String person,
      @Nullable String role,
      String toleranceId,
      int toleranceVersion,
      String kind,
      String measure,
      @Nullable String indicatorId,
      String breach,
      String unit,
      long limitTenThousandths,
      String state,
      int step,
      long raisedNumerator,
      long raisedDenominator,
      long numerator,
      long denominator,
      LocalDate raisedOn,
      LocalDate changedOn,
      @Nullable LocalDate clearedOn,
      Position raisedBy,
      Position changedBy,
      @Nullable Expected expected) {

    /** The program it belongs to; none for a portfolio. */
    @Nullable String programId() {
      return switch (level) {
        case "PROJECT" -> parentId;
        case "PROGRAM" -> nodeId;
        default -> null;
      };
    }
  }

  /**
   * When the limit is expected to be crossed, by the trend of the node's own reports.
   *
   * @param on with the interval around it
   */
  record Expected(LocalDate on, LocalDate earliestOn, LocalDate latestOn, int reports) {}

  /** What an exception is called: after its node and its measure. */
  record Called(String id, Names names, String measure) {}

  /** What happened to an exception at one data date. */
  record Change(
      String exceptionId,
      String change,
      String measure,
      @Nullable String indicatorId,
      long numerator,
      long denominator,
      int step,
      LocalDate onDate,
      Position cause) {}

  /**
   * Which exceptions are asked for; what is absent does not narrow.
   *
   * @param level of the node
   */
  record Filter(
      @Nullable String level,
      @Nullable String node,
      @Nullable String kind,
      @Nullable String state) {}

  private static final String SELECT =
      """
      SELECT e.*, coalesce(n.level, e.node_level) AS level, n.parent_id, n.agency_id, n.currency,
             n.person, n.role, n.name_kk, n.name_ru, n.name_en, now.n AS now_n, now.d AS now_d,
             coalesce(e.told_expected_on, last.expected_on) AS expected_on,
             coalesce(e.told_earliest_on, last.earliest_on) AS earliest_on,
             coalesce(e.told_latest_on, last.latest_on) AS latest_on,
             coalesce(e.told_forecast_reports, last.forecast_reports) AS forecast_reports
      FROM %s e LEFT JOIN node n USING (node_id)
      LEFT JOIN LATERAL (
        SELECT (r ->> 'n')::bigint AS n, (r ->> 'd')::bigint AS d
        FROM (SELECT readings FROM figures WHERE figures.node_id = e.node_id
              ORDER BY data_date DESC LIMIT 1) f, jsonb_array_elements(f.readings::jsonb) r
        WHERE e.state = 'OPEN' AND NOT e.ahead AND r ->> 'm' = e.measure
          AND r ->> 'i' IS NOT DISTINCT FROM e.indicator_id AND (r ->> 'd')::bigint <> 0
        LIMIT 1) now ON true
      LEFT JOIN LATERAL (
        SELECT c.expected_on, c.earliest_on, c.latest_on, c.forecast_reports
        FROM exception_change c WHERE c.exception_id = e.exception_id AND NOT e.ahead
        ORDER BY c.sequence DESC LIMIT 1) last ON true
      """;

  /** As the trail has told them so far; figures and explanations are of that place, too. */
  private static final String RECORDED =
      SELECT.formatted(
          """
          (SELECT *, NULL::text AS node_level, false AS ahead, NULL::date AS told_expected_on,
             NULL::date AS told_earliest_on, NULL::date AS told_latest_on,
             NULL::int AS told_forecast_reports
           FROM exception)\
          """);

  /** As they stand, also where the trail has not got so far. */
  private static final String NOW = SELECT.formatted("exception_now");

  private final JdbcClient database;

  Exceptions(JdbcClient database) {
    this.database = database;
  }

  /** Empty where it is not seen. */
  Optional<Called> called(String id) {
    return database
        .sql(
            """
            SELECT e.node_id, e.measure, n.name_kk, n.name_ru, n.name_en
            FROM exception e LEFT JOIN node n USING (node_id) WHERE e.exception_id = :id
            """)
        .param("id", id)
        .query((row, number) ->
            new Called(id, Names.of(row, row.getString("node_id")), row.getString("measure")))
        .optional();
  }

  /** In the order of their raising, which never changes, from behind the given one. */
  Page<Episode> page(Filter filter, long after, int limit) {
    List<Episode> found =
        database
            .sql(
                RECORDED
                    + """
                    WHERE e.seq > :after
                    """
                    + Narrowed.by("n.level", "level", filter.level())
                    + Narrowed.by("e.node_id", "node", filter.node())
                    + Narrowed.by("e.kind", "kind", filter.kind())
                    + Narrowed.by("e.state", "state", filter.state())
                    + "ORDER BY e.seq LIMIT :limit")
            .param("after", after)
            .param("level", filter.level())
            .param("node", filter.node())
            .param("kind", filter.kind())
            .param("state", filter.state())
            .param("limit", limit + 1)
            .query(Exceptions::episode)
            .list();
    return Page.of(found, limit, Episode::seq);
  }

  /** One episode. */
  Optional<Episode> episode(String exceptionId) {
    return database
        .sql(RECORDED + "WHERE e.exception_id = :exception")
        .param("exception", exceptionId)
        .query(Exceptions::episode)
        .optional();
  }

  /**
   * One episode, as the trail has told it.
   *
   * @throws UnknownException when there is none of this id
   */
  Episode known(String exceptionId) {
    return episode(exceptionId)
        .orElseThrow(() ->
            new UnknownException(
                "exception",
                exceptionId,
                isAhead(exceptionId)
                    ? "one whose entry of the trail is shown; this one's is not yet"
                    : "the id of an exception that was raised"));
  }

  /** Whether an exception was delivered that the trail has not told yet. */
  boolean isAhead(String exceptionId) {
    return database
        .sql("SELECT EXISTS (SELECT 1 FROM exception_ahead WHERE exception_id = :exception)")
        .param("exception", exceptionId)
        .query(Boolean.class)
        .single();
  }

  /** These episodes, in no order. */
  List<Episode> episodes(Collection<String> exceptionIds) {
    return database
        .sql(NOW + "WHERE e.exception_id = ANY(:exceptions)")
        .param("exceptions", exceptionIds.toArray(String[]::new))
        .query(Exceptions::episode)
        .list();
  }

  /** How often a tolerance was breached up to an episode, that one included. */
  int timesRaised(String nodeId, String toleranceId, long seq) {
    return database
        .sql(
            "SELECT count(*) FROM exception WHERE node_id = :node AND tolerance_id = :tolerance AND"
                + " seq <= :seq")
        .param("node", nodeId)
        .param("tolerance", toleranceId)
        .param("seq", seq)
        .query(Integer.class)
        .single();
  }

  /** Of one node: open ones first, then the newest. */
  List<Episode> ofNode(String nodeId, int limit) {
    return database
        .sql(
            NOW
                + """
                WHERE e.node_id = :node
                ORDER BY e.state = 'OPEN' DESC, e.changed_on DESC, e.seq DESC LIMIT :limit
                """)
        .param("node", nodeId)
        .param("limit", limit)
        .query(Exceptions::episode)
        .list();
  }

  /** The open exceptions of these nodes that were delivered to a level. */
  List<Episode> waiting(String level, Collection<String> nodeIds) {
    return database
        .sql(
            NOW
                + """
                WHERE e.node_id = ANY(:nodes) AND e.state = 'OPEN' AND EXISTS (
                  SELECT 1 FROM delivered d
                  WHERE d.exception_id = e.exception_id AND d.level = :level)
                ORDER BY e.step DESC, e.raised_on, e.seq
                """)
        .param("nodes", nodeIds.toArray(String[]::new))
        .param("level", level)
        .query(Exceptions::episode)
        .list();
  }

  /**
   * The open exceptions of nodes for which somebody is accountable, about which a plan was asked
   * for; the newest first.
   */
  List<Episode> plansOf(String person, int limit) {
    // Asked first, because most of those who read are accountable for none.
    List<String> nodes =
        database
            .sql("SELECT node_id FROM node WHERE person = :person")
            .param("person", person)
            .query((row, number) -> row.getString("node_id"))
            .list();
    return nodes.isEmpty()
        ? List.of()
        : database
            .sql(
                NOW
                    + """
                    WHERE e.state = 'OPEN' AND e.node_id = ANY(:nodes)
                      AND EXISTS (SELECT 1 FROM decision d WHERE d.exception_id = e.exception_id
                        AND d.accepted AND d.kind = 'REQUIRE_EXCEPTION_PLAN')
                    ORDER BY e.seq DESC LIMIT :limit
                    """)
            .param("nodes", nodes.toArray(String[]::new))
            .param("limit", limit)
            .query(Exceptions::episode)
            .list();
  }

  /**
   * The open exceptions that were handed over to somebody last, and of which a level was not told:
   * they are in no inbox of it. The newest first.
   */
  List<Episode> handedTo(String person, String level, int limit) {
    // Asked first, because few are handed over.
    List<String> handed =
        database
            .sql("SELECT exception_id FROM handling WHERE handed_over")
            .query((row, number) -> row.getString("exception_id"))
            .list();
    return handed.isEmpty()
        ? List.of()
        : database
            .sql(
                NOW
                    + """
                    WHERE e.state = 'OPEN' AND e.exception_id = ANY(:handed)
                      AND NOT EXISTS (SELECT 1 FROM delivered d
                        WHERE d.exception_id = e.exception_id AND d.level = :level)
                      AND (SELECT d.handed_to FROM decision d
                        WHERE d.exception_id = e.exception_id AND d.accepted
                          AND d.kind = 'HAND_OVER'
                        ORDER BY d.sequence DESC LIMIT 1) = :person
                    ORDER BY e.seq DESC LIMIT :limit
                    """)
            .param("handed", handed.toArray(String[]::new))
            .param("level", level)
            .param("person", person)
            .param("limit", limit)
            .query(Exceptions::episode)
            .list();
  }

  /** What happened to the exceptions of one node, newest first. */
  List<Change> changes(String nodeId, int limit) {
    return database
        .sql(
            """
            SELECT c.*, e.measure, e.indicator_id
            FROM exception_change c JOIN exception e USING (exception_id)
            WHERE e.node_id = :node ORDER BY c.sequence DESC LIMIT :limit
            """)
        .param("node", nodeId)
        .param("limit", limit)
        .query(Exceptions::change)
        .list();
  }

  private static Change change(ResultSet row, int number) throws SQLException {
    return new Change(
        row.getString("exception_id"),
        row.getString("change"),
        row.getString("measure"),
        row.getString("indicator_id"),
        row.getLong("numerator"),
        row.getLong("denominator"),
        row.getInt("step"),
        requireNonNull(Columns.day(row, "on_date")),
        new Position(
            row.getString("tier"),
            row.getInt("partition"),
            row.getLong("sequence"),
            row.getString("event_id")));
  }

  static Episode episode(ResultSet row, int number) throws SQLException {
    // An exception speaks again only at the next whole tolerance; the figures have moved since.
    Long nowNumerator = Columns.number(row, "now_n");
    Long nowDenominator = Columns.number(row, "now_d");
    String nodeId = row.getString("node_id");
    String level = row.getString("level");
    String tier = row.getString("tier");
    int partition = row.getInt("partition");
    return new Episode(
        row.getLong("seq"),
        row.getString("exception_id"),
        nodeId,
        level == null ? "UNRECOGNISED" : level,
        Names.of(row, nodeId),
        row.getString("parent_id"),
        row.getString("agency_id"),
        row.getString("currency"),
        row.getString("person"),
        row.getString("role"),
        row.getString("tolerance_id"),
        row.getInt("tolerance_version"),
        row.getString("kind"),
        row.getString("measure"),
        row.getString("indicator_id"),
        row.getString("breach"),
        row.getString("unit"),
        row.getLong("limit_10000"),
        row.getString("state"),
        row.getInt("step"),
        row.getLong("raised_numerator"),
        row.getLong("raised_denominator"),
        nowNumerator == null ? row.getLong("numerator") : nowNumerator,
        nowDenominator == null ? row.getLong("denominator") : nowDenominator,
        requireNonNull(Columns.day(row, "raised_on")),
        requireNonNull(Columns.day(row, "changed_on")),
        Columns.day(row, "cleared_on"),
        new Position(
            tier, partition, row.getLong("raised_sequence"), row.getString("raised_event_id")),
        new Position(tier, partition, row.getLong("sequence"), row.getString("event_id")),
        expected(row));
  }

  static @Nullable Expected expected(ResultSet row) throws SQLException {
    LocalDate on = Columns.day(row, "expected_on");
    return on == null
        ? null
        : new Expected(
            on,
            requireNonNull(Columns.day(row, "earliest_on")),
            requireNonNull(Columns.day(row, "latest_on")),
            row.getInt("forecast_reports"));
  }
}
