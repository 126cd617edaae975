package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.MilestoneDates;

/** Figures that stood before a silence and were left out of the first report after it. */
final class Missing {
  private final List<String> names = new ArrayList<>();

  private Missing() {}

  static List<String> names(Figures before, Figures after) {
    Missing missing = new Missing();
    missing.figure("pvMinor", before.pvMinor(), after.pvMinor());
    missing.figure("evMinor", before.evMinor(), after.evMinor());
    missing.figure("acMinor", before.acMinor(), after.acMinor());
    missing.figure("bacMinor", before.bacMinor(), after.bacMinor());
    missing.figure("etcMinor", before.etcMinor(), after.etcMinor());
    missing.figure("costForecastMinor", before.costForecastMinor(), after.costForecastMinor());
    missing.figure("forecastFinish", before.forecastFinish(), after.forecastFinish());
    before
        .indicatorTenThousandths()
        .forEach((id, value) ->
            missing.figure("indicators." + id, value, after.indicatorTenThousandths().get(id)));
    before
        .milestones()
        .forEach((id, dates) ->
            missing.figure("milestones." + id, other(dates), other(after.milestones().get(id))));
    missing.figure("risks", before.riskExposureMinor(), after.riskExposureMinor());
    return missing.names;
  }

  /** A date that was not promised. */
  private static @Nullable LocalDate other(@Nullable MilestoneDates dates) {
    if (dates == null) {
      return null;
    }
    return dates.actual() == null ? dates.forecast() : dates.actual();
  }

  private void figure(String name, @Nullable Object before, @Nullable Object after) {
    if (before != null && after == null) {
      names.add(name);
    }
  }
}
