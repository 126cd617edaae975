package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * What no engine on Kafka Streams that keeps this trail can beat: for each status an entry is
 * forwarded that was made beforehand, with the bytes of the status in it. Nothing is read, weighed
 * or raised, and nothing stands.
 */
public final class EntriesJob {
  static final String TOPIC = "bench.entries";

  /** As many projects; the compressor sees some forty entries at once, so none of them twice. */
  private static final int DIFFERENT = 500;

  private EntriesJob() {}

  /** Runs until its process is ended; the one argument names its settings. */
  public static void main(String[] arguments) {
    Job job = Job.read(arguments);
    List<Made> made = new Making().entries();
    Topology topology = new Topology();
    topology
        .addSource("statuses", new ByteArrayDeserializer(), new ByteArrayDeserializer(), Job.INTAKE)
        .addProcessor("entries", () -> new Forwarding(made), "statuses")
        .addSink("trail", TOPIC, new ByteArraySerializer(), new ByteArraySerializer(), "entries");
    // As the engine sends them.
    job.stream(
        topology,
        Map.of(
            StreamsConfig.producerPrefix("batch.size"),
            256 << 10,
            StreamsConfig.producerPrefix("compression.type"),
            "lz4"));
  }

  /** An entry, and where in it the bytes of its status are. */
  private static final class Made {
    private final byte[] entry;
    private final int place;
    private final int length;

    Made(byte[] entry, int place, int length) {
      this.entry = entry;
      this.place = place;
      this.length = length;
    }

    byte[] with(byte[] status) {
      byte[] copy = entry.clone();
      System.arraycopy(status, 0, copy, place, Math.min(length, status.length));
      return copy;
    }
  }

  private static final class Forwarding
      extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final List<Made> made;
    private int next;

    Forwarding(List<Made> made) {
      this.made = made;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      next = (next + 1) % made.size();
      context().forward(record.withValue(made.get(next).with(record.value())));
    }
  }

  /** Weighs three reports of each project, as the engine does it, and keeps the last entries. */
  private static final class Making {
    private static final int REPORTS = 3;

    private final Workload workload = new Workload(1, DIFFERENT, REPORTS, 0);
    private final List<Standing> met = new ArrayList<>();
    private final Fold fold = new Fold((before, _) -> met.add(before));
    private long sequence;

    List<Made> entries() {
      List<Made> made = new ArrayList<>();
      try (StubRegistry stub = new StubRegistry()) {
        SchemaRegistry registry = stub.client();
        InputReader inputs = new InputReader(new RecordReader(registry), 1);
        EntryBytes entries = EntryBytes.register(registry, Topics.TRAIL_PROGRAM);
        var facts = RecordWriter.register(registry, Topics.PROGRAM_FACTS, NodeFacts.class);
        var grants = RecordWriter.register(registry, Topics.PROGRAM_GRANTS, ToleranceGrant.class);
        var statuses = RecordWriter.register(registry, Job.INTAKE, StatusChange.class);
        for (int program = 0; program < workload.programs(); program++) {
          String id = Workload.programId(program);
          weigh(taken(Topics.PROGRAM_FACTS, id, facts, workload.programFacts(id)), inputs, entries);
        }
        for (int project = 0; project < DIFFERENT; project++) {
          String program = Workload.programOf(project);
          weigh(
              taken(Topics.PROGRAM_FACTS, program, facts, workload.projectFacts(project)),
              inputs,
              entries);
          for (ToleranceGrant grant :
              Workload.projectGrants(Workload.projectId(project), program)) {
            weigh(taken(Topics.PROGRAM_GRANTS, program, grants, grant), inputs, entries);
          }
        }
        for (int report = 0; report < REPORTS; report++) {
          made.clear();
          for (int project = 0; project < DIFFERENT; project++) {
            Taken taken =
                taken(
                    Job.INTAKE,
                    Workload.programOf(project),
                    statuses,
                    workload.status(project, report));
            byte[] entry = weigh(taken, inputs, entries);
            byte[] status = requireNonNull(taken.value());
            made.add(new Made(entry, placeOf(status, entry), status.length));
          }
        }
      }
      return made;
    }

    private <T extends SpecificRecord> Taken taken(
        String topic, String program, RecordWriter<T> writer, T record) {
      return Workload.taken(topic, program, writer.write(record), ++sequence);
    }

    private byte[] weigh(Taken taken, InputReader inputs, EntryBytes entries) {
      Reading reading = inputs.read(taken);
      met.clear();
      List<Outcome> outcomes = fold.next(requireNonNull(reading.input()));
      return entries.write(taken, reading, met, outcomes);
    }

    private static int placeOf(byte[] part, byte[] whole) {
      for (int at = 0; at + part.length <= whole.length; at++) {
        if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
          return at;
        }
      }
      throw new IllegalStateException("an entry holds the bytes of its status");
    }
  }
}
