package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
  /** What is behind for shorter than this is not worth a word on a screen. */
  private static final Duration WORTH_A_WORD = Duration.ofSeconds(5);

  /**
   * How far one part lies behind.
   *
   * @param records that are not shown yet
   * @param oldest when the oldest input behind those was taken; null as long as that is not known
   * @param newest when the newest shown input was taken; null before the first
   */
  record Lag(long records, @Nullable Instant oldest, @Nullable Instant newest) {}

  /**
   * What a screen says of it.
   *
   * @param asOf everything that was taken before is shown; absent before the first
   * @param behind records that are not shown yet
   * @param behindSeconds how long ago the oldest input behind those was taken
   * @param stopped whether some part stands still, by a gap or because something does not answer
   */
  record Shown(@Nullable Instant asOf, long behind, long behindSeconds, boolean stopped) {}

  /** One part as its follower last spoke of it. */
  private static final class Spoken {
    final Map<String, String> stopped = new TreeMap<>();
    @Nullable String trouble;
    // Until it has gone round once, nobody knows.
    Lag lag = new Lag(1, null, null);
    @Nullable Instant behindSince;

    long behindSeconds(Instant now) {
      Instant since = lag.oldest() == null ? behindSince : lag.oldest();
      return lag.records() == 0 || since == null
          ? 0
          : Math.max(0, Duration.between(since, now).toSeconds());
    }
  }

  private final Map<Part, Spoken> parts = new EnumMap<>(Part.class);

  ProjectionState() {
    for (Part part : Part.values()) {
      parts.put(part, new Spoken());
    }
  }

  private Spoken of(Part part) {
    return requireNonNull(parts.get(part));
  }

  /** The part begins again from what is stored, and will find again what stands still. */
  synchronized void begins(Part part) {
    of(part).stopped.clear();
  }

  synchronized void stop(Part part, String partition, String reason) {
    of(part).stopped.put(partition, reason);
  }

  /** The part goes round. */
  synchronized void runs(Part part, Lag lag, Instant now) {
    Spoken spoken = of(part);
    spoken.trouble = null;
    spoken.lag = lag;
    if (lag.records() == 0) {
      spoken.behindSince = null;
    } else if (spoken.behindSince == null) {
      spoken.behindSince = now;
    }
  }

  /** The part cannot go round, and tries again. */
  synchronized void fails(Part part, String reason) {
    of(part).trouble = reason;
  }

  synchronized Shown shown(Instant now) {
    boolean lags =
        parts.values().stream()
            .anyMatch(each ->
                each.behindSince != null && each.behindSince.isBefore(now.minus(WORTH_A_WORD)));
    return new Shown(asOf(), lags ? behind() : 0, lags ? behindSeconds(now) : 0, !isWhole());
  }

  private boolean isWhole() {
    return parts.values().stream().allMatch(each -> each.stopped.isEmpty() && each.trouble == null);
  }

  private long behind() {
    return parts.values().stream().mapToLong(each -> each.lag.records()).sum();
  }

  private long behindSeconds(Instant now) {
    return parts.values().stream().mapToLong(each -> each.behindSeconds(now)).max().orElse(0);
  }

  /** Partitions are not equally far: the one that is least far says how old the figures are. */
  private @Nullable Instant asOf() {
    Lag trail = of(Part.TRAIL).lag;
    Instant newest = trail.newest();
    Instant oldest = trail.oldest();
    return newest != null && oldest != null && oldest.isBefore(newest) ? oldest : newest;
  }

  @Override
  public synchronized Health health() {
    Health.Builder health = isWhole() ? Health.up() : Health.down();
    Map<String, String> stopped = new TreeMap<>();
    Set<String> trouble = new TreeSet<>();
    parts
        .values()
        .forEach(each -> {
          stopped.putAll(each.stopped);
          if (each.trouble != null) {
            trouble.add(each.trouble);
          }
        });
    if (!trouble.isEmpty()) {
      health.withDetail("trouble", String.join("; ", trouble));
    }
    if (!stopped.isEmpty()) {
      health.withDetail("stopped", stopped);
    }
    Instant asOf = asOf();
    if (asOf != null) {
      health.withDetail("asOf", asOf);
    }
    return health
        .withDetail("behind", behind())
        .withDetail("behindSeconds", behindSeconds(Instant.now()))
        .withDetail("escalationsBehind", of(Part.ESCALATIONS).lag.records())
        .build();
  }
}
