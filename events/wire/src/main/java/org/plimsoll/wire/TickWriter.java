package org.plimsoll.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.plimsoll.schema.Tick;

/** Writes the passing of time into every partition of both tiers. Not for several threads. */
public final class TickWriter implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final Map<String, RecordWriter<Tick>> writers;
  private final int partitions;

  /**
   * @param kafka where the broker is and how to sign in
   */
  public TickWriter(Map<String, Object> kafka, SchemaRegistry registry, int partitions) {
    this.producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    this.writers =
        Map.of(
            Topics.PROGRAM_TICKS,
            RecordWriter.register(registry, Topics.PROGRAM_TICKS, Tick.class),
            Topics.PORTFOLIO_TICKS,
            RecordWriter.register(registry, Topics.PORTFOLIO_TICKS, Tick.class));
    this.partitions = partitions;
  }

  /**
   * One tick in every partition; returns when the broker has them. Writing the same instant again
   * changes nothing.
   *
   * @throws IllegalStateException when the broker does not take it
   */
  public void write(Instant at) {
    List<Future<?>> sent = new ArrayList<>();
    writers.forEach((topic, writer) -> {
      for (int partition = 0; partition < partitions; partition++) {
        String eventId = "tick-%d-%d".formatted(at.toEpochMilli(), partition);
        sent.add(
            producer.send(
                new ProducerRecord<>(topic, partition, null, writer.write(new Tick(eventId, at)))));
      }
    });
    try {
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the tick of " + at + " was not taken", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the tick of " + at, e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
