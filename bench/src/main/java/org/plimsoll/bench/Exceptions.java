package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ExceptionChange;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;

/** Adds the committed exceptions of a contender to a tally. */
final class Exceptions implements AutoCloseable {
  /** For what lies behind the last status: what a portfolio makes of it, and its commit. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(100);

  private final Machine machine;
  private final Contender contender;
  private final Tally tally;
  private final RecordReader records;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Exceptions(Machine machine, Contender contender, Tally tally) {
    this.machine = machine;
    this.contender = contender;
    this.tally = tally;
    this.records = new RecordReader(new SchemaRegistry(machine.registry.confluentUrl()));
    this.consumer = consumer(machine, requireNonNull(contender.escalations));
    consumer.seekToBeginning(consumer.assignment());
  }

  /** What is committed in a topic, from its end on. */
  static KafkaConsumer<byte[], byte[]> consumer(Machine machine, String topic) {
    Map<String, Object> settings = machine.kafka();
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("max.poll.records", 5_000);
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    // Only now it is looked where the end is; what comes from here on is read.
    all.forEach(consumer::position);
    return consumer;
  }

  /** Counts what is committed in a topic. */
  static long count(Machine machine, String topic) {
    long count = 0;
    try (var consumer = consumer(machine, topic)) {
      consumer.seekToBeginning(consumer.assignment());
      Map<TopicPartition, Long> ends = machine.ends(List.of(topic));
      while (!isAt(consumer, ends)) {
        count += consumer.poll(POLL).count();
      }
    }
    return count;
  }

  /** Returns when it is so, or will not be. */
  void readUntil(BooleanSupplier isEnough) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isEnough.getAsBoolean() && System.nanoTime() < deadline) {
      consumer.poll(POLL).forEach(this::add);
    }
  }

  /** Reads what is there when nobody writes any more. */
  void readToTheEnd() {
    Map<TopicPartition, Long> ends = machine.ends(List.of(requireNonNull(contender.escalations)));
    while (!isAt(consumer, ends)) {
      consumer.poll(POLL).forEach(this::add);
    }
  }

  private static boolean isAt(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    if (contender != Contender.ENGINE) {
      Peer.add(record.key(), record.value(), tally);
      return;
    }
    switch (records.read(record.value(), Escalation.class)) {
      case RecordReader.Read<Escalation>(Escalation escalation, String _) -> {
        ExceptionChanged changed = escalation.getExceptionChanged();
        if (changed != null
            && (changed.getChange() == ExceptionChange.RAISED
                || changed.getChange() == ExceptionChange.CLEARED)) {
          tally.add(
              escalation.getNodeId(),
              changed.getToleranceId(),
              changed.getChange() == ExceptionChange.RAISED);
        }
      }
      case RecordReader.Unreadable<Escalation> unreadable ->
          throw new IllegalStateException(unreadable.toString());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
