package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.explanation.Explaining;
import org.plimsoll.core.explanation.Restraint;
import org.plimsoll.core.tolerance.BudgetKey;
import org.plimsoll.core.tolerance.BudgetPart;
import org.plimsoll.core.tolerance.GivenOn;
import org.plimsoll.core.tolerance.Room;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.leadership.Nodes.Node;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.OutcomeReader;
import org.plimsoll.wire.Outcomes;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the deadband and the budget held back, from what the trail recorded. */
class Restraints {
  /** A restraint and the entry that recorded it. */
  record Found(Restraint restraint, Position at) {}

  /** Where the newest of a kind stands. */
  private record Place(String kind, String subject, Position at) {}

  private final JdbcClient database;
  private final Trail trail;
  private final Budgets budgets;
  private final Standings standings;
  private final Nodes nodes;
  private final Exceptions exceptions;

  Restraints(
      JdbcClient database,
      Trail trail,
      Budgets budgets,
      Standings standings,
      Nodes nodes,
      Exceptions exceptions) {
    this.database = database;
    this.trail = trail;
    this.budgets = budgets;
    this.standings = standings;
    this.nodes = nodes;
    this.exceptions = exceptions;
  }

  /** What one input led to, and why a tolerance that it asked for was not granted. */
  List<Found> ofEntry(Trail.Entry found) {
    Position at = Sources.position(found.entry());
    List<Found> all = new ArrayList<>();
    for (SpecificRecord outcome : Outcomes.of(found.entry())) {
      if (outcome instanceof Refused refused) {
        beyondBudget(found, refused, at).ifPresent(r -> all.add(new Found(r, at)));
      } else {
        of(outcome, at).ifPresent(r -> all.add(new Found(r, at)));
      }
    }
    return all;
  }

  private Optional<Restraint> of(SpecificRecord outcome, Position at) {
    Outcome restraint = OutcomeReader.restraint(outcome);
    return restraint == null
        ? Optional.empty()
        : Explaining.restraints(
                List.of(restraint), (program, key) -> budgets.held(program, key, at))
            .stream()
            .findFirst();
  }

  /** What restrains a node at a place: figures that are held back still, and what is given on. */
  List<Found> ofNode(Node node, Position at) {
    long weighed =
        standings.lastWeighed(node.id(), at).map(entry -> entry.at().sequence()).orElse(0L);
    List<Found> all = new ArrayList<>();
    for (Place place : newest(node.id(), at)) {
      // Whatever weighed it since has sent its figures, or had nothing to send.
      if (place.kind().equals("HELD_BACK") && place.at().sequence() != weighed) {
        continue;
      }
      trail
          .entry(place.at())
          .flatMap(found ->
              Outcomes.of(found.entry()).stream()
                  .filter(outcome -> isOf(outcome, node.id(), place))
                  .reduce((_, later) -> later))
          .flatMap(outcome -> of(outcome, at))
          .filter(restraint -> stands(restraint, node, at))
          .ifPresent(restraint -> all.add(new Found(restraint, place.at())));
    }
    return all;
  }

  private static boolean isOf(SpecificRecord outcome, String nodeId, Place place) {
    String[] named = Explained.restrained(outcome);
    return named != null
        && named[0].equals(nodeId)
        && named[1].equals(place.kind())
        && named[2].equals(place.subject());
  }

  /** Whether more is given on than fits is said once, and not when it fits again. */
  private boolean stands(Restraint restraint, Node node, Position at) {
    return switch (restraint) {
      case Restraint.Exceeded(Outcome.BudgetExceeded exceeded) -> {
        BudgetKey key = new BudgetKey(exceeded.measure(), exceeded.indicatorId(), exceeded.unit());
        Room held = budgets.held(exceeded.programId(), key, at);
        if (held == null) {
          yield false;
        }
        if (exceeded.nodeId().equals(exceeded.programId())) {
          yield !budgets.givenOn(exceeded.programId(), key.measure(), at).isWithin(held);
        }
        Room part =
            BudgetPart.ofProject(
                budgets.granted(node.id(), key.measure(), at), key, parentOf(exceeded.programId()));
        yield part != null && !part.isWithin(held);
      }
      case Restraint.Given(Outcome.BudgetGivenOn given, var _) -> given.now().projects() > 0;
      case Restraint.Deadband _, Restraint.BeyondBudget _ -> true;
    };
  }

