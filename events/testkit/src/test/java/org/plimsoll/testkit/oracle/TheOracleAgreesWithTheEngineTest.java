package org.plimsoll.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.calendar.SupportHours;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.tolerance.Forecast;
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
    isCaughtOfExceptions(e ->
        e.change() == Outcome.Change.EASED
            ? with(e, e.revision() - 1, e.forecast(), e.deliveredTo())
            : e);
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
    isCaughtOfExceptions(e -> with(e, e.revision(), e.forecast(), List.of(Level.PROGRAM)));
  }

  @Test
  void anEngineThatForgetsWhoWasToldWhenItWasPassedUpIsCaught() {
    isCaughtOfExceptions(
        e -> with(e, e.revision(), e.forecast(), e.deliveredTo().stream().limit(1).toList()));
  }

  @Test
  void anEngineWhoseForecastsAreOffByADayIsCaught() {
    isCaughtOfExceptions(e ->
        e.forecast() == null ? e : with(e, e.revision(), aDayLater(e.forecast()), e.deliveredTo()));
  }

  private static Forecast aDayLater(Forecast f) {
    return new Forecast(f.expectedOn().plusDays(1), f.earliestOn(), f.latestOn(), f.reports());
  }

  @Test
  void anEngineThatTellsWhatIsExpectedAsAFactIsCaught() {
    isCaughtOfExceptions(e -> with(e, e.revision(), null, e.deliveredTo()));
  }

  @Test
  void anEngineThatNeverLooksAheadIsCaught() {
    isCaught(
        input ->
            input instanceof Input.ToleranceGranted g && g.tolerance().terms().forecastDays() > 0
                ? new Input.ToleranceGranted(
                    g.at(),
                    g.eventId(),
                    g.nodeId(),
                    WiderHistories.withoutForecast(g.tolerance()),
                    g.grantedBy(),
                    g.above(),
                    g.byNodeInTask())
                : input,
        outcome -> outcome);
  }

  @Test
  void anEngineThatLeavesASignalOutIsCaught() {
    isCaught(engine ->
        input ->
            engine.apply(input).stream()
                .filter(outcome -> !(outcome instanceof Outcome.Signalled))
                .toList());
  }

  @Test
  void anEngineWhoseBudgetsAreOffByATenThousandthIsCaught() {
    isCaught(
        input -> input,
        outcome ->
            outcome instanceof Outcome.BudgetExceeded e
                ? new Outcome.BudgetExceeded(
                    e.nodeId(),
                    e.programId(),
                    e.measure(),
                    e.indicatorId(),
                    e.unit(),
                    e.side(),
                    e.givenTenThousandths(),
                    e.limitTenThousandths() + 1)
                : outcome);
  }

  @Test
  void anEngineThatIgnoresTheDeadbandIsCaught() {
    isCaught(
        input ->
            input instanceof Input.FactsStated stated
                    && stated.facts().level() == Level.PROGRAM
                    && stated.facts().contributionDeadbandTenThousandths() <= 1_000
                ? new Input.FactsStated(
                    stated.at(), stated.eventId(), withoutDeadband(stated.facts()), stated.parent())
                : input,
        outcome -> outcome);
  }

  private static Facts withoutDeadband(Facts f) {
    return new Facts(
        f.nodeId(),
        f.level(),
        f.parentId(),
        f.agencyId(),
        f.accountable(),
        f.currency(),
        f.firstReported(),
        f.baseline(),
        f.targets(),
        0);
  }

  @Test
  void anEngineThatCountsContributionsOnAnotherTierIsCaught() {
    isCaught(
        input ->
            input instanceof Input.ChildContributed(var at, var told, var held)
                ? new Input.ChildContributed(
                    new Position(Level.PROGRAM, at.partition(), at.sequence()), told, held)
                : input,
        outcome -> outcome);
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

  private static ExceptionChanged with(
      ExceptionChanged e, int revision, @Nullable Forecast forecast, List<Level> deliveredTo) {
    return new ExceptionChanged(
        e.change(),
        e.exceptionId(),
        e.nodeId(),
        e.tolerance(),
        e.value(),
        e.step(),
        e.onDate(),
        e.raisedOn(),
        revision,
        forecast,
        deliveredTo);
  }

  private static void isCaughtOfExceptions(UnaryOperator<ExceptionChanged> after) {
    isCaught(
        input -> input,
        outcome -> outcome instanceof ExceptionChanged e ? after.apply(e) : outcome);
  }

  private static void isCaught(UnaryOperator<Input> before, UnaryOperator<Outcome> after) {
    isCaught(engine -> input -> engine.apply(before.apply(input)).stream().map(after).toList());
  }

  private static void isCaught(UnaryOperator<Function<Input, List<Outcome>>> fault) {
    assertThatThrownBy(() ->
            Law.holds(
                HISTORIES_WITH_FAULT,
                WiderHistories::of,
                history -> {
                  Tiers tiers = new Tiers();
                  Agreement.check(history, fault.apply(tiers::next));
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
