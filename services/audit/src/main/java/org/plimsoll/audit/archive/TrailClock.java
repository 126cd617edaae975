package org.plimsoll.audit.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the trail's own clock said up to an entry. It does not go back: a tick of an earlier time
 * leaves it.
 *
 * @param instant the latest that a tick told; null where none was taken yet
 * @param sequence of the last tick, up to which everything was known then; 0 where there was none
 */
record TrailClock(@Nullable Instant instant, long sequence) {
  static final TrailClock NEVER = new TrailClock(null, 0);

  /** After the tick that is this entry. */
  TrailClock after(Instant tick, long entry) {
    return new TrailClock(instant == null || tick.isAfter(instant) ? tick : instant, entry);
  }

  boolean isAfter(Instant moment) {
    return instant != null && instant.isAfter(moment);
  }
}
