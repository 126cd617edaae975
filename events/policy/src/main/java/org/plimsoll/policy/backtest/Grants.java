package org.plimsoll.policy.backtest;

import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.Selection;

/**
 * Grants a policy to the nodes of one partition as they are registered, in the order and under the
 * versions in which it would be granted live. What is refused is tried again with the node's next
 * facts: they may bring the indicator that it lacked.
 */
final class Grants {
  private final Policy policy;
  private final Map<String, Facts> nodes;
  private final Map<String, Map<Policy.Entry, Refusal>> refused = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> versions = new HashMap<>();
  private long events;

  Grants(Policy policy, Map<String, Facts> nodes) {
    this.policy = policy;
    this.nodes = nodes;
  }

  /** Whether the policy stands in the place of what was granted to this node. */
  boolean replaces(String nodeId) {
    return versions.containsKey(nodeId);
  }

  Set<String> nodes() {
    return versions.keySet();
  }

  List<NotGranted> refused() {
    List<NotGranted> all = new ArrayList<>();
    refused.forEach((nodeId, entries) ->
        entries.forEach((entry, refusal) ->
            all.add(new NotGranted(nodeId, entry.tolerance().toleranceId(), refusal))));
    return all;
  }

  /**
   * Grants what the node of these facts is to have.
   *
   * @param weigh weighs a grant and says what followed
   */
  void give(Input.FactsStated stated, Function<Input, List<Outcome>> weigh) {
    Facts facts = stated.facts();
    String nodeId = facts.nodeId();
    List<Policy.Entry> entries =
        replaces(nodeId)
            ? List.copyOf(refused.getOrDefault(nodeId, Map.of()).keySet())
            : policy.entries().stream().filter(entry -> isFor(entry, facts)).toList();
    if (entries.isEmpty()) {
      return;
    }
    Map<String, Integer> granted = versions.computeIfAbsent(nodeId, _ -> new HashMap<>());
    Map<Policy.Entry, Refusal> still = new LinkedHashMap<>();
    for (Policy.Entry entry : entries) {
      Refusal refusal = refusal(entry, facts);
      String id = entry.tolerance().toleranceId();
      int version = granted.getOrDefault(id, 0) + 1;
      if (refusal == null) {
        events++;
        refusal =
            refusal(
                weigh.apply(
                    new Input.ToleranceGranted(
                        stated.at(),
                        "backtest-" + events,
                        nodeId,
                        entry.as(version),
                        policy.grantedBy(),
                        null,
                        false)));
      }
      if (refusal == null) {
        granted.put(id, version);
      } else {
        still.put(entry, refusal);
      }
    }
    refused.put(nodeId, still);
  }

  private static @Nullable Refusal refusal(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Refused(Refusal refusal)) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal refusal(Policy.Entry entry, Facts facts) {
    Currency currency = entry.currency();
    return currency == null || currency.getCurrencyCode().equals(facts.currency())
        ? null
        : new Refusal(
            Reason.WRONG_CURRENCY,
            "limit",
            currency.getCurrencyCode(),
            facts.currency() + ", the portfolio's");
  }

  private boolean isFor(Policy.Entry entry, Facts facts) {
    return switch (entry.appliesTo()) {
      case Selection.Every(Level level) -> level == facts.level();
      case Selection.Under(Level level, String ancestorId) ->
          level == facts.level() && Ancestors.isBelow(nodes, facts, ancestorId);
      case Selection.Only(Level level, List<String> ids) ->
          level == facts.level() && ids.contains(facts.nodeId());
    };
  }
}
