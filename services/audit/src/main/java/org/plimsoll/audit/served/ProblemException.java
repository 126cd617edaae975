package org.plimsoll.audit.served;

/** What was asked cannot be answered; becomes problem details (RFC 9457). */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String field;
  private final String value;
  private final String expected;

  private ProblemException(int status, String field, String value, String expected) {
    super("%s: %s - expected %s".formatted(field, value, expected));
    this.status = status;
    this.field = field;
    this.value = value;
    this.expected = expected;
  }

  /** 400: the parameter cannot be read as what it is. */
  static ProblemException bad(String field, String value, String expected) {
    return new ProblemException(400, field, value, expected);
  }

  /** 404: it can be read, and there is no such thing. */
  static ProblemException unknown(String field, String value, String expected) {
    return new ProblemException(404, field, value, expected);
  }

  int status() {
    return status;
  }

  String field() {
    return field;
  }

  String value() {
    return value;
  }

  String expected() {
    return expected;
  }
}
