package org.plimsoll.testkit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.plimsoll.core.escalation.Input;

/**
 * Holds a law against many histories, several at a time. The first history that breaks it is shrunk
 * by leaving out inputs for as long as it still does, and printed with its seed.
 */
public final class Law {
  /** Histories a law is held against. */
  public static final int HISTORIES = 2_000;

  private Law() {}

  /**
   * Holds the law against {@link #HISTORIES} histories.
   *
   * @param law throws an {@link AssertionError} for a history that breaks it; what it keeps between
   *     histories must stand several threads
   */
  public static void holds(Consumer<List<Input>> law) {
    holds(HISTORIES, Histories::of, law);
  }

  /**
   * Holds the law against so many histories of another kind.
   *
   * @param of the history of a seed
   * @param law throws an {@link AssertionError} for a history that breaks it
   */
  public static void holds(int histories, LongFunction<List<Input>> of, Consumer<List<Input>> law) {
    LongStream.rangeClosed(1, histories)
        .parallel()
        .filter(seed -> broken(law, of.apply(seed)) != null)
        .findFirst()
        .ifPresent(seed -> show(seed, of.apply(seed), law));
  }

  private static void show(long seed, List<Input> history, Consumer<List<Input>> law) {
    List<Input> least = shrunk(law, history);
    AssertionError leastBroken = requireNonNull(broken(law, least));
    throw new AssertionError(
        "seed %d breaks the law: %s%nleast history that does, %d of %d inputs:%n%s"
            .formatted(
                seed,
                leastBroken.getMessage(),
                least.size(),
                history.size(),
                least.stream().map(Object::toString).collect(Collectors.joining("\n"))),
        leastBroken);
  }

  static List<Input> shrunk(Consumer<List<Input>> law, List<Input> history) {
    List<Input> least = history;
    for (int chunk = Math.max(1, history.size() / 2); chunk >= 1; chunk /= 2) {
      for (int from = 0; from < least.size(); ) {
        List<Input> shorter = new ArrayList<>(least.subList(0, from));
        shorter.addAll(least.subList(Math.min(least.size(), from + chunk), least.size()));
        if (broken(law, shorter) != null) {
          least = shorter;
        } else {
          from += chunk;
        }
      }
    }
    return least;
  }

  private static @org.jspecify.annotations.Nullable AssertionError broken(
      Consumer<List<Input>> law, List<Input> history) {
    try {
      law.accept(history);
      return null;
    } catch (AssertionError e) {
      return e;
    }
  }
}
