package org.plimsoll.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.testkit.Histories;
import org.plimsoll.testkit.Law;

class StandingSerdeTest {

  @Test
  void everyStandingOfAHistoryIsReadAsItWasWritten() {
    Law.holds(history -> {
      Fold program = new Fold();
      Fold portfolio = new Fold();
      for (Input input : history) {
        program.next(input);
        Standing standing = program.standing(input.nodeId());
        assertThat(StandingSerde.read(StandingSerde.write(standing))).isEqualTo(standing);
      }
      Contribution contribution =
          program.standing(Histories.PROGRAM) instanceof Standing.Parent parent
              ? parent.contributed()
              : null;
      if (contribution != null) {
        Position at = new Position(Level.PORTFOLIO, 0, 1);
        portfolio.next(new Input.ChildContributed(at, contribution, null));
        Standing awaited = portfolio.standing(contribution.parentId());
        assertThat(awaited).isInstanceOf(Standing.Awaited.class);
        assertThat(StandingSerde.read(StandingSerde.write(awaited))).isEqualTo(awaited);
        var held = StandingSerde.contributions();
        assertThat(
                held.deserializer()
                    .deserialize("t", held.serializer().serialize("t", contribution)))
            .isEqualTo(contribution);
      }
    });
  }

  @Test
  void aStandingOfAnotherVersionIsNotGuessedAt() {
    byte[] bytes = StandingSerde.write(new Standing.Unknown("x"));
    bytes[0] = 99;

    assertThatThrownBy(() -> StandingSerde.read(bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 99");
  }
}
