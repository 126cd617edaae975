package org.plimsoll.audit.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.Hash;
import org.plimsoll.audit.log.Statement.Head;

/**
 * The list of hashes of a partition from some size on, as far as it leads to roots that were
 * signed. Nobody can make two trees with one root, so where the next signed root is come to, the
 * tree that was begun with was the right one as well.
 */
final class SignedLeaves {
  private final LeafList leaves;
  private final Frontier frontier;
  private final Deque<Head> open;

  /** Of the head that was come to last. */
  private long signed = -1;

  /**
   * @param leaves read from the size of the tree on
   * @param frontier the tree that is begun with, which grows
   */
  SignedLeaves(LeafList leaves, List<Head> heads, Frontier frontier) {
    this.leaves = leaves;
    this.frontier = frontier;
    this.open = new ArrayDeque<>();
    heads.stream().filter(head -> head.size() >= frontier.size()).forEach(open::add);
  }

  /** Whether the hashes of the first so many entries are those that were signed. */
  boolean reach(long size) {
    while (signed < size) {
      Head next = open.poll();
      if (next == null || !grow(next.size()) || !frontier.root().equals(next.root())) {
        return false;
      }
      signed = next.size();
    }
    return true;
  }

  private boolean grow(long size) {
    while (frontier.size() < size) {
      Hash leaf = leaves.get(frontier.size());
      if (leaf == null) {
        return false;
      }
      frontier.append(leaf);
    }
    return true;
  }
}
