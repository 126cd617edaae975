package org.plimsoll.core.measure;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promise that figures are compared with.
 *
 * @param costMinor cost at completion in minor units; null until there is one
 * @param finish day of completion; null until there is one
 * @param timePhased the value planned until each date, from the start with 0 to the whole; dates
 *     increase, amounts do not decrease; empty until there is such a plan
 */
public record Baseline(
    @Nullable Long costMinor, @Nullable LocalDate finish, List<PlannedPoint> timePhased) {
  public static final Baseline NONE = new Baseline(null, null);

  public Baseline {
    timePhased = List.copyOf(timePhased);
  }

  /** A promise without a time-phased plan. */
  public Baseline(@Nullable Long costMinor, @Nullable LocalDate finish) {
    this(costMinor, finish, List.of());
  }

  /** This promise, with what it lacks taken from the other. */
  public Baseline orElse(Baseline other) {
    boolean lacks =
        (costMinor == null && other.costMinor != null)
            || (finish == null && other.finish != null)
            || (timePhased.isEmpty() && !other.timePhased.isEmpty());
    if (!lacks) {
      return this;
    }
    return new Baseline(
        costMinor == null ? other.costMinor : costMinor,
        finish == null ? other.finish : finish,
        timePhased.isEmpty() ? other.timePhased : timePhased);
  }

  /** A plan is told by its size and end: it stands in refusals, and may have hundreds of points. */
  @Override
  public String toString() {
    return "Baseline[costMinor=%s, finish=%s, timePhased=%s]"
        .formatted(
            costMinor,
            finish,
            timePhased.isEmpty()
                ? "none"
                : timePhased.size() + " points to " + timePhased.getLast());
  }
}
