package org.plimsoll.leadership.access;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a reader sees: each part adds to the others.
 *
 * @param everything all nodes, and what belongs to none; whoever sees by this alone decides nothing
 * @param roots ids of nodes that are seen with everything below them
 * @param agencies ids of agencies whose nodes are seen, without what is below or above these
 */
public record Scope(boolean everything, SortedSet<String> roots, SortedSet<String> agencies) {
  public static final Scope EVERYTHING = new Scope(true, Set.of(), Set.of());

  public Scope {
    roots = sorted(roots);
    agencies = sorted(agencies);
  }

  public Scope(boolean everything, Collection<String> roots, Collection<String> agencies) {
    this(everything, sorted(roots), sorted(agencies));
  }

  private static SortedSet<String> sorted(Collection<String> ids) {
    Pattern id = Pattern.compile("\\S+");
    ids.forEach(each -> {
      // In the settings of a connection a space stands between two of them.
      if (!id.matcher(each).matches()) {
        throw new IllegalArgumentException("id: " + each + " - expected no space in it");
      }
    });
    return Collections.unmodifiableSortedSet(new TreeSet<>(ids));
  }
}
