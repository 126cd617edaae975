package org.plimsoll.core.measure;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A promise that figures are compared with.
 *
 * @param costMinor cost at completion in minor units; null until there is one
 * @param finish day of completion; null until there is one
 */
public record Baseline(@Nullable Long costMinor, @Nullable LocalDate finish) {
  public static final Baseline NONE = new Baseline(null, null);

  /** This promise, with what it lacks taken from the other. */
  public Baseline orElse(Baseline other) {
    return new Baseline(
        costMinor == null ? other.costMinor : costMinor, finish == null ? other.finish : finish);
  }
}
