package org.plimsoll.policy.backtest;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;

/**
 * What a report is about. The history is weighed from its beginning whatever this says, because
 * what stands on a day follows from all before it.
 *
 * @param from first day; null: from the beginning
 * @param to last day; null: to the end
 * @param nodeId this node and all below it; null: every node
 */
public record Scope(@Nullable LocalDate from, @Nullable LocalDate to, @Nullable String nodeId) {
  /** All of it. */
  public static final Scope ALL = new Scope(null, null, null);

  boolean has(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
  }

  boolean has(Map<String, Facts> nodes, String id) {
    if (nodeId == null || nodeId.equals(id)) {
      return true;
    }
    Facts facts = nodes.get(id);
    return facts != null && Ancestors.isBelow(nodes, facts, nodeId);
  }
}
