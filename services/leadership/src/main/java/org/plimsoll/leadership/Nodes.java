package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Reported.Figures;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Nodes, and the tolerances and baselines granted to them. */
class Nodes {
  /** What the registry knows of a node, with its baselines as they stand. */
  record Node(
      String id,
      String level,
      @Nullable String parentId,
      Names names,
      @Nullable String agencyId,
      String currency,
      @Nullable String person,
      @Nullable Names role,
      String source,
      @Nullable Long originalCostMinor,
      @Nullable LocalDate originalFinish,
      @Nullable Long currentCostMinor,
      @Nullable LocalDate currentFinish,
      List<Target> targets,
      long statusTaken,
      Position facts) {
    /** A node whose facts the trail has not told yet. */
    static Node unknown(String id, @Nullable String level) {
      String tier = "PORTFOLIO".equals(level) ? "PORTFOLIO" : "PROGRAM";
      return new Node(
          id,
          level == null ? "UNRECOGNISED" : level,
          null,
          new Names(id, id, id),
          null,
          "",
          null,
          null,
          "",
          null,
          null,
          null,
          null,
          List.of(),
          0,
          new Position(tier, 0, 0, null));
    }

    /** Whether the trail has told its facts. */
    boolean isKnown() {
      return facts.sequence() > 0;
    }

    Optional<Target> target(@Nullable String indicatorId) {
      return targets.stream().filter(target -> target.id().equals(indicatorId)).findFirst();
    }
  }

  /**
   * Somebody accountable for a node above.
   *
   * @param level of that node
   */
  record Above(String person, String level) {}

  /** Who is accountable for the nodes above one, nearest first, whether these are seen or not. */
  List<Above> accountableAbove(String id) {
    return database
        .sql(
            "SELECT person, level FROM person_above WHERE node_id = :node"
                + " ORDER BY level = 'PORTFOLIO'")
        .param("node", id)
        .query((row, number) -> new Above(row.getString("person"), row.getString("level")))
        .list();
  }

  /** One version of a tolerance. */
  record Tolerance(
      String nodeId,
      String id,
      int version,
      String kind,
      String measure,
      @Nullable String indicatorId,
      String breach,
      String unit,
      long limitTenThousandths,
      String grantedBy,
      String reason,
      Position cause,
      Instant takenAt) {
    /** The same with another limit. */
    Tolerance at(long limit) {
      return new Tolerance(
          nodeId,
          id,
          version,
          kind,
          measure,
          indicatorId,
          breach,
          unit,
          limit,
          grantedBy,
          reason,
          cause,
          takenAt);
    }
  }

  /**
   * A limit that a decision widened for a time.
   *
   * @param from place of the decision in the trail
   * @param ended place of what ended it; null while it stands
   */
  record Widened(String toleranceId, long limitTenThousandths, long from, @Nullable Long ended) {}

  /** When a baseline was set; a kind that is absent was not set then. */
  record Baseline(
      boolean original,
      @Nullable Long costMinor,
      @Nullable LocalDate finish,
      LocalDate onDate,
      long sequence) {}

  /**
   * A node among its siblings.
   *
   * @param openExceptions facts
   * @param expected exceptions that are open because the limit is expected to be crossed
   */
  record Child(
      Node node, int openExceptions, int expected, int worstStep, @Nullable Figures figures) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String NODE =
      """
      SELECT n.*,
        (SELECT cost_minor FROM baseline b WHERE b.node_id = n.node_id AND original
           AND cost_minor IS NOT NULL ORDER BY sequence DESC LIMIT 1) AS original_cost,
        (SELECT finish FROM baseline b WHERE b.node_id = n.node_id AND original
           AND finish IS NOT NULL ORDER BY sequence DESC LIMIT 1) AS original_finish,
        (SELECT cost_minor FROM baseline b WHERE b.node_id = n.node_id
           AND cost_minor IS NOT NULL ORDER BY sequence DESC LIMIT 1) AS current_cost,
        (SELECT finish FROM baseline b WHERE b.node_id = n.node_id
           AND finish IS NOT NULL ORDER BY sequence DESC LIMIT 1) AS current_finish,
        coalesce((SELECT taken FROM status_count s WHERE s.node_id = n.node_id), 0)
          AS status_taken
      FROM node n
      """;

  /** As the index of V83 has the words. */
  private static final String BEGUN =
      """
      to_tsvector('simple', translate(n.found_by, '-._:/', '     '))
        @@ to_tsquery('simple', :words) AND
      """;

  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final JdbcClient database;
  private final Reported reported;

  Nodes(JdbcClient database) {
    this.database = database;
    this.reported = new Reported(database);
  }

  /** What was reported of them. */
  Reported reported() {
    return reported;
  }

