package org.plimsoll.audit.log;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of a Merkle tree (RFC 9162, 2.1.1). Leaves and nodes are hashed with different
 * prefixes, so that no node can be shown as a leaf. Not for use by several threads at once.
 */
public final class TreeHasher {
  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private final MessageDigest sha256;

  /** The prefix of a node and the two hashes below it. */
  private final byte[] pair = new byte[1 + 2 * Hash.BYTES];

  public TreeHasher() {
    pair[0] = NODE;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** The root of a tree without leaves. */
  public Hash empty() {
    sha256.reset();
    return Hash.of(sha256.digest());
  }

  /** The hash of a leaf. */
  public Hash leaf(byte[] data) {
    byte[] hash = new byte[Hash.BYTES];
    leaf(data, 0, data.length, hash);
    return Hash.of(hash);
  }

  /**
   * Writes the hash of a leaf over the first 32 bytes of the target.
   *
   * @param from where the leaf begins in the bytes
   */
  public void leaf(byte[] bytes, int from, int length, byte[] target) {
    sha256.update(LEAF);
    sha256.update(bytes, from, length);
    digest(target);
  }

  /** The hash of the node above these two. */
  public Hash node(Hash left, Hash right) {
    byte[] hash = new byte[Hash.BYTES];
    left.copyTo(hash, 0);
    byte[] other = new byte[Hash.BYTES];
    right.copyTo(other, 0);
    node(hash, 0, other, hash);
    return Hash.of(hash);
  }

  /** Writes the hash of the node above these two over the first 32 bytes of the target. */
  void node(byte[] left, int leftAt, byte[] right, byte[] target) {
    System.arraycopy(left, leftAt, pair, 1, Hash.BYTES);
    System.arraycopy(right, 0, pair, 1 + Hash.BYTES, Hash.BYTES);
    sha256.update(pair);
    digest(target);
  }

  private void digest(byte[] target) {
    try {
      sha256.digest(target, 0, Hash.BYTES);
    } catch (DigestException e) {
      throw new AssertionError("a hash of SHA-256 has 32 bytes", e);
    }
  }
}
