package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked examples of others, to the last digit that they print. */
class PublishedExamplesTest {

  /** Start and ends of months; cumulative BCWS in dollars 0, 200, … 1000, 1000, 1000. */
  private static final Baseline TYPICAL_PROGRAM =
      new Baseline(
          100_000L,
          LocalDate.of(2012, 5, 31),
          List.of(
              new PlannedPoint(LocalDate.of(2011, 12, 31), 0),
              new PlannedPoint(LocalDate.of(2012, 1, 31), 20_000),
              new PlannedPoint(LocalDate.of(2012, 2, 29), 40_000),
              new PlannedPoint(LocalDate.of(2012, 3, 31), 60_000),
              new PlannedPoint(LocalDate.of(2012, 4, 30), 80_000),
              new PlannedPoint(LocalDate.of(2012, 5, 31), 100_000),
              new PlannedPoint(LocalDate.of(2012, 6, 30), 100_000),
              new PlannedPoint(LocalDate.of(2012, 7, 31), 100_000)));

  /**
   * K. T. Crumrine, "A Comparison of Earned Value Management and Earned Schedule as Schedule
   * Predictors on DoD ACAT I Programs", Air Force Institute of Technology, thesis AFIT-ENV-13-M-36,
   * March 2013, addendum "Corrected Table 4: Earned Schedule Data for a Typical Program
   * (cumulative)", January to July. Only the SV(t) of January is not as printed: -0.4 there is a
   * slip of the pen for -0.04, its ES of .96 less one month.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 19200, 0.96, -0.04, 0.96",
    "2, 36700, 1.835, -0.165, 0.9175",
    "3, 56100, 2.805, -0.195, 0.935",
    "4, 74700, 3.735, -0.265, 0.934",
    "5, 90200, 4.51, -0.49, 0.902",
    "6, 97700, 4.885, -1.115, 0.814",
    "7, 100000, 5.00, -2.00, 0.714"
  })
  void earnedScheduleOfATypicalProgramByCrumrine(
      int month, long evMinor, BigDecimal es, BigDecimal variance, BigDecimal index) {
    LocalDate on = TYPICAL_PROGRAM.timePhased().get(month).date();
    List<Reading> readings = onSchedule(evMinor, TYPICAL_PROGRAM, on);

    assertThat(printed(readings, Measure.EARNED_SCHEDULE, es)).isEqualTo(es);
    assertThat(printed(readings, Measure.SV_T, variance)).isEqualTo(variance);
    assertThat(printed(readings, Measure.SPI_T, index)).isEqualTo(index);
  }

  /** The same program: it took seven months for five, which is what IEAC(t) says at its end. */
  @Test
  void atTheEndTheProjectedFinishIsTheOneThatCame() {
    LocalDate july = LocalDate.of(2012, 7, 31);
    Figures done = earned(100_000);

    assertThat(Measures.projectedFinish(done, TYPICAL_PROGRAM, july)).isEqualTo(july);
  }

  /**
   * PM Knowledge Center (M. Vanhoucke, OR-AS), "Earned Value Management: Forecasting time", table
   * of project data: PV 5, 10, 25, 55, 85, 120, 130, 140, 150 in weeks 1 to 9, EV and ES of weeks 1
   * to 6.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 333, 0.67",
    "2, 667, 1.33",
    "3, 1000, 2.00",
    "4, 2250, 2.83",
    "5, 7000, 4.50",
    "6, 8250, 4.92"
  })
  void earnedScheduleByThePmKnowledgeCenter(int week, long evMinor, BigDecimal es) {
    LocalDate start = LocalDate.of(2012, 1, 2);
    List<PlannedPoint> points = new ArrayList<>(List.of(new PlannedPoint(start, 0)));
    for (long pv : new long[] {500, 1000, 2500, 5500, 8500, 12000, 13000, 14000, 15000}) {
      points.add(new PlannedPoint(start.plusWeeks(points.size()), pv));
    }

    assertThat(
            printed(
                onSchedule(evMinor, new Baseline(15_000L, null, points), start.plusWeeks(week)),
                Measure.EARNED_SCHEDULE,
                es))
        .isEqualTo(es);
  }

  /**
   * "PMI Visual Wall", batch 4, posters 14 and 15 on The Standard for Earned Value Management: PV
   * 50, EV 40, AC 45, BAC 100 thousand; SV -10, CV -5, CPI 0.89, SPI 0.80, EAC 112.5, ETC 67.5, VAC
   * -12.5, EAC with cost and schedule 129 thousand, TCPI to the budget 1.09.
   */
  @Test
  void varianceIndexAndForecastByThePmiVisualWall() {
    List<Reading> readings =
        Measures.ofProject(
            new Figures(
                5_000_000L, 4_000_000L, 4_500_000L, 10_000_000L, null, null, null, Map.of()),
            Baseline.NONE,
            Baseline.NONE,
            null,
            List.of());

    assertThat(thousands(readings, Measure.SV, "-10")).isEqualTo("-10");
    assertThat(thousands(readings, Measure.CV, "-5")).isEqualTo("-5");
    assertThat(printed(readings, Measure.CPI, new BigDecimal("0.89"))).isEqualTo("0.89");
    assertThat(printed(readings, Measure.SPI, new BigDecimal("0.80"))).isEqualTo("0.80");
    assertThat(thousands(readings, Measure.EAC_CPI, "112.5")).isEqualTo("112.5");
    assertThat(thousands(readings, Measure.ETC, "67.5")).isEqualTo("67.5");
    assertThat(thousands(readings, Measure.VAC, "-12.5")).isEqualTo("-12.5");
    assertThat(thousands(readings, Measure.EAC_CPI_SPI, "129")).isEqualTo("129");
    assertThat(printed(readings, Measure.TCPI_BAC, new BigDecimal("1.09"))).isEqualTo("1.09");
  }

  private static List<Reading> onSchedule(long evMinor, Baseline baseline, LocalDate on) {
    return Measures.ofProject(earned(evMinor), Baseline.NONE, baseline, on, List.of());
  }

  private static Figures earned(long evMinor) {
    return new Figures(null, evMinor, null, null, null, null, null, Map.of());
  }

  /** The measure with as many decimals as the source prints. */
  private static BigDecimal printed(List<Reading> readings, Measure measure, BigDecimal asPrinted) {
    Fraction value = value(readings, measure);
    return BigDecimal.valueOf(value.numerator())
        .divide(BigDecimal.valueOf(value.denominator()), asPrinted.scale(), RoundingMode.HALF_UP);
  }

  /** The measure's amount in thousands of the currency. */
  private static BigDecimal thousands(List<Reading> readings, Measure measure, String asPrinted) {
    return BigDecimal.valueOf(value(readings, measure).numerator(), 5)
        .setScale(new BigDecimal(asPrinted).scale(), RoundingMode.HALF_UP);
  }

  private static Fraction value(List<Reading> readings, Measure measure) {
    return readings.stream()
        .filter(reading -> reading.measure() == measure)
        .map(reading -> ((Reading.Value) reading).value())
        .findFirst()
        .orElseThrow();
  }
}
