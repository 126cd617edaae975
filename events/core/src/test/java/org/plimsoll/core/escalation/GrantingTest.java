package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.report;
import static org.plimsoll.core.escalation.Given.school;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.escalation.Outcome.ToleranceEnded;
import org.plimsoll.core.escalation.Outcome.ToleranceScheduled;
import org.plimsoll.core.escalation.Outcome.ToleranceTaken;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Tolerances that are granted, begin, stand in front of one another and end. */
class GrantingTest {

  private static Given.Grant from(int version, int fromDays) {
    return grant("cost").version(version).with(g -> g.from = DAY.plusDays(fromDays));
  }

  private static Given.Grant between(int version, int fromDays, int untilDays) {
    return from(version, fromDays).with(g -> g.until = DAY.plusDays(untilDays));
  }

  @Test
  void aToleranceIsGrantedToAKnownNodeAndOnce() {
    assertThat(new Story().refusal(grant("cost"))).isEqualTo("UNKNOWN_NODE nodeId=school");
    assertThat(Story.of(grant("cost")).refusal(grant("cost")))
        .isEqualTo("REPEATED eventId=grant-cost");
  }

  @Test
  void aGrantThatContradictsItselfIsRefused() {
    assertThat(Story.of().refusal(grant("cost").version(0)))
        .isEqualTo("INVALID_TOLERANCE version=0");
  }

  @Test
  void whatIsGrantedWithoutAFirstDayIsInForceAtOnce() {
    Story story = Story.of(cost(DAY, 1_200));

    List<Outcome> outcomes = story.when(grant("cost"));

    assertThat(outcomes).contains(new ToleranceTaken(Given.SCHOOL, "cost", 1));
    assertThat(outcomes).anyMatch(ExceptionChanged.class::isInstance);
    assertThat(story.watch("cost").inForce()).isEqualTo(grant("cost").tolerance());
    assertThat(story.school().oversight().scheduled()).isEmpty();
  }

  @Test
  void whatIsGrantedWithoutAReportWaitsForItsFirstDay() {
    Story story = Story.of();

    assertThat(story.when(from(1, 0), ToleranceScheduled.class))
        .containsExactly(new ToleranceScheduled(Given.SCHOOL, "cost", 1, DAY));
    assertThat(story.school().watches()).isEmpty();
  }

  @Test
  void itIsInForceAtOnceWhenItsFirstDayHasCome() {
    assertThat(Story.of(report(DAY)).when(from(1, 0), ToleranceTaken.class)).hasSize(1);
    assertThat(Story.of(report(DAY)).when(from(1, 1), ToleranceTaken.class)).isEmpty();
  }

  @Test
  void aTickBeginsWhatIsScheduledOnItsFirstDay() {
    Story story = Story.of(report(DAY), from(1, 10));

    assertThat(story.when(tick(DAY.plusDays(9)), ToleranceTaken.class)).isEmpty();
    assertThat(story.school().oversight().scheduled()).hasSize(1);
    assertThat(story.when(tick(DAY.plusDays(10)), ToleranceTaken.class))
        .containsExactly(new ToleranceTaken(Given.SCHOOL, "cost", 1));
    assertThat(story.school().oversight().scheduled()).isEmpty();
    assertThat(story.when(tick(DAY.plusDays(11)), ToleranceTaken.class)).isEmpty();
  }

  @Test
  void aReportBeginsWhatIsScheduledAndIsHeldAgainstIt() {
    Story story = Story.of(report(DAY), from(1, 10));

    List<Outcome> outcomes = story.when(cost(DAY.plusDays(10), 1_200));

    assertThat(outcomes).contains(new ToleranceTaken(Given.SCHOOL, "cost", 1));
    assertThat(outcomes).anyMatch(ExceptionChanged.class::isInstance);
  }

  @Test
  void whatHasNotBegunStaysScheduledBesideWhatHas() {
    Story story = Story.of(report(DAY), from(1, 10), from(2, 20));

    story.given(tick(DAY.plusDays(15)));

    assertThat(story.school().oversight().scheduled()).containsExactly(from(2, 20).tolerance());
    assertThat(story.watch("cost").tolerance().version()).isEqualTo(1);
  }

