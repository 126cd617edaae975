package org.plimsoll.leadership.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many within any minute for each key: a bucket that holds a minute's worth and fills evenly. Of
 * this instance alone.
 */
final class RateLimit {
  /** Keys that are remembered; beyond, those go whose bucket is full again. */
  private static final int KEYS = 20_000;

  private record Bucket(double left, long atNanos) {}

  private final int perMinute;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  RateLimit(int perMinute, LongSupplier nanos) {
    this.perMinute = perMinute;
    this.nanos = nanos;
    this.sweptNanos = new AtomicLong(nanos.getAsLong());
  }

  /** Whether one more is allowed; takes nothing. */
  boolean allows(String key) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.get(key);
    return bucket == null || left(bucket, now) >= 1;
  }

  /** Takes one; whether it was there. */
  boolean take(String key) {
    long now = nanos.getAsLong();
    sweep(now);
    boolean[] taken = {false};
    buckets.compute(
        key,
        (k, bucket) -> {
          double left = bucket == null ? perMinute : left(bucket, now);
          taken[0] = left >= 1;
          return new Bucket(taken[0] ? left - 1 : left, now);
        });
    return taken[0];
  }

  private double left(Bucket bucket, long now) {
    double minutes = (now - bucket.atNanos()) / (double) Duration.ofMinutes(1).toNanos();
    return Math.min(perMinute, bucket.left() + minutes * perMinute);
  }

  private void sweep(long now) {
    long swept = sweptNanos.get();
    if (buckets.size() > KEYS
        && now - swept > Duration.ofSeconds(1).toNanos()
        && sweptNanos.compareAndSet(swept, now)) {
      buckets.values().removeIf(bucket -> left(bucket, now) >= perMinute);
    }
  }
}
