package org.plimsoll.leadership.subscription;

/**
 * Text that others wrote, made fit for a place where it may not do more than be read: no line
 * breaks and other controls, no marks that turn the direction of what follows.
 */
public final class Printable {
  private Printable() {}

  /** On one line, cut to so many characters; what was left out is marked. */
  public static String line(String text, int most) {
    return cut(clean(text, false).strip().replaceAll(" {2,}", " "), most);
  }

  /** With its line breaks as \n, cut to so many characters. */
  static String lines(String text, int most) {
    return cut(clean(text, true).strip(), most);
  }

  private static String clean(String text, boolean breaks) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), 1 << 16));
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> {
          if (breaks && (c == '\n' || c == '\r')) {
            clean.append('\n');
          } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            clean.append(c == 0xa0 || c == 0x202f ? Character.toString(c) : " ");
          } else if (isShown(c)) {
            clean.appendCodePoint(c);
          }
        });
    return clean.toString();
  }

  /**
   * Formatting characters are left out, the joiners that Arabic and Indic scripts need excepted.
   */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          false;
      case Character.FORMAT -> c == 0x200c || c == 0x200d || c == 0xad;
      default -> true;
    };
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
