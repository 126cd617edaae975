package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.measure.Baseline;

/** An accountable person decides about a node or one of its exceptions. */
final class Decisions {
  private Decisions() {}

  static Verdict decide(Standing standing, Input.Decided input) {
    Refusal refusal = Admission.refusalOf(input.eventId(), input.choice()).orElse(null);
    if (refusal != null) {
      return Verdict.refused(standing, refusal);
    }
    return switch (standing) {
      case Unknown _, Awaited _ ->
          Verdict.refused(standing, Refusal.unknownNode("nodeId", input.nodeId()));
      case Known known -> {
        if (known.steeredBy().contains(input.eventId())) {
          yield Verdict.refused(known, Refusal.repeated(input.eventId()));
        }
        List<Outcome> outcomes =
            new ArrayList<>(
                List.of(
                    new Outcome.DecisionTaken(known.nodeId(), input.choice(), input.decidedBy())));
        Known steered = known.steeredBy(input.eventId());
        yield switch (input.choice()) {
          case Input.Choice.Acknowledge(String exceptionId) -> {
            Watch watch = openWatch(known, exceptionId);
            if (watch == null) {
              yield Verdict.refused(known, Refusal.noSuchException(exceptionId));
            }
            OpenException open = Objects.requireNonNull(watch.open());
            Watch acknowledged =
                watch.with(
                    new OpenException(
                        open.exceptionId(), open.raisedOn(), open.step(), input.decidedBy()));
            List<Watch> watches =
                known.watches().stream().map(w -> w.equals(watch) ? acknowledged : w).toList();
            yield Weighing.concluded(steered.with(watches), input.at(), outcomes);
          }
          case Input.Choice.Note(String exceptionId) ->
              openWatch(known, exceptionId) == null
                  ? Verdict.refused(known, Refusal.noSuchException(exceptionId))
                  : Weighing.concluded(steered, input.at(), outcomes);
          case Input.Choice.ApproveBaseline(Baseline approved) ->
              switch (known) {
                case Parent parent ->
                    Verdict.refused(
                        parent,
                        new Refusal(Reason.WRONG_LEVEL, "nodeId", parent.nodeId(), "a project"));
                case Project project -> {
                  LocalDate on = project.dataDate();
                  if (on != null) {
                    outcomes.add(new Outcome.BaselineSet(project.nodeId(), false, approved, on));
                  }
                  yield Weighing.concluded(
                      project.approved(approved).steeredBy(input.eventId()), input.at(), outcomes);
                }
              };
        };
      }
    };
  }

  private static @Nullable Watch openWatch(Known known, String exceptionId) {
    for (Watch watch : known.watches()) {
      if (watch.open() != null && watch.open().exceptionId().equals(exceptionId)) {
        return watch;
      }
    }
    return null;
  }
}
