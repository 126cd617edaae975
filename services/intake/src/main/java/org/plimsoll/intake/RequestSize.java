package org.plimsoll.intake;

import org.plimsoll.core.escalation.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** How large a JSON body, or one line of NDJSON, may be. */
final class RequestSize {
  /**
   * A status with everything at its bound - 200 milestones and two texts of 4,000 characters - has
   * about 900 KB.
   */
  static final int MAX_JSON_BYTES = 1 << 20;

  private RequestSize() {}

  /** Refuses by the announced length, before anything is read. */
  static void check(ServerHttpRequest request) {
    MediaType type = request.getHeaders().getContentType();
    boolean streamed =
        type != null
            && (type.isCompatibleWith(MediaType.APPLICATION_NDJSON)
                || type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA));
    if (!streamed && request.getHeaders().getContentLength() > MAX_JSON_BYTES) {
      throw tooLarge("body");
    }
  }

  static Problem tooLarge(String field) {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        Refusal.Reason.OUT_OF_BOUNDS,
        field,
        "more than " + MAX_JSON_BYTES + " bytes",
        "at most %d bytes; many statuses go as application/x-ndjson, one to a line"
            .formatted(MAX_JSON_BYTES));
  }
}