  private @Nullable String parentOf(String nodeId) {
    return nodes.node(nodeId).map(Node::parentId).orElse(null);
  }

  private List<Place> newest(String nodeId, Position at) {
    return database
        .sql(
            """
            SELECT DISTINCT ON (kind, subject) kind, subject, sequence FROM restraint
            WHERE node_id = :node AND tier = :tier AND partition = :partition
              AND sequence <= :sequence ORDER BY kind, subject, sequence DESC
            """)
        .param("node", nodeId)
        .param("tier", at.tier())
        .param("partition", at.partition())
        .param("sequence", at.sequence())
        .query((row, number) ->
            new Place(
                row.getString("kind"),
                row.getString("subject"),
                new Position(at.tier(), at.partition(), row.getLong("sequence"), null)))
        .list();
  }

  /**
   * The arithmetic of a refusal, computed again from what stood at that place. It is used where it
   * gives what was recorded; otherwise the recorded text says it alone.
   */
  private Optional<Restraint> beyondBudget(Trail.Entry found, Refused refused, Position at) {
    if (!refused.getReason().equals("BEYOND_BUDGET")) {
      return Optional.empty();
    }
    Asked asked = asked(found, at);
    Node node = asked == null ? null : nodes.node(asked.nodeId()).orElse(null);
    if (asked == null || node == null || node.parentId() == null) {
      return Optional.empty();
    }
    Tolerance tolerance = asked.tolerance();
    BudgetKey key = BudgetKey.of(tolerance);
    String portfolioId = parentOf(node.parentId());
    Room held = budgets.held(node.parentId(), key, at);
    List<Tolerance> granted = budgets.granted(node.id(), key.measure(), at);
    Room had = BudgetPart.ofProject(granted, key, portfolioId);
    GivenOn others = budgets.givenOn(node.parentId(), key.measure(), at).exchange(had, null);
    for (List<Tolerance> after : after(granted, tolerance)) {
      Room has = BudgetPart.ofProject(after, key, portfolioId);
      if (held == null || has == null) {
        continue;
      }
      BudgetPart part = BudgetPart.of(key, has, held, others, tolerance.breach());
      if (!part.fits() && part.arithmetic().equals(refused.getValue())) {
        return Optional.of(new Restraint.BeyondBudget(node.id(), node.parentId(), part));
      }
    }
    return Optional.empty();
  }

  /** A tolerance that was asked for. */
  private record Asked(String nodeId, Tolerance tolerance) {}

  private @Nullable Asked asked(Trail.Entry found, Position at) {
    try {
      return switch (found.input()) {
        case ToleranceGrant grant ->
            new Asked(
                grant.getNodeId(), CoreReader.tolerance(grant).grantedBy(grant.getGrantedBy()));
        case Decision decision -> widened(decision, at);
        case null, default -> null;
      };
    } catch (CoreReader.UnrecognisedException e) {
      return null;
    }
  }

  private @Nullable Asked widened(Decision decision, Position at) {
    Long limit = decision.getLimitTenThousandths();
    LocalDate until = decision.getUntil();
    String exceptionId = decision.getExceptionId();
    if (limit == null || until == null || exceptionId == null) {
      return null;
    }
    String by =
        decision.getDecidedAs() == null
            ? String.valueOf(parentOf(decision.getNodeId()))
            : decision.getDecidedAs();
    return exceptions
        .episode(exceptionId)
        .flatMap(episode -> standings.tolerance(episode.nodeId(), episode.toleranceId(), at))
        .map(stood -> new Asked(decision.getNodeId(), stood.inForce().until(until, limit, by)))
        .orElse(null);
  }

  /** How the node would stand: in the place of what stands, in front of it, or waiting. */
  private static List<List<Tolerance>> after(List<Tolerance> granted, Tolerance asked) {
    List<List<Tolerance>> after = new ArrayList<>();
    for (int i = 0; i < granted.size(); i++) {
      Tolerance each = granted.get(i);
      boolean lasts = each.terms().effectiveUntil() == null;
      if (each.toleranceId().equals(asked.toleranceId())
          && lasts == (asked.terms().effectiveUntil() == null)) {
        List<Tolerance> replaced = new ArrayList<>(granted);
        replaced.set(i, asked);
        after.add(replaced);
      }
    }
    List<Tolerance> beside = new ArrayList<>(granted);
    beside.add(asked);
    after.add(beside);
    return after;
  }
}
