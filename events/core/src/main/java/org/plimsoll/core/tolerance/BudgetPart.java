package org.plimsoll.core.tolerance;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Direction;

/**
 * A project's part of what its program holds, on the side of both that decides whether it fits,
 * with the arithmetic: others + part against held.
 *
 * @param side AT_MOST: the upper end of what is allowed; AT_LEAST: the lower
 * @param heldTenThousandths what the program may give on, times 10,000
 * @param others of an amount, what the program's other projects hold; null where each part is
 *     compared by itself
 * @param partTenThousandths the end of the project's part; null: without a limit
 */
public record BudgetPart(
    BudgetKey key,
    Direction side,
    long heldTenThousandths,
    GivenOn.@Nullable Side others,
    @Nullable Long partTenThousandths) {

  /**
   * The part on the side on which it does not fit; where it fits, on the side that is asked for, or
   * else the one that has a limit.
   *
   * @param part what the project is to hold
   * @param held what the program holds, see {@link #held}
   * @param others what its other projects hold; looked at for amounts alone
   */
  public static BudgetPart of(
      BudgetKey key, Room part, Room held, GivenOn others, Direction asked) {
    BudgetPart most = upper(key, part, held, others);
    BudgetPart least = lower(key, part, held, others);
    if (most == null) {
      return requireNonNull(least, "a tolerance has a limit on one side");
    }
    if (least == null) {
      return most;
    }
    boolean upper = !most.fits() || (least.fits() && asked == Direction.AT_MOST);
    return upper ? most : least;
  }

  private static @Nullable BudgetPart upper(BudgetKey key, Room part, Room held, GivenOn others) {
    Long most = held.most();
    return most == null
        ? null
        : new BudgetPart(
            key, Direction.AT_MOST, most, key.isAddedUp() ? others.most() : null, part.most());
  }

  private static @Nullable BudgetPart lower(BudgetKey key, Room part, Room held, GivenOn others) {
    Long least = held.least();
    return least == null
        ? null
        : new BudgetPart(
            key, Direction.AT_LEAST, least, key.isAddedUp() ? others.least() : null, part.least());
  }

  /** What would be given on in all, or by itself, times 10,000; null: without a limit. */
  public @Nullable BigInteger totalTenThousandths() {
    if (partTenThousandths == null || (others != null && others.open() > 0)) {
      return null;
    }
    BigInteger part = BigInteger.valueOf(partTenThousandths);
    return others == null ? part : others.sumTenThousandths().add(part);
  }

  /** Whether the program holds as much. */
  public boolean fits() {
    BigInteger total = totalTenThousandths();
    if (total == null) {
      return false;
    }
    int against = total.compareTo(BigInteger.valueOf(heldTenThousandths));
    return switch (side) {
      case AT_MOST -> against <= 0;
      case AT_LEAST -> against >= 0;
    };
  }

  /**
   * What would be given on, as a person writes it, exact: {@code 4 given on + 2 = 6 minor units}.
   */
  public String arithmetic() {
    Long part = partTenThousandths;
    if (part == null) {
      return "no limit";
    }
    if (others == null) {
      return inUnit(BigInteger.valueOf(part));
    }
    BigInteger total = totalTenThousandths();
    return total == null
        ? "%s, and %d given on without a limit"
            .formatted(inUnit(BigInteger.valueOf(part)), others.open())
        : "%s given on + %s = %s"
            .formatted(
                plain(others.sumTenThousandths()), plain(BigInteger.valueOf(part)), inUnit(total));
  }

  /** What the program holds, likewise. */
  public String held() {
    return inUnit(BigInteger.valueOf(heldTenThousandths));
  }

  private String inUnit(BigInteger tenThousandths) {
    return plain(tenThousandths)
        + switch (key.unit()) {
          case PERCENT -> " %";
          case RATIO -> "";
          case DAYS -> " days";
          case MINOR_UNITS -> " minor units";
        };
  }

  private static String plain(BigInteger tenThousandths) {
    return new BigDecimal(tenThousandths, 4).stripTrailingZeros().toPlainString();
  }

  /**
   * What a program may give on; null where it holds nothing. A wider limit for a time is its own.
   * One for a time may count in another unit than the one behind it: each binds in its own.
   *
   * @param standing its tolerances, those that stand in front of another for a time and those
   *     behind them
   */
  public static @Nullable Room held(Collection<Tolerance> standing, BudgetKey key) {
    return standing.stream()
        .filter(tolerance -> BudgetKey.of(tolerance).equals(key))
        .map(Room::of)
        .reduce(Room::and)
        .orElse(null);
  }

  /**
   * What a project has of its program's budget; null where it has nothing. Of the versions of one
   * tolerance, those that wait for their first day and the one that stands for a time included, the
   * widest counts; tolerances of different names stand together.
   *
   * @param granted every version that stands, stands for a time, or waits
   * @param portfolioId what it grants itself is no part of the budget; null where none is known
   */
  public static @Nullable Room ofProject(
      Collection<Tolerance> granted, BudgetKey key, @Nullable String portfolioId) {
    Map<String, Room> parts = new HashMap<>();
    for (Tolerance tolerance : granted) {
      if (isPart(tolerance, portfolioId) && BudgetKey.of(tolerance).equals(key)) {
        parts.merge(tolerance.toleranceId(), Room.of(tolerance), Room::or);
      }
    }
    return parts.values().stream().reduce(Room::and).orElse(null);
  }

  /** Whether a tolerance was given on by the program, and not granted by its portfolio. */
  public static boolean isPart(Tolerance tolerance, @Nullable String portfolioId) {
    return tolerance.grantedBy() == null || !tolerance.grantedBy().equals(portfolioId);
  }
}
