package org.plimsoll.core.bytes;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.plimsoll.core.calendar.Days;

/** Reads what {@link BytesOut} put, in the same order. Not for use by several threads at once. */
public final class BytesIn {
  private final byte[] bytes;
  private int at;
  private long day;

  /** From their beginning. */
  public BytesIn(byte[] bytes) {
    this.bytes = bytes;
  }

  private long groups() {
    long bits = 0;
    for (int shift = 0; ; shift += BytesOut.GROUP_BITS) {
      byte next = bytes[at++];
      bits |= (long) (next & BytesOut.GROUP) << shift;
      if (next >= 0) {
        return bits;
      }
    }
  }

  public int flags() {
    return bytes[at++] & 0xff;
  }

  public int count() {
    return (int) groups();
  }

  public long number() {
    long bits = groups();
    return (bits >>> 1) ^ -(bits & 1);
  }

  public long bits() {
    long bits = (long) BytesOut.LONG.get(bytes, at);
    at += Long.BYTES;
    return bits;
  }

  public LocalDate day() {
    day += number();
    return Days.of(day);
  }

  public String text() {
    int length = count();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    int length = count();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }
}
