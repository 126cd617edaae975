package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * What a standing holds of its tolerances and of those who steer it, the same on every level.
 *
 * @param watches tolerances in force and what became of them
 * @param scheduled granted tolerances whose first day has not come
 * @param steeredBy event ids of the newest facts, grants and decisions, oldest first
 * @param contributed what the node last contributed; null before the first time and for portfolios
 * @param mutes silence windows that are not over
 * @param givenOn how much of a program's amounts its projects hold, by measure; otherwise empty
 * @param beyondBudget measures on which more is given on than fits, as {@link Budget} named them
 * @param heldBackSince data date of the first figures that were held back since it last
 *     contributed; null when nothing is held back
 */
public record Oversight(
    List<Watch> watches,
    List<Tolerance> scheduled,
    List<String> steeredBy,
    @Nullable Contribution contributed,
    List<Mute> mutes,
    List<GivenOn> givenOn,
    List<String> beyondBudget,
    @Nullable LocalDate heldBackSince) {

  /** Event ids of facts, grants and decisions that are remembered to refuse a repetition. */
  public static final int MAX_STEERING_REMEMBERED = 256;

  static final Oversight NONE =
      new Oversight(List.of(), List.of(), List.of(), null, List.of(), List.of(), List.of(), null);

  public Oversight {
    watches = List.copyOf(watches);
    scheduled = List.copyOf(scheduled);
    steeredBy = EventIds.copyOf(steeredBy);
    mutes = List.copyOf(mutes);
    givenOn = List.copyOf(givenOn);
    beyondBudget = List.copyOf(beyondBudget);
  }

  /**
   * A silence window: what a level does not want to hear, nor anybody below it. What the levels
   * above it hear is not its to decide.
   *
   * @param toleranceId the tolerance that is muted; null for the whole node
   * @param by who muted; the reason stands in the trail
   * @param level the level as which it was muted
   * @param until last day of the window
   */
  public record Mute(@Nullable String toleranceId, String by, Level level, LocalDate until) {}

  /** The window that a level's tolerance lies in, the one with the later end first; null: none. */
  static @Nullable Mute muteOf(List<Mute> mutes, String toleranceId, Level level) {
    Mute last = null;
    for (Mute mute : mutes) {
      boolean concerns =
          mute.level().isAtOrAbove(level)
              && (mute.toleranceId() == null || mute.toleranceId().equals(toleranceId));
      if (concerns && (last == null || mute.until().isAfter(last.until()))) {
        last = mute;
      }
    }
    return last;
  }

  Oversight muting(List<Mute> changed) {
    return new Oversight(
        watches, scheduled, steeredBy, contributed, changed, givenOn, beyondBudget, heldBackSince);
  }

  Oversight steeredBy(String eventId) {
    return new Oversight(
        watches,
        scheduled,
        EventIds.copyOf(steeredBy).newest(MAX_STEERING_REMEMBERED - 1).and(eventId),
        contributed,
        mutes,
        givenOn,
        beyondBudget,
        heldBackSince);
  }

  Oversight with(List<Watch> changed) {
    return new Oversight(
        changed, scheduled, steeredBy, contributed, mutes, givenOn, beyondBudget, heldBackSince);
  }

  Oversight scheduling(List<Tolerance> changed) {
    return new Oversight(
        watches, changed, steeredBy, contributed, mutes, givenOn, beyondBudget, heldBackSince);
  }

  /** Nothing is held back any more. */
  Oversight with(Contribution now) {
    return new Oversight(watches, scheduled, steeredBy, now, mutes, givenOn, beyondBudget, null);
  }

  /** What it told last could not be counted: what its parent counts is still what it was. */
  Oversight contributedAsBefore(@Nullable Contribution before) {
    return new Oversight(
        watches, scheduled, steeredBy, before, mutes, givenOn, beyondBudget, heldBackSince);
  }

  Oversight heldBack(@Nullable LocalDate since) {
    return new Oversight(
        watches, scheduled, steeredBy, contributed, mutes, givenOn, beyondBudget, since);
  }

  Oversight beyondBudget(List<String> named) {
    return new Oversight(
        watches, scheduled, steeredBy, contributed, mutes, givenOn, named, heldBackSince);
  }

  GivenOn givenOn(Measure measure) {
    for (GivenOn given : givenOn) {
      if (given.measure() == measure) {
        return given;
      }
    }
    return GivenOn.nothing(measure);
  }

  Oversight giving(GivenOn now) {
    List<GivenOn> all = new ArrayList<>(givenOn);
    all.removeIf(given -> given.measure() == now.measure());
    if (now.projects() > 0) {
      all.add(now);
      all.sort(Comparator.comparing(GivenOn::measure));
    }
    return new Oversight(
        watches, scheduled, steeredBy, contributed, mutes, all, beyondBudget, heldBackSince);
  }
}
