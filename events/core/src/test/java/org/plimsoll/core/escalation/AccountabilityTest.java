package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.decision;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.portfolio;
import static org.plimsoll.core.escalation.Given.program;
import static org.plimsoll.core.escalation.Given.school;

import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input.Choice;

/** Who may decide about the school's exception, and about what stands above it. */
class AccountabilityTest {
  private static final Choice NOTE = new Choice.Note("school~cost~1");
  private static final Choice ACKNOWLEDGE = new Choice.Acknowledge("school~cost~1");

  private static Story beyond() {
    return Story.of(grant("cost"), cost(DAY, 1_200));
  }

  private static String refusal(Given.Decision decision) {
    return beyond().refusal(decision);
  }

  @Test
  void thePersonAccountableForTheProgramDecidesAboutItsProjects() {
    assertThat(refusal(decision(ACKNOWLEDGE))).isEqualTo("taken");
    assertThat(refusal(decision(ACKNOWLEDGE).with(d -> d.decidedAs = Given.PROGRAM)))
        .isEqualTo("taken");
    assertThat(refusal(decision(ACKNOWLEDGE).by("passer-by")))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=passer-by");
  }

  @Test
  void nobodyDecidesAboutTheirOwnProjectButMayWriteANote() {
    assertThat(refusal(decision(ACKNOWLEDGE).by("builder").with(d -> d.decidedAs = Given.SCHOOL)))
        .isEqualTo("NOT_ACCOUNTABLE decidedAs=school");
    assertThat(refusal(decision(NOTE).by("builder").with(d -> d.decidedAs = Given.SCHOOL)))
        .isEqualTo("taken");
    assertThat(refusal(decision(NOTE).by("passer-by").with(d -> d.decidedAs = Given.SCHOOL)))
        .isEqualTo("NOT_ACCOUNTABLE decidedAs=school");
  }

  @Test
  void thePortfolioAboveTheProgramMayDecideToo() {
    assertThat(
            refusal(decision(ACKNOWLEDGE).by("anybody").with(d -> d.decidedAs = Given.PORTFOLIO)))
        .isEqualTo("taken");
    assertThat(refusal(decision(ACKNOWLEDGE).with(d -> d.decidedAs = "elsewhere")))
        .isEqualTo("NOT_ACCOUNTABLE decidedAs=elsewhere");
  }

  @Test
  void whoeverAProgramNamesIsCheckedOnlyWhenItNamesAnybody() {
    Story story = new Story();
    story.given(
        program().with(f -> f.accountable = null), school(), grant("cost"), cost(DAY, 1_200));

    assertThat(story.refusal(decision(ACKNOWLEDGE).by("anybody"))).isEqualTo("taken");
  }

  /** The portfolio's facts lie in another task. */
  @Test
  void aboutAProgramWhoeverSignsPeopleInHasToCheck() {
    Story story = Story.of(grant("cost").with(g -> g.nodeId = Given.PROGRAM), cost(DAY, 1_200));
    Choice acknowledge = new Choice.Acknowledge("program~cost~1");

    assertThat(
            story.refusal(
                decision(acknowledge)
                    .by(Given.HEAD)
                    .with(d -> d.nodeId = Given.PROGRAM)
                    .with(d -> d.decidedAs = Given.PROGRAM)))
        .isEqualTo("NOT_ACCOUNTABLE decidedAs=program");
    assertThat(
            story.refusal(
                decision(acknowledge)
                    .with(d -> d.nodeId = Given.PROGRAM)
                    .with(d -> d.decidedAs = "elsewhere")))
        .isEqualTo("NOT_ACCOUNTABLE decidedAs=elsewhere");
    assertThat(
            story.refusal(
                decision(acknowledge).by(Given.MINISTER).with(d -> d.nodeId = Given.PROGRAM)))
        .isEqualTo("taken");
  }

  @Test
  void aPortfolioAnswersForItself() {
    Story story = new Story();
    story.given(portfolio(), grant("cost").with(g -> g.nodeId = Given.PORTFOLIO));
    story.given(at ->
        new Input.ChildContributed(
            at, CountingTest.contribution(Given.PROGRAM, 1, 1_200L, 1_000L), null));
    Given.Decision acknowledge =
        decision(new Choice.Acknowledge("portfolio~cost~1")).with(d -> d.nodeId = Given.PORTFOLIO);

    assertThat(story.refusal(acknowledge.by("passer-by")))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=passer-by");
    assertThat(story.refusal(acknowledge.by(Given.MINISTER).with(d -> d.decidedAs = "program")))
        .isEqualTo("NOT_ACCOUNTABLE decidedAs=program");
    assertThat(
            story.refusal(acknowledge.by(Given.MINISTER).with(d -> d.decidedAs = Given.PORTFOLIO)))
        .isEqualTo("taken");
  }
}
