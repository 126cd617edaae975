package org.plimsoll.leadership.subscription;

import java.time.Instant;

/** Who is told instead of whom, from a moment until another, that one not included. */
public record Substitution(
    long id, String person, String standIn, Instant startsAt, Instant endsAt) {
  boolean holds(Instant moment) {
    return !moment.isBefore(startsAt) && moment.isBefore(endsAt);
  }
}
