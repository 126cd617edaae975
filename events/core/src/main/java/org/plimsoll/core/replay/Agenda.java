package org.plimsoll.core.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.ProjectAtRest;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Watch;

/**
 * The nodes that a tick has to ask. What it does to a node follows from the node, from its
 * program's tolerances, from what day it is and, where an exception waits for an answer, from
 * whether that is overdue. So the first tick of a day asks every node, and another one on that day
 * only those of which something was changed since or an answer became overdue: there are 1,440
 * ticks a day, and a replay of a year must not ask every node half a million times.
 */
final class Agenda {
  private final Map<String, AtRest> standings;

  /** Not asked yet since they were changed. */
  private final Set<String> changed = new HashSet<>();

  /** By the moment behind which an answer is overdue, on this day. */
  private final NavigableMap<Instant, Set<String>> answersDue = new TreeMap<>();

  /** Of the last tick; null where the next one asks every node. */
  private @Nullable LocalDate day;

  private @Nullable Pass pass;

  /** In their order; behind the times when a node has come since. */
  private List<String> nodeIds = List.of();

  /** Projects by program; made when they are first asked for. */
  private @Nullable Map<String, List<String>> projectIds;

  /**
   * Of these standings.
   *
   * @param standings by node; may change, and {@link #changed} is told of it
   */
  Agenda(Map<String, AtRest> standings) {
    this.standings = standings;
  }

  /** Forgets who was asked. */
  void askEveryone() {
    day = null;
    projectIds = null;
  }

  /** A standing was put in the place of another. */
  void changed(Standing before, Standing next) {
    if (day == null) {
      return;
    }
    add(next.nodeId());
    if (next instanceof Standing.Project project) {
      move(before, project);
    } else if (next instanceof Standing.Parent program && isOtherToItsProjects(before, program)) {
      projectIds().getOrDefault(program.nodeId(), List.of()).forEach(this::add);
    }
  }

  private void add(String nodeId) {
    if (pass != null && pass.isAhead(nodeId)) {
      pass.join(nodeId);
    } else {
      changed.add(nodeId);
    }
  }

  private void move(Standing before, Standing.Project project) {
    String from = before instanceof Standing.Project was ? was.facts().parentId() : null;
    String to = project.facts().parentId();
    if (projectIds == null || Objects.equals(from, to)) {
      return;
    }
    if (from != null) {
      projectIds.getOrDefault(from, new ArrayList<>()).remove(project.nodeId());
    }
    if (to != null) {
      projectIds.computeIfAbsent(to, _ -> new ArrayList<>()).add(project.nodeId());
    }
  }

  private static boolean isOtherToItsProjects(Standing before, Standing.Parent program) {
    return !(before instanceof Standing.Parent was)
        || !was.watches().equals(program.watches())
        || !was.oversight().scheduled().equals(program.oversight().scheduled())
        || !was.facts().equals(program.facts());
  }

  private Map<String, List<String>> projectIds() {
    if (projectIds == null) {
      projectIds = new HashMap<>();
      for (AtRest standing : standings.values()) {
        String parentId = parentId(standing);
        if (parentId != null) {
          projectIds.computeIfAbsent(parentId, _ -> new ArrayList<>()).add(standing.nodeId());
        }
      }
    }
    return projectIds;
  }

  private static @Nullable String parentId(AtRest standing) {
    return switch (standing) {
      case ProjectAtRest project -> project.facts().parentId();
      case AtRest.Whole(Standing.Project project) -> project.facts().parentId();
      case AtRest.Whole _ -> null;
    };
  }

  /** Whom this tick asks, in the order of their ids; {@link #end} is told when it has. */
  Iterable<String> begin(Instant tick) {
    LocalDate today = LocalDate.ofInstant(tick, ZoneOffset.UTC);
    Pass begun;
    if (today.equals(day)) {
      SortedMap<Instant, Set<String>> overdue = answersDue.headMap(tick);
      overdue.values().forEach(changed::addAll);
      overdue.clear();
      begun = new Pass(changed.stream().sorted().toList(), false, tick);
    } else {
      day = today;
      answersDue.clear();
      begun = new Pass(nodeIds(), true, tick);
    }
    changed.clear();
    pass = begun;
    return () -> begun;
  }

  /** Who was not asked is asked by the next tick. */
  void end() {
    if (pass != null) {
      changed.addAll(pass.left());
      pass = null;
    }
  }

  private List<String> nodeIds() {
    if (nodeIds.size() != standings.size()) {
      nodeIds = standings.keySet().stream().sorted().toList();
    }
    return nodeIds;
  }

  /** One tick on its way through the nodes, some of which it changes. */
  private final class Pass implements Iterator<String> {
    private final List<String> listed;
    private final boolean ofAll;
    private final Instant tick;
    private final NavigableSet<String> joined = new TreeSet<>();
    private @Nullable String newest;
    private int next;

    Pass(List<String> listed, boolean ofAll, Instant tick) {
      this.listed = listed;
      this.ofAll = ofAll;
      this.tick = tick;
    }

    boolean isAhead(String nodeId) {
      return newest == null || nodeId.compareTo(newest) > 0;
    }

    void join(String nodeId) {
      if (!ofAll) {
        joined.add(nodeId);
      }
    }

    List<String> left() {
      List<String> left = new ArrayList<>(listed.subList(next, listed.size()));
      left.addAll(joined);
      return left;
    }

    @Override
    public boolean hasNext() {
      return next < listed.size() || !joined.isEmpty();
    }

    @Override
    public String next() {
      String nodeId;
      if (next == listed.size()
          || (!joined.isEmpty() && joined.first().compareTo(listed.get(next)) < 0)) {
        nodeId = joined.removeFirst();
      } else {
        nodeId = listed.get(next++);
        joined.remove(nodeId);
      }
      newest = nodeId;
      await(nodeId);
      return nodeId;
    }

    /** A tick on the same day that finds an answer overdue asks again. */
    private void await(String nodeId) {
      for (Watch watch : watches(standings.get(nodeId))) {
        Instant due = watch.answerDue();
        if (due != null
            && !due.isBefore(tick)
            && LocalDate.ofInstant(due, ZoneOffset.UTC).equals(day)) {
          answersDue.computeIfAbsent(due, _ -> new HashSet<>()).add(nodeId);
        }
      }
    }
  }

  private static List<Watch> watches(@Nullable AtRest standing) {
    return switch (standing) {
      case ProjectAtRest project -> project.watches();
      case AtRest.Whole(Standing.Known known) -> known.watches();
      case AtRest.Whole _ -> List.of();
      case null -> List.of();
    };
  }
}
