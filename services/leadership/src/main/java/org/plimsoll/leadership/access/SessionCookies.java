package org.plimsoll.leadership.access;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who is signed in by the cookie of a session. */
@Component
class SessionCookies implements ServerSecurityContextRepository {
  private static final String LOADED = SessionCookies.class.getName();

  private final Access access;

  SessionCookies(Access access) {
    this.access = access;
  }

  @Override
  public Mono<SecurityContext> load(ServerWebExchange exchange) {
    // Asked for more than once in a request.
    Mono<SecurityContext> loaded = exchange.getAttribute(LOADED);
    if (loaded == null) {
      loaded = loadOnce(exchange.getRequest()).cache();
      exchange.getAttributes().put(LOADED, loaded);
    }
    return loaded;
  }

  private Mono<SecurityContext> loadOnce(ServerHttpRequest request) {
    HttpCookie cookie = request.getCookies().getFirst(Cookies.SESSION);
    // What is asked with a proof of its own counts by that alone; it needs no token of a form.
    if (cookie == null || request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
      return Mono.empty();
    }
    return Queries.ask(() -> access.bySession(cookie.getValue(), isPersons(request)).orElse(null))
        .map(signedIn -> new SecurityContextImpl(new Proof(signedIn)));
  }

  /** Streams and what they make a page ask for go on without anybody there. */
  private static boolean isPersons(ServerHttpRequest request) {
    return !request.getHeaders().containsHeader("HX-Request")
        && request.getHeaders().getAccept().stream()
            .noneMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
  }

  /** Sessions begin where somebody signs in. */
  @Override
  public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
    return Mono.empty();
  }
}
