package org.plimsoll.audit.log;

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

  public TreeHasher() {
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
    sha256.reset();
    sha256.update(LEAF);
    sha256.update(data);
    return Hash.of(sha256.digest());
  }

  /** The hash of the node above these two. */
  public Hash node(Hash left, Hash right) {
    sha256.reset();
    sha256.update(NODE);
    sha256.update(left.bytes());
    sha256.update(right.bytes());
    return Hash.of(sha256.digest());
  }
}
