package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Alike;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.core.snapshot.Snapshot.Part;

/** A history goes on from a snapshot as from its beginning. */
class SnapshotLawsTest {

  private static Fold restored(Snapshot snapshot, List<Part> parts) {
    Fold fold = new Fold();
    while (!snapshot.isComplete()) {
      try {
        Part part = Part.read(snapshot.next(), new Alike());
        parts.add(part);
        part.standings().forEach(fold::restore);
        part.held().forEach(fold::hold);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return fold;
  }

  /** Taken anywhere in a history and read back, it goes on as if nothing had happened. */
  @Test
  void aHistoryGoesOnFromASnapshotAsFromItsBeginning() {
    Law.holds(history -> {
      Fold fold = new Fold();
      int half = history.size() / 2;
      history.subList(0, half).forEach(fold::next);
      Fold again = restored(new Snapshot(half, fold), new ArrayList<>());
      assertThat(new HashSet<>(again.standings())).isEqualTo(new HashSet<>(fold.standings()));
      for (Input input : history.subList(half, history.size())) {
        assertThat(again.next(input)).isEqualTo(fold.next(input));
      }
      assertThat(new HashSet<>(again.standings())).isEqualTo(new HashSet<>(fold.standings()));
    });
  }

  @Test
  void whatAPortfolioHoldsIsRestoredBeforeAndAfterItsFacts() {
    Law.holds(history -> {
      Fold program = new Fold();
      Fold portfolio = new Fold();
      history.forEach(program::next);
      Contribution contribution =
          program.standing(Histories.PROGRAM) instanceof Standing.Parent parent
              ? parent.contributed()
              : null;
      if (contribution == null) {
        return;
      }
      portfolio.next(
          new Input.ChildContributed(new Position(Level.PORTFOLIO, 0, 1), contribution, null));

      Fold again = restored(new Snapshot(1, portfolio), new ArrayList<>());

      assertThat(again.standing(contribution.parentId())).isInstanceOf(Standing.Awaited.class);
      assertThat(again.standings()).containsExactlyElementsOf(portfolio.standings());
      assertThat(again.held()).containsExactlyElementsOf(portfolio.held());
    });
  }

  /** A task goes on while its snapshot is written. */
  @Test
  void whatComesLaterIsNotInIt() {
    Fold fold = new Fold();
    List<Input> history = Histories.of(1);
    history.subList(0, history.size() / 2).forEach(fold::next);
    HashSet<Standing> then = new HashSet<>(fold.standings());
    Snapshot snapshot = new Snapshot(7, fold);

    history.subList(history.size() / 2, history.size()).forEach(fold::next);
    List<Part> parts = new ArrayList<>();
    Fold again = restored(snapshot, parts);

    assertThat(new HashSet<>(again.standings())).isEqualTo(then);
    assertThat(parts.getFirst().sequence()).isEqualTo(7);
    assertThat(parts.getLast().last()).isTrue();
  }

  @Test
  void aSnapshotOfAnotherVersionIsNotGuessedAt() {
    byte[] bytes = new Snapshot(1, new Fold()).next();
    ByteBuffer.wrap(bytes).putInt(99);

    assertThatThrownBy(() -> Part.read(bytes, new Alike()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 99");
  }
}
