package org.plimsoll.core.replay;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Cascade;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Sweep;

/**
 * A history weighed input by input, in memory: the standings of every node of one tier and
 * partition. The engine, replay, back-test and properties are all this. Not for use by several
 * threads at once.
 */
public final class Fold implements Sweep.Standings {
  private final Map<String, AtRest> standings = new HashMap<>();
  private final Map<String, Contribution> held = new HashMap<>();
  private final Alike alike = new Alike();
  private final BytesOut bytes = new BytesOut();
  private final Agenda agenda = new Agenda(standings);
  private final Kept kept;

  /** The project that was weighed last: whoever writes what followed asks for it again. */
  private @Nullable Standing newest;

  /** Is told of every standing that an input met, in the order in which they were weighed. */
  @FunctionalInterface
  public interface Kept {
    /**
     * A node was weighed.
     *
     * @param before what stood; {@link Standing.Unknown} where nothing was taken for it
     * @param after what stands now, which may be the same
     */
    void kept(Standing before, Standing after);
  }

  /** From the beginning of a history. */
  public Fold() {
    this((_, _) -> {});
  }

  /** From the beginning of a history, of which somebody else is told. */
  public Fold(Kept kept) {
    this.kept = kept;
  }

  /**
   * Weighs the next input of the history and returns everything that followed. A tick is weighed
   * for every node that it may move.
   */
  public List<Outcome> next(Input input) {
    if (input instanceof Input.Ticked(var at, var _, var instant, var _)) {
      List<Outcome> followed = Sweep.over(agenda.begin(instant), this, at, instant);
      agenda.end();
      return followed;
    }
    Input complete = Cascade.complete(input, this::standing, held::get);
    Standing node = standing(complete.nodeId());
    Cascade cascade =
        Cascade.weigh(node, Cascade.parentInTask(node, complete, this::standing), complete);
    keep(node, alike.standing(node, cascade.node()));
    if (cascade.parent() != null) {
      keep(cascade.parent());
    }
    if (complete instanceof Input.ChildContributed(var _, Contribution now, var _)
        && cascade.isCounted()) {
      hold(now);
    }
    return cascade.outcomes();
  }

  /** The standing of a node after the inputs so far. */
  @Override
  public Standing standing(String nodeId) {
    if (newest != null && newest.nodeId().equals(nodeId)) {
      return newest;
    }
    AtRest standing = standings.get(nodeId);
    return standing == null ? new Standing.Unknown(nodeId) : standing.standing();
  }

  @Override
  public @Nullable AtRest atRest(String nodeId) {
    return standings.get(nodeId);
  }

  @Override
  public void keep(Standing next) {
    keep(standing(next.nodeId()), next);
  }

  /** A node of which nothing was taken takes no room, however often it is spoken of. */
  @SuppressWarnings("ReferenceEquality") // What is refused leaves the same object.
  private void keep(Standing before, Standing next) {
    if (next != before && !(next instanceof Standing.Unknown)) {
      standings.put(next.nodeId(), AtRest.of(next, bytes));
      agenda.changed(before, next);
    }
    if (next instanceof Standing.Project) {
      newest = next;
    }
    kept.kept(before, next);
  }

  /** Puts a standing back that was weighed in another fold; nobody is told of it. */
  public void restore(AtRest standing) {
    standings.put(standing.nodeId(), standing);
    agenda.askEveryone();
  }

  /** Holds what a child contributed as what is counted of it. */
  public void hold(Contribution contribution) {
    held.put(contribution.childId(), contribution);
  }

  /** Every node's standing, in no order; made for whoever goes through them. */
  public Collection<Standing> standings() {
    return new AbstractCollection<>() {
      @Override
      public int size() {
        return standings.size();
      }

      @Override
      public Iterator<Standing> iterator() {
        Iterator<AtRest> all = standings.values().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Standing next() {
            return all.next().standing();
          }
        };
      }
    };
  }

  /** The same as they wait, for whoever holds many of them for a while. */
  public Collection<AtRest> atRest() {
    return Collections.unmodifiableCollection(standings.values());
  }

  /** What is counted of each child of a portfolio, in no order. */
  public Collection<Contribution> held() {
    return Collections.unmodifiableCollection(held.values());
  }
}
