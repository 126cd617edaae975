package org.plimsoll.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event that may be published.
 *
 * @param id the event's name, within its owner
 * @param topic where it goes
 * @param key the program's id, or the portfolio's; decides the partition
 * @param bodySha256 tells whether another submission with this id says the same
 */
record Submission(
    EventId id, Kind kind, String topic, String key, SpecificRecord value, String bodySha256) {

  /** What an event is. */
  enum Kind {
    STATUS_CHANGE,
    NODE_FACTS,
    TOLERANCE_GRANT,
    DECISION
  }

  /**
   * Two agencies may use the same event id for different things.
   *
   * @param owner the agency, or {@link #OPERATOR}
   */
  record EventId(String eventId, String owner) implements Comparable<EventId> {
    static final String OPERATOR = "";

    /** The order in which rows are locked, so that two batches never wait for each other. */
    @Override
    public int compareTo(EventId other) {
      int byId = eventId.compareTo(other.eventId);
      return byId != 0 ? byId : owner.compareTo(other.owner);
    }
  }

  static Submission of(EventId id, Kind kind, String topic, String key, SpecificRecord value) {
    return new Submission(id, kind, topic, key, value, sha256(avro(value)));
  }

  /** Hexadecimal, of the Avro binary without what stands in front of it on the wire. */
  static String sha256(byte[] avro) {
    return HexFormat.of().formatHex(Token.sha256(avro));
  }

  /** The record's Avro binary: the same for every spelling of the same JSON. */
  static byte[] avro(SpecificRecord value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(value.getSchema(), SpecificData.get())
          .write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
