package org.plimsoll.intake;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Everything under {@code /v1} wants a bearer token. An address that fails too often is answered
 * 429 without a look into the database, unless its token has been good before: an agency behind the
 * same address as a wrong script keeps working.
 */
@Component
final class SignIn implements WebFilter {
  /** Failures of one address within the window, before it has to wait. */
  static final int MAX_FAILURES = 30;

  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Addresses remembered; 10,000 x about 200 bytes = 2 MB. */
  private static final int MAX_ADDRESSES = 10_000;

  private static final String SCHEME = "Bearer ";

  private final Agencies agencies;
  private final byte[] operatorSha256;
  private final Scheduler blocking;
  private final Clock clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>();
  private final Set<String> goodBefore = ConcurrentHashMap.newKeySet();

  SignIn(Agencies agencies, IntakeSettings settings, Scheduler blocking, Clock clock) {
    this.agencies = agencies;
    this.operatorSha256 = HexFormat.of().parseHex(settings.intake().operatorTokenSha256());
    this.blocking = blocking;
    this.clock = clock;
  }

  private record Failures(Instant since, int count) {}

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (!exchange.getRequest().getPath().value().startsWith("/v1/")) {
      return chain.filter(exchange);
    }
    return Mono.fromCallable(() -> signIn(exchange))
        .subscribeOn(blocking)
        .flatMap(caller -> {
          exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
          RequestSize.check(exchange.getRequest());
          return chain.filter(exchange);
        });
  }

  private Caller signIn(ServerWebExchange exchange) {
    InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
    String address = remote == null ? "unknown" : remote.getHostString();
    String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused(address, "Authorization: expected Bearer and a token");
    }
    Token token = new Token(header.substring(SCHEME.length()).trim());
    if (token.hasSha256(operatorSha256)) {
      return new Caller.Operator();
    }
    String hash = HexFormat.of().formatHex(token.sha256());
    if (!goodBefore.contains(hash) && mustWait(address)) {
      throw tooMany();
    }
    String agencyId = token.agencyId().orElse(null);
    if (agencyId == null || !agencies.isTokenOf(agencyId, token)) {
      goodBefore.remove(hash);
      throw refused(
          address,
          "Authorization: this token is not known. The operator issues a new one with POST"
              + " /v1/agencies/{id}/token");
    }
    goodBefore.add(hash);
    return new Caller.Agency(agencyId);
  }

  private Problem refused(String address, String detail) {
    if (mustWait(address)) {
      return tooMany();
    }
    synchronized (failures) {
      failures.merge(
          address,
          new Failures(clock.instant(), 1),
          (held, _) -> new Failures(held.since, held.count + 1));
      if (failures.size() > MAX_ADDRESSES) {
        failures.remove(failures.keySet().iterator().next());
      }
    }
    return Problem.of(HttpStatus.UNAUTHORIZED, detail);
  }

  private boolean mustWait(String address) {
    synchronized (failures) {
      @Nullable Failures held = failures.get(address);
      if (held == null) {
        return false;
      }
      if (held.since.plus(WINDOW).isBefore(clock.instant())) {
        failures.remove(address);
        return false;
      }
      return held.count >= MAX_FAILURES;
    }
  }

  private static Problem tooMany() {
    return Problem.of(
        HttpStatus.TOO_MANY_REQUESTS,
        "Too many sign-ins from this address failed. Wait a minute and use a valid token.");
  }
}
