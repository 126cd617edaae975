package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** It is a sorted map that cannot be changed, and nothing else. */
class ByIdTest {
  private static Map<String, Long> random(Random random) {
    Map<String, Long> map = new TreeMap<>();
    for (int left = random.nextInt(12); left > 0; left--) {
      map.put("id-" + random.nextInt(20), random.nextLong());
    }
    return map;
  }

  @Test
  void itIsTheSortedMapThatItWasMadeFrom() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      Map<String, Long> expected = random(random);
      Map<String, Long> map = ById.copyOf(expected);

      assertThat(map).isEqualTo(expected).hasSameSizeAs(expected).hasToString(expected.toString());
      assertThat(expected).isEqualTo(map);
      assertThat(map.hashCode()).isEqualTo(expected.hashCode());
      assertThat(map.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
      assertThat(map.values()).containsExactlyElementsOf(expected.values());
      List<String> visited = new ArrayList<>();
      map.forEach((id, value) -> visited.add(id + "=" + value));
      assertThat(visited).hasToString(expected.entrySet().toString());
      for (int id = 0; id < 20; id++) {
        assertThat(map.get("id-" + id)).isEqualTo(expected.get("id-" + id));
        assertThat(map.containsKey("id-" + id)).isEqualTo(expected.containsKey("id-" + id));
      }
      assertThat(map.get("")).isNull();
      assertThat(map.get((Object) 1)).isNull();
      assertThat(ById.copyOf(map)).isSameAs(map);
    }
  }

  @Test
  void aChangeIsThatOfEachEntry() {
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      Map<String, Long> before = random(random);
      Map<String, Long> stated = random(random);
      Map<String, Long> expected = new TreeMap<>(before);
      // What is odd takes the place of what stands, or goes; what is even changes nothing.
      stated.forEach((id, value) -> {
        if (value % 4 == 1 || value % 4 == -1) {
          expected.put(id, value);
        } else if (value % 2 != 0) {
          expected.remove(id);
        }
      });

      Map<String, Long> after =
          ById.changed(
              before,
              stated,
              (id, stands, value) -> {
                assertThat(stands).isEqualTo(before.get(id));
                return value % 4 == 1 || value % 4 == -1 ? value : value % 2 != 0 ? null : stands;
              });

      assertThat(after).isEqualTo(expected).hasToString(expected.toString());
    }
  }

  @Test
  void whereNothingIsStatedItStays() {
    Map<String, Long> before = ById.copyOf(Map.of("a", 1L));

    assertThat(ById.changed(before, Map.<String, Long>of(), (_, _, stated) -> stated))
        .isSameAs(before);
  }

  @Test
  void nobodyChangesIt() {
    Map<String, Long> map = ById.copyOf(Map.of("a", 1L));

    assertThatThrownBy(() -> map.put("b", 2L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(2L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void itEnds() {
    var entries = ById.copyOf(Map.<String, Long>of()).entrySet().iterator();

    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }
}
