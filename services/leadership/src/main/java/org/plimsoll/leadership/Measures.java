package org.plimsoll.leadership;

/** In which unit a measure is shown where no tolerance says it, and whether it is shown then. */
final class Measures {
  private Measures() {}

  static String unit(String measure) {
    return switch (measure) {
      case "CPI", "SPI", "TCPI_BAC", "TCPI_EAC", "EARNED_SCHEDULE", "SV_T", "SPI_T" -> "RATIO";
      case "FINISH_SLIP_ORIGINAL",
          "FINISH_SLIP_CURRENT",
          "PROJECTED_SLIP_ORIGINAL",
          "PROJECTED_SLIP_CURRENT",
          "MILESTONE_SLIP",
          "SILENCE" ->
          "DAYS";
      case "COST_GROWTH_ORIGINAL",
          "COST_GROWTH_CURRENT",
          "VAC",
          "INDICATOR_ACHIEVEMENT",
          "INDICATOR_TREND" ->
          "PERCENT";
      case "CV",
          "SV",
          "EAC_CPI",
          "EAC_REMAINING_AT_BUDGET",
          "EAC_CPI_SPI",
          "EAC_BOTTOM_UP",
          "ETC",
          "RISK_EXPOSURE" ->
          "MINOR_UNITS";
      // A measure of a newer engine: its fraction as it is.
      default -> "RATIO";
    };
  }

  /**
   * Whether the table of a node says that it cannot be measured, although no tolerance weighs it:
   * the measures that every project is expected to have.
   */
  static boolean isExpected(String measure) {
    return switch (measure) {
      case "COST_GROWTH_ORIGINAL",
          "COST_GROWTH_CURRENT",
          "CPI",
          "SPI",
          "VAC",
          "FINISH_SLIP_ORIGINAL",
          "FINISH_SLIP_CURRENT",
          "INDICATOR_ACHIEVEMENT" ->
          true;
      default -> false;
    };
  }
}
