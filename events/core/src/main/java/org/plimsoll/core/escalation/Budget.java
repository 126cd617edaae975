package org.plimsoll.core.escalation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * The tolerance budget: what a program gives on to its projects must fit inside what it holds
 * itself, so that a program whose projects all keep within theirs keeps within its own. Shares,
 * ratios and days are compared one by one, because the program's is a mean of its projects'.
 * Amounts are added up, because the program's is their sum.
 *
 * <p>What the portfolio grants a project itself is no part of the budget: it neither has to fit nor
 * counts. Where the program holds nothing on a measure, nothing binds.
 */
final class Budget {
  private Budget() {}

  /**
   * Why a tolerance does not fit inside what the program holds; null when it does. One that allows
   * no more than the project had so far is never refused: otherwise nobody could give back.
   *
   * @param after the project as it would stand with the tolerance
   */
  static @Nullable Refusal refusalOf(
      Known before, Known after, Tolerance granted, @Nullable Known above) {
    if (!(before instanceof Project) || !(above instanceof Parent program)) {
      return null;
    }
    String portfolioId = program.facts().parentId();
    BudgetKey key = BudgetKey.of(granted);
    Room budget = held(program, key);
    Room had = part(before, key, portfolioId);
    Room has = part(after, key, portfolioId);
    if (!BudgetPart.isPart(granted, portfolioId)
        || budget == null
        || has == null
        || (had != null && has.isWithin(had))) {
      return null;
    }
    GivenOn others = program.oversight().givenOn(key.measure()).exchange(had, null);
    BudgetPart part = BudgetPart.of(key, has, budget, others, granted.breach());
    return part.fits() ? null : refusal(granted, part, program.nodeId());
  }

  private static Refusal refusal(Tolerance granted, BudgetPart part, String programId) {
    BudgetKey key = part.key();
    return new Refusal(
        Reason.BEYOND_BUDGET,
        granted.breach() == part.side() ? "limitTenThousandths" : "otherSideTenThousandths",
        part.arithmetic(),
        "%s %s, what %s holds of %s; its portfolio may grant more"
            .formatted(
                part.side() == Direction.AT_MOST ? "at most" : "no less than",
                part.held(),
                programId,
                key.measure()));
  }

  /**
   * The program after this project's tolerances changed: it knows how much of its amounts is given
   * on.
   */
  static Parent counted(Known before, Known after, Parent program, List<Outcome> outcomes) {
    if (haveTheSame(before, after)) {
      return program;
    }
    Parent counted = program;
    for (Measure measure : measuresOfAmounts(before, after)) {
      BudgetKey key = BudgetKey.ofAmount(measure);
      String portfolioId = program.facts().parentId();
      Room had = part(before, key, portfolioId);
      Room has = part(after, key, portfolioId);
      if (!Objects.equals(had, has)) {
        GivenOn now = counted.oversight().givenOn(measure).exchange(had, has);
        counted = counted.with(counted.oversight().giving(now));
        outcomes.add(new Outcome.BudgetGivenOn(program.nodeId(), now));
      }
    }
    return counted.equals(program) ? program : (Parent) named(counted, null, outcomes);
  }

  /** Whether nothing was granted to the project and nothing ended; so it is with most reports. */
  private static boolean haveTheSame(Known before, Known after) {
    List<Watch> had = before.watches();
    List<Watch> has = after.watches();
    if (had.size() != has.size()
        || !before.oversight().scheduled().equals(after.oversight().scheduled())) {
      return false;
    }
    for (int i = 0; i < had.size(); i++) {
      if (!had.get(i).tolerance().equals(has.get(i).tolerance())
          || !Objects.equals(had.get(i).temporary(), has.get(i).temporary())) {
        return false;
      }
    }
    return true;
  }

  private static Set<Measure> measuresOfAmounts(Known before, Known after) {
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    Consumer<Tolerance> collect =
        tolerance -> {
          if (tolerance.unit() == ToleranceUnit.MINOR_UNITS) {
            measures.add(tolerance.measure());
          }
        };
    granted(before, collect);
    granted(after, collect);
    return measures;
  }

