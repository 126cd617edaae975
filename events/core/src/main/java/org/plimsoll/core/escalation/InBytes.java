package org.plimsoll.core.escalation;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A list whose elements lie one behind the other in one array of bytes; immutable. Each of a
 * million projects remembers a few dozen ids, and as objects these would take several times as
 * much. The elements are made for whoever reads them.
 */
abstract class InBytes<E> extends AbstractList<E> {
  final byte[] bytes;

  InBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Where the element ends that begins there. */
  abstract int behind(int at);

  /** The element that begins there. */
  abstract E read(int at);

  @Override
  public int size() {
    int size = 0;
    for (int at = 0; at < bytes.length; at = behind(at)) {
      size++;
    }
    return size;
  }

  @Override
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Counts from the beginning: an iterator is faster through all of them. */
  @Override
  public E get(int index) {
    int at = 0;
    for (int i = 0; i < index && at < bytes.length; i++) {
      at = behind(at);
    }
    if (index < 0 || at >= bytes.length) {
      throw new IndexOutOfBoundsException(index);
    }
    return read(at);
  }

  @Override
  public Iterator<E> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < bytes.length;
      }

      @Override
      public E next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int at = next;
        next = behind(at);
        return read(at);
      }
    };
  }

  @Override
  @SuppressWarnings("EqualsGetClass") // The same bytes are another list's other elements.
  public boolean equals(@Nullable Object other) {
    if (other != null && getClass() == other.getClass()) {
      return Arrays.equals(bytes, ((InBytes<?>) other).bytes);
    }
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
