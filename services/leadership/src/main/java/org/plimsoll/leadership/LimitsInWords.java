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
  private final PersonsInWords persons;

  LimitsInWords(Sentences sentences, InWords words, PersonsInWords persons) {
    this.sentences = sentences;
    this.words = words;
    this.persons = persons;
  }

  /** What stands, and which limits would not bring the figure within; nothing of a forecast. */
  String hint(Seen seen, Reports.Case found, Locale locale) {
    Episode episode = found.episode();
    String unit = episode.unit();
    String currency = found.node().currency();
    long limit = found.told().stood().inForce().limitTenThousandths();
    if (episode.expected() != null) {
      return words.say(
          "form.limit.now",
          locale,
          sentences.allowed(
              episode.breach(), words.limit(InWords.limit(limit), unit, currency, locale), locale));
    }
    if (episode.denominator() == 0) {
      return "";
    }
    boolean least = episode.breach().equals("AT_LEAST");
    BigDecimal value =
        written(
            InWords.value(episode.numerator(), episode.denominator(), unit),
            unit,
            episode.breach());
    BigDecimal stands = InWords.limit(limit);
    InWords.Beside texts = words.beside(value, stands, unit, currency, locale);
    boolean lowest = DecisionForm.allowsEverything(episode.measure(), episode.breach(), value);
    String hint =
        words.say(
            lowest ? "form.limit.least.only" : least ? "form.limit.least" : "form.limit.most",
            locale,
            texts.limit(),
            unit.equals("MINOR_UNITS")
                ? words.exactMoney(value, currency, locale)
                : words.quantity(value, unit, currency, 1, locale));
    // What holds today's figures may not hold the next ones.
    String outlook =
        found.report() == null
            ? ""
            : seen.reportInWords().worsens(found.report(), found.node(), locale);
    return outlook.isEmpty() ? hint : hint + " " + outlook;
  }

  /** The limit that somebody would write to hold a value: no more places than are usual. */
  static BigDecimal written(BigDecimal value, String unit, String breach) {
    int places =
        switch (unit) {
          case "RATIO" -> 3;
          case "DAYS" -> 0;
          default -> 2;
        };
    return value.setScale(
        places, breach.equals("AT_LEAST") ? RoundingMode.FLOOR : RoundingMode.CEILING);
  }

  /** Whether a value has nowhere further to go beyond its limit. */
  static boolean cannotGrow(Episode episode) {
    return episode.expected() == null
        && episode.denominator() != 0
        && DecisionForm.allowsEverything(
            episode.measure(), episode.breach(), BigDecimal.valueOf(episode.numerator()));
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
    Nodes.Above last =
        seen.nodes().accountableAbove(found.node().id()).stream()
            .filter(above -> above.level().equals("PORTFOLIO"))
            .findFirst()
            .orElse(null);
    String room =
        words.say(
            last == null ? "form.limit.room" : "form.limit.room.named",
            locale,
            words.above(parent, found.node(), seen.nodes(), locale),
            part,
            last == null ? "" : persons.named(last.person(), locale));
    // Or nobody would see how the present limit can be wider than what the node above holds.
    String by = found.told().stood().granted().grantedBy();
    boolean byPortfolio =
        seen.nodes().node(parent).filter(above -> by.equals(above.parentId())).isPresent();
    return byPortfolio ? room + " " + words.say("form.limit.byPortfolio", locale) : room;
  }
}
