package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.access.Scope;

/** What is kept for some seconds is kept for those alone who may see it. */
class RecentTest {
  private static final List<String> ASKED = List.of("counts");

  private static Recent.Of of(Recent recent, String root) {
    return recent.within(new Scope(false, Set.of(root), Set.of()));
  }

  private static Recent recent(Duration age) {
    return new Recent(
        new LeadershipSettings(
            Set.of(), Duration.ofSeconds(15), age, ZoneOffset.UTC, Map.of(), null, null));
  }

  @Test
  void noScopeIsAnsweredWithWhatAnotherAsked() {
    Recent recent = recent(Duration.ofMinutes(1));
    assertThat(of(recent, "a").get(ASKED, () -> "of a")).isEqualTo("of a");
    assertThat(of(recent, "b").get(ASKED, () -> "of b")).isEqualTo("of b");
    assertThat(recent.within(Scope.EVERYTHING).get(ASKED, () -> "all")).isEqualTo("all");
    assertThat(
            recent
                .within(new Scope(false, Set.of(), Set.of("a")))
                .get(ASKED, () -> "of the agency a"))
        .isEqualTo("of the agency a");
  }

  @Test
  void noQuestionIsAnsweredWithAnothersAnswer() {
    Recent.Of of = of(recent(Duration.ofMinutes(1)), "a");
    assertThat(of.get(List.of("holders", 1L), () -> "first")).isEqualTo("first");
    assertThat(of.get(List.of("holders", 2L), () -> "second")).isEqualTo("second");
    assertThat(of.get(List.of("months", 1L), () -> "third")).isEqualTo("third");
  }

  @Test
  void anAnswerIsKeptAndOneThatGrewOldIsGivenOnceMoreAndCountedAnew() {
    AtomicInteger counted = new AtomicInteger();
    Recent.Of young = of(recent(Duration.ofMinutes(1)), "a");
    assertThat(young.get(ASKED, counted::incrementAndGet)).isEqualTo(1);
    assertThat(young.get(ASKED, counted::incrementAndGet)).isEqualTo(1);

    Recent.Of old = of(recent(Duration.ofMillis(50)), "a");
    int first = old.get(ASKED, counted::incrementAndGet);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> old.get(ASKED, counted::incrementAndGet) > first);
  }

  @Test
  void whatTakesLongToCountGrowsOlder() throws InterruptedException {
    AtomicInteger counted = new AtomicInteger();
    Recent.Of of = of(recent(Duration.ofMillis(10)), "a");
    Supplier<Integer> slow =
        () -> {
          LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
          return counted.incrementAndGet();
        };
    // Ten seconds, of which the first two are looked at.
    for (int i = 0; i < 20; i++) {
      assertThat(of.get(ASKED, slow)).isEqualTo(1);
      Thread.sleep(100);
    }
    assertThat(counted).hasValue(1);
  }

  @Test
  void withNoAgeEverythingIsCountedWithEachQuestion() {
    AtomicInteger counted = new AtomicInteger();
    Recent.Of of = of(recent(Duration.ZERO), "a");
    assertThat(of.get(ASKED, counted::incrementAndGet)).isEqualTo(1);
    assertThat(of.get(ASKED, counted::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void whatFailsIsSaidAndAskedAgain() {
    Recent.Of of = of(recent(Duration.ofMinutes(1)), "a");
    assertThatThrownBy(() ->
            of.get(
                ASKED,
                () -> {
                  throw new IllegalStateException("no database");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no database");
    assertThat(of.get(ASKED, () -> "there again")).isEqualTo("there again");
  }
}
