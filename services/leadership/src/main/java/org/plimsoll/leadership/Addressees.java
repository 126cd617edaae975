package org.plimsoll.leadership;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.access.Readers;
import org.springframework.stereotype.Component;

/** To whom an exception can be handed over. */
@Component
class Addressees {
  /** Persons offered to hand an exception to. */
  private static final int KNOWN = 500;

  private final Readers readers;
  private final InWords words;
  private final PersonsInWords persons;

  Addressees(Readers readers, InWords words, PersonsInWords persons) {
    this.readers = readers;
    this.words = words;
    this.persons = persons;
  }

  /** Somebody known by this name, or the accountable persons whose names have it as a part. */
  List<String> meant(Seen seen, Node node, String given, Locale locale) {
    if (readers.isKnown(given)) {
      return List.of(given);
    }
    String part = given.toLowerCase(locale);
    return of(seen, node, locale).stream()
        .filter(each -> each.toLowerCase(locale).contains(part))
        .toList();
  }

  /** Who is accountable above, and at which level; empty where nobody else is named there. */
  String above(Seen seen, Node node, Locale locale) {
    return seen.nodes().accountableAbove(node.id()).stream()
        .filter(each -> !each.person().equals(seen.reader().person()))
        .map(each ->
            words.say(
                "form.handedTo.one",
                locale,
                persons.named(each.person(), locale),
                words.symbol("level", each.level(), locale)))
        .collect(joining("; "));
  }

  /** By name: who is above first. */
  List<String> of(Seen seen, Node node, Locale locale) {
    return Stream.concat(
            named(
                seen.nodes().accountableAbove(node.id()).stream()
                    .map(Nodes.Above::person)
                    .filter(above -> !above.equals(seen.reader().person()))
                    .toList(),
                locale),
            named(seen.nodes().accountable(KNOWN), locale).sorted())
        .distinct()
        .toList();
  }

  private Stream<String> named(List<String> accountable, Locale locale) {
    persons.lookUp(accountable.stream());
    return accountable.stream().map(each -> persons.named(each, locale));
  }
}
