package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Exceptions.Expected;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What travelled upward, in the order in which it arrived. */
class Escalations {
  /**
   * One delivered item.
   *
   * @param seq counts items in the order of their arrival, with gaps; the id in the stream
   * @param level the level that received it
   * @param kind a kind of tolerance, CONFIRMATION or ASSISTANCE
   * @param state of the exception as it is now, OPEN or CLEARED; of a confirmation CONFIRMED, or
   *     WITHDRAWN once a correction has taken it back; OPEN for a request, until decisions can
   *     answer it
   * @param numerator with the denominator the value when it was sent; for a confirmation value and
   *     target, both times 10,000
   * @param expected when it was sent, if its limit was only expected to be crossed
   */
  record Item(
      long seq,
      String escalationId,
      String nodeId,
      String nodeLevel,
      Names names,
      @Nullable String currency,
      String deliveredTo,
      String level,
      String kind,
      String state,
      @Nullable String exceptionId,
      @Nullable String change,
      @Nullable String measure,
      @Nullable String indicatorId,
      @Nullable String breach,
      @Nullable String unit,
      @Nullable Long limitTenThousandths,
      @Nullable Long numerator,
      @Nullable Long denominator,
      @Nullable Long step,
      @Nullable LocalDate raisedOn,
      LocalDate onDate,
      @Nullable Expected expected,
      @Nullable String request,
      Position cause,
      Instant takenAt) {}

  /**
   * Which items are asked for; what is absent does not narrow.
   *
   * @param level that received it
   * @param node that it is about
   * @param deliveredTo the node that received it
   */
  record Filter(
      @Nullable String level,
      @Nullable String node,
      @Nullable String deliveredTo,
      @Nullable String kind,
      @Nullable String state) {}

  /** As the days with most items are counted. */
  static final String DELIVERED_ON =
      "(moment_of(d.tier, d.partition, d.sequence, d.taken_at) AT TIME ZONE 'UTC')::date";

  private final JdbcClient database;

  Escalations(JdbcClient database) {
    this.database = database;
  }

  Page<Item> page(Filter filter, long after, int limit) {
    return Page.of(after(filter, after, limit + 1), limit, Item::seq);
  }

  /** The items behind the given one, oldest first. */
  List<Item> after(Filter filter, long after, int limit) {
    return database
        .sql(
            """
            SELECT * FROM (
              SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en,
                     CASE d.kind
                       WHEN 'CONFIRMATION' THEN CASE WHEN d.change = 'WITHDRAWN' OR EXISTS (
                         SELECT 1 FROM delivered w WHERE w.node_id = d.node_id
                           AND w.kind = 'CONFIRMATION' AND w.change = 'WITHDRAWN'
                           AND w.indicator_id = d.indicator_id AND w.seq > d.seq)
                         THEN 'WITHDRAWN' ELSE 'CONFIRMED' END
                       WHEN 'ASSISTANCE' THEN 'OPEN'
                       ELSE e.state END AS state
              FROM delivered d LEFT JOIN node n USING (node_id)
                LEFT JOIN LATERAL (
                  SELECT now.state FROM exception_now now
                  WHERE now.exception_id = d.exception_id LIMIT 1) e ON true
              WHERE d.seq > :after
            """
                + Narrowed.by("d.level", "level", filter.level())
                + Narrowed.by("d.node_id", "node", filter.node())
                + Narrowed.by("d.delivered_to", "deliveredTo", filter.deliveredTo())
                + Narrowed.by("d.kind", "kind", filter.kind())
                + ") items WHERE true "
                + Narrowed.by("state", "state", filter.state())
                + "ORDER BY seq LIMIT :limit")
        .param("after", after)
        .param("level", filter.level())
        .param("node", filter.node())
        .param("deliveredTo", filter.deliveredTo())
        .param("kind", filter.kind())
        .param("state", filter.state())
        .param("limit", limit)
        .query((row, number) -> item(row, Exceptions.expected(row)))
        .list();
  }

  /**
   * The items in front of the given one, newest first, of whatever state.
   *
   * @param agency of the node that they are about; null: of any
   * @param day on which they were delivered by the clock of the trail; null: any
   */
  Page<Item> before(
      Filter filter, @Nullable String agency, @Nullable LocalDate day, long before, int limit) {
    List<Item> found =
        narrowed(
                "SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en, '' AS state"
                    + " FROM delivered d LEFT JOIN node n USING (node_id) WHERE d.seq < :before"
                    + where(filter, agency, day)
                    + " ORDER BY d.seq DESC LIMIT :limit",
                filter,
                agency,
                day)
            .param("before", before)
            .param("limit", limit + 1)
            .query((row, number) -> item(row, Exceptions.expected(row)))
            .list();
    return Page.of(found, limit, Item::seq);
  }

  /** What was delivered with these entries of one partition, in the order of its arrival. */
  List<Item> with(String tier, int partition, Collection<Long> sequences) {
    return database
        .sql(
            """
            SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en, '' AS state
            FROM delivered d LEFT JOIN node n USING (node_id)
            WHERE d.tier = :tier AND d.partition = :partition AND d.sequence = ANY(:sequences)
            ORDER BY d.seq
            """)
        .param("tier", tier)
        .param("partition", partition)
        .param("sequences", sequences.toArray(Long[]::new))
        .query((row, number) -> item(row, Exceptions.expected(row)))
        .list();
  }

  /** How many there are. */
  long count(Filter filter, @Nullable String agency, @Nullable LocalDate day) {
    return narrowed(
            "SELECT count(*) FROM delivered d LEFT JOIN node n USING (node_id) WHERE true"
                + where(filter, agency, day),
            filter,
            agency,
            day)
        .query(Long.class)
        .single();
  }

  private static String where(Filter filter, @Nullable String agency, @Nullable LocalDate day) {
    return " "
        + Narrowed.by("d.level", "level", filter.level())
        + Narrowed.by("d.delivered_to", "deliveredTo", filter.deliveredTo())
        + Narrowed.by("n.agency_id", "agency", agency)
        + (day == null ? "" : "AND " + DELIVERED_ON + " = :day::date ");
  }

  private JdbcClient.StatementSpec narrowed(
      String sql, Filter filter, @Nullable String agency, @Nullable LocalDate day) {
    return database
        .sql(sql)
        .param("level", filter.level())
        .param("deliveredTo", filter.deliveredTo())
        .param("agency", agency)
        .param("day", day);
  }

  /** An item that is about no exception. */
  static Item item(ResultSet row, int number) throws SQLException {
    return item(row, null);
  }

  static Item item(ResultSet row, @Nullable Expected expected) throws SQLException {
    String nodeId = row.getString("node_id");
    return new Item(
        row.getLong("seq"),
        row.getString("escalation_id"),
        nodeId,
        row.getString("node_level"),
        Names.of(row, nodeId),
        row.getString("currency"),
        row.getString("delivered_to"),
        row.getString("level"),
        row.getString("kind"),
        row.getString("state"),
        row.getString("exception_id"),
        row.getString("change"),
        row.getString("measure"),
        row.getString("indicator_id"),
        row.getString("breach"),
        row.getString("unit"),
        Columns.number(row, "limit_10000"),
        Columns.number(row, "numerator"),
        Columns.number(row, "denominator"),
        Columns.number(row, "step"),
        Columns.day(row, "raised_on"),
        requireNonNull(Columns.day(row, "on_date")),
        expected,
        row.getString("request"),
        new Position(
            row.getString("tier"),
            row.getInt("partition"),
            row.getLong("sequence"),
            row.getString("event_id")),
        requireNonNull(Columns.moment(row, "taken_at")));
  }
}
