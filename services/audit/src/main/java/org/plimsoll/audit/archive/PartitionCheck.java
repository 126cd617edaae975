package org.plimsoll.audit.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.Finding.Kind;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Statement.Head;
import org.plimsoll.audit.log.TreeHasher;
import org.plimsoll.wire.TrailPartition;

/**
 * Whether the entries of one partition are those that were signed. The root over all of them says
 * whether; the list of hashes beside them, once it is found to be the signed one, says which entry
 * is not. In one pass; only where something is wrong are entries read a second time.
 */
final class PartitionCheck {
  /** Between two reports of progress: a hundred a second, and each takes a microsecond. */
  private static final int ENTRIES_A_TIME = 10_000;

  private final Archive archive;
  private final TrailPartition partition;
  private final List<Head> heads;
  private final LeafList leaves;

  private PartitionCheck(Archive archive, TrailPartition partition, RootLog log, LeafList leaves) {
    this.archive = archive;
    this.partition = partition;
    this.heads = log.heads(partition).stream().map(RootLog.Stated::head).toList();
    this.leaves = leaves;
  }

  /** What is done with each entry that is where and what the list of hashes says. */
  @FunctionalInterface
  interface Then {
    /**
     * The entry at hand.
     *
     * @param upTo the tree over it and those before it, which goes on with the next one
     */
    void accept(Frontier upTo, Frames entry);
  }

  /**
   * Checks all entries.
   *
   * @param then is given the entries before the first that is not what the list of hashes says
   * @param progress told the number of entries read, now and then and at the end
   * @return the first thing that is wrong; empty when nothing is
   */
  static Optional<Finding> run(
      Archive archive, TrailPartition partition, RootLog log, Then then, LongConsumer progress) {
    try (LeafList leaves = new LeafList(archive.layout().leaves(partition))) {
      return new PartitionCheck(archive, partition, log, leaves).run(then, progress);
    }
  }

  /** Roots as they come, against the signed ones. */
  private static final class Comparison {
    private final Frontier frontier;
    private final Deque<Head> open;
    private @Nullable Head lastRight;
    private @Nullable Head firstWrong;

    private Comparison(List<Head> heads) {
      this.frontier = new Frontier();
      this.open = new ArrayDeque<>(heads);
      compare();
    }

    private Comparison(Comparison other) {
      this.frontier = other.frontier.copy();
      this.open = new ArrayDeque<>(other.open);
      this.lastRight = other.lastRight;
      this.firstWrong = other.firstWrong;
    }

    private void append(Hash leaf) {
      frontier.append(leaf);
      compare();
    }

    private void appendHash(byte[] leaf) {
      frontier.appendHash(leaf);
      compare();
    }

    private void compare() {
      while (!open.isEmpty() && open.getFirst().size() == frontier.size()) {
        Head head = open.removeFirst();
        if (head.root().equals(frontier.root())) {
          lastRight = firstWrong == null ? head : lastRight;
        } else if (firstWrong == null) {
          firstWrong = head;
        }
      }
    }

    /** Whether every signed root was come to, and nothing lies behind the last. */
    private boolean holds(long size) {
      return firstWrong == null && open.isEmpty() && frontier.size() == size;
    }
  }

