package org.plimsoll.core.tolerance;

import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Measure;

/**
 * What can be compared when a tolerance is given on: one measure, of one indicator where it is one
 * of them, in one unit.
 */
public record BudgetKey(Measure measure, @Nullable String indicatorId, ToleranceUnit unit) {
  /** What this tolerance can be compared with. */
  public static BudgetKey of(Tolerance tolerance) {
    return new BudgetKey(tolerance.measure(), tolerance.indicatorId(), tolerance.unit());
  }

  /** An amount, which is added up over projects. */
  public static BudgetKey ofAmount(Measure measure) {
    return new BudgetKey(measure, null, ToleranceUnit.MINOR_UNITS);
  }

  /** Whether parts are added up; otherwise each is compared by itself. */
  public boolean isAddedUp() {
    return unit == ToleranceUnit.MINOR_UNITS;
  }
}
