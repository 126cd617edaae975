package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Comparison;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.Expression;
import org.plimsoll.core.explanation.Expression.Figure;
import org.plimsoll.core.explanation.Expression.Over;
import org.plimsoll.core.explanation.FigureName;
import org.plimsoll.core.explanation.Restraint;
import org.plimsoll.core.explanation.Route;
import org.plimsoll.core.explanation.State;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.leadership.Arithmetic.Line;
import org.plimsoll.leadership.Batch.Target;
import org.plimsoll.leadership.Explanations.Told;
import org.plimsoll.leadership.Nodes.Node;

/** Says an explanation in one of the three languages, step by step. */
class WhyInWords {
  /** A figure that went into the measure, and the event behind it. */
  record Operand(String name, String amount, @Nullable Position event) {}

  /**
   * An explanation in words.
   *
   * @param verdict the answer in one sentence
   * @param stepAbout what a step is; empty where the limit leaves no room for two
   * @param missing figures that would be needed
   */
  @Schema(name = "WhyInWords")
  record Said(
      String measure,
      String kind,
      String verdict,
      List<Operand> operands,
      List<Line> lines,
      List<Line> comparisons,
      @Nullable Line steps,
      String stepAbout,
      List<String> remarks,
      List<String> missing,
      String before,
      String after,
      List<String> route,
      TermsInWords.Grant grant) {}

  private final InWords words;
  private final Sentences sentences;
  private final Arithmetic arithmetic;
  private final TermsInWords terms;
  private final RestraintsInWords restraints;
  private final PersonsInWords persons;
  private final Exceptions exceptions;

  WhyInWords(
      InWords words,
      Sentences sentences,
      Arithmetic arithmetic,
      TermsInWords terms,
      RestraintsInWords restraints,
      PersonsInWords persons,
      Exceptions exceptions) {
    this.exceptions = exceptions;
    this.words = words;
    this.sentences = sentences;
    this.arithmetic = arithmetic;
    this.terms = terms;
    this.restraints = restraints;
    this.persons = persons;
  }

  Said of(Told told, Locale locale) {
    Node node = told.node();
    Tolerance tolerance = told.explanation().subject().tolerance();
    Target target = node.target(tolerance.indicatorId()).orElse(null);
    String measure = sentences.measure(tolerance.measure().name(), target, locale);
    List<Operand> operands = List.of();
    List<Line> lines = List.of();
    List<Line> comparisons = List.of();
    Line steps = null;
    List<String> missing = List.of();
    List<String> remarks = new ArrayList<>();
    switch (told.explanation()) {
      case Explanation.NotInForce _ -> {}
      case Explanation.NotMeasurable not -> {
        Expression formula = Arithmetic.ofMeasure(not.formula(), tolerance.measure());
        operands = operands(formula, told, locale);
        lines =
            List.of(
                new Line(
                    measure + " = " + arithmetic.named(formula, called(node, locale), locale),
                    arithmetic.numbers(formula, node.currency(), locale),
                    words.symbol("notYet", not.reason().name(), locale)));
        missing =
            formula.missing().stream()
                .map(figure -> name(figure, node, locale))
                .distinct()
                .toList();
      }
      case Explanation.Weighed weighed -> {
        Expression shown = Arithmetic.ofMeasure(shown(weighed), tolerance.measure());
        operands = operands(shown, told, locale);
        lines = lines(weighed, shown, measure, node, locale);
        comparisons =
            weighed.comparisons().stream().map(c -> arithmetic.comparison(c, locale)).toList();
        steps = weighed.steps() == null ? null : arithmetic.steps(weighed.steps(), locale);
        remarks.addAll(remarks(weighed, node, locale));
      }
    }
    return new Said(
        measure,
        words.symbol("kind", tolerance.kind().name(), locale),
        verdict(told, measure, locale),
        operands,
        lines,
        comparisons,
        steps,
        steps == null || steps.numbers().isEmpty() ? "" : stepAbout(tolerance, node, locale),
        remarks,
        missing,
        state(told.explanation().before(), locale),
        state(told.explanation().after(), locale),
        told.explanation().routes().stream()
            .map(route -> route(route, tolerance, node, locale))
            .toList(),
        terms.of(told.stood(), node, locale));
  }

  /** Of a limit in minor units the amount is weighed, and that is the measure's numerator. */
  private static Expression shown(Explanation.Weighed weighed) {
    return weighed.subject().tolerance().unit() == ToleranceUnit.MINOR_UNITS
            && weighed.formula() instanceof Over(Expression numerator, var _)
        ? numerator
        : weighed.formula();
  }

