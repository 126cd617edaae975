package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** It is a map of fractions that cannot be changed, and adds as fractions by measure add. */
class SumsTest {
  private static Map<Measure, Fraction> random(Random random) {
    Map<Measure, Fraction> map = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      if (random.nextInt(3) == 0) {
        map.put(measure, new Fraction(random.nextLong() >> 2, 1 + random.nextInt(3)));
      }
    }
    return map;
  }

  @Test
  void itIsTheMapThatItWasMadeFrom() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Map<Measure, Fraction> expected = i == 0 ? Map.of() : random(random);
      Map<Measure, Fraction> map = Sums.copyOf(expected);

      assertThat(map).isEqualTo(expected).hasSameSizeAs(expected).hasToString(expected.toString());
      assertThat(expected).isEqualTo(map);
      assertThat(map.hashCode()).isEqualTo(expected.hashCode());
      assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
      for (Measure measure : Measure.values()) {
        assertThat(map.get(measure)).isEqualTo(expected.get(measure));
        assertThat(map.containsKey(measure)).isEqualTo(expected.containsKey(measure));
      }
      assertThat(map.get((Object) "SPI")).isNull();
      assertThat(map.containsKey((Object) "SPI")).isFalse();
      assertThat(map).isEqualTo(Sums.copyOf(new TreeMap<>(map)));
      assertThat(Sums.copyOf(map)).isSameAs(map);
      Map<Measure, Fraction> other = random(random);
      assertThat(map.equals(Sums.copyOf(other))).isEqualTo(expected.equals(other));
    }
  }

  @Test
  void aPartIsExchangedForEachMeasureByItself() {
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      Map<Measure, Fraction> sum = random(random);
      Map<Measure, Fraction> out = random(random);
      Map<Measure, Fraction> in = random(random);
      Map<Measure, Fraction> expected = new EnumMap<>(Measure.class);
      for (Measure measure : Measure.values()) {
        long numerator = n(sum, measure) - n(out, measure) + n(in, measure);
        long denominator = d(sum, measure) - d(out, measure) + d(in, measure);
        if (denominator > 0) {
          expected.put(measure, new Fraction(numerator, denominator));
        }
      }

      assertThat(Sums.copyOf(sum).exchange(Sums.copyOf(out), Sums.copyOf(in)))
          .isEqualTo(expected)
          .hasToString(expected.toString());
    }
  }

  private static long n(Map<Measure, Fraction> map, Measure measure) {
    Fraction fraction = map.get(measure);
    return fraction == null ? 0 : fraction.numerator();
  }

  private static long d(Map<Measure, Fraction> map, Measure measure) {
    @Nullable Fraction fraction = map.get(measure);
    return fraction == null ? 0 : fraction.denominator();
  }

  @Test
  void aSumThatExceedsALongIsSaid() {
    Sums most = Sums.copyOf(Map.of(Measure.SPI, new Fraction(Long.MAX_VALUE, 1)));
    Sums one = Sums.copyOf(Map.of(Measure.SPI, new Fraction(1, 1)));
    Sums none = Sums.copyOf(Map.of());

    assertThatThrownBy(() -> most.exchange(none, one)).isInstanceOf(ArithmeticException.class);
    assertThat(most.exchange(most, one)).isEqualTo(one);
  }

  @Test
  void nobodyChangesIt() {
    Map<Measure, Fraction> map = Sums.copyOf(Map.of(Measure.SPI, new Fraction(1, 1)));

    assertThatThrownBy(() -> map.put(Measure.CPI, new Fraction(1, 1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    var entries = map.entrySet().iterator();
    entries.next();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void theSameNumbersOfAnotherMeasureAreAnotherSum() {
    Fraction half = new Fraction(1, 2);

    assertThat(Sums.copyOf(Map.of(Measure.CPI, half)))
        .isNotEqualTo(Sums.copyOf(Map.of(Measure.SPI, half)))
        .isNotEqualTo(Sums.copyOf(Map.of(Measure.CPI, new Fraction(1, 3))));
  }
}
