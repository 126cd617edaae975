package org.plimsoll.core.explanation;

import static java.util.Objects.requireNonNull;
import static org.plimsoll.core.explanation.Formulas.amount;
import static org.plimsoll.core.explanation.Formulas.day;
import static org.plimsoll.core.explanation.Formulas.figure;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Expression.DayAfter;
import org.plimsoll.core.explanation.Expression.Days;
import org.plimsoll.core.explanation.Expression.Derived;
import org.plimsoll.core.explanation.Expression.Minus;
import org.plimsoll.core.explanation.Expression.Over;
import org.plimsoll.core.explanation.Expression.Plus;
import org.plimsoll.core.explanation.Expression.Times;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.EarnedSchedule;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.PlannedPoint;

/** The formulas of earned schedule, counted along a time-phased plan as {@link EarnedSchedule}. */
final class TimeFormulas {
  private TimeFormulas() {}

  /** ES = whole periods + (EV - planned before) / (planned after - planned before). */
  static Expression earned(Figures f, Baseline baseline, @Nullable LocalDate dataDate) {
    EarnedSchedule schedule = schedule(f, baseline, dataDate);
    if (schedule == null) {
      return new Derived(FigureName.ES, unknown(f, dataDate), new Quantity.Unknown());
    }
    int whole = (int) (schedule.earned().numerator() / schedule.earned().denominator());
    if (whole >= schedule.plannedPeriods()) {
      return new Derived(
          FigureName.ES,
          figure(FigureName.PD, Quantity.whole(schedule.plannedPeriods())),
          new Quantity.Ratio(schedule.earned()));
    }
    Expression before = amount(FigureName.PLANNED_BEFORE, schedule.points().get(whole).pvMinor());
    Expression after = amount(FigureName.PLANNED_AFTER, schedule.points().get(whole + 1).pvMinor());
    return new Derived(
        FigureName.ES,
        new Plus(
            figure(FigureName.WHOLE_PERIODS, Quantity.whole(whole)),
            new Over(
                new Minus(amount(FigureName.EV, f.evMinor()), before), new Minus(after, before))),
        new Quantity.Ratio(schedule.earned()));
  }

  /** AT = whole periods + days of the next one / its length. */
  static Expression elapsed(Figures f, Baseline baseline, @Nullable LocalDate dataDate) {
    EarnedSchedule schedule = schedule(f, baseline, dataDate);
    if (schedule == null) {
      return new Derived(FigureName.AT, unknown(f, dataDate), new Quantity.Unknown());
    }
    Quantity elapsed = new Quantity.Ratio(schedule.elapsed());
    if (!schedule.hasStarted()) {
      return new Derived(
          FigureName.AT, figure(FigureName.WHOLE_PERIODS, Quantity.whole(0)), elapsed);
    }
    List<PlannedPoint> points = schedule.points();
    int whole =
        (int)
            Math.min(
                schedule.elapsed().numerator() / schedule.elapsed().denominator(),
                points.size() - 1L);
    LocalDate known = requireNonNull(dataDate);
    LocalDate until = EarnedSchedule.countedUntil(f, requireNonNull(f.evMinor()), baseline, known);
    return new Derived(
        FigureName.AT,
        new Plus(
            figure(FigureName.WHOLE_PERIODS, Quantity.whole(whole)),
            new Over(
                new Days(
                    day(FigureName.PERIOD_START, points.get(whole).date()),
                    day(
                        until.equals(known) ? FigureName.DATA_DATE : FigureName.FORECAST_FINISH,
                        until)),
                figure(
                    FigureName.PERIOD_DAYS,
                    Quantity.whole(EarnedSchedule.lengthDays(points, whole))))),
        elapsed);
  }

  /** Days from the end of the plan to IEAC(t) = PD x AT / ES after its start. */
  static Expression projectedSlip(Figures f, Baseline baseline, @Nullable LocalDate dataDate) {
    EarnedSchedule schedule = schedule(f, baseline, dataDate);
    if (schedule == null) {
      return new Days(
          day(FigureName.PLAN_END, null),
          new Derived(FigureName.PROJECTED_FINISH, unknown(f, dataDate), new Quantity.Unknown()));
    }
    List<PlannedPoint> points = schedule.points();
    Expression end = day(FigureName.PLAN_END, points.get(schedule.plannedPeriods()).date());
    Expression periods =
        new Over(
            new Times(
                figure(FigureName.PD, Quantity.whole(schedule.plannedPeriods())),
                elapsed(f, baseline, dataDate)),
            earned(f, baseline, dataDate));
    LocalDate finish = schedule.projectedFinish();
    if (finish == null) {
      return new Days(
          end, new Derived(FigureName.PROJECTED_FINISH, periods, new Quantity.Unknown()));
    }
    if (finish.equals(EarnedSchedule.LATEST_FINISH)) {
      // Behind this day nothing is projected, whatever the formula gives.
      return new Days(end, day(FigureName.PROJECTED_FINISH, finish));
    }
    int whole = wholePeriods(schedule);
    return new Days(
        end,
        new Derived(
            FigureName.PROJECTED_FINISH,
            new DayAfter(
                day(FigureName.PERIOD_START, points.get(whole).date()),
                new Times(
                    new Minus(periods, figure(FigureName.WHOLE_PERIODS, Quantity.whole(whole))),
                    figure(
                        FigureName.PERIOD_DAYS,
                        Quantity.whole(EarnedSchedule.lengthDays(points, whole))))),
            new Quantity.Day(finish)));
  }

  /** Whole periods in PD x AT / ES, as far as the plan has points. */
  private static int wholePeriods(EarnedSchedule schedule) {
    Fraction at = schedule.elapsed();
    Fraction es = schedule.earned();
    return BigInteger.valueOf(schedule.plannedPeriods())
        .multiply(BigInteger.valueOf(at.numerator()))
        .multiply(BigInteger.valueOf(es.denominator()))
        .divide(BigInteger.valueOf(at.denominator()).multiply(BigInteger.valueOf(es.numerator())))
        .min(BigInteger.valueOf(schedule.points().size() - 1L))
        .intValueExact();
  }

  private static @Nullable EarnedSchedule schedule(
      Figures f, Baseline baseline, @Nullable LocalDate dataDate) {
    return f.evMinor() == null || dataDate == null || !EarnedSchedule.isOn(baseline)
        ? null
        : EarnedSchedule.of(f, f.evMinor(), baseline, dataDate);
  }

  private static Expression unknown(Figures f, @Nullable LocalDate dataDate) {
    if (f.evMinor() == null) {
      return amount(FigureName.EV, null);
    }
    return dataDate == null
        ? day(FigureName.DATA_DATE, null)
        : figure(FigureName.PLAN, new Quantity.Unknown());
  }
}
