package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How little of what comes in asks for a person's attention, and whose. */
class Attention {
  /**
   * Items that one person can take in during a working day: one for each ten minutes of eight
   * hours. EEMUA publication 191 calls a long-term average of fewer than one alarm per ten minutes
   * very likely to be acceptable; docs/domain.md says more.
   */
  static final int ITEMS_PER_DAY = 6 * 8;

  /** Days behind the newest item over which a person's items are averaged. */
  static final int AVERAGED_DAYS = 30;

  /** What an agency stated, and what of it was delivered. */
  record OfAgency(String agency, long taken, long toProgram, long toPortfolio) {}

  /**
   * What a person was given.
   *
   * @param receiver the node for which they are accountable
   * @param items in all
   * @param lately within the days that are averaged
   * @param busiest items on the day that had most
   * @param overflow items above the budget, over all days; they were delivered as all others
   */
  record OfPerson(
      String receiver,
      String level,
      Names names,
      @Nullable String person,
      long items,
      long lately,
      long busiest,
      Instant busiestDay,
      long overflow) {}

  /**
   * How exceptions were acknowledged.
   *
   * @param inTime acknowledged before they went up for want of it
   * @param late went up first, or would have beside the exception that explains it
   * @param clearedBefore cleared by the figures before anybody had to
   * @param waiting open, and neither
   */
  record Acknowledged(long inTime, long late, long clearedBefore, long waiting) {}

  /** The ways in which {@link Acknowledged} counts an exception, as the list of each is called. */
  static final String[] WAYS = {"IN_TIME", "LATE", "CLEARED_BEFORE", "WAITING"};

  /**
   * One exception of them.
   *
   * @param acknowledged the entry that took the acknowledgement; null: none did
   * @param way one of the {@link #WAYS}
   * @param wentUp the entry with which it went up, or would have; null: none
   * @param explainedBy the exception beside which it only would have; null where it went up
   */
  record Answered(
      long seq,
      String exceptionId,
      String way,
      @Nullable Turn acknowledged,
      @Nullable Turn wentUp,
      @Nullable String explainedBy) {}

  /** An entry, and when it was taken by the clock of the trail. */
  record Turn(Position at, Instant when) {}

  private static final String ANSWERED =
      """
      SELECT e.seq, e.exception_id, e.tier, e.partition, a.at AS acknowledged, u.at AS went_up, u.kept_by,
        CASE WHEN a.at IS NOT NULL AND (u.at IS NULL OR a.at < u.at) THEN 'IN_TIME'
          WHEN u.at IS NOT NULL THEN 'LATE'
          WHEN e.state = 'CLEARED' THEN 'CLEARED_BEFORE' ELSE 'WAITING' END AS way
      FROM exception e
      LEFT JOIN (SELECT exception_id, min(sequence) AS at FROM decision
        WHERE accepted AND kind IN ('ACKNOWLEDGE', 'REQUIRE_EXCEPTION_PLAN', 'GRANT_TOLERANCE')
        GROUP BY exception_id) a USING (exception_id)
      LEFT JOIN (SELECT exception_id, min(sequence) AS at,
          (array_agg(kept_by ORDER BY sequence))[1] AS kept_by FROM (
          SELECT exception_id, sequence, NULL AS kept_by FROM passed_up
          WHERE waited_for = 'ACKNOWLEDGEMENT'
          UNION ALL
          SELECT exception_id, sequence, kept_by FROM suppression WHERE why = 'GROUPED') up
        GROUP BY exception_id) u USING (exception_id)
      """;

  private static final String WITH_DAYS =
      """
      SELECT x.*, moment_of(tier, partition, acknowledged, now()) AS acknowledged_at,
        moment_of(tier, partition, went_up, now()) AS went_up_at
      FROM (%s) x
      """
          .formatted(ANSWERED);

  private final JdbcClient database;
  private final Recent.Of recent;

  Attention(JdbcClient database, Recent.Of recent) {
    this.database = database;
    this.recent = recent;
  }

  Page<OfAgency> agencies(String after, int limit) {
    return recent.get(List.of("agencies", after, limit), () -> agenciesFrom(after, limit));
  }

  private Page<OfAgency> agenciesFrom(String after, int limit) {
    return Page.of(
        database
            .sql(
                """
                SELECT n.agency_id, coalesce(sum(t.taken), 0)::bigint AS taken,
                  coalesce(sum(d.programs), 0)::bigint AS to_program,
                  coalesce(sum(d.portfolios), 0)::bigint AS to_portfolio
                FROM node n LEFT JOIN node_taken t USING (node_id) LEFT JOIN (
                  SELECT node_id, count(*) FILTER (WHERE level = 'PROGRAM') AS programs,
                    count(*) FILTER (WHERE level = 'PORTFOLIO') AS portfolios
                  FROM delivered GROUP BY node_id) d USING (node_id)
                WHERE n.agency_id > :after
                GROUP BY n.agency_id ORDER BY n.agency_id LIMIT :limit
                """)
            .param("after", after)
            .param("limit", limit + 1)
            .query((row, number) ->
                new OfAgency(
                    row.getString("agency_id"),
                    row.getLong("taken"),
                    row.getLong("to_program"),
                    row.getLong("to_portfolio")))
            .list(),
        limit,
        OfAgency::agency);
  }

