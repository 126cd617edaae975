package org.plimsoll.escalation;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot.Part;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.TakenReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a task back to where its trail ends: from its newest snapshot, and from the inputs that
 * the trail holds since. The trail is all it needs; a snapshot that is missing or of another
 * version only makes it take longer.
 *
 * <p>It reads the trail to its high watermark and no less. A task is started when its predecessor's
 * transaction is decided, but the broker may still be about to write so into the trail, and until
 * then its entries cannot be seen.
 */
final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SAY_EVERY = Duration.ofSeconds(5);

  /** So many entries before the first one that is wanted are read rather than jumped over. */
  private static final long READ_OVER = 1_000;

  private final Tier tier;
  private final int partition;
  private final Fold fold;
  private final LocalStandings left;
  private long sequence;
  private long restored;
  private boolean local;

  /**
   * @param fold at the beginning; it is brought to the end
   */
  Restoration(Tier tier, int partition, Fold fold, LocalStandings left) {
    this.tier = tier;
    this.partition = partition;
    this.fold = fold;
    this.left = left;
  }

  /** Sequence of the newest entry; 0 for an empty trail. */
  long sequence() {
    return sequence;
  }

  /** Sequence of the newest entry that was in the snapshot, or on disk; 0 without either. */
  long restored() {
    return restored;
  }

  /** Whether it was on disk. */
  boolean isLocal() {
    return local;
  }

  /**
   * Restores.
   *
   * @param settings those of the application
   * @param snapshotAt time of the newest snapshot that is complete; null for none
   * @param localNumber of what was left on disk since then; null for nothing
   * @throws IllegalStateException when the broker does not answer or the trail is not dense
   */
  void run(
      Map<String, Object> settings,
      InputReader inputs,
      TakenReader entries,
      @Nullable Long snapshotAt,
      @Nullable Long localNumber) {
    StreamsConfig streams = new StreamsConfig(settings);
    String client = tier.name("restoration-" + partition);
    Map<String, Object> reading = streams.getRestoreConsumerConfigs(client);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    long begun = System.nanoTime();
    try (Admin admin = Admin.create(streams.getAdminConfigs(client));
        Consumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      local = localNumber != null && fromDisk(localNumber);
      if (!local && snapshotAt != null) {
        snapshot(consumer, snapshotAt);
      }
      restored = sequence;
      tail(consumer, end(admin), inputs, entries);
      LOG.info(
          "{} partition {} stands at entry {}, {} of them {}, after {} ms",
          tier.level(),
          partition,
          sequence,
          restored,
          local ? "on disk" : "in a snapshot",
          Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }
  }

  /** The end of the trail with what is not decided yet. */
  private long end(Admin admin) {
    try {
      return admin
          .listOffsets(
              Map.of(trail(), OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .partitionResult(trail())
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the broker did not say where " + trail() + " ends", requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while restoring", e);
    }
  }

  private TopicPartition trail() {
    return new TopicPartition(tier.trail(), partition);
  }

  /** Whether what was left on disk was read. */
  private boolean fromDisk(long number) {
    try {
      List<Part> parts = left.read(task(tier, partition), number);
      parts.forEach(this::restore);
      return !parts.isEmpty();
    } catch (IOException e) {
      LOG.warn("what {} left on disk cannot be used: {}", task(tier, partition), e.getMessage());
      return false;
    }
  }

  /** The name of a task's file. */
  static String task(Tier tier, int partition) {
    return tier.name(String.valueOf(partition));
  }

  private void restore(Part part) {
    part.standings().forEach(fold::restore);
    part.held().forEach(fold::hold);
    sequence = part.sequence();
  }

  /** Reads the parts from the first one on; leaves the fold as it was unless there are all. */
  private void snapshot(Consumer<byte[], byte[]> consumer, long at) {
    TopicPartition topic = new TopicPartition(tier.standings(), partition);
    OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(topic, at)).get(topic);
    List<Part> parts = new ArrayList<>();
    try {
      if (first == null || !read(consumer, topic, first.offset(), parts)) {
        LOG.warn("{} holds no complete snapshot; the whole trail is read", topic);
        return;
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be used, the whole trail is read: {}", topic, e.getMessage());
      return;
    }
    parts.forEach(this::restore);
  }

  /** Whether all parts of the snapshot that begins there were read. */
  private static boolean read(
      Consumer<byte[], byte[]> consumer, TopicPartition topic, long first, List<Part> parts)
      throws IOException {
    consumer.assign(List.of(topic));
    Alike alike = new Alike();
    long end = consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
    consumer.seek(topic, first);
    while (consumer.position(topic) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.value() == null) {
          return false;
        }
        Part part = Part.read(record.value(), alike);
        if (part.number() != parts.size()
            || (!parts.isEmpty() && part.sequence() != parts.getFirst().sequence())) {
          return false;
        }
        parts.add(part);
        if (part.last()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Weighs what was taken behind the snapshot, up to this end. */
  private void tail(
      Consumer<byte[], byte[]> consumer, long end, InputReader inputs, TakenReader entries) {
    TopicPartition trail = trail();
    consumer.assign(List.of(trail));
    // Every entry takes an offset and so does the end of every transaction: entry n+1 lies at n or
    // behind it.
    consumer.seek(trail, sequence);
    long said = System.nanoTime();
    while (consumer.position(trail) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Taken next = entries.read(record.value());
        long before = sequence + 1 - next.at().sequence();
        if (before > READ_OVER) {
          consumer.seek(trail, record.offset() + before);
          break;
        }
        if (before <= 0) {
          weigh(next, inputs);
        }
      }
      if (System.nanoTime() - said > SAY_EVERY.toNanos()) {
        said = System.nanoTime();
        LOG.info("{}: restored up to offset {} of {}", trail, consumer.position(trail), end);
      }
    }
  }

  private void weigh(Taken next, InputReader inputs) {
    if (next.at().sequence() != sequence + 1) {
      throw new IllegalStateException(
          "%s: entry %d follows entry %d".formatted(trail(), next.at().sequence(), sequence));
    }
    Input input = inputs.read(next).input();
    if (input != null) {
      fold.next(input);
    }
    sequence = next.at().sequence();
  }
}
