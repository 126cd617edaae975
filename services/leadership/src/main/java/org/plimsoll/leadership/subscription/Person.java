package org.plimsoll.leadership.subscription;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a person is reached, and when not.
 *
 * @param mail absent: not by mail
 * @param mailProven whether it is theirs; before that nothing is sent there
 * @param digestAt time of day at which a day's items are told, in the zone
 * @param quiet hours in which they are not told
 * @param deepAnyway what is {@link Severity#DEEP} is told in quiet hours as well
 */
public record Person(
    String id,
    @Nullable String mail,
    boolean mailProven,
    Locale language,
    ZoneId zone,
    LocalTime digestAt,
    @Nullable QuietHours quiet,
    boolean deepAnyway) {

  /**
   * From a time of day to another, that one not included; over midnight where the end is earlier.
   * The two differ.
   */
  public record QuietHours(LocalTime from, LocalTime until) {
    boolean covers(LocalTime time) {
      return from.isBefore(until)
          ? !time.isBefore(from) && time.isBefore(until)
          : !time.isBefore(from) || time.isBefore(until);
    }
  }

  /** Somebody who has chosen nothing. */
  public static Person unknown(String id) {
    return new Person(
        id, null, false, Locale.ENGLISH, ZoneId.of("Asia/Almaty"), LocalTime.of(8, 0), null, true);
  }

  /** The same person at an address that is proven. */
  Person reachedAt(String proven) {
    return new Person(id, proven, true, language, zone, digestAt, quiet, deepAnyway);
  }

  /** The moment itself, or the end of the quiet hours in which it lies. */
  Instant outsideQuietHours(Instant moment) {
    ZonedDateTime here = moment.atZone(zone);
    return quiet == null || !quiet.covers(here.toLocalTime())
        ? moment
        : next(here, quiet.until()).toInstant();
  }

  /** The first digest from this moment on. */
  Instant nextDigest(Instant moment) {
    return next(moment.atZone(zone), digestAt).toInstant();
  }

  /** A time of day that a change of the clock leaves out is moved by the length of the gap. */
  private static ZonedDateTime next(ZonedDateTime from, LocalTime time) {
    ZonedDateTime today = from.toLocalDate().atTime(time).atZone(from.getZone());
    return today.isBefore(from)
        ? from.toLocalDate().plusDays(1).atTime(time).atZone(from.getZone())
        : today;
  }
}
