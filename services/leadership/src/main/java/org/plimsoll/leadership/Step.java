package org.plimsoll.leadership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.access.ReadLog.Opening;
import org.plimsoll.leadership.subscription.DeliveryLog.Delivery;

/**
 * One step of the decision trail of an exception. What stands in the trail has an {@link Entry} and
 * can be proven; what was told outside of the screens and who opened the exception is kept beside
 * it, and is not.
 */
sealed interface Step {
  /** Where it stands among the others. */
  Place place();

  /**
   * A place in the order of steps. Those of the trail stand in the trail's order, whatever time
   * their inputs bear; the others stand at the moment when they were made.
   *
   * @param at of the trail: the latest time of taking so far
   * @param source orders what has the same moment: 1 the trail, 2 deliveries, 3 readers
   * @param number within a source
   */
  record Place(Instant at, int source, long number) implements Comparable<Place> {
    static final int TRAIL = 1;
    static final int DELIVERIES = 2;
    static final int READERS = 3;

    /** Before every step. */
    static final Place START = new Place(Instant.parse("0001-01-01T00:00:00Z"), 0, 0);

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::at)
            .thenComparingInt(Place::source)
            .thenComparingLong(Place::number);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    /** The number behind which a source's steps of the same moment are still to come. */
    long numberIn(int of) {
      return of == source ? number : of > source ? -1 : Long.MAX_VALUE;
    }
  }

  /**
   * Where it stands in the trail.
   *
   * @param takenAt the broker's time of the input
   * @param knownAt by the trail's own clock: the first tick from the entry on
   */
  record Entry(Position at, Instant takenAt, Instant knownAt) {}

  /** The exception was raised, worsened, eased, cleared or told again. */
  record Changed(Place place, Entry entry, String change, LocalDate on) implements Step {}

  /** What would have been announced and was not. */
  record HeldBack(Place place, Entry entry, LocalDate on) implements Step {}

  /** It went to a level, whose inbox and stream have it. */
  record Delivered(
      Place place, Entry entry, String change, String level, String receiver, LocalDate on)
      implements Step {}

  /** Nobody answered in time. */
  record PassedUp(Place place, Entry entry, Decisions.PassedUp up) implements Step {}

  /** Somebody decided, whether it was taken or refused. */
  record Decided(Place place, Entry entry, Decision decision) implements Step {}

  /** A subscription told somebody of it. */
  record Told(Place place, Delivery delivery) implements Step {}

  /** Somebody opened it for the first time. */
  record Opened(Place place, Opening opening) implements Step {}
}
