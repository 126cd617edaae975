package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.School.FEBRUARY;
import static org.plimsoll.core.escalation.School.FINISH;
import static org.plimsoll.core.escalation.School.JANUARY;
import static org.plimsoll.core.escalation.School.MARCH;
import static org.plimsoll.core.escalation.School.changes;
import static org.plimsoll.core.escalation.School.cost;
import static org.plimsoll.core.escalation.School.earned;
import static org.plimsoll.core.escalation.School.only;
import static org.plimsoll.core.escalation.School.places;
import static org.plimsoll.core.escalation.School.refusal;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;

class CorrectionsTest {

  @Test
  void aCorrectionNamesAReportThatWasTaken() {
    School school = School.under();
    school.reports("january", JANUARY, cost(1_000));

    Refusal unknown = refusal(school.corrects("c", "nothing", JANUARY, cost(900)));
    Refusal otherDate = refusal(school.corrects("c", "january", FEBRUARY, cost(900)));

    assertThat(unknown.reason()).isEqualTo(Reason.NOTHING_TO_CORRECT);
    assertThat(unknown.field()).isEqualTo("corrects");
    assertThat(otherDate.reason()).isEqualTo(Reason.NOTHING_TO_CORRECT);
    assertThat(otherDate.field()).isEqualTo("dataDate");
    assertThat(otherDate.expected()).contains("2026-01-31", "january");
  }

  @Test
  void aLateReportThatCorrectsNothingIsStillRefused() {
    School school = School.under();
    school.reports("february", FEBRUARY, cost(1_000));

    Refusal late = refusal(school.reports("late", JANUARY, cost(900)));

    assertThat(late.reason()).isEqualTo(Reason.SUPERSEDED);
    assertThat(late.expected()).contains("2026-02-28", "names the report that it corrects");
  }

  @Test
  void aCorrectionReplacesWhatItStatesAndLeavesTheRest() {
    School school = School.under();
    school.reports("january", JANUARY, earned(300, 400, 1_000));

    List<Outcome> outcomes =
        school.corrects(
            "c",
            "january",
            JANUARY,
            new Figures(null, 350L, null, null, null, null, null, Map.of()));

    assertThat(school.stands().figures().evMinor()).isEqualTo(350);
    assertThat(school.stands().figures().acMinor()).isEqualTo(400);
    assertThat(only(outcomes, Outcome.Corrected.class))
        .containsExactly(
            new Outcome.Corrected("school", "january", JANUARY, List.of("evMinor"), List.of()));
  }

  @Test
  void aCorrectionClearsWhatAWrongFigureRaised() {
    School school = School.under(School.tenPercentOfCost());
    assertThat(changes(school.reports("january", JANUARY, cost(1_200))))
        .containsExactly(Change.RAISED);

    assertThat(changes(school.corrects("c", "january", JANUARY, cost(1_020))))
        .containsExactly(Change.CLEARED);
  }

  @Test
  void aCorrectionRaisesWhatAWrongFigureHid() {
    School school = School.under(School.tenPercentOfCost());
    school.reports("january", JANUARY, cost(1_020));

    assertThat(changes(school.corrects("c", "january", JANUARY, cost(1_200))))
        .containsExactly(Change.RAISED);
  }

  @Test
  void aCorrectionOfAnEarlierDateTakesEffectWhereNothingNewerWasStated() {
    School school = School.under();
    school.reports("january", JANUARY, earned(300, 400, 1_000));
    school.reports(
        "february", FEBRUARY, new Figures(null, 500L, null, null, null, null, null, Map.of()));

    List<Outcome> outcomes = school.corrects("c", "january", JANUARY, earned(350, 450, 1_100));

    assertThat(school.stands().figures().evMinor()).isEqualTo(500);
    assertThat(school.stands().figures().acMinor()).isEqualTo(450);
    assertThat(school.stands().figures().bacMinor()).isEqualTo(1_100);
    assertThat(school.stands().dataDate()).isEqualTo(FEBRUARY);
    assertThat(only(outcomes, Outcome.Corrected.class))
        .containsExactly(
            new Outcome.Corrected(
                "school", "january", JANUARY, List.of("acMinor", "bacMinor"), List.of("evMinor")));
  }

