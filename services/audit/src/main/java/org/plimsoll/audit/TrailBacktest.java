package org.plimsoll.audit;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.ExportedTrail;
import org.plimsoll.audit.log.TrailPartition;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TakenReader;

/**
 * Feeds a back-test with the inputs of a trail, as many partitions at a time as there are
 * processors. Of an entry only what was taken is read; what followed is derived again. Inputs that
 * were refused before core was asked are left out: no policy changes that.
 */
public final class TrailBacktest {
  private static final int TRAILS = 2;

  /** Entries between two words about progress. */
  private static final int TOLD_EVERY = 1_000;

  private final Backtest backtest;
  private final LongConsumer progress;
  private final AtomicLong entries = new AtomicLong();

  private TrailBacktest(Backtest backtest, LongConsumer progress) {
    this.backtest = backtest;
    this.progress = progress;
  }

  /**
   * Over the trail as it lies on a broker, from its first entry to its present end.
   *
   * @param progress told the number of entries read, by several threads at once
   * @return entries read
   */
  public static long run(
      TrailReader trail, SchemaRegistry registry, Backtest backtest, LongConsumer progress) {
    TrailBacktest all = new TrailBacktest(backtest, progress);
    Map<TrailPartition, Long> ends = trail.ends();
    each(
        ends.keySet(),
        partition -> {
          Reading reading = all.new Reading(partition, registry, ends.size() / TRAILS);
          trail.read(
              Map.of(partition, 0L),
              ends,
              (_, _, entry) -> {
                reading.next(entry);
                return true;
              });
        });
    return all.entries.get();
  }

  /**
   * Over an export, which is not verified by this.
   *
   * @param progress told the number of entries read, by several threads at once
   * @return entries read
   * @throws ArchiveException when it cannot be read, or holds what no engine writes
   */
  public static long run(Archive archive, Backtest backtest, LongConsumer progress) {
    TrailBacktest all = new TrailBacktest(backtest, progress);
    ExportedTrail trail = ExportedTrail.open(archive);
    each(
        trail.partitions(),
        partition -> {
          Reading reading =
              all.new Reading(partition, trail.registry(), trail.partitionsOfTopics());
          trail.read(partition, reading::next);
        });
    return all.entries.get();
  }

  /**
   * Not on the common pool: whoever asks a registry from there waits for a thread of it, and all of
   * them may be asking.
   */
  private static void each(
      Collection<TrailPartition> partitions, Consumer<TrailPartition> reading) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      try {
        partitions.stream()
            .map(p -> CompletableFuture.runAsync(() -> reading.accept(p), threads))
            .toList()
            .forEach(CompletableFuture::join);
      } catch (CompletionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  /** One partition, read by one thread. */
  private final class Reading {
    private final TrailPartition partition;
    private final TakenReader taken;
    private final InputReader inputs;
    private final Backtest.Part part = backtest.part();
    private long sequence;

    private Reading(TrailPartition partition, SchemaRegistry registry, int partitions) {
      this.partition = partition;
      this.taken = new TakenReader(registry);
      this.inputs = new InputReader(new RecordReader(registry), partitions);
    }

    private void next(byte[] entry) {
      sequence++;
      try {
        Input input = inputs.read(taken.read(entry)).input();
        if (input != null) {
          part.next(input);
        }
      } catch (RuntimeException e) {
        // A hostile entry may hold what no engine writes; whatever it leads to, it has a place.
        throw new ArchiveException(
            "trail %s, entry %d cannot be weighed: %s".formatted(partition, sequence, e), e);
      }
      long now = entries.incrementAndGet();
      if (now % TOLD_EVERY == 0) {
        progress.accept(now);
      }
    }
  }
}
