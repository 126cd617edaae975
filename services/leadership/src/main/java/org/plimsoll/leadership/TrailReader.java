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
 * UNRECOGNISED, but an unknown kind of outcome it takes for any known one whose fields fit, or
 * fails. So a writer that knows more is looked for by name: its unknown outcomes are left out, and
 * the rest of the entry is read. Not for use by several threads at once.
 */
final class TrailReader {
  private static final int HEADER_BYTES = 5;
  private static final Schema TRAIL = TrailEntry.getClassSchema();
  private static final Set<String> KNOWN_OUTCOMES = names(outcomes(TRAIL));
  private static final Set<String> KNOWN_CONTENTS = names(contents(Escalation.getClassSchema()));

  private final SchemaRegistry registry;
  private final RecordReader records;
  private final Map<Integer, Optional<Schema>> newer = new HashMap<>();
  private final Map<Integer, Schema> pruned = new HashMap<>();

  TrailReader(SchemaRegistry registry) {
    this.registry = registry;
    this.records = new RecordReader(registry);
  }

  /** The reader for the inputs that entries carry. */
  RecordReader records() {
    return records;
  }

  /**
   * The entry; empty when the bytes are none.
   *
   * @throws java.io.UncheckedIOException when the registry does not answer
   */
  Optional<TrailEntry> entry(byte @Nullable [] value) {
    if (value != null) {
      Schema writer = newer(value, TRAIL).orElse(null);
      if (writer != null) {
        return withoutUnknownOutcomes(value, writer);
      }
    }
    return switch (records.read(value, TrailEntry.class)) {
      case RecordReader.Read<TrailEntry> read -> Optional.of(read.value());
      case RecordReader.Unreadable<TrailEntry> _ -> Optional.empty();
    };
  }

  /**
   * The escalation; empty when the bytes are none, or its content is of a kind not known here.
   *
   * @throws java.io.UncheckedIOException when the registry does not answer
   */
  Optional<Escalation> escalation(byte @Nullable [] value) {
    if (value != null) {
      Schema writer = newer(value, Escalation.getClassSchema()).orElse(null);
      if (writer != null && !hasKnownContent(value, writer)) {
        return Optional.empty();
      }
    }
    return switch (records.read(value, Escalation.class)) {
      case RecordReader.Read<Escalation> read -> Optional.of(read.value());
      case RecordReader.Unreadable<Escalation> _ -> Optional.empty();
    };
  }

  /** The schema it was written with, where that knows kinds of content that are not known here. */
  private Optional<Schema> newer(byte[] value, Schema expected) {
    if (value.length < HEADER_BYTES || value[0] != 0) {
      return Optional.empty();
    }
    return newer.computeIfAbsent(
        id(value),
        id ->
            registry
                .byId(id)
                .filter(writer -> writer.getFullName().equals(expected.getFullName()))
                .filter(writer ->
                    expected.equals(TRAIL)
                        ? !KNOWN_OUTCOMES.containsAll(names(outcomes(writer)))
                        : !KNOWN_CONTENTS.containsAll(names(contents(writer)))));
  }

  private static int id(byte[] value) {
    return ByteBuffer.wrap(value, 1, 4).getInt();
  }

  private static GenericRecord generic(byte[] value, Schema writer) throws IOException {
    return new GenericDatumReader<GenericRecord>(writer)
        .read(
            null,
            DecoderFactory.get()
                .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
  }

  private static boolean hasKnownContent(byte[] value, Schema writer) {
    try {
      return generic(value, writer).get("content") instanceof GenericRecord content
          && KNOWN_CONTENTS.contains(content.getSchema().getFullName());
    } catch (AvroRuntimeException | IndexOutOfBoundsException | IOException e) {
      return false;
    }
  }

  private static List<Schema> outcomes(Schema trailEntry) {
    return trailEntry.getField("outcomes").schema().getElementType().getTypes();
  }

  private static List<Schema> contents(Schema escalation) {
    return escalation.getField("content").schema().getTypes();
  }

  private static Set<String> names(List<Schema> branches) {
    return branches.stream().map(Schema::getFullName).collect(Collectors.toUnmodifiableSet());
  }

  private Optional<TrailEntry> withoutUnknownOutcomes(byte[] value, Schema writer) {
    try {
      GenericRecord entry = generic(value, writer);
      Schema known = pruned.computeIfAbsent(id(value), _ -> withKnownOutcomes(writer));
      GenericData.Record kept = new GenericData.Record(known);
      for (Schema.Field field : writer.getFields()) {
        Object content = entry.get(field.pos());
        if (field.name().equals("outcomes")) {
          content =
              ((Collection<?>) content)
                  .stream()
                      .filter(outcome ->
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
