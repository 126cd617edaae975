package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Forecast;

/** Exceptions of a node, read from what was announced and what was decided. */
final class Exceptions {
  private Exceptions() {}

  /**
   * An exception that is open.
   *
   * @param step the step that was last announced, as is the value
   * @param deliveredTo the level that must answer
   * @param acknowledgedBy who acknowledged it on this level; null while nobody has
   * @param holder whom this level handed it to; null while it is its own
   * @param planDueOn day by which an exception plan is required; null when none is
   * @param told levels that have heard of it, and are to hear of it until it clears
   * @param upToDate those of them that have heard the last that was said
   * @param forecast when the limit is expected to be crossed, as last announced; null for a fact
   */
  record Open(
      String exceptionId,
      String toleranceId,
      LocalDate raisedOn,
      int step,
      Fraction value,
      int revision,
      Level deliveredTo,
      @Nullable String acknowledgedBy,
      @Nullable String holder,
      @Nullable LocalDate planDueOn,
      Set<Level> told,
      Set<Level> upToDate,
      @Nullable Forecast forecast) {

    /** Whether the limit is expected to be crossed, and is not yet. */
    boolean isExpected() {
      return forecast != null;
    }

    /** Who is to hear of a change if nobody is muted, the nearest first. */
    List<Level> hearers(Level nearest) {
      Set<Level> hearers = EnumSet.of(nearest);
      hearers.addAll(told);
      return List.copyOf(hearers).reversed();
    }

    Open announced(int nowStep, Fraction now, int nowRevision, @Nullable Forecast nowForecast) {
      return new Open(
          exceptionId,
          toleranceId,
          raisedOn,
          nowStep,
          now,
          nowRevision,
          deliveredTo,
          acknowledgedBy,
          holder,
          planDueOn,
          told,
          upToDate,
          nowForecast);
    }

    /** Something was said to these levels; what is only restated is not new to the others. */
    Open told(List<Level> levels, boolean isNew) {
      Set<Level> all = EnumSet.noneOf(Level.class);
      all.addAll(told);
      all.addAll(levels);
      Set<Level> now = EnumSet.noneOf(Level.class);
      now.addAll(isNew ? Set.of() : upToDate);
      now.addAll(levels);
      return new Open(
          exceptionId,
          toleranceId,
          raisedOn,
          step,
          value,
          revision,
          deliveredTo,
          acknowledgedBy,
          holder,
          planDueOn,
          all,
          now,
          forecast);
    }

    /** The next level begins anew. */
    Open passedUp(Outcome.ExceptionPassedUp up) {
      return new Open(
              exceptionId,
              toleranceId,
              raisedOn,
              step,
              value,
              up.revision(),
              up.to(),
              null,
              null,
              null,
              told,
              upToDate,
              forecast)
          .told(List.of(up.to()), false);
    }

    Open with(@Nullable String acknowledged, @Nullable String held, @Nullable LocalDate due) {
      return new Open(
          exceptionId,
          toleranceId,
          raisedOn,
          step,
          value,
          revision,
          deliveredTo,
          acknowledged,
          held,
          due,
          told,
          upToDate,
          forecast);
    }
  }

  /** What is open on a node now, by tolerance. */
  static Map<String, Open> open(Trail trail, String nodeId) {
    return open(trail, nodeId, trail.now() + 1);
  }

