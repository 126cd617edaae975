package org.plimsoll.leadership;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.explanation.ExceptionReport;
import org.plimsoll.core.explanation.ExceptionReport.After;
import org.plimsoll.core.explanation.ExceptionReport.Cause;
import org.plimsoll.core.explanation.ExceptionReport.Consequences;
import org.plimsoll.core.explanation.ExceptionReport.Dated;
import org.plimsoll.core.explanation.ExceptionReport.Fit;
import org.plimsoll.core.explanation.ExceptionReport.Option;
import org.plimsoll.core.explanation.ExceptionReport.Outlook;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Nodes.Node;

/** A drafted exception report in one of the three languages; what a person decides is left open. */
class ReportInWords {
  /** What can be decided, and its computed effect. */
  record Choice(String name, List<String> effects) {}

  /** A report in words. */
  @Schema(name = "ReportInWords")
  record Said(String title, List<String> cause, List<String> consequences, List<Choice> options) {}

  private final InWords words;
  private final Sentences sentences;
  private final TermsInWords terms;
  private final RestraintsInWords restraints;
  private final Nodes nodes;

  ReportInWords(
      InWords words,
      Sentences sentences,
      TermsInWords terms,
      RestraintsInWords restraints,
      Nodes nodes) {
    this.words = words;
    this.sentences = sentences;
    this.terms = terms;
    this.restraints = restraints;
    this.nodes = nodes;
  }

  /**
   * @param shares of a program or a portfolio, whose cause is what its children reported
   * @param today by the clock of the trail; null before its first tick
   */
  Said of(
      ExceptionReport report,
      Shares.Of shares,
      Node node,
      @Nullable LocalDate today,
      Locale locale) {
    return new Said(
        title(report, node, locale),
        shares.first().isEmpty() ? cause(report.cause(), node, locale) : cause(shares, locale),
        consequences(report, node, locale),
        report.options().stream()
            .map(option -> option(option, report, node, today, locale))
            .toList());
  }

  private String title(ExceptionReport report, Node node, Locale locale) {
    Tolerance tolerance = report.title().tolerance();
    InWords.Beside texts = beside(report.title().value(), tolerance, node, locale);
    LocalDate expectedOn = expectedOn(report);
    return words.say(
        expectedOn == null ? "report.title" : "report.title.expected",
        locale,
        node.names().in(locale),
        measure(tolerance, node, locale),
        texts.value(),
        sentences.allowed(tolerance.breach().name(), texts.limit(), locale),
        expectedOn == null ? "" : words.day(expectedOn, locale));
  }

  private static @Nullable LocalDate expectedOn(ExceptionReport report) {
    for (Option option : report.options()) {
      if (option instanceof Option.DoNothing(Outlook.Crosses(LocalDate on))) {
        return on;
      }
    }
    return null;
  }

  private List<String> cause(Shares.Of shares, Locale locale) {
    return shares.first().stream()
        .map(share ->
            share.note() == null
                ? words.say("report.cause.of.noNote", locale, share.node().names().in(locale))
                : words.say(
                    "report.cause.of",
                    locale,
                    share.node().names().in(locale),
                    share.note().text(),
                    words.day(share.note().dataDate(), locale)))
        .toList();
  }

  private List<String> cause(Cause cause, Node node, Locale locale) {
    List<String> said = new ArrayList<>();
    if (cause.isNothing()) {
      return List.of(words.say("report.cause.nothing", locale));
    }
    if (cause.phase() != null) {
      said.add(words.say("report.cause.phase", locale, cause.phase()));
    }
    said.add(
        cause.note() == null
            ? words.say("report.cause.noNote", locale)
            : words.say("report.cause.note", locale, cause.note()));
    for (ExceptionReport.LateMilestone late : cause.lateMilestones()) {
      said.add(
          words.say(
              "report.cause.milestone",
              locale,
              late.name() == null ? late.milestoneId() : late.name(),
              words.day(late.promised(), locale),
              words.day(late.expected(), locale),
              words.count("days", late.slipDays(), locale)));
    }
    for (ExceptionReport.Threat risk : cause.risks()) {
      said.add(
          words.say(
              "report.cause.risk",
              locale,
              risk.name() == null ? risk.riskId() : risk.name(),
              words.quantity(
                  InWords.limit(risk.probabilityTenThousandths() * 100L),
                  "PERCENT",
                  null,
                  1,
                  locale),
              words.money(risk.impactMinor(), node.currency(), locale)));
    }
    return said;
  }

