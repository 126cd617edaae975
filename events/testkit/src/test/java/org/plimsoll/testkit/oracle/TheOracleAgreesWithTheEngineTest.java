package org.plimsoll.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.calendar.SupportHours;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.testkit.Law;
import org.plimsoll.testkit.WiderHistories;

/** Two implementations of the same documents say the same. */
class TheOracleAgreesWithTheEngineTest {
  private static final int HISTORIES = 10_000;

  /** Enough for a fault to be met; each was seen within the first few. */
  private static final int HISTORIES_WITH_FAULT = 200;

  @Test
  void theOracleAgreesWithTheEngine() {
    Law.holds(HISTORIES, WiderHistories::of, Agreement::check);
  }

  @Test
  void anEngineWhoseLimitsAreOffByATenThousandthIsCaught() {
    isCaught(
        input ->
            input instanceof Input.ToleranceGranted g
                ? new Input.ToleranceGranted(
                    g.at(),
                    g.eventId(),
                    g.nodeId(),
                    offByOne(g.tolerance()),
                    g.grantedBy(),
                    g.above(),
                    g.byNodeInTask())
                : input,
        outcome -> outcome);
  }

  private static Tolerance offByOne(Tolerance t) {
    return new Tolerance(
        t.toleranceId(),
        t.version(),
        t.kind(),
        t.measure(),
        t.indicatorId(),
        t.breach(),
        t.unit(),
        t.limitTenThousandths() + 1,
        t.terms());
  }

  @Test
  void anEngineThatCountsRevisionsWronglyIsCaught() {
    isCaught(
        input -> input,
        outcome ->
            outcome instanceof Outcome.ExceptionChanged e && e.change() == Outcome.Change.EASED
                ? new Outcome.ExceptionChanged(
                    e.change(),
                    e.exceptionId(),
                    e.nodeId(),
                    e.tolerance(),
                    e.value(),
                    e.step(),
                    e.onDate(),
                    e.raisedOn(),
                    e.revision() - 1,
                    e.forecast(),
                    e.deliveredTo())
                : outcome);
  }

  @Test
  void anEngineThatHasNoTimeIsCaught() {
    isCaught(
        input ->
            input instanceof Input.Ticked(var at, var nodeId, var _, var _)
                ? new Input.Ticked(at, nodeId, Instant.EPOCH)
                : input,
        outcome -> outcome);
  }

  @Test
  void anEngineThatKnowsNoAuthorityIsCaught() {
    isCaught(
        input ->
            input instanceof Input.Decided d
                ? new Input.Decided(
                    d.at(),
                    d.eventId(),
                    d.nodeId(),
                    d.choice(),
                    d.decidedBy(),
                    "portfolio",
                    d.decidedOn(),
                    d.answersRevision(),
                    d.above())
                : input,
        outcome -> outcome);
  }

  @Test
  void anEngineThatTellsWhatIsMutedIsCaught() {
    isCaught(
        input -> input,
        outcome ->
            outcome instanceof Outcome.ExceptionChanged e
                ? new Outcome.ExceptionChanged(
                    e.change(),
                    e.exceptionId(),
                    e.nodeId(),
                    e.tolerance(),
                    e.value(),
                    e.step(),
                    e.onDate(),
                    e.raisedOn(),
                    e.revision(),
                    e.forecast(),
                    List.of(Level.PROGRAM))
                : outcome);
  }

  @Test
  void anEngineThatForgetsWhoWasToldWhenItWasPassedUpIsCaught() {
    isCaught(
        input -> input,
        outcome ->
            outcome instanceof Outcome.ExceptionChanged e
                ? new Outcome.ExceptionChanged(
                    e.change(),
                    e.exceptionId(),
                    e.nodeId(),
                    e.tolerance(),
                    e.value(),
                    e.step(),
                    e.onDate(),
                    e.raisedOn(),
                    e.revision(),
                    e.forecast(),
                    e.deliveredTo().stream().limit(1).toList())
                : outcome);
  }

  @Test
  void anEngineThatTakesCorrectionsForReportsIsCaught() {
    isCaught(
        input ->
            input instanceof Input.StatusChanged(var at, var status, var origin)
                ? new Input.StatusChanged(at, inItsOwnRight(status), origin)
                : input,
        outcome -> outcome);
  }

  private static StatusChange inItsOwnRight(StatusChange s) {
    return new StatusChange(
        s.eventId(),
        s.source(),
        s.projectId(),
        s.dataDate(),
        s.currency(),
        s.reported(),
        s.phase(),
        s.milestones(),
        s.risks(),
        s.note(),
        s.assistance(),
        null,
        s.selfRating());
  }

  private static void isCaught(UnaryOperator<Input> before, UnaryOperator<Outcome> after) {
    assertThatThrownBy(() ->
            Law.holds(
                HISTORIES_WITH_FAULT,
                WiderHistories::of,
                history -> {
                  Tiers tiers = new Tiers();
                  Agreement.check(
                      history,
                      input -> tiers.next(before.apply(input)).stream().map(after).toList());
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("engine");
  }

  @Test
  void bothSayTheSameOfWhenAnAnswerIsDue() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      Instant from =
          Instant.parse("2019-01-01T00:00:00Z").plusSeconds(random.nextInt(7 * 365 * 24 * 3_600));
      int hours = 1 + random.nextInt(200);
      for (Terms.Calendar calendar : Terms.Calendar.values()) {
        assertThat(OfficeHours.due(from, new Terms.AnswerWithin(hours, calendar)))
            .as("seed 5: %s, %d hours of %s", from, hours, calendar)
            .isEqualTo(SupportHours.due(from, hours, calendar));
      }
    }
  }
}
