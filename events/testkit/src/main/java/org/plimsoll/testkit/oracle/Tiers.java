package org.plimsoll.testkit.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;

/**
 * The engine as it runs: programs with their projects are weighed in one task and portfolios in
 * another, and an input's place in the trail says in which. Between them travel contributions, of
 * which the newest of a program takes the place of those that still wait.
 */
final class Tiers {
  private final Map<Level, Fold> folds =
      Map.of(Level.PROGRAM, new Fold(), Level.PORTFOLIO, new Fold());

  List<Outcome> next(Input input) {
    return of(input.at().tier()).next(input);
  }

  private Fold of(Level tier) {
    return Objects.requireNonNull(folds.get(tier));
  }

  Standing standing(Level tier, String nodeId) {
    return of(tier).standing(nodeId);
  }

  /** What programs told and their portfolio has not heard. */
  static final class UnderWay {
    private final Map<String, Contribution> waiting = new LinkedHashMap<>();

    /** A portfolio hears what waits before anything else that it takes. */
    List<Input> before(Input input) {
      List<Input> inputs = new ArrayList<>();
      if (input.at().tier() == Level.PORTFOLIO) {
        waiting
            .values()
            .forEach(told -> inputs.add(new Input.ChildContributed(input.at(), told, null)));
        waiting.clear();
      }
      inputs.add(input);
      return inputs;
    }

    /** What follows from an input and is for a node that is not known where it was taken. */
    void after(List<Outcome> outcomes, Predicate<String> isKnown) {
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.Contributed(var told) && !isKnown.test(told.parentId())) {
          waiting.put(told.childId(), told);
        }
      }
    }
  }
}
