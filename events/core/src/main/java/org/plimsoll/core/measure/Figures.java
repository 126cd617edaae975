package org.plimsoll.core.measure;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a project. Amounts in whole minor units, null where never reported.
 *
 * @param pvMinor planned value
 * @param evMinor earned value
 * @param acMinor actual cost
 * @param bacMinor budget at completion
 * @param etcMinor the agency's own estimate to complete
 * @param costForecastMinor the agency's own forecast of the cost at completion
 * @param forecastFinish day on which the project is expected to be finished
 * @param indicatorTenThousandths values of indicators times 10,000, by indicator id
 */
public record Figures(
    @Nullable Long pvMinor,
    @Nullable Long evMinor,
    @Nullable Long acMinor,
    @Nullable Long bacMinor,
    @Nullable Long etcMinor,
    @Nullable Long costForecastMinor,
    @Nullable LocalDate forecastFinish,
    Map<String, Long> indicatorTenThousandths) {
  public static final Figures NONE =
      new Figures(null, null, null, null, null, null, null, Map.of());

  /**
   * A computed EAC is held here, so that a project with almost nothing earned can still be added to
   * others: 90 of them stay within a long. A hundred times the largest amount that is taken.
   */
  public static final long EAC_CEILING_MINOR = 100_000_000_000_000_000L;

  public Figures {
    indicatorTenThousandths = Collections.unmodifiableMap(new TreeMap<>(indicatorTenThousandths));
  }

  /** These figures after a report: what it states replaces, what it leaves out stands. */
  public Figures after(Figures report) {
    Map<String, Long> indicators = indicatorTenThousandths;
    if (!report.indicatorTenThousandths.isEmpty()) {
      indicators = new TreeMap<>(indicatorTenThousandths);
      indicators.putAll(report.indicatorTenThousandths);
    }
    return new Figures(
        newer(report.pvMinor, pvMinor),
        newer(report.evMinor, evMinor),
        newer(report.acMinor, acMinor),
        newer(report.bacMinor, bacMinor),
        newer(report.etcMinor, etcMinor),
        newer(report.costForecastMinor, costForecastMinor),
        report.forecastFinish == null ? forecastFinish : report.forecastFinish,
        indicators);
  }

  /** Names of the figures that are known here and not there, indicators as indicators.ID. */
  public List<String> namesNotIn(Figures other) {
    List<String> names = new ArrayList<>();
    missing(names, "pvMinor", pvMinor, other.pvMinor);
    missing(names, "evMinor", evMinor, other.evMinor);
    missing(names, "acMinor", acMinor, other.acMinor);
    missing(names, "bacMinor", bacMinor, other.bacMinor);
    missing(names, "etcMinor", etcMinor, other.etcMinor);
    missing(names, "costForecastMinor", costForecastMinor, other.costForecastMinor);
    missing(names, "forecastFinish", forecastFinish, other.forecastFinish);
    indicatorTenThousandths.forEach((id, value) ->
        missing(names, "indicators." + id, value, other.indicatorTenThousandths.get(id)));
    return names;
  }

  private static void missing(
      List<String> names, String name, @Nullable Object here, @Nullable Object there) {
    if (here != null && there == null) {
      names.add(name);
    }
  }

  private static @Nullable Long newer(@Nullable Long reported, @Nullable Long known) {
    return reported == null ? known : reported;
  }

  /**
   * Estimate at completion in minor units, the first of these that can be had: the agency's own
   * forecast; AC + the agency's own ETC; BAC / CPI, that is BAC x AC / EV, rounded half up to a
   * whole minor unit and held at {@link #EAC_CEILING_MINOR}. It is an amount, so it is rounded once
   * and what is weighed is what is shown. Null when none can be had.
   */
  public @Nullable Long eacMinor() {
    if (costForecastMinor != null) {
      return costForecastMinor;
    }
    if (acMinor != null && etcMinor != null) {
      return acMinor + etcMinor;
    }
    if (bacMinor == null || acMinor == null || evMinor == null || evMinor == 0) {
      return null;
    }
    BigInteger twiceEv = BigInteger.valueOf(evMinor).shiftLeft(1);
    BigInteger eac =
        BigInteger.valueOf(bacMinor)
            .multiply(BigInteger.valueOf(acMinor))
            .shiftLeft(1)
            .add(BigInteger.valueOf(evMinor))
            .divide(twiceEv);
    return eac.min(BigInteger.valueOf(EAC_CEILING_MINOR)).longValueExact();
  }
}
