package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.wire.Topics;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The nodes below one, with budget and trouble, as they stand or as they were known at the end of a
 * day. What was known then are the entries that each partition had taken by the last tick until
 * that moment; where a partition never saw a tick, those with an earlier time of taking.
 */
class PortfolioMap {
  /**
   * A node as it was known.
   *
   * @param budgetMinor the current baseline's cost; null where there is none
   * @param budgetFrom the entry that set it
   * @param step of its deepest open exception that is a fact; 0 without one
   * @param expected whether it is expected beyond a limit
   * @param silent whether its source is silent
   * @param open how many of its exceptions are open
   * @param exceptionId the deepest open exception; null without one
   * @param measure of that one
   * @param indicatorId of that one, where its measure is of a target
   * @param below its children
   */
  record Spot(
      String id,
      @Nullable String parentId,
      String level,
      Names names,
      String currency,
      @Nullable Long budgetMinor,
      @Nullable Position budgetFrom,
      int step,
      boolean silent,
      boolean expected,
      int open,
      @Nullable String exceptionId,
      @Nullable String measure,
      @Nullable String indicatorId,
      Below below) {

    /** What orders nodes: the deepest step, silence as the first one, then what is expected. */
    int trouble() {
      int fact = Math.max(step, silent ? 1 : 0);
      return fact > 0 ? 2 * Math.min(fact, MOST_STEPS) : expected ? 1 : 0;
    }

    /** The same with what its children come to. */
    Spot over(Below children) {
      return new Spot(
          id,
          parentId,
          level,
          names,
          currency,
          budgetMinor,
          budgetFrom,
          step,
          silent,
          expected,
          open,
          exceptionId,
          measure,
          indicatorId,
          children);
    }
  }

  /**
   * The children of a node together.
   *
   * @param minor sum of their budgets; null where none has one
   */
  record Below(long nodes, Troubles troubles, @Nullable Long minor) {
    static final Below NOTHING = new Below(0, new Troubles(0, 0, 0), null);
  }

  /**
   * The children of one parent.
   *
   * @param spots those that are drawn
   * @param others how many more have a budget
   * @param othersMinor what these come to
   * @param all drawn or not
   */
  record Group(List<Spot> spots, long others, long othersMinor, Below all) {
    static final Group NOTHING = new Group(List.of(), 0, 0, Below.NOTHING);
  }

  /** The first and the last day that can be looked at. */
  record Span(LocalDate from, LocalDate to) {}

  /** How far a partition had been read. */
  private record Read(String tier, int partition, long sequence) {}

  /** Beyond so many steps nodes are ordered by their budgets. */
  private static final int MOST_STEPS = 1_000_000_000;

  /**
   * What is wrong with nodes, of exceptions e and the last change c of each: names of columns, and
   * how they are reckoned.
   */
  private static final String TROUBLE =
      """
      max(c.step) FILTER (WHERE e.measure <> 'SILENCE' AND c.expected_on IS NULL) AS step,
      bool_or(e.measure = 'SILENCE') AS silent,
      bool_or(c.expected_on IS NOT NULL) AS expected, count(*) AS open,
      array_agg(ARRAY[e.exception_id, e.measure, e.indicator_id]
        ORDER BY c.step DESC, e.seq) AS deepest
      """;

  /** As it is: few exceptions are open, so these are looked through, and not each node's. */
  private static final String NOW =
      """
      FROM node_budget n JOIN known k ON k.tier = n.tier AND k.partition = n.partition
      CROSS JOIN LATERAL (
        SELECT n.budget_minor AS cost_minor, n.budget_tier AS tier,
          n.budget_partition AS partition, n.budget_sequence AS sequence) b
      LEFT JOIN (
        SELECT e.node_id, TROUBLE
        FROM open_exception e CROSS JOIN LATERAL (
          SELECT step, expected_on FROM exception_change c
          WHERE c.exception_id = e.exception_id ORDER BY c.sequence DESC LIMIT 1) c
        WHERE e.parent_id PARENT GROUP BY e.node_id) t ON t.node_id = n.node_id
      WHERE n.parent_id PARENT
      """;