  @Test
  void anEarlierIndicatorIsCorrectedWhereTheTrendLooksForIt() {
    School school = School.under();
    school.reports("january", JANUARY, places(100));
    school.reports("february", FEBRUARY, places(200));

    school.corrects("c", "january", JANUARY, places(150));

    Figures figures = school.stands().figures();
    assertThat(figures.indicatorTenThousandths()).containsEntry("places", 2_000_000L);
    assertThat(figures.earlierIndicators())
        .containsEntry("places", new Figures.Earlier(FEBRUARY, 1_500_000L, JANUARY));
  }

  @Test
  void aCorrectionTwiceChangesNothing() {
    School school = School.under();
    school.reports("january", JANUARY, cost(1_000));
    school.reports("february", FEBRUARY, cost(1_000));
    school.corrects("c", "january", JANUARY, earned(1, 1, 1));
    Standing before = school.stands();

    List<Outcome> again = school.corrects("c", "january", JANUARY, earned(1, 1, 1));

    assertThat(refusal(again).reason()).isEqualTo(Reason.REPEATED);
    assertThat(school.stands()).isEqualTo(before);
    assertThat(refusal(school.corrects("c", "january", JANUARY, earned(2, 2, 2))).reason())
        .isEqualTo(Reason.EVENT_ID_REUSED);
  }

  @Test
  void aCorrectionCanBeCorrected() {
    School school = School.under();
    school.reports("january", JANUARY, cost(1_000));
    school.corrects("first", "january", JANUARY, cost(1_100));
    school.reports("february", FEBRUARY, Figures.NONE);

    school.corrects("second", "first", JANUARY, cost(1_050));

    assertThat(school.stands().figures().costForecastMinor()).isEqualTo(1_050);
  }

