package org.plimsoll.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records of one type for one topic in Confluent's wire format: a zero, the schema id in
 * four bytes, then the Avro binary. Not for use by several threads at once.
 */
public final class RecordWriter<T extends SpecificRecord> {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final SpecificDatumWriter<T> writer;
  private final byte[] header;
  private BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

  private RecordWriter(SpecificDatumWriter<T> writer, byte[] header) {
    this.writer = writer;
    this.header = header;
  }

  /** Registers the schema of the type for the topic's values and writes with its id. */
  public static <T extends SpecificRecord> RecordWriter<T> register(
      SchemaRegistry registry, String topic, Class<T> type) {
    SpecificDatumWriter<T> writer = new SpecificDatumWriter<>(type);
    Schema schema = writer.getSpecificData().getSchema(type);
    return new RecordWriter<>(writer, header(registry, topic, schema));
  }

  /** Registers a schema for the topic's values; what stands before each of them. */
  static byte[] header(SchemaRegistry registry, String topic, Schema schema) {
    String subject = topic + "-value";
    int id = registry.register(subject, schema);
    registry.requireFullCompatibility(subject);
    return ByteBuffer.allocate(RecordReader.HEADER_BYTES).put((byte) 0).putInt(id).array();
  }

  /** The record as the value of a Kafka record. */
  public byte[] write(T record) {
    bytes.reset();
    bytes.writeBytes(header);
    try {
      encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
