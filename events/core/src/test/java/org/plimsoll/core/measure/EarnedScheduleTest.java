package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarnedScheduleTest {
  private static final LocalDate START = LocalDate.of(2020, 12, 31);

  /** 100 in each of three months, of 31, 28 and 31 days, and nothing in a fourth. */
  private static final Baseline QUARTER =
      new Baseline(
          300L,
          null,
          List.of(
              new PlannedPoint(START, 0),
              new PlannedPoint(LocalDate.of(2021, 1, 31), 100),
              new PlannedPoint(LocalDate.of(2021, 2, 28), 200),
              new PlannedPoint(LocalDate.of(2021, 3, 31), 300),
              new PlannedPoint(LocalDate.of(2021, 4, 30), 300)));

  private static Figures earned(@Nullable Long ev, @Nullable LocalDate finish) {
    return new Figures(null, ev, null, null, null, null, finish, Map.of());
  }

  private static Reading reading(Measure measure, long ev, LocalDate on) {
    return reading(measure, earned(ev, null), QUARTER, QUARTER, on);
  }

  private static Reading reading(
      Measure measure,
      Figures figures,
      Baseline original,
      Baseline current,
      @Nullable LocalDate on) {
    return Measures.ofProject(figures, original, current, on, List.of()).stream()
        .filter(reading -> reading.measure() == measure)
        .findFirst()
        .orElseThrow();
  }

  private static Reading value(Measure measure, long numerator, long denominator) {
    return new Reading.Value(measure, null, new Fraction(numerator, denominator));
  }

  private static Reading missing(Measure measure, NotYet reason) {
    return new Reading.Missing(measure, null, reason);
  }

  /** On 14 February 1 1/2 months are over; 130 is what was planned for 1 3/10. */
  @Test
  void withinAPeriodMoneyAndDaysAreInterpolated() {
    LocalDate on = LocalDate.of(2021, 2, 14);

    assertThat(reading(Measure.EARNED_SCHEDULE, 130, on))
        .isEqualTo(value(Measure.EARNED_SCHEDULE, 130, 100));
    assertThat(reading(Measure.SV_T, 130, on)).isEqualTo(value(Measure.SV_T, -1, 5));
    assertThat(reading(Measure.SPI_T, 130, on)).isEqualTo(value(Measure.SPI_T, 13, 15));
  }

  /**
   * IEAC(t) = 3 x 15/13 = 3.4615 months: through March, and 0.4615 of April's 30 days are 13.8, so
   * that it ends in the fourteenth.
   */
  @Test
  void theProjectedFinishIsTheDayInWhichItFalls() {
    LocalDate on = LocalDate.of(2021, 2, 14);

    assertThat(Measures.projectedFinish(earned(130L, null), QUARTER, on))
        .isEqualTo(LocalDate.of(2021, 4, 14));
    assertThat(reading(Measure.PROJECTED_SLIP_CURRENT, 130, on))
        .isEqualTo(value(Measure.PROJECTED_SLIP_CURRENT, 14, 1));
  }

  @Test
  void aProjectOnItsPlanIsProjectedToEndWithIt() {
    for (PlannedPoint point : QUARTER.timePhased().subList(1, 4)) {
      assertThat(reading(Measure.SPI_T, point.pvMinor(), point.date()))
          .isEqualTo(value(Measure.SPI_T, 1, 1));
      assertThat(reading(Measure.PROJECTED_SLIP_ORIGINAL, point.pvMinor(), point.date()))
          .isEqualTo(value(Measure.PROJECTED_SLIP_ORIGINAL, 0, 1));
    }
  }

  @Test
  void behindThePlanPeriodsAreAsLongAsTheLast() {
    assertThat(reading(Measure.SV_T, 300, LocalDate.of(2021, 6, 29)))
        .isEqualTo(value(Measure.SV_T, -3, 1));
    assertThat(Measures.projectedFinish(earned(150L, null), QUARTER, LocalDate.of(2021, 3, 31)))
        .as("6 periods: 4 of the plan and 2 of 30 days")
        .isEqualTo(LocalDate.of(2021, 6, 29));
  }

  @Test
  void moreThanTheWholeIsEarnedOnlyOnce() {
    assertThat(reading(Measure.EARNED_SCHEDULE, 1_000, LocalDate.of(2021, 3, 31)))
        .isEqualTo(value(Measure.EARNED_SCHEDULE, 3, 1));
  }

  /** A month in which nothing is planned is earned with the one before it. */
  @Test
  void aPauseInThePlanIsEarnedWithWhatWasBeforeIt() {
    Baseline paused =
        new Baseline(
            null,
            null,
            List.of(
                new PlannedPoint(START, 0),
                new PlannedPoint(START.plusDays(10), 50),
                new PlannedPoint(START.plusDays(20), 50),
                new PlannedPoint(START.plusDays(30), 100)));

    assertThat(
            reading(Measure.EARNED_SCHEDULE, earned(50L, null), paused, paused, START.plusDays(20)))
        .isEqualTo(value(Measure.EARNED_SCHEDULE, 100, 50));
    assertThat(
            reading(Measure.EARNED_SCHEDULE, earned(49L, null), paused, paused, START.plusDays(20)))
        .isEqualTo(value(Measure.EARNED_SCHEDULE, 49, 50));
  }

  @Test
  void aFinishedProjectDoesNotGrowLaterWithEveryReport() {
    LocalDate finish = LocalDate.of(2021, 4, 30);
    Figures done = earned(300L, finish);
    Figures undone = earned(299L, finish);
    LocalDate on = finish.plusDays(60);

    assertThat(reading(Measure.PROJECTED_SLIP_CURRENT, done, QUARTER, QUARTER, on))
        .isEqualTo(value(Measure.PROJECTED_SLIP_CURRENT, 30, 1));
    assertThat(reading(Measure.SV_T, done, QUARTER, QUARTER, on))
        .isEqualTo(value(Measure.SV_T, -1, 1));
    assertThat(Measures.projectedFinish(undone, QUARTER, on)).isAfter(on);
  }

  @Test
  void eachSpeaksOfItsOwnBaseline() {
    Baseline later =
        new Baseline(
            null,
            null,
            List.of(
                new PlannedPoint(START.plusDays(100), 0),
                new PlannedPoint(START.plusDays(200), 300)));
    LocalDate on = START.plusDays(150);
    Figures half = earned(150L, null);

    assertThat(reading(Measure.PROJECTED_SLIP_CURRENT, half, QUARTER, later, on))
        .isEqualTo(value(Measure.PROJECTED_SLIP_CURRENT, 0, 1));
    assertThat(reading(Measure.SPI_T, half, QUARTER, later, on))
        .isEqualTo(value(Measure.SPI_T, 1, 1));
    assertThat(reading(Measure.PROJECTED_SLIP_ORIGINAL, half, QUARTER, later, on))
        .isEqualTo(reading(Measure.PROJECTED_SLIP_ORIGINAL, half, QUARTER, QUARTER, on));
  }

  @Test
  void aBaselineWithoutAPlanKeepsTheOneBefore() {
    assertThat(new Baseline(5L, START).orElse(QUARTER).timePhased())
        .isEqualTo(QUARTER.timePhased());
  }

  @Test
  void whatIsNotMeasurableInTimeSaysWhy() {
    LocalDate on = START.plusDays(1);

    assertThat(reading(Measure.SV_T, earned(1L, null), QUARTER, Baseline.NONE, on))
        .isEqualTo(missing(Measure.SV_T, NotYet.NO_TIME_PHASED_BASELINE));
    assertThat(
            reading(Measure.PROJECTED_SLIP_ORIGINAL, earned(1L, null), Baseline.NONE, QUARTER, on))
        .isEqualTo(missing(Measure.PROJECTED_SLIP_ORIGINAL, NotYet.NO_TIME_PHASED_BASELINE));
    assertThat(reading(Measure.SV_T, earned(null, null), QUARTER, QUARTER, on))
        .isEqualTo(missing(Measure.SV_T, NotYet.NOT_REPORTED));
    assertThat(reading(Measure.SV_T, earned(1L, null), QUARTER, QUARTER, null))
        .isEqualTo(missing(Measure.SV_T, NotYet.NOT_REPORTED));
    assertThat(reading(Measure.SPI_T, 1, START))
        .isEqualTo(missing(Measure.SPI_T, NotYet.NOT_STARTED));
    assertThat(reading(Measure.PROJECTED_SLIP_CURRENT, 1, START.minusDays(9)))
        .isEqualTo(missing(Measure.PROJECTED_SLIP_CURRENT, NotYet.NOT_STARTED));
    assertThat(reading(Measure.PROJECTED_SLIP_CURRENT, 0, on))
        .isEqualTo(missing(Measure.PROJECTED_SLIP_CURRENT, NotYet.ZERO_DENOMINATOR));
    assertThat(reading(Measure.SPI_T, 0, on)).isEqualTo(value(Measure.SPI_T, 0, 1));
  }

  @Test
  void noFinishIsProjectedBehindTheLatestDay() {
    Baseline dear =
        new Baseline(
            null,
            null,
            List.of(
                new PlannedPoint(START, 0),
                new PlannedPoint(START.plusDays(30), 500_000_000_000_000L)));

    assertThat(Measures.projectedFinish(earned(1L, null), dear, START.plusDays(20)))
        .isEqualTo(EarnedSchedule.LATEST_FINISH);
  }

  /** Amounts, dates and numbers of points at the bounds of admission, and everything between. */
  @Test
  void noPlanIsTooLargeToBeCounted() {
    Random random = new Random(17);
    for (int i = 0; i < 2_000; i++) {
      List<PlannedPoint> points = new ArrayList<>();
      LocalDate date = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(40_000));
      long pv = 0;
      int size = 2 + random.nextInt(599);
      for (int p = 0; p < size; p++) {
        points.add(new PlannedPoint(date, pv));
        date = date.plusDays(1 + random.nextInt(100));
        pv += random.nextLong(1_000_000_000_000_000L / 600);
      }
      Baseline baseline = new Baseline(null, null, points);
      LocalDate on = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(109_000));
      Figures f = earned(random.nextLong(Math.max(1, pv)), null);

      List<Reading> readings = Measures.ofProject(f, baseline, baseline, on, List.of());

      assertThat(readings)
          .as("seed 17, plan " + i)
          // Two are of indicators, of which there are none; silence is weighed by ticks.
          .hasSize(Measure.values().length - 3);
      LocalDate finish = Measures.projectedFinish(f, baseline, on);
      if (finish != null) {
        assertThat(finish).isBeforeOrEqualTo(EarnedSchedule.LATEST_FINISH);
      }
    }
  }

  @Test
  void timeIsCountedUntilTheFinishOnlyOnceEverythingIsEarnedAndTheFinishIsOver() {
    LocalDate on = LocalDate.of(2021, 3, 31);

    assertThat(countedUntil(300L, on.minusDays(1), on)).isEqualTo(on.minusDays(1));
    assertThat(countedUntil(300L, on.plusDays(1), on)).isEqualTo(on);
    assertThat(countedUntil(299L, on.minusDays(1), on)).isEqualTo(on);
    assertThat(countedUntil(300L, null, on)).isEqualTo(on);
  }

  private static LocalDate countedUntil(long ev, @Nullable LocalDate finish, LocalDate on) {
    return EarnedSchedule.countedUntil(earned(ev, finish), ev, QUARTER, on);
  }
}
