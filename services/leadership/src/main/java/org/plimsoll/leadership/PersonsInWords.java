package org.plimsoll.leadership;

import static java.util.Objects.requireNonNullElse;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Decisions.Decision;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.leadership.persons.Opened;
import org.plimsoll.leadership.persons.PersonKeys;
import org.springframework.stereotype.Component;

/**
 * Persons by their names, and what they wrote in their words. Where either was erased, it says so.
 */
@Component
class PersonsInWords {
  private final Directory directory;
  private final PersonKeys keys;
  private final InWords words;

  PersonsInWords(Directory directory, PersonKeys keys, InWords words) {
    this.directory = directory;
    this.keys = keys;
    this.words = words;
  }

  /** With the name in place of each pseudonym: of what an event calls a person, or a sentence. */
  String named(String text, Locale locale) {
    return Directory.PSEUDONYM
        .matcher(text)
        .replaceAll((MatchResult found) ->
            Matcher.quoteReplacement(
                directory.name(found.group()).orElseGet(() -> words.say("person.erased", locale))));
  }

  /** Looks up whom a list names before it is written, all of them at once. */
  void lookUp(Stream<? extends @Nullable String> texts) {
    directory.lookUp(
        texts
            .filter(Objects::nonNull)
            .flatMap(text -> Directory.PSEUDONYM.matcher(text).results().map(MatchResult::group))
            .collect(Collectors.toSet()));
  }

  /** How events call somebody who was asked for by name. */
  String of(String given) {
    return directory.person(given);
  }

  /** With its reason as it reads. */
  Decision opened(Decision decision, Locale locale) {
    return decision.withReason(reason(decision, locale));
  }

  String reason(Decision decision, Locale locale) {
    return written(decision.reason(), requireNonNullElse(decision.cause().eventId(), ""), locale);
  }

  /**
   * What somebody wrote.
   *
   * @param eventId of the event that carries it
   */
  String written(String text, String eventId, Locale locale) {
    return switch (keys.open(eventId, text)) {
      case Opened.Text(String plain) -> plain;
      case Opened.Erased _ -> words.say("person.erased", locale);
      case Opened.Unreadable _ -> words.say("person.unreadable", locale);
    };
  }
}
