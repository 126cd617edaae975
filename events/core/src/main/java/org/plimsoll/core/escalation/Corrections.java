package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Reporting.Reports;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Target;

/**
 * A report says that an earlier one was wrong. It carries the data date of that one, and what it
 * states counts as if that one had stated it, unless a newer report stated the same since. What was
 * promised stays promised, and good news that was none is taken back.
 */
final class Corrections {
  private Corrections() {}

  /** Why a status that corrects another is not taken; null when it is. */
  static @Nullable Refusal refusalOf(Project project, StatusChange status, String corrects) {
    Reports corrected = reportsWith(project, corrects);
    if (corrected == null) {
      return new Refusal(
          Reason.NOTHING_TO_CORRECT,
          "corrects",
          corrects,
          "the event id of a report of this project on its newest %d data dates since its last silence; what is older is stated anew"
              .formatted(Reporting.MAX_EARLIER_DATES + 1));
    }
    if (!corrected.dataDate().equals(status.dataDate())) {
      return new Refusal(
          Reason.NOTHING_TO_CORRECT,
          "dataDate",
          status.dataDate().toString(),
          corrected.dataDate() + ", the data date of " + corrects);
    }
    boolean earlier = !corrected.dataDate().equals(project.dataDate());
    return earlier && project.reporting().isFull()
        ? new Refusal(
            Reason.OUT_OF_BOUNDS,
            "corrects",
            corrects,
            "at most %d reports of earlier data dates; state the figures anew"
                .formatted(Reporting.MAX_EARLIER_STATUSES))
        : null;
  }

  private static @Nullable Reports reportsWith(Project project, String eventId) {
    byte[] id = IdBytes.of(eventId);
    return project.dataDate() != null && TakenStatuses.copyOf(project.taken()).with(id) != null
        ? new Reports(project.dataDate(), project.taken())
        : project.reporting().with(id);
  }

  /** The report of this id, where it is remembered; null otherwise. */
  static @Nullable TakenStatus taken(Project project, String eventId) {
    Reports reports = reportsWith(project, eventId);
    return reports == null ? null : TakenStatuses.copyOf(reports.taken()).with(IdBytes.of(eventId));
  }

  /** Whether what is corrected set the original baseline. */
  static boolean isOfPromise(Project before, String corrects) {
    TakenStatus taken = taken(before, corrects);
    return taken != null && taken.promised();
  }

  /** What the correction changed and what it did not. */
  static Outcome told(Project before, StatusChange status, String corrects) {
    Figures reported = status.reported();
    List<String> kept =
        new ArrayList<>(before.figures().namesKeptFrom(reported, status.dataDate()));
    List<String> changed = new ArrayList<>(reported.names());
    changed.removeAll(kept);
    if (isOfPromise(before, corrects)) {
      Long cost = StatusChanges.firstCost(reported);
      if (cost != null && !Objects.equals(cost, before.original().costMinor())) {
        kept.add("baseline.costMinor");
      }
      LocalDate finish = reported.forecastFinish();
      if (finish != null && !finish.equals(before.original().finish())) {
        kept.add("baseline.finish");
      }
    }
    return new Outcome.Corrected(before.nodeId(), corrects, status.dataDate(), changed, kept);
  }

  /**
   * Takes back confirmations of the corrected report whose target it did not achieve. Where what
   * stands now achieves it, the good news is true all the same, and is that of a later report.
   */
  static void withdraw(
      Project before,
      Figures figures,
      StatusChange status,
      Map<String, LocalDate> confirmed,
      List<Outcome> outcomes) {
    for (Target target : before.facts().targets()) {
      String id = target.indicatorId();
      Long stated = status.reported().indicatorTenThousandths().get(id);
      Long stands = figures.indicatorTenThousandths().get(id);
      Figures.Earlier known = figures.earlierIndicators().get(id);
      if (stated == null
          || stands == null
          || known == null
          || target.isAchievedBy(stated)
          || !status.dataDate().equals(confirmed.get(id))) {
        continue;
      }
      if (target.isAchievedBy(stands)) {
        confirmed.put(id, known.reportedOn());
      } else {
        confirmed.remove(id);
        outcomes.add(
            new Outcome.ConfirmationWithdrawn(
                before.nodeId(), id, target.targetTenThousandths(), stated, status.dataDate()));
      }
    }
  }
}
