package org.plimsoll.audit;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.Replay.Derived;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;

/**
 * Which part of a trail is asked for; what is absent does not narrow. The trail is derived from its
 * beginning whatever this says, because what follows from an input follows from all before it.
 *
 * @param nodeId this node and all below it
 * @param exceptionId what was decided about this exception, and what became of it
 * @param from first moment at which it was known
 * @param to last moment at which it was known
 */
public record Part(
    @Nullable String nodeId,
    @Nullable String exceptionId,
    @Nullable Instant from,
    @Nullable Instant to) {
  /** A project, its program, its portfolio. */
  private static final int TIERS = 3;

  /** Whether something that was known at this moment is asked for. */
  boolean has(Instant knownAt) {
    return (from == null || !knownAt.isBefore(from)) && (to == null || !knownAt.isAfter(to));
  }

  /**
   * Whether a node is this part's.
   *
   * @param standing of a node in the same partition
   */
  boolean has(String node, Function<String, Standing> standing) {
    if (exceptionId != null && !node.equals(nodeOf(exceptionId))) {
      return false;
    }
    if (nodeId == null) {
      return true;
    }
    String at = node;
    for (int tier = 0; at != null && tier < TIERS; tier++) {
      if (at.equals(nodeId)) {
        return true;
      }
      at = standing.apply(at) instanceof Known known ? known.facts().parentId() : null;
    }
    return false;
  }

  /** The node of an exception: its id is made of the node's, the tolerance's and a number. */
  private static String nodeOf(String exceptionId) {
    int end = exceptionId.indexOf('~');
    return end < 0 ? exceptionId : exceptionId.substring(0, end);
  }

  /** What followed from an entry and is this part's. */
  List<Outcome> outcomes(Derived derived, Function<String, Standing> standing) {
    return derived.outcomes().stream()
        .filter(outcome -> has(outcome, derived.input(), standing))
        .toList();
  }

  /** Whether an entry is this part's by what came in, whatever followed. */
  boolean hasInput(@Nullable Input input, Function<String, Standing> standing) {
    return switch (input) {
      case null -> nodeId == null && exceptionId == null;
      case Input.Ticked _ -> nodeId == null && exceptionId == null;
      case Input.Decided decided when exceptionId != null ->
          decided.choice() instanceof Choice.OfException of
              && of.exceptionId().equals(exceptionId)
              && has(decided.nodeId(), standing);
      case Input.ChildContributed(var _, var contribution, var _) when nodeId != null ->
          exceptionId == null
              && (contribution.childId().equals(nodeId) || has(contribution.parentId(), standing));
      case Input other -> exceptionId == null && has(other.nodeId(), standing);
    };
  }

  private boolean has(Outcome outcome, @Nullable Input input, Function<String, Standing> standing) {
    if (exceptionId != null) {
      String about = exceptionOf(outcome);
      return about == null
          // A refusal speaks of what came in.
          ? outcome instanceof Outcome.Refused && hasInput(input, standing)
          : about.equals(exceptionId) && has(nodeOf(about), standing);
    }
    String node = nodeOf(outcome);
    return node == null ? hasInput(input, standing) : has(node, standing);
  }

  private static @Nullable String exceptionOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.ExceptionChanged changed -> changed.exceptionId();
      case Outcome.ExceptionPassedUp up -> up.exceptionId();
      case Outcome.Suppressed suppressed -> suppressed.exceptionId();
      case Outcome.DecisionTaken(var _, Choice.OfException of, var _) -> of.exceptionId();
      default -> null;
    };
  }

  /** The node that an outcome is about; null for what is about the input itself. */
  private static @Nullable String nodeOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused _, Outcome.TickTaken _ -> null;
      case Outcome.Registered o -> o.nodeId();
      case Outcome.ToleranceTaken o -> o.nodeId();
      case Outcome.ToleranceScheduled o -> o.nodeId();
      case Outcome.BaselineSet o -> o.nodeId();
      case Outcome.ProjectAssessed o -> o.nodeId();
      case Outcome.RollupAssessed o -> o.nodeId();
      case Outcome.ExceptionChanged o -> o.nodeId();
      case Outcome.TargetConfirmed o -> o.nodeId();
      case Outcome.AssistanceRequested o -> o.nodeId();
      case Outcome.DecisionTaken o -> o.nodeId();
      case Outcome.Suppressed o -> o.nodeId();
      case Outcome.ExceptionPassedUp o -> o.nodeId();
      case Outcome.ToleranceEnded o -> o.nodeId();
      case Outcome.MuteEnded o -> o.nodeId();
      case Outcome.SnapshotRequested o -> o.nodeId();
      case Outcome.Corrected o -> o.nodeId();
      case Outcome.ConfirmationWithdrawn o -> o.nodeId();
      case Outcome.Signalled o -> o.nodeId();
      case Outcome.SignalEnded o -> o.nodeId();
      case Outcome.Contributed(var contribution) -> contribution.childId();
      case Outcome.ContributionHeldBack o -> o.childId();
      case Outcome.BudgetGivenOn o -> o.nodeId();
      case Outcome.BudgetExceeded o -> o.nodeId();
      case Outcome.Anomaly o -> o.nodeId();
    };
  }
}
