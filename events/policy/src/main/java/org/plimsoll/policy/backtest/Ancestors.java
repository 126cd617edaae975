package org.plimsoll.policy.backtest;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;

/** Who stands above whom. */
final class Ancestors {
  private Ancestors() {}

  /** Whether the node of these facts lies below another one. */
  static boolean isBelow(Map<String, Facts> nodes, Facts facts, String ancestorId) {
    for (String above = facts.parentId(); above != null; above = parentOf(nodes, above)) {
      if (above.equals(ancestorId)) {
        return true;
      }
      Facts parent = nodes.get(above);
      if (parent == null || parent.level() == Level.PORTFOLIO) {
        return false;
      }
    }
    return false;
  }

  private static @Nullable String parentOf(Map<String, Facts> nodes, String nodeId) {
    Facts facts = nodes.get(nodeId);
    return facts == null ? null : facts.parentId();
  }

  /** The node of this level that answers for another: itself for a portfolio; null: not known. */
  static @Nullable String receiver(Map<String, Facts> nodes, String nodeId, Level to) {
    Facts facts = nodes.get(nodeId);
    if (facts == null) {
      return null;
    }
    if (facts.level() == Level.PORTFOLIO || facts.parentId() == null) {
      return facts.nodeId();
    }
    return facts.level().above() == to ? facts.parentId() : parentOf(nodes, facts.parentId());
  }
}
