package org.plimsoll.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.policy.text.MisreadException;
import org.springframework.http.HttpStatus;

/** Why a request, or one line of it, is not taken; told as a problem detail (RFC 9457). */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final transient @Nullable Refusal refusal;
  private final transient List<Refusal> errors;
  private final int omitted;

  private Problem(
      HttpStatus status,
      String detail,
      @Nullable Refusal refusal,
      List<Refusal> errors,
      int omitted) {
    // Without a stack trace: problems are answers, and a file may hold a million of them.
    super(detail, null, false, false);
    this.status = status;
    this.refusal = refusal;
    this.errors = errors;
    this.omitted = omitted;
  }

  static Problem of(HttpStatus status, String detail) {
    return new Problem(status, detail, null, List.of(), 0);
  }

  /** One field holds what cannot be taken. */
  static Problem of(
      HttpStatus status, Refusal.Reason reason, String field, String value, String expected) {
    return of(status, new Refusal(reason, field, value, expected));
  }

  static Problem of(HttpStatus status, Refusal refusal) {
    return of(status, sentence(refusal), refusal);
  }

  private static String sentence(Refusal refusal) {
    return "%s: %s - expected %s".formatted(refusal.field(), refusal.value(), refusal.expected());
  }

  /** As above, explained in other words. */
  static Problem of(HttpStatus status, String detail, Refusal refusal) {
    return new Problem(status, detail, refusal, List.of(refusal), 0);
  }

  /**
   * A body that cannot be taken: 422 for what a later day or another portfolio would take, 400 for
   * the rest.
   *
   * @param refusal stands for all where only one can be told
   * @param errors all of them
   * @param omitted how many there are beside these
   */
  static Problem ofBody(Refusal refusal, List<Refusal> errors, int omitted) {
    HttpStatus status =
        switch (refusal.reason()) {
          case FUTURE_DATA_DATE, WRONG_CURRENCY, CYCLE -> HttpStatus.UNPROCESSABLE_CONTENT;
          default -> HttpStatus.BAD_REQUEST;
        };
    int all = errors.size() + omitted;
    String said = sentence(refusal);
    return new Problem(
        status,
        all == 1 ? said : "%d errors; found first: %s".formatted(all, said),
        refusal,
        errors,
        omitted);
  }

  /**
   * 400: YAML that cannot be taken, with everything that is wrong with it.
   *
   * @param what what was sent, such as "policy"
   */
  static Problem of(String what, MisreadException e) {
    List<Refusal> all =
        Stream.concat(Stream.of(e), e.others().stream())
            .map(each ->
                new Refusal(
                    Refusal.Reason.MALFORMED,
                    (each.line() == 0 ? what : what + ", line " + each.line())
                        + (each.field().isEmpty() ? "" : ", " + each.field()),
                    each.value(),
                    each.expected()))
            .toList();
    return ofBody(
        all.getFirst(),
        all.stream().limit(Refusals.MOST_TOLD).toList(),
        Math.max(0, all.size() - Refusals.MOST_TOLD));
  }

  /** 400: the field cannot be read as what it is. */
  static Problem malformed(String field, String value, String expected) {
    return of(HttpStatus.BAD_REQUEST, Refusal.Reason.MALFORMED, field, value, expected);
  }

  /** 500, in the middle of something that takes its time and may be sent again. */
  static Problem ofOurs() {
    return of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "A fault of the service, described in its log. What was published stays so; send the same again, which adds nothing twice.");
  }

  HttpStatus status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  /** The field at fault, or the one that was found first, where there is one. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /** Members of the problem detail. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", status.getReasonPhrase());
    body.put("status", status.value());
    body.put("detail", detail());
    if (refusal != null) {
      body.putAll(Lines.members(refusal));
    }
    if (errors.size() > 1) {
      body.put("errors", errors.stream().map(Lines::members).toList());
    }
    if (omitted > 0) {
      body.put("omitted", omitted);
    }
    return body;
  }
}
