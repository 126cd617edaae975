package org.plimsoll.audit.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.avro.Schema;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.wire.TrailPartition;

/**
 * What stood at a past moment, from an export: of each partition the newest state before the moment
 * that a verification kept, and the entries that were taken since, weighed by core. A state is used
 * when its bytes are those that were written and the tree it stands on is one that was signed, and
 * each entry behind it must be the signed one. Without a state that can be used, it is derived from
 * the beginning and is the same.
 */
public final class States {
  private final Archive archive;
  private final RootLog log;

  /** Read while states are: without an entry to weigh nobody asks for them. */
  private final CompletableFuture<Map<Integer, Schema>> schemas;

  private States(Archive archive, RootLog log, CompletableFuture<Map<Integer, Schema>> schemas) {
    this.archive = archive;
    this.log = log;
    this.schemas = schemas;
  }

  /** Up to which entry a partition is asked for; once it is not, no later entry is. */
  @FunctionalInterface
  interface Bound {
    /**
     * Whether these are still asked for.
     *
     * @param sequence of the last entry
     * @param latest moment at which one of the entries up to it was taken
     */
    boolean covers(long sequence, Instant latest);
  }

  /**
   * What stood in one partition.
   *
   * @param fold goes on with the next input
   * @param from sequence of the entry behind which the state was kept that was used; 0 when it was
   *     derived from the beginning
   * @param sequence of the newest entry that is reflected
   * @param refused states that could not be used, each with the reason
   */
  public record Stood(
      TrailPartition partition, Fold fold, long from, long sequence, List<String> refused) {
    public Stood {
      refused = List.copyOf(refused);
    }

    /** Entries that were weighed for it. */
    public long weighed() {
      return sequence - from;
    }
  }

  /**
   * Opens what an export holds.
   *
   * @throws ArchiveException when its log is not what it says it is; where its schemas are not,
   *     whoever asks for a moment is told
   */
  public static States open(Archive archive) {
    List<Finding> findings = new ArrayList<>();
    RootLog log = archive.log(findings);
    ExportedTrail.requireNone(findings);
    return new States(
        archive,
        log,
        CompletableFuture.supplyAsync(
            () -> schemas(archive, log),
            task -> Thread.ofPlatform().daemon().name("schemas").start(task)));
  }

  private static Map<Integer, Schema> schemas(Archive archive, RootLog log) {
    List<Finding> findings = new ArrayList<>();
    Map<Integer, Schema> schemas = archive.schemas(log, findings);
    ExportedTrail.requireNone(findings);
    return schemas;
  }

  /**
   * What stood in every partition as it was known at this moment, which the trail's own clock says
   * as of a replay: an entry is known with the first tick from it on, behind the last tick with
   * that one. Where a partition never saw a tick: what stood after the entries before the first
   * that was taken later.
   *
   * @param progress told the number of entries weighed, now and then, by several threads at once
   * @throws ArchiveException when an entry that is needed is not the one that was signed
   */
  public List<Stood> at(Instant moment, LongConsumer progress) {
    AtomicLong weighed = new AtomicLong();
    return each(partition ->
        fold(partition, () -> progress.accept(weighed.addAndGet(StateFold.TOLD_EVERY))).at(moment));
  }

  /**
   * Since when something other than the time is known; empty where nothing ever was.
   *
   * @throws ArchiveException when an entry that is needed is not the one that was signed
   */
  public Optional<Instant> begin() {
    return each(partition -> fold(partition, () -> {}).begin()).stream()
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private <T> List<T> each(Function<TrailPartition, T> of) {
    // Not on the common pool, which whoever calls may be on.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      return log.partitions().stream()
          .map(partition -> CompletableFuture.supplyAsync(() -> of.apply(partition), threads))
          .toList()
          .stream()
          .map(States::joined)
          .toList();
    }
  }

  /**
   * What stood in a partition after this entry, or after the last one where there are fewer.
   *
   * @param sequence of the entry, from 1; 0 for the beginning
   * @throws ArchiveException when an entry that is needed is not the one that was signed
   */
  public Stood at(TrailPartition partition, long sequence) {
    return fold(partition, () -> {}).upTo(sequence);
  }

  private StateFold fold(TrailPartition partition, Runnable progress) {
    return new StateFold(archive, partition, log, () -> joined(schemas), progress);
  }

  private static <T> T joined(CompletableFuture<T> all) {
    try {
      return all.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
