package org.plimsoll.core.measure;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.bytes.BytesIn;
import org.plimsoll.core.bytes.BytesOut;

/**
 * Fractions by measure, in the order of {@link Measure}; immutable. Only the numbers of those that
 * are there are held, one behind the other, because a program adds and takes away all of them with
 * each of its projects' reports; the fractions are made for whoever reads them.
 */
@SuppressWarnings("EnumOrdinal") // Bits of a map in memory: none outlives the process.
final class Sums extends AbstractMap<Measure, Fraction> {
  private static final Measure[] MEASURES = Measure.values();
  private static final Sums NONE = new Sums(0, new long[0]);

  /** The bit of each measure that is there; an int has bits for 32. */
  private final int present;

  /** Numerator and denominator of each measure that is there. */
  private final long[] numbers;

  private Sums(int present, long[] numbers) {
    this.present = present;
    this.numbers = numbers;
  }

  /** The same fractions; itself where it is one of these already. */
  static Sums copyOf(Map<Measure, Fraction> map) {
    if (map instanceof Sums sums) {
      return sums;
    }
    if (map.isEmpty()) {
      return NONE;
    }
    Building built = new Building(map.size());
    for (Measure measure : MEASURES) {
      Fraction fraction = map.get(measure);
      if (fraction != null) {
        built.add(measure, fraction.numerator(), fraction.denominator());
      }
    }
    return built.sums();
  }

  /** What a project adds to each measure; the readings are in the order of {@link Measure}. */
  static Sums ofProject(List<Reading> readings, Figures figures) {
    int most = 0;
    for (Reading reading : readings) {
      most += reading instanceof Reading.Value && !reading.measure().isOfProjectsAlone() ? 1 : 0;
    }
    Building built = new Building(most);
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value value) {
        Fraction addend = Measures.addend(value, figures);
        if (addend != null) {
          built.add(value.measure(), addend.numerator(), addend.denominator());
        }
      }
    }
    return built.sums();
  }

  /**
   * These sums with one part exchanged for another; what nothing is left of is absent.
   *
   * @throws ArithmeticException when a sum exceeds a long
   */
  Sums exchange(Sums out, Sums in) {
    int any = present | out.present | in.present;
    Building built = new Building(Integer.bitCount(any));
    for (int left = any; left != 0; left &= left - 1) {
      Measure measure = MEASURES[Integer.numberOfTrailingZeros(left)];
      long numerator = exchange(numerator(measure), out.numerator(measure), in.numerator(measure));
      long denominator =
          exchange(denominator(measure), out.denominator(measure), in.denominator(measure));
      if (denominator > 0) {
        built.add(measure, numerator, denominator);
      }
    }
    return built.sums();
  }

  /** A sum with one part exchanged for another. */
  static long exchange(long sum, long out, long in) {
    return Math.addExact(Math.subtractExact(sum, out), in);
  }

  /**
   * Puts them. Most denominators of a project are its budget, so one that is that of the measure
   * before it is told as 0, which none is.
   */
  void write(BytesOut out) {
    out.count(present);
    long before = 0;
    for (int i = 0; i < numbers.length; i += 2) {
      long denominator = numbers[i + 1];
      out.number(numbers[i]);
      out.number(denominator == before ? 0 : denominator);
      before = denominator;
    }
  }

  /** Reads what {@link #write} put. */
  static Sums read(BytesIn in) {
    int present = in.count();
    if (present == 0) {
      return NONE;
    }
    long[] numbers = new long[2 * Integer.bitCount(present)];
    long before = 0;
    for (int i = 0; i < numbers.length; i += 2) {
      numbers[i] = in.number();
      long denominator = in.number();
      before = denominator == 0 ? before : denominator;
      numbers[i + 1] = before;
    }
    return new Sums(present, numbers);
  }

  private static int bit(Measure measure) {
    return 1 << measure.ordinal();
  }

  private boolean has(Measure measure) {
    return (present & bit(measure)) != 0;
  }

  /** Where the numbers of a measure that is there begin. */
  private int at(Measure measure) {
    return 2 * Integer.bitCount(present & (bit(measure) - 1));
  }

  private long numerator(Measure measure) {
    return has(measure) ? numbers[at(measure)] : 0;
  }

  private long denominator(Measure measure) {
    return has(measure) ? numbers[at(measure) + 1] : 0;
  }

  @Override
  public int size() {
    return Integer.bitCount(present);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Measure measure && has(measure);
  }

  @Override
  public @Nullable Fraction get(@Nullable Object key) {
    return key instanceof Measure measure && has(measure)
        ? new Fraction(numerator(measure), denominator(measure))
        : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sums sums
        ? present == sums.present && Arrays.equals(numbers, sums.numbers)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Override
  public Set<Map.Entry<Measure, Fraction>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return Sums.this.size();
      }

      @Override
      public Iterator<Map.Entry<Measure, Fraction>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<Measure, Fraction>> {
    private int left = present;

    @Override
    public boolean hasNext() {
      return left != 0;
    }

    @Override
    public Map.Entry<Measure, Fraction> next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      Measure measure = MEASURES[Integer.numberOfTrailingZeros(left)];
      left &= left - 1;
      return Map.entry(measure, new Fraction(numerator(measure), denominator(measure)));
    }
  }

  /** Sums to which one measure after the other is added, in order. */
  private static final class Building {
    private int present;
    private int size;
    private final long[] numbers;

    private Building(int most) {
      this.numbers = new long[2 * most];
    }

    private void add(Measure measure, long numerator, long denominator) {
      present |= bit(measure);
      numbers[size++] = numerator;
      numbers[size++] = denominator;
    }

    private Sums sums() {
      return size == 0
          ? NONE
          : new Sums(present, size == numbers.length ? numbers : Arrays.copyOf(numbers, size));
    }
  }
}
