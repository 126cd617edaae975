package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.measure.Rollup;

/** What programs told their portfolio of themselves: of each, the newest that could be counted. */
final class Contributions {
  private Contributions() {}

  /** By child; before the facts of the portfolio arrive, too. */
  static Map<String, Contribution> counted(Trail trail, String portfolioId) {
    Map<String, Contribution> counted = new LinkedHashMap<>();
    for (var told : trail.taken(portfolioId, Input.ChildContributed.class)) {
      Map<String, Contribution> with = new LinkedHashMap<>(counted);
      with.put(told.contribution().childId(), told.contribution());
      if (isCountable(with)) {
        counted = with;
      }
    }
    return counted;
  }

  private static boolean isCountable(Map<String, Contribution> children) {
    try {
      sum(children);
      return true;
    } catch (ArithmeticException _) {
      return false;
    }
  }

  private static Rollup sum(Map<String, Contribution> children) {
    return Sums.sum(children.values().stream().map(Contribution::rollup).toList());
  }

  static Rollup sum(Trail trail, String portfolioId) {
    return sum(counted(trail, portfolioId));
  }

  /** Whether the one that was taken last is more than can be counted, so that it changes nothing. */
  static boolean isBeyondCounting(Trail trail, Contribution last) {
    return !last.equals(counted(trail, last.parentId()).get(last.childId()));
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
