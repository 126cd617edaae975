package org.plimsoll.leadership;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.ConfirmationWithdrawn;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.Forecast;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.wire.Outcomes;

/** Items that travelled upward, with all that an inbox needs of them. */
final class DeliveredRows {
  private final Appended rows =
      new Appended(
          "delivered",
          "escalation_id text, node_id text, node_level text, delivered_to text, level text,"
              + " kind text, exception_id text, change text, measure text, indicator_id text,"
              + " breach text, unit text, limit_10000 bigint, numerator bigint,"
              + " denominator bigint, step int, raised_on date, request text, on_date date,"
              + " tier text, partition int, sequence bigint, event_id text,"
              + " taken_at timestamptz, tolerance_id text, tolerance_version int,"
              + " expected_on date, earliest_on date, latest_on date, forecast_reports int");
  private long toProgram;
  private long toPortfolio;

  /** How many of them were delivered to programs. */
  long toProgram() {
    return toProgram;
  }

  /** How many of them were delivered to portfolios. */
  long toPortfolio() {
    return toPortfolio;
  }

  int size() {
    return rows.size();
  }

  void write(Connection connection) throws SQLException {
    rows.write(connection);
  }

  void add(Escalation escalation) {
    @Nullable Object[] row = new Object[30];
    row[0] = escalation.getEscalationId();
    row[1] = escalation.getNodeId();
    row[2] = escalation.getLevel().name();
    row[3] = escalation.getDeliveredTo();
    row[4] = escalation.getDeliveredToLevel().name();
    row[19] = escalation.getPosition().getTier().name();
    row[20] = escalation.getPosition().getPartition();
    row[21] = escalation.getPosition().getSequence();
    row[22] = escalation.getCauseEventId();
    row[23] = escalation.getTakenAt();
    switch (Outcomes.of(escalation).orElse(escalation)) {
      case ExceptionChanged change -> {
        row[5] = change.getKind().name();
        row[6] = change.getExceptionId();
        row[7] = change.getChange().name();
        row[8] = change.getMeasure().name();
        row[9] = change.getIndicatorId();
        row[10] = change.getBreach().name();
        row[11] = change.getUnit().name();
        row[12] = change.getLimitTenThousandths();
        row[13] = change.getNumerator();
        row[14] = change.getDenominator();
        row[15] = change.getStep();
        row[16] = change.getRaisedOn();
        row[18] = change.getOnDate();
        row[24] = change.getToleranceId();
        row[25] = change.getToleranceVersion();
        Forecast forecast = change.getForecast();
        if (forecast != null) {
          row[26] = forecast.getExpectedOn();
          row[27] = forecast.getEarliestOn();
          row[28] = forecast.getLatestOn();
          row[29] = forecast.getReports();
        }
      }
      case TargetConfirmed confirmed -> {
        row[5] = "CONFIRMATION";
        row[9] = confirmed.getIndicatorId();
        row[8] = "INDICATOR_ACHIEVEMENT";
        row[13] = confirmed.getValueTenThousandths();
        row[14] = confirmed.getTargetTenThousandths();
        row[18] = confirmed.getOnDate();
      }
      case ConfirmationWithdrawn withdrawn -> {
        row[5] = "CONFIRMATION";
        row[7] = "WITHDRAWN";
        row[9] = withdrawn.getIndicatorId();
        row[8] = "INDICATOR_ACHIEVEMENT";
        row[13] = withdrawn.getValueTenThousandths();
        row[14] = withdrawn.getTargetTenThousandths();
        row[18] = withdrawn.getOnDate();
      }
      case AssistanceRequested request -> {
        row[5] = "ASSISTANCE";
        row[17] = request.getRequest();
        row[18] = request.getOnDate();
      }
      case ExceptionPassedUp up -> {
        row[5] = up.getKind().name();
        row[6] = up.getExceptionId();
        row[7] = "PASSED_UP";
        row[8] = up.getMeasure().name();
        row[9] = up.getIndicatorId();
        row[10] = up.getBreach().name();
        row[11] = up.getUnit().name();
        row[12] = up.getLimitTenThousandths();
        row[13] = up.getNumerator();
        row[14] = up.getDenominator();
        row[15] = up.getStep();
        row[16] = up.getRaisedOn();
        row[24] = up.getToleranceId();
        row[25] = up.getToleranceVersion();
        row[18] = LocalDate.ofInstant(up.getAt(), ZoneOffset.UTC);
      }
      default -> throw new AssertionError("the batch takes five kinds: " + escalation);
    }
    rows.add(row);
    switch (escalation.getDeliveredToLevel()) {
      case PROGRAM -> toProgram++;
      case PORTFOLIO -> toPortfolio++;
      case PROJECT, UNRECOGNISED -> {}
    }
  }
}
