package org.plimsoll.bench;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.plimsoll.wire.RecordReader;

/** The first two limits: reads the topic, and decodes each status when it is told to. */
public final class ReadJob {
  private ReadJob() {}

  /** Runs until its process is ended; the one argument names its settings. */
  public static void main(String[] arguments) {
    Job job = Job.read(arguments);
    boolean decodes = job.name().equals("decode");
    job.onThreads(thread -> {
      try (var consumer = job.consumer(thread)) {
        RecordReader records = job.records();
        long committedAt = System.nanoTime();
        long read = 0;
        while (true) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(10))) {
            // Adds up something of each, so that none of it can be left out.
            read +=
                decodes ? Job.status(records, record.value()).getEvMinor() : record.value().length;
          }
          if (System.nanoTime() - committedAt > Job.COMMIT_MILLIS * 1_000_000L) {
            consumer.commitAsync();
            committedAt = System.nanoTime();
            if (read == Long.MIN_VALUE) {
              System.out.println(read);
            }
          }
        }
      }
    });
  }
}
