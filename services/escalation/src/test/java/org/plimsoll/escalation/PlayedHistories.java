package org.plimsoll.escalation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Histories;
import org.plimsoll.wire.InputWriter;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * Histories on their way into the log, and where in it each of their inputs lies.
 *
 * <p>Only one topic at a time keeps its order. A history that is to be taken in its own order is
 * therefore played in {@link #stages}, each of which the trail must have taken before the next.
 */
final class PlayedHistories implements AutoCloseable {
  private final int partitions;
  private final SchemaRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, RecordWriter<?>> writers = new HashMap<>();
  private final Map<Place, Input> inputs = new HashMap<>();

  PlayedHistories(Cluster cluster, int partitions) {
    this.partitions = partitions;
    this.registry = new SchemaRegistry(cluster.registryUrl());
    this.producer =
        new KafkaProducer<>(cluster.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Where a record lies. */
  record Place(String topic, int partition, long offset) {}

  /** A program and its history. */
  record Program(String id, List<Input> history) {
    static Program of(long seed, String portfolio, String prefix) {
      return new Program(prefix + Histories.PROGRAM, Histories.of(seed, portfolio, prefix));
    }
  }

  /** An input for a topic: of one program, or a tick for one partition. */
  private record Sent(
      String topic, @Nullable String key, @Nullable Integer partition, Input input) {}

  /** Inputs that may be written at once. */
  record Stage(List<Sent> sent) {
    /** How many records reach the program tier. */
    long inputs() {
      return sent.stream().filter(one -> !one.topic.equals(Topics.PORTFOLIO_TICKS)).count();
    }
  }

  /**
   * The histories side by side. A stage has, of each program, the inputs up to the next change of
   * topic; a tick lies in every partition and meets all programs, so ticks have stages of their
   * own.
   */
  List<Stage> stages(List<Program> programs) {
    int[] next = new int[programs.size()];
    List<Stage> stages = new ArrayList<>();
    while (IntStream.range(0, next.length)
        .anyMatch(p -> next[p] < programs.get(p).history.size())) {
      List<Sent> inputs = new ArrayList<>();
      List<Sent> ticks = new ArrayList<>();
      for (int p = 0; p < next.length; p++) {
        Program program = programs.get(p);
        next[p] = upToAnotherTopic(program, next[p], inputs, false);
        next[p] = upToAnotherTopic(program, next[p], ticks, true);
      }
      stages.add(new Stage(inputs));
      stages.add(new Stage(ticks));
    }
    stages.removeIf(stage -> stage.sent.isEmpty());
    return stages;
  }

  private int upToAnotherTopic(Program program, int from, List<Sent> sent, boolean ticks) {
    int next = from;
    while (next < program.history.size()
        && program.history.get(next) instanceof Input.Ticked == ticks
        && topic(program.history.get(next)).equals(topic(program.history.get(from)))) {
      sent.addAll(sent(program, program.history.get(next++)));
    }
    return next;
  }

  /** The histories one after the other and all at once, for inputs to meet in any order. */
  Stage crowd(List<Program> programs) {
    return new Stage(
        programs.stream()
            .flatMap(
                program -> program.history.stream().flatMap(input -> sent(program, input).stream()))
            .toList());
  }

  private List<Sent> sent(Program program, Input input) {
    if (!(input instanceof Input.Ticked)) {
      return List.of(new Sent(topic(input), program.id, null, input));
    }
    List<Sent> ticks = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      ticks.add(new Sent(Topics.PROGRAM_TICKS, null, partition, input));
      ticks.add(new Sent(Topics.PORTFOLIO_TICKS, null, partition, input));
    }
    return ticks;
  }

  private static String topic(Input input) {
    return switch (input) {
      case Input.StatusChanged(var _, var _, var origin) -> Topics.intake(origin.agencyId());
      case Input.FactsStated _ -> Topics.PROGRAM_FACTS;
      case Input.ToleranceGranted _ -> Topics.PROGRAM_GRANTS;
      case Input.Decided _ -> Topics.PROGRAM_DECISIONS;
      case Input.Ticked _ -> Topics.PROGRAM_TICKS;
      case Input.ChildContributed _ -> Topics.PORTFOLIO_CONTRIBUTIONS;
    };
  }

  /** Writes the stage; returns when the broker has all of it. */
  void write(Stage stage) {
    List<Future<RecordMetadata>> written = new ArrayList<>();
    for (Sent one : stage.sent) {
      written.add(
          producer.send(
              new ProducerRecord<>(
                  one.topic,
                  one.partition,
                  one.key == null ? null : one.key.getBytes(StandardCharsets.UTF_8),
                  value(one.topic, InputWriter.record(one.input)))));
    }
    producer.flush();
    try {
      for (int i = 0; i < written.size(); i++) {
        RecordMetadata at = written.get(i).get();
        inputs.put(new Place(at.topic(), at.partition(), at.offset()), stage.sent.get(i).input);
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> byte[] value(String topic, T record) {
    RecordWriter<T> writer =
        (RecordWriter<T>)
            writers.computeIfAbsent(
                topic, t -> RecordWriter.register(registry, t, (Class<T>) record.getClass()));
    return writer.write(record);
  }

  /** Every input by where it lies. */
  Map<Place, Input> inputs() {
    return inputs;
  }

  @Override
  public void close() {
    producer.close();
  }
}
