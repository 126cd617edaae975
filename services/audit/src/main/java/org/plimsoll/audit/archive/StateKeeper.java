package org.plimsoll.audit.archive;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.wire.TrailPartition;

/**
 * Keeps the states of one partition while its outcomes are derived again, for as long as none is
 * found that does not follow. What stands does not change, so a state is written in parts and takes
 * no memory of its own.
 */
final class StateKeeper {
  /**
   * Bytes of entries from one state to the next, for each node. A compressed state takes some 200 a
   * node, so states take at most twice the room that entries take, however small those are.
   */
  private static final int BYTES_A_NODE = 100;

  /** A partition of few nodes has no more states than this makes. */
  private static final int LEAST_BYTES = 2_500_000;

  private final Path directory;
  private final TrailPartition partition;
  private final OutcomeCheck outcomes;
  private final long every;
  private @Nullable Frontier upTo;
  private @Nullable Path segment;
  private long offset;
  private long newest;

  /** Of the entries behind the newest state. */
  private long bytes;

  private int states;

  /**
   * @param directory is there
   * @param every entries from one state to the next; 0: as many as take {@value #BYTES_A_NODE}
   *     bytes a node, and at least {@value #LEAST_BYTES} bytes
   */
  StateKeeper(Path directory, TrailPartition partition, OutcomeCheck outcomes, long every) {
    this.directory = directory;
    this.partition = partition;
    this.outcomes = outcomes;
    this.every = every;
  }

  /** States written so far. */
  int states() {
    return states;
  }

  /** The entry at hand was derived again. */
  void next(Frontier frontier, Frames entry) {
    if (outcomes.finding().isPresent()) {
      return;
    }
    upTo = frontier;
    segment = entry.file();
    offset = entry.end();
    bytes += entry.length();
    if (every > 0 ? frontier.size() - newest >= every : bytes >= share()) {
      keep(frontier);
    }
  }

  private long share() {
    return Math.max(LEAST_BYTES, (long) BYTES_A_NODE * outcomes.fold().atRest().size());
  }

  /** Nothing was found in the partition; the state at its end is kept as well. */
  void end() {
    if (upTo != null && upTo.size() > newest) {
      keep(upTo);
    }
  }

  private void keep(Frontier frontier) {
    long sequence = frontier.size();
    Path file = directory.resolve(Layout.state(partition, sequence));
    try {
      new KeptState(
              partition,
              sequence,
              frontier.roots(),
              outcomes.latest(),
              outcomes.clock(),
              requireNonNull(segment).getFileName().toString(),
              offset,
              outcomes.schemas())
          .write(file, new Snapshot(sequence, outcomes.fold()));
    } catch (IOException e) {
      throw new ArchiveException(file + " cannot be written: " + e, e);
    }
    newest = sequence;
    bytes = 0;
    states++;
  }
}
