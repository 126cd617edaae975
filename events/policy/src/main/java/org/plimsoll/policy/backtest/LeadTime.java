package org.plimsoll.policy.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.backtest.Episode.Subject;

/**
 * How long before an actual breach somebody was told.
 *
 * <p>An actual breach is a value beyond a limit that was recorded as granted, from the first
 * figures beyond it, whatever the tolerance's terms kept from being announced. Its lead time is the
 * number of days from the first exception about the same node, measure and indicator that is open
 * while the breach lasts, or was raised before it and lasts into it, to the first figures beyond
 * the limit. Below zero: told after it. What is never told is missed and has no lead time. Measures
 * on which no limit was granted have no breaches.
 *
 * @param breaches actual breaches
 * @param missed of these, of which nobody was told
 * @param ahead of these, told before
 * @param behind of these, told after
 * @param days lead times of all that were told of; null where there is none
 */
public record LeadTime(int breaches, int missed, int ahead, int behind, @Nullable Quantiles days) {

  /** Least, quartiles and most, each one of the values (nearest rank), and their mean. */
  public record Quantiles(long least, long lower, long median, long upper, long most, double mean) {
    /** Of sorted values, of which there is one at least. */
    static Quantiles of(List<Long> sorted) {
      return new Quantiles(
          sorted.getFirst(),
          rank(sorted, 1),
          rank(sorted, 2),
          rank(sorted, 3),
          sorted.getLast(),
          (double) sorted.stream().mapToLong(Long::longValue).sum() / sorted.size());
    }

    private static long rank(List<Long> sorted, int quarters) {
      return sorted.get((sorted.size() * quarters + 3) / 4 - 1);
    }
  }

  /**
   * An actual breach, and what told of it.
   *
   * @param happened from the first figures beyond the limit; its exception is none of the trail's
   * @param told null where nobody was told
   */
  public record Breach(Episode happened, @Nullable Episode told) {
    /** When somebody was told. */
    public enum When {
      BEFORE,
      WITH_THE_FIGURES,
      AFTER,
      NEVER
    }

    /** Its lead time in days; null where nobody was told. */
    public @Nullable Long days() {
      return told == null ? null : told.daysBefore(happened);
    }

    public When when() {
      Long days = days();
      if (days == null) {
        return When.NEVER;
      }
      return days > 0 ? When.BEFORE : days == 0 ? When.WITH_THE_FIGURES : When.AFTER;
    }
  }

  /** Each breach with the first exception that told of it. */
  static List<Breach> told(List<Episode> breaches, List<Episode> told) {
    Map<Subject, List<Episode>> bySubject = new HashMap<>();
    for (Episode episode : told) {
      bySubject.computeIfAbsent(episode.subject(), _ -> new ArrayList<>()).add(episode);
    }
    return breaches.stream()
        .map(breach ->
            new Breach(
                breach,
                bySubject.getOrDefault(breach.subject(), List.of()).stream()
                    .filter(episode -> episode.overlaps(breach))
                    .findFirst()
                    .orElse(null)))
        .toList();
  }

  static LeadTime of(List<Breach> breaches) {
    List<Long> days = new ArrayList<>();
    for (Breach breach : breaches) {
      Long lead = breach.days();
      if (lead != null) {
        days.add(lead);
      }
    }
    days.sort(null);
    return new LeadTime(
        breaches.size(),
        breaches.size() - days.size(),
        (int) days.stream().filter(d -> d > 0).count(),
        (int) days.stream().filter(d -> d < 0).count(),
        days.isEmpty() ? null : Quantiles.of(days));
  }
}
