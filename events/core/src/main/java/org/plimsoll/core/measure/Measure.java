package org.plimsoll.core.measure;

/**
 * A number computed from status, as an exact fraction. Earned-value formulas are those of PMI's
 * Practice Standard for Earned Value Management: PV planned, EV earned, AC actual, BAC budget at
 * completion, EAC estimate at completion as {@link Figures#eacMinor()} gives it.
 *
 * <p>Over several projects numerators and denominators are added, so the value of a program is that
 * of the whole and no mean of means. Adding a measure is a deliberate change: the compiler leads
 * through every switch that must answer for it.
 */
public enum Measure {
  /** (EAC - original baseline cost) / original baseline cost. Original: a re-baseline leaves it. */
  COST_GROWTH_ORIGINAL,
  /** (EAC - current baseline cost) / current baseline cost. */
  COST_GROWTH_CURRENT,
  /** Cost performance index, EV / AC. */
  CPI,
  /** Schedule performance index, EV / PV. */
  SPI,
  /** Variance at completion over the budget, (BAC - EAC) / BAC. */
  VAC,
  /**
   * Days from the original baseline finish to the forecast finish. Above a project: the mean of the
   * projects' slips, weighted with their cost in whole currency units, so that a small project does
   * not move a program.
   */
  FINISH_SLIP_ORIGINAL,
  /** Days from the current baseline finish to the forecast finish; above a project as before. */
  FINISH_SLIP_CURRENT,
  /** Value of a target indicator / its target. Is not added over projects. */
  INDICATOR_ACHIEVEMENT,
  /**
   * Days since the data date of a project's newest status, as the newest tick counts them. A value
   * that is not sent means unchanged only while its source is known to be alive. Is not added over
   * projects; a program counts how many of its projects are silent.
   */
  SILENCE
}
