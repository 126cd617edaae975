package org.plimsoll.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.wire.Topics;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The nodes that intake knows: confirmed by the trail, or published here and not seen there yet.
 * Says where a status goes; whether it counts is decided by the engine alone.
 */
@Component
final class Nodes {
  private static final String COLUMNS = "id, level, parent_id, agency_id, currency, confirmed";

  /**
   * How long what follows facts waits for them. An engine that stands still finds both when it goes
   * on, and then takes them by their times.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long LOOK_EVERY_MILLIS = 20;

  private final JdbcTemplate jdbc;

  Nodes(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  record Node(
      String id,
      Level level,
      @Nullable String parentId,
      @Nullable String agencyId,
      String currency,
      boolean confirmed) {

    /** What the facts and grants of the node, and its status changes, are keyed by. */
    String key() {
      return parentId != null && level == Level.PROJECT ? parentId : id;
    }
  }

  Optional<Node> find(String id) {
    return Optional.ofNullable(find(List.of(id)).get(id));
  }

  Map<String, Node> find(Collection<String> ids) {
    Map<String, Node> found = new HashMap<>();
    jdbc.query(
        "select %s from node where id = any(?)".formatted(COLUMNS),
        row -> {
          found.put(row.getString(1), node(row));
        },
        (Object) ids.toArray(String[]::new));
    return found;
  }

  /**
   * The nodes, if need be a little later, when the engine has answered their facts. Grants,
   * decisions and status changes travel through other topics than facts: published at once, they
   * could overtake them and be refused, because the node is not known yet.
   */
  Map<String, Node> answered(Collection<String> ids) {
    long began = System.nanoTime();
    Map<String, Node> found = find(ids);
    while (found.values().stream().anyMatch(node -> !node.confirmed())
        && System.nanoTime() - began < PATIENCE.toNanos()) {
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = find(ids);
    }
    return found;
  }

  /**
   * The nodes of a level, by their ids.
   *
   * @param ancestorId only those below this one, its children's children included; null: all
   */
  List<Node> of(Level level, @Nullable String ancestorId) {
    return jdbc.query(
        """
        select %s from node where level = ? and (?::text is null or parent_id = ?
          or parent_id in (select id from node where parent_id = ?)) order by id\
        """
            .formatted(COLUMNS),
        (row, _) -> node(row),
        level.name(),
        ancestorId,
        ancestorId,
        ancestorId);
  }

  private static Node node(ResultSet row) throws SQLException {
    return new Node(
        row.getString(1),
        Level.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBoolean(6));
  }

  /** Facts that were published here; what is confirmed already stays as it is. */
  void published(List<NodeFacts> facts) {
    write(
        inOrderOfIds(facts, NodeFacts::getNodeId),
        false,
        """
        do update set level = excluded.level, parent_id = excluded.parent_id,
          agency_id = excluded.agency_id, currency = excluded.currency
        where not node.confirmed\
        """);
  }

  /** Facts, and whether the engine has taken them. */
  record Weighed(NodeFacts facts, boolean accepted) {}

  /** What the engine said of facts, in the order of the trail. */
  void weighed(List<Weighed> answers) {
    for (Weighed answer : inOrderOfIds(answers, weighed -> weighed.facts.getNodeId())) {
      if (answer.accepted) {
        confirmed(answer.facts);
      } else {
        refused(answer.facts.getNodeId());
      }
    }
  }

  private void confirmed(NodeFacts facts) {
    write(
        List.of(facts),
        true,
        """
        do update set level = excluded.level, parent_id = excluded.parent_id,
          agency_id = excluded.agency_id, currency = excluded.currency, confirmed = true\
        """);
  }

  /** The node is unknown again, unless it was confirmed before. */
  private void refused(String id) {
    jdbc.update("delete from node where id = ? and not confirmed", id);
  }

  /**
   * Whoever writes several nodes writes them in this order. What is published here and what the
   * trail says of it are written at the same time; in two orders each would hold the row that the
   * other waits for.
   */
  private static <T> List<T> inOrderOfIds(List<T> written, Function<T, String> id) {
    return written.stream().sorted(Comparator.comparing(id)).toList();
  }

  private void write(List<NodeFacts> batch, boolean confirmed, String onConflict) {
    jdbc.batchUpdate(
        "insert into node (id, level, parent_id, agency_id, currency, confirmed)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (id) "
            + onConflict,
        batch,
        500,
        (statement, facts) -> {
          String agencyId = facts.getAgencyId();
          statement.setString(1, facts.getNodeId());
          statement.setString(2, facts.getLevel().name());
          statement.setString(3, facts.getParentId());
          // An id that no agency can have owns nothing.
          statement.setString(
              4,
              agencyId != null && Topics.AGENCY_ID.matcher(agencyId).matches() ? agencyId : null);
          statement.setString(5, facts.getCurrency());
          statement.setBoolean(6, confirmed);
        });
  }
}
