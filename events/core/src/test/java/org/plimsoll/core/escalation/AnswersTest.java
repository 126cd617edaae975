package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.decision;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.portfolio;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Outcome.ExceptionPassedUp;
import org.plimsoll.core.escalation.Outcome.Waited;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Terms.Calendar;

/** An exception of 20 percent that may wait 72 hours for an answer. */
class AnswersTest {
  private static final Instant FIRST_TICK = Instant.parse("2026-02-01T06:00:00Z");
  private static final Instant DUE = FIRST_TICK.plusSeconds(72 * 3_600);
  private static final String EXCEPTION = "school~cost~1";

  private static Given.Grant within72Hours() {
    return grant("cost").with(g -> g.answerWithin = new AnswerWithin(72, Calendar.ALWAYS));
  }

  private static Story waiting() {
    return Story.of(within72Hours(), cost(DAY, 1_200), tick(FIRST_TICK));
  }

  private static Story withoutTimeToAnswer() {
    return Story.of(grant("cost"), cost(DAY, 1_200));
  }

  @Test
  void theTimeToAnswerIsCountedFromTheFirstTickThatSeesTheException() {
    Story story = Story.of(within72Hours(), cost(DAY, 1_200));
    assertThat(story.open("cost").handling().waitingSince()).isNull();

    assertThat(story.when(tick(FIRST_TICK))).hasSize(1);

    assertThat(story.open("cost").handling().waitingSince()).isEqualTo(FIRST_TICK);
  }

  @Test
  void whatNobodyAcknowledgedInTimeGoesOneLevelUpOnce() {
    Story story = waiting();
    Instant late = DUE.plusSeconds(1);

    assertThat(story.when(tick(DUE), ExceptionPassedUp.class)).isEmpty();
    assertThat(story.when(tick(late), ExceptionPassedUp.class))
        .containsExactly(
            new ExceptionPassedUp(
                EXCEPTION,
                Given.SCHOOL,
                within72Hours().tolerance(),
                Level.PROGRAM,
                Level.PORTFOLIO,
                new Fraction(200, 1_000),
                2,
                Waited.ACKNOWLEDGEMENT,
                FIRST_TICK,
                late,
                DAY,
                2));
    assertThat(story.open("cost").handling().deliveredTo()).isEqualTo(Level.PORTFOLIO);
    assertThat(story.open("cost").handling().waitingSince()).isEqualTo(late);
    assertThat(story.when(tick(late.plusSeconds(999_999)), ExceptionPassedUp.class)).isEmpty();
  }

  @Test
  void whatWasPassedUpIsAssessedAnew() {
    assertThat(waiting().when(tick(DUE.plusSeconds(1)), Outcome.ProjectAssessed.class)).hasSize(1);
  }

  @Test
  void anAcknowledgementStopsTheTimeToAnswer() {
    Story story = waiting().given(decision(new Choice.Acknowledge(EXCEPTION)));

    assertThat(story.open("cost").handling().acknowledgedBy()).isEqualTo(Given.HEAD);
    assertThat(story.when(tick(DUE.plusSeconds(1)), ExceptionPassedUp.class)).isEmpty();
  }

  @Test
  void whomItWasHandedToHasTheWholeTimeAnew() {
    Story story = waiting().given(decision(new Choice.HandOver(EXCEPTION, "deputy")));
    assertThat(story.open("cost").handling().holder()).isEqualTo("deputy");
    assertThat(story.open("cost").handling().waitingSince()).isNull();

    assertThat(story.when(tick(DUE.plusSeconds(1)), ExceptionPassedUp.class)).isEmpty();
    assertThat(story.when(tick(DUE.plusSeconds(1 + 72 * 3_600)), ExceptionPassedUp.class))
        .isEmpty();
    assertThat(story.when(tick(DUE.plusSeconds(2 + 72 * 3_600)), ExceptionPassedUp.class))
        .hasSize(1);
    assertThat(story.open("cost").handling().holder()).isNull();
  }

  @Test
  void whoIsAccountableTakesBackWhatWasHandedOver() {
    Story story = waiting().given(decision(new Choice.HandOver(EXCEPTION, "deputy")));
    assertThat(
            story.when(
                decision(new Choice.Acknowledge(EXCEPTION)).called("too-late"),
                Outcome.Refused.class))
        .hasSize(1);

    story = story.given(decision(new Choice.HandOver(EXCEPTION, Given.HEAD)).called("back"));
    assertThat(story.open("cost").handling().holder()).isEqualTo(Given.HEAD);
    assertThat(
            story.when(
                decision(new Choice.Acknowledge(EXCEPTION)).called("again"), Outcome.Refused.class))
        .isEmpty();
  }

