package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.explanation.Comparison;
import org.plimsoll.core.explanation.Expression;
import org.plimsoll.core.explanation.Expression.Derived;
import org.plimsoll.core.explanation.Expression.Figure;
import org.plimsoll.core.explanation.FigureName;
import org.plimsoll.core.explanation.Quantity;
import org.plimsoll.core.measure.Measure;
import org.springframework.stereotype.Component;

/** Writes formulas out: with names, with numbers, and what they give. */
@Component
class Arithmetic {
  /** A line of arithmetic: by name, with the numbers in their places, and the result. */
  record Line(String formula, String numbers, String result) {}

  /** How tightly a form binds, so that brackets stand only where they are needed. */
  private static final int SUM = 1;

  private static final int PRODUCT = 2;
  private static final int ATOM = 3;

  private final InWords words;

  Arithmetic(InWords words) {
    this.words = words;
  }

  /** What is derived on the way, each a line of its own; what comes first is needed first. */
  List<Line> derived(Expression expression, @Nullable String currency, Locale locale) {
    List<Line> lines = new ArrayList<>();
    expression
        .operands()
        .filter(Derived.class::isInstance)
        .map(Derived.class::cast)
        .distinct()
        .forEach(d ->
            lines.addFirst(
                new Line(
                    symbol(d.name(), null, UnaryOperator.identity(), locale)
                        + " = "
                        + named(d.from(), UnaryOperator.identity(), locale),
                    numbers(d.from(), currency, locale),
                    quantity(d.quantity(), currency, locale))));
    // EAC = the agency's own forecast says nothing in numbers that its result does not.
    return lines.stream()
        .map(line ->
            line.numbers().equals(line.result())
                ? new Line(line.formula(), "", line.result())
                : line)
        .toList();
  }

  /**
   * The formula by the names of its operands.
   *
   * @param called how that is called of which an operand is, by its id
   */
  String named(Expression expression, UnaryOperator<String> called, Locale locale) {
    return write(expression, new Names(called, locale), 0, locale);
  }

  /** The formula with numbers in the places of the names. */
  String numbers(Expression expression, @Nullable String currency, Locale locale) {
    return write(expression, new Numbers(currency, locale), 0, locale);
  }

  /** How an operand is written. */
  private interface Operands {
    String of(FigureName name, @Nullable String of, Quantity quantity);
  }

  private final class Names implements Operands {
    private final UnaryOperator<String> called;
    private final Locale locale;

    Names(UnaryOperator<String> called, Locale locale) {
      this.called = called;
      this.locale = locale;
    }

    @Override
    public String of(FigureName name, @Nullable String of, Quantity quantity) {
      return symbol(name, of, called, locale);
    }
  }

  private final class Numbers implements Operands {
    private final @Nullable String currency;
    private final Locale locale;

    Numbers(@Nullable String currency, Locale locale) {
      this.currency = currency;
      this.locale = locale;
    }

    @Override
    public String of(FigureName name, @Nullable String of, Quantity quantity) {
      return quantity(quantity, currency, locale);
    }
  }

  private String write(Expression expression, Operands operands, int outer, Locale locale) {
    return switch (expression) {
      case Figure(FigureName name, String of, Quantity quantity) -> operands.of(name, of, quantity);
      case Derived(FigureName name, var _, Quantity quantity) -> operands.of(name, null, quantity);
      case Expression.Plus(var a, var b) ->
          bracketed(
              outer > SUM,
              write(a, operands, SUM, locale) + " + " + write(b, operands, SUM, locale));
      case Expression.Minus(var a, var b) ->
          bracketed(
              outer > SUM,
              write(a, operands, SUM, locale) + " − " + write(b, operands, PRODUCT, locale));
      case Expression.Times(var a, var b) ->
          bracketed(
              outer > PRODUCT,
              write(a, operands, PRODUCT, locale) + " × " + write(b, operands, ATOM, locale));
      case Expression.Over(var a, var b) ->
          bracketed(
              outer > PRODUCT,
              write(a, operands, PRODUCT, locale) + " / " + write(b, operands, ATOM, locale));
      // That it is rounded stands beside the result.
      case Expression.Rounded(var amount) -> write(amount, operands, outer, locale);
      case Expression.Days(var from, var until) ->
          bracketed(
              outer > SUM,
              write(until, operands, SUM, locale) + " − " + write(from, operands, PRODUCT, locale));
      case Expression.DayAfter(var day, var days) ->
          bracketed(
              outer > SUM,
              write(day, operands, SUM, locale) + " + " + write(days, operands, SUM, locale));
      case Expression.Largest(var all) ->
          words.say(
              "why.largest",
              locale,
              all.stream()
                  .map(each -> write(each, operands, 0, locale))
                  .collect(Collectors.joining("; ")));
    };
  }

  private static String bracketed(boolean needed, String text) {
    return needed ? "(" + text + ")" : text;
  }

  /** The sign of a figure in a formula: the abbreviation of the trade, or else its name. */
  String symbol(FigureName name, @Nullable String of, UnaryOperator<String> called, Locale locale) {
    String symbol =
        switch (name) {
          case PV, EV, AC, BAC, ETC, EAC, ES, AT, PD -> name.name();
          default -> words.symbol("figureName", name.name(), locale);
        };
    if (name == FigureName.NUMERATORS_BELOW || name == FigureName.DENOMINATORS_BELOW) {
      return of == null ? symbol : summed(name, Measure.valueOf(of), locale);
    }
    return of == null ? symbol : symbol + " (" + called.apply(of) + ")";
  }

