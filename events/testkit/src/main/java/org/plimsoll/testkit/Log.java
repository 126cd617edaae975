package org.plimsoll.testkit;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;

/** Writes to and reads from topics as a test wants it: one after the other, and to the very end. */
public final class Log implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Map<String, Object> kafka;
  private final SchemaRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, RecordWriter<?>> writers = new HashMap<>();

  public Log(Cluster cluster) {
    this.kafka = cluster.kafka();
    this.registry = new SchemaRegistry(cluster.registryUrl());
    this.producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes one record and waits until the broker has it. */
  @SuppressWarnings("unchecked")
  public <T extends SpecificRecord> void write(String topic, String key, T value) {
    RecordWriter<T> writer =
        (RecordWriter<T>)
            writers.computeIfAbsent(
                topic, t -> RecordWriter.register(registry, t, (Class<T>) value.getClass()));
    writeBytes(topic, key, writer.write(value));
  }

  /** Writes one value, whatever it is, and waits until the broker has it. */
  public void writeBytes(String topic, String key, byte[] value) {
    try {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot write to " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Everything committed in a topic. The end is the high watermark and not the end that
   * read_committed shows, which hides committed records above an open transaction.
   */
  public <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
    RecordReader reader = new RecordReader(registry);
    List<T> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
      switch (reader.read(record.value(), type)) {
        case RecordReader.Read<T>(T value, var _) -> values.add(value);
        case RecordReader.Unreadable<T> unreadable ->
            throw new IllegalStateException(topic + ": " + unreadable);
      }
    }
    return values;
  }

  /** Everything committed in a topic as it lies there, each partition in its order. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Admin admin = Admin.create(kafka);
        var consumer =
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      Map<TopicPartition, Long> ends = highWatermarks(admin, partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Instant deadline = Instant.now().plus(TIMEOUT);
      while (partitions.stream()
          .anyMatch(p -> consumer.position(p) < requireNonNull(ends.get(p)))) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("the end of " + topic + " was not reached");
        }
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static Map<TopicPartition, Long> highWatermarks(
      Admin admin, List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(p -> latest.put(p, OffsetSpec.latest()));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(
              latest,
              new org.apache.kafka.clients.admin.ListOffsetsOptions(
                  IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
