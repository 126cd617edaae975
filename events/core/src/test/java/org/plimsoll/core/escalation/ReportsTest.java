package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.program;
import static org.plimsoll.core.escalation.Given.report;
import static org.plimsoll.core.escalation.Given.school;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Target;

/** Which reports are taken, and what a taken one leaves. */
class ReportsTest {
  private static final LocalDate FINISH = LocalDate.of(2026, 12, 31);

  @Test
  void aProjectWithoutFactsIsToldApartFromAWrongPartition() {
    assertThat(new Story().refusal(report(DAY))).isEqualTo("UNKNOWN_NODE projectId=school");
    assertThat(new Story().refusal(report(DAY).with(r -> r.placed = false)))
        .isEqualTo("WRONG_PARTITION key=program");
  }

  @Test
  void onlyAProjectIsReportedAbout() {
    assertThat(Story.of().refusal(report(DAY).with(r -> r.projectId = Given.PROGRAM)))
        .isEqualTo("WRONG_LEVEL projectId=program, a PROGRAM");
  }

  @Test
  void onlyTheAgencyThatOwnsTheProjectReportsAndOnlyUnderItsProgramsKey() {
    Story story = Story.of();

    assertThat(story.refusal(report(DAY).with(r -> r.agencyId = "other")))
        .isEqualTo("NOT_OWNER projectId=school");
    assertThat(story.refusal(report(DAY).with(r -> r.key = "other")))
        .isEqualTo("WRONG_KEY key=other");
    assertThat(story.refusal(report(DAY).with(r -> r.key = null))).isEqualTo("WRONG_KEY key=null");
    assertThat(story.refusal(report(DAY).with(r -> r.placed = false)))
        .isEqualTo("WRONG_PARTITION key=program");
    assertThat(story.refusal(report(DAY))).isEqualTo("taken");
  }

  @Test
  void amountsAreInTheProjectsCurrency() {
    assertThat(Story.of().refusal(cost(DAY, 1).with(r -> r.currency = "USD")))
        .isEqualTo("WRONG_CURRENCY currency=USD");
    assertThat(Story.of().refusal(report(DAY).with(r -> r.currency = null))).isEqualTo("taken");
  }

  @Test
  void anIndicatorIsOneOfTheProjectsFacts() {
    Story story =
        Story.of(
            school()
                .with(f -> f.eventId = "again")
                .with(f -> f.targets = List.of(new Target("places", 8, Direction.AT_LEAST))));

    assertThat(story.refusal(report(DAY).with(r -> r.indicators = Map.of("pupils", 5L))))
        .isEqualTo("UNKNOWN_INDICATOR indicators.indicatorId=pupils");
    assertThat(story.refusal(report(DAY).with(r -> r.indicators = Map.of("places", 5L))))
        .isEqualTo("taken");
  }

  @Test
  void aRepetitionIsToldApartFromAReusedId() {
    Story story = Story.of(report(DAY), report(DAY).called("second"));

    assertThat(story.refusal(report(DAY))).startsWith("REPEATED eventId=status-");
    assertThat(story.refusal(report(DAY).called("second"))).isEqualTo("REPEATED eventId=second");
    assertThat(story.refusal(report(DAY).called("second").with(r -> r.contentSha256 = "other")))
        .isEqualTo("EVENT_ID_REUSED eventId=second");
  }

  @Test
  void aDataDateBeforeTheNewestIsRefusedAndTheSameOneCorrects() {
    Story story = Story.of(cost(DAY, 1_000));

    assertThat(story.refusal(report(DAY.minusDays(1)))).isEqualTo("SUPERSEDED dataDate=2026-01-30");
    assertThat(story.refusal(cost(DAY, 900).called("correction"))).isEqualTo("taken");
    assertThat(story.school().figures().costForecastMinor()).isEqualTo(900);
    assertThat(story.school().dataDate()).isEqualTo(DAY);
  }

  @Test
  void onlyTheReportsOfTheNewestDataDateAreRemembered() {
    Story story = Story.of(report(DAY), report(DAY).called("second"));
    assertThat(story.school().taken())
        .containsExactly(
            new TakenStatus("status-2026-01-31", "sha", false),
            new TakenStatus("second", "sha", false));

    story.given(report(DAY.plusDays(1)));

    assertThat(story.school().taken())
        .containsExactly(new TakenStatus("status-2026-02-01", "sha", false));
  }

