package org.plimsoll.leadership;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Reported.Figures;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What waits for an answer at a level: nodes with open exceptions that were delivered there, and
 * calls for help. One node is one entry, however many of its tolerances are breached, because one
 * answer is what it needs. First comes what costs most to leave: calls for help, then the deepest
 * breach in whole tolerances, then the greatest amount at stake; behind all that, in the same
 * order, what somebody has answered and the figures have not closed yet.
 */
class Inbox {
  /**
   * @param calls requests for help from this node, newest first
   * @param newest id of the newest item about this node that was delivered to the level
   * @param waits whether anything of it waits for who reads it; false where somebody has answered
   *     all of it since it last changed hands
   */
  record Entry(
      Node node,
      @Nullable Figures figures,
      List<Item> calls,
      List<Episode> episodes,
      long newest,
      boolean waits) {}

  /**
   * @param nodes how many nodes wait for an answer, on all pages
   * @param nextCursor where the next page begins; null on the last
   * @param newest id of the newest item delivered to the level; 0 before the first
   */
  record Waiting(List<Entry> entries, long nodes, @Nullable String nextCursor, long newest) {}

  /**
   * What is asked for; what is absent does not narrow.
   *
   * @param receiver the node that received it
   * @param kind a kind of tolerance, or ASSISTANCE
   * @param search part of the node's name, in any of its languages
   */
  record Filter(@Nullable String receiver, @Nullable String kind, @Nullable String search) {}

  /** What an entry is ordered by. */
  private record Place(
      String nodeId,
      @Nullable String level,
      long nodes,
      int waits,
      int calls,
      int step,
      long stake) {
    String key() {
      return waits + ":" + calls + ":" + step + ":" + stake + ":" + nodeId;
    }
  }

  /** Before all others. */
  private static final String[] FIRST = {
    String.valueOf(Integer.MAX_VALUE),
    String.valueOf(Integer.MAX_VALUE),
    String.valueOf(Integer.MAX_VALUE),
    String.valueOf(Long.MAX_VALUE),
    ""
  };

  /** Left out where nothing is searched for: a prepared plan would join it all the same. */
  private static final String NAMED =
      """
      JOIN node n USING (node_id)
      WHERE n.name_kk ILIKE :search OR n.name_ru ILIKE :search OR n.name_en ILIKE :search
      """;

  private final JdbcClient database;
  private final Nodes nodes;
  private final Exceptions exceptions;
  private final Unchanged.Of unchanged;
  private final String reader;

  /**
   * @param reader what was handed over to them waits for them, and for nobody else
   */
  Inbox(
      JdbcClient database,
      Nodes nodes,
      Exceptions exceptions,
      Unchanged.Of unchanged,
      String reader) {
    this.unchanged = unchanged;
    this.reader = reader;
    this.database = database;
    this.nodes = nodes;
    this.exceptions = exceptions;
  }

  /**
   * What waits, most costly first; what was answered and is deeper since waits again, and so does
   * what was to be answered by a plan that has come. What has gone up to the portfolio does not
   * wait for a program any more. What is at stake is looked up for those alone that may come on the
   * page.
   *
   * @param after where the page before ended; null for the first
   */
  Waiting waiting(String level, Filter filter, @Nullable String after, int limit) {
    String[] from = after == null ? FIRST : after.split(":", 5);
    if (from.length != 5) {
      throw Parameters.badCursor(String.valueOf(after));
    }
    List<Place> found =
        unchanged.get(
            List.of("waiting", reader, level, filter, List.of(from), limit),
            () -> places(level, filter, from, limit));
    Page<Place> page = Page.of(found, limit, Place::key);
    List<Place> places = page.items();
    List<String> ids = places.stream().map(Place::nodeId).toList();
    Map<String, Node> byId = nodes.nodes(ids).stream().collect(toMap(Node::id, node -> node));
    Map<String, List<Episode>> episodes =
        exceptions.waiting(level, ids).stream().collect(groupingBy(Episode::nodeId));
    Map<String, List<Item>> calls = calls(level, ids);
    Map<String, Long> newest = newest(level, ids);
    Map<String, Figures> figures = nodes.reported().latest(ids);
    List<Entry> entries = new ArrayList<>();
    for (Place place : places) {
      String id = place.nodeId();
      // An escalation does not wait for the facts of its node: until then it goes by its id.
      Node node = byId.get(id);
      entries.add(
          new Entry(
              node == null ? Node.unknown(id, place.level()) : node,
              figures.get(id),
              calls.getOrDefault(id, List.of()),
              episodes.getOrDefault(id, List.of()),
              newest.getOrDefault(id, 0L),
              place.waits() > 0));
    }
    return new Waiting(
        entries,
        places.isEmpty() ? 0 : places.getFirst().nodes(),
        page.nextCursor(),
        newest(level, filter.receiver()));
  }

