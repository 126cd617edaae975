package org.plimsoll.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Events;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.InputWriter;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/** A trail of one partition of programs, recorded as the engine does. */
public final class Trail {
  public static final int PARTITIONS = 1;
  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 31);
  private static final LocalDate FINISH = LocalDate.of(2021, 6, 30);

  private final SchemaRegistry registry;
  private final InputReader reader;
  private final List<Standing> met = new ArrayList<>();
  private final Fold live = new Fold((before, after) -> met(before, after));
  private final Map<String, RecordWriter<?>> writers = new HashMap<>();
  private final List<TrailEntry> entries = new ArrayList<>();
  private final List<Optional<Input>> inputs = new ArrayList<>();

  public Trail(SchemaRegistry registry) {
    this.registry = registry;
    this.reader = new InputReader(new RecordReader(registry), PARTITIONS);
  }

  private void met(Standing before, Standing after) {
    if (met.stream().noneMatch(earlier -> earlier.nodeId().equals(after.nodeId()))) {
      met.add(before);
    }
  }

  /** A school with its program and a tolerance, of which nothing is reported yet. */
  static Trail ofSchoolAlone(SchemaRegistry registry) {
    Trail trail = new Trail(registry);
    trail.take(Topics.PROGRAM_FACTS, Events.program("enbek", "plan").build());
    trail.take(
        Topics.PROGRAM_FACTS, Events.project("school", "enbek", "mlsp", 1000, FINISH).build());
    trail.take(Topics.PROGRAM_GRANTS, Events.costGrowthAtMost("school", 10).build());
    return trail;
  }

  /** A school that crosses its tolerance in March, between bytes that nobody can read. */
  public static Trail ofSchool(SchemaRegistry registry) {
    Trail trail = ofSchoolAlone(registry);
    trail.report(0, 1050);
    trail.takeBytes(Topics.intake("mlsp"), new byte[] {1, 2, 3});
    trail.takeBytes(Topics.intake("mlsp"), new byte[0]);
    for (int month = 1; month <= 3; month++) {
      trail.report(month, 1050 + 100L * month);
    }
    return trail;
  }

  /** What the school expects to cost, so many months after January 2020. */
  public void report(int month, long cost) {
    take(
        Topics.intake("mlsp"),
        Events.costForecast("school", JANUARY.plusMonths(month), cost).build());
  }

  public <T extends SpecificRecord> void take(String topic, T value) {
    takeBytes(topic, written(topic, value));
  }

  /** An input of a program's history, as whoever states it would write it. */
  public void take(String program, Input input, Instant takenAt) {
    String topic =
        switch (input) {
          case Input.StatusChanged(var _, var _, var origin) -> Topics.intake(origin.agencyId());
          case Input.FactsStated _ -> Topics.PROGRAM_FACTS;
          case Input.ToleranceGranted _ -> Topics.PROGRAM_GRANTS;
          case Input.Decided _ -> Topics.PROGRAM_DECISIONS;
          case Input.Ticked _ -> Topics.PROGRAM_TICKS;
          case Input.ChildContributed _ ->
              throw new IllegalArgumentException("not in a program's history: " + input);
        };
    takeBytes(topic, program, written(topic, InputWriter.record(input)), takenAt);
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> byte[] written(String topic, T value) {
    return ((RecordWriter<T>)
            writers.computeIfAbsent(
                topic, t -> RecordWriter.register(registry, t, (Class<T>) value.getClass())))
        .write(value);
  }

  public void takeBytes(String topic, byte[] value) {
    takeBytes(
        topic, "enbek", value, Instant.parse("2024-01-01T00:00:00Z").plusSeconds(entries.size()));
  }

  public void takeBytes(String topic, String key, byte[] value, Instant takenAt) {
    Position at = new Position(Level.PROGRAM, 0, entries.size() + 1L);
    Taken taken =
        new Taken(
            topic, 0, entries.size(), key.getBytes(StandardCharsets.UTF_8), value, takenAt, at);
    Reading reading = reader.read(taken);
    inputs.add(Optional.ofNullable(reading.input()));
    met.clear();
    List<Outcome> outcomes = reading.input() == null ? List.of() : live.next(reading.input());
    List<ToleranceInForce> inForce = new ArrayList<>();
    met.forEach(standing -> EntryWriter.inForce(standing, inForce));
    entries.add(EntryWriter.entry(taken, reading, inForce, outcomes));
  }

  public List<TrailEntry> entries() {
    return List.copyOf(entries);
  }

  /** What was weighed of each entry; empty where it was refused before. */
  public List<Optional<Input>> inputs() {
    return List.copyOf(inputs);
  }

  /** The exact values of the records. */
  public List<byte[]> bytes() {
    RecordWriter<TrailEntry> writer =
        RecordWriter.register(registry, Topics.TRAIL_PROGRAM, TrailEntry.class);
    return entries.stream().map(writer::write).toList();
  }
}
