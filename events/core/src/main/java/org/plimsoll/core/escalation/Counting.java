package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.measure.Rollup;

/** A parent counts a child's figures. */
final class Counting {
  private Counting() {}

  static Verdict decide(Standing standing, Input.ChildContributed input) {
    Contribution now = input.contribution();
    Contribution held = input.held();
    if (held != null
        && held.position().tier() == now.position().tier()
        && held.position().partition() == now.position().partition()
        && now.position().sequence() <= held.position().sequence()) {
      return Verdict.refused(
          standing,
          new Refusal(
              Reason.REPEATED,
              "position.sequence",
              String.valueOf(now.position().sequence()),
              "more than " + held.position().sequence() + ", which is counted"));
    }
    Rollup heldRollup = held == null ? Rollup.NONE : held.rollup();
    try {
      return switch (standing) {
        case Unknown unknown -> counted(unknown, now, heldRollup, Rollup.NONE, null);
        case Awaited awaited ->
            awaited.currency().equals(now.currency())
                ? counted(awaited, now, heldRollup, awaited.below(), awaited.dataDate())
                : Verdict.refused(standing, Refusal.wrongCurrency(now, awaited.currency()));
        case Project project ->
            Verdict.refused(
                project, new Refusal(Reason.WRONG_LEVEL, "parentId", project.nodeId(), "a parent"));
        case Parent parent ->
            parent.facts().currency().equals(now.currency())
                ? Weighing.concluded(
                    parent.counting(
                        parent.below().exchange(heldRollup, now.rollup()),
                        later(parent.dataDate(), now.dataDate())),
                    input.at(),
                    new ArrayList<>())
                : Verdict.refused(standing, Refusal.wrongCurrency(now, parent.facts().currency()));
      };
    } catch (ArithmeticException _) {
      return new Verdict(
          standing,
          List.of(
              new Outcome.Anomaly(
                  standing.nodeId(),
                  Outcome.Code.SUM_OVERFLOW,
                  // Not the exception's own message: a JVM that has thrown many leaves it out.
                  "adding " + now.childId() + ": long overflow")));
    }
  }

  /**
   * Whether these outcomes of a contribution say that it is counted. One that is refused, or too
   * much to be added, is not, and the child's next one must not take its place.
   */
  static boolean isCounted(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Refused
          || (outcome instanceof Outcome.Anomaly anomaly
              && anomaly.code() == Outcome.Code.SUM_OVERFLOW)) {
        return false;
      }
    }
    return true;
  }

  private static Verdict counted(
      Standing standing,
      Contribution now,
      Rollup held,
      Rollup below,
      @Nullable LocalDate dataDate) {
    Awaited next =
        new Awaited(
            standing.nodeId(),
            now.currency(),
            below.exchange(held, now.rollup()),
            later(dataDate, now.dataDate()));
    return new Verdict(
        next,
        List.of(
            new Outcome.RollupAssessed(
                next.nodeId(), next.dataDate(), next.below(), next.below().readings()),
            new Outcome.Anomaly(
                next.nodeId(),
                Outcome.Code.PARENT_AWAITED,
                "counted for " + now.childId() + "; the facts have not arrived")));
  }

  private static @Nullable LocalDate later(@Nullable LocalDate a, @Nullable LocalDate b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isAfter(b) ? a : b;
  }
}
