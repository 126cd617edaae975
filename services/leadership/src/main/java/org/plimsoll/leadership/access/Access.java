package org.plimsoll.leadership.access;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.SignedIn.Way;
import org.springframework.stereotype.Component;

/** Whether sign-ins stand, and for whom. All of it asks the database. */
@Component
public class Access {
  private final Sessions sessions;
  private final Readers readers;

  Access(Sessions sessions, Readers readers) {
    this.sessions = sessions;
    this.readers = readers;
  }

  /** The reader with the scope that they have now; empty once the sign-in is over. */
  public Optional<Reader> again(SignedIn signedIn) {
    Instant until = signedIn.until();
    if (until != null && !Instant.now().isBefore(until)) {
      return Optional.empty();
    }
    String session = signedIn.session();
    return (session == null
            ? Optional.of(signedIn.reader().person())
            : sessions.person(session, false))
        .map(readers::of);
  }

  Optional<SignedIn> bySession(String token, boolean use) {
    String session = Tokens.sha256(token);
    return sessions
        .person(session, use)
        .map(person -> new SignedIn(readers.of(person), Way.SESSION, session, null));
  }

  SignedIn byProof(String person, Way way, @Nullable Instant until) {
    return new SignedIn(readers.of(person), way, null, until);
  }
}
