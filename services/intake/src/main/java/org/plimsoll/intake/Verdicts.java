package org.plimsoll.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.schema.Anomaly;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.BaselineSet;
import org.plimsoll.schema.BudgetExceeded;
import org.plimsoll.schema.BudgetGivenOn;
import org.plimsoll.schema.ContributionHeldBack;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.SnapshotRequested;
import org.plimsoll.schema.Suppressed;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.schema.ToleranceScheduled;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.Outcomes;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a trail entry says of the event that was its input, in short. */
@Component
final class Verdicts {
  /** Ids that no publisher was allowed to choose are nobody's to ask for. */
  private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /** In front of the Avro binary: a zero and the schema's id. */
  private static final int HEADER_BYTES = 5;

  private final JsonMapper json;

  Verdicts(JsonMapper json) {
    this.json = json;
  }

  /** Null for inputs that nobody published through intake. */
  Ledger.@Nullable Verdict of(TrailEntry entry) {
    String kind =
        switch (entry.getInputType()) {
          case STATUS_CHANGE, NODE_FACTS, TOLERANCE_GRANT, DECISION -> entry.getInputType().name();
          case TICK, CONTRIBUTION, UNREADABLE, UNRECOGNISED -> null;
        };
    String eventId = entry.getEventId();
    ByteBuffer input = entry.getInputBytes();
    if (kind == null
        || eventId == null
        || !EVENT_ID.matcher(eventId).matches()
        || input.remaining() < HEADER_BYTES) {
      return null;
    }
    byte[] avro = new byte[input.remaining() - HEADER_BYTES];
    input.duplicate().position(input.position() + HEADER_BYTES).get(avro);
    String sender = entry.getSender();
    Map<String, Object> refusal = refusal(entry);
    // A repetition that is refused was taken before; nothing is wrong with the event.
    boolean taken = entry.getAccepted() || Reason.REPEATED.name().equals(refusal.get("reason"));
    return new Ledger.Verdict(
        new EventId(eventId, sender == null ? EventId.OPERATOR : sender),
        kind,
        Submission.sha256(avro),
        taken,
        new Ledger.Position(
            entry.getPosition().getTier().name(),
            entry.getPosition().getPartition(),
            entry.getPosition().getSequence()),
        json.writeValueAsString(taken ? outcomes(entry) : refusal));
  }

  private static Map<String, Object> refusal(TrailEntry entry) {
    Map<String, Object> refusal = new LinkedHashMap<>();
    for (Object outcome : Outcomes.of(entry)) {
      if (outcome instanceof Refused refused) {
        refusal.put("reason", refused.getReason());
        refusal.put("field", refused.getField());
        refusal.put("value", refused.getValue());
        refusal.put("expected", refused.getExpected());
      }
    }
    return refusal;
  }

  /** What is worth telling; that the node was assessed goes without saying. */
  private static List<Map<String, Object>> outcomes(TrailEntry entry) {
    List<Map<String, Object>> outcomes = new ArrayList<>();
    for (Object outcome : Outcomes.of(entry)) {
      Map<String, Object> told = new LinkedHashMap<>();
      switch (outcome) {
        case ExceptionChanged changed -> {
          told.put("outcome", "EXCEPTION_" + changed.getChange());
          told.put("nodeId", changed.getNodeId());
          told.put("exceptionId", changed.getExceptionId());
          told.put("kind", changed.getKind().name());
        }
        case TargetConfirmed confirmed -> {
          told.put("outcome", "TARGET_CONFIRMED");
          told.put("nodeId", confirmed.getNodeId());
          told.put("indicatorId", confirmed.getIndicatorId());
        }
        case AssistanceRequested requested -> {
          told.put("outcome", "ASSISTANCE_REQUESTED");
          told.put("nodeId", requested.getNodeId());
          told.put("addressedTo", requested.getAddressedTo().name());
        }
        case SnapshotRequested requested -> {
          told.put("outcome", "SNAPSHOT_REQUESTED");
          told.put("nodeId", requested.getNodeId());
          told.put("missing", requested.getMissing());
        }
        case Suppressed held -> {
          told.put("outcome", "SUPPRESSED");
          told.put("nodeId", held.getNodeId());
          told.put("toleranceId", held.getToleranceId());
          told.put("why", held.getWhy().name());
          told.put("count", held.getCount());
        }
        case ToleranceScheduled scheduled -> {
          told.put("outcome", "TOLERANCE_SCHEDULED");
          told.put("nodeId", scheduled.getNodeId());
          told.put("from", scheduled.getFrom().toString());
        }
        case BaselineSet set -> {
          told.put("outcome", "BASELINE_SET");
          told.put("nodeId", set.getNodeId());
        }
        case BudgetGivenOn given -> {
          told.put("outcome", "BUDGET_GIVEN_ON");
          told.put("nodeId", given.getNodeId());
          told.put("measure", given.getMeasure().name());
          told.put("projects", given.getProjects());
        }
        case BudgetExceeded exceeded -> {
          told.put("outcome", "BUDGET_EXCEEDED");
          told.put("nodeId", exceeded.getNodeId());
          told.put("programId", exceeded.getProgramId());
          told.put("measure", exceeded.getMeasure().name());
        }
        case ContributionHeldBack held -> {
          told.put("outcome", "CONTRIBUTION_HELD_BACK");
          told.put("nodeId", held.getChildId());
          told.put("figure", held.getFigure());
        }
        case Anomaly anomaly -> {
          told.put("outcome", "ANOMALY");
          told.put("nodeId", anomaly.getNodeId());
          told.put("code", anomaly.getCode());
        }
        default -> {
          continue;
        }
      }
      outcomes.add(told);
    }
    return outcomes;
  }
}
