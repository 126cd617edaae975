package org.plimsoll.audit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.audit.publication.CheckpointTopic;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;

/** A trail on the broker of the tests, written in transactions as the engine writes it. */
public final class Published {
  private Published() {}

  /** Leaves no trail, and no log of one. */
  public static void nothing() throws Exception {
    try (Admin admin = Admin.create(Cluster.shared().kafka())) {
      List<String> all =
          admin.listTopics().names().get().stream()
              .filter(
                  name -> name.startsWith("plimsoll.trail.") || name.equals(CheckpointTopic.NAME))
              .toList();
      admin.deleteTopics(all).all().get();
      while (admin.listTopics().names().get().stream().anyMatch(all::contains)) {
        Thread.sleep(50);
      }
      TopicSetup.ensure(admin, Trail.PARTITIONS, (short) 1);
    }
  }

  /** Appends to the trail of programs; one transaction that comes to nothing lies between. */
  public static void append(List<byte[]> entries) {
    Map<String, Object> settings = Cluster.shared().kafka();
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "trail-of-a-test");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      boolean first = true;
      for (byte[] entry : entries) {
        if (!first) {
          producer.beginTransaction();
          send(producer, new byte[] {1});
          producer.flush();
          producer.abortTransaction();
        }
        producer.beginTransaction();
        send(producer, entry);
        producer.commitTransaction();
        first = false;
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(Topics.TRAIL_PROGRAM, 0, null, value));
  }
}