  @Test
  void reportsForOneDataDateAreBounded() {
    Story story = Story.of();
    for (int i = 0; i < StatusChanges.MAX_STATUSES_PER_DATA_DATE; i++) {
      story.given(report(DAY).called("report-" + i));
    }

    assertThat(story.refusal(report(DAY).called("one-more"))).startsWith("OUT_OF_BOUNDS dataDate=");
    assertThat(story.refusal(report(DAY.plusDays(1)))).isEqualTo("taken");
  }

  @Test
  void aFirstReportedBaselineIsTheForecastOrElseTheBudgetAndEachPartIsSetOnce() {
    Story story = new Story();
    story.given(
        program(),
        school().with(f -> f.firstReported = true).with(f -> f.baseline = Baseline.NONE));

    assertThat(story.when(report(DAY), Outcome.BaselineSet.class)).isEmpty();
    assertThat(
            story.when(
                report(DAY.plusDays(1)).with(r -> r.bacMinor = 700L), Outcome.BaselineSet.class))
        .containsExactly(
            new Outcome.BaselineSet(Given.SCHOOL, true, new Baseline(700L, null), DAY.plusDays(1)));
    assertThat(
            story.when(
                cost(DAY.plusDays(2), 900).with(r -> r.forecastFinish = FINISH),
                Outcome.BaselineSet.class))
        .containsExactly(
            new Outcome.BaselineSet(
                Given.SCHOOL, true, new Baseline(null, FINISH), DAY.plusDays(2)));
    assertThat(
            story.when(
                cost(DAY.plusDays(3), 950).with(r -> r.forecastFinish = FINISH.plusDays(9)),
                Outcome.BaselineSet.class))
        .isEmpty();
    assertThat(story.school().original()).isEqualTo(new Baseline(700L, FINISH));
    assertThat(story.school().current()).isEqualTo(new Baseline(700L, FINISH));
  }

  @Test
  void theForecastStandsBeforeTheBudgetAsFirstReportedCost() {
    Story story = new Story();
    story.given(
        program(),
        school().with(f -> f.firstReported = true).with(f -> f.baseline = Baseline.NONE),
        cost(DAY, 900).with(r -> r.bacMinor = 700L));

    assertThat(story.school().original()).isEqualTo(new Baseline(900L, null));
  }

  @Test
  void aDeclaredBaselineIsNotTakenFromReports() {
    Story story = Story.of();

    assertThat(story.when(cost(DAY, 900), Outcome.BaselineSet.class)).isEmpty();
    assertThat(story.school().original().costMinor()).isEqualTo(1_000);
  }

  @Test
  void anAchievedTargetIsConfirmedOnce() {
    Story story =
        Story.of(
            school()
                .with(f -> f.eventId = "again")
                .with(f -> f.targets = List.of(new Target("places", 8, Direction.AT_LEAST))),
            report(DAY).with(r -> r.indicators = Map.of("places", 7L)));
    LocalDate on = DAY.plusDays(1);

    assertThat(
            story.when(
                report(on).with(r -> r.indicators = Map.of("places", 9L)),
                Outcome.TargetConfirmed.class))
        .containsExactly(new Outcome.TargetConfirmed(Given.SCHOOL, "places", 8, 9, on));
    assertThat(story.school().confirmed()).containsOnlyKeys("places");
    assertThat(
            story.when(
                report(on.plusDays(1)).with(r -> r.indicators = Map.of("places", 9L)),
                Outcome.TargetConfirmed.class))
        .isEmpty();
  }

  @Test
  void aCallForHelpStaysOpenAndTheOldestOfTooManyIsLetGo() {
    Story story = Story.of();
    int most = Standing.Project.MAX_REQUESTS;
    for (int i = 0; i < most; i++) {
      story.given(asking(DAY.plusDays(i)));
    }
    assertThat(story.school().requests()).hasSize(most).startsWith("status-2026-01-31");
    LocalDate on = DAY.plusDays(most);

    assertThat(story.when(asking(on), Outcome.AssistanceRequested.class))
        .containsExactly(
            new Outcome.AssistanceRequested(
                "status-" + on, Given.SCHOOL, Level.PROGRAM, "a road", on));
    assertThat(story.school().requests())
        .hasSize(most)
        .startsWith("status-2026-02-01")
        .endsWith("status-" + on);
  }