  Optional<Node> node(String id) {
    return database
        .sql(NODE + "WHERE n.node_id = :id")
        .param("id", id)
        .query(Nodes::node)
        .optional();
  }

  List<Node> nodes(Collection<String> ids) {
    return database
        .sql(NODE + "WHERE n.node_id = ANY(:ids)")
        .param("ids", ids.toArray(String[]::new))
        .query(Nodes::node)
        .list();
  }

  /** Node after node by id, which never changes. */
  Page<Node> page(@Nullable String parent, @Nullable String level, String after, int limit) {
    List<Node> found =
        database
            .sql(
                NODE
                    + """
                    WHERE n.node_id > :after
                    """
                    + Narrowed.by("n.parent_id", "parent", parent)
                    + Narrowed.by("n.level", "level", level)
                    + "ORDER BY n.node_id LIMIT :limit")
            .param("after", after)
            .param("parent", parent)
            .param("level", level)
            .param("limit", limit + 1)
            .query(Nodes::node)
            .list();
    return Page.of(found, limit, Node::id);
  }

  /** The nodes of a level, for a choice. */
  List<Node> ofLevel(String level, int limit) {
    return database
        .sql(NODE + "WHERE n.level = :level ORDER BY n.node_id LIMIT :limit")
        .param("level", level)
        .param("limit", limit)
        .query(Nodes::node)
        .list();
  }

