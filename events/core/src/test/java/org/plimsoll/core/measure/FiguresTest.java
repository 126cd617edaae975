package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.bytes.BytesIn;
import org.plimsoll.core.bytes.BytesOut;

/** What a report replaces, what it leaves, and what of it can be measured. */
class FiguresTest {
  private static final LocalDate DAY = LocalDate.of(2021, 6, 30);

  private static final Figures ALL =
      new Figures(1L, 2L, 3L, 4L, 5L, 6L, DAY, Map.of("places", 7L, "pupils", 8L))
          .with(Map.of(), 9L);

  private static Reading reading(Measure measure, Figures figures) {
    return Measures.ofProject(figures, Baseline.NONE, Baseline.NONE, DAY, List.of()).stream()
        .filter(reading -> reading.measure() == measure)
        .findFirst()
        .orElseThrow();
  }

  private static Reading missing(Measure measure, NotYet reason) {
    return new Reading.Missing(measure, null, reason);
  }

  @Test
  void aReportReplacesWhatItStates() {
    Figures report =
        new Figures(11L, 12L, 13L, 14L, 15L, 16L, DAY.plusDays(1), Map.of("places", 17L))
            .with(Map.of(), 19L);

    Figures after = ALL.after(report, DAY);

    assertThat(after.pvMinor()).isEqualTo(11);
    assertThat(after.evMinor()).isEqualTo(12);
    assertThat(after.acMinor()).isEqualTo(13);
    assertThat(after.bacMinor()).isEqualTo(14);
    assertThat(after.etcMinor()).isEqualTo(15);
    assertThat(after.costForecastMinor()).isEqualTo(16);
    assertThat(after.forecastFinish()).isEqualTo(DAY.plusDays(1));
    assertThat(after.indicatorTenThousandths()).isEqualTo(Map.of("places", 17L, "pupils", 8L));
    assertThat(after.riskExposureMinor()).isEqualTo(19);
  }

  @Test
  void whatAReportLeavesOutStands() {
    assertThat(ALL.after(Figures.NONE, DAY)).isEqualTo(ALL);
    assertThat(Figures.NONE.after(ALL, DAY).indicatorTenThousandths())
        .isEqualTo(ALL.indicatorTenThousandths());
  }

  @Test
  void whatIsKnownHereAndNotThereIsNamed() {
    assertThat(ALL.namesNotIn(Figures.NONE))
        .containsExactly(
            "pvMinor",
            "evMinor",
            "acMinor",
            "bacMinor",
            "etcMinor",
            "costForecastMinor",
            "forecastFinish",
            "indicators.places",
            "indicators.pupils",
            "risks");
    assertThat(ALL.namesNotIn(ALL)).isEmpty();
    assertThat(Figures.NONE.namesNotIn(ALL)).isEmpty();
  }

  @Test
  void figuresKeepTheirMilestonesWhenAReportIsWithoutThem() {
    MilestoneDates dates = new MilestoneDates(DAY, DAY.plusDays(2), DAY.plusDays(3));
    Figures known = Figures.NONE.with(Map.of("roof", dates), null);

    assertThat(known.after(Figures.NONE, DAY).milestones()).isEqualTo(Map.of("roof", dates));
    assertThat(
            known
                .after(
                    Figures.NONE.with(Map.of("roof", new MilestoneDates(null, null, null)), null),
                    DAY)
                .milestones())
        .isEqualTo(Map.of("roof", dates));
  }

  private static Figures ofValue(
      @Nullable Long pv, @Nullable Long ev, @Nullable Long ac, @Nullable Long bac) {
    return new Figures(pv, ev, ac, bac, null, null, null, Map.of());
  }

