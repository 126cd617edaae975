package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which decisions about an exception the engine would take now, and from whom. */
@Component
class Choices {
  /** Calls for help that one page offers to answer. */
  private static final int CALLS = 20;

  /**
   * Somebody who may decide.
   *
   * @param key what a form sends for them
   * @param person null where the facts name nobody, so that a name is asked for
   * @param as the node for which they are accountable; null for whom it was handed to
   */
  record Person(String key, @Nullable String person, @Nullable String as, String label) {}

  /** A call for help that is open. */
  record Call(String requestId, String request) {}

  /** A decision, and who may take it. */
  record Choice(String kind, List<Person> persons, List<Call> calls) {
    /** Whether somebody may decide whom the facts do not name. */
    public boolean asksName() {
      return persons.stream().anyMatch(each -> each.person() == null);
    }
  }

  private final JdbcClient database;
  private final Nodes nodes;
  private final Frame frame;

  Choices(JdbcClient database, Nodes nodes, Frame frame) {
    this.database = database;
    this.nodes = nodes;
    this.frame = frame;
  }

  List<Choice> of(Reports.Case found, Locale locale) {
    Node node = found.node();
    Handling handling = found.handling();
    List<Person> above = above(node, locale);
    List<Choice> choices = new ArrayList<>();
    if (found.episode().state().equals("OPEN")) {
      String holder = handling.holder();
      List<Person> holding =
          holder == null ? above : List.of(new Person("holder", holder, null, holder));
      if (handling.acknowledgedBy() == null) {
        choices.add(new Choice("ACKNOWLEDGE", holding, List.of()));
      }
      choices.add(new Choice("GRANT_TOLERANCE", holding, List.of()));
      choices.add(new Choice("REQUIRE_EXCEPTION_PLAN", holding, List.of()));
      if (node.level().equals("PROJECT")) {
        choices.add(new Choice("APPROVE_BASELINE", above, List.of()));
        List<Call> calls = calls(node.id());
        if (!calls.isEmpty()) {
          choices.add(new Choice("ASSIST", above, calls));
        }
      }
      choices.add(new Choice("HAND_OVER", holding, List.of()));
      List<Person> writing = new ArrayList<>(holding);
      if (node.parentId() != null && node.person() != null) {
        writing.add(person(node, locale));
      }
      choices.add(new Choice("NOTE", writing, List.of()));
    } else if (handling.decisions().stream()
        .noneMatch(d -> d.taken() && d.kind().equals("CLOSE"))) {
      choices.add(new Choice("CLOSE", above, List.of()));
    }
    return choices;
  }

  /** Nearest first; a portfolio answers for itself. */
  private List<Person> above(Node node, Locale locale) {
    List<Node> levels = node.parentId() == null ? List.of(node) : nodes.above(node).reversed();
    return levels.stream().map(each -> person(each, locale)).toList();
  }

  private Person person(Node node, Locale locale) {
    return new Person(
        "as:" + node.id(),
        node.person(),
        node.id(),
        frame.accountable(node, locale) + " (" + node.names().in(locale) + ")");
  }

  private List<Call> calls(String nodeId) {
    return database
        .sql(
            """
            SELECT d.event_id, max(d.request) AS request FROM delivered d
            WHERE d.node_id = :node AND d.kind = 'ASSISTANCE' AND d.event_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM answered a
                WHERE a.node_id = d.node_id AND a.request_id = d.event_id)
            GROUP BY d.event_id ORDER BY max(d.seq) DESC LIMIT :limit
            """)
        .param("node", nodeId)
        .param("limit", CALLS)
        .query((row, number) -> new Call(row.getString("event_id"), row.getString("request")))
        .list();
  }
}
