package org.plimsoll.leadership;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Progress;
import org.plimsoll.schema.AssistanceRequested;
import org.plimsoll.schema.ConfirmationWithdrawn;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.ExceptionPassedUp;
import org.plimsoll.schema.TargetConfirmed;
import org.plimsoll.wire.Outcomes;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes batches: rows and offsets in one transaction, so that a record has its effect once however
 * often it is read. Writers hold one lock until they commit; that keeps the ids of delivered items
 * in the order in which they become visible, and makes a second instance of this service harmless:
 * it finds that the offsets have moved on, and reads again from there.
 */
@Component
class Projection {
  /** Any number that nothing else in this database locks. */
  private static final long WRITER_LOCK = 0x506c696d736f6c6cL;

  private final JdbcTemplate database;
  private final TransactionTemplate transaction;
  private final CorrectedFigures corrected;

  Projection(
      JdbcTemplate database, PlatformTransactionManager transactions, CorrectedFigures corrected) {
    this.database = database;
    this.corrected = corrected;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Another instance has written since this batch was begun. */
  static final class MovedOnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MovedOnException(TopicPartition partition) {
      super(partition + " was moved on by another instance");
    }
  }

  /** How far every partition has been read. */
  Map<TopicPartition, Progress> progress() {
    Map<TopicPartition, Progress> progress = new HashMap<>();
    database.query(
        "SELECT topic, partition, next_offset, sequence, taken_at FROM consumed",
        row -> {
          java.sql.@Nullable Timestamp takenAt = row.getTimestamp("taken_at");
          progress.put(
              new TopicPartition(row.getString("topic"), row.getInt("partition")),
              new Progress(
                  row.getLong("next_offset"),
                  row.getLong("sequence"),
                  takenAt == null ? null : takenAt.toInstant()));
        });
    return progress;
  }

  /**
   * Writes a batch, whole or not at all.
   *
   * @return how many items were delivered by it
   * @throws MovedOnException when the partitions do not stand where the batch begins
   */
  int write(Batch batch) {
    Integer delivered =
        transaction.execute(
            status -> database.execute((ConnectionCallback<Integer>) c -> write(c, batch)));
    return delivered == null ? 0 : delivered;
  }

  private int write(Connection connection, Batch batch) throws SQLException, DataAccessException {
    database.query("SELECT pg_advisory_xact_lock(?)", row -> {}, WRITER_LOCK);
    Map<TopicPartition, Progress> stored = progress();
    for (TopicPartition partition : batch.after().keySet()) {
      if (stored.getOrDefault(partition, Progress.NONE).nextOffset()
          != batch.before(partition).nextOffset()) {
        throw new MovedOnException(partition);
      }
    }
    batch.tables.write(connection);
    batch.corrections.forEach(corrected::take);
    int delivered = deliver(connection, batch);
    count(batch);
    Rows consumed =
        new Rows(
            "consumed",
            "topic text, partition int, next_offset bigint, sequence bigint, taken_at timestamptz",
            "(topic, partition) DO UPDATE SET (next_offset, sequence, taken_at) ="
                + " (excluded.next_offset, excluded.sequence, excluded.taken_at)");
    batch
        .after()
        .forEach((partition, progress) ->
            consumed.put(
                partition,
                partition.topic(),
                partition.partition(),
                progress.nextOffset(),
                progress.sequence(),
                progress.takenAt()));
    consumed.write(connection);
    return delivered;
  }

  private int deliver(Connection connection, Batch batch) throws SQLException {
    if (batch.escalations.isEmpty()) {
      return 0;
    }
    Set<String> known = new HashSet<>();
    Array ids = connection.createArrayOf("text", batch.escalations.keySet().toArray());
    database.query(
        "SELECT escalation_id FROM delivered WHERE escalation_id = ANY(?)",
        row -> {
          known.add(row.getString(1));
        },
        ids);
    Rows delivered =
        new Rows(
            "delivered",
            "escalation_id text, node_id text, node_level text, delivered_to text, level text,"
                + " kind text, exception_id text, change text, measure text, indicator_id text,"
                + " breach text, unit text, limit_10000 bigint, numerator bigint,"
                + " denominator bigint, step int, raised_on date, request text, on_date date,"
                + " tier text, partition int, sequence bigint, event_id text,"
                + " taken_at timestamptz",
            "");
    long toProgram = 0;
    long toPortfolio = 0;
    for (Escalation escalation : batch.escalations.values()) {
      if (known.contains(escalation.getEscalationId())) {
        continue;
      }
      add(delivered, escalation);
      switch (escalation.getDeliveredToLevel()) {
        case PROGRAM -> toProgram++;
        case PORTFOLIO -> toPortfolio++;
        case PROJECT, UNRECOGNISED -> {}
      }
    }
    delivered.write(connection);
    database.update(
        "UPDATE flow SET delivered_program = delivered_program + ?, delivered_portfolio ="
            + " delivered_portfolio + ?",
        toProgram,
        toPortfolio);
    return delivered.size();
  }

  private static void add(Rows delivered, Escalation escalation) {
    @Nullable Object[] row = new Object[24];
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
        row[18] = LocalDate.ofInstant(up.getAt(), ZoneOffset.UTC);
      }
      default -> throw new AssertionError("the batch takes five kinds: " + escalation);
    }
    delivered.add(row);
  }

  private void count(Batch batch) {
    if (batch.statusTaken.isEmpty() && batch.statusRefused == 0) {
      return;
    }
    long taken = batch.statusTaken.values().stream().mapToLong(Long::longValue).sum();
    database.update(
        "UPDATE flow SET status_taken = status_taken + ?, status_refused = status_refused + ?",
        taken,
        batch.statusRefused);
    database.update(
        "UPDATE node SET status_taken = status_taken + counted.taken FROM (SELECT"
            + " unnest(?::text[]) AS node_id, unnest(?::bigint[]) AS taken) counted WHERE"
            + " node.node_id = counted.node_id",
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(
              1, connection.createArrayOf("text", batch.statusTaken.keySet().toArray()));
          statement.setArray(
              2, connection.createArrayOf("bigint", batch.statusTaken.values().toArray()));
        });
  }
}
