package org.plimsoll.bench;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;

/**
 * Publishes statuses at a steady rate and, among them, statuses of beacons: each is beyond, or
 * within again, on three levels at once. Measured is from the call that publishes such a status to
 * the moment at which a reader of what is committed has the exception in its hands, on the clock of
 * one process.
 */
final class Latency {
  /** Each beacon has a turn so often, which is longer than any escalation should take. */
  static final int TURN_MILLIS = 2_000;

  private final Machine machine;
  private final Workload workload;
  private final Contender contender;
  private final Map<Level, LongStream.Builder> nanos = new EnumMap<>(Level.class);

  /** When each beacon had each of its turns; 0 for a turn that does not count. */
  private final AtomicLongArray published;

  private final int perSecond;
  private final Duration duration;

  /** Warms up for as long as it measures. */
  Latency(
      Machine machine, Workload workload, Contender contender, int perSecond, Duration duration) {
    this.perSecond = perSecond;
    this.duration = duration;
    this.machine = machine;
    this.workload = workload;
    this.contender = contender;
    this.published =
        new AtomicLongArray(
            workload.beacons() * (2 + Math.toIntExact(2 * duration.toMillis() / TURN_MILLIS)));
    for (Level level : List.of(Level.PROJECT, Level.PROGRAM, Level.PORTFOLIO)) {
      nanos.put(level, LongStream.builder());
    }
  }

  /**
   * @param expected exceptions that should have come on each level
   */
  record Result(
      String contender,
      int perSecond,
      long reachedPerSecond,
      long expected,
      Map<Level, Percentiles> millis) {}

  record Percentiles(long count, double p50, double p99, double max) {}

  /** A first status of every beacon, within its limits, for a contender to begin with. */
  void begin() {
    try (var producer = producer()) {
      RecordWriter<StatusChange> writer = writer();
      for (int beacon = 0; beacon < workload.beacons(); beacon++) {
        send(
            producer,
            Workload.beaconProgramId(beacon),
            writer.write(workload.beaconStatus(beacon, 0, false)));
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        machine.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private RecordWriter<StatusChange> writer() {
    return RecordWriter.register(
        new SchemaRegistry(machine.registry.confluentUrl()), Job.INTAKE, StatusChange.class);
  }

  Result measure() {
    AtomicBoolean isOver = new AtomicBoolean();
    // At its end before anything is published: a turn that is missed shifts all that follow.
    var consumer = Exceptions.consumer(machine, requireNonNull(contender.escalations));
    Thread reader = Thread.ofPlatform().name("reader").start(() -> read(consumer, isOver));
    long[] sent = publish();
    Machine.pause(TURN_MILLIS);
    isOver.set(true);
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Map<Level, Percentiles> millis = new EnumMap<>(Level.class);
    nanos.forEach((level, values) -> millis.put(level, percentiles(values.build().toArray())));
    return new Result(contender.name(), perSecond, sent[0], sent[1], millis);
  }

  /** Returns the rate that was reached, and how many statuses of beacons were published. */
  private long[] publish() {
    long turns = 0;
    try (var producer = producer()) {
      RecordWriter<StatusChange> writer = writer();
      long begin = System.nanoTime();
      long length = duration.toNanos();
      long sent = 0;
      long beacons = 0;
      while (true) {
        long passed = System.nanoTime() - begin;
        if (passed > 2 * length) {
          return new long[] {sent * 1_000_000_000L / passed, turns};
        }
        for (long due = passed * perSecond / 1_000_000_000L; sent < due; sent++) {
          int report = Math.toIntExact(sent / workload.projects());
          int project = Math.toIntExact(sent % workload.projects());
          send(
              producer,
              Workload.programOf(project),
              writer.write(workload.status(project, report)));
        }
        long due = passed * workload.beacons() / (TURN_MILLIS * 1_000_000L);
        for (; beacons < due; beacons++) {
          int beacon = Math.toIntExact(beacons % workload.beacons());
          int turn = Math.toIntExact(beacons / workload.beacons());
          byte[] status = writer.write(workload.beaconStatus(beacon, turn + 1, turn % 2 == 0));
          boolean counts = passed > length;
          turns += counts ? 1 : 0;
          published.set(Math.toIntExact(beacons), counts ? System.nanoTime() : 0);
          send(producer, Workload.beaconProgramId(beacon), status);
        }
        Machine.pause(1);
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String key, byte[] status) {
    var _ =
        producer.send(
            new ProducerRecord<>(Job.INTAKE, key.getBytes(StandardCharsets.UTF_8), status));
  }

  /** The first escalation of a node answers its first turn, and so on: each turn makes one. */
  private void read(KafkaConsumer<byte[], byte[]> consumer, AtomicBoolean isOver) {
    Map<String, Integer> turns = new HashMap<>();
    try (consumer) {
      while (!isOver.get()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(5))) {
          long now = System.nanoTime();
          String nodeId = new String(record.key(), StandardCharsets.UTF_8);
          if (nodeId.startsWith("beacon-")) {
            int beacon = Integer.parseInt(nodeId.substring(nodeId.lastIndexOf('-') + 1));
            int turn = turns.merge(nodeId, 1, Integer::sum) - 1;
            long at = published.get(turn * workload.beacons() + beacon);
            if (at != 0) {
              requireNonNull(nanos.get(Workload.levelOf(nodeId))).add(now - at);
            }
          }
        }
      }
    }
  }

  private static Percentiles percentiles(long[] nanos) {
    Arrays.sort(nanos);
    return nanos.length == 0
        ? new Percentiles(0, Double.NaN, Double.NaN, Double.NaN)
        : new Percentiles(
            nanos.length,
            nanos[(nanos.length - 1) / 2] / 1e6,
            nanos[(int) ((nanos.length - 1) * 0.99)] / 1e6,
            nanos[nanos.length - 1] / 1e6);
  }

  /** The table in Markdown. */
  static String table(List<Result> results) {
    StringBuilder table =
        new StringBuilder(
            """
            | what | statuses/s, reached | project p50 / p99 ms | program p50 / p99 ms | portfolio p50 / p99 ms | escalations missing |
            |---|---|---|---|---|---|
            """);
    for (Result result : results) {
      long came = result.millis.values().stream().mapToLong(Percentiles::count).sum();
      table.append(
          "| %s | %,d, %,d | %s | %s | %s | %d of %d |\n"
              .formatted(
                  Contender.valueOf(result.contender).title,
                  result.perSecond,
                  result.reachedPerSecond,
                  shown(result, Level.PROJECT),
                  shown(result, Level.PROGRAM),
                  shown(result, Level.PORTFOLIO),
                  3 * result.expected - came,
                  3 * result.expected));
    }
    return table.toString();
  }

  private static String shown(Result result, Level level) {
    Percentiles millis = requireNonNull(result.millis.get(level));
    return String.format(Locale.ROOT, "%.0f / %.0f", millis.p50, millis.p99);
  }
}
