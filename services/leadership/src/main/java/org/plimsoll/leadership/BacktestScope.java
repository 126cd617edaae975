package org.plimsoll.leadership;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Scope;

/** Whom policies concern, and over what they may weigh one. */
final class BacktestScope {
  private BacktestScope() {}

  /** Whether policies concern them: they see everything, or hold a program or a portfolio. */
  static boolean concerns(Seen seen) {
    Scope scope = seen.reader().scope();
    return scope.everything() || seen.nodes().hasAboveProjects(scope.roots());
  }

  /** Whether they hold a node with everything below it; null: the whole trail. */
  static boolean holds(Seen seen, @Nullable String nodeId) {
    Scope scope = seen.reader().scope();
    if (nodeId == null) {
      return scope.everything();
    }
    Optional<Node> found = seen.nodes().node(nodeId);
    if (found.isEmpty() || scope.everything()) {
      return found.isPresent();
    }
    Node node = found.get();
    return scope.roots().contains(node.id())
        || seen.nodes().above(node).stream().anyMatch(above -> scope.roots().contains(above.id()));
  }

  /** For whom policies do not concern there is no such thing. */
  static void check(Seen seen) {
    if (!concerns(seen)) {
      throw new UnknownException("path", "backtests", "a page of this site that you may see");
    }
  }
}
