package org.plimsoll.escalation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the topology while the application runs, and says how it is. */
@Component("engine")
class Engine implements SmartLifecycle, HealthIndicator {
  /** The consumer group, and the prefix of changelogs and transactional ids. */
  static final String APPLICATION_ID = "plimsoll-escalation";

  /** For a quarter of a million projects in each of four partitions it takes some three seconds. */
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(15);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration LONGEST_RESTORATION = Duration.ofHours(1);
  private static final int BATCH_BYTES = 256 << 10;
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final KafkaProperties kafka;
  private final String registryUrl;
  private final int partitions;
  private final short replication;
  private final String stateDirectory;
  private final String instanceId;
  private final int snapshotAfter;
  private @Nullable KafkaStreams streams;
  private @Nullable LocalStandings left;

  Engine(
      KafkaProperties kafka,
      @Value("${plimsoll.registry.url}") String registryUrl,
      @Value("${plimsoll.partitions}") int partitions,
      @Value("${plimsoll.replication}") short replication,
      @Value("${plimsoll.escalation.state-dir}") String stateDirectory,
      @Value("${plimsoll.escalation.instance-id}") String instanceId,
      @Value("${plimsoll.escalation.snapshot-after}") int snapshotAfter) {
    this.kafka = kafka;
    this.registryUrl = registryUrl;
    this.partitions = partitions;
    this.replication = replication;
    this.stateDirectory = stateDirectory;
    this.instanceId = instanceId;
    this.snapshotAfter = snapshotAfter;
  }

  @Override
  public synchronized void start() {
    try (Admin admin = Admin.create(kafka.buildAdminProperties())) {
      TopicSetup.ensure(admin, partitions, replication);
    }
    SchemaRegistry registry = new SchemaRegistry(registryUrl);
    LocalStandings standings = new LocalStandings(Path.of(stateDirectory, "standings"));
    KafkaStreams started =
        new KafkaStreams(
            EscalationTopology.build(registry, partitions, snapshotAfter, standings), settings());
    started.setUncaughtExceptionHandler(Engine::onFailure);
    started.start();
    streams = started;
    left = standings;
  }

  /**
   * Nothing that an agency sends reaches this: it is refused in the trail. What does is a broker or
   * registry that does not answer, or a fault of ours; the thread begins again from the last
   * commit.
   */
  private static StreamThreadExceptionResponse onFailure(Throwable failure) {
    LOG.error("the engine begins again from its last commit", failure);
    try {
      Thread.sleep(RESTART_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    // What travels upward waits for a commit on each of two tiers. Four times as many commits as
    // with 100 ms cost no throughput that could be measured.
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 25);
    settings.putAll(kafka.buildStreamsProperties());
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            APPLICATION_ID,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.STATE_DIR_CONFIG,
            stateDirectory,
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            (int) replication));
    // A new agency's topic is noticed within this time. Sooner may mean one rebalance for each of
    // many agencies that join together, see ADR 6.
    settings.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, 5_000);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topics.MAX_ENTRY_BYTES);
    // An entry takes one to two kilobytes, and a request to the broker costs more than its bytes:
    // the usual batch of 16 kB would hold ten of them. They have so much in common that compressed
    // they take a third, which costs less than to send the rest.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // A thread restores its tasks between two polls; without a snapshot it reads the whole trail.
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
        (int) LONGEST_RESTORATION.toMillis());
    // Who reads to an end would otherwise wait half a second there for more, once for each task.
    settings.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
    if (!instanceId.isEmpty()) {
      // A restarted instance takes its tasks back at once instead of waiting for a session to end.
      settings.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
    }
    return settings;
  }

  @Override
  public synchronized void stop() {
    if (streams != null) {
      if (left != null && streams.state().isRunningOrRebalancing()) {
        try {
          left.ask(LEAVE_TIMEOUT);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      streams.close(CLOSE_TIMEOUT);
      streams = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return streams != null;
  }

  @Override
  public synchronized Health health() {
    KafkaStreams.State state = streams == null ? KafkaStreams.State.NOT_RUNNING : streams.state();
    return (state == KafkaStreams.State.RUNNING ? Health.up() : Health.down())
        .withDetail("state", state.name())
        .build();
  }
}
