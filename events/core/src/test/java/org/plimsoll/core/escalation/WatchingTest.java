package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** One tolerance of +10 percent over monthly reports, told by the percent of each month. */
class WatchingTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 31);
  private static final Terms PLAIN = Terms.PLAIN;

  @Test
  void plainTermsRaiseAtOnceAndClearAtTheLimit() {
    assertThat(told(PLAIN, 10, 11, 11, 10, 12))
        .containsExactly("", "RAISED", "", "CLEARED", "RAISED");
  }

  @Test
  void persistenceRaisesOnlyAfterSoManyReportsInARow() {
    Terms three = terms(null, null, 3, 0, 0);

    assertThat(told(three, 11, 11, 9, 11, 11, 11))
        .containsExactly(
            "PERSISTENCE 1", "PERSISTENCE 2", "", "PERSISTENCE 1", "PERSISTENCE 2", "RAISED");
  }

  @Test
  void persistenceRaisesOnlyAfterSoManyDays() {
    assertThat(told(terms(null, null, 1, 45, 0), 11, 11, 11))
        .containsExactly("PERSISTENCE 1", "PERSISTENCE 2", "RAISED");
  }

  @Test
  void hysteresisKeepsAnExceptionOpenUntilItIsWithinTheLimitToClear() {
    assertThat(told(terms(8L, null, 1, 0, 0), 11, 9, 11, 9, 8))
        .containsExactly("RAISED", "HYSTERESIS 1", "FLAPPING 2", "HYSTERESIS 1", "CLEARED");
  }

  /** A crossing that changes the step is one, too: the second here, and the third is told so. */
  @Test
  void aValueThatComesBackFurtherBeyondHasCrossedOnceMore() {
    assertThat(told(terms(8L, null, 1, 0, 0), 11, 9, 25, 9, 25))
        .containsExactly("RAISED", "HYSTERESIS 1", "WORSENED", "HYSTERESIS 1", "FLAPPING 3");
  }

  @Test
  void aDataDateWithinTheLimitIsCountedOnce() {
    Watch watch = Watch.of(tolerance(terms(8L, null, 1, 0, 0)));
    List<Outcome> outcomes = new ArrayList<>();
    watch = weigh(watch, START, 11, outcomes);
    LocalDate next = START.plusMonths(1);
    outcomes.clear();

    watch = weigh(watch, next, 9, outcomes);
    watch = weigh(watch, next, 10, outcomes);
    assertThat(outcomes).hasSize(1);
    assertThat(java.util.Objects.requireNonNull(watch.open()).withinReports()).isEqualTo(1);

    // A report for an older data date says nothing newer, and neither does a tick.
    watch = weigh(watch, START, 9, outcomes);
    watch =
        new Watching("school", Level.PROGRAM, List.of(), next, next.plusDays(1), false, outcomes)
            .weigh(watch, new Fraction(9, 100));
    assertThat(outcomes).hasSize(1);
    weigh(watch, START.plusMonths(2), 9, outcomes);
    assertThat(outcomes).hasSize(2);
  }

  @Test
  void whatFlapsIsHeldAsOneExceptionWithItsCount() {
    assertThat(told(terms(null, null, 1, 0, 2), 11, 9, 11, 9, 11, 9, 9))
        .containsExactly(
            "RAISED", "CLEARED", "RAISED", "FLAPPING 2", "FLAPPING 2", "FLAPPING 3", "CLEARED");
  }

  @Test
  void aBandIsBreachedOnBothSides() {
    assertThat(told(terms(null, -20L, 1, 0, 0), -20, -21, 0, 11))
        .containsExactly("", "RAISED", "CLEARED", "RAISED");
  }

  @Test
  void amberIsShownAndRaisesNothing() {
    Tolerance tolerance = tolerance(new Terms(80_000L, null, null, 1, 0, 0, 0, null, null, null));

    assertThat(tolerance.isAmber(new Fraction(8, 100))).isFalse();
    assertThat(tolerance.isAmber(new Fraction(9, 100))).isTrue();
    assertThat(tolerance.isAmber(new Fraction(11, 100))).isFalse();
    assertThat(told(tolerance.terms(), 9, 9)).containsExactly("", "");
  }

  @Test
  void theSameDataDateIsCountedOnce() {
    List<Outcome> outcomes = new ArrayList<>();
    Watch watch = Watch.of(tolerance(terms(null, null, 2, 0, 0)));
    for (int again = 0; again < 3; again++) {
      watch = weigh(watch, START, 11, outcomes);
    }
    assertThat(watch.open()).isNull();
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void aToleranceInFrontIsAppliedOnItsOwnTerms() {
    Tolerance front = tolerance(terms(null, null, 2, 0, 0));
    Watch watch = Watch.of(tolerance(PLAIN)).temporarily(front);
    List<Outcome> outcomes = new ArrayList<>();

    watch = weigh(watch, START, 11, outcomes);

    assertThat(watch.open()).isNull();
    assertThat(weigh(watch, START.plusMonths(1), 11, outcomes).open()).isNotNull();
  }

  @Test
  void aDataDateBeforeTheTickThatFoundTheFiguresBeyondIsCounted() {
    Tolerance two = tolerance(terms(null, null, 2, 0, 0));
    LocalDate ticked = START.plusDays(40);
    List<Outcome> outcomes = new ArrayList<>();

    Watch found =
        new Watching("school", Level.PROGRAM, List.of(), START, ticked, false, outcomes)
            .weigh(Watch.of(two), new Fraction(11, 100));

    assertThat(found.open()).isNull();
    assertThat(weigh(found, START.plusDays(28), 11, outcomes).open()).isNotNull();
  }

  private static Terms terms(
      @Nullable Long clear, @Nullable Long otherSide, int reports, int days, int hold) {
    return new Terms(
        null,
        clear == null ? null : Long.valueOf(clear * 10_000),
        otherSide == null ? null : Long.valueOf(otherSide * 10_000),
        reports,
        days,
        hold,
        0,
        null,
        null,
        null);
  }

  private static Tolerance tolerance(Terms terms) {
    return new Tolerance(
        "cost",
        1,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        100_000,
        terms);
  }

  private static List<String> told(Terms terms, int... percents) {
    List<String> told = new ArrayList<>();
    Watch watch = Watch.of(tolerance(terms));
    for (int month = 0; month < percents.length; month++) {
      List<Outcome> outcomes = new ArrayList<>();
      watch = weigh(watch, START.plusMonths(month), percents[month], outcomes);
      told.add(
          switch (outcomes.isEmpty() ? null : outcomes.getFirst()) {
            case Outcome.ExceptionChanged changed -> changed.change().name();
            case Outcome.Suppressed held -> held.why() + " " + held.count();
            case null -> "";
            default -> throw new AssertionError(outcomes.getFirst());
          });
    }
    return told;
  }

  private static Watch weigh(Watch watch, LocalDate on, int percent, List<Outcome> outcomes) {
    return new Watching("school", Level.PROGRAM, List.of(), on, on, true, outcomes)
        .weigh(watch, new Fraction(percent, 100));
  }
}
