package org.plimsoll.core.escalation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Rollup;

/**
 * A child's figures as its parent counts them: absolute, so that taking the same one twice changes
 * nothing.
 *
 * @param position the trail entry it reflects
 * @param dataDate newest data date below the child; null before the first status
 */
public record Contribution(
    String childId,
    String parentId,
    String currency,
    Position position,
    @Nullable LocalDate dataDate,
    Rollup rollup) {

  /** Whether it tells the parent nothing that the earlier one did not. */
  boolean saysTheSameAs(@Nullable Contribution earlier) {
    return earlier != null
        && rollup.equals(earlier.rollup)
        && java.util.Objects.equals(dataDate, earlier.dataDate);
  }
}
