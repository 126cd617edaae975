package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;

/** Silence windows of a node, from all that were decided and every day that has come. */
final class Mutes {
  private final Trail trail;
  private final String nodeId;

  Mutes(Trail trail, String nodeId) {
    this.trail = trail;
    this.nodeId = nodeId;
  }

  /**
   * A silence window.
   *
   * @param toleranceId the tolerance that is muted; null for the whole node
   * @param until last day of the window
   */
  record Mute(@Nullable String toleranceId, String by, LocalDate until) {
    boolean isOver(LocalDate day) {
      return day.isAfter(until);
    }

    boolean concerns(String id) {
      return toleranceId == null || toleranceId.equals(id);
    }
  }

  /** Windows that no day before this entry has ended, in the order in which they were decided. */
  private List<Mute> open(int before) {
    List<Trail.Entry> entries = new ArrayList<>(trail.taken(nodeId));
    entries.addAll(trail.ticksOf(nodeId));
    entries.sort(Comparator.comparingInt(Trail.Entry::number));
    List<Mute> open = new ArrayList<>();
    for (Trail.Entry entry : entries) {
      if (entry.number() >= before) {
        break;
      }
      switch (entry.input()) {
        case Input.Ticked tick -> open.removeIf(mute -> mute.isOver(Trail.dayOf(tick.instant())));
        case Input.StatusChanged changed ->
            open.removeIf(mute -> mute.isOver(changed.status().dataDate()));
        case Input.Decided decided -> {
          if (decided.choice() instanceof Input.Choice.Mute(var toleranceId, var until)) {
            open.removeIf(mute -> Objects.equals(mute.toleranceId(), toleranceId));
            open.add(new Mute(toleranceId, decided.decidedBy(), until));
          }
        }
        case Input.FactsStated _, Input.ToleranceGranted _, Input.ChildContributed _ -> {}
      }
    }
    return open;
  }

  /** Who muted a tolerance as of this entry, by the window that ends last; null while none has. */
  @Nullable String by(String toleranceId, int entry) {
    return open(entry + 1).stream()
        .filter(mute -> mute.concerns(toleranceId))
        .reduce((first, other) -> other.until().isAfter(first.until()) ? other : first)
        .map(Mute::by)
        .orElse(null);
  }

  /** What ends because this day has come with the newest entry. */
  List<Outcome> follow(LocalDate day) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Mute mute : open(trail.now())) {
      if (mute.isOver(day)) {
        outcomes.add(
            new Outcome.MuteEnded(nodeId, mute.toleranceId(), mute.by(), mute.until(), day));
      }
    }
    return outcomes;
  }
}
