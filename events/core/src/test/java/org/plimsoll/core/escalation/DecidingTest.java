package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.decision;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.report;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.DecisionTaken;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What is decided about an exception of 20 percent where 10 are allowed, and what follows. */
class DecidingTest {
  private static final String EXCEPTION = "school~cost~1";

  private static Story beyond() {
    return Story.of(grant("time"), grant("cost"), cost(DAY, 1_200));
  }

  @Test
  void aDecisionIsAboutAKnownNodeAndAnOpenExceptionAndTakenOnce() {
    Choice acknowledge = new Choice.Acknowledge(EXCEPTION);

    assertThat(new Story().refusal(decision(acknowledge))).isEqualTo("UNKNOWN_NODE nodeId=school");
    assertThat(Story.of(grant("cost")).refusal(decision(acknowledge)))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=school~cost~1");
    assertThat(beyond().refusal(decision(new Choice.Note("school~cost~2"))))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=school~cost~2");
    Story story = beyond().given(decision(acknowledge));
    assertThat(story.refusal(decision(acknowledge))).isEqualTo("REPEATED eventId=decision");
  }

  @Test
  void aDecisionThatLacksSomethingIsRefused() {
    assertThat(beyond().refusal(decision(new Choice.HandOver(EXCEPTION, ""))))
        .isEqualTo("OUT_OF_BOUNDS person=0 characters");
  }

  @Test
  void anAcknowledgementNamesWhoGaveItAndLeavesOtherExceptionsAlone() {
    Story story = beyond();
    Choice choice = new Choice.Acknowledge(EXCEPTION);

    List<DecisionTaken> taken = story.when(decision(choice), DecisionTaken.class);

    assertThat(taken).containsExactly(new DecisionTaken(Given.SCHOOL, choice, Given.HEAD));
    assertThat(story.open("cost").handling().acknowledgedBy()).isEqualTo(Given.HEAD);
    assertThat(story.open("time").handling().acknowledgedBy()).isNull();
  }

  @Test
  void aNoteChangesNothingButIsTaken() {
    Story story = beyond();
    List<Watch> before = story.school().watches();

    assertThat(story.when(decision(new Choice.Note(EXCEPTION)), DecisionTaken.class)).hasSize(1);

    assertThat(story.school().watches()).isEqualTo(before);
  }

  @Test
  void aDecisionAnswersTheRevisionThatStands() {
    Story story = beyond().given(cost(DAY.plusDays(1), 1_300));
    Choice note = new Choice.Note(EXCEPTION);

    assertThat(story.refusal(decision(note).with(d -> d.answersRevision = 1)))
        .isEqualTo("STATE_PASSED answersRevision=1");
    assertThat(story.refusal(decision(note).with(d -> d.answersRevision = 2))).isEqualTo("taken");
    assertThat(story.refusal(decision(note).called("any"))).isEqualTo("taken");
  }

  @Test
  void aWiderLimitForATimeClearsWhatIsWithinItAndEnds() {
    Story story = beyond();
    LocalDate until = DAY.plusDays(30);

    List<ExceptionChanged> changes =
        story.when(
            decision(new Choice.GrantTolerance(EXCEPTION, 250_000, until)), ExceptionChanged.class);

    assertThat(changes).extracting(ExceptionChanged::change).containsExactly(Change.CLEARED);
    assertThat(story.watch("cost").inForce().limitTenThousandths()).isEqualTo(250_000);
    assertThat(story.watch("cost").inForce().terms().effectiveUntil()).isEqualTo(until);
    assertThat(story.when(tick(until.plusDays(1)), ExceptionChanged.class))
        .extracting(ExceptionChanged::change)
        .containsExactly(Change.RAISED);
    assertThat(story.watch("cost").inForce().limitTenThousandths()).isEqualTo(100_000);
  }

  @Test
  void aWiderLimitThatIsStillCrossedAcknowledges() {
    Story story = beyond();

    story.given(decision(new Choice.GrantTolerance(EXCEPTION, 150_000, DAY)));

    assertThat(story.open("cost").handling().acknowledgedBy()).isEqualTo(Given.HEAD);
  }

  @Test
  void aLimitForATimeAllowsMoreAndIsNotOverAlready() {
    Story story = beyond();

    assertThat(story.refusal(decision(new Choice.GrantTolerance(EXCEPTION, 100_000, DAY))))
        .isEqualTo("INVALID_TOLERANCE limitTenThousandths=100000");
    assertThat(
            story.refusal(
                decision(new Choice.GrantTolerance(EXCEPTION, 100_001, DAY.minusDays(1)))))
        .isEqualTo("SUPERSEDED until=2026-01-30");
    assertThat(story.refusal(decision(new Choice.GrantTolerance(EXCEPTION, 100_001, DAY))))
        .isEqualTo("taken");
  }

