package org.plimsoll.testkit.oracle;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * What a program holds, and what of it is given on to its projects. Of a share, a ratio or days
 * each project may have as much as the program; of an amount all together.
 */
final class Budget {
  private final Trail trail;
  private final Facts program;

  /** The day of a tick, which comes to a project before its program or after it. */
  private final @Nullable LocalDate today;

  /** Read from the trail once for all that is asked in one moment. */
  private @Nullable Map<String, Tolerances.InForce> held;

  private final Map<String, Map<String, Tolerances.InForce>> projects = new HashMap<>();

  private Budget(Trail trail, Facts program, @Nullable LocalDate today) {
    this.trail = trail;
    this.program = program;
    this.today = today;
  }

  /** The budget that a project's tolerances are a part of; null for what is no project. */
  static @Nullable Budget of(Trail trail, String nodeId) {
    return of(trail, nodeId, null);
  }

  /** The same on the day of a tick. */
  static @Nullable Budget of(Trail trail, String nodeId, @Nullable LocalDate today) {
    Facts facts = trail.facts(nodeId);
    Facts above = facts == null ? null : trail.facts(facts.parentId());
    return facts == null || above == null || facts.level() != Level.PROJECT
        ? null
        : new Budget(trail, above, today);
  }

  /** What can be compared with each other. */
  record Subject(Measure measure, @Nullable String indicatorId, ToleranceUnit unit) {
    private static final Comparator<Subject> IN_ORDER =
        Comparator.comparing(Subject::measure)
            .thenComparing(s -> String.valueOf(s.indicatorId))
            .thenComparing(s -> s.unit.name());

    static Subject of(Tolerance t) {
      return new Subject(t.measure(), t.indicatorId(), t.unit());
    }

    static Subject of(Outcome.BudgetExceeded e) {
      return new Subject(e.measure(), e.indicatorId(), e.unit());
    }

    private boolean isAmount() {
      return unit == ToleranceUnit.MINOR_UNITS;
    }
  }

  /** What is allowed, both ends included; null where there is no end. */
  private record Range(@Nullable BigInteger least, @Nullable BigInteger most) {
    static final Range EVERYTHING = new Range(null, null);

    static Range of(Tolerance t) {
      BigInteger limit = BigInteger.valueOf(t.limitTenThousandths());
      Long other = t.terms().otherSideTenThousandths();
      BigInteger otherEnd = other == null ? null : BigInteger.valueOf(other);
      return t.breach() == Direction.AT_MOST
          ? new Range(otherEnd, limit)
          : new Range(limit, otherEnd);
    }

    Range and(Range other) {
      return new Range(
          least == null ? other.least : other.least == null ? least : least.max(other.least),
          most == null ? other.most : other.most == null ? most : most.min(other.most));
    }

    Range or(Range other) {
      return new Range(
          least == null || other.least == null ? null : least.min(other.least),
          most == null || other.most == null ? null : most.max(other.most));
    }

    boolean reachesBelow(Range other) {
      return other.least != null && (least == null || least.compareTo(other.least) < 0);
    }

    boolean reachesAbove(Range other) {
      return other.most != null && (most == null || most.compareTo(other.most) > 0);
    }

    boolean isWithin(Range other) {
      return !reachesBelow(other) && !reachesAbove(other);
    }
  }

  /** Several ranges together; an end that one of them lacks the sum lacks, too. */
  private static Range sum(Collection<Range> parts) {
    return parts.stream()
        .reduce(
            new Range(BigInteger.ZERO, BigInteger.ZERO),
            (a, b) ->
                new Range(
                    a.least == null || b.least == null ? null : a.least.add(b.least),
                    a.most == null || b.most == null ? null : a.most.add(b.most)));
  }

  /** What the program holds; for a time it may hold more, which is its own. */
  private @Nullable Range held(Subject subject) {
    if (held == null) {
      Tolerances tolerances = new Tolerances(trail, program.nodeId());
      held = today == null ? tolerances.standing() : tolerances.standingOn(today);
    }
    return held.values().stream()
        .flatMap(stands -> Stream.of(stands.lasting(), stands.temporary()))
        .filter(t -> t != null && Subject.of(t).equals(subject))
        .map(Range::of)
        .reduce(Range::and)
        .orElse(null);
  }

  /** Everything that was granted and is not over. */
  private static Stream<Tolerance> versions(Tolerances.InForce stands) {
    return Stream.concat(Stream.of(stands.lasting(), stands.temporary()), stands.waiting().stream())
        .filter(Objects::nonNull);
  }

  private Map<String, Tolerances.InForce> standing(String projectId) {
    return projects.computeIfAbsent(projectId, id -> new Tolerances(trail, id).standing());
  }

  /** A project's part: of each tolerance the widest that counts, of several the narrowest. */
  private @Nullable Range part(Map<String, Tolerances.InForce> project, Subject subject) {
    Range part = null;
    for (Tolerances.InForce stands : project.values()) {
      Range widest =
          versions(stands)
              .filter(t -> !isOfPortfolio(t) && Subject.of(t).equals(subject))
              .map(Range::of)
              .reduce(Range::or)
              .orElse(null);
      part = widest == null ? part : widest.and(part == null ? Range.EVERYTHING : part);
    }
    return part;
  }

