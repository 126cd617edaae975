package org.plimsoll.audit.archive;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.plimsoll.audit.archive.KeptState.RefusedException;
import org.plimsoll.audit.archive.States.Bound;
import org.plimsoll.audit.archive.States.Stood;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.TreeHasher;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.TakenReader;
import org.plimsoll.wire.TrailPartition;

/**
 * Brings one partition to where it is asked for: from the newest state that can be used, or from
 * the beginning.
 */
final class StateFold {
  /** Entries between two words about progress. */
  static final int TOLD_EVERY = 1_000;

  private static final int HEADER_BYTES = 5;

  private final Archive archive;
  private final TrailPartition partition;
  private final List<Head> heads;
  private final Supplier<Map<Integer, Schema>> schemas;
  private final Bound bound;
  private final Runnable progress;
  private final List<String> refused = new ArrayList<>();

  /**
   * @param schemas asked for when a state is read
   * @param progress told after every {@link #TOLD_EVERY} entries
   */
  StateFold(
      Archive archive,
      TrailPartition partition,
      RootLog log,
      Supplier<Map<Integer, Schema>> schemas,
      Bound bound,
      Runnable progress) {
    this.archive = archive;
    this.partition = partition;
    this.heads = log.heads(partition).stream().map(RootLog.Stated::head).toList();
    this.schemas = schemas;
    this.bound = bound;
    this.progress = progress;
  }

  Stood run() {
    for (Path file : archive.states(partition)) {
      try {
        KeptState state = KeptState.read(file, partition);
        if (bound.covers(state.sequence(), state.latest())) {
          return from(state, file);
        }
      } catch (RefusedException e) {
        refused.add(e.getMessage());
      }
    }
    try (Tail tail = new Tail(0, new Frontier(), new Fold(), archive.entries(partition))) {
      if (!tail.signed.reach(0)) {
        throw notSigned(heads.isEmpty() ? 0 : heads.getFirst().size());
      }
      tail.advance();
      return tail.stood();
    }
  }

  private Stood from(KeptState state, Path file) throws RefusedException {
    long sequence = state.sequence();
    try (Tail tail =
        new Tail(
            sequence,
            state.frontier(),
            state.fold(file),
            archive.entries(partition, state.segment(), state.offset()))) {
      if (!tail.signed.reach(sequence)) {
        throw new RefusedException(
            file,
            "its root %s is not that of the first %d entries of trail %s as they were signed"
                .formatted(state.frontier().root(), sequence, partition));
      }
      state.schemas().forEach(tail.offline::show);
      if (!tail.findsNext()) {
        throw new RefusedException(
            file,
            "entry %d does not lie at byte %d of %s"
                .formatted(sequence + 1, state.offset(), state.segment()));
      }
      tail.advance();
      return tail.stood();
    }
  }

  private ArchiveException notSigned(long size) {
    return new ArchiveException(
        "the list of hashes of trail %s does not lead to the root that was signed for %d entries -"
                .formatted(partition, size)
            + " `plimsoll verify` says what is not as it was signed");
  }

  /** The entries behind a state, each of which must be the one that was signed. */
  private final class Tail implements AutoCloseable {
    private final long from;
    private final Fold fold;
    private final Frames entries;
    private final LeafList ahead = new LeafList(archive.layout().leaves(partition));
    private final LeafList leaves = new LeafList(archive.layout().leaves(partition));
    private final SignedLeaves signed;
    private final OfflineSchemas offline = new OfflineSchemas(schemas.get());
    private final TakenReader taken = new TakenReader(offline.registry());
    private final InputReader inputs =
        new InputReader(new RecordReader(offline.registry()), archive.partitions());
    private final TreeHasher hasher = new TreeHasher();
    private final byte[] hash = new byte[Hash.BYTES];
    private final long end = heads.isEmpty() ? 0 : heads.getLast().size();
    private Instant latest = Instant.MIN;
    private long sequence;

    /** Whether the next entry is at hand already. */
    private boolean read;

    Tail(long from, Frontier frontier, Fold fold, Frames entries) {
      this.from = from;
      this.sequence = from;
      this.fold = fold;
      this.entries = entries;
      this.signed = new SignedLeaves(ahead, heads, frontier);
    }

    Stood stood() {
      return new Stood(partition, fold, from, sequence, refused);
    }

    /** Whether the first entry is the one that was signed; true where none is asked for. */
    boolean findsNext() {
      if (sequence >= end || !bound.covers(sequence + 1, latest)) {
        return true;
      }
      try {
        read = entries.advance();
      } catch (ArchiveException e) {
        return false;
      }
      return read && isNext();
    }

    private boolean isNext() {
      if (!signed.reach(sequence + 1)) {
        throw notSigned(end);
      }
      hasher.leaf(entries.buffer(), entries.from(), entries.length(), hash);
      return leaves.is(sequence, hash);
    }

    /** Weighs entries for as long as they are asked for. */
    void advance() {
      // What is surely not asked for need not be the signed one.
      while (sequence < end && bound.covers(sequence + 1, latest)) {
        if (!read && !entries.advance()) {
          throw new ArchiveException(
              "trail %s ends behind entry %d, and %d were signed"
                  .formatted(partition, sequence, end));
        }
        if (!read && !isNext()) {
          throw new ArchiveException(
              "trail %s, entry %d is not the one that was signed - `plimsoll verify` says what was"
                      .formatted(partition, sequence + 1)
                  + " done");
        }
        read = false;
        if (!next(entries.bytes())) {
          return;
        }
      }
    }

    /** Whether it was asked for, and weighed. */
    private boolean next(byte[] entry) {
      try {
        Taken input = taken(entry);
        if (input.takenAt().isAfter(latest)) {
          latest = input.takenAt();
        }
        if (!bound.covers(sequence + 1, latest)) {
          return false;
        }
        Input weighed = inputs.read(input).input();
        if (weighed != null) {
          fold.next(weighed);
        }
      } catch (RuntimeException e) {
        // A hostile entry may hold what no engine writes; whatever it leads to, it has a place.
        throw new ArchiveException(
            "trail %s, entry %d cannot be weighed: %s".formatted(partition, sequence + 1, e), e);
      }
      sequence++;
      if (sequence % TOLD_EVERY == 0) {
        progress.run();
      }
      return true;
    }

    /** A schema is there from the first entry that names it, as it was when this was verified. */
    private Taken taken(byte[] entry) {
      show(entry);
      Taken read = taken.read(entry);
      byte[] value = read.value();
      if (value != null && taken.inputSchemaSha256() != null) {
        show(value);
      }
      return read;
    }

    private void show(byte[] record) {
      if (record.length >= HEADER_BYTES) {
        offline.show(ByteBuffer.wrap(record, 1, Integer.BYTES).getInt());
      }
    }

    @Override
    public void close() {
      entries.close();
      ahead.close();
      leaves.close();
    }
  }
}
