package org.plimsoll.core.measure;

import static java.time.temporal.ChronoUnit.DAYS;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far along the time-phased plan of a baseline the earned value lies, as time instead of money.
 * Source: W. Lipke, "Schedule is Different", The Measurable News, March 2003.
 *
 * <p>Time is counted in periods of the plan, from one of its points to the next, whatever their
 * length; within a period by days, and behind the last point in periods as long as the last one.
 * The plan ends where it first reaches its whole amount.
 *
 * @param points at least two, the last above zero
 * @param plannedPeriods PD: periods until the whole amount is planned
 * @param earned ES: whole periods whose planned value is earned, and the part of the next one
 * @param elapsed AT: periods from the start to the data date, 0 before the start
 */
public record EarnedSchedule(
    List<PlannedPoint> points, int plannedPeriods, Fraction earned, Fraction elapsed) {

  /** No finish is projected behind this day. */
  public static final LocalDate LATEST_FINISH = LocalDate.of(2199, 12, 31);

  /** Whether the baseline has a plan that something can be earned of. */
  public static boolean isOn(Baseline baseline) {
    return baseline.timePhased().size() >= 2 && baseline.timePhased().getLast().pvMinor() > 0;
  }

  /** The earned schedule on a baseline with a plan. */
  public static EarnedSchedule of(
      Figures figures, long evMinor, Baseline baseline, LocalDate dataDate) {
    List<PlannedPoint> points = baseline.timePhased();
    long whole = points.getLast().pvMinor();
    int planned = 0;
    while (points.get(planned).pvMinor() < whole) {
      planned++;
    }
    return new EarnedSchedule(
        points,
        planned,
        earned(points, planned, evMinor),
        elapsed(points, countedUntil(figures, evMinor, baseline, dataDate)));
  }

  /**
   * The day until which time is counted: the data date; but once everything is earned and the
   * finish lies in the past, no more time is taken.
   */
  public static LocalDate countedUntil(
      Figures figures, long evMinor, Baseline baseline, LocalDate dataDate) {
    LocalDate finish = figures.forecastFinish();
    return evMinor >= baseline.timePhased().getLast().pvMinor()
            && finish != null
            && finish.isBefore(dataDate)
        ? finish
        : dataDate;
  }

  private static Fraction earned(List<PlannedPoint> points, int planned, long ev) {
    int whole = 0;
    while (whole < planned && points.get(whole + 1).pvMinor() <= ev) {
      whole++;
    }
    if (whole == planned) {
      return new Fraction(planned, 1);
    }
    long from = points.get(whole).pvMinor();
    long width = points.get(whole + 1).pvMinor() - from;
    return new Fraction(Math.addExact(Math.multiplyExact(whole, width), ev - from), width);
  }

  private static Fraction elapsed(List<PlannedPoint> points, LocalDate day) {
    if (!day.isAfter(points.getFirst().date())) {
      return new Fraction(0, 1);
    }
    int whole = 0;
    while (whole + 1 < points.size() && !points.get(whole + 1).date().isAfter(day)) {
      whole++;
    }
    long length = lengthDays(points, whole);
    return new Fraction(whole * length + DAYS.between(points.get(whole).date(), day), length);
  }

  /** Length of the period that begins at this point; behind the last, that of the last one. */
  public static long lengthDays(List<PlannedPoint> points, int from) {
    int first = Math.min(from, points.size() - 2);
    return DAYS.between(points.get(first).date(), points.get(first + 1).date());
  }

  /** SV(t) = ES - AT, in periods. */
  Fraction variance() {
    return Fraction.of(
        product(earned.numerator(), elapsed.denominator())
            .subtract(product(elapsed.numerator(), earned.denominator())),
        product(earned.denominator(), elapsed.denominator()));
  }

  /** Whether the first day is over. */
  public boolean hasStarted() {
    return elapsed.numerator() > 0;
  }

  /** SPI(t) = ES / AT; null on the first day. */
  @Nullable Fraction index() {
    return hasStarted()
        ? Fraction.of(
            product(earned.numerator(), elapsed.denominator()),
            product(earned.denominator(), elapsed.numerator()))
        : null;
  }

  /**
   * The day in which the project ends if it goes on like this: IEAC(t) = PD / SPI(t) periods after
   * the start, no later than {@link #LATEST_FINISH}. Null on the first day, and while nothing is
   * earned.
   */
  public @Nullable LocalDate projectedFinish() {
    if (!hasStarted() || earned.numerator() == 0) {
      return null;
    }
    // PD x AT / ES, counted along the plan.
    BigInteger periods =
        BigInteger.valueOf(plannedPeriods)
            .multiply(product(elapsed.numerator(), earned.denominator()));
    BigInteger per = product(elapsed.denominator(), earned.numerator());
    int whole = periods.divide(per).min(BigInteger.valueOf(points.size() - 1L)).intValueExact();
    BigInteger[] days =
        periods
            .subtract(per.multiply(BigInteger.valueOf(whole)))
            .multiply(BigInteger.valueOf(lengthDays(points, whole)))
            .divideAndRemainder(per);
    LocalDate begin = points.get(whole).date();
    BigInteger day = days[1].signum() > 0 ? days[0].add(BigInteger.ONE) : days[0];
    return day.compareTo(BigInteger.valueOf(DAYS.between(begin, LATEST_FINISH))) > 0
        ? LATEST_FINISH
        : begin.plusDays(day.longValueExact());
  }

  /** Days from the end of the plan to the projected finish; null where there is none. */
  @Nullable Fraction projectedSlip() {
    LocalDate finish = projectedFinish();
    return finish == null
        ? null
        : new Fraction(DAYS.between(points.get(plannedPeriods).date(), finish), 1);
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
