package org.plimsoll.core.explanation;

import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Expression.DayAfter;
import org.plimsoll.core.explanation.Expression.Days;
import org.plimsoll.core.explanation.Expression.Derived;
import org.plimsoll.core.explanation.Expression.Figure;
import org.plimsoll.core.explanation.Expression.Largest;
import org.plimsoll.core.explanation.Expression.Minus;
import org.plimsoll.core.explanation.Expression.Over;
import org.plimsoll.core.explanation.Expression.Plus;
import org.plimsoll.core.explanation.Expression.Rounded;
import org.plimsoll.core.explanation.Expression.Times;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * Formulas as they are written by hand, with what each operand is: {@code EV 40 / AC 45}. What was
 * never reported is {@code ?}; what is derived is followed by its formula in brackets.
 */
final class Written {
  private Written() {}

  static String out(Expression expression) {
    return switch (expression) {
      case Figure(FigureName name, String of, Quantity quantity) ->
          name + (of == null ? " " : " of " + of + " ") + out(quantity);
      case Derived(FigureName name, Expression from, Quantity quantity) ->
          name + " " + out(quantity) + " [" + out(from) + "]";
      case Plus(Expression a, Expression b) -> out(a, " + ", b);
      case Minus(Expression a, Expression b) -> out(a, " - ", b);
      case Times(Expression a, Expression b) -> out(a, " x ", b);
      case Over(Expression a, Expression b) -> out(a, " / ", b);
      case Rounded(Expression a) -> "rounded " + out(a);
      case Days(Expression a, Expression b) -> out(a, " until ", b);
      case DayAfter(Expression a, Expression b) -> out(a, " and days ", b);
      case Largest(List<Expression> all) ->
          all.stream().map(Written::out).collect(joining(", ", "largest of ", ""));
    };
  }

  private static String out(Expression left, String sign, Expression right) {
    return "(" + out(left) + sign + out(right) + ")";
  }

  private static String out(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Minor(long amount) -> amount + "";
      case Quantity.Day(LocalDate day) -> day + "";
      case Quantity.TenThousandths(long value) -> value + "e-4";
      case Quantity.Ratio(var value) ->
          value.denominator() == 1
              ? "no. " + value.numerator()
              : "no. " + value.numerator() + ":" + value.denominator();
      case Quantity.Unknown() -> "?";
    };
  }

  /** At most zero of a measure, plainly. */
  static Tolerance tolerance(
      Measure measure, @Nullable String indicatorId, ToleranceUnit unit, long limit) {
    return tolerance(measure, indicatorId, unit, Direction.AT_MOST, limit, Terms.PLAIN);
  }

  static Tolerance tolerance(
      Measure measure,
      @Nullable String indicatorId,
      ToleranceUnit unit,
      Direction breach,
      long limit,
      Terms terms) {
    return new Tolerance(
        "it", 1, ToleranceKind.COST, measure, indicatorId, breach, unit, limit, terms);
  }

  static Terms band(@Nullable Long clear, long otherSide) {
    return new Terms(null, clear, otherSide, 1, 0, 0, 0, null, null, null);
  }

  static Figures figures(
      @Nullable Long pv, @Nullable Long ev, @Nullable Long ac, @Nullable Long bac) {
    return new Figures(pv, ev, ac, bac, null, null, null, Map.of());
  }

  static Figures estimated(
      @Nullable Long ev,
      @Nullable Long ac,
      @Nullable Long bac,
      @Nullable Long etc,
      @Nullable Long forecast) {
    return new Figures(null, ev, ac, bac, etc, forecast, null, Map.of());
  }

  static MilestoneDates milestone(
      @Nullable String promised, @Nullable String expected, @Nullable String reached) {
    return new MilestoneDates(date(promised), date(expected), date(reached));
  }

  private static @Nullable LocalDate date(@Nullable String iso) {
    return iso == null ? null : LocalDate.parse(iso);
  }

  /**
   * The typical program of {@code PublishedExamplesTest}: the start, five months of 20,000, and two
   * months after its end.
   */
  static Baseline fiveMonths() {
    return new Baseline(
        100_000L,
        LocalDate.of(2012, 5, 31),
        List.of(
            new PlannedPoint(LocalDate.of(2011, 12, 31), 0),
            new PlannedPoint(LocalDate.of(2012, 1, 31), 20_000),
            new PlannedPoint(LocalDate.of(2012, 2, 29), 40_000),
            new PlannedPoint(LocalDate.of(2012, 3, 31), 60_000),
            new PlannedPoint(LocalDate.of(2012, 4, 30), 80_000),
            new PlannedPoint(LocalDate.of(2012, 5, 31), 100_000),
            new PlannedPoint(LocalDate.of(2012, 6, 30), 100_000),
            new PlannedPoint(LocalDate.of(2012, 7, 31), 100_000)));
  }
}
