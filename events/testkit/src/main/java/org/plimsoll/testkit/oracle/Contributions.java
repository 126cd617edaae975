package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.measure.Rollup;

/** What programs told their portfolio of themselves: of each, the newest that could be counted. */
final class Contributions {
  private Contributions() {}

  /** By child; before the facts of the portfolio arrive, too. */
  static Map<String, Contribution> counted(Trail trail, String portfolioId) {
    Set<Integer> uncounted = new HashSet<>();
    for (Trail.Said said : trail.said(portfolioId)) {
      if (said.outcome() instanceof Outcome.Anomaly anomaly
          && anomaly.code() == Outcome.Code.SUM_OVERFLOW) {
        uncounted.add(said.entry());
      }
    }
    Map<String, Contribution> counted = new LinkedHashMap<>();
    for (Trail.Entry entry : trail.taken(portfolioId)) {
      if (entry.input() instanceof Input.ChildContributed(var _, var told, var _)
          && !uncounted.contains(entry.number())) {
        counted.put(told.childId(), told);
      }
    }
    return counted;
  }

  /** Whether all is too much to be counted since the newest was taken. */
  static boolean isBeyondCounting(Trail trail, String portfolioId) {
    try {
      sum(trail, portfolioId);
      return false;
    } catch (ArithmeticException _) {
      return true;
    }
  }

  private static Rollup sum(Map<String, Contribution> children) {
    return Sums.sum(children.values().stream().map(Contribution::rollup).toList());
  }

  static Rollup sum(Trail trail, String portfolioId) {
    return sum(counted(trail, portfolioId));
  }

  /** The newest data date below; null before the first. */
  static @Nullable LocalDate dataDate(Trail trail, String portfolioId) {
    return counted(trail, portfolioId).values().stream()
        .map(Contribution::dataDate)
        .filter(Objects::nonNull)
        .max(LocalDate::compareTo)
        .orElse(null);
  }

  /** The currency of what is counted; null while nothing is. */
  static @Nullable String currency(Trail trail, String portfolioId) {
    List<Contribution> counted = List.copyOf(counted(trail, portfolioId).values());
    return counted.isEmpty() ? null : counted.getFirst().currency();
  }
}
