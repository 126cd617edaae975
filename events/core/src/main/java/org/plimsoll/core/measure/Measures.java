package org.plimsoll.core.measure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The measures of a project, from its figures and what was promised. */
public final class Measures {
  private static final Measure[] MEASURES = Measure.values();

  private Measures() {}

  /**
   * Every measure of a project, in the order of {@link Measure}; where it is one of an indicator,
   * for each target in the given order. {@link Measure#SILENCE} is not among them: a status does
   * not know what day it is.
   *
   * @param dataDate of the figures; null before the first report
   */
  public static List<Reading> ofProject(
      Figures f,
      Baseline original,
      Baseline current,
      @Nullable LocalDate dataDate,
      List<Target> targets) {
    Amount ac = Amount.reported(f.acMinor());
    Amount bac = Amount.reported(f.bacMinor());
    Amount eac = Amount.atCompletion(f);
    Amount ev = Amount.reported(f.evMinor());
    Amount pv = Amount.reported(f.pvMinor());
    Timing first = Timing.of(f, original, dataDate);
    Timing now =
        current.timePhased().equals(original.timePhased())
            ? first
            : Timing.of(f, current, dataDate);
    List<Reading> all = new ArrayList<>(MEASURES.length + 2 * targets.size());
    for (Measure m : MEASURES) {
      switch (m) {
        case COST_GROWTH_ORIGINAL -> all.add(costGrowth(m, eac, original));
        case COST_GROWTH_CURRENT -> all.add(costGrowth(m, eac, current));
        case CPI -> all.add(quotient(m, ev, ac));
        case SPI -> all.add(quotient(m, ev, pv));
        case VAC -> all.add(quotient(m, bac.minus(eac), bac));
        case FINISH_SLIP_ORIGINAL -> all.add(finishSlip(m, f, original));
        case FINISH_SLIP_CURRENT -> all.add(finishSlip(m, f, current));
        case INDICATOR_ACHIEVEMENT -> {
          for (Target target : targets) {
            all.add(achievement(m, f, target));
          }
        }
        case CV -> all.add(quotient(m, ev.minus(ac), bac));
        case SV -> all.add(quotient(m, ev.minus(pv), bac));
        case EAC_CPI -> all.add(quotient(m, Amount.atCpi(f), bac));
        case EAC_REMAINING_AT_BUDGET -> all.add(quotient(m, Amount.remainingAtBudget(f), bac));
        case EAC_CPI_SPI -> all.add(quotient(m, Amount.atCpiAndSpi(f), bac));
        case EAC_BOTTOM_UP -> all.add(quotient(m, Amount.bottomUp(f), bac));
        case ETC -> all.add(quotient(m, eac.minus(ac), bac));
        case TCPI_BAC -> all.add(toComplete(m, bac.minus(ev), bac.minus(ac)));
        case TCPI_EAC -> all.add(toComplete(m, bac.minus(ev), eac.minus(ac)));
        case EARNED_SCHEDULE -> all.add(now.reading(m, EarnedSchedule::earned));
        case SV_T -> all.add(now.reading(m, EarnedSchedule::variance));
        case SPI_T -> all.add(now.reading(m, EarnedSchedule::index));
        case PROJECTED_SLIP_ORIGINAL -> all.add(first.reading(m, EarnedSchedule::projectedSlip));
        case PROJECTED_SLIP_CURRENT -> all.add(now.reading(m, EarnedSchedule::projectedSlip));
        case MILESTONE_SLIP -> all.add(milestoneSlip(m, f));
        case INDICATOR_TREND -> {
          for (Target target : targets) {
            all.add(trend(m, f, target));
          }
        }
        case RISK_EXPOSURE -> all.add(quotient(m, Amount.reported(f.riskExposureMinor()), bac));
        case SILENCE -> {}
      }
    }
    return all;
  }

  /**
   * The day in which a project ends if it goes on as earned schedule on this baseline says, IEAC(t)
   * after its start; null where that is not yet measurable.
   */
  public static @Nullable LocalDate projectedFinish(
      Figures figures, Baseline baseline, @Nullable LocalDate dataDate) {
    return Timing.of(figures, baseline, dataDate) instanceof Timing.Of(EarnedSchedule schedule)
        ? schedule.projectedFinish()
        : null;
  }

  /** The earned schedule on a baseline, or why there is none. */
  private sealed interface Timing {
    record Of(EarnedSchedule schedule) implements Timing {}

    record None(NotYet reason) implements Timing {}

    static Timing of(Figures figures, Baseline baseline, @Nullable LocalDate dataDate) {
      if (figures.evMinor() == null || dataDate == null) {
        return new None(NotYet.NOT_REPORTED);
      }
      return EarnedSchedule.isOn(baseline)
          ? new Of(EarnedSchedule.of(figures, figures.evMinor(), baseline, dataDate))
          : new None(NotYet.NO_TIME_PHASED_BASELINE);
    }

