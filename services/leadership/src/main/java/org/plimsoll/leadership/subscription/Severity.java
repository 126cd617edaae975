package org.plimsoll.leadership.subscription;

import org.jspecify.annotations.Nullable;

/** How much an item asks of whoever is told. */
public enum Severity {
  /** Nothing: an exception eased or cleared, a target achieved. */
  RELIEF,

  /** A look: a limit is crossed or about to be, or a target was not achieved after all. */
  BEYOND,

  /** An answer: two whole tolerances or more, nobody answered below, or a call for help. */
  DEEP;

  /**
   * @param kind a kind of tolerance, CONFIRMATION or ASSISTANCE
   * @param step whole tolerances, 1 when the limit is crossed
   */
  static Severity of(String kind, @Nullable String change, @Nullable Integer step) {
    if (kind.equals("ASSISTANCE") || "PASSED_UP".equals(change)) {
      return DEEP;
    }
    if (kind.equals("CONFIRMATION")) {
      return "WITHDRAWN".equals(change) ? BEYOND : RELIEF;
    }
    if ("CLEARED".equals(change) || "EASED".equals(change)) {
      return RELIEF;
    }
    return step != null && step > 1 ? DEEP : BEYOND;
  }
}
