package org.plimsoll.leadership.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A sign-in as Spring Security passes it on. What somebody may do follows from their scope. */
final class Proof extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient SignedIn signedIn;

  Proof(SignedIn signedIn) {
    super(AuthorityUtils.NO_AUTHORITIES);
    this.signedIn = signedIn;
    setAuthenticated(true);
  }

  SignedIn signedIn() {
    return signedIn;
  }

  @Override
  public String getName() {
    return signedIn.reader().person();
  }

  @Override
  public Object getPrincipal() {
    return signedIn;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }
}
