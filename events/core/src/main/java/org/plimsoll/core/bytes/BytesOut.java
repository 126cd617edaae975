package org.plimsoll.core.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Puts values one behind the other, small ones into few bytes; {@link BytesIn} reads them in the
 * same order. Not for use by several threads at once.
 */
public final class BytesOut {
  /** Seven bits of a number go into each byte; the eighth says that more follow. */
  static final int GROUP_BITS = 7;

  static final int GROUP = 0x7f;
  static final int MORE = 0x80;

  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_BYTES_OF_A_LONG = 10;

  private byte[] bytes = new byte[1 << 10];
  private int size;
  private long day;

  /** Begins anew. */
  public void begin() {
    size = 0;
    day = 0;
  }

  /** What was put since the beginning. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  private void groups(long bits) {
    room(MAX_BYTES_OF_A_LONG);
    long left = bits;
    while ((left & ~(long) GROUP) != 0) {
      bytes[size++] = (byte) ((left & GROUP) | MORE);
      left >>>= GROUP_BITS;
    }
    bytes[size++] = (byte) left;
  }

  /** Eight bits. */
  public void flags(int flags) {
    room(1);
    bytes[size++] = (byte) flags;
  }

  /** A number of things, 0 or more. */
  public void count(int count) {
    groups(count);
  }

  /** Any number; one near 0 takes few bytes. */
  public void number(long number) {
    groups((number << 1) ^ (number >> (Long.SIZE - 1)));
  }

  /** 64 bits of which each is as likely as not. */
  public void bits(long bits) {
    room(Long.BYTES);
    LONG.set(bytes, size, bits);
    size += Long.BYTES;
  }

  /** A day; one near the day before it takes few bytes. */
  public void day(LocalDate date) {
    long next = date.toEpochDay();
    number(next - day);
    day = next;
  }

  public void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public void bytes(byte[] more) {
    count(more.length);
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }
}