  private List<Line> lines(
      Explanation.Weighed weighed, Expression shown, String measure, Node node, Locale locale) {
    List<Line> lines = new ArrayList<>(arithmetic.derived(shown, node.currency(), locale));
    Fraction value = weighed.reading().value();
    String unit = weighed.subject().tolerance().unit().name();
    lines.add(
        new Line(
            measure + " = " + arithmetic.named(shown, called(node, locale), locale),
            arithmetic.numbers(shown, node.currency(), locale),
            words.quantity(
                InWords.value(value.numerator(), value.denominator(), unit),
                unit,
                node.currency(),
                2,
                locale)));
    return lines;
  }

  private List<Operand> operands(Expression expression, Told told, Locale locale) {
    return expression
        .operands()
        .filter(Figure.class::isInstance)
        .map(Figure.class::cast)
        .distinct()
        .map(figure ->
            new Operand(
                name(figure, told.node(), locale),
                arithmetic.quantity(figure.quantity(), told.node().currency(), locale),
                event(figure, told)))
        .toList();
  }

  /** The event behind a figure; null for one that is no event's, as a period of a plan. */
  static @Nullable Position event(Figure figure, Told told) {
    return switch (figure.name()) {
      case TODAY -> told.tick() == null ? told.at() : told.tick().at();
      // What was added up is said by the measure; the event is that of the sums.
      case NUMERATORS_BELOW, DENOMINATORS_BELOW ->
          told.sourced().event(new Figure(figure.name(), null, figure.quantity()));
      default -> told.sourced().event(figure);
    };
  }

  /** Figures of an indicator go by what it counts; a milestone has no other name than its id. */
  private UnaryOperator<String> called(Node node, Locale locale) {
    return id -> node.target(id).map(target -> sentences.unit(target, locale)).orElse(id);
  }

  private String name(Figure figure, Node node, Locale locale) {
    if (figure.name() == FigureName.NUMERATORS_BELOW
        || figure.name() == FigureName.DENOMINATORS_BELOW) {
      return arithmetic.symbol(figure.name(), figure.of(), called(node, locale), locale);
    }
    String name = words.symbol("figureName", figure.name().name(), locale);
    String symbol =
        switch (figure.name()) {
          case PV, EV, AC, BAC, ETC, EAC, ES, AT, PD -> figure.name().name() + ", " + name;
          default -> name;
        };
    return figure.of() == null
        ? symbol
        : symbol + " (" + called(node, locale).apply(figure.of()) + ")";
  }

  private String verdict(Told told, String measure, Locale locale) {
    return switch (told.explanation()) {
      case Explanation.NotInForce(var _, var _, var begins, var ended) ->
          begins != null
              ? words.say("why.verdict.notBegun", locale, measure, words.day(begins, locale))
              : words.say("why.verdict.ended", locale, measure, words.day(ended, locale));
      case Explanation.NotMeasurable not ->
          words.say(
              "why.verdict.notMeasurable",
              locale,
              measure,
              words.symbol("notYet", not.reason().name(), locale));
      case Explanation.Weighed weighed -> weighed(weighed, told.node(), measure, locale);
    };
  }

  private String weighed(Explanation.Weighed weighed, Node node, String measure, Locale locale) {
    Tolerance tolerance = weighed.subject().tolerance();
    Fraction value = weighed.reading().value();
    String unit = tolerance.unit().name();
    Comparison crossed =
        weighed.comparisons().stream().filter(c -> !c.isWithin()).findFirst().orElse(null);
    Comparison against = crossed == null ? weighed.comparisons().getFirst() : crossed;
    InWords.Beside texts =
        words.beside(
            InWords.value(value.numerator(), value.denominator(), unit),
            InWords.limit(against.limitTenThousandths()),
            whole(tolerance),
            unit,
            node.currency(),
            locale);
    String allowed = sentences.allowed(against.allowed().name(), texts.limit(), locale);
    String apart =
        words.apart(
            texts,
            InWords.value(value.numerator(), value.denominator(), unit),
            InWords.limit(against.limitTenThousandths()),
            unit,
            node.currency(),
            locale);
    if (crossed != null) {
      String key =
          weighed.after() instanceof State.Open ? "why.verdict.beyond" : "why.verdict.heldBack";
      return words.say(
          key,
          locale,
          measure,
          texts.value(),
          allowed,
          apart,
          words.integer(weighed.steps() == null ? 1 : weighed.steps().step(), locale));
    }
    if (weighed.after() instanceof State.Open open) {
      return open.forecast() == null
          ? words.say("why.verdict.keptOpen", locale, measure, texts.value(), allowed)
          : words.say(
              "why.verdict.expected",
              locale,
              measure,
              texts.value(),
              allowed,
              expected(open.forecast(), locale));
    }
    return words.say(
        weighed.amber() ? "why.verdict.amber" : "why.verdict.within",
        locale,
        measure,
        texts.value(),
        allowed,
        apart);
  }

