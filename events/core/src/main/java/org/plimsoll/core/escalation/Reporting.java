package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.TakenStatus;

/**
 * What a standing remembers of how a project reports: what can still be corrected, how the agency
 * rates it, and habits that may be signals.
 *
 * @param earlier reports for data dates before the one that stands, newest date first
 * @param rated the agency's own rating; null while it states none
 */
public record Reporting(List<Reports> earlier, @Nullable Rated rated, Habits habits) {
  /** Data dates before the one that stands whose reports can be corrected: a year of months. */
  static final int MAX_EARLIER_DATES = 12;

  /**
   * Reports for earlier data dates that are remembered; 256 x 30 bytes = 8 kB, and with one report
   * a month 12 of them.
   */
  static final int MAX_EARLIER_STATUSES = 256;

  static final Reporting NONE = new Reporting(EarlierReports.NONE, null, Habits.NONE);

  public Reporting {
    earlier = EarlierReports.copyOf(earlier);
  }

  /** The reports that were taken for one data date. */
  public record Reports(LocalDate dataDate, List<TakenStatus> taken) {
    public Reports {
      taken = TakenStatuses.copyOf(taken);
    }

    Reports and(TakenStatus status) {
      return new Reports(dataDate, TakenStatuses.copyOf(taken).and(status));
    }
  }

  /**
   * How an agency rates its project.
   *
   * @param statedOn data date of the report that says so
   */
  public record Rated(Rating rating, LocalDate statedOn) {}

  /** The reports that one with this id is among; null where it is not remembered. */
  @Nullable Reports with(byte[] eventId) {
    return EarlierReports.copyOf(earlier).with(eventId);
  }

  /** The same once a newer data date stands in front of these reports. */
  Reporting followed(Reports last) {
    return new Reporting(
        EarlierReports.copyOf(earlier).followed(last, MAX_EARLIER_DATES, MAX_EARLIER_STATUSES),
        rated,
        habits);
  }

  /** What a silence leaves: nothing that was stated before it stands or can be corrected. */
  Reporting afterSilence() {
    return new Reporting(List.of(), null, habits);
  }

  /** The same after a correction of one of the earlier reports. */
  Reporting corrected(LocalDate dataDate, TakenStatus correction) {
    return new Reporting(
        earlier.stream()
            .map(reports -> reports.dataDate.equals(dataDate) ? reports.and(correction) : reports)
            .toList(),
        rated,
        habits);
  }

  /** The same after a report that may state a rating. */
  Reporting rated(StatusChange status) {
    Rating stated = status.selfRating();
    return stated == null || (rated != null && rated.statedOn.isAfter(status.dataDate()))
        ? this
        : new Reporting(earlier, new Rated(stated, status.dataDate()), habits);
  }

  Reporting with(Habits changed) {
    return changed.equals(habits) ? this : new Reporting(earlier, rated, changed);
  }

  boolean isFull() {
    return EarlierReports.copyOf(earlier).statuses() >= MAX_EARLIER_STATUSES;
  }
}