  private List<String> consequences(ExceptionReport report, Node node, Locale locale) {
    Consequences c = report.consequences();
    List<String> said = new ArrayList<>();
    if (c.cost() != null) {
      String eac = words.money(c.cost().eacMinor(), node.currency(), locale);
      Long original = c.cost().originalMinor();
      Long current = c.cost().currentMinor();
      said.add(
          original == null
              ? words.say("report.cost.alone", locale, eac)
              : words.say(
                  "report.cost", locale, eac, words.money(original, node.currency(), locale)));
      if (current != null && !current.equals(original)) {
        said.add(
            words.say(
                "report.cost.current", locale, words.money(current, node.currency(), locale)));
      }
    }
    if (c.finish() != null) {
      if (c.finish().forecast() != null) {
        said.add(
            words.say(
                "report.finish",
                locale,
                words.day(c.finish().forecast(), locale),
                words.day(c.finish().original(), locale)));
      }
      if (c.finish().projected() != null) {
        said.add(
            words.say(
                "report.finish.projected", locale, words.day(c.finish().projected(), locale)));
      }
    }
    ExceptionReport.OnParent on = c.onParent();
    if (on != null) {
      said.add(onParent(on, report.title().tolerance(), node, locale));
    }
    if (said.isEmpty()) {
      said.add(words.say("report.consequences.none", locale));
    }
    return said;
  }

  private String onParent(
      ExceptionReport.OnParent on, Tolerance tolerance, Node node, Locale locale) {
    String parent = words.above(on.parentId(), node, nodes, locale);
    Tolerance own = on.tolerance();
    String measured =
        words.say(
            "report.onParent",
            locale,
            parent,
            measure(tolerance, node, locale),
            own == null
                ? value(tolerance, on.with(), node, locale)
                : beside(on.with(), own, node, locale).value(),
            on.without() == null
                ? words.say("notYet", locale)
                : value(tolerance, on.without(), node, locale));
    return own == null
        ? measured
        : measured
            + " "
            + words.say(
                on.stepWith() == 0
                    ? "report.onParent.within"
                    : on.stepWithout() == 0
                        ? "report.onParent.breachedByThis"
                        : "report.onParent.breachedAnyway",
                locale,
                limitInForce(own, node, locale));
  }

  private Choice option(
      Option option, ExceptionReport report, Node node, @Nullable LocalDate today, Locale locale) {
    Tolerance tolerance = report.title().tolerance();
    return switch (option) {
      case Option.GrantTolerance(Long needed, Long above, var fit, BudgetPart budget) -> {
        List<String> effects = new ArrayList<>();
        if (fit != Fit.WITHIN) {
          effects.add(holding(needed, tolerance, node, locale));
        }
        effects.add(
            words.say(
                // Only what a program gives on has to fit, and the portfolio may do without.
                fit == Fit.EXCEEDS && node.level().equals("PROJECT")
                    ? "report.grant.EXCEEDS.project"
                    : "report.grant." + fit.name(),
                locale,
                above == null
                    ? words.symbol("level", Level.valueOf(node.level()).above().name(), locale)
                    : limit(tolerance, above, node, locale)));
        // Where nothing is added up, that is said already.
        boolean said = fit == Fit.EXCEEDS && budget != null && budget.others() == null;
        if (budget != null && node.parentId() != null && !said) {
          effects.add(restraints.part(budget, node.parentId(), fit == Fit.WITHIN, locale));
        }
        yield new Choice(words.say("report.option.grant", locale), effects);
      }
      case Option.RequireExceptionPlan plan ->
          new Choice(words.say("report.option.plan", locale), plan(plan, node, today, locale));
      case Option.Assist(var _, String request) ->
          new Choice(
              words.say("report.option.assist", locale),
              List.of(words.say("report.assist", locale, request)));
      case Option.DoNothing(Outlook outlook) ->
          new Choice(
              words.say("report.option.nothing", locale),
              List.of(outlook(outlook, tolerance, node, locale)));
    };
  }

  /** Which limit would hold the value, and whether it would be one at all. */
  private String holding(@Nullable Long needed, Tolerance tolerance, Node node, Locale locale) {
    if (needed == null) {
      return words.say("report.grant.none", locale);
    }
    String breach = tolerance.breach().name();
    BigDecimal written =
        LimitsInWords.written(InWords.limit(needed), tolerance.unit().name(), breach);
    boolean everything = DecisionForm.allowsEverything(tolerance.measure().name(), breach, written);
    return words.say(
        everything ? "report.grant.everything" : "report.grant.limit",
        locale,
        limit(tolerance, written.movePointRight(4).longValueExact(), node, locale));
  }

  /**
   * Why no limit that would hold the value can be granted by the node above; empty where one can,
   * and where the reason is another.
   */
  String room(ExceptionReport report, String parentId, Locale locale) {
    return report.options().stream()
        .map(option ->
            option instanceof Option.GrantTolerance(var _, var _, var fit, BudgetPart budget)
                    && (fit == Fit.EXCEEDS || fit == Fit.WITHIN)
                    && budget != null
                ? restraints.part(budget, parentId, fit == Fit.WITHIN, locale)
                : "")
        .filter(part -> !part.isEmpty())
        .findFirst()
        .orElse("");
  }