  @Test
  void aWiderLimitIsWiderThanTheOneInForceAndCountsInItsUnit() {
    Story story = beyond();
    story.given(
        grant("cost")
            .version(2)
            .with(g -> g.unit = ToleranceUnit.MINOR_UNITS)
            .with(g -> g.limitTenThousandths = 1_500_000)
            .with(g -> g.until = DAY.plusDays(30)));

    assertThat(story.refusal(decision(new Choice.GrantTolerance(EXCEPTION, 1_400_000, DAY))))
        .isEqualTo("INVALID_TOLERANCE limitTenThousandths=1400000");
    story.given(decision(new Choice.GrantTolerance(EXCEPTION, 1_600_000, DAY)).called("wider"));

    assertThat(story.watch("cost").inForce().limitTenThousandths()).isEqualTo(1_600_000);
    assertThat(story.watch("cost").inForce().unit()).isEqualTo(ToleranceUnit.MINOR_UNITS);
  }

  @Test
  void whereNoLessIsAllowedAWiderLimitIsALowerOne() {
    Given.Grant index =
        grant("cpi")
            .with(g -> g.measure = Measure.CPI)
            .with(g -> g.unit = ToleranceUnit.RATIO)
            .with(g -> g.breach = Direction.AT_LEAST)
            .with(g -> g.limitTenThousandths = 9_000);
    Story story =
        Story.of(index, report(DAY).with(r -> r.evMinor = 85L).with(r -> r.acMinor = 100L));

    assertThat(story.refusal(decision(new Choice.GrantTolerance("school~cpi~1", 9_500, DAY))))
        .isEqualTo("INVALID_TOLERANCE limitTenThousandths=9500");
    assertThat(story.refusal(decision(new Choice.GrantTolerance("school~cpi~1", 9_000, DAY))))
        .isEqualTo("INVALID_TOLERANCE limitTenThousandths=9000");
    assertThat(story.refusal(decision(new Choice.GrantTolerance("school~cpi~1", 8_000, DAY))))
        .isEqualTo("taken");
    assertThat(story.watch("cpi").open()).isNull();
  }

  @Test
  void anExceptionPlanIsNotDueBeforeTheDataDate() {
    Story story = beyond();

    assertThat(
            story.refusal(decision(new Choice.RequireExceptionPlan(EXCEPTION, DAY.minusDays(1)))))
        .isEqualTo("SUPERSEDED by=2026-01-30");
    assertThat(story.refusal(decision(new Choice.RequireExceptionPlan(EXCEPTION, DAY))))
        .isEqualTo("taken");
  }

  @Test
  void whoeverItIsHandedToDecidesAndNobodyElse() {
    Story story =
        beyond()
            .given(
                decision(new Choice.Acknowledge(EXCEPTION)),
                decision(new Choice.HandOver(EXCEPTION, "deputy")).called("hand-over"));
    assertThat(story.open("cost").handling().acknowledgedBy()).isNull();

    assertThat(story.refusal(decision(new Choice.Note(EXCEPTION)).called("a")))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=head of the program");
    assertThat(story.refusal(decision(new Choice.Note(EXCEPTION)).called("b").by("deputy")))
        .isEqualTo("taken");
  }

  @Test
  void aReplyDoesNotCloseAnExceptionAndItsFiguresDo() {
    Story story = beyond();
    Choice close = new Choice.Close(EXCEPTION);

    assertThat(story.refusal(decision(close))).isEqualTo("STILL_BEYOND exceptionId=school~cost~1");
    story.given(cost(DAY.plusDays(1), 1_000));
    assertThat(story.when(decision(close), DecisionTaken.class)).hasSize(1);
    assertThat(story.school().wasSteeredBy("decision")).isTrue();
  }

  @Test
  void onlyAnExceptionThatWasThereIsClosed() {
    Story story = beyond().given(cost(DAY.plusDays(1), 1_000));

    assertThat(story.refusal(decision(new Choice.Close("school~cost~2"))))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=school~cost~2");
    assertThat(story.refusal(decision(new Choice.Close("school~cost~0"))))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=school~cost~0");
    assertThat(story.refusal(decision(new Choice.Close("school~other~1"))))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=school~other~1");
  }

  @Test
  void anEarlierEpisodeIsClosedWhileALaterOneIsOpen() {
    Story story = beyond().given(cost(DAY.plusDays(1), 1_000), cost(DAY.plusDays(2), 1_200));

    assertThat(story.refusal(decision(new Choice.Close(EXCEPTION)))).isEqualTo("taken");
    assertThat(story.refusal(decision(new Choice.Close("school~cost~2")).called("other")))
        .isEqualTo("STILL_BEYOND exceptionId=school~cost~2");
  }

