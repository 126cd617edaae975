package org.plimsoll.audit;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.ExportedTrail;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailInputs;
import org.plimsoll.wire.TrailReader;
import org.plimsoll.wire.WriterSchemas;

/**
 * Feeds a back-test with the inputs of a trail, as many partitions at a time as there are
 * processors. Inputs that were refused before core was asked are left out: no policy changes that.
 */
public final class TrailBacktest {
  private TrailBacktest() {}

  /**
   * Over the trail as it lies on a broker, from its first entry to its present end.
   *
   * @param progress told the number of entries read, by several threads at once
   * @return entries read
   * @throws ArchiveException when an entry holds what no engine writes
   */
  public static long run(
      TrailReader trail, SchemaRegistry registry, Backtest backtest, LongConsumer progress) {
    return placed(() -> inputs(registry, progress).read(trail, () -> backtest.part()::next));
  }

  /**
   * Over an export, which is not verified by this.
   *
   * @param progress told the number of entries read, by several threads at once
   * @return entries read
   * @throws ArchiveException when it cannot be read, or holds what no engine writes
   */
  public static long run(Archive archive, Backtest backtest, LongConsumer progress) {
    ExportedTrail trail = ExportedTrail.open(archive);
    return placed(() ->
        inputs(trail.schemas(), progress)
            .read(
                trail.partitions(),
                trail.partitionsOfTopics(),
                trail::read,
                () -> backtest.part()::next));
  }

  private static TrailInputs inputs(WriterSchemas schemas, LongConsumer progress) {
    return new TrailInputs(schemas, Runtime.getRuntime().availableProcessors(), progress);
  }

  private static long placed(LongSupplier reading) {
    try {
      return reading.getAsLong();
    } catch (TrailInputs.BadEntryException e) {
      throw new ArchiveException(String.valueOf(e.getMessage()), e);
    }
  }
}
