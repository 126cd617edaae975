package org.plimsoll.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.SchemaRegistry;

class ReplayTest {
  private static SchemaRegistry registry;
  private static List<TrailEntry> trail = List.of();

  @BeforeAll
  static void record() {
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
    trail = Trail.ofSchool(registry).entries();
  }

  private static Replay replayOf(List<TrailEntry> entries) {
    Replay replay = new Replay(registry, Trail.PARTITIONS);
    entries.forEach(replay::next);
    return replay;
  }

  private static List<TrailEntry> trailWith(int index, TrailEntry changed) {
    List<TrailEntry> entries = new ArrayList<>(trail);
    entries.set(index, changed);
    return entries;
  }

  @Test
  void whatWasRecordedIsWhatTheInputsLeadTo() {
    Replay replay = replayOf(trail);

    assertThat(replay.differences()).isEmpty();
    assertThat(replay.entries()).isEqualTo(9);
    assertThat(trail.toString()).contains("RAISED", "WORSENED", "MALFORMED");
  }

  @Test
  void aDroppedEntryIsNamedByItsPlace() {
    List<TrailEntry> entries = new ArrayList<>(trail);
    entries.remove(4);

    assertThat(replayOf(entries).differences())
        .extracting(difference -> difference.at().sequence())
        .containsExactly(6L);
  }

  @Test
  void aSoftenedOutcomeIsFound() {
    TrailEntry raised = trail.get(7);
    TrailEntry softened =
        TrailEntry.newBuilder(raised)
            .setOutcomes(
                raised.getOutcomes().stream()
                    .filter(outcome -> outcome.getExceptionChanged() == null)
                    .toList())
            .build();
    assertThat(raised.getOutcomes()).anyMatch(outcome -> outcome.getExceptionChanged() != null);

    assertThat(replayOf(trailWith(7, softened)).differences())
        .extracting(difference -> difference.at().sequence())
        .containsExactly(8L);
  }

  @Test
  void aChangedInputIsFoundWhereItFirstMatters() {
    TrailEntry status = trail.get(3);
    byte[] bytes = status.getInputBytes().array().clone();
    bytes[bytes.length - 8] ^= 1;
    TrailEntry changed =
        TrailEntry.newBuilder(status).setInputBytes(ByteBuffer.wrap(bytes)).build();

    assertThat(replayOf(trailWith(3, changed)).differences()).hasSize(1);
  }

  @Test
  void aForgottenToleranceAndAnotherSenderAreFound() {
    TrailEntry raised = trail.get(7);
    assertThat(raised.getInForce()).isNotEmpty();
    TrailEntry forgotten = TrailEntry.newBuilder(raised).setInForce(List.of()).build();
    TrailEntry another = TrailEntry.newBuilder(raised).setSender("other").build();

    assertThat(replayOf(trailWith(7, forgotten)).differences())
        .extracting(Replay.Difference::recorded)
        .containsExactly("inForce []");
    assertThat(replayOf(trailWith(7, another)).differences())
        .extracting(Replay.Difference::derived)
        .containsExactly("sender mlsp");
  }
}
