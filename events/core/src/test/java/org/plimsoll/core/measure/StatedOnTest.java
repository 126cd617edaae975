package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Figures.Name;

/** It is a map of dates by name that cannot be changed. */
class StatedOnTest {
  private static final LocalDate DAY = LocalDate.of(2021, 6, 30);

  private static Map<Name, LocalDate> random(Random random) {
    Map<Name, LocalDate> map = new EnumMap<>(Name.class);
    for (Name name : Name.values()) {
      if (random.nextBoolean()) {
        map.put(name, DAY.plusDays(random.nextInt(3)));
      }
    }
    return map;
  }

  @Test
  void itIsTheMapThatItWasMadeFrom() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Map<Name, LocalDate> expected = i == 0 ? Map.of() : random(random);
      Map<Name, LocalDate> map = StatedOn.copyOf(expected);

      assertThat(map).isEqualTo(expected).hasSameSizeAs(expected).hasToString(expected.toString());
      assertThat(expected).isEqualTo(map);
      assertThat(map.hashCode()).isEqualTo(expected.hashCode());
      assertThat(map.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
      for (Name name : Name.values()) {
        assertThat(map.get(name)).isEqualTo(expected.get(name));
        assertThat(map.containsKey(name)).isEqualTo(expected.containsKey(name));
      }
      assertThat(map.get((Object) "PV")).isNull();
      assertThat(StatedOn.copyOf(map)).isSameAs(map);
    }
  }

  @Test
  void aReportDatesWhatItStatesAndNoNewerReportDid() {
    Map<Name, LocalDate> before = Map.of(Name.PV, DAY.plusDays(1), Name.EV, DAY);
    Figures report = new Figures(1L, 2L, 3L, null, null, null, null, Map.of());

    assertThat(StatedOn.after(before, report, DAY))
        .isEqualTo(Map.of(Name.PV, DAY.plusDays(1), Name.EV, DAY, Name.AC, DAY));
    assertThat(before).hasSize(2);
  }

  @Test
  void nobodyChangesIt() {
    Map<Name, LocalDate> map = StatedOn.copyOf(Map.of(Name.PV, DAY));

    assertThatThrownBy(() -> map.put(Name.EV, DAY))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    var entries = map.entrySet().iterator();
    entries.next();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }
}
