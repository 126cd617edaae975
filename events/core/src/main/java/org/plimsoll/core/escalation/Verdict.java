package org.plimsoll.core.escalation;

import java.util.List;

/**
 * What an input led to: the next standing, and everything that followed, in order. (Not called a
 * decision: that is what a person takes.)
 */
public record Verdict(Standing next, List<Outcome> outcomes) {
  public Verdict {
    outcomes = List.copyOf(outcomes);
  }

  static Verdict refused(Standing kept, Refusal refusal) {
    return new Verdict(kept, List.of(new Outcome.Refused(refusal)));
  }

  /** Whether the input was taken. */
  public boolean accepted() {
    return outcomes.stream().noneMatch(Outcome.Refused.class::isInstance);
  }
}
