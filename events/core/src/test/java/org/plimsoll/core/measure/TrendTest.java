package org.plimsoll.core.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Trend.Point;
import org.plimsoll.core.measure.Trend.Rate;

class TrendTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  /**
   * The example of P. K. Sen's paper (JASA 63, 1968): median slope 4, and 3.71 to 4.38 at about 93
   * percent. The tests of SciPy's theilslopes hold the same figures.
   */
  @Test
  void theMedianSlopeAndIntervalAreThoseThatSenPrints() {
    int[] x = {1, 2, 3, 4, 10, 12, 18};
    int[] y = {9, 15, 19, 20, 45, 55, 78};
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      points.add(new Point(START.plusDays(x[i]), y[i]));
    }

    Trend trend = trend(points);

    assertThat(decimals(trend.median())).isEqualTo("4.00");
    assertThat(decimals(trend.slow())).isEqualTo("3.71");
    assertThat(decimals(trend.fast())).isEqualTo("4.38");
  }

  @Test
  void fewerThanFivePointsSayNothing() {
    List<Point> points = line(4, 10);
    assertThat(Trend.of(points)).isNull();
    assertThat(Trend.of(line(5, 10))).isNotNull();
  }

  @Test
  void oneWildReportDoesNotMoveTheMedian() {
    List<Point> points = new ArrayList<>(line(9, 10));
    Trend before = trend(points);
    points.set(4, new Point(points.get(4).on(), 1_000_000));

    Trend after = trend(points);

    assertThat(decimals(after.median())).isEqualTo(decimals(before.median()));
  }

  @Test
  void anOrderThatChanceWouldGiveOftenHasAnIntervalOnBothSidesOfLevel() {
    List<Point> points = new ArrayList<>();
    long[] values = {5, 3, 6, 2, 7, 4};
    for (int i = 0; i < values.length; i++) {
      points.add(new Point(START.plusDays(i), values[i]));
    }
    Trend trend = trend(points);
    assertThat(trend.slow().sign()).isNegative();
    assertThat(trend.fast().sign()).isPositive();
  }

  /**
   * The number of orders of n values by their inversions, counted by adding one value at a time.
   */
  @Test
  void theRanksComeFromTheExactDistributionOfKendallsS() {
    for (int n = Trend.MIN_POINTS; n <= Trend.MAX_POINTS; n++) {
      int pairs = n * (n - 1) / 2;
      int s = leastRareS(n);
      Trend line = trend(distinctSlopes(n));
      List<BigDecimal> slopes = slopes(distinctSlopes(n));
      int rank = (pairs - s) / 2;
      assertThat(value(line.slow())).isEqualByComparingTo(slopes.get(rank - 1));
      assertThat(value(line.fast())).isEqualByComparingTo(slopes.get(pairs - rank));
    }
  }

  private static Trend trend(List<Point> points) {
    return requireNonNull(Trend.of(points));
  }

  private static int leastRareS(int n) {
    BigInteger[] orders = {BigInteger.ONE};
    for (int k = 2; k <= n; k++) {
      BigInteger[] next = new BigInteger[orders.length + k - 1];
      java.util.Arrays.fill(next, BigInteger.ZERO);
      for (int i = 0; i < orders.length; i++) {
        for (int j = 0; j < k; j++) {
          next[i + j] = next[i + j].add(orders[i]);
        }
      }
      orders = next;
    }
    BigInteger all = BigInteger.ZERO;
    for (BigInteger count : orders) {
      all = all.add(count);
    }
    BigInteger rare = BigInteger.ZERO;
    int inversions = 0;
    while (rare.add(orders[inversions]).multiply(BigInteger.valueOf(20)).compareTo(all) <= 0) {
      rare = rare.add(orders[inversions]);
      inversions++;
    }
    return n * (n - 1) / 2 - 2 * (inversions - 1);
  }

  private static List<Point> distinctSlopes(int n) {
    Random random = new Random(n);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      points.add(new Point(START.plusDays(30L * i), random.nextInt(1_000_000)));
    }
    return points;
  }

  private static List<BigDecimal> slopes(List<Point> points) {
    List<BigDecimal> slopes = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        slopes.add(
            BigDecimal.valueOf(points.get(j).value() - points.get(i).value())
                .divide(BigDecimal.valueOf(30L * (j - i)), 20, RoundingMode.HALF_UP));
      }
    }
    Collections.sort(slopes);
    return slopes;
  }

  private static List<Point> line(int n, long rise) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      points.add(new Point(START.plusDays(i), rise * i));
    }
    return points;
  }

  private static BigDecimal value(Rate rate) {
    return new BigDecimal(rate.rise())
        .divide(new BigDecimal(rate.days()), 20, RoundingMode.HALF_UP);
  }

  private static String decimals(Rate rate) {
    return value(rate).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
