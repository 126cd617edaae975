package org.plimsoll.wire;

import java.time.LocalDate;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.schema.Anomaly;
import org.plimsoll.schema.AnswerWithin;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.BaselineSet;
import org.plimsoll.schema.BudgetExceeded;
import org.plimsoll.schema.BudgetGivenOn;
import org.plimsoll.schema.ConfirmationWithdrawn;
import org.plimsoll.schema.ContributionHeldBack;
import org.plimsoll.schema.Corrected;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.DecisionTaken;
import org.plimsoll.schema.ExceptionChange;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.MeasureReading;
import org.plimsoll.schema.MeasureSum;
import org.plimsoll.schema.MuteEnded;
import org.plimsoll.schema.NodeFigures;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.Registered;
import org.plimsoll.schema.SignalEnded;
import org.plimsoll.schema.Signalled;
import org.plimsoll.schema.SnapshotRequested;
import org.plimsoll.schema.SupportCalendar;
import org.plimsoll.schema.Suppressed;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.schema.TickTaken;
import org.plimsoll.schema.ToleranceEnded;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceScheduled;
import org.plimsoll.schema.ToleranceTaken;
import org.plimsoll.schema.ToleranceTerms;
import org.plimsoll.schema.TrailPosition;

/** From core to Avro. Total: every outcome has its record. */
public final class CoreWriter {
  private CoreWriter() {}

