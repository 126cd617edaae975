package org.plimsoll.audit.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Merkle tree (RFC 9162, 2.1) that only grows and can prove what is in it at every size it has
 * had. Keeps the hash of every leaf and of every complete subtree: 64 bytes a leaf, so 64 MB for a
 * million. Not for use by several threads at once.
 */
public final class Tree {
  /** Java's arrays end below 2^31 bytes. */
  private static final int MAX_HASHES = (Integer.MAX_VALUE - 8) / Hash.BYTES;

  private static final int FIRST_HASHES = 16;

  private final TreeHasher hasher = new TreeHasher();
  private final List<Level> levels = new ArrayList<>();

  /** Hashes of one height, one behind the other. */
  private static final class Level {
    private byte[] bytes = new byte[FIRST_HASHES * Hash.BYTES];
    private int hashes;

    private void add(Hash hash) {
      if (hashes == MAX_HASHES) {
        throw new IllegalStateException(
            "a tree of more than %,d leaves is not kept in memory".formatted(MAX_HASHES));
      }
      if (hashes * Hash.BYTES == bytes.length) {
        int room = (int) Math.min(2L * hashes, MAX_HASHES);
        bytes = Arrays.copyOf(bytes, room * Hash.BYTES);
      }
      hash.copyTo(bytes, hashes * Hash.BYTES);
      hashes++;
    }

    private Hash get(long index) {
      return Hash.at(bytes, Math.toIntExact(index) * Hash.BYTES);
    }
  }

  /** Number of leaves. */
  public long size() {
    return levels.isEmpty() ? 0 : levels.getFirst().hashes;
  }

  /** Adds a leaf and returns its hash. */
  public Hash append(byte[] data) {
    Hash leaf = hasher.leaf(data);
    append(leaf);
    return leaf;
  }

  /** Adds a leaf of which only the hash is at hand. */
  public void append(Hash leaf) {
    Hash hash = leaf;
    long before = size();
    for (int height = 0; ; height++) {
      if (height == levels.size()) {
        levels.add(new Level());
      }
      Level level = levels.get(height);
      level.add(hash);
      if ((before >>> height & 1) == 0) {
        return;
      }
      hash = hasher.node(level.get(level.hashes - 2L), hash);
    }
  }

  /** The hash of a leaf. */
  public Hash leaf(long index) {
    checked(index, size() - 1, "index");
    return levels.getFirst().get(index);
  }

  /**
   * Hashes of complete subtrees of 2^height leaves, one behind the other.
   *
   * @param first of them, from 0
   * @throws IllegalArgumentException when there are not so many
   */
  public byte[] hashes(int height, long first, int count) {
    long all = height < levels.size() ? levels.get(height).hashes : 0;
    checked(first, all - count, "first");
    int from = Math.toIntExact(first) * Hash.BYTES;
    return Arrays.copyOfRange(levels.get(height).bytes, from, from + count * Hash.BYTES);
  }

  /** The root over the first so many leaves. */
  public Hash root(long size) {
    checked(size, size(), "size");
    return size == 0 ? hasher.empty() : root(0, size);
  }

  /**
   * Proves that a leaf is in the tree of this size (RFC 9162, 2.1.3.1).
   *
   * @param index of the leaf, from 0
   * @throws IllegalArgumentException when there is no such leaf or no such size
   */
  public List<Hash> inclusion(long index, long size) {
    checked(size, size(), "size");
    checked(index, size - 1, "index");
    List<Hash> proof = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end - start > 1) {
      long middle = start + split(end - start);
      if (index < middle) {
        proof.add(root(middle, end));
        end = middle;
      } else {
        proof.add(root(start, middle));
        start = middle;
      }
    }
    return proof.reversed();
  }

  /**
   * Proves that the tree of one size begins with all of the tree of a smaller one (RFC 9162,
   * 2.1.4.1); empty when they are the same or the smaller one is empty.
   *
   * @throws IllegalArgumentException when there are no such sizes
   */
  public List<Hash> consistency(long from, long to) {
    checked(to, size(), "to");
    checked(from, to, "from");
    List<Hash> proof = new ArrayList<>();
    if (from == 0 || from == to) {
      return proof;
    }
    long start = 0;
    long end = to;
    while (end != from) {
      long middle = start + split(end - start);
      if (from <= middle) {
        proof.add(root(middle, end));
        end = middle;
      } else {
        proof.add(root(start, middle));
        start = middle;
      }
    }
    if (start != 0) {
      proof.add(root(start, end));
    }
    return proof.reversed();
  }

  private Hash root(long start, long end) {
    long size = end - start;
    if (Long.bitCount(size) == 1) {
      int height = Long.numberOfTrailingZeros(size);
      return levels.get(height).get(start >>> height);
    }
    long middle = start + split(size);
    return hasher.node(root(start, middle), root(middle, end));
  }

  /** The largest power of two below the size. */
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  private static void checked(long value, long most, String name) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + ": " + value + " - expected 0 to " + most);
    }
  }
}
