package org.plimsoll.testkit.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.escalation.Outcome.Waited;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** What a tick passes up because a level did not answer. */
final class Waiting {
  private final Trail trail;
  private final String nodeId;

  Waiting(Trail trail, String nodeId) {
    this.trail = trail;
    this.nodeId = nodeId;
  }

  List<Outcome> follow(Instant now) {
    List<Outcome> outcomes = new ArrayList<>();
    LocalDate today = Trail.dayOf(now);
    var open = Exceptions.open(trail, nodeId);
    for (String id : new Tolerances(trail, nodeId).ids()) {
      Exceptions.Open exception = open.get(id);
      Tolerance tolerance = new Tolerances(trail, nodeId).inForce(id).now();
      if (exception != null
          && tolerance != null
          && exception.deliveredTo() != Level.PORTFOLIO
          && new Mutes(trail, nodeId).by(id, exception.deliveredTo(), trail.now()) == null) {
        Outcome up = passedUp(exception, tolerance, now);
        String explaining = up == null ? null : explaining(tolerance.measure());
        if (up != null && explaining == null) {
          outcomes.add(up);
        } else if (explaining != null && !explaining.equals(groupedUnder(exception))) {
          outcomes.add(
              new Outcome.Suppressed(
                  nodeId,
                  id,
                  exception.exceptionId(),
                  Suppression.GROUPED,
                  1,
                  exception.raisedOn(),
                  today,
                  explaining));
        }
      }
    }
    return outcomes;
  }

  /** The exception of the program on the same measure, which is what its level hears of: a fact. */
  private @Nullable String explaining(Measure measure) {
    String programId = Objects.requireNonNull(trail.facts(nodeId)).parentId();
    if (programId == null || trail.facts(programId) == null) {
      return null;
    }
    Tolerances tolerances = new Tolerances(trail, programId);
    var open = Exceptions.open(trail, programId);
    for (String id : tolerances.ids()) {
      Tolerance tolerance = tolerances.inForce(id).now();
      Exceptions.Open exception = open.get(id);
      if (exception != null
          && !exception.isExpected()
          && !exception.told().isEmpty()
          && tolerance != null
          && tolerance.measure() == measure) {
        return exception.exceptionId();
      }
    }
    return null;
  }

  /** What was last said to explain it, on the level that has it. */
  private @Nullable String groupedUnder(Exceptions.Open exception) {
    String under = null;
    for (Trail.Said said : trail.said(nodeId)) {
      if (said.outcome() instanceof Outcome.Suppressed held
          && held.why() == Suppression.GROUPED
          && exception.exceptionId().equals(held.exceptionId())) {
        under = held.by();
      }
      if (said.outcome() instanceof Outcome.ExceptionPassedUp up
          && up.exceptionId().equals(exception.exceptionId())) {
        under = null;
      }
    }
    return under;
  }

  private @Nullable Outcome passedUp(Exceptions.Open open, Tolerance tolerance, Instant now) {
    LocalDate due = open.planDueOn();
    if (due != null && Trail.dayOf(now).isAfter(due)) {
      Instant over = due.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return up(open, tolerance, Waited.EXCEPTION_PLAN, over, now);
    }
    Terms.AnswerWithin answer = tolerance.terms().answerWithin();
    Instant since = waitingSince(open);
    return answer != null
            && since != null
            && open.acknowledgedBy() == null
            && now.isAfter(OfficeHours.due(since, answer))
        ? up(open, tolerance, Waited.ACKNOWLEDGEMENT, since, now)
        : null;
  }

  /**
   * The first tick that found the exception open on this level, with a time to answer and not
   * muted: who is not told is not asked.
   */
  private @Nullable Instant waitingSince(Exceptions.Open open) {
    Exceptions.HeldSince since = Exceptions.heldSince(trail, nodeId, open.exceptionId());
    for (Trail.Entry entry : trail.ticks()) {
      if (entry.number() >= since.entry()
          && entry.input() instanceof Input.Ticked tick
          && (since.byTick() || hadTimeToAnswer(entry.number(), open))) {
        return tick.instant();
      }
    }
    return null;
  }

  private boolean hadTimeToAnswer(int tick, Exceptions.Open open) {
    for (Trail.Moment moment : trail.moments(nodeId)) {
      if (moment.entry() == tick && moment.byTick()) {
        Tolerance tolerance = moment.inForce().get(open.toleranceId());
        return tolerance != null
            && tolerance.terms().answerWithin() != null
            && new Mutes(trail, nodeId).by(open.toleranceId(), open.deliveredTo(), tick) == null;
      }
    }
    return false;
  }

  private Outcome up(
      Exceptions.Open open, Tolerance tolerance, Waited why, Instant since, Instant now) {
    return new Outcome.ExceptionPassedUp(
        open.exceptionId(),
        nodeId,
        tolerance,
        open.deliveredTo(),
        open.deliveredTo().above(),
        open.value(),
        open.step(),
        why,
        since,
        now,
        open.raisedOn(),
        open.revision() + 1);
  }
}
