package org.plimsoll.leadership;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Nodes.Figures;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What waits for an answer at a level: nodes with open exceptions that were delivered there, and
 * calls for help. One node is one entry, however many of its tolerances are breached, because one
 * answer is what it needs. First comes what costs most to leave: calls for help, then the deepest
 * breach in whole tolerances, then the greatest amount at stake.
 */
@Repository
class Inbox {
  /**
   * @param calls requests for help from this node, newest first
   * @param newest id of the newest item about this node that was delivered to the level
   */
  record Entry(
      Node node,
      @Nullable Figures figures,
      List<Item> calls,
      List<Episode> episodes,
      long newest) {}

  /**
   * @param nodes how many nodes wait, on all pages
   * @param newest id of the newest item delivered to the level; 0 before the first
   */
  record Waiting(List<Entry> entries, long nodes, long newest) {}

  private record Place(String nodeId, @Nullable String level, long nodes) {}

  private final JdbcClient database;
  private final Nodes nodes;
  private final Exceptions exceptions;

  Inbox(JdbcClient database, Nodes nodes, Exceptions exceptions) {
    this.database = database;
    this.nodes = nodes;
    this.exceptions = exceptions;
  }

  /**
   * @param receiver only what this node received; null for the whole level
   */
  Waiting waiting(String level, @Nullable String receiver, int offset, int limit) {
    List<Place> places =
        database
            .sql(
                """
                SELECT w.node_id, max(w.node_level) AS node_level, count(*) OVER () AS nodes
                FROM (
                  SELECT e.node_id, e.node_level, 0 AS calls, e.step FROM (
                    SELECT * FROM exception_known WHERE recorded = 'OPEN'
                    UNION ALL
                    SELECT * FROM exception_ahead) e
                  WHERE e.state = 'OPEN' AND EXISTS (
                    SELECT 1 FROM delivered d WHERE d.exception_id = e.exception_id
                      AND d.level = :level
                      AND (:receiver::text IS NULL OR d.delivered_to = :receiver))
                  UNION ALL
                  SELECT d.node_id, d.node_level, 1, 0 FROM delivered d
                  WHERE d.level = :level AND d.kind = 'ASSISTANCE'
                    AND NOT EXISTS (SELECT 1 FROM answered a
                      WHERE a.node_id = d.node_id AND a.request_id = d.event_id)
                    AND (:receiver::text IS NULL OR d.delivered_to = :receiver)
                ) w
                LEFT JOIN LATERAL (
                  SELECT coalesce(eac_minor, bac_minor) AS stake FROM figures f
                  WHERE f.node_id = w.node_id ORDER BY data_date DESC LIMIT 1) s ON true
                GROUP BY w.node_id, s.stake
                ORDER BY max(w.calls) DESC, max(w.step) DESC, s.stake DESC NULLS LAST, w.node_id
                LIMIT :limit OFFSET :offset
                """)
            .param("level", level)
            .param("receiver", receiver)
            .param("limit", limit)
            .param("offset", offset)
            .query((row, number) -> new Place(row.getString(1), row.getString(2), row.getLong(3)))
            .list();
    List<String> ids = places.stream().map(Place::nodeId).toList();
    Map<String, Node> byId = nodes.nodes(ids).stream().collect(toMap(Node::id, node -> node));
    Map<String, List<Episode>> episodes =
        exceptions.waiting(level, ids).stream().collect(groupingBy(Episode::nodeId));
    Map<String, List<Item>> calls = calls(level, ids);
    Map<String, Long> newest = newest(level, ids);
    List<Entry> entries = new ArrayList<>();
    for (Place place : places) {
      String id = place.nodeId();
      // An escalation does not wait for the facts of its node: until then it goes by its id.
      Node node = byId.get(id);
      entries.add(
          new Entry(
              node == null ? Node.unknown(id, place.level()) : node,
              nodes.latest(id).orElse(null),
              calls.getOrDefault(id, List.of()),
              episodes.getOrDefault(id, List.of()),
              newest.getOrDefault(id, 0L)));
    }
    return new Waiting(
        entries, places.isEmpty() ? 0 : places.getFirst().nodes(), newest(level, receiver));
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
            "SELECT coalesce(max(seq), 0) FROM delivered WHERE level = :level AND"
                + " (:receiver::text IS NULL OR delivered_to = :receiver)")
        .param("level", level)
        .param("receiver", receiver)
        .query(Long.class)
        .single();
  }
}
