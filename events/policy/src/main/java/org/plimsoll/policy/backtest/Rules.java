package org.plimsoll.policy.backtest;

import org.plimsoll.policy.Policy;

/** Under which tolerances a history is weighed. */
sealed interface Rules {
  /** Those that were granted and decided, when they were. */
  record Recorded() implements Rules {}

  /**
   * The same limits on plain terms, and nothing that was decided about exceptions: a value beyond
   * its limit is an exception at once and until it is back. These are the actual breaches.
   */
  record HardLimits() implements Rules {}

  /**
   * This policy from the moment a node is registered, in the place of everything that was granted
   * to the nodes it applies to. Nodes to which it does not apply keep what was granted.
   */
  record Candidate(Policy policy) implements Rules {}
}
