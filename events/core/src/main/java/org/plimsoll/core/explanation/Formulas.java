package org.plimsoll.core.explanation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Expression.Days;
import org.plimsoll.core.explanation.Expression.Derived;
import org.plimsoll.core.explanation.Expression.Figure;
import org.plimsoll.core.explanation.Expression.Largest;
import org.plimsoll.core.explanation.Expression.Minus;
import org.plimsoll.core.explanation.Expression.Over;
import org.plimsoll.core.explanation.Expression.Plus;
import org.plimsoll.core.explanation.Expression.Rounded;
import org.plimsoll.core.explanation.Expression.Times;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** The formula of each measure with its operands, as {@link Measure} documents them. */
final class Formulas {
  private Formulas() {}

  /**
   * @param silentUntil the day on which silence is weighed; null where there is none
   */
  static Expression of(Basis basis, Tolerance tolerance, @Nullable LocalDate silentUntil) {
    return switch (basis) {
      case Basis.OfProject project -> of(project, tolerance, silentUntil);
      // Above a project numerators and denominators are sums.
      case Basis.OfParent parent ->
          parts(
              parent.readings(),
              tolerance,
              FigureName.NUMERATORS_BELOW,
              FigureName.DENOMINATORS_BELOW);
      case Basis.Recorded recorded ->
          parts(recorded.readings(), tolerance, FigureName.NUMERATOR, FigureName.DENOMINATOR);
    };
  }

