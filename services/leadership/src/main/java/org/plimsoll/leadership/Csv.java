package org.plimsoll.leadership;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows as RFC 4180 has them, each field in quotes. A field that a spreadsheet would take for a
 * formula gets an apostrophe in front: <a
 * href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP</a>.
 */
final class Csv {
  /** With the forms of full width, which spreadsheets of East Asia take for the same. */
  private static final String BEGINS_A_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private Csv() {}

  static String row(List<String> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String field(String text) {
    boolean formula = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
