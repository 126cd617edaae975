package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.testkit.oracle.Shape.Fault;

/** Everything for which an input is refused, by itself and after what was taken before it. */
final class Refusals {
  private static final int DATES_REMEMBERED = 13;

  private final Trail trail;
  private final List<Fault> faults = new ArrayList<>();

  private Refusals(Trail trail) {
    this.trail = trail;
  }

  static List<Fault> of(Trail trail, Input input) {
    Refusals refusals = new Refusals(trail);
    refusals.faults.addAll(Shape.of(input));
    switch (input) {
      case Input.StatusChanged changed -> refusals.status(changed);
      case Input.FactsStated stated -> refusals.facts(stated);
      case Input.ToleranceGranted granted -> refusals.grant(granted);
      case Input.Decided decided -> refusals.decision(decided);
      case Input.ChildContributed told -> refusals.contribution(told.contribution());
      case Input.Ticked _ -> {}
    }
    return refusals.faults;
  }

  private void add(boolean wrong, Reason reason, String field) {
    if (wrong) {
      faults.add(new Fault(reason, field));
    }
  }

  private void status(Input.StatusChanged changed) {
    StatusChange status = changed.status();
    Facts facts = trail.facts(status.projectId());
    add(!changed.origin().placed(), Reason.WRONG_PARTITION, "key");
    if (facts == null) {
      add(true, Reason.UNKNOWN_NODE, "projectId");
      return;
    }
    add(facts.level() != Level.PROJECT, Reason.WRONG_LEVEL, "projectId");
    add(!changed.origin().agencyId().equals(facts.agencyId()), Reason.NOT_OWNER, "projectId");
    add(!Objects.equals(changed.origin().key(), facts.parentId()), Reason.WRONG_KEY, "key");
    add(
        status.currency() != null && !status.currency().equals(facts.currency()),
        Reason.WRONG_CURRENCY,
        "currency");
    for (String indicator : status.reported().indicatorTenThousandths().keySet()) {
      add(
          facts.targets().stream().noneMatch(t -> t.indicatorId().equals(indicator)),
          Reason.UNKNOWN_INDICATOR,
          "indicators.indicatorId");
    }
    LocalDate stands = trail.dataDate(status.projectId());
    boolean corrects = status.corrects() != null;
    add(
        !corrects && stands != null && status.dataDate().isBefore(stands),
        Reason.SUPERSEDED,
        "dataDate");
    int sameDate = 0;
    List<LocalDate> remembered = remembered(facts);
    if (corrects) {
      LocalDate corrected = correctedOn(facts, remembered, status.corrects());
      add(corrected == null, Reason.NOTHING_TO_CORRECT, "corrects");
      add(
          corrected != null && !corrected.equals(status.dataDate()),
          Reason.NOTHING_TO_CORRECT,
          "dataDate");
    }
    for (var earlier : trail.taken(status.projectId(), Input.StatusChanged.class)) {
      if (remembered.contains(earlier.status().dataDate())) {
        boolean sameId = earlier.status().eventId().equals(status.eventId());
        boolean same = earlier.origin().contentSha256().equals(changed.origin().contentSha256());
        add(sameId && same, Reason.REPEATED, "eventId");
        add(sameId && !same, Reason.EVENT_ID_REUSED, "eventId");
        LocalDate on = earlier.status().dataDate();
        sameDate += on.equals(stands) && on.equals(status.dataDate()) ? 1 : 0;
      }
    }
    add(sameDate >= 256, Reason.OUT_OF_BOUNDS, "dataDate");
    SortedSet<String> milestones = new TreeSet<>(Statements.of(trail, facts).milestoneIds());
    status.milestones().forEach(m -> milestones.add(m.milestoneId()));
    add(milestones.size() > 200, Reason.OUT_OF_BOUNDS, "milestones");
  }

  /** Reports are known by their ids on the newest 13 data dates since the last silence. */
  private List<LocalDate> remembered(Facts facts) {
    List<LocalDate> dates = Statements.of(trail, facts).dataDates();
    return dates.subList(Math.max(0, dates.size() - DATES_REMEMBERED), dates.size());
  }

  private @Nullable LocalDate correctedOn(
      Facts facts, List<LocalDate> remembered, @Nullable String eventId) {
    return Statements.of(trail, facts).valid().stream()
        .filter(s -> s.eventId().equals(eventId) && remembered.contains(s.dataDate()))
        .map(StatusChange::dataDate)
        .findFirst()
        .orElse(null);
  }

  /** Facts, grants and decisions of a node are taken once. */
  private boolean steered(String nodeId, String eventId) {
    Stream<String> facts =
        trail.taken(nodeId, Input.FactsStated.class).stream().map(Input.FactsStated::eventId);
    Stream<String> grants =
        trail.taken(nodeId, Input.ToleranceGranted.class).stream()
            .map(Input.ToleranceGranted::eventId);
    Stream<String> decisions =
        trail.taken(nodeId, Input.Decided.class).stream().map(Input.Decided::eventId);
    return Stream.of(facts, grants, decisions).flatMap(ids -> ids).anyMatch(eventId::equals);
  }

