package org.plimsoll.policy.backtest;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.policy.backtest.Episode.Subject;
import org.plimsoll.policy.backtest.Episode.Treated;

/**
 * The history of one partition as it goes under one set of rules: a fold through core's one
 * decision, and a note of every exception and of every item that somebody was given. Decisions are
 * taken as they were recorded; one about an exception that is none under these rules is refused by
 * core and changes nothing, and what people would have decided about other exceptions nobody knows.
 */
final class Course {
  /** Of a standing at rest with some tolerances, and of each more, where every node has it. */
  private static final long STANDING_BYTES = 1_000;

  private static final long TOLERANCE_BYTES = 100;

  /** Of an exception with its id, and of its comparison with another. */
  private static final long EPISODE_BYTES = 400;

  private static final long ITEM_BYTES = 120;

  private final Rules rules;
  private final @Nullable Grants grants;
  private final Fold fold = new Fold();
  private final Map<String, Building> byId = new HashMap<>();
  private final Map<String, List<Building>> openByNode = new HashMap<>();
  private final List<Building> episodes = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final List<Besides> besides = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private boolean decided;

  /**
   * @param nodes facts of the registered nodes of this partition, kept by whoever owns the courses
   */
  Course(Rules rules, Map<String, Facts> nodes) {
    this.rules = rules;
    this.grants = rules instanceof Rules.Candidate(var policy) ? new Grants(policy, nodes) : null;
  }

  /**
   * Something that travelled to a level.
   *
   * @param on data date of the figures, or the day of the tick
   * @param cause the input after which it did
   */
  record Item(String nodeId, Level to, LocalDate on, String exceptionId, Position cause) {}

  /**
   * Something that travelled and is not about an exception: a confirmation, one that is withdrawn,
   * or a call for help.
   *
   * @param to null: the level above the node
   * @param on data date of the figures
   */
  record Besides(String nodeId, @Nullable Level to, LocalDate on) {}

  /** A decision that was taken. */
  record Taken(String nodeId, LocalDate on, Position at) {}

  private static final class Building {
    private final String exceptionId;
    private final Subject subject;
    private final String toleranceId;
    private final Position raisedBy;
    private final LocalDate raisedOn;
    private long clearedAt = Episode.OPEN;
    private @Nullable LocalDate clearedOn;
    private int items;
    private Treated treated = Treated.NOT_AT_ALL;

    private Building(Position at, Outcome.ExceptionChanged raised) {
      Tolerance tolerance = raised.tolerance();
      this.exceptionId = raised.exceptionId();
      this.subject = new Subject(raised.nodeId(), tolerance.measure(), tolerance.indicatorId());
      this.toleranceId = tolerance.toleranceId();
      this.raisedBy = at;
      this.raisedOn = raised.onDate();
    }

    private void treated(Treated now) {
      treated = now.compareTo(treated) > 0 ? now : treated;
    }

    private Episode built() {
      return new Episode(
          exceptionId,
          subject,
          toleranceId,
          raisedBy,
          raisedOn,
          clearedAt,
          clearedOn,
          items,
          treated);
    }
  }

  /** Weighs the next input of the partition and says what followed. */
  List<Outcome> next(Input input) {
    return switch (rules) {
      case Rules.Recorded _ -> weighed(input);
      case Rules.HardLimits _ -> isOfExceptions(input) ? List.of() : weighed(plain(input));
      case Rules.Candidate _ -> {
        Grants own = requireNonNull(grants);
        if (input instanceof Input.ToleranceGranted granted && own.replaces(granted.nodeId())) {
          yield List.of();
        }
        List<Outcome> outcomes = weighed(input);
        if (input instanceof Input.FactsStated stated && isRegistered(outcomes)) {
          own.give(stated, this::weighed);
        }
        yield outcomes;
      }
    };
  }

  static boolean isRegistered(List<Outcome> outcomes) {
    return outcomes.stream().anyMatch(Outcome.Registered.class::isInstance);
  }

  private static boolean isOfExceptions(Input input) {
    return input instanceof Input.Decided decided
        && switch (decided.choice()) {
          case Choice.OfException _, Choice.Mute _ -> true;
          case Choice.Assist _, Choice.ApproveBaseline _ -> false;
        };
  }

  private static Input plain(Input input) {
    return input instanceof Input.ToleranceGranted granted
        ? new Input.ToleranceGranted(
            granted.at(),
            granted.eventId(),
            granted.nodeId(),
            plain(granted.tolerance()),
            granted.grantedBy(),
            granted.above(),
            granted.byNodeInTask())
        : input;
  }

  private static Tolerance plain(Tolerance t) {
    Terms terms = t.terms();
    return new Tolerance(
        t.toleranceId(),
        t.version(),
        t.kind(),
        t.measure(),
        t.indicatorId(),
        t.breach(),
        t.unit(),
        t.limitTenThousandths(),
        new Terms(
            null,
            null,
            terms.otherSideTenThousandths(),
            1,
            0,
            0,
            0,
            terms.effectiveFrom(),
            terms.effectiveUntil(),
            null),
        t.grantedBy());
  }

