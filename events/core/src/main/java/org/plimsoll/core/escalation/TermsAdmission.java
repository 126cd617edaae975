package org.plimsoll.core.escalation;

import static org.plimsoll.core.escalation.Admission.all;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** What can be said of a tolerance's limits and terms without knowing any standing. */
final class TermsAdmission {
  private TermsAdmission() {}

  /** Where its limits contradict each other. */
  static List<Refusal> limits(Tolerance tolerance) {
    Refusal side = side(tolerance);
    if (side != null) {
      return List.of(side);
    }
    List<Refusal> refusals = all(amber(tolerance), clear(tolerance));
    // The other side is to be apart from these two as well.
    return refusals.isEmpty() ? all(band(tolerance)) : refusals;
  }

  /** A limit that even no deviation would cross is on the wrong side. */
  private static @Nullable Refusal side(Tolerance tolerance) {
    return tolerance.allowsNoDeviation()
        ? null
        : invalid(
            "limitTenThousandths",
            tolerance.limitTenThousandths(),
            "a limit that no deviation keeps, %s %d"
                .formatted(
                    switch (tolerance.breach()) {
                      case AT_MOST -> "at least";
                      case AT_LEAST -> "at most";
                    },
                    tolerance.untouchedTenThousandths()));
  }

  private static @Nullable Refusal amber(Tolerance tolerance) {
    Long amber = tolerance.terms().amberTenThousandths();
    return amber == null || allowsLess(tolerance.breach(), amber, tolerance.limitTenThousandths())
        ? null
        : invalid("amberTenThousandths", amber, inside(tolerance));
  }

  private static @Nullable Refusal clear(Tolerance tolerance) {
    Long clear = tolerance.terms().clearTenThousandths();
    return clear == null
            || clear == tolerance.limitTenThousandths()
            || allowsLess(tolerance.breach(), clear, tolerance.limitTenThousandths())
        ? null
        : invalid("clearTenThousandths", clear, "the limit or " + inside(tolerance));
  }

  private static @Nullable Refusal band(Tolerance tolerance) {
    Terms terms = tolerance.terms();
    Long otherSide = terms.otherSideTenThousandths();
    if (otherSide == null) {
      return null;
    }
    boolean apart =
        opposite(tolerance, otherSide, tolerance.limitTenThousandths())
            && (terms.amberTenThousandths() == null
                || opposite(tolerance, otherSide, terms.amberTenThousandths()))
            && (terms.clearTenThousandths() == null
                || opposite(tolerance, otherSide, terms.clearTenThousandths()));
    return apart
        ? null
        : invalid(
            "otherSideTenThousandths",
            otherSide,
            "a limit on the other side of " + tolerance.limitTenThousandths());
  }

  private static boolean opposite(Tolerance tolerance, long otherSide, long limit) {
    return allowsLess(tolerance.breach(), otherSide, limit);
  }

  /** Which of its counts are out of bounds, and whether its days contradict each other. */
  static List<Refusal> counts(Tolerance tolerance) {
    Terms terms = tolerance.terms();
    LocalDate from = terms.effectiveFrom();
    LocalDate until = terms.effectiveUntil();
    Terms.AnswerWithin within = terms.answerWithin();
    return all(
        from != null && until != null && until.isBefore(from)
            ? invalid("effectiveUntil", until, "no earlier than effectiveFrom, " + from)
            : null,
        count("reportsBeyond", terms.reportsBeyond(), 1, Terms.MAX_REPORTS_BEYOND),
        count("daysBeyond", terms.daysBeyond(), 0, Terms.MAX_DAYS_BEYOND),
        count("holdAfterRaises", terms.holdAfterRaises(), 0, Terms.MAX_HOLD_AFTER_RAISES),
        forecast(tolerance),
        within == null
            ? null
            : count("answerWithinHours", within.hours(), 1, Terms.MAX_ANSWER_HOURS));
  }

  /** A silence grows by a day each day: there is nothing to forecast. */
  private static @Nullable Refusal forecast(Tolerance tolerance) {
    int days = tolerance.terms().forecastDays();
    return tolerance.measure() == Measure.SILENCE && days != 0
        ? invalid("forecastDays", days, "0 for " + Measure.SILENCE)
        : count("forecastDays", days, 0, Terms.MAX_FORECAST_DAYS);
  }

  private static @Nullable Refusal count(String field, int value, int least, int most) {
    return value >= least && value <= most
        ? null
        : invalid(field, value, "%d to %d".formatted(least, most));
  }

  private static boolean allowsLess(Direction breach, long value, long limit) {
    return switch (breach) {
      case AT_MOST -> value < limit;
      case AT_LEAST -> value > limit;
    };
  }

  private static String inside(Tolerance tolerance) {
    return switch (tolerance.breach()) {
      case AT_MOST -> "less than the limit, " + tolerance.limitTenThousandths();
      case AT_LEAST -> "more than the limit, " + tolerance.limitTenThousandths();
    };
  }

  private static Refusal invalid(String field, Object value, String expected) {
    return new Refusal(Reason.INVALID_TOLERANCE, field, String.valueOf(value), expected);
  }
}
