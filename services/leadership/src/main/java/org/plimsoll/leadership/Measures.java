package org.plimsoll.leadership;

/** In which unit a measure is shown where no tolerance says it. */
final class Measures {
  private Measures() {}

  static String unit(String measure) {
    return switch (measure) {
      case "CPI", "SPI" -> "RATIO";
      case "FINISH_SLIP_ORIGINAL", "FINISH_SLIP_CURRENT" -> "DAYS";
      case "COST_GROWTH_ORIGINAL", "COST_GROWTH_CURRENT", "VAC", "INDICATOR_ACHIEVEMENT" ->
          "PERCENT";
      // A measure of a newer engine: its fraction as it is.
      default -> "RATIO";
    };
  }
}
