package org.plimsoll.core.snapshot;

import static java.util.Objects.requireNonNull;
import static org.plimsoll.core.snapshot.Primitives.amount;
import static org.plimsoll.core.snapshot.Primitives.date;
import static org.plimsoll.core.snapshot.Primitives.instant;
import static org.plimsoll.core.snapshot.Primitives.text;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Oversight.Mute;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.escalation.Watch.Beyond;
import org.plimsoll.core.escalation.Watch.Handling;
import org.plimsoll.core.escalation.Watch.OpenException;
import org.plimsoll.core.escalation.Watch.Told;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Trend;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Tolerances, and what became of them, in the bytes of a standing. */
final class WatchBytes {
  private WatchBytes() {}

  static void write(DataOutputStream out, List<Watch> watches) throws IOException {
    out.writeInt(watches.size());
    for (Watch watch : watches) {
      write(out, watch.tolerance());
      out.writeInt(watch.episodes());
      out.writeBoolean(watch.open() != null);
      if (watch.open() != null) {
        write(out, watch.open());
      }
      Beyond beyond = watch.beyond();
      out.writeBoolean(beyond != null);
      if (beyond != null) {
        date(out, beyond.since());
        out.writeInt(beyond.reports());
        date(out, beyond.lastOn());
      }
      out.writeBoolean(watch.temporary() != null);
      if (watch.temporary() != null) {
        write(out, watch.temporary());
      }
      out.writeInt(watch.raisedOn().size());
      for (LocalDate raisedOn : watch.raisedOn()) {
        date(out, raisedOn);
      }
      out.writeInt(watch.points().size());
      for (Trend.Point point : watch.points()) {
        date(out, point.on());
        out.writeLong(point.value());
      }
    }
  }

  static void writeMutes(DataOutputStream out, List<Mute> mutes) throws IOException {
    out.writeInt(mutes.size());
    for (Mute mute : mutes) {
      text(out, mute.toleranceId());
      out.writeUTF(mute.by());
      out.writeUTF(mute.level().name());
      date(out, mute.until());
    }
  }

