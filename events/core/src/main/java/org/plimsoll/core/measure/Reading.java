package org.plimsoll.core.measure;

import org.jspecify.annotations.Nullable;

/** One measure of one node at one moment. */
public sealed interface Reading {
  Measure measure();

  /** Which indicator, for a measure {@link Measure#isOfIndicator of one}; otherwise null. */
  @Nullable String indicatorId();

  /** The measure has a value. */
  record Value(Measure measure, @Nullable String indicatorId, Fraction value) implements Reading {}

  /** It has none yet, and this is why. */
  record Missing(Measure measure, @Nullable String indicatorId, NotYet reason) implements Reading {}
}
