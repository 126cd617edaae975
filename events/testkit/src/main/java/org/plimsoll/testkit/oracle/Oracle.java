package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Says what has to follow from each input of a history. It keeps the inputs and what it said of
 * them, and nothing else; every question is answered from all of them, each time anew. One tier and
 * one partition: programs and their projects, or portfolios.
 */
final class Oracle {
  private static final int MOST_NODES_CHANGED = 500;

  private final Trail trail = new Trail();

  /**
   * What has to follow.
   *
   * @param faults why the input is refused, each of them a good reason; empty when it is taken
   * @param outcomes everything that follows, in order; empty when it is refused
   */
  record Answer(List<Shape.Fault> faults, List<Outcome> outcomes) {}

  /** What follows from the next input of the history. */
  Answer next(Input input) {
    List<Shape.Fault> faults = Refusals.of(trail, input);
    if (!faults.isEmpty()) {
      return new Answer(faults, List.of());
    }
    trail.begin(input);
    switch (input) {
      case Input.StatusChanged changed -> status(changed);
      case Input.FactsStated stated -> {
        trail.follows(stated.nodeId(), new Outcome.Registered(stated.nodeId()));
        weigh(stated.nodeId(), input.at());
      }
      case Input.ToleranceGranted granted -> grant(granted);
      case Input.Decided decided -> decision(decided);
      case Input.Ticked tick -> tick(tick);
      case Input.ChildContributed told -> count(told);
    }
    return new Answer(List.of(), List.copyOf(trail.outcomes()));
  }

  /** What is open on a node. */
  List<Exceptions.Open> openExceptions(String nodeId) {
    return trail.facts(nodeId) == null
        ? List.of()
        : List.copyOf(Exceptions.open(trail, nodeId).values());
  }

  boolean isKnown(String nodeId) {
    return trail.facts(nodeId) != null;
  }

  /** What figures are held against on a node by this tolerance; null before it is in force. */
  @Nullable Tolerance inForce(String nodeId, String toleranceId) {
    return new Tolerances(trail, nodeId).inForce(toleranceId).now();
  }

  private Facts facts(String nodeId) {
    return Objects.requireNonNull(trail.facts(nodeId));
  }

  private void status(Input.StatusChanged changed) {
    StatusChange status = changed.status();
    String nodeId = status.projectId();
    Facts facts = facts(nodeId);
    LocalDate on = Objects.requireNonNull(trail.dataDate(nodeId));
    new Tolerances(trail, nodeId).follow(on).forEach(outcome -> trail.follows(nodeId, outcome));
    new Mutes(trail, nodeId).follow(on).forEach(outcome -> trail.follows(nodeId, outcome));
    Statements before = Statements.beforeNow(trail, facts);
    Statements after = Statements.of(trail, facts);
    if (!on.equals(before.dataDate()) && Exceptions.isSilent(trail, nodeId)) {
      List<String> missing = Missing.names(before.figures(), after.figures());
      if (!missing.isEmpty()) {
        trail.follows(nodeId, new Outcome.SnapshotRequested(nodeId, missing, status.dataDate()));
      }
    }
    Baseline set = newParts(before.original(), after.original());
    if (!set.equals(Baseline.NONE)) {
      trail.follows(nodeId, new Outcome.BaselineSet(nodeId, true, set, status.dataDate()));
    }
    Corrections corrections = new Corrections(trail, facts);
    if (status.corrects() != null) {
      trail.follows(nodeId, corrections.told(status, status.corrects()));
      corrections.withdrawn(status).forEach(outcome -> trail.follows(nodeId, outcome));
    }
    corrections.confirmed(status).forEach(outcome -> trail.follows(nodeId, outcome));
    if (status.assistance() != null) {
      trail.follows(
          nodeId,
          new Outcome.AssistanceRequested(
              status.eventId(),
              nodeId,
              status.assistance().addressedTo(),
              status.assistance().request(),
              status.dataDate()));
    }
    weigh(nodeId, changed.at());
    giveOn(nodeId);
  }

  private static Baseline newParts(Baseline before, Baseline after) {
    return new Baseline(
        before.costMinor() == null ? after.costMinor() : null,
        before.finish() == null ? after.finish() : null);
  }

  private void grant(Input.ToleranceGranted granted) {
    String nodeId = granted.nodeId();
    Tolerance tolerance = granted.tolerance().grantedBy(granted.grantedBy());
    var stands = new Tolerances(trail, nodeId).inForce(tolerance.toleranceId());
    trail.follows(
        nodeId,
        stands.waiting().contains(tolerance)
            ? new Outcome.ToleranceScheduled(
                nodeId,
                tolerance.toleranceId(),
                tolerance.version(),
                Objects.requireNonNull(tolerance.terms().effectiveFrom()))
            : new Outcome.ToleranceTaken(nodeId, tolerance.toleranceId(), tolerance.version()));
    nameWhatDoesNotFit(nodeId, null);
    weigh(nodeId, granted.at());
    giveOn(nodeId);
  }

