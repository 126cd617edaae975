package org.plimsoll.leadership.subscription;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: a random part of a time that doubles with each one, so
 * that receivers which fell ill together are not called together.
 *
 * @param first the longest wait after the first attempt
 * @param longest of all waits, also of those that a receiver asks for
 */
record Backoff(Duration first, Duration longest) {
  /** Enough to reach any longest wait, and no overflow. */
  private static final int MOST_DOUBLINGS = 30;

  /** The least that a call waits: a random part may be none. */
  private static final Duration LEAST = Duration.ofMillis(50);

  /**
   * @param attempts made so far, at least 1
   * @param random at least 0, below 1
   * @param asked what the receiver asked for; it is not called before
   */
  Duration after(int attempts, double random, @Nullable Duration asked) {
    int doublings = Math.min(attempts - 1, MOST_DOUBLINGS);
    // 30 doublings of an hour are some 10^18 ms, within a long.
    long bound = Math.min(longest.toMillis(), first.toMillis() << doublings);
    Duration wait = Duration.ofMillis((long) (Math.max(bound, 0) * random));
    Duration least = asked == null ? LEAST : least(asked, longest);
    return wait.compareTo(least) < 0 ? least : wait;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
