package org.plimsoll.core.tolerance;

import org.jspecify.annotations.Nullable;

/**
 * The values of a measure that tolerances allow, both ends included, in the unit of the tolerances
 * times 10,000.
 *
 * @param least the lower end; null: open, whatever lies below is allowed
 * @param most the upper end; null: open
 */
public record Room(@Nullable Long least, @Nullable Long most) {

  /** What one tolerance allows. */
  public static Room of(Tolerance tolerance) {
    Long limit = tolerance.limitTenThousandths();
    Long otherSide = tolerance.terms().otherSideTenThousandths();
    return switch (tolerance.breach()) {
      case AT_MOST -> new Room(otherSide, limit);
      case AT_LEAST -> new Room(limit, otherSide);
    };
  }

  /** What both allow: tolerances that stand together. */
  public Room and(Room other) {
    return new Room(
        least == null || other.least == null
            ? (least == null ? other.least : least)
            : Long.valueOf(Math.max(least, other.least)),
        most == null || other.most == null
            ? (most == null ? other.most : most)
            : Long.valueOf(Math.min(most, other.most)));
  }

  /** What either allows: tolerances of which one stands now and the other at another time. */
  public Room or(Room other) {
    return new Room(
        least == null || other.least == null ? null : Long.valueOf(Math.min(least, other.least)),
        most == null || other.most == null ? null : Long.valueOf(Math.max(most, other.most)));
  }

  /** Whether nothing is allowed here that is not allowed there. */
  public boolean isWithin(Room other) {
    return (other.least == null || (least != null && least >= other.least))
        && (other.most == null || (most != null && most <= other.most));
  }
}
