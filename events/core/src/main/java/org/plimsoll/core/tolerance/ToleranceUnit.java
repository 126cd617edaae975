package org.plimsoll.core.tolerance;

import org.plimsoll.core.measure.Measure;

/** What a limit counts. */
public enum ToleranceUnit {
  /** Hundredths of the whole. */
  PERCENT,
  /** The quotient itself. */
  RATIO,
  /** Calendar days. */
  DAYS,
  /** The measure's numerator, an amount in minor units. */
  MINOR_UNITS;

  /** Whether a limit on this measure can count in this unit. */
  public boolean fits(Measure measure) {
    return switch (measure) {
      case COST_GROWTH_ORIGINAL, COST_GROWTH_CURRENT, VAC -> this == PERCENT || this == MINOR_UNITS;
      case CPI, SPI -> this == RATIO;
      case FINISH_SLIP_ORIGINAL, FINISH_SLIP_CURRENT, SILENCE -> this == DAYS;
      case INDICATOR_ACHIEVEMENT -> this == PERCENT;
    };
  }
}