  @Test
  void everyEstimateNeedsEveryFigureOfItsFormula() {
    for (int absent = 0; absent < 4; absent++) {
      Figures f =
          ofValue(
              absent == 0 ? null : Long.valueOf(40),
              absent == 1 ? null : Long.valueOf(35),
              absent == 2 ? null : Long.valueOf(42),
              absent == 3 ? null : Long.valueOf(100));

      assertThat(reading(Measure.EAC_CPI_SPI, f))
          .isEqualTo(missing(Measure.EAC_CPI_SPI, NotYet.NOT_REPORTED));
      if (absent > 0) {
        assertThat(reading(Measure.EAC_CPI, f))
            .isEqualTo(missing(Measure.EAC_CPI, NotYet.NOT_REPORTED));
        assertThat(reading(Measure.EAC_REMAINING_AT_BUDGET, f))
            .isEqualTo(missing(Measure.EAC_REMAINING_AT_BUDGET, NotYet.NOT_REPORTED));
      }
    }
  }

  @Test
  void theAgencysOwnEstimateNeedsWhatWasSpentAndWhatRemains() {
    assertThat(reading(Measure.EAC_BOTTOM_UP, ofValue(null, null, 5L, 9L)))
        .isEqualTo(missing(Measure.EAC_BOTTOM_UP, NotYet.NOT_REPORTED));
    assertThat(
            reading(
                Measure.EAC_BOTTOM_UP, new Figures(null, null, null, 9L, 5L, null, null, Map.of())))
        .isEqualTo(missing(Measure.EAC_BOTTOM_UP, NotYet.NOT_REPORTED));
  }

  @Test
  void performanceOfWhichThereIsNoneIsNotMeasured() {
    for (Figures f :
        List.of(
            ofValue(0L, 35L, 42L, 100L),
            ofValue(40L, 0L, 42L, 100L),
            ofValue(40L, 35L, 0L, 100L))) {
      assertThat(reading(Measure.EAC_CPI_SPI, f))
          .isEqualTo(missing(Measure.EAC_CPI_SPI, NotYet.ZERO_DENOMINATOR));
    }
    assertThat(reading(Measure.EAC_CPI, ofValue(null, 0L, 42L, 100L)))
        .isEqualTo(missing(Measure.EAC_CPI, NotYet.ZERO_DENOMINATOR));
  }

  /** (100 - 35) / (100 - 99): one unit of money is left for all the rest. */
  @Test
  void theLastUnitOfABudgetIsStillABudget() {
    assertThat(reading(Measure.TCPI_BAC, ofValue(null, 35L, 99L, 100L)))
        .isEqualTo(new Reading.Value(Measure.TCPI_BAC, null, new Fraction(65, 1)));
    assertThat(reading(Measure.TCPI_BAC, ofValue(null, 35L, 100L, 100L)))
        .isEqualTo(missing(Measure.TCPI_BAC, NotYet.BUDGET_SPENT));
  }

