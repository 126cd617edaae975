package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import org.plimsoll.wire.TrailPartition;

/**
 * An export of a workload as it would be weighed, without a broker: the entries that the engine
 * would write for the projects and their reports, the hashes, and one signed checkpoint, in the
 * files that the README.txt of every export describes.
 */
final class SampleExport implements AutoCloseable {
  private static final String ORIGIN = "plimsoll.bench/sample";
  private static final long SEGMENT_BYTES = 64L << 20;

  /** Entry n of a partition was taken n milliseconds after this. */
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Path directory;
  private final Workload workload;
  private final int tickEvery;
  private final StubRegistry stub = new StubRegistry();
  private final SchemaRegistry registry = stub.client();
  private final List<Partition> partitions = new ArrayList<>();
  private final RecordWriter<Tick> ticks =
      RecordWriter.register(registry, Topics.PROGRAM_TICKS, Tick.class);
  private final EntryBytes entries = EntryBytes.register(registry, Topics.TRAIL_PROGRAM);

  private SampleExport(Path directory, Workload workload, int partitions, int tickEvery)
      throws IOException {
    this.directory = directory;
    this.workload = workload;
    this.tickEvery = tickEvery;
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new Partition(i, partitions));
    }
  }

  /**
   * Writes it.
   *
   * @param directory to be made
   * @param tickEvery entries of a partition from one tick to the next; 0: none
   */
  static void write(Path directory, Workload workload, int partitions, int tickEvery)
      throws IOException {
    Files.createDirectories(directory.resolve("schemas"));
    try (SampleExport export = new SampleExport(directory, workload, partitions, tickEvery)) {
      export.write();
    }
  }

  private void write() throws IOException {
    var facts = RecordWriter.register(registry, Topics.PROGRAM_FACTS, NodeFacts.class);
    var grants = RecordWriter.register(registry, Topics.PROGRAM_GRANTS, ToleranceGrant.class);
    var statuses = RecordWriter.register(registry, Job.INTAKE, StatusChange.class);
    for (int program = 0; program < workload.programs(); program++) {
      String id = Workload.programId(program);
      take(id, Topics.PROGRAM_FACTS, facts.write(workload.programFacts(id)));
    }
    for (int project = 0; project < workload.projects(); project++) {
      String program = Workload.programOf(project);
      take(program, Topics.PROGRAM_FACTS, facts.write(workload.projectFacts(project)));
      for (ToleranceGrant grant : Workload.projectGrants(Workload.projectId(project), program)) {
        take(program, Topics.PROGRAM_GRANTS, grants.write(grant));
      }
    }
    for (int report = 0; report < workload.reports(); report++) {
      for (int project = 0; project < workload.projects(); project++) {
        take(
            Workload.programOf(project),
            Job.INTAKE,
            statuses.write(workload.status(project, report)));
      }
    }
    for (Partition partition : partitions) {
      partition.close();
    }
    sign();
  }

  private void take(String program, String topic, byte[] value) throws IOException {
    byte[] key = program.getBytes(StandardCharsets.UTF_8);
    Partition partition = partitions.get(Topics.partitionOf(key, partitions.size()));
    partition.take(topic, key, value);
    if (tickEvery > 0 && partition.frontier.size() % tickEvery == 0) {
      Instant now = BEGIN.plusMillis(partition.frontier.size() + 1);
      partition.take(
          Topics.PROGRAM_TICKS, null, ticks.write(new Tick("tick-" + now.toEpochMilli(), now)));
    }
  }

  private void sign() throws IOException {
    Map<Integer, Schema> schemas = new TreeMap<>();
    for (Schema schema :
        List.of(
            TrailEntry.getClassSchema(),
            NodeFacts.getClassSchema(),
            ToleranceGrant.getClassSchema(),
            StatusChange.getClassSchema(),
            Tick.getClassSchema())) {
      schemas.put(registry.register("any-value", schema), schema);
    }
    StringBuilder ids = new StringBuilder();
    List<Statement> statements = new ArrayList<>();
    for (var schema : schemas.entrySet()) {
      String sha256 = RecordReader.sha256(schema.getValue());
      ids.append(schema.getKey()).append(' ').append(sha256).append('\n');
      write("schemas/" + sha256 + ".avsc", schema.getValue().toString());
      if (schema.getValue().equals(TrailEntry.getClassSchema())) {
        statements.add(new Statement.WriterSchema(schema.getKey(), sha256));
      }
    }
    write("schemas/ids.txt", ids.toString());
    StringBuilder manifest =
        new StringBuilder(
            "plimsoll-export 1\norigin %s\ncreated %s\npartitions %d\n"
                .formatted(ORIGIN, BEGIN, partitions.size()));
    for (Partition partition : partitions) {
      statements.add(
          new Statement.Head(partition.of, partition.frontier.size(), partition.frontier.root()));
      manifest.append("trail %s %d\n".formatted(partition.of, partition.frontier.size()));
    }
    SigningKey key = SigningKey.generate(ORIGIN);
    var verifier = key.verifier(SignatureType.NOTE);
    RootLog log = new RootLog(List.of(verifier));
    Round round =
        new Round(statements, SignedNote.sign(log.next(ORIGIN, statements).text(), List.of(key)));
    ByteArrayOutputStream rounds = new ByteArrayOutputStream();
    frame(new DataOutputStream(rounds), round.bytes());
    Files.write(directory.resolve("rounds"), rounds.toByteArray());
    write("keys.txt", verifier + "\n");
    write("manifest.txt", manifest.toString());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private static void frame(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** One partition of programs, weighed and written as it comes. */
  private final class Partition implements AutoCloseable {
    private final TrailPartition of;
    private final Path files;
    private final InputReader inputs;
    private final List<Standing> met = new ArrayList<>();
    private final Fold fold = new Fold((before, _) -> met(before));
    private final Frontier frontier = new Frontier();
    private final OutputStream leaves;
    private DataOutputStream segment = new DataOutputStream(OutputStream.nullOutputStream());
    private long left;

    Partition(int number, int partitions) throws IOException {
      this.of = new TrailPartition(Level.PROGRAM, number);
      this.inputs = new InputReader(new RecordReader(registry), partitions);
      this.files = directory.resolve("entries").resolve(of.tierName() + "-" + number);
      Files.createDirectories(files);
      this.leaves = new BufferedOutputStream(Files.newOutputStream(files.resolve("leaves")));
    }

    private void met(Standing before) {
      if (met.stream().noneMatch(earlier -> earlier.nodeId().equals(before.nodeId()))) {
        met.add(before);
      }
    }

    void take(String topic, byte @Nullable [] key, byte[] value) throws IOException {
      long sequence = frontier.size() + 1;
      Taken taken =
          new Taken(
              topic,
              of.number(),
              sequence,
              key,
              value,
              BEGIN.plusMillis(sequence),
              new Position(of.tier(), of.number(), sequence));
      Reading reading = inputs.read(taken);
      met.clear();
      List<Outcome> outcomes = fold.next(requireNonNull(reading.input()));
      byte[] entry = entries.write(taken, reading, met, outcomes);
      if (left <= 0) {
        segment.close();
        segment =
            new DataOutputStream(
                new BufferedOutputStream(
                    Files.newOutputStream(files.resolve("%015d.entries".formatted(sequence)))));
        left = SEGMENT_BYTES;
      }
      frame(segment, entry);
      left -= Integer.BYTES + entry.length;
      leaves.write(frontier.append(entry).bytes());
    }

    @Override
    public void close() throws IOException {
      segment.close();
      leaves.close();
    }
  }

  @Override
  public void close() {
    stub.close();
  }
}
