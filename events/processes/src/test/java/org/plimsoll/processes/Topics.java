package org.plimsoll.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the tests do with a broker: topics of one partition, records of text. */
final class Topics {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Topics() {}

  static void create(Map<String, Object> admin, String topic) throws Exception {
    try (Admin client = Admin.create(admin)) {
      client
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  static void createUser(Map<String, Object> admin, String user, String password) throws Exception {
    var credential =
        new UserScramCredentialUpsertion(
            user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password);
    try (Admin client = Admin.create(admin)) {
      client.alterUserScramCredentials(List.of(credential)).all().get();
    }
  }

  /** Returns when all replicas in sync have the record; throws what the broker says otherwise. */
  static void write(Map<String, Object> config, String topic, String value) throws Exception {
    var settings = new HashMap<>(config);
    settings.put("acks", "all");
    settings.put("max.block.ms", "10000");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** All values of the topic that are there now. */
  static List<String> read(Map<String, Object> config, String topic) {
    var partition = new TopicPartition(topic, 0);
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
      var values = new ArrayList<String>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition) < end && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
