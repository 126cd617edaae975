package org.plimsoll.wire;

import java.math.BigInteger;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.schema.Refused;

/**
 * Outcomes in Avro's binary encoding, each in its envelope: the same bytes as {@link
 * CoreWriter#outcome} in {@link Outcomes#wrap} comes to, without the records in between. The fields
 * of each kind are written in the order in which the schema has them.
 */
final class OutcomeBytes {
  private static final Schema ENVELOPE = org.plimsoll.schema.Outcome.getClassSchema();
  private static final int KINDS = ENVELOPE.getFields().size();

  private static final int ASSESSED = place("assessed");
  private static final int REFUSED = place("refused");
  private static final int REGISTERED = place("registered");
  private static final int TOLERANCE_TAKEN = place("toleranceTaken");
  private static final int BASELINE_SET = place("baselineSet");
  private static final int EXCEPTION_CHANGED = place("exceptionChanged");
  private static final int TARGET_CONFIRMED = place("targetConfirmed");
  private static final int ASSISTANCE_REQUESTED = place("assistanceRequested");
  private static final int DECISION_TAKEN = place("decisionTaken");
  private static final int TICK_TAKEN = place("tickTaken");
  private static final int CONTRIBUTION = place("contribution");
  private static final int ANOMALY = place("anomaly");
  private static final int SUPPRESSED = place("suppressed");
  private static final int EXCEPTION_PASSED_UP = place("exceptionPassedUp");
  private static final int TOLERANCE_ENDED = place("toleranceEnded");
  private static final int TOLERANCE_SCHEDULED = place("toleranceScheduled");
  private static final int SNAPSHOT_REQUESTED = place("snapshotRequested");
  private static final int MUTE_ENDED = place("muteEnded");
  private static final int CONTRIBUTION_HELD_BACK = place("contributionHeldBack");
  private static final int BUDGET_GIVEN_ON = place("budgetGivenOn");
  private static final int BUDGET_EXCEEDED = place("budgetExceeded");
  private static final int CORRECTED = place("corrected");
  private static final int CONFIRMATION_WITHDRAWN = place("confirmationWithdrawn");
  private static final int SIGNALLED = place("signalled");
  private static final int SIGNAL_ENDED = place("signalEnded");

  private final AvroBytes bytes;
  private final AssessedBytes assessed;
  private final ExceptionBytes exceptions;

  OutcomeBytes(AvroBytes bytes, AssessedBytes assessed) {
    this.bytes = bytes;
    this.assessed = assessed;
    this.exceptions = new ExceptionBytes(bytes);
  }

  private static int place(String kind) {
    return ENVELOPE.getField(kind).pos();
  }