  /** As it was, of nodes that were known. */
  private static final String THEN =
      """
      FROM (
        SELECT DISTINCT ON (n.node_id) n.node_id, n.parent_id, n.level, n.name_kk, n.name_ru,
          n.name_en, n.currency, n.budget_minor, n.budget_tier, n.budget_partition,
          n.budget_sequence, n.budget_sequence <= k.until AS budgeted, k.until
        FROM node_budgets n JOIN known k ON k.tier = n.tier AND k.partition = n.partition
        WHERE n.parent_id PARENT AND n.known_from <= k.until
        ORDER BY n.node_id, coalesce(n.budget_sequence <= k.until, false) DESC,
          n.budget_sequence DESC) n
      CROSS JOIN LATERAL (
        SELECT CASE WHEN n.budgeted THEN n.budget_minor END AS cost_minor,
          n.budget_tier AS tier, n.budget_partition AS partition, n.budget_sequence AS sequence) b
      LEFT JOIN LATERAL (
        SELECT TROUBLE
        FROM exception e CROSS JOIN LATERAL (
          SELECT change, step, expected_on FROM exception_change c
          WHERE c.exception_id = e.exception_id AND c.sequence <= n.until
          ORDER BY c.sequence DESC LIMIT 1) c
        WHERE e.node_id = n.node_id AND e.raised_sequence <= n.until
          AND c.change <> 'CLEARED') t ON true
      """;

  private static final String SPOT =
      """
      WITH known AS (SELECT * FROM unnest(:tiers::text[], :partitions::int[], :sequences::bigint[])
        AS k (tier, partition, until)),
      spot AS (
        SELECT n.node_id, n.parent_id, n.level, n.name_kk, n.name_ru, n.name_en, n.currency,
          b.cost_minor, b.tier, b.partition, b.sequence,
          coalesce(t.step, 0) AS step, coalesce(t.silent, false) AS silent,
          coalesce(t.expected, false) AS expected,
          coalesce(t.open, 0) AS open,
          t.deepest[1][1] AS exception_id, t.deepest[1][2] AS measure,
          t.deepest[1][3] AS indicator_id,
          CASE WHEN t.step > 0 OR t.silent
            THEN 2 * least(greatest(coalesce(t.step, 0), t.silent::int), 1000000000)
            ELSE coalesce(t.expected, false)::int END AS trouble
        NODES)
      """;

  /**
   * Nodes with what is wrong with them.
   *
   * @param parent what their parents are, such as "= :parent"
   * @param day null: now
   */
  private static String spots(String parent, @Nullable LocalDate day) {
    return SPOT.replace("NODES", day == null ? NOW : THEN)
        .replace("TROUBLE", TROUBLE)
        .replace("PARENT", parent);
  }

  private final JdbcClient database;
  private final Recent.Of recent;
  private final Unchanged.Of unchanged;

  PortfolioMap(JdbcClient database, Recent.Of recent, Unchanged.Of unchanged) {
    this.database = database;
    this.recent = recent;
    this.unchanged = unchanged;
  }

  /** The highest nodes that are seen and have others below: the portfolios, or programs. */
  List<String> portfolios(int limit) {
    return recent.get(List.of("portfolios", limit), () -> highest(limit));
  }

