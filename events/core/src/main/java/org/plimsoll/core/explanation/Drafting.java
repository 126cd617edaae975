package org.plimsoll.core.explanation;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.ExceptionReport.After;
import org.plimsoll.core.explanation.ExceptionReport.Cause;
import org.plimsoll.core.explanation.ExceptionReport.Consequences;
import org.plimsoll.core.explanation.ExceptionReport.Cost;
import org.plimsoll.core.explanation.ExceptionReport.Dated;
import org.plimsoll.core.explanation.ExceptionReport.Finish;
import org.plimsoll.core.explanation.ExceptionReport.Fit;
import org.plimsoll.core.explanation.ExceptionReport.OnParent;
import org.plimsoll.core.explanation.ExceptionReport.Option;
import org.plimsoll.core.explanation.ExceptionReport.Outlook;
import org.plimsoll.core.explanation.ExceptionReport.Title;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Measures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Tolerance;

/** Drafts an exception report from figures and from what the agency said. */
public final class Drafting {
  private static final long HUNDRED_YEARS_DAYS = 36_525;

  private Drafting() {}

  /**
   * What an open exception is drafted from.
   *
   * @param tolerances everything in force on the node, the breached one included
   * @param above the node above; null for a portfolio, or where it is not known
   * @param history values of the measure by data date, oldest first
   * @param requests calls for help that nobody has answered
   * @param budget what the node above may give on to this one; null where no budget binds
   * @param expectedOn when the limit is expected to be crossed, by the trend of the node's reports;
   *     null for an exception that is a fact
   */
  public record Case(
      Title title,
      Basis basis,
      List<Tolerance> tolerances,
      Cause cause,
      @Nullable Above above,
      List<Dated> history,
      List<Option.Assist> requests,
      int timesRaised,
      @Nullable Budget budget,
      @Nullable LocalDate expectedOn) {}

  /**
   * The node above.
   *
   * @param below everything that it counts
   * @param own what it counts of this node
   */
  public record Above(String nodeId, Rollup below, Rollup own, List<Tolerance> tolerances) {}

  /**
   * What a program holds and has given on.
   *
   * @param standing the program's tolerances, those in front of another for a time and those behind
   * @param granted every version granted to the project that stands, stands for a time or waits
   * @param givenOn what its projects hold of the amount, this one included
   * @param portfolioId the level above the program, whose own grants are no part of it
   */
  public record Budget(
      List<Tolerance> standing,
      List<Tolerance> granted,
      GivenOn givenOn,
      @Nullable String portfolioId) {}

  /** The draft. */
  public static ExceptionReport draft(Case c) {
    return new ExceptionReport(
        c.title(),
        c.cause(),
        new Consequences(cost(c.basis()), finish(c.basis()), onParent(c)),
        options(c),
        c.timesRaised());
  }

  private static @Nullable Cost cost(Basis basis) {
    return switch (basis) {
      case Basis.OfProject(var figures, Baseline original, Baseline current, var _, var _) -> {
        Long eac = figures.eacMinor();
        yield eac == null ? null : new Cost(eac, original.costMinor(), current.costMinor());
      }
      case Basis.OfParent(Rollup below) -> {
        Fraction growth = below.sums().get(Measure.COST_GROWTH_ORIGINAL);
        // Of the projects that have both: numerator EAC - baseline, denominator baseline.
        yield growth == null
            ? null
            : new Cost(
                Math.addExact(growth.numerator(), growth.denominator()),
                growth.denominator(),
                null);
      }
      case Basis.Recorded _ -> null;
    };
  }

  private static @Nullable Finish finish(Basis basis) {
    return switch (basis) {
      case Basis.OfParent _, Basis.Recorded _ -> null;
      case Basis.OfProject p -> {
        LocalDate projected = Measures.projectedFinish(p.figures(), p.current(), p.dataDate());
        LocalDate forecast = p.figures().forecastFinish();
        yield projected == null && forecast == null
            ? null
            : new Finish(forecast, projected, p.original().finish(), p.current().finish());
      }
    };
  }

  private static @Nullable OnParent onParent(Case c) {
    Above above = c.above();
    Measure measure = c.title().tolerance().measure();
    Fraction with = above == null ? null : above.below().sums().get(measure);
    if (above == null || with == null) {
      return null;
    }
    Fraction own = above.own().sums().get(measure);
    Fraction without =
        own == null
            ? with
            : with.denominator() > own.denominator()
                ? new Fraction(
                    Math.subtractExact(with.numerator(), own.numerator()),
                    with.denominator() - own.denominator())
                : null;
    Tolerance tolerance = onSame(above.tolerances(), c.title().tolerance()).orElse(null);
    return new OnParent(
        above.nodeId(),
        with,
        without,
        tolerance,
        tolerance == null ? 0 : tolerance.stepOf(with),
        tolerance == null || without == null ? 0 : tolerance.stepOf(without));
  }

