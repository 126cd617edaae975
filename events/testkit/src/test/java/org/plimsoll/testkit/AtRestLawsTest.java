package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;

/** A standing that waits for its next input is the one that the input before left. */
class AtRestLawsTest {

  private static void nothingIsLost(List<Input> history) {
    Map<String, Standing> whole = new HashMap<>();
    Fold fold =
        new Fold((before, after) -> {
          Standing left = whole.get(before.nodeId());
          assertThat(before).isEqualTo(left == null ? new Standing.Unknown(before.nodeId()) : left);
          if (!(after instanceof Standing.Unknown)) {
            whole.put(after.nodeId(), after);
          }
        });
    history.forEach(fold::next);
    assertThat(new HashSet<>(fold.standings())).isEqualTo(new HashSet<>(whole.values()));
    whole.forEach((id, standing) -> assertThat(fold.standing(id)).isEqualTo(standing));
  }

  @Test
  void nothingIsLostAtRest() {
    Law.holds(AtRestLawsTest::nothingIsLost);
  }

  @Test
  void nothingIsLostOfWiderHistories() {
    Law.holds(Law.HISTORIES, WiderHistories::of, AtRestLawsTest::nothingIsLost);
  }
}
