package org.plimsoll.core.measure;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.bytes.BytesIn;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.measure.Figures.Earlier;
import org.plimsoll.core.measure.Figures.Name;

/** The figures of a project as bytes, and made of them again. */
@SuppressWarnings("EnumOrdinal") // Bits in memory: none outlives the process.
public final class FiguresAtRest {
  private static final Name[] NAMES = Name.values();

  private FiguresAtRest() {}

  /** Puts them. */
  public static void write(BytesOut out, Figures f) {
    int stated = 0;
    for (Name name : NAMES) {
      stated |= name.isIn(f) ? bit(name) : 0;
    }
    out.flags(stated);
    amount(out, f.pvMinor());
    amount(out, f.evMinor());
    amount(out, f.acMinor());
    amount(out, f.bacMinor());
    amount(out, f.etcMinor());
    amount(out, f.costForecastMinor());
    if (f.forecastFinish() != null) {
      out.day(f.forecastFinish());
    }
    amount(out, f.riskExposureMinor());
    StatedOn.write(out, f.statedOn());
    out.count(f.indicatorTenThousandths().size());
    f.indicatorTenThousandths()
        .forEach((id, value) -> {
          out.text(id);
          out.number(value);
        });
    out.count(f.milestones().size());
    f.milestones()
        .forEach((id, dates) -> {
          out.text(id);
          write(out, dates);
        });
    out.count(f.earlierIndicators().size());
    f.earlierIndicators()
        .forEach((id, earlier) -> {
          out.text(id);
          write(out, earlier);
        });
  }

  /** Reads what {@link #write} put. */
  public static Figures read(BytesIn in) {
    int stated = in.flags();
    Long pv = amount(in, stated, Name.PV);
    Long ev = amount(in, stated, Name.EV);
    Long ac = amount(in, stated, Name.AC);
    Long bac = amount(in, stated, Name.BAC);
    Long etc = amount(in, stated, Name.ETC);
    Long costForecast = amount(in, stated, Name.COST_FORECAST);
    LocalDate finish = (stated & bit(Name.FORECAST_FINISH)) == 0 ? null : in.day();
    Long riskExposure = amount(in, stated, Name.RISK_EXPOSURE);
    Map<Name, LocalDate> statedOn = StatedOn.read(in);
    Map<String, Long> indicators = ById.read(in, BytesIn::number);
    Map<String, MilestoneDates> milestones = ById.read(in, FiguresAtRest::milestone);
    return new Figures(
        pv,
        ev,
        ac,
        bac,
        etc,
        costForecast,
        finish,
        indicators,
        milestones,
        riskExposure,
        ById.read(in, FiguresAtRest::earlier),
        statedOn);
  }

  static int bit(Name name) {
    return 1 << name.ordinal();
  }

  private static void amount(BytesOut out, @Nullable Long amount) {
    if (amount != null) {
      out.number(amount);
    }
  }

  private static @Nullable Long amount(BytesIn in, int stated, Name name) {
    return (stated & bit(name)) == 0 ? null : Long.valueOf(in.number());
  }

  private static void write(BytesOut out, MilestoneDates m) {
    int given = 0;
    given |= m.baseline() == null ? 0 : 1;
    given |= m.forecast() == null ? 0 : 2;
    given |= m.actual() == null ? 0 : 4;
    given |= m.forecastOn() == null ? 0 : 8;
    given |= m.actualOn() == null ? 0 : 16;
    out.flags(given);
    day(out, m.baseline());
    day(out, m.forecast());
    day(out, m.actual());
    day(out, m.forecastOn());
    day(out, m.actualOn());
  }

  private static MilestoneDates milestone(BytesIn in) {
    int given = in.flags();
    return new MilestoneDates(
        day(in, given & 1),
        day(in, given & 2),
        day(in, given & 4),
        day(in, given & 8),
        day(in, given & 16));
  }

  private static void write(BytesOut out, Earlier earlier) {
    out.flags((earlier.tenThousandths() == null ? 0 : 1) | (earlier.on() == null ? 0 : 2));
    out.day(earlier.reportedOn());
    amount(out, earlier.tenThousandths());
    day(out, earlier.on());
  }

  private static Earlier earlier(BytesIn in) {
    int given = in.flags();
    LocalDate reportedOn = in.day();
    return new Earlier(
        reportedOn, (given & 1) == 0 ? null : Long.valueOf(in.number()), day(in, given & 2));
  }

  private static void day(BytesOut out, @Nullable LocalDate day) {
    if (day != null) {
      out.day(day);
    }
  }

  private static @Nullable LocalDate day(BytesIn in, int given) {
    return given == 0 ? null : in.day();
  }
}