  /** One outcome. The kinds that follow from nearly every status are asked for first. */
  void outcome(Outcome outcome) {
    int kind =
        switch (outcome) {
          case Outcome.ProjectAssessed p -> {
            begin(ASSESSED);
            assessed.project(p);
            yield ASSESSED;
          }
          case Outcome.RollupAssessed r -> {
            begin(ASSESSED);
            assessed.rollup(r);
            yield ASSESSED;
          }
          case Outcome.Contributed(var contribution) -> {
            begin(CONTRIBUTION);
            assessed.contribution(contribution);
            yield CONTRIBUTION;
          }
          case Outcome.ExceptionChanged e -> {
            begin(EXCEPTION_CHANGED);
            exceptions.changed(e);
            yield EXCEPTION_CHANGED;
          }
          case Outcome.ExceptionPassedUp u -> {
            begin(EXCEPTION_PASSED_UP);
            exceptions.passedUp(u);
            yield EXCEPTION_PASSED_UP;
          }
          case Outcome.Suppressed s -> {
            begin(SUPPRESSED);
            exceptions.suppressed(s);
            yield SUPPRESSED;
          }
          case Outcome.DecisionTaken d -> {
            begin(DECISION_TAKEN);
            exceptions.decision(d);
            yield DECISION_TAKEN;
          }
          case Outcome.Refused(Refusal r) -> {
            begin(REFUSED);
            refused(r.reason().name(), r.field(), r.value(), r.expected());
            yield REFUSED;
          }
          case Outcome.Registered(String nodeId) -> {
            begin(REGISTERED);
            bytes.text(nodeId);
            yield REGISTERED;
          }
          case Outcome.ToleranceTaken(String nodeId, String toleranceId, int version) -> {
            begin(TOLERANCE_TAKEN);
            tolerance(nodeId, toleranceId, version);
            yield TOLERANCE_TAKEN;
          }
          case Outcome.ToleranceScheduled s -> {
            begin(TOLERANCE_SCHEDULED);
            tolerance(s.nodeId(), s.toleranceId(), s.version());
            bytes.date(s.from());
            yield TOLERANCE_SCHEDULED;
          }
          case Outcome.ToleranceEnded e -> {
            begin(TOLERANCE_ENDED);
            tolerance(e.nodeId(), e.toleranceId(), e.version());
            bytes.date(e.onDate());
            yield TOLERANCE_ENDED;
          }
          case Outcome.BaselineSet set -> {
            begin(BASELINE_SET);
            baseline(set);
            yield BASELINE_SET;
          }
          case Outcome.TargetConfirmed c -> {
            begin(TARGET_CONFIRMED);
            bytes.text(c.nodeId());
            bytes.text(c.indicatorId());
            bytes.number(c.targetTenThousandths());
            bytes.number(c.valueTenThousandths());
            bytes.date(c.onDate());
            yield TARGET_CONFIRMED;
          }
          case Outcome.ConfirmationWithdrawn c -> {
            begin(CONFIRMATION_WITHDRAWN);
            bytes.text(c.nodeId());
            bytes.text(c.indicatorId());
            bytes.number(c.targetTenThousandths());
            bytes.number(c.valueTenThousandths());
            bytes.date(c.onDate());
            yield CONFIRMATION_WITHDRAWN;
          }
          case Outcome.AssistanceRequested a -> {
            begin(ASSISTANCE_REQUESTED);
            assistance(a);
            yield ASSISTANCE_REQUESTED;
          }
          case Outcome.TickTaken t -> {
            begin(TICK_TAKEN);
            bytes.number(t.instant().toEpochMilli());
            bytes.number(t.nodesChanged());
            bytes.flag(t.complete());
            yield TICK_TAKEN;
          }
          case Outcome.SnapshotRequested s -> {
            begin(SNAPSHOT_REQUESTED);
            bytes.text(s.nodeId());
            bytes.texts(s.missing());
            bytes.date(s.onDate());
            yield SNAPSHOT_REQUESTED;
          }
          case Outcome.MuteEnded m -> {
            begin(MUTE_ENDED);
            muteEnded(m);
            yield MUTE_ENDED;
          }
          case Outcome.ContributionHeldBack h -> {
            begin(CONTRIBUTION_HELD_BACK);
            heldBack(h);
            yield CONTRIBUTION_HELD_BACK;
          }
          case Outcome.BudgetGivenOn(String nodeId, GivenOn now) -> {
            begin(BUDGET_GIVEN_ON);
            givenOn(nodeId, now);
            yield BUDGET_GIVEN_ON;
          }
          case Outcome.BudgetExceeded b -> {
            begin(BUDGET_EXCEEDED);
            exceeded(b);
            yield BUDGET_EXCEEDED;
          }
          case Outcome.Corrected c -> {
            begin(CORRECTED);
            corrected(c);
            yield CORRECTED;
          }
          case Outcome.Signalled s -> {
            begin(SIGNALLED);
            signalled(s);
            yield SIGNALLED;
          }
          case Outcome.SignalEnded e -> {
            begin(SIGNAL_ENDED);
            signalEnded(e);
            yield SIGNAL_ENDED;
          }
          case Outcome.Anomaly a -> {
            begin(ANOMALY);
            bytes.text(a.nodeId());
            bytes.text(a.code().name());
            bytes.text(a.detail());
            yield ANOMALY;
          }
        };
    end(kind);
  }