  private void facts(Input.FactsStated stated) {
    Facts facts = stated.facts();
    Facts before = trail.facts(facts.nodeId());
    add(steered(facts.nodeId(), stated.eventId()), Reason.REPEATED, "eventId");
    if (before != null) {
      add(before.level() != facts.level(), Reason.FIXED_FACT, "level");
      fixed("parentId", before.parentId(), facts.parentId());
      fixed("agencyId", before.agencyId(), facts.agencyId());
      fixed("currency", before.currency(), facts.currency());
      fixed("baseline", before.baseline(), facts.baseline());
      fixed("baselineSource", before.firstReported(), facts.firstReported());
    }
    String awaited = Contributions.currency(trail, facts.nodeId());
    add(
        before == null && awaited != null && !awaited.equals(facts.currency()),
        Reason.WRONG_CURRENCY,
        "currency");
    Facts parent = trail.facts(facts.parentId());
    add(parent != null && facts.nodeId().equals(parent.parentId()), Reason.CYCLE, "parentId");
    if (facts.level() == Level.PROJECT) {
      add(parent == null, Reason.UNKNOWN_PARENT, "parentId");
      add(parent != null && parent.level() != Level.PROGRAM, Reason.UNKNOWN_PARENT, "parentId");
      add(
          parent != null && !parent.currency().equals(facts.currency()),
          Reason.WRONG_CURRENCY,
          "currency");
    }
  }

  /** A portfolio has one currency, whether its facts have arrived or not. */
  private void contribution(Contribution now) {
    Facts parent = trail.facts(now.parentId());
    String currency =
        parent == null ? Contributions.currency(trail, now.parentId()) : parent.currency();
    add(currency != null && !currency.equals(now.currency()), Reason.WRONG_CURRENCY, "currency");
    add(parent != null && parent.level() == Level.PROJECT, Reason.WRONG_LEVEL, "parentId");
    Contribution counted = Contributions.counted(trail, now.parentId()).get(now.childId());
    add(
        counted != null
            && counted.position().tier() == now.position().tier()
            && counted.position().partition() == now.position().partition()
            && counted.position().sequence() >= now.position().sequence(),
        Reason.REPEATED,
        "position.sequence");
  }

  private void fixed(String field, @Nullable Object before, @Nullable Object now) {
    add(!Objects.equals(before, now), Reason.FIXED_FACT, field);
  }

  private void grant(Input.ToleranceGranted granted) {
    String nodeId = granted.nodeId();
    Tolerance tolerance = granted.tolerance();
    Facts facts = trail.facts(nodeId);
    if (facts == null) {
      add(true, Reason.UNKNOWN_NODE, "nodeId");
      return;
    }
    add(steered(nodeId, granted.eventId()), Reason.REPEATED, "eventId");
    add(
        tolerance.indicatorId() != null
            && facts.targets().stream()
                .noneMatch(t -> t.indicatorId().equals(tolerance.indicatorId())),
        Reason.UNKNOWN_INDICATOR,
        "indicatorId");
    add(
        facts.level() != Level.PROJECT && !Sums.isAdded(tolerance.measure()),
        Reason.WRONG_LEVEL,
        "measure");
    String by = granted.grantedBy();
    Facts parent = trail.facts(facts.parentId());
    boolean isAbove =
        by == null
            || by.equals(facts.parentId() == null ? nodeId : facts.parentId())
            || (parent != null && by.equals(parent.parentId()));
    add(!isAbove && trail.facts(by) != null, Reason.NOT_ACCOUNTABLE, "grantedBy");
    dates(nodeId, tolerance);
    budget(nodeId, tolerance.grantedBy(by));
  }

  private void budget(String nodeId, Tolerance granted) {
    Budget budget = Budget.of(trail, nodeId);
    if (budget != null) {
      budget.tooFar(nodeId, granted).forEach(field -> add(true, Reason.BEYOND_BUDGET, field));
    }
  }

  /** One with a last day needs one without, and no two stand by chance. */
  private void dates(String nodeId, Tolerance tolerance) {
    Tolerances.InForce stands = new Tolerances(trail, nodeId).inForce(tolerance.toleranceId());
    boolean ends = tolerance.terms().effectiveUntil() != null;
    boolean stood =
        stands.lasting() != null
            || stands.waiting().stream()
                .anyMatch(t ->
                    t.terms().effectiveUntil() == null
                        && !first(t.terms()).isAfter(first(tolerance.terms())));
    add(ends && !stood, Reason.INVALID_TOLERANCE, "effectiveUntil");
    LocalDate dataDate = Oracle.dataDate(trail, nodeId);
    add(
        ends && dataDate != null && last(tolerance.terms()).isBefore(dataDate),
        Reason.SUPERSEDED,
        "effectiveUntil");
    List<Tolerance> others = new ArrayList<>(stands.waiting());
    if (stands.temporary() != null) {
      others.add(stands.temporary());
    }
    if (stands.lasting() != null) {
      than(tolerance, stands.lasting());
      LocalDate begins = tolerance.terms().effectiveFrom();
      add(
          !ends && begins != null && begins.equals(stands.lasting().terms().effectiveFrom()),
          Reason.OVERLAPPING_DATES,
          "effectiveFrom");
    }
    for (Tolerance other : others) {
      than(tolerance, other);
      boolean otherEnds = other.terms().effectiveUntil() != null;
      add(
          ends == otherEnds
              && (ends
                  ? shareADay(tolerance.terms(), other.terms())
                  : Objects.equals(
                      tolerance.terms().effectiveFrom(), other.terms().effectiveFrom())),
          Reason.OVERLAPPING_DATES,
          "effectiveFrom");
    }
  }

