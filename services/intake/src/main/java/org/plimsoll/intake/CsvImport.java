package org.plimsoll.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.intake.ImportPlan.PlannedStatus;
import org.plimsoll.intake.Publishing.Answer;
import org.plimsoll.intake.Publishing.NotTaken;
import org.plimsoll.intake.Publishing.Taken;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.Topics;
import org.springframework.stereotype.Component;

/**
 * Imports a file: reads all of it, then publishes facts, grants and statuses, each kind when the
 * one before has been weighed, and waits until all is weighed. Event ids come from the content, so
 * that the same file again, or after a crash in the middle, adds only what is missing.
 */
@Component
final class CsvImport {
  private static final int BATCH = 1_000;

  private final Agencies agencies;
  private final OperatorIntake operator;
  private final Publishing publishing;
  private final Closing closing;
  private final Clock clock;

  CsvImport(
      Agencies agencies,
      OperatorIntake operator,
      Publishing publishing,
      Closing closing,
      Clock clock) {
    this.agencies = agencies;
    this.operator = operator;
    this.publishing = publishing;
    this.closing = closing;
    this.clock = clock;
  }

  /**
   * Opens a file for import; nothing is published yet.
   *
   * @throws Problem 400 when mapping and file do not fit each other
   */
  CsvFile open(Path file, Mapping mapping) throws IOException {
    return new CsvFile(file, mapping);
  }

  /**
   * Imports the file and reports on the way, row by row; the last line is the summary.
   *
   * @throws Problem when the file cannot be read to its end, which publishes nothing, or when
   *     broker or registry fail, which leaves the rest for the next attempt
   */
  void run(CsvFile file, Mapping mapping, ImportReport report)
      throws IOException, InterruptedException {
    try (ImportPlan plan = new ImportPlan(mapping, clock)) {
      read(file, plan, report);
      report.nodes(plan);
      for (Map.Entry<String, String> agency : plan.agencies().entrySet()) {
        agencies.createUnlessThere(agency.getKey(), agency.getValue());
      }
      Map<String, Refusal> refusedNodes = publishFacts(ImportNodes.facts(mapping, plan), report);
      publishGrants(ImportNodes.grants(mapping, plan), refusedNodes, report);
      publishStatuses(plan, refusedNodes, report);
      awaitStatuses(plan, refusedNodes, report);
      report.summary();
    }
  }

  private static void read(CsvFile file, ImportPlan plan, ImportReport report) throws IOException {
    String[] cells;
    while ((cells = file.next()) != null) {
      report.read();
      try {
        plan.add(file.row(cells));
      } catch (Mapping.CellException e) {
        report.refused(file.number(), e.refusals());
      }
    }
    plan.seal();
  }

  /** Refusals of nodes, by node. */
  private Map<String, Refusal> publishFacts(List<NodeFacts> facts, ImportReport report)
      throws IOException, InterruptedException {
    requireTaken(facts, operator::takeFacts);
    Map<String, Refusal> refused = new HashMap<>();
    Map<EventId, String> nodes = new HashMap<>();
    for (NodeFacts fact : facts) {
      nodes.put(new EventId(fact.getEventId(), EventId.OPERATOR), fact.getNodeId());
    }
    awaitAll(
        List.copyOf(nodes.keySet()),
        (id, closed) -> {
          if (!closed.weighed()) {
            refused.put(java.util.Objects.requireNonNull(nodes.get(id)), closing.refusal(closed));
          }
        },
        report,
        "facts");
    return refused;
  }

  private void publishGrants(
      List<ToleranceGrant> grants, Map<String, Refusal> refusedNodes, ImportReport report)
      throws IOException, InterruptedException {
    List<ToleranceGrant> possible =
        grants.stream().filter(grant -> !refusedNodes.containsKey(grant.getNodeId())).toList();
    requireTaken(possible, operator::takeGrants);
    Map<EventId, ToleranceGrant> byId = new HashMap<>();
    for (ToleranceGrant grant : possible) {
      byId.put(new EventId(grant.getEventId(), EventId.OPERATOR), grant);
    }
    awaitAll(
        List.copyOf(byId.keySet()),
        (id, closed) -> {
          if (!closed.weighed()) {
            report.refusedTolerance(
                java.util.Objects.requireNonNull(byId.get(id)), closing.refusal(closed));
          }
        },
        report,
        "tolerances");
  }

  private static <T> void requireTaken(List<T> all, Function<List<T>, List<Answer>> take) {
    for (int from = 0; from < all.size(); from += BATCH) {
      for (Answer answer : take.apply(all.subList(from, Math.min(all.size(), from + BATCH)))) {
        if (answer instanceof NotTaken refused) {
          throw refused.problem();
        }
      }
    }
  }

  private void publishStatuses(
      ImportPlan plan, Map<String, Refusal> refusedNodes, ImportReport report) throws IOException {
    for (int from = 0; from < plan.size(); from += BATCH) {
      List<Submission> batch = new ArrayList<>(BATCH);
      for (int i = from; i < Math.min(plan.size(), from + BATCH); i++) {
        PlannedStatus planned = plan.status(i);
        ImportPlan.Project project = project(plan, planned);
        Refusal refusal = refusedNodes.get(project.id());
        if (refusal == null) {
          refusal = refusedNodes.get(project.programId());
        }
        if (refusal == null) {
          batch.add(submission(project, planned));
        } else {
          report.refused(planned.row(), List.of(refusal));
        }
      }
      for (Answer answer : publishing.take(batch)) {
        switch (answer) {
          case Taken taken -> report.published(taken.known());
          case NotTaken refused -> throw refused.problem();
        }
      }
      report.progress("published", Math.min(plan.size(), from + BATCH), plan.size());
    }
  }

  private void awaitStatuses(
      ImportPlan plan, Map<String, Refusal> refusedNodes, ImportReport report)
      throws IOException, InterruptedException {
    for (int from = 0; from < plan.size(); from += BATCH) {
      Map<EventId, Long> rows = new HashMap<>();
      for (int i = from; i < Math.min(plan.size(), from + BATCH); i++) {
        PlannedStatus planned = plan.status(i);
        ImportPlan.Project project = project(plan, planned);
        if (!refusedNodes.containsKey(project.id())
            && !refusedNodes.containsKey(project.programId())) {
          rows.put(submission(project, planned).id(), planned.row());
        }
      }
      closing.await(
          rows.keySet(),
          (id, closed) -> {
            if (closed.weighed()) {
              report.weighed();
            } else {
              report.refusedByEngine(
                  java.util.Objects.requireNonNull(rows.get(id)), closing.refusal(closed));
            }
          },
          report::alive);
      report.progress("weighed", Math.min(plan.size(), from + BATCH), plan.size());
    }
  }

  private static ImportPlan.Project project(ImportPlan plan, PlannedStatus planned) {
    return java.util.Objects.requireNonNull(
        plan.projects().get(planned.status().getProjectId()), "registered with its first row");
  }

  private static Submission submission(ImportPlan.Project project, PlannedStatus planned) {
    return Submission.of(
        new EventId(planned.status().getEventId(), project.agencyId()),
        Submission.Kind.STATUS_CHANGE,
        Topics.intake(project.agencyId()),
        project.programId(),
        planned.status());
  }

  private void awaitAll(
      List<EventId> ids, Closing.OnClosed onClosed, ImportReport report, String stage)
      throws IOException, InterruptedException {
    for (int from = 0; from < ids.size(); from += BATCH) {
      int to = Math.min(ids.size(), from + BATCH);
      closing.await(ids.subList(from, to), onClosed, report::alive);
      report.progress(stage, to, ids.size());
    }
  }
}
