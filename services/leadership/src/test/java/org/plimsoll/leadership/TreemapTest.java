package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.plimsoll.leadership.Treemap.Area;

class TreemapTest {
  private static final Area WHOLE = new Area(0, 0, 920, 560);

  private static List<Long> weights(Random random) {
    return LongStream.generate(() -> 1 + (long) Math.pow(10, 13 * random.nextDouble()))
        .limit(1 + random.nextInt(400))
        .boxed()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  @Test
  void areasAreInProportionToTheirWeightsAndFillTheWhole() {
    long seed = 20_261_126L;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      List<Long> weights = weights(random);
      List<Area> areas = Treemap.squarified(weights, WHOLE);
      double sum = weights.stream().mapToDouble(Long::doubleValue).sum();
      assertThat(areas).as("seed %d, %d", seed, i).hasSameSizeAs(weights);
      for (int at = 0; at < areas.size(); at++) {
        Area area = areas.get(at);
        assertThat(area.width() * area.height())
            .as("seed %d, %d, area %d", seed, i, at)
            .isCloseTo(weights.get(at) / sum * 920 * 560, within(0.01));
      }
    }
  }

  @Test
  void noAreaLiesOutsideOrOverAnother() {
    long seed = 3L;
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      List<Area> areas = Treemap.squarified(weights(random), WHOLE);
      for (Area one : areas) {
        assertThat(one.x()).isGreaterThanOrEqualTo(-1e-6);
        assertThat(one.y()).isGreaterThanOrEqualTo(-1e-6);
        assertThat(one.x() + one.width()).isLessThanOrEqualTo(920 + 1e-6);
        assertThat(one.y() + one.height()).isLessThanOrEqualTo(560 + 1e-6);
        double overAll = areas.stream().mapToDouble(other -> shared(one, other)).sum();
        // With itself it shares itself.
        assertThat(overAll)
            .as("seed %d, %d: %s", seed, i, one)
            .isCloseTo(one.width() * one.height(), within(1e-3));
      }
    }
  }

  private static double shared(Area a, Area b) {
    double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
    double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
    return Math.max(0, width) * Math.max(0, height);
  }

  /** The example of the paper: 6, 6, 4, 3, 2, 2, 1 in 6 x 4, the first two side by side. */
  @Test
  void theExampleOfThePaperIsLaidAsInThePaper() {
    List<Area> areas =
        Treemap.squarified(List.of(6L, 6L, 4L, 3L, 2L, 2L, 1L), new Area(0, 0, 6, 4));
    assertThat(areas.get(0)).isEqualTo(new Area(0, 0, 3, 2));
    assertThat(areas.get(1)).isEqualTo(new Area(0, 2, 3, 2));
    assertThat(areas.get(2).height()).isCloseTo(7.0 / 3.0, within(1e-9));
    assertThat(areas.get(2).width()).isCloseTo(4.0 / (7.0 / 3.0), within(1e-9));
    assertThat(areas.get(3).y()).isCloseTo(0, within(1e-9));
  }

  @Test
  void equalWeightsAreNearlySquares() {
    List<Area> areas = Treemap.squarified(java.util.Collections.nCopies(100, 7L), WHOLE);
    assertThat(areas)
        .allSatisfy(area ->
            assertThat(
                    Math.max(area.width(), area.height()) / Math.min(area.width(), area.height()))
                .isLessThan(2));
  }

  @Test
  void nothingIsDividedAmongNobody() {
    assertThat(Treemap.squarified(List.of(), WHOLE)).isEmpty();
  }

  @Test
  void oneWeightTakesTheWhole() {
    assertThat(Treemap.squarified(List.of(5L), WHOLE)).containsExactly(WHOLE);
  }
}
