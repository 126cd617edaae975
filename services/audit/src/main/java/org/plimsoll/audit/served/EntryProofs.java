package org.plimsoll.audit.served;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Tree;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;

/**
 * Proofs that an entry stands in the trail. They consist of hashes and never of the entry, so that
 * they say nothing to whoever does not have it already.
 *
 * <p>Written as a {@link org.plimsoll.audit.log.Receipt} is, but for its first lines: {@code
 * plimsoll-proof 1} and {@code entry TIER PARTITION SEQUENCE HASH}, with the hash of the leaf in
 * the place of the entry.
 */
final class EntryProofs {
  /** A leaf takes 64 bytes, and while its lists grow three times as much. */
  private static final long MAX_LEAVES = Runtime.getRuntime().maxMemory() / 4 / 64;

  private final TrailReader trail;
  private final Map<TrailPartition, Partition> partitions = new HashMap<>();

  EntryProofs(TrailReader trail) {
    this.trail = trail;
  }

  /** The hashes of a partition, as far as somebody has asked for them. */
  private static final class Partition {
    private final Tree tree = new Tree();
    private long nextOffset;
  }

  /** The trail is not what was signed: nothing can be proved of it. */
  static final class NotSignedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSignedException(String message) {
      super(message);
    }
  }

  /**
   * The proof of one entry under the newest checkpoint.
   *
   * @param sequence from 1
   */
  synchronized String proof(RootLog log, TrailPartition partition, long sequence) {
    RootLog.Stated stated =
        log.latest(partition)
            .orElseThrow(() ->
                ProblemException.unknown(
                    "partition", partition.toString(), "one of " + log.partitions()));
    long size = stated.head().size();
    if (sequence > size) {
      throw ProblemException.unknown(
          "sequence",
          String.valueOf(sequence),
          "1 to %d, which the newest checkpoint covers of trail %s; later entries have a proof once the next is signed"
              .formatted(size, partition));
    }
    Tree tree = tree(partition, size);
    if (!tree.root(size).equals(stated.head().root())) {
      throw new NotSignedException(
          "the first %d entries of trail %s are not those that were signed"
              .formatted(size, partition));
    }
    StringBuilder text = new StringBuilder("plimsoll-proof 1\n");
    text.append("entry %s %d %s\n".formatted(partition, sequence, tree.leaf(sequence - 1)));
    hashes(text, "entry-proof ", tree.inclusion(sequence - 1, size));
    text.append(stated.head().line()).append('\n');
    text.append("leaf ").append(stated.index()).append('\n');
    hashes(text, "leaf-proof ", log.tree().inclusion(stated.index(), log.tree().size()));
    return text.append('\n').append(log.last().orElseThrow().note()).toString();
  }

  static void hashes(StringBuilder text, String before, List<Hash> hashes) {
    hashes.forEach(hash -> text.append(before).append(hash).append('\n'));
  }

  private Tree tree(TrailPartition partition, long size) {
    Partition known = partitions.computeIfAbsent(partition, _ -> new Partition());
    if (known.tree.size() >= size) {
      return known.tree;
    }
    long others = partitions.values().stream().mapToLong(p -> p.tree.size()).sum();
    if (others - known.tree.size() + size > MAX_LEAVES) {
      throw ProblemException.unknown(
          "partition",
          partition.toString(),
          "partitions of at most %,d entries together; `plimsoll audit receipt` proves any"
                  .formatted(MAX_LEAVES)
              + " entry");
    }
    trail.read(
        Map.of(partition, known.nextOffset),
        Map.of(partition, requireNonNull(trail.ends().get(partition))),
        (_, offset, entry) -> {
          known.tree.append(entry);
          known.nextOffset = offset + 1;
          return known.tree.size() < size;
        });
    if (known.tree.size() < size) {
      throw new NotSignedException(
          "trail %s was cut off: %d entries are left, and %d were signed"
              .formatted(partition, known.tree.size(), size));
    }
    return known.tree;
  }
}
