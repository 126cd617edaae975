package org.plimsoll.core.measure;

/** Why a measure is not yet measurable: a state of its own, neither zero nor within tolerance. */
public enum NotYet {
  /** A figure that the formula needs was never reported. */
  NOT_REPORTED,
  /** There is no baseline of this kind yet. */
  NO_BASELINE,
  /** The baseline cost is zero, so growth has no meaning. */
  ZERO_BASELINE,
  /** The figure that would be divided by is zero, for example nothing spent yet. */
  ZERO_DENOMINATOR,
  /** Nothing below the node is measurable. */
  NOTHING_BELOW
}
