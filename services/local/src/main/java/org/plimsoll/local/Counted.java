package org.plimsoll.local;

/** A number with its noun in the right form. */
final class Counted {
  private Counted() {}

  static String of(long number, String one, String many) {
    return "%,d %s".formatted(number, number == 1 ? one : many);
  }
}
