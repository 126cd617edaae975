package org.plimsoll.core.explanation;

/** What a formula can speak of: an operand by its name. */
public enum FigureName {
  /** Planned value. */
  PV,
  /** Earned value. */
  EV,
  /** Actual cost. */
  AC,
  /** Budget at completion. */
  BAC,
  /** The agency's own estimate to complete. */
  ETC,
  /** The agency's own forecast of the cost at completion. */
  COST_FORECAST,
  /** Estimate at completion. */
  EAC,
  /** Cost of the original baseline. */
  ORIGINAL_COST,
  /** Cost of the current baseline. */
  CURRENT_COST,
  /** Finish of the original baseline. */
  ORIGINAL_FINISH,
  /** Finish of the current baseline. */
  CURRENT_FINISH,
  /** Day on which the project is expected to be finished. */
  FORECAST_FINISH,
  /** Day on which it ends at the pace so far. */
  PROJECTED_FINISH,
  /** Value of an indicator. */
  INDICATOR,
  /** Value of an indicator as it stood before the newest report of it. */
  INDICATOR_BEFORE,
  /** What an indicator is to reach. */
  TARGET,
  /** The date first promised for a milestone. */
  MILESTONE_PROMISED,
  /** The date on which a milestone is now expected. */
  MILESTONE_EXPECTED,
  /** The date on which a milestone was reached. */
  MILESTONE_REACHED,
  /** Sum over the risk register of probability x impact. */
  RISK_EXPOSURE,
  /** Data date of the newest status. */
  DATA_DATE,
  /** The day on which a silence is weighed. */
  TODAY,
  /** Earned schedule, in periods of the plan. */
  ES,
  /** Actual time, in periods of the plan. */
  AT,
  /** Planned duration, in periods of the plan. */
  PD,
  /** Whole periods of the plan, the part of one before left out. */
  WHOLE_PERIODS,
  /** Value planned until the end of the whole periods. */
  PLANNED_BEFORE,
  /** Value planned until the end of the next period. */
  PLANNED_AFTER,
  /** First day of a period. */
  PERIOD_START,
  /** Length of a period in days. */
  PERIOD_DAYS,
  /** The day on which the time-phased plan reaches its whole amount. */
  PLAN_END,
  /** The time-phased plan itself. */
  PLAN,
  /** Sum of the measure's numerators over the projects that have the measure. */
  NUMERATORS_BELOW,
  /** Sum of the measure's denominators over the same projects. */
  DENOMINATORS_BELOW,
  /** The measure's numerator as it was recorded, where what it came from cannot be read. */
  NUMERATOR,
  /** The measure's denominator, likewise. */
  DENOMINATOR
}
