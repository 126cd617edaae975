package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.escalation.Outcome.Waited;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.escalation.Watch.Handling;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Tolerance;

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
        // The program may be asked after its project, and holds today what begins or ends today.
        Known above =
            input.above() == null ? null : Schedule.on(today, input.above(), new ArrayList<>());
        Known named = Budget.named(scheduled, above, outcomes);
        yield Weighing.concludedByTick(named, input, today, outcomes);
      }
    };
  }

  /** The node after a tick, with what waited too long passed up. */
  static Known waited(Known node, Input.Ticked tick, LocalDate today, List<Outcome> outcomes) {
    List<Watch> watches = new ArrayList<>(node.watches().size());
    for (Watch watch : node.watches()) {
      OpenException open = watch.open();
      // While deliveries are muted nobody is asked, and what was asked before does not go up.
      boolean asked =
          open != null
              && Oversight.muteOf(
                      node.oversight().mutes(),
                      watch.tolerance().toleranceId(),
                      open.handling().deliveredTo())
                  == null;
      watches.add(
          asked
              ? watch.with(waited(node, watch, requireNonNull(open), tick, today, outcomes))
              : watch);
    }
    return watches.equals(node.watches()) ? node : node.with(watches);
  }

  private static OpenException waited(
      Known node,
      Watch watch,
      OpenException open,
      Input.Ticked tick,
      LocalDate today,
      List<Outcome> outcomes) {
    Handling handling = open.handling();
    boolean canGoUp = handling.deliveredTo() != handling.deliveredTo().above();
    LocalDate planDueOn = handling.planDueOn();
    if (canGoUp && planDueOn != null && today.isAfter(planDueOn)) {
      Instant since = planDueOn.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return up(node, watch, open, Waited.EXCEPTION_PLAN, since, tick, today, outcomes);
    }
    AnswerWithin within = watch.inForce().terms().answerWithin();
    if (within == null || handling.acknowledgedBy() != null) {
      return open;
    }
    Instant since = handling.waitingSince();
    if (since == null) {
      return open.with(handling.waiting(tick.instant()));
    }
    boolean overdue = tick.instant().isAfter(requireNonNull(watch.answerDue()));
    return overdue && canGoUp
        ? up(node, watch, open, Waited.ACKNOWLEDGEMENT, since, tick, today, outcomes)
        : open;
  }

  /** Goes one level up, unless the node above is in exception for the same measure already. */
  private static OpenException up(
      Known node,
      Watch watch,
      OpenException open,
      Waited why,
      Instant since,
      Input.Ticked tick,
      LocalDate today,
      List<Outcome> outcomes) {
    String explaining = explaining(tick.above(), watch.tolerance());
    if (explaining == null) {
      return passedUp(node.nodeId(), watch, open, why, since, tick.instant(), outcomes);
    }
    if (explaining.equals(open.handling().groupedUnder())) {
      return open;
    }
    outcomes.add(
        new Outcome.Suppressed(
            node.nodeId(),
            watch.tolerance().toleranceId(),
            open.exceptionId(),
            Suppression.GROUPED,
            1,
            open.raisedOn(),
            today,
            explaining));
    return open.with(open.handling().grouped(explaining));
  }

  /** The open exception of the node above on the same measure, of which its level was told. */
  private static @Nullable String explaining(@Nullable Known above, Tolerance tolerance) {
    if (above == null) {
      return null;
    }
    for (Watch watch : above.watches()) {
      OpenException open = watch.open();
      if (open != null
          && !open.isExpected()
          && open.handling().isTold()
          && watch.tolerance().measure() == tolerance.measure()) {
        return open.exceptionId();
      }
    }
    return null;
  }

  private static OpenException passedUp(
      String nodeId,
      Watch watch,
      OpenException open,
      Waited why,
      Instant since,
      Instant now,
      List<Outcome> outcomes) {
    OpenException above = open.passedUp(open.handling().deliveredTo().above(), now);
    outcomes.add(
        new Outcome.ExceptionPassedUp(
            open.exceptionId(),
            nodeId,
            watch.inForce(),
            open.handling().deliveredTo(),
            above.handling().deliveredTo(),
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
