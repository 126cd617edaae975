package org.plimsoll.policy.text;

/** What a file says cannot be taken; names the place and what would have been right. */
public final class MisreadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String field;
  private final String value;
  private final String expected;

  /**
   * @param line counted from 1; 0 where no line is at fault
   * @param field the name in front of the colon; empty where none is at fault
   */
  public MisreadException(int line, String field, String value, String expected) {
    // Without a stack trace: it is an answer.
    super(told(line, field, value, expected), null, false, false);
    this.line = line;
    this.field = field;
    this.value = value;
    this.expected = expected;
  }

  private static String told(int line, String field, String value, String expected) {
    return (line == 0 ? "" : "line " + line + ", ")
        + (field.isEmpty() ? "" : field + ": ")
        + value
        + " - expected "
        + expected;
  }

  public int line() {
    return line;
  }

  public String field() {
    return field;
  }

  public String value() {
    return value;
  }

  public String expected() {
    return expected;
  }
}