  @Test
  void aNewVersionTakesThePlaceOfTheOneBeforeAndLeavesWhatIsOpen() {
    Story story = Story.of(grant("cost"), cost(DAY, 1_150));

    List<ExceptionChanged> changes =
        story.when(
            grant("cost").version(2).with(g -> g.limitTenThousandths = 120_000),
            ExceptionChanged.class);

    assertThat(changes).isEmpty();
    assertThat(story.school().watches()).hasSize(1);
    assertThat(story.watch("cost").tolerance().version()).isEqualTo(2);
    assertThat(story.open("cost").exceptionId()).isEqualTo("school~cost~1");
  }

  @Test
  void aNewVersionTakesItsOwnPlaceAmongOthers() {
    Story story = Story.of(grant("first"), grant("cost"), grant("last"));

    story.given(grant("cost").version(2));

    assertThat(story.school().watches())
        .extracting(watch -> watch.tolerance().toleranceId() + watch.tolerance().version())
        .containsExactly("first1", "cost2", "last1");
  }

  @Test
  void aToleranceWithALastDayStandsInFrontOfTheOneWithoutUntilThatDay() {
    Story story =
        Story.of(
            grant("cost"),
            report(DAY),
            between(2, 1, 20).with(g -> g.limitTenThousandths = 500_000));
    story.given(cost(DAY.plusDays(1), 1_200));
    assertThat(story.watch("cost").inForce().version()).isEqualTo(2);
    assertThat(story.watch("cost").open()).isNull();

    assertThat(story.when(tick(DAY.plusDays(20)))).hasSize(1);
    List<Outcome> outcomes = story.when(tick(DAY.plusDays(21)));

    assertThat(outcomes)
        .contains(new ToleranceEnded(Given.SCHOOL, "cost", 2, DAY.plusDays(21)))
        .anyMatch(ExceptionChanged.class::isInstance);
    assertThat(story.watch("cost").inForce().version()).isEqualTo(1);
    assertThat(story.when(tick(DAY.plusDays(22)), ToleranceEnded.class)).isEmpty();
  }

  /** A program's days come with ticks, so one without a last day may wait longer than its day. */
  @Test
  void oneWithoutALastDayThatBeginsLateBeginsBehindOneWithALastDay() {
    Story story =
        Story.of(
            from(1, -9).with(g -> g.nodeId = Given.PROGRAM),
            report(DAY),
            between(2, -5, 20).with(g -> g.nodeId = Given.PROGRAM));

    story.given(tick(DAY.plusDays(1)));
    Watch watch = story.program().watches().getFirst();
    assertThat(watch.inForce().version()).isEqualTo(2);
    assertThat(watch.tolerance().version()).isEqualTo(1);

    story.given(tick(DAY.plusDays(21)));
    assertThat(story.program().watches().getFirst().inForce().version()).isEqualTo(1);
  }

  @Test
  void aToleranceWhoseLastDayIsOverIsRefused() {
    Story story = Story.of(grant("cost"), report(DAY));

    assertThat(story.refusal(between(2, -9, -1))).isEqualTo("SUPERSEDED effectiveUntil=2026-01-30");
    assertThat(story.refusal(between(2, -9, 0))).isEqualTo("taken");
  }

  @Test
  void aToleranceWithALastDayNeedsOneThatStandsAgainAfterwards() {
    Story story = Story.of();

    assertThat(story.refusal(between(1, 0, 9)))
        .isEqualTo("INVALID_TOLERANCE effectiveUntil=2026-02-09");
    story.given(from(2, 5));
    assertThat(story.refusal(between(3, 4, 9)))
        .isEqualTo("INVALID_TOLERANCE effectiveUntil=2026-02-09");
    assertThat(story.refusal(between(3, 4, 9).with(g -> g.from = null)))
        .isEqualTo("INVALID_TOLERANCE effectiveUntil=2026-02-09");
    assertThat(story.refusal(between(3, 5, 9))).isEqualTo("taken");
    assertThat(story.refusal(between(4, 10, 19).with(g -> g.toleranceId = "other")))
        .isEqualTo("INVALID_TOLERANCE effectiveUntil=2026-02-19");
  }

