package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Target;

/** Every measure of a project, each from its formula. */
final class Numbers {
  private static final BigInteger CEILING = BigInteger.valueOf(Figures.EAC_CEILING_MINOR);

  private final Figures f;
  private final Baseline original;
  private final Baseline current;
  private final @Nullable LocalDate dataDate;

  Numbers(Figures f, Baseline original, Baseline current, @Nullable LocalDate dataDate) {
    this.f = f;
    this.original = original;
    this.current = current;
    this.dataDate = dataDate;
  }

  /** Why there is no number. */
  private static final class None extends Exception {
    private static final long serialVersionUID = 1L;
    private final NotYet reason;

    None(NotYet reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }

  private interface Formula {
    Fraction value() throws None;
  }

  /** In the order of the measures; those of an indicator for each target; silence is not one. */
  List<Reading> readings(List<Target> targets) {
    List<Reading> readings = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      switch (measure) {
        case INDICATOR_ACHIEVEMENT ->
            targets.forEach(t -> readings.add(read(measure, t.indicatorId(), () -> reached(t))));
        case INDICATOR_TREND ->
            targets.forEach(t -> readings.add(read(measure, t.indicatorId(), () -> trend(t))));
        case SILENCE -> {}
        default -> readings.add(read(measure, null, () -> value(measure)));
      }
    }
    return readings;
  }

  private static Reading read(Measure measure, @Nullable String indicatorId, Formula formula) {
    try {
      return new Reading.Value(measure, indicatorId, formula.value());
    } catch (None none) {
      return new Reading.Missing(measure, indicatorId, none.reason);
    }
  }

  private Fraction value(Measure measure) throws None {
    return switch (measure) {
      case COST_GROWTH_ORIGINAL -> growth(original);
      case COST_GROWTH_CURRENT -> growth(current);
      case CPI -> over(ev(), ac());
      case SPI -> over(ev(), pv());
      case VAC -> ofBudget(bac().subtract(eac()));
      case FINISH_SLIP_ORIGINAL -> finishSlip(original);
      case FINISH_SLIP_CURRENT -> finishSlip(current);
      case CV -> ofBudget(ev().subtract(ac()));
      case SV -> ofBudget(ev().subtract(pv()));
      case EAC_CPI -> ofBudget(eacAtCpi());
      case EAC_REMAINING_AT_BUDGET -> ofBudget(ac().add(bac().subtract(ev())));
      case EAC_CPI_SPI -> ofBudget(eacAtCpiAndSpi());
      case EAC_BOTTOM_UP -> ofBudget(ac().add(etc()));
      case ETC -> ofBudget(eac().subtract(ac()));
      case TCPI_BAC -> toComplete(bac());
      case TCPI_EAC -> toComplete(eac());
      case EARNED_SCHEDULE -> onPlan(current).earned().fraction();
      case SV_T -> onPlan(current).earned().minus(onPlan(current).elapsed()).fraction();
      case SPI_T -> {
        PlanTime time = started(current);
        yield time.earned().over(time.elapsed()).fraction();
      }
      case PROJECTED_SLIP_ORIGINAL -> projectedSlip(original);
      case PROJECTED_SLIP_CURRENT -> projectedSlip(current);
      case MILESTONE_SLIP -> milestoneSlip();
      case RISK_EXPOSURE -> ofBudget(reported(f.riskExposureMinor()));
      case INDICATOR_ACHIEVEMENT, INDICATOR_TREND, SILENCE ->
          throw new IllegalArgumentException(measure.name());
    };
  }

  private static BigInteger reported(@Nullable Long minor) throws None {
    if (minor == null) {
      throw new None(NotYet.NOT_REPORTED);
    }
    return BigInteger.valueOf(minor);
  }

  private BigInteger pv() throws None {
    return reported(f.pvMinor());
  }

  private BigInteger ev() throws None {
    return reported(f.evMinor());
  }

  private BigInteger ac() throws None {
    return reported(f.acMinor());
  }

  private BigInteger bac() throws None {
    return reported(f.bacMinor());
  }

  private BigInteger etc() throws None {
    return reported(f.etcMinor());
  }

  private static Fraction over(BigInteger a, BigInteger b) throws None {
    if (b.signum() == 0) {
      throw new None(NotYet.ZERO_DENOMINATOR);
    }
    return new Fraction(a.longValueExact(), b.longValueExact());
  }

  private Fraction ofBudget(BigInteger amount) throws None {
    return over(amount, bac());
  }

  /** The first that can be had: the agency's forecast, AC + its ETC, BAC / CPI. */
  private BigInteger eac() throws None {
    if (f.costForecastMinor() != null) {
      return reported(f.costForecastMinor());
    }
    if (f.acMinor() != null && f.etcMinor() != null) {
      return ac().add(etc());
    }
    return eacAtCpi();
  }

  @Nullable Long eacMinor() {
    try {
      return eac().longValueExact();
    } catch (None _) {
      return null;
    }
  }

