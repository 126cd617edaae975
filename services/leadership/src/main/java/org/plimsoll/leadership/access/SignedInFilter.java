package org.plimsoll.leadership.access;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Behind the sign-in: hands the reader to the handlers and the token to the forms, counts what
 * programs ask for, and notes what was read.
 */
@Component
@Order(0)
class SignedInFilter implements WebFilter {
  private final RateLimit requests;
  private final ReadLog readLog;

  SignedInFilter(AccessSettings settings, ReadLog readLog) {
    this.requests = new RateLimit(settings.requestsPerMinute(), System::nanoTime);
    this.readLog = readLog;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .ofType(Proof.class)
        .map(Proof::signedIn)
        .doOnNext(signedIn -> exchange.getAttributes().put(SignedIn.class.getName(), signedIn))
        .then(Mono.defer(() -> chained(exchange, chain)));
  }

  private Mono<Void> chained(ServerWebExchange exchange, WebFilterChain chain) {
    SignedIn signedIn = exchange.getAttribute(SignedIn.class.getName());
    if (exchange.getRequest().getPath().value().startsWith("/v1/")) {
      if (signedIn != null && !requests.take(signedIn.reader().person())) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return Problems.write(
            exchange.getResponse(),
            HttpStatus.TOO_MANY_REQUESTS,
            "requests",
            signedIn.reader().person(),
            "fewer of them; plimsoll.leadership.access.requests-per-minute says how many");
      }
      return noted(exchange, signedIn, chain.filter(exchange));
    }
    Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
    Mono<Void> form =
        token == null
            ? Mono.empty()
            : token
                .doOnNext(each ->
                    exchange
                        .getAttributes()
                        .put(CsrfRequestDataValueProcessor.DEFAULT_CSRF_ATTR_NAME, each))
                .then();
    return form.then(Mono.defer(() -> noted(exchange, signedIn, chain.filter(exchange))));
  }

  private Mono<Void> noted(
      ServerWebExchange exchange, @Nullable SignedIn signedIn, Mono<Void> answered) {
    return signedIn == null || ReadLog.isNothing(exchange.getRequest().getPath().value())
        ? answered
        : answered.doFinally(signal -> readLog.note(exchange, signedIn));
  }
}
