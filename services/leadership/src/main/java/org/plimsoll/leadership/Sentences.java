package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Exceptions.Called;
import org.plimsoll.leadership.Exceptions.Episode;
import org.plimsoll.leadership.Exceptions.Expected;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.leadership.Reported.Figures;
import org.springframework.stereotype.Component;

/** Says an exception in one or two sentences: what happened, and what it means. */
@Component
class Sentences {
  /**
   * @param happened the figure
   * @param meaning the tolerance, by how much it is exceeded, and the amounts behind it
   * @param exact the value as it is computed
   */
  record Told(String happened, String meaning, String exact) {}

  private final InWords words;
  private final PersonsInWords persons;

  Sentences(InWords words, PersonsInWords persons) {
    this.words = words;
    this.persons = persons;
  }

  Told of(Episode e, Node node, @Nullable Figures figures, Locale locale) {
    return of(e, e.limitTenThousandths(), node, figures, locale);
  }

  /**
   * Against a limit that was granted since it was raised.
   *
   * @param limitTenThousandths in the unit of the exception
   */
  Told of(
      Episode e, long limitTenThousandths, Node node, @Nullable Figures figures, Locale locale) {
    if (e.denominator() == 0) {
      return new Told(
          words.symbol("measure", e.measure(), locale), words.say("notYet", locale), "");
    }
    BigDecimal value = InWords.value(e.numerator(), e.denominator(), e.unit());
    BigDecimal limit = InWords.limit(limitTenThousandths);
    InWords.Beside texts = words.beside(value, limit, e.unit(), node.currency(), locale);
    String allowed = allowed(e.breach(), texts.limit(), locale);
    Expected expected = e.expected();
    String meaning;
    if (expected == null) {
      meaning =
          e.state().equals("OPEN")
              ? words.say(
                  "tolerated.exceeded",
                  locale,
                  allowed,
                  words.apart(texts, value, limit, e.unit(), node.currency(), locale))
              : words.say("tolerated.then", locale, allowed);
    } else if (e.state().equals("OPEN")) {
      meaning =
          words.say(
              "tolerated.expected",
              locale,
              allowed,
              words.day(expected.on(), locale),
              words.day(expected.earliestOn(), locale),
              words.day(expected.latestOn(), locale),
              words.count("reports", expected.reports(), locale));
    } else {
      meaning = words.say("tolerated.dissolved", locale, allowed);
    }
    // The amounts are those of now, so they say nothing of what is over.
    String amounts = e.state().equals("OPEN") ? amounts(e, node, figures, locale) : "";
    return new Told(
        happened(e, node, value, texts.value(), locale),
        amounts.isEmpty() ? meaning : meaning + " " + amounts,
        e.numerator() + " / " + e.denominator());
  }

  /** The kind of tolerance, and whether it is only expected to be exceeded. */
  String kind(Episode e, Locale locale) {
    String kind = words.symbol("kind", e.kind(), locale);
    return e.expected() == null ? kind : words.say("kind.expected", locale, kind);
  }

  /** "at most 10.0%" or "at least 0.90". */
  String allowed(String breach, String limit, Locale locale) {
    return switch (breach) {
      case "AT_MOST" -> words.say("atMost", locale, limit);
      case "AT_LEAST" -> words.say("atLeast", locale, limit);
      default -> limit;
    };
  }

  private String happened(Episode e, Node node, BigDecimal value, String text, Locale locale) {
    String measure = words.symbol("measure", e.measure(), locale);
    return switch (e.measure()) {
      case "COST_GROWTH_ORIGINAL",
          "COST_GROWTH_CURRENT",
          "FINISH_SLIP_ORIGINAL",
          "FINISH_SLIP_CURRENT",
          "PROJECTED_SLIP_ORIGINAL",
          "PROJECTED_SLIP_CURRENT",
          "MILESTONE_SLIP" ->
          value.signum() > 0
              ? words.say("happened." + e.measure(), locale, text)
              : words.say("happened", locale, measure, text);
      case "SILENCE" -> words.say("happened.SILENCE", locale, text);
      case "CPI" ->
          words.say(
              "happened.CPI", locale, text, words.symbol("currency", node.currency(), locale));
      case "SPI", "SPI_T" ->
          words.say(
              "happened." + e.measure(),
              locale,
              text,
              words.quantity(value.movePointRight(2), "PERCENT", null, 0, locale));
      case "INDICATOR_ACHIEVEMENT" -> indicator(e.indicatorId(), e, node, text, locale);
      case "INDICATOR_TREND" ->
          words.say(
              "happened",
              locale,
              measure(e.measure(), node.target(e.indicatorId()).orElse(null), locale),
              text);
      default -> words.say("happened", locale, measure, text);
    };
  }

  private String indicator(
      @Nullable String indicatorId, Episode e, Node node, String share, Locale locale) {
    Optional<Target> target = node.target(indicatorId);
    if (target.isEmpty()) {
      return words.say("happened", locale, String.valueOf(indicatorId), share);
    }
    return achieved(
        target.get(), reached(target.get(), e.numerator(), e.denominator()), share, locale);
  }

  /** A reading of a target, for example "50 of 800 pupils, 6.3% of the target". */
  String ofTarget(Target target, Batch.Reading reading, String share, Locale locale) {
    return words.say(
        "reached" + most(target),
        locale,
        words.indicator(reached(target, reading.n(), reading.d()), locale),
        words.indicator(InWords.limit(target.target()), locale),
        unit(target, locale),
        share);
  }

