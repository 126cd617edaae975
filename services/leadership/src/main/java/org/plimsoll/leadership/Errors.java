package org.plimsoll.leadership;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/** Problem details for programs, a page for people. */
@ControllerAdvice
class Errors {
  private static final Logger log = LoggerFactory.getLogger(Errors.class);

  @ExceptionHandler
  Object bad(BadParameterException e, ServerWebExchange exchange) {
    return answer(
        exchange,
        HttpStatus.BAD_REQUEST,
        e.getMessage(),
        Map.of("field", e.field(), "value", e.value(), "expected", e.expected()));
  }

  @ExceptionHandler
  Object unknown(UnknownException e, ServerWebExchange exchange) {
    return answer(
        exchange,
        HttpStatus.NOT_FOUND,
        e.getMessage(),
        Map.of("field", e.field(), "value", e.value(), "expected", e.expected()));
  }

  /** What the framework refuses: no such path, no such method, nothing acceptable. */
  @ExceptionHandler
  Object refused(ResponseStatusException e, ServerWebExchange exchange) {
    HttpStatusCode status = ((ErrorResponse) e).getStatusCode();
    return answer(exchange, status, e.getReason(), Map.of());
  }

  @ExceptionHandler
  @Nullable Object failed(Exception e, ServerWebExchange exchange) {
    if (exchange.getResponse().isCommitted()) {
      // It is under way or cut off: nothing can be answered any more, and nothing is wrong here.
      log.debug("{} ended before its answer did", exchange.getRequest().getPath(), e);
      return null;
    }
    log.error("{} could not be answered", exchange.getRequest().getPath(), e);
    return answer(
        exchange,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The service could not answer; its log says why.",
        Map.of());
  }

  private static Object answer(
      ServerWebExchange exchange,
      HttpStatusCode status,
      @Nullable String detail,
      Map<String, Object> members) {
    String path = exchange.getRequest().getPath().value();
    if (path.startsWith("/v1/") || path.startsWith("/actuator")) {
      ProblemDetail problem = ProblemDetail.forStatus(status);
      problem.setDetail(detail);
      members.forEach(problem::setProperty);
      return ResponseEntity.status(status)
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(problem);
    }
    return Rendering.view("problem")
        .status(status)
        .modelAttribute("status", status.value())
        .modelAttribute("detail", detail == null ? "" : detail)
        .build();
  }
}
