package org.plimsoll.core.explanation;

import java.time.Instant;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;

/** Where what was weighed went, or why it went nowhere. */
public sealed interface Route {
  /** To a level that hears of it: the one above, or one to which the exception was passed up. */
  record Delivered(Outcome.Change change, Level to) implements Route {}

  /** One level up, because nobody answered in time. */
  record PassedUp(Level from, Level to, Outcome.Waited why, Instant waitingSince, Instant at)
      implements Route {}

  /** It would have been announced, and this is why it was not. */
  record HeldBack(Outcome.Suppressed suppressed) implements Route {}

  /**
   * The node's figures themselves were not sent to the level above, because none moved by more than
   * the deadband since they were last sent.
   */
  record FiguresHeldBack(Outcome.ContributionHeldBack heldBack) implements Route {}

  /** It stays where it happened and is looked at, not sent. */
  record Stays(Why why) implements Route {}

  /** Why something is not sent. */
  enum Why {
    /** The value lies within tolerance. */
    WITHIN,
    /** An exception is open and no whole tolerance more or less lies beyond the limit. */
    NO_WHOLE_TOLERANCE,
    /** Beyond the limit, and what that leads to was said for this data date before. */
    COUNTED_BEFORE,
    /** There is no value to weigh. */
    NOT_MEASURABLE,
    /** The tolerance does not stand on this day. */
    NOT_IN_FORCE,
    /** What has cleared was never told to the level above, because deliveries were muted. */
    NEVER_TOLD
  }
}