  private List<Outcome> weighed(Input input) {
    List<Outcome> outcomes = fold.next(input);
    Position at = input.at();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.ExceptionChanged changed -> changed(at, changed);
        case Outcome.ExceptionPassedUp up -> {
          Building building = byId.get(up.exceptionId());
          if (building != null) {
            told(building, up.to(), LocalDate.ofInstant(up.instant(), ZoneOffset.UTC), at);
          }
        }
        case Outcome.DecisionTaken(String nodeId, Choice choice, String _) -> {
          if (input instanceof Input.Decided decision) {
            taken.add(new Taken(nodeId, decision.decidedOn(), at));
          }
          decided(nodeId, choice);
        }
        case Outcome.TargetConfirmed confirmed ->
            besides.add(new Besides(confirmed.nodeId(), null, confirmed.onDate()));
        case Outcome.ConfirmationWithdrawn withdrawn ->
            besides.add(new Besides(withdrawn.nodeId(), null, withdrawn.onDate()));
        case Outcome.AssistanceRequested call ->
            besides.add(new Besides(call.nodeId(), call.addressedTo(), call.onDate()));
        case Outcome.Refused _,
            Outcome.Registered _,
            Outcome.ToleranceTaken _,
            Outcome.ToleranceScheduled _,
            Outcome.BaselineSet _,
            Outcome.ProjectAssessed _,
            Outcome.RollupAssessed _,
            Outcome.Suppressed _,
            Outcome.ToleranceEnded _,
            Outcome.MuteEnded _,
            Outcome.SnapshotRequested _,
            Outcome.TickTaken _,
            Outcome.Corrected _,
            Outcome.Signalled _,
            Outcome.SignalEnded _,
            Outcome.Contributed _,
            Outcome.ContributionHeldBack _,
            Outcome.BudgetGivenOn _,
            Outcome.BudgetExceeded _,
            Outcome.Anomaly _ -> {}
      }
    }
    return outcomes;
  }

  private void changed(Position at, Outcome.ExceptionChanged changed) {
    Building building =
        switch (changed.change()) {
          case RAISED -> {
            Building raised = new Building(at, changed);
            episodes.add(raised);
            byId.put(changed.exceptionId(), raised);
            openByNode.computeIfAbsent(changed.nodeId(), _ -> new ArrayList<>()).add(raised);
            yield raised;
          }
          case WORSENED, EASED, CLEARED, RESTATED -> byId.get(changed.exceptionId());
        };
    if (building == null) {
      return;
    }
    for (Level level : changed.deliveredTo()) {
      told(building, level, changed.onDate(), at);
    }
    if (changed.change() == Outcome.Change.CLEARED) {
      building.clearedAt = at.sequence();
      building.clearedOn = changed.onDate();
      requireNonNull(openByNode.get(changed.nodeId())).remove(building);
    }
  }

  private void told(Building building, Level to, LocalDate on, Position cause) {
    building.items++;
    items.add(new Item(building.subject.nodeId(), to, on, building.exceptionId, cause));
  }

  private void decided(String nodeId, Choice choice) {
    switch (choice) {
      case Choice.GrantTolerance(String id, var _, var _) -> about(id, Treated.ACTED_UPON);
      case Choice.RequireExceptionPlan(String id, var _) -> about(id, Treated.ACTED_UPON);
      case Choice.Acknowledge(String id) -> about(id, Treated.SEEN);
      case Choice.Note(String id) -> about(id, Treated.SEEN);
      case Choice.HandOver(String id, var _) -> about(id, Treated.SEEN);
      case Choice.Close(String id) -> about(id, Treated.SEEN);
      case Choice.Assist _, Choice.ApproveBaseline _ -> {
        for (Building open : openByNode.getOrDefault(nodeId, List.of())) {
          decided = true;
          open.treated(Treated.ACTED_UPON);
        }
      }
      case Choice.Mute _ -> {}
    }
  }

  private void about(String exceptionId, Treated treated) {
    Building building = byId.get(exceptionId);
    if (building != null) {
      decided = true;
      building.treated(treated);
    }
  }

  /** Every exception, in the order in which they were raised. */
  List<Episode> episodes() {
    return episodes.stream().map(Building::built).toList();
  }

  /** Everything about exceptions that travelled, in order. */
  List<Item> items() {
    return items;
  }

  /** Everything else that travelled, in order. */
  List<Besides> besides() {
    return besides;
  }

  /** The decisions that were taken, in order; those that were refused are left out. */
  List<Taken> taken() {
    return taken;
  }

  /** Whether anybody ever decided anything about an exception. */
  boolean hasDecisions() {
    return decided;
  }

  /** What of the policy could not be granted; empty for other rules. */
  List<NotGranted> notGranted() {
    return grants == null ? List.of() : grants.refused();
  }

  /** To which nodes the policy was granted, wholly or in part; empty for other rules. */
  Set<String> nodesGranted() {
    return grants == null ? Set.of() : grants.nodes();
  }

  /**
   * About how much memory this takes, with what a report will add to it.
   *
   * @param nodes of this partition
   */
  long heldBytes(int nodes) {
    int tolerances = rules instanceof Rules.Candidate(var policy) ? policy.entries().size() : 0;
    return (long) nodes * (STANDING_BYTES + tolerances * TOLERANCE_BYTES)
        + episodes.size() * EPISODE_BYTES
        + (items.size() + besides.size() + taken.size()) * ITEM_BYTES;
  }
}
