package org.plimsoll.core.measure;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Report by exception, as SCADA systems have it (DNP3, IEEE 1815: a deadband around the value last
 * sent). What moved by no more than the deadband is not sent again. The comparison is always with
 * what was last sent and never with what was held back, so a drift adds up until it is sent. Counts
 * are no values: a change of one is always sent, and so is a measure that becomes measurable or is
 * no longer.
 */
public final class Deadband {
  /** A tenth of the budget: of what lies beyond, a portfolio would learn too late. */
  public static final int MAX_TEN_THOUSANDTHS = 1_000;

  private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

  private Deadband() {}

  /**
   * How far one figure moved since it was last sent, and how far it may without being sent.
   *
   * @param figure an amount of {@link Rollup}, or the name of a {@link Measure}
   * @param moved 0 or more: minor units of an amount, a share of a ratio, days of a slip
   * @param allowed in the same unit; a slip may move by less, everything else by as much
   */
  public record Movement(String figure, Fraction moved, Fraction allowed) {}

  /**
   * The figure that used up most of what it may move, the first of those that used up as much, when
   * none moved by more than that; empty when the figures have to be sent.
   *
   * @param sent what was last sent
   * @param tenThousandths how far amounts may move, as a share of the BAC that was sent (of the EAC
   *     where there was no BAC), and ratios by themselves, times 10,000; slips may move by less
   *     than a day, so that no day is ever missing above
   */
  public static Optional<Movement> heldBack(Rollup sent, Rollup now, int tenThousandths) {
    if (sent.projects() != now.projects()
        || sent.projectsReporting() != now.projectsReporting()
        || sent.projectsInException() != now.projectsInException()
        || sent.projectsSilent() != now.projectsSilent()
        || !sent.sums().keySet().equals(now.sums().keySet())) {
      return Optional.empty();
    }
    BigInteger share = BigInteger.valueOf(tenThousandths);
    long budget = sent.bacMinor() == 0 ? sent.eacMinor() : sent.bacMinor();
    Exact ofBudget = new Exact(share.multiply(big(budget)).max(BigInteger.ZERO), TEN_THOUSAND);
    Furthest furthest = new Furthest();
    furthest.moved("eacMinor", amount(sent.eacMinor(), now.eacMinor()), ofBudget, false);
    furthest.moved("bacMinor", amount(sent.bacMinor(), now.bacMinor()), ofBudget, false);
    furthest.moved("acMinor", amount(sent.acMinor(), now.acMinor()), ofBudget, false);
    furthest.moved("evMinor", amount(sent.evMinor(), now.evMinor()), ofBudget, false);
    furthest.moved("pvMinor", amount(sent.pvMinor(), now.pvMinor()), ofBudget, false);
    for (Map.Entry<Measure, Fraction> sum : sent.sums().entrySet()) {
      Measure measure = sum.getKey();
      Exact moved = ratio(sum.getValue(), now.sums().getOrDefault(measure, sum.getValue()));
      switch (measure.addition()) {
        case SUMMED -> furthest.moved(measure.name(), moved, new Exact(share, TEN_THOUSAND), false);
        case WEIGHTED_WITH_COST ->
            furthest.moved(measure.name(), moved, new Exact(BigInteger.ONE, BigInteger.ONE), true);
        case NOT_ADDED -> {}
      }
    }
    return furthest.isBeyond ? Optional.empty() : Optional.ofNullable(furthest.found());
  }

  private static Exact amount(long sent, long now) {
    return new Exact(big(now).subtract(big(sent)).abs(), BigInteger.ONE);
  }

  private static Exact ratio(Fraction sent, Fraction now) {
    BigInteger difference =
        big(now.numerator())
            .multiply(big(sent.denominator()))
            .subtract(big(sent.numerator()).multiply(big(now.denominator())));
    return new Exact(difference.abs(), big(sent.denominator()).multiply(big(now.denominator())));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** A fraction that two longs may not hold; the denominator is above zero. */
  private record Exact(BigInteger numerator, BigInteger denominator) {
    private int compareTo(Exact other) {
      return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    private Exact times(Exact other) {
      return new Exact(
          numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    private Fraction shown() {
      return Fraction.of(numerator, denominator);
    }
  }

  /** What of several movements lies nearest to its end. */
  private static final class Furthest {
    private boolean isBeyond;
    private @Nullable String figure;
    private Exact moved = new Exact(BigInteger.ZERO, BigInteger.ONE);
    private Exact allowed = new Exact(BigInteger.ONE, BigInteger.ONE);

    private void moved(String name, Exact by, Exact most, boolean mustBeLess) {
      int side = by.compareTo(most);
      isBeyond |= mustBeLess ? side >= 0 : side > 0;
      // by / most > moved / allowed, without the quotients
      if (figure == null || by.times(allowed).compareTo(moved.times(most)) > 0) {
        figure = name;
        moved = by;
        allowed = most;
      }
    }

    private @Nullable Movement found() {
      return figure == null ? null : new Movement(figure, moved.shown(), allowed.shown());
    }
  }
}
