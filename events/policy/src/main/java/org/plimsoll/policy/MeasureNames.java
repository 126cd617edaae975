package org.plimsoll.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plimsoll.core.measure.Measure;

/** What measures are called in a policy. */
public final class MeasureNames {
  private MeasureNames() {}

  /** The name of a measure, in lower case and without articles. */
  public static String of(Measure measure) {
    return switch (measure) {
      case COST_GROWTH_ORIGINAL -> "cost growth over original baseline";
      case COST_GROWTH_CURRENT -> "cost growth over current baseline";
      case CPI -> "cost performance index";
      case SPI -> "schedule performance index";
      case VAC -> "variance at completion";
      case FINISH_SLIP_ORIGINAL -> "finish slip against original baseline";
      case FINISH_SLIP_CURRENT -> "finish slip against current baseline";
      case INDICATOR_ACHIEVEMENT -> "share of target";
      case CV -> "cost variance";
      case SV -> "schedule variance";
      case EAC_CPI -> "estimate at completion by cost performance";
      case EAC_REMAINING_AT_BUDGET -> "estimate at completion with rest at budget";
      case EAC_CPI_SPI -> "estimate at completion by cost and schedule performance";
      case EAC_BOTTOM_UP -> "estimate at completion by agency";
      case ETC -> "estimate to complete";
      case TCPI_BAC -> "performance needed to keep budget";
      case TCPI_EAC -> "performance needed to keep estimate";
      case EARNED_SCHEDULE -> "earned schedule";
      case SV_T -> "schedule variance in time";
      case SPI_T -> "schedule performance index in time";
      case PROJECTED_SLIP_ORIGINAL -> "projected slip against original baseline";
      case PROJECTED_SLIP_CURRENT -> "projected slip against current baseline";
      case MILESTONE_SLIP -> "slip of worst milestone";
      case INDICATOR_TREND -> "change of indicator since last report";
      case RISK_EXPOSURE -> "risk exposure";
      case SILENCE -> "days without status";
    };
  }

  /** All names, in the order of the measures. */
  static List<String> all() {
    return Arrays.stream(Measure.values()).map(MeasureNames::of).toList();
  }

  /** The measure with this name; capitals, articles and wide spaces do not matter. */
  static Optional<Measure> find(String name) {
    String plain = plain(name);
    return Arrays.stream(Measure.values()).filter(m -> of(m).equals(plain)).findFirst();
  }

  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceAll("\\b(the|an|a)\\b", " ")
        .strip()
        .replaceAll("\\s+", " ");
  }
}
