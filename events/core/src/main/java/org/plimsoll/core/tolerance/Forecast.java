package org.plimsoll.core.tolerance;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Trend;
import org.plimsoll.core.measure.Trend.Point;
import org.plimsoll.core.measure.Trend.Rate;

/**
 * The day on which a limit will be crossed if a node goes on as its own reports say: from the
 * newest value along the median slope of {@link Trend}. Where Sen's interval allows that the value
 * stands still or turns back, nothing is forecast.
 *
 * @param expectedOn the first day beyond the limit at the median slope; the day of the newest value
 *     where that is beyond it
 * @param earliestOn the same at the steep end of the interval
 * @param latestOn the same at the flat end
 * @param reports how many values by data date it rests on
 */
public record Forecast(
    LocalDate expectedOn, LocalDate earliestOn, LocalDate latestOn, int reports) {
  /** Days are counted no further than this many from the newest value: a century. */
  public static final int FAR_DAYS = 36_525;

  /**
   * What these values forecast for a tolerance; null where they say nothing, or move away from its
   * limits.
   *
   * @param points values in units of {@link Tolerance#point}, by increasing date
   */
  public static @Nullable Forecast of(List<Point> points, Tolerance tolerance) {
    Trend trend = Trend.of(points);
    if (trend == null || trend.slow().sign() != trend.fast().sign() || trend.slow().sign() == 0) {
      return null;
    }
    boolean rising = trend.slow().sign() > 0;
    Long limit = tolerance.limitTowards(rising);
    if (limit == null) {
      return null;
    }
    Point newest = points.getLast();
    BigInteger scale = BigInteger.valueOf(tolerance.limitUnitsOfPoint());
    BigInteger above =
        BigInteger.valueOf(limit).subtract(BigInteger.valueOf(newest.value()).multiply(scale));
    BigInteger room = rising ? above : above.negate();
    Rate steep = rising ? trend.fast() : trend.slow();
    Rate flat = rising ? trend.slow() : trend.fast();
    return new Forecast(
        crossedOn(newest.on(), room, scale, trend.median()),
        crossedOn(newest.on(), room, scale, steep),
        crossedOn(newest.on(), room, scale, flat),
        points.size());
  }

  private static LocalDate crossedOn(LocalDate on, BigInteger room, BigInteger scale, Rate rate) {
    if (room.signum() < 0) {
      return on;
    }
    BigInteger days =
        room.multiply(rate.days()).divide(rate.rise().abs().multiply(scale)).add(BigInteger.ONE);
    return on.plusDays(days.min(BigInteger.valueOf(FAR_DAYS)).longValueExact());
  }
}
