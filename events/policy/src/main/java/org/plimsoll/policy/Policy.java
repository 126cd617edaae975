package org.plimsoll.policy;

import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A policy: tolerances for nodes that it does not name one by one, with the law or standard they
 * come from.
 *
 * @param source the law or standard, with its section
 * @param grantedBy the node or body that grants them
 * @param entries in the order in which they are to be granted: of one id those without a last day
 *     first
 */
public record Policy(String name, String source, String grantedBy, List<Entry> entries) {
  public Policy {
    entries = List.copyOf(entries);
  }

  /**
   * One tolerance of a policy.
   *
   * @param tolerance as version 1; which version it becomes is known when it is granted
   * @param currency of the limit, where it is an amount; a node with another cannot have it
   * @param reason with the source in front
   * @param line on which it begins, counted from 1
   */
  public record Entry(
      Selection appliesTo,
      Tolerance tolerance,
      @Nullable Currency currency,
      String reason,
      int line) {

    /** The tolerance as this version of itself. */
    public Tolerance as(int version) {
      return new Tolerance(
          tolerance.toleranceId(),
          version,
          tolerance.kind(),
          tolerance.measure(),
          tolerance.indicatorId(),
          tolerance.breach(),
          tolerance.unit(),
          tolerance.limitTenThousandths(),
          tolerance.terms());
    }
  }
}
