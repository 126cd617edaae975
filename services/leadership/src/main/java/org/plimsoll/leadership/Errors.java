package org.plimsoll.leadership;

import java.util.Locale;
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

  private final InWords words;

  Errors(InWords words) {
    this.words = words;
  }

  @ExceptionHandler
  Object bad(BadParameterException e, ServerWebExchange exchange) {
    return answer(
        exchange,
        HttpStatus.BAD_REQUEST,
        e.getMessage(),
        said("problem.bad.value", exchange, e.field(), e.value()),
        Map.of("field", e.field(), "value", e.value(), "expected", e.expected()));
  }

  @ExceptionHandler
  Object unknown(UnknownException e, ServerWebExchange exchange) {
    return answer(
        exchange,
        HttpStatus.NOT_FOUND,
        e.getMessage(),
        said("problem.unknown", exchange, e.value()),
        Map.of("field", e.field(), "value", e.value(), "expected", e.expected()));
  }

  /** What the framework refuses: no such path, no such method, nothing acceptable. */
  @ExceptionHandler
  Object refused(ResponseStatusException e, ServerWebExchange exchange) {
    HttpStatusCode status = ((ErrorResponse) e).getStatusCode();
    String said =
        status.value() == HttpStatus.NOT_FOUND.value()
            ? said("problem.noPage", exchange)
            : said("problem.status", exchange, String.valueOf(status.value()));
    return answer(exchange, status, e.getReason(), said, Map.of());
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
        said("problem.log", exchange),
        Map.of());
  }

  private String said(String key, ServerWebExchange exchange, String... of) {
    return words.say(key, locale(exchange), (Object[]) of);
  }

  private static Locale locale(ServerWebExchange exchange) {
    Locale locale = exchange.getLocaleContext().getLocale();
    return locale == null ? Web.LANGUAGES.getFirst() : locale;
  }

  /**
   * @param detail for programs, in English
   * @param said the same for people, in their language
   */
  private static Object answer(
      ServerWebExchange exchange,
      HttpStatusCode status,
      @Nullable String detail,
      String said,
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
        .modelAttribute("language", locale(exchange).getLanguage())
        .modelAttribute("detail", said)
        .build();
  }
}
