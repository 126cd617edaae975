package org.plimsoll.audit.log;

import java.util.ArrayList;
import java.util.List;

/** Whether a proof proves. Needs nothing but the proof. */
public final class Proofs {
  /** No tree of ours is higher, and no proof therefore longer. */
  public static final int MAX_HASHES = 63;

  private Proofs() {}

  /**
   * Whether the leaf is in the tree of this root (RFC 9162, 2.1.3.2).
   *
   * @param index of the leaf, from 0
   * @param size of the tree
   */
  public static boolean includes(Hash root, long size, long index, Hash leaf, List<Hash> proof) {
    if (index < 0 || index >= size || proof.size() > MAX_HASHES) {
      return false;
    }
    TreeHasher hasher = new TreeHasher();
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash next : proof) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = hasher.node(next, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = hasher.node(hash, next);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /**
   * Whether the tree of one size begins with all of the tree of another (RFC 9162, 2.1.4.2). Of the
   * same size both must have the same root; an empty tree is the beginning of every one. Neither
   * needs a proof, and neither takes one.
   */
  public static boolean isConsistent(
      long fromSize, Hash fromRoot, long toSize, Hash toRoot, List<Hash> proof) {
    if (fromSize < 0 || fromSize > toSize || proof.size() > MAX_HASHES) {
      return false;
    }
    if (fromSize == toSize) {
      return proof.isEmpty() && fromRoot.equals(toRoot);
    }
    TreeHasher hasher = new TreeHasher();
    if (fromSize == 0) {
      return proof.isEmpty() && fromRoot.equals(hasher.empty());
    }
    if (proof.isEmpty()) {
      return false;
    }
    List<Hash> path = new ArrayList<>(proof);
    if (Long.bitCount(fromSize) == 1) {
      path.addFirst(fromRoot);
    }
    long node = fromSize - 1;
    long last = toSize - 1;
    while ((node & 1) == 1) {
      node >>>= 1;
      last >>>= 1;
    }
    Hash from = path.getFirst();
    Hash to = from;
    for (Hash next : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        from = hasher.node(next, from);
        to = hasher.node(next, to);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        to = hasher.node(to, next);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && from.equals(fromRoot) && to.equals(toRoot);
  }
}
