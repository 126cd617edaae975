package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
   * A program as it stood when one of its projects that time does not move was asked in vain. What
   * is left to be asked of such a project is whether its tolerances fit inside the program's, which
   * has the same answer for all that have the same ones.
   */
  private record InVain(@Nullable Standing parent, List<Watch> watches) {
    @SuppressWarnings("ReferenceEquality") // Equal ones that are not the same are asked again.
    boolean isSame(@Nullable Standing parent, List<Watch> watches) {
      return this.parent == parent && this.watches == watches;
    }
  }

  /**
   * Asks every node what follows from the tick, but those of which it is known that nothing does:
   * nearly all projects at nearly every tick.
   *
   * @param nodeIds all of them, in the order of their ids
   * @return {@link Outcome.TickTaken} first, then what followed node by node
   */
  public static List<Outcome> over(
      Iterable<String> nodeIds, Standings standings, Position at, Instant instant) {
    List<Outcome> followed = new ArrayList<>();
    Map<String, InVain> askedInVain = new HashMap<>();
    int changed = 0;
    for (String nodeId : nodeIds) {
      if (changed == MAX_NODES_CHANGED) {
        followed.addFirst(new Outcome.TickTaken(instant, changed, false));
        return followed;
      }
      ProjectAtRest unmoved = unmovedByTime(nodeId, standings);
      if (unmoved != null && isKnown(unmoved, askedInVain, standings)) {
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
        askedInVain.put(parent.nodeId(), new InVain(parent, unmoved.watches()));
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

  private static boolean isKnown(
      ProjectAtRest project, Map<String, InVain> askedInVain, Standings standings) {
    String parentId = project.facts().parentId();
    InVain before = parentId == null ? null : askedInVain.get(parentId);
    return before != null
        && before.isSame(standings.standing(requireNonNull(parentId)), project.watches());
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
