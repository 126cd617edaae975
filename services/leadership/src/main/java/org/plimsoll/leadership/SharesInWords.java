package org.plimsoll.leadership;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.leadership.Nodes.Node;
import org.springframework.stereotype.Component;

/** Says which children bring the measure of an exception there. */
@Component
class SharesInWords {
  /** A child that brings the measure of its parent there; an empty note is none. */
  record Below(
      Node node,
      String name,
      String own,
      Position figures,
      String part,
      String note,
      @Nullable Position noted) {}

  private final InWords words;

  SharesInWords(InWords words) {
    this.words = words;
  }

  /** The children that bring a measure there, each with its part of the whole. */
  List<Below> below(Reports.Case found, Locale locale) {
    if (!(found.told().explanation() instanceof Explanation.Weighed weighed)) {
      return List.of();
    }
    Fraction whole = weighed.reading().value();
    String unit = weighed.subject().tolerance().unit().name();
    String sum = amount(whole.numerator(), whole.denominator(), unit, found.node(), locale);
    return found.shares().first().stream()
        .map(share ->
            new Below(
                share.node(),
                share.node().names().in(locale),
                amount(
                    share.own().numerator(), share.own().denominator(), unit, found.node(), locale),
                share.figures(),
                words.say(
                    share.part().numerator() > whole.numerator()
                        ? "shares.part.more"
                        : "shares.part",
                    locale,
                    amount(
                        share.part().numerator(), whole.denominator(), unit, found.node(), locale),
                    sum),
                share.note() == null
                    ? ""
                    : words.say(
                        "shares.note",
                        locale,
                        share.note().text(),
                        words.day(share.note().dataDate(), locale)),
                share.note() == null ? null : share.note().cause()))
        .toList();
  }

  /** With a place more than usual, so that small parts are told from none. */
  private String amount(long numerator, long denominator, String unit, Node node, Locale locale) {
    return words.quantity(
        InWords.value(numerator, denominator, unit), unit, node.currency(), 1, locale);
  }

  /** How many more there are; empty without any. */
  String others(Reports.Case found, Locale locale) {
    int others = found.shares().others();
    return others == 0 ? "" : words.count("shares.others", others, locale);
  }
}