  private static Given.Report asking(LocalDate on) {
    return report(on)
        .with(r -> r.assistance = new StatusChange.Assistance(Level.PROGRAM, "a road"));
  }

  /** What a silent source leaves out may have changed meanwhile. */
  @Test
  void theFirstReportAfterASilenceStandsAloneAndTheRestIsAskedFor() {
    Story story =
        Story.of(
            grant("silence").ofSilence(),
            cost(DAY, 1_000).with(r -> r.bacMinor = 900L),
            tick(DAY.plusDays(41)));
    LocalDate on = DAY.plusDays(60);

    List<Outcome.SnapshotRequested> asked =
        story.when(cost(on, 1_000), Outcome.SnapshotRequested.class);

    assertThat(asked)
        .containsExactly(new Outcome.SnapshotRequested(Given.SCHOOL, List.of("bacMinor"), on));
    assertThat(story.school().figures().bacMinor()).isNull();
    assertThat(story.school().figures().costForecastMinor()).isEqualTo(1_000);
  }

  @Test
  void aCompleteReportAfterASilenceIsAskedForNothing() {
    Story story = Story.of(grant("silence").ofSilence(), cost(DAY, 1_000), tick(DAY.plusDays(41)));

    assertThat(story.when(cost(DAY.plusDays(60), 1_000), Outcome.SnapshotRequested.class))
        .isEmpty();
  }

  @Test
  void aCorrectionOfTheLastReportBeforeASilenceLeavesWhatItDoesNotState() {
    Story story =
        Story.of(
            grant("silence").ofSilence(),
            cost(DAY, 1_000).with(r -> r.bacMinor = 900L),
            tick(DAY.plusDays(41)));

    List<Outcome.SnapshotRequested> asked =
        story.when(cost(DAY, 1_100).called("correction"), Outcome.SnapshotRequested.class);

    assertThat(asked).isEmpty();
    assertThat(story.school().figures().bacMinor()).isEqualTo(900);
  }

  @Test
  void aProjectThatIsAssessedShowsWhatItStandsOn() {
    Story story = Story.of(grant("cost"));

    List<Outcome.ProjectAssessed> assessed =
        story.when(cost(DAY, 1_200), Outcome.ProjectAssessed.class);

    assertThat(assessed)
        .containsExactly(
            new Outcome.ProjectAssessed(
                Given.SCHOOL,
                DAY,
                story.school().figures(),
                null,
                story.school().readings(),
                true,
                false,
                null));
  }

  @Test
  void aDeclaredBaselineIsNotCompletedFromReportsEither() {
    Story story = new Story();
    story.given(program(), Given.school().with(f -> f.baseline = new Baseline(1_000L, null)));

    assertThat(
            story.when(
                cost(DAY, 900).with(r -> r.forecastFinish = FINISH), Outcome.BaselineSet.class))
        .isEmpty();
    assertThat(story.school().original()).isEqualTo(new Baseline(1_000L, null));
  }

  @Test
  void aRiskCountsWithItsProbability() {
    Story story =
        Story.of(
            report(DAY)
                .with(r -> r.risks = List.of(new StatusChange.Risk("flood", null, 2_500, 1_000))));

    assertThat(story.school().figures().riskExposureMinor()).isEqualTo(250);
  }

  /** All have their road, and half of them are heated. */
  @Test
  void ofSeveralIndicatorsEachIsHeldAgainstItsOwnTolerance() {
    Story story =
        Story.of(
            Given.school()
                .with(f -> f.eventId = "with-targets")
                .with(f ->
                    f.targets =
                        List.of(
                            new Target("roads", 80_000, Direction.AT_LEAST),
                            new Target("heating", 80_000, Direction.AT_LEAST))),
            ofIndicator("roads"),
            ofIndicator("heating"));

    assertThat(
            story.when(
                report(DAY).with(r -> r.indicators = Map.of("roads", 80_000L, "heating", 40_000L)),
                Outcome.ExceptionChanged.class))
        .extracting(Outcome.ExceptionChanged::exceptionId)
        .containsExactly("school~heating~1");
  }

  private static Given.Grant ofIndicator(String indicatorId) {
    return grant(indicatorId)
        .with(g -> {
          g.measure = Measure.INDICATOR_ACHIEVEMENT;
          g.indicatorId = indicatorId;
          g.breach = Direction.AT_LEAST;
          g.limitTenThousandths = 900_000;
        });
  }
}
