package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Exceptions by the stage in which they are, how long they stay in each, and who has them in hand.
 * Times are those that the trail was told by ticks.
 */
class Board {
  /** The stages of what is open, in their usual order. */
  static final List<String> OPEN = List.of("RAISED", "ACKNOWLEDGED", "PLAN_REQUIRED", "GRANTED");

  /** Fewer have no ninetieth percentile that is not one of them. */
  private static final int FEW = 10;

  /** Of some days: nine of ten are no longer, or the longest of few. */
  private static final String P90 =
      "CASE WHEN count(*) < "
          + FEW
          + " THEN max(%1$s) ELSE percentile_cont(0.9) WITHIN GROUP (ORDER BY %1$s) END AS p90";

  /**
   * What is asked for; what is absent does not narrow.
   *
   * @param program exceptions of this program and of its projects
   * @param month of clearing; narrows what is cleared and nothing else
   */
  record Filter(
      @Nullable String program,
      @Nullable String agency,
      @Nullable String kind,
      @Nullable String holder,
      @Nullable YearMonth month) {

    /** Conditions on what is held, or was. */
    private String narrowed() {
      return "true "
          + Narrowed.by("program_id", "program", program)
          + Narrowed.by("agency_id", "agency", agency)
          + Narrowed.by("kind", "kind", kind)
          + Narrowed.by("coalesce(holder, '')", "holder", holder);
    }

    private Map<String, @Nullable Object> parameters() {
      Map<String, @Nullable Object> parameters = new HashMap<>();
      parameters.put("program", program);
      parameters.put("agency", agency);
      parameters.put("kind", kind);
      parameters.put("holder", holder);
      return parameters;
    }
  }

  /**
   * An exception in its stage.
   *
   * @param since when it entered the stage
   * @param holder null where nobody is named, and for what is cleared
   */
  record Place(
      long seq,
      String exceptionId,
      String nodeId,
      Instant since,
      Position cause,
      @Nullable String holder,
      @Nullable LocalDate clearedOn) {}

  /**
   * What is in a stage.
   *
   * @param count on all pages
   */
  record Stage(long count, Page<Place> places) {}

  /**
   * How long exceptions stayed, in days.
   *
   * @param p90Days of so few that nine of ten say nothing, the longest
   */
  record Stay(String of, long exceptions, BigDecimal averageDays, BigDecimal p90Days) {
    boolean isOfFew() {
      return exceptions < FEW;
    }
  }

  /** Who has how many open exceptions in hand. */
  record Holder(@Nullable String person, long exceptions, Instant longestSince) {}

  /** The past, with the program to which it belongs; nobody has it in hand any more. */
  private static final String CLEARED =
      """
      (SELECT e.exception_id, e.seq, e.node_id, e.kind, n.agency_id,
              coalesce(program.node_id, n.node_id) AS program_id, e.tier, e.partition,
              e.sequence, e.raised_sequence, e.raised_on, e.event_id, e.cleared_on,
              NULL::text AS holder
       FROM exception e JOIN node n USING (node_id)
       LEFT JOIN node program ON program.node_id = n.parent_id AND program.level = 'PROGRAM'
       WHERE e.state = 'CLEARED') cleared
      """;

  private static final String DAYS = "extract(epoch FROM %s) / 86400";

  private final JdbcClient database;
  private final Recent.Of recent;
  private final Unchanged.Of unchanged;

  Board(JdbcClient database, Recent.Of recent, Unchanged.Of unchanged) {
    this.database = database;
    this.recent = recent;
    this.unchanged = unchanged;
  }

  /**
   * What is open, by stage; without the stages in which nothing is.
   *
   * @param after for a stage the seq behind which its page begins, in the order of raising
   */
  Map<String, Stage> open(Filter filter, Map<String, Long> after, int limit) {
    return unchanged.get(
        List.of("open", filter, Map.copyOf(after), limit), () -> openNow(filter, after, limit));
  }

