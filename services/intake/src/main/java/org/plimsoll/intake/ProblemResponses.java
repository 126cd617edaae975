package org.plimsoll.intake;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every failed request with a problem detail, wherever it failed. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemResponses implements WebExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemResponses.class);

  private final JsonMapper json;

  ProblemResponses(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    Problem problem = problem(exchange, failure);
    response.setStatusCode(problem.status());
    HttpHeaders headers = response.getHeaders();
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (problem.status() == HttpStatus.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"plimsoll-intake\"");
    }
    if (problem.status() == HttpStatus.TOO_MANY_REQUESTS) {
      headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(SignIn.WINDOW.toSeconds()));
    }
    if (problem.status() == HttpStatus.CONTENT_TOO_LARGE) {
      // What is still on its way is not read.
      headers.set(HttpHeaders.CONNECTION, "close");
    }
    byte[] body = json.writeValueAsBytes(problem.body());
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  private static Problem problem(ServerWebExchange exchange, Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof ErrorResponse known) {
      HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
      String detail = known.getBody().getDetail();
      return status == HttpStatus.CONTENT_TOO_LARGE
          ? RequestSize.tooLarge("body")
          : Problem.of(status, detail == null ? status.getReasonPhrase() : detail);
    }
    String path = exchange.getRequest().getPath().value();
    log.error("{} {} failed", exchange.getRequest().getMethod(), path, failure);
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The fault is ours. Send it again with the same event id; nothing is counted twice.");
  }
}
