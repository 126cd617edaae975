package org.plimsoll.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.VerifierKey;

/**
 * The root log as it lies on its topic, each record a {@link Round} in its own text. Not for use by
 * several threads at once.
 */
public final class PublishedLog {
  public static final String TOPIC = "plimsoll.checkpoints";

  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;
  private final RootLog log;
  private long next;
  private long records;

  /**
   * @param kafka settings of a client that may read the topic
   * @param keys of the log, in order; the first is trusted, and whichever it hands over to
   */
  public PublishedLog(Map<String, Object> kafka, List<VerifierKey> keys) {
    this.kafka = Map.copyOf(kafka);
    this.log = new RootLog(keys.subList(0, 1));
  }

  /**
   * The log, with what has been published since it was read last.
   *
   * @throws NoteException naming the first record that is not what it must be
   */
  public RootLog read() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      long end = requireNonNull(consumer.endOffsets(List.of(PARTITION)).get(PARTITION));
      consumer.seek(PARTITION, next);
      while (consumer.position(PARTITION) < end) {
        consumer.poll(POLL).forEach(this::add);
      }
      return log;
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      log.add(Round.parse(record.value() == null ? new byte[0] : record.value()));
    } catch (NoteException e) {
      throw new NoteException(
          "topic %s, record %d: %s".formatted(TOPIC, records + 1, e.getMessage()), e);
    }
    records++;
    next = record.offset() + 1;
  }
}
