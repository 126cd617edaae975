package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.plimsoll.core.escalation.Cascade;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Verdict;
import org.plimsoll.core.escalation.Weighing;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.Topics;

/**
 * What one status costs where nothing is read from a broker or written to one. Its project is one
 * of a program of {@value Workload#PROJECTS_PER_PROGRAM}, all of which have reported before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "-Xmx1g",
      "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=org.plimsoll.schema",
      "--sun-misc-unsafe-memory-access=allow"
    })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else.
public class StatusBenchmark {
  private static final String PROGRAM = Workload.programId(0);

  /** Whether the status stays within every tolerance, or is beyond the cost of the project. */
  @Param({"within", "raises"})
  public String status;

  private StubRegistry registry;
  private RecordReader records;
  private InputReader inputs;
  private RecordWriter<StatusChange> statuses;
  private EntryBytes entries;
  private RecordWriter<TrailEntry> entryRecords;
  private final Map<String, Standing> known = new HashMap<>();
  private long sequence;

  private StatusChange record;
  private Taken taken;
  private Reading reading;
  private Input input;
  private Standing project;
  private Standing program;
  private List<ToleranceInForce> inForce;
  private List<Outcome> outcomes;
  private TrailEntry entry;

  /** Registers a program and its projects, takes a first report of each, and makes the next one. */
  @Setup
  public void prepare() {
    registry = new StubRegistry();
    var client = registry.client();
    records = new RecordReader(client);
    inputs = new InputReader(records, 1);
    statuses = RecordWriter.register(client, Job.INTAKE, StatusChange.class);
    entries = EntryBytes.register(client, Topics.TRAIL_PROGRAM);
    entryRecords = RecordWriter.register(client, Topics.TRAIL_PROGRAM, TrailEntry.class);
    var facts = RecordWriter.register(client, Topics.PROGRAM_FACTS, NodeFacts.class);
    var grants = RecordWriter.register(client, Topics.PROGRAM_GRANTS, ToleranceGrant.class);
    Workload workload = new Workload(1, Workload.PROJECTS_PER_PROGRAM, 2, 0);
    take(Topics.PROGRAM_FACTS, facts.write(workload.programFacts(PROGRAM)));
    take(
        Topics.PROGRAM_GRANTS,
        grants.write(
            Workload.costGrowth(PROGRAM, Workload.PORTFOLIO, Workload.GROWTH_LIMIT_BASIS_POINTS)));
    for (int i = 0; i < Workload.PROJECTS_PER_PROGRAM; i++) {
      take(Topics.PROGRAM_FACTS, facts.write(workload.projectFacts(i)));
      for (ToleranceGrant grant : Workload.projectGrants(Workload.projectId(i), PROGRAM)) {
        take(Topics.PROGRAM_GRANTS, grants.write(grant));
      }
      StatusChange first = reported(workload, i, 0, 0);
      take(Job.INTAKE, statuses.write(first));
    }
    record = reported(workload, 0, 1, status.equals("raises") ? 1_500 : 100);
    taken = taken(Job.INTAKE, statuses.write(record));
    reading = inputs.read(taken);
    input = requireNonNull(reading.input());
    project = requireNonNull(known.get(Workload.projectId(0)));
    program = requireNonNull(known.get(PROGRAM));
    inForce = inForce();
    outcomes = Cascade.weigh(project, program, input).outcomes();
    entry = EntryWriter.entry(taken, reading, inForce, outcomes);
    if (outcomes.stream().anyMatch(Outcome.ExceptionChanged.class::isInstance)
        != status.equals("raises")) {
      throw new IllegalStateException("it should do what it says: " + outcomes);
    }
  }

  @TearDown
  public void close() {
    registry.close();
  }

  private static StatusChange reported(
      Workload workload, int project, int report, int growthBasisPoints) {
    long cost = workload.costMinor(project);
    return StatusChange.newBuilder(workload.status(project, report))
        .setCostForecastMinor(cost + cost / 10_000 * growthBasisPoints)
        .setPvMinor(cost / 100)
        .setEvMinor(cost / 100)
        .setForecastFinish(workload.finish(project))
        .build();
  }

  private Taken taken(String topic, byte[] value) {
    return Workload.taken(topic, PROGRAM, value, ++sequence);
  }

  /** As the engine does it. */
  private void take(String topic, byte[] value) {
    Input next =
        Cascade.complete(
            requireNonNull(inputs.read(taken(topic, value)).input()), this::standing, _ -> null);
    Standing node = standing(next.nodeId());
    Cascade cascade = Cascade.weigh(node, Cascade.parentInTask(node, next, this::standing), next);
    if (!cascade.accepted()) {
      throw new IllegalStateException(cascade.outcomes().toString());
    }
    known.put(next.nodeId(), cascade.node());
    if (cascade.parent() != null) {
      known.put(cascade.parent().nodeId(), cascade.parent());
    }
  }

  private Standing standing(String nodeId) {
    return known.getOrDefault(nodeId, new Standing.Unknown(nodeId));
  }

  /** Which the status meets. */
  private List<Standing> standings() {
    return List.of(project, program);
  }

  private List<ToleranceInForce> inForce() {
    List<ToleranceInForce> both = new ArrayList<>();
    standings().forEach(standing -> EntryWriter.inForce(standing, both));
    return both;
  }

  /** The project's own decision. */
  @Benchmark
  public Verdict decide() {
    return Weighing.decide(project, input);
  }

  /** The project's decision and what its program makes of it. */
  @Benchmark
  public Cascade weigh() {
    return Cascade.weigh(project, program, input);
  }

  /** Bytes to an Avro record. */
  @Benchmark
  public Object decode() {
    return records.read(taken.value(), StatusChange.class);
  }

  /** Bytes to an input of core, as the engine does it: with the hash of the content. */
  @Benchmark
  public Reading read() {
    return inputs.read(taken);
  }

  /** An Avro record to bytes. */
  @Benchmark
  public byte[] encode() {
    return statuses.write(record);
  }

  /** Input and outcomes to the bytes of an entry of the trail, as the engine does it. */
  @Benchmark
  public byte[] entryBytes() {
    return entries.write(taken, reading, standings(), outcomes);
  }

  /** Input and outcomes to an Avro record of an entry of the trail. */
  @Benchmark
  public TrailEntry entry() {
    return EntryWriter.entry(taken, reading, inForce, outcomes);
  }

  /** An Avro record of an entry of the trail to bytes. */
  @Benchmark
  public byte[] encodeEntry() {
    return entryRecords.write(entry);
  }

  /** Everything that the engine does for a status but for stores and topics. */
  @Benchmark
  public byte[] all() {
    Reading now = inputs.read(taken);
    Cascade cascade = Cascade.weigh(project, program, requireNonNull(now.input()));
    return entries.write(taken, now, standings(), cascade.outcomes());
  }
}
