package org.plimsoll.leadership;

/** What was asked for is not there. */
final class UnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String expected;

  UnknownException(String field, String value, String expected) {
    super("%s: %s - expected %s".formatted(field, value, expected));
    this.field = field;
    this.value = value;
    this.expected = expected;
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
