package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.ConfirmationWithdrawn;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;

/** The entry of an input in the trail, and what of it travels upward. */
public final class EntryWriter {
  private EntryWriter() {}

  /** The entry: exact bytes, who sent it, what was in force, what followed. */
  public static TrailEntry entry(
      Taken taken, Reading reading, List<ToleranceInForce> inForce, List<Outcome> outcomes) {
    boolean refusedEarly = reading.refused() != null;
    List<SpecificRecord> records = new ArrayList<>();
    if (refusedEarly) {
      records.add(requireNonNull(reading.refused()));
    }
    outcomes.forEach(outcome -> records.add(CoreWriter.outcome(outcome)));
    boolean accepted =
        !refusedEarly && outcomes.stream().noneMatch(Outcome.Refused.class::isInstance);
    return TrailEntry.newBuilder()
        .setPosition(CoreWriter.position(taken.at()))
        .setTakenAt(taken.takenAt())
        .setInputTopic(taken.topic())
        .setInputPartition(taken.partition())
        .setInputOffset(taken.offset())
        .setInputKey(taken.keyText())
        .setInputBytes(ByteBuffer.wrap(taken.value() == null ? new byte[0] : taken.value()))
        .setInputSchemaSha256(reading.schemaSha256())
        .setInputType(reading.type())
        .setEventId(reading.eventId())
        .setSender(Topics.agencyOf(taken.topic()).orElse(null))
        .setAccepted(accepted)
        .setInForce(inForce)
        .setOutcomes(Outcomes.wrap(records))
        .build();
  }

  /** The tolerances of a standing, as they are before the input is weighed. */
  public static void inForce(@Nullable Standing standing, List<ToleranceInForce> inForce) {
    if (standing instanceof Known known) {
      for (Watch watch : known.watches()) {
        inForce.add(
            new ToleranceInForce(
                known.nodeId(), watch.tolerance().toleranceId(), watch.tolerance().version()));
      }
    }
  }

  /**
   * What travels upward: changed exceptions to every level that is told, confirmed targets and what
   * is withdrawn of them to the parent (a portfolio's own to itself), calls for help to whom they
   * are addressed.
   *
   * @param nodes the standing of each node that the outcomes speak of, and of its program
   */
  public static List<Escalation> escalations(
      Taken taken, Reading reading, List<Outcome> outcomes, Function<String, Standing> nodes) {
    List<Escalation> escalations = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.ExceptionChanged e -> {
          Known node = known(nodes, e.nodeId());
          for (Level level : e.deliveredTo()) {
            add(escalations, taken, reading, node, level, outcome, addressee(node, level, nodes));
          }
        }
        case Outcome.TargetConfirmed c ->
            toParent(escalations, taken, reading, known(nodes, c.nodeId()), outcome);
        case Outcome.ConfirmationWithdrawn c ->
            toParent(escalations, taken, reading, known(nodes, c.nodeId()), outcome);
        case Outcome.AssistanceRequested a -> {
          Known node = known(nodes, a.nodeId());
          add(
              escalations,
              taken,
              reading,
              node,
              a.addressedTo(),
              outcome,
              addressee(node, a.addressedTo(), nodes));
        }
        case Outcome.ExceptionPassedUp u -> {
          Known node = known(nodes, u.nodeId());
          add(escalations, taken, reading, node, u.to(), outcome, addressee(node, u.to(), nodes));
        }
        case Outcome.Refused _,
            Outcome.Registered _,
            Outcome.ToleranceTaken _,
            Outcome.BaselineSet _,
            Outcome.ProjectAssessed _,
            Outcome.RollupAssessed _,
            Outcome.DecisionTaken _,
            Outcome.TickTaken _,
            Outcome.ToleranceScheduled _,
            Outcome.ToleranceEnded _,
            Outcome.Suppressed _,
            Outcome.SnapshotRequested _,
            Outcome.MuteEnded _,
            Outcome.ContributionHeldBack _,
            Outcome.BudgetGivenOn _,
            Outcome.BudgetExceeded _,
            Outcome.Corrected _,
            Outcome.Signalled _,
            Outcome.SignalEnded _,
            Outcome.Contributed _,
            Outcome.Anomaly _ -> {}
      }
    }
    return escalations;
  }

  private static void toParent(
      List<Escalation> escalations, Taken taken, Reading reading, Known node, Outcome outcome) {
    Level above = node.facts().level().above();
    add(escalations, taken, reading, node, above, outcome, parentId(node));
  }

  private static void add(
      List<Escalation> escalations,
      Taken taken,
      Reading reading,
      Known node,
      Level deliveredToLevel,
      Outcome outcome,
      String deliveredTo) {
    var at = taken.at();
    Escalation.Builder escalation =
        Escalation.newBuilder()
            .setEscalationId(
                "%s-%d-%d-%d"
                    .formatted(
                        at.tier().name().toLowerCase(java.util.Locale.ROOT),
                        at.partition(),
                        at.sequence(),
                        escalations.size() + 1))
            .setNodeId(node.nodeId())
            .setLevel(CoreWriter.level(node.facts().level()))
            .setDeliveredTo(deliveredTo)
            .setDeliveredToLevel(CoreWriter.level(deliveredToLevel))
            .setPosition(CoreWriter.position(at))
            .setCauseEventId(reading.eventId())
            .setTakenAt(taken.takenAt());
    switch (CoreWriter.outcome(outcome)) {
      case ExceptionChanged r -> escalation.setExceptionChanged(r);
      case TargetConfirmed r -> escalation.setTargetConfirmed(r);
      case AssistanceRequested r -> escalation.setAssistanceRequested(r);
      case ExceptionPassedUp r -> escalation.setExceptionPassedUp(r);
      case ConfirmationWithdrawn r -> escalation.setConfirmationWithdrawn(r);
      default -> throw new IllegalArgumentException("does not travel: " + outcome);
    }
    escalations.add(escalation.build());
  }

  /** The node above on this level; a project's portfolio is known through its program. */
  private static String addressee(Known node, Level level, Function<String, Standing> nodes) {
    String addressee = parentId(node);
    return level == Level.PORTFOLIO
            && node.facts().level() == Level.PROJECT
            && nodes.apply(addressee) instanceof Known program
        ? parentId(program)
        : addressee;
  }

  private static Known known(Function<String, Standing> nodes, String nodeId) {
    if (nodes.apply(nodeId) instanceof Known node) {
      return node;
    }
    throw new IllegalStateException("an outcome speaks of " + nodeId + ", which has no facts");
  }

  private static String parentId(Known node) {
    String parentId = node.facts().parentId();
    return parentId == null ? node.nodeId() : parentId;
  }
}
