package org.plimsoll.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Fraction;

/**
 * Avro's binary encoding of single values, one behind the other in an array that grows and is used
 * again for the next record. A value that may be absent is a union of null and it, in this order,
 * as everywhere in the schemas. Not for use by several threads at once.
 */
final class AvroBytes {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int USUAL_BYTES = 4 << 10;

  /** Of 64 bits in groups of seven. */
  private static final int MAX_NUMBER_BYTES = 10;

  private static final int GROUP_BITS = 7;
  private static final int GROUP = 0x7f;
  private static final int MORE_GROUPS = 0x80;

  /** So many bits are eight groups, which are written at once. */
  private static final int BITS_AT_ONCE = 8 * GROUP_BITS;

  private static final long MORE_GROUPS_IN_EACH = 0x8080_8080_8080_8080L;

  /** Ids, topics and hashes are no longer; of what is, bytes are made faster than looked at. */
  private static final int SHORT_TEXT = 100;

  private static final byte ABSENT = 0;
  private static final byte GIVEN = 2;
  private static final byte END_OF_ITEMS = 0;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;

  /** Begins a new record behind this header. */
  void begin(byte[] header) {
    length = 0;
    raw(header);
  }

  /** What was written since the beginning. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }

  /** A long or an int: the sign in the lowest bit, in groups of seven bits, the lowest first. */
  void number(long value) {
    room(MAX_NUMBER_BYTES);
    long bits = (value << 1) ^ (value >> (Long.SIZE - 1));
    if (bits >>> GROUP_BITS == 0) {
      bytes[length++] = (byte) bits;
    } else if (bits >>> BITS_AT_ONCE == 0) {
      int more = (Long.SIZE - 1 - Long.numberOfLeadingZeros(bits)) / GROUP_BITS;
      long continued = MORE_GROUPS_IN_EACH & ((1L << (Byte.SIZE * more)) - 1);
      EIGHT_BYTES.set(bytes, length, spread(bits) | continued);
      length += more + 1;
    } else {
      while (bits >>> GROUP_BITS != 0) {
        bytes[length++] = (byte) ((bits & GROUP) | MORE_GROUPS);
        bits >>>= GROUP_BITS;
      }
      bytes[length++] = (byte) bits;
    }
  }

  /** Each group of seven bits in a byte of its own: halves, then quarters, then eighths. */
  private static long spread(long bits) {
    long halves = (bits & 0x0fff_ffffL) | ((bits & 0x00ff_ffff_f000_0000L) << 4);
    long quarters = (halves & 0x0000_3fff_0000_3fffL) | ((halves & 0x0fff_c000_0fff_c000L) << 2);
    return (quarters & 0x007f_007f_007f_007fL) | ((quarters & 0x3f80_3f80_3f80_3f80L) << 1);
  }

  void optionalNumber(@Nullable Long value) {
    if (value == null) {
      absent();
    } else {
      given();
      number(value);
    }
  }

  /** Numerator and denominator, two fields that stand behind each other wherever they do. */
  void fraction(Fraction value) {
    number(value.numerator());
    number(value.denominator());
  }

  void flag(boolean value) {
    single((byte) (value ? 1 : 0));
  }

  /** A symbol of an enum, by its place among the symbols. */
  void symbol(byte place) {
    single((byte) (place << 1));
  }

  void date(LocalDate date) {
    number(date.toEpochDay());
  }

  void optionalDate(@Nullable LocalDate date) {
    if (date == null) {
      absent();
    } else {
      given();
      date(date);
    }
  }

  void text(String text) {
    if (text.length() > SHORT_TEXT || !isWrittenAsAscii(text)) {
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes the text character by character if each is one byte, and otherwise nothing. */
  private boolean isWrittenAsAscii(String text) {
    int before = length;
    int characters = text.length();
    number(characters);
    room(characters);
    byte[] to = bytes;
    int at = length;
    for (int i = 0; i < characters; i++) {
      char character = text.charAt(i);
      if (character > GROUP) {
        length = before;
        return false;
      }
      to[at + i] = (byte) character;
    }
    length = at + characters;
    return true;
  }

  void optionalText(@Nullable String text) {
    if (text == null) {
      absent();
    } else {
      given();
      text(text);
    }
  }

  void texts(List<String> texts) {
    items(texts.size());
    texts.forEach(this::text);
    endOfItems();
  }

  /** Bytes, or a text in UTF-8. */
  void bytes(byte[] value) {
    number(value.length);
    raw(value);
  }

  /** Begins an array; then its items are written, and {@link #endOfItems} behind them. */
  void items(int count) {
    // A count of 0 is the end.
    if (count > 0) {
      number(count);
    }
  }

  void endOfItems() {
    single(END_OF_ITEMS);
  }

  /** Says of what may be absent that it comes next. */
  void given() {
    single(GIVEN);
  }

  void absent() {
    single(ABSENT);
  }

  /** So many values that are absent, one behind the other. */
  void absent(int values) {
    room(values);
    Arrays.fill(bytes, length, length + values, ABSENT);
    length += values;
  }

  /** Bytes that are encoded already. */
  void raw(byte[] encoded) {
    room(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
  }

  private void single(byte value) {
    room(1);
    bytes[length++] = value;
  }
}
