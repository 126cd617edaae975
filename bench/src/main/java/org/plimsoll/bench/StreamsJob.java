package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.plimsoll.bench.Peer.Node;
import org.plimsoll.wire.RecordReader;

/**
 * Kafka Streams the plain way: a tier of projects, one of programs and one of portfolios, with a
 * topic between them and a store with a changelog in each. Five records are written for a status.
 */
public final class StreamsJob {
  static final String PROGRAMS = "bench.streams.programs";
  static final String PORTFOLIOS = "bench.streams.portfolios";
  static final String ESCALATIONS = "bench.streams.escalations";

  private StreamsJob() {}

  /** Runs until its process is ended; the one argument names its settings. */
  public static void main(String[] arguments) {
    Job job = Job.read(arguments);
    job.stream(topology(job), Map.of());
  }

  private static Topology topology(Job job) {
    Serde<Node> nodes =
        Serdes.serdeFrom(
            (topic, node) -> node == null ? null : Peer.write(node),
            (topic, bytes) -> bytes == null ? null : Peer.read(bytes));
    Deserializer<byte[]> bytes = new ByteArrayDeserializer();
    Topology topology = new Topology();
    topology
        .addSource("statuses", new StringDeserializer(), bytes, Job.INTAKE)
        .addProcessor("project", () -> new Projects(job.records()), "statuses")
        .addSink(
            "to-programs", PROGRAMS, new StringSerializer(), new ByteArraySerializer(), "project")
        .addSource("from-projects", new StringDeserializer(), bytes, PROGRAMS)
        .addProcessor(
            "program",
            () -> new Parents("program", Workload.GROWTH_LIMIT_BASIS_POINTS, "to-portfolios"),
            "from-projects")
        .addSink(
            "to-portfolios",
            PORTFOLIOS,
            new StringSerializer(),
            new ByteArraySerializer(),
            "program")
        .addSource("from-programs", new StringDeserializer(), bytes, PORTFOLIOS)
        .addProcessor(
            "portfolio",
            () -> new Parents("portfolio", Workload.PORTFOLIO_LIMIT_BASIS_POINTS, null),
            "from-programs")
        .addSink(
            "escalations",
            ESCALATIONS,
            new StringSerializer(),
            new ByteArraySerializer(),
            "project",
            "program",
            "portfolio");
    for (String tier : List.of("project", "program", "portfolio")) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(tier), Serdes.String(), nodes),
          tier);
    }
    return topology;
  }

  /** A tier: takes what is below it, keeps a node, tells of what changed and sends the node on. */
  private abstract static class Tier implements Processor<String, byte[], String, byte[]> {
    private final String store;
    private final @Nullable String above;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, Node> nodes;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
    Tier(String store, @Nullable String above) {
      this.store = store;
      this.above = above;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
      this.context = context;
      nodes = requireNonNull(context.getStateStore(store));
    }

    Node node(String id) {
      return requireNonNullElseGet(nodes.get(id), Node::new);
    }

    /** Stands from now on. */
    void keep(String id, Node before, Node now, String parentId, long timestamp) {
      nodes.put(id, now);
      Peer.changes(
          id,
          before.open,
          now.open,
          (nodeId, watched, isRaised) ->
              context.forward(
                  new Record<>(nodeId, Peer.escalation(watched, isRaised), timestamp),
                  "escalations"));
      if (above != null) {
        byte[] exchange = new byte[40];
        System.arraycopy(Peer.write(before), 0, exchange, 0, 20);
        System.arraycopy(Peer.write(now), 0, exchange, 20, 20);
        context.forward(new Record<>(parentId, exchange, timestamp), above);
      }
    }
  }

  private static final class Projects extends Tier {
    private final RecordReader records;

    Projects(RecordReader records) {
      super("project", "to-programs");
      this.records = records;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      var status = Job.status(records, record.value());
      Node now = new Node(status.getBacMinor(), status.getCostForecastMinor(), Peer.beyond(status));
      String id = status.getProjectId();
      keep(id, node(id), now, record.key(), record.timestamp());
    }
  }

  private static final class Parents extends Tier {
    private final int limitBasisPoints;

    Parents(String store, int limitBasisPoints, @Nullable String above) {
      super(store, above);
      this.limitBasisPoints = limitBasisPoints;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      byte[] exchange = record.value();
      Node before = node(record.key());
      Node now = new Node(before.promisedMinor, before.forecastMinor, 0);
      now.exchange(
          Peer.read(Arrays.copyOfRange(exchange, 0, 20)),
          Peer.read(Arrays.copyOfRange(exchange, 20, 40)));
      now.open = Peer.beyond(now, limitBasisPoints);
      keep(record.key(), before, now, Workload.portfolioOf(record.key()), record.timestamp());
    }
  }
}