  private List<String> plan(
      Option.RequireExceptionPlan plan, Node node, @Nullable LocalDate today, Locale locale) {
    if (!node.level().equals("PROJECT")) {
      return List.of(words.say("report.plan.below", locale));
    }
    List<String> effects = new ArrayList<>();
    effects.add(
        words.say(
            "report.plan.baseline",
            locale,
            words.money(plan.costMinor(), node.currency(), locale),
            words.day(plan.finish(), locale)));
    if (today != null && plan.finish() != null && plan.finish().isBefore(today)) {
      effects.add(words.say("report.plan.past", locale, words.day(plan.finish(), locale)));
    }
    for (After after : plan.after()) {
      if (after.stepNow() == 0) {
        continue;
      }
      String measure = measure(after.tolerance(), node, locale);
      Fraction value = after.value();
      effects.add(
          value == null
              ? words.say("report.plan.notMeasurable", locale, measure)
              : words.say(
                  after.step() == 0 ? "report.plan.within" : "report.plan.stays",
                  locale,
                  measure,
                  value(after.tolerance(), value, node, locale)));
    }
    return effects;
  }

  /** When the next whole tolerance is reached; empty where it does not get worse. */
  String worsens(ExceptionReport report, Node node, Locale locale) {
    return report.options().stream()
        .map(option ->
            option instanceof Option.DoNothing(Outlook.Worsens outlook)
                ? outlook(outlook, report.title().tolerance(), node, locale)
                : "")
        .filter(said -> !said.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String outlook(Outlook outlook, Tolerance tolerance, Node node, Locale locale) {
    return switch (outlook) {
      case Outlook.Worsens(var on, int step, Dated before, Dated last) ->
          words.say(
              "report.nothing.worsens",
              locale,
              words.day(on, locale),
              words.integer(step, locale),
              rate(before, last, tolerance, node, locale));
      case Outlook.Crosses(var on) ->
          words.say("report.nothing.crosses", locale, words.day(on, locale));
      case Outlook.DoesNotWorsen(Dated before, Dated last) ->
          words.say(
              improves(before.value(), last.value(), tolerance)
                  ? "report.nothing.improves"
                  : "report.nothing.doesNotWorsen",
              locale,
              rate(before, last, tolerance, node, locale));
      case Outlook.NoRate _ -> words.say("report.nothing.noRate", locale);
      case Outlook.NoNextStep _ -> words.say("report.nothing.noNextStep", locale);
    };
  }

  private static boolean improves(Fraction before, Fraction last, Tolerance tolerance) {
    int side =
        Fraction.compareProducts(
            last.numerator(), before.denominator(), before.numerator(), last.denominator());
    return tolerance.breach() == Direction.AT_MOST ? side < 0 : side > 0;
  }

  private String rate(Dated before, Dated last, Tolerance tolerance, Node node, Locale locale) {
    return words.say(
        "report.rate",
        locale,
        value(tolerance, before.value(), node, locale),
        words.day(before.on(), locale),
        value(tolerance, last.value(), node, locale),
        words.day(last.on(), locale));
  }

  private String measure(Tolerance tolerance, Node node, Locale locale) {
    return sentences.measure(
        tolerance.measure().name(), node.target(tolerance.indicatorId()).orElse(null), locale);
  }

  private InWords.Beside beside(Fraction value, Tolerance tolerance, Node node, Locale locale) {
    String unit = tolerance.unit().name();
    return words.beside(
        InWords.value(value.numerator(), value.denominator(), unit),
        InWords.limit(tolerance.limitTenThousandths()),
        WhyInWords.whole(tolerance),
        unit,
        node.currency(),
        locale);
  }

  private String value(Tolerance tolerance, Fraction value, Node node, Locale locale) {
    return value.denominator() == 0
        ? words.say("notYet", locale)
        : beside(value, tolerance, node, locale).value();
  }

  /** The limit, and its last day where it was widened for a time. */
  private String limitInForce(Tolerance tolerance, Node node, Locale locale) {
    String limit = limit(tolerance, tolerance.limitTenThousandths(), node, locale);
    LocalDate until = tolerance.terms().effectiveUntil();
    return until == null
        ? limit
        : words.say("report.onParent.forATime", locale, limit, words.day(until, locale));
  }

  private String limit(Tolerance tolerance, long limit, Node node, Locale locale) {
    return sentences.allowed(
        tolerance.breach().name(), terms.quantity(limit, tolerance, node, locale), locale);
  }
}