  @Test
  void aCorrectionIsNoDataDateSoItCountsNoneForPersistence() {
    Terms two = new Terms(null, null, null, 2, 0, 0, 0, null, null, null);
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_ORIGINAL, two));
    school.reports("january", JANUARY, cost(1_200));

    assertThat(changes(school.corrects("c", "january", JANUARY, cost(1_300)))).isEmpty();
    assertThat(changes(school.reports("february", FEBRUARY, cost(1_300))))
        .containsExactly(Change.RAISED);
  }

  @Test
  void onlyTheNewestDataDatesCanBeCorrected() {
    School school = School.under();
    for (int month = 0; month <= Reporting.MAX_EARLIER_DATES + 1; month++) {
      school.reports("month-" + month, JANUARY.plusMonths(month), earned(month, month, 1_000));
    }

    assertThat(refusal(school.corrects("c", "month-0", JANUARY, cost(1))).reason())
        .isEqualTo(Reason.NOTHING_TO_CORRECT);
    school.corrects("c", "month-1", JANUARY.plusMonths(1), cost(1));
    assertThat(school.stands().figures().costForecastMinor()).isEqualTo(1);
  }

  @Test
  void whatWasPromisedFirstStaysPromisedWhenTheReportIsCorrected() {
    School school = School.firstReported(School.tenPercentOfCost());
    school.reports(
        "january", JANUARY, new Figures(null, null, null, null, null, 1_000L, FINISH, Map.of()));

    List<Outcome> outcomes = school.corrects("c", "january", JANUARY, cost(2_000));

    assertThat(school.stands().original()).isEqualTo(new Baseline(1_000L, FINISH));
    assertThat(only(outcomes, Outcome.Corrected.class).getFirst().kept())
        .containsExactly("baseline.costMinor");
    assertThat(changes(outcomes)).containsExactly(Change.RAISED);
  }

  /** What it says of the promise is named where it differs; what it leaves out says nothing. */
  @Test
  void aCorrectionOfTheFirstPromiseNamesEachPartThatStays() {
    School school = School.firstReported();
    school.reports("january", JANUARY, promise(1_000L, FINISH));

    assertThat(kept(school, "same", promise(1_000L, FINISH))).isEmpty();
    assertThat(kept(school, "nothing", School.places(80))).isEmpty();
    assertThat(kept(school, "cost", promise(1_001L, null))).containsExactly("baseline.costMinor");
    assertThat(kept(school, "finish", promise(null, FINISH.plusDays(1))))
        .containsExactly("baseline.finish");
  }

  @Test
  void aReportAfterTheFirstPromisedNothing() {
    School school = School.firstReported();
    school.reports("january", JANUARY, promise(1_000L, FINISH));
    school.reports("february", FEBRUARY, promise(1_100L, FINISH.plusDays(5)));

    assertThat(
            only(
                    school.corrects("c", "february", FEBRUARY, promise(1_200L, FINISH.plusDays(9))),
                    Outcome.Corrected.class)
                .getFirst()
                .kept())
        .isEmpty();
  }

  private static List<String> kept(School school, String eventId, Figures figures) {
    return only(school.corrects(eventId, "january", JANUARY, figures), Outcome.Corrected.class)
        .getFirst()
        .kept();
  }

  private static Figures promise(@Nullable Long cost, @Nullable LocalDate finish) {
    return new Figures(null, null, null, null, null, cost, finish, Map.of());
  }

  @Test
  void aConfirmationThatWasWrongIsWithdrawnAndMayBeConfirmedAnew() {
    School school = School.under();
    assertThat(only(school.reports("january", JANUARY, places(800)), Outcome.TargetConfirmed.class))
        .hasSize(1);

    List<Outcome> corrected = school.corrects("c", "january", JANUARY, places(80));

    assertThat(only(corrected, Outcome.ConfirmationWithdrawn.class))
        .containsExactly(
            new Outcome.ConfirmationWithdrawn("school", "places", 8_000_000, 800_000, JANUARY));
    assertThat(only(school.reports("march", MARCH, places(800)), Outcome.TargetConfirmed.class))
        .hasSize(1);
  }

  @Test
  void aConfirmationStaysWhereALaterReportAchievesTheTarget() {
    School school = School.under();
    school.reports("january", JANUARY, places(800));
    school.reports("february", FEBRUARY, places(850));

    List<Outcome> corrected = school.corrects("c", "january", JANUARY, places(80));

    assertThat(only(corrected, Outcome.ConfirmationWithdrawn.class)).isEmpty();
    assertThat(school.stands().confirmed()).containsEntry("places", FEBRUARY);
  }

  @Test
  void aLaterFallWithdrawsNothing() {
    School school = School.under();
    school.reports("january", JANUARY, places(800));

    List<Outcome> fell = school.reports("february", FEBRUARY, places(700));
    List<Outcome> corrected = school.corrects("c", "february", FEBRUARY, places(600));

    assertThat(only(fell, Outcome.ConfirmationWithdrawn.class)).isEmpty();
    assertThat(only(corrected, Outcome.ConfirmationWithdrawn.class)).isEmpty();
  }

  @Test
  void whatWasReportedBeforeASilenceIsNotCorrectedAfterIt() {
    School school =
        School.under(
            new org.plimsoll.core.tolerance.Tolerance(
                "silence",
                1,
                org.plimsoll.core.tolerance.ToleranceKind.QUALITY,
                Measure.SILENCE,
                null,
                org.plimsoll.core.measure.Direction.AT_MOST,
                org.plimsoll.core.tolerance.ToleranceUnit.DAYS,
                450_000));
    school.reports("january", JANUARY, cost(1_000));
    school.ticks(LocalDate.of(2026, 6, 1));
    school.reports("june", LocalDate.of(2026, 6, 1), earned(1, 1, 1_000));

    assertThat(refusal(school.corrects("c", "january", JANUARY, cost(900))).reason())
        .isEqualTo(Reason.NOTHING_TO_CORRECT);
    assertThat(school.stands().figures().costForecastMinor()).isNull();
  }

  @Test
  void aCorrectionDoesNotBreakASilence() {
    School school =
        School.under(
            new org.plimsoll.core.tolerance.Tolerance(
                "silence",
                1,
                org.plimsoll.core.tolerance.ToleranceKind.QUALITY,
                Measure.SILENCE,
                null,
                org.plimsoll.core.measure.Direction.AT_MOST,
                org.plimsoll.core.tolerance.ToleranceUnit.DAYS,
                450_000));
    school.reports("january", JANUARY, cost(1_000));
    school.ticks(LocalDate.of(2026, 6, 1));

    school.corrects("c", "january", JANUARY, cost(900));

    assertThat(school.stands().isSilent()).isTrue();
    assertThat(school.stands().figures().costForecastMinor()).isEqualTo(900);
  }

  @Test
  void whatMustBeRememberedIsBounded() {
    School school = School.under();
    for (int i = 0; i < 100; i++) {
      school.reports("a" + i, JANUARY, cost(i));
    }
    for (int i = 0; i < 156; i++) {
      school.reports("b" + i, FEBRUARY, cost(i));
    }
    school.reports("march", MARCH, cost(1));

    Refusal full = refusal(school.corrects("c", "b0", FEBRUARY, cost(7)));

    assertThat(full.reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(full.expected()).contains("256", "anew");
  }

  @Test
  void aCorrectionOfAnEarlierDateCanBeCorrectedItself() {
    School school = School.under();
    school.reports("january", JANUARY, earned(300, 400, 1_000));
    school.reports("february", FEBRUARY, School.places(10));
    school.corrects("c", "january", JANUARY, earned(350, 450, 1_100));

    List<Outcome> outcomes = school.corrects("d", "c", JANUARY, earned(360, 460, 1_200));

    assertThat(only(outcomes, Outcome.Refused.class)).isEmpty();
    assertThat(school.stands().figures().bacMinor()).isEqualTo(1_200);
  }

  @Test
  void aCorrectionOfTheFirstPromiseIsOfThePromiseToo() {
    School school = School.firstReported();
    school.reports("january", JANUARY, promise(1_000L, FINISH));
    school.corrects("c", "january", JANUARY, promise(1_001L, null));

    assertThat(
            only(school.corrects("d", "c", JANUARY, promise(1_002L, null)), Outcome.Corrected.class)
                .getFirst()
                .kept())
        .containsExactly("baseline.costMinor");
  }

  @Test
  void aCorrectionNamesAnEventId() {
    Refusal refusal = refusal(School.under().corrects("c", "", JANUARY, cost(1)));

    assertThat(refusal.reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(refusal.field()).isEqualTo("corrects");
  }

  @Test
  void correctionsOfTheDateThatStandsAreBoundedAsItsReportsAre() {
    School school = School.under();
    for (int i = 0; i < StatusChanges.MAX_STATUSES_PER_DATA_DATE; i++) {
      school.reports("a" + i, JANUARY, cost(i));
    }

    assertThat(refusal(school.corrects("c", "a0", JANUARY, cost(7))).field()).isEqualTo("dataDate");
  }

  @Test
  void howMuchIsRememberedOfEarlierDatesBoundsNoCorrectionOfTheDateThatStands() {
    School school = School.under();
    for (int i = 0; i < Reporting.MAX_EARLIER_STATUSES; i++) {
      school.reports("a" + i, JANUARY, cost(i));
    }
    school.reports("february", FEBRUARY, cost(1));
    assertThat(school.stands().reporting().isFull()).isTrue();

    school.corrects("c", "february", FEBRUARY, cost(7));

    assertThat(school.stands().figures().costForecastMinor()).isEqualTo(7);
    assertThat(refusal(school.corrects("d", "a0", JANUARY, cost(8))).field()).isEqualTo("corrects");
  }

  @Test
  void aCorrectionThatStillAchievesTheTargetTakesNothingBack() {
    School school = School.under();
    school.reports("january", JANUARY, places(800));
    school.reports("february", FEBRUARY, places(700));

    List<Outcome> corrected = school.corrects("c", "january", JANUARY, places(820));

    assertThat(only(corrected, Outcome.ConfirmationWithdrawn.class)).isEmpty();
    assertThat(only(corrected, Outcome.TargetConfirmed.class)).isEmpty();
    assertThat(school.stands().confirmed()).containsEntry("places", JANUARY);
  }

  @Test
  void aCorrectionIsRememberedForItsOwnDateAlone() {
    School school = School.under();
    school.reports("january", JANUARY, cost(1_000));
    school.reports("february", FEBRUARY, Figures.NONE);
    school.reports("march", MARCH, Figures.NONE);
    school.corrects("c", "january", JANUARY, cost(1_100));

    school.corrects("d", "c", JANUARY, cost(1_050));

    assertThat(school.stands().figures().costForecastMinor()).isEqualTo(1_050);
    assertThat(refusal(school.corrects("e", "c", FEBRUARY, cost(1))).field()).isEqualTo("dataDate");
  }

  private static final org.plimsoll.core.tolerance.Tolerance SILENCE =
      new org.plimsoll.core.tolerance.Tolerance(
          "silence",
          1,
          org.plimsoll.core.tolerance.ToleranceKind.QUALITY,
          Measure.SILENCE,
          null,
          org.plimsoll.core.measure.Direction.AT_MOST,
          org.plimsoll.core.tolerance.ToleranceUnit.DAYS,
          450_000);

  /** The report after a silence leaves the cost out, and a correction brings it. */
  @Test
  void aFigureThatACorrectionBringsIsNoReportMoreBeyondTheLimit() {
    Terms two = new Terms(null, null, null, 2, 0, 0, 0, null, null, null);
    School school = School.under(School.tenPercentOf(Measure.COST_GROWTH_ORIGINAL, two), SILENCE);
    LocalDate june = LocalDate.of(2026, 6, 1);
    school.reports("january", JANUARY, cost(1_200));
    school.ticks(june);
    school.reports("june", june, places(10));

    assertThat(changes(school.corrects("c", "june", june, cost(1_200)))).isEmpty();
    assertThat(changes(school.reports("july", june.plusMonths(1), cost(1_200))))
        .containsExactly(Change.RAISED);
  }

  @Test
  void aRatingAndWhatCouldBeCorrectedEndWithASilence() {
    School school = School.under(SILENCE);
    LocalDate june = LocalDate.of(2026, 6, 1);
    school.reports("january", JANUARY, cost(1_000));
    school.rates("february", FEBRUARY, cost(1_000), Rating.AMBER);
    school.ticks(june);

    List<Outcome> outcomes = school.reports("june", june, cost(1_000));

    assertThat(only(outcomes, Outcome.ProjectAssessed.class).getFirst().selfRating()).isNull();
    assertThat(refusal(school.corrects("c", "january", JANUARY, cost(900))).reason())
        .isEqualTo(Reason.NOTHING_TO_CORRECT);
  }

  @Test
  void aCorrectionOfAReportThatPromisedNothingPromisesNothing() {
    School school = School.firstReported();
    school.reports("january", JANUARY, promise(1_000L, FINISH));
    school.reports("february", FEBRUARY, promise(1_100L, null));
    school.corrects("c", "february", FEBRUARY, promise(1_200L, null));

    assertThat(keptFrom(school.corrects("d", "c", FEBRUARY, promise(1_300L, null)))).isEmpty();
  }

  @Test
  void aCorrectionThatIsTheFirstToPromiseIsOfThePromise() {
    School school = School.firstReported();
    school.reports("january", JANUARY, places(10));
    school.corrects("c", "january", JANUARY, promise(1_000L, FINISH));
    assertThat(school.stands().original()).isEqualTo(new Baseline(1_000L, FINISH));

    assertThat(keptFrom(school.corrects("d", "c", JANUARY, promise(1_200L, null))))
        .containsExactly("baseline.costMinor");
  }

  private static List<String> keptFrom(List<Outcome> outcomes) {
    return only(outcomes, Outcome.Corrected.class).getFirst().kept();
  }
}
