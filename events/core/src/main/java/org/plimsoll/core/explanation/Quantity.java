package org.plimsoll.core.explanation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Fraction;

/** How much an operand is, in its own unit. */
public sealed interface Quantity {
  /** An amount in minor units. */
  record Minor(long amount) implements Quantity {}

  /** A day. */
  record Day(LocalDate day) implements Quantity {}

  /** An indicator's value or target times 10,000. */
  record TenThousandths(long value) implements Quantity {}

  /** A number, for example periods of a plan. */
  record Ratio(Fraction value) implements Quantity {}

  /** There is none: it was never reported, or never promised. */
  record Unknown() implements Quantity {}

  static Quantity minor(@Nullable Long amount) {
    return amount == null ? new Unknown() : new Minor(amount);
  }

  static Quantity day(@Nullable LocalDate day) {
    return day == null ? new Unknown() : new Day(day);
  }

  static Quantity tenThousandths(@Nullable Long value) {
    return value == null ? new Unknown() : new TenThousandths(value);
  }

  static Quantity whole(long number) {
    return new Ratio(new Fraction(number, 1));
  }
}
