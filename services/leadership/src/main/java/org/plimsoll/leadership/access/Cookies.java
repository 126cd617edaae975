package org.plimsoll.leadership.access;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The cookie that keeps a session. */
final class Cookies {
  static final String SESSION = "plimsoll-session";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private Cookies() {}

  static ResponseCookie session(ServerHttpRequest request, String token, Duration age) {
    return ResponseCookie.from(SESSION, token)
        .path("/")
        .httpOnly(true)
        .secure(isSecure(request))
        .sameSite("Lax")
        .maxAge(age)
        .build();
  }

  /** Everywhere but on loopback, where there is no TLS and nobody on the way. */
  static boolean isSecure(ServerHttpRequest request) {
    InetSocketAddress host = request.getHeaders().getHost();
    return host == null || !LOOPBACK.contains(host.getHostString());
  }
}
