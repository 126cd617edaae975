package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.tolerance.Tolerance;

/** An accountable person decides about a node or one of its exceptions. */
final class Decisions {
  private Decisions() {}

  static Verdict decide(Standing standing, Input.Decided input) {
    Refusal refusal =
        Admission.refusalOf(input.eventId(), input.choice(), input.decidedOn()).orElse(null);
    if (refusal != null) {
      return Verdict.refused(standing, refusal);
    }
    return switch (standing) {
      case Unknown _, Awaited _ ->
          Verdict.refused(standing, Refusal.unknownNode("nodeId", input.nodeId()));
      case Known known -> {
        if (known.wasSteeredBy(input.eventId())) {
          yield Verdict.refused(known, Refusal.repeated(input.eventId()));
        }
        yield switch (input.choice()) {
          case Choice.OfException choice -> ofException(known, choice, input);
          case Choice.ApproveBaseline(Baseline approved) -> approve(known, approved, input);
          case Choice.Assist(String requestId) -> assist(known, requestId, input);
          case Choice.Mute mute -> mute(known, mute, input);
        };
      }
    };
  }

  private static Verdict ofException(Known known, Choice.OfException choice, Input.Decided input) {
    Watch watch = openWatch(known, choice.exceptionId());
    if (choice instanceof Choice.Close close) {
      return close(known, watch, close, input);
    }
    if (watch == null || watch.open() == null) {
      return Verdict.refused(known, Refusal.noSuchException(choice.exceptionId()));
    }
    OpenException open = watch.open();
    Refusal refusal = Authority.refusalOf(known, open, input);
    if (refusal == null) {
      refusal = passed(open, input.answersRevision());
    }
    if (refusal != null) {
      return Verdict.refused(known, refusal);
    }
    return switch (choice) {
      case Choice.Acknowledge _ ->
          taken(known, watch, w -> w.with(acknowledged(open, input)), input);
      case Choice.Note _ -> taken(known, watch, w -> w, input);
      case Choice.HandOver(var _, String person) ->
          taken(known, watch, w -> w.with(open.with(open.handling().handedTo(person))), input);
      case Choice.RequireExceptionPlan(var _, LocalDate by) -> {
        LocalDate on = known.dataDate();
        yield on != null && by.isBefore(on)
            ? Verdict.refused(
                known,
                new Refusal(
                    Reason.SUPERSEDED, "by", by.toString(), "no earlier than the data date, " + on))
            : taken(
                known,
                watch,
                w ->
                    w.with(
                        open.with(
                            open.handling().acknowledged(input.decidedBy()).planRequired(by))),
                input);
      }
      case Choice.GrantTolerance(var _, long limit, LocalDate until) ->
          grant(known, watch, open, limit, until, input);
      case Choice.Close close -> close(known, watch, close, input);
    };
  }

  private static Verdict grant(
      Known known,
      Watch watch,
      OpenException open,
      long limit,
      LocalDate until,
      Input.Decided input) {
    // The one that the exception was announced with, so that both limits count in one unit.
    Tolerance base = watch.inForce();
    LocalDate on = known.dataDate();
    if (!base.isNarrowerThan(limit)) {
      return Verdict.refused(
          known,
          new Refusal(
              Reason.INVALID_TOLERANCE,
              "limitTenThousandths",
              String.valueOf(limit),
              "a limit that allows more than " + base.limitTenThousandths()));
    }
    if (on != null && until.isBefore(on)) {
      return Verdict.refused(
          known,
          new Refusal(
              Reason.SUPERSEDED,
              "until",
              until.toString(),
              "no earlier than the data date, " + on));
    }
    Tolerance wider = base.until(until, limit, Authority.decidedAs(known, input));
    UnaryOperator<Watch> change = w -> w.with(acknowledged(open, input)).temporarily(wider);
    Refusal beyond = Budget.refusalOf(known, changed(known, watch, change), wider, input.above());
    return beyond == null ? taken(known, watch, change, input) : Verdict.refused(known, beyond);
  }

  /** A reply closes nothing: the figures have to, or a tolerance that they are within. */
  private static Verdict close(
      Known known, @Nullable Watch open, Choice.Close close, Input.Decided input) {
    if (open != null) {
      return Verdict.refused(
          known,
          new Refusal(
              Reason.STILL_BEYOND,
              "exceptionId",
              close.exceptionId(),
              "figures within tolerance, or a tolerance that they are within"));
    }
    Refusal refusal = Authority.refusalOf(known, null, input);
    if (refusal != null) {
      return Verdict.refused(known, refusal);
    }
    for (Watch watch : known.watches()) {
      for (int episode = watch.episodes(); episode >= 1; episode--) {
        if (Watch.exceptionId(known.nodeId(), watch.tolerance(), episode)
            .equals(close.exceptionId())) {
          return taken(known, watch, w -> w, input);
        }
      }
    }
    return Verdict.refused(
        known,
        new Refusal(
            Reason.NO_SUCH_EXCEPTION,
            "exceptionId",
            close.exceptionId(),
            "an exception of this node that the figures have closed"));
  }

