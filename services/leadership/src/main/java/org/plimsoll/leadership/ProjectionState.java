package org.plimsoll.leadership;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Where the projection stands, for health and for the quiet line on the screens. A partition that
 * stands still makes the service DOWN: what is shown of its nodes is no longer true.
 */
@Component("projectionHealthIndicator")
class ProjectionState implements HealthIndicator {
  private final Map<String, String> stopped = new ConcurrentSkipListMap<>();
  private volatile @Nullable String trouble;
  // Until the loop has gone round once, nobody knows.
  private volatile long behind = 1;
  private volatile @Nullable Instant asOf;
  private volatile @Nullable Instant behindSince;

  /**
   * What a screen says of it.
   *
   * @param asOf when the newest shown input was taken; absent before the first
   * @param behind records that are not shown yet
   * @param stopped whether some part stands still, by a gap or because something does not answer
   */
  record Shown(@Nullable Instant asOf, long behind, boolean stopped) {}

  /** The loop begins again from what is stored, and will find again what stands still. */
  void begins() {
    stopped.clear();
  }

  void stop(String partition, String reason) {
    stopped.put(partition, reason);
  }

  /** The loop goes round, {@code behind} records before the end. */
  void runs(long behind, @Nullable Instant asOf, Instant now) {
    this.trouble = null;
    this.behind = behind;
    this.asOf = asOf;
    if (behind == 0) {
      behindSince = null;
    } else if (behindSince == null) {
      behindSince = now;
    }
  }

  /** The loop cannot go round, and tries again. */
  void fails(String reason) {
    trouble = reason;
  }

  Shown shown() {
    Instant since = behindSince;
    boolean lags = since != null && since.isBefore(Instant.now().minusSeconds(5));
    return new Shown(asOf, lags ? behind : 0, !stopped.isEmpty() || trouble != null);
  }

  @Override
  public Health health() {
    String failing = trouble;
    Health.Builder health = stopped.isEmpty() && failing == null ? Health.up() : Health.down();
    if (failing != null) {
      health.withDetail("trouble", failing);
    }
    if (!stopped.isEmpty()) {
      health.withDetail("stopped", Map.copyOf(stopped));
    }
    Instant newest = asOf;
    if (newest != null) {
      health.withDetail("asOf", newest);
    }
    return health.withDetail("behind", behind).build();
  }
}
