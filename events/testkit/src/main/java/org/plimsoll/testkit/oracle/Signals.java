package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Signal;

/**
 * What in the reports of a project begins and ceases to deserve a look. How long something has been
 * so is counted backward over its data dates.
 */
final class Signals {
  private final Trail trail;
  private final String nodeId;

  Signals(Trail trail, String nodeId) {
    this.trail = trail;
    this.nodeId = nodeId;
  }

  /** What a signal speaks of; the tolerance is null where it speaks of none. */
  record Sign(Signal signal, @Nullable String toleranceId) {}

  /**
   * Whether something was so when a report was weighed, and what shows it.
   *
   * @param since when it began, where that is not the first data date on which it was so
   */
  record Sight(
      boolean isSo, @Nullable Ratio value, @Nullable Ratio against, @Nullable LocalDate since) {
    static final Sight NOT = new Sight(false, null, null, null);

    /** Of what is so because it was before, without anything that shows it. */
    static final Sight UNSEEN = new Sight(true, null, null, null);
  }

  /**
   * What was seen with one report.
   *
   * @param entry in which it was
   * @param dataDate the one that stood then; a correction is weighed on it, too
   * @param figures all that the figures said, whenever it was stated
   * @param figuresBefore the same before the data date that stood
   * @param sights without those of which nothing could be said
   */
  record Look(
      int entry,
      LocalDate dataDate,
      Map<String, Object> figures,
      Map<String, Object> figuresBefore,
      Map<Sign, Sight> sights) {
    /** Whether a sign of this kind was so, or had been until then. */
    boolean goesOn(Trail trail, String nodeId, Signal signal) {
      return sights.entrySet().stream()
          .filter(each -> each.getKey().signal() == signal)
          .anyMatch(each ->
              each.getValue().isSo() || before(trail, nodeId, each.getKey(), dataDate).count() > 0);
    }
  }

  /** Data dates in a row on which something was so. */
  record Run(int count, @Nullable LocalDate since) {
    static final Run NONE = new Run(0, null);

    Run and(LocalDate dataDate) {
      return new Run(count + 1, since == null ? dataDate : since);
    }
  }

  /**
   * What was so before this data date; what nothing was said of on a date neither adds nor ends.
   */
  static Run before(Trail trail, String nodeId, Sign sign, LocalDate dataDate) {
    TreeMap<LocalDate, Look> last = new TreeMap<>();
    trail.looks(nodeId).forEach(look -> last.put(look.dataDate(), look));
    Run run = Run.NONE;
    for (Look look : last.headMap(dataDate).values()) {
      Sight sight = look.sights().get(sign);
      if (sight != null) {
        run = sight.isSo() ? run.and(look.dataDate()) : Run.NONE;
      }
    }
    return run;
  }

  /** Data dates in a row from which it deserves a look. */
  private static int reports(Signal signal) {
    return switch (signal) {
      case HUGS_LIMIT, UNCHANGED_FIGURES -> 3;
      case PERPETUAL_AMBER -> 6;
      case SELF_RATING_BETTER -> 2;
      case REBASELINED_BEFORE_BREACH, SPENT_WITHOUT_ACHIEVEMENT -> 1;
    };
  }

  /** What follows from the newest report. */
  List<Outcome> follow(Look newest) {
    List<Outcome> outcomes = new ArrayList<>();
    Set<Sign> shown = shown();
    Set<Sign> signs = new LinkedHashSet<>(newest.sights().keySet());
    signs.addAll(shown);
    trail.looks(nodeId).forEach(look -> signs.addAll(look.sights().keySet()));
    for (Sign sign : signs) {
      // Of what nothing can be said, it stays as it was before the data date that stands.
      Sight sight = newest.sights().get(sign);
      Run before = before(trail, nodeId, sign, newest.dataDate());
      Run run = sight == null ? before : sight.isSo() ? before.and(newest.dataDate()) : Run.NONE;
      boolean isSignal = run.count() >= reports(sign.signal());
      if (isSignal && !shown.contains(sign)) {
        outcomes.add(signalled(sign, sight == null ? Sight.UNSEEN : sight, run, newest.dataDate()));
      }
      if (!isSignal && shown.contains(sign)) {
        outcomes.add(
            new Outcome.SignalEnded(nodeId, sign.signal(), sign.toleranceId(), newest.dataDate()));
      }
    }
    return outcomes;
  }

  private Set<Sign> shown() {
    Set<Sign> shown = new LinkedHashSet<>();
    for (Trail.Said said : trail.said(nodeId)) {
      switch (said.outcome()) {
        case Outcome.Signalled s -> shown.add(new Sign(s.signal(), s.toleranceId()));
        case Outcome.SignalEnded s -> shown.remove(new Sign(s.signal(), s.toleranceId()));
        default -> {}
      }
    }
    return shown;
  }

  private Outcome signalled(Sign sign, Sight seen, Run run, LocalDate on) {
    LocalDate first = run.since() == null ? on : run.since();
    return new Outcome.Signalled(
        nodeId,
        sign.signal(),
        sign.toleranceId(),
        run.count(),
        seen.value() == null ? null : seen.value().fraction(),
        seen.against() == null ? null : seen.against().fraction(),
        seen.since() == null ? first : seen.since(),
        on);
  }
}