  private Map<String, Stage> openNow(Filter filter, Map<String, Long> after, int limit) {
    Map<String, List<Place>> places = new HashMap<>();
    Map<String, Long> counts = new HashMap<>();
    database
        .sql(
            """
            WITH narrowed AS MATERIALIZED (
              SELECT exception_id, seq, node_id, stage, tier, partition, sequence, otherwise
              FROM held WHERE %s)
            SELECT c.stage AS of, c.exceptions, p.*, h.holder,
              moment_of(p.tier, p.partition, p.sequence, p.otherwise) AS since,
              NULL::text AS event_id, NULL::date AS cleared_on
            FROM (SELECT stage, count(*) AS exceptions FROM narrowed GROUP BY stage) c
            LEFT JOIN unnest(:stages::text[], :afters::bigint[]) AS a (stage, after) USING (stage)
            LEFT JOIN LATERAL (
              SELECT * FROM narrowed n WHERE n.stage = c.stage AND n.seq > coalesce(a.after, 0)
              ORDER BY n.seq LIMIT :limit) p ON true
            -- Who has it in hand is asked for those on the page alone.
            LEFT JOIN LATERAL (
              SELECT holder FROM held WHERE exception_id = p.exception_id OFFSET 0) h ON true
            ORDER BY p.seq
            """
                .formatted(filter.narrowed()))
        .params(filter.parameters())
        .param("stages", after.keySet().toArray(String[]::new))
        .param("afters", after.values().toArray(Long[]::new))
        .param("limit", limit + 1)
        .query(row -> {
          counts.put(row.getString("of"), row.getLong("exceptions"));
          List<Place> ofStage =
              places.computeIfAbsent(row.getString("of"), key -> new ArrayList<>());
          if (row.getString("exception_id") != null) {
            ofStage.add(place(row));
          }
        });
    Map<String, Stage> stages = new HashMap<>();
    places.forEach((stage, found) ->
        stages.put(
            stage,
            new Stage(requireNonNull(counts.get(stage)), Page.of(found, limit, Place::seq))));
    return stages;
  }

  /**
   * What is cleared, newest first.
   *
   * @param before where the page before ended; null for the first
   */
  Stage cleared(Filter filter, @Nullable LocalDate before, long beforeSeq, int limit) {
    return unchanged.get(
        List.of("cleared", filter, Optional.ofNullable(before), beforeSeq, limit),
        () -> clearedNow(filter, before, beforeSeq, limit));
  }

  private Stage clearedNow(Filter filter, @Nullable LocalDate before, long beforeSeq, int limit) {
    List<Place> places = new ArrayList<>();
    AtomicLong count = new AtomicLong();
    database
        .sql(
            """
            WITH narrowed AS MATERIALIZED (SELECT * FROM %s WHERE %s %s)
            SELECT c.exceptions, p.*, moment_of(p.tier, p.partition, p.sequence,
              p.cleared_on::timestamp AT TIME ZONE 'UTC') AS since
            FROM (SELECT count(*) AS exceptions FROM narrowed) c
            LEFT JOIN LATERAL (
              SELECT * FROM narrowed
              WHERE :before::date IS NULL OR (cleared_on, seq) < (:before, :beforeSeq)
              ORDER BY cleared_on DESC, seq DESC LIMIT :limit) p ON true
            ORDER BY p.cleared_on DESC, p.seq DESC
            """
                .formatted(CLEARED, filter.narrowed(), inMonth(filter)))
        .params(filter.parameters())
        .param("before", before)
        .param("beforeSeq", beforeSeq)
        .param("limit", limit + 1)
        .query(row -> {
          count.set(row.getLong("exceptions"));
          if (row.getString("exception_id") != null) {
            places.add(place(row));
          }
        });
    return new Stage(
        count.get(), Page.of(places, limit, place -> place.clearedOn() + ":" + place.seq()));
  }

  private static String inMonth(Filter filter) {
    YearMonth month = filter.month();
    return month == null
        ? ""
        : " AND date_trunc('month', moment_of(tier, partition, sequence, cleared_on::timestamp AT"
            + " TIME ZONE 'UTC') AT TIME ZONE 'UTC') = '"
            + month.atDay(1)
            + "' ";
  }

  /** How long exceptions stayed in each stage that they left. */
  List<Stay> byStage(Filter filter) {
    return recent.get(List.of("stages", filter), () -> countByStage(filter));
  }

  private List<Stay> countByStage(Filter filter) {
    return database
        .sql(
            """
            WITH asked AS (
              SELECT exception_id FROM held WHERE %1$s
              UNION ALL SELECT exception_id FROM %2$s WHERE %1$s),
            stay AS (
              SELECT stage, lead(moment) OVER (
                PARTITION BY exception_id ORDER BY sequence, stage = 'CLEARED')
                - moment AS stayed
              FROM (SELECT asked.exception_id, t.stage, t.sequence,
                      moment_of(t.tier, t.partition, t.sequence, t.otherwise) AS moment
                    -- A join would read every part of the view anew for each exception.
                    FROM asked CROSS JOIN LATERAL (
                      SELECT * FROM turn t WHERE t.exception_id = asked.exception_id OFFSET 0) t
                   ) moments)
            SELECT stage AS of, count(*) AS exceptions, avg(%3$s) AS average, %4$s
            FROM stay WHERE stayed IS NOT NULL AND stage <> 'CLEARED' GROUP BY stage
            """
                .formatted(
                    filter.narrowed(),
                    CLEARED,
                    DAYS.formatted("stayed"),
                    P90.formatted(DAYS.formatted("stayed"))))
        .params(filter.parameters())
        .query(Board::stay)
        .list();
  }

