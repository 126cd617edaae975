package org.plimsoll.core.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.GivenOn.Side;

/** A sum of what projects hold, from which each part can be taken back. */
class GivenOnTest {
  private static final GivenOn NOTHING = GivenOn.nothing(Measure.VAC);

  private static Room room(@Nullable Long least, @Nullable Long most) {
    return new Room(least, most);
  }

  private static GivenOn given(Room... rooms) {
    GivenOn sum = NOTHING;
    for (Room room : rooms) {
      sum = sum.exchange(null, room);
    }
    return sum;
  }

  @Test
  void eachSideIsAddedUpAndWhatHasNoLimitIsCounted() {
    assertThat(given(room(-7L, 3L), room(-2L, null)))
        .isEqualTo(
            new GivenOn(
                Measure.VAC,
                2,
                new Side(0, BigInteger.valueOf(-9)),
                new Side(1, BigInteger.valueOf(3))));
  }

  @Test
  void aPartTakenBackLeavesTheOthers() {
    GivenOn both = given(room(-7L, 3L), room(-2L, null));

    assertThat(both.exchange(room(-2L, null), null)).isEqualTo(given(room(-7L, 3L)));
    assertThat(both.exchange(room(-7L, 3L), null)).isEqualTo(given(room(-2L, null)));
    assertThat(both.exchange(room(-7L, 3L), room(-1L, 1L)))
        .isEqualTo(given(room(-2L, null), room(-1L, 1L)));
    assertThat(both.exchange(null, null)).isEqualTo(both);
  }

  @Test
  void aSumThatReachesAnEndIsWithin() {
    GivenOn sum = given(room(-7L, 3L), room(-2L, 4L));

    assertThat(sum.isWithin(room(-9L, 7L))).isTrue();
    assertThat(sum.isWithin(room(-8L, 7L))).isFalse();
    assertThat(sum.isLeastWithin(room(-9L, 0L))).isTrue();
    assertThat(sum.isLeastWithin(room(-8L, 7L))).isFalse();
    assertThat(sum.isWithin(room(-9L, 6L))).isFalse();
    assertThat(sum.isMostWithin(room(0L, 7L))).isTrue();
    assertThat(sum.isMostWithin(room(-9L, 6L))).isFalse();
  }

  @Test
  void withinAnOpenEndEverythingIsAndWithoutALimitNothing() {
    GivenOn open = given(room(null, 3L), room(-2L, null));

    assertThat(open.isWithin(room(null, null))).isTrue();
    assertThat(open.isLeastWithin(room(-99L, null))).isFalse();
    assertThat(open.isMostWithin(room(null, 99L))).isFalse();
  }

  /** Also where both ends of what is held lie on one side of nothing. */
  @Test
  void nothingGivenOnIsWithinAnything() {
    assertThat(NOTHING.isWithin(room(1L, 2L))).isTrue();
    assertThat(given(room(0L, 0L)).isWithin(room(1L, 2L))).isFalse();
  }

  @Test
  void togetherTwoRoomsAllowWhatBothAllow() {
    Room open = room(null, null);

    assertThat(room(-7L, 3L).and(room(-2L, 4L))).isEqualTo(room(-2L, 3L));
    assertThat(room(-2L, 4L).and(room(-7L, 3L))).isEqualTo(room(-2L, 3L));
    assertThat(open.and(room(-7L, 3L))).isEqualTo(room(-7L, 3L));
    assertThat(room(-7L, 3L).and(open)).isEqualTo(room(-7L, 3L));
    assertThat(open.and(open)).isEqualTo(open);
  }

  @Test
  void inTurnTwoRoomsAllowWhatEitherAllows() {
    Room open = room(null, null);

    assertThat(room(-7L, 3L).or(room(-2L, 4L))).isEqualTo(room(-7L, 4L));
    assertThat(room(-2L, 4L).or(room(-7L, 3L))).isEqualTo(room(-7L, 4L));
    assertThat(open.or(room(-7L, 3L))).isEqualTo(open);
    assertThat(room(-7L, 3L).or(open)).isEqualTo(open);
  }

  @Test
  void aRoomIsWithinItselfAndWithinNoneThatIsNarrower() {
    Room room = room(-7L, 3L);

    assertThat(room.isWithin(room)).isTrue();
    assertThat(room.isWithin(room(null, null))).isTrue();
    assertThat(room.isWithin(room(-6L, null))).isFalse();
    assertThat(room.isWithin(room(null, 2L))).isFalse();
    assertThat(room(null, 3L).isWithin(room)).isFalse();
    assertThat(room(-7L, null).isWithin(room)).isFalse();
  }
}
