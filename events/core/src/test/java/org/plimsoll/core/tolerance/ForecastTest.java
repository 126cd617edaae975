package org.plimsoll.core.tolerance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Trend.Point;

class ForecastTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  @Test
  void aSteadyGrowthCrossesItsLimitOnTheFirstDayBeyondIt() {
    // 1 percent in ten days from 0: 5 percent after 50 days, beyond 10 percent 51 days later.
    Forecast forecast = Forecast.of(line(6, 10, 10_000), growth(100_000, null));

    assertThat(forecast)
        .isEqualTo(new Forecast(START.plusDays(101), START.plusDays(101), START.plusDays(101), 6));
  }

  @Test
  void aFallTowardsAnIndexLimitIsForecastToo() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      points.add(new Point(START.plusDays(30L * i), 10_000 - 100L * i));
    }
    Tolerance cpi =
        new Tolerance(
            "cpi",
            1,
            ToleranceKind.COST,
            Measure.CPI,
            null,
            Direction.AT_LEAST,
            ToleranceUnit.RATIO,
            9_000);

    Forecast forecast = requireNonNull(Forecast.of(points, cpi));

    assertThat(forecast.expectedOn()).isEqualTo(START.plusDays(150 + 150 + 1));
  }

  @Test
  void aTrendThatMovesAwayFromTheLimitForecastsNothing() {
    assertThat(Forecast.of(line(6, 10, -10_000), growth(100_000, null))).isNull();
  }

  @Test
  void aTrendTowardsTheOtherSideOfABandIsForecast() {
    Forecast forecast =
        requireNonNull(Forecast.of(line(6, 10, -10_000), growth(100_000, -100_000L)));

    assertThat(forecast.expectedOn()).isEqualTo(START.plusDays(101));
  }

  @Test
  void figuresThatGoUpAndDownForecastNothing() {
    List<Point> points = new ArrayList<>();
    long[] percents = {5, 3, 6, 2, 7, 4};
    for (int i = 0; i < percents.length; i++) {
      points.add(new Point(START.plusDays(30L * i), percents[i] * 10_000));
    }
    assertThat(Forecast.of(points, growth(100_000, null))).isNull();
  }

  @Test
  void theIntervalHoldsTheExpectedDay() {
    long[] percents = {0, 2, 1, 4, 3, 6, 7, 9};
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < percents.length; i++) {
      points.add(new Point(START.plusDays(30L * i), percents[i] * 10_000));
    }
    Forecast forecast = requireNonNull(Forecast.of(points, growth(100_000, null)));

    assertThat(forecast.earliestOn()).isBefore(forecast.expectedOn());
    assertThat(forecast.latestOn()).isAfter(forecast.expectedOn());
  }

  @Test
  void anAmountIsDrawnInWholeMinorUnits() {
    Tolerance amount =
        new Tolerance(
            "risk",
            1,
            ToleranceKind.RISK,
            Measure.RISK_EXPOSURE,
            null,
            Direction.AT_MOST,
            ToleranceUnit.MINOR_UNITS,
            1_000 * 10_000);
    assertThat(amount.point(new Fraction(500, 7))).isEqualTo(500);

    Forecast forecast = requireNonNull(Forecast.of(line(6, 10, 100), amount));

    assertThat(forecast.expectedOn()).isEqualTo(START.plusDays(101));
  }

  @Test
  void aShareIsDrawnInTenThousandthsRoundedHalfUp() {
    Tolerance growth = growth(100_000, null);
    assertThat(growth.point(new Fraction(1, 3))).isEqualTo(333_333);
    assertThat(growth.point(new Fraction(2, 3))).isEqualTo(666_667);
    assertThat(growth.point(new Fraction(-1, 3))).isEqualTo(-333_333);
    assertThat(growth.point(new Fraction(1, 2_000_000))).isEqualTo(1);
    assertThat(growth.point(new Fraction(-1, 2_000_000))).isEqualTo(0);
    assertThat(growth.point(new Fraction(Long.MAX_VALUE, 1))).isEqualTo(10_000_000_000_000_000L);
  }

  private static List<Point> line(int n, int days, long rise) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      points.add(new Point(START.plusDays((long) days * i), rise * i));
    }
    return points;
  }

  private static Tolerance growth(long limit, @org.jspecify.annotations.Nullable Long otherSide) {
    return new Tolerance(
        "cost",
        1,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        limit,
        new Terms(null, null, otherSide, 1, 0, 0, 90, null, null, null));
  }

  @Test
  void aValueThatStandsStillOrGoesBothWaysForecastsNothingForALowerLimitEither() {
    long[] percents = {5, 3, 6, 2, 7, 4};
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < percents.length; i++) {
      points.add(new Point(START.plusDays(30L * i), percents[i] * 10_000));
    }
    Tolerance band = growth(100_000, -100_000L);

    assertThat(Forecast.of(points, band)).isNull();
    assertThat(Forecast.of(line(6, 10, 0), band)).isNull();
  }

  @Test
  void theIntervalOfAFallHoldsTheExpectedDayToo() {
    long[] percents = {0, -2, -1, -4, -3, -6, -7, -9};
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < percents.length; i++) {
      points.add(new Point(START.plusDays(30L * i), percents[i] * 10_000));
    }
    Forecast forecast = requireNonNull(Forecast.of(points, growth(100_000, -100_000L)));

    assertThat(forecast.earliestOn()).isBefore(forecast.expectedOn());
    assertThat(forecast.latestOn()).isAfter(forecast.expectedOn());
  }

  @Test
  void whatIsBeyondItsLimitAlreadyIsExpectedOnTheDayOfItsNewestValue() {
    LocalDate newest = START.plusDays(50);

    assertThat(Forecast.of(line(6, 10, 30_000), growth(100_000, null)))
        .isEqualTo(new Forecast(newest, newest, newest, 6));
  }
}
