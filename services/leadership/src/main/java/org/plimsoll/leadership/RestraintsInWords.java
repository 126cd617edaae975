package org.plimsoll.leadership;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.explanation.Restraint;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.leadership.Nodes.Node;

/**
 * Says what the deadband and the budget held back, with the arithmetic, in one of the languages.
 */
class RestraintsInWords {
  private final InWords words;
  private final Sentences sentences;
  private final Nodes nodes;

  RestraintsInWords(InWords words, Sentences sentences, Nodes nodes) {
    this.words = words;
    this.sentences = sentences;
    this.nodes = nodes;
  }

  String of(Restraint restraint, Locale locale) {
    return switch (restraint) {
      case Restraint.Deadband(Outcome.ContributionHeldBack heldBack) -> heldBack(heldBack, locale);
      case Restraint.Given(Outcome.BudgetGivenOn given, Room held) -> given(given, held, locale);
      case Restraint.Exceeded(Outcome.BudgetExceeded exceeded) -> exceeded(exceeded, locale);
      case Restraint.BeyondBudget(String nodeId, String programId, BudgetPart part) ->
          words.say(
              "restraint.beyondBudget",
              locale,
              name(nodeId, locale),
              measure(nodeId, part.key(), locale),
              part(part, programId, false, locale));
    };
  }

  private String heldBack(Outcome.ContributionHeldBack h, Locale locale) {
    String figure = h.furthest().figure();
    boolean isAmount = figure.endsWith("Minor");
    return words.say(
        "restraint.deadband",
        locale,
        name(h.childId(), locale),
        name(h.parentId(), locale),
        words.symbol(isAmount ? "figure" : "measure", figure.replace("Minor", ""), locale),
        movement(h, h.furthest().moved(), locale),
        movement(h, h.furthest().allowed(), locale),
        words.day(h.since(), locale));
  }

  /** An amount to its last unit, days, and of every other measure the share that it moved by. */
  private String movement(Outcome.ContributionHeldBack h, Fraction by, Locale locale) {
    String figure = h.furthest().figure();
    if (figure.endsWith("Minor")) {
      return words.exactMoney(
          InWords.value(by.numerator(), by.denominator(), "RATIO"), currency(h.childId()), locale);
    }
    String unit =
        switch (Measures.unit(figure)) {
          case "DAYS" -> "DAYS";
          case "RATIO" -> "RATIO";
          // Of an amount the deadband looks at its share of the budget.
          default -> "PERCENT";
        };
    return words.quantity(
        InWords.value(by.numerator(), by.denominator(), unit), unit, null, 2, locale);
  }

  private String given(Outcome.BudgetGivenOn given, @Nullable Room held, Locale locale) {
    GivenOn now = given.now();
    BudgetKey key = BudgetKey.ofAmount(now.measure());
    boolean upper =
        held == null
            ? now.most().open() < now.projects()
            : held.most() != null && (held.least() == null || !now.isMostWithin(held));
    GivenOn.Side side = upper ? now.most() : now.least();
    Direction direction = upper ? Direction.AT_MOST : Direction.AT_LEAST;
    String part =
        side.open() > 0
            ? words.say("node.givenOn.open", locale)
            : allowed(direction, side.sumTenThousandths(), key, given.nodeId(), locale);
    Long end = held == null ? null : upper ? held.most() : held.least();
    return words.say(
        end == null ? "restraint.given.unbound" : "restraint.given",
        locale,
        name(given.nodeId(), locale),
        measure(given.nodeId(), key, locale),
        part,
        words.count("projects", now.projects(), locale),
        end == null
            ? ""
            : allowed(direction, BigInteger.valueOf(end), key, given.nodeId(), locale));
  }

  private String exceeded(Outcome.BudgetExceeded e, Locale locale) {
    BudgetKey key = new BudgetKey(e.measure(), e.indicatorId(), e.unit());
    return words.say(
        "restraint.exceeded",
        locale,
        name(e.nodeId(), locale),
        measure(e.nodeId(), key, locale),
        e.givenTenThousandths() == null
            ? words.say("node.givenOn.open", locale)
            : allowed(e.side(), e.givenTenThousandths(), key, e.nodeId(), locale),
        name(e.programId(), locale),
        allowed(e.side(), BigInteger.valueOf(e.limitTenThousandths()), key, e.nodeId(), locale));
  }

  /**
   * What would be given on against what is held, as a sum where parts are added up.
   *
   * @param next whether it is of the next wider limit, and none is asked for
   */
  String part(BudgetPart part, String programId, boolean next, Locale locale) {
    BudgetKey key = part.key();
    String held =
        allowed(part.side(), BigInteger.valueOf(part.heldTenThousandths()), key, programId, locale);
    String program = name(programId, locale);
    Long own = part.partTenThousandths();
    if (own == null) {
      return words.say("budget.open", locale, program, held);
    }
    BigInteger end = BigInteger.valueOf(own);
    GivenOn.Side others = part.others();
    if (others == null) {
      return words.say(
          next ? "budget.alone.next" : "budget.alone",
          locale,
          allowed(part.side(), end, key, programId, locale),
          program,
          held);
    }
    BigInteger total = part.totalTenThousandths();
    return total == null
        ? words.say(
            "budget.othersOpen",
            locale,
            words.count("projects", others.open(), locale),
            program,
            held)
        : words.say(
            "budget.sum",
            locale,
            quantity(others.sumTenThousandths(), key, programId, locale),
            quantity(end, key, programId, locale),
            quantity(total, key, programId, locale),
            program,
            held);
  }

  private String allowed(
      Direction side, BigInteger tenThousandths, BudgetKey key, String nodeId, Locale locale) {
    return sentences.allowed(side.name(), quantity(tenThousandths, key, nodeId, locale), locale);
  }

  /** Exact, so that a sum adds up as it is written. */
  private String quantity(BigInteger tenThousandths, BudgetKey key, String nodeId, Locale locale) {
    BigDecimal value = new BigDecimal(tenThousandths, 4);
    return key.isAddedUp()
        ? words.exactMoney(value, currency(nodeId), locale)
        : words.quantity(value, key.unit().name(), null, 4, locale);
  }

  private String measure(String nodeId, BudgetKey key, Locale locale) {
    return sentences.measure(
        key.measure().name(),
        nodes.node(nodeId).flatMap(node -> node.target(key.indicatorId())).orElse(null),
        locale);
  }

  private String name(String nodeId, Locale locale) {
    return nodes.node(nodeId).map(node -> node.names().in(locale)).orElse(nodeId);
  }

  private @Nullable String currency(String nodeId) {
    return nodes.node(nodeId).map(Node::currency).orElse(null);
  }
}
