package org.plimsoll.core.measure;

/**
 * A number computed from status, as an exact fraction. Earned-value formulas are those of PMI's
 * Practice Standard for Earned Value Management (2nd edition, 2011): PV planned, EV earned, AC
 * actual, BAC budget at completion, all to date and cumulative; EAC estimate at completion, the one
 * that {@link Figures#eacMinor()} gives unless a method is named. Amounts are fractions of BAC,
 * with whole minor units above it: a limit in minor units compares the amount, a limit in percent
 * its share of the budget.
 *
 * <p>Over several projects numerators and denominators are added, so the value of a program is that
 * of the whole and no mean of means; a measure for which this would say something else is not
 * added. Adding a measure is a deliberate change: the compiler leads through every switch that must
 * answer for it.
 */
public enum Measure {
  /** (EAC - original baseline cost) / original baseline cost. Original: a re-baseline leaves it. */
  COST_GROWTH_ORIGINAL(Addition.SUMMED),
  /** (EAC - current baseline cost) / current baseline cost. */
  COST_GROWTH_CURRENT(Addition.SUMMED),
  /** Cost performance index, EV / AC. */
  CPI(Addition.SUMMED),
  /** Schedule performance index, EV / PV. */
  SPI(Addition.SUMMED),
  /** Variance at completion over the budget, (BAC - EAC) / BAC. */
  VAC(Addition.SUMMED),
  /**
   * Days from the original baseline finish to the forecast finish. Above a project: the mean of the
   * projects' slips, weighted with their cost in whole currency units, so that a small project does
   * not move a program.
   */
  FINISH_SLIP_ORIGINAL(Addition.WEIGHTED_WITH_COST),
  /** Days from the current baseline finish to the forecast finish; above a project as before. */
  FINISH_SLIP_CURRENT(Addition.WEIGHTED_WITH_COST),
  /** Value of a target indicator / its target. Is not added over projects. */
  INDICATOR_ACHIEVEMENT(Addition.NOT_ADDED),
  /**
   * Cost variance over the budget, (EV - AC) / BAC: below zero where work cost more than it was.
   */
  CV(Addition.SUMMED),
  /** Schedule variance over the budget, (EV - PV) / BAC: below zero where less was done. */
  SV(Addition.SUMMED),
  /** EAC where cost performance stays as it is, BAC / CPI, over BAC. */
  EAC_CPI(Addition.SUMMED),
  /** EAC where the rest costs what was budgeted, AC + (BAC - EV), over BAC. */
  EAC_REMAINING_AT_BUDGET(Addition.SUMMED),
  /** EAC where cost and schedule performance stay, AC + (BAC - EV) / (CPI x SPI), over BAC. */
  EAC_CPI_SPI(Addition.SUMMED),
  /** EAC with the agency's own estimate of the rest, AC + ETC, over BAC. */
  EAC_BOTTOM_UP(Addition.SUMMED),
  /** Estimate to complete over the budget, (EAC - AC) / BAC. */
  ETC(Addition.SUMMED),
  /**
   * To-complete performance index, the cost performance that the rest needs to keep the budget:
   * (BAC - EV) / (BAC - AC). Is not added: a project that has spent its budget has none, and
   * without it the others would make the program look easier to complete than it is.
   */
  TCPI_BAC(Addition.NOT_ADDED),
  /** The same to keep the estimate, (BAC - EV) / (EAC - AC). Is not added, for the same reason. */
  TCPI_EAC(Addition.NOT_ADDED),
  /**
   * Earned schedule (ES) on the current baseline, in periods of its time-phased plan: the whole
   * periods whose planned value is earned, and the part of the next one. ES, AT, SV(t), SPI(t) and
   * IEAC(t) are those of W. Lipke, "Schedule is Different", The Measurable News, March 2003. Is not
   * added: periods of one plan are not those of another.
   */
  EARNED_SCHEDULE(Addition.NOT_ADDED),
  /**
   * Schedule variance in time, SV(t) = ES - AT, on the current baseline, in periods; AT is the time
   * from the start to the data date. Below zero when late. Is not added.
   */
  SV_T(Addition.NOT_ADDED),
  /**
   * Schedule performance index in time, SPI(t) = ES / AT, on the current baseline. Unlike SPI it
   * does not return to 1 when a late project ends. Is not added.
   */
  SPI_T(Addition.NOT_ADDED),
  /**
   * Days from the end of the original baseline's time-phased plan to the finish that earned
   * schedule projects on that same plan, IEAC(t) = planned duration / SPI(t) after its start. No
   * new baseline moves it. Above a project as FINISH_SLIP_ORIGINAL.
   */
  PROJECTED_SLIP_ORIGINAL(Addition.WEIGHTED_WITH_COST),
  /** The same on the current baseline's plan; above a project as before. */
  PROJECTED_SLIP_CURRENT(Addition.WEIGHTED_WITH_COST),
  /**
   * Days that the worst milestone is late: its actual date, or else its forecast date, minus the
   * date that was first promised for it. Is not added: the worst of many projects would not be a
   * program's.
   */
  MILESTONE_SLIP(Addition.NOT_ADDED),
  /**
   * Change of an indicator's achievement since its report for an earlier data date, over the
   * target: positive towards the target, whichever side that lies on. Is not added.
   */
  INDICATOR_TREND(Addition.NOT_ADDED),
  /**
   * Sum over the risk register of probability x impact, the expected monetary value of PMI's
   * Practice Standard for Project Risk Management (2009), over BAC. Rounded half up once to a whole
   * minor unit.
   */
  RISK_EXPOSURE(Addition.SUMMED),
  /**
   * Days since the data date of a project's newest status, as the newest tick counts them. A value
   * that is not sent means unchanged only while its source is known to be alive. Is not added; a
   * program counts how many of its projects are silent.
   */
  SILENCE(Addition.NOT_ADDED);

  private final Addition addition;

  Measure(Addition addition) {
    this.addition = addition;
  }

  Addition addition() {
    return addition;
  }

  /** Whether it is one of projects alone: above them it is {@link NotYet#NOT_ADDED}. */
  public boolean isOfProjectsAlone() {
    return addition == Addition.NOT_ADDED;
  }

  /** Whether there is one for each target indicator of a project. */
  public boolean isOfIndicator() {
    return this == INDICATOR_ACHIEVEMENT || this == INDICATOR_TREND;
  }
}
