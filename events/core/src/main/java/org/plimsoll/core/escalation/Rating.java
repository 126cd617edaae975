package org.plimsoll.core.escalation;

/**
 * How a project stands at a glance, from best to worst. An agency may rate its own projects, as
 * departments state the delivery confidence of projects in the United Kingdom's Government Major
 * Projects Portfolio. Nothing is decided by it.
 */
public enum Rating {
  GREEN,
  AMBER,
  RED;

  /** 0 for the best; what a signal carries as its evidence. */
  int rank() {
    return switch (this) {
      case GREEN -> 0;
      case AMBER -> 1;
      case RED -> 2;
    };
  }

  /** Whether it claims more than the other. */
  boolean isBetterThan(Rating other) {
    return rank() < other.rank();
  }
}
