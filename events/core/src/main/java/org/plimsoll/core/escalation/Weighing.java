package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * The one decision, the same for a project, a program and a portfolio. One class for each kind of
 * input asks whether it may be taken and makes the next standing ({@link StatusChanges}, {@link
 * Registrations}, {@link Grants}, {@link Decisions}, {@link Counting}, {@link Ticks}); all of them
 * end in {@link #concluded}, which holds every measure against every tolerance and says what the
 * parent must know. Nothing here reads a clock or changes what it was given.
 */
public final class Weighing {
  private Weighing() {}

  /** What follows when this input meets this standing. Total and deterministic. */
  public static Verdict decide(Standing standing, Input input) {
    return switch (input) {
      case Input.StatusChanged changed -> StatusChanges.decide(standing, changed);
      case Input.FactsStated stated -> Registrations.decide(standing, stated);
      case Input.ToleranceGranted granted -> Grants.decide(standing, granted);
      case Input.Decided decided -> Decisions.decide(standing, decided);
      case Input.ChildContributed contributed -> Counting.decide(standing, contributed);
      case Input.Ticked ticked -> Ticks.decide(standing, ticked);
    };
  }

  /** The end of every input that was taken: assess, weigh, contribute. */
  static Verdict concluded(Known next, Position at, List<Outcome> outcomes) {
    return concluded(next, next.readings(), at, true, outcomes);
  }

  /**
   * The same for whoever needs the readings, too.
   *
   * @param readings of the node
   * @param counts whether a data date is counted; a correction is none
   */
  static Verdict concluded(
      Known next, List<Reading> readings, Position at, boolean counts, List<Outcome> outcomes) {
    List<Outcome> changes = new ArrayList<>();
    LocalDate on = next.dataDate();
    Known weighed = on == null ? next : weighed(next, readings, on, counts, changes);
    return assessed(weighed, readings, at, outcomes, changes);
  }

  /** What follows from the passing of time: like any other input, but no data date is counted. */
  static Verdict concludedByTick(
      Known next, Input.Ticked tick, LocalDate today, List<Outcome> outcomes) {
    List<Reading> readings = next.readings();
    List<Outcome> changes = new ArrayList<>();
    Known weighed =
        Ticks.waited(weighed(next, readings, today, false, changes), tick, today, changes);
    return changes.isEmpty() && outcomes.isEmpty()
        ? new Verdict(weighed, List.of())
        : assessed(weighed, readings, tick.at(), outcomes, changes);
  }

  private static Verdict assessed(
      Known weighed,
      List<Reading> readings,
      Position at,
      List<Outcome> outcomes,
      List<Outcome> changes) {
    outcomes.add(
        switch (weighed) {
          case Project p ->
              new Outcome.ProjectAssessed(
                  p.nodeId(),
                  p.dataDate(),
                  p.figures(),
                  Measures.projectedFinish(p.figures(), p.current(), p.dataDate()),
                  readings,
                  p.inException(),
                  p.isSilent(),
                  p.reporting().rated() == null ? null : p.reporting().rated().rating());
          case Parent p ->
              new Outcome.RollupAssessed(p.nodeId(), p.dataDate(), p.below(), readings);
        });
    outcomes.addAll(changes);
    return contribute(weighed, readings, at, outcomes);
  }

  /** Holds every measure against every tolerance. What is not measurable changes nothing. */
  private static Known weighed(
      Known node, List<Reading> readings, LocalDate on, boolean counts, List<Outcome> changes) {
    List<Watch> before = node.watches();
    if (before.isEmpty()) {
      return node;
    }
    Watching watching =
        new Watching(
            node.nodeId(),
            node.facts().level().above(),
            node.oversight().mutes(),
            Objects.requireNonNullElse(node.dataDate(), on),
            on,
            counts,
            changes);
    List<Watch> watches = new ArrayList<>(before.size());
    boolean changed = false;
    for (Watch watch : before) {
      Tolerance tolerance = watch.tolerance();
      Fraction value =
          tolerance.measure() == Measure.SILENCE
              ? silence(node, watch, on)
              : value(readings, tolerance);
      Watch weighed = watching.restated(value == null ? watch : watching.weigh(watch, value));
      watches.add(weighed);
      changed |= !weighed.equals(watch);
    }
    return changed ? node.with(watches) : node;
  }

  /** The value that a tolerance is on; of two targets with one name, that of the last counts. */
  private static @Nullable Fraction value(List<Reading> readings, Tolerance tolerance) {
    for (int i = readings.size() - 1; i >= 0; i--) {
      if (readings.get(i) instanceof Reading.Value(var measure, var indicatorId, var value)
          && measure == tolerance.measure()
          && Objects.equals(indicatorId, tolerance.indicatorId())) {
        return value;
      }
    }
    return null;
  }

  /**
   * Days since the data date. Only a tick knows what day it is; until the next one, a report is
   * held against the newest day on which the silence was weighed.
   */
  private static @Nullable Fraction silence(Known node, Watch watch, LocalDate on) {
    LocalDate dataDate = node.dataDate();
    if (dataDate == null || node.facts().level() != Level.PROJECT) {
      return null;
    }
    LocalDate today = on;
    if (watch.open() != null && watch.open().lastOn().isAfter(today)) {
      today = watch.open().lastOn();
    }
    return new Fraction(Math.max(0, ChronoUnit.DAYS.between(dataDate, today)), 1);
  }

  private static Known nothingHeldBack(Known node) {
    return node.oversight().heldBackSince() == null
        ? node
        : node.with(node.oversight().heldBack(null));
  }

  /** The node while its figures stay within the deadband around what was last sent; else null. */
  private static @Nullable Known heldBack(
      Known node, Contribution sent, Contribution now, List<Outcome> outcomes) {
    int deadband = node.facts().contributionDeadbandTenThousandths();
    Deadband.Movement furthest =
        deadband == 0
            ? null
            : Deadband.heldBack(sent.rollup(), now.rollup(), deadband).orElse(null);
    if (furthest == null) {
      return null;
    }
    LocalDate before = node.oversight().heldBackSince();
    LocalDate since = before == null ? now.dataDate() : before;
    outcomes.add(
        new Outcome.ContributionHeldBack(
            now.childId(), now.parentId(), furthest, since, now.dataDate()));
    return node.with(node.oversight().heldBack(since));
  }

  /** Adds what the parent must know, unless it says nothing new. */
  private static Verdict contribute(
      Known node, List<Reading> readings, Position at, List<Outcome> outcomes) {
    String parentId = node.facts().parentId();
    if (parentId == null) {
      return new Verdict(node, outcomes);
    }
    Rollup rollup =
        switch (node) {
          case Project p ->
              Rollup.ofProject(
                  p.figures(), readings, p.dataDate() != null, p.inException(), p.isSilent());
          case Parent p -> p.below();
        };
    Contribution now =
        new Contribution(
            node.nodeId(), parentId, node.facts().currency(), at, node.dataDate(), rollup);
    Contribution sent = node.contributed();
    if (now.saysTheSameAs(sent)) {
      return new Verdict(nothingHeldBack(node), outcomes);
    }
    Known heldBack = sent == null ? null : heldBack(node, sent, now, outcomes);
    if (heldBack != null) {
      return new Verdict(heldBack, outcomes);
    }
    outcomes.add(new Outcome.Contributed(now));
    return new Verdict(node.with(now), outcomes);
  }
}
