package org.plimsoll.core.snapshot;

import static java.util.Objects.requireNonNull;
import static org.plimsoll.core.snapshot.Primitives.amount;
import static org.plimsoll.core.snapshot.Primitives.date;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.measure.Rollup;

/** Figures, promises and sums inside the bytes of {@link StandingBytes}. */
final class FigureBytes {
  private FigureBytes() {}

  /**
   * A baseline takes one byte where it is the one before it: a plan of 600 points is 7 kB, and most
   * projects have the same declared, original and current.
   */
  static void baseline(DataOutputStream out, Baseline baseline, Baseline before)
      throws IOException {
    out.writeBoolean(baseline.equals(before));
    if (baseline.equals(before)) {
      return;
    }
    amount(out, baseline.costMinor());
    date(out, baseline.finish());
    out.writeInt(baseline.timePhased().size());
    for (PlannedPoint point : baseline.timePhased()) {
      date(out, point.date());
      out.writeLong(point.pvMinor());
    }
  }

  static Baseline baseline(DataInputStream in, Baseline before) throws IOException {
    if (in.readBoolean()) {
      return before;
    }
    Long cost = amount(in);
    LocalDate finish = date(in);
    int size = in.readInt();
    List<PlannedPoint> points = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      points.add(new PlannedPoint(requireNonNull(date(in)), in.readLong()));
    }
    return new Baseline(cost, finish, points);
  }

  static void figures(DataOutputStream out, Figures f) throws IOException {
    amount(out, f.pvMinor());
    amount(out, f.evMinor());
    amount(out, f.acMinor());
    amount(out, f.bacMinor());
    amount(out, f.etcMinor());
    amount(out, f.costForecastMinor());
    date(out, f.forecastFinish());
    out.writeInt(f.indicatorTenThousandths().size());
    for (Map.Entry<String, Long> indicator : f.indicatorTenThousandths().entrySet()) {
      out.writeUTF(indicator.getKey());
      out.writeLong(indicator.getValue());
    }
    out.writeInt(f.milestones().size());
    for (Map.Entry<String, MilestoneDates> milestone : f.milestones().entrySet()) {
      out.writeUTF(milestone.getKey());
      date(out, milestone.getValue().baseline());
      date(out, milestone.getValue().forecast());
      date(out, milestone.getValue().actual());
      date(out, milestone.getValue().forecastOn());
      date(out, milestone.getValue().actualOn());
    }
    amount(out, f.riskExposureMinor());
    out.writeInt(f.earlierIndicators().size());
    for (Map.Entry<String, Figures.Earlier> earlier : f.earlierIndicators().entrySet()) {
      out.writeUTF(earlier.getKey());
      date(out, earlier.getValue().reportedOn());
      amount(out, earlier.getValue().tenThousandths());
      date(out, earlier.getValue().on());
    }
    for (Figures.Name name : Figures.Name.values()) {
      date(out, f.statedOn().get(name));
    }
  }

  static Figures figures(DataInputStream in) throws IOException {
    Long pv = amount(in);
    Long ev = amount(in);
    Long ac = amount(in);
    Long bac = amount(in);
    Long etc = amount(in);
    Long costForecast = amount(in);
    LocalDate finish = date(in);
    Map<String, Long> indicators = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      indicators.put(in.readUTF(), in.readLong());
    }
    Map<String, MilestoneDates> milestones = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      milestones.put(
          in.readUTF(), new MilestoneDates(date(in), date(in), date(in), date(in), date(in)));
    }
    Long riskExposure = amount(in);
    Map<String, Figures.Earlier> earlier = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      earlier.put(
          in.readUTF(), new Figures.Earlier(requireNonNull(date(in)), amount(in), date(in)));
    }
    Map<Figures.Name, LocalDate> statedOn = new EnumMap<>(Figures.Name.class);
    for (Figures.Name name : Figures.Name.values()) {
      LocalDate stated = date(in);
      if (stated != null) {
        statedOn.put(name, stated);
      }
    }
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
        earlier,
        statedOn);
  }

  static void rollup(DataOutputStream out, Rollup r) throws IOException {
    out.writeInt(r.projects());
    out.writeInt(r.projectsReporting());
    out.writeInt(r.projectsInException());
    out.writeInt(r.projectsSilent());
    out.writeLong(r.pvMinor());
    out.writeLong(r.evMinor());
    out.writeLong(r.acMinor());
    out.writeLong(r.bacMinor());
    out.writeLong(r.eacMinor());
    out.writeByte(r.sums().size());
    for (Map.Entry<Measure, Fraction> sum : r.sums().entrySet()) {
      out.writeUTF(sum.getKey().name());
      out.writeLong(sum.getValue().numerator());
      out.writeLong(sum.getValue().denominator());
    }
  }

  static Rollup rollup(DataInputStream in) throws IOException {
    int projects = in.readInt();
    int reporting = in.readInt();
    int inException = in.readInt();
    int silent = in.readInt();
    long pv = in.readLong();
    long ev = in.readLong();
    long ac = in.readLong();
    long bac = in.readLong();
    long eac = in.readLong();
    int size = in.readByte();
    Map<Measure, Fraction> sums = new EnumMap<>(Measure.class);
    for (int i = 0; i < size; i++) {
      sums.put(Measure.valueOf(in.readUTF()), new Fraction(in.readLong(), in.readLong()));
    }
    return new Rollup(projects, reporting, inException, silent, pv, ev, ac, bac, eac, sums);
  }
}