  private void decision(Input.Decided decided) {
    String nodeId = decided.nodeId();
    trail.follows(nodeId, new Outcome.DecisionTaken(nodeId, decided.choice(), decided.decidedBy()));
    LocalDate dataDate = trail.dataDate(nodeId);
    if (decided.choice() instanceof Input.Choice.ApproveBaseline(var baseline)
        && dataDate != null) {
      trail.follows(nodeId, new Outcome.BaselineSet(nodeId, false, baseline, dataDate));
    }
    weigh(nodeId, decided.at());
    giveOn(nodeId);
  }

  /** A project's tolerances changed, so that its program gives on more or less. */
  private void giveOn(String nodeId) {
    Budget budget = Budget.of(trail, nodeId);
    List<Outcome> givenOn = budget == null ? List.of() : budget.givenOn(nodeId);
    givenOn.forEach(outcome -> trail.follows(nodeId, outcome));
    if (!givenOn.isEmpty()) {
      nameWhatDoesNotFit(Objects.requireNonNull(facts(nodeId).parentId()), null);
    }
  }

  /** Once until it fits again. */
  private void nameWhatDoesNotFit(String nodeId, @Nullable LocalDate today) {
    Facts facts = facts(nodeId);
    Budget ofProject = Budget.of(trail, nodeId, today);
    List<Outcome.BudgetExceeded> now =
        ofProject != null
            ? ofProject.exceededBy(nodeId)
            : facts.level() == Level.PROGRAM ? Budget.exceededByAll(trail, facts) : List.of();
    Set<Budget.Subject> before =
        trail.exceeded(nodeId, now.stream().map(Budget.Subject::of).collect(Collectors.toSet()));
    now.stream()
        .filter(exceeded -> !before.contains(Budget.Subject.of(exceeded)))
        .forEach(exceeded -> trail.follows(nodeId, exceeded));
  }

  /** What a program tells; its portfolio may not be known yet, and then awaits its facts. */
  private void count(Input.ChildContributed told) {
    String nodeId = told.nodeId();
    if (Contributions.isBeyondCounting(trail, nodeId)) {
      trail.follows(nodeId, new Outcome.Anomaly(nodeId, Outcome.Code.SUM_OVERFLOW, ""));
    } else if (trail.facts(nodeId) == null) {
      Rollup below = Contributions.sum(trail, nodeId);
      LocalDate on = Contributions.dataDate(trail, nodeId);
      trail.follows(nodeId, new Outcome.RollupAssessed(nodeId, on, below, Sums.readings(below)));
      trail.follows(nodeId, new Outcome.Anomaly(nodeId, Outcome.Code.PARENT_AWAITED, ""));
    } else {
      weigh(nodeId, told.at());
    }
  }

  private @Nullable LocalDate dataDate(String nodeId) {
    return dataDate(trail, nodeId);
  }

  /** The newest data date of a project, or below another node; null before there is one. */
  static @Nullable LocalDate dataDate(Trail trail, String nodeId) {
    return switch (Objects.requireNonNull(trail.facts(nodeId)).level()) {
      case PROJECT -> trail.dataDate(nodeId);
      case PROGRAM ->
          trail.projectsOf(nodeId).stream()
              .map(trail::dataDate)
              .filter(Objects::nonNull)
              .max(LocalDate::compareTo)
              .orElse(null);
      case PORTFOLIO -> Contributions.dataDate(trail, nodeId);
    };
  }

  /** What is known of a node now, computed once for all that is asked in one moment. */
  private record Now(
      @Nullable LocalDate dataDate, List<Reading> readings, @Nullable Rollup below) {}

  private Now now(String nodeId) {
    Facts facts = facts(nodeId);
    if (facts.level() == Level.PROJECT) {
      return new Now(
          trail.dataDate(nodeId),
          Statements.of(trail, facts).numbers().readings(facts.targets()),
          null);
    }
    Rollup below = Sums.below(trail, facts);
    return new Now(dataDate(nodeId), Sums.readings(below), below);
  }

  /** The end of every input that was taken: assess, weigh, and tell the parent. */
  private void weigh(String nodeId, Position at) {
    Now now = now(nodeId);
    int here = trail.outcomes().size();
    holdAgainstTolerances(nodeId, now, null);
    trail.assessed(here, assessed(nodeId, now));
    boolean told = contribute(nodeId, at, now.below());
    if (trail.isReported(nodeId)) {
      Signals.Look look = Sightings.of(trail, facts(nodeId));
      new Signals(trail, nodeId).follow(look).forEach(outcome -> trail.follows(nodeId, outcome));
      trail.looked(nodeId, look);
    }
    if (told) {
      weighParent(nodeId, at);
    }
  }

