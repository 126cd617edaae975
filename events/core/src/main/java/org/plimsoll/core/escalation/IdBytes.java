package org.plimsoll.core.escalation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event id as bytes: its length and its characters, or the 16 bytes of a UUID, which most of
 * them are. The highest bit of the first byte is left to whoever puts the id somewhere.
 */
final class IdBytes {
  /** Stands in the place of the length; an id that is taken has at most 64 characters. */
  static final int A_UUID = Byte.MAX_VALUE;

  private static final int MOST = A_UUID - 1;
  private static final int UUID_BYTES = 2 * Long.BYTES;
  private static final int UUID_CHARACTERS = 36;
  private static final int DIGIT_BITS = 4;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private IdBytes() {}

  /**
   * The bytes of an id.
   *
   * @throws IllegalArgumentException when it is longer than any that is taken
   */
  static byte[] of(String id) {
    byte[] uuid = id.length() == UUID_CHARACTERS ? uuid(id) : null;
    if (uuid != null) {
      return uuid;
    }
    byte[] text = id.getBytes(StandardCharsets.UTF_8);
    if (text.length > MOST) {
      throw new IllegalArgumentException(
          "event id: %d bytes - expected at most %d".formatted(text.length, MOST));
    }
    byte[] bytes = new byte[1 + text.length];
    bytes[0] = (byte) text.length;
    System.arraycopy(text, 0, bytes, 1, text.length);
    return bytes;
  }

  /** Null where the text is no UUID, or not as one is printed. */
  private static byte @Nullable [] uuid(String text) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < UUID_CHARACTERS; i++) {
      char c = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return null;
        }
        continue;
      }
      int digit = c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= '0' && c <= '9' ? c - '0' : -1;
      if (digit < 0) {
        return null;
      }
      // The last two groups are the lower half.
      if (i < 18) {
        high = (high << DIGIT_BITS) | digit;
      } else {
        low = (low << DIGIT_BITS) | digit;
      }
    }
    byte[] bytes = new byte[1 + UUID_BYTES];
    bytes[0] = A_UUID;
    LONG.set(bytes, 1, high);
    LONG.set(bytes, 1 + Long.BYTES, low);
    return bytes;
  }

  private static int first(byte[] bytes, int at) {
    return bytes[at] & A_UUID;
  }

  /** Where the id ends that begins there. */
  static int behind(byte[] bytes, int at) {
    int first = first(bytes, at);
    return at + 1 + (first == A_UUID ? UUID_BYTES : first);
  }

  /** Whether this id begins there. */
  static boolean isAt(byte[] bytes, int at, byte[] id) {
    return first(bytes, at) == id[0]
        && Arrays.equals(bytes, at + 1, behind(bytes, at), id, 1, id.length);
  }

  /** The id that begins there. */
  static String read(byte[] bytes, int at) {
    return first(bytes, at) == A_UUID
        ? new UUID((long) LONG.get(bytes, at + 1), (long) LONG.get(bytes, at + 1 + Long.BYTES))
            .toString()
        : new String(bytes, at + 1, bytes[at] & A_UUID, StandardCharsets.UTF_8);
  }
}
