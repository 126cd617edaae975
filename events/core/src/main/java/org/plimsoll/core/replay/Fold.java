package org.plimsoll.core.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.plimsoll.core.escalation.Cascade;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Sweep;

/**
 * A history weighed from its beginning, in memory: the standings of every node after each input of
 * one tier and partition. Replay, back-test and properties use it; the engine does the same over
 * its stores.
 */
public final class Fold implements Sweep.Standings {
  private final Map<String, Standing> standings = new HashMap<>();
  private final Map<String, Contribution> held = new HashMap<>();

  /**
   * Weighs the next input of the history and returns everything that followed. A tick is weighed
   * for every node.
   */
  public List<Outcome> next(Input input) {
    if (input instanceof Input.Ticked(var at, var _, var instant, var _)) {
      return Sweep.over(new TreeSet<>(standings.keySet()), this, at, instant);
    }
    Input complete = Cascade.complete(input, this::standing, held::get);
    Standing node = standing(complete.nodeId());
    Cascade cascade =
        Cascade.weigh(node, Cascade.parentInTask(node, complete, this::standing), complete);
    keep(cascade.node());
    if (cascade.parent() != null) {
      keep(cascade.parent());
    }
    if (complete instanceof Input.ChildContributed(var _, Contribution now, var _)
        && cascade.isCounted()) {
      held.put(now.childId(), now);
    }
    return cascade.outcomes();
  }

  /** The standing of a node after the inputs so far. */
  @Override
  public Standing standing(String nodeId) {
    return standings.getOrDefault(nodeId, new Standing.Unknown(nodeId));
  }

  @Override
  public void keep(Standing standing) {
    standings.put(standing.nodeId(), standing);
  }
}
