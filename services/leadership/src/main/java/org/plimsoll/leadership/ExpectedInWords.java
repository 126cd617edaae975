package org.plimsoll.leadership;

import static java.util.Comparator.comparingInt;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * What would have been taken in the place of what was refused, in the reader's language. The trail
 * says it in English, and keeps saying it so: entries are never written anew. What stands there is
 * looked for among the English phrases, and said with the same parts in another language.
 */
@Component
class ExpectedInWords {
  /** Its English file has the texts of the trail. */
  private static final String PHRASES = "messages/leadership/expected";

  private static final Pattern PART = Pattern.compile("\\{\\d}");
  private static final Pattern SYMBOL = Pattern.compile("[A-Z][A-Z_]+");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /** As core writes a number of them. */
  private static final Pattern DAYS = Pattern.compile("(-?\\d+(?:\\.\\d+)?) days");

  /** What differs is a word or a list, unless a comma tells where it ends. */
  private static final String WORD = "(\\S+|\\[.*])";

  private static final String WORDS = "(.+)";

  /**
   * A text of the trail.
   *
   * @param trail a group for each part that differs
   */
  private record Phrase(String key, Pattern trail, int said) {
    static Phrase of(String key, String english) {
      // Only a message with parts is a pattern, in which an apostrophe is written twice.
      boolean hasParts = PART.matcher(english).find();
      String part = english.contains(",") ? WORDS : WORD;
      List<String> said = new ArrayList<>();
      for (String between : PART.split(english, -1)) {
        said.add(Pattern.quote(hasParts ? between.replace("''", "'") : between));
      }
      return new Phrase(key, Pattern.compile(String.join(part, said)), english.length());
    }
  }

  /** Those that say most come first: "at most 7 minor units" is no "at most" of anything. */
  private static final List<Phrase> ALL = phrases();

  private final InWords words;
  private final PersonsInWords persons;

  ExpectedInWords(InWords words, PersonsInWords persons) {
    this.words = words;
    this.persons = persons;
  }

  private static List<Phrase> phrases() {
    ResourceBundle english = ResourceBundle.getBundle(PHRASES, Locale.ROOT);
    return english.keySet().stream()
        .map(key -> Phrase.of(key, english.getString(key)))
        .sorted(comparingInt(Phrase::said).reversed().thenComparing(Phrase::key))
        .toList();
  }

  /** As the trail has it, with persons by their names. */
  String inTrail(String expected, Locale locale) {
    return persons.named(expected, locale);
  }

  /** In the reader's language; as the trail has it where no phrase says the same. */
  String say(String expected, Locale locale) {
    return locale.getLanguage().equals("en")
        ? inTrail(expected, locale)
        : say(expected, Map.of(), locale);
  }

  /**
   * The same to who reads no trail: in English, too, days and measures are said as elsewhere.
   *
   * @param named names of nodes, by id, that are said in the place of ids
   */
  String say(String expected, Map<String, String> named, Locale locale) {
    return translated(inTrail(expected, locale), named, locale);
  }

  /**
   * A phrase that says a text.
   *
   * @param parts what differs, in the order of the text
   */
  record Said(String key, List<String> parts) {}

  /** The phrase for a text of the trail; empty where none says the same. */
  static Optional<Said> phrase(String text) {
    for (Phrase phrase : ALL) {
      Matcher found = phrase.trail.matcher(text);
      if (found.matches()) {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= found.groupCount(); i++) {
          parts.add(found.group(i));
        }
        return Optional.of(new Said(phrase.key, parts));
      }
    }
    return Optional.empty();
  }

  private String translated(String text, Map<String, String> named, Locale locale) {
    return phrase(text)
        .map(said ->
            words.say(
                said.key,
                locale,
                said.parts.stream().map(part -> part(part, named, locale)).toArray()))
        .orElseGet(() -> DAYS.matcher(text).matches() ? part(text, named, locale) : text);
  }

  private String part(String part, Map<String, String> named, Locale locale) {
    String name = named.get(part);
    if (name != null) {
      return name;
    }
    if (DAY.matcher(part).matches()) {
      return words.day(LocalDate.parse(part), locale);
    }
    Matcher days = DAYS.matcher(part);
    if (days.matches()) {
      return words.quantity(new BigDecimal(days.group(1)), "DAYS", null, 1, locale);
    }
    if (SYMBOL.matcher(part).matches()) {
      String measure = words.symbol("measure", part, locale);
      return measure.equals(part) ? words.symbol("level", part, locale) : measure;
    }
    return translated(part, named, locale);
  }
}
