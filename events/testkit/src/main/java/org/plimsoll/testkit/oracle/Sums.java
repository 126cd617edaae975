package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;

/** What projects add up to. */
final class Sums {
  private Sums() {}

  /** How a measure of projects becomes one of their program, as its description says. */
  private enum Adds {
    SUMMED,
    WEIGHTED,
    NOT
  }

  private static Adds adds(Measure measure) {
    return switch (measure) {
      case COST_GROWTH_ORIGINAL,
          COST_GROWTH_CURRENT,
          CPI,
          SPI,
          VAC,
          CV,
          SV,
          EAC_CPI,
          EAC_REMAINING_AT_BUDGET,
          EAC_CPI_SPI,
          EAC_BOTTOM_UP,
          ETC,
          RISK_EXPOSURE ->
          Adds.SUMMED;
      case FINISH_SLIP_ORIGINAL,
          FINISH_SLIP_CURRENT,
          PROJECTED_SLIP_ORIGINAL,
          PROJECTED_SLIP_CURRENT ->
          Adds.WEIGHTED;
      case INDICATOR_ACHIEVEMENT,
          INDICATOR_TREND,
          TCPI_BAC,
          TCPI_EAC,
          EARNED_SCHEDULE,
          SV_T,
          SPI_T,
          MILESTONE_SLIP,
          SILENCE ->
          Adds.NOT;
    };
  }

  static boolean isAdded(Measure measure) {
    return adds(measure) != Adds.NOT;
  }

  /** Whether it counts days, which are weighted with cost. */
  static boolean isSlip(Measure measure) {
    return adds(measure) == Adds.WEIGHTED;
  }

  /** One project's part. */
  static Rollup ofProject(Trail trail, Facts facts) {
    Statements statements = Statements.of(trail, facts);
    Figures f = statements.figures();
    Numbers numbers = statements.numbers();
    Long eacMinor = numbers.eacMinor();
    Map<Measure, Fraction> parts = new EnumMap<>(Measure.class);
    for (Reading reading : numbers.readings(facts.targets())) {
      if (reading instanceof Reading.Value(var measure, var _, var value)) {
        Fraction part =
            switch (adds(measure)) {
              case SUMMED -> value;
              case WEIGHTED -> weighted(value, f, eacMinor);
              case NOT -> null;
            };
        if (part != null) {
          parts.put(measure, part);
        }
      }
    }
    return new Rollup(
        1,
        statements.dataDate() == null ? 0 : 1,
        Exceptions.isInException(trail, facts.nodeId()) ? 1 : 0,
        Exceptions.isSilent(trail, facts.nodeId()) ? 1 : 0,
        orZero(f.pvMinor()),
        orZero(f.evMinor()),
        orZero(f.acMinor()),
        orZero(f.bacMinor()),
        orZero(eacMinor),
        parts);
  }

  /** Whole days, weighted with the project's budget or else its EAC in whole currency units. */
  private static @Nullable Fraction weighted(Fraction days, Figures f, @Nullable Long eacMinor) {
    Long cost = f.bacMinor() == null ? eacMinor : f.bacMinor();
    long weight = cost == null ? 0 : cost / 100;
    return weight <= 0 ? null : new Fraction(days.numerator() * weight, weight);
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  /** All that is below a program or portfolio, each counted anew. */
  static Rollup below(Trail trail, Facts parent) {
    return parent.level() == Level.PORTFOLIO
        ? Contributions.sum(trail, parent.nodeId())
        : sum(
            trail.projectsOf(parent.nodeId()).stream()
                .map(id -> ofProject(trail, Objects.requireNonNull(trail.facts(id))))
                .toList());
  }

  /**
   * The sum of these.
   *
   * @throws ArithmeticException where a part of it is more than can be counted
   */
  static Rollup sum(List<Rollup> children) {
    Map<Measure, List<Fraction>> parts = new EnumMap<>(Measure.class);
    for (Rollup child : children) {
      child
          .sums()
          .forEach(
              (measure, part) -> parts.computeIfAbsent(measure, _ -> new ArrayList<>()).add(part));
    }
    Map<Measure, Fraction> sums = new EnumMap<>(Measure.class);
    parts.forEach((measure, of) ->
        sums.put(
            measure,
            new Fraction(exact(of, Fraction::numerator), exact(of, Fraction::denominator))));
    return new Rollup(
        children.stream().mapToInt(Rollup::projects).sum(),
        children.stream().mapToInt(Rollup::projectsReporting).sum(),
        children.stream().mapToInt(Rollup::projectsInException).sum(),
        children.stream().mapToInt(Rollup::projectsSilent).sum(),
        exact(children, Rollup::pvMinor),
        exact(children, Rollup::evMinor),
        exact(children, Rollup::acMinor),
        exact(children, Rollup::bacMinor),
        exact(children, Rollup::eacMinor),
        sums);
  }

  private static <T> long exact(List<T> parts, ToLongFunction<T> of) {
    BigInteger sum = BigInteger.ZERO;
    for (T part : parts) {
      sum = sum.add(BigInteger.valueOf(of.applyAsLong(part)));
    }
    return sum.longValueExact();
  }

  /** The measures of a parent with these sums. */
  static List<Reading> readings(Rollup sums) {
    List<Reading> readings = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      Fraction value = sums.sums().get(measure);
      if (value != null) {
        readings.add(new Reading.Value(measure, null, value));
      } else if (!measure.isOfIndicator() && measure != Measure.SILENCE) {
        readings.add(
            new Reading.Missing(
                measure, null, isAdded(measure) ? NotYet.NOTHING_BELOW : NotYet.NOT_ADDED));
      }
    }
    return readings;
  }
}
