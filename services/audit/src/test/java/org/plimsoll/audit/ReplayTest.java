package org.plimsoll.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Events;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

class ReplayTest {
  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 31);
  private static final int PARTITIONS = 1;

  private static SchemaRegistry registry;
  private static final List<TrailEntry> TRAIL = new ArrayList<>();
  private static final Map<String, RecordWriter<?>> WRITERS = new HashMap<>();
  private static final Fold LIVE = new Fold();
  private static InputReader reader;

  /** A school that crosses its tolerance in March, between bytes that nobody can read. */
  @BeforeAll
  static void record() {
    registry = new SchemaRegistry(Cluster.shared().registryUrl());
    reader = new InputReader(new RecordReader(registry), PARTITIONS);
    LocalDate finish = LocalDate.of(2021, 6, 30);
    take(Topics.PROGRAM_FACTS, Events.program("enbek", "plan").build());
    take(Topics.PROGRAM_FACTS, Events.project("school", "enbek", "mlsp", 1000, finish).build());
    take(Topics.PROGRAM_GRANTS, Events.costGrowthAtMost("school", 10).build());
    take(Topics.intake("mlsp"), Events.costForecast("school", JANUARY, 1050).build());
    takeBytes(Topics.intake("mlsp"), new byte[] {1, 2, 3});
    takeBytes(Topics.intake("mlsp"), new byte[0]);
    for (int month = 1; month <= 3; month++) {
      StatusChange status =
          Events.costForecast("school", JANUARY.plusMonths(month), 1050 + 100L * month).build();
      take(Topics.intake("mlsp"), status);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends SpecificRecord> void take(String topic, T value) {
    RecordWriter<T> writer =
        (RecordWriter<T>)
            WRITERS.computeIfAbsent(
                topic, t -> RecordWriter.register(registry, t, (Class<T>) value.getClass()));
    takeBytes(topic, writer.write(value));
  }

  private static void takeBytes(String topic, byte[] value) {
    Position at = new Position(Level.PROGRAM, 0, TRAIL.size() + 1L);
    Taken taken =
        new Taken(
            topic,
            0,
            TRAIL.size(),
            "enbek".getBytes(StandardCharsets.UTF_8),
            value,
            Instant.parse("2024-01-01T00:00:00Z"),
            at);
    Reading reading = reader.read(taken);
    List<Outcome> outcomes = reading.input() == null ? List.of() : LIVE.next(reading.input());
    TRAIL.add(EntryWriter.entry(taken, reading, List.of(), outcomes));
  }

  private static Replay replayOf(List<TrailEntry> trail) {
    Replay replay = new Replay(registry, PARTITIONS);
    trail.forEach(replay::next);
    return replay;
  }

  private static List<TrailEntry> trailWith(int index, TrailEntry changed) {
    List<TrailEntry> trail = new ArrayList<>(TRAIL);
    trail.set(index, changed);
    return trail;
  }

  @Test
  void whatWasRecordedIsWhatTheInputsLeadTo() {
    Replay replay = replayOf(TRAIL);

    assertThat(replay.differences()).isEmpty();
    assertThat(replay.entries()).isEqualTo(9);
    assertThat(TRAIL.toString()).contains("RAISED", "WORSENED", "MALFORMED");
  }

  @Test
  void aDroppedEntryIsNamedByItsPlace() {
    List<TrailEntry> trail = new ArrayList<>(TRAIL);
    trail.remove(4);

    assertThat(replayOf(trail).differences())
        .extracting(difference -> difference.at().sequence())
        .containsExactly(6L);
  }

  @Test
  void aSoftenedOutcomeIsFound() {
    TrailEntry raised = TRAIL.get(7);
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
    TrailEntry status = TRAIL.get(3);
    byte[] bytes = status.getInputBytes().array().clone();
    bytes[bytes.length - 8] ^= 1;
    TrailEntry changed =
        TrailEntry.newBuilder(status).setInputBytes(ByteBuffer.wrap(bytes)).build();

    assertThat(replayOf(trailWith(3, changed)).differences()).hasSize(1);
  }
}
