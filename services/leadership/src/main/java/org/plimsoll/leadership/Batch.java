package org.plimsoll.leadership;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.Topics;

/**
 * What some records of the trail and of the escalations add to the read model, not yet written. An
 * entry is taken only if its sequence follows the one before it in its partition; the escalations
 * carry none and are told apart by their id when they are written.
 */
final class Batch {
  /**
   * How far a partition has been read.
   *
   * @param sequence last trail sequence taken; 0 before the first and for escalations
   */
  record Progress(long nextOffset, long sequence, @Nullable Instant takenAt) {
    static final Progress NONE = new Progress(0, 0, null);
  }

  /** One measure as it is kept beside the figures. Short names: there are millions of them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Reading(String m, @Nullable String i, long n, long d, @Nullable String w) {}

  /** One target as it is kept beside the node. */
  record Target(
      String id,
      Map<String, String> name,
      String unit,
      long target,
      String direction,
      String kind,
      @Nullable LocalDate due,
      String source) {}

  /**
   * A report that corrects an earlier one.
   *
   * @param dataDate of both
   * @param phase with the note what it says beside its figures
   */
  record Correction(
      String nodeId,
      LocalDate dataDate,
      Position at,
      @Nullable String phase,
      @Nullable String note) {}

  /** Entries of about 1 KB and what is kept beside them: some 20 MB for one transaction. */
  private static final int FULL_RECORDS = 8_000;

  /** A few entries may hold a lot. */
  private static final int FULL_BYTES = 16 << 20;

  private final TrailReader reader;
  private final Map<TopicPartition, Progress> before;
  private final Map<TopicPartition, Progress> after = new LinkedHashMap<>();

  /** What the entries add. */
  final EntryRows rows;

  /** By escalation id, in the order of arrival; the first of two with the same id counts. */
  final Map<String, Escalation> escalations = new LinkedHashMap<>();

  private int records;
  private long bytes;
  private @Nullable Instant oldest;

  Batch(TrailReader reader, Map<TopicPartition, Progress> before) {
    this.reader = reader;
    this.rows = new EntryRows(reader.records());
    this.before = Map.copyOf(before);
  }

  boolean isEmpty() {
    return after.isEmpty();
  }

  /** Whether it is time to write it, however long that has to wait. */
  boolean isFull() {
    return records >= FULL_RECORDS || bytes >= FULL_BYTES;
  }

  /** How many records were taken. */
  int records() {
    return records;
  }

  /** When the oldest input that it speaks of was taken; null when it holds nothing new. */
  @Nullable Instant oldest() {
    return oldest;
  }

  /** When the newest input was taken that was read before this batch; null before the first. */
  @Nullable Instant newestBefore() {
    return before.values().stream()
        .map(Progress::takenAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(null);
  }

  /** How far every partition has been read with this batch. */
  Map<TopicPartition, Progress> progress() {
    Map<TopicPartition, Progress> progress = new HashMap<>(before);
    progress.putAll(after);
    return progress;
  }

  /** Which partitions it moves on, and to where. */
  Map<TopicPartition, Progress> after() {
    return after;
  }

  /** Where the batch began, for every partition it moves on. */
  Progress before(TopicPartition partition) {
    return before.getOrDefault(partition, Progress.NONE);
  }

  /**
   * Takes one record, the next of its partition.
   *
   * @throws GapException when the trail does not go on where it stopped; nothing of the record is
   *     taken then
   */
  void take(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    records++;
    bytes += record.serializedValueSize();
    Progress last = after.getOrDefault(partition, before(partition));
    if (record.topic().equals(Topics.ESCALATIONS)) {
      reader
          .escalation(record.value())
          // A kind that only a newer version knows: nothing here could show it, so it is not
          // counted.
          .filter(escalation -> Outcomes.of(escalation).isPresent())
          .ifPresent(escalation -> {
            escalations.putIfAbsent(escalation.getEscalationId(), escalation);
            older(escalation.getTakenAt());
          });
      after.put(partition, new Progress(record.offset() + 1, 0, null));
      return;
    }
    TrailEntry entry =
        reader
            .entry(record.value())
            .orElseThrow(
                () -> new GapException(partition, last.sequence() + 1, "unreadable", record));
    long sequence = entry.getPosition().getSequence();
    if (sequence > last.sequence() + 1) {
      throw new GapException(partition, last.sequence() + 1, String.valueOf(sequence), record);
    }
    if (sequence <= last.sequence()) {
      after.put(partition, new Progress(record.offset() + 1, last.sequence(), last.takenAt()));
      return;
    }
    rows.take(entry, record.value());
    older(entry.getTakenAt());
    after.put(partition, new Progress(record.offset() + 1, sequence, entry.getTakenAt()));
  }

  private void older(Instant takenAt) {
    if (oldest == null || takenAt.isBefore(oldest)) {
      oldest = takenAt;
    }
  }
}
