package org.plimsoll.testkit.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * What an auditor has: the inputs in the order in which they were taken, and what was said of each.
 * There is no standing; whatever is asked is read from here, from the beginning. What is kept by
 * node is the same list once more, so that it need not be searched for the node.
 */
final class Trail {
  /** One input that was taken. */
  record Entry(int number, Input input) {}

  /** Something that followed from the input of an entry. */
  record Said(int entry, Outcome outcome) {}

  /** A value and the tolerance that it was held against. */
  record Held(Tolerance tolerance, Fraction value) {}

  /**
   * The measures of a node were held against its tolerances.
   *
   * @param entry number of the entry in which that was
   * @param dataDate of the figures; null before the first status
   * @param on the data date, or the day of a tick
   * @param byCorrection whether that was because a report of the node was corrected
   * @param inForce the tolerances in force
   * @param lookingAhead those of them that look ahead, or stand in front of one that does
   * @param held what was held against what, by tolerance; without what was not measurable
   */
  record Moment(
      int entry,
      @Nullable LocalDate dataDate,
      @Nullable LocalDate on,
      boolean byTick,
      boolean byCorrection,
      Map<String, Tolerance> inForce,
      Set<String> lookingAhead,
      Map<String, Held> held) {}

  private final List<Entry> ticks = new ArrayList<>();
  private final Map<String, List<Entry>> ticksOf = new HashMap<>();
  private final Map<String, List<Entry>> taken = new HashMap<>();
  private final Map<String, List<Said>> said = new HashMap<>();
  private final Map<String, List<Moment>> moments = new HashMap<>();
  private final Map<String, Set<Budget.Subject>> exceeded = new HashMap<>();
  private final Map<String, List<Signals.Look>> looks = new HashMap<>();
  private final Map<String, Integer> nothingNew = new HashMap<>();
  private final List<String> registered = new ArrayList<>();
  private List<Outcome> outcomes = new ArrayList<>();
  private @Nullable Input newest;
  private int entries;

  /** The next input was taken. */
  void begin(Input input) {
    Entry entry = new Entry(entries++, input);
    newest = input;
    outcomes = new ArrayList<>();
    if (input instanceof Input.Ticked) {
      ticks.add(entry);
    } else {
      taken.computeIfAbsent(input.nodeId(), _ -> new ArrayList<>()).add(entry);
    }
  }

  /** Something followed for this node from the newest input. */
  void follows(String nodeId, Outcome outcome) {
    outcomes.add(outcome);
    said.computeIfAbsent(nodeId, _ -> new ArrayList<>()).add(new Said(now(), outcome));
    if (outcome instanceof Outcome.Registered && !registered.contains(nodeId)) {
      registered.add(nodeId);
    }
  }

  /** What was weighed is told before what follows from that. */
  void assessed(int before, Outcome assessed) {
    outcomes.add(before, assessed);
  }

  void weighed(
      String nodeId,
      @Nullable LocalDate dataDate,
      @Nullable LocalDate tickedOn,
      Map<String, Tolerance> inForce,
      Set<String> lookingAhead,
      Map<String, Held> held) {
    moments
        .computeIfAbsent(nodeId, _ -> new ArrayList<>())
        .add(
            new Moment(
                now(),
                dataDate,
                tickedOn == null ? dataDate : tickedOn,
                tickedOn != null,
                newest instanceof Input.StatusChanged(var _, var status, var _)
                    && status.corrects() != null
                    && isReported(nodeId),
                inForce,
                lookingAhead,
                held));
  }

  /** Whether the newest input is a report of this node. */
  boolean isReported(String nodeId) {
    return newest instanceof Input.StatusChanged changed && changed.nodeId().equals(nodeId);
  }

  /** What of a node does not fit now; returns what did not the last time. */
  Set<Budget.Subject> exceeded(String nodeId, Set<Budget.Subject> now) {
    Set<Budget.Subject> before = exceeded.put(nodeId, now);
    return before == null ? Set.of() : before;
  }

  /** How a project is reported was looked at with the newest entry. */
  void looked(String nodeId, Signals.Look look) {
    looks.computeIfAbsent(nodeId, _ -> new ArrayList<>()).add(look);
  }

  /** Looks at how a project is reported, oldest first. */
  List<Signals.Look> looks(String nodeId) {
    return looks.getOrDefault(nodeId, List.of());
  }

  /** A node's figures are again what it told last. */
  void saysNothingNew(String nodeId) {
    nothingNew.put(nodeId, said(nodeId).size());
  }

  /** What followed for a node since it had nothing new to tell. */
  List<Said> saidSinceNothingWasNew(String nodeId) {
    List<Said> all = said(nodeId);
    return all.subList(nothingNew.getOrDefault(nodeId, 0), all.size());
  }

  /** Number of the newest entry. */
  int now() {
    return entries - 1;
  }

  /** What followed from the newest input so far. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** Inputs about a node, oldest first. */
  List<Entry> taken(String nodeId) {
    return taken.getOrDefault(nodeId, List.of());
  }

  /** Inputs of a kind about a node, oldest first. */
  <T extends Input> List<T> taken(String nodeId, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Entry entry : taken(nodeId)) {
      if (kind.isInstance(entry.input())) {
        found.add(kind.cast(entry.input()));
      }
    }
    return found;
  }

  List<Entry> ticks() {
    return ticks;
  }

  /** The newest tick has come to this node: each is asked in its turn. */
  void ticked(String nodeId) {
    ticksOf.computeIfAbsent(nodeId, _ -> new ArrayList<>()).add(ticks.getLast());
  }

  /** Ticks that have come to a node. */
  List<Entry> ticksOf(String nodeId) {
    return ticksOf.getOrDefault(nodeId, List.of());
  }

  /** What followed for a node, oldest first. */
  List<Said> said(String nodeId) {
    return said.getOrDefault(nodeId, List.of());
  }

  /** Moments of a node, oldest first. */
  List<Moment> moments(String nodeId) {
    return moments.getOrDefault(nodeId, List.of());
  }

  /** The facts of a node as last stated; null where none were taken. */
  @Nullable Facts facts(@Nullable String nodeId) {
    if (nodeId != null) {
      for (Entry entry : taken(nodeId).reversed()) {
        if (entry.input() instanceof Input.FactsStated stated) {
          return stated.facts();
        }
      }
    }
    return null;
  }

  /** Nodes with facts, in the order of their ids. */
  List<String> nodes() {
    return List.copyOf(new TreeSet<>(registered));
  }

  /** Projects below a program, in the order in which they were registered. */
  List<String> projectsOf(String nodeId) {
    List<String> projects = new ArrayList<>();
    for (String id : registered) {
      Facts facts = facts(id);
      if (facts != null && facts.level() == Level.PROJECT && nodeId.equals(facts.parentId())) {
        projects.add(id);
      }
    }
    return projects;
  }

  /** The newest data date of a project; null before its first status. */
  @Nullable LocalDate dataDate(String projectId) {
    LocalDate newest = null;
    for (Entry entry : taken(projectId)) {
      if (entry.input() instanceof Input.StatusChanged(var _, var status, var _)) {
        LocalDate on = status.dataDate();
        newest = newest == null || on.isAfter(newest) ? on : newest;
      }
    }
    return newest;
  }

  static LocalDate dayOf(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