  private BigInteger eacAtCpi() throws None {
    BigInteger bac = bac();
    BigInteger cost = ac();
    BigInteger earned = ev();
    if (cost.signum() == 0 || earned.signum() == 0) {
      throw new None(NotYet.ZERO_DENOMINATOR);
    }
    return rounded(new Ratio(bac.multiply(cost), earned));
  }

  private BigInteger eacAtCpiAndSpi() throws None {
    BigInteger cost = ac();
    BigInteger rest = bac().subtract(ev());
    BigInteger planned = pv();
    BigInteger earned = ev();
    if (cost.signum() == 0 || earned.signum() == 0 || planned.signum() == 0) {
      throw new None(NotYet.ZERO_DENOMINATOR);
    }
    Ratio cpi = new Ratio(earned, cost);
    Ratio spi = new Ratio(earned, planned);
    return rounded(
        new Ratio(cost, BigInteger.ONE).plus(new Ratio(rest, BigInteger.ONE).over(cpi.times(spi))));
  }

  private static BigInteger rounded(Ratio amount) {
    return amount.halfUp().min(CEILING).max(CEILING.negate());
  }

  private Fraction growth(Baseline baseline) throws None {
    BigInteger eac = eac();
    Long cost = baseline.costMinor();
    if (cost == null) {
      throw new None(NotYet.NO_BASELINE);
    }
    if (cost == 0) {
      throw new None(NotYet.ZERO_BASELINE);
    }
    return over(eac.subtract(BigInteger.valueOf(cost)), BigInteger.valueOf(cost));
  }

  private Fraction finishSlip(Baseline baseline) throws None {
    LocalDate forecast = f.forecastFinish();
    if (forecast == null) {
      throw new None(NotYet.NOT_REPORTED);
    }
    LocalDate promised = baseline.finish();
    if (promised == null) {
      throw new None(NotYet.NO_BASELINE);
    }
    return days(PlanTime.days(promised, forecast));
  }

  private static Fraction days(long days) {
    return new Fraction(days, 1);
  }

  /** The work that is left over the funds that are left of this amount. */
  private Fraction toComplete(BigInteger amount) throws None {
    BigInteger work = bac().subtract(ev());
    BigInteger funds = amount.subtract(ac());
    if (funds.signum() <= 0) {
      throw new None(NotYet.BUDGET_SPENT);
    }
    return over(work, funds);
  }

  private PlanTime onPlan(Baseline baseline) throws None {
    long earned = ev().longValueExact();
    if (dataDate == null) {
      throw new None(NotYet.NOT_REPORTED);
    }
    if (baseline.timePhased().isEmpty()) {
      throw new None(NotYet.NO_TIME_PHASED_BASELINE);
    }
    return new PlanTime(baseline.timePhased(), f, earned, dataDate);
  }

  private PlanTime started(Baseline baseline) throws None {
    PlanTime time = onPlan(baseline);
    if (time.elapsed().isZero()) {
      throw new None(NotYet.NOT_STARTED);
    }
    return time;
  }

  private Fraction projectedSlip(Baseline baseline) throws None {
    Long slipDays = started(baseline).projectedSlipDays();
    if (slipDays == null) {
      throw new None(NotYet.ZERO_DENOMINATOR);
    }
    return days(slipDays);
  }

  /** What earned schedule on the current baseline projects. */
  @Nullable LocalDate projectedFinish() {
    try {
      return started(current).projectedFinish();
    } catch (None _) {
      return null;
    }
  }

  private Fraction milestoneSlip() throws None {
    Long worst = null;
    boolean dated = false;
    for (MilestoneDates milestone : f.milestones().values()) {
      LocalDate date = milestone.actual() == null ? milestone.forecast() : milestone.actual();
      dated |= date != null;
      LocalDate promised = milestone.baseline();
      if (date != null && promised != null) {
        long late = PlanTime.days(promised, date);
        worst = worst == null ? late : Math.max(worst, late);
      }
    }
    if (worst == null) {
      throw new None(dated ? NotYet.NO_BASELINE : NotYet.NOT_REPORTED);
    }
    return days(worst);
  }

  private Fraction reached(Target target) throws None {
    return ofTarget(target, reported(f.indicatorTenThousandths().get(target.indicatorId())));
  }

  private Fraction trend(Target target) throws None {
    BigInteger now = reported(f.indicatorTenThousandths().get(target.indicatorId()));
    Figures.Earlier earlier = f.earlierIndicators().get(target.indicatorId());
    Long before = earlier == null ? null : earlier.tenThousandths();
    if (before == null) {
      throw new None(NotYet.ONLY_ONE_REPORT);
    }
    BigInteger change = now.subtract(BigInteger.valueOf(before));
    BigInteger towards = target.direction() == Direction.AT_LEAST ? change : change.negate();
    return ofTarget(target, towards);
  }

  private static Fraction ofTarget(Target target, BigInteger value) throws None {
    BigInteger whole = BigInteger.valueOf(target.targetTenThousandths());
    return over(value, whole.max(BigInteger.ZERO));
  }
}
