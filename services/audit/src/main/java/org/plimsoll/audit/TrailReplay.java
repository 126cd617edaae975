package org.plimsoll.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
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
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/** Replays the trail as it lies on a broker, from its first entry to its present end. */
public final class TrailReplay {
  private static final List<String> TRAILS = List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO);
  private static final Duration POLL = Duration.ofMillis(200);

  private TrailReplay() {}

  /**
   * Reads to the high watermark: the end that read_committed shows would hide committed entries
   * above a transaction that a crashed writer left open.
   *
   * @param kafka settings of a client that may read the trail
   * @param progress told the number of entries replayed, now and then
   */
  public static Replay run(
      Map<String, Object> kafka, SchemaRegistry registry, LongConsumer progress) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    RecordReader reader = new RecordReader(registry);
    try (Admin admin = Admin.create(kafka);
        var consumer =
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = ends(admin);
      Replay replay = new Replay(registry, ends.size() / TRAILS.size());
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          replay.next(entry(reader, record));
        }
        progress.accept(replay.entries());
      }
      return replay;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the broker did not say where the trail ends", requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replaying", e);
    }
  }

  private static TrailEntry entry(RecordReader reader, ConsumerRecord<byte[], byte[]> record) {
    return switch (reader.read(record.value(), TrailEntry.class)) {
      case RecordReader.Read<TrailEntry>(TrailEntry entry, var _) -> entry;
      case RecordReader.Unreadable<TrailEntry> unreadable ->
          throw new IllegalStateException(
              "%s, partition %d, offset %d is no entry: %s"
                  .formatted(record.topic(), record.partition(), record.offset(), unreadable));
    };
  }

  private static Map<TopicPartition, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        admin.describeTopics(TRAILS).allTopicNames().get().values().stream()
            .flatMap(topic ->
                topic.partitions().stream()
                    .map(p -> new TopicPartition(topic.name(), p.partition())))
            .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }
}
