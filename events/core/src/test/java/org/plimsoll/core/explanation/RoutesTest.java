package org.plimsoll.core.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Where what was weighed went: a school that was promised for 1,000, with ten percent allowed. */
class RoutesTest {
  private static final LocalDate ON = LocalDate.of(2020, 3, 31);
  private static final Instant NOON = Instant.parse("2020-04-20T12:00:00Z");
  private static final Instant SINCE = Instant.parse("2020-04-01T09:00:00Z");
  private static final Baseline PROMISED = new Baseline(1_000L, null);
  private static final State WITHIN = new State.Within();
  private static final State OPEN = new State.Open("school~cost~1", ON, 1, 1, ON, null);
  private static final Tolerance COST = named("cost");

  private static Tolerance named(String id) {
    return new Tolerance(
        id,
        1,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        100_000,
        Terms.PLAIN);
  }

  private static Outcome changed(Change change, Tolerance tolerance, List<Level> told) {
    return new Outcome.ExceptionChanged(
        change,
        "school~cost~1",
        "school",
        tolerance,
        new Fraction(150, 1_000),
        1,
        ON,
        ON,
        1,
        null,
        told);
  }

  private static Outcome passedUp(Tolerance tolerance) {
    return new Outcome.ExceptionPassedUp(
        "school~cost~1",
        "school",
        tolerance,
        Level.PROGRAM,
        Level.PORTFOLIO,
        new Fraction(150, 1_000),
        1,
        Outcome.Waited.ACKNOWLEDGEMENT,
        SINCE,
        NOON,
        ON,
        1);
  }

  private static Outcome.Suppressed suppressed(Tolerance tolerance) {
    return new Outcome.Suppressed(
        "school",
        tolerance.toleranceId(),
        "school~cost~1",
        Outcome.Suppression.MUTED,
        1,
        ON,
        ON,
        "head");
  }

  private static List<Route> routes(
      @Nullable Long forecastMinor, State after, Outcome... outcomes) {
    return Explaining.of(
            new Moment(
                "school",
                Level.PROJECT,
                new Basis.OfProject(
                    Written.estimated(null, null, null, null, forecastMinor),
                    PROMISED,
                    PROMISED,
                    ON,
                    List.of()),
                null,
                List.of(outcomes)),
            COST,
            WITHIN,
            after)
        .routes();
  }

  @Test
  void aChangeIsDeliveredToEachLevelThatIsTold() {
    assertThat(
            routes(
                1_150L,
                OPEN,
                changed(Change.WORSENED, COST, List.of(Level.PROGRAM, Level.PORTFOLIO))))
        .containsExactly(
            new Route.Delivered(Change.WORSENED, Level.PROGRAM),
            new Route.Delivered(Change.WORSENED, Level.PORTFOLIO));
  }

  @Test
  void whatNobodyAnsweredGoesOneLevelUp() {
    assertThat(routes(1_150L, OPEN, passedUp(COST)))
        .containsExactly(
            new Route.PassedUp(
                Level.PROGRAM, Level.PORTFOLIO, Outcome.Waited.ACKNOWLEDGEMENT, SINCE, NOON));
  }

  @Test
  void whatIsWithheldSaysByWhatAndNotThatItStays() {
    assertThat(routes(1_150L, OPEN, changed(Change.RAISED, COST, List.of()), suppressed(COST)))
        .containsExactly(new Route.HeldBack(suppressed(COST)));
  }

  @Test
  void whatClearsUnheardSaysThatNobodyWasEverTold() {
    assertThat(routes(1_050L, WITHIN, changed(Change.CLEARED, COST, List.of())))
        .containsExactly(new Route.Stays(Route.Why.NEVER_TOLD));
    assertThat(routes(1_050L, WITHIN, changed(Change.CLEARED, COST, List.of(Level.PROGRAM))))
        .containsExactly(new Route.Delivered(Change.CLEARED, Level.PROGRAM));
  }

  @Test
  void whatHappensToAnotherToleranceIsNoRouteOfThisOne() {
    Tolerance other = named("another");

    assertThat(
            routes(
                1_150L,
                OPEN,
                changed(Change.RAISED, other, List.of(Level.PROGRAM)),
                passedUp(other),
                suppressed(other)))
        .containsExactly(new Route.Stays(Route.Why.NO_WHOLE_TOLERANCE));
  }

  /** A correction for a data date whose breach was counted: it persists and is not open. */
  @Test
  void whatIsBeyondTheLimitWithoutAnExceptionWasCountedBefore() {
    assertThat(routes(1_150L, new State.Persisting(ON, 1)))
        .containsExactly(new Route.Stays(Route.Why.COUNTED_BEFORE));
  }

  @Test
  void withoutAValueThereIsNothingToSend() {
    assertThat(routes(null, WITHIN)).containsExactly(new Route.Stays(Route.Why.NOT_MEASURABLE));
  }
}