  /**
   * Nodes for a choice by their name in any language, or by their id: the highest first. Where
   * words begin with what is searched for, other places in words are not looked at.
   *
   * @param search part of either
   */
  List<Node> like(String search, int limit) {
    String words =
        NO_WORD
            .splitAsStream(search.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .map(word -> word + ":*")
            .collect(joining(" & "));
    List<Node> begun = words.isEmpty() ? List.of() : like(BEGUN, search, words, limit);
    return begun.isEmpty() ? like("", search, words, limit) : begun;
  }

  private List<Node> like(String condition, String search, String words, int limit) {
    return database
        .sql(
            NODE
                + "WHERE "
                + condition
                + """
                n.found_by LIKE lower(:search)
                ORDER BY n.parent_id IS NOT NULL, n.level = 'PROJECT', n.node_id LIMIT :limit
                """)
        .param("search", Inbox.pattern(search))
        .param("words", words)
        .param("limit", limit)
        .query(Nodes::node)
        .list();
  }

  /** Whether one of these is a program or a portfolio. */
  boolean hasAboveProjects(Collection<String> ids) {
    return !ids.isEmpty()
        && database
            .sql(
                "SELECT EXISTS (SELECT 1 FROM node WHERE node_id = ANY(:ids) AND level <>"
                    + " 'PROJECT')")
            .param("ids", ids.toArray(String[]::new))
            .query(Boolean.class)
            .single();
  }

  /** The names of a node and of those above it that are seen, by id. */
  Map<String, String> named(Node node, Locale locale) {
    return Stream.concat(above(node).stream(), Stream.of(node))
        .collect(toMap(Node::id, each -> each.names().in(locale)));
  }

  /** From the top down to the node's parent; as long as parents are known. */
  List<Node> above(Node node) {
    List<Node> path = new ArrayList<>();
    String parent = node.parentId();
    // Three tiers: whatever the facts say, there is no fourth step.
    while (parent != null && path.size() < 3) {
      Optional<Node> found = node(parent);
      if (found.isEmpty()) {
        break;
      }
      path.addFirst(found.get());
      parent = found.get().parentId();
    }
    return path;
  }

  /** The children, those in the deepest trouble first. */
  List<Child> children(String parent, int offset, int limit) {
    List<Child> found =
        database
            .sql(
                NODE.replace("FROM node n", ", t.open, t.expected, t.step FROM node n")
                    + """
                    CROSS JOIN LATERAL (
                      SELECT count(*) FILTER (WHERE c.expected_on IS NULL) AS open,
                        count(c.expected_on) AS expected, coalesce(max(e.step), 0) AS step
                      FROM exception e CROSS JOIN LATERAL (
                        SELECT expected_on FROM exception_change c
                        WHERE c.exception_id = e.exception_id ORDER BY c.sequence DESC LIMIT 1) c
                      WHERE e.node_id = n.node_id AND e.state = 'OPEN') t
                    WHERE n.parent_id = :parent
                    ORDER BY t.step DESC, t.open DESC, t.expected DESC, n.node_id
                    LIMIT :limit OFFSET :offset
                    """)
            .param("parent", parent)
            .param("limit", limit)
            .param("offset", offset)
            .query((row, number) ->
                new Child(
                    node(row, number),
                    row.getInt("open"),
                    row.getInt("expected"),
                    row.getInt("step"),
                    null))
            .list();
    Map<String, Figures> figures =
        reported.latest(found.stream().map(child -> child.node().id()).toList());
    return found.stream()
        .map(child ->
            new Child(
                child.node(),
                child.openExceptions(),
                child.expected(),
                child.worstStep(),
                figures.get(child.node().id())))
        .toList();
  }

  /** Every version of every tolerance of a node, oldest first. */
  List<Tolerance> tolerances(String nodeId) {
    return database
        .sql(
            "SELECT * FROM tolerance WHERE node_id = :node ORDER BY kind, measure, tolerance_id,"
                + " version")
        .param("node", nodeId)
        .query(Nodes::tolerance)
        .list();
  }

  /** Who is accountable for nodes, each once. */
  List<String> accountable(int limit) {
    return database
        .sql(
            // From each to the next in the index: few persons have a hundred thousand nodes.
            """
            WITH RECURSIVE known AS (
              (SELECT person FROM node WHERE person IS NOT NULL ORDER BY person LIMIT 1)
              UNION ALL
              SELECT (SELECT n.person FROM node n WHERE n.person > k.person
                ORDER BY n.person LIMIT 1)
              FROM known k WHERE k.person IS NOT NULL)
            SELECT person FROM known WHERE person IS NOT NULL LIMIT :limit
            """)
        .param("limit", limit)
        .query((row, number) -> row.getString("person"))
        .list();
  }

  /** One version of a tolerance. */
  Optional<Tolerance> tolerance(String nodeId, String toleranceId, int version) {
    return database
        .sql(
            "SELECT * FROM tolerance WHERE node_id = :node AND tolerance_id = :tolerance AND"
                + " version = :version")
        .param("node", nodeId)
        .param("tolerance", toleranceId)
        .param("version", version)
        .query(Nodes::tolerance)
        .optional();
  }

  /** Every limit of a node that a decision widened, oldest first. */
  List<Widened> widened(String nodeId) {
    return database
        .sql(
            """
            SELECT e.tolerance_id, d.limit_10000, d.sequence, (
              SELECT min(p.sequence) FROM tolerance_period p
              WHERE p.node_id = d.node_id AND p.tolerance_id = e.tolerance_id
                AND p.what = 'ENDED' AND p.tier = d.tier AND p.partition = d.partition
                AND p.sequence > d.sequence) AS ended
            FROM decision d JOIN exception e USING (exception_id)
            WHERE d.node_id = :node AND d.kind = 'GRANT_TOLERANCE' AND d.accepted
              AND d.limit_10000 IS NOT NULL
            ORDER BY d.sequence
            """)
        .param("node", nodeId)
        .query((row, number) ->
            new Widened(
                row.getString("tolerance_id"),
                row.getLong("limit_10000"),
                row.getLong("sequence"),
                Columns.number(row, "ended")))
        .list();
  }

  List<Baseline> baselines(String nodeId) {
    return database
        .sql("SELECT * FROM baseline WHERE node_id = :node ORDER BY sequence")
        .param("node", nodeId)
        .query((row, number) ->
            new Baseline(
                row.getBoolean("original"),
                Columns.number(row, "cost_minor"),
                Columns.day(row, "finish"),
                requireNonNull(Columns.day(row, "on_date")),
                row.getLong("sequence")))
        .list();
  }

  private static Node node(ResultSet row, int number) throws SQLException {
    return new Node(
        row.getString("node_id"),
        row.getString("level"),
        row.getString("parent_id"),
        Names.of(row, row.getString("node_id")),
        row.getString("agency_id"),
        row.getString("currency"),
        row.getString("person"),
        role(row),
        row.getString("source"),
        Columns.number(row, "original_cost"),
        Columns.day(row, "original_finish"),
        Columns.number(row, "current_cost"),
        Columns.day(row, "current_finish"),
        JSON.readValue(row.getString("targets"), new TypeReference<List<Target>>() {}),
        row.getLong("status_taken"),
        position(row, null));
  }

  private static @Nullable Names role(ResultSet row) throws SQLException {
    String role = row.getString("role");
    return role == null
        ? null
        : new Names(
            requireNonNullElse(row.getString("role_kk"), role),
            requireNonNullElse(row.getString("role_ru"), role),
            role);
  }

  private static Tolerance tolerance(ResultSet row, int number) throws SQLException {
    return new Tolerance(
        row.getString("node_id"),
        row.getString("tolerance_id"),
        row.getInt("version"),
        row.getString("kind"),
        row.getString("measure"),
        row.getString("indicator_id"),
        row.getString("breach"),
        row.getString("unit"),
        row.getLong("limit_10000"),
        row.getString("granted_by"),
        row.getString("reason"),
        position(row, row.getString("event_id")),
        requireNonNull(Columns.moment(row, "taken_at")));
  }

  private static Position position(ResultSet row, @Nullable String eventId) throws SQLException {
    return new Position(
        row.getString("tier"), row.getInt("partition"), row.getLong("sequence"), eventId);
  }
}