  /**
   * From raised to cleared, by month of clearing, newest first.
   *
   * @param before only earlier months; null for the newest
   */
  Page<Stay> byMonth(Filter filter, @Nullable YearMonth before, int limit) {
    return recent.get(
        List.of("months", filter, Optional.ofNullable(before), limit),
        () -> countByMonth(filter, before, limit));
  }

  private Page<Stay> countByMonth(Filter filter, @Nullable YearMonth before, int limit) {
    List<Stay> found =
        database
            .sql(
                """
                WITH lead AS (
                  SELECT moment_of(tier, partition, sequence,
                      cleared_on::timestamp AT TIME ZONE 'UTC') AS ended,
                    moment_of(tier, partition, raised_sequence,
                      raised_on::timestamp AT TIME ZONE 'UTC') AS began
                  FROM %s WHERE %s)
                SELECT to_char(ended AT TIME ZONE 'UTC', 'YYYY-MM') AS of, count(*) AS exceptions,
                  avg(%s) AS average, %s
                FROM lead WHERE :before::timestamptz IS NULL OR ended < :before::timestamptz
                GROUP BY 1 ORDER BY 1 DESC LIMIT :limit
                """
                    .formatted(
                        CLEARED,
                        filter.narrowed(),
                        DAYS.formatted("(ended - began)"),
                        P90.formatted(DAYS.formatted("(ended - began)"))))
            .params(filter.parameters())
            .param("before", before == null ? null : before.atDay(1) + "T00:00:00Z")
            .param("limit", limit + 1)
            .query(Board::stay)
            .list();
    return Page.of(found, limit, Stay::of);
  }

  /**
   * Who has most in hand first.
   *
   * @param below fewer than so many, or as many and a later name
   */
  Page<Holder> holders(Filter filter, long below, String after, int limit) {
    return recent.get(
        List.of("holders", filter, below, after, limit),
        () -> countHolders(filter, below, after, limit));
  }

  private Page<Holder> countHolders(Filter filter, long below, String after, int limit) {
    List<Holder> found =
        database
            .sql(
                """
                SELECT holder, exceptions, longest FROM (
                  SELECT holder, count(*) AS exceptions,
                    min(moment_of(tier, partition, sequence, otherwise)) AS longest
                  FROM held WHERE %s GROUP BY holder) h
                WHERE exceptions < :below OR (exceptions = :below AND coalesce(holder, '') > :after)
                ORDER BY exceptions DESC, coalesce(holder, '') LIMIT :limit
                """
                    .formatted(filter.narrowed()))
            .params(filter.parameters())
            .param("below", below)
            .param("after", after)
            .param("limit", limit + 1)
            .query((row, number) ->
                new Holder(
                    row.getString("holder"),
                    row.getLong("exceptions"),
                    requireNonNull(Columns.moment(row, "longest"))))
            .list();
    return Page.of(
        found,
        limit,
        holder -> holder.exceptions() + ":" + (holder.person() == null ? "" : holder.person()));
  }

  /** Agencies that own projects, for a choice. */
  List<String> agencies(int limit) {
    return recent.get(
        List.of("choices", limit),
        () ->
            database
                .sql(
                    "SELECT DISTINCT agency_id FROM node WHERE agency_id IS NOT NULL"
                        + " ORDER BY agency_id LIMIT :limit")
                .param("limit", limit)
                .query((row, number) -> row.getString(1))
                .list());
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        row.getLong("seq"),
        row.getString("exception_id"),
        row.getString("node_id"),
        requireNonNull(Columns.moment(row, "since")),
        new Position(
            row.getString("tier"),
            row.getInt("partition"),
            row.getLong("sequence"),
            row.getString("event_id")),
        row.getString("holder"),
        Columns.day(row, "cleared_on"));
  }

  private static Stay stay(ResultSet row, int number) throws SQLException {
    return new Stay(
        row.getString("of"),
        row.getLong("exceptions"),
        row.getBigDecimal("average"),
        row.getBigDecimal("p90"));
  }
}
