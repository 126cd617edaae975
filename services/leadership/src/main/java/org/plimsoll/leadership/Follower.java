package org.plimsoll.leadership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one part of the topics into the read model. It takes all partitions itself, without a
 * consumer group: the database says where to go on, so there is nothing to rebalance and no session
 * to wait for after a crash. Whatever fails, it says so in the health, waits, and begins again from
 * what is stored; only a gap in the trail stops a partition for good.
 *
 * <p>While a batch is written the next one is read, so that neither waits for the other. A batch
 * grows for as long as the one before it takes: under load by itself, at rest not at all.
 */
final class Follower implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  private static final Duration POLL = Duration.ofMillis(250);

  /** How soon it is noticed that a batch is written and the next one can go. */
  private static final Duration POLL_WHILE_WRITING = Duration.ofMillis(2);

  /** How often it says how far behind it is, while it is. */
  private static final Duration SPEAK = Duration.ofMillis(100);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Gives a consumer that reads as the part is followed. */
  interface Opening {
    KafkaConsumer<byte[], byte[]> open();
  }

  private final Part part;
  private final Opening opening;
  private final TrailReader reader;
  private final Projection projection;
  private final ProjectionState state;
  private final Tail tail;
  private volatile boolean running = true;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param reader of its own
   */
  Follower(
      Part part,
      Opening opening,
      TrailReader reader,
      Projection projection,
      ProjectionState state,
      Tail tail) {
    this.part = part;
    this.opening = opening;
    this.reader = reader;
    this.projection = projection;
    this.state = state;
    this.tail = tail;
  }

  /** Asks it to end; what is being written is written. */
  void stop() {
    running = false;
    KafkaConsumer<byte[], byte[]> waiting = consumer;
    if (waiting != null) {
      waiting.wakeup();
    }
  }

  @Override
  public void run() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> opened = opening.open();
          ExecutorService writer = writer()) {
        consumer = opened;
        follow(opened, writer);
      } catch (WakeupException | InterruptException e) {
        // Only stop() wakes, and only who stops interrupts.
        return;
      } catch (Projection.MovedOnException e) {
        log.info("{}; reading again from there", e.getMessage());
      } catch (RuntimeException e) {
        state.fails(part, String.valueOf(e.getMessage()));
        log.warn("The projection of {} waits {} and begins again", part.topics(), RETRY, e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private ExecutorService writer() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name("writing " + part.title()).daemon().factory());
  }

  private void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> open, ExecutorService writer) {
    List<TopicPartition> partitions = partitions(open);
    Map<TopicPartition, Progress> progress = new HashMap<>(projection.progress());
    open.assign(partitions);
    for (TopicPartition partition : partitions) {
      open.seek(partition, progress.getOrDefault(partition, Progress.NONE).nextOffset());
    }
    Set<TopicPartition> stopped = new HashSet<>();
    state.begins(part);
    Batch writing = new Batch(reader, progress);
    Batch filling = writing;
    long spoken = System.nanoTime();
    Future<?> written = CompletableFuture.completedFuture(null);
    while (running) {
      boolean resting = written.isDone() && filling.isEmpty();
      take(open.poll(resting ? POLL : POLL_WHILE_WRITING), filling, stopped);
      open.pause(stopped);
      if (!filling.isEmpty() && (written.isDone() || filling.isFull())) {
        await(written);
        Batch full = filling;
        written = writer.submit(() -> write(full));
        writing = full;
        filling = new Batch(reader, full.progress());
      }
      boolean isWritten = written.isDone();
      if (isWritten) {
        // Or a batch that failed would count as shown.
        await(written);
      }
      if (isWritten || System.nanoTime() - spoken > SPEAK.toNanos()) {
        List<Batch> unshown = isWritten ? List.of(filling) : List.of(writing, filling);
        state.runs(part, lag(open, partitions, stopped, unshown), Instant.now());
        spoken = System.nanoTime();
      }
    }
  }

  private void take(
      ConsumerRecords<byte[], byte[]> records, Batch batch, Set<TopicPartition> stopped) {
    for (TopicPartition partition : records.partitions()) {
      try {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          batch.take(record);
        }
      } catch (GapException e) {
        log.error("{}", e.getMessage());
        state.stop(part, partition.toString(), String.valueOf(e.getMessage()));
        stopped.add(partition);
      }
    }
  }

  private void write(Batch batch) {
    if (!batch.isEmpty() && projection.write(part, batch) > 0) {
      tail.look();
    }
  }

  private static void await(Future<?> written) {
    try {
      written.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> open) {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : part.topics()) {
      List<PartitionInfo> known = open.partitionsFor(topic);
      if (known == null || known.isEmpty()) {
        throw new KafkaException("topic " + topic + " is not there yet");
      }
      known.forEach(each -> all.add(new TopicPartition(topic, each.partition())));
    }
    return all;
  }

  /**
   * @param unshown batches that are read and not yet written
   */
  private static ProjectionState.Lag lag(
      KafkaConsumer<byte[], byte[]> open,
      List<TopicPartition> partitions,
      Set<TopicPartition> stopped,
      List<Batch> unshown) {
    long unread =
        partitions.stream()
            .filter(partition -> !stopped.contains(partition))
            // Before the first answer about a partition its end is not known: behind, not at the
            // end.
            .mapToLong(partition -> open.currentLag(partition).orElse(1))
            .sum();
    return new ProjectionState.Lag(
        unread + unshown.stream().mapToLong(Batch::records).sum(),
        unshown.stream()
            .map(Batch::oldest)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null),
        unshown.getFirst().newestBefore());
  }
}
