package org.plimsoll.core.escalation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.plimsoll.core.calendar.SupportHours;
import org.plimsoll.core.escalation.Outcome.Waited;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;

/**
 * Time passes: tolerances begin and end, sources are silent, answers are overdue. Ticks are the
 * only clock, so a replay sees the same time as the engine did.
 */
final class Ticks {
  private Ticks() {}

  /** No outcome when nothing follows for this node; the tick itself is in the trail anyway. */
  static Verdict decide(Standing standing, Input.Ticked input) {
    return switch (standing) {
      case Unknown _, Awaited _ -> new Verdict(standing, List.of());
      case Known known -> {
        LocalDate today = LocalDate.ofInstant(input.instant(), ZoneOffset.UTC);
        List<Outcome> outcomes = new ArrayList<>();
        Known scheduled = Schedule.on(today, known, outcomes);
        yield Weighing.concludedByTick(scheduled, input, today, outcomes);
      }
    };
  }

  /** The node after a tick, with what waited too long passed up. */
  static Known waited(Known node, Instant now, LocalDate today, List<Outcome> outcomes) {
    List<Watch> watches = new ArrayList<>(node.watches().size());
    for (Watch watch : node.watches()) {
      OpenException open = watch.open();
      watches.add(
          open == null
              ? watch
              : watch.with(waited(node.nodeId(), watch, open, now, today, outcomes)));
    }
    return watches.equals(node.watches()) ? node : node.with(watches);
  }

  private static OpenException waited(
      String nodeId,
      Watch watch,
      OpenException open,
      Instant now,
      LocalDate today,
      List<Outcome> outcomes) {
    boolean canGoUp = open.deliveredTo() != open.deliveredTo().above();
    if (canGoUp && open.planDueOn() != null && today.isAfter(open.planDueOn())) {
      Instant since = open.planDueOn().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return passedUp(nodeId, watch, open, Waited.EXCEPTION_PLAN, since, now, outcomes);
    }
    AnswerWithin within = watch.inForce().terms().answerWithin();
    if (within == null || open.acknowledgedBy() != null) {
      return open;
    }
    Instant since = open.waitingSince();
    if (since == null) {
      return open.waiting(now);
    }
    boolean overdue = now.isAfter(SupportHours.due(since, within.hours(), within.calendar()));
    return overdue && canGoUp
        ? passedUp(nodeId, watch, open, Waited.ACKNOWLEDGEMENT, since, now, outcomes)
        : open;
  }

  private static OpenException passedUp(
      String nodeId,
      Watch watch,
      OpenException open,
      Waited why,
      Instant since,
      Instant now,
      List<Outcome> outcomes) {
    OpenException above = open.passedUp(open.deliveredTo().above(), now);
    outcomes.add(
        new Outcome.ExceptionPassedUp(
            open.exceptionId(),
            nodeId,
            watch.inForce(),
            open.deliveredTo(),
            above.deliveredTo(),
            above.value(),
            above.step(),
            why,
            since,
            now,
            open.raisedOn(),
            above.revision()));
    return above;
  }
}
