package org.plimsoll.leadership;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;

/**
 * Reads the engine's records, also those of a newer engine: Avro turns an unknown enum symbol into
 * UNRECOGNISED and leaves out an unknown kind of outcome. Not for use by several threads at once.
 */
final class TrailReader {
  private final RecordReader records;

  TrailReader(SchemaRegistry registry) {
    this.records = new RecordReader(registry);
  }

  /** The reader for the inputs that entries carry. */
  RecordReader records() {
    return records;
  }

  /** The entry; empty when the bytes are none. */
  Optional<TrailEntry> entry(byte @Nullable [] value) {
    return read(value, TrailEntry.class);
  }

  /** The escalation; empty when the bytes are none. */
  Optional<Escalation> escalation(byte @Nullable [] value) {
    return read(value, Escalation.class);
  }

  private <T extends SpecificRecord> Optional<T> read(byte @Nullable [] value, Class<T> type) {
    return switch (records.read(value, type)) {
      case RecordReader.Read<T> read -> Optional.of(read.value());
      case RecordReader.Unreadable<T> _ -> Optional.empty();
    };
  }
}
