package org.plimsoll.leadership.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that stood when the request came. What goes on for longer than one request asks {@link
 * Access#again} whether it still does.
 *
 * @param way how they signed in
 * @param session the SHA-256 of its token; null where each request brings its own proof
 * @param until when the proof itself is over; null where only the session says
 */
public record SignedIn(Reader reader, Way way, @Nullable String session, @Nullable Instant until) {
  /** How somebody signed in. */
  public enum Way {
    SESSION,
    BASIC,
    BEARER
  }

  /** Without the session, which has no place in a log. */
  @Override
  public String toString() {
    return way + " " + reader.person();
  }
}