  static List<Mute> readMutes(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<Mute> mutes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      mutes.add(new Mute(text(in), in.readUTF(), Level.valueOf(in.readUTF()), day(in)));
    }
    return mutes;
  }

  static List<Watch> readAll(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<Watch> watches = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      watches.add(
          new Watch(
              readTolerance(in),
              in.readInt(),
              in.readBoolean() ? readOpen(in) : null,
              in.readBoolean() ? new Beyond(day(in), in.readInt(), day(in)) : null,
              in.readBoolean() ? readTolerance(in) : null,
              readDays(in),
              readPoints(in)));
    }
    return watches;
  }

  private static List<LocalDate> readDays(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<LocalDate> days = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      days.add(day(in));
    }
    return days;
  }

  private static List<Trend.Point> readPoints(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<Trend.Point> points = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      points.add(new Trend.Point(day(in), in.readLong()));
    }
    return points;
  }

  private static void write(DataOutputStream out, OpenException open) throws IOException {
    out.writeUTF(open.exceptionId());
    date(out, open.raisedOn());
    out.writeInt(open.step());
    out.writeLong(open.value().numerator());
    out.writeLong(open.value().denominator());
    out.writeInt(open.revision());
    write(out, open.handling());
    out.writeInt(open.withinReports());
    out.writeInt(open.crossings());
    date(out, open.lastOn());
    Forecast forecast = open.forecast();
    out.writeBoolean(forecast != null);
    if (forecast != null) {
      date(out, forecast.expectedOn());
      date(out, forecast.earliestOn());
      date(out, forecast.latestOn());
      out.writeInt(forecast.reports());
    }
  }

  private static void write(DataOutputStream out, Handling h) throws IOException {
    text(out, h.acknowledgedBy());
    text(out, h.holder());
    out.writeUTF(h.deliveredTo().name());
    instant(out, h.waitingSince());
    date(out, h.planDueOn());
    out.writeInt(h.told().size());
    for (Told told : h.told()) {
      out.writeUTF(told.level().name());
      out.writeBoolean(told.current());
    }
    text(out, h.groupedUnder());
  }

  private static Handling readHandling(DataInputStream in) throws IOException {
    return new Handling(
        text(in),
        text(in),
        Level.valueOf(in.readUTF()),
        instant(in),
        date(in),
        readTold(in),
        text(in));
  }

  private static List<Told> readTold(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<Told> told = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      told.add(new Told(Level.valueOf(in.readUTF()), in.readBoolean()));
    }
    return told;
  }

  private static OpenException readOpen(DataInputStream in) throws IOException {
    return new OpenException(
        in.readUTF(),
        day(in),
        in.readInt(),
        new Fraction(in.readLong(), in.readLong()),
        in.readInt(),
        readHandling(in),
        in.readInt(),
        in.readInt(),
        day(in),
        in.readBoolean() ? new Forecast(day(in), day(in), day(in), in.readInt()) : null);
  }

  static void write(DataOutputStream out, Tolerance t) throws IOException {
    out.writeUTF(t.toleranceId());
    out.writeInt(t.version());
    out.writeUTF(t.kind().name());
    out.writeUTF(t.measure().name());
    text(out, t.indicatorId());
    out.writeUTF(t.breach().name());
    out.writeUTF(t.unit().name());
    out.writeLong(t.limitTenThousandths());
    text(out, t.grantedBy());
    out.writeBoolean(t.terms().equals(Terms.PLAIN));
    if (!t.terms().equals(Terms.PLAIN)) {
      write(out, t.terms());
    }
  }

  static Tolerance readTolerance(DataInputStream in) throws IOException {
    String toleranceId = in.readUTF();
    int version = in.readInt();
    ToleranceKind kind = ToleranceKind.valueOf(in.readUTF());
    Measure measure = Measure.valueOf(in.readUTF());
    String indicatorId = text(in);
    Direction breach = Direction.valueOf(in.readUTF());
    ToleranceUnit unit = ToleranceUnit.valueOf(in.readUTF());
    long limit = in.readLong();
    String grantedBy = text(in);
    Terms terms = in.readBoolean() ? Terms.PLAIN : readTerms(in);
    return new Tolerance(
        toleranceId, version, kind, measure, indicatorId, breach, unit, limit, terms, grantedBy);
  }

  static void givenOn(DataOutputStream out, List<GivenOn> all) throws IOException {
    out.writeInt(all.size());
    for (GivenOn given : all) {
      out.writeUTF(given.measure().name());
      out.writeInt(given.projects());
      side(out, given.least());
      side(out, given.most());
    }
  }

  private static void side(DataOutputStream out, GivenOn.Side side) throws IOException {
    out.writeInt(side.open());
    out.writeUTF(side.sumTenThousandths().toString());
  }

  static List<GivenOn> givenOn(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<GivenOn> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new GivenOn(Measure.valueOf(in.readUTF()), in.readInt(), side(in), side(in)));
    }
    return all;
  }

  private static GivenOn.Side side(DataInputStream in) throws IOException {
    return new GivenOn.Side(in.readInt(), new BigInteger(in.readUTF()));
  }

  private static void write(DataOutputStream out, Terms t) throws IOException {
    amount(out, t.amberTenThousandths());
    amount(out, t.clearTenThousandths());
    amount(out, t.otherSideTenThousandths());
    out.writeInt(t.reportsBeyond());
    out.writeInt(t.daysBeyond());
    out.writeInt(t.holdAfterRaises());
    out.writeInt(t.forecastDays());
    date(out, t.effectiveFrom());
    date(out, t.effectiveUntil());
    Terms.AnswerWithin within = t.answerWithin();
    out.writeInt(within == null ? 0 : within.hours());
    if (within != null) {
      out.writeUTF(within.calendar().name());
    }
  }

  private static Terms readTerms(DataInputStream in) throws IOException {
    return new Terms(
        amount(in),
        amount(in),
        amount(in),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        date(in),
        date(in),
        readAnswerWithin(in));
  }

  private static Terms.@Nullable AnswerWithin readAnswerWithin(DataInputStream in)
      throws IOException {
    int hours = in.readInt();
    return hours == 0 ? null : new Terms.AnswerWithin(hours, Terms.Calendar.valueOf(in.readUTF()));
  }

  private static LocalDate day(DataInputStream in) throws IOException {
    return requireNonNull(date(in));
  }
}
