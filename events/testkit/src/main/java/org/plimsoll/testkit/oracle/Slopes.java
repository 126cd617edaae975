package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a value moves each day, by the slopes between all pairs of a few reports: their median
 * (Theil 1950), and the interval that holds the true one in 90 of 100 cases (Sen 1968).
 *
 * @param least the end of the interval with the smaller slope, with its sign
 * @param most the end with the greater slope, with its sign
 */
record Slopes(Ratio least, Ratio median, Ratio most) {
  private static final int FEWEST_REPORTS = 5;
  private static final int MOST_REPORTS = 12;

  /** Ranks of the interval, by the number of reports. */
  private static final List<Integer> RANKS = ranks();

  /** A value on a data date. */
  record Point(LocalDate on, BigInteger value) {}

  /**
   * The slopes between reports; null where they are too few to say anything.
   *
   * @param points by date, each date once, no more than 12
   */
  static @Nullable Slopes of(List<Point> points) {
    if (points.size() < FEWEST_REPORTS) {
      return null;
    }
    List<Ratio> slopes = new ArrayList<>();
    for (Point from : points) {
      for (Point to : points) {
        if (from.on().isBefore(to.on())) {
          slopes.add(
              new Ratio(
                  to.value().subtract(from.value()),
                  BigInteger.valueOf(PlanTime.days(from.on(), to.on()))));
        }
      }
    }
    slopes.sort(null);
    int rank = RANKS.get(points.size());
    return new Slopes(slopes.get(rank - 1), median(slopes), slopes.get(slopes.size() - rank));
  }

  private static Ratio median(List<Ratio> sorted) {
    Ratio upper = sorted.get(sorted.size() / 2);
    Ratio lower = sorted.get((sorted.size() - 1) / 2);
    return lower.plus(upper).over(Ratio.of(2));
  }

  /**
   * The rank of the slope at either end of the interval, counted from 1. By chance alone as many
   * pairs or fewer are out of order in at most 5 of 100 orders of the values, which leaves 90
   * between the two ends. (Kendall's S is the number of pairs in order less that of the others.)
   */
  private static List<Integer> ranks() {
    List<Integer> ranks = new ArrayList<>();
    for (int reports = 0; reports <= MOST_REPORTS; reports++) {
      List<BigInteger> orders = ordersByPairsOutOfOrder(reports);
      BigInteger all = orders.stream().reduce(BigInteger.ZERO, BigInteger::add);
      BigInteger behind = BigInteger.ZERO;
      int rank = -1;
      while (rank + 1 < orders.size()
          && behind.add(orders.get(rank + 1)).multiply(BigInteger.valueOf(20)).compareTo(all)
              <= 0) {
        behind = behind.add(orders.get(rank + 1));
        rank++;
      }
      ranks.add(rank);
    }
    return ranks;
  }

  /** How many orders of so many values have no, one, two ... pairs out of order. */
  private static List<BigInteger> ordersByPairsOutOfOrder(int values) {
    List<BigInteger> orders = List.of(BigInteger.ONE);
    for (int value = 2; value <= values; value++) {
      List<BigInteger> next = new ArrayList<>();
      for (int pairs = 0; pairs < orders.size() + value - 1; pairs++) {
        // The last of them stands behind any number of the others.
        BigInteger sum = BigInteger.ZERO;
        for (int before = Math.max(0, pairs - value + 1);
            before <= Math.min(pairs, orders.size() - 1);
            before++) {
          sum = sum.add(orders.get(before));
        }
        next.add(sum);
      }
      orders = next;
    }
    return orders;
  }
}
