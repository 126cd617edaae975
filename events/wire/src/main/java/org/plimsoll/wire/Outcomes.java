package org.plimsoll.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.plimsoll.schema.Anomaly;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.BaselineSet;
import org.plimsoll.schema.BudgetExceeded;
import org.plimsoll.schema.BudgetGivenOn;
import org.plimsoll.schema.Contribution;
import org.plimsoll.schema.ContributionHeldBack;
import org.plimsoll.schema.DecisionTaken;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.MuteEnded;
import org.plimsoll.schema.Outcome;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.Registered;
import org.plimsoll.schema.SnapshotRequested;
import org.plimsoll.schema.Suppressed;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.schema.TickTaken;
import org.plimsoll.schema.ToleranceEnded;
import org.plimsoll.schema.ToleranceScheduled;
import org.plimsoll.schema.ToleranceTaken;
import org.plimsoll.schema.TrailEntry;

/** The records inside the envelopes that let schemas grow: one optional field for each kind. */
public final class Outcomes {
  private Outcomes() {}

  /** What followed from an input, in order; kinds that are not known here are left out. */
  public static List<SpecificRecord> of(TrailEntry entry) {
    return entry.getOutcomes().stream().flatMap(outcome -> in(outcome).stream()).toList();
  }

  /** What travels upward; empty when its kind is not known here. */
  public static Optional<SpecificRecord> of(Escalation escalation) {
    return first(
        escalation.getExceptionChanged(),
        escalation.getTargetConfirmed(),
        escalation.getAssistanceRequested(),
        escalation.getExceptionPassedUp());
  }

  private static Optional<SpecificRecord> in(Outcome outcome) {
    return first(
        outcome.getAssessed(),
        outcome.getRefused(),
        outcome.getRegistered(),
        outcome.getToleranceTaken(),
        outcome.getBaselineSet(),
        outcome.getExceptionChanged(),
        outcome.getTargetConfirmed(),
        outcome.getAssistanceRequested(),
        outcome.getDecisionTaken(),
        outcome.getTickTaken(),
        outcome.getContribution(),
        outcome.getAnomaly(),
        outcome.getSuppressed(),
        outcome.getExceptionPassedUp(),
        outcome.getToleranceEnded(),
        outcome.getToleranceScheduled(),
        outcome.getSnapshotRequested(),
        outcome.getMuteEnded(),
        outcome.getContributionHeldBack(),
        outcome.getBudgetGivenOn(),
        outcome.getBudgetExceeded());
  }

  private static Optional<SpecificRecord> first(
      @org.jspecify.annotations.Nullable SpecificRecord... records) {
    return Arrays.stream(records).filter(Objects::nonNull).findFirst().map(Objects::requireNonNull);
  }

  /** The records in their envelopes. */
  public static List<Outcome> wrap(List<? extends SpecificRecord> records) {
    return records.stream().map(Outcomes::wrap).toList();
  }

  /**
   * The record in its envelope.
   *
   * @throws IllegalArgumentException when it is no outcome
   */
  public static Outcome wrap(SpecificRecord record) {
    Outcome.Builder outcome = Outcome.newBuilder();
    switch (record) {
      case Assessed r -> outcome.setAssessed(r);
      case Refused r -> outcome.setRefused(r);
      case Registered r -> outcome.setRegistered(r);
      case ToleranceTaken r -> outcome.setToleranceTaken(r);
      case BaselineSet r -> outcome.setBaselineSet(r);
      case ExceptionChanged r -> outcome.setExceptionChanged(r);
      case TargetConfirmed r -> outcome.setTargetConfirmed(r);
      case AssistanceRequested r -> outcome.setAssistanceRequested(r);
      case DecisionTaken r -> outcome.setDecisionTaken(r);
      case TickTaken r -> outcome.setTickTaken(r);
      case Contribution r -> outcome.setContribution(r);
      case Anomaly r -> outcome.setAnomaly(r);
      case Suppressed r -> outcome.setSuppressed(r);
      case ExceptionPassedUp r -> outcome.setExceptionPassedUp(r);
      case ToleranceEnded r -> outcome.setToleranceEnded(r);
      case ToleranceScheduled r -> outcome.setToleranceScheduled(r);
      case SnapshotRequested r -> outcome.setSnapshotRequested(r);
      case MuteEnded r -> outcome.setMuteEnded(r);
      case ContributionHeldBack r -> outcome.setContributionHeldBack(r);
      case BudgetGivenOn r -> outcome.setBudgetGivenOn(r);
      case BudgetExceeded r -> outcome.setBudgetExceeded(r);
      default -> throw new IllegalArgumentException("not an outcome: " + record.getSchema());
    }
    return outcome.build();
  }
}
