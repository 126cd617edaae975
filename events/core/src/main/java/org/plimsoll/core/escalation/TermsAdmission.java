package org.plimsoll.core.escalation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** What can be said of a tolerance's limits and terms without knowing any standing. */
final class TermsAdmission {
  private TermsAdmission() {}

  /** Why its parts contradict each other; null when they do not. */
  static @Nullable Refusal refusalOf(Tolerance tolerance) {
    Terms terms = tolerance.terms();
    long limit = tolerance.limitTenThousandths();
    Refusal refusal = side(tolerance);
    if (refusal == null && terms.amberTenThousandths() != null) {
      refusal =
          allowsLess(tolerance.breach(), terms.amberTenThousandths(), limit)
              ? null
              : invalid("amberTenThousandths", terms.amberTenThousandths(), inside(tolerance));
    }
    if (refusal == null && terms.clearTenThousandths() != null) {
      long clear = terms.clearTenThousandths();
      refusal =
          clear == limit || allowsLess(tolerance.breach(), clear, limit)
              ? null
              : invalid("clearTenThousandths", clear, "the limit or " + inside(tolerance));
    }
    if (refusal == null && terms.otherSideTenThousandths() != null) {
      refusal = band(tolerance, terms.otherSideTenThousandths());
    }
    return refusal == null ? counts(tolerance) : refusal;
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

  private static @Nullable Refusal band(Tolerance tolerance, long otherSide) {
    Terms terms = tolerance.terms();
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

  private static @Nullable Refusal counts(Tolerance tolerance) {
    Terms terms = tolerance.terms();
    LocalDate from = terms.effectiveFrom();
    LocalDate until = terms.effectiveUntil();
    if (from != null && until != null && until.isBefore(from)) {
      return invalid("effectiveUntil", until, "no earlier than effectiveFrom, " + from);
    }
    Terms.AnswerWithin within = terms.answerWithin();
    Refusal refusal = count("reportsBeyond", terms.reportsBeyond(), 1, Terms.MAX_REPORTS_BEYOND);
    refusal =
        refusal != null
            ? refusal
            : count("daysBeyond", terms.daysBeyond(), 0, Terms.MAX_DAYS_BEYOND);
    refusal =
        refusal != null
            ? refusal
            : count("holdAfterRaises", terms.holdAfterRaises(), 0, Terms.MAX_HOLD_AFTER_RAISES);
    refusal = refusal != null ? refusal : forecast(tolerance);
    return refusal != null || within == null
        ? refusal
        : count("answerWithinHours", within.hours(), 1, Terms.MAX_ANSWER_HOURS);
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