  /** It weighs the same measure as those that stand or wait, and is a later version of them. */
  private void than(Tolerance tolerance, Tolerance other) {
    add(other.version() >= tolerance.version(), Reason.SUPERSEDED, "version");
    add(
        tolerance.measure() != other.measure()
            || !Objects.equals(tolerance.indicatorId(), other.indicatorId()),
        Reason.INVALID_TOLERANCE,
        "measure");
  }

  private static boolean shareADay(Terms a, Terms b) {
    return !first(a).isAfter(last(b)) && !first(b).isAfter(last(a));
  }

  private static LocalDate first(Terms terms) {
    return Objects.requireNonNullElse(terms.effectiveFrom(), LocalDate.MIN);
  }

  private static LocalDate last(Terms terms) {
    return Objects.requireNonNullElse(terms.effectiveUntil(), LocalDate.MAX);
  }

  private void decision(Input.Decided decided) {
    String nodeId = decided.nodeId();
    Facts facts = trail.facts(nodeId);
    if (facts == null) {
      add(true, Reason.UNKNOWN_NODE, "nodeId");
      return;
    }
    add(steered(nodeId, decided.eventId()), Reason.REPEATED, "eventId");
    Exceptions.Open open = null;
    switch (decided.choice()) {
      case Input.Choice.Close(var id) -> {
        open = openOf(nodeId, id);
        add(open != null, Reason.STILL_BEYOND, "exceptionId");
        add(open == null && !wasRaised(nodeId, id), Reason.NO_SUCH_EXCEPTION, "exceptionId");
      }
      case Input.Choice.OfException of -> {
        open = openOf(nodeId, of.exceptionId());
        add(open == null, Reason.NO_SUCH_EXCEPTION, "exceptionId");
      }
      case Input.Choice.Assist(var requestId) ->
          add(
              !Help.open(trail, nodeId).contains(requestId),
              Reason.NO_SUCH_EXCEPTION,
              "exceptionId");
      case Input.Choice.Mute(var toleranceId, var until) -> {
        add(
            toleranceId != null && !new Tolerances(trail, nodeId).ids().contains(toleranceId),
            Reason.NO_SUCH_EXCEPTION,
            "toleranceId");
        LocalDate on = Oracle.dataDate(trail, nodeId);
        add(on != null && until.isBefore(on), Reason.SUPERSEDED, "until");
      }
      case Input.Choice.ApproveBaseline _ ->
          add(facts.level() != Level.PROJECT, Reason.WRONG_LEVEL, "nodeId");
    }
    LocalDate dataDate = Oracle.dataDate(trail, nodeId);
    if (dataDate != null && decided.choice() instanceof Input.Choice.RequireExceptionPlan plan) {
      add(plan.by().isBefore(dataDate), Reason.SUPERSEDED, "by");
    }
    if (dataDate != null && decided.choice() instanceof Input.Choice.GrantTolerance wider) {
      add(wider.until().isBefore(dataDate), Reason.SUPERSEDED, "until");
    }
    if (open != null) {
      add(
          decided.answersRevision() != null && decided.answersRevision() != open.revision(),
          Reason.STATE_PASSED,
          "answersRevision");
      if (decided.choice() instanceof Input.Choice.GrantTolerance wider) {
        Tolerances tolerances = new Tolerances(trail, nodeId);
        Tolerance now = tolerances.inForce(open.toleranceId()).now();
        if (now != null) {
          budget(nodeId, tolerances.widened(now, wider, decided));
        }
        add(
            now != null && !Limits.isWider(now, wider.limitTenThousandths()),
            Reason.INVALID_TOLERANCE,
            "limitTenThousandths");
      }
    }
    Fault notAccountable = Authority.faultOf(trail, facts, open, decided);
    if (notAccountable != null) {
      faults.add(notAccountable);
    }
  }

  private Exceptions.@Nullable Open openOf(String nodeId, String exceptionId) {
    return Exceptions.open(trail, nodeId).values().stream()
        .filter(e -> e.exceptionId().equals(exceptionId))
        .findFirst()
        .orElse(null);
  }

  private boolean wasRaised(String nodeId, String exceptionId) {
    return trail.said(nodeId).stream()
        .anyMatch(said ->
            said.outcome() instanceof Outcome.ExceptionChanged e
                && e.exceptionId().equals(exceptionId));
  }
}
