package org.plimsoll.core.escalation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /** What can be compared: one measure, of one indicator where it is one of them, in one unit. */
  record Key(Measure measure, @Nullable String indicatorId, ToleranceUnit unit) {
    static Key of(Tolerance tolerance) {
      return new Key(tolerance.measure(), tolerance.indicatorId(), tolerance.unit());
    }

    private static Key ofAmount(Measure measure) {
      return new Key(measure, null, ToleranceUnit.MINOR_UNITS);
    }

    private boolean isAddedUp() {
      return unit == ToleranceUnit.MINOR_UNITS;
    }

    private String name() {
      return measure + (indicatorId == null ? "" : " of " + indicatorId);
    }
  }

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
    Key key = Key.of(granted);
    Room budget = held(program, key);
    Room had = part(before, key, portfolioId);
    Room has = part(after, key, portfolioId);
    if (!isPart(granted, portfolioId)
        || budget == null
        || has == null
        || (had != null && has.isWithin(had))) {
      return null;
    }
    if (!key.isAddedUp()) {
      return has.isWithin(budget) ? null : beyond(granted, key, has, budget, program.nodeId());
    }
    GivenOn others = program.oversight().givenOn(key.measure()).exchange(had, null);
    GivenOn all = others.exchange(null, has);
    return all.isWithin(budget)
        ? null
        : beyondSum(granted, key, others, has, all, budget, program.nodeId());
  }

  private static Refusal beyond(
      Tolerance granted, Key key, Room has, Room budget, String programId) {
    boolean above = budget.most() != null && !(has.most() != null && has.most() <= budget.most());
    Long end = above ? has.most() : has.least();
    return refusal(
        granted,
        above,
        end == null ? "no limit" : inUnit(end, key.unit()),
        inUnit(Objects.requireNonNull(above ? budget.most() : budget.least()), key.unit()),
        key,
        programId);
  }

  private static Refusal beyondSum(
      Tolerance granted,
      Key key,
      GivenOn others,
      Room has,
      GivenOn all,
      Room budget,
      String programId) {
    boolean above = !all.isMostWithin(budget);
    GivenOn.Side given = above ? others.most() : others.least();
    Long end = above ? has.most() : has.least();
    String arithmetic =
        end == null
            ? "no limit"
            : given.open() > 0
                ? "%s, and %d given on without a limit"
                    .formatted(inUnit(end, key.unit()), given.open())
                : "%s given on + %s = %s"
                    .formatted(
                        plain(given.sumTenThousandths()),
                        plain(BigInteger.valueOf(end)),
                        inUnit(given.sumTenThousandths().add(BigInteger.valueOf(end)), key.unit()));
    return refusal(
        granted,
        above,
        arithmetic,
        inUnit(Objects.requireNonNull(above ? budget.most() : budget.least()), key.unit()),
        key,
        programId);
  }

  private static Refusal refusal(
      Tolerance granted, boolean above, String value, String limit, Key key, String programId) {
    boolean ofLimit = (granted.breach() == Direction.AT_MOST) == above;
    return new Refusal(
        Reason.BEYOND_BUDGET,
        ofLimit ? "limitTenThousandths" : "otherSideTenThousandths",
        value,
        "%s %s, what %s holds of %s; its portfolio may grant more"
            .formatted(above ? "at most" : "no less than", limit, programId, key.name()));
  }

  /**
   * The program after this project's tolerances changed: it knows how much of its amounts is given
   * on.
   */
  static Parent counted(Known before, Known after, Parent program, List<Outcome> outcomes) {
    Parent counted = program;
    for (Measure measure : measuresOfAmounts(before, after)) {
      Key key = Key.ofAmount(measure);
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
          Set<Key> keys = new HashSet<>();
          granted(project, tolerance -> keys.add(Key.of(tolerance)));
          keys.stream()
              .filter(key -> !key.isAddedUp())
              .sorted(java.util.Comparator.comparing(Key::toString))
              .forEach(key -> addIfBeyond(project, program, key, beyond));
        }
      }
    }
    List<String> names = beyond.stream().map(Budget::name).toList();
    List<String> namedBefore = node.oversight().beyondBudget();
    beyond.stream().filter(b -> !namedBefore.contains(name(b))).forEach(outcomes::add);
    return names.equals(namedBefore) ? node : node.with(node.oversight().beyondBudget(names));
  }

  private static String name(Outcome.BudgetExceeded b) {
    return b.indicatorId() == null
        ? b.measure() + " " + b.unit()
        : b.measure() + " " + b.unit() + " " + b.indicatorId();
  }

  private static void addIfBeyond(
      Parent program, GivenOn given, List<Outcome.BudgetExceeded> beyond) {
    Key key = Key.ofAmount(given.measure());
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
      Project project, Parent program, Key key, List<Outcome.BudgetExceeded> beyond) {
    Room budget = held(program, key);
    Room has = part(project, key, program.facts().parentId());
    if (budget == null || has == null || has.isWithin(budget)) {
      return;
    }
    boolean above = budget.most() != null && !(has.most() != null && has.most() <= budget.most());
    Long end = above ? has.most() : has.least();
    beyond.add(
        exceeded(
            project.nodeId(),
            program.nodeId(),
            key,
            above,
            end == null ? null : BigInteger.valueOf(end),
            budget));
  }

  private static Outcome.BudgetExceeded exceeded(
      String nodeId,
      String programId,
      Key key,
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

  /**
   * What a program may give on; null where it holds nothing. A wider limit for a time is its own.
   * One for a time may count in another unit than the one behind it: each binds in its own.
   */
  private static @Nullable Room held(Parent program, Key key) {
    Room held = null;
    for (Watch watch : program.watches()) {
      if (Key.of(watch.tolerance()).equals(key)) {
        held = and(held, Room.of(watch.tolerance()));
      }
      if (watch.temporary() != null && Key.of(watch.temporary()).equals(key)) {
        held = and(held, Room.of(watch.temporary()));
      }
    }
    return held;
  }

  private static Room and(@Nullable Room room, Room other) {
    return room == null ? other : room.and(other);
  }

  /**
   * What a project has of its program's budget; null where it has nothing. Of the versions of one
   * tolerance, those that wait for their first day and the one that stands for a time included, the
   * widest counts; tolerances of different names stand together.
   */
  private static @Nullable Room part(Known project, Key key, @Nullable String portfolioId) {
    Map<String, Room> parts = new HashMap<>();
    granted(
        project,
        tolerance -> {
          if (isPart(tolerance, portfolioId) && Key.of(tolerance).equals(key)) {
            parts.merge(tolerance.toleranceId(), Room.of(tolerance), Room::or);
          }
        });
    return parts.values().stream().reduce(Room::and).orElse(null);
  }

  private static boolean isPart(Tolerance tolerance, @Nullable String portfolioId) {
    return tolerance.grantedBy() == null || !tolerance.grantedBy().equals(portfolioId);
  }

  private static void granted(Known node, Consumer<Tolerance> each) {
    for (Watch watch : node.watches()) {
      each.accept(watch.tolerance());
      if (watch.temporary() != null) {
        each.accept(watch.temporary());
      }
    }
    node.oversight().scheduled().forEach(each);
  }

  /** A limit as a person writes it, exact. */
  private static String inUnit(long tenThousandths, ToleranceUnit unit) {
    return inUnit(BigInteger.valueOf(tenThousandths), unit);
  }

  private static String inUnit(BigInteger tenThousandths, ToleranceUnit unit) {
    return plain(tenThousandths)
        + switch (unit) {
          case PERCENT -> " %";
          case RATIO -> "";
          case DAYS -> " days";
          case MINOR_UNITS -> " minor units";
        };
  }

  private static String plain(BigInteger tenThousandths) {
    return new BigDecimal(tenThousandths, 4).stripTrailingZeros().toPlainString();
  }
}
