package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.plimsoll.leadership.Choices.Choice;
import org.plimsoll.leadership.Exceptions.Episode;
import org.springframework.stereotype.Component;

/** What whoever grants more tolerance should know before they write a limit. */
@Component
class LimitsInWords {
  private final Sentences sentences;
  private final InWords words;

  LimitsInWords(Sentences sentences, InWords words) {
    this.sentences = sentences;
    this.words = words;
  }

  /** What stands, and which limits would not bring the figure within; nothing of a forecast. */
  String hint(Reports.Case found, Locale locale) {
    Episode episode = found.episode();
    String unit = episode.unit();
    String currency = found.node().currency();
    long limit = found.told().stood().inForce().limitTenThousandths();
    if (episode.expected() != null) {
      return words.say(
          "form.limit.now",
          locale,
          sentences.allowed(
              episode.breach(),
              words.quantity(InWords.limit(limit), unit, currency, 0, locale),
              locale));
    }
    if (episode.denominator() == 0) {
      return "";
    }
    boolean least = episode.breach().equals("AT_LEAST");
    BigDecimal value =
        InWords.value(episode.numerator(), episode.denominator(), unit)
            .setScale(
                unit.equals("RATIO") ? 3 : 2, least ? RoundingMode.FLOOR : RoundingMode.CEILING);
    BigDecimal stands = InWords.limit(limit);
    InWords.Beside texts = words.beside(value, stands, unit, currency, locale);
    boolean lowest =
        least && value.signum() == 0 && DecisionForm.NEVER_NEGATIVE.contains(episode.measure());
    return words.say(
        lowest ? "form.limit.least.only" : least ? "form.limit.least" : "form.limit.most",
        locale,
        texts.limit(),
        unit.equals("MINOR_UNITS")
            ? words.exactMoney(value, currency, locale)
            : words.quantity(value, unit, currency, 1, locale));
  }

  /** Why no limit that would do can be granted by who may decide as the node above alone. */
  String room(Seen seen, List<Choice> offered, Reports.Case found, Locale locale) {
    String parent = found.node().parentId();
    boolean asParent =
        offered.stream()
            .filter(choice -> choice.kind().equals("GRANT_TOLERANCE"))
            .flatMap(choice -> choice.persons().stream())
            .allMatch(person -> person.as() == null || person.as().equals(parent));
    if (!asParent || parent == null || found.report() == null) {
      return "";
    }
    String part = seen.reportInWords().room(found.report(), parent, locale);
    if (part.isEmpty()) {
      return "";
    }
    String room =
        words.say(
            "form.limit.room",
            locale,
            words.above(parent, found.node(), seen.nodes(), locale),
            part);
    // Or nobody would see how the present limit can be wider than what the node above holds.
    String by = found.told().stood().granted().grantedBy();
    boolean byPortfolio =
        seen.nodes().node(parent).filter(above -> by.equals(above.parentId())).isPresent();
    return byPortfolio ? room + " " + words.say("form.limit.byPortfolio", locale) : room;
  }
}
