package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final LocalDate FINISH = LocalDate.of(2021, 6, 30);
  private static final Baseline NO_BASELINE = Baseline.NONE;

  private static Figures figures(
      @Nullable Long pv,
      @Nullable Long ev,
      @Nullable Long ac,
      @Nullable Long bac,
      @Nullable Long etc,
      @Nullable Long forecast) {
    return new Figures(pv, ev, ac, bac, etc, forecast, FINISH.plusDays(45), Map.of());
  }

  private static Reading reading(Measure measure, Figures figures, Baseline baseline) {
    return Measures.ofProject(figures, baseline, baseline, null, List.of()).stream()
        .filter(r -> r.measure() == measure)
        .findFirst()
        .orElseThrow();
  }

  /**
   * A project of 100,000 planned over ten months with 40,000 planned, 35,000 earned and 42,000
   * spent, worked out by hand from the formulas that {@link Measure} names: CPI 35/42, SPI 35/40,
   * EAC = 100,000 x 42 / 35 = 120,000, VAC = -20,000, growth over a baseline of 96,000 = 24,000 /
   * 96,000.
   */
  @Test
  void earnedValueByHand() {
    Figures f = figures(40_000L, 35_000L, 42_000L, 100_000L, null, null);
    Baseline baseline = new Baseline(96_000L, FINISH);

    assertThat(f.eacMinor()).isEqualTo(120_000);
    assertThat(reading(Measure.CPI, f, baseline)).isEqualTo(value(Measure.CPI, 35_000, 42_000));
    assertThat(reading(Measure.SPI, f, baseline)).isEqualTo(value(Measure.SPI, 35_000, 40_000));
    assertThat(reading(Measure.VAC, f, baseline)).isEqualTo(value(Measure.VAC, -20_000, 100_000));
    assertThat(reading(Measure.COST_GROWTH_ORIGINAL, f, baseline))
        .isEqualTo(value(Measure.COST_GROWTH_ORIGINAL, 24_000, 96_000));
    assertThat(reading(Measure.FINISH_SLIP_ORIGINAL, f, baseline))
        .isEqualTo(value(Measure.FINISH_SLIP_ORIGINAL, 45, 1));
  }

  private static Reading value(Measure measure, long numerator, long denominator) {
    return new Reading.Value(measure, null, new Fraction(numerator, denominator));
  }

  @Test
  void theAgencysForecastStandsBeforeItsEstimateAndThatBeforeAComputedOne() {
    assertThat(figures(null, 1L, 2L, 10L, 7L, 5L).eacMinor()).isEqualTo(5);
    assertThat(figures(null, 1L, 2L, 10L, 7L, null).eacMinor()).isEqualTo(9);
    assertThat(figures(null, 1L, 2L, 10L, null, null).eacMinor()).isEqualTo(20);
    assertThat(figures(null, 1L, null, 10L, null, null).eacMinor()).isNull();
  }

  @Test
  void aComputedEstimateIsRoundedHalfUpAndHeldAtItsCeiling() {
    assertThat(figures(null, 2L, 1L, 5L, null, null).eacMinor()).isEqualTo(3);
    assertThat(figures(null, 3L, 1L, 4L, null, null).eacMinor()).isEqualTo(1);
    assertThat(
            figures(null, 1L, 1_000_000_000_000_000L, 1_000_000_000_000_000L, null, null)
                .eacMinor())
        .isEqualTo(Figures.EAC_CEILING_MINOR);
  }

  /** By the formulas of {@link Measure}, for the project above: 42,000 + 65,000 / (5/6 x 7/8). */
  @Test
  void everyEstimateIsAnAmountOverTheBudget() {
    Figures f = figures(40_000L, 35_000L, 42_000L, 100_000L, 60_000L, null);

    assertThat(reading(Measure.CV, f, NO_BASELINE)).isEqualTo(value(Measure.CV, -7_000, 100_000));
    assertThat(reading(Measure.SV, f, NO_BASELINE)).isEqualTo(value(Measure.SV, -5_000, 100_000));
    assertThat(reading(Measure.EAC_CPI, f, NO_BASELINE))
        .isEqualTo(value(Measure.EAC_CPI, 120_000, 100_000));
    assertThat(reading(Measure.EAC_REMAINING_AT_BUDGET, f, NO_BASELINE))
        .isEqualTo(value(Measure.EAC_REMAINING_AT_BUDGET, 107_000, 100_000));
    assertThat(reading(Measure.EAC_CPI_SPI, f, NO_BASELINE))
        .isEqualTo(value(Measure.EAC_CPI_SPI, 131_143, 100_000));
    assertThat(reading(Measure.EAC_BOTTOM_UP, f, NO_BASELINE))
        .isEqualTo(value(Measure.EAC_BOTTOM_UP, 102_000, 100_000));
    assertThat(reading(Measure.ETC, f, NO_BASELINE)).isEqualTo(value(Measure.ETC, 60_000, 100_000));
    assertThat(reading(Measure.TCPI_BAC, f, NO_BASELINE))
        .isEqualTo(value(Measure.TCPI_BAC, 65_000, 58_000));
    assertThat(reading(Measure.TCPI_EAC, f, NO_BASELINE))
        .isEqualTo(value(Measure.TCPI_EAC, 65_000, 60_000));
  }

  @Test
  void anEstimateIsHeldOnBothSidesOfZero() {
    long most = 1_000_000_000_000_000L;

    assertThat(reading(Measure.EAC_CPI_SPI, figures(most, 1L, most, most, null, null), NO_BASELINE))
        .isEqualTo(value(Measure.EAC_CPI_SPI, Figures.EAC_CEILING_MINOR, most));
    assertThat(
            reading(Measure.EAC_CPI_SPI, figures(most, 1_000L, most, 1L, null, null), NO_BASELINE))
        .isEqualTo(value(Measure.EAC_CPI_SPI, -Figures.EAC_CEILING_MINOR, 1));
  }

  @Test
  void aFigureThatWasNeverReportedIsNamedBeforeABudgetThatIsSpent() {
    Figures f = figures(null, null, 60L, 50L, null, null);

    assertThat(reading(Measure.TCPI_BAC, f, NO_BASELINE))
        .isEqualTo(new Reading.Missing(Measure.TCPI_BAC, null, NotYet.NOT_REPORTED));
  }

  @Test
  void aSilenceLeavesWhatWasPromisedAndNothingElse() {
    Figures f = milestones("roof", new MilestoneDates(FINISH, FINISH.plusDays(9), null));
    Figures before =
        f.with(f.milestones(), 5L)
            .after(figures(1L, null, null, null, null, null), FINISH.minusDays(1));

    assertThat(before.promised())
        .isEqualTo(milestones("roof", new MilestoneDates(FINISH, null, null)));
    assertThat(before.namesNotIn(before.promised()))
        .containsExactly("pvMinor", "forecastFinish", "milestones.roof", "risks");
  }

  @Test
  void noCostIsNoEstimateOfZero() {
    Figures unpaid = figures(40L, 35L, 0L, 100L, null, null);

    assertThat(unpaid.eacMinor()).isNull();
    for (Measure measure : List.of(Measure.EAC_CPI, Measure.EAC_CPI_SPI, Measure.VAC)) {
      assertThat(reading(measure, unpaid, NO_BASELINE))
          .isEqualTo(new Reading.Missing(measure, null, NotYet.ZERO_DENOMINATOR));
    }
    assertThat(reading(Measure.COST_GROWTH_ORIGINAL, unpaid, new Baseline(100L, null)))
        .isEqualTo(
            new Reading.Missing(Measure.COST_GROWTH_ORIGINAL, null, NotYet.ZERO_DENOMINATOR));
  }

  @Test
  void nothingDividesByZero() {
    for (int zeros = 0; zeros < 64; zeros++) {
      Figures f =
          figures(
              zeroIf(zeros, 0),
              zeroIf(zeros, 1),
              zeroIf(zeros, 2),
              zeroIf(zeros, 3),
              zeroIf(zeros, 4),
              (zeros & 32) == 0 ? null : 0L);
      assertThat(Measures.ofProject(f, new Baseline(0L, FINISH), NO_BASELINE, FINISH, List.of()))
          .as(f.toString())

          // Two are of indicators, of which there are none; silence is weighed by ticks.
          .hasSize(Measure.values().length - 3);
    }
  }

  private static Long zeroIf(int bits, int bit) {
    return (bits >> bit & 1) == 0 ? 100L + bit : 0L;
  }

  @Test
  void aSpentBudgetLeavesNoPerformanceToComplete() {
    Figures spent = figures(90L, 80L, 100L, 100L, null, null);
    Figures overspent = figures(90L, 80L, 110L, 100L, null, 105L);

    assertThat(reading(Measure.TCPI_BAC, spent, NO_BASELINE))
        .isEqualTo(new Reading.Missing(Measure.TCPI_BAC, null, NotYet.BUDGET_SPENT));
    assertThat(reading(Measure.TCPI_EAC, spent, NO_BASELINE))
        .isEqualTo(value(Measure.TCPI_EAC, 20, 25));
    assertThat(reading(Measure.TCPI_EAC, overspent, NO_BASELINE))
        .isEqualTo(new Reading.Missing(Measure.TCPI_EAC, null, NotYet.BUDGET_SPENT));
  }

  @Test
  void theWorstMilestoneCountsAndItsFirstPromiseStands() {
    LocalDate may = LocalDate.of(2021, 5, 1);
    Figures f =
        Figures.NONE
            .after(milestones("roof", new MilestoneDates(may, may.plusDays(10), null)), may)
            .after(milestones("walls", new MilestoneDates(may, null, may.minusDays(3))), may)
            .after(
                milestones("roof", new MilestoneDates(may.plusDays(30), may.plusDays(20), null)),
                may.plusDays(5));

    assertThat(reading(Measure.MILESTONE_SLIP, f, NO_BASELINE))
        .isEqualTo(value(Measure.MILESTONE_SLIP, 20, 1));
    Figures reached =
        f.after(
            milestones("roof", new MilestoneDates(null, null, may.plusDays(15))), may.plusDays(16));
    assertThat(reading(Measure.MILESTONE_SLIP, reached, NO_BASELINE))
        .isEqualTo(value(Measure.MILESTONE_SLIP, 15, 1));
  }

  @Test
  void aMilestoneWithoutAPromiseOrAnotherDateIsNotLate() {
    Figures unpromised = milestones("roof", new MilestoneDates(null, FINISH, null));
    Figures promised = milestones("roof", new MilestoneDates(FINISH, null, null));

    assertThat(reading(Measure.MILESTONE_SLIP, unpromised, NO_BASELINE))
        .isEqualTo(new Reading.Missing(Measure.MILESTONE_SLIP, null, NotYet.NO_BASELINE));
    assertThat(reading(Measure.MILESTONE_SLIP, promised, NO_BASELINE))
        .isEqualTo(new Reading.Missing(Measure.MILESTONE_SLIP, null, NotYet.NOT_REPORTED));
  }

  private static Figures milestones(String id, MilestoneDates dates) {
    return Figures.NONE.with(Map.of(id, dates), null);
  }

  /** 12.5 percent of 101 and 50 percent of 40: 12.625 + 20, which is 33 in whole minor units. */
  @Test
  void riskExposureIsRoundedOnceAndStandsOverTheBudget() {
    long exposure = Exposure.sumMinor(List.of(new Exposure(1_250, 101), new Exposure(5_000, 40)));
    Figures f = figures(null, null, null, 1_000L, null, null).with(Map.of(), exposure);

    assertThat(reading(Measure.RISK_EXPOSURE, f, NO_BASELINE))
        .isEqualTo(value(Measure.RISK_EXPOSURE, 33, 1_000));
    assertThat(
            reading(
                Measure.RISK_EXPOSURE,
                f.after(Figures.NONE.with(Map.of(), Exposure.sumMinor(List.of())), FINISH),
                NO_BASELINE))
        .isEqualTo(value(Measure.RISK_EXPOSURE, 0, 1_000));
    assertThat(reading(Measure.RISK_EXPOSURE, Figures.NONE, NO_BASELINE))
        .isEqualTo(new Reading.Missing(Measure.RISK_EXPOSURE, null, NotYet.NOT_REPORTED));
  }

  @Test
  void anExposureOfAnySizeIsAnAmount() {
    assertThat(
            Exposure.sumMinor(
                List.of(
                    new Exposure(Integer.MAX_VALUE, Long.MAX_VALUE),
                    new Exposure(Integer.MAX_VALUE, Long.MAX_VALUE))))
        .isEqualTo(Figures.EAC_CEILING_MINOR);
  }

  /** Places rise from 400 to 480 of 800; unemployment falls from 6 to 5.5 with 5 as the target. */
  @Test
  void aTrendIsPositiveTowardsTheTargetWhicheverSideItLiesOn() {
    List<Target> targets =
        List.of(
            new Target("places", 8_000_000, Direction.AT_LEAST),
            new Target("unemployment", 50_000, Direction.AT_MOST));
    Figures first = Figures.NONE.after(indicators(4_000_000, 60_000), FINISH.minusDays(31));
    Figures second = first.after(indicators(4_800_000, 55_000), FINISH);

    assertThat(trends(first, targets))
        .containsExactly(
            new Reading.Missing(Measure.INDICATOR_TREND, "places", NotYet.ONLY_ONE_REPORT),
            new Reading.Missing(Measure.INDICATOR_TREND, "unemployment", NotYet.ONLY_ONE_REPORT));
    assertThat(trends(second, targets))
        .containsExactly(
            new Reading.Value(Measure.INDICATOR_TREND, "places", new Fraction(800_000, 8_000_000)),
            new Reading.Value(
                Measure.INDICATOR_TREND, "unemployment", new Fraction(5_000, 50_000)));
    assertThat(trends(Figures.NONE, targets.subList(0, 1)))
        .containsExactly(
            new Reading.Missing(Measure.INDICATOR_TREND, "places", NotYet.NOT_REPORTED));
  }

  @Test
  void aSecondReportForOneDataDateIsComparedWithTheDateBefore() {
    List<Target> targets = List.of(new Target("places", 8_000_000, Direction.AT_LEAST));
    Figures f =
        Figures.NONE
            .after(indicators(4_000_000, 0), FINISH.minusDays(31))
            .after(indicators(1_000_000, 0), FINISH)
            .after(indicators(2_000_000, 0), FINISH);

    assertThat(trends(f, targets))
        .containsExactly(
            new Reading.Value(
                Measure.INDICATOR_TREND, "places", new Fraction(-2_000_000, 8_000_000)));
  }

  private static Figures indicators(long places, long unemployment) {
    return new Figures(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of("places", places, "unemployment", unemployment));
  }

  private static List<Reading> trends(Figures figures, List<Target> targets) {
    return Measures.ofProject(figures, NO_BASELINE, NO_BASELINE, FINISH, targets).stream()
        .filter(reading -> reading.measure() == Measure.INDICATOR_TREND)
        .toList();
  }

  /** For two projects of 1,000 and 3,000 every amount of the program is their sum. */
  @Test
  void amountsOfAProgramAreThoseOfItsProjectsTakenTogether() {
    Figures small = figures(400L, 300L, 500L, 1_000L, 900L, null).with(Map.of(), 70L);
    Figures large = figures(1_500L, 1_600L, 1_200L, 3_000L, 1_900L, null).with(Map.of(), 30L);
    Rollup program =
        Rollup.NONE
            .exchange(Rollup.NONE, rollup(small, NO_BASELINE))
            .exchange(Rollup.NONE, rollup(large, NO_BASELINE));

    assertThat(program.sums())
        .containsEntry(Measure.CV, new Fraction(-200 + 400, 4_000))
        .containsEntry(Measure.SV, new Fraction(-100 + 100, 4_000))
        .containsEntry(Measure.EAC_REMAINING_AT_BUDGET, new Fraction(1_200 + 2_600, 4_000))
        .containsEntry(Measure.EAC_BOTTOM_UP, new Fraction(1_400 + 3_100, 4_000))
        .containsEntry(Measure.ETC, new Fraction(900 + 1_900, 4_000))
        .containsEntry(Measure.RISK_EXPOSURE, new Fraction(70 + 30, 4_000));
    assertThat(
            program
                .exchange(rollup(small, NO_BASELINE), Rollup.NONE)
                .exchange(rollup(large, NO_BASELINE), Rollup.NONE))
        .isEqualTo(Rollup.NONE);
  }

  @Test
  void whatIsNotAddedSaysSoAboveAProject() {
    Figures f = figures(400L, 300L, 500L, 1_000L, 900L, null);
    Rollup program = Rollup.NONE.exchange(Rollup.NONE, rollup(f, NO_BASELINE));

    assertThat(program.readings())
        .contains(
            new Reading.Missing(Measure.TCPI_BAC, null, NotYet.NOT_ADDED),
            new Reading.Missing(Measure.TCPI_EAC, null, NotYet.NOT_ADDED),
            new Reading.Missing(Measure.EARNED_SCHEDULE, null, NotYet.NOT_ADDED),
            new Reading.Missing(Measure.SV_T, null, NotYet.NOT_ADDED),
            new Reading.Missing(Measure.SPI_T, null, NotYet.NOT_ADDED),
            new Reading.Missing(Measure.MILESTONE_SLIP, null, NotYet.NOT_ADDED),
            new Reading.Missing(Measure.PROJECTED_SLIP_CURRENT, null, NotYet.NOTHING_BELOW))
        .noneMatch(reading -> reading.measure().isOfIndicator());
  }

  @Test
  void whatIsNotMeasurableSaysWhy() {
    Figures nothing = Figures.NONE;
    Figures zero = figures(0L, 0L, 0L, 0L, null, 50L);

    assertThat(reading(Measure.CPI, nothing, Baseline.NONE))
        .isEqualTo(new Reading.Missing(Measure.CPI, null, NotYet.NOT_REPORTED));
    assertThat(reading(Measure.CPI, zero, Baseline.NONE))
        .isEqualTo(new Reading.Missing(Measure.CPI, null, NotYet.ZERO_DENOMINATOR));
    assertThat(reading(Measure.COST_GROWTH_CURRENT, zero, Baseline.NONE))
        .isEqualTo(new Reading.Missing(Measure.COST_GROWTH_CURRENT, null, NotYet.NO_BASELINE));
    assertThat(reading(Measure.COST_GROWTH_CURRENT, zero, new Baseline(0L, null)))
        .isEqualTo(new Reading.Missing(Measure.COST_GROWTH_CURRENT, null, NotYet.ZERO_BASELINE));
    assertThat(reading(Measure.FINISH_SLIP_CURRENT, zero, new Baseline(0L, null)))
        .isEqualTo(new Reading.Missing(Measure.FINISH_SLIP_CURRENT, null, NotYet.NO_BASELINE));
  }

  /** A slip of 45 days at a cost of 1,000 and none at 3,000 is 11.25 days for both. */
  @Test
  void aProgramsSlipIsWeightedWithCost() {
    Baseline late = new Baseline(100_000L, FINISH);
    Baseline punctual = new Baseline(300_000L, FINISH.plusDays(45));
    Figures small = figures(null, null, null, null, null, 100_000L);
    Figures large = figures(null, null, null, null, null, 300_000L);

    Rollup program =
        Rollup.NONE
            .exchange(Rollup.NONE, rollup(small, late))
            .exchange(Rollup.NONE, rollup(large, punctual));

    assertThat(program.sums().get(Measure.FINISH_SLIP_ORIGINAL))
        .isEqualTo(new Fraction(45_000, 4_000));
  }

  private static Rollup rollup(Figures figures, Baseline baseline) {
    return Rollup.ofProject(
        figures,
        Measures.ofProject(figures, baseline, baseline, null, List.of()),
        true,
        false,
        false);
  }

  /** More was spent than the budget, and what was earned for it is not known. */
  @Test
  void whatRemainsToBeDoneIsAskedForBeforeWhatRemainsToBeSpent() {
    Figures spent = new Figures(null, null, 1_100L, 1_000L, null, null, null, Map.of());

    assertThat(Measures.ofProject(spent, Baseline.NONE, Baseline.NONE, null, List.of()))
        .contains(new Reading.Missing(Measure.TCPI_BAC, null, NotYet.NOT_REPORTED));
  }
}