  private static Optional<Tolerance> onSame(List<Tolerance> tolerances, Tolerance of) {
    return tolerances.stream()
        .filter(t ->
            t.measure() == of.measure()
                && t.breach() == of.breach()
                && t.unit() == of.unit()
                && Objects.equals(t.indicatorId(), of.indicatorId()))
        .findFirst();
  }

  private static List<Option> options(Case c) {
    List<Option> options = new ArrayList<>();
    options.add(grant(c));
    switch (c.basis()) {
      case Basis.OfProject project -> options.add(plan(c, project));
      case Basis.OfParent _ -> options.add(new Option.RequireExceptionPlan(null, null, List.of()));
      case Basis.Recorded _ -> {
        // What a plan would change cannot be told.
      }
    }
    options.addAll(c.requests());
    LocalDate expectedOn = c.expectedOn();
    options.add(
        new Option.DoNothing(
            expectedOn == null
                ? outlook(c.title().tolerance(), c.history())
                : new Outlook.Crosses(expectedOn)));
    return options;
  }

  private static Option grant(Case c) {
    Tolerance tolerance = c.title().tolerance();
    if (tolerance.stepOf(c.title().value()) > 0) {
      return granting(c, limitThatHolds(tolerance, c.title().value()));
    }
    Option.GrantTolerance next = granting(c, nextWider(tolerance));
    return new Option.GrantTolerance(
        null, null, Fit.WITHIN, next.fit() == Fit.EXCEEDS ? next.budget() : null);
  }

  /** The next limit that allows more and that anybody would write; null for none. */
  private static @Nullable Long nextWider(Tolerance tolerance) {
    long further =
        switch (tolerance.unit()) {
          case DAYS, MINOR_UNITS -> 10_000;
          case PERCENT, RATIO -> 100;
        };
    long limit =
        switch (tolerance.breach()) {
          case AT_MOST -> tolerance.limitTenThousandths() + further;
          case AT_LEAST -> tolerance.limitTenThousandths() - further;
        };
    return Math.abs(limit) <= Tolerance.MAX_LIMIT_TEN_THOUSANDTHS ? limit : null;
  }

  private static Option.GrantTolerance granting(Case c, @Nullable Long limit) {
    Tolerance tolerance = c.title().tolerance();
    Above above = c.above();
    BudgetKey key = BudgetKey.of(tolerance);
    Room held =
        above == null
            ? null
            : BudgetPart.held(c.budget() == null ? above.tolerances() : c.budget().standing(), key);
    if (above == null || held == null) {
      return new Option.GrantTolerance(limit, null, Fit.NOTHING_ABOVE, null);
    }
    Long end = tolerance.breach() == Direction.AT_MOST ? held.most() : held.least();
    if (limit == null) {
      return new Option.GrantTolerance(null, end, Fit.EXCEEDS, null);
    }
    // How wide it is does not depend on its last day.
    Tolerance wider = tolerance.until(c.title().raisedOn(), limit, above.nodeId());
    Budget budget = c.budget();
    if (budget == null) {
      BudgetPart alone =
          BudgetPart.of(
              key, Room.of(wider), held, GivenOn.nothing(key.measure()), tolerance.breach());
      return new Option.GrantTolerance(limit, end, alone.fits() ? Fit.FITS : Fit.EXCEEDS, alone);
    }
    Room had = BudgetPart.ofProject(budget.granted(), key, budget.portfolioId());
    // It allows all that the one which it takes the place of allows, so both may be counted.
    List<Tolerance> with = new ArrayList<>(budget.granted());
    with.add(wider);
    Room has = BudgetPart.ofProject(with, key, budget.portfolioId());
    if (has == null) {
      return new Option.GrantTolerance(limit, end, Fit.NOTHING_ABOVE, null);
    }
    BudgetPart part =
        BudgetPart.of(key, has, held, budget.givenOn().exchange(had, null), tolerance.breach());
    return new Option.GrantTolerance(
        limit,
        end,
        part.fits() ? Fit.FITS : had != null && has.isWithin(had) ? Fit.HELD_BEFORE : Fit.EXCEEDS,
        part);
  }

  /** The nearest wider limit, in whole ten-thousandths, that the value is within; null for none. */
  private static @Nullable Long limitThatHolds(Tolerance tolerance, Fraction value) {
    Fraction compared = tolerance.inUnit(value);
    BigInteger[] quotient =
        BigInteger.valueOf(compared.numerator())
            .multiply(BigInteger.valueOf(tolerance.scale()))
            .divideAndRemainder(BigInteger.valueOf(compared.denominator()));
    int away = quotient[1].signum();
    BigInteger limit =
        switch (tolerance.breach()) {
          case AT_MOST -> away > 0 ? quotient[0].add(BigInteger.ONE) : quotient[0];
          case AT_LEAST -> away < 0 ? quotient[0].subtract(BigInteger.ONE) : quotient[0];
        };
    return limit.abs().compareTo(BigInteger.valueOf(Tolerance.MAX_LIMIT_TEN_THOUSANDTHS)) <= 0
            && tolerance.isNarrowerThan(limit.longValueExact())
        ? limit.longValueExact()
        : null;
  }

