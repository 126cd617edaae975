package org.plimsoll.core.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;

/**
 * One input of a node and, in the same step, what its parent makes of it. A project and its program
 * lie in one task, so both change together or not at all.
 *
 * @param node next standing of the node that the input names
 * @param parent next standing of its parent; null where none lies in the same task
 * @param outcomes everything that followed, the node's before the parent's
 */
public record Cascade(Standing node, @Nullable Standing parent, List<Outcome> outcomes) {
  public Cascade {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Feeds the input to the node, and the node's contribution to the parent.
   *
   * @param parent standing of the node's parent where it lies in the same task; otherwise null
   */
  public static Cascade weigh(Standing node, @Nullable Standing parent, Input input) {
    Verdict verdict = Weighing.decide(node, input);
    if (parent == null) {
      return new Cascade(verdict.next(), null, verdict.outcomes());
    }
    Contribution held = node instanceof Known known ? known.contributed() : null;
    List<Outcome> outcomes = new ArrayList<>(verdict.outcomes());
    Standing next = verdict.next();
    Standing parentNext = parent;
    for (Outcome outcome : verdict.outcomes()) {
      if (outcome instanceof Outcome.Contributed(Contribution contribution)) {
        Verdict above =
            Weighing.decide(parentNext, new Input.ChildContributed(input.at(), contribution, held));
        parentNext = above.next();
        outcomes.addAll(above.outcomes());
        if (next instanceof Known known && !Counting.isCounted(above.outcomes())) {
          next = known.with(known.oversight().contributedAsBefore(held));
        }
      }
    }
    if (node instanceof Known before
        && next instanceof Known after
        && parentNext instanceof Parent program) {
      parentNext = Budget.counted(before, after, program, outcomes);
    }
    return new Cascade(next, parentNext, outcomes);
  }

  /**
   * The input with what only the standings of its task know: the parent, and what is held of a
   * child.
   *
   * @param standings by node; {@link Standing.Unknown} where nothing was taken for it
   * @param held the contribution last counted, by child; null for a new child
   */
  public static Input complete(
      Input input,
      Function<String, Standing> standings,
      Function<String, @Nullable Contribution> held) {
    return switch (input) {
      case Input.FactsStated(var at, var eventId, Facts facts, var _) -> {
        Known parent = parent(facts, standings);
        yield new Input.FactsStated(at, eventId, facts, parent == null ? null : parent.facts());
      }
      case Input.ChildContributed(var at, var contribution, var _) ->
          new Input.ChildContributed(at, contribution, held.apply(contribution.childId()));
      case Input.Decided d ->
          new Input.Decided(
              d.at(),
              d.eventId(),
              d.nodeId(),
              d.choice(),
              d.decidedBy(),
              d.decidedAs(),
              d.decidedOn(),
              d.answersRevision(),
              above(d.nodeId(), standings));
      case Input.ToleranceGranted g ->
          new Input.ToleranceGranted(
              g.at(),
              g.eventId(),
              g.nodeId(),
              g.tolerance(),
              g.grantedBy(),
              above(g.nodeId(), standings),
              g.grantedBy() != null && standings.apply(g.grantedBy()) instanceof Known);
      case Input.StatusChanged _, Input.Ticked _ -> input;
    };
  }

  /**
   * The standing of the parent, where it lies in the same task: a project's program does, a
   * program's portfolio does not.
   */
  public static @Nullable Standing parentInTask(
      Standing node, Input input, Function<String, Standing> standings) {
    Facts facts =
        input instanceof Input.FactsStated(var _, var _, Facts stated, var _)
            ? stated
            : node instanceof Standing.Project project ? project.facts() : null;
    return facts == null || facts.level() != Level.PROJECT || facts.parentId() == null
        ? null
        : standings.apply(facts.parentId());
  }

  private static @Nullable Known above(String nodeId, Function<String, Standing> standings) {
    return standings.apply(nodeId) instanceof Known node ? parent(node.facts(), standings) : null;
  }

  private static @Nullable Known parent(Facts facts, Function<String, Standing> standings) {
    return facts.parentId() != null && standings.apply(facts.parentId()) instanceof Known known
        ? known
        : null;
  }

  /** Whether the input was taken. */
  public boolean accepted() {
    return outcomes.stream().noneMatch(Outcome.Refused.class::isInstance);
  }

  /** Whether a contribution is counted from now on, in the place of the one before it. */
  public boolean isCounted() {
    return Counting.isCounted(outcomes);
  }
}
