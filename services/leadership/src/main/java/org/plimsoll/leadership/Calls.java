package org.plimsoll.leadership;

import java.util.List;
import java.util.Optional;
import org.plimsoll.leadership.Escalations.Item;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls for help of projects: each is answered once, by its event id. */
class Calls {
  /** Open ones of a node that are shown. */
  private static final int SHOWN = 20;

  private final JdbcClient database;

  Calls(JdbcClient database) {
    this.database = database;
  }

  /** Those of a node that nobody has answered, newest first. */
  List<Item> open(String nodeId) {
    return database
        .sql(
            """
            SELECT DISTINCT ON (d.event_id) d.*, n.currency, n.name_kk, n.name_ru, n.name_en,
              'OPEN' AS state
            FROM delivered d LEFT JOIN node n USING (node_id)
            WHERE d.node_id = :node AND d.kind = 'ASSISTANCE' AND d.event_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM answered a
                WHERE a.node_id = d.node_id AND a.request_id = d.event_id)
            ORDER BY d.event_id, d.seq DESC
            """)
        .param("node", nodeId)
        .query(Escalations::item)
        .list()
        .stream()
        .sorted((one, other) -> Long.compare(other.seq(), one.seq()))
        .limit(SHOWN)
        .toList();
  }

  /** One of them, answered or not. */
  Optional<Item> call(String nodeId, String eventId) {
    return database
        .sql(
            """
            SELECT d.*, n.currency, n.name_kk, n.name_ru, n.name_en,
              CASE WHEN a.request_id IS NULL THEN 'OPEN' ELSE 'CLEARED' END AS state
            FROM delivered d LEFT JOIN node n USING (node_id)
            LEFT JOIN answered a ON a.node_id = d.node_id AND a.request_id = d.event_id
            WHERE d.node_id = :node AND d.kind = 'ASSISTANCE' AND d.event_id = :event
            ORDER BY d.seq LIMIT 1
            """)
        .param("node", nodeId)
        .param("event", eventId)
        .query(Escalations::item)
        .optional();
  }
}