  private boolean isOfPortfolio(Tolerance t) {
    return t.grantedBy() != null && t.grantedBy().equals(program.parentId());
  }

  /** The fields of a grant that reach further than what the program holds. */
  List<String> tooFar(String projectId, Tolerance granted) {
    Subject subject = Subject.of(granted);
    Range budget = held(subject);
    Tolerances tolerances = new Tolerances(trail, projectId);
    Range had = part(standing(projectId), subject);
    Range has = part(tolerances.standingWith(granted), subject);
    if (budget == null
        || has == null
        || isOfPortfolio(granted)
        || (had != null && has.isWithin(had))) {
      return List.of();
    }
    List<Range> all = new ArrayList<>(List.of(has));
    if (subject.isAmount()) {
      for (String id : trail.projectsOf(program.nodeId())) {
        Range part = part(standing(id), subject);
        if (part != null && !id.equals(projectId)) {
          all.add(part);
        }
      }
    }
    Range given = sum(all);
    boolean above = granted.breach() == Direction.AT_MOST;
    List<String> fields = new ArrayList<>();
    if (given.reachesAbove(budget)) {
      fields.add(above ? "limitTenThousandths" : "otherSideTenThousandths");
    }
    if (given.reachesBelow(budget)) {
      fields.add(above ? "otherSideTenThousandths" : "limitTenThousandths");
    }
    return fields;
  }

  /** How much of the program's amounts is given on, where the newest entry changed this project. */
  List<Outcome> givenOn(String projectId) {
    Tolerances tolerances = new Tolerances(trail, projectId);
    var before = tolerances.standingBefore();
    var after = standing(projectId);
    List<Outcome> outcomes = new ArrayList<>();
    Set<Subject> subjects = subjects(before);
    subjects.addAll(subjects(after));
    for (Subject subject : subjects) {
      if (subject.isAmount() && !Objects.equals(part(before, subject), part(after, subject))) {
        outcomes.add(new Outcome.BudgetGivenOn(program.nodeId(), givenOn(subject)));
      }
    }
    return outcomes;
  }

  private List<Range> parts(Subject subject) {
    return trail.projectsOf(program.nodeId()).stream()
        .map(id -> part(standing(id), subject))
        .filter(Objects::nonNull)
        .toList();
  }

  private GivenOn givenOn(Subject subject) {
    List<Range> parts = parts(subject);
    return new GivenOn(
        subject.measure(), parts.size(), side(parts, Range::least), side(parts, Range::most));
  }

  private static GivenOn.Side side(List<Range> parts, Function<Range, @Nullable BigInteger> end) {
    int open = 0;
    BigInteger sum = BigInteger.ZERO;
    for (Range part : parts) {
      BigInteger limit = end.apply(part);
      if (limit == null) {
        open++;
      } else {
        sum = sum.add(limit);
      }
    }
    return new GivenOn.Side(open, sum);
  }

  /** Of a project, what does not fit by itself. */
  List<Outcome.BudgetExceeded> exceededBy(String projectId) {
    var stands = standing(projectId);
    List<Outcome.BudgetExceeded> exceeded = new ArrayList<>();
    // In the order of their names.
    List<Subject> subjects = new ArrayList<>(subjects(stands));
    subjects.sort(Comparator.comparing((Subject s) -> s.measure.name()));
    for (Subject subject : subjects) {
      Range part = part(stands, subject);
      if (!subject.isAmount() && part != null) {
        addIfExceeded(projectId, subject, part, exceeded);
      }
    }
    return exceeded;
  }

  private static Set<Subject> subjects(Map<String, Tolerances.InForce> stands) {
    TreeSet<Subject> subjects = new TreeSet<>(Subject.IN_ORDER);
    stands.values().forEach(each -> versions(each).map(Subject::of).forEach(subjects::add));
    return subjects;
  }

  /** Of a program, what its projects' amounts exceed together. */
  static List<Outcome.BudgetExceeded> exceededByAll(Trail trail, Facts program) {
    Budget budget = new Budget(trail, program, null);
    List<Outcome.BudgetExceeded> exceeded = new ArrayList<>();
    TreeSet<Subject> subjects = new TreeSet<>(Subject.IN_ORDER);
    trail
        .projectsOf(program.nodeId())
        .forEach(id -> subjects.addAll(subjects(budget.standing(id))));
    for (Subject subject : subjects) {
      List<Range> parts = budget.parts(subject);
      if (subject.isAmount() && !parts.isEmpty()) {
        budget.addIfExceeded(program.nodeId(), subject, sum(parts), exceeded);
      }
    }
    return exceeded;
  }

  /** Where both ends do not fit, the upper one is named. */
  private void addIfExceeded(
      String nodeId, Subject subject, Range given, List<Outcome.BudgetExceeded> exceeded) {
    Range budget = held(subject);
    if (budget == null || given.isWithin(budget)) {
      return;
    }
    boolean above = given.reachesAbove(budget);
    exceeded.add(
        new Outcome.BudgetExceeded(
            nodeId,
            program.nodeId(),
            subject.measure(),
            subject.indicatorId(),
            subject.unit(),
            above ? Direction.AT_MOST : Direction.AT_LEAST,
            above ? given.most() : given.least(),
            Objects.requireNonNull(above ? budget.most() : budget.least()).longValueExact()));
  }
}
