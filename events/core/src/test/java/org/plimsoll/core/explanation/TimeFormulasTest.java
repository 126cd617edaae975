package org.plimsoll.core.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Crumrine's typical program, see PublishedExamplesTest, written out as a reader gets it. */
class TimeFormulasTest {
  private static final LocalDate FEBRUARY = LocalDate.of(2012, 2, 29);
  private static final LocalDate JULY = LocalDate.of(2012, 7, 31);

  private static String written(Measure measure, @Nullable Long ev, @Nullable LocalDate on) {
    return written(measure, Written.figures(null, ev, null, null), Written.fiveMonths(), on);
  }

  private static String written(
      Measure measure, Figures figures, Baseline current, @Nullable LocalDate on) {
    return Written.out(
        Formulas.of(
            new Basis.OfProject(figures, Baseline.NONE, current, on, List.of()),
            Written.tolerance(measure, null, ToleranceUnit.RATIO, 0),
            null));
  }

  private static final String ES_IN_FEBRUARY =
      "ES no. 36700:20000 [(WHOLE_PERIODS no. 1 +"
          + " ((EV 36700 - PLANNED_BEFORE 20000) / (PLANNED_AFTER 40000 - PLANNED_BEFORE 20000)))]";

  private static final String AT_IN_FEBRUARY =
      "AT no. 62:31 [(WHOLE_PERIODS no. 2 +"
          + " ((PERIOD_START 2012-02-29 until DATA_DATE 2012-02-29) / PERIOD_DAYS no. 31))]";

  /** Printed: ES 1.835, SV(t) -0.165, SPI(t) 0.9175. */
  @Test
  void februaryWithAMonthAndAPartOfTheSecondEarned() {
    assertThat(written(Measure.EARNED_SCHEDULE, 36_700L, FEBRUARY)).isEqualTo(ES_IN_FEBRUARY);
    assertThat(written(Measure.SV_T, 36_700L, FEBRUARY))
        .isEqualTo("(" + ES_IN_FEBRUARY + " - " + AT_IN_FEBRUARY + ")");
    assertThat(written(Measure.SPI_T, 36_700L, FEBRUARY))
        .isEqualTo("(" + ES_IN_FEBRUARY + " / " + AT_IN_FEBRUARY + ")");
  }

  /** 5 x 2 / 1.835 = 5.45 periods: 0.45 of the 30 days of June after the end of May, so 14. */
  @Test
  void theProjectedFinishIsCountedAlongThePlan() {
    assertThat(written(Measure.PROJECTED_SLIP_CURRENT, 36_700L, FEBRUARY))
        .isEqualTo(
            "(PLAN_END 2012-05-31 until PROJECTED_FINISH 2012-06-14 [(PERIOD_START 2012-05-31"
                + " and days (((("
                + "PD no. 5 x "
                + AT_IN_FEBRUARY
                + ") / "
                + ES_IN_FEBRUARY
                + ") - WHOLE_PERIODS no. 5) x PERIOD_DAYS no. 30))])");
  }

  /** 5 x 2 / 1 = 10 periods: the plan has seven, and three more are as long as its last one. */
  @Test
  void aFinishBehindTheLastPointIsCountedInPeriodsAsLongAsTheLastOne() {
    assertThat(written(Measure.PROJECTED_SLIP_CURRENT, 20_000L, FEBRUARY))
        .startsWith(
            "(PLAN_END 2012-05-31 until PROJECTED_FINISH 2012-11-01 [(PERIOD_START 2012-07-31")
        .endsWith(" - WHOLE_PERIODS no. 7) x PERIOD_DAYS no. 31))])");
  }

  /** The slip against the original baseline is counted along that, which has no plan here. */
  @Test
  void eachBaselineHasItsOwnPlan() {
    assertThat(written(Measure.PROJECTED_SLIP_ORIGINAL, 36_700L, FEBRUARY))
        .isEqualTo("(PLAN_END ? until PROJECTED_FINISH ? [PLAN ?])");
  }

  @Test
  void whenEverythingIsEarnedThePlanIsEarnedWhole() {
    assertThat(written(Measure.EARNED_SCHEDULE, 100_000L, JULY)).isEqualTo("ES no. 5 [PD no. 5]");
  }

  /** Behind the last point of the plan time goes on in periods as long as the last one. */
  @Test
  void afterThePlanTimeIsCountedFromItsLastPoint() {
    assertThat(written(Measure.SPI_T, 100_000L, LocalDate.of(2012, 10, 1)))
        .isEqualTo(
            "(ES no. 5 [PD no. 5] / AT no. 279:31 [(WHOLE_PERIODS no. 7 +"
                + " ((PERIOD_START 2012-07-31 until DATA_DATE 2012-10-01) / PERIOD_DAYS no. 31))])");
  }

  /** Who has finished needs no more time, however long he reports. */
  @Test
  void timeEndsWithAFinishThatIsOver() {
    Figures finished =
        new Figures(null, 100_000L, null, null, null, null, LocalDate.of(2012, 6, 15), Map.of());

    assertThat(written(Measure.SPI_T, finished, Written.fiveMonths(), JULY))
        .isEqualTo(
            "(ES no. 5 [PD no. 5] / AT no. 165:30 [(WHOLE_PERIODS no. 5 +"
                + " ((PERIOD_START 2012-05-31 until FORECAST_FINISH 2012-06-15)"
                + " / PERIOD_DAYS no. 30))])");
  }

  @Test
  void onTheFirstDayNoTimeIsOverAndNoFinishIsProjected() {
    LocalDate start = LocalDate.of(2011, 12, 31);

    assertThat(written(Measure.SV_T, 0L, start))
        .isEqualTo(
            "(ES no. 0:20000 [(WHOLE_PERIODS no. 0 + ((EV 0 - PLANNED_BEFORE 0)"
                + " / (PLANNED_AFTER 20000 - PLANNED_BEFORE 0)))] - AT no. 0 [WHOLE_PERIODS no. 0])");
    assertThat(written(Measure.PROJECTED_SLIP_CURRENT, 10_000L, start))
        .startsWith("(PLAN_END 2012-05-31 until PROJECTED_FINISH ? [((PD no. 5 x AT no. 0 ");
  }

  /** One of 100,000 in a month is eight thousand years. */
  @Test
  void aFinishBeyondAllCalendarsIsTheLastDayThatIsProjected() {
    assertThat(written(Measure.PROJECTED_SLIP_CURRENT, 1L, FEBRUARY))
        .isEqualTo("(PLAN_END 2012-05-31 until PROJECTED_FINISH 2199-12-31)");
  }

  @Test
  void whatIsMissingIsNamedBeforeThePlan() {
    assertThat(written(Measure.EARNED_SCHEDULE, null, FEBRUARY)).isEqualTo("ES ? [EV ?]");
    assertThat(written(Measure.EARNED_SCHEDULE, 1L, null)).isEqualTo("ES ? [DATA_DATE ?]");
    assertThat(
            written(
                Measure.SV_T,
                Written.figures(null, 1L, null, null),
                new Baseline(100_000L, JULY),
                FEBRUARY))
        .isEqualTo("(ES ? [PLAN ?] - AT ? [PLAN ?])");
  }
}
