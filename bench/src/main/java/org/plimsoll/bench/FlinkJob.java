package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.bench.Peer.Fact;
import org.plimsoll.bench.Peer.Node;
import org.plimsoll.bench.Workload.Watched;
import org.plimsoll.wire.RecordReader;

/**
 * Flink as one would write it for speed: a project and its program in one keyed operator, state on
 * the heap, plain classes on the wire, objects reused, what a program sends upward collected for as
 * long as the engine collects it. Exactly once with a checkpoint a second; no trail.
 */
public final class FlinkJob {
  static final String ESCALATIONS = "bench.flink.escalations";

  /** How long the newest sums of a program wait to be sent, as in the engine. */
  private static final long COALESCE_MILLIS = 50;

  private FlinkJob() {}

  /** An exception that changed. */
  public static final class Told {
    public String nodeId = "";
    public byte[] what = {};

    static Told of(String nodeId, Watched watched, boolean isRaised) {
      Told told = new Told();
      told.nodeId = nodeId;
      told.what = Peer.escalation(watched, isRaised);
      return told;
    }
  }

  /** The sums of a program as they are now. */
  public static final class Sums {
    public String programId = "";
    public String portfolioId = "";
    public Node sums = new Node();
  }

  /** Named, because Flink must know its type at run time. */
  static final class Tag extends OutputTag<Told> {
    private static final long serialVersionUID = 1L;

    Tag() {
      super("escalations");
    }
  }

  /** Runs until its process is ended; the one argument names its settings. */
  public static void main(String[] arguments) throws Exception {
    Job job = Job.read(arguments);
    var environment = StreamExecutionEnvironment.createLocalEnvironment(configuration(job));
    Properties kafka = new Properties();
    kafka.putAll(job.kafka());
    var source =
        KafkaSource.<Fact>builder()
            .setProperties(kafka)
            .setProperty("partition.discovery.interval.ms", "-1")
            .setTopics(Job.INTAKE)
            .setGroupId(job.name())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new Decoding(job))
            .build();
    Properties producer = new Properties();
    producer.putAll(kafka);
    producer.put("transaction.timeout.ms", "600000");
    var sink =
        KafkaSink.<Told>builder()
            .setBootstrapServers(kafka.getProperty("bootstrap.servers"))
            .setKafkaProducerConfig(producer)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(job.name())
            .setRecordSerializer((told, context, timestamp) ->
                new ProducerRecord<>(
                    ESCALATIONS, told.nodeId.getBytes(StandardCharsets.UTF_8), told.what))
            .build();
    var programs =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "statuses")
            .keyBy(fact -> fact.programId)
            .process(new Programs());
    var portfolios = programs.keyBy(sums -> sums.portfolioId).process(new Portfolios());
    programs.getSideOutput(new Tag()).union(portfolios).sinkTo(sink);
    environment.execute(job.name());
  }

  private static Configuration configuration(Job job) {
    return Configuration.fromMap(
        Map.ofEntries(
            Map.entry("parallelism.default", job.text("threads")),
            Map.entry("taskmanager.numberOfTaskSlots", job.text("threads")),
            Map.entry("pipeline.object-reuse", "true"),
            Map.entry("state.backend.type", "hashmap"),
            Map.entry("execution.checkpointing.interval", "1 s"),
            Map.entry("execution.checkpointing.mode", "EXACTLY_ONCE"),
            Map.entry("execution.checkpointing.storage", "filesystem"),
            Map.entry("execution.checkpointing.dir", "file://" + job.text("directory"))));
  }

  private static final class Decoding implements KafkaRecordDeserializationSchema<Fact> {
    private static final long serialVersionUID = 1L;

    private final Properties settings;
    private transient @Nullable RecordReader records;

    Decoding(Job job) {
      this.settings = job.settings();
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      records = new Job(settings).records();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Fact> out) {
      out.collect(
          Fact.of(
              new String(record.key(), StandardCharsets.UTF_8),
              Job.status(requireNonNull(records), record.value())));
    }

    @Override
    public TypeInformation<Fact> getProducedType() {
      return TypeInformation.of(Fact.class);
    }
  }

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private static final class Programs extends KeyedProcessFunction<String, Fact, Sums> {
    private static final long serialVersionUID = 1L;

    private transient Tag escalations;
    private transient MapState<String, Node> projects;
    private transient ValueState<Node> program;
    private transient ValueState<Boolean> waits;

    @Override
    public void open(OpenContext context) {
      var runtime = getRuntimeContext();
      escalations = new Tag();
      projects =
          runtime.getMapState(new MapStateDescriptor<>("projects", String.class, Node.class));
      program = runtime.getState(new ValueStateDescriptor<>("program", Node.class));
      waits = runtime.getState(new ValueStateDescriptor<>("waits", Boolean.class));
    }

    @Override
    public void processElement(Fact fact, Context context, Collector<Sums> out) throws Exception {
      Node held = projects.get(fact.projectId);
      Node before = held == null ? new Node() : held;
      Node now = new Node(fact.promisedMinor, fact.forecastMinor, fact.beyond);
      projects.put(fact.projectId, now);
      Node sums = program.value() == null ? new Node() : program.value();
      int openBefore = sums.open;
      sums.exchange(before, now);
      sums.open = Peer.beyond(sums, Workload.GROWTH_LIMIT_BASIS_POINTS);
      program.update(sums);
      Peer.Raised told =
          (nodeId, watched, isRaised) ->
              context.output(escalations, Told.of(nodeId, watched, isRaised));
      Peer.changes(fact.projectId, before.open, now.open, told);
      Peer.changes(fact.programId, openBefore, sums.open, told);
      if (waits.value() == null) {
        waits.update(true);
        var timers = context.timerService();
        timers.registerProcessingTimeTimer(timers.currentProcessingTime() + COALESCE_MILLIS);
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Sums> out)
        throws Exception {
      waits.clear();
      Node now = program.value();
      Sums sums = new Sums();
      sums.programId = context.getCurrentKey();
      sums.portfolioId = Workload.portfolioOf(sums.programId);
      sums.sums = new Node(now.promisedMinor, now.forecastMinor, now.open);
      out.collect(sums);
    }
  }

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private static final class Portfolios extends KeyedProcessFunction<String, Sums, Told> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, Node> programs;
    private transient ValueState<Node> portfolio;

    @Override
    public void open(OpenContext context) {
      var runtime = getRuntimeContext();
      programs =
          runtime.getMapState(new MapStateDescriptor<>("programs", String.class, Node.class));
      portfolio = runtime.getState(new ValueStateDescriptor<>("portfolio", Node.class));
    }

    @Override
    public void processElement(Sums now, Context context, Collector<Told> out) throws Exception {
      Node held = programs.get(now.programId);
      Node sums = portfolio.value() == null ? new Node() : portfolio.value();
      int openBefore = sums.open;
      sums.exchange(held == null ? new Node() : held, now.sums);
      sums.open = Peer.beyond(sums, Workload.PORTFOLIO_LIMIT_BASIS_POINTS);
      programs.put(now.programId, now.sums);
      portfolio.update(sums);
      Peer.changes(
          now.portfolioId,
          openBefore,
          sums.open,
          (nodeId, watched, isRaised) -> out.collect(Told.of(nodeId, watched, isRaised)));
    }
  }
}