  private static Reading ofPlaces(long target, @Nullable Long reached, Measure measure) {
    Figures f =
        reached == null
            ? Figures.NONE
            : new Figures(null, null, null, null, null, null, null, Map.of("places", reached));
    return Measures.ofProject(
            f,
            Baseline.NONE,
            Baseline.NONE,
            DAY,
            List.of(new Target("places", target, Direction.AT_LEAST)))
        .stream()
        .filter(reading -> reading.measure() == measure)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAchievementIsThePartOfItsTarget() {
    Measure measure = Measure.INDICATOR_ACHIEVEMENT;

    assertThat(ofPlaces(8, 5L, measure))
        .isEqualTo(new Reading.Value(measure, "places", new Fraction(5, 8)));
    assertThat(ofPlaces(1, 5L, measure))
        .isEqualTo(new Reading.Value(measure, "places", new Fraction(5, 1)));
    assertThat(ofPlaces(0, 5L, measure))
        .isEqualTo(new Reading.Missing(measure, "places", NotYet.ZERO_DENOMINATOR));
    assertThat(ofPlaces(8, null, measure))
        .isEqualTo(new Reading.Missing(measure, "places", NotYet.NOT_REPORTED));
  }

  @Test
  void aTargetIsAchievedByWhatEqualsIt() {
    Target atLeast = new Target("places", 8, Direction.AT_LEAST);
    Target atMost = new Target("dropouts", 8, Direction.AT_MOST);

    assertThat(atLeast.isAchievedBy(7)).isFalse();
    assertThat(atLeast.isAchievedBy(8)).isTrue();
    assertThat(atLeast.isAchievedBy(9)).isTrue();
    assertThat(atMost.isAchievedBy(7)).isTrue();
    assertThat(atMost.isAchievedBy(8)).isTrue();
    assertThat(atMost.isAchievedBy(9)).isFalse();
  }

  @Test
  void aFinishWithoutAForecastDoesNotSlip() {
    assertThat(reading(Measure.FINISH_SLIP_ORIGINAL, Figures.NONE))
        .isEqualTo(missing(Measure.FINISH_SLIP_ORIGINAL, NotYet.NOT_REPORTED));
  }

  @Test
  void aBaselineIsToldByItsSizeAndEnd() {
    Baseline planned =
        new Baseline(5L, DAY, List.of(new PlannedPoint(DAY, 0), new PlannedPoint(DAY, 9)));

    assertThat(planned.toString())
        .isEqualTo(
            "Baseline[costMinor=5, finish=2021-06-30, timePhased=2 points to"
                + " PlannedPoint[date=2021-06-30, pvMinor=9]]");
    assertThat(Baseline.NONE.toString())
        .isEqualTo("Baseline[costMinor=null, finish=null, timePhased=none]");
  }

  @Test
  void aBaselineTakesWhatItLacksFromAnother() {
    Baseline other = new Baseline(5L, DAY, List.of(new PlannedPoint(DAY, 0)));
    Baseline own = new Baseline(6L, DAY.plusDays(1), List.of(new PlannedPoint(DAY, 1)));

    assertThat(Baseline.NONE.orElse(other)).isEqualTo(other);
    assertThat(own.orElse(other)).isEqualTo(own);
  }

  @Test
  void aFractionHasADenominatorAboveZero() {
    assertThatThrownBy(() -> new Fraction(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("denominator: 0 - expected above 0");
    assertThatThrownBy(() -> new Fraction(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Fraction(1, 1).numerator()).isEqualTo(1);
  }

  @Test
  void eachPartOfABaselineIsTakenByItself() {
    List<PlannedPoint> plan = List.of(new PlannedPoint(DAY, 0), new PlannedPoint(DAY, 1));
    Baseline other = new Baseline(5L, DAY, List.of(new PlannedPoint(DAY, 9)));

    assertThat(new Baseline(6L, null).orElse(other))
        .isEqualTo(new Baseline(6L, DAY, other.timePhased()));
    assertThat(new Baseline(null, DAY.plusDays(1)).orElse(other))
        .isEqualTo(new Baseline(5L, DAY.plusDays(1), other.timePhased()));
    assertThat(new Baseline(null, null, plan).orElse(other)).isEqualTo(new Baseline(5L, DAY, plan));
    assertThat(new Baseline(6L, DAY, plan).orElse(Baseline.NONE))
        .isEqualTo(new Baseline(6L, DAY, plan));
  }

  @Test
  void figuresThatWaitAsBytesAreTheSame() {
    Figures all =
        new Figures(
            1L,
            2L,
            3L,
            4L,
            5L,
            6L,
            DAY,
            Map.of("places", 7L, "pupils", -8L),
            Map.of(
                "roof",
                new MilestoneDates(
                    DAY, DAY.plusDays(1), DAY.plusDays(2), DAY.plusDays(3), DAY.plusDays(4)),
                "wall",
                new MilestoneDates(null, DAY, null, DAY.plusDays(1), null),
                "door",
                new MilestoneDates(DAY, null, DAY.plusDays(5), null, DAY.plusDays(6)),
                "gate",
                new MilestoneDates(null, null, null)),
            9L,
            Map.of(
                "places",
                new Figures.Earlier(DAY, 5L, DAY.minusDays(1)),
                "pupils",
                new Figures.Earlier(DAY, null, null)),
            Map.of(Figures.Name.EV, DAY, Figures.Name.FORECAST_FINISH, DAY.plusDays(7)));
    for (Figures figures : List.of(all, Figures.NONE, ALL)) {
      BytesOut out = new BytesOut();
      out.begin();
      FiguresAtRest.write(out, figures);

      assertThat(FiguresAtRest.read(new BytesIn(out.copy()))).isEqualTo(figures);
    }
  }

  @Test
  void aDateOfAMilestoneStandsUntilANewerReportStatesItAgain() {
    MilestoneDates reached = MilestoneDates.NONE.after(new MilestoneDates(DAY, DAY, DAY), DAY);

    assertThat(reached.after(new MilestoneDates(null, DAY.plusDays(3), null), DAY.plusDays(1)))
        .isEqualTo(new MilestoneDates(DAY, DAY.plusDays(3), DAY, DAY.plusDays(1), DAY));
    assertThat(reached.after(new MilestoneDates(null, null, DAY.minusDays(5)), DAY.minusDays(1)))
        .isEqualTo(reached);
    assertThat(new MilestoneDates(DAY, null, DAY).isMeasurable()).isTrue();
    assertThat(new MilestoneDates(DAY, null, null).isMeasurable()).isFalse();
  }

  private static Figures places(long value) {
    return new Figures(null, null, null, null, null, null, null, Map.of("places", value));
  }

  private static Figures.@Nullable Earlier earlier(Figures figures) {
    return figures.earlierIndicators().get("places");
  }

  @Test
  void aValueForTheSameDateFollowsWhatStoodBeforeThatDate() {
    Figures two = Figures.NONE.after(places(1), DAY).after(places(2), DAY.plusDays(1));

    assertThat(earlier(two)).isEqualTo(new Figures.Earlier(DAY.plusDays(1), 1L, DAY));
    assertThat(earlier(two.after(places(3), DAY.plusDays(1)))).isEqualTo(earlier(two));
  }

  @Test
  void aLateValueIsTheOneBeforeWhereNothingNewerStandsBetween() {
    Figures one = Figures.NONE.after(places(3), DAY.plusDays(3));
    Figures late = one.after(places(1), DAY.plusDays(1));

    assertThat(earlier(late)).isEqualTo(new Figures.Earlier(DAY.plusDays(3), 1L, DAY.plusDays(1)));
    assertThat(earlier(late.after(places(9), DAY))).isEqualTo(earlier(late));
    assertThat(earlier(late.after(places(4), DAY.plusDays(1))))
        .isEqualTo(new Figures.Earlier(DAY.plusDays(3), 4L, DAY.plusDays(1)));
    assertThat(earlier(late.after(places(2), DAY.plusDays(2))))
        .isEqualTo(new Figures.Earlier(DAY.plusDays(3), 2L, DAY.plusDays(2)));
    assertThat(late.after(places(9), DAY).indicatorTenThousandths()).containsEntry("places", 3L);
  }

  @Test
  void onlyWhatALateReportStatesIsKeptFromIt() {
    Figures stands = Figures.NONE.after(ALL, DAY);
    Figures late = new Figures(null, 12L, null, null, null, null, null, Map.of());

    assertThat(stands.namesKeptFrom(late, DAY.minusDays(1))).containsExactly("evMinor");
    assertThat(stands.namesKeptFrom(late, DAY)).isEmpty();
  }

  @Test
  void aSilenceLeavesOfAMilestoneWhatWasPromisedAndNothingWhereNothingWas() {
    Figures figures =
        Figures.NONE.with(
            Map.of(
                "roof", new MilestoneDates(DAY, DAY.plusDays(9), null),
                "road", new MilestoneDates(null, DAY, null)),
            5L);

    assertThat(figures.promised())
        .isEqualTo(Figures.NONE.with(Map.of("roof", new MilestoneDates(DAY, null, null)), null));
  }

  @Test
  void ofAMilestoneOnlyTheDatesThatALateReportStatesAreKeptFromIt() {
    Figures stands = Figures.NONE.after(roof(DAY.plusDays(9), DAY.plusDays(8)), DAY);

    assertThat(stands.namesKeptFrom(roof(DAY.plusDays(5), null), DAY.minusDays(1)))
        .containsExactly("milestones.roof.forecastDate");
    assertThat(stands.namesKeptFrom(roof(null, DAY.plusDays(5)), DAY.minusDays(1)))
        .containsExactly("milestones.roof.actualDate");
  }

  private static Figures roof(@Nullable LocalDate forecast, @Nullable LocalDate actual) {
    return Figures.NONE.with(Map.of("roof", new MilestoneDates(null, forecast, actual)), null);
  }
}
