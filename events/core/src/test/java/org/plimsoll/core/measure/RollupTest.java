package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a project adds to its program, and how parts are exchanged. */
class RollupTest {
  private static final LocalDate FINISH = LocalDate.of(2021, 6, 30);

  private static Rollup of(Figures figures, Baseline baseline) {
    return Rollup.ofProject(
        figures,
        Measures.ofProject(figures, baseline, baseline, null, List.of()),
        false,
        false,
        false);
  }

  private static Figures figures(@Nullable Long bac, @Nullable Long forecast) {
    return new Figures(null, null, null, bac, null, forecast, FINISH.plusDays(10), Map.of());
  }

  @Test
  void aProjectAddsWhatItHasReportedAndNothingElse() {
    Figures all = new Figures(1L, 2L, 3L, 4L, 5L, 6L, null, Map.of());

    assertThat(Rollup.ofProject(all, List.of(), true, true, true))
        .isEqualTo(new Rollup(1, 1, 1, 1, 1, 2, 3, 4, 6, Map.of()));
    assertThat(Rollup.ofProject(Figures.NONE, List.of(), false, false, false))
        .isEqualTo(new Rollup(1, 0, 0, 0, 0, 0, 0, 0, 0, Map.of()));
  }

  @Test
  void everySumIsExchangedByItself() {
    Rollup sum = new Rollup(10, 20, 30, 40, 50, 60, 70, 80, 90, Map.of());
    Rollup before = new Rollup(1, 2, 3, 4, 5, 6, 7, 8, 9, Map.of());
    Rollup after = new Rollup(2, 4, 6, 8, 10, 12, 14, 16, 18, Map.of());

    assertThat(sum.exchange(before, after))
        .isEqualTo(new Rollup(11, 22, 33, 44, 55, 66, 77, 88, 99, Map.of()));
  }

  @Test
  void aMeasureThatNobodyAddsAnyMoreIsGone() {
    Rollup part = new Rollup(1, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(Measure.CPI, new Fraction(3, 4)));
    Rollup two =
        Rollup.NONE
            .exchange(Rollup.NONE, part)
            .exchange(
                Rollup.NONE,
                new Rollup(1, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(Measure.CPI, new Fraction(1, 6))));

    assertThat(two.sums()).containsExactly(Map.entry(Measure.CPI, new Fraction(4, 10)));
    assertThat(two.exchange(part, Rollup.NONE).sums())
        .containsExactly(Map.entry(Measure.CPI, new Fraction(1, 6)));
    assertThat(part.exchange(part, Rollup.NONE)).isEqualTo(Rollup.NONE);
  }

  static Stream<Rollup> full() {
    long most = Long.MAX_VALUE;
    int many = Integer.MAX_VALUE;
    return Stream.of(
        new Rollup(many, 0, 0, 0, 0, 0, 0, 0, 0, Map.of()),
        new Rollup(0, many, 0, 0, 0, 0, 0, 0, 0, Map.of()),
        new Rollup(0, 0, many, 0, 0, 0, 0, 0, 0, Map.of()),
        new Rollup(0, 0, 0, many, 0, 0, 0, 0, 0, Map.of()),
        new Rollup(0, 0, 0, 0, most, 0, 0, 0, 0, Map.of()),
        new Rollup(0, 0, 0, 0, 0, most, 0, 0, 0, Map.of()),
        new Rollup(0, 0, 0, 0, 0, 0, most, 0, 0, Map.of()),
        new Rollup(0, 0, 0, 0, 0, 0, 0, most, 0, Map.of()),
        new Rollup(0, 0, 0, 0, 0, 0, 0, 0, most, Map.of()),
        new Rollup(0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(Measure.CPI, new Fraction(most, 1))));
  }

  @ParameterizedTest
  @MethodSource("full")
  void noSumOverflowsSilently(Rollup full) {
    assertThatThrownBy(() -> full.exchange(Rollup.NONE, full))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aSlipIsWeightedWithTheBudgetOrElseTheEstimateInWholeUnits() {
    Baseline baseline = new Baseline(null, FINISH);

    assertThat(of(figures(10_099L, 99_900L), baseline).sums())
        .containsEntry(Measure.FINISH_SLIP_ORIGINAL, new Fraction(1_000, 100));
    assertThat(of(figures(null, 20_000L), baseline).sums())
        .containsEntry(Measure.FINISH_SLIP_ORIGINAL, new Fraction(2_000, 200));
    assertThat(of(figures(100L, null), baseline).sums())
        .containsEntry(Measure.FINISH_SLIP_ORIGINAL, new Fraction(10, 1));
  }

  @Test
  void aProjectWithoutAWholeUnitOfCostAddsNoSlip() {
    Baseline baseline = new Baseline(null, FINISH);

    assertThat(of(figures(99L, null), baseline).sums())
        .doesNotContainKey(Measure.FINISH_SLIP_ORIGINAL);
    assertThat(of(figures(null, null), baseline).sums()).isEmpty();
  }

  @Test
  void everyMeasureButSilenceAndThoseOfIndicatorsIsReadAboveAProject() {
    Rollup rollup = new Rollup(1, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(Measure.SPI, new Fraction(1, 2)));

    assertThat(rollup.readings())
        .extracting(Reading::measure)
        .containsExactly(
            Stream.of(Measure.values())
                .filter(m ->
                    m != Measure.SILENCE
                        && m != Measure.INDICATOR_ACHIEVEMENT
                        && m != Measure.INDICATOR_TREND)
                .toArray(Measure[]::new));
    assertThat(rollup.readings())
        .contains(
            new Reading.Value(Measure.SPI, null, new Fraction(1, 2)),
            new Reading.Missing(Measure.CPI, null, NotYet.NOTHING_BELOW));
  }
}