  /** One more than the page has, where there are more. */
  private List<Place> places(String level, Filter filter, String[] from, int limit) {
    return database
        .sql(
            """
            SELECT * FROM (
              SELECT r.node_id, r.node_level, r.waits, r.calls, r.step, r.nodes, coalesce((
                SELECT coalesce(eac_minor, bac_minor) FROM figures f
                WHERE f.node_id = r.node_id ORDER BY data_date DESC LIMIT 1), -1) AS stake
              FROM (
                SELECT g.*, sum(waits) OVER () AS nodes, rank() OVER (
                  PARTITION BY (-waits, -calls, -step) <= (-:waits, -:calls, -:step)
                  ORDER BY waits DESC, calls DESC, step DESC) AS rank
                FROM (
                  SELECT w.node_id, max(w.node_level) AS node_level, max(w.waits) AS waits,
                    max(w.calls) AS calls, max(w.step) AS step
                  FROM (
                    SELECT e.node_id, e.node_level, 0 AS calls, e.step,
                      coalesce((
                        SELECT CASE
                          WHEN h.acknowledged THEN greatest(coalesce((
                            SELECT (a.kind = 'REQUIRE_EXCEPTION_PLAN' AND EXISTS (
                                SELECT 1 FROM decision n
                                WHERE n.exception_id = e.exception_id AND n.accepted
                                  AND n.kind = 'NOTE' AND n.sequence > a.sequence
                                  AND n.decided_by <> a.decided_by))::int
                            FROM decision a
                            WHERE a.exception_id = e.exception_id AND a.accepted
                              AND a.kind = ANY(:answers)
                            ORDER BY a.sequence DESC LIMIT 1), 0), coalesce((
                            SELECT (e.step > c.step AND coalesce((
                                SELECT d.handed_to FROM decision d
                                WHERE d.exception_id = e.exception_id AND d.accepted
                                  AND d.kind = 'HAND_OVER' AND d.sequence > coalesce((
                                    SELECT max(p.sequence) FROM passed_up p
                                    WHERE p.exception_id = e.exception_id), 0)
                                ORDER BY d.sequence DESC LIMIT 1), :reader) = :reader)::int
                            FROM exception_change c
                            WHERE c.exception_id = e.exception_id AND c.sequence <= (
                              SELECT max(d.sequence) FROM decision d
                              WHERE d.exception_id = e.exception_id AND d.accepted
                                AND d.kind = ANY(:answers))
                            ORDER BY c.sequence DESC LIMIT 1), 0)) * (1 - told.above::int)
                          WHEN h.handed_over THEN (
                            SELECT (d.handed_to = :reader)::int FROM decision d
                            WHERE d.exception_id = e.exception_id AND d.kind = 'HAND_OVER'
                              AND d.accepted ORDER BY d.sequence DESC LIMIT 1)
                          END FROM handling h WHERE h.exception_id = e.exception_id),
                        1 - told.above::int) AS waits
                    FROM (
                      SELECT * FROM exception_known WHERE recorded = 'OPEN'
                      UNION ALL
                      SELECT * FROM exception_ahead) e
                    CROSS JOIN LATERAL (
                      SELECT bool_or(d.level = :level
                          AND (:receiver::text IS NULL OR d.delivered_to = :receiver)) AS here,
                        bool_or(:level = 'PROGRAM' AND d.level = 'PORTFOLIO'
                          AND d.node_level = 'PROJECT') AS above
                      FROM delivered d WHERE d.exception_id = e.exception_id) told
                    WHERE e.state = 'OPEN' AND told.here
                      AND (:kind::text IS NULL OR e.kind = :kind)
                    UNION ALL
                    SELECT d.node_id, d.node_level, 1, 0, 1 FROM delivered d
                    WHERE d.level = :level AND d.kind = 'ASSISTANCE'
                      AND (:kind::text IS NULL OR :kind = 'ASSISTANCE')
                      AND NOT EXISTS (SELECT 1 FROM answered a
                        WHERE a.node_id = d.node_id AND a.request_id = d.event_id)
                      AND (:receiver::text IS NULL OR d.delivered_to = :receiver)) w
                  %s
                  GROUP BY w.node_id) g) r
              WHERE (-waits, -calls, -step) = (-:waits, -:calls, -:step)
                OR ((-waits, -calls, -step) > (-:waits, -:calls, -:step) AND rank <= :limit)
            ) waiting
            WHERE (-waits, -calls, -step, -stake, node_id)
              > (-:waits, -:calls, -:step, -:stake, :after)
            ORDER BY waits DESC, calls DESC, step DESC, stake DESC, node_id
            LIMIT :limit
            """
                .formatted(filter.search() == null ? "" : NAMED))
        .param("level", level)
        .param("receiver", filter.receiver())
        .param("kind", filter.kind())
        .params(filter.search() == null ? Map.of() : Map.of("search", pattern(filter.search())))
        .param("reader", reader)
        .param("answers", Decisions.ANSWERS.toArray(String[]::new))
        .param("waits", (int) Parameters.number("cursor", from[0], 0, Integer.MAX_VALUE))
        .param("calls", (int) Parameters.number("cursor", from[1], 0, Integer.MAX_VALUE))
        .param("step", (int) Parameters.number("cursor", from[2], 0, Integer.MAX_VALUE))
        .param("stake", Parameters.number("cursor", from[3], -1, Long.MAX_VALUE))
        .param("after", from[4])
        .param("limit", limit + 1)
        .query((row, number) ->
            new Place(
                row.getString("node_id"),
                row.getString("node_level"),
                row.getLong("nodes"),
                row.getInt("waits"),
                row.getInt("calls"),
                row.getInt("step"),
                row.getLong("stake")))
        .list();
  }

