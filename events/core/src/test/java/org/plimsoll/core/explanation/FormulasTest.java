package org.plimsoll.core.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What a reader gets to compute again: the formula of each measure, written out. */
class FormulasTest {
  private static final LocalDate ON = LocalDate.of(2020, 3, 31);
  private static final Baseline ORIGINAL = new Baseline(9_000L, LocalDate.of(2021, 6, 30));
  private static final Baseline CURRENT = new Baseline(9_500L, LocalDate.of(2021, 8, 31));

  /** The figures of the PMI Visual Wall, see PublishedExamplesTest, in tens. */
  private static final Figures PMI =
      new Figures(5_000L, 4_000L, 4_500L, 10_000L, null, null, LocalDate.of(2021, 9, 30), Map.of())
          .with(Map.of(), 300L);

  private static String written(Figures figures, Measure measure) {
    return written(figures, measure, null, List.of());
  }

  private static String written(
      Figures figures, Measure measure, @Nullable String indicatorId, List<Target> targets) {
    return Written.out(
        Formulas.of(
            new Basis.OfProject(figures, ORIGINAL, CURRENT, ON, targets),
            Written.tolerance(measure, indicatorId, ToleranceUnit.RATIO, 0),
            ON.plusDays(3)));
  }

  private static String written(Basis basis, Measure measure, ToleranceUnit unit) {
    return Written.out(Formulas.of(basis, Written.tolerance(measure, null, unit, 0), null));
  }

  /** 11,250 is 112.5 thousand there; 12,937.5 is the 129 thousand with cost and schedule. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CPI | (EV 4000 / AC 4500)
          SPI | (EV 4000 / PV 5000)
          CV | ((EV 4000 - AC 4500) / BAC 10000)
          SV | ((EV 4000 - PV 5000) / BAC 10000)
          VAC | ((BAC 10000 - EAC 11250 [rounded ((BAC 10000 x AC 4500) / EV 4000)]) / BAC 10000)
          ETC | ((EAC 11250 [rounded ((BAC 10000 x AC 4500) / EV 4000)] - AC 4500) / BAC 10000)
          EAC_CPI | (EAC 11250 [rounded ((BAC 10000 x AC 4500) / EV 4000)] / BAC 10000)
          EAC_REMAINING_AT_BUDGET | (EAC 10500 [(AC 4500 + (BAC 10000 - EV 4000))] / BAC 10000)
          EAC_CPI_SPI | (EAC 12938 [rounded (AC 4500 + ((BAC 10000 - EV 4000) x ((AC 4500 x PV 5000) / (EV 4000 x EV 4000))))] / BAC 10000)
          EAC_BOTTOM_UP | (EAC ? [(AC 4500 + ETC ?)] / BAC 10000)
          TCPI_BAC | ((BAC 10000 - EV 4000) / (BAC 10000 - AC 4500))
          TCPI_EAC | ((BAC 10000 - EV 4000) / (EAC 11250 [rounded ((BAC 10000 x AC 4500) / EV 4000)] - AC 4500))
          RISK_EXPOSURE | (RISK_EXPOSURE 300 / BAC 10000)
          COST_GROWTH_ORIGINAL | ((EAC 11250 [rounded ((BAC 10000 x AC 4500) / EV 4000)] - ORIGINAL_COST 9000) / ORIGINAL_COST 9000)
          COST_GROWTH_CURRENT | ((EAC 11250 [rounded ((BAC 10000 x AC 4500) / EV 4000)] - CURRENT_COST 9500) / CURRENT_COST 9500)
          FINISH_SLIP_ORIGINAL | (ORIGINAL_FINISH 2021-06-30 until FORECAST_FINISH 2021-09-30)
          FINISH_SLIP_CURRENT | (CURRENT_FINISH 2021-08-31 until FORECAST_FINISH 2021-09-30)
          SILENCE | (DATA_DATE 2020-03-31 until TODAY 2020-04-03)
          """)
  void theVisualWallOfPmiWrittenOut(Measure measure, String formula) {
    assertThat(written(PMI, measure)).isEqualTo(formula);
  }

  @Test
  void theAgencysOwnForecastIsTheEstimateWhateverElseIsReported() {
    assertThat(written(Written.estimated(4_000L, 4_500L, 10_000L, 6_500L, 13_000L), Measure.ETC))
        .isEqualTo("((EAC 13000 [COST_FORECAST 13000] - AC 4500) / BAC 10000)");
  }

  @Test
  void theAgencysOwnRestIsAddedToWhatIsSpentBeforeTheIndexIsAsked() {
    Figures figures = Written.estimated(4_000L, 4_500L, 10_000L, 6_500L, null);

    assertThat(written(figures, Measure.ETC))
        .isEqualTo("((EAC 11000 [(AC 4500 + ETC 6500)] - AC 4500) / BAC 10000)");
    assertThat(written(figures, Measure.EAC_BOTTOM_UP))
        .isEqualTo("(EAC 11000 [(AC 4500 + ETC 6500)] / BAC 10000)");
  }

  @Test
  void aRestWithoutWhatIsSpentIsNoEstimate() {
    assertThat(written(Written.estimated(4_000L, null, 10_000L, 6_500L, null), Measure.ETC))
        .isEqualTo("((EAC ? [rounded ((BAC 10000 x AC ?) / EV 4000)] - AC ?) / BAC 10000)");
  }

  private static final List<Target> TARGETS =
      List.of(
          new Target("waiting", 200_000, Direction.AT_MOST),
          new Target("places", 8_000_000, Direction.AT_LEAST));

  /** 500 places where 400 were; 30 days of waiting where 45 were. */
  private static Figures indicators() {
    return Figures.NONE
        .after(reached(4_000_000, 450_000), ON.minusMonths(1))
        .after(reached(5_000_000, 300_000), ON);
  }

