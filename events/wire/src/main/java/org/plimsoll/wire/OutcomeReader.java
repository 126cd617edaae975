package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.BudgetExceeded;
import org.plimsoll.schema.BudgetGivenOn;
import org.plimsoll.schema.ContributionHeldBack;
import org.plimsoll.schema.ExceptionChanged;

/** From outcomes in the trail to what core says with them, for whoever shows or explains them. */
public final class OutcomeReader {
  private OutcomeReader() {}

  /** The measures of an assessment, as far as this version knows them. */
  public static List<Reading> readings(Assessed assessed) {
    List<Reading> readings = new ArrayList<>();
    for (var reading : assessed.getReadings()) {
      Measure measure = symbol(Measure.class, reading.getMeasure().name());
      if (measure == null) {
        continue;
      }
      NotYet reason = symbol(NotYet.class, String.valueOf(reading.getNotYet()));
      readings.add(
          reading.getDenominator() > 0
              ? new Reading.Value(
                  measure,
                  reading.getIndicatorId(),
                  new Fraction(reading.getNumerator(), reading.getDenominator()))
              : new Reading.Missing(
                  measure,
                  reading.getIndicatorId(),
                  requireNonNullElse(reason, NotYet.NOT_REPORTED)));
    }
    return readings;
  }

  /** What a parent counts: its measures are the sums themselves. */
  public static Rollup rollup(Assessed a) {
    Map<Measure, Fraction> sums = new EnumMap<>(Measure.class);
    for (Reading reading : readings(a)) {
      if (reading instanceof Reading.Value(Measure measure, var _, Fraction value)) {
        sums.put(measure, value);
      }
    }
    var f = a.getFigures();
    return new Rollup(
        a.getProjects(),
        a.getProjectsReporting(),
        a.getProjectsInException(),
        a.getProjectsSilent(),
        orZero(f.getPvMinor()),
        orZero(f.getEvMinor()),
        orZero(f.getAcMinor()),
        orZero(f.getBacMinor()),
        orZero(f.getEacMinor()),
        sums);
  }

  /** When the limit is expected to be crossed; null for a fact. */
  public static @Nullable Forecast forecast(ExceptionChanged e) {
    var forecast = e.getForecast();
    return forecast == null
        ? null
        : new Forecast(
            forecast.getExpectedOn(),
            forecast.getEarliestOn(),
            forecast.getLatestOn(),
            forecast.getReports());
  }

  /**
   * Which levels were told of a change, the nearest first.
   *
   * @param level of the node; an entry of an earlier version says only whether the one above was
   */
  public static List<Level> deliveredTo(ExceptionChanged e, Level level) {
    List<Level> told = new ArrayList<>();
    for (var to : e.getDeliveredTo()) {
      Level known = symbol(Level.class, to.name());
      if (known != null) {
        told.add(known);
      }
    }
    return told.isEmpty() && e.getDelivered() ? List.of(level.above()) : told;
  }

  /**
   * What core says with an outcome of the deadband or the budget; null for every other one, and for
   * what only a newer version knows.
   */
  public static @Nullable Outcome restraint(SpecificRecord outcome) {
    return switch (outcome) {
      case ContributionHeldBack h ->
          new Outcome.ContributionHeldBack(
              h.getChildId(),
              h.getParentId(),
              new Deadband.Movement(
                  h.getFigure(),
                  new Fraction(h.getMovedNumerator(), h.getMovedDenominator()),
                  new Fraction(h.getAllowedNumerator(), h.getAllowedDenominator())),
              h.getSince(),
              h.getOnDate());
      case BudgetGivenOn g -> {
        Measure measure = symbol(Measure.class, g.getMeasure().name());
        yield measure == null
            ? null
            : new Outcome.BudgetGivenOn(
                g.getNodeId(),
                new GivenOn(
                    measure,
                    g.getProjects(),
                    new GivenOn.Side(g.getLeastOpen(), new BigInteger(g.getLeastTenThousandths())),
                    new GivenOn.Side(g.getMostOpen(), new BigInteger(g.getMostTenThousandths()))));
      }
      case BudgetExceeded e -> {
        Measure measure = symbol(Measure.class, e.getMeasure().name());
        ToleranceUnit unit = symbol(ToleranceUnit.class, e.getUnit().name());
        Direction side = symbol(Direction.class, e.getSide().name());
        String given = e.getGivenTenThousandths();
        yield measure == null || unit == null || side == null
            ? null
            : new Outcome.BudgetExceeded(
                e.getNodeId(),
                e.getProgramId(),
                measure,
                e.getIndicatorId(),
                unit,
                side,
                given == null ? null : new BigInteger(given),
                e.getLimitTenThousandths());
      }
      default -> null;
    };
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  private static <E extends Enum<E>> @Nullable E symbol(Class<E> type, String name) {
    for (E constant : requireNonNull(type.getEnumConstants())) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    return null;
  }
}
