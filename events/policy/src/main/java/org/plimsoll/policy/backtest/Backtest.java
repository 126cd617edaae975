package org.plimsoll.policy.backtest;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.backtest.Course.Besides;
import org.plimsoll.policy.backtest.Course.Taken;
import org.plimsoll.policy.backtest.LeadTime.Breach;
import org.plimsoll.policy.backtest.Load.Item;

/**
 * A recorded history weighed again under other tolerances: the same inputs in the same order
 * through the same one decision of core, once as they were recorded, once with the recorded limits
 * on plain terms, and once for each candidate. What was recorded is derived here too, and not read;
 * an audit says whether that is what stands in the trail. Nothing here can send, and nothing reads
 * a clock.
 *
 * <p>Partitions have nothing to do with each other, so each is a {@link Part} of its own that
 * another thread may fill. What programs contribute to their portfolio is figures, on which no
 * tolerance has a say, so a portfolio's inputs are taken as they were recorded.
 */
public final class Backtest {
  /**
   * Candidates at a time. Each holds a standing of every node: 25 x 20,000 nodes x 1 kB = 500 MB.
   */
  public static final int MAX_CANDIDATES = 25;

  /** Of the data date of a status change: it is kept, and gathered once more for the reports. */
  private static final long STATUS_BYTES = 16;