  private void weighParent(String nodeId, Position at) {
    String parentId = facts(nodeId).parentId();
    if (parentId != null && trail.facts(parentId) != null) {
      weigh(parentId, at);
    }
  }

  private void holdAgainstTolerances(String nodeId, Now now, @Nullable LocalDate tickedOn) {
    Tolerances tolerances = new Tolerances(trail, nodeId);
    var standing = tolerances.standing();
    Map<String, Tolerance> inForce = Tolerances.inForce(standing);
    trail.weighed(
        nodeId,
        now.dataDate(),
        tickedOn,
        inForce,
        Tolerances.lookingAhead(standing),
        new Weighed(trail, nodeId, now.dataDate(), tickedOn).against(inForce, now.readings()));
    Map<String, Exceptions.Open> open = Exceptions.open(trail, nodeId);
    for (String id : tolerances.ids()) {
      new Episodes(trail, nodeId, id, open.get(id))
          .follow()
          .forEach(outcome -> trail.follows(nodeId, outcome));
    }
  }

  private Outcome assessed(String nodeId, Now now) {
    if (now.below() != null) {
      return new Outcome.RollupAssessed(nodeId, now.dataDate(), now.below(), now.readings());
    }
    Statements statements = Statements.of(trail, facts(nodeId));
    return new Outcome.ProjectAssessed(
        nodeId,
        now.dataDate(),
        statements.figures(),
        statements.numbers().projectedFinish(),
        now.readings(),
        Exceptions.isInException(trail, nodeId),
        Exceptions.isSilent(trail, nodeId),
        statements.selfRating());
  }

  /** Tells the parent, unless it says nothing new; whether the parent was told. */
  private boolean contribute(String nodeId, Position at, @Nullable Rollup below) {
    Facts facts = facts(nodeId);
    String parentId = facts.parentId();
    if (parentId == null) {
      return false;
    }
    Rollup rollup = below == null ? Sums.ofProject(trail, facts) : below;
    LocalDate on = dataDate(nodeId);
    Contribution last = null;
    for (Trail.Said said : trail.said(nodeId)) {
      last = said.outcome() instanceof Outcome.Contributed told ? told.contribution() : last;
    }
    if (last != null && last.rollup().equals(rollup) && Objects.equals(last.dataDate(), on)) {
      trail.saysNothingNew(nodeId);
      return false;
    }
    int deadband = facts.contributionDeadbandTenThousandths();
    Deadband.Movement furthest =
        last == null || deadband == 0 ? null : Quiet.furthest(last.rollup(), rollup, deadband);
    if (furthest != null) {
      LocalDate since = heldBackSince(nodeId, on);
      trail.follows(
          nodeId, new Outcome.ContributionHeldBack(nodeId, parentId, furthest, since, on));
      return false;
    }
    trail.follows(
        nodeId,
        new Outcome.Contributed(
            new Contribution(nodeId, parentId, facts.currency(), at, on, rollup)));
    return true;
  }

  /** Data date of the first figures that are held back since something was sent. */
  private @Nullable LocalDate heldBackSince(String nodeId, @Nullable LocalDate now) {
    LocalDate since = null;
    boolean isHeldBack = false;
    for (Trail.Said said : trail.saidSinceNothingWasNew(nodeId)) {
      if (said.outcome() instanceof Outcome.Contributed) {
        isHeldBack = false;
      }
      if (said.outcome() instanceof Outcome.ContributionHeldBack heldBack && !isHeldBack) {
        since = heldBack.onDate();
        isHeldBack = true;
      }
    }
    return isHeldBack ? since : now;
  }

  /** Every node in the order of their ids, of which each says only what follows. */
  private void tick(Input.Ticked tick) {
    LocalDate today = Trail.dayOf(tick.instant());
    int changed = 0;
    boolean complete = true;
    for (String nodeId : trail.nodes()) {
      if (changed == MOST_NODES_CHANGED) {
        complete = false;
        break;
      }
      trail.ticked(nodeId);
      int here = trail.outcomes().size();
      new Tolerances(trail, nodeId)
          .follow(today)
          .forEach(outcome -> trail.follows(nodeId, outcome));
      new Mutes(trail, nodeId).follow(today).forEach(outcome -> trail.follows(nodeId, outcome));
      nameWhatDoesNotFit(nodeId, today);
      int assessedAt = trail.outcomes().size();
      Now now = now(nodeId);
      holdAgainstTolerances(nodeId, now, today);
      new Waiting(trail, nodeId)
          .follow(tick.instant())
          .forEach(outcome -> trail.follows(nodeId, outcome));
      if (trail.outcomes().size() > here) {
        changed++;
        trail.assessed(assessedAt, assessed(nodeId, now));
        if (contribute(nodeId, tick.at(), now.below())) {
          weighParent(nodeId, tick.at());
        }
        giveOn(nodeId);
      }
    }
    trail.assessed(0, new Outcome.TickTaken(tick.instant(), changed, complete));
  }
}
