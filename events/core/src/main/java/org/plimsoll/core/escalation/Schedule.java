package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Tolerances and silence windows that begin and end by date. A day that has come does not go again:
 * what has begun stays in force, and what has ended stays ended, whatever data date a later status
 * carries. A tolerance with a last day stands in front of one without, so that no node is left
 * unwatched when it ends. A project's days come with its reports and with ticks, those of a parent
 * with ticks alone.
 */
final class Schedule {
  private Schedule() {}

  /** The node with what is in force on this day. */
  static Known on(LocalDate day, Known node, List<Outcome> outcomes) {
    Oversight oversight = node.oversight();
    if (!hasDays(oversight)) {
      return node;
    }
    List<Watch> watches = new ArrayList<>(oversight.watches());
    List<Tolerance> later = new ArrayList<>();
    for (Tolerance tolerance : oversight.scheduled()) {
      if (tolerance.terms().hasBegunOn(day)) {
        replace(watches, tolerance);
        outcomes.add(taken(node, tolerance));
      } else {
        later.add(tolerance);
      }
    }
    for (int i = 0; i < watches.size(); i++) {
      watches.set(i, ended(watches.get(i), node, day, outcomes));
    }
    List<Mute> mutes = new ArrayList<>();
    for (Mute mute : oversight.mutes()) {
      if (day.isAfter(mute.until())) {
        outcomes.add(
            new Outcome.MuteEnded(node.nodeId(), mute.toleranceId(), mute.by(), mute.until(), day));
      } else {
        mutes.add(mute);
      }
    }
    Oversight next = oversight.with(watches).scheduling(later).muting(mutes);
    return next.equals(oversight) ? node : node.with(next);
  }

  /** Whether anything begins or ends on any day. */
  private static boolean hasDays(Oversight oversight) {
    if (!oversight.scheduled().isEmpty() || !oversight.mutes().isEmpty()) {
      return true;
    }
    for (Watch watch : oversight.watches()) {
      if (watch.temporary() != null) {
        return true;
      }
    }
    return false;
  }

  /** Puts a tolerance in force; what was open under the one before stays open. */
  static void replace(List<Watch> watches, Tolerance tolerance) {
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      if (watch.tolerance().toleranceId().equals(tolerance.toleranceId())) {
        watches.set(
            i,
            tolerance.terms().effectiveUntil() == null
                ? behind(watch, tolerance)
                : watch.temporarily(tolerance));
        return;
      }
    }
    watches.add(Watch.of(tolerance));
  }

  /** What began before it and has a last day stays in front of it. */
  private static Watch behind(Watch watch, Tolerance tolerance) {
    boolean inFront =
        watch.temporary() == null && watch.tolerance().terms().effectiveUntil() != null;
    return inFront ? watch.with(tolerance).temporarily(watch.tolerance()) : watch.with(tolerance);
  }

  static Outcome taken(Known node, Tolerance tolerance) {
    return new Outcome.ToleranceTaken(node.nodeId(), tolerance.toleranceId(), tolerance.version());
  }

  private static Watch ended(Watch watch, Known node, LocalDate day, List<Outcome> outcomes) {
    Tolerance temporary = watch.temporary();
    if (temporary == null || !temporary.terms().hasEndedOn(day)) {
      return watch;
    }
    outcomes.add(
        new Outcome.ToleranceEnded(
            node.nodeId(), temporary.toleranceId(), temporary.version(), day));
    return watch.temporarily(null);
  }
}
