package org.plimsoll.audit.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree (RFC 9162, 2.1.1) that only grows and remembers only what its next root needs: one
 * hash for each bit of its size, 64 at most. Not for use by several threads at once.
 */
public final class Frontier {
  private final TreeHasher hasher = new TreeHasher();

  /** Roots of complete subtrees; the one of 2^i leaves is meant where bit i of the size is set. */
  private final List<Hash> complete = new ArrayList<>();

  private long size;

  /** One of the same leaves that grows by itself. */
  public Frontier copy() {
    Frontier copy = new Frontier();
    copy.complete.addAll(complete);
    copy.size = size;
    return copy;
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
    Hash root = leaf;
    int level = 0;
    for (long carry = size; (carry & 1) == 1; carry >>>= 1) {
      root = hasher.node(complete.get(level), root);
      level++;
    }
    if (level == complete.size()) {
      complete.add(root);
    } else {
      complete.set(level, root);
    }
    size++;
  }

  /** The root over all leaves so far. */
  public Hash root() {
    if (size == 0) {
      return hasher.empty();
    }
    int lowest = Long.numberOfTrailingZeros(size);
    Hash root = complete.get(lowest);
    for (int level = lowest + 1; level < complete.size(); level++) {
      if ((size >>> level & 1) == 1) {
        root = hasher.node(complete.get(level), root);
      }
    }
    return root;
  }
}
