package org.plimsoll.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records in Confluent's wire format, whoever wrote them. Bytes that cannot be read are an
 * answer, not an exception: only a registry that does not answer throws. Not for use by several
 * threads at once.
 */
public final class RecordReader {
  static final int HEADER_BYTES = 5;

  static {
    // Random bytes may announce a string of two gigabytes; nothing of ours is longer than a record
    // that the broker takes (2 MiB).
    for (String limit : new String[] {"string", "bytes", "collectionItems"}) {
      String property = "org.apache.avro.limits." + limit + ".maxLength";
      if (System.getProperty(property) == null) {
        System.setProperty(property, String.valueOf(4 << 20));
      }
    }
  }

  private final WriterSchemas schemas;
  private final Map<Integer, Writer> writers = new HashMap<>();

  /** Whose record was read last: mostly the next one's, too. */
  private @org.jspecify.annotations.Nullable Writer last;

  private @org.jspecify.annotations.Nullable BinaryDecoder decoder;

  public RecordReader(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  /** What became of some bytes: a record, or the reason why there is none. */
  public sealed interface Result<T> {}

  /** The record, and the SHA-256 (hexadecimal) of the schema it was written with. */
  public record Read<T>(T value, String schemaSha256) implements Result<T> {}

  /**
   * Bytes that are no record of the type.
   *
   * @param expected what would have been read
   * @param schemaSha256 of the writer's schema, where it was found
   */
  public record Unreadable<T>(
      String reason, String value, String expected, Optional<String> schemaSha256)
      implements Result<T> {}

  private record Writer(
      int id,
      Schema schema,
      String sha256,
      boolean isEndless,
      Map<Class<?>, SpecificDatumReader<?>> readers) {}

  /**
   * Whether a schema lets a few bytes stand for more than anybody reads to its end: a record
   * contains one of its own type, at any depth, or a list or a record has parts that all take no
   * bytes.
   *
   * @param within names of the records that it is part of
   * @param done names of those that contain none
   */
  private static boolean isEndless(Schema schema, Set<String> within, Set<String> done) {
    return switch (schema.getType()) {
      case RECORD -> {
        String name = schema.getFullName();
        if (done.contains(name)) {
          yield false;
        }
        boolean found =
            !within.add(name)
                || schema.getFields().stream()
                    .anyMatch(field -> isEndless(field.schema(), within, done))
                || (!schema.getFields().isEmpty() && takesNothing(schema));
        within.remove(name);
        done.add(name);
        yield found;
      }
      case ARRAY ->
          isEndless(schema.getElementType(), within, done) || takesNothing(schema.getElementType());
      case MAP -> isEndless(schema.getValueType(), within, done);
      case UNION -> schema.getTypes().stream().anyMatch(t -> isEndless(t, within, done));
      case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
    };
  }

  /** Whether a value takes no bytes. */
  private static boolean takesNothing(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD -> schema.getFields().stream().allMatch(field -> takesNothing(field.schema()));
      case ARRAY, MAP, UNION, ENUM, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> false;
    };
  }

  /** The longest text or list, whichever may be shorter, that is read at all. */
  static int shortestLimit() {
    return Math.min(
        Integer.getInteger("org.apache.avro.limits.string.maxLength", Integer.MAX_VALUE),
        Integer.getInteger("org.apache.avro.limits.collectionItems.maxLength", Integer.MAX_VALUE));
  }

  /**
   * Whether these bytes are written with a schema that is known here already and encodes as the
   * given one does.
   *
   * @param schemaSha256 of the schema, as {@link #sha256} gives it
   */
  boolean isWrittenWith(String schemaSha256, byte @org.jspecify.annotations.Nullable [] bytes) {
    if (bytes == null || bytes.length < HEADER_BYTES || bytes[0] != 0) {
      return false;
    }
    Writer writer = known(schemaId(bytes));
    return writer != null && writer.sha256.equals(schemaSha256);
  }

  private static int schemaId(byte[] bytes) {
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }

  private @org.jspecify.annotations.Nullable Writer known(int id) {
    if (last == null || last.id != id) {
      Writer writer = writers.get(id);
      last = writer == null ? last : writer;
      return writer;
    }
    return last;
  }

  /**
   * Reads one value.
   *
   * @throws java.io.UncheckedIOException when the schema is not known here yet and the registry
   *     does not answer
   */
  @SuppressWarnings("unchecked")
  public <T extends SpecificRecord> Result<T> read(
      byte @org.jspecify.annotations.Nullable [] bytes, Class<T> type) {
    if (bytes == null || bytes.length < HEADER_BYTES || bytes[0] != 0) {
      return new Unreadable<>(
          "MALFORMED",
          (bytes == null ? 0 : bytes.length) + " bytes",
          "a zero byte, a schema id of four bytes and an Avro " + type.getSimpleName(),
          Optional.empty());
    }
    int id = schemaId(bytes);
    Writer writer = known(id);
    if (writer == null) {
      Optional<Schema> schema = schemas.byId(id);
      if (schema.isEmpty()) {
        return new Unreadable<>(
            "UNKNOWN_SCHEMA",
            "schema id " + id,
            "the id of a schema that is in the registry",
            Optional.empty());
      }
      writer =
          new Writer(
              id,
              schema.get(),
              sha256(schema.get()),
              isEndless(schema.get(), new HashSet<>(), new HashSet<>()),
              new HashMap<>());
      writers.put(id, writer);
    }
    if (writer.isEndless) {
      // Its records may be nested as deeply as their sender likes, and reading them is recursive:
      // how deep a stack is must decide nothing. And a megabyte may hold lists of a million million
      // things that take no bytes, and forty types of two of the one before as many.
      return new Unreadable<>(
          "WRONG_SCHEMA",
          writer.schema.getFullName() + ", which contains itself or parts without bytes",
          "a schema in which no type contains itself, and lists and records of what takes bytes",
          Optional.of(writer.sha256));
    }
    try {
      Schema readerSchema = SpecificData.get().getSchema(type);
      if (!writer.schema.getFullName().equals(readerSchema.getFullName())) {
        return new Unreadable<>(
            "WRONG_SCHEMA",
            writer.schema.getFullName(),
            readerSchema.getFullName(),
            Optional.of(writer.sha256));
      }
      Schema writerSchema = writer.schema;
      SpecificDatumReader<T> reader =
          (SpecificDatumReader<T>)
              writer.readers.computeIfAbsent(
                  type, t -> new SpecificDatumReader<T>(writerSchema, readerSchema));
      decoder =
          DecoderFactory.get()
              .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
      T value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        return malformed(writer, type, "bytes left over behind the record");
      }
      return new Read<>(value, writer.sha256);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      return malformed(writer, type, String.valueOf(e.getMessage()));
    } catch (UnsupportedOperationException
        | NegativeArraySizeException
        | ClassCastException
        | NullPointerException e) {
      // Random bytes lead Avro's reader to all of these; the first by announcing more than an array
      // in Java can hold.
      return malformed(writer, type, e.getClass().getSimpleName());
    }
  }

  private static <T> Unreadable<T> malformed(Writer writer, Class<T> type, String detail) {
    return new Unreadable<>(
        "MALFORMED", detail, "an Avro " + type.getSimpleName(), Optional.of(writer.sha256));
  }

  /** Of all in the schema that decides how a record is encoded, hexadecimal. */
  public static String sha256(Schema schema) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(
                      SchemaNormalization.toParsingForm(schema)
                          .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
