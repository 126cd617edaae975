package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Reader;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which decisions about an exception the engine would take now, and from the reader. */
class Choices {
  /** Calls for help that one page offers to answer. */
  private static final int CALLS = 20;

  /**
   * As what the reader may decide.
   *
   * @param key what a form sends for it
   * @param person the reader
   * @param as the node for which they are accountable; null for whom it was handed to
   */
  record Person(String key, String person, @Nullable String as, String label) {}

  /** A call for help that is open. */
  record Call(String requestId, String request) {}

  /**
   * A decision.
   *
   * @param persons as what the reader may take it; empty where only others may
   */
  record Choice(String kind, List<Person> persons, List<Call> calls) {}

  private final Reader reader;
  private final JdbcClient database;
  private final Nodes nodes;
  private final Sentences sentences;
  private final PersonsInWords persons;

  Choices(
      Reader reader,
      JdbcClient database,
      Nodes nodes,
      Sentences sentences,
      PersonsInWords persons) {
    this.reader = reader;
    this.database = database;
    this.nodes = nodes;
    this.sentences = sentences;
    this.persons = persons;
  }

  List<Choice> of(Reports.Case found, Locale locale) {
    Node node = found.node();
    Handling handling = found.handling();
    List<Person> above = above(node, locale);
    List<Choice> choices = new ArrayList<>();
    if (found.episode().state().equals("OPEN")) {
      String holder = handling.holder();
      List<Person> holding =
          holder == null
              ? above
              : holder.equals(reader.person())
                  ? List.of(new Person("holder", holder, null, persons.named(holder, locale)))
                  : List.of();
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
      if (node.parentId() != null && reader.person().equals(node.person())) {
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
    return levels.stream().filter(this::isAccountable).map(each -> person(each, locale)).toList();
  }

  /** By name, or where nobody is named, for whom the node lies below a root of the scope. */
  private boolean isAccountable(Node node) {
    return node.person() != null
        ? node.person().equals(reader.person())
        : reader.scope().roots().contains(node.id())
            || nodes.above(node).stream()
                .anyMatch(above -> reader.scope().roots().contains(above.id()));
  }

  private Person person(Node node, Locale locale) {
    return new Person(
        "as:" + node.id(),
        reader.person(),
        node.id(),
        (node.person() == null
                ? persons.named(reader.person(), locale)
                : sentences.accountable(node, locale))
            + " ("
            + node.names().in(locale)
            + ")");
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
