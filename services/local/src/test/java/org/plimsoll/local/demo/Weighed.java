package org.plimsoll.local.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader;

/** The whole demonstration weighed by the pure core, with nothing running. */
final class Weighed {
  private static final LocalDate RECEIVED = LocalDate.of(2021, 1, 15);

  final List<Outcome.ExceptionChanged> changes = new ArrayList<>();
  final List<Outcome.TargetConfirmed> confirmed = new ArrayList<>();
  final List<Outcome.AssistanceRequested> calls = new ArrayList<>();
  final List<Outcome> steering = new ArrayList<>();
  final List<String> refused = new ArrayList<>();
  final List<Input> inputs = new ArrayList<>();

  private final Fold programs = new Fold();
  private final Fold portfolios = new Fold();
  private long sequence;

  Weighed(Portfolio portfolio, History history) {
    for (NodeFacts facts : portfolio.facts()) {
      Facts known = CoreReader.facts(facts);
      take(
          known.level() == Level.PORTFOLIO,
          new Input.FactsStated(next(known.level()), facts.getEventId(), known, null));
    }
    for (ToleranceGrant grant : portfolio.grants()) {
      take(
          false,
          new Input.ToleranceGranted(
              next(Level.PROGRAM),
              grant.getEventId(),
              grant.getNodeId(),
              CoreReader.tolerance(grant),
              grant.getGrantedBy(),
              null,
              false));
    }
    for (History.Month month : history.months()) {
      for (History.Report report : month.reports()) {
        take(
            false,
            new Input.StatusChanged(
                next(Level.PROGRAM),
                CoreReader.statusChange(report.status()),
                new Origin(
                    report.agency(),
                    RECEIVED,
                    report.programId(),
                    true,
                    report.status().getEventId())));
      }
      take(false, new Input.Ticked(next(Level.PROGRAM), "", month.morning()));
      for (Decision decision : portfolio.decisions().getOrDefault(month.month(), List.of())) {
        take(
            false,
            new Input.Decided(
                next(Level.PROGRAM),
                decision.getEventId(),
                decision.getNodeId(),
                CoreReader.choice(decision),
                decision.getDecidedBy(),
                decision.getDecidedAs(),
                CoreReader.decidedOn(decision, Instant.MAX),
                decision.getAnswersRevision(),
                null));
      }
      take(false, new Input.Ticked(next(Level.PROGRAM), "", month.evening()));
    }
  }

  private Position next(Level level) {
    return new Position(level == Level.PORTFOLIO ? Level.PORTFOLIO : Level.PROGRAM, 0, ++sequence);
  }

  private void take(boolean portfolio, Input input) {
    inputs.add(input);
    Map<String, Contribution> upward = new LinkedHashMap<>();
    for (Outcome outcome : (portfolio ? portfolios : programs).next(input)) {
      switch (outcome) {
        case Outcome.Refused refusal -> refused.add(input.nodeId() + ": " + refusal.refusal());
        case Outcome.ExceptionChanged changed -> changes.add(changed);
        case Outcome.TargetConfirmed target -> confirmed.add(target);
        case Outcome.AssistanceRequested call -> calls.add(call);
        // A tick may change several projects of a program: the last sum is the one that is sent.
        case Outcome.Contributed(Contribution contribution) -> {
          if (contribution.parentId().equals("sdp-2025")) {
            upward.put(contribution.childId(), contribution);
          }
        }
        case Outcome.DecisionTaken _,
            Outcome.ToleranceEnded _,
            Outcome.Suppressed _,
            Outcome.ExceptionPassedUp _,
            Outcome.SnapshotRequested _ ->
            steering.add(outcome);
        case Outcome.Anomaly anomaly -> refused.add(anomaly.toString());
        case Outcome.Registered _,
            Outcome.ToleranceTaken _,
            Outcome.BaselineSet _,
            Outcome.ProjectAssessed _,
            Outcome.RollupAssessed _,
            Outcome.ToleranceScheduled _,
            Outcome.ContributionHeldBack _,
            Outcome.BudgetGivenOn _,
            Outcome.BudgetExceeded _,
            Outcome.MuteEnded _,
            Outcome.Corrected _,
            Outcome.ConfirmationWithdrawn _,
            Outcome.Signalled _,
            Outcome.SignalEnded _,
            Outcome.TickTaken _ -> {}
      }
    }
    for (Contribution contribution : upward.values()) {
      take(true, new Input.ChildContributed(next(Level.PORTFOLIO), contribution, null));
    }
  }
}
