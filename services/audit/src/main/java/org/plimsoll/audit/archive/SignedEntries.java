package org.plimsoll.audit.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.TreeHasher;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.TakenReader;
import org.plimsoll.wire.TrailPartition;

/** The entries of a partition from a place on, each of which must be the one that was signed. */
final class SignedEntries implements AutoCloseable {
  private static final int HEADER_BYTES = 5;

  private final TrailPartition partition;
  private final int partitions;
  private final Supplier<Map<Integer, Schema>> schemas;
  private final Set<Integer> shown;
  private final Frames entries;
  private final LeafList ahead;
  private final LeafList leaves;
  private final SignedLeaves signed;
  private final TreeHasher hasher = new TreeHasher();
  private final byte[] hash = new byte[Hash.BYTES];
  private final long end;
  private @Nullable Reading reading;
  private long sequence;

  /** Whether the next entry is at hand already. */
  private boolean read;

  private SignedEntries(
      Archive archive,
      TrailPartition partition,
      RootLog log,
      Supplier<Map<Integer, Schema>> schemas,
      Set<Integer> shown,
      Frontier frontier,
      Frames entries) {
    List<Head> heads = log.heads(partition).stream().map(RootLog.Stated::head).toList();
    this.partition = partition;
    this.partitions = archive.partitions();
    this.schemas = schemas;
    this.shown = shown;
    this.entries = entries;
    this.ahead = new LeafList(archive.layout().leaves(partition));
    this.leaves = new LeafList(archive.layout().leaves(partition));
    this.sequence = frontier.size();
    this.end = heads.isEmpty() ? 0 : heads.getLast().size();
    this.signed = new SignedLeaves(ahead, heads, frontier);
  }

  /**
   * From the beginning.
   *
   * @param schemas asked for when an entry is
   */
  static SignedEntries ofAll(
      Archive archive,
      TrailPartition partition,
      RootLog log,
      Supplier<Map<Integer, Schema>> schemas) {
    return new SignedEntries(
        archive, partition, log, schemas, Set.of(), new Frontier(), archive.entries(partition));
  }

  /** Those behind a state. */
  static SignedEntries behind(
      KeptState state, Archive archive, RootLog log, Supplier<Map<Integer, Schema>> schemas) {
    return new SignedEntries(
        archive,
        state.partition(),
        log,
        schemas,
        state.schemas(),
        state.frontier(),
        archive.entries(state.partition(), state.segment(), state.offset()));
  }

  /** Of the entry at hand; at first of the one before the first. */
  long sequence() {
    return sequence;
  }

  /** Whether the entries before the first are those that were signed. */
  boolean beginsAsSigned() {
    return signed.reach(sequence);
  }

  /** Whether so many were signed that there is one behind the entry at hand. */
  boolean hasNext() {
    return sequence < end;
  }

  /** Whether the next entry is the one that was signed. There is one. */
  boolean findsNext() {
    try {
      read = entries.advance();
    } catch (ArchiveException e) {
      return false;
    }
    return read && isNext();
  }

  private boolean isNext() {
    if (!signed.reach(sequence + 1)) {
      throw notSigned();
    }
    hasher.leaf(entries.buffer(), entries.from(), entries.length(), hash);
    return leaves.is(sequence, hash);
  }

  /** That no signed root is come to. */
  ArchiveException notSigned() {
    return new ArchiveException(
        "the list of hashes of trail %s does not lead to the root that was signed for %d entries -"
                .formatted(partition, end)
            + " `plimsoll verify` says what is not as it was signed");
  }

  /**
   * Goes to the next entry. There is one.
   *
   * @throws ArchiveException when it is not the one that was signed
   */
  void advance() {
    if (!read && !entries.advance()) {
      throw new ArchiveException(
          "trail %s ends behind entry %d, and %d were signed".formatted(partition, sequence, end));
    }
    if (!read && !isNext()) {
      throw new ArchiveException(
          "trail %s, entry %d is not the one that was signed - `plimsoll verify` says what was done"
              .formatted(partition, sequence + 1));
    }
    read = false;
    sequence++;
  }

  /**
   * Whether this word stands anywhere in the entry at hand, which reading it takes longer to say.
   */
  boolean mentions(byte[] word) {
    byte[] buffer = entries.buffer();
    int last = entries.from() + entries.length() - word.length;
    for (int i = entries.from(); i <= last; i++) {
      if (buffer[i] == word[0] && Arrays.equals(buffer, i, i + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }

  /** Reads what the entry at hand took. */
  Taken taken() {
    try {
      return reading().taken(entries.bytes());
    } catch (RuntimeException e) {
      throw hostile(e);
    }
  }

  /** What was taken, as core weighs it; null where it was refused before core was asked. */
  @Nullable Input input(Taken taken) {
    try {
      return reading().inputs.read(taken).input();
    } catch (RuntimeException e) {
      throw hostile(e);
    }
  }

  /** A hostile entry may hold what no engine writes; whatever it leads to, it has a place. */
  ArchiveException hostile(RuntimeException e) {
    return new ArchiveException(
        "trail %s, entry %d cannot be weighed: %s".formatted(partition, sequence, e), e);
  }

  private Reading reading() {
    if (reading == null) {
      reading = new Reading(schemas.get(), shown, partitions);
    }
    return reading;
  }

  /** A schema is there from the first entry that names it, as it was when this was verified. */
  private static final class Reading {
    private final OfflineSchemas offline;
    private final TakenReader taken;
    private final InputReader inputs;

    Reading(Map<Integer, Schema> schemas, Set<Integer> shown, int partitions) {
      offline = new OfflineSchemas(schemas);
      shown.forEach(offline::show);
      taken = new TakenReader(offline);
      inputs = new InputReader(new RecordReader(offline), partitions);
    }

    Taken taken(byte[] entry) {
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
  }

  @Override
  public void close() {
    entries.close();
    ahead.close();
    leaves.close();
  }
}
