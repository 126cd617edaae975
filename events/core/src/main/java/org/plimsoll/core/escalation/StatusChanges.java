package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Reporting.Reports;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Target;

/** An agency states a project's status: is it to be taken, and what stands then? */
final class StatusChanges {
  /** Status events remembered for one data date; more of them are refused. */
  static final int MAX_STATUSES_PER_DATA_DATE = 256;

  private StatusChanges() {}

  static Verdict decide(Standing standing, Input.StatusChanged input) {
    StatusChange status = input.status();
    Optional<Refusal> refusal = Admission.refusalOf(status, input.origin().receivedOn());
    if (refusal.isPresent()) {
      return Verdict.refused(standing, refusal.get());
    }
    return switch (standing) {
      case Unknown _, Awaited _ ->
          Verdict.refused(
              standing,
              input.origin().placed()
                  ? Refusal.unknownNode("projectId", status.projectId())
                  : Refusal.wrongPartition(input.origin()));
      case Parent parent ->
          Verdict.refused(
              standing,
              new Refusal(
                  Reason.WRONG_LEVEL,
                  "projectId",
                  status.projectId() + ", a " + parent.facts().level(),
                  "a project"));
      case Project project -> {
        Refusal refused = refusalOf(project, input);
        yield refused == null ? takenStatus(project, input) : Verdict.refused(project, refused);
      }
    };
  }

  private static @Nullable Refusal refusalOf(Project project, Input.StatusChanged input) {
    StatusChange status = input.status();
    Origin origin = input.origin();
    Facts facts = project.facts();
    if (!origin.agencyId().equals(facts.agencyId())) {
      return new Refusal(
          Reason.NOT_OWNER,
          "projectId",
          status.projectId(),
          "a project of agency " + origin.agencyId());
    }
    if (!Objects.equals(origin.key(), facts.parentId())) {
      return new Refusal(
          Reason.WRONG_KEY,
          "key",
          String.valueOf(origin.key()),
          "the project's program, " + facts.parentId());
    }
    if (!origin.placed()) {
      return Refusal.wrongPartition(origin);
    }
    if (status.currency() != null && !status.currency().equals(facts.currency())) {
      return new Refusal(Reason.WRONG_CURRENCY, "currency", status.currency(), facts.currency());
    }
    for (var indicator : status.reported().indicatorTenThousandths().entrySet()) {
      String indicatorId = indicator.getKey();
      if (facts.targets().stream().noneMatch(t -> t.indicatorId().equals(indicatorId))) {
        return new Refusal(
            Reason.UNKNOWN_INDICATOR,
            "indicators.indicatorId",
            indicatorId,
            "an indicator of the project's facts");
      }
    }
    int milestones = milestonesWith(project, status);
    if (milestones > Admission.MAX_MILESTONES) {
      return new Refusal(
          Reason.OUT_OF_BOUNDS,
          "milestones",
          String.valueOf(milestones),
          "at most " + Admission.MAX_MILESTONES + " different ones of a project");
    }
    return repetitionOf(project, status, origin);
  }

  /** Different milestones of the project with the status; counted twice while that is allowed. */
  private static int milestonesWith(Project project, StatusChange status) {
    int most = project.figures().milestones().size() + status.reported().milestones().size();
    if (most <= Admission.MAX_MILESTONES) {
      return most;
    }
    Set<String> milestones = new HashSet<>(project.figures().milestones().keySet());
    milestones.addAll(status.reported().milestones().keySet());
    return milestones.size();
  }

  private static @Nullable Refusal repetitionOf(
      Project project, StatusChange status, Origin origin) {
    TakenStatus taken = Corrections.taken(project, status.eventId());
    if (taken != null) {
      return taken.is(origin.contentSha256())
          ? Refusal.repeated(status.eventId())
          : new Refusal(
              Reason.EVENT_ID_REUSED,
              "eventId",
              status.eventId(),
              "an id of its own for other content");
    }
    if (status.corrects() != null) {
      Refusal refusal = Corrections.refusalOf(project, status, status.corrects());
      if (refusal != null) {
        return refusal;
      }
    }
    LocalDate standing = project.dataDate();
    if (standing == null || status.dataDate().isAfter(standing)) {
      return null;
    }
    if (status.dataDate().isBefore(standing)) {
      return status.corrects() != null
          ? null
          : new Refusal(
              Reason.SUPERSEDED,
              "dataDate",
              status.dataDate().toString(),
              "no earlier than "
                  + standing
                  + ", whose figures stand; a correction names the report that it corrects");
    }
    return project.taken().size() < MAX_STATUSES_PER_DATA_DATE
        ? null
        : new Refusal(
            Reason.OUT_OF_BOUNDS,
            "dataDate",
            status.dataDate().toString(),
            "at most " + MAX_STATUSES_PER_DATA_DATE + " statuses for one data date");
  }

