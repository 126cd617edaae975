package org.plimsoll.core.measure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param statedOn data dates on which the figures were stated that are not of a milestone or an
 *     indicator, which know their own; a report has none
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
    Map<String, Earlier> earlierIndicators,
    Map<Name, LocalDate> statedOn) {
  public static final Figures NONE =
      new Figures(null, null, null, null, null, null, null, Map.of());

  /**
   * A computed EAC is held here, so that a project with almost nothing earned can still be added to
   * others: 90 of them stay within a long. A hundred times the largest amount that is taken.
   */
  public static final long EAC_CEILING_MINOR = 100_000_000_000_000_000L;

  /** The figures of which there is one, by the name under which they are reported. */
  public enum Name {
    PV("pvMinor"),
    EV("evMinor"),
    AC("acMinor"),
    BAC("bacMinor"),
    ETC("etcMinor"),
    COST_FORECAST("costForecastMinor"),
    FORECAST_FINISH("forecastFinish"),
    RISK_EXPOSURE("risks");

    private final String field;

    Name(String field) {
      this.field = field;
    }

    boolean isIn(Figures figures) {
      return switch (this) {
        case PV -> figures.pvMinor != null;
        case EV -> figures.evMinor != null;
        case AC -> figures.acMinor != null;
        case BAC -> figures.bacMinor != null;
        case ETC -> figures.etcMinor != null;
        case COST_FORECAST -> figures.costForecastMinor != null;
        case FORECAST_FINISH -> figures.forecastFinish != null;
        case RISK_EXPOSURE -> figures.riskExposureMinor != null;
      };
    }
  }

  /**
   * What the value of an indicator followed. Two reports for one data date are one report and its
   * correction, so the second is compared with what stood before that date.
   *
   * <p>A silence is forgotten with the figures before it: the first value after it follows none.
   *
   * @param reportedOn data date of the value that stands
   * @param tenThousandths the value before it times 10,000; null when it was the first
   * @param on data date of the value before it; null when it was the first
   */
  public record Earlier(
      LocalDate reportedOn, @Nullable Long tenThousandths, @Nullable LocalDate on) {}

  public Figures {
    indicatorTenThousandths = ById.copyOf(indicatorTenThousandths);
    milestones = ById.copyOf(milestones);
    earlierIndicators = ById.copyOf(earlierIndicators);
    statedOn = StatedOn.copyOf(statedOn);
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
        Map.of(),
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
        earlierIndicators,
        statedOn);
  }

  /**
   * These figures after a report: what it states replaces what was stated for its data date or an
   * earlier one, and what it leaves out stands. So reports may come in any order of data dates, and
   * of several for one data date the last one to come stands.
   *
   * @param on data date of the report
   */
  public Figures after(Figures report, LocalDate on) {
    return new Figures(
        newer(Name.PV, report.pvMinor, pvMinor, on),
        newer(Name.EV, report.evMinor, evMinor, on),
        newer(Name.AC, report.acMinor, acMinor, on),
        newer(Name.BAC, report.bacMinor, bacMinor, on),
        newer(Name.ETC, report.etcMinor, etcMinor, on),
        newer(Name.COST_FORECAST, report.costForecastMinor, costForecastMinor, on),
        newer(Name.FORECAST_FINISH, report.forecastFinish, forecastFinish, on),
        ById.changed(
            indicatorTenThousandths,
            report.indicatorTenThousandths,
            (id, stands, stated) -> isOlder(on, earlierIndicators.get(id)) ? stands : stated),
        ById.changed(
            milestones,
            report.milestones,
            (_, stands, stated) ->
                (stands == null ? MilestoneDates.NONE : stands).after(stated, on)),
        newer(Name.RISK_EXPOSURE, report.riskExposureMinor, riskExposureMinor, on),
        ById.changed(
            earlierIndicators,
            report.indicatorTenThousandths,
            (id, known, stated) -> earlier(id, known, stated, on)),
        StatedOn.after(statedOn, report, on));
  }

  private static boolean isOlder(LocalDate on, @Nullable Earlier known) {
    return known != null && on.isBefore(known.reportedOn);
  }

  /** The value that stands and the one before it are the two newest by data date. */
  private Earlier earlier(String id, @Nullable Earlier known, long stated, LocalDate on) {
    if (known == null || on.isAfter(known.reportedOn)) {
      return new Earlier(
          on, indicatorTenThousandths.get(id), known == null ? null : known.reportedOn);
    }
    return on.isBefore(known.reportedOn) && (known.on == null || !on.isBefore(known.on))
        ? new Earlier(known.reportedOn, stated, on)
        : known;
  }

  private boolean isOpenTo(Name name, LocalDate on) {
    LocalDate stated = statedOn.get(name);
    return stated == null || !stated.isAfter(on);
  }

  private <T> @Nullable T newer(Name name, @Nullable T reported, @Nullable T known, LocalDate on) {
    return reported != null && isOpenTo(name, on) ? reported : known;
  }

  /** Names of the figures that a report states, indicators as indicators.ID. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Name name : Name.values()) {
      if (name.isIn(this)) {
        names.add(name.field);
      }
    }
    indicatorTenThousandths.keySet().forEach(id -> names.add("indicators." + id));
    milestones.forEach((id, dates) -> dates.names("milestones." + id, names));
    return names;
  }

  /**
   * Names of the figures that a report states and that do not take effect here, because a newer
   * report stated them since, or because the date of a milestone was promised before.
   *
   * @param on data date of the report
   */
  public List<String> namesKeptFrom(Figures report, LocalDate on) {
    List<String> names = new ArrayList<>();
    for (Name name : Name.values()) {
      if (name.isIn(report) && !isOpenTo(name, on)) {
        names.add(name.field);
      }
    }
    for (String id : report.indicatorTenThousandths.keySet()) {
      Earlier known = earlierIndicators.get(id);
      if (known != null && known.reportedOn.isAfter(on)) {
        names.add("indicators." + id);
      }
    }
    report.milestones.forEach((id, dates) ->
        milestones
            .getOrDefault(id, MilestoneDates.NONE)
            .namesKeptFrom(dates, on, "milestones." + id, names));
    return names;
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
    for (Name name : Name.values()) {
      if (name != Name.RISK_EXPOSURE) {
        missing(names, name.field, name.isIn(this), name.isIn(other));
      }
    }
    for (String id : indicatorTenThousandths.keySet()) {
      missing(names, "indicators." + id, true, other.indicatorTenThousandths.containsKey(id));
    }
    milestones.forEach((id, dates) ->
        missing(
            names,
            "milestones." + id,
            dates.isDated(),
            other.milestones.getOrDefault(id, MilestoneDates.NONE).isDated()));
    Name risks = Name.RISK_EXPOSURE;
    missing(names, risks.field, risks.isIn(this), risks.isIn(other));
    return names;
  }

  private static void missing(List<String> names, String name, boolean here, boolean there) {
    if (here && !there) {
      names.add(name);
    }
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
