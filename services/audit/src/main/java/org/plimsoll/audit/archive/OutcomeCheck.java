package org.plimsoll.audit.archive;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.Replay;
import org.plimsoll.audit.archive.Finding.Kind;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.TrailPartition;

/**
 * Whether the outcomes of one partition are those that its inputs lead to, up to the first that is
 * not. Each input must also be written with the schema that its entry names by hash.
 */
final class OutcomeCheck {
  private static final int HEADER_BYTES = 5;

  private final TrailPartition partition;
  private final Map<Integer, Schema> schemas;
  private final Map<Integer, String> hashes = new java.util.HashMap<>();
  private final OfflineSchemas offline;
  private final RecordReader reader;
  private final Replay replay;
  private Instant latest = Instant.MIN;
  private TrailClock clock = TrailClock.NEVER;
  private @Nullable Finding finding;

  OutcomeCheck(TrailPartition partition, Map<Integer, Schema> schemas, int partitions) {
    this.partition = partition;
    this.schemas = schemas;
    this.offline = new OfflineSchemas(schemas);
    this.reader = new RecordReader(offline);
    this.replay = new Replay(offline, partitions);
  }

  /** Entries derived again. */
  long entries() {
    return replay.entries();
  }

  /** The first difference; empty as long as there is none. */
  Optional<Finding> finding() {
    return Optional.ofNullable(finding);
  }

  /** What stands after the entries so far. */
  Fold fold() {
    return replay.fold(partition);
  }

  /** The latest moment at which one of the entries so far was taken. */
  Instant latest() {
    return latest;
  }

  /** What the trail's own clock says behind the entries so far. */
  TrailClock clock() {
    return clock;
  }

  /** Ids of the schemas that the entries so far have named. */
  Set<Integer> schemas() {
    return offline.shown();
  }

  void next(long sequence, byte[] bytes) {
    if (finding != null) {
      return;
    }
    if (bytes.length >= HEADER_BYTES) {
      offline.show(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
    }
    finding =
        switch (reader.read(bytes, TrailEntry.class)) {
          case RecordReader.Unreadable<TrailEntry> unreadable ->
              new Finding(Kind.ALTERED, partition, sequence, "no entry: " + unreadable);
          case RecordReader.Read<TrailEntry>(TrailEntry entry, var _) ->
              difference(sequence, entry);
        };
  }

  private @Nullable Finding difference(long sequence, TrailEntry entry) {
    var at = entry.getPosition();
    if (entry.getTakenAt().isAfter(latest)) {
      latest = entry.getTakenAt();
    }
    if (!at.getTier().name().equals(partition.tier().name())
        || at.getPartition() != partition.number()
        || at.getSequence() != sequence) {
      return new Finding(
          Kind.OUTCOME,
          partition,
          sequence,
          "it says that it is entry %d of %s %d"
              .formatted(at.getSequence(), at.getTier(), at.getPartition()));
    }
    String named = entry.getInputSchemaSha256();
    ByteBuffer input = entry.getInputBytes();
    if (named != null && input.remaining() >= HEADER_BYTES) {
      int id = input.getInt(input.position() + 1);
      Schema schema = schemas.get(id);
      String sha256 =
          schema == null
              ? "(missing)"
              : hashes.computeIfAbsent(id, _ -> RecordReader.sha256(schema));
      if (!named.equals(sha256)) {
        return new Finding(
            Kind.SCHEMA,
            partition,
            sequence,
            "its input was written with schema %d of SHA-256 %s, and the export has %s"
                .formatted(id, named, sha256));
      }
      offline.show(id);
    }
    try {
      Replay.Derived derived = replay.next(entry);
      if (derived != null && derived.input() instanceof Input.Ticked tick) {
        clock = clock.after(tick.instant(), sequence);
      }
    } catch (RuntimeException e) {
      // A hostile entry may hold what no engine writes; whatever it leads to, it is not verified.
      return new Finding(Kind.OUTCOME, partition, sequence, "it cannot be weighed: " + e);
    }
    return replay.differences().stream()
        .findFirst()
        .map(d ->
            new Finding(
                Kind.OUTCOME,
                partition,
                sequence,
                "recorded %s, derived %s".formatted(d.recorded(), d.derived())))
        .orElse(null);
  }
}
