package org.plimsoll.policy;

import java.util.List;
import org.plimsoll.core.escalation.Level;

/** The nodes that a tolerance of a policy is for; all of one level. */
public sealed interface Selection {
  Level level();

  /** Every node of the level. */
  record Every(Level level) implements Selection {}

  /** Every node of the level below another node, its children's children included. */
  record Under(Level level, String ancestorId) implements Selection {}

  /** Nodes by their ids. */
  record Only(Level level, List<String> nodeIds) implements Selection {
    public Only {
      nodeIds = List.copyOf(nodeIds);
    }
  }
}