  @Test
  void withoutATimeToAnswerAnExceptionWaitsForEver() {
    Story story = withoutTimeToAnswer().given(tick(FIRST_TICK));

    assertThat(story.when(tick(FIRST_TICK.plusSeconds(99_999_999)), ExceptionPassedUp.class))
        .isEmpty();
    assertThat(story.open("cost").handling().waitingSince()).isNull();
  }

  @Test
  void anExceptionPlanThatDoesNotComeGoesOneLevelUpOnce() {
    LocalDate by = DAY.plusDays(10);
    Story story =
        withoutTimeToAnswer().given(decision(new Choice.RequireExceptionPlan(EXCEPTION, by)));
    assertThat(story.open("cost").handling().planDueOn()).isEqualTo(by);
    assertThat(story.open("cost").handling().acknowledgedBy()).isEqualTo(Given.HEAD);

    assertThat(story.when(tick(by), ExceptionPassedUp.class)).isEmpty();
    assertThat(story.when(tick(by.plusDays(3)), ExceptionPassedUp.class))
        .containsExactly(
            new ExceptionPassedUp(
                EXCEPTION,
                Given.SCHOOL,
                grant("cost").tolerance(),
                Level.PROGRAM,
                Level.PORTFOLIO,
                new Fraction(200, 1_000),
                2,
                Waited.EXCEPTION_PLAN,
                by.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                by.plusDays(3).atStartOfDay(ZoneOffset.UTC).toInstant(),
                DAY,
                2));
    assertThat(story.open("cost").handling().planDueOn()).isNull();
    assertThat(story.open("cost").handling().acknowledgedBy()).isNull();
    assertThat(story.when(tick(by.plusDays(30)), ExceptionPassedUp.class)).isEmpty();
  }

  @Test
  void aNewBaselineIsTheExceptionPlanThatWasRequired() {
    LocalDate by = DAY.plusDays(10);
    Story story =
        withoutTimeToAnswer()
            .given(
                decision(new Choice.RequireExceptionPlan(EXCEPTION, by)),
                decision(new Choice.ApproveBaseline(new Baseline(1_200L, null)))
                    .called("new-baseline"));

    assertThat(story.open("cost").handling().planDueOn()).isNull();
    assertThat(story.when(tick(by.plusDays(3)), ExceptionPassedUp.class)).isEmpty();
  }

  @Test
  void aboveAPortfolioThereIsNobodyToPassAnythingUpTo() {
    Story story =
        Story.of(
            portfolio(),
            within72Hours().with(g -> g.nodeId = Given.PROGRAM),
            cost(DAY, 1_200),
            tick(FIRST_TICK));
    Watch before = story.program().watches().getFirst();

    assertThat(story.when(tick(DUE.plusSeconds(1)), ExceptionPassedUp.class)).isEmpty();
    assertThat(story.program().watches()).containsExactly(before);
  }

  @Test
  void officeHoursAreThoseOfTheTolerancesCalendar() {
    Instant monday = Instant.parse("2026-02-02T04:00:00Z");
    Story story =
        Story.of(
            grant("cost").with(g -> g.answerWithin = new AnswerWithin(8, Calendar.KAZAKHSTAN)),
            cost(DAY, 1_200),
            tick(monday));

    // Monday from 9:00 to 18:30 at UTC+5, with an hour and a half for lunch.
    assertThat(story.when(tick(Instant.parse("2026-02-02T13:30:00Z")), ExceptionPassedUp.class))
        .isEmpty();
    assertThat(story.when(tick(Instant.parse("2026-02-02T13:30:01Z")), ExceptionPassedUp.class))
        .hasSize(1);
  }

  @Test
  void anExceptionPlanOfAProgramThatDoesNotComeStaysWithThePortfolio() {
    LocalDate by = DAY.plusDays(10);
    Story story =
        Story.of(
            portfolio(),
            grant("cost").with(g -> g.nodeId = Given.PROGRAM),
            cost(DAY, 1_200),
            decision(new Choice.RequireExceptionPlan("program~cost~1", by))
                .with(d -> d.nodeId = Given.PROGRAM)
                .by(Given.MINISTER));
    Watch before = story.program().watches().getFirst();

    assertThat(story.when(tick(by.plusDays(3)), ExceptionPassedUp.class)).isEmpty();
    assertThat(story.program().watches()).containsExactly(before);
  }

  @Test
  void whereNothingIsKnownOfTheNodeAboveNothingThereExplainsWhatWaits() {
    Instant late = DUE.plusSeconds(1);

    Verdict verdict =
        Weighing.decide(waiting().school(), new Input.Ticked(Given.at(9), Given.SCHOOL, late));

    assertThat(verdict.outcomes())
        .filteredOn(ExceptionPassedUp.class::isInstance)
        .extracting(o -> ((ExceptionPassedUp) o).to())
        .containsExactly(Level.PORTFOLIO);
  }
}