  @Test
  void aVersionIsGreaterThanEveryOneOfItsName() {
    Story story = Story.of(grant("cost").version(2), from(3, 20));

    assertThat(story.refusal(grant("cost").version(1))).isEqualTo("SUPERSEDED version=1");
    assertThat(story.refusal(grant("cost").version(3).with(g -> g.eventId = "again")))
        .isEqualTo("SUPERSEDED version=3");
    assertThat(story.refusal(grant("cost").version(4))).isEqualTo("taken");
    assertThat(story.refusal(grant("other").version(1))).isEqualTo("taken");
  }

  @Test
  void aVersionThatStandsInFrontCountsAsOneOfItsName() {
    Story story = Story.of(grant("cost"), report(DAY), between(2, 0, 20));

    assertThat(story.refusal(grant("cost").version(2).with(g -> g.eventId = "again")))
        .isEqualTo("SUPERSEDED version=2");
  }

  @Test
  void aToleranceGoesOnWeighingTheSameMeasure() {
    Story story = Story.of(grant("cost"));

    assertThat(
            story.refusal(
                grant("cost").version(2).with(g -> g.measure = Measure.COST_GROWTH_CURRENT)))
        .isEqualTo("INVALID_TOLERANCE measure=COST_GROWTH_CURRENT");
  }

  @Test
  void aToleranceGoesOnWeighingTheSameIndicatorWhichTheFactsName() {
    Story story =
        Story.of(
            school()
                .with(f -> f.eventId = "again")
                .with(f ->
                    f.targets =
                        List.of(
                            new Target("places", 8, Direction.AT_LEAST),
                            new Target("pupils", 8, Direction.AT_LEAST))),
            ofIndicator(1, "places"));

    assertThat(story.refusal(ofIndicator(2, "pupils")))
        .isEqualTo("INVALID_TOLERANCE measure=INDICATOR_ACHIEVEMENT");
    assertThat(story.refusal(ofIndicator(1, "roads").with(g -> g.toleranceId = "other")))
        .isEqualTo("UNKNOWN_INDICATOR indicatorId=roads");
    assertThat(story.refusal(ofIndicator(2, "places"))).isEqualTo("taken");
  }

  private static Given.Grant ofIndicator(int version, String indicatorId) {
    return grant("target")
        .version(version)
        .with(g -> g.eventId = indicatorId + version)
        .with(g -> g.measure = Measure.INDICATOR_ACHIEVEMENT)
        .with(g -> g.indicatorId = indicatorId)
        .with(g -> g.unit = ToleranceUnit.PERCENT)
        .with(g -> g.breach = Direction.AT_LEAST)
        .with(g -> g.limitTenThousandths = 900_000);
  }

  /** One without a last day from the start, one from the 10th to the 19th. */
  private static String refusalBeside(Given.Grant third) {
    return Story.of(grant("cost"), report(DAY), between(2, 10, 19)).refusal(third);
  }

  @Test
  void twoWithALastDayShareNoDay() {
    String overlap = "OVERLAPPING_DATES effectiveFrom=";

    assertThat(refusalBeside(between(3, 1, 9))).isEqualTo("taken");
    assertThat(refusalBeside(between(3, 20, 30))).isEqualTo("taken");
    assertThat(refusalBeside(between(3, 1, 10))).isEqualTo(overlap + DAY.plusDays(1));
    assertThat(refusalBeside(between(3, 19, 30))).isEqualTo(overlap + DAY.plusDays(19));
    assertThat(refusalBeside(between(3, 12, 13))).isEqualTo(overlap + DAY.plusDays(12));
    assertThat(refusalBeside(between(3, 1, 30))).isEqualTo(overlap + DAY.plusDays(1));
    assertThat(refusalBeside(between(3, 1, 9).with(g -> g.from = null))).isEqualTo("taken");
    assertThat(refusalBeside(between(3, 1, 30).with(g -> g.from = null)))
        .isEqualTo(overlap + "null");
  }

