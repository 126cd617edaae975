package org.plimsoll.core.explanation;

import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.Room;

/**
 * What keeps a node's figures from being sent or a tolerance from being granted, beside what each
 * tolerance's own terms hold back.
 */
public sealed interface Restraint {
  /** The node that it speaks of. */
  String nodeId();

  /** The program's figures were not sent, because none moved by more than its deadband. */
  record Deadband(Outcome.ContributionHeldBack heldBack) implements Restraint {
    @Override
    public String nodeId() {
      return heldBack.childId();
    }
  }

  /**
   * How much of its amounts a program has given on: what is left is all that it may still grant.
   *
   * @param held what it holds itself; null where it holds nothing on the measure and nothing binds
   */
  record Given(Outcome.BudgetGivenOn given, @Nullable Room held) implements Restraint {
    @Override
    public String nodeId() {
      return given.nodeId();
    }
  }

  /** More is given on than fits, so nothing that widens a tolerance is taken. */
  record Exceeded(Outcome.BudgetExceeded exceeded) implements Restraint {
    @Override
    public String nodeId() {
      return exceeded.nodeId();
    }
  }

  /** A tolerance was not granted, because it does not fit inside what the program holds. */
  record BeyondBudget(String nodeId, String programId, BudgetPart part) implements Restraint {}
}
