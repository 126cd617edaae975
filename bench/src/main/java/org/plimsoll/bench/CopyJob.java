package org.plimsoll.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The limit that everything is held against: the same bytes into another topic, exactly once. An
 * engine with a trail cannot do less than this, because the trail holds the bytes of each input.
 */
public final class CopyJob {
  private CopyJob() {}

  /** Runs until its process is ended; the one argument names its settings. */
  public static void main(String[] arguments) {
    Job job = Job.read(arguments);
    job.onThreads(thread -> {
      Map<String, Object> settings = job.kafka();
      settings.put("transactional.id", job.name() + "-" + thread);
      settings.put("batch.size", 128 << 10);
      settings.put("linger.ms", 20);
      try (var consumer = job.consumer(thread);
          var producer =
              new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        producer.initTransactions();
        while (true) {
          copy(consumer, producer);
        }
      }
    });
  }

  /** One transaction. */
  private static void copy(
      KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    producer.beginTransaction();
    long until = System.nanoTime() + Job.COMMIT_MILLIS * 1_000_000L;
    while (System.nanoTime() < until) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(10))) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    Job.COPY_TOPIC, record.partition(), record.key(), record.value()));
        next.put(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1));
      }
    }
    producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
    producer.commitTransaction();
  }
}