  private static Expression parts(
      List<Reading> readings, Tolerance tolerance, FigureName numerator, FigureName denominator) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value(Measure m, String indicatorId, Fraction value)
          && m == tolerance.measure()
          && Objects.equals(indicatorId, tolerance.indicatorId())) {
        return new Over(
            figure(numerator, part(numerator, tolerance, value.numerator())),
            figure(denominator, part(denominator, tolerance, value.denominator())));
      }
    }
    return new Over(
        figure(numerator, new Quantity.Unknown()), figure(denominator, new Quantity.Unknown()));
  }

  /** Sums of amounts are amounts; those of slips are days, weighted with cost. */
  private static Quantity part(FigureName name, Tolerance tolerance, long value) {
    boolean amount =
        (name == FigureName.NUMERATORS_BELOW || name == FigureName.DENOMINATORS_BELOW)
            && tolerance.unit() != ToleranceUnit.DAYS;
    return amount ? new Quantity.Minor(value) : Quantity.whole(value);
  }

  private static Expression of(
      Basis.OfProject basis, Tolerance tolerance, @Nullable LocalDate silentUntil) {
    Figures f = basis.figures();
    Expression pv = amount(FigureName.PV, f.pvMinor());
    Expression ev = amount(FigureName.EV, f.evMinor());
    Expression ac = amount(FigureName.AC, f.acMinor());
    Expression bac = amount(FigureName.BAC, f.bacMinor());
    return switch (tolerance.measure()) {
      case COST_GROWTH_ORIGINAL ->
          growth(f, amount(FigureName.ORIGINAL_COST, basis.original().costMinor()));
      case COST_GROWTH_CURRENT ->
          growth(f, amount(FigureName.CURRENT_COST, basis.current().costMinor()));
      case CPI -> new Over(ev, ac);
      case SPI -> new Over(ev, pv);
      case VAC -> new Over(new Minus(bac, eac(f)), bac);
      case FINISH_SLIP_ORIGINAL ->
          new Days(
              day(FigureName.ORIGINAL_FINISH, basis.original().finish()),
              day(FigureName.FORECAST_FINISH, f.forecastFinish()));
      case FINISH_SLIP_CURRENT ->
          new Days(
              day(FigureName.CURRENT_FINISH, basis.current().finish()),
              day(FigureName.FORECAST_FINISH, f.forecastFinish()));
      case INDICATOR_ACHIEVEMENT -> achievement(basis, tolerance);
      case CV -> new Over(new Minus(ev, ac), bac);
      case SV -> new Over(new Minus(ev, pv), bac);
      case EAC_CPI -> new Over(estimate(atCpi(f), estimated(basis, Measure.EAC_CPI)), bac);
      case EAC_REMAINING_AT_BUDGET ->
          new Over(
              estimate(
                  new Plus(ac, new Minus(bac, ev)),
                  estimated(basis, Measure.EAC_REMAINING_AT_BUDGET)),
              bac);
      case EAC_CPI_SPI ->
          new Over(
              estimate(
                  new Rounded(
                      new Plus(
                          ac,
                          new Times(
                              new Minus(bac, ev), new Over(new Times(ac, pv), new Times(ev, ev))))),
                  estimated(basis, Measure.EAC_CPI_SPI)),
              bac);
      case EAC_BOTTOM_UP ->
          new Over(estimate(bottomUp(f), estimated(basis, Measure.EAC_BOTTOM_UP)), bac);
      case ETC -> new Over(new Minus(eac(f), ac), bac);
      case TCPI_BAC -> new Over(new Minus(bac, ev), new Minus(bac, ac));
      case TCPI_EAC -> new Over(new Minus(bac, ev), new Minus(eac(f), ac));
      case EARNED_SCHEDULE -> TimeFormulas.earned(f, basis.current(), basis.dataDate());
      case SV_T ->
          new Minus(
              TimeFormulas.earned(f, basis.current(), basis.dataDate()),
              TimeFormulas.elapsed(f, basis.current(), basis.dataDate()));
      case SPI_T ->
          new Over(
              TimeFormulas.earned(f, basis.current(), basis.dataDate()),
              TimeFormulas.elapsed(f, basis.current(), basis.dataDate()));
      case PROJECTED_SLIP_ORIGINAL ->
          TimeFormulas.projectedSlip(f, basis.original(), basis.dataDate());
      case PROJECTED_SLIP_CURRENT ->
          TimeFormulas.projectedSlip(f, basis.current(), basis.dataDate());
      case MILESTONE_SLIP -> milestones(f.milestones());
      case INDICATOR_TREND -> trend(basis, tolerance);
      case RISK_EXPOSURE -> new Over(amount(FigureName.RISK_EXPOSURE, f.riskExposureMinor()), bac);
      case SILENCE ->
          new Days(day(FigureName.DATA_DATE, basis.dataDate()), day(FigureName.TODAY, silentUntil));
    };
  }

  private static Expression growth(Figures f, Expression baseline) {
    return new Over(new Minus(eac(f), baseline), baseline);
  }

  /** The estimate at completion where no method is named, as {@link Figures#eacMinor()} has it. */
  private static Expression eac(Figures f) {
    return estimate(
        f.costForecastMinor() != null
            ? amount(FigureName.COST_FORECAST, f.costForecastMinor())
            : f.acMinor() != null && f.etcMinor() != null ? bottomUp(f) : atCpi(f),
        f.eacMinor());
  }

  private static Expression bottomUp(Figures f) {
    return new Plus(amount(FigureName.AC, f.acMinor()), amount(FigureName.ETC, f.etcMinor()));
  }

  private static Expression atCpi(Figures f) {
    return new Rounded(
        new Over(
            new Times(amount(FigureName.BAC, f.bacMinor()), amount(FigureName.AC, f.acMinor())),
            amount(FigureName.EV, f.evMinor())));
  }

  private static Expression achievement(Basis.OfProject basis, Tolerance tolerance) {
    String id = tolerance.indicatorId();
    return new Over(indicator(FigureName.INDICATOR, id, now(basis, id)), target(basis, id));
  }

  private static Expression trend(Basis.OfProject basis, Tolerance tolerance) {
    String id = tolerance.indicatorId();
    Figures.Earlier earlier = id == null ? null : basis.figures().earlierIndicators().get(id);
    Expression now = indicator(FigureName.INDICATOR, id, now(basis, id));
    Expression before =
        indicator(
            FigureName.INDICATOR_BEFORE, id, earlier == null ? null : earlier.tenThousandths());
    boolean falls =
        basis.targets().stream()
            .anyMatch(t -> t.indicatorId().equals(id) && t.direction() == Direction.AT_MOST);
    return new Over(falls ? new Minus(before, now) : new Minus(now, before), target(basis, id));
  }

  private static @Nullable Long now(Basis.OfProject basis, @Nullable String id) {
    return id == null ? null : basis.figures().indicatorTenThousandths().get(id);
  }

  private static Expression target(Basis.OfProject basis, @Nullable String id) {
    return indicator(
        FigureName.TARGET,
        id,
        basis.targets().stream()
            .filter(t -> t.indicatorId().equals(id))
            .map(Target::targetTenThousandths)
            .findFirst()
            .orElse(null));
  }

  private static Expression milestones(Map<String, MilestoneDates> milestones) {
    List<Expression> slips = new ArrayList<>();
    milestones.forEach((id, dates) -> {
      if (dates.baseline() != null && (dates.actual() != null || dates.forecast() != null)) {
        slips.add(
            new Days(
                new Figure(FigureName.MILESTONE_PROMISED, id, Quantity.day(dates.baseline())),
                dates.actual() != null
                    ? new Figure(FigureName.MILESTONE_REACHED, id, Quantity.day(dates.actual()))
                    : new Figure(
                        FigureName.MILESTONE_EXPECTED, id, Quantity.day(dates.forecast()))));
      }
    });
    return slips.isEmpty()
        ? new Days(
            day(FigureName.MILESTONE_PROMISED, null), day(FigureName.MILESTONE_EXPECTED, null))
        : slips.size() == 1 ? slips.getFirst() : new Largest(slips);
  }

  static Expression amount(FigureName name, @Nullable Long minor) {
    return figure(name, Quantity.minor(minor));
  }

  static Expression day(FigureName name, @Nullable LocalDate day) {
    return figure(name, Quantity.day(day));
  }

  static Expression figure(FigureName name, Quantity quantity) {
    return new Figure(name, null, quantity);
  }

  private static Expression indicator(
      FigureName name, @Nullable String id, @Nullable Long tenThousandths) {
    return new Figure(name, id, Quantity.tenThousandths(tenThousandths));
  }

  private static Expression estimate(Expression from, @Nullable Long eacMinor) {
    return new Derived(FigureName.EAC, from, Quantity.minor(eacMinor));
  }

  /** The amount that an estimate by a named method has; its measure is that over the budget. */
  private static @Nullable Long estimated(Basis.OfProject basis, Measure measure) {
    for (Reading reading : basis.readings()) {
      if (reading instanceof Reading.Value(Measure m, var _, Fraction value) && m == measure) {
        return value.numerator();
      }
    }
    return null;
  }
}
