package org.plimsoll.wire;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.calendar.Days;

/**
 * Single values in Avro's binary encoding, read one behind the other. It takes what writers write
 * and gives up on everything else: then Avro's own reader has to say what there is, or what is
 * wrong. Not for use by several threads at once.
 */
final class AvroInput {
  private static final int GROUP_BITS = 7;
  private static final int GROUP = 0x7f;

  /** Where the last group of seven bits begins that an int has room for, and of a long. */
  private static final int LAST_OF_INT = 4 * GROUP_BITS;

  private static final int LAST_OF_LONG = 9 * GROUP_BITS;

  private static final int ABSENT = 0;
  private static final int GIVEN = 1;

  private byte[] bytes = {};
  private int at;

  /** Thrown where this gives up. No fault, so it carries no trace. */
  static final class DoubtException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DoubtException() {
      super("to be read by Avro's own reader", null, false, false);
    }
  }

  /** Gives up if this is so. */
  static void doubtIf(boolean doubtful) {
    if (doubtful) {
      throw new DoubtException();
    }
  }

  /** Begins a record that lies in these bytes from here to their end. */
  void begin(byte[] record, int from) {
    bytes = record;
    at = from;
  }

  /** Gives up if anything lies behind what was read. */
  void end() {
    doubtIf(at != bytes.length);
  }

  /** A long. */
  long number() {
    return number(LAST_OF_LONG);
  }

  /** An int, or the place of a symbol or of a branch. */
  int smallNumber() {
    return (int) number(LAST_OF_INT);
  }

  /** What does not fit is cut off, as Avro's reader does. */
  private long number(int lastGroup) {
    long bits = 0;
    for (int shift = 0; shift <= lastGroup; shift += GROUP_BITS) {
      doubtIf(at >= bytes.length);
      byte next = bytes[at++];
      bits |= (long) (next & GROUP) << shift;
      if (next >= 0) {
        if (lastGroup == LAST_OF_INT) {
          bits &= 0xffff_ffffL;
        }
        return (bits >>> 1) ^ -(bits & 1);
      }
    }
    throw new DoubtException();
  }

  /** Whether what may be absent is given; then it comes next. */
  boolean given() {
    int branch = smallNumber();
    doubtIf(branch != ABSENT && branch != GIVEN);
    return branch == GIVEN;
  }

  @Nullable Long optionalNumber() {
    return given() ? number() : null;
  }

  LocalDate date() {
    return Days.of(smallNumber());
  }

  @Nullable LocalDate optionalDate() {
    return given() ? date() : null;
  }

  String text() {
    long length = number();
    doubtIf(length < 0 || length > bytes.length - at);
    int from = at;
    at += (int) length;
    return new String(bytes, from, (int) length, StandardCharsets.UTF_8);
  }

  @Nullable String optionalText() {
    return given() ? text() : null;
  }

  /** How many items come next; 0 at the end of an array. */
  int items() {
    long items = number();
    // Below 0 the size of the items comes first, which nobody needs who reads them.
    doubtIf(items < 0 || items > bytes.length - at);
    return (int) items;
  }

  /** A symbol that core has a constant for. */
  <E extends Enum<E>> E symbol(Symbols<E> symbols) {
    E constant = symbols.constant(smallNumber());
    if (constant == null) {
      throw new DoubtException();
    }
    return constant;
  }
}