  /** More than all of a target that is not to be exceeded is not what was aimed at. */
  private static String most(Target target) {
    return target.direction().equals("AT_MOST") ? ".AT_MOST" : "";
  }

  /** The fraction may have been shortened; the target stands in the facts. */
  private static BigDecimal reached(Target target, long numerator, long denominator) {
    return InWords.limit(target.target())
        .multiply(BigDecimal.valueOf(numerator))
        .divide(BigDecimal.valueOf(denominator), 4, RoundingMode.HALF_UP);
  }

  private String achieved(Target target, BigDecimal reached, String share, Locale locale) {
    return words.say(
        "happened.INDICATOR_ACHIEVEMENT" + most(target),
        locale,
        name(target, locale),
        words.indicator(reached, locale),
        words.indicator(InWords.limit(target.target()), locale),
        unit(target, locale),
        share);
  }

  /** What a measure is called; one of an indicator by the indicator's name. */
  String measure(String measure, @Nullable Target target, Locale locale) {
    if (target == null) {
      return words.symbol("measure", measure, locale);
    }
    return measure.equals("INDICATOR_TREND")
        ? words.say("measureOf.INDICATOR_TREND", locale, name(target, locale))
        : name(target, locale);
  }

  /** What an exception is called, as "Enbek: Cost performance (CPI)". */
  String called(Called exception, Locale locale) {
    return exception.names().in(locale)
        + ": "
        + words.symbol("measure", exception.measure(), locale);
  }

  /** The same; one that is not seen goes by its id. */
  String called(Optional<Called> exception, String id, Locale locale) {
    return exception.map(called -> called(called, locale)).orElse(id);
  }

  static String name(Target target, Locale locale) {
    String name = target.name().get(locale.getLanguage());
    return name == null ? target.id() : name;
  }

  /** What a target counts. */
  String unit(Target target, Locale locale) {
    // Units are words of the facts; the few that every plan uses have a translation.
    String key = target.unit().toLowerCase(Locale.ROOT).replace(' ', '-');
    return words.symbol("unit", key, locale).equals(key)
        ? target.unit()
        : words.symbol("unit", key, locale);
  }

  /** An indicator's number, for example "4.8%" or "800 pupils". */
  String inItsUnit(Target target, BigDecimal value, Locale locale) {
    String number = words.indicator(value, locale);
    return target.unit().equalsIgnoreCase("percent")
        ? words.say("percent", locale, number)
        : number + " " + unit(target, locale);
  }

  private String amounts(Episode e, Node node, @Nullable Figures figures, Locale locale) {
    if (figures == null) {
      return "";
    }
    String currency = node.currency();
    return switch (e.measure()) {
      case "COST_GROWTH_ORIGINAL", "COST_GROWTH_CURRENT" -> {
        Long baseline =
            e.measure().equals("COST_GROWTH_ORIGINAL")
                ? node.originalCostMinor()
                : node.currentCostMinor();
        yield figures.eacMinor() == null || baseline == null
            ? ""
            : words.say(
                "amounts.cost",
                locale,
                words.money(figures.eacMinor(), currency, locale),
                words.money(baseline, currency, locale));
      }
      case "VAC", "ETC", "TCPI_EAC" ->
          figures.eacMinor() == null || figures.bacMinor() == null
              ? ""
              : words.say(
                  "amounts.cost",
                  locale,
                  words.money(figures.eacMinor(), currency, locale),
                  words.money(figures.bacMinor(), currency, locale));
      case "CPI", "CV", "TCPI_BAC" ->
          figures.evMinor() == null || figures.acMinor() == null
              ? ""
              : words.say(
                  "amounts.cpi",
                  locale,
                  words.money(figures.acMinor(), currency, locale),
                  words.money(figures.evMinor(), currency, locale));
      case "SPI", "SV" ->
          figures.evMinor() == null || figures.pvMinor() == null
              ? ""
              : words.say(
                  "amounts.spi",
                  locale,
                  words.money(figures.pvMinor(), currency, locale),
                  words.money(figures.evMinor(), currency, locale));
      case "FINISH_SLIP_ORIGINAL", "FINISH_SLIP_CURRENT" ->
          figures.forecastFinish() == null
              ? ""
              : words.say("amounts.finish", locale, words.day(figures.forecastFinish(), locale));
      // What is shown beside the figures is projected on the current baseline.
      case "PROJECTED_SLIP_CURRENT" ->
          figures.projectedFinish() == null
              ? ""
              : words.say(
                  "amounts.projected", locale, words.day(figures.projectedFinish(), locale));
      case "INDICATOR_ACHIEVEMENT", "INDICATOR_TREND" -> {
        Long cost = figures.eacMinor() == null ? node.currentCostMinor() : figures.eacMinor();
        yield cost == null
            ? ""
            : words.say("amounts.stake", locale, words.money(cost, currency, locale));
      }
      default -> "";
    };
  }

  /** Who answers for a node, with their role. */
  String accountable(Node node, Locale locale) {
    if (node.person() == null) {
      return words.say("accountable.nobody", locale);
    }
    String name = persons.named(node.person(), locale);
    String role = node.role() == null ? "" : node.role().in(locale);
    return role.isEmpty() ? name : name + ", " + role;
  }
}
