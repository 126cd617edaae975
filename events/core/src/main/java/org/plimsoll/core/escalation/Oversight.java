package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * What a standing holds of its tolerances and of those who steer it, the same on every level.
 *
 * @param watches tolerances in force and what became of them
 * @param scheduled granted tolerances whose first day has not come
 * @param steeredBy event ids of the newest facts, grants and decisions, oldest first
 * @param mutes silence windows that are not over
 * @param contributed what the node last contributed; null before the first time and for portfolios
 */
public record Oversight(
    List<Watch> watches,
    List<Tolerance> scheduled,
    List<String> steeredBy,
    @Nullable Contribution contributed,
    List<Mute> mutes) {

  /** Event ids of facts, grants and decisions that are remembered to refuse a repetition. */
  public static final int MAX_STEERING_REMEMBERED = 256;

  static final Oversight NONE = new Oversight(List.of(), List.of(), List.of(), null, List.of());

  public Oversight {
    watches = List.copyOf(watches);
    scheduled = List.copyOf(scheduled);
    steeredBy = List.copyOf(steeredBy);
    mutes = List.copyOf(mutes);
  }

  /**
   * A silence window.
   *
   * @param toleranceId the tolerance that is muted; null for the whole node
   * @param by who muted; the reason stands in the trail
   * @param until last day of the window
   */
  public record Mute(@Nullable String toleranceId, String by, LocalDate until) {}

  /** The window that a tolerance lies in, the one with the later end first; null for none. */
  static @Nullable Mute muteOf(List<Mute> mutes, String toleranceId) {
    Mute last = null;
    for (Mute mute : mutes) {
      boolean concerns = mute.toleranceId() == null || mute.toleranceId().equals(toleranceId);
      if (concerns && (last == null || mute.until().isAfter(last.until()))) {
        last = mute;
      }
    }
    return last;
  }

  Oversight muting(List<Mute> changed) {
    return new Oversight(watches, scheduled, steeredBy, contributed, changed);
  }

  Oversight steeredBy(String eventId) {
    int surplus = steeredBy.size() + 1 - MAX_STEERING_REMEMBERED;
    return new Oversight(
        watches,
        scheduled,
        Stream.concat(steeredBy.stream().skip(Math.max(0, surplus)), Stream.of(eventId)).toList(),
        contributed,
        mutes);
  }

  Oversight with(List<Watch> changed) {
    return new Oversight(changed, scheduled, steeredBy, contributed, mutes);
  }

  Oversight scheduling(List<Tolerance> changed) {
    return new Oversight(watches, changed, steeredBy, contributed, mutes);
  }

  Oversight with(Contribution now) {
    return new Oversight(watches, scheduled, steeredBy, now, mutes);
  }
}
