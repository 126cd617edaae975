package org.plimsoll.core.escalation;

/** The characters that ids and codes are made of, and how many of them. */
final class Shape {
  private static final int MAX_ID_CHARACTERS = 64;
  private static final int CURRENCY_CHARACTERS = 3;

  private Shape() {}

  /** 1 to 64 characters: a letter or digit, then letters, digits and . _ - */
  static boolean isNodeId(String id) {
    return isId(id, false) && isLetterOrDigit(id.charAt(0));
  }

  /** 1 to 64 characters of letters, digits and . _ : - */
  static boolean isEventId(String id) {
    return isId(id, true);
  }

  /** Three capital letters. */
  static boolean isCurrency(String code) {
    if (code.length() != CURRENCY_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < CURRENCY_CHARACTERS; i++) {
      if (code.charAt(i) < 'A' || code.charAt(i) > 'Z') {
        return false;
      }
    }
    return true;
  }

  private static boolean isId(String id, boolean colons) {
    if (id.isEmpty() || id.length() > MAX_ID_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-' && !(colons && c == ':')) {
        return false;
      }
    }
    return true;
  }

  /** Of ASCII alone. */
  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