  /** The same before this entry. */
  static Map<String, Open> open(Trail trail, String nodeId, int before) {
    Map<String, Open> open = new LinkedHashMap<>();
    Level above = Objects.requireNonNull(trail.facts(nodeId)).level().above();
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.entry() >= before) {
        break;
      }
      switch (said.outcome()) {
        case Outcome.ExceptionChanged e -> changed(open, e, above);
        case Outcome.ExceptionPassedUp up ->
            open.computeIfPresent(up.tolerance().toleranceId(), (_, was) -> was.passedUp(up));
        case Outcome.DecisionTaken d -> open.replaceAll((_, was) -> decided(was, d));
        default -> {}
      }
    }
    return open;
  }

  private static void changed(Map<String, Open> open, Outcome.ExceptionChanged e, Level above) {
    String id = e.tolerance().toleranceId();
    switch (e.change()) {
      case RAISED ->
          open.put(
              id,
              new Open(
                      e.exceptionId(),
                      id,
                      e.raisedOn(),
                      e.step(),
                      e.value(),
                      e.revision(),
                      above,
                      null,
                      null,
                      null,
                      Set.of(),
                      Set.of(),
                      e.forecast())
                  .told(e.deliveredTo(), true));
      case WORSENED, EASED, RESTATED ->
          open.computeIfPresent(
              id,
              (_, was) ->
                  was.announced(e.step(), e.value(), e.revision(), e.forecast())
                      .told(e.deliveredTo(), e.change() != Change.RESTATED));
      case CLEARED -> open.remove(id);
    }
  }

  private static Open decided(Open was, Outcome.DecisionTaken decision) {
    return switch (decision.choice()) {
      case Input.Choice.Acknowledge(var id) when id.equals(was.exceptionId()) ->
          was.with(decision.decidedBy(), was.holder(), was.planDueOn());
      case Input.Choice.HandOver(var id, var person) when id.equals(was.exceptionId()) ->
          was.with(null, person, was.planDueOn());
      case Input.Choice.RequireExceptionPlan(var id, var by) when id.equals(was.exceptionId()) ->
          was.with(decision.decidedBy(), was.holder(), by);
      case Input.Choice.GrantTolerance(var id, var _, var _) when id.equals(was.exceptionId()) ->
          was.with(decision.decidedBy(), was.holder(), was.planDueOn());
      case Input.Choice.ApproveBaseline _ -> was.with(was.acknowledgedBy(), was.holder(), null);
      default -> was;
    };
  }

  /** Whether a node has an exception that is a fact. */
  static boolean isInException(Trail trail, String nodeId) {
    return open(trail, nodeId).values().stream().anyMatch(open -> !open.isExpected());
  }

  /** Whether the source of a project's figures was silent before this entry. */
  static boolean wasSilent(Trail trail, String nodeId, int before) {
    Set<String> silences = new HashSet<>();
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.entry() < before
          && said.outcome() instanceof Outcome.ExceptionChanged e
          && e.tolerance().measure() == Measure.SILENCE) {
        if (e.change() == Change.CLEARED) {
          silences.remove(e.tolerance().toleranceId());
        } else {
          silences.add(e.tolerance().toleranceId());
        }
      }
    }
    return !silences.isEmpty();
  }

  static boolean isSilent(Trail trail, String nodeId) {
    return wasSilent(trail, nodeId, trail.now() + 1);
  }

  /** The entry in which an exception was raised. */
  static int raisedIn(Trail trail, String nodeId, String exceptionId) {
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.ExceptionChanged e
          && e.change() == Change.RAISED
          && e.exceptionId().equals(exceptionId)) {
        return said.entry();
      }
    }
    throw new IllegalArgumentException(exceptionId);
  }

  /**
   * Whoever has to answer an exception has had to since this entry.
   *
   * @param byTick whether that was with the tick that passed it up
   */
  record HeldSince(int entry, boolean byTick) {}

  static HeldSince heldSince(Trail trail, String nodeId, String exceptionId) {
    HeldSince since = new HeldSince(raisedIn(trail, nodeId, exceptionId), false);
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.ExceptionPassedUp up
          && up.exceptionId().equals(exceptionId)) {
        since = new HeldSince(said.entry(), true);
      }
      if (said.outcome() instanceof Outcome.DecisionTaken decision
          && decision.choice() instanceof Input.Choice.HandOver over
          && over.exceptionId().equals(exceptionId)) {
        since = new HeldSince(said.entry(), false);
      }
    }
    return since;
  }

  /** How often a tolerance of a node was breached. */
  static int episodes(Trail trail, String nodeId, String toleranceId) {
    return raises(trail, nodeId, toleranceId).size();
  }

  private static List<Outcome.ExceptionChanged> raises(
      Trail trail, String nodeId, String toleranceId) {
    List<Outcome.ExceptionChanged> raises = new ArrayList<>();
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.ExceptionChanged e
          && e.change() == Change.RAISED
          && e.tolerance().toleranceId().equals(toleranceId)) {
        raises.add(e);
      }
    }
    return raises;
  }

  /** What made a fact of a tolerance's exceptions: raised as one, or expected before. */
  private static List<Trail.Said> facts(Trail trail, String nodeId, String toleranceId) {
    List<Trail.Said> facts = new ArrayList<>();
    boolean isFact = false;
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.ExceptionChanged e
          && e.tolerance().toleranceId().equals(toleranceId)) {
        boolean now = e.change() != Change.CLEARED && e.forecast() == null;
        if (now && !isFact) {
          facts.add(said);
        }
        isFact = now;
      }
    }
    return facts;
  }

  /** The entry in which a tolerance's newest fact became one. */
  static int factSince(Trail trail, String nodeId, String toleranceId) {
    return facts(trail, nodeId, toleranceId).getLast().entry();
  }

  /** Days of the newest facts, oldest first, as far as the hold that was in force needs them. */
  static List<LocalDate> raisedOn(Trail trail, String nodeId, String toleranceId) {
    List<LocalDate> days = new ArrayList<>();
    for (Trail.Said said : facts(trail, nodeId, toleranceId)) {
      if (said.outcome() instanceof Outcome.ExceptionChanged raised) {
        days.add(raised.onDate());
        while (days.size() > raised.tolerance().terms().holdAfterRaises()) {
          days.removeFirst();
        }
      }
    }
    return days;
  }
}
