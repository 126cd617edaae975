package org.plimsoll.leadership;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.subscription.Wanted.Wrong;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * A field of a form in which a person chooses nodes: what is typed is looked for among the nodes
 * that they see, and ids are taken as they are.
 */
@Controller
class NodeChoice {
  /** Of what is typed. */
  static final String FIND = "find";

  /** Of the chosen ids. */
  static final String NODES = "nodes";

  /** Found nodes that are shown: as many as are read at a glance. */
  private static final int FOUND = 10;

  /** Chosen nodes that are shown; a form takes no more. */
  private static final int MOST = 100;

  /**
   * A node that may be chosen.
   *
   * @param above name of the node above it; empty without one
   */
  record Choice(String id, String name, String above, boolean chosen) {}

  private final InWords words;

  NodeChoice(InWords words) {
    this.words = words;
  }

  /** What is found by what is typed, behind what is chosen already. */
  @GetMapping("/subscriptions/nodes")
  Rendering found(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters given = Parameters.of(exchange, FIND, NODES);
    Map<String, List<String>> filled =
        Map.of(
            FIND,
            given.text(FIND) == null ? List.of() : List.of(given.text(FIND)),
            NODES,
            given.nodes(NODES, MOST));
    Rendering.Builder<?> view = Rendering.view("telling :: found");
    on(view, seen, filled, locale);
    return view.modelAttribute("fragment", true).build();
  }

  /** Adds to a page what its field shows. */
  void on(Rendering.Builder<?> view, Seen seen, Map<String, List<String>> filled, Locale locale) {
    List<String> chosen = filled.getOrDefault(NODES, List.of());
    String typed = typed(filled);
    List<Node> found =
        typed.isEmpty() || typed.length() > InboxScreen.LONGEST_SEARCH
            ? List.of()
            : seen.nodes().like(typed, FOUND + 1);
    List<Node> shown = found.stream().limit(FOUND).toList();
    Map<String, Node> named = byId(seen, chosen);
    List<Choice> choices = new ArrayList<>();
    Map<String, Node> parents =
        byId(
            seen,
            Stream.concat(named.values().stream(), shown.stream())
                .map(Node::parentId)
                .filter(Objects::nonNull)
                .toList());
    for (String id : new LinkedHashSet<>(chosen)) {
      choices.add(choice(id, named.get(id), parents, true, locale));
    }
    for (Node node : shown) {
      if (!chosen.contains(node.id())) {
        choices.add(choice(node.id(), node, parents, false, locale));
      }
    }
    view.modelAttribute("fragment", false)
        .modelAttribute("choices", choices)
        .modelAttribute("typed", typed)
        .modelAttribute("foundText", said(typed, found.size(), locale));
  }

  private String said(String typed, int found, Locale locale) {
    if (typed.isEmpty()) {
      return "";
    }
    return found > FOUND
        ? words.say("field.find.more", locale, FOUND)
        : words.say("field.find.found", locale, found);
  }

  private static Choice choice(
      String id, @Nullable Node node, Map<String, Node> parents, boolean chosen, Locale locale) {
    Node above = node == null || node.parentId() == null ? null : parents.get(node.parentId());
    return new Choice(
        id,
        node == null ? id : node.names().in(locale),
        above == null ? "" : above.names().in(locale),
        chosen);
  }

  private static Map<String, Node> byId(Seen seen, List<String> ids) {
    return ids.isEmpty()
        ? Map.of()
        : seen.nodes().nodes(ids).stream().collect(toMap(Node::id, node -> node));
  }

  /** The names of nodes, or the ids of those that are not seen. */
  static List<String> names(Seen seen, Set<String> ids, Locale locale) {
    Map<String, Node> named = byId(seen, List.copyOf(ids));
    return ids.stream()
        .sorted()
        .map(id -> {
          Node node = named.get(id);
          return node == null ? id : node.names().in(locale);
        })
        .toList();
  }

  private static String typed(Map<String, List<String>> given) {
    return String.join(" ", given.getOrDefault(FIND, List.of())).strip();
  }

  /**
   * Takes what is typed out of the fields of a form: ids are chosen with it, and what found nodes
   * of which one is chosen has done its part.
   *
   * @return what is wrong with it; null when nothing is
   */
  static @Nullable Wrong take(Seen seen, Map<String, List<String>> given) {
    String typed = typed(given);
    given.remove(FIND);
    if (typed.isEmpty()) {
      return null;
    }
    if (typed.length() > InboxScreen.LONGEST_SEARCH) {
      return new Wrong(typed, "expected.most", List.of(InboxScreen.LONGEST_SEARCH));
    }
    List<String> ids = Arrays.asList(typed.split("[,\\s]+"));
    if (byId(seen, ids).keySet().containsAll(ids)) {
      List<String> all = new ArrayList<>(given.getOrDefault(NODES, List.of()));
      all.addAll(ids);
      given.put(NODES, all);
      return null;
    }
    if (seen.nodes().like(typed, 1).isEmpty()) {
      return new Wrong(typed, "expected.found", List.of());
    }
    return given.containsKey(NODES) ? null : new Wrong(typed, "expected.chosen", List.of());
  }
}
