package org.plimsoll.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/** What a contender's process is told, in a file that its one argument names. */
record Job(Properties settings) {
  /** As the engine commits. */
  static final int COMMIT_MILLIS = 25;

  static final String INTAKE = Topics.intake(Workload.AGENCY);

  static final String COPY_TOPIC = "bench.copy";

  static Job read(String[] arguments) {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      settings.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Job(settings);
  }

  /** Where the broker is and how to sign in. */
  Map<String, Object> kafka() {
    Map<String, Object> kafka = new HashMap<>();
    settings.stringPropertyNames().stream()
        .filter(name -> name.startsWith("kafka."))
        .forEach(name -> kafka.put(name.substring("kafka.".length()), text(name)));
    return kafka;
  }

  String text(String name) {
    String value = settings.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing in the settings of the job");
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** Its consumer group, and the beginning of the names of its topics. */
  String name() {
    return text("name");
  }

  int threads() {
    return number("threads");
  }

  RecordReader records() {
    return new RecordReader(new SchemaRegistry(text("registry")));
  }

  /** Runs a topology exactly once until the process is ended. */
  void stream(Topology topology, Map<String, Object> more) {
    Properties streaming = new Properties();
    streaming.putAll(kafka());
    streaming.put(StreamsConfig.APPLICATION_ID_CONFIG, name());
    streaming.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    streaming.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    streaming.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads());
    streaming.put(StreamsConfig.STATE_DIR_CONFIG, text("directory"));
    streaming.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
    streaming.putAll(more);
    KafkaStreams streams = new KafkaStreams(topology, streaming);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  static StatusChange status(RecordReader records, byte[] value) {
    return switch (records.read(value, StatusChange.class)) {
      case RecordReader.Read<StatusChange>(StatusChange status, String _) -> status;
      case RecordReader.Unreadable<StatusChange> unreadable ->
          throw new IllegalStateException(unreadable.toString());
    };
  }

  /** Every thread takes its share of the partitions for good, so nothing is rebalanced. */
  List<TopicPartition> share(int thread) {
    List<TopicPartition> share = new ArrayList<>();
    for (int partition = thread; partition < number("partitions"); partition += threads()) {
      share.add(new TopicPartition(INTAKE, partition));
    }
    return share;
  }

  KafkaConsumer<byte[], byte[]> consumer(int thread) {
    Map<String, Object> consumer = kafka();
    consumer.put("group.id", name());
    consumer.put("enable.auto.commit", false);
    consumer.put("auto.offset.reset", "earliest");
    consumer.put("max.poll.records", 5_000);
    KafkaConsumer<byte[], byte[]> made =
        new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    made.assign(share(thread));
    return made;
  }

  /** Work that ends with its process. */
  interface Work {
    void run(int thread) throws Exception;
  }

  /** Runs the work on every thread, and ends the process when it fails on one. */
  void onThreads(Work work) {
    for (int i = 0; i < threads(); i++) {
      int thread = i;
      Thread.ofPlatform()
          .name("job-" + thread)
          .start(() -> {
            try {
              work.run(thread);
            } catch (Throwable e) {
              e.printStackTrace();
              Runtime.getRuntime().halt(1);
            }
          });
    }
  }
}
