package org.plimsoll.bench;

import java.util.HashSet;
import java.util.Set;
import org.plimsoll.bench.Workload.Expectation;
import org.plimsoll.schema.Level;

/** What a contender raised and cleared, folded in the order of each node. */
final class Tally {
  private final Set<String> open = new HashSet<>();
  private long raised;
  private long cleared;

  /** Names an exception among those that may be open at one time. */
  static String key(String nodeId, String toleranceId) {
    return nodeId + ' ' + toleranceId;
  }

  /**
   * Beacons are left out.
   *
   * @throws IllegalStateException when it is raised while open, or cleared while not
   */
  void add(String nodeId, String toleranceId, boolean isRaised) {
    if (nodeId.startsWith("beacon-")) {
      return;
    }
    String key = key(nodeId, toleranceId);
    if (!(isRaised ? open.add(key) : open.remove(key))) {
      throw new IllegalStateException(
          key
              + " was "
              + (isRaised ? "raised while it was open" : "cleared while it was not open"));
    }
    if (Workload.levelOf(nodeId) == Level.PROJECT) {
      if (isRaised) {
        raised++;
      } else {
        cleared++;
      }
    }
  }

  long raised() {
    return raised;
  }

  long cleared() {
    return cleared;
  }

  boolean is(Expectation expected) {
    return raised == expected.raised()
        && cleared == expected.cleared()
        && open.equals(expected.open());
  }

  /** Says where this and what was expected differ. */
  String against(Expectation expected) {
    return "projects' exceptions raised: %,d - expected %,d; cleared: %,d - expected %,d; open and not expected: %s; expected and not open: %s"
        .formatted(
            raised,
            expected.raised(),
            cleared,
            expected.cleared(),
            firstOf(open, expected.open()),
            firstOf(expected.open(), open));
  }

  private static String firstOf(Set<String> these, Set<String> notThese) {
    Set<String> left = new HashSet<>(these);
    left.removeAll(notThese);
    return "%,d %s".formatted(left.size(), left.stream().sorted().limit(5).toList());
  }
}
