package org.plimsoll.policy.text;

import java.util.List;

/** What a file says cannot be taken; names the place and what would have been right. */
public final class MisreadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String field;
  private final String value;
  private final String expected;
  private final transient List<MisreadException> others;

  /**
   * @param line counted from 1; 0 where no line is at fault
   * @param field the name in front of the colon; empty where none is at fault
   */
  public MisreadException(int line, String field, String value, String expected) {
    this(line, field, value, expected, List.of());
  }

  private MisreadException(
      int line, String field, String value, String expected, List<MisreadException> others) {
    // Without a stack trace: it is an answer.
    super(told(line, field, value, expected), null, false, false);
    this.line = line;
    this.field = field;
    this.value = value;
    this.expected = expected;
    this.others = others;
  }

  /** The first of these, which knows the others. */
  static MisreadException of(List<MisreadException> all) {
    MisreadException first = all.getFirst();
    return new MisreadException(
        first.line, first.field, first.value, first.expected, all.subList(1, all.size()));
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

  /** What else cannot be taken of the same file, in the order of lines. */
  public List<MisreadException> others() {
    return others;
  }
}
