package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.TrailEntry;

/** Against Avro's own encoder. */
class AvroBytesTest {
  private static final byte[] HEADER = {0, 0, 0, 0, 7};
  private final AvroBytes bytes = new AvroBytes();

  private interface Written {
    void by(BinaryEncoder avro) throws IOException;
  }

  /** What was written is what Avro would write behind the same header. */
  private void isWritten(String what, Written written) throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(HEADER);
    BinaryEncoder avro = EncoderFactory.get().binaryEncoder(expected, null);
    written.by(avro);
    avro.flush();
    assertThat(bytes.copy()).as(what).isEqualTo(expected.toByteArray());
    bytes.begin(HEADER);
  }

  @Test
  void everyNumberIsWrittenAsAvroWritesIt() throws IOException {
    bytes.begin(HEADER);
    for (int shift = 0; shift < Long.SIZE; shift++) {
      for (long near = -2; near <= 2; near++) {
        for (long value : new long[] {(1L << shift) + near, -(1L << shift) + near}) {
          bytes.number(value);
          isWritten("" + value, avro -> avro.writeLong(value));
          int less = (int) value;
          bytes.number(less);
          isWritten("int " + less, avro -> avro.writeInt(less));
        }
      }
    }
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >> random.nextInt(Long.SIZE);
      bytes.number(value);
      isWritten("" + value, avro -> avro.writeLong(value));
    }
  }

  @Test
  void everyTextIsWrittenAsAvroWritesIt() throws IOException {
    List<String> parts =
        List.of("a", "~", "\u007f", "\u0080", "é", "қ", "語", "🏗", "\ud83c", "\udfd7");
    Random random = new Random(2);
    bytes.begin(HEADER);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(random.nextInt(4) == 0 ? 10_000 : 80);
      int kinds = 1 + random.nextInt(parts.size());
      while (text.length() < length) {
        text.append(parts.get(random.nextInt(kinds)));
      }
      bytes.text(text.toString());
      isWritten(text.toString(), avro -> avro.writeString(text.toString()));
    }
  }

  @Test
  void absentValuesDatesAndListsAreWrittenAsAvroWritesThem() throws IOException {
    bytes.begin(HEADER);
    bytes.optionalNumber(null);
    bytes.optionalNumber(-300L);
    bytes.optionalText(null);
    bytes.optionalText("");
    bytes.optionalDate(null);
    bytes.optionalDate(LocalDate.of(1899, 12, 31));
    bytes.texts(List.of());
    bytes.texts(List.of("a", "b"));
    bytes.absent(3);
    bytes.flag(true);
    isWritten(
        "all of them",
        avro -> {
          avro.writeIndex(0);
          avro.writeIndex(1);
          avro.writeLong(-300);
          avro.writeIndex(0);
          avro.writeIndex(1);
          avro.writeString("");
          avro.writeIndex(0);
          avro.writeIndex(1);
          avro.writeInt((int) LocalDate.of(1899, 12, 31).toEpochDay());
          avro.writeArrayStart();
          avro.setItemCount(0);
          avro.writeArrayEnd();
          avro.writeArrayStart();
          avro.setItemCount(2);
          avro.writeString("a");
          avro.writeString("b");
          avro.writeArrayEnd();
          avro.writeIndex(0);
          avro.writeIndex(0);
          avro.writeIndex(0);
          avro.writeBoolean(true);
        });
  }

  /** Whoever changes one of these schemas has to change what is named here first, then this. */
  @Test
  void whatIsWrittenAndReadByHandKnowsTheNewestSchema() {
    assertThat(fingerprint(TrailEntry.getClassSchema()))
        .as("schema of entries, which EntryBytes and what it is made of write field by field")
        .isEqualTo("545543a75d7590fd3b07e9938d3dd95ce3fcf9542cb0cbff0379704d65eb686c");
    assertThat(fingerprint(StatusChange.getClassSchema()))
        .as("schema of a status change, which StatusInput reads field by field")
        .isEqualTo("5063977baae3a03ea9119ebbf8b00063f73bcd22f48e9e61a4f2bb7bf22007f7");
  }

  /** The names, types and order of all fields come into it. */
  private static String fingerprint(Schema schema) {
    return RecordReader.sha256(schema);
  }
}
