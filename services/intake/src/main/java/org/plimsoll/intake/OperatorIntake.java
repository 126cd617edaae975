package org.plimsoll.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Admission;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.intake.Nodes.Node;
import org.plimsoll.intake.Publishing.Answer;
import org.plimsoll.intake.Publishing.NotTaken;
import org.plimsoll.intake.Publishing.Taken;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.Topics;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** From the operator's facts, grants and decisions to the topics of programs and portfolios. */
@Component
final class OperatorIntake {
  private final Nodes nodes;
  private final Publishing publishing;
  private final Clock clock;

  OperatorIntake(Nodes nodes, Publishing publishing, Clock clock) {
    this.nodes = nodes;
    this.publishing = publishing;
    this.clock = clock;
  }

  /** One answer for each, in order; a parent stands before its children. */
  List<Answer> takeFacts(List<NodeFacts> batch) {
    Map<String, Node> known = new LinkedHashMap<>();
    List<String> ids = new ArrayList<>();
    for (NodeFacts facts : batch) {
      refuse(refusalsOf(facts));
      ids.add(facts.getNodeId());
      if (facts.getParentId() != null) {
        ids.add(facts.getParentId());
      }
    }
    known.putAll(nodes.find(ids));
    List<Submission> submissions = new ArrayList<>(batch.size());
    for (NodeFacts facts : batch) {
      String parentId = facts.getParentId();
      if (parentId != null) {
        refuseParent(facts, known.get(parentId));
      }
      known.putIfAbsent(facts.getNodeId(), node(facts));
      submissions.add(submission(facts));
    }
    return publishing.take(submissions, answers -> nodes.published(taken(batch, answers)));
  }

  private static List<NodeFacts> taken(List<NodeFacts> batch, List<Answer> answers) {
    List<NodeFacts> taken = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      if (answers.get(i) instanceof Taken(_, boolean before) && !before) {
        taken.add(batch.get(i));
      }
    }
    return taken;
  }

  /** What is wrong with facts, whatever else is known. */
  static List<Refusal> refusalsOf(NodeFacts facts) {
    List<Refusal> refusals =
        new ArrayList<>(Admission.refusalsOf(facts.getEventId(), CoreReader.facts(facts)));
    String agencyId = facts.getAgencyId();
    if (agencyId != null && !Topics.AGENCY_ID.matcher(agencyId).matches()) {
      refusals.add(
          new Refusal(Refusal.Reason.MALFORMED, "agencyId", agencyId, "the id of an agency"));
    }
    return refusals;
  }

  /** What is wrong with a grant, whatever else is known. */
  static List<Refusal> refusalsOf(ToleranceGrant grant) {
    return Admission.refusalsOf(grant.getEventId(), grant.getNodeId(), CoreReader.tolerance(grant));
  }

  /** What is wrong with a decision, whatever else is known. */
  List<Refusal> refusalsOf(Decision decision) {
    List<Refusal> missing = CoreReader.missing(decision);
    return missing.isEmpty()
        ? Admission.refusalsOf(
            decision.getEventId(),
            CoreReader.choice(decision),
            CoreReader.decidedOn(decision, clock.instant()))
        : missing;
  }

  private static void refuse(List<Refusal> refusals) {
    if (!refusals.isEmpty()) {
      throw Problem.ofBody(refusals.getFirst(), refusals, 0);
    }
  }

  private static void refuseParent(NodeFacts facts, @Nullable Node parent) {
    Level above = facts.getLevel() == Level.PROJECT ? Level.PROGRAM : Level.PORTFOLIO;
    if (parent == null || parent.level() != above) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          Refusal.Reason.UNKNOWN_PARENT,
          "parentId",
          String.valueOf(facts.getParentId()),
          "a registered %s".formatted(above));
    }
    if (!parent.currency().equals(facts.getCurrency())) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          Refusal.Reason.WRONG_CURRENCY,
          "currency",
          facts.getCurrency(),
          parent.currency() + ", the portfolio's");
    }
  }

  private static Node node(NodeFacts facts) {
    return new Node(
        facts.getNodeId(),
        facts.getLevel(),
        facts.getParentId(),
        facts.getAgencyId(),
        facts.getCurrency(),
        false);
  }

  private static Submission submission(NodeFacts facts) {
    return Submission.of(
        new EventId(facts.getEventId(), EventId.OPERATOR),
        Submission.Kind.NODE_FACTS,
        facts.getLevel() == Level.PORTFOLIO ? Topics.PORTFOLIO_FACTS : Topics.PROGRAM_FACTS,
        node(facts).key(),
        facts);
  }

  /** One answer for each, in order; nodes that are not known are answered 404. */
  List<Answer> takeGrants(List<ToleranceGrant> batch) {
    for (ToleranceGrant grant : batch) {
      refuse(refusalsOf(grant));
    }
    Map<String, Node> known =
        nodes.answered(batch.stream().map(ToleranceGrant::getNodeId).toList());
    List<Submission> submissions = new ArrayList<>(batch.size());
    List<Answer> answers = new ArrayList<>(batch.size());
    for (ToleranceGrant grant : batch) {
      Node node = known.get(grant.getNodeId());
      if (node == null) {
        answers.add(new NotTaken(unknown(grant.getNodeId())));
      } else {
        answers.add(new Taken(grant.getEventId(), false));
        submissions.add(
            Submission.of(
                new EventId(grant.getEventId(), EventId.OPERATOR),
                Submission.Kind.TOLERANCE_GRANT,
                node.level() == Level.PORTFOLIO ? Topics.PORTFOLIO_GRANTS : Topics.PROGRAM_GRANTS,
                node.key(),
                grant));
      }
    }
    var published = publishing.take(submissions).iterator();
    answers.replaceAll(answer -> answer instanceof Taken ? published.next() : answer);
    return answers;
  }

  /**
   * @param decision one with which nothing is wrong
   * @throws Problem 404 when the node is not known
   */
  Answer takeDecision(Decision decision) {
    Node node = nodes.answered(List.of(decision.getNodeId())).get(decision.getNodeId());
    if (node == null) {
      throw unknown(decision.getNodeId());
    }
    return publishing
        .take(
            List.of(
                Submission.of(
                    new EventId(decision.getEventId(), EventId.OPERATOR),
                    Submission.Kind.DECISION,
                    node.level() == Level.PORTFOLIO
                        ? Topics.PORTFOLIO_DECISIONS
                        : Topics.PROGRAM_DECISIONS,
                    node.key(),
                    decision)))
        .getFirst();
  }

  private static Problem unknown(String nodeId) {
    return Problem.of(
        HttpStatus.NOT_FOUND,
        Refusal.Reason.UNKNOWN_NODE,
        "nodeId",
        nodeId,
        "a node that is registered");
  }
}
