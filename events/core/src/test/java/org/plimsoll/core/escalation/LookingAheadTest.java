package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.School.JANUARY;
import static org.plimsoll.core.escalation.School.only;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** A tolerance that stands for a time looks ahead by its own days and in its own unit. */
class LookingAheadTest {
  private static final LocalDate LAST_DAY = LocalDate.of(2026, 12, 31);

  private static Tolerance cost(
      int version, ToleranceUnit unit, long limit, int forecastDays, @Nullable LocalDate until) {
    return new Tolerance(
        "cost",
        version,
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        unit,
        limit * 10_000,
        new Terms(null, null, null, 1, 0, 0, forecastDays, null, until, null));
  }

  /** A school that grows dearer by one percent of 1,000 a month. */
  private static List<ExceptionChanged> changes(School school, int months) {
    List<ExceptionChanged> changes = new ArrayList<>();
    for (int month = 0; month < months; month++) {
      Figures figures =
          new Figures(null, null, null, null, null, 1_000L + 10L * month, null, Map.of());
      changes.addAll(
          only(
              school.reports("month-" + month, JANUARY.plusMonths(month), figures),
              ExceptionChanged.class));
    }
    return changes;
  }

  @Test
  void oneThatDoesNotLookAheadExpectsNothingWhileItStands() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 200, null));
    school.grants(cost(2, ToleranceUnit.PERCENT, 9, 0, LAST_DAY));

    assertThat(changes(school, 9)).isEmpty();
  }

  @Test
  void oneThatLooksAheadDoesSoBeforeATermThatDoesNot() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 0, null));
    school.grants(cost(2, ToleranceUnit.PERCENT, 9, 200, LAST_DAY));

    ExceptionChanged expected = changes(school, 6).getFirst();

    assertThat(expected.change()).isEqualTo(Change.RAISED);
    assertThat(expected.tolerance().version()).isEqualTo(2);
    assertThat(requireNonNull(expected.forecast()).expectedOn()).isAfter(expected.onDate());
  }

  @Test
  void aTrendIsDrawnInTheUnitOfTheToleranceInForce() {
    // 90 of an amount, which a percentage of 4 times 10,000 would be far beyond.
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 60, null));
    school.grants(cost(2, ToleranceUnit.MINOR_UNITS, 90, 60, LAST_DAY));

    List<ExceptionChanged> changes = changes(school, 9);

    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().onDate()).isEqualTo(JANUARY.plusMonths(8));
    assertThat(requireNonNull(changes.getFirst().forecast()).expectedOn())
        .isBetween(JANUARY.plusMonths(9), JANUARY.plusMonths(10));
  }

  @Test
  void aTrendBeginsAnewWhereAnotherUnitComesInForce() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 200, null));
    changes(school, 4);
    school.grants(cost(2, ToleranceUnit.MINOR_UNITS, 1_000, 200, LAST_DAY));

    // The grant weighs the newest report once more, in its own unit.
    assertThat(school.stands().watches().getFirst().points()).hasSize(1);
    school.grants(cost(3, ToleranceUnit.PERCENT, 12, 0, null));
    assertThat(school.stands().watches().getFirst().points()).hasSize(1);
  }

  @Test
  void aTrendGoesOnUnderANewVersionInTheSameUnit() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 200, null));
    changes(school, 4);

    school.grants(cost(2, ToleranceUnit.PERCENT, 12, 200, null));

    assertThat(school.stands().watches().getFirst().points()).hasSize(4);
  }

  @Test
  void aVersionThatDoesNotLookAheadForgetsTheTrend() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 200, null));
    changes(school, 4);

    school.grants(cost(2, ToleranceUnit.PERCENT, 12, 0, null));
    assertThat(school.stands().watches().getFirst().points()).isEmpty();

    school.grants(cost(3, ToleranceUnit.PERCENT, 12, 200, null));
    assertThat(school.stands().watches().getFirst().points()).hasSize(1);
  }

  /** By the trend 9 percent are crossed after nine months, and eleven have gone by. */
  @Test
  void oneThatDoesNotLookAheadExpectsNothingWhileTimeGoesOnEither() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 200, null));
    school.grants(cost(2, ToleranceUnit.PERCENT, 9, 0, LAST_DAY));
    changes(school, 9);

    assertThat(only(school.ticks(JANUARY.plusMonths(10)), ExceptionChanged.class)).isEmpty();
  }

  @Test
  void oneThatDoesNotLookAheadKeepsTheTrendOfTheOneBehindIt() {
    School school = School.under(cost(1, ToleranceUnit.PERCENT, 10, 200, null));
    changes(school, 4);

    school.grants(cost(2, ToleranceUnit.PERCENT, 12, 0, LAST_DAY));

    assertThat(school.stands().watches().getFirst().points()).hasSize(4);
  }
}
