package org.plimsoll.intake;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.intake.Nodes.Node;
import org.plimsoll.intake.Publishing.Answer;
import org.plimsoll.intake.Publishing.NotTaken;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.Topics;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** From the JSON of an agency's status changes to its intake topic. */
@Component
final class StatusIntake {
  private final Nodes nodes;
  private final Publishing publishing;
  private final Clock clock;

  StatusIntake(Nodes nodes, Publishing publishing, Clock clock) {
    this.nodes = nodes;
    this.publishing = publishing;
    this.clock = clock;
  }

  /**
   * One answer for each body, in order.
   *
   * @param idempotencyKey the event id that the request's header gives, for a single body
   */
  List<Answer> take(String agencyId, List<byte[]> bodies, @Nullable String idempotencyKey) {
    List<Object> parsed = new ArrayList<>(bodies.size());
    List<String> projectIds = new ArrayList<>(bodies.size());
    for (byte[] body : bodies) {
      try {
        StatusChange status = read(body, idempotencyKey, LocalDate.now(clock));
        parsed.add(status);
        projectIds.add(status.getProjectId());
      } catch (Problem problem) {
        parsed.add(problem);
      }
    }
    return publish(agencyId, parsed, projectIds.isEmpty() ? Map.of() : nodes.answered(projectIds));
  }

  /** Publishes what is not a problem, and puts the answers between the problems. */
  private List<Answer> publish(String agencyId, List<Object> parsed, Map<String, Node> projects) {
    List<Submission> submissions = new ArrayList<>(parsed.size());
    List<Answer> answers = new ArrayList<>(parsed.size());
    List<Integer> open = new ArrayList<>(parsed.size());
    for (Object one : parsed) {
      try {
        if (one instanceof StatusChange status) {
          submissions.add(submission(agencyId, status, projects.get(status.getProjectId())));
          open.add(answers.size());
          answers.add(new Publishing.Taken(status.getEventId(), false));
        } else {
          answers.add(new NotTaken((Problem) one));
        }
      } catch (Problem problem) {
        answers.add(new NotTaken(problem));
      }
    }
    List<Answer> published = publishing.take(submissions);
    for (int i = 0; i < published.size(); i++) {
      answers.set(open.get(i), published.get(i));
    }
    return answers;
  }

  /**
   * @throws Problem naming everything that is wrong with the body, whatever else is known
   */
  static StatusChange read(byte[] body, @Nullable String idempotencyKey, LocalDate today) {
    Fields fields = Fields.parse(body);
    StatusChange status = EventJson.statusChange(fields, eventId(fields, idempotencyKey));
    fields.place().refuse(Admission.refusalsOf(CoreReader.statusChange(status), today));
    fields.place().raise();
    return status;
  }

  /** The id given in the body or the header, which may not differ, or a random one. */
  static String eventId(Fields fields, @Nullable String idempotencyKey) {
    String inBody = fields.optionalText("eventId");
    if (inBody != null && idempotencyKey != null && !inBody.equals(idempotencyKey)) {
      fields
          .place()
          .member("eventId")
          .refuse(
              Refusal.Reason.MALFORMED,
              inBody,
              "the same as the Idempotency-Key header: " + idempotencyKey);
    }
    if (inBody != null) {
      return inBody;
    }
    return idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
  }

  private static Submission submission(
      String agencyId, StatusChange status, @Nullable Node project) {
    String id = status.getProjectId();
    if (project == null || project.level() != Level.PROJECT || project.parentId() == null) {
      throw Problem.of(
          HttpStatus.NOT_FOUND,
          Refusal.Reason.UNKNOWN_NODE,
          "projectId",
          id,
          "a project that the operator has registered");
    }
    if (!agencyId.equals(project.agencyId())) {
      throw Problem.of(
          HttpStatus.FORBIDDEN,
          Refusal.Reason.NOT_OWNER,
          "projectId",
          id,
          "a project of agency " + agencyId);
    }
    String currency = status.getCurrency();
    if (currency != null && !currency.equals(project.currency())) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          Refusal.Reason.WRONG_CURRENCY,
          "currency",
          currency,
          project.currency() + ", the portfolio's");
    }
    return Submission.of(
        new EventId(status.getEventId(), agencyId),
        Submission.Kind.STATUS_CHANGE,
        Topics.intake(agencyId),
        project.parentId(),
        status);
  }
}
