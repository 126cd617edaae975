package org.plimsoll.leadership.access;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a reader sees: each part adds to the others.
 *
 * @param everything all nodes, and what belongs to none; whoever sees by this alone decides nothing
 * @param roots ids of nodes that are seen with everything below them
 * @param agencies ids of agencies whose nodes are seen, without what is below or above these
 */
public record Scope(boolean everything, SortedSet<String> roots, SortedSet<String> agencies) {
  public static final Scope EVERYTHING = new Scope(true, new TreeSet<>(), new TreeSet<>());

  public Scope {
    roots = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(roots));
    agencies = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(agencies));
  }
}
