package org.plimsoll.core.explanation;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A formula with its operands, as it can be written out and computed again by hand. Adding a form
 * is a deliberate change: the compiler leads through every switch that must write it.
 */
public sealed interface Expression {
  /**
   * An operand.
   *
   * @param of which indicator or milestone; null where there is only one such figure
   */
  record Figure(FigureName name, @Nullable String of, Quantity quantity) implements Expression {}

  /** A value with a name of its own, and the formula that gives it. */
  record Derived(FigureName name, Expression from, Quantity quantity) implements Expression {}

  record Plus(Expression left, Expression right) implements Expression {}

  record Minus(Expression left, Expression right) implements Expression {}

  record Times(Expression left, Expression right) implements Expression {}

  /** The quotient; a divisor of zero has none. */
  record Over(Expression numerator, Expression denominator) implements Expression {}

  /** An amount rounded half up, once, to a whole minor unit. */
  record Rounded(Expression amount) implements Expression {}

  /** Days from one day until another, below zero when the second is the earlier one. */
  record Days(Expression from, Expression until) implements Expression {}

  /** So many days after a day; a part of a day is a whole one. */
  record DayAfter(Expression day, Expression days) implements Expression {}

  /** The largest of these. */
  record Largest(List<Expression> of) implements Expression {
    public Largest {
      of = List.copyOf(of);
    }
  }

  /** The operands in the order in which they are written, and what is derived before its parts. */
  default Stream<Expression> operands() {
    return switch (this) {
      case Figure figure -> Stream.of(figure);
      case Derived derived -> Stream.concat(Stream.of(derived), derived.from.operands());
      case Plus(Expression a, Expression b) -> Stream.concat(a.operands(), b.operands());
      case Minus(Expression a, Expression b) -> Stream.concat(a.operands(), b.operands());
      case Times(Expression a, Expression b) -> Stream.concat(a.operands(), b.operands());
      case Over(Expression a, Expression b) -> Stream.concat(a.operands(), b.operands());
      case Rounded(Expression a) -> a.operands();
      case Days(Expression a, Expression b) -> Stream.concat(a.operands(), b.operands());
      case DayAfter(Expression a, Expression b) -> Stream.concat(a.operands(), b.operands());
      case Largest(List<Expression> all) -> all.stream().flatMap(Expression::operands);
    };
  }

  /** The figures without which it cannot be computed. */
  default List<Figure> missing() {
    return operands()
        .filter(Figure.class::isInstance)
        .map(Figure.class::cast)
        .filter(figure -> figure.quantity instanceof Quantity.Unknown)
        .distinct()
        .toList();
  }
}
