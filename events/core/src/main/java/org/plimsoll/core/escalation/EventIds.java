package org.plimsoll.core.escalation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Event ids in the order in which they came. */
final class EventIds extends InBytes<String> {
  private static final EventIds NONE = new EventIds(new byte[0]);

  private EventIds(byte[] bytes) {
    super(bytes);
  }

  /** Those whose bytes these are. */
  static EventIds of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new EventIds(bytes);
  }

  /** The same ids; itself where it is such a list already. */
  static EventIds copyOf(List<String> ids) {
    if (ids instanceof EventIds same) {
      return same;
    }
    EventIds copy = NONE;
    for (String id : ids) {
      copy = copy.and(id);
    }
    return copy;
  }

  /** The same with one more at its end. */
  EventIds and(String id) {
    byte[] last = IdBytes.of(id);
    byte[] all = Arrays.copyOf(bytes, bytes.length + last.length);
    System.arraycopy(last, 0, all, bytes.length, last.length);
    return new EventIds(all);
  }

  /** The same without the first ones, so that no more than this are left. */
  EventIds newest(int most) {
    int from = 0;
    for (int surplus = size() - most; surplus > 0; surplus--) {
      from = behind(from);
    }
    return from == 0 ? this : new EventIds(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  @Override
  int behind(int at) {
    return IdBytes.behind(bytes, at);
  }

  @Override
  String read(int at) {
    return IdBytes.read(bytes, at);
  }

  @Override
  public boolean contains(@Nullable Object object) {
    if (object instanceof String text) {
      byte[] id = IdBytes.of(text);
      for (int at = 0; at < bytes.length; at = behind(at)) {
        if (IdBytes.isAt(bytes, at, id)) {
          return true;
        }
      }
    }
    return false;
  }
}
