package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
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
   * @param level whoever muted it, who then hears as little as those below
   * @param until last day of the window
   */
  record Mute(@Nullable String toleranceId, String by, Level level, LocalDate until) {
    boolean isOver(LocalDate day) {
      return day.isAfter(until);
    }

    boolean concerns(String id, Level hearer) {
      return (toleranceId == null || toleranceId.equals(id))
          && (level == hearer || level == Level.PORTFOLIO);
    }

    boolean isReplacedBy(@Nullable String id, Level other) {
      return Objects.equals(toleranceId, id) && (level == other || other == Level.PORTFOLIO);
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
            Level as = decidedAs(decided.decidedAs());
            open.removeIf(mute -> mute.isReplacedBy(toleranceId, as));
            open.add(new Mute(toleranceId, decided.decidedBy(), as, until));
          }
        }
        case Input.FactsStated _, Input.ToleranceGranted _, Input.ChildContributed _ -> {}
      }
    }
    return open;
  }

  /** Whoever decides as nobody in particular, or as the parent, does so on the level above. */
  private Level decidedAs(@Nullable String nodeId) {
    var facts = Objects.requireNonNull(trail.facts(this.nodeId));
    return facts.level() == Level.PROJECT && (nodeId == null || nodeId.equals(facts.parentId()))
        ? Level.PROGRAM
        : Level.PORTFOLIO;
  }

  /**
   * Who muted a tolerance for this level as of this entry, by the window that ends last; null while
   * none has.
   */
  @Nullable String by(String toleranceId, Level hearer, int entry) {
    return open(entry + 1).stream()
        .filter(mute -> mute.concerns(toleranceId, hearer))
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
