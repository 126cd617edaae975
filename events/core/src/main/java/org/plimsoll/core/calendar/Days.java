package org.plimsoll.core.calendar;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Days of which there is one object each. Of a million projects each holds a dozen dates, and most
 * of them are the same few: whoever reads dates from bytes takes them from here.
 */
public final class Days {
  private static final long FIRST = LocalDate.of(1990, 1, 1).toEpochDay();

  /** To the year 2079, a reference each: 128 kB. */
  private static final int DAYS = 1 << 15;

  /**
   * Those that were asked for. Several threads may put one day here; any of them is the day, and a
   * date can be seen only whole.
   */
  private static final @Nullable LocalDate[] KNOWN = new @Nullable LocalDate[DAYS];

  private Days() {}

  /** The day so many days after 1970-01-01; beyond the known ones an object of its own. */
  public static LocalDate of(long epochDay) {
    long place = epochDay - FIRST;
    if (place < 0 || place >= DAYS) {
      return LocalDate.ofEpochDay(epochDay);
    }
    LocalDate known = KNOWN[(int) place];
    if (known == null) {
      known = LocalDate.ofEpochDay(epochDay);
      KNOWN[(int) place] = known;
    }
    return known;
  }

  /** The same day. */
  public static @Nullable LocalDate same(@Nullable LocalDate day) {
    return day == null ? null : of(day.toEpochDay());
  }
}
