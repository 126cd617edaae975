package org.plimsoll.wire;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.plimsoll.core.escalation.Input;

/**
 * The inputs of a trail once more, those of each partition in the order in which it took them, as
 * many partitions at a time as there are threads. Of an entry only what was taken is read; what
 * followed can be derived again. Inputs that were refused before core was asked are left out.
 */
public final class TrailInputs {
  private static final int TRAILS = 2;

  /** Entries between two words about progress. */
  private static final int TOLD_EVERY = 1_000;

  private final WriterSchemas schemas;
  private final int threads;
  private final LongConsumer progress;
  private final AtomicLong entries = new AtomicLong();

  /**
   * @param schemas with which entries and inputs are written
   * @param progress told the number of entries read, by several threads at once; what it throws
   *     ends the reading
   */
  public TrailInputs(WriterSchemas schemas, int threads, LongConsumer progress) {
    this.schemas = schemas;
    this.threads = threads;
    this.progress = progress;
  }

  /** An entry that is none, or that leads to what no engine writes; the message has its place. */
  public static final class BadEntryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BadEntryException(TrailPartition partition, long sequence, RuntimeException cause) {
      super(
          "trail %s, entry %d cannot be weighed: %s".formatted(partition, sequence, cause), cause);
    }
  }

  /** Where entries lie. */
  @FunctionalInterface
  public interface Entries {
    /** Gives every entry of a partition, in its order. */
    void of(TrailPartition partition, Consumer<byte[]> entry);
  }

  /**
   * Reads a trail as it lies on a broker, from its first entry to its present end.
   *
   * @param parts gives what takes the inputs of one partition, on one thread
   * @return entries read
   * @throws CancellationException when the calling thread is interrupted
   * @throws BadEntryException when an entry cannot be read, or what takes its input throws
   */
  public long read(TrailReader trail, Supplier<Consumer<Input>> parts) {
    Map<TrailPartition, Long> ends = trail.ends();
    return read(
        ends.keySet(),
        ends.size() / TRAILS,
        (partition, next) ->
            trail.read(
                Map.of(partition, 0L),
                ends,
                (_, _, entry) -> {
                  next.accept(entry);
                  return true;
                }),
        parts);
  }

  /**
   * Reads a trail from wherever it lies; the rest as above.
   *
   * @param partitionsOfTopics number of partitions of every topic
   */
  public long read(
      Collection<TrailPartition> partitions,
      int partitionsOfTopics,
      Entries from,
      Supplier<Consumer<Input>> parts) {
    // Not on the common pool: whoever asks a registry from there waits for a thread of it, and all
    // of them may be asking.
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      try {
        var done = new ExecutorCompletionService<Void>(pool);
        for (TrailPartition partition : partitions) {
          done.submit(() -> {
            from.of(partition, new Reading(partition, partitionsOfTopics, parts.get())::next);
            return null;
          });
        }
        for (int i = 0; i < partitions.size(); i++) {
          done.take().get();
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        pool.shutdownNow();
        throw new CancellationException("interrupted after " + entries + " entries");
      }
    }
    return entries.get();
  }

  /** One partition, read by one thread. */
  private final class Reading {
    private final TrailPartition partition;
    private final TakenReader taken;
    private final InputReader inputs;
    private final Consumer<Input> part;
    private long sequence;

    private Reading(TrailPartition partition, int partitionsOfTopics, Consumer<Input> part) {
      this.partition = partition;
      this.taken = new TakenReader(schemas);
      this.inputs = new InputReader(new RecordReader(schemas), partitionsOfTopics);
      this.part = part;
    }

    private void next(byte[] entry) {
      sequence++;
      try {
        Input input = inputs.read(taken.read(entry)).input();
        if (input != null) {
          part.accept(input);
        }
      } catch (RuntimeException e) {
        // A hostile entry may hold what no engine writes; whatever it leads to, it has a place.
        throw new BadEntryException(partition, sequence, e);
      }
      long now = entries.incrementAndGet();
      if (now % TOLD_EVERY == 0) {
        progress.accept(now);
      }
    }
  }
}
