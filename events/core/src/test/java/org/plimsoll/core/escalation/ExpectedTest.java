package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * An exception that is only expected, from its announcement to its end. Cost grows by one percent
 * in ten days under a limit of ten, looked ahead 40 days: the tenth report, on day 90, stands at
 * 6.1 percent, so that the limit is crossed after 39 more, and beyond it on day 130. After so many
 * reports one that lies elsewhere does not turn the trend, and only moves where it begins.
 */
class ExpectedTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final int TENTH = 90;
  private static final int ELEVENTH = 100;

  private final List<Outcome> outcomes = new ArrayList<>();
  private Watch watch = Watch.of(lookingAhead(null, 1, 0));

  private static Tolerance lookingAhead(@Nullable Long clear, int reports, int hold) {
    return new Tolerance(
        "cost",
        1,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        100_000,
        new Terms(null, clear, null, reports, 0, hold, 40, null, null, null));
  }

  private String told(int day, int perThousand) {
    outcomes.clear();
    LocalDate on = START.plusDays(day);
    watch =
        new Watching("school", Level.PROGRAM, List.of(), on, on, true, outcomes)
            .weigh(watch, new Fraction(perThousand, 1_000));
    return outcomes.isEmpty()
        ? ""
        : switch (outcomes.getFirst()) {
          case Outcome.ExceptionChanged changed ->
              changed.change()
                  + (changed.forecast() == null
                      ? ""
                      : " for day "
                          + (changed.forecast().expectedOn().toEpochDay() - START.toEpochDay()));
          case Outcome.Suppressed held -> held.why() + " " + held.count();
          default -> throw new AssertionError(outcomes);
        };
  }

  /** Ten reports that rise by one percent to this value; what follows from the last of them. */
  private String rising(int perThousand) {
    String told = "";
    for (int i = 0; i < 10; i++) {
      assertThat(told).isEmpty();
      told = told(10 * i, perThousand - 10 * (9 - i));
    }
    return told;
  }

  private void raised() {
    assertThat(rising(61)).isEqualTo("RAISED for day 130");
  }

  @Test
  void itIsRaisedOnTheDayFromWhichTheLimitIsCrossedWithinTheDaysLookedAhead() {
    raised();
    assertThat(requireNonNull(watch.open()).isExpected()).isTrue();
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void aDayBeforeItIsNot() {
    assertThat(rising(60)).isEmpty();
  }

  @Test
  void aReportOnTheLineSaysNothingNew() {
    raised();

    assertThat(told(ELEVENTH, 71)).isEmpty();
  }

  /** A quarter of the 40 days. */
  @Test
  void itIsAnnouncedAgainWhenTheDayMovesByAQuarterOfTheDaysLookedAhead() {
    raised();

    assertThat(told(ELEVENTH, 80)).as("nine days earlier").isEmpty();
    assertThat(told(ELEVENTH, 81)).isEqualTo("WORSENED for day 120");
  }

  @Test
  void itEasesAsFar() {
    raised();

    assertThat(told(ELEVENTH, 62)).as("nine days later").isEmpty();
    assertThat(told(ELEVENTH, 61)).isEqualTo("EASED for day 140");
    assertThat(((Outcome.ExceptionChanged) outcomes.getFirst()).revision()).isEqualTo(2);
  }

  /** At 4.1 percent 59 days are left, and at 4.0 they are 60. */
  @Test
  void itDissolvesBeyondOneAndAHalfTimesTheDaysLookedAhead() {
    raised();

    assertThat(told(ELEVENTH, 41)).isEqualTo("EASED for day 160");
    assertThat(told(ELEVENTH, 40)).startsWith("CLEARED");
    assertThat(watch.open()).isNull();
  }

  @Test
  void itBecomesAFactWhenTheLimitIsCrossed() {
    raised();

    assertThat(told(ELEVENTH, 101)).isEqualTo("WORSENED");
    assertThat(requireNonNull(watch.open()).isExpected()).isFalse();
    assertThat(requireNonNull(watch.open()).step()).isEqualTo(1);
  }

  @Test
  void itBecomesAFactOnlyAfterAsManyReportsAsTheToleranceAsks() {
    watch = Watch.of(lookingAhead(null, 2, 0));
    raised();

    assertThat(told(ELEVENTH, 101)).isEqualTo("PERSISTENCE 1");
    assertThat(((Outcome.Suppressed) outcomes.getFirst()).exceptionId())
        .isEqualTo(requireNonNull(watch.open()).exceptionId());
    assertThat(told(ELEVENTH + 10, 111)).isEqualTo("WORSENED");
  }

  /** What came back within the limit begins to persist anew. */
  @Test
  void aReportWithinTheLimitForgetsTheOneBeyondIt() {
    watch = Watch.of(lookingAhead(null, 2, 0));
    raised();
    told(ELEVENTH, 101);

    told(ELEVENTH + 10, 91);

    assertThat(watch.beyond()).isNull();
    assertThat(told(ELEVENTH + 20, 101)).isEqualTo("PERSISTENCE 1");
  }

  /** Back within the limit, and still on its way beyond it: the exception stays as expected. */
  @Test
  void aFactThatIsBackWithinAndOnItsWayBeyondIsExpectedAgain() {
    raised();
    told(ELEVENTH, 101);

    assertThat(told(ELEVENTH + 10, 91)).isEqualTo("EASED for day 120");
    assertThat(requireNonNull(watch.open()).isExpected()).isTrue();
  }

  /** A second report for a data date stands in the place of the first, and counts as one. */
  @Test
  void aDataDateIsOnePointOfTheTrend() {
    raised();
    told(TENTH, 62);

    assertThat(watch.points()).hasSize(10);
    assertThat(watch.points().getLast().value()).isEqualTo(62_000);
  }

  /** A tick is no data date, and a report for an older one comes too late for the trend. */
  @Test
  void onlyANewerDataDateIsAPoint() {
    raised();
    LocalDate tick = START.plusDays(TENTH + 1);
    LocalDate old = START.plusDays(TENTH - 5);

    Watch ticked = weighed(START.plusDays(TENTH), tick, false);
    Watch late = weighed(old, old, true);

    assertThat(ticked.points()).isEqualTo(watch.points());
    assertThat(late.points()).isEqualTo(watch.points());
  }

  private Watch weighed(LocalDate dataDate, LocalDate on, boolean counts) {
    return new Watching("school", Level.PROGRAM, List.of(), dataDate, on, counts, outcomes)
        .weigh(watch, new Fraction(61, 1_000));
  }

  @Test
  void aToleranceThatDoesNotLookAheadKeepsNoTrend() {
    Tolerance plain =
        new Tolerance(
            "cost",
            1,
            ToleranceKind.COST,
            Measure.COST_GROWTH_ORIGINAL,
            null,
            Direction.AT_MOST,
            ToleranceUnit.PERCENT,
            100_000);
    watch = Watch.of(plain);

    assertThat(rising(61)).isEmpty();
    assertThat(watch.points()).isEmpty();
  }

  /** Ten percent in a report is crossed no more than the limit says. */
  @Test
  void whatEqualsTheLimitIsStillOnlyExpected() {
    raised();

    assertThat(told(ELEVENTH, 100)).isEqualTo("WORSENED for day 101");
    assertThat(((Outcome.ExceptionChanged) outcomes.getFirst()).change())
        .isEqualTo(Change.WORSENED);
    assertThat(requireNonNull(watch.open()).isExpected()).isTrue();
  }
}