  private static Verdict takenStatus(Project before, Input.StatusChanged input) {
    StatusChange status = input.status();
    LocalDate standing = before.dataDate();
    LocalDate on =
        standing == null || status.dataDate().isAfter(standing) ? status.dataDate() : standing;
    boolean newest = !on.equals(standing);
    List<Outcome> outcomes = new ArrayList<>();
    Project scheduled = (Project) Schedule.on(on, before, outcomes);
    boolean afterSilence = newest && before.isSilent();
    Figures figures =
        afterSilence
            ? figuresAfterSilence(before, status, outcomes)
            : before.figures().after(status.reported(), status.dataDate());

    Baseline fresh = before.facts().firstReported() ? fresh(before, figures) : Baseline.NONE;
    boolean promises = !fresh.equals(Baseline.NONE);
    if (promises) {
      outcomes.add(new Outcome.BaselineSet(before.nodeId(), true, fresh, status.dataDate()));
    }
    // Without targets there is nothing to confirm and nothing to take back.
    Map<String, LocalDate> confirmed =
        before.facts().targets().isEmpty() ? before.confirmed() : new TreeMap<>(before.confirmed());
    String corrects = status.corrects();
    if (corrects != null) {
      outcomes.add(Corrections.told(before, status, corrects));
      Corrections.withdraw(before, figures, status, confirmed, outcomes);
      promises = promises || Corrections.isOfPromise(before, corrects);
    }
    confirm(before, status, confirmed, outcomes);

    TakenStatus taken = new TakenStatus(status.eventId(), input.origin().contentSha256(), promises);
    Reporting reporting = afterSilence ? before.reporting().afterSilence() : before.reporting();
    List<TakenStatus> takenNow = before.taken();
    if (newest) {
      if (standing != null && !afterSilence) {
        reporting = reporting.followed(new Reports(standing, before.taken()));
      }
      takenNow = List.of(taken);
    } else if (status.dataDate().equals(standing)) {
      takenNow = TakenStatuses.copyOf(before.taken()).and(taken);
    } else {
      reporting = reporting.corrected(status.dataDate(), taken);
    }
    Baseline original = before.original().orElse(fresh);
    Baseline current = before.current().orElse(fresh);
    Project next =
        new Project(
            before.facts(),
            original,
            // One object, not two alike.
            promises && current.equals(original) ? original : current,
            figures,
            on,
            takenNow,
            confirmed,
            requests(before, status, outcomes),
            scheduled.oversight(),
            reporting.rated(status));
    List<Reading> readings = next.readings();
    return Signals.after(
        before,
        status.dataDate(),
        readings,
        Weighing.concluded(next, readings, input.at(), corrects == null, outcomes));
  }

  /**
   * What a report leaves out is unchanged only while its source is known to be alive. After a
   * silence it is unknown, and the agency is asked for it; what was promised stands. A report for
   * the data date that stands is a correction of it and ends no silence.
   */
  private static Figures figuresAfterSilence(
      Project before, StatusChange status, List<Outcome> outcomes) {
    Figures fresh = before.figures().promised().after(status.reported(), status.dataDate());
    List<String> missing = before.figures().namesNotIn(fresh);
    if (!missing.isEmpty()) {
      outcomes.add(new Outcome.SnapshotRequested(before.nodeId(), missing, status.dataDate()));
    }
    return fresh;
  }

  /** What these figures promise first. */
  private static Baseline fresh(Project before, Figures figures) {
    Baseline original = before.original();
    Long cost = original.costMinor() == null ? firstCost(figures) : null;
    LocalDate finish = original.finish() == null ? figures.forecastFinish() : null;
    return cost == null && finish == null ? Baseline.NONE : new Baseline(cost, finish);
  }

  private static void confirm(
      Project before,
      StatusChange status,
      Map<String, LocalDate> confirmed,
      List<Outcome> outcomes) {
    for (Target target : before.facts().targets()) {
      Long value = status.reported().indicatorTenThousandths().get(target.indicatorId());
      if (value != null
          && target.isAchievedBy(value)
          && confirmed.putIfAbsent(target.indicatorId(), status.dataDate()) == null) {
        outcomes.add(
            new Outcome.TargetConfirmed(
                before.nodeId(),
                target.indicatorId(),
                target.targetTenThousandths(),
                value,
                status.dataDate()));
      }
    }
  }

  /** The calls for help that are open after this status. */
  private static List<String> requests(
      Project before, StatusChange status, List<Outcome> outcomes) {
    List<String> open = before.requests();
    StatusChange.Assistance assistance = status.assistance();
    if (assistance == null) {
      return open;
    }
    outcomes.add(
        new Outcome.AssistanceRequested(
            status.eventId(),
            before.nodeId(),
            assistance.addressedTo(),
            assistance.request(),
            status.dataDate()));
    return Stream.concat(
            open.stream().skip(Math.max(0, open.size() + 1 - Project.MAX_REQUESTS)),
            Stream.of(status.eventId()))
        .toList();
  }

  /** The promise on cost that a first report implies: its forecast, or else its budget. */
  static @Nullable Long firstCost(Figures figures) {
    return figures.costForecastMinor() == null ? figures.bacMinor() : figures.costForecastMinor();
  }
}
