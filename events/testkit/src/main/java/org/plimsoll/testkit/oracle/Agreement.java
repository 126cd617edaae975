package org.plimsoll.testkit.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Whether engine and oracle say the same of a history. Compared are, input by input, all outcomes
 * in their order, and what is open on every node. A refusal is compared by reason and field: of
 * several reasons the engine may name any. A measure that is not added is compared by its value and
 * not by how the fraction is written.
 */
public final class Agreement {
  private Agreement() {}

  /** Throws an {@link AssertionError} with the first input of which they do not say the same. */
  public static void check(List<Input> history) {
    Tiers tiers = new Tiers();
    check(history, tiers::next, tiers);
  }

  /** The same of what an engine of one's own says; what is open is not compared. */
  public static void check(List<Input> history, Function<Input, List<Outcome>> engine) {
    check(history, engine, null);
  }

  private static void check(
      List<Input> history, Function<Input, List<Outcome>> engine, @Nullable Tiers tiers) {
    Map<Level, Oracle> oracles = Map.of(Level.PROGRAM, new Oracle(), Level.PORTFOLIO, new Oracle());
    Tiers.UnderWay underWay = new Tiers.UnderWay();
    for (int i = 0; i < history.size(); i++) {
      for (Input input : underWay.before(history.get(i))) {
        Oracle oracle = Objects.requireNonNull(oracles.get(input.at().tier()));
        List<Outcome> said = engine.apply(input);
        Oracle.Answer answer = oracle.next(input);
        String disagreement = difference(said, answer);
        if (disagreement == null && tiers != null) {
          disagreement = differenceOfOpen(tiers, oracle, history.subList(0, i + 1));
        }
        if (disagreement != null) {
          throw new AssertionError("input %d, %s:%n%s".formatted(i, input, disagreement));
        }
        underWay.after(said, oracle::isKnown);
      }
    }
  }

  private static @Nullable String difference(List<Outcome> said, Oracle.Answer answer) {
    if (said.size() == 1 && said.getFirst() instanceof Outcome.Refused(Refusal refusal)) {
      return answer.faults().contains(new Shape.Fault(refusal.reason(), refusal.field()))
          ? null
          : "engine refuses: " + refusal + "\noracle finds: " + answer.faults();
    }
    if (!answer.faults().isEmpty()) {
      return "engine takes it\noracle refuses: " + answer.faults();
    }
    for (int i = 0; i < Math.max(said.size(), answer.outcomes().size()); i++) {
      Outcome engines = i < said.size() ? said.get(i) : null;
      Outcome ours = i < answer.outcomes().size() ? answer.outcomes().get(i) : null;
      if (!Objects.equals(lowest(engines), lowest(ours))) {
        return "outcome %d%nengine: %s%noracle: %s"
            .formatted(i, told(engines, ours), told(ours, engines));
      }
    }
    return null;
  }

  /** Of an assessment, only the readings of which the other says something else. */
  private static String told(@Nullable Outcome outcome, @Nullable Outcome other) {
    if (outcome instanceof Outcome.ProjectAssessed p
        && other instanceof Outcome.ProjectAssessed o
        && p.figures().equals(o.figures())) {
      return "%s on %s, finish %s, in exception %s, silent %s, %s"
          .formatted(
              p.nodeId(),
              p.dataDate(),
              p.projectedFinish(),
              p.inException(),
              p.silent(),
              p.readings().stream().filter(r -> !o.readings().contains(r)).toList());
    }
    if (outcome instanceof Outcome.RollupAssessed p
        && other instanceof Outcome.RollupAssessed o
        && p.rollup().equals(o.rollup())) {
      return "%s on %s, %s"
          .formatted(
              p.nodeId(),
              p.dataDate(),
              p.readings().stream().filter(r -> !o.readings().contains(r)).toList());
    }
    return String.valueOf(outcome);
  }

