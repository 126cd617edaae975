package org.plimsoll.core.tolerance;

import org.plimsoll.core.measure.Measure;

/** What a limit counts. */
public enum ToleranceUnit {
  /** Hundredths of the whole. */
  PERCENT,
  /** The number itself: an index, or periods of the plan. */
  RATIO,
  /** Calendar days. */
  DAYS,
  /** The measure's numerator, an amount in minor units. */
  MINOR_UNITS;

  /** Whether a limit on this measure can count in this unit. */
  public boolean fits(Measure measure) {
    return switch (measure) {
      case COST_GROWTH_ORIGINAL,
          COST_GROWTH_CURRENT,
          VAC,
          CV,
          SV,
          EAC_CPI,
          EAC_REMAINING_AT_BUDGET,
          EAC_CPI_SPI,
          EAC_BOTTOM_UP,
          ETC,
          RISK_EXPOSURE ->
          this == PERCENT || this == MINOR_UNITS;
      case CPI, SPI, TCPI_BAC, TCPI_EAC, EARNED_SCHEDULE, SV_T, SPI_T -> this == RATIO;
      case FINISH_SLIP_ORIGINAL,
          FINISH_SLIP_CURRENT,
          PROJECTED_SLIP_ORIGINAL,
          PROJECTED_SLIP_CURRENT,
          MILESTONE_SLIP,
          SILENCE ->
          this == DAYS;
      case INDICATOR_ACHIEVEMENT, INDICATOR_TREND -> this == PERCENT;
    };
  }
}
