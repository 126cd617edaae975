package org.plimsoll.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many of some projects are in which trouble; each is counted once, by the first of these.
 *
 * @param beyond out of tolerance as a fact
 * @param silent whose source is silent
 * @param expected within tolerance, and expected beyond it
 */
record Troubles(long beyond, long silent, long expected) {
  String in(InWords words, Locale locale) {
    List<String> said = new ArrayList<>();
    add("troubles.beyond", beyond, words, locale, said);
    add("troubles.silent", silent, words, locale, said);
    add("troubles.expected", expected, words, locale, said);
    return said.isEmpty() ? words.say("troubles.none", locale) : String.join(", ", said);
  }

  private static void add(
      String key, long number, InWords words, Locale locale, List<String> said) {
    if (number > 0) {
      said.add(words.say(key, locale, words.integer(number, locale)));
    }
  }
}
