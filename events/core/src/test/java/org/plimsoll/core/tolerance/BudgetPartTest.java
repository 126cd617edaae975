package org.plimsoll.core.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;

/** Which side of what a program holds is told of a project's part. */
class BudgetPartTest {
  private static final BudgetKey GROWTH =
      new BudgetKey(Measure.COST_GROWTH_ORIGINAL, null, ToleranceUnit.PERCENT);

  /** Of a program that may give on from -50 to 100. */
  private static Direction told(@Nullable Long least, @Nullable Long most, Direction asked) {
    return told(new Room(least, most), new Room(-50L, 100L), asked);
  }

  private static Direction told(Room part, Room held, Direction asked) {
    return BudgetPart.of(GROWTH, part, held, GivenOn.nothing(GROWTH.measure()), asked).side();
  }

  @Test
  void whereBothSidesFitTheOneThatIsAskedForIsTold() {
    assertThat(told(-50L, 100L, Direction.AT_MOST)).isEqualTo(Direction.AT_MOST);
    assertThat(told(-50L, 100L, Direction.AT_LEAST)).isEqualTo(Direction.AT_LEAST);
  }

  @Test
  void theSideThatDoesNotFitIsToldWhicheverIsAskedFor() {
    for (Direction asked : Direction.values()) {
      assertThat(told(-50L, 101L, asked)).isEqualTo(Direction.AT_MOST);
      assertThat(told(-51L, 100L, asked)).isEqualTo(Direction.AT_LEAST);
      assertThat(told(null, 100L, asked)).isEqualTo(Direction.AT_LEAST);
      assertThat(told(-51L, null, asked)).isEqualTo(Direction.AT_MOST);
    }
  }

  @Test
  void aSideOnWhichTheProgramHoldsNoLimitIsNotTold() {
    for (Direction asked : Direction.values()) {
      assertThat(told(new Room(null, 100L), new Room(null, 100L), asked))
          .isEqualTo(Direction.AT_MOST);
      assertThat(told(new Room(-50L, null), new Room(-50L, null), asked))
          .isEqualTo(Direction.AT_LEAST);
    }
  }
}
