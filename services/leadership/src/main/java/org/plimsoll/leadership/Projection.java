package org.plimsoll.leadership;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Progress;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.TrailPosition;
import org.plimsoll.wire.Topics;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes batches: rows and offsets in one transaction, so that a record has its effect once however
 * often it is read. Writers of a part hold its lock until they commit; that keeps the ids of
 * delivered items in the order in which they become visible, and makes a second instance of this
 * service harmless: it finds that the offsets have moved on, and reads again from there. The parts
 * write different rows and do not wait for each other, but for the one row of counts, which both
 * write last.
 */
@Component
class Projection {
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
   * @param part of which all of the batch is
   * @return how many items were delivered by it
   * @throws MovedOnException when the partitions do not stand where the batch begins
   */
  int write(Part part, Batch batch) {
    Integer delivered =
        transaction.execute(
            status -> database.execute((ConnectionCallback<Integer>) c -> write(c, part, batch)));
    return delivered == null ? 0 : delivered;
  }

  private int write(Connection connection, Part part, Batch batch)
      throws SQLException, DataAccessException {
    database.query("SELECT pg_advisory_xact_lock(?)", row -> {}, part.lock());
    Map<TopicPartition, Progress> stored = progress();
    for (TopicPartition partition : batch.after().keySet()) {
      if (stored.getOrDefault(partition, Progress.NONE).nextOffset()
          != batch.before(partition).nextOffset()) {
        throw new MovedOnException(partition);
      }
    }
    batch.tables.write(connection);
    batch.corrections.forEach(corrected::take);
    countByNode(connection, batch);
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
    return deliver(connection, stored, batch);
  }

  private int deliver(Connection connection, Map<TopicPartition, Progress> stored, Batch batch)
      throws SQLException {
    if (batch.escalations.isEmpty()) {
      count(batch, 0, 0);
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
    DeliveredRows delivered = new DeliveredRows();
    batch.escalations.values().stream()
        .filter(escalation -> !known.contains(escalation.getEscalationId()))
        .forEach(delivered::add);
    delivered.write(connection);
    begin(connection, stored, batch);
    count(batch, delivered.toProgram(), delivered.toPortfolio());
    return delivered.size();
  }

  /**
   * Says of partitions of the trail that nothing of them has been read yet, where escalations speak
   * of them: what is ahead of the trail is found from there.
   */
  private static void begin(
      Connection connection, Map<TopicPartition, Progress> stored, Batch batch)
      throws SQLException {
    Rows begun =
        new Rows(
            "consumed",
            "topic text, partition int, next_offset bigint, sequence bigint",
            "DO NOTHING");
    for (Escalation escalation : batch.escalations.values()) {
      TrailPosition at = escalation.getPosition();
      TopicPartition trail =
          new TopicPartition(
              at.getTier() == Level.PORTFOLIO ? Topics.TRAIL_PORTFOLIO : Topics.TRAIL_PROGRAM,
              at.getPartition());
      if (!stored.containsKey(trail)) {
        begun.put(trail, trail.topic(), trail.partition(), 0L, 0L);
      }
    }
    begun.write(connection);
  }

  private static void countByNode(Connection connection, Batch batch) throws SQLException {
    Rows counts =
        new Rows(
            "status_count",
            "node_id text, taken bigint",
            "(node_id) DO UPDATE SET taken = status_count.taken + excluded.taken");
    batch.statusTaken.forEach((node, taken) -> counts.put(node, node, taken));
    counts.write(connection);
  }

  /** Last, because the other part waits for this row until the commit. */
  private void count(Batch batch, long toProgram, long toPortfolio) {
    long taken = batch.statusTaken.values().stream().mapToLong(Long::longValue).sum();
    if (taken + batch.statusRefused + toProgram + toPortfolio > 0) {
      database.update(
          "UPDATE flow SET status_taken = status_taken + ?, status_refused = status_refused + ?,"
              + " delivered_program = delivered_program + ?,"
              + " delivered_portfolio = delivered_portfolio + ?",
          taken,
          batch.statusRefused,
          toProgram,
          toPortfolio);
    }
  }
}
