package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Which tolerances may be granted beside which. */
class GrantsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @Test
  void aToleranceWithALastDayIsNotTakenForDaysBeforeTheOneItWouldGiveWayTo() {
    Fold fold = new Fold();
    fold.next(
        new Input.FactsStated(
            new Position(Level.PROGRAM, 0, 1),
            "facts",
            new Facts(
                "enbek", Level.PROGRAM, "plan", null, null, "KZT", false, Baseline.NONE, List.of()),
            null));
    fold.next(granted(1, DAY, null));

    assertThat(fold.next(granted(2, DAY.minusDays(9), DAY.plusDays(9))))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).isEqualTo("effectiveUntil"));
    assertThat(fold.next(granted(3, DAY, DAY.plusDays(9))))
        .hasAtLeastOneElementOfType(Outcome.ToleranceScheduled.class);
  }

  private static Input granted(int version, LocalDate from, @Nullable LocalDate until) {
    return new Input.ToleranceGranted(
        new Position(Level.PROGRAM, 0, 1L + version),
        "grant-" + version,
        "enbek",
        new Tolerance(
            "cost",
            version,
            ToleranceKind.COST,
            Measure.VAC,
            null,
            Direction.AT_LEAST,
            ToleranceUnit.PERCENT,
            -100_000,
            new Terms(null, null, null, 1, 0, 0, 0, from, until, null)));
  }
}
