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

  static LeadTime of(List<Episode> breaches, List<Episode> told) {
    Map<Subject, List<Episode>> bySubject = new HashMap<>();
    for (Episode episode : told) {
      bySubject.computeIfAbsent(episode.subject(), _ -> new ArrayList<>()).add(episode);
    }
    List<Long> days = new ArrayList<>();
    for (Episode breach : breaches) {
      for (Episode episode : bySubject.getOrDefault(breach.subject(), List.of())) {
        if (episode.overlaps(breach)) {
          days.add(episode.daysBefore(breach));
          break;
        }
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