  @Test
  void whatIsGrantedForATimeFromNowOnSharesItsDaysToo() {
    Story story = Story.of(grant("cost"), report(DAY), between(2, 0, 19).with(g -> g.from = null));

    assertThat(story.refusal(between(3, 19, 30))).startsWith("OVERLAPPING_DATES");
    assertThat(story.refusal(between(3, 20, 30))).isEqualTo("taken");
  }

  @Test
  void twoWithoutALastDayDoNotBeginOnTheSameDay() {
    Story story = Story.of(grant("cost"), from(2, 10));

    assertThat(story.refusal(from(3, 10))).isEqualTo("OVERLAPPING_DATES effectiveFrom=2026-02-10");
    assertThat(story.refusal(from(3, 11))).isEqualTo("taken");
    assertThat(story.refusal(grant("cost").version(4))).isEqualTo("taken");
  }

  @Test
  void aToleranceWithALastDayMayBeginWithOneWithout() {
    assertThat(Story.of(grant("cost"), from(2, 10)).refusal(between(3, 10, 19))).isEqualTo("taken");
  }

  @Test
  void tolerancesThatWaitAndTolerancesInForceAreBounded() {
    Story story = Story.of();
    for (int i = 0; i < Grants.MAX_WATCHES; i++) {
      story.given(grant("t" + i));
    }
    assertThat(story.refusal(grant("more"))).startsWith("OUT_OF_BOUNDS nodeId=64 tolerances");
    assertThat(story.refusal(grant("t0").version(2))).isEqualTo("taken");

    Story waiting = Story.of(grant("cost"));
    for (int i = 0; i < Grants.MAX_SCHEDULED; i++) {
      waiting.given(from(2 + i, i));
    }
    assertThat(waiting.refusal(from(99, 99))).startsWith("OUT_OF_BOUNDS nodeId=32 scheduled");
  }

  @Test
  void aNodeRemembersItsNewestGrantsToRefuseARepetition() {
    Story story = Story.of(grant("first"));
    int most = Oversight.MAX_STEERING_REMEMBERED;
    for (int i = 0; i < most - 2; i++) {
      int version = 2 + i;
      story.given(grant("first").version(version));
    }
    assertThat(story.school().oversight().steeredBy())
        .hasSize(most)
        .startsWith("facts-school", "grant-first");

    story.given(grant("first").version(most + 1));

    assertThat(story.school().oversight().steeredBy())
        .hasSize(most)
        .startsWith("grant-first")
        .endsWith("grant-first-" + (most + 1));
  }

  @Test
  void itIsTheDataDateThatBeginsAndEndsAndNotTheDayOfTheGrant() {
    LocalDate later = DAY.plusDays(30);
    Story story = Story.of(grant("cost"), from(2, 10), between(3, 20, 29));

    story.given(report(later));

    assertThat(story.watch("cost").tolerance().version()).isEqualTo(2);
    assertThat(story.watch("cost").temporary()).isNull();
  }

  /** The one for a time stands in front of the other from the same day on. */
  @Test
  void oneWithoutALastDayMayBeginOnTheDayOnWhichOneForATimeDoes() {
    Story story = Story.of(grant("cost"), report(DAY), between(2, 10, 20));

    assertThat(story.refusal(from(3, 10))).isEqualTo("taken");
    story.given(tick(DAY.plusDays(10)));

    assertThat(story.watch("cost").inForce().version()).isEqualTo(2);
    assertThat(story.watch("cost").tolerance().version()).isEqualTo(3);
  }

  /** Version 1 waits for a tick, while 2 and after it 3 have begun with the reports. */
  @Test
  void ofTwoForATimeTheLaterStaysInFrontOfOneThatBeginsLate() {
    Story story =
        Story.of(
            from(1, -9).with(g -> g.nodeId = Given.PROGRAM),
            report(DAY),
            between(2, -5, 0).with(g -> g.nodeId = Given.PROGRAM),
            report(DAY.plusDays(1)),
            between(3, 1, 9).with(g -> g.nodeId = Given.PROGRAM));

    story.given(tick(DAY.plusDays(2)));

    Watch watch = story.program().watches().getFirst();
    assertThat(watch.inForce().version()).isEqualTo(3);
    assertThat(watch.tolerance().version()).isEqualTo(1);
  }
}
