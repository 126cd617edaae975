package org.plimsoll.leadership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Progress;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one loop that feeds the read model. It takes all partitions itself, without a consumer group:
 * the database says where to go on, so there is nothing to rebalance and no session to wait for
 * after a crash. Whatever fails, it says so in the health, waits, and begins again from what is
 * stored; only a gap in the trail stops a partition for good.
 */
@Component
class ProjectionLoop implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ProjectionLoop.class);
  private static final List<String> TOPICS =
      List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO, Topics.ESCALATIONS);

  /** 2,000 entries of about 2 KB are 4 MB of rows for one transaction. */
  private static final int BATCH_RECORDS = 2_000;

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final KafkaProperties kafka;
  private final String registryUrl;
  private final Projection projection;
  private final ProjectionState state;
  private final Tail tail;
  private volatile boolean running;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Thread thread;

  ProjectionLoop(
      KafkaProperties kafka,
      @Value("${plimsoll.registry.url}") String registryUrl,
      Projection projection,
      ProjectionState state,
      Tail tail) {
    this.kafka = kafka;
    this.registryUrl = registryUrl;
    this.projection = projection;
    this.state = state;
    this.tail = tail;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("projection").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    Thread looping = thread;
    if (looping == null) {
      return;
    }
    KafkaConsumer<byte[], byte[]> waiting = consumer;
    if (waiting != null) {
      waiting.wakeup();
    }
    try {
      looping.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Only where the database or the registry does not answer does it take longer than that.
    looping.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    TrailReader reader = new TrailReader(new SchemaRegistry(registryUrl));
    while (running) {
      try (KafkaConsumer<byte[], byte[]> opened = open()) {
        consumer = opened;
        follow(opened, reader);
      } catch (WakeupException | InterruptException e) {
        // Only stop() wakes and interrupts.
        return;
      } catch (Projection.MovedOnException e) {
        log.info("{}; reading again from there", e.getMessage());
      } catch (RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        state.fails(reason);
        log.warn("The projection waits {} and begins again from what is stored", RETRY, e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A stored offset that the broker no longer has must not be skipped silently.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH_RECORDS);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void follow(KafkaConsumer<byte[], byte[]> open, TrailReader reader) {
    List<TopicPartition> partitions = partitions(open);
    Map<TopicPartition, Progress> progress = new HashMap<>(projection.progress());
    open.assign(partitions);
    for (TopicPartition partition : partitions) {
      open.seek(partition, progress.getOrDefault(partition, Progress.NONE).nextOffset());
    }
    Set<TopicPartition> stopped = new HashSet<>();
    state.begins();
    while (running) {
      ConsumerRecords<byte[], byte[]> records = open.poll(POLL);
      Batch batch = new Batch(reader, progress);
      for (TopicPartition partition : records.partitions()) {
        try {
          for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
            batch.take(record);
          }
        } catch (GapException e) {
          log.error("{}", e.getMessage());
          state.stop(partition.toString(), String.valueOf(e.getMessage()));
          stopped.add(partition);
        }
      }
      open.pause(stopped);
      if (!batch.after().isEmpty()) {
        int delivered = projection.write(batch);
        progress.putAll(batch.after());
        if (delivered > 0) {
          tail.look();
        }
      }
      state.runs(behind(open, partitions, stopped), newest(progress), Instant.now());
    }
  }

  /** All partitions of the three topics. */
  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> open) {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : TOPICS) {
      List<PartitionInfo> known = open.partitionsFor(topic);
      if (known == null || known.isEmpty()) {
        throw new KafkaException("topic " + topic + " is not there yet");
      }
      known.forEach(each -> all.add(new TopicPartition(topic, each.partition())));
    }
    return all;
  }

  private static long behind(
      KafkaConsumer<byte[], byte[]> open,
      List<TopicPartition> partitions,
      Set<TopicPartition> stopped) {
    return partitions.stream()
        .filter(partition -> !stopped.contains(partition))
        // Before the first answer about a partition its end is not known: behind, not at the end.
        .mapToLong(partition -> open.currentLag(partition).orElse(1))
        .sum();
  }

  private static @Nullable Instant newest(Map<TopicPartition, Progress> progress) {
    return progress.values().stream()
        .map(Progress::takenAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(null);
  }
}
