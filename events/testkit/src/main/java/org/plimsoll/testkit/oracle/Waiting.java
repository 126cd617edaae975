package org.plimsoll.testkit.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Waited;
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
    var open = Exceptions.open(trail, nodeId);
    for (String id : new Tolerances(trail, nodeId).ids()) {
      Exceptions.Open exception = open.get(id);
      Tolerance tolerance = new Tolerances(trail, nodeId).inForce(id).now();
      if (exception != null && tolerance != null && exception.deliveredTo() != Level.PORTFOLIO) {
        Outcome up = passedUp(exception, tolerance, now);
        if (up != null) {
          outcomes.add(up);
        }
      }
    }
    return outcomes;
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

  /** The first tick that found the exception open on this level and with a time to answer. */
  private @Nullable Instant waitingSince(Exceptions.Open open) {
    Exceptions.HeldSince since = Exceptions.heldSince(trail, nodeId, open.exceptionId());
    for (Trail.Entry entry : trail.ticks()) {
      if (entry.number() >= since.entry()
          && entry.input() instanceof Input.Ticked tick
          && (since.byTick() || hadTimeToAnswer(entry.number(), open.toleranceId()))) {
        return tick.instant();
      }
    }
    return null;
  }

  private boolean hadTimeToAnswer(int tick, String toleranceId) {
    for (Trail.Moment moment : trail.moments(nodeId)) {
      if (moment.entry() == tick && moment.byTick()) {
        Tolerance tolerance = moment.inForce().get(toleranceId);
        return tolerance != null && tolerance.terms().answerWithin() != null;
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
