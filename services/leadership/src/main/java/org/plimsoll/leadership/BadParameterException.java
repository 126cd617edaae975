package org.plimsoll.leadership;

/** A parameter that cannot be followed, said so that the caller can mend it. */
final class BadParameterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String expected;

  BadParameterException(String field, String value, String expected) {
    super("%s: %s - expected %s".formatted(field, value, expected));
    this.field = field;
    this.value = value.length() > 200 ? value.substring(0, 200) : value;
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
