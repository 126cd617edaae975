package org.plimsoll.leadership.access;

import org.springframework.security.core.AuthenticationException;

/** Wrong passwords came too often to look at one more. */
final class TooManyException extends AuthenticationException {
  private static final long serialVersionUID = 1L;

  TooManyException() {
    super("too many wrong passwords");
  }
}
