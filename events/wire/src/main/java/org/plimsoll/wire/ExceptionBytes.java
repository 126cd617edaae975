package org.plimsoll.wire;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.schema.DecisionKind;

/** What becomes of exceptions, and what is decided about them, in Avro's binary encoding. */
final class ExceptionBytes {
  private final AvroBytes bytes;

  ExceptionBytes(AvroBytes bytes) {
    this.bytes = bytes;
  }

  void changed(Outcome.ExceptionChanged e) {
    bytes.symbol(Symbols.CHANGE.place(e.change()));
    bytes.text(e.exceptionId());
    bytes.text(e.nodeId());
    tolerance(e.tolerance());
    bytes.fraction(e.value());
    bytes.number(e.step());
    bytes.date(e.onDate());
    bytes.date(e.raisedOn());
    bytes.number(e.revision());
    forecast(e.forecast());
    bytes.flag(e.delivered());
    levels(e.deliveredTo());
  }

  void passedUp(Outcome.ExceptionPassedUp u) {
    bytes.text(u.exceptionId());
    bytes.text(u.nodeId());
    tolerance(u.tolerance());
    bytes.fraction(u.value());
    bytes.number(u.step());
    bytes.symbol(Symbols.LEVEL.place(u.from()));
    bytes.symbol(Symbols.LEVEL.place(u.to()));
    bytes.symbol(Symbols.WAITED.place(u.why()));
    bytes.number(u.waitingSince().toEpochMilli());
    bytes.number(u.instant().toEpochMilli());
    bytes.date(u.raisedOn());
    bytes.number(u.revision());
  }

  void suppressed(Outcome.Suppressed s) {
    bytes.text(s.nodeId());
    bytes.text(s.toleranceId());
    bytes.optionalText(s.exceptionId());
    bytes.symbol(Symbols.SUPPRESSION.place(s.why()));
    bytes.number(s.count());
    bytes.date(s.since());
    bytes.date(s.onDate());
    bytes.optionalText(s.by());
  }

  private void tolerance(Tolerance t) {
    bytes.text(t.toleranceId());
    bytes.number(t.version());
    bytes.symbol(Symbols.KIND.place(t.kind()));
    bytes.symbol(Symbols.MEASURE.place(t.measure()));
    bytes.optionalText(t.indicatorId());
    bytes.symbol(Symbols.DIRECTION.place(t.breach()));
    bytes.symbol(Symbols.UNIT.place(t.unit()));
    bytes.number(t.limitTenThousandths());
  }

  private void forecast(@Nullable Forecast f) {
    if (f == null) {
      bytes.absent();
    } else {
      bytes.given();
      bytes.date(f.expectedOn());
      bytes.date(f.earliestOn());
      bytes.date(f.latestOn());
      bytes.number(f.reports());
    }
  }

  private void levels(List<Level> levels) {
    bytes.items(levels.size());
    for (Level level : levels) {
      bytes.symbol(Symbols.LEVEL.place(level));
    }
    bytes.endOfItems();
  }

  void decision(Outcome.DecisionTaken taken) {
    String by = taken.decidedBy();
    bytes.text(taken.nodeId());
    switch (taken.choice()) {
      case Choice.Acknowledge(String id) -> decision(DecisionKind.ACKNOWLEDGE, id, by);
      case Choice.Note(String id) -> decision(DecisionKind.NOTE, id, by);
      case Choice.ApproveBaseline _ -> decision(DecisionKind.APPROVE_BASELINE, null, by);
      case Choice.GrantTolerance(String id, long limit, LocalDate until) ->
          decision(DecisionKind.GRANT_TOLERANCE, id, by, limit, until, null, null, null);
      case Choice.RequireExceptionPlan(String id, LocalDate due) ->
          decision(DecisionKind.REQUIRE_EXCEPTION_PLAN, id, by, null, null, due, null, null);
      case Choice.HandOver(String id, String person) ->
          decision(DecisionKind.HAND_OVER, id, by, null, null, null, person, null);
      case Choice.Assist(String id) -> decision(DecisionKind.ASSIST, id, by);
      case Choice.Mute(String toleranceId, LocalDate until) ->
          decision(DecisionKind.MUTE, null, by, null, until, null, null, toleranceId);
      case Choice.Close(String id) -> decision(DecisionKind.CLOSE, id, by);
    }
  }

  private void decision(DecisionKind kind, @Nullable String exceptionId, String decidedBy) {
    decision(kind, exceptionId, decidedBy, null, null, null, null, null);
  }

  private void decision(
      DecisionKind kind,
      @Nullable String exceptionId,
      String decidedBy,
      @Nullable Long limitTenThousandths,
      @Nullable LocalDate until,
      @Nullable LocalDate planDueOn,
      @Nullable String handedTo,
      @Nullable String toleranceId) {
    bytes.symbol(Symbols.DECISION.place(kind));
    bytes.optionalText(exceptionId);
    bytes.text(decidedBy);
    bytes.optionalNumber(limitTenThousandths);
    bytes.optionalDate(until);
    bytes.optionalDate(planDueOn);
    bytes.optionalText(handedTo);
    bytes.optionalText(toleranceId);
  }
}
