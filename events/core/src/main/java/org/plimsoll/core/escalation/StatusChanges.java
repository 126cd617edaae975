package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
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
    for (String indicatorId : status.reported().indicatorTenThousandths().keySet()) {
      if (facts.targets().stream().noneMatch(t -> t.indicatorId().equals(indicatorId))) {
        return new Refusal(
            Reason.UNKNOWN_INDICATOR,
            "indicators.indicatorId",
            indicatorId,
            "an indicator of the project's facts");
      }
    }
    Set<String> milestones = new HashSet<>(project.figures().milestones().keySet());
    milestones.addAll(status.reported().milestones().keySet());
    if (milestones.size() > Admission.MAX_MILESTONES) {
      return new Refusal(
          Reason.OUT_OF_BOUNDS,
          "milestones",
          String.valueOf(milestones.size()),
          "at most " + Admission.MAX_MILESTONES + " different ones of a project");
    }
    return repetitionOf(project, status, origin);
  }

  private static @Nullable Refusal repetitionOf(
      Project project, StatusChange status, Origin origin) {
    for (TakenStatus taken : project.taken()) {
      if (taken.eventId().equals(status.eventId())) {
        return taken.contentSha256().equals(origin.contentSha256())
            ? new Refusal(Reason.REPEATED, "eventId", status.eventId(), "nothing: it was taken")
            : new Refusal(
                Reason.EVENT_ID_REUSED,
                "eventId",
                status.eventId(),
                "an id of its own for other content");
      }
    }
    LocalDate standing = project.dataDate();
    if (standing == null || status.dataDate().isAfter(standing)) {
      return null;
    }
    if (status.dataDate().isBefore(standing)) {
      return new Refusal(
          Reason.SUPERSEDED,
          "dataDate",
          status.dataDate().toString(),
          "no earlier than " + standing + ", whose figures stand");
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
    LocalDate on = status.dataDate();
    List<Outcome> outcomes = new ArrayList<>();
    Project scheduled = (Project) Schedule.on(on, before, outcomes);
    Figures figures = figuresAfter(before, status, outcomes);

    Baseline original = before.original();
    Baseline current = before.current();
    if (before.facts().firstReported()) {
      Baseline first = new Baseline(firstCost(figures), figures.forecastFinish());
      Baseline fresh =
          new Baseline(
              original.costMinor() == null ? first.costMinor() : null,
              original.finish() == null ? first.finish() : null);
      if (!fresh.equals(Baseline.NONE)) {
        original = original.orElse(fresh);
        current = current.orElse(fresh);
        outcomes.add(new Outcome.BaselineSet(before.nodeId(), true, fresh, on));
      }
    }

    List<TakenStatus> taken =
        new ArrayList<>(on.equals(before.dataDate()) ? before.taken() : List.of());
    taken.add(new TakenStatus(status.eventId(), input.origin().contentSha256()));
    Set<String> confirmed = new TreeSet<>(before.confirmed());
    for (Target target : before.facts().targets()) {
      Long value = status.reported().indicatorTenThousandths().get(target.indicatorId());
      if (value != null && target.isAchievedBy(value) && confirmed.add(target.indicatorId())) {
        outcomes.add(
            new Outcome.TargetConfirmed(
                before.nodeId(), target.indicatorId(), target.targetTenThousandths(), value, on));
      }
    }
    List<String> requests = before.requests();
    StatusChange.Assistance assistance = status.assistance();
    if (assistance != null) {
      requests =
          Stream.concat(
                  requests.stream().skip(Math.max(0, requests.size() + 1 - Project.MAX_REQUESTS)),
                  Stream.of(status.eventId()))
              .toList();
      outcomes.add(
          new Outcome.AssistanceRequested(
              status.eventId(),
              before.nodeId(),
              assistance.addressedTo(),
              assistance.request(),
              on));
    }
    Project next =
        new Project(
            before.facts(),
            original,
            current,
            figures,
            on,
            taken,
            confirmed,
            requests,
            scheduled.oversight());
    return Weighing.concluded(next, input.at(), outcomes);
  }

  /**
   * What a report leaves out is unchanged only while its source is known to be alive. After a
   * silence it is unknown, and the agency is asked for it; what was promised stands. A report for
   * the data date that stands is a correction of it and ends no silence.
   */
  private static Figures figuresAfter(Project before, StatusChange status, List<Outcome> outcomes) {
    if (!before.isSilent() || status.dataDate().equals(before.dataDate())) {
      return before.figures().after(status.reported(), status.dataDate());
    }
    Figures fresh = before.figures().promised().after(status.reported(), status.dataDate());
    List<String> missing = before.figures().namesNotIn(fresh);
    if (!missing.isEmpty()) {
      outcomes.add(new Outcome.SnapshotRequested(before.nodeId(), missing, status.dataDate()));
    }
    return fresh;
  }

  /** The promise on cost that a first report implies: its forecast, or else its budget. */
  private static @Nullable Long firstCost(Figures figures) {
    return figures.costForecastMinor() == null ? figures.bacMinor() : figures.costForecastMinor();
  }
}