  private static Verdict approve(Known known, Baseline approved, Input.Decided input) {
    Refusal refusal = Authority.refusalOf(known, null, input);
    if (refusal != null) {
      return Verdict.refused(known, refusal);
    }
    return switch (known) {
      case Parent parent ->
          Verdict.refused(
              parent, new Refusal(Reason.WRONG_LEVEL, "nodeId", parent.nodeId(), "a project"));
      case Project project -> {
        List<Outcome> outcomes = outcomes(known, input);
        LocalDate on = project.dataDate();
        if (on != null) {
          outcomes.add(new Outcome.BaselineSet(project.nodeId(), false, approved, on));
        }
        // A new baseline is what an exception plan is.
        List<Watch> planned =
            project.watches().stream()
                .map(w ->
                    w.open() == null
                        ? w
                        : w.with(w.open().with(w.open().handling().planRequired(null))))
                .toList();
        boolean answersBreach =
            project.watches().stream()
                .anyMatch(w -> w.open() != null && Signals.isAgainstCurrent(w.tolerance()));
        Project replaced =
            on == null || answersBreach
                ? project
                : project.with(
                    project
                        .reporting()
                        .with(project.reporting().habits().replacing(project.current(), on)));
        yield Weighing.concluded(
            replaced.approved(approved).with(planned).steeredBy(input.eventId()),
            input.at(),
            outcomes);
      }
    };
  }

  private static Verdict assist(Known known, String requestId, Input.Decided input) {
    Refusal refusal = Authority.refusalOf(known, null, input);
    if (refusal != null) {
      return Verdict.refused(known, refusal);
    }
    if (!(known instanceof Project project) || !project.requests().contains(requestId)) {
      return Verdict.refused(
          known,
          new Refusal(
              Reason.NO_SUCH_EXCEPTION,
              "exceptionId",
              requestId,
              "the event id of a call for help that is open"));
    }
    List<String> others =
        project.requests().stream().filter(open -> !open.equals(requestId)).toList();
    return Weighing.concluded(
        project.requesting(others).steeredBy(input.eventId()), input.at(), outcomes(known, input));
  }

  /**
   * Withholds deliveries until a day; what an earlier window of the same name said is over, unless
   * a level above had said it.
   */
  private static Verdict mute(Known known, Choice.Mute mute, Input.Decided input) {
    Refusal refusal = Authority.refusalOf(known, null, input);
    if (refusal == null) {
      refusal = muteRefusal(known, mute);
    }
    if (refusal != null) {
      return Verdict.refused(known, refusal);
    }
    Level level = Authority.levelOf(known, input);
    List<Mute> mutes =
        Stream.concat(
                known.oversight().mutes().stream()
                    .filter(m ->
                        !Objects.equals(m.toleranceId(), mute.toleranceId())
                            || !level.isAtOrAbove(m.level())),
                Stream.of(new Mute(mute.toleranceId(), input.decidedBy(), level, mute.until())))
            .toList();
    return Weighing.concluded(
        known.with(known.oversight().muting(mutes)).steeredBy(input.eventId()),
        input.at(),
        outcomes(known, input));
  }

  private static @Nullable Refusal muteRefusal(Known known, Choice.Mute mute) {
    LocalDate on = known.dataDate();
    if (on != null && mute.until().isBefore(on)) {
      return new Refusal(
          Reason.SUPERSEDED,
          "until",
          mute.until().toString(),
          "no earlier than the data date, " + on);
    }
    return mute.toleranceId() == null
            || known.watches().stream()
                .anyMatch(w -> w.tolerance().toleranceId().equals(mute.toleranceId()))
        ? null
        : new Refusal(
            Reason.NO_SUCH_EXCEPTION,
            "toleranceId",
            mute.toleranceId(),
            "a tolerance in force on this node, or none for the whole node");
  }

  private static OpenException acknowledged(OpenException open, Input.Decided input) {
    return open.with(open.handling().acknowledged(input.decidedBy()));
  }

  private static Verdict taken(
      Known known, Watch decided, UnaryOperator<Watch> change, Input.Decided input) {
    return Weighing.concluded(
        changed(known, decided, change).steeredBy(input.eventId()),
        input.at(),
        outcomes(known, input));
  }

  private static Known changed(Known known, Watch decided, UnaryOperator<Watch> change) {
    return known.with(
        known.watches().stream().map(w -> w.equals(decided) ? change.apply(w) : w).toList());
  }

  private static List<Outcome> outcomes(Known known, Input.Decided input) {
    return new ArrayList<>(
        List.of(new Outcome.DecisionTaken(known.nodeId(), input.choice(), input.decidedBy())));
  }

  private static @Nullable Refusal passed(OpenException open, @Nullable Integer answers) {
    return answers == null || answers == open.revision()
        ? null
        : new Refusal(
            Reason.STATE_PASSED,
            "answersRevision",
            String.valueOf(answers),
            "revision %d, as it stands since %s".formatted(open.revision(), open.lastOn()));
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
