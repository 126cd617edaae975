package org.plimsoll.testkit.oracle;

import java.util.ArrayList;
import java.util.List;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;

/** Calls for help that nobody has answered. */
final class Help {
  private static final int MOST_KEPT = 32;

  private Help() {}

  /** By the event that made them, oldest first. */
  static List<String> open(Trail trail, String nodeId) {
    List<String> open = new ArrayList<>();
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.AssistanceRequested asked) {
        open.add(asked.requestId());
        if (open.size() > MOST_KEPT) {
          open.removeFirst();
        }
      }
      if (said.outcome() instanceof Outcome.DecisionTaken taken
          && taken.choice() instanceof Input.Choice.Assist(var requestId)) {
        open.remove(requestId);
      }
    }
    return open;
  }
}
