package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** What the projection says of itself, to whoever waits for it. */
class ProjectionStateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private final ProjectionState state = new ProjectionState();

  private long behind() {
    return (Long) requireNonNull(state.health().getDetails().get("behind"));
  }

  @Test
  void beforeItHasGoneRoundItIsBehindAndNotBroken() {
    assertThat(state.health().getStatus()).isEqualTo(Status.UP);
    assertThat(behind()).isPositive();
    assertThat(state.shown().stopped()).isFalse();
  }

  @Test
  void nothingIsBehindOnlyWhenTheLoopSaysSo() {
    state.begins();
    assertThat(behind()).isPositive();
    state.runs(7, null, NOW);
    assertThat(behind()).isEqualTo(7);
    state.runs(0, NOW, NOW);
    assertThat(behind()).isZero();
    assertThat(state.health().getDetails()).containsEntry("asOf", NOW);
  }

  @Test
  void whatDoesNotAnswerIsNamedUntilTheLoopGoesRoundAgain() {
    state.runs(0, NOW, NOW);
    state.fails("the database does not answer");
    assertThat(state.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(state.health().getDetails())
        .containsEntry("trouble", "the database does not answer");
    assertThat(state.shown().stopped()).isTrue();
    state.begins();
    assertThat(state.health().getStatus()).isEqualTo(Status.DOWN);
    state.runs(0, NOW, NOW);
    assertThat(state.health().getStatus()).isEqualTo(Status.UP);
    assertThat(state.shown().stopped()).isFalse();
  }

  @Test
  void aPartitionThatStandsStillIsNamedWhileTheOthersGoOn() {
    state.stop("plimsoll.trail.program-2", "sequence 2 was expected, found 3");
    state.runs(0, NOW, NOW);
    assertThat(state.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(state.health().getDetails())
        .containsEntry(
            "stopped", Map.of("plimsoll.trail.program-2", "sequence 2 was expected, found 3"));
    state.begins();
    assertThat(state.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void screensSpeakOfALagThatLasts() {
    Instant longAgo = Instant.now().minusSeconds(6);
    state.runs(3, null, Instant.now());
    assertThat(state.shown().behind()).isZero();
    state.runs(0, null, longAgo);
    state.runs(3, null, longAgo);
    state.runs(5, null, Instant.now());
    assertThat(state.shown().behind()).isEqualTo(5);
  }
}