  private final List<Policy> candidates;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param candidates 1 to {@link #MAX_CANDIDATES}
   */
  public Backtest(List<Policy> candidates) {
    if (candidates.isEmpty() || candidates.size() > MAX_CANDIDATES) {
      throw new IllegalArgumentException(
          "candidates: %d - expected 1 to %d".formatted(candidates.size(), MAX_CANDIDATES));
    }
    this.candidates = List.copyOf(candidates);
  }

  /** One partition of one tier, for one thread. */
  public static final class Part {
    private final Map<String, Facts> nodes = new HashMap<>();
    private final Course recorded = new Course(new Rules.Recorded(), nodes);
    private final Course hardLimits = new Course(new Rules.HardLimits(), nodes);
    private final List<Course> candidates;
    private final Map<String, List<LocalDate>> reported = new HashMap<>();
    private final Map<LocalDate, LocalDate> days = new HashMap<>();
    private long statuses;
    private long inputs;

    private Part(List<Policy> candidates) {
      this.candidates =
          candidates.stream().map(p -> new Course(new Rules.Candidate(p), nodes)).toList();
    }

    /** Weighs the next input of the partition. */
    public void next(Input input) {
      inputs++;
      List<Outcome> outcomes = recorded.next(input);
      note(input, outcomes);
      hardLimits.next(input);
      for (Course candidate : candidates) {
        candidate.next(input);
      }
    }

    private void note(Input input, List<Outcome> outcomes) {
      switch (input) {
        case Input.FactsStated(var _, var _, Facts facts, var _) -> {
          if (Course.isRegistered(outcomes)) {
            nodes.put(facts.nodeId(), facts);
          }
        }
        case Input.StatusChanged(var _, var status, var _) -> {
          if (outcomes.stream().noneMatch(Outcome.Refused.class::isInstance)) {
            statuses++;
            // One object for a day and not one for each status change.
            LocalDate day = days.computeIfAbsent(status.dataDate(), each -> each);
            reported.computeIfAbsent(status.projectId(), _ -> new ArrayList<>()).add(day);
          }
        }
        case Input.ToleranceGranted _,
            Input.Decided _,
            Input.ChildContributed _,
            Input.Ticked _ -> {}
      }
    }
  }

  /** The next partition. */
  public synchronized Part part() {
    Part part = new Part(candidates);
    parts.add(part);
    return part;
  }

  /** Inputs weighed so far, once each; exact when nobody is weighing. */
  public synchronized long inputs() {
    return parts.stream().mapToLong(part -> part.inputs).sum();
  }

  /**
   * About how much memory the weighing takes so far, with what its reports will add: for whoever
   * stops before there is none. Exact only when nobody is weighing, and then within some tens of
   * percent.
   */
  public synchronized long heldBytes() {
    long held = 0;
    for (Part part : parts) {
      int nodes = part.nodes.size();
      held += part.recorded.heldBytes(nodes) + part.hardLimits.heldBytes(nodes);
      held += part.statuses * STATUS_BYTES;
      for (Course candidate : part.candidates) {
        held += candidate.heldBytes(nodes);
      }
    }
    return held;
  }

  /** The ids of all registered nodes. */
  public Collection<String> nodeIds() {
    return nodes().keySet();
  }

  private synchronized Map<String, Facts> nodes() {
    Map<String, Facts> all = new HashMap<>();
    parts.forEach(part -> all.putAll(part.nodes));
    return all;
  }

  /** What each candidate would have done, once every part is weighed. */
  public synchronized List<Report> reports(Scope scope) {
    List<Report> reports = new ArrayList<>();
    Map<String, Facts> nodes = nodes();
    LocalDate from = scope.from();
    LocalDate to = scope.to();
    List<LocalDate> reported = reported(nodes, scope);
    if (!reported.isEmpty()) {
      from = from == null ? Collections.min(reported) : from;
      to = to == null ? Collections.max(reported) : to;
    }
    long days = from == null || to == null ? 0 : Math.max(0, ChronoUnit.DAYS.between(from, to) + 1);
    long receivers = receivers(nodes, scope);
    List<Episode> recorded = episodes(part -> part.recorded);
    List<Episode> breaches =
        episodes(part -> part.hardLimits).stream().filter(e -> has(scope, nodes, e)).toList();
    // Copied once, and not for each report.
    List<Breach> recordedBreaches = List.copyOf(LeadTime.told(breaches, recorded));
    List<Item> recordedItems = List.copyOf(items(part -> part.recorded, scope, nodes));
    Load recordedLoad = Load.of(recordedItems, nodes, days, receivers);
    Delivered besides =
        Delivered.of(
            parts.stream()
                .flatMap(part -> part.recorded.besides().stream())
                .filter(each -> scope.has(each.on()) && scope.has(nodes, each.nodeId()))
                .map(each -> to(each, nodes)));
    List<Taken> taken =
        parts.stream()
            .flatMap(part -> part.recorded.taken().stream())
            .filter(each -> scope.has(each.on()) && scope.has(nodes, each.nodeId()))
            .toList();
    boolean hasDecisions = parts.stream().anyMatch(part -> part.recorded.hasDecisions());
    for (int i = 0; i < candidates.size(); i++) {
      int index = i;
      List<Episode> candidate = episodes(part -> part.candidates.get(index));
      List<Breach> candidateBreaches = LeadTime.told(breaches, candidate);
      List<Item> candidateItems = items(part -> part.candidates.get(index), scope, nodes);
      Set<Taken> again =
          parts.stream()
              .flatMap(part -> part.candidates.get(index).taken().stream())
              .collect(Collectors.toSet());
      List<Difference> differences =
          Difference.between(recorded, candidate).stream()
              .filter(d -> scope.has(d.on()) && scope.has(nodes, d.either().subject().nodeId()))
              .toList();
      reports.add(
          new Report(
              candidates.get(i),
              inputs(),
              reported.stream().filter(scope::has).count(),
              from,
              to,
              (int)
                  parts.stream()
                      .flatMap(p -> p.candidates.get(index).nodesGranted().stream())
                      .filter(id -> scope.has(nodes, id))
                      .count(),
              parts.stream()
                  .flatMap(p -> p.candidates.get(index).notGranted().stream())
                  .filter(not -> scope.has(nodes, not.nodeId()))
                  .toList(),
              differences,
              recordedLoad,
              Load.of(candidateItems, nodes, days, receivers),
              LeadTime.of(recordedBreaches),
              LeadTime.of(candidateBreaches),
              Usefulness.of(differences, hasDecisions),
              recordedItems,
              candidateItems,
              recordedBreaches,
              candidateBreaches,
              besides,
              taken.size(),
              (int) taken.stream().filter(each -> !again.contains(each)).count(),
              hasDecisions));
    }
    return reports;
  }

  /**
   * The data date of each status change that was taken, on whatever day, and of the scope's nodes
   * alone: another portfolio may have begun years before.
   */
  private List<LocalDate> reported(Map<String, Facts> nodes, Scope scope) {
    return parts.stream()
        .flatMap(part -> part.reported.entrySet().stream())
        .filter(each -> scope.has(nodes, each.getKey()))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }

  private static Level to(Besides each, Map<String, Facts> nodes) {
    return each.to() == null ? requireNonNull(nodes.get(each.nodeId())).level().above() : each.to();
  }

  private List<Episode> episodes(Function<Part, Course> course) {
    return parts.stream().flatMap(part -> course.apply(part).episodes().stream()).toList();
  }

  private List<Item> items(Function<Part, Course> course, Scope scope, Map<String, Facts> nodes) {
    return parts.stream()
        .flatMap(part -> course.apply(part).items().stream())
        .filter(item -> scope.has(item.on()) && scope.has(nodes, item.nodeId()))
        .map(item -> Load.item(item, nodes))
        .toList();
  }

  private static boolean has(Scope scope, Map<String, Facts> nodes, Episode episode) {
    return scope.has(episode.raisedOn()) && scope.has(nodes, episode.subject().nodeId());
  }

  /** The nodes that answer for any node of the scope, on either level. */
  private static long receivers(Map<String, Facts> nodes, Scope scope) {
    Set<String> receivers = new HashSet<>();
    for (String id : nodes.keySet()) {
      if (scope.has(nodes, id)) {
        for (Level level : List.of(Level.PROGRAM, Level.PORTFOLIO)) {
          receivers.add(Load.receiver(nodes, id, level));
        }
      }
    }
    return receivers.size();
  }
}
