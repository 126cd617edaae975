package org.plimsoll.core.measure;

import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.bytes.BytesIn;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.measure.Figures.Name;

/**
 * Data dates by the name of the figure that was stated on them, in the order of the names;
 * immutable. A place for each name, since most reports state most figures.
 */
@SuppressWarnings("EnumOrdinal") // Places in memory: none outlives the process.
final class StatedOn extends AbstractMap<Name, LocalDate> {
  private static final Name[] NAMES = Name.values();
  private static final StatedOn NEVER = new StatedOn(new @Nullable LocalDate[NAMES.length]);

  private final @Nullable LocalDate[] dates;

  private StatedOn(@Nullable LocalDate[] dates) {
    this.dates = dates;
  }

  /** The same dates; itself where it is one of these already. */
  static Map<Name, LocalDate> copyOf(Map<Name, LocalDate> map) {
    if (map instanceof StatedOn) {
      return map;
    }
    if (map.isEmpty()) {
      return NEVER;
    }
    @Nullable LocalDate[] dates = new @Nullable LocalDate[NAMES.length];
    map.forEach((name, date) -> dates[name.ordinal()] = date);
    return new StatedOn(dates);
  }

  /** The dates after a report for this data date: those of what it states and may state. */
  static Map<Name, LocalDate> after(Map<Name, LocalDate> before, Figures report, LocalDate on) {
    @Nullable LocalDate[] dates = ((StatedOn) copyOf(before)).dates.clone();
    for (Name name : NAMES) {
      LocalDate stated = dates[name.ordinal()];
      if (name.isIn(report) && (stated == null || !stated.isAfter(on))) {
        dates[name.ordinal()] = on;
      }
    }
    return new StatedOn(dates);
  }

  /** Puts them, those that there are behind one that says which. */
  static void write(BytesOut out, Map<Name, LocalDate> map) {
    @Nullable LocalDate[] dates = ((StatedOn) copyOf(map)).dates;
    int stated = 0;
    for (Name name : NAMES) {
      stated |= dates[name.ordinal()] == null ? 0 : FiguresAtRest.bit(name);
    }
    out.flags(stated);
    for (LocalDate date : dates) {
      if (date != null) {
        out.day(date);
      }
    }
  }

  /** Reads what {@link #write} put. */
  static Map<Name, LocalDate> read(BytesIn in) {
    int stated = in.flags();
    if (stated == 0) {
      return NEVER;
    }
    @Nullable LocalDate[] dates = new @Nullable LocalDate[NAMES.length];
    for (Name name : NAMES) {
      dates[name.ordinal()] = (stated & FiguresAtRest.bit(name)) == 0 ? null : in.day();
    }
    return new StatedOn(dates);
  }

  @Override
  public int size() {
    int size = 0;
    for (LocalDate date : dates) {
      size += date == null ? 0 : 1;
    }
    return size;
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable LocalDate get(@Nullable Object key) {
    return key instanceof Name name ? dates[name.ordinal()] : null;
  }

  @Override
  public Set<Map.Entry<Name, LocalDate>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return StatedOn.this.size();
      }

      @Override
      public Iterator<Map.Entry<Name, LocalDate>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<Name, LocalDate>> {
    private int next;

    @Override
    public boolean hasNext() {
      while (next < NAMES.length && dates[next] == null) {
        next++;
      }
      return next < NAMES.length;
    }

    @Override
    public Map.Entry<Name, LocalDate> next() {
      LocalDate date = hasNext() ? dates[next] : null;
      if (date == null) {
        throw new NoSuchElementException();
      }
      return Map.entry(NAMES[next++], date);
    }
  }
}