  private List<String> highest(int limit) {
    return database
        .sql(
            """
            SELECT n.node_id FROM node n WHERE n.level IN ('PORTFOLIO', 'PROGRAM')
              AND (SELECT p.node_id FROM node p WHERE p.node_id = n.parent_id) IS NULL
            ORDER BY n.level, n.node_id LIMIT :limit
            """)
        .param("limit", limit)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** Whether any portfolio is seen, at whose level something could wait. */
  boolean seesPortfolio() {
    return recent.get(
        List.of("seesPortfolio"),
        () ->
            database
                .sql("SELECT EXISTS (SELECT 1 FROM node WHERE level = 'PORTFOLIO')")
                .query(Boolean.class)
                .single());
  }

  /** Empty while nothing was taken. */
  Optional<Span> span() {
    return recent.get(List.of("span"), this::days);
  }

  /** The day by the clock of the trail. */
  Optional<LocalDate> today() {
    return span().map(Span::to);
  }

  private Optional<Span> days() {
    return database
        .sql(
            """
            SELECT coalesce(min(first), (SELECT min(taken_at) FROM node_entry)) AS first,
              coalesce(max(last), (SELECT max(taken_at) FROM consumed)) AS last
            FROM consumed c
            CROSS JOIN LATERAL (SELECT CASE c.topic WHEN :program THEN 'PROGRAM'
              ELSE 'PORTFOLIO' END AS tier) t
            CROSS JOIN LATERAL (
              SELECT (SELECT at FROM tick k WHERE k.tier = t.tier AND k.partition = c.partition
                        ORDER BY at LIMIT 1) AS first,
                     (SELECT at FROM tick k WHERE k.tier = t.tier AND k.partition = c.partition
                        ORDER BY at DESC LIMIT 1) AS last) s
            WHERE c.topic IN (:program, :portfolio)
            """)
        .param("program", Topics.TRAIL_PROGRAM)
        .param("portfolio", Topics.TRAIL_PORTFOLIO)
        .query((row, number) -> {
          Instant first = Columns.moment(row, "first");
          Instant last = Columns.moment(row, "last");
          return Optional.ofNullable(
              first == null || last == null ? null : new Span(day(first), day(last)));
        })
        .single();
  }

  private static LocalDate day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /**
   * Up to so many nodes of each parent: what is in trouble first, then the greatest budgets.
   *
   * @param parents whose children are asked for
   */
  Map<String, Group> groups(List<String> parents, @Nullable LocalDate day, int each) {
    return unchanged.get(
        List.of("groups", parents, Optional.ofNullable(day), each),
        () -> groupsOf(parents, day, each));
  }

  private Map<String, Group> groupsOf(List<String> parents, @Nullable LocalDate day, int each) {
    Map<String, List<Spot>> spots = new HashMap<>();
    Map<String, Below> whole = new HashMap<>();
    Map<String, Long> budgeted = new HashMap<>();
    database
        .sql(
            spots("= ANY(:parents)", day)
                + """
                SELECT * FROM (
                  SELECT spot.*,
                    row_number() OVER (PARTITION BY parent_id
                      ORDER BY coalesce(cost_minor, 0) > 0 DESC, trouble DESC, cost_minor DESC,
                        node_id) AS place,
                    count(*) FILTER (WHERE cost_minor > 0) OVER parent AS budgeted,
                    count(*) OVER parent AS below,
                    (sum(cost_minor) OVER parent)::bigint AS minor_below,
                    count(*) FILTER (WHERE step > 0) OVER parent AS beyond_below,
                    count(*) FILTER (WHERE step = 0 AND silent) OVER parent AS silent_below,
                    count(*) FILTER (WHERE step = 0 AND NOT silent AND expected) OVER parent
                      AS expected_below
                  FROM spot WINDOW parent AS (PARTITION BY parent_id)) placed
                WHERE place <= :each ORDER BY parent_id, place
                """)
        .params(known(day))
        .param("parents", parents.toArray(String[]::new))
        .param("each", each)
        .query(row -> {
          String parent = row.getString("parent_id");
          whole.put(parent, children(row));
          budgeted.put(parent, row.getLong("budgeted"));
          List<Spot> drawn = spots.computeIfAbsent(parent, key -> new ArrayList<>());
          if (row.getLong("cost_minor") > 0) {
            drawn.add(spot(row, Below.NOTHING));
          }
        });
    Map<String, Group> groups = new HashMap<>();
    spots.forEach((parent, drawn) -> {
      Below all = requireNonNull(whole.get(parent));
      long minor =
          drawn.stream().mapToLong(s -> s.budgetMinor() == null ? 0 : s.budgetMinor()).sum();
      groups.put(
          parent,
          new Group(
              drawn,
              requireNonNull(budgeted.get(parent)) - drawn.size(),
              (all.minor() == null ? 0 : all.minor()) - minor,
              all));
    });
    return groups;
  }

  /**
   * The children of a node: what is in deepest trouble first, then the greatest budgets.
   *
   * @param counted of how many what lies below them is counted; it is nothing for the others
   * @param trouble with budget and id where the page before ended; the greatest numbers for the
   *     first page
   */
  Page<Spot> below(
      String parent,
      @Nullable LocalDate day,
      int trouble,
      long budget,
      String id,
      int counted,
      int limit) {
    return unchanged.get(
        List.of("below", parent, Optional.ofNullable(day), trouble, budget, id, counted, limit),
        () -> {
          List<Spot> found =
              database
                  .sql(
                      spots("= :parent", day)
                          + """
                          , placed AS (
                            SELECT spot.*, coalesce(cost_minor, -1) AS budget FROM spot)
                          SELECT placed.*, coalesce(c.beyond_below, 0) AS beyond_below,
                            coalesce(c.silent_below, 0) AS silent_below,
                            coalesce(c.expected_below, 0) AS expected_below,
                            coalesce(c.below, 0) AS below, c.minor_below
                          FROM (SELECT *, row_number() OVER (
                              ORDER BY trouble DESC, budget DESC, node_id) AS place FROM placed
                            WHERE (-trouble, -budget, node_id) > (-:trouble, -:budget, :id)
                            ORDER BY trouble DESC, budget DESC, node_id LIMIT :limit) placed
                          LEFT JOIN LATERAL (
                            SELECT count(*) AS below, sum((SELECT b.cost_minor FROM baseline b
                                WHERE b.node_id = n.node_id AND b.cost_minor IS NOT NULL
                                  AND b.sequence <= k.until
                                ORDER BY b.sequence DESC LIMIT 1))::bigint AS minor_below,
                              count(*) FILTER (WHERE t.beyond) AS beyond_below,
                              count(*) FILTER (WHERE t.silent AND NOT t.beyond) AS silent_below,
                              count(*) FILTER (WHERE t.expected AND NOT t.beyond AND NOT t.silent)
                                AS expected_below
                            FROM node n JOIN known k ON k.tier = n.tier AND k.partition = n.partition
                            LEFT JOIN LATERAL (
                              SELECT bool_or(e.measure <> 'SILENCE' AND c.expected_on IS NULL) AS beyond,
                                bool_or(e.measure = 'SILENCE') AS silent,
                                bool_or(c.expected_on IS NOT NULL) AS expected
                              FROM exception e CROSS JOIN LATERAL (
                                SELECT change, expected_on FROM exception_change c
                                WHERE c.exception_id = e.exception_id AND c.sequence <= k.until
                                ORDER BY c.sequence DESC LIMIT 1) c
                              WHERE e.node_id = n.node_id AND e.raised_sequence <= k.until
                                AND c.change <> 'CLEARED') t ON true
                            WHERE n.parent_id = placed.node_id AND placed.place <= :counted) c ON true
                          ORDER BY trouble DESC, budget DESC, node_id
                          """)
                  .params(known(day))
                  .param("parent", parent)
                  .param("trouble", trouble)
                  .param("budget", budget)
                  .param("id", id)
                  .param("counted", counted)
                  .param("limit", limit + 1)
                  .query((row, number) -> spot(row, children(row)))
                  .list();
          return page(found, limit);
        });
  }

  /** The projects below a program or a portfolio, by the trouble they are in now. */
  Troubles troubles(Node above) {
    return unchanged.get(List.of("troubles", above.id()), () -> troublesOf(above));
  }

  private Troubles troublesOf(Node above) {
    // Of a program the few projects are looked at; below a portfolio are most, so there the few
    // exceptions that are open.
    String open =
        above.level().equals("PROGRAM")
            ? """
            node n JOIN exception e USING (node_id)
            """
            : """
            exception e CROSS JOIN LATERAL (
              SELECT level, parent_id FROM node WHERE node_id = e.node_id LIMIT 1) n
            """;
    return database
        .sql(
            """
            SELECT count(*) FILTER (WHERE beyond) AS beyond,
              count(*) FILTER (WHERE silent AND NOT beyond) AS silent,
              count(*) FILTER (WHERE expected AND NOT beyond AND NOT silent) AS expected
            FROM (
              SELECT bool_or(e.measure <> 'SILENCE' AND c.expected_on IS NULL) AS beyond,
                bool_or(e.measure = 'SILENCE') AS silent,
                bool_or(c.expected_on IS NOT NULL) AS expected
              FROM %s
              CROSS JOIN LATERAL (
                SELECT expected_on FROM exception_change c
                WHERE c.exception_id = e.exception_id ORDER BY c.sequence DESC LIMIT 1) c
              WHERE e.state = 'OPEN' AND n.level = 'PROJECT' AND %s
              GROUP BY e.node_id) t
            """
                .formatted(
                    open,
                    above.level().equals("PROGRAM")
                        ? "n.parent_id = :above"
                        : "n.parent_id IN (SELECT node_id FROM node WHERE parent_id = :above)"))
        .param("above", above.id())
        .query((row, number) ->
            new Troubles(row.getLong("beyond"), row.getLong("silent"), row.getLong("expected")))
        .single();
  }

  /**
   * A page of nodes in the order of {@link #below}.
   *
   * @param found one more than the page has, where there are more
   */
  static Page<Spot> page(List<Spot> found, int limit) {
    return Page.of(
        found,
        limit,
        spot ->
            spot.trouble()
                + ":"
                + (spot.budgetMinor() == null ? -1 : spot.budgetMinor())
                + ":"
                + spot.id());
  }

  /** How far each partition had been read at the end of a day; null: as far as it is. */
  private Map<String, Object> known(@Nullable LocalDate day) {
    List<Read> reads =
        database
            .sql(
                """
                SELECT t.tier, c.partition,
                  CASE WHEN :until::timestamptz IS NULL THEN 9223372036854775807
                       WHEN EXISTS (SELECT 1 FROM tick k
                         WHERE k.tier = t.tier AND k.partition = c.partition)
                       THEN coalesce((SELECT sequence FROM tick k
                         WHERE k.tier = t.tier AND k.partition = c.partition
                           AND k.at < :until::timestamptz
                         ORDER BY k.at DESC, k.sequence DESC LIMIT 1), 0)
                       ELSE coalesce((SELECT max(sequence) FROM node_entry e
                         WHERE e.tier = t.tier AND e.partition = c.partition
                           AND e.taken_at < :until::timestamptz), 0) END AS sequence
                FROM consumed c CROSS JOIN LATERAL (SELECT CASE c.topic WHEN :program
                  THEN 'PROGRAM' ELSE 'PORTFOLIO' END AS tier) t
                WHERE c.topic IN (:program, :portfolio)
                """)
            .param("until", day == null ? null : day.plusDays(1) + "T00:00:00Z")
            .param("program", Topics.TRAIL_PROGRAM)
            .param("portfolio", Topics.TRAIL_PORTFOLIO)
            .query((row, number) ->
                new Read(row.getString("tier"), row.getInt("partition"), row.getLong("sequence")))
            .list();
    return Map.of(
        "tiers", reads.stream().map(Read::tier).toArray(String[]::new),
        "partitions", reads.stream().map(Read::partition).toArray(Integer[]::new),
        "sequences", reads.stream().map(Read::sequence).toArray(Long[]::new));
  }

  private static Below children(ResultSet row) throws SQLException {
    return new Below(
        row.getLong("below"),
        new Troubles(
            row.getLong("beyond_below"),
            row.getLong("silent_below"),
            row.getLong("expected_below")),
        Columns.number(row, "minor_below"));
  }

  private static Spot spot(ResultSet row, Below below) throws SQLException {
    Long budget = Columns.number(row, "cost_minor");
    return new Spot(
        row.getString("node_id"),
        row.getString("parent_id"),
        row.getString("level"),
        Names.of(row, row.getString("node_id")),
        row.getString("currency"),
        budget,
        budget == null
            ? null
            : new Position(
                row.getString("tier"), row.getInt("partition"), row.getLong("sequence"), null),
        row.getInt("step"),
        row.getBoolean("silent"),
        row.getBoolean("expected"),
        row.getInt("open"),
        row.getString("exception_id"),
        row.getString("measure"),
        row.getString("indicator_id"),
        below);
  }
}
