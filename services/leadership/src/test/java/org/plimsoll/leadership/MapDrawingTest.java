package org.plimsoll.leadership;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.Treemap.Area;

class MapDrawingTest {
  @Test
  void aNameIsWrittenWholeOrNotAtAll() {
    long seed = 20_261_128L;
    Random random = new Random(seed);
    int written = 0;
    for (int i = 0; i < 2_000; i++) {
      String name =
          Stream.generate(() -> "w".repeat(1 + random.nextInt(12)))
              .limit(1 + random.nextInt(6))
              .collect(joining(" "));
      Area area = new Area(0, 0, random.nextInt(200), random.nextInt(100));
      String said =
          MapDrawing.whole(name, area).stream().map(MapDrawing.Text::text).collect(joining(" "));
      assertThat(said).as("seed %d, %d: %s in %s", seed, i, name, area).isIn("", name);
      written += said.isEmpty() ? 0 : 1;
    }
    assertThat(written).isGreaterThan(100);
  }
}
