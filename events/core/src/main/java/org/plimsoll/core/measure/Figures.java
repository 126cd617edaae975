package org.plimsoll.core.measure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
 * @param milestones by milestone id
 * @param riskExposureMinor sum of probability x impact over the risk register, as {@link
 *     Exposure#sumMinor} gives it
 * @param earlierIndicators what the values of indicators followed, by indicator id; a report has
 *     none
 */
public record Figures(
    @Nullable Long pvMinor,
    @Nullable Long evMinor,
    @Nullable Long acMinor,
    @Nullable Long bacMinor,
    @Nullable Long etcMinor,
    @Nullable Long costForecastMinor,
    @Nullable LocalDate forecastFinish,
    Map<String, Long> indicatorTenThousandths,
    Map<String, MilestoneDates> milestones,
    @Nullable Long riskExposureMinor,
    Map<String, Earlier> earlierIndicators) {
  public static final Figures NONE =
      new Figures(null, null, null, null, null, null, null, Map.of());

  /**
   * A computed EAC is held here, so that a project with almost nothing earned can still be added to
   * others: 90 of them stay within a long. A hundred times the largest amount that is taken.
   */
  public static final long EAC_CEILING_MINOR = 100_000_000_000_000_000L;

  /**
   * What the value of an indicator followed. Two reports for one data date are one report and its
   * correction, so the second is compared with what stood before that date.
   *
   * <p>A silence is forgotten with the figures before it: the first value after it follows none.
   *
   * @param reportedOn data date of the value that stands
   * @param tenThousandths the value before it times 10,000; null when it was the first
   */
  public record Earlier(LocalDate reportedOn, @Nullable Long tenThousandths) {}

  public Figures {
    indicatorTenThousandths = sorted(indicatorTenThousandths);
    milestones = sorted(milestones);
    earlierIndicators = sorted(earlierIndicators);
  }

  /** Figures without milestones and risks. */
  public Figures(
      @Nullable Long pvMinor,
      @Nullable Long evMinor,
      @Nullable Long acMinor,
      @Nullable Long bacMinor,
      @Nullable Long etcMinor,
      @Nullable Long costForecastMinor,
      @Nullable LocalDate forecastFinish,
      Map<String, Long> indicatorTenThousandths) {
    this(
        pvMinor,
        evMinor,
        acMinor,
        bacMinor,
        etcMinor,
        costForecastMinor,
        forecastFinish,
        indicatorTenThousandths,
        Map.of(),
        null,
        Map.of());
  }

  /** These figures with other milestones and another risk exposure. */
  public Figures with(Map<String, MilestoneDates> milestones, @Nullable Long riskExposureMinor) {
    return new Figures(
        pvMinor,
        evMinor,
        acMinor,
        bacMinor,
        etcMinor,
        costForecastMinor,
        forecastFinish,
        indicatorTenThousandths,
        milestones,
        riskExposureMinor,
        earlierIndicators);
  }

  private static <T> Map<String, T> sorted(Map<String, T> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /**
   * These figures after a report: what it states replaces, what it leaves out stands.
   *
   * @param on data date of the report
   */
  public Figures after(Figures report, LocalDate on) {
    Map<String, Long> indicators = new HashMap<>(indicatorTenThousandths);
    Map<String, Earlier> earlier = new HashMap<>(earlierIndicators);
    report.indicatorTenThousandths.forEach((id, value) -> {
      Long before = indicators.put(id, value);
      Earlier known = earlier.get(id);
      earlier.put(
          id, known != null && known.reportedOn.equals(on) ? known : new Earlier(on, before));
    });
    Map<String, MilestoneDates> dates = new HashMap<>(milestones);
    report.milestones.forEach((id, reported) -> dates.merge(id, reported, MilestoneDates::after));
    return new Figures(
        newer(report.pvMinor, pvMinor),
        newer(report.evMinor, evMinor),
        newer(report.acMinor, acMinor),
        newer(report.bacMinor, bacMinor),
        newer(report.etcMinor, etcMinor),
        newer(report.costForecastMinor, costForecastMinor),
        report.forecastFinish == null ? forecastFinish : report.forecastFinish,
        indicators,
        dates,
        newer(report.riskExposureMinor, riskExposureMinor),
        earlier);
  }

  /** What a silence leaves of these figures: the dates that were first promised for milestones. */
  public Figures promised() {
    Map<String, MilestoneDates> promised = new HashMap<>();
    milestones.forEach((id, dates) -> {
      if (dates.baseline() != null) {
        promised.put(id, new MilestoneDates(dates.baseline(), null, null));
      }
    });
    return NONE.with(promised, null);
  }

  /**
   * Names of the figures that are known here and not there, as a report names them; indicators as
   * indicators.ID, milestones with a date beside the promised one as milestones.ID.
   */
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
    milestones.forEach((id, dates) ->
        missing(names, "milestones." + id, otherDate(dates), otherDate(other.milestones.get(id))));
    missing(names, "risks", riskExposureMinor, other.riskExposureMinor);
    return names;
  }

  private static @Nullable LocalDate otherDate(@Nullable MilestoneDates dates) {
    if (dates == null) {
      return null;
    }
    return dates.actual() == null ? dates.forecast() : dates.actual();
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
   * and what is weighed is what is shown. Null when none can be had, also while nothing is earned
   * or nothing spent.
   */
  public @Nullable Long eacMinor() {
    return switch (Amount.atCompletion(this)) {
      case Amount.Of(long minor) -> minor;
      case Amount.None _ -> null;
    };
  }
}
