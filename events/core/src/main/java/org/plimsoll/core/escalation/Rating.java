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

  /** Whether it claims more than the other. */
  boolean isBetterThan(Rating other) {
    return compareTo(other) < 0;
  }
}
