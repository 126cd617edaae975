package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * The one decision, the same for a project, a program and a portfolio. One class for each kind of
 * input asks whether it may be taken and makes the next standing ({@link StatusChanges}, {@link
 * Registrations}, {@link Grants}, {@link Decisions}, {@link Counting}); all of them end in {@link
 * #concluded}, which holds every measure against every tolerance and says what the parent must
 * know. Nothing here reads a clock or changes what it was given.
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
      case Input.Ticked ticked ->
          new Verdict(standing, List.of(new Outcome.TickTaken(ticked.instant())));
    };
  }

  /** The end of every input that was taken: assess, weigh, contribute. */
  static Verdict concluded(Known next, Position at, List<Outcome> outcomes) {
    List<Reading> readings = next.readings();
    List<Outcome> changes = new ArrayList<>();
    Known weighed = weigh(next, readings, changes);
    outcomes.add(
        switch (weighed) {
          case Project p ->
              new Outcome.ProjectAssessed(
                  p.nodeId(),
                  p.dataDate(),
                  p.figures(),
                  Measures.projectedFinish(p.figures(), p.current(), p.dataDate()),
                  readings,
                  p.inException());
          case Parent p ->
              new Outcome.RollupAssessed(p.nodeId(), p.dataDate(), p.below(), readings);
        });
    outcomes.addAll(changes);
    return contribute(weighed, readings, at, outcomes);
  }

  /** Holds every measure against every tolerance. What is not measurable changes nothing. */
  private static Known weigh(Known node, List<Reading> readings, List<Outcome> changes) {
    LocalDate on = node.dataDate();
    if (on == null || node.watches().isEmpty()) {
      return node;
    }
    Map<String, Fraction> values = new HashMap<>();
    for (Reading reading : readings) {
      switch (reading) {
        case Reading.Value v -> values.put(key(v.measure().name(), v.indicatorId()), v.value());
        case Reading.Missing _ -> {}
      }
    }
    List<Watch> watches = new ArrayList<>(node.watches().size());
    for (Watch watch : node.watches()) {
      Tolerance tolerance = watch.tolerance();
      Fraction value = values.get(key(tolerance.measure().name(), tolerance.indicatorId()));
      watches.add(value == null ? watch : weigh(node.nodeId(), watch, value, on, changes));
    }
    return node.with(watches);
  }

  private static String key(String measure, @Nullable String indicatorId) {
    return indicatorId == null ? measure : measure + '~' + indicatorId;
  }

  private static Watch weigh(
      String nodeId, Watch watch, Fraction value, LocalDate on, List<Outcome> changes) {
    int step = watch.tolerance().stepOf(value);
    OpenException open = watch.open();
    if (open == null) {
      if (step == 0) {
        return watch;
      }
      Watch raised = watch.raised(nodeId, on, step);
      changes.add(changed(Change.RAISED, nodeId, raised, raised.open(), value, step, on));
      return raised;
    }
    if (step == 0) {
      changes.add(changed(Change.CLEARED, nodeId, watch, open, value, step, on));
      return watch.cleared();
    }
    if (step == open.step()) {
      return watch;
    }
    Change change = step > open.step() ? Change.WORSENED : Change.EASED;
    changes.add(changed(change, nodeId, watch, open, value, step, on));
    return watch.with(
        new OpenException(open.exceptionId(), open.raisedOn(), step, open.acknowledgedBy()));
  }

  private static Outcome changed(
      Change change,
      String nodeId,
      Watch watch,
      @Nullable OpenException exception,
      Fraction value,
      int step,
      LocalDate on) {
    OpenException e = Objects.requireNonNull(exception);
    return new Outcome.ExceptionChanged(
        change, e.exceptionId(), nodeId, watch.tolerance(), value, step, on, e.raisedOn());
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
              Rollup.ofProject(p.figures(), readings, p.dataDate() != null, p.inException());
          case Parent p -> p.below();
        };
    Contribution now =
        new Contribution(
            node.nodeId(), parentId, node.facts().currency(), at, node.dataDate(), rollup);
    if (now.saysTheSameAs(node.contributed())) {
      return new Verdict(node, outcomes);
    }
    outcomes.add(new Outcome.Contributed(now));
    return new Verdict(node.with(now), outcomes);
  }
}