  /**
   * Those with most items first.
   *
   * @param items with the receiver where the page before ended; the greatest number for the first
   */
  Page<OfPerson> persons(long items, String receiver, int limit) {
    return recent.get(
        List.of("persons", items, receiver, limit), () -> personsFrom(items, receiver, limit));
  }

  private Page<OfPerson> personsFrom(long items, String receiver, int limit) {
    return Page.of(
        database
            .sql(
                """
                WITH told AS (
                  SELECT d.delivered_to, date_trunc('day', moment_of(d.tier, d.partition,
                    d.sequence, d.taken_at), 'UTC') AS day, count(*) AS items
                  FROM delivered d GROUP BY 1, 2),
                newest AS (SELECT max(day) AS day FROM told),
                person AS (
                  SELECT delivered_to, sum(told.items)::bigint AS items,
                    coalesce(sum(told.items) FILTER (
                      WHERE told.day > newest.day - make_interval(days => :averaged)), 0)::bigint
                      AS lately,
                    max(told.items) AS busiest,
                    (array_agg(told.day ORDER BY told.items DESC, told.day DESC))[1] AS busiest_day,
                    sum(greatest(told.items - :budget, 0))::bigint AS overflow
                  FROM told CROSS JOIN newest GROUP BY delivered_to)
                SELECT p.*, n.level, n.person, n.name_kk, n.name_ru, n.name_en
                FROM person p JOIN node n ON n.node_id = p.delivered_to
                WHERE (-p.items, p.delivered_to) > (-:items, :receiver)
                ORDER BY p.items DESC, p.delivered_to LIMIT :limit
                """)
            .param("averaged", AVERAGED_DAYS)
            .param("budget", ITEMS_PER_DAY)
            .param("items", items)
            .param("receiver", receiver)
            .param("limit", limit + 1)
            .query((row, number) ->
                new OfPerson(
                    row.getString("delivered_to"),
                    row.getString("level"),
                    Names.of(row, row.getString("delivered_to")),
                    row.getString("person"),
                    row.getLong("items"),
                    row.getLong("lately"),
                    row.getLong("busiest"),
                    requireNonNull(Columns.moment(row, "busiest_day")),
                    row.getLong("overflow")))
            .list(),
        limit,
        person -> person.items() + ":" + person.receiver());
  }

  Acknowledged acknowledged() {
    return recent.get(List.of("acknowledged"), this::countAcknowledged);
  }

  private Acknowledged countAcknowledged() {
    Map<String, Long> counted = new HashMap<>();
    database
        .sql("SELECT way, count(*) AS exceptions FROM (" + ANSWERED + ") answered GROUP BY way")
        .query(row -> {
          counted.put(row.getString("way"), row.getLong("exceptions"));
        });
    return new Acknowledged(
        counted.getOrDefault("IN_TIME", 0L),
        counted.getOrDefault("LATE", 0L),
        counted.getOrDefault("CLEARED_BEFORE", 0L),
        counted.getOrDefault("WAITING", 0L));
  }

  /**
   * The exceptions that were answered in one of the {@link #WAYS}, the last raised first.
   *
   * @param before of the last of the page before; the greatest number for the first
   */
  Page<Answered> answered(String way, long before, int limit) {
    List<Answered> found =
        database
            .sql(WITH_DAYS + "WHERE way = :way AND seq < :before ORDER BY seq DESC LIMIT :limit")
            .param("way", way)
            .param("before", before)
            .param("limit", limit + 1)
            .query(Attention::answered)
            .list();
    return Page.of(found, limit, Answered::seq);
  }

  /** How one exception was answered; empty while the trail has not shown it yet. */
  Optional<Answered> answered(String exceptionId) {
    return database
        .sql(WITH_DAYS + "WHERE exception_id = :exception")
        .param("exception", exceptionId)
        .query(Attention::answered)
        .optional();
  }

  private static Answered answered(ResultSet row, int number) throws SQLException {
    return new Answered(
        row.getLong("seq"),
        row.getString("exception_id"),
        row.getString("way"),
        turn(row, "acknowledged"),
        turn(row, "went_up"),
        row.getString("kept_by"));
  }

  private static @Nullable Turn turn(ResultSet row, String column) throws SQLException {
    Long sequence = Columns.number(row, column);
    return sequence == null
        ? null
        : new Turn(
            new Position(row.getString("tier"), row.getInt("partition"), sequence, null),
            requireNonNull(Columns.moment(row, column + "_at")));
  }
}
