package org.plimsoll.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Follows both trails: verdicts go to the ledger, accepted facts to the nodes, accepted grants to
 * what is granted, and the offsets into the same transaction. Reads all partitions, outside any
 * consumer group; a second instance does the same once more, which changes nothing.
 */
@Component
final class TrailFollower implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TrailFollower.class);
  private static final List<String> TRAILS = List.of(Topics.TRAIL_PORTFOLIO, Topics.TRAIL_PROGRAM);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final KafkaProperties kafka;
  private final RecordReader reader;
  private final Ledger ledger;
  private final Nodes nodes;
  private final Granted granted;
  private final Verdicts verdicts;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  private volatile boolean running;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Thread thread;

  TrailFollower(
      KafkaProperties kafka,
      SchemaRegistry registry,
      Ledger ledger,
      Nodes nodes,
      Granted granted,
      Verdicts verdicts,
      JdbcTemplate jdbc,
      TransactionTemplate transaction) {
    this.kafka = kafka;
    this.reader = new RecordReader(registry);
    this.ledger = ledger;
    this.nodes = nodes;
    this.granted = granted;
    this.verdicts = verdicts;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("intake-trail").daemon().start(this::follow);
  }

  @Override
  public void stop() {
    running = false;
    KafkaConsumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    Thread following = thread;
    if (following != null) {
      following.interrupt();
      try {
        following.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Whatever fails is tried again from the committed offsets, until the service stops. */
  private void follow() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> current = connect()) {
        consumer = current;
        while (running) {
          ConsumerRecords<byte[], byte[]> records = current.poll(Duration.ofMillis(500));
          if (!records.isEmpty()) {
            transaction.executeWithoutResult(_ -> take(records));
          }
        }
      } catch (WakeupException e) {
        // The service stops.
      } catch (RuntimeException e) {
        if (running) {
          log.warn("the trail cannot be followed; trying again", e);
          pause();
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> connect() {
    Map<String, Object> properties = new HashMap<>(kafka.buildConsumerProperties());
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    KafkaConsumer<byte[], byte[]> connected = new KafkaConsumer<>(properties);
    try {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      jdbc.query(
          "select topic, partition, next_offset from trail_offset",
          row -> {
            offsets.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
          });
      List<TopicPartition> partitions = new ArrayList<>();
      for (String trail : TRAILS) {
        connected
            .partitionsFor(trail)
            .forEach(p -> partitions.add(new TopicPartition(trail, p.partition())));
      }
      connected.assign(partitions);
      for (TopicPartition partition : partitions) {
        connected.seek(partition, offsets.getOrDefault(partition, 0L));
      }
      return connected;
    } catch (RuntimeException e) {
      connected.close();
      throw e;
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    Map<EventId, Ledger.Verdict> closing = new TreeMap<>();
    List<Nodes.Weighed> facts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      switch (reader.read(record.value(), TrailEntry.class)) {
        case RecordReader.Read<TrailEntry> read -> take(read.value(), closing, facts);
        case RecordReader.Unreadable<TrailEntry> unreadable ->
            log.error(
                "{}-{} offset {} is no trail entry: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                unreadable);
      }
    }
    // First the events, which are locked while what was published of them is being written.
    ledger.close(closing.values());
    nodes.weighed(facts);
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : records.nextOffsets().entrySet()) {
      jdbc.update(
          """
          insert into trail_offset (topic, partition, next_offset) values (?, ?, ?)
          on conflict (topic, partition) do update
          set next_offset = greatest(trail_offset.next_offset, excluded.next_offset)\
          """,
          next.getKey().topic(),
          next.getKey().partition(),
          next.getValue().offset());
    }
  }

  private void take(
      TrailEntry entry, Map<EventId, Ledger.Verdict> closing, List<Nodes.Weighed> facts) {
    Ledger.Verdict verdict = verdicts.of(entry);
    if (verdict == null) {
      return;
    }
    closing.putIfAbsent(verdict.id(), verdict);
    byte[] input = new byte[entry.getInputBytes().remaining()];
    entry.getInputBytes().duplicate().get(input);
    if (verdict.kind().equals(Submission.Kind.NODE_FACTS.name())
        && reader.read(input, NodeFacts.class) instanceof RecordReader.Read<NodeFacts> read) {
      facts.add(new Nodes.Weighed(read.value(), entry.getAccepted()));
    }
    if (verdict.kind().equals(Submission.Kind.TOLERANCE_GRANT.name())
        && entry.getAccepted()
        && reader.read(input, ToleranceGrant.class)
            instanceof RecordReader.Read<ToleranceGrant> grant) {
      granted.taken(grant.value());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      // The service stops, or tries again at once.
    }
  }
}
