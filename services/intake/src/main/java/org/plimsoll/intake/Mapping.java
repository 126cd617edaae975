package org.plimsoll.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;

/**
 * Which column of a file says what.
 *
 * @param datePattern as it stands in the mapping, for complaints
 * @param columns by field, the column's name in the file
 * @param constants by field, the text that stands for every row
 */
record Mapping(
    Portfolio portfolio,
    Currency currency,
    String source,
    String datePattern,
    DateTimeFormatter dates,
    Amounts amounts,
    char separator,
    Charset encoding,
    String projectPrefix,
    Map<Field, String> columns,
    Map<Field, String> constants,
    List<Tolerance> tolerances) {

  record Portfolio(String id, String name) {}

  /** What a column can say. */
  enum Field {
    PROJECT,
    NAME,
    PROGRAM,
    AGENCY,
    DATA_DATE,
    PLANNED_VALUE,
    EARNED_VALUE,
    ACTUAL_COST,
    BUDGET_AT_COMPLETION,
    ESTIMATE_TO_COMPLETE,
    COST_FORECAST,
    FORECAST_FINISH,
    PHASE,
    NOTE,
    SELF_RATING;

    /** The fields that every row needs. */
    static final List<Field> REQUIRED = List.of(PROJECT, NAME, PROGRAM, AGENCY, DATA_DATE);

    /** As it is written in a mapping. */
    String key() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** What one amount in the file counts. */
  enum Unit {
    MINOR,
    WHOLE,
    THOUSANDS,
    MILLIONS;

    /** Decimal places between the file's figure and minor units. */
    int places(Currency currency) {
      int minor = currency.getDefaultFractionDigits();
      return switch (this) {
        case MINOR -> 0;
        case WHOLE -> minor;
        case THOUSANDS -> minor + 3;
        case MILLIONS -> minor + 6;
      };
    }
  }

  /**
   * How amounts are written.
   *
   * @param halfUp whether fractions of a minor unit are rounded half up; otherwise they are refused
   * @param decimalMark a point or a comma
   */
  record Amounts(Unit unit, boolean halfUp, char decimalMark) {}

  /**
   * A tolerance for every node of one level.
   *
   * @param limitTenThousandths in the unit, times 10,000
   */
  record Tolerance(
      Level level,
      String id,
      int version,
      ToleranceKind kind,
      Measure measure,
      Direction breach,
      ToleranceUnit unit,
      long limitTenThousandths,
      String grantedBy,
      String reason) {}

  /** Cells that cannot be taken over, each with its reason; one at least. */
  static final class CellException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Refusal> refusals;

    CellException(Reason reason, String field, String value, String expected) {
      this(List.of(new Refusal(reason, field, value, expected)));
    }

    CellException(List<Refusal> refusals) {
      super(refusals.getFirst().field(), null, false, false);
      this.refusals = List.copyOf(refusals);
    }

    List<Refusal> refusals() {
      return refusals;
    }
  }

  /** How a field is called when something is wrong with it: by its column, where it has one. */
  String shown(Field field) {
    String column = columns.get(field);
    return column == null ? field.key() : column;
  }

  /** The date at the beginning of the text; a time of day may follow. */
  LocalDate date(Field field, String text) throws CellException {
    ParsePosition position = new ParsePosition(0);
    try {
      TemporalAccessor parsed = dates.parse(text, position);
      String rest = text.substring(position.getIndex());
      if (rest.isEmpty() || rest.charAt(0) == 'T' || Character.isWhitespace(rest.charAt(0))) {
        return LocalDate.from(parsed);
      }
    } catch (DateTimeException e) {
      // Told below, with the column's name.
    }
    throw new CellException(
        Reason.MALFORMED, shown(field), text, "a date that exists, written " + datePattern);
  }

  /** The amount in minor units. */
  long minorUnits(Field field, String text) throws CellException {
    BigDecimal amount = number(field, text);
    if (amount.signum() < 0) {
      throw new CellException(Reason.NEGATIVE_AMOUNT, shown(field), text, "0 or more");
    }
    BigDecimal minor = amount.movePointRight(amounts.unit.places(currency));
    if ((long) minor.precision() - minor.scale() > 16) {
      throw new CellException(Reason.OUT_OF_BOUNDS, shown(field), text, "a smaller amount");
    }
    try {
      return minor
          .setScale(0, amounts.halfUp ? RoundingMode.HALF_UP : RoundingMode.UNNECESSARY)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new CellException(
          Reason.MALFORMED,
          shown(field),
          text,
          "whole minor units of %s, or `rounding: half-up` in the mapping".formatted(currency));
    }
  }

  private BigDecimal number(Field field, String text) throws CellException {
    String digits = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "");
    if (amounts.decimalMark == ',') {
      digits = digits.replace(',', '.');
    }
    if (!digits.matches("-?\\d{1,30}(\\.\\d{0,30})?")) {
      throw new CellException(
          Reason.MALFORMED,
          shown(field),
          text,
          "a number like 1234%c56, without currency sign".formatted(amounts.decimalMark));
    }
    return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
  }
}
