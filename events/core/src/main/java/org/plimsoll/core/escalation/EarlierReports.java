package org.plimsoll.core.escalation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.calendar.Days;
import org.plimsoll.core.escalation.Reporting.Reports;

/** The reports that were taken for data dates before the one that stands, newest date first. */
final class EarlierReports extends InBytes<Reports> {
  static final EarlierReports NONE = new EarlierReports(new byte[0]);

  private static final VarHandle DAY =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle COUNT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  /** Day and count of a date's statuses, in front of them. */
  private static final int HEADER = Integer.BYTES + Short.BYTES;

  /**
   * Of each date the day since 1970-01-01, how many statuses, and those of {@link TakenStatuses}.
   */
  private EarlierReports(byte[] bytes) {
    super(bytes);
  }

  /** Those whose bytes these are. */
  static EarlierReports of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new EarlierReports(bytes);
  }

  /** The same reports; itself where it is such a list already. */
  static EarlierReports copyOf(List<Reports> reports) {
    if (reports instanceof EarlierReports same) {
      return same;
    }
    EarlierReports copy = NONE;
    for (Reports each : reports.reversed()) {
      copy = copy.behind(each, copy.bytes.length);
    }
    return copy;
  }

  /**
   * The same once another data date stands in front of these and its last one.
   *
   * @param dates no more of them are kept, and only those before the first that brings the statuses
   *     above {@code statuses}
   */
  EarlierReports followed(Reports last, int dates, int statuses) {
    int left = statuses - last.taken().size();
    if (left < 0) {
      return NONE;
    }
    int end = 0;
    for (int date = 1; date < dates && end < bytes.length; date++) {
      left -= count(end);
      if (left < 0) {
        break;
      }
      end = behind(end);
    }
    return behind(last, end);
  }

  /** These, with what lies in front of this place here behind them. */
  private EarlierReports behind(Reports first, int end) {
    byte[] statuses = TakenStatuses.copyOf(first.taken()).bytes;
    byte[] all = new byte[HEADER + statuses.length + end];
    DAY.set(all, 0, Math.toIntExact(first.dataDate().toEpochDay()));
    COUNT.set(all, Integer.BYTES, (short) first.taken().size());
    System.arraycopy(statuses, 0, all, HEADER, statuses.length);
    System.arraycopy(bytes, 0, all, HEADER + statuses.length, end);
    return new EarlierReports(all);
  }

  /** Those of the date that one with this id was for; null where there is none. */
  @Nullable Reports with(byte[] id) {
    int at = 0;
    while (at < bytes.length) {
      int status = at + HEADER;
      for (int left = count(at); left > 0; left--) {
        if (TakenStatuses.isOf(bytes, status, id)) {
          return read(at);
        }
        status = TakenStatuses.behind(bytes, status);
      }
      at = status;
    }
    return null;
  }

  /** How many statuses there are. */
  int statuses() {
    int statuses = 0;
    for (int at = 0; at < bytes.length; at = behind(at)) {
      statuses += count(at);
    }
    return statuses;
  }

  private int count(int at) {
    return (short) COUNT.get(bytes, at + Integer.BYTES);
  }

  @Override
  int behind(int at) {
    int end = at + HEADER;
    for (int left = count(at); left > 0; left--) {
      end = TakenStatuses.behind(bytes, end);
    }
    return end;
  }

  @Override
  Reports read(int at) {
    return new Reports(
        Days.of((int) DAY.get(bytes, at)), TakenStatuses.in(bytes, at + HEADER, behind(at)));
  }
}
