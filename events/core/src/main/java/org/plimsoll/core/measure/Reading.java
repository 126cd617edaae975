package org.plimsoll.core.measure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One measure of one node at one moment. */
public sealed interface Reading {
  Measure measure();

  /** Which indicator, for a measure {@link Measure#isOfIndicator of one}; otherwise null. */
  @Nullable String indicatorId();

  /** The measure has a value. */
  record Value(Measure measure, @Nullable String indicatorId, Fraction value) implements Reading {}

  /** It has none yet, and this is why. */
  record Missing(Measure measure, @Nullable String indicatorId, NotYet reason) implements Reading {
    /** Most measures of most projects are missing, each for one of a few reasons. */
    private static final Missing[][] ALL =
        Arrays.stream(Measure.values())
            .map(measure ->
                Arrays.stream(NotYet.values())
                    .map(reason -> new Missing(measure, null, reason))
                    .toArray(Missing[]::new))
            .toArray(Missing[][]::new);

    /** The one of a measure that is of no indicator. */
    @SuppressWarnings("EnumOrdinal") // Places in memory: none outlives the process.
    static Missing of(Measure measure, NotYet reason) {
      return ALL[measure.ordinal()][reason.ordinal()];
    }
  }
}
