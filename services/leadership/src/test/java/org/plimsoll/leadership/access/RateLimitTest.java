package org.plimsoll.leadership.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong now = new AtomicLong();
  private final RateLimit limit = new RateLimit(60, now::get);

  private int taken(String key, int asked) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += limit.take(key) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void aMinutesWorthIsThereAtOnceAndComesBackEvenly() {
    assertThat(taken("a", 100)).isEqualTo(60);
    assertThat(limit.allows("a")).isFalse();
    now.addAndGet(Duration.ofMillis(1_500).toNanos());
    assertThat(taken("a", 100)).isEqualTo(1);
    now.addAndGet(Duration.ofMinutes(30).toNanos());
    assertThat(taken("a", 100)).isEqualTo(60);
  }

  @Test
  void oneKeyDoesNotUseUpAnothers() {
    assertThat(taken("a", 100)).isEqualTo(60);
    assertThat(taken("b", 100)).isEqualTo(60);
  }

  @Test
  void whoIsHeldUpStaysSoWhileOthersComeAndGo() {
    taken("a", 100);
    for (int i = 0; i < 30_000; i++) {
      taken("other-" + i, 1);
    }
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(taken("a", 100)).isEqualTo(2);
  }
}