  /**
   * A formula above projects in which each sum knows of which measure it is, so that it is said
   * what was added up.
   */
  static Expression ofMeasure(Expression formula, Measure measure) {
    return switch (formula) {
      case Figure(FigureName name, String of, Quantity quantity)
          when of == null
              && (name == FigureName.NUMERATORS_BELOW || name == FigureName.DENOMINATORS_BELOW) ->
          new Figure(name, measure.name(), quantity);
      case Expression.Over(var a, var b) ->
          new Expression.Over(ofMeasure(a, measure), ofMeasure(b, measure));
      default -> formula;
    };
  }

  private String summed(FigureName name, Measure measure, Locale locale) {
    String numerator =
        switch (measure) {
          case COST_GROWTH_ORIGINAL -> less(FigureName.EAC, FigureName.ORIGINAL_COST, locale);
          case COST_GROWTH_CURRENT -> less(FigureName.EAC, FigureName.CURRENT_COST, locale);
          case CPI, SPI -> said(FigureName.EV, locale);
          case VAC -> less(FigureName.BAC, FigureName.EAC, locale);
          case CV -> less(FigureName.EV, FigureName.AC, locale);
          case SV -> less(FigureName.EV, FigureName.PV, locale);
          case ETC -> less(FigureName.EAC, FigureName.AC, locale);
          case EAC_CPI, EAC_REMAINING_AT_BUDGET, EAC_CPI_SPI, EAC_BOTTOM_UP ->
              said(FigureName.EAC, locale);
          case RISK_EXPOSURE -> said(FigureName.RISK_EXPOSURE, locale);
          case FINISH_SLIP_ORIGINAL, FINISH_SLIP_CURRENT -> words.say("below.slip", locale);
          case PROJECTED_SLIP_ORIGINAL, PROJECTED_SLIP_CURRENT ->
              words.say("below.projected", locale);
          // These are not added; a sum of a newer version keeps its name.
          case INDICATOR_ACHIEVEMENT,
              INDICATOR_TREND,
              TCPI_BAC,
              TCPI_EAC,
              EARNED_SCHEDULE,
              SV_T,
              SPI_T,
              MILESTONE_SLIP,
              SILENCE ->
              words.symbol("measure", measure.name(), locale);
        };
    String denominator =
        said(
            switch (measure) {
              case COST_GROWTH_ORIGINAL -> FigureName.ORIGINAL_COST;
              case COST_GROWTH_CURRENT -> FigureName.CURRENT_COST;
              case CPI -> FigureName.AC;
              case SPI -> FigureName.PV;
              default -> FigureName.BAC;
            },
            locale);
    return words.say(
        "below.sum", locale, name == FigureName.NUMERATORS_BELOW ? numerator : denominator);
  }

  private String said(FigureName name, Locale locale) {
    return words.symbol("figureName", name.name(), locale);
  }

  private String less(FigureName from, FigureName taken, Locale locale) {
    return said(from, locale) + " − " + said(taken, locale);
  }

  /** An operand to its last digit. */
  String quantity(Quantity quantity, @Nullable String currency, Locale locale) {
    return switch (quantity) {
      case Quantity.Minor(long amount) -> words.exactMoney(amount, currency, locale);
      case Quantity.Day(var day) -> words.day(day, locale);
      case Quantity.TenThousandths(long value) -> words.indicator(InWords.limit(value), locale);
      case Quantity.Ratio(var value) ->
          value.denominator() == 1
              ? words.integer(value.numerator(), locale)
              : words.indicator(
                  BigDecimal.valueOf(value.numerator())
                      .divide(BigDecimal.valueOf(value.denominator()), 4, RoundingMode.HALF_UP),
                  locale);
      case Quantity.Unknown _ -> words.say("notReported", locale);
    };
  }

  /** Both sides of a comparison written out, and the sign between them. */
  Line comparison(Comparison c, Locale locale) {
    int side = c.left().compareTo(c.right());
    String sign = side < 0 ? "<" : side > 0 ? ">" : "=";
    return new Line(
        "%s × %s %s %s × %s"
            .formatted(
                number(BigInteger.valueOf(c.value().numerator()), locale),
                number(BigInteger.valueOf(c.scale()), locale),
                sign,
                number(BigInteger.valueOf(c.limitTenThousandths()), locale),
                number(BigInteger.valueOf(c.value().denominator()), locale)),
        number(c.left(), locale) + " " + sign + " " + number(c.right(), locale),
        words.say(c.isWithin() ? "why.holds" : "why.crossed", locale));
  }

  /** Whole tolerances beyond the limit, written out. */
  Line steps(Comparison.Steps steps, Locale locale) {
    if (steps.wholeTolerance().signum() == 0) {
      return new Line(words.say("why.step.noRoom", locale), "", "1");
    }
    BigInteger whole = steps.apart().divide(steps.wholeTolerance());
    return new Line(
        words.say("why.step.formula", locale),
        "%s / %s = %s"
            .formatted(
                number(steps.apart(), locale),
                number(steps.wholeTolerance(), locale),
                words.indicator(
                    new BigDecimal(steps.apart())
                        .divide(new BigDecimal(steps.wholeTolerance()), 4, RoundingMode.DOWN),
                    locale)),
        "%s + 1 = %s".formatted(number(whole, locale), words.integer(steps.step(), locale)));
  }

  private String number(BigInteger value, Locale locale) {
    return words.indicator(new BigDecimal(value), locale);
  }
}
