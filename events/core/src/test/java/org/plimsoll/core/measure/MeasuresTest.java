package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final LocalDate FINISH = LocalDate.of(2021, 6, 30);

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
    return Measures.ofProject(figures, baseline, baseline, List.of()).stream()
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
        figures, Measures.ofProject(figures, baseline, baseline, List.of()), true, false, false);
  }
}