  /** A refusal that was met before core was asked. */
  void refused(Refused r) {
    begin(REFUSED);
    refused(r.getReason(), r.getField(), r.getValue(), r.getExpected());
    end(REFUSED);
  }

  /** The fields of the envelope before this one, which is given. */
  private void begin(int kind) {
    bytes.absent(kind);
    bytes.given();
  }

  /** Those behind it. */
  private void end(int kind) {
    bytes.absent(KINDS - kind - 1);
  }

  private void refused(String reason, String field, String value, String expected) {
    bytes.text(reason);
    bytes.text(field);
    bytes.text(value);
    bytes.text(expected);
  }

  private void tolerance(String nodeId, String toleranceId, int version) {
    bytes.text(nodeId);
    bytes.text(toleranceId);
    bytes.number(version);
  }

  private void baseline(Outcome.BaselineSet set) {
    bytes.text(set.nodeId());
    bytes.flag(set.original());
    bytes.optionalNumber(set.baseline().costMinor());
    bytes.optionalDate(set.baseline().finish());
    bytes.date(set.onDate());
  }

  private void assistance(Outcome.AssistanceRequested a) {
    bytes.text(a.nodeId());
    bytes.symbol(Symbols.LEVEL.place(a.addressedTo()));
    bytes.text(a.request());
    bytes.date(a.onDate());
    bytes.text(a.requestId());
  }

  private void muteEnded(Outcome.MuteEnded m) {
    bytes.text(m.nodeId());
    bytes.optionalText(m.toleranceId());
    bytes.text(m.by());
    bytes.date(m.until());
    bytes.date(m.onDate());
  }

  private void heldBack(Outcome.ContributionHeldBack h) {
    bytes.text(h.childId());
    bytes.text(h.parentId());
    bytes.text(h.furthest().figure());
    bytes.fraction(h.furthest().moved());
    bytes.fraction(h.furthest().allowed());
    bytes.optionalDate(h.since());
    bytes.optionalDate(h.onDate());
  }

  private void givenOn(String nodeId, GivenOn now) {
    bytes.text(nodeId);
    bytes.symbol(Symbols.MEASURE.place(now.measure()));
    bytes.number(now.projects());
    bytes.number(now.least().open());
    bytes.text(now.least().sumTenThousandths().toString());
    bytes.number(now.most().open());
    bytes.text(now.most().sumTenThousandths().toString());
  }

  private void exceeded(Outcome.BudgetExceeded b) {
    BigInteger given = b.givenTenThousandths();
    bytes.text(b.nodeId());
    bytes.text(b.programId());
    bytes.symbol(Symbols.MEASURE.place(b.measure()));
    bytes.optionalText(b.indicatorId());
    bytes.symbol(Symbols.UNIT.place(b.unit()));
    bytes.symbol(Symbols.DIRECTION.place(b.side()));
    bytes.optionalText(given == null ? null : given.toString());
    bytes.number(b.limitTenThousandths());
  }

  private void corrected(Outcome.Corrected c) {
    bytes.text(c.nodeId());
    bytes.text(c.corrects());
    bytes.date(c.dataDate());
    bytes.texts(c.changed());
    bytes.texts(c.kept());
  }

  private void signalled(Outcome.Signalled s) {
    bytes.text(s.nodeId());
    bytes.symbol(Symbols.SIGNAL.place(s.signal()));
    bytes.optionalText(s.toleranceId());
    bytes.number(s.count());
    optionalFraction(s.value());
    optionalFraction(s.against());
    bytes.date(s.since());
    bytes.date(s.onDate());
  }

  /** Each of its two numbers may be absent by itself. */
  private void optionalFraction(@Nullable Fraction value) {
    bytes.optionalNumber(value == null ? null : value.numerator());
    bytes.optionalNumber(value == null ? null : value.denominator());
  }

  private void signalEnded(Outcome.SignalEnded e) {
    bytes.text(e.nodeId());
    bytes.symbol(Symbols.SIGNAL.place(e.signal()));
    bytes.optionalText(e.toleranceId());
    bytes.date(e.onDate());
  }
}