  /**
   * The node with what does not fit any more said once. The level above may always grant less: what
   * was given on before stays in force until the level that gave it on grants less itself, and is
   * named.
   */
  static Known named(Known node, @Nullable Known above, List<Outcome> outcomes) {
    List<Outcome.BudgetExceeded> beyond = new ArrayList<>();
    switch (node) {
      case Parent program ->
          program.oversight().givenOn().forEach(given -> addIfBeyond(program, given, beyond));
      case Project project -> {
        if (above instanceof Parent program && !program.watches().isEmpty()) {
          Set<BudgetKey> keys = new HashSet<>();
          granted(project, tolerance -> keys.add(BudgetKey.of(tolerance)));
          keys.stream()
              .filter(key -> !key.isAddedUp())
              .sorted(java.util.Comparator.comparing(BudgetKey::toString))
              .forEach(key -> addIfBeyond(project, program, key, beyond));
        }
      }
    }
    List<String> names = beyond.stream().map(Budget::name).toList();
    List<String> namedBefore = node.oversight().beyondBudget();
    beyond.stream().filter(b -> !namedBefore.contains(name(b))).forEach(outcomes::add);
    return names.equals(namedBefore) ? node : node.with(node.oversight().beyondBudget(names));
  }

  /** No program holds a tolerance on an indicator: those are of projects alone. */
  private static String name(Outcome.BudgetExceeded b) {
    return b.measure() + " " + b.unit();
  }

  private static void addIfBeyond(
      Parent program, GivenOn given, List<Outcome.BudgetExceeded> beyond) {
    BudgetKey key = BudgetKey.ofAmount(given.measure());
    Room budget = held(program, key);
    if (budget == null || given.isWithin(budget)) {
      return;
    }
    boolean above = !given.isMostWithin(budget);
    GivenOn.Side side = above ? given.most() : given.least();
    beyond.add(
        exceeded(
            program.nodeId(),
            program.nodeId(),
            key,
            above,
            side.open() > 0 ? null : side.sumTenThousandths(),
            budget));
  }

  private static void addIfBeyond(
      Project project, Parent program, BudgetKey key, List<Outcome.BudgetExceeded> beyond) {
    Room budget = held(program, key);
    Room has = part(project, key, program.facts().parentId());
    if (budget == null || has == null || has.isWithin(budget)) {
      return;
    }
    BudgetPart part =
        BudgetPart.of(key, has, budget, GivenOn.nothing(key.measure()), Direction.AT_MOST);
    Long end = part.partTenThousandths();
    beyond.add(
        exceeded(
            project.nodeId(),
            program.nodeId(),
            key,
            part.side() == Direction.AT_MOST,
            end == null ? null : BigInteger.valueOf(end),
            budget));
  }

  private static Outcome.BudgetExceeded exceeded(
      String nodeId,
      String programId,
      BudgetKey key,
      boolean above,
      @Nullable BigInteger given,
      Room budget) {
    return new Outcome.BudgetExceeded(
        nodeId,
        programId,
        key.measure(),
        key.indicatorId(),
        key.unit(),
        above ? Direction.AT_MOST : Direction.AT_LEAST,
        given,
        Objects.requireNonNull(above ? budget.most() : budget.least()));
  }

  private static @Nullable Room held(Parent program, BudgetKey key) {
    List<Tolerance> standing = new ArrayList<>();
    program.watches().forEach(watch -> standing(watch, standing::add));
    return BudgetPart.held(standing, key);
  }

  private static @Nullable Room part(Known project, BudgetKey key, @Nullable String portfolioId) {
    List<Tolerance> granted = new ArrayList<>();
    granted(project, granted::add);
    return BudgetPart.ofProject(granted, key, portfolioId);
  }

  private static void granted(Known node, Consumer<Tolerance> each) {
    node.watches().forEach(watch -> standing(watch, each));
    node.oversight().scheduled().forEach(each);
  }

  private static void standing(Watch watch, Consumer<Tolerance> each) {
    each.accept(watch.tolerance());
    if (watch.temporary() != null) {
      each.accept(watch.temporary());
    }
  }
}
