package org.plimsoll.leadership.persons;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names and keys that one request has asked the database for, so that it asks for each once. They
 * end with the request; what is outside of one, as a letter, asks each time.
 */
public final class LookedUp {
  private static final ScopedValue<LookedUp> OF_REQUEST = ScopedValue.newInstance();

  /** By pseudonym; empty for whom it stands for nobody. */
  final Map<String, Optional<String>> names = new HashMap<>();

  /** As they are kept, by id; empty for those that are gone. */
  final Map<String, Optional<byte[]>> keys = new HashMap<>();

  private LookedUp() {}

  /** What answers one request, on one thread. */
  public static Runnable once(Runnable request) {
    return () -> ScopedValue.where(OF_REQUEST, new LookedUp()).run(request);
  }

  static LookedUp now() {
    return OF_REQUEST.isBound() ? OF_REQUEST.get() : new LookedUp();
  }
}
