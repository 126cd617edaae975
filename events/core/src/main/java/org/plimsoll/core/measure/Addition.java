package org.plimsoll.core.measure;

/** How a measure of projects becomes one of the program above them. */
enum Addition {
  /** Numerators and denominators are summed. */
  SUMMED,
  /** The mean of the projects' values, weighted with their cost in whole currency units. */
  WEIGHTED_WITH_COST,
  /** It is not added, and above a project it is {@link NotYet#NOT_ADDED}. */
  NOT_ADDED
}
