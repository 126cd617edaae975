package org.plimsoll.testkit;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Tolerances of every measure and on all terms, some of which contradict themselves. */
final class RandomTolerances {
  static final List<String> NAMES =
      List.of("cost", "cost-now", "time", "projected", "milestone", "risk", "cpi", "silence");

  private final Random random;

  RandomTolerances(Random random) {
    this.random = random;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean rarely() {
    return random.nextInt(12) == 0;
  }

  /** Another version of the tolerance of this name. */
  Tolerance replacing(String id, LocalDate day) {
    Measure measure =
        switch (id) {
          case "cost" -> Measure.COST_GROWTH_ORIGINAL;
          case "cost-now" -> Measure.COST_GROWTH_CURRENT;
          case "time" -> Measure.FINISH_SLIP_ORIGINAL;
          case "projected" -> Measure.PROJECTED_SLIP_ORIGINAL;
          case "milestone" -> Measure.MILESTONE_SLIP;
          case "risk" -> Measure.RISK_EXPOSURE;
          case "cpi" -> Measure.CPI;
          default -> Measure.SILENCE;
        };
    return tolerance(id, measure, day);
  }

  /** One of any measure, under one of three names. */
  Tolerance ofAnyMeasure(int number, LocalDate day) {
    return tolerance("other-" + number % 3, any(List.of(Measure.values())), day);
  }

  private Tolerance tolerance(String id, Measure measure, LocalDate day) {
    ToleranceUnit unit = any(List.of(ToleranceUnit.values()));
    while (!unit.fits(measure) && !rarely()) {
      unit = any(List.of(ToleranceUnit.values()));
    }
    long none =
        switch (measure) {
          case CPI, SPI, SPI_T, TCPI_BAC, TCPI_EAC -> 10_000;
          case INDICATOR_ACHIEVEMENT -> 1_000_000;
          case EAC_CPI, EAC_REMAINING_AT_BUDGET, EAC_CPI_SPI, EAC_BOTTOM_UP ->
              unit == ToleranceUnit.PERCENT ? 1_000_000 : 0;
          default -> 0;
        };
    Direction breach =
        switch (measure) {
          case CPI,
              SPI,
              SPI_T,
              VAC,
              CV,
              SV,
              SV_T,
              EARNED_SCHEDULE,
              INDICATOR_ACHIEVEMENT,
              INDICATOR_TREND ->
              Direction.AT_LEAST;
          default -> Direction.AT_MOST;
        };
    long room =
        switch (unit) {
          case PERCENT -> 10_000L * random.nextInt(25);
          case RATIO -> 500L * random.nextInt(8);
          case DAYS -> 10_000L * random.nextInt(90);
          case MINOR_UNITS -> 10_000L * random.nextInt(300);
        };
    long side = breach == Direction.AT_MOST ? 1 : -1;
    return new Tolerance(
        id,
        1 + random.nextInt(4),
        ToleranceKind.COST,
        measure,
        measure.isOfIndicator() != rarely() ? any(List.of("places", "places", "pupils")) : null,
        rarely() ? Direction.AT_MOST : breach,
        unit,
        none + side * room,
        terms(none, side * room, day));
  }

  private Terms terms(long none, long room, LocalDate day) {
    if (random.nextInt(3) == 0) {
      return Terms.PLAIN;
    }
    LocalDate from = random.nextBoolean() ? null : day.plusDays(random.nextInt(120) - 40);
    LocalDate until = random.nextInt(3) == 0 ? day.plusDays(random.nextInt(150) - 20) : null;
    return new Terms(
        random.nextInt(4) == 0 ? Long.valueOf(none + room * 8 / 10) : null,
        random.nextInt(3) == 0 ? Long.valueOf(none + room * 7 / 10) : null,
        random.nextInt(4) == 0 ? Long.valueOf(none - room * (rarely() ? -2 : 2)) : null,
        rarely() ? 0 : 1 + random.nextInt(2),
        random.nextInt(4) == 0 ? 20 : 0,
        random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
        forecastDays(),
        from,
        until,
        random.nextInt(3) == 0 ? null : answerWithin());
  }

  private int forecastDays() {
    return random.nextInt(144) == 0
        ? any(List.of(-1, Terms.MAX_FORECAST_DAYS + 1))
        : random.nextInt(3) == 0 ? 20 + random.nextInt(400) : 0;
  }

  private Terms.AnswerWithin answerWithin() {
    return new Terms.AnswerWithin(
        rarely() ? 0 : 1 + random.nextInt(60), any(List.of(Terms.Calendar.values())));
  }
}