  /** A text that is looked for anywhere, whatever characters it has. */
  static String pattern(String search) {
    return "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  /** The last targets that were reached; one that was withdrawn is told as that alone. */
  List<Item> confirmations(String level, @Nullable String receiver, int limit) {
    return database
        .sql(
            """
            SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en,
                   coalesce(d.change, 'CONFIRMED') AS state
            FROM delivered d LEFT JOIN node n USING (node_id)
            WHERE d.level = :level AND d.kind = 'CONFIRMATION'
              AND NOT EXISTS (
                SELECT 1 FROM delivered w WHERE w.node_id = d.node_id AND w.level = d.level
                  AND w.kind = 'CONFIRMATION' AND w.indicator_id = d.indicator_id
                  AND w.seq > d.seq)
              AND (:receiver::text IS NULL OR d.delivered_to = :receiver)
            ORDER BY d.seq DESC LIMIT :limit
            """)
        .param("level", level)
        .param("receiver", receiver)
        .param("limit", limit)
        .query(Escalations::item)
        .list();
  }

  private Map<String, List<Item>> calls(String level, List<String> ids) {
    return database
        .sql(
            """
            SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en, 'OPEN' AS state
            FROM delivered d LEFT JOIN node n USING (node_id)
            WHERE d.level = :level AND d.kind = 'ASSISTANCE' AND d.node_id = ANY(:nodes)
              AND NOT EXISTS (SELECT 1 FROM answered a
                      WHERE a.node_id = d.node_id AND a.request_id = d.event_id)
            ORDER BY d.seq DESC
            """)
        .param("level", level)
        .param("nodes", ids.toArray(String[]::new))
        .query(Escalations::item)
        .list()
        .stream()
        .collect(groupingBy(Item::nodeId));
  }

  private Map<String, Long> newest(String level, List<String> ids) {
    return database
        .sql(
            "SELECT node_id, max(seq) AS seq FROM delivered WHERE level = :level AND node_id ="
                + " ANY(:nodes) GROUP BY node_id")
        .param("level", level)
        .param("nodes", ids.toArray(String[]::new))
        .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long newest(String level, @Nullable String receiver) {
    return database
        .sql(
            "SELECT coalesce((SELECT seq FROM delivered WHERE level = :level AND"
                + " (:receiver::text IS NULL OR delivered_to = :receiver)"
                + " ORDER BY seq DESC LIMIT 1), 0)")
        .param("level", level)
        .param("receiver", receiver)
        .query(Long.class)
        .single();
  }
}
