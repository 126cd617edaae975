package org.plimsoll.core.measure;

import static java.time.temporal.ChronoUnit.DAYS;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The straight line through a few values by date, as a rate of change with an interval: the
 * Theil-Sen estimator. The rate is the median of the slopes between all pairs of points (H. Theil,
 * "A rank-invariant method of linear and polynomial regression analysis", 1950); the interval is
 * Sen's, which takes the slopes at equal ranks from both ends and holds the true rate with a
 * confidence of at least {@value #CONFIDENCE_PERCENT} percent (P. K. Sen, "Estimates of the
 * regression coefficient based on Kendall's tau", JASA 63, 1968). One wild report does not move the
 * median. The ranks come from the exact distribution of Kendall's S and not from its normal
 * approximation, which fails for so few points; fewer than {@link #MIN_POINTS} say nothing.
 *
 * @param slow the end of the interval with the smaller slope, with its sign
 * @param fast the end of the interval with the greater slope, with its sign
 */
public record Trend(Rate slow, Rate median, Rate fast) {
  /** Four points have too few pairs for an interval of this confidence. */
  public static final int MIN_POINTS = 5;

  /** Older points are let go: a year of monthly reports. */
  public static final int MAX_POINTS = 12;

  public static final int CONFIDENCE_PERCENT = 90;

  /** Values are held within this, so that no comparison of slopes leaves 128 bits. */
  public static final long MAX_VALUE = 10_000_000_000_000_000L;

  /**
   * The least S of Kendall that is reached with a probability of at most 5 percent when there is no
   * trend, by the number of points: both tails together leave 90 percent. Table A.30 of Hollander
   * and Wolfe, "Nonparametric Statistical Methods" (2nd edition, 1999); the test counts it again.
   */
  private static final int[] KENDALL_S = {0, 0, 0, 0, 6, 8, 11, 13, 16, 18, 21, 23, 26};

  /**
   * One value at a data date, in whatever unit the line is to be drawn.
   *
   * @param value at most {@link #MAX_VALUE} above or below zero; what lies further is held there
   */
  public record Point(LocalDate on, long value) {
    public Point {
      value = Math.clamp(value, -MAX_VALUE, MAX_VALUE);
    }
  }

  /**
   * A slope.
   *
   * @param rise in units of the values
   * @param days more than 0
   */
  public record Rate(BigInteger rise, BigInteger days) {
    /** -1 falling, 0 level, 1 rising. */
    public int sign() {
      return rise.signum();
    }
  }

  private record Slope(long rise, long days) implements Comparable<Slope> {
    @Override
    public int compareTo(Slope other) {
      long highLeft = Math.multiplyHigh(rise, other.days);
      long highRight = Math.multiplyHigh(other.rise, days);
      return highLeft == highRight
          ? Long.compareUnsigned(rise * other.days, other.rise * days)
          : Long.compare(highLeft, highRight);
    }

    Rate rate() {
      return new Rate(BigInteger.valueOf(rise), BigInteger.valueOf(days));
    }
  }

  /**
   * The trend of these points, or null where there are too few.
   *
   * @param points by increasing date, each date once, at most {@link #MAX_POINTS}
   */
  public static @Nullable Trend of(List<Point> points) {
    int n = points.size();
    if (n < MIN_POINTS) {
      return null;
    }
    List<Slope> slopes = new ArrayList<>(n * (n - 1) / 2);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        Point a = points.get(i);
        Point b = points.get(j);
        slopes.add(new Slope(b.value - a.value, DAYS.between(a.on, b.on)));
      }
    }
    slopes.sort(null);
    int rank = (slopes.size() - KENDALL_S[n]) / 2;
    return new Trend(
        slopes.get(rank - 1).rate(), median(slopes), slopes.get(slopes.size() - rank).rate());
  }

  private static Rate median(List<Slope> sorted) {
    Rate upper = sorted.get(sorted.size() / 2).rate();
    if (sorted.size() % 2 == 1) {
      return upper;
    }
    Rate lower = sorted.get(sorted.size() / 2 - 1).rate();
    return new Rate(
        lower.rise.multiply(upper.days).add(upper.rise.multiply(lower.days)),
        lower.days.multiply(upper.days).shiftLeft(1));
  }
}
