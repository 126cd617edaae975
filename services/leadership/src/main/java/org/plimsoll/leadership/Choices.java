package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Escalations.Item;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Reader;

/** Which decisions about an exception the engine would take now, and from the reader. */
class Choices {
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
  private final Calls calls;
  private final Nodes nodes;
  private final Sentences sentences;
  private final PersonsInWords persons;

  Choices(Reader reader, Calls calls, Nodes nodes, Sentences sentences, PersonsInWords persons) {
    this.reader = reader;
    this.calls = calls;
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
                  // With what they may grant for a node of their own, where that is above.
                  ? above.isEmpty()
                      ? List.of(new Person("holder", holder, null, persons.named(holder, locale)))
                      : above.reversed()
                  : List.of();
      if (handling.acknowledgedBy() == null || handling.grownFrom() != null) {
        choices.add(new Choice("ACKNOWLEDGE", holding, List.of()));
      }
      choices.add(new Choice("GRANT_TOLERANCE", holding, List.of()));
      choices.add(new Choice("REQUIRE_EXCEPTION_PLAN", holding, List.of()));
      if (node.level().equals("PROJECT")) {
        choices.add(new Choice("APPROVE_BASELINE", above, List.of()));
        List<Call> open = calls.open(node.id()).stream().map(Choices::call).toList();
        if (!open.isEmpty()) {
          choices.add(new Choice("ASSIST", above, open));
        }
      }
      // Whoever handed it over may take it back, or hand it to somebody else.
      choices.add(new Choice("HAND_OVER", holding.isEmpty() ? above : holding, List.of()));
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

  private static Call call(Item item) {
    return new Call(requireNonNull(item.cause().eventId()), String.valueOf(item.request()));
  }

  /** As whom the reader may answer a call for help of a node. */
  List<Person> answering(Node node, Locale locale) {
    return above(node, locale);
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
}
