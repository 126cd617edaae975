package org.plimsoll.core.escalation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.TakenStatus;

/**
 * The status events taken for one data date, in the order in which they came. {@link
 * EarlierReports} holds the same bytes of other dates.
 */
final class TakenStatuses extends InBytes<TakenStatus> {
  private static final TakenStatuses NONE = new TakenStatuses(new byte[0]);
  private static final VarHandle CONTENT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** In the first byte of the id: whether the status promised anything. */
  private static final int PROMISED = 0x80;

  /** Of each its id and its content. */
  private TakenStatuses(byte[] bytes) {
    super(bytes);
  }

  /** Those whose bytes these are. */
  static TakenStatuses of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new TakenStatuses(bytes);
  }

  /** The same statuses; itself where it is such a list already. */
  static TakenStatuses copyOf(List<TakenStatus> statuses) {
    if (statuses instanceof TakenStatuses same) {
      return same;
    }
    TakenStatuses copy = NONE;
    for (TakenStatus status : statuses) {
      copy = copy.and(status);
    }
    return copy;
  }

  /** Those that lie there. */
  static TakenStatuses in(byte[] bytes, int from, int to) {
    return new TakenStatuses(Arrays.copyOfRange(bytes, from, to));
  }

  /** The same with one more at its end. */
  TakenStatuses and(TakenStatus status) {
    byte[] id = IdBytes.of(status.eventId());
    int content = bytes.length + id.length;
    byte[] all = Arrays.copyOf(bytes, content + Long.BYTES);
    System.arraycopy(id, 0, all, bytes.length, id.length);
    all[bytes.length] |= (byte) (status.promised() ? PROMISED : 0);
    CONTENT.set(all, content, status.content());
    return new TakenStatuses(all);
  }

  /** The one with this id; null where there is none. */
  @Nullable TakenStatus with(byte[] id) {
    for (int at = 0; at < bytes.length; at = behind(at)) {
      if (isOf(bytes, at, id)) {
        return read(at);
      }
    }
    return null;
  }

  /** Whether the status that begins there has this id. */
  static boolean isOf(byte[] bytes, int at, byte[] id) {
    return IdBytes.isAt(bytes, at, id);
  }

  /** Where the status ends that begins there. */
  static int behind(byte[] bytes, int at) {
    return IdBytes.behind(bytes, at) + Long.BYTES;
  }

  @Override
  int behind(int at) {
    return behind(bytes, at);
  }

  @Override
  TakenStatus read(int at) {
    return new TakenStatus(
        IdBytes.read(bytes, at),
        (long) CONTENT.get(bytes, IdBytes.behind(bytes, at)),
        (bytes[at] & PROMISED) != 0);
  }
}
