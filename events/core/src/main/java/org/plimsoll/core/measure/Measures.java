package org.plimsoll.core.measure;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The measures of a project, from its figures and what was promised. */
public final class Measures {
  private Measures() {}

  /**
   * Every measure of a project, in the order of {@link Measure}; then one {@link
   * Measure#INDICATOR_ACHIEVEMENT} for each target, in the given order. {@link Measure#SILENCE} is
   * not among them: a status does not know what day it is.
   */
  public static List<Reading> ofProject(
      Figures figures, Baseline original, Baseline current, List<Target> targets) {
    List<Reading> readings = new ArrayList<>(Measure.values().length + targets.size());
    for (Measure measure : Measure.values()) {
      switch (measure) {
        case COST_GROWTH_ORIGINAL -> readings.add(costGrowth(measure, figures, original));
        case COST_GROWTH_CURRENT -> readings.add(costGrowth(measure, figures, current));
        case CPI -> readings.add(quotient(measure, figures.evMinor(), figures.acMinor()));
        case SPI -> readings.add(quotient(measure, figures.evMinor(), figures.pvMinor()));
        case VAC -> readings.add(varianceAtCompletion(figures));
        case FINISH_SLIP_ORIGINAL -> readings.add(finishSlip(measure, figures, original));
        case FINISH_SLIP_CURRENT -> readings.add(finishSlip(measure, figures, current));
        case INDICATOR_ACHIEVEMENT ->
            targets.forEach(target -> readings.add(achievement(figures, target)));
        case SILENCE -> {}
      }
    }
    return readings;
  }

  private static Reading costGrowth(Measure measure, Figures figures, Baseline baseline) {
    Long eac = figures.eacMinor();
    if (eac == null) {
      return missing(measure, NotYet.NOT_REPORTED);
    }
    Long cost = baseline.costMinor();
    if (cost == null) {
      return missing(measure, NotYet.NO_BASELINE);
    }
    if (cost == 0) {
      return missing(measure, NotYet.ZERO_BASELINE);
    }
    return value(measure, new Fraction(eac - cost, cost));
  }

  private static Reading quotient(
      Measure measure, @Nullable Long numerator, @Nullable Long denominator) {
    if (numerator == null || denominator == null) {
      return missing(measure, NotYet.NOT_REPORTED);
    }
    if (denominator == 0) {
      return missing(measure, NotYet.ZERO_DENOMINATOR);
    }
    return value(measure, new Fraction(numerator, denominator));
  }

  private static Reading varianceAtCompletion(Figures figures) {
    Long bac = figures.bacMinor();
    Long eac = figures.eacMinor();
    if (bac == null || eac == null) {
      return missing(Measure.VAC, NotYet.NOT_REPORTED);
    }
    if (bac == 0) {
      return missing(Measure.VAC, NotYet.ZERO_DENOMINATOR);
    }
    return value(Measure.VAC, new Fraction(bac - eac, bac));
  }

  private static Reading finishSlip(Measure measure, Figures figures, Baseline baseline) {
    LocalDate forecast = figures.forecastFinish();
    if (forecast == null) {
      return missing(measure, NotYet.NOT_REPORTED);
    }
    LocalDate promised = baseline.finish();
    if (promised == null) {
      return missing(measure, NotYet.NO_BASELINE);
    }
    return value(measure, new Fraction(ChronoUnit.DAYS.between(promised, forecast), 1));
  }

  private static Reading achievement(Figures figures, Target target) {
    Long reached = figures.indicatorTenThousandths().get(target.indicatorId());
    if (reached == null) {
      return new Reading.Missing(
          Measure.INDICATOR_ACHIEVEMENT, target.indicatorId(), NotYet.NOT_REPORTED);
    }
    if (target.targetTenThousandths() <= 0) {
      return new Reading.Missing(
          Measure.INDICATOR_ACHIEVEMENT, target.indicatorId(), NotYet.ZERO_DENOMINATOR);
    }
    return new Reading.Value(
        Measure.INDICATOR_ACHIEVEMENT,
        target.indicatorId(),
        new Fraction(reached, target.targetTenThousandths()));
  }

  private static Reading value(Measure measure, Fraction value) {
    return new Reading.Value(measure, null, value);
  }

  private static Reading missing(Measure measure, NotYet reason) {
    return new Reading.Missing(measure, null, reason);
  }

  /**
   * What a project adds to the measures of its parent: every measurable one that can be added. A
   * finish slip is weighted with the project's cost in whole currency units (minor units / 100):
   * its budget, or else its EAC; a project without either adds none.
   */
  static @Nullable Fraction addend(Reading.Value reading, Figures figures) {
    return switch (reading.measure()) {
      case COST_GROWTH_ORIGINAL, COST_GROWTH_CURRENT, CPI, SPI, VAC -> reading.value();
      case FINISH_SLIP_ORIGINAL, FINISH_SLIP_CURRENT -> weighted(reading.value(), figures);
      case INDICATOR_ACHIEVEMENT, SILENCE -> null;
    };
  }

  private static @Nullable Fraction weighted(Fraction slip, Figures figures) {
    Long cost = figures.bacMinor() == null ? figures.eacMinor() : figures.bacMinor();
    if (cost == null || cost < 100) {
      return null;
    }
    long weight = requireNonNull(cost) / 100;
    return new Fraction(Math.multiplyExact(slip.numerator(), weight), weight);
  }
}