  private static @Nullable Outcome lowest(@Nullable Outcome outcome) {
    return switch (outcome) {
      case Outcome.ProjectAssessed p ->
          new Outcome.ProjectAssessed(
              p.nodeId(),
              p.dataDate(),
              p.figures(),
              p.projectedFinish(),
              p.readings().stream().map(Agreement::lowest).toList(),
              p.inException(),
              p.silent(),
              p.selfRating());
      case Outcome.ExceptionChanged e ->
          new Outcome.ExceptionChanged(
              e.change(),
              e.exceptionId(),
              e.nodeId(),
              e.tolerance(),
              lowest(e.tolerance().measure(), e.value()),
              e.step(),
              e.onDate(),
              e.raisedOn(),
              e.revision(),
              e.forecast(),
              e.deliveredTo());
      case Outcome.ExceptionPassedUp up ->
          new Outcome.ExceptionPassedUp(
              up.exceptionId(),
              up.nodeId(),
              up.tolerance(),
              up.from(),
              up.to(),
              lowest(up.tolerance().measure(), up.value()),
              up.step(),
              up.why(),
              up.waitingSince(),
              up.instant(),
              up.raisedOn(),
              up.revision());
      case Outcome.Signalled s ->
          new Outcome.Signalled(
              s.nodeId(),
              s.signal(),
              s.toleranceId(),
              s.count(),
              lowest(s.value()),
              lowest(s.against()),
              s.since(),
              s.onDate());
      // Its detail is for people.
      case Outcome.Anomaly a -> new Outcome.Anomaly(a.nodeId(), a.code(), "");
      case null -> null;
      default -> outcome;
    };
  }

  private static Reading lowest(Reading reading) {
    return reading instanceof Reading.Value(var measure, var indicatorId, var value)
        ? new Reading.Value(measure, indicatorId, lowest(measure, value))
        : reading;
  }

  private static @Nullable Fraction lowest(@Nullable Fraction value) {
    return value == null ? null : Ratio.of(value).fraction();
  }

  private static Fraction lowest(Measure measure, Fraction value) {
    return Sums.isAdded(measure) ? value : Ratio.of(value).fraction();
  }

  /** What is open, under which tolerance, as engine and oracle hold it. */
  private record Open(Exceptions.Open exception, @Nullable Tolerance inForce) {}

  /** Compares what is open on the nodes of the tier that the last input of this history is of. */
  private static @Nullable String differenceOfOpen(
      Tiers tiers, Oracle oracle, List<Input> history) {
    Level tier = history.getLast().at().tier();
    for (String nodeId :
        history.stream()
            .filter(input -> input.at().tier() == tier)
            .map(Input::nodeId)
            .filter(id -> !id.isEmpty())
            .distinct()
            .toList()) {
      List<Open> engines = new ArrayList<>();
      if (tiers.standing(tier, nodeId) instanceof Standing.Known known) {
        known.watches().forEach(watch -> addOpen(engines, watch));
      }
      List<Open> ours = new ArrayList<>();
      for (Exceptions.Open open : oracle.openExceptions(nodeId)) {
        Tolerance inForce = oracle.inForce(nodeId, open.toleranceId());
        Fraction value = inForce == null ? open.value() : lowest(inForce.measure(), open.value());
        ours.add(
            new Open(
                open.announced(open.step(), value, open.revision(), open.forecast()), inForce));
      }
      Comparator<Open> byId = Comparator.comparing(open -> open.exception().exceptionId());
      engines.sort(byId);
      ours.sort(byId);
      if (!engines.equals(ours)) {
        return "open on %s%nengine: %s%noracle: %s".formatted(nodeId, engines, ours);
      }
    }
    return null;
  }

  private static Set<Level> levels(List<Watch.Told> told, boolean currentAlone) {
    return told.stream()
        .filter(t -> t.current() || !currentAlone)
        .map(Watch.Told::level)
        .collect(Collectors.toSet());
  }

  private static void addOpen(List<Open> engines, Watch watch) {
    Watch.OpenException e = watch.open();
    if (e != null) {
      Tolerance now = watch.temporary() == null ? watch.tolerance() : watch.temporary();
      engines.add(
          new Open(
              new Exceptions.Open(
                  e.exceptionId(),
                  watch.tolerance().toleranceId(),
                  e.raisedOn(),
                  e.step(),
                  lowest(watch.tolerance().measure(), e.value()),
                  e.revision(),
                  e.handling().deliveredTo(),
                  e.handling().acknowledgedBy(),
                  e.handling().holder(),
                  e.handling().planDueOn(),
                  levels(e.handling().told(), false),
                  levels(e.handling().told(), true),
                  e.forecast()),
              now));
    }
  }
}
