package org.plimsoll.audit.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree (RFC 9162, 2.1.1) that only grows and remembers only what its next root needs: one
 * hash for each bit of its size, 64 at most. Not for use by several threads at once.
 */
public final class Frontier {
  /** A size has 63 bits. */
  private static final int MAX_LEVELS = 63;

  private final TreeHasher hasher = new TreeHasher();

  /**
   * Roots of complete subtrees, one behind the other; the one of 2^i leaves is meant where bit i of
   * the size is set.
   */
  private final byte[] complete = new byte[MAX_LEVELS * Hash.BYTES];

  /** Of the subtree that was completed last. */
  private final byte[] root = new byte[Hash.BYTES];

  private long size;

  /** One of the same leaves that grows by itself. */
  public Frontier copy() {
    Frontier copy = new Frontier();
    System.arraycopy(complete, 0, copy.complete, 0, complete.length);
    copy.size = size;
    return copy;
  }

  /**
   * One that was written down.
   *
   * @param roots as {@link #roots} gave them
   * @throws IllegalArgumentException when there are not as many as the size needs
   */
  public static Frontier of(long size, List<Hash> roots) {
    if (size < 0 || roots.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "%d roots for a tree of %d leaves - expected %d"
              .formatted(roots.size(), size, Long.bitCount(size)));
    }
    Frontier frontier = new Frontier();
    int next = 0;
    for (int level = 0; level < MAX_LEVELS; level++) {
      if ((size >>> level & 1) == 1) {
        roots.get(next++).copyTo(frontier.complete, level * Hash.BYTES);
      }
    }
    frontier.size = size;
    return frontier;
  }

  /** The roots of its complete subtrees, the smallest first: all that it remembers. */
  public List<Hash> roots() {
    List<Hash> roots = new ArrayList<>();
    for (int level = 0; level < MAX_LEVELS; level++) {
      if ((size >>> level & 1) == 1) {
        roots.add(Hash.at(complete, level * Hash.BYTES));
      }
    }
    return roots;
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** Adds a leaf and returns its hash. */
  public Hash append(byte[] data) {
    Hash leaf = hasher.leaf(data);
    append(leaf);
    return leaf;
  }

  /** Adds a leaf of which only the hash is at hand. */
  public void append(Hash leaf) {
    leaf.copyTo(root, 0);
    complete();
  }

  /** Adds a leaf of which only the hash is at hand: the first 32 of these bytes. */
  public void appendHash(byte[] leaf) {
    System.arraycopy(leaf, 0, root, 0, Hash.BYTES);
    complete();
  }

  private void complete() {
    int level = 0;
    for (long carry = size; (carry & 1) == 1; carry >>>= 1) {
      hasher.node(complete, level * Hash.BYTES, root, root);
      level++;
    }
    System.arraycopy(root, 0, complete, level * Hash.BYTES, Hash.BYTES);
    size++;
  }

  /** The root over all leaves so far. */
  public Hash root() {
    if (size == 0) {
      return hasher.empty();
    }
    int lowest = Long.numberOfTrailingZeros(size);
    System.arraycopy(complete, lowest * Hash.BYTES, root, 0, Hash.BYTES);
    for (int level = lowest + 1; level < MAX_LEVELS; level++) {
      if ((size >>> level & 1) == 1) {
        hasher.node(complete, level * Hash.BYTES, root, root);
      }
    }
    return Hash.of(root);
  }
}