  /** The expected day with its interval and what it rests on. */
  private String expected(Forecast forecast, Locale locale) {
    return words.say(
        "why.expected",
        locale,
        words.day(forecast.expectedOn(), locale),
        words.day(forecast.earliestOn(), locale),
        words.day(forecast.latestOn(), locale),
        words.count("reports", forecast.reports(), locale));
  }

  private String stepAbout(Tolerance tolerance, Node node, Locale locale) {
    return words.say(
        "why.step.about",
        locale,
        words.apart(whole(tolerance), tolerance.unit().name(), node.currency(), locale));
  }

  /** How wide a step is, in the unit; 0 where the limit leaves no room. */
  static BigDecimal whole(Tolerance tolerance) {
    return InWords.limit(
        Math.abs(tolerance.limitTenThousandths() - tolerance.untouchedTenThousandths()));
  }

  private List<String> remarks(Explanation.Weighed weighed, Node node, Locale locale) {
    Tolerance tolerance = weighed.subject().tolerance();
    List<String> remarks = new ArrayList<>();
    Comparison clearing = weighed.clearing();
    if (clearing != null) {
      Line line = arithmetic.comparison(clearing, locale);
      remarks.add(
          words.say(
              clearing.isWithin() ? "why.clearing.cleared" : "why.clearing.kept",
              locale,
              terms.quantity(clearing.limitTenThousandths(), tolerance, node, locale),
              line.numbers()));
    }
    if (weighed.formula().operands().anyMatch(WhyInWords::isRounded)) {
      remarks.add(words.say("why.rounded", locale));
    }
    return remarks;
  }

  private static boolean isRounded(Expression operand) {
    return operand instanceof Expression.Derived(var _, Expression.Rounded _, var _);
  }

  String state(State state, Locale locale) {
    return switch (state) {
      case State.Unwatched _ -> words.say("why.state.unwatched", locale);
      case State.Within _ -> words.say("why.state.within", locale);
      case State.Persisting(var since, int reports) ->
          words.say(
              "why.state.persisting",
              locale,
              words.day(since, locale),
              words.count("dataDates", reports, locale));
      case State.Open open when open.forecast() != null ->
          words.say(
              "why.state.expected",
              locale,
              words.day(open.raisedOn(), locale),
              expected(open.forecast(), locale));
      case State.Open open ->
          words.say(
              "why.state.open",
              locale,
              words.day(open.raisedOn(), locale),
              words.integer(open.step(), locale),
              words.integer(open.revision(), locale));
    };
  }

  private String route(Route route, Tolerance tolerance, Node node, Locale locale) {
    return switch (route) {
      case Route.Delivered(var change, var to) ->
          words.say(
              "why.route.delivered",
              locale,
              words.symbol("change", change.name(), locale),
              words.symbol("level", to.name(), locale));
      case Route.PassedUp(var from, var to, var why, var since, var at) ->
          words.say(
              "why.route.passedUp." + why.name(),
              locale,
              words.symbol("level", from.name(), locale),
              words.symbol("level", to.name(), locale),
              words.missingSince(why.name(), since, locale),
              words.moment(at, locale));
      case Route.HeldBack(var suppressed) -> {
        Terms asked = tolerance.terms();
        String key = "why.suppressed." + suppressed.why().name();
        yield words.say(
            key,
            locale,
            words.integer(suppressed.count(), locale),
            words.day(suppressed.since(), locale),
            switch (suppressed.why()) {
              case PERSISTENCE ->
                  asked.daysBeyond() == 0
                      ? words.count("dataDates", asked.reportsBeyond(), locale)
                      : words.count("dataDates", asked.reportsBeyond(), locale)
                          + ", "
                          + words.count("days", asked.daysBeyond(), locale);
              case HYSTERESIS ->
                  asked.clearTenThousandths() == null
                      ? ""
                      : terms.quantity(asked.clearTenThousandths(), tolerance, node, locale);
              case FLAPPING ->
                  words.count("dataDates", Math.max(1, asked.holdAfterRaises()), locale);
              case MUTED -> persons.named(String.valueOf(suppressed.by()), locale);
              case GROUPED -> {
                String above = String.valueOf(suppressed.by());
                yield sentences.called(exceptions.called(above), above, locale);
              }
            });
      }
      case Route.FiguresHeldBack(var heldBack) ->
          restraints.of(new Restraint.Deadband(heldBack), locale);
      case Route.Stays(var why) -> words.symbol("why.stays", why.name(), locale);
    };
  }
}
