package org.plimsoll.leadership.access;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Problem details (RFC 9457) of what is refused before a handler is called. */
public final class Problems {
  private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9._:/\\[\\] -]{1,200}");

  private Problems() {}

  /**
   * Answers.
   *
   * @param value left out where it has more than letters, digits and . _ : / [ ] -
   */
  public static Mono<Void> write(
      ServerHttpResponse response, HttpStatus status, String field, String value, String expected) {
    response.setStatusCode(status);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    String problem =
        """
        {"type":"about:blank","title":"%s","status":%d,"field":"%s","value":"%s",\
        "expected":"%s"}\
        """
            .formatted(
                status.getReasonPhrase(),
                status.value(),
                field,
                PRINTABLE.matcher(value).matches() ? value : "",
                expected);
    return response.writeWith(
        Mono.just(response.bufferFactory().wrap(problem.getBytes(StandardCharsets.UTF_8))));
  }
}
