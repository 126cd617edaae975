package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plimsoll.core.escalation.Level;

/**
 * Reads the trail as it lies on a broker, to the high watermark: the end that read_committed shows
 * would hide committed entries above a transaction that a crashed writer left open.
 */
public final class TrailReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final List<String> TRAILS = List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO);

  private final Map<String, Object> kafka;

  /**
   * @param kafka settings of a client that may read the trail
   */
  public TrailReader(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /** Is told of every entry; those of one partition come in their order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * The next entry of a partition.
     *
     * @param offset on the broker; entries have gaps between theirs
     * @return whether the partition is to be read further
     */
    boolean visit(TrailPartition partition, long offset, byte[] entry);
  }

  /**
   * Where each partition of the trail ends at present: offsets behind the last record.
   *
   * @throws IllegalStateException when the broker does not say
   */
  public Map<TrailPartition, Long> ends() {
    try (Admin admin = Admin.create(kafka)) {
      return ends(admin);
    }
  }

  private static Map<TrailPartition, Long> ends(Admin admin) {
    try {
      Map<TopicPartition, OffsetSpec> latest =
          admin.describeTopics(TRAILS).allTopicNames().get().values().stream()
              .flatMap(topic ->
                  topic.partitions().stream()
                      .map(p -> new TopicPartition(topic.name(), p.partition())))
              .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
      Map<TrailPartition, Long> ends = new TreeMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(ours(partition), end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the broker did not say where the trail ends", requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      // While this stands the client does not wait for what it has asked, either.
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the trail's end", e);
    }
  }

  /** Reads every entry of every partition. */
  public void read(Visitor visitor) {
    Map<TrailPartition, Long> ends = ends();
    Map<TrailPartition, Long> beginning = new HashMap<>();
    ends.keySet().forEach(partition -> beginning.put(partition, 0L));
    read(beginning, ends, visitor);
  }

  /**
   * Reads from these offsets up to those.
   *
   * @param from offset of the first record, by partition; no others are read
   * @param ends as {@link #ends} says
   * @throws IllegalStateException when nothing comes for as long as the client's {@code
   *     default.api.timeout.ms}, a minute unless set: the broker is gone, or keeps back what lies
   *     above a transaction that was left open
   */
  public void read(
      Map<TrailPartition, Long> from, Map<TrailPartition, Long> ends, Visitor visitor) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Collection<TopicPartition> open = new ArrayList<>();
      from.keySet().forEach(partition -> open.add(theirs(partition)));
      consumer.assign(List.copyOf(open));
      from.forEach((partition, offset) -> consumer.seek(theirs(partition), offset));
      Duration patience = patience(settings);
      Map<TopicPartition, Long> at = Map.of();
      long cameAt = System.nanoTime();
      while (true) {
        open.removeIf(p -> consumer.position(p) >= requireNonNull(ends.get(ours(p))));
        if (open.isEmpty()) {
          return;
        }
        Map<TopicPartition, Long> now =
            open.stream().collect(Collectors.toMap(p -> p, consumer::position));
        if (!now.equals(at)) {
          at = now;
          cameAt = System.nanoTime();
        } else if (System.nanoTime() - cameAt > patience.toNanos()) {
          throw nothingCame(at, ends, patience);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (open.contains(partition)
              && record.offset() < requireNonNull(ends.get(ours(partition)))
              && !visitor.visit(ours(partition), record.offset(), value(record))) {
            open.remove(partition);
            consumer.pause(List.of(partition));
          }
        }
      }
    }
  }

  private static Duration patience(Map<String, Object> settings) {
    Object millis =
        settings.getOrDefault(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ConsumerConfig.configDef()
                .defaultValues()
                .get(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
    return Duration.ofMillis(Long.parseLong(String.valueOf(millis)));
  }

  private static IllegalStateException nothingCame(
      Map<TopicPartition, Long> at, Map<TrailPartition, Long> ends, Duration patience) {
    TopicPartition first = at.keySet().iterator().next();
    return new IllegalStateException(
        ("trail %s: nothing came for %d s behind offset %d, and it ends at %d - the broker is gone,"
                + " or a transaction was left open")
            .formatted(ours(first), patience.toSeconds(), at.get(first), ends.get(ours(first))));
  }

  private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalStateException(
          "%s, partition %d, offset %d has no value and is no entry"
              .formatted(record.topic(), record.partition(), record.offset()));
    }
    return record.value();
  }

  private static TrailPartition ours(TopicPartition partition) {
    Level tier = partition.topic().equals(Topics.TRAIL_PROGRAM) ? Level.PROGRAM : Level.PORTFOLIO;
    return new TrailPartition(tier, partition.partition());
  }

  private static TopicPartition theirs(TrailPartition partition) {
    String topic =
        partition.tier() == Level.PROGRAM ? Topics.TRAIL_PROGRAM : Topics.TRAIL_PORTFOLIO;
    return new TopicPartition(topic, partition.number());
  }
}
