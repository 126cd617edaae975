package org.plimsoll.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/** Writes a workload to its topics. */
final class Publisher {
  private final Workload workload;
  private final Map<String, Object> kafka;
  private final SchemaRegistry registry;

  Publisher(Workload workload, Machine machine) {
    this.workload = workload;
    this.kafka = machine.kafka();
    this.registry = new SchemaRegistry(machine.registry.confluentUrl());
    kafka.put("batch.size", 256 << 10);
    kafka.put("linger.ms", 20);
    kafka.put("buffer.memory", 64 << 20);
  }

  /** A producer that tells of its first failure when it is closed. */
  private static final class Out implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Out(Map<String, Object> kafka) {
      producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    <T extends SpecificRecord> void send(
        String topic, String key, RecordWriter<T> writer, T record) {
      var sent =
          new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), writer.write(record));
      var _ =
          producer.send(
              sent,
              (metadata, e) -> {
                if (e != null) {
                  failure.compareAndSet(null, e);
                }
              });
    }

    @Override
    public void close() {
      producer.close();
      Exception failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("not everything was published", failed);
      }
    }
  }

  /** Everything but statuses. Nodes come before what is granted to them. */
  void setup() {
    facts();
    grants();
  }

  private void facts() {
    try (Out out = new Out(kafka)) {
      var portfolios = writer(Topics.PORTFOLIO_FACTS, NodeFacts.class);
      var others = writer(Topics.PROGRAM_FACTS, NodeFacts.class);
      out.send(
          Topics.PORTFOLIO_FACTS,
          Workload.PORTFOLIO,
          portfolios,
          workload.portfolioFacts(Workload.PORTFOLIO));
      for (int program = 0; program < workload.programs(); program++) {
        String id = Workload.programId(program);
        out.send(Topics.PROGRAM_FACTS, id, others, workload.programFacts(id));
      }
      for (int project = 0; project < workload.projects(); project++) {
        out.send(
            Topics.PROGRAM_FACTS,
            Workload.programOf(project),
            others,
            workload.projectFacts(project));
      }
      for (int beacon = 0; beacon < workload.beacons(); beacon++) {
        String program = Workload.beaconProgramId(beacon);
        String portfolio = Workload.portfolioOf(program);
        out.send(Topics.PORTFOLIO_FACTS, portfolio, portfolios, workload.portfolioFacts(portfolio));
        out.send(Topics.PROGRAM_FACTS, program, others, workload.programFacts(program));
        out.send(Topics.PROGRAM_FACTS, program, others, workload.beaconFacts(beacon));
      }
    }
  }

  private void grants() {
    try (Out out = new Out(kafka)) {
      var portfolios = writer(Topics.PORTFOLIO_GRANTS, ToleranceGrant.class);
      var others = writer(Topics.PROGRAM_GRANTS, ToleranceGrant.class);
      grantParents(out, portfolios, others, Workload.PORTFOLIO, programIds());
      for (int project = 0; project < workload.projects(); project++) {
        String program = Workload.programOf(project);
        for (ToleranceGrant grant : Workload.projectGrants(Workload.projectId(project), program)) {
          out.send(Topics.PROGRAM_GRANTS, program, others, grant);
        }
      }
      for (int beacon = 0; beacon < workload.beacons(); beacon++) {
        String program = Workload.beaconProgramId(beacon);
        grantParents(out, portfolios, others, Workload.portfolioOf(program), List.of(program));
        for (ToleranceGrant grant : Workload.projectGrants(Workload.beaconId(beacon), program)) {
          out.send(Topics.PROGRAM_GRANTS, program, others, grant);
        }
      }
    }
  }

  private static void grantParents(
      Out out,
      RecordWriter<ToleranceGrant> portfolios,
      RecordWriter<ToleranceGrant> others,
      String portfolio,
      List<String> programs) {
    out.send(
        Topics.PORTFOLIO_GRANTS,
        portfolio,
        portfolios,
        Workload.costGrowth(portfolio, "law", Workload.PORTFOLIO_LIMIT_BASIS_POINTS));
    for (String program : programs) {
      out.send(
          Topics.PROGRAM_GRANTS,
          program,
          others,
          Workload.costGrowth(program, portfolio, Workload.GROWTH_LIMIT_BASIS_POINTS));
    }
  }

  private List<String> programIds() {
    List<String> ids = new ArrayList<>();
    for (int program = 0; program < workload.programs(); program++) {
      ids.add(Workload.programId(program));
    }
    return ids;
  }

  /** All statuses as fast as they go, by several producers; each project's in their order. */
  void statuses(int producers) {
    statuses(producers, 0, workload.reports());
  }

  /** Those of some reports, from this one to before that one. */
  void statuses(int producers, int from, int to) {
    List<CompletableFuture<?>> written = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      for (int i = 0; i < producers; i++) {
        int first = i;
        written.add(
            CompletableFuture.runAsync(() -> statuses(first, producers, from, to), threads));
      }
    }
    written.forEach(CompletableFuture::join);
  }

  /** One beacon's status that lies beyond its limit; returns when the broker has it. */
  void beacon(int beacon) {
    beacon(beacon, 0, true);
  }

  /** A report of a beacon; returns when the broker has it. */
  void beacon(int beacon, int report, boolean isBeyond) {
    try (Out out = new Out(kafka)) {
      out.send(
          Job.INTAKE,
          Workload.beaconProgramId(beacon),
          writer(Job.INTAKE, StatusChange.class),
          workload.beaconStatus(beacon, report, isBeyond));
    }
  }

  private void statuses(int first, int producers, int from, int to) {
    try (Out out = new Out(kafka)) {
      var writer = writer(Job.INTAKE, StatusChange.class);
      for (int report = from; report < to; report++) {
        for (int program = first; program < workload.programs(); program += producers) {
          String key = Workload.programId(program);
          for (int i = 0; i < Workload.PROJECTS_PER_PROGRAM; i++) {
            int project = program * Workload.PROJECTS_PER_PROGRAM + i;
            out.send(Job.INTAKE, key, writer, workload.status(project, report));
          }
        }
      }
    }
  }

  private <T extends SpecificRecord> RecordWriter<T> writer(String topic, Class<T> type) {
    return RecordWriter.register(registry, topic, type);
  }
}
