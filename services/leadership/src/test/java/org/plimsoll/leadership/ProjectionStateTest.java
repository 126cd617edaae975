package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.ProjectionState.Lag;
import org.springframework.boot.health.contributor.Status;

/** What the projection says of itself, to whoever waits for it. */
class ProjectionStateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private final ProjectionState state = new ProjectionState();

  private long detail(String name) {
    return (Long) requireNonNull(state.health().getDetails().get(name));
  }

  private long behind() {
    return detail("behind");
  }

  /** Both parts go round, and only the trail lies behind. */
  private void runs(long behind, @Nullable Instant newest, Instant now) {
    state.runs(Part.TRAIL, new Lag(behind, null, newest), now);
    state.runs(Part.ESCALATIONS, new Lag(0, null, null), now);
  }

  @Test
  void beforeItHasGoneRoundItIsBehindAndNotBroken() {
    assertThat(state.health().getStatus()).isEqualTo(Status.UP);
    assertThat(behind()).isPositive();
    assertThat(state.shown(NOW).stopped()).isFalse();
  }

  @Test
  void nothingIsBehindOnlyWhenTheLoopSaysSo() {
    state.begins(Part.TRAIL);
    assertThat(behind()).isPositive();
    runs(7, null, NOW);
    assertThat(behind()).isEqualTo(7);
    runs(0, NOW, NOW);
    assertThat(behind()).isZero();
    assertThat(state.health().getDetails()).containsEntry("asOf", NOW);
  }

  @Test
  void whatDoesNotAnswerIsNamedUntilTheLoopGoesRoundAgain() {
    runs(0, NOW, NOW);
    state.fails(Part.TRAIL, "the database does not answer");
    assertThat(state.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(state.health().getDetails())
        .containsEntry("trouble", "the database does not answer");
    assertThat(state.shown(NOW).stopped()).isTrue();
    state.begins(Part.TRAIL);
    assertThat(state.health().getStatus()).isEqualTo(Status.DOWN);
    runs(0, NOW, NOW);
    assertThat(state.health().getStatus()).isEqualTo(Status.UP);
    assertThat(state.shown(NOW).stopped()).isFalse();
  }

  @Test
  void aPartitionThatStandsStillIsNamedWhileTheOthersGoOn() {
    state.stop(Part.TRAIL, "plimsoll.trail.program-2", "sequence 2 was expected, found 3");
    runs(0, NOW, NOW);
    assertThat(state.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(state.health().getDetails())
        .containsEntry(
            "stopped", Map.of("plimsoll.trail.program-2", "sequence 2 was expected, found 3"));
    state.begins(Part.TRAIL);
    assertThat(state.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void screensSpeakOfALagThatLasts() {
    runs(3, null, NOW);
    assertThat(state.shown(NOW).behind()).isZero();
    runs(0, null, NOW.minusSeconds(6));
    runs(3, null, NOW.minusSeconds(6));
    runs(5, null, NOW);
    assertThat(state.shown(NOW).behind()).isEqualTo(5);
    assertThat(state.shown(NOW).behindSeconds()).isEqualTo(6);
  }

  @Test
  void theOldestInputThatIsNotShownSaysHowFarBehindItIsInTime() {
    Instant taken = NOW.minusSeconds(90);
    state.runs(Part.TRAIL, new Lag(7, taken, NOW.minusSeconds(2)), NOW.minusSeconds(60));
    state.runs(Part.ESCALATIONS, new Lag(2, NOW.minusSeconds(1), null), NOW);
    assertThat(state.shown(NOW).behindSeconds()).isEqualTo(90);
    assertThat(state.shown(NOW).behind()).isEqualTo(9);
    // Another partition is nearly at the end; the figures are as old as the oldest of them.
    assertThat(state.shown(NOW).asOf()).isEqualTo(taken);
    assertThat(detail("escalationsBehind")).isEqualTo(2);
    assertThat(detail("behindSeconds")).isGreaterThanOrEqualTo(90);
    runs(0, NOW, NOW);
    assertThat(detail("behindSeconds")).isZero();
    assertThat(state.shown(NOW).asOf()).isEqualTo(NOW);
  }
}
