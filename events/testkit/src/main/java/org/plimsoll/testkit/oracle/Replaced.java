package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.measure.Baseline;

/**
 * A baseline that another took the place of, although no breach had to be answered.
 *
 * @param baseline the one that stood before
 * @param on data date that stood when it was replaced
 */
record Replaced(Baseline baseline, LocalDate on) {
  /** A quarter: who replaces it could see this far. */
  private static final int SOON_DAYS = 92;

  /**
   * The one that was replaced first, until a report comes more than a quarter later and nothing is
   * seen of it; null while there is none.
   */
  static @Nullable Replaced of(Trail trail, Facts facts) {
    Replaced replaced = null;
    LocalDate dataDate = null;
    List<Signals.Look> looks = trail.looks(facts.nodeId());
    for (Trail.Entry entry : trail.taken(facts.nodeId())) {
      for (Signals.Look look : looks) {
        if (look.entry() == entry.number()) {
          dataDate = look.dataDate();
          replaced = replaced == null || !replaced.isOver(trail, facts, look) ? replaced : null;
        }
      }
      if (entry.input() instanceof Input.Decided decided
          && decided.choice() instanceof Input.Choice.ApproveBaseline
          && dataDate != null
          && replaced == null
          && !answersBreach(trail, facts.nodeId(), entry.number())) {
        Statements before = Statements.upTo(trail, facts, entry.number() - 1);
        replaced = new Replaced(before.current(), dataDate);
      }
    }
    return replaced;
  }

  private boolean isOver(Trail trail, Facts facts, Signals.Look look) {
    return PlanTime.days(on, look.dataDate()) > SOON_DAYS
        && !look.goesOn(trail, facts.nodeId(), Signal.REBASELINED_BEFORE_BREACH);
  }

  /** Whether a breach now comes shortly after it was replaced. */
  boolean isLatelyReplaced(LocalDate now) {
    return now.isAfter(on) && PlanTime.days(on, now) <= SOON_DAYS;
  }

  /** Whether an exception against the baseline was open, so that the new one is a plan for it. */
  private static boolean answersBreach(Trail trail, String nodeId, int entry) {
    return Exceptions.open(trail, nodeId, entry).values().stream()
        .map(open -> new Tolerances(trail, nodeId).measureOf(open.toleranceId()))
        .anyMatch(Sightings::isMovedByBaseline);
  }
}
