package org.plimsoll.core.snapshot;

import static java.util.Objects.requireNonNull;
import static org.plimsoll.core.snapshot.Primitives.amount;
import static org.plimsoll.core.snapshot.Primitives.date;
import static org.plimsoll.core.snapshot.Primitives.text;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Habits;
import org.plimsoll.core.escalation.Outcome.Signal;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.Reporting;
import org.plimsoll.core.escalation.Standing.TakenStatus;
import org.plimsoll.core.measure.Baseline;

/** How a project reports, inside the bytes of {@link StandingBytes}. */
final class ReportingBytes {
  private ReportingBytes() {}

  static void taken(DataOutputStream out, List<TakenStatus> taken) throws IOException {
    out.writeShort(taken.size());
    for (TakenStatus status : taken) {
      out.writeUTF(status.eventId());
      out.writeLong(status.content());
      out.writeBoolean(status.promised());
    }
  }

  static List<TakenStatus> taken(DataInputStream in) throws IOException {
    int size = in.readShort();
    List<TakenStatus> taken = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      taken.add(new TakenStatus(in.readUTF(), in.readLong(), in.readBoolean()));
    }
    return taken;
  }

  static void write(DataOutputStream out, Reporting reporting) throws IOException {
    out.writeByte(reporting.earlier().size());
    for (Reporting.Reports reports : reporting.earlier()) {
      date(out, reports.dataDate());
      taken(out, reports.taken());
    }
    Reporting.Rated rated = reporting.rated();
    text(out, rated == null ? null : rated.rating().name());
    if (rated != null) {
      date(out, rated.statedOn());
    }
    Habits habits = reporting.habits();
    out.writeShort(habits.runs().size());
    for (Habits.Run run : habits.runs()) {
      out.writeUTF(run.signal().name());
      text(out, run.toleranceId());
      out.writeInt(run.before());
      date(out, run.beforeSince());
      out.writeInt(run.count());
      date(out, run.since());
      out.writeBoolean(run.shown());
    }
    Habits.Replaced replaced = habits.replaced();
    date(out, replaced == null ? null : replaced.on());
    if (replaced != null) {
      amount(out, replaced.baseline().costMinor());
      date(out, replaced.baseline().finish());
    }
    out.writeLong(habits.figuresBefore());
  }

  static Reporting read(DataInputStream in) throws IOException {
    int dates = in.readByte();
    List<Reporting.Reports> earlier = new ArrayList<>(dates);
    for (int i = 0; i < dates; i++) {
      earlier.add(new Reporting.Reports(requireNonNull(date(in)), taken(in)));
    }
    String rating = text(in);
    Reporting.Rated rated =
        rating == null
            ? null
            : new Reporting.Rated(Rating.valueOf(rating), requireNonNull(date(in)));
    return new Reporting(earlier, rated, habits(in));
  }

  private static Habits habits(DataInputStream in) throws IOException {
    int size = in.readShort();
    List<Habits.Run> runs = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      runs.add(
          new Habits.Run(
              Signal.valueOf(in.readUTF()),
              text(in),
              in.readInt(),
              date(in),
              in.readInt(),
              date(in),
              in.readBoolean()));
    }
    return new Habits(runs, replaced(in), in.readLong());
  }

  private static Habits.@Nullable Replaced replaced(DataInputStream in) throws IOException {
    var on = date(in);
    return on == null ? null : new Habits.Replaced(new Baseline(amount(in), date(in)), on);
  }
}
