package org.plimsoll.testkit;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;

/**
 * What other programs of the portfolio tell it: newer and older than what it has heard, now and
 * then in another currency, and now and then more than can be counted.
 */
final class RandomContributions {
  private static final List<Measure> MEASURES =
      List.of(
          Measure.COST_GROWTH_ORIGINAL,
          Measure.COST_GROWTH_CURRENT,
          Measure.FINISH_SLIP_ORIGINAL,
          Measure.PROJECTED_SLIP_ORIGINAL,
          Measure.CPI,
          Measure.RISK_EXPOSURE);

  private final Random random;
  private long told;

  RandomContributions(Random random) {
    this.random = random;
  }

  Input next(Position at, LocalDate day) {
    int projects = 1 + random.nextInt(3);
    return new Input.ChildContributed(
        at,
        new Contribution(
            random.nextBoolean() ? "roads" : "canals",
            Histories.PORTFOLIO,
            rarely() ? "USD" : Histories.CURRENCY,
            new Position(
                Level.PROGRAM, rarely() ? 2 : 1, ++told - (rarely() ? random.nextInt(4) : 0)),
            day,
            new Rollup(
                projects,
                random.nextInt(projects + 1),
                random.nextInt(projects + 1),
                random.nextInt(projects + 1),
                amount(),
                amount(),
                amount(),
                amount(),
                amount(),
                sums())),
        null);
  }

  private boolean rarely() {
    return random.nextInt(10) == 0;
  }

  private long amount() {
    return random.nextInt(80) == 0
        ? Long.MAX_VALUE - random.nextInt(3_000)
        : 800 + random.nextInt(500);
  }

  private Map<Measure, Fraction> sums() {
    Map<Measure, Fraction> sums = new EnumMap<>(Measure.class);
    for (Measure measure : MEASURES) {
      if (random.nextInt(3) > 0) {
        long whole = amount();
        sums.put(measure, new Fraction(part(measure, whole), whole));
      }
    }
    return sums;
  }

  private long part(Measure measure, long whole) {
    long share = whole / 100;
    return switch (measure) {
      case COST_GROWTH_ORIGINAL, COST_GROWTH_CURRENT -> share * (random.nextInt(50) - 15);
      case CPI -> share * (70 + random.nextInt(60));
      case RISK_EXPOSURE -> share * random.nextInt(30);
      default -> (random.nextInt(200) - 60) * Math.min(whole, 1_000_000);
    };
  }
}