  private Optional<Finding> run(Then then, LongConsumer progress) {
    long signed = heads.isEmpty() ? 0 : heads.getLast().size();
    TreeHasher hasher = new TreeHasher();
    Comparison entriesSigned = new Comparison(heads);
    Comparison leavesSigned = null;
    long parted = -1;
    String broken = null;
    byte[] hash = new byte[Hash.BYTES];
    try (Frames entries = archive.entries(partition)) {
      // One behind the last that was signed says enough; there may be no end of them.
      while (entriesSigned.frontier.size() <= signed && entries.advance()) {
        long index = entriesSigned.frontier.size();
        hasher.leaf(entries.buffer(), entries.from(), entries.length(), hash);
        if (leavesSigned == null && !leaves.is(index, hash)) {
          leavesSigned = new Comparison(entriesSigned);
          parted = index;
        }
        entriesSigned.appendHash(hash);
        if (leavesSigned == null) {
          then.accept(entriesSigned.frontier, entries);
        }
        if (index % ENTRIES_A_TIME == 0) {
          progress.accept(index + 1);
        }
      }
    } catch (ArchiveException e) {
      broken = e.getMessage();
    }
    progress.accept(entriesSigned.frontier.size());
    if (entriesSigned.holds(signed) && broken == null) {
      return leavesSigned == null && leaves.size() == signed
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  Kind.HASHES,
                  partition,
                  Math.max(parted, 0) + 1,
                  "the entries are those that were signed, but the list of their hashes is not"));
    }
    if (leavesSigned == null) {
      leavesSigned = new Comparison(entriesSigned);
      parted = entriesSigned.frontier.size();
    }
    for (long i = leavesSigned.frontier.size(); i < leaves.size() && i <= signed; i++) {
      Hash leaf = leaves.get(i);
      if (leaf != null) {
        leavesSigned.append(leaf);
      }
    }
    String suffix = broken == null ? "" : "; " + broken;
    return Optional.of(
        leavesSigned.holds(signed)
            ? named(parted, entriesSigned.frontier.size(), suffix)
            : somewhere(entriesSigned, signed, suffix));
  }

  /** The list of hashes is what was signed, and the entries part from it here. */
  private Finding named(long parted, long size, String suffix) {
    TreeHasher hasher = new TreeHasher();
    long sequence = parted + 1;
    Hash expected = leaves.get(parted);
    if (expected == null) {
      return found(Kind.INSERTED, sequence, "it lies behind the last one that was signed", suffix);
    }
    if (parted >= size) {
      return found(
          Kind.TRUNCATED,
          sequence,
          "this one and all behind it are missing, up to entry " + leaves.size(),
          suffix);
    }
    Hash found = null;
    boolean later = false;
    boolean next = false;
    try (Frames entries = archive.entries(partition)) {
      long index = 0;
      // As many as were signed may stand before it in vain.
      for (byte[] entry = entries.next();
          entry != null && index <= 2 * leaves.size();
          entry = entries.next(), index++) {
        Hash hash = index < parted ? null : hasher.leaf(entry);
        if (index == parted) {
          found = hash;
        } else if (hash != null && hash.equals(expected)) {
          later = true;
          next = index == parted + 1;
          break;
        }
      }
    } catch (ArchiveException e) {
      later = false; // it ends there, which is said already
    }
    long genuine = found == null ? -1 : indexOf(found);
    if (genuine >= 0 && genuine < parted) {
      return found(
          Kind.DUPLICATED, sequence, "entry " + (genuine + 1) + " stands here once more", suffix);
    }
    if (genuine > parted) {
      return later
          ? found(
              Kind.REORDERED,
              sequence,
              "entry " + (genuine + 1) + " stands here, and this one further behind",
              suffix)
          : found(
              Kind.DROPPED, sequence, "it is missing; entry " + (genuine + 1) + " follows", suffix);
    }
    return next
        ? found(Kind.INSERTED, sequence, "an entry that was never signed stands here", suffix)
        : found(
            Kind.ALTERED,
            sequence,
            "its bytes have the hash %s, and %s was signed".formatted(found, expected),
            suffix);
  }

  private Finding found(Kind kind, long sequence, String detail, String suffix) {
    return new Finding(kind, partition, sequence, detail + suffix);
  }

  private long indexOf(Hash hash) {
    for (long i = 0; i < leaves.size(); i++) {
      if (hash.equals(leaves.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Neither entries nor hashes are what was signed; only roots at some sizes are left. */
  private Finding somewhere(Comparison entries, long signed, String suffix) {
    long right = entries.lastRight == null ? 0 : entries.lastRight.size();
    if (entries.firstWrong == null && entries.frontier.size() > signed) {
      return found(
          Kind.INSERTED, signed + 1, "it lies behind the last one that was signed", suffix);
    }
    if (entries.firstWrong == null) {
      return found(
          Kind.TRUNCATED,
          entries.frontier.size() + 1,
          "this one and all behind it are missing, up to entry " + signed,
          suffix);
    }
    return found(
        Kind.ALTERED,
        right + 1,
        "this one or one of those behind it, up to entry %d, is not what was signed; which one"
                .formatted(entries.firstWrong.size())
            + " cannot be said, because the list of hashes is not what was signed either",
        suffix);
  }
}
