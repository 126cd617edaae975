package org.plimsoll.verify;

/** A number with its noun in the right form. */
public final class Counted {
  private Counted() {}

  public static String of(long number, String one, String many) {
    return "%,d %s".formatted(number, number == 1 ? one : many);
  }
}
