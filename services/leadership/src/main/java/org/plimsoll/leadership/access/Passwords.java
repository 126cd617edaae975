package org.plimsoll.leadership.access;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** Checks passwords, as long as not too many of them are wrong. */
@Component
class Passwords {
  /** Wrong ones from one address, which many users may share, for each of one user. */
  private static final int USERS_BEHIND_ONE_ADDRESS = 5;

  private final Accounts accounts;
  private final RateLimit byUser;
  private final RateLimit byAddress;

  Passwords(Accounts accounts, AccessSettings settings) {
    this.accounts = accounts;
    this.byUser = new RateLimit(settings.failuresPerMinute(), System::nanoTime);
    this.byAddress =
        new RateLimit(settings.failuresPerMinute() * USERS_BEHIND_ONE_ADDRESS, System::nanoTime);
  }

  /**
   * The person; empty when user or password is wrong. Takes a tenth of a second.
   *
   * @throws TooManyException when it was wrong too often, for this user or from this address
   */
  Optional<String> person(String user, String password, String address) {
    if (!byUser.allows(user) || !byAddress.allows(address)) {
      throw new TooManyException();
    }
    Optional<String> person = accounts.person(user, password);
    if (person.isEmpty()) {
      byUser.take(user);
      byAddress.take(address);
    }
    return person;
  }

  static String address(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    return remote == null || remote.getAddress() == null
        ? ""
        : remote.getAddress().getHostAddress();
  }

  /** Whether nobody on the way can read it. */
  static boolean isPrivate(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    return "https".equals(request.getURI().getScheme())
        || (remote != null
            && remote.getAddress() != null
            && remote.getAddress().isLoopbackAddress());
  }
}
