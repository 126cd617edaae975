package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapDrawingTest {
  @Test
  void whatSeveralNamesBeginWithIsLeftOut() {
    assertThat(
            MapDrawing.ends(
                List.of(
                    "Rental housing, Jambyl region",
                    "School of Shilisai",
                    "Rental housing, Aktobe region",
                    "Rental housing",
                    "Schools repaired")))
        .containsOnly(
            entry("Rental housing, Jambyl region", "…Jambyl region"),
            entry("Rental housing, Aktobe region", "…Aktobe region"),
            entry("Rental housing", "…housing"),
            entry("School of Shilisai", "School of Shilisai"),
            entry("Schools repaired", "Schools repaired"));
  }

  @Test
  void eachNameEndsWithWhatIsLeft() {
    long seed = 20_261_127L;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<String> names = new ArrayList<>();
      for (int n = random.nextInt(12); n >= 0; n--) {
        StringBuilder name = new StringBuilder("w" + random.nextInt(2));
        for (int w = random.nextInt(4); w > 0; w--) {
          name.append(" w").append(random.nextInt(3));
        }
        names.add(name.toString());
      }
      Map<String, String> ends = MapDrawing.ends(names);
      String told = "seed %d, %d: %s".formatted(seed, i, names);
      assertThat(ends.keySet()).as(told).isEqualTo(new HashSet<>(names));
      ends.forEach((name, end) -> {
        String left = end.replaceFirst("^…", "");
        assertThat(left).as(told).isNotBlank();
        assertThat(name).as(told).endsWith(left);
      });
    }
  }
}