  /** An outcome as it stands in the trail. */
  public static SpecificRecord outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(Refusal r) ->
          new Refused(r.reason().name(), r.field(), r.value(), r.expected());
      case Outcome.Registered(String nodeId) -> new Registered(nodeId);
      case Outcome.ToleranceTaken(String nodeId, String toleranceId, int version) ->
          new ToleranceTaken(nodeId, toleranceId, version);
      case Outcome.BaselineSet set ->
          new BaselineSet(
              set.nodeId(),
              set.original(),
              set.baseline().costMinor(),
              set.baseline().finish(),
              set.onDate());
      case Outcome.ProjectAssessed p ->
          new Assessed(
              p.nodeId(),
              p.dataDate(),
              figures(p.figures(), p.projectedFinish()),
              p.readings().stream().map(CoreWriter::reading).toList(),
              1,
              p.dataDate() == null ? 0 : 1,
              p.inException() ? 1 : 0,
              p.silent() ? 1 : 0,
              p.selfRating() == null
                  ? null
                  : org.plimsoll.schema.Rating.valueOf(p.selfRating().name()));
      case Outcome.RollupAssessed r ->
          new Assessed(
              r.nodeId(),
              r.dataDate(),
              figures(r.rollup()),
              r.readings().stream().map(CoreWriter::reading).toList(),
              r.rollup().projects(),
              r.rollup().projectsReporting(),
              r.rollup().projectsInException(),
              r.rollup().projectsSilent(),
              null);
      case Outcome.ExceptionChanged e -> exceptionChanged(e);
      case Outcome.TargetConfirmed c ->
          new TargetConfirmed(
              c.nodeId(),
              c.indicatorId(),
              c.targetTenThousandths(),
              c.valueTenThousandths(),
              c.onDate());
      case Outcome.AssistanceRequested a ->
          new AssistanceRequested(
              a.nodeId(), level(a.addressedTo()), a.request(), a.onDate(), a.requestId());
      case Outcome.DecisionTaken(String nodeId, Choice choice, String decidedBy) ->
          decisionTaken(nodeId, choice, decidedBy);
      case Outcome.TickTaken(var instant, int nodesChanged, boolean complete) ->
          new TickTaken(instant, nodesChanged, complete);
      case Outcome.ToleranceScheduled s ->
          new ToleranceScheduled(s.nodeId(), s.toleranceId(), s.version(), s.from());
      case Outcome.ToleranceEnded e ->
          new ToleranceEnded(e.nodeId(), e.toleranceId(), e.version(), e.onDate());
      case Outcome.SnapshotRequested s ->
          new SnapshotRequested(s.nodeId(), s.missing(), s.onDate());
      case Outcome.Suppressed s ->
          new Suppressed(
              s.nodeId(),
              s.toleranceId(),
              s.exceptionId(),
              org.plimsoll.schema.Suppression.valueOf(s.why().name()),
              s.count(),
              s.since(),
              s.onDate(),
              s.by());
      case Outcome.MuteEnded m ->
          new MuteEnded(m.nodeId(), m.toleranceId(), m.by(), m.until(), m.onDate());
      case Outcome.ExceptionPassedUp u ->
          new ExceptionPassedUp(
              u.exceptionId(),
              u.nodeId(),
              u.tolerance().toleranceId(),
              u.tolerance().version(),
              org.plimsoll.schema.ToleranceKind.valueOf(u.tolerance().kind().name()),
              measure(u.tolerance().measure()),
              u.tolerance().indicatorId(),
              org.plimsoll.schema.Direction.valueOf(u.tolerance().breach().name()),
              org.plimsoll.schema.ToleranceUnit.valueOf(u.tolerance().unit().name()),
              u.tolerance().limitTenThousandths(),
              u.value().numerator(),
              u.value().denominator(),
              u.step(),
              level(u.from()),
              level(u.to()),
              org.plimsoll.schema.WaitedFor.valueOf(u.why().name()),
              u.waitingSince(),
              u.instant(),
              u.raisedOn(),
              u.revision());
      case Outcome.Corrected c ->
          new Corrected(c.nodeId(), c.corrects(), c.dataDate(), c.changed(), c.kept());
      case Outcome.ConfirmationWithdrawn c ->
          new ConfirmationWithdrawn(
              c.nodeId(),
              c.indicatorId(),
              c.targetTenThousandths(),
              c.valueTenThousandths(),
              c.onDate());
      case Outcome.Signalled s -> signalled(s);
      case Outcome.SignalEnded e ->
          new SignalEnded(e.nodeId(), signal(e.signal()), e.toleranceId(), e.onDate());
      case Outcome.Contributed(Contribution contribution) -> contribution(contribution);
      case Outcome.ContributionHeldBack h ->
          new ContributionHeldBack(
              h.childId(),
              h.parentId(),
              h.furthest().figure(),
              h.furthest().moved().numerator(),
              h.furthest().moved().denominator(),
              h.furthest().allowed().numerator(),
              h.furthest().allowed().denominator(),
              h.since(),
              h.onDate());
      case Outcome.BudgetGivenOn(String nodeId, GivenOn now) ->
          new BudgetGivenOn(
              nodeId,
              measure(now.measure()),
              now.projects(),
              now.least().open(),
              now.least().sumTenThousandths().toString(),
              now.most().open(),
              now.most().sumTenThousandths().toString());
      case Outcome.BudgetExceeded b ->
          new BudgetExceeded(
              b.nodeId(),
              b.programId(),
              measure(b.measure()),
              b.indicatorId(),
              org.plimsoll.schema.ToleranceUnit.valueOf(b.unit().name()),
              org.plimsoll.schema.Direction.valueOf(b.side().name()),
              b.givenTenThousandths() == null ? null : b.givenTenThousandths().toString(),
              b.limitTenThousandths());
      case Outcome.Anomaly a -> new Anomaly(a.nodeId(), a.code().name(), a.detail());
    };
  }

  private static Signalled signalled(Outcome.Signalled s) {
    Fraction value = s.value();
    Fraction against = s.against();
    return new Signalled(
        s.nodeId(),
        signal(s.signal()),
        s.toleranceId(),
        s.count(),
        value == null ? null : value.numerator(),
        value == null ? null : value.denominator(),
        against == null ? null : against.numerator(),
        against == null ? null : against.denominator(),
        s.since(),
        s.onDate());
  }

  private static org.plimsoll.schema.Signal signal(Outcome.Signal signal) {
    return org.plimsoll.schema.Signal.valueOf(signal.name());
  }

  private static DecisionTaken decisionTaken(String nodeId, Choice choice, String decidedBy) {
    DecisionTaken.Builder taken =
        DecisionTaken.newBuilder().setNodeId(nodeId).setDecidedBy(decidedBy);
    return switch (choice) {
      case Choice.Acknowledge(String id) ->
          taken.setKind(DecisionKind.ACKNOWLEDGE).setExceptionId(id).build();
      case Choice.Note(String id) -> taken.setKind(DecisionKind.NOTE).setExceptionId(id).build();
      case Choice.ApproveBaseline _ -> taken.setKind(DecisionKind.APPROVE_BASELINE).build();
      case Choice.GrantTolerance(String id, long limit, var until) ->
          taken
              .setKind(DecisionKind.GRANT_TOLERANCE)
              .setExceptionId(id)
              .setLimitTenThousandths(limit)
              .setUntil(until)
              .build();
      case Choice.RequireExceptionPlan(String id, var by) ->
          taken
              .setKind(DecisionKind.REQUIRE_EXCEPTION_PLAN)
              .setExceptionId(id)
              .setPlanDueOn(by)
              .build();
      case Choice.HandOver(String id, String person) ->
          taken.setKind(DecisionKind.HAND_OVER).setExceptionId(id).setHandedTo(person).build();
      case Choice.Assist(String id) ->
          taken.setKind(DecisionKind.ASSIST).setExceptionId(id).build();
      case Choice.Mute(String toleranceId, var until) ->
          taken.setKind(DecisionKind.MUTE).setToleranceId(toleranceId).setUntil(until).build();
      case Choice.Close(String id) -> taken.setKind(DecisionKind.CLOSE).setExceptionId(id).build();
    };
  }

  /** A refusal that was met before core was asked. */
  public static Refused refused(RecordReader.Unreadable<?> unreadable) {
    return new Refused(
        unreadable.reason(), "value", shortened(unreadable.value()), unreadable.expected());
  }

  private static String shortened(String value) {
    return value.length() <= Refusal.MAX_VALUE_CHARACTERS
        ? value
        : value.substring(0, Refusal.MAX_VALUE_CHARACTERS);
  }

  private static ExceptionChanged exceptionChanged(Outcome.ExceptionChanged e) {
    Tolerance t = e.tolerance();
    return new ExceptionChanged(
        ExceptionChange.valueOf(e.change().name()),
        e.exceptionId(),
        e.nodeId(),
        t.toleranceId(),
        t.version(),
        org.plimsoll.schema.ToleranceKind.valueOf(t.kind().name()),
        measure(t.measure()),
        t.indicatorId(),
        org.plimsoll.schema.Direction.valueOf(t.breach().name()),
        org.plimsoll.schema.ToleranceUnit.valueOf(t.unit().name()),
        t.limitTenThousandths(),
        e.value().numerator(),
        e.value().denominator(),
        e.step(),
        e.onDate(),
        e.raisedOn(),
        e.revision(),
        forecast(e.forecast()),
        e.delivered(),
        e.deliveredTo().stream().map(CoreWriter::level).toList());
  }

  private static org.plimsoll.schema.@Nullable Forecast forecast(@Nullable Forecast f) {
    return f == null
        ? null
        : new org.plimsoll.schema.Forecast(
            f.expectedOn(), f.earliestOn(), f.latestOn(), f.reports());
  }

  private static MeasureReading reading(Reading reading) {
    return switch (reading) {
      case Reading.Value(Measure measure, String indicatorId, Fraction value) ->
          new MeasureReading(
              measure(measure), indicatorId, value.numerator(), value.denominator(), null);
      case Reading.Missing(Measure measure, String indicatorId, var reason) ->
          new MeasureReading(measure(measure), indicatorId, 0L, 0L, reason.name());
    };
  }

  private static NodeFigures figures(Figures f, @Nullable LocalDate projectedFinish) {
    return new NodeFigures(
        f.pvMinor(),
        f.evMinor(),
        f.acMinor(),
        f.bacMinor(),
        f.eacMinor(),
        f.forecastFinish(),
        projectedFinish);
  }

  private static NodeFigures figures(Rollup r) {
    return new NodeFigures(
        r.pvMinor(), r.evMinor(), r.acMinor(), r.bacMinor(), r.eacMinor(), null, null);
  }

  /** A tolerance as it is granted to a node; plain terms are left out. */
  public static ToleranceGrant grant(
      String eventId, String nodeId, Tolerance t, String grantedBy, String reason) {
    return new ToleranceGrant(
        eventId,
        nodeId,
        t.toleranceId(),
        t.version(),
        org.plimsoll.schema.ToleranceKind.valueOf(t.kind().name()),
        measure(t.measure()),
        t.indicatorId(),
        org.plimsoll.schema.Direction.valueOf(t.breach().name()),
        org.plimsoll.schema.ToleranceUnit.valueOf(t.unit().name()),
        t.limitTenThousandths(),
        grantedBy,
        reason,
        t.terms().equals(Terms.PLAIN) ? null : terms(t.terms()));
  }

  private static ToleranceTerms terms(Terms t) {
    Terms.AnswerWithin within = t.answerWithin();
    return new ToleranceTerms(
        t.amberTenThousandths(),
        t.clearTenThousandths(),
        t.otherSideTenThousandths(),
        t.reportsBeyond(),
        t.daysBeyond(),
        t.holdAfterRaises(),
        t.forecastDays(),
        t.effectiveFrom(),
        t.effectiveUntil(),
        within == null
            ? null
            : new AnswerWithin(within.hours(), SupportCalendar.valueOf(within.calendar().name())));
  }

  /** A contribution. */
  public static org.plimsoll.schema.Contribution contribution(Contribution c) {
    Rollup r = c.rollup();
    List<MeasureSum> sums =
        r.sums().entrySet().stream()
            .map(sum ->
                new MeasureSum(
                    measure(sum.getKey()),
                    sum.getValue().numerator(),
                    sum.getValue().denominator()))
            .toList();
    return new org.plimsoll.schema.Contribution(
        c.childId(),
        c.parentId(),
        c.currency(),
        position(c.position()),
        c.dataDate(),
        r.projects(),
        r.projectsReporting(),
        r.projectsInException(),
        r.pvMinor(),
        r.evMinor(),
        r.acMinor(),
        r.bacMinor(),
        r.eacMinor(),
        sums,
        r.projectsSilent());
  }

  /** A place in the trail. */
  public static TrailPosition position(Position p) {
    return new TrailPosition(level(p.tier()), p.partition(), p.sequence());
  }

  /** The level of the same name. */
  public static org.plimsoll.schema.Level level(Level level) {
    return org.plimsoll.schema.Level.valueOf(level.name());
  }

  private static org.plimsoll.schema.Measure measure(Measure measure) {
    return org.plimsoll.schema.Measure.valueOf(measure.name());
  }
}
