package org.plimsoll.audit.publication;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.audit.PublishedLog;
import org.plimsoll.audit.log.Round;

/**
 * The root log on the broker: a topic of one partition, each record a {@link Round} in its own
 * text. Kept for ever, as the trail is.
 */
public final class CheckpointTopic {
  public static final String NAME = PublishedLog.TOPIC;

  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
  private static final Map<String, String> SETTINGS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG, "-1",
          TopicConfig.RETENTION_BYTES_CONFIG, "-1");

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
      if (!admin.listTopics().names().get().contains(NAME)) {
        create(admin, replication);
      }
      // Only a leader answers; until there is one the client asks again by itself.
      admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest())).all().get();
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
      var config = requireNonNull(admin.describeConfigs(List.of(topic)).all().get().get(topic));
      SETTINGS.forEach((setting, expected) -> {
        String value = config.get(setting).value();
        if (!expected.equals(value)) {
          throw new IllegalStateException(
              "topic %s has %s=%s - expected %s: a log that forgets proves nothing"
                  .formatted(NAME, setting, value, expected));
        }
      });
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + NAME + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void create(Admin admin, short replication)
      throws ExecutionException, InterruptedException {
    try {
      admin.createTopics(List.of(new NewTopic(NAME, 1, replication).configs(SETTINGS))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
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