  private static Figures reached(long places, long waiting) {
    return new Figures(
        null, null, null, null, null, null, null, Map.of("places", places, "waiting", waiting));
  }

  @Test
  void anIndicatorIsHeldAgainstItsOwnTarget() {
    assertThat(written(indicators(), Measure.INDICATOR_ACHIEVEMENT, "places", TARGETS))
        .isEqualTo("(INDICATOR of places 5000000e-4 / TARGET of places 8000000e-4)");
  }

  @Test
  void aTrendIsTakenInTheDirectionOfTheTarget() {
    assertThat(written(indicators(), Measure.INDICATOR_TREND, "places", TARGETS))
        .isEqualTo(
            "((INDICATOR of places 5000000e-4 - INDICATOR_BEFORE of places 4000000e-4)"
                + " / TARGET of places 8000000e-4)");
    assertThat(written(indicators(), Measure.INDICATOR_TREND, "waiting", TARGETS))
        .isEqualTo(
            "((INDICATOR_BEFORE of waiting 450000e-4 - INDICATOR of waiting 300000e-4)"
                + " / TARGET of waiting 200000e-4)");
  }

  @Test
  void anIndicatorThatNobodyKnowsIsAskedForByName() {
    assertThat(written(PMI, Measure.INDICATOR_TREND, "heat", TARGETS))
        .isEqualTo("((INDICATOR of heat ? - INDICATOR_BEFORE of heat ?) / TARGET of heat ?)");
    assertThat(written(PMI, Measure.INDICATOR_ACHIEVEMENT, null, TARGETS))
        .isEqualTo("(INDICATOR ? / TARGET ?)");
    assertThat(written(PMI, Measure.INDICATOR_TREND, null, TARGETS))
        .isEqualTo("((INDICATOR ? - INDICATOR_BEFORE ?) / TARGET ?)");
  }

  private static String milestones(Map<String, MilestoneDates> milestones) {
    return written(Figures.NONE.with(milestones, null), Measure.MILESTONE_SLIP);
  }

