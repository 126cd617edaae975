package org.plimsoll.audit.publication;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.audit.PublishedLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.wire.TopicSetup;

/**
 * The root log on the broker: a topic of one partition, each record a {@link Round} in its own
 * text. Kept for ever, as the trail is.
 */
public final class CheckpointTopic {
  public static final String NAME = PublishedLog.TOPIC;

  private final Map<String, Object> kafka;

  /**
   * @param kafka settings of a client that may read the topic, and write to it where it appends
   */
  public CheckpointTopic(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * Creates the topic unless it is there, and checks that it forgets nothing.
   *
   * @throws IllegalStateException naming the setting that must be changed
   */
  public void ensure(short replication) {
    try (Admin admin = Admin.create(kafka)) {
      TopicSetup.ensureKept(admin, NAME, replication);
    }
  }

  /** Appends a round, and returns when all replicas that are in sync have it. */
  public void append(Round round) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(NAME, 0, null, round.bytes())).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the checkpoint was not published: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while talking to the broker", e);
  }
}
