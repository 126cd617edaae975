package org.plimsoll.core.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Cascade;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
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
    Input complete = complete(input);
    Standing node = standing(complete.nodeId());
    String parentId = parentInTask(node, complete);
    Cascade cascade = Cascade.weigh(node, parentId == null ? null : standing(parentId), complete);
    keep(cascade.node());
    if (cascade.parent() != null) {
      keep(cascade.parent());
    }
    if (complete instanceof Input.ChildContributed(var _, Contribution now, var _)
        && cascade.accepted()) {
      held.put(now.childId(), now);
    }
    return cascade.outcomes();
  }

  /** The standing of a node after the inputs so far. */
  @Override
  public Standing standing(String nodeId) {
    return standings.getOrDefault(nodeId, new Standing.Unknown(nodeId));
  }

  /** The input with what only the standings know: facts of the parent, what is held of a child. */
  private Input complete(Input input) {
    return switch (input) {
      case Input.FactsStated(var at, var eventId, var facts, var _) ->
          new Input.FactsStated(at, eventId, facts, factsOf(facts.parentId()));
      case Input.ChildContributed(var at, var contribution, var _) ->
          new Input.ChildContributed(at, contribution, held.get(contribution.childId()));
      case Input.Decided d ->
          new Input.Decided(
              d.at(),
              d.eventId(),
              d.nodeId(),
              d.choice(),
              d.decidedBy(),
              d.decidedAs(),
              d.answersRevision(),
              above(d.nodeId()));
      case Input.ToleranceGranted g ->
          new Input.ToleranceGranted(
              g.at(),
              g.eventId(),
              g.nodeId(),
              g.tolerance(),
              g.grantedBy(),
              above(g.nodeId()),
              g.grantedBy() != null && standing(g.grantedBy()) instanceof Known);
      case Input.StatusChanged _, Input.Ticked _ -> input;
    };
  }

  private @Nullable Facts factsOf(@Nullable String nodeId) {
    return nodeId != null && standing(nodeId) instanceof Known known ? known.facts() : null;
  }

  private @Nullable Known above(String nodeId) {
    return standing(nodeId) instanceof Known node
            && node.facts().parentId() != null
            && standing(node.facts().parentId()) instanceof Known parent
        ? parent
        : null;
  }

  /** A project's program lies in the same task; a program's portfolio does not. */
  private static @Nullable String parentInTask(Standing node, Input input) {
    if (input instanceof Input.FactsStated(var _, var _, Facts facts, var _)) {
      return facts.level() == Level.PROJECT ? facts.parentId() : null;
    }
    return node instanceof Standing.Project project ? project.facts().parentId() : null;
  }

  @Override
  public void keep(Standing standing) {
    standings.put(standing.nodeId(), standing);
  }
}
