package org.plimsoll.leadership;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;

/**
 * Reads the engine's records, also those of a newer engine. Avro turns an unknown enum symbol into
 * UNRECOGNISED, but cannot resolve an unknown kind of outcome; such outcomes are left out here, and
 * the rest of the entry is read. Not for use by several threads at once.
 */
final class TrailReader {
  private static final Schema TRAIL = TrailEntry.getClassSchema();
  private static final Set<String> KNOWN_OUTCOMES =
      TRAIL.getField("outcomes").schema().getElementType().getTypes().stream()
          .map(Schema::getFullName)
          .collect(Collectors.toUnmodifiableSet());

  private final SchemaRegistry registry;
  private final RecordReader records;
  private final Map<Integer, Schema> pruned = new HashMap<>();

  TrailReader(SchemaRegistry registry) {
    this.registry = registry;
    this.records = new RecordReader(registry);
  }

  /** The reader for the inputs that entries carry. */
  RecordReader records() {
    return records;
  }

  /** The entry; empty when the bytes are none. */
  Optional<TrailEntry> entry(byte @Nullable [] value) {
    return switch (records.read(value, TrailEntry.class)) {
      case RecordReader.Read<TrailEntry> read -> Optional.of(read.value());
      case RecordReader.Unreadable<TrailEntry> unreadable -> withoutUnknownOutcomes(value);
    };
  }

  /** The escalation; empty when the bytes are none, or its content is of a kind not known here. */
  Optional<Escalation> escalation(byte @Nullable [] value) {
    return switch (records.read(value, Escalation.class)) {
      case RecordReader.Read<Escalation> read -> Optional.of(read.value());
      case RecordReader.Unreadable<Escalation> unreadable -> Optional.empty();
    };
  }

  private Optional<TrailEntry> withoutUnknownOutcomes(byte @Nullable [] value) {
    if (value == null || value.length < 5 || value[0] != 0) {
      return Optional.empty();
    }
    int id = ByteBuffer.wrap(value, 1, 4).getInt();
    Schema writer = registry.byId(id).orElse(null);
    if (writer == null || !writer.getFullName().equals(TRAIL.getFullName())) {
      return Optional.empty();
    }
    try {
      GenericRecord entry =
          new GenericDatumReader<GenericRecord>(writer)
              .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
      Schema known = pruned.computeIfAbsent(id, _ -> withKnownOutcomes(writer));
      GenericData.Record kept = new GenericData.Record(known);
      for (Schema.Field field : writer.getFields()) {
        Object content = entry.get(field.pos());
        if (field.name().equals("outcomes")) {
          content =
              ((Collection<?>) content)
                  .stream()
                      .filter(
                          outcome ->
                              outcome instanceof GenericRecord record
                                  && KNOWN_OUTCOMES.contains(record.getSchema().getFullName()))
                      .toList();
        }
        kept.put(field.pos(), content);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length);
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(known).write(kept, encoder);
      encoder.flush();
      return Optional.of(
          new SpecificDatumReader<TrailEntry>(known, TRAIL)
              .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null)));
    } catch (AvroRuntimeException | IndexOutOfBoundsException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Avro reads from an array here: what it reports as I/O is a record cut short.
      return Optional.empty();
    }
  }

  /** The writer's schema with those outcomes alone that are known here. */
  private static Schema withKnownOutcomes(Schema writer) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      Schema schema = field.schema();
      if (field.name().equals("outcomes")) {
        schema =
            Schema.createArray(
                Schema.createUnion(
                    schema.getElementType().getTypes().stream()
                        .filter(branch -> KNOWN_OUTCOMES.contains(branch.getFullName()))
                        .toList()));
      }
      fields.add(new Schema.Field(field.name(), schema, field.doc(), field.defaultVal()));
    }
    return Schema.createRecord(
        writer.getName(), writer.getDoc(), writer.getNamespace(), false, fields);
  }
}
