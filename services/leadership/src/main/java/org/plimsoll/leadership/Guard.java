package org.plimsoll.leadership;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.access.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Stands before every request: security headers on each answer, and no answer to a name that is not
 * ours. A page elsewhere can point its own name at this machine; the browser then believes that
 * both are one site, and only the Host header shows the difference. What changes something is
 * answered only to a page of ours: browsers name the page that asks in Origin, with every form.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Guard implements WebFilter {
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Set<String> hosts;
  private final String contentSecurityPolicy;

  Guard(LeadershipSettings settings) {
    this.hosts = settings.hosts();
    String log = settings.log();
    // Pages ask the log for proofs and keys, and check them.
    this.contentSecurityPolicy =
        log == null
            ? CONTENT_SECURITY_POLICY
            : CONTENT_SECURITY_POLICY + "; connect-src 'self' " + log + "/";
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    HttpHeaders headers = exchange.getResponse().getHeaders();
    headers.set("Content-Security-Policy", contentSecurityPolicy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    String host = host(exchange);
    if (!LOOPBACK.contains(host) && !hosts.contains(host)) {
      return Problems.write(
          exchange.getResponse(),
          HttpStatus.MISDIRECTED_REQUEST,
          "Host",
          host,
          "a loopback name, or one of plimsoll.leadership.hosts");
    }
    String origin = exchange.getRequest().getHeaders().getOrigin();
    if (Bounded.isTooLarge(exchange.getRequest())) {
      return tooLarge(exchange);
    }
    return changesNothing(exchange.getRequest().getMethod())
            || isOurs(exchange, origin)
            || isProgram(exchange.getRequest().getHeaders(), origin)
        ? bounded(exchange, chain)
        : Problems.write(
            exchange.getResponse(),
            HttpStatus.FORBIDDEN,
            "Origin",
            origin == null ? "" : origin,
            "the address of this site, as browsers send it");
  }

  private static Mono<Void> bounded(ServerWebExchange exchange, WebFilterChain chain) {
    return chain
        .filter(exchange)
        .onErrorResume(
            ResponseStatusException.class,
            e ->
                exchange.getResponse().isCommitted()
                    ? Mono.error(e)
                    : e.getStatusCode().equals(HttpStatus.CONTENT_TOO_LARGE)
                        ? tooLarge(exchange)
                        : e.getStatusCode().equals(HttpStatus.REQUEST_TIMEOUT)
                            ? tooSlow(exchange)
                            : Mono.error(e));
  }

  private static Mono<Void> tooLarge(ServerWebExchange exchange) {
    // What else comes on this connection is not read.
    exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
    return Problems.write(
        exchange.getResponse(),
        HttpStatus.CONTENT_TOO_LARGE,
        "body",
        "more than " + Bounded.MAX_BYTES + " bytes",
        "at most " + Bounded.MAX_BYTES + " bytes");
  }

  private static Mono<Void> tooSlow(ServerWebExchange exchange) {
    exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
    return Problems.write(
        exchange.getResponse(),
        HttpStatus.REQUEST_TIMEOUT,
        "body",
        "not complete",
        "all of it within " + Bounded.WITHIN.toSeconds() + " s");
  }

  private static boolean changesNothing(HttpMethod method) {
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.OPTIONS);
  }

  /** No browser sends a proof of its own without saying which page asks. */
  private static boolean isProgram(HttpHeaders given, @Nullable String origin) {
    return origin == null && given.containsHeader(HttpHeaders.AUTHORIZATION);
  }

  private static boolean isOurs(ServerWebExchange exchange, @Nullable String origin) {
    String host = exchange.getRequest().getHeaders().getFirst(HttpHeaders.HOST);
    return host != null
        && (("http://" + host).equals(origin) || ("https://" + host).equals(origin));
  }

  private static String host(ServerWebExchange exchange) {
    try {
      InetSocketAddress host = exchange.getRequest().getHeaders().getHost();
      return host == null ? "" : host.getHostString().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
