package org.plimsoll.policy.backtest;

import java.util.stream.Stream;
import org.plimsoll.core.escalation.Level;

/** How much was delivered, by the level that was told. */
public record Delivered(long toPrograms, long toPortfolios) {
  /** Of both levels. */
  public long inAll() {
    return toPrograms + toPortfolios;
  }

  /** The same with what is delivered beside it. */
  public Delivered with(Delivered other) {
    return new Delivered(toPrograms + other.toPrograms, toPortfolios + other.toPortfolios);
  }

  /**
   * Counts them.
   *
   * @param levels of each the level that was told; nothing is delivered to projects
   */
  static Delivered of(Stream<Level> levels) {
    return levels
        .map(level ->
            new Delivered(level == Level.PROGRAM ? 1 : 0, level == Level.PORTFOLIO ? 1 : 0))
        .reduce(new Delivered(0, 0), Delivered::with);
  }
}
