package org.plimsoll.core.escalation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;

/**
 * One input of a node and, in the same step, what its parent makes of it. A project and its program
 * lie in one task, so both change together or not at all.
 *
 * @param node next standing of the node that the input names
 * @param parent next standing of its parent; null where none lies in the same task
 * @param outcomes everything that followed, the node's before the parent's
 */
public record Cascade(Standing node, @Nullable Standing parent, List<Outcome> outcomes) {
  public Cascade {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Feeds the input to the node, and the node's contribution to the parent.
   *
   * @param parent standing of the node's parent where it lies in the same task; otherwise null
   */
  public static Cascade weigh(Standing node, @Nullable Standing parent, Input input) {
    Verdict verdict = Weighing.decide(node, input);
    if (parent == null) {
      return new Cascade(verdict.next(), null, verdict.outcomes());
    }
    Contribution held = node instanceof Known known ? known.contributed() : null;
    List<Outcome> outcomes = new ArrayList<>(verdict.outcomes());
    Standing parentNext = parent;
    for (Outcome outcome : verdict.outcomes()) {
      if (outcome instanceof Outcome.Contributed(Contribution contribution)) {
        Verdict above =
            Weighing.decide(parentNext, new Input.ChildContributed(input.at(), contribution, held));
        parentNext = above.next();
        outcomes.addAll(above.outcomes());
      }
    }
    if (node instanceof Known before
        && verdict.next() instanceof Known after
        && parentNext instanceof Parent program) {
      parentNext = Budget.counted(before, after, program, outcomes::add);
    }
    return new Cascade(verdict.next(), parentNext, outcomes);
  }

  /** Whether the input was taken. */
  public boolean accepted() {
    return outcomes.stream().noneMatch(Outcome.Refused.class::isInstance);
  }
}
