package org.plimsoll.core.escalation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tick over every node of a task, in the order of their ids, so that a replay asks them in the
 * same order. Each is weighed like on any other input; a program counts at once what changes below
 * it.
 */
public final class Sweep {
  /**
   * Nodes that one tick may change, so that its entry in the trail stays small: 500 nodes of about
   * 2 kilobytes each are 1 MB. The rest changes with the next tick, which finds the first ones
   * done.
   */
  public static final int MAX_NODES_CHANGED = 500;

  private Sweep() {}

  /** The standings of a task. */
  public interface Standings {
    /** The standing of a node; {@link Standing.Unknown} where nothing was taken for it. */
    Standing standing(String nodeId);

    /** The same as it waits; null where nothing was taken for it. */
    @Nullable AtRest atRest(String nodeId);

    /** Puts a node's next standing in the place of the one before. */
    void keep(Standing next);
  }

  /**
   * Asks every node what follows from the tick, but those of which it is known that nothing does:
   * nearly all projects at nearly every tick. What is left to be asked of a project that time does
   * not move is whether its tolerances fit inside its program's, and that is asked once for all
   * that have the same ones.
   *
   * @param nodeIds all of them but those that an earlier tick of the day has asked and that nothing
   *     was changed for since, in the order of their ids; what a tick changes may add to those
   *     ahead
   * @return {@link Outcome.TickTaken} first, then what followed node by node
   */
  public static List<Outcome> over(
      Iterable<String> nodeIds, Standings standings, Position at, Instant instant) {
    List<Outcome> followed = new ArrayList<>();
    // By program, tolerances of a project that were asked for in vain. Whether they fit inside the
    // program's does not change within a tick: what begins or ends on its day is counted already.
    Map<String, List<Watch>> askedInVain = new HashMap<>();
    int changed = 0;
    Iterator<String> all = nodeIds.iterator();
    while (all.hasNext()) {
      if (changed == MAX_NODES_CHANGED) {
        followed.addFirst(new Outcome.TickTaken(instant, changed, false));
        return followed;
      }
      String nodeId = all.next();
      ProjectAtRest unmoved = unmovedByTime(nodeId, standings);
      if (unmoved != null && isSame(unmoved, askedInVain)) {
        continue;
      }
      Standing node = standings.standing(nodeId);
      Standing parent = parentInTask(node, standings);
      Cascade cascade =
          Cascade.weigh(
              node,
              parent,
              new Input.Ticked(
                  at, nodeId, instant, parent instanceof Standing.Known known ? known : null));
      keepIfChanged(node, cascade.node(), standings);
      if (cascade.parent() != null && !cascade.outcomes().isEmpty()) {
        standings.keep(cascade.parent());
      }
      if (!cascade.outcomes().isEmpty()) {
        changed++;
        followed.addAll(cascade.outcomes());
      } else if (unmoved != null && parent != null) {
        askedInVain.put(parent.nodeId(), unmoved.watches());
      }
    }
    followed.addFirst(new Outcome.TickTaken(instant, changed, true));
    return followed;
  }

  private static @Nullable ProjectAtRest unmovedByTime(String nodeId, Standings standings) {
    return standings.atRest(nodeId) instanceof ProjectAtRest project && project.isUnmovedByTime()
        ? project
        : null;
  }

  @SuppressWarnings("ReferenceEquality") // Equal ones that are not the same are asked again.
  private static boolean isSame(ProjectAtRest project, Map<String, List<Watch>> askedInVain) {
    String parentId = project.facts().parentId();
    return parentId != null && askedInVain.get(parentId) == project.watches();
  }

  private static @Nullable Standing parentInTask(Standing node, Standings standings) {
    return node instanceof Standing.Project project && project.facts().parentId() != null
        ? standings.standing(project.facts().parentId())
        : null;
  }

  private static void keepIfChanged(Standing before, Standing after, Standings standings) {
    if (!after.equals(before)) {
      standings.keep(after);
    }
  }
}