  /** The plan promises what is forecast now; the original baseline stays. */
  private static Option plan(Case c, Basis.OfProject basis) {
    Baseline planned =
        new Baseline(basis.figures().eacMinor(), basis.figures().forecastFinish())
            .orElse(basis.current());
    List<Reading> now = basis.readings();
    List<Reading> then =
        new Basis.OfProject(
                basis.figures(), basis.original(), planned, basis.dataDate(), basis.targets())
            .readings();
    List<After> after = new ArrayList<>();
    for (Tolerance tolerance : c.tolerances()) {
      if (tolerance.measure() == Measure.SILENCE) {
        continue;
      }
      Fraction valueNow = valueOf(now, tolerance);
      Fraction value = valueOf(then, tolerance);
      after.add(
          new After(
              tolerance,
              valueNow == null ? 0 : tolerance.stepOf(valueNow),
              value,
              value == null ? 0 : tolerance.stepOf(value)));
    }
    after.sort(Comparator.comparingInt(After::stepNow).reversed());
    return new Option.RequireExceptionPlan(planned.costMinor(), planned.finish(), after);
  }

  private static @Nullable Fraction valueOf(List<Reading> readings, Tolerance tolerance) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value(Measure measure, String indicatorId, Fraction value)
          && measure == tolerance.measure()
          && Objects.equals(indicatorId, tolerance.indicatorId())) {
        return value;
      }
    }
    return null;
  }

  /**
   * When the next whole tolerance is reached at the rate of the last two reports: a straight line
   * through both, which is no forecast and says so by naming them.
   */
  static Outlook outlook(Tolerance tolerance, List<Dated> history) {
    if (history.size() < 2) {
      return new Outlook.NoRate();
    }
    Dated before = history.get(history.size() - 2);
    Dated last = history.getLast();
    long days = ChronoUnit.DAYS.between(before.on(), last.on());
    int step = tolerance.stepOf(last.value());
    if (days <= 0 || step == 0 || step >= Tolerance.MAX_STEP) {
      return new Outlook.NoNextStep();
    }
    // In ten-thousandths of the unit, over one denominator.
    BigInteger d0 = denominator(tolerance, before.value());
    BigInteger d1 = denominator(tolerance, last.value());
    BigInteger v0 = scaled(tolerance, before.value()).multiply(d1);
    BigInteger v1 = scaled(tolerance, last.value()).multiply(d0);
    BigInteger over = d0.multiply(d1);
    boolean above = v1.compareTo(limit(tolerance).multiply(over)) > 0;
    BigInteger away = above ? v1.subtract(v0) : v0.subtract(v1);
    if (away.signum() <= 0) {
      return new Outlook.DoesNotWorsen(before, last);
    }
    BigInteger limit = crossedLimit(tolerance, above);
    BigInteger width =
        limit.subtract(BigInteger.valueOf(tolerance.untouchedTenThousandths())).abs();
    if (width.signum() == 0) {
      return new Outlook.NoNextStep();
    }
    BigInteger crossed = limit.multiply(over);
    BigInteger next = width.multiply(BigInteger.valueOf(step)).multiply(over);
    BigInteger left = next.subtract(v1.subtract(crossed).abs());
    // left / away x days, up to the next whole day.
    BigInteger[] wait = left.multiply(BigInteger.valueOf(days)).divideAndRemainder(away);
    BigInteger whole = wait[1].signum() > 0 ? wait[0].add(BigInteger.ONE) : wait[0];
    return whole.compareTo(BigInteger.valueOf(HUNDRED_YEARS_DAYS)) > 0
        ? new Outlook.NoNextStep()
        : new Outlook.Worsens(last.on().plusDays(whole.longValueExact()), step + 1, before, last);
  }

  private static BigInteger limit(Tolerance tolerance) {
    return BigInteger.valueOf(tolerance.limitTenThousandths());
  }

  /** Of a band the limit that is crossed. */
  private static BigInteger crossedLimit(Tolerance tolerance, boolean above) {
    return above == (tolerance.breach() == Direction.AT_MOST)
        ? limit(tolerance)
        : BigInteger.valueOf(requireNonNull(tolerance.terms().otherSideTenThousandths()));
  }

  private static BigInteger scaled(Tolerance tolerance, Fraction value) {
    return BigInteger.valueOf(tolerance.inUnit(value).numerator())
        .multiply(BigInteger.valueOf(tolerance.scale()));
  }

  private static BigInteger denominator(Tolerance tolerance, Fraction value) {
    return BigInteger.valueOf(tolerance.inUnit(value).denominator());
  }
}