  @Test
  void whoeverIsNotAccountableClosesNothing() {
    Story story = beyond().given(cost(DAY.plusDays(1), 1_000));

    assertThat(story.refusal(decision(new Choice.Close(EXCEPTION)).by("passer-by")))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=passer-by");
  }

  @Test
  void aNewBaselineReplacesWhatItStatesAndLeavesTheOriginal() {
    Baseline approved = new Baseline(1_200L, null);
    Story story = beyond();
    Baseline original = story.school().original();

    List<Outcome.BaselineSet> set =
        story.when(decision(new Choice.ApproveBaseline(approved)), Outcome.BaselineSet.class);

    assertThat(set).containsExactly(new Outcome.BaselineSet(Given.SCHOOL, false, approved, DAY));
    assertThat(story.school().current()).isEqualTo(new Baseline(1_200L, original.finish()));
    assertThat(story.school().original()).isEqualTo(original);
  }

  @Test
  void aNewBaselineBeforeTheFirstReportIsOfNoDay() {
    Story story = Story.of(grant("cost"));

    assertThat(
            story.when(
                decision(new Choice.ApproveBaseline(new Baseline(1_200L, null))),
                Outcome.BaselineSet.class))
        .isEmpty();
    assertThat(story.school().current().costMinor()).isEqualTo(1_200);
  }

  @Test
  void aNewBaselineClearsWhatIsHeldAgainstTheCurrentOneAlone() {
    Story story =
        Story.of(
            grant("original"),
            grant("current").with(g -> g.measure = Measure.COST_GROWTH_CURRENT),
            cost(DAY, 1_200));

    List<ExceptionChanged> changes =
        story.when(
            decision(new Choice.ApproveBaseline(new Baseline(1_200L, null))),
            ExceptionChanged.class);

    assertThat(changes)
        .extracting(c -> c.change() + " " + c.exceptionId())
        .containsExactly("CLEARED school~current~1");
  }

  @Test
  void onlyAProjectHasABaselineAndOnlyTheAccountablePersonApprovesIt() {
    Choice approve = new Choice.ApproveBaseline(new Baseline(1L, null));

    assertThat(
            Story.of()
                .refusal(decision(approve).by(Given.MINISTER).with(d -> d.nodeId = Given.PROGRAM)))
        .isEqualTo("WRONG_LEVEL nodeId=program");
    assertThat(Story.of().refusal(decision(approve).by("passer-by")))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=passer-by");
  }

  @Test
  void aCallForHelpIsAnsweredOnce() {
    Story story = Story.of(asking(DAY).called("road"), asking(DAY.plusDays(1)).called("water"));
    Choice assist = new Choice.Assist("road");

    assertThat(story.refusal(decision(assist).by("passer-by")))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=passer-by");
    assertThat(story.when(decision(assist), DecisionTaken.class))
        .containsExactly(new DecisionTaken(Given.SCHOOL, assist, Given.HEAD));
    assertThat(story.school().requests()).containsExactly("water");
    assertThat(story.refusal(decision(assist).called("again")))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=road");
    assertThat(story.refusal(decision(new Choice.Assist("water")).called("decision")))
        .isEqualTo("REPEATED eventId=decision");
  }

  @Test
  void aProgramAsksForNoHelp() {
    assertThat(
            Story.of()
                .refusal(
                    decision(new Choice.Assist("road"))
                        .by(Given.MINISTER)
                        .with(d -> d.nodeId = Given.PROGRAM)))
        .isEqualTo("NO_SUCH_EXCEPTION exceptionId=road");
  }

  private static Given.Report asking(LocalDate on) {
    return report(on).with(r -> r.assistance = new StatusChange.Assistance(Level.PROGRAM, "help"));
  }

  @Test
  void whatWasDecidedIsWeighedAgainAndCountsNoReport() {
    Story story =
        Story.of(grant("slow").with(g -> g.reportsBeyond = 2), grant("cost"), cost(DAY, 1_200));

    assertThat(story.when(decision(new Choice.Note(EXCEPTION)), Outcome.ProjectAssessed.class))
        .hasSize(1);

    assertThat(story.watch("slow").open()).isNull();
  }

  @Test
  void aReportWithoutACallForHelpLeavesTheOneBeforeItOpen() {
    Story story = Story.of(asking(DAY).called("road"), report(DAY.plusDays(1)));

    assertThat(story.school().requests()).containsExactly("road");
    assertThat(story.refusal(decision(new Choice.Assist("road")))).isEqualTo("taken");
  }

  @Test
  void aBaselineApprovedBeforeTheFirstReportHasReplacedNoneThatWasReportedAgainst() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.measure = Measure.COST_GROWTH_CURRENT),
            decision(new Choice.ApproveBaseline(new Baseline(1_200L, null))));

    assertThat(story.refusal(cost(DAY, 1_150))).isEqualTo("taken");
    assertThat(story.school().reporting().habits().replaced()).isNull();
  }
}