  @Test
  void ofManyMilestonesTheLargestSlipCountsAndTheDateReachedBeforeTheOneExpected() {
    assertThat(
            milestones(
                Map.of(
                    "roof", Written.milestone("2020-02-01", "2020-03-01", null),
                    "walls", Written.milestone("2020-01-01", "2020-01-05", "2020-01-09"))))
        .isEqualTo(
            "largest of (MILESTONE_PROMISED of roof 2020-02-01"
                + " until MILESTONE_EXPECTED of roof 2020-03-01),"
                + " (MILESTONE_PROMISED of walls 2020-01-01"
                + " until MILESTONE_REACHED of walls 2020-01-09)");
  }

  @Test
  void onlyWhatWasPromisedAndHasADateIsLate() {
    assertThat(
            milestones(
                Map.of(
                    "never promised", Written.milestone(null, "2020-03-01", "2020-03-01"),
                    "no date", Written.milestone("2020-02-01", null, null),
                    "walls", Written.milestone("2020-01-01", null, "2020-01-09"))))
        .isEqualTo(
            "(MILESTONE_PROMISED of walls 2020-01-01 until MILESTONE_REACHED of walls 2020-01-09)");
    assertThat(milestones(Map.of("no date", Written.milestone("2020-02-01", null, null))))
        .isEqualTo("(MILESTONE_PROMISED ? until MILESTONE_EXPECTED ?)");
  }

  private static final Basis PROGRAM =
      new Basis.OfParent(
          new Rollup(
              2,
              2,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              Map.of(
                  Measure.CPI, new Fraction(900, 1_000),
                  Measure.CV, new Fraction(-100, 2_000),
                  Measure.FINISH_SLIP_ORIGINAL, new Fraction(60_000, 2_000))));

  @Test
  void aboveProjectsAmountsAreSumsAndSlipsAreDaysTimesCost() {
    assertThat(written(PROGRAM, Measure.CV, ToleranceUnit.PERCENT))
        .isEqualTo("(NUMERATORS_BELOW -100 / DENOMINATORS_BELOW 2000)");
    assertThat(written(PROGRAM, Measure.FINISH_SLIP_ORIGINAL, ToleranceUnit.DAYS))
        .isEqualTo("(NUMERATORS_BELOW no. 60000 / DENOMINATORS_BELOW no. 2000)");
  }

  @Test
  void whatNothingBelowHasIsUnknown() {
    assertThat(written(PROGRAM, Measure.SPI, ToleranceUnit.RATIO))
        .isEqualTo("(NUMERATORS_BELOW ? / DENOMINATORS_BELOW ?)");
  }

  /** What the parts are cannot be read, so they are numbers, and the one of the indicator asked. */
  @Test
  void whatWasOnlyRecordedIsGivenAsItWasRecorded() {
    Basis recorded =
        new Basis.Recorded(
            List.of(
                new Reading.Missing(Measure.CPI, null, NotYet.NOT_REPORTED),
                new Reading.Value(Measure.INDICATOR_TREND, "places", new Fraction(1, 8)),
                new Reading.Value(Measure.INDICATOR_ACHIEVEMENT, "waiting", new Fraction(3, 2)),
                new Reading.Value(Measure.INDICATOR_ACHIEVEMENT, "places", new Fraction(5, 8))));

    assertThat(
            Written.out(
                Formulas.of(
                    recorded,
                    Written.tolerance(
                        Measure.INDICATOR_ACHIEVEMENT, "places", ToleranceUnit.PERCENT, 0),
                    null)))
        .isEqualTo("(NUMERATOR no. 5 / DENOMINATOR no. 8)");
    assertThat(written(recorded, Measure.CPI, ToleranceUnit.RATIO))
        .isEqualTo("(NUMERATOR ? / DENOMINATOR ?)");
  }

  /** Whoever computes it again needs every figure once, in the order in which it is written. */
  @Test
  void whatIsMissingIsNamedOnce() {
    Expression formula =
        Formulas.of(
            new Basis.OfProject(Figures.NONE, Baseline.NONE, Baseline.NONE, ON, List.of()),
            Written.tolerance(Measure.EAC_CPI_SPI, null, ToleranceUnit.PERCENT, 0),
            null);

    assertThat(formula.missing().stream().map(Expression.Figure::name))
        .containsExactly(FigureName.AC, FigureName.BAC, FigureName.EV, FigureName.PV);
  }
}
