package org.plimsoll.policy.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Goes on after what cannot be taken, so that everything is told at once. */
public final class Misreadings {
  private final List<MisreadException> found = new ArrayList<>();

  /** What was read; null where it cannot be taken, which is kept. */
  public <T extends @Nullable Object> @Nullable T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MisreadException e) {
      found.add(e);
      return null;
    }
  }

  /** How many were kept. */
  public int count() {
    return found.size();
  }

  /**
   * Passes when everything could be taken.
   *
   * @throws MisreadException the first in the order of lines, which knows all of them
   */
  public void raise() {
    if (!found.isEmpty()) {
      throw MisreadException.of(
          found.stream().sorted(Comparator.comparingInt(MisreadException::line)).toList());
    }
  }
}