    /** The measure, where it is null for want of time or of anything earned. */
    default Reading reading(Measure measure, Function<EarnedSchedule, @Nullable Fraction> value) {
      return switch (this) {
        case None(NotYet reason) -> missing(measure, reason);
        case Of(EarnedSchedule schedule) -> {
          Fraction fraction = value.apply(schedule);
          if (fraction != null) {
            yield value(measure, fraction);
          }
          yield missing(
              measure, schedule.hasStarted() ? NotYet.ZERO_DENOMINATOR : NotYet.NOT_STARTED);
        }
      };
    }
  }

  private static Reading costGrowth(Measure measure, Amount eac, Baseline baseline) {
    return switch (eac) {
      case Amount.None(NotYet reason) -> missing(measure, reason);
      case Amount.Of(long minor) -> {
        Long cost = baseline.costMinor();
        if (cost == null) {
          yield missing(measure, NotYet.NO_BASELINE);
        }
        yield cost == 0
            ? missing(measure, NotYet.ZERO_BASELINE)
            : value(measure, new Fraction(minor - cost, cost));
      }
    };
  }

  private static Reading quotient(Measure measure, Amount amount, Amount whole) {
    return switch (amount) {
      case Amount.None(NotYet reason) -> missing(measure, reason);
      case Amount.Of(long minor) ->
          switch (whole) {
            case Amount.None(NotYet reason) -> missing(measure, reason);
            case Amount.Of(long wholeMinor) ->
                wholeMinor == 0
                    ? missing(measure, NotYet.ZERO_DENOMINATOR)
                    : value(measure, new Fraction(minor, wholeMinor));
          };
    };
  }

  private static Reading toComplete(Measure measure, Amount work, Amount funds) {
    return work instanceof Amount.Of && funds instanceof Amount.Of(long minor) && minor <= 0
        ? missing(measure, NotYet.BUDGET_SPENT)
        : quotient(measure, work, funds);
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
    return value(measure, new Fraction(forecast.toEpochDay() - promised.toEpochDay(), 1));
  }

  private static Reading milestoneSlip(Measure measure, Figures figures) {
    boolean dated = false;
    boolean measurable = false;
    long worst = Long.MIN_VALUE;
    // Not over values(), of which a map keeps a view for ever.
    for (var entry : figures.milestones().entrySet()) {
      MilestoneDates milestone = entry.getValue();
      dated |= milestone.isDated();
      if (milestone.isMeasurable()) {
        measurable = true;
        worst = Math.max(worst, milestone.slipDays());
      }
    }
    if (measurable) {
      return value(measure, new Fraction(worst, 1));
    }
    return missing(measure, dated ? NotYet.NO_BASELINE : NotYet.NOT_REPORTED);
  }

  private static Reading achievement(Measure measure, Figures figures, Target target) {
    Long reached = figures.indicatorTenThousandths().get(target.indicatorId());
    return reached == null
        ? missing(measure, target, NotYet.NOT_REPORTED)
        : ofTarget(measure, target, reached);
  }

  private static Reading trend(Measure measure, Figures figures, Target target) {
    Long now = figures.indicatorTenThousandths().get(target.indicatorId());
    if (now == null) {
      return missing(measure, target, NotYet.NOT_REPORTED);
    }
    Figures.Earlier earlier = figures.earlierIndicators().get(target.indicatorId());
    Long before = earlier == null ? null : earlier.tenThousandths();
    if (before == null) {
      return missing(measure, target, NotYet.ONLY_ONE_REPORT);
    }
    long rise = now - before;
    return ofTarget(
        measure,
        target,
        switch (target.direction()) {
          case AT_LEAST -> rise;
          case AT_MOST -> -rise;
        });
  }

  private static Reading ofTarget(Measure measure, Target target, long tenThousandths) {
    return target.targetTenThousandths() <= 0
        ? missing(measure, target, NotYet.ZERO_DENOMINATOR)
        : new Reading.Value(
            measure,
            target.indicatorId(),
            new Fraction(tenThousandths, target.targetTenThousandths()));
  }

  private static Reading value(Measure measure, Fraction value) {
    return new Reading.Value(measure, null, value);
  }

  private static Reading missing(Measure measure, NotYet reason) {
    return Reading.Missing.of(measure, reason);
  }

  private static Reading missing(Measure measure, Target target, NotYet reason) {
    return new Reading.Missing(measure, target.indicatorId(), reason);
  }

  /**
   * What a project adds to the measures of its parent: every measurable one that can be added. A
   * slip is weighted with the project's cost in whole currency units (minor units / 100): its
   * budget, or else its EAC; a project without either adds none.
   */
  static @Nullable Fraction addend(Reading.Value reading, Figures figures) {
    return switch (reading.measure().addition()) {
      case SUMMED -> reading.value();
      case WEIGHTED_WITH_COST -> weighted(reading.value(), figures);
      case NOT_ADDED -> null;
    };
  }

  private static @Nullable Fraction weighted(Fraction slip, Figures figures) {
    Long cost = figures.bacMinor() == null ? figures.eacMinor() : figures.bacMinor();
    if (cost == null || cost < 100) {
      return null;
    }
    long weight = cost / 100;
    return new Fraction(Math.multiplyExact(slip.numerator(), weight), weight);
  }
}
