package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** When the limit of a tolerance will be crossed, if the node goes on as its own reports say. */
final class Ahead {
  private static final int MOST_REPORTS = 12;
  private static final BigInteger MOST_VALUE = BigInteger.TEN.pow(16);

  /** A century. */
  private static final BigInteger MOST_DAYS = BigInteger.valueOf(36_525);

  private final Tolerance tolerance;
  private final List<Slopes.Point> points;

  private Ahead(Tolerance tolerance, List<Slopes.Point> points) {
    this.tolerance = tolerance;
    this.points = points;
  }

  /**
   * What the reports until the newest moment say of the tolerance; null where that is nothing.
   *
   * @param moments of the node, oldest first
   */
  static @Nullable Forecast of(Tolerance tolerance, List<Trail.Moment> moments) {
    return tolerance.terms().forecastDays() == 0
        ? null
        : new Ahead(tolerance, points(tolerance, moments)).forecast();
  }

  /**
   * The newest values by data date, in the unit in which a trend is drawn: since that of the
   * tolerance in force is this one, and one that stands looks ahead. The second report for a date
   * stands in the place of the first, and a correction, which adds no date, in that of the report.
   */
  private static List<Slopes.Point> points(Tolerance tolerance, List<Trail.Moment> moments) {
    TreeMap<LocalDate, BigInteger> byDate = new TreeMap<>();
    for (Trail.Moment moment : moments) {
      Tolerance then = moment.inForce().get(tolerance.toleranceId());
      if (then == null
          || then.unit() != tolerance.unit()
          || !moment.lookingAhead().contains(tolerance.toleranceId())) {
        byDate.clear();
        continue;
      }
      Trail.Held held = moment.held().get(tolerance.toleranceId());
      LocalDate on = moment.dataDate();
      if (held != null
          && on != null
          && !moment.byTick()
          && (!moment.byCorrection() || byDate.containsKey(on))) {
        byDate.put(on, point(held));
      }
    }
    List<Slopes.Point> points = new ArrayList<>();
    for (Map.Entry<LocalDate, BigInteger> each : byDate.entrySet()) {
      points.add(new Slopes.Point(each.getKey(), each.getValue()));
    }
    return points.subList(Math.max(0, points.size() - MOST_REPORTS), points.size());
  }

  /** A ten-thousandth of the unit of the limit; of an amount a whole minor unit. */
  private static Ratio unit(ToleranceUnit unit) {
    return unit == ToleranceUnit.MINOR_UNITS ? Ratio.of(1) : Ratio.of(1, 10_000);
  }

  private static BigInteger point(Trail.Held held) {
    return Limits.inUnit(held.tolerance(), held.value())
        .over(unit(held.tolerance().unit()))
        .halfUp()
        .min(MOST_VALUE)
        .max(MOST_VALUE.negate());
  }

  /** The limit that a rising or a falling value comes to; null where none is on that side. */
  private @Nullable Ratio limit(boolean rising) {
    Long limit =
        rising == (tolerance.breach() == Direction.AT_MOST)
            ? Long.valueOf(tolerance.limitTenThousandths())
            : tolerance.terms().otherSideTenThousandths();
    return limit == null ? null : Ratio.of(limit, 10_000).over(unit(tolerance.unit()));
  }

  private @Nullable Forecast forecast() {
    Slopes slopes = Slopes.of(points);
    if (slopes == null) {
      return null;
    }
    boolean rising = slopes.least().compareTo(Ratio.ZERO) > 0;
    boolean falling = slopes.most().compareTo(Ratio.ZERO) < 0;
    Ratio limit = limit(rising);
    return limit == null || (!rising && !falling)
        ? null
        : new Forecast(
            beyondOn(limit, slopes.median()),
            beyondOn(limit, rising ? slopes.most() : slopes.least()),
            beyondOn(limit, rising ? slopes.least() : slopes.most()),
            points.size());
  }

  /** The first day on which the newest value, moving on like this, is beyond the limit. */
  private LocalDate beyondOn(Ratio limit, Ratio slope) {
    Slopes.Point newest = points.getLast();
    Ratio daysTo = limit.minus(new Ratio(newest.value(), BigInteger.ONE)).over(slope);
    BigInteger days =
        daysTo.compareTo(Ratio.ZERO) < 0
            ? BigInteger.ZERO
            : daysTo.floor().add(BigInteger.ONE).min(MOST_DAYS);
    return newest.on().plusDays(days.longValueExact());
  }
}
