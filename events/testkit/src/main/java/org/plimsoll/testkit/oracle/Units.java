package org.plimsoll.testkit.oracle;

import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** In which units a measure can be limited. */
final class Units {
  private Units() {}

  /** An amount has its share of the whole and itself, an index the number, a slip its days. */
  static boolean fit(ToleranceUnit unit, Measure measure) {
    return switch (measure) {
      case CPI, SPI, SPI_T, TCPI_BAC, TCPI_EAC, EARNED_SCHEDULE, SV_T ->
          unit == ToleranceUnit.RATIO;
      case FINISH_SLIP_ORIGINAL,
          FINISH_SLIP_CURRENT,
          PROJECTED_SLIP_ORIGINAL,
          PROJECTED_SLIP_CURRENT,
          MILESTONE_SLIP,
          SILENCE ->
          unit == ToleranceUnit.DAYS;
      case INDICATOR_ACHIEVEMENT, INDICATOR_TREND -> unit == ToleranceUnit.PERCENT;
      default -> unit == ToleranceUnit.PERCENT || unit == ToleranceUnit.MINOR_UNITS;
    };
  }

  /** What is earned has no value at which nothing deviates. */
  static boolean hasOrigin(Measure measure) {
    return measure != Measure.EARNED_SCHEDULE;
  }
}
