package org.plimsoll.core.measure;

import static java.util.Objects.requireNonNull;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.bytes.BytesIn;

/**
 * An immutable map by id, in the order of the ids. One array instead of a tree: of a million
 * projects each holds a few, most of them empty and then the same one. Being immutable, it is taken
 * over by whoever would copy it.
 */
public final class ById<V> extends AbstractMap<String, V> {
  private static final ById<Object> NOTHING = new ById<>(new Object[0]);

  /** Each id, and behind it its value. */
  private final Object[] pairs;

  private ById(Object[] pairs) {
    this.pairs = pairs;
  }

  @SuppressWarnings("unchecked") // Nothing is of every kind.
  private static <V> ById<V> nothing() {
    return (ById<V>) NOTHING;
  }

  /** The same by id; itself where it is by id already. */
  public static <V> Map<String, V> copyOf(Map<String, V> map) {
    if (map instanceof ById) {
      return map;
    }
    if (map.isEmpty()) {
      return nothing();
    }
    String[] ids = map.keySet().toArray(String[]::new);
    Arrays.sort(ids);
    Object[] pairs = new Object[2 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      pairs[2 * i] = ids[i];
      pairs[2 * i + 1] = requireNonNull(map.get(ids[i]));
    }
    return new ById<>(pairs);
  }

  /** The same number of ids that were put in their order, each in front of its value. */
  static <V> Map<String, V> read(BytesIn in, Function<BytesIn, V> value) {
    int size = in.count();
    if (size == 0) {
      return nothing();
    }
    Object[] pairs = new Object[2 * size];
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = in.text();
      pairs[i + 1] = requireNonNull(value.apply(in));
    }
    return new ById<>(pairs);
  }

  /** What stands under an id once something else is stated under it. */
  @FunctionalInterface
  interface Change<V, W> {
    /**
     * The value from now on.
     *
     * @param stands the value so far; null where there is none
     * @return null: none
     */
    @Nullable V after(String id, @Nullable V stands, W stated);
  }

  /** The first map changed by what the second one states, in one pass over both. */
  static <V, W> Map<String, V> changed(
      Map<String, V> standing, Map<String, W> statements, Change<V, W> change) {
    if (statements.isEmpty()) {
      return standing;
    }
    ById<V> before = (ById<V>) copyOf(standing);
    ById<W> stated = (ById<W>) copyOf(statements);
    Object[] after = new Object[before.pairs.length + stated.pairs.length];
    int to = 0;
    int from = 0;
    for (int i = 0; i < stated.size(); i++) {
      String id = stated.id(i);
      int side = -1;
      while (from < before.size() && (side = before.id(from).compareTo(id)) < 0) {
        to = add(after, to, before.id(from), before.value(from));
        from++;
      }
      boolean stands = from < before.size() && side == 0;
      V value = change.after(id, stands ? before.value(from) : null, stated.value(i));
      from += stands ? 1 : 0;
      if (value != null) {
        to = add(after, to, id, value);
      }
    }
    int left = before.pairs.length - 2 * from;
    System.arraycopy(before.pairs, 2 * from, after, to, left);
    to += left;
    return new ById<>(to == after.length ? after : Arrays.copyOf(after, to));
  }

  private static int add(Object[] pairs, int to, String id, Object value) {
    pairs[to] = id;
    pairs[to + 1] = value;
    return to + 2;
  }

  private String id(int i) {
    return (String) pairs[2 * i];
  }

  @SuppressWarnings("unchecked") // Only values are put behind ids.
  private V value(int i) {
    return (V) pairs[2 * i + 1];
  }

  private int indexOf(@Nullable Object key) {
    if (key instanceof String id) {
      int low = 0;
      int high = size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int side = id(middle).compareTo(id);
        if (side == 0) {
          return middle;
        }
        if (side < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return indexOf(key) >= 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int i = indexOf(key);
    return i < 0 ? null : value(i);
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super V> action) {
    for (int i = 0; i < size(); i++) {
      action.accept(id(i), value(i));
    }
  }

  @Override
  public Set<Map.Entry<String, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, V>> {
    @Override
    public int size() {
      return ById.this.size();
    }

    @Override
    public Iterator<Map.Entry<String, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < size();
        }

        @Override
        public Map.Entry<String, V> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return Map.entry(id(next), value(next++));
        }
      };
    }
  }
}
