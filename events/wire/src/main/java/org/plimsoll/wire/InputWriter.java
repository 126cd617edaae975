package org.plimsoll.wire;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Target;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.IndicatorKind;
import org.plimsoll.schema.IndicatorTarget;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.PlannedPoint;
import org.plimsoll.schema.Rating;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.Tick;

/**
 * From an input of core to the record that states it: what {@link CoreReader} reads, the other way
 * round. Total. It is for histories that are held as inputs. What decides nothing is not held in
 * core, and stands in the record as {@link #UNSAID}, or as the id of what it would describe.
 */
public final class InputWriter {
  /** In the place of texts that core does not hold. */
  public static final String UNSAID = "unsaid";

  private InputWriter() {}

  /** The record that states this input, without its place, its origin and its key. */
  public static SpecificRecord record(Input input) {
    return switch (input) {
      case Input.StatusChanged(var _, StatusChange status, var _) -> statusChange(status);
      case Input.FactsStated(var _, String eventId, Facts facts, var _) ->
          nodeFacts(eventId, facts);
      case Input.ToleranceGranted g ->
          CoreWriter.grant(
              g.eventId(),
              g.nodeId(),
              g.tolerance(),
              requireNonNullElse(g.grantedBy(), UNSAID),
              UNSAID);
      case Input.Decided decided -> decision(decided);
      case Input.ChildContributed(var _, var contribution, var _) ->
          CoreWriter.contribution(contribution);
      case Input.Ticked(var _, var _, Instant instant, var _) ->
          new Tick("tick-" + instant.toEpochMilli(), instant);
    };
  }

  /** A status change. */
  public static org.plimsoll.schema.StatusChange statusChange(StatusChange s) {
    Figures figures = s.reported();
    return org.plimsoll.schema.StatusChange.newBuilder()
        .setEventId(s.eventId())
        .setSource(s.source())
        .setProjectId(s.projectId())
        .setDataDate(s.dataDate())
        .setCurrency(s.currency())
        .setPvMinor(figures.pvMinor())
        .setEvMinor(figures.evMinor())
        .setAcMinor(figures.acMinor())
        .setBacMinor(figures.bacMinor())
        .setEtcMinor(figures.etcMinor())
        .setCostForecastMinor(figures.costForecastMinor())
        .setForecastFinish(figures.forecastFinish())
        .setPhase(s.phase())
        .setMilestones(
            s.milestones().stream()
                .map(m ->
                    new Milestone(
                        m.milestoneId(),
                        m.name(),
                        m.baselineDate(),
                        m.forecastDate(),
                        m.actualDate()))
                .toList())
        .setIndicators(
            figures.indicatorTenThousandths().entrySet().stream()
                .map(i -> new IndicatorValue(i.getKey(), i.getValue()))
                .toList())
        .setNote(s.note())
        .setAssistance(assistance(s.assistance()))
        .setRisks(risks(s.risks()))
        .setCorrects(s.corrects())
        .setSelfRating(s.selfRating() == null ? null : Rating.valueOf(s.selfRating().name()))
        .build();
  }

  private static @Nullable Assistance assistance(StatusChange.@Nullable Assistance assistance) {
    return assistance == null
        ? null
        : new Assistance(CoreWriter.level(assistance.addressedTo()), assistance.request());
  }

  private static @Nullable List<Risk> risks(@Nullable List<StatusChange.Risk> risks) {
    return risks == null
        ? null
        : risks.stream()
            .map(
                r -> new Risk(r.riskId(), r.name(), r.probabilityTenThousandths(), r.impactMinor()))
            .toList();
  }

  /** Facts, named by their node's id. */
  public static NodeFacts nodeFacts(String eventId, Facts f) {
    return NodeFacts.newBuilder()
        .setEventId(eventId)
        .setNodeId(f.nodeId())
        .setLevel(CoreWriter.level(f.level()))
        .setParentId(f.parentId())
        .setName(named(f.nodeId()))
        .setAgencyId(f.agencyId())
        .setCurrency(f.currency())
        .setAccountable(
            f.accountable() == null ? null : new Accountable(f.accountable(), UNSAID, null))
        .setBaselineSource(
            f.firstReported() ? BaselineSource.FIRST_REPORTED : BaselineSource.DECLARED)
        .setBaseline(baseline(f.baseline()))
        .setTargets(f.targets().stream().map(InputWriter::target).toList())
        .setSource(UNSAID)
        .setContributionDeadbandTenThousandths(f.contributionDeadbandTenThousandths())
        .build();
  }

  private static IndicatorTarget target(Target target) {
    return IndicatorTarget.newBuilder()
        .setIndicatorId(target.indicatorId())
        .setName(named(target.indicatorId()))
        .setUnit(UNSAID)
        .setTargetTenThousandths(target.targetTenThousandths())
        .setDirection(Direction.valueOf(target.direction().name()))
        .setIndicatorKind(IndicatorKind.OUTPUT)
        .setSource(UNSAID)
        .build();
  }

  private static LocalizedText named(String id) {
    return new LocalizedText(id, id, id);
  }

  private static @Nullable Baseline baseline(org.plimsoll.core.measure.Baseline baseline) {
    return baseline.equals(org.plimsoll.core.measure.Baseline.NONE)
        ? null
        : new Baseline(
            baseline.costMinor(),
            baseline.finish(),
            baseline.timePhased().stream()
                .map(point -> new PlannedPoint(point.date(), point.pvMinor()))
                .toList());
  }

  /** A decision, taken at the beginning of its day. */
  public static Decision decision(Input.Decided d) {
    Decision.Builder decision =
        Decision.newBuilder()
            .setEventId(d.eventId())
            .setNodeId(d.nodeId())
            .setDecidedBy(d.decidedBy())
            .setDecidedAt(d.decidedOn().atStartOfDay(ZoneOffset.UTC).toInstant())
            .setReason(UNSAID)
            .setDecidedAs(d.decidedAs())
            .setAnswersRevision(d.answersRevision());
    switch (d.choice()) {
      case Choice.OfException of -> decision.setExceptionId(of.exceptionId());
      case Choice.Assist(String requestId) -> decision.setExceptionId(requestId);
      case Choice.ApproveBaseline(var baseline) -> decision.setBaseline(baseline(baseline));
      case Choice.Mute(String toleranceId, var until) ->
          decision.setToleranceId(toleranceId).setUntil(until);
    }
    return switch (d.choice()) {
      case Choice.Acknowledge _ -> decision.setKind(DecisionKind.ACKNOWLEDGE).build();
      case Choice.Note _ -> decision.setKind(DecisionKind.NOTE).build();
      case Choice.ApproveBaseline _ -> decision.setKind(DecisionKind.APPROVE_BASELINE).build();
      case Choice.GrantTolerance(var _, long limit, var until) ->
          decision
              .setKind(DecisionKind.GRANT_TOLERANCE)
              .setLimitTenThousandths(limit)
              .setUntil(until)
              .build();
      case Choice.RequireExceptionPlan(var _, var by) ->
          decision.setKind(DecisionKind.REQUIRE_EXCEPTION_PLAN).setPlanDueOn(by).build();
      case Choice.HandOver(var _, String person) ->
          decision.setKind(DecisionKind.HAND_OVER).setHandedTo(person).build();
      case Choice.Assist _ -> decision.setKind(DecisionKind.ASSIST).build();
      case Choice.Close _ -> decision.setKind(DecisionKind.CLOSE).build();
      case Choice.Mute _ -> decision.setKind(DecisionKind.MUTE).build();
    };
  }
}
