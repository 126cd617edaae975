package org.plimsoll.core.measure;

/**
 * Why a measure is not yet measurable: a state of its own, neither zero nor within tolerance. Where
 * more than one reason holds, a figure that was never reported is named before all others.
 */
public enum NotYet {
  /** A figure that the formula needs was never reported. */
  NOT_REPORTED,
  /** There is no baseline of this kind yet. */
  NO_BASELINE,
  /** The baseline cost is zero, so growth has no meaning. */
  ZERO_BASELINE,
  /** The figure that would be divided by is zero, for example nothing spent or earned yet. */
  ZERO_DENOMINATOR,
  /** Nothing below the node is measurable. */
  NOTHING_BELOW,
  /** The actual cost has reached the amount that the rest of the work was to be done for. */
  BUDGET_SPENT,
  /** The baseline says what is to be done and by when, and not how much until each date. */
  NO_TIME_PHASED_BASELINE,
  /** The data date is not after the start of the time-phased baseline. */
  NOT_STARTED,
  /** The indicator was reported once, so there is nothing to compare with. */
  ONLY_ONE_REPORT,
  /** The measure is one of projects, and is not added above them. */
  NOT_ADDED
}
