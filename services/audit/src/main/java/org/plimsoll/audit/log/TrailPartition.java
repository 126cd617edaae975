package org.plimsoll.audit.log;

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
  private static final List<Level> TIERS = List.of(Level.PROGRAM, Level.PORTFOLIO);

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

  /**
   * From {@code program} or {@code portfolio}, and a number.
   *
   * @throws NoteException when it is none
   */
  public static TrailPartition parse(String tier, String number) {
    long parsed = Checkpoint.size(number);
    for (Level level : TIERS) {
      if (name(level).equals(tier) && parsed <= Integer.MAX_VALUE) {
        return new TrailPartition(level, (int) parsed);
      }
    }
    throw new NoteException(
        "partition: %s %s - expected program or portfolio, and a number".formatted(tier, number));
  }

  private static String name(Level tier) {
    return tier.name().toLowerCase(Locale.ROOT);
  }

  /** Name of the tier, as in statements and addresses. */
  public String tierName() {
    return name(tier);
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
