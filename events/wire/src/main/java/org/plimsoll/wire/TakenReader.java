package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.InputReader.Taken;

/**
 * Reads what was taken from entries of the trail and passes over what followed, which is most of an
 * entry and can be derived again. Not for use by several threads at once.
 */
public final class TakenReader {
  private static final int HEADER_BYTES = 5;

  /** The fields of an entry that say what was taken and where it lay. */
  private static final Schema TAKEN =
      only(
          TrailEntry.getClassSchema(),
          List.of(
              "position",
              "takenAt",
              "inputTopic",
              "inputPartition",
              "inputOffset",
              "inputKey",
              "inputBytes",
              "inputSchemaSha256"));

  private final WriterSchemas schemas;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private @Nullable BinaryDecoder decoder;
  private @Nullable GenericRecord reused;

  public TakenReader(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  private static Schema only(Schema entry, List<String> names) {
    return Schema.createRecord(
        entry.getName(),
        entry.getDoc(),
        entry.getNamespace(),
        false,
        names.stream()
            .map(name -> new Schema.Field(entry.getField(name), field(entry, name)))
            .toList());
  }

  private static Schema field(Schema entry, String name) {
    return entry.getField(name).schema();
  }

  /**
   * What the entry took.
   *
   * @param entry value of a record of the trail
   * @throws IllegalStateException when it is no entry
   * @throws java.io.UncheckedIOException when its schema is not known here yet and the registry
   *     does not answer
   */
  public Taken read(byte[] entry) {
    if (entry.length < HEADER_BYTES || entry[0] != 0) {
      throw new IllegalStateException(entry.length + " bytes that are no entry of the trail");
    }
    int id = ByteBuffer.wrap(entry, 1, 4).getInt();
    try {
      decoder =
          DecoderFactory.get()
              .binaryDecoder(entry, HEADER_BYTES, entry.length - HEADER_BYTES, decoder);
      reused = readers.computeIfAbsent(id, this::reader).read(reused, decoder);
      return taken(requireNonNull(reused));
    } catch (IOException | AvroRuntimeException e) {
      throw new IllegalStateException("no entry of the trail: " + e.getMessage(), e);
    }
  }

  /**
   * SHA-256 of the schema that the entry read last names for its input; null where none was found
   * when it was taken, or nothing was read yet.
   */
  public @Nullable String inputSchemaSha256() {
    Object named = reused == null ? null : reused.get("inputSchemaSha256");
    return named == null ? null : named.toString();
  }

  private GenericDatumReader<GenericRecord> reader(int id) {
    return new GenericDatumReader<>(
        upToTaken(
            schemas
                .byId(id)
                .orElseThrow(() -> new IllegalStateException("no schema " + id + " of an entry"))),
        TAKEN);
  }

  /** The writer's schema as if it ended where nothing more is wanted: the rest is not looked at. */
  private static Schema upToTaken(Schema writer) {
    int wanted = 0;
    for (Schema.Field field : writer.getFields()) {
      if (TAKEN.getField(field.name()) != null) {
        wanted = field.pos() + 1;
      }
    }
    return only(
        writer, writer.getFields().subList(0, wanted).stream().map(Schema.Field::name).toList());
  }

  private static Taken taken(GenericRecord entry) {
    GenericRecord position = (GenericRecord) entry.get("position");
    ByteBuffer bytes = (ByteBuffer) entry.get("inputBytes");
    byte[] value = new byte[bytes.remaining()];
    bytes.get(bytes.position(), value);
    Object key = entry.get("inputKey");
    return new Taken(
        entry.get("inputTopic").toString(),
        (int) entry.get("inputPartition"),
        (long) entry.get("inputOffset"),
        key == null ? null : key.toString().getBytes(StandardCharsets.UTF_8),
        value,
        Instant.ofEpochMilli((long) entry.get("takenAt")),
        new Position(
            Level.valueOf(position.get("tier").toString()),
            (int) position.get("partition"),
            (long) position.get("sequence")));
  }
}
