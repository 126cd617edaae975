package org.plimsoll.core.tolerance;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Measure;

/**
 * How much of a program's tolerance in minor units is given on to its projects, as a sum from which
 * each part can be taken back.
 *
 * @param projects how many hold a part
 * @param least sum of the lower ends; likewise most, of the upper ends
 */
public record GivenOn(Measure measure, int projects, Side least, Side most) {

  /**
   * One side of the projects' rooms.
   *
   * @param open how many are without a limit on this side
   * @param sumTenThousandths sum of the limits of the others, times 10,000
   */
  public record Side(int open, BigInteger sumTenThousandths) {
    private static final Side NONE = new Side(0, BigInteger.ZERO);

    private Side exchange(@Nullable Room before, @Nullable Room after, boolean upper) {
      return plus(before, upper, -1).plus(after, upper, 1);
    }

    private Side plus(@Nullable Room room, boolean upper, int times) {
      if (room == null) {
        return this;
      }
      Long end = upper ? room.most() : room.least();
      return end == null
          ? new Side(open + times, sumTenThousandths)
          : new Side(
              open,
              sumTenThousandths.add(BigInteger.valueOf(end).multiply(BigInteger.valueOf(times))));
    }
  }

  /** Nothing given on. */
  public static GivenOn nothing(Measure measure) {
    return new GivenOn(measure, 0, Side.NONE, Side.NONE);
  }

  /**
   * The same with one project's part exchanged.
   *
   * @param before its part so far; null where it had none, likewise after
   */
  public GivenOn exchange(@Nullable Room before, @Nullable Room after) {
    return new GivenOn(
        measure,
        projects - (before == null ? 0 : 1) + (after == null ? 0 : 1),
        least.exchange(before, after, false),
        most.exchange(before, after, true));
  }

  /** Whether everything given on lies within this room. */
  public boolean isWithin(Room room) {
    return projects == 0 || (isLeastWithin(room) && isMostWithin(room));
  }

  /** Whether the lower side alone does. */
  public boolean isLeastWithin(Room room) {
    return room.least() == null
        || (least.open == 0
            && least.sumTenThousandths.compareTo(BigInteger.valueOf(room.least())) >= 0);
  }

  /** Whether the upper side alone does. */
  public boolean isMostWithin(Room room) {
    return room.most() == null
        || (most.open == 0
            && most.sumTenThousandths.compareTo(BigInteger.valueOf(room.most())) <= 0);
  }
}
