package org.plimsoll.wire;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;

/**
 * One partition of one trail: the entries that have one dense sequence. In the order in which heads
 * are stated: programs before portfolios, then by number.
 *
 * @param tier PROGRAM or PORTFOLIO
 * @param number of the partition, from 0
 */
public record TrailPartition(Level tier, int number) implements Comparable<TrailPartition> {
  /** Programs with their projects, and portfolios. */
  public static final List<Level> TIERS = List.of(Level.PROGRAM, Level.PORTFOLIO);

  private static final Comparator<TrailPartition> ORDER =
      Comparator.<TrailPartition>comparingInt(p -> TIERS.indexOf(p.tier))
          .thenComparingInt(TrailPartition::number);

  public TrailPartition {
    if (!TIERS.contains(tier) || number < 0) {
      throw new IllegalArgumentException("no partition of a trail: " + tier + " " + number);
    }
  }

  public static TrailPartition of(Position position) {
    return new TrailPartition(position.tier(), position.partition());
  }

  /** Name of the tier, as in statements and addresses. */
  public String tierName() {
    return tier.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(TrailPartition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return tierName() + " " + number;
  }
}
