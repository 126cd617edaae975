package org.plimsoll.policy.backtest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.text.MisreadException;
import org.plimsoll.policy.text.Nearest;

/**
 * One field of one tolerance of a policy over a range of values: {@code cost.limit=5..20:2.5}.
 *
 * @param toleranceId whose tolerances vary, all that have this id
 * @param values in the unit of the tolerance for limit, amber and clear; reports, days or raises
 *     for the others
 */
public record Grid(String toleranceId, Field field, List<BigDecimal> values) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._-]*)\\.([a-z ]+)=(-?\\d{1,15}(?:\\.\\d{1,4})?)"
              + "\\.\\.(-?\\d{1,15}(?:\\.\\d{1,4})?):(\\d{1,15}(?:\\.\\d{1,4})?)");
  private static final int PLACES = 4;
  private static final String FORM = "RULE.FIELD=LO..HI:STEP, such as cost.limit=5..20:2.5";

  public Grid {
    values = List.copyOf(values);
  }

  /** What can be varied, named as in a policy. */
  public enum Field {
    LIMIT("limit"),
    AMBER("amber"),
    CLEAR("clear"),
    FORECAST("forecast"),
    AFTER("after"),
    HOLD_AFTER("hold after");

    private final String written;

    Field(String written) {
      this.written = written;
    }

    /** Its name in a policy; of {@code after} the reports. */
    public String written() {
      return written;
    }

    private static List<String> all() {
      return Arrays.stream(values()).map(Field::written).toList();
    }
  }

  /**
   * Reads a grid for a policy.
   *
   * @throws MisreadException saying what was expected
   */
  public static Grid parse(String text, Policy policy) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw wrong("sweep", text, FORM);
    }
    String id = matcher.group(1);
    List<String> ids = policy.entries().stream().map(e -> e.tolerance().toleranceId()).toList();
    if (!ids.contains(id)) {
      throw wrong(
          "sweep", id, "a tolerance of the policy; nearest: '%s'".formatted(Nearest.to(id, ids)));
    }
    Field field =
        Arrays.stream(Field.values())
            .filter(f -> f.written.equals(matcher.group(2)))
            .findFirst()
            .orElseThrow(() -> wrong("sweep", matcher.group(2), "one of " + Field.all()));
    BigDecimal low = new BigDecimal(matcher.group(3));
    BigDecimal high = new BigDecimal(matcher.group(4));
    BigDecimal step = new BigDecimal(matcher.group(5));
    if (step.signum() == 0 || high.compareTo(low) < 0) {
      throw wrong("sweep", text, "LO no more than HI, and a STEP above 0");
    }
    if (high.subtract(low).divideToIntegralValue(step).intValue() >= Backtest.MAX_CANDIDATES) {
      throw wrong("sweep", text, "at most %d values".formatted(Backtest.MAX_CANDIDATES));
    }
    List<BigDecimal> values = new ArrayList<>();
    for (BigDecimal value = low; value.compareTo(high) <= 0; value = value.add(step)) {
      values.add(value);
    }
    Grid grid = new Grid(id, field, values);
    values.forEach(value -> grid.checked(policy, value));
    return grid;
  }

  private static MisreadException wrong(String field, String value, String expected) {
    return new MisreadException(0, field, value, expected);
  }

  /** The policy with each value in turn. */
  public List<Policy> policies(Policy policy) {
    return values.stream().map(value -> with(policy, value)).toList();
  }

  /** Whether the number can stand there; what contradicts the rest is refused when granted. */
  private void checked(Policy policy, BigDecimal value) {
    try {
      with(policy, value);
    } catch (ArithmeticException e) {
      throw wrong(
          toleranceId + "." + field.written,
          value.toPlainString(),
          "a number that can stand there");
    }
  }

  private Policy with(Policy policy, BigDecimal value) {
    return new Policy(
        policy.name(),
        policy.source(),
        policy.grantedBy(),
        policy.entries().stream()
            .map(entry ->
                entry.tolerance().toleranceId().equals(toleranceId) ? with(entry, value) : entry)
            .toList());
  }

  private Policy.Entry with(Policy.Entry entry, BigDecimal value) {
    return new Policy.Entry(
        entry.appliesTo(),
        with(entry.tolerance(), entry.currency(), value),
        entry.currency(),
        entry.reason(),
        entry.line());
  }

  private Tolerance with(Tolerance t, @Nullable Currency currency, BigDecimal value) {
    Terms terms = t.terms();
    int minor = currency == null ? 0 : Math.max(0, currency.getDefaultFractionDigits());
    return new Tolerance(
        t.toleranceId(),
        t.version(),
        t.kind(),
        t.measure(),
        t.indicatorId(),
        t.breach(),
        t.unit(),
        field == Field.LIMIT ? held(value, minor) : t.limitTenThousandths(),
        new Terms(
            field == Field.AMBER ? Long.valueOf(held(value, minor)) : terms.amberTenThousandths(),
            field == Field.CLEAR ? Long.valueOf(held(value, minor)) : terms.clearTenThousandths(),
            terms.otherSideTenThousandths(),
            field == Field.AFTER ? value.intValueExact() : terms.reportsBeyond(),
            terms.daysBeyond(),
            field == Field.HOLD_AFTER ? value.intValueExact() : terms.holdAfterRaises(),
            field == Field.FORECAST ? value.intValueExact() : terms.forecastDays(),
            terms.effectiveFrom(),
            terms.effectiveUntil(),
            terms.answerWithin()));
  }

  private static long held(BigDecimal value, int minor) {
    return value.movePointRight(PLACES + minor).longValueExact();
  }
}
