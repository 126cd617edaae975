package org.plimsoll.client;

import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.plimsoll.schema.StatusChange;

/**
 * Publishes an agency's status changes. One is enough for a program, and may be used by several
 * threads at once.
 */
public final class PlimsollPublisher implements AutoCloseable {

  private final PublisherSettings settings;
  private final KafkaProducer<String, byte[]> producer;
  private final Serializer<StatusChange> serializer;

  private PlimsollPublisher(
      PublisherSettings settings,
      KafkaProducer<String, byte[]> producer,
      Serializer<StatusChange> serializer) {
    this.settings = settings;
    this.producer = producer;
    this.serializer = serializer;
  }

  /**
   * Signs in and finds the agency's topic.
   *
   * @throws PublishException saying which setting is wrong; after at most 10 seconds where no
   *     broker answers
   */
  public static PlimsollPublisher connect(PublisherSettings settings) {
    Serializer<StatusChange> serializer = serializer(settings);
    KafkaProducer<String, byte[]> producer = null;
    try {
      producer =
          new KafkaProducer<>(settings.all(), new StringSerializer(), new ByteArraySerializer());
      producer.partitionsFor(settings.topic());
      return new PlimsollPublisher(settings, producer, serializer);
    } catch (KafkaException e) {
      if (producer != null) {
        producer.close();
      }
      serializer.close();
      throw PublishException.ofBroker(settings, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Serializer<StatusChange> serializer(PublisherSettings settings) {
    Serializer<StatusChange> serializer;
    try {
      serializer = Utils.newInstance(settings.serializer(), Serializer.class);
    } catch (ClassNotFoundException | KafkaException | ClassCastException e) {
      throw new PublishException(
          PublisherSettings.SERIALIZER,
          settings.serializer(),
          "a class on the class path that implements " + Serializer.class.getName(),
          e);
    }
    serializer.configure(settings.all(), false);
    return serializer;
  }

  /**
   * A status to be filled in: with a new event id, and the agency as its source until the name of
   * the agency's software is set.
   *
   * @param dataDate the day on which the figures were true
   */
  public StatusChange.Builder status(String projectId, LocalDate dataDate) {
    return StatusChange.newBuilder()
        .setEventId(UUID.randomUUID().toString())
        .setSource(settings.agencyId())
        .setProjectId(projectId)
        .setDataDate(dataDate);
  }

  /**
   * A correction of a status that was published before, to be filled in with what it got wrong: it
   * names that status and carries its project and data date. What is not set stays as it was
   * reported.
   */
  public StatusChange.Builder correction(StatusChange earlier) {
    return status(earlier.getProjectId(), earlier.getDataDate())
        .setSource(earlier.getSource())
        .setCurrency(earlier.getCurrency())
        .setCorrects(earlier.getEventId());
  }

  /**
   * Publishes one status. Waits for the registry at the first one, and for room when the broker is
   * slow; the rest happens later. The future's own steps run on the thread that talks to the
   * broker, so they must not wait.
   *
   * @param programId the program that the project belongs to; decides where the status is weighed
   * @return completed when all replicas in sync have it, or exceptionally with a {@link
   *     PublishException}
   */
  public CompletableFuture<Published> publish(String programId, StatusChange status) {
    CompletableFuture<Published> published = new CompletableFuture<>();
    try {
      byte[] value = serialize(status);
      var record = new ProducerRecord<>(settings.topic(), programId, value);
      // The callback is told the same as this future.
      var unused =
          producer.send(
              record,
              (where, failure) -> {
                if (failure != null) {
                  published.completeExceptionally(PublishException.ofBroker(settings, failure));
                } else {
                  published.complete(
                      new Published(
                          where.topic(), where.partition(), where.offset(), status.getEventId()));
                }
              });
    } catch (PublishException e) {
      published.completeExceptionally(e);
    } catch (KafkaException e) {
      published.completeExceptionally(PublishException.ofBroker(settings, e));
    }
    return published;
  }

  private byte[] serialize(StatusChange status) {
    try {
      return serializer.serialize(settings.topic(), status);
    } catch (RuntimeException e) {
      throw PublishException.ofSerializer(settings, e);
    }
  }

  /** Waits until every status is published or has failed, and lets go of the broker. */
  @Override
  public void close() {
    producer.close();
    serializer.close();
  }
}
