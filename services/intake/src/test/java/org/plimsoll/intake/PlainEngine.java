package org.plimsoll.intake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.Outcome;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.schema.TrailPosition;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * Writes a trail entry for everything published: accepted, unless the test named the event id or it
 * came before. Stands for the engine, on which no other service depends.
 */
final class PlainEngine {
  private final Map<String, Object> kafka;
  private final SchemaRegistry registry;
  private final Set<String> refusing = ConcurrentHashMap.newKeySet();
  private final List<String> taken = java.util.Collections.synchronizedList(new ArrayList<>());
  private final Set<String> seen = new java.util.HashSet<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private volatile boolean paused;
  private volatile boolean resting;

  PlainEngine(Map<String, Object> kafka, String registryUrl) {
    this.kafka = kafka;
    this.registry = new SchemaRegistry(registryUrl);
    Thread.ofPlatform().name("plain-engine").daemon().start(this::run);
  }

  /** From now on events about this node are refused. */
  void refuse(String nodeId) {
    refusing.add(nodeId);
  }

  /** When it returns, the engine takes nothing more; or goes on. */
  void pause(boolean pause) {
    paused = pause;
    while (pause && !resting) {
      Thread.onSpinWait();
    }
  }

  /** Event ids in the order in which they arrived, repetitions included. */
  List<String> taken() {
    synchronized (taken) {
      return List.copyOf(taken);
    }
  }

  private void run() {
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put("auto.offset.reset", "earliest");
    RecordReader reader = new RecordReader(registry);
    var writer = RecordWriter.register(registry, Topics.TRAIL_PROGRAM, TrailEntry.class);
    try (var consumer =
            new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      while (true) {
        resting = paused;
        if (resting) {
          Thread.onSpinWait();
          continue;
        }
        // Topics of new agencies are read from their beginning; the others go on.
        Set<TopicPartition> inputs =
            consumer.listTopics().values().stream()
                .flatMap(List::stream)
                .filter(p ->
                    Topics.PROGRAM_INPUTS.matcher(p.topic()).matches()
                        || Topics.PORTFOLIO_INPUTS.matcher(p.topic()).matches())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .collect(java.util.stream.Collectors.toSet());
        if (!inputs.equals(consumer.assignment())) {
          consumer.assign(inputs);
        }
        if (consumer.assignment().isEmpty()) {
          continue;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          Optional<TrailEntry> entry = entry(record, reader);
          if (entry.isPresent()) {
            var _ =
                producer.send(
                    new ProducerRecord<>(
                        entry.get().getPosition().getTier() == Level.PORTFOLIO
                            ? Topics.TRAIL_PORTFOLIO
                            : Topics.TRAIL_PROGRAM,
                        record.partition(),
                        record.key(),
                        writer.write(entry.get())));
          }
        }
      }
    }
  }

  private Optional<TrailEntry> entry(ConsumerRecord<byte[], byte[]> record, RecordReader reader) {
    boolean facts = record.topic().endsWith(".facts");
    boolean grant = record.topic().endsWith(".grants");
    Class<? extends SpecificRecord> type =
        facts ? NodeFacts.class : grant ? ToleranceGrant.class : StatusChange.class;
    if (!(reader.read(record.value(), type) instanceof RecordReader.Read<?> read)) {
      return Optional.empty();
    }
    String eventId = ((SpecificRecord) read.value()).get(0).toString();
    String nodeId = ((SpecificRecord) read.value()).get(facts || grant ? 1 : 2).toString();
    boolean repeated = !seen.add(record.topic() + eventId);
    taken.add(eventId);
    boolean refused = refusing.contains(nodeId) || repeated;
    Level tier = record.topic().startsWith("plimsoll.portfolio") ? Level.PORTFOLIO : Level.PROGRAM;
    long sequence = sequences.merge(tier + "-" + record.partition(), 1L, Long::sum);
    return Optional.of(
        TrailEntry.newBuilder()
            .setPosition(new TrailPosition(tier, record.partition(), sequence))
            .setTakenAt(Instant.ofEpochMilli(record.timestamp()))
            .setInputTopic(record.topic())
            .setInputPartition(record.partition())
            .setInputOffset(record.offset())
            .setInputBytes(ByteBuffer.wrap(record.value()))
            .setInputType(
                facts
                    ? InputType.NODE_FACTS
                    : grant ? InputType.TOLERANCE_GRANT : InputType.STATUS_CHANGE)
            .setEventId(eventId)
            .setSender(Topics.agencyOf(record.topic()).orElse(null))
            .setAccepted(!refused)
            .setInForce(List.of())
            .setOutcomes(
                refused
                    ? List.of(
                        Outcome.newBuilder()
                            .setRefused(
                                new Refused(
                                    repeated ? "REPEATED" : "UNKNOWN_NODE",
                                    "node",
                                    nodeId,
                                    "another node"))
                            .build())
                    : List.of())
            .build());
  }
}
