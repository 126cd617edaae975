package org.plimsoll.core.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * Holds once what many standings have in common: most projects of a program stand under the same
 * tolerances, and most of these are not exceeded. It remembers the newest of what it was given, up
 * to a fixed number, so what it forgets is held twice and nothing worse. Not for use by several
 * threads at once.
 */
public final class Alike {
  /** 64 kB of references; a few hundred programs, whose projects tend to come together. */
  private static final int PLACES = 1 << 14;

  private final @Nullable Object[] known = new @Nullable Object[PLACES];

  /** An equal object that was given before, as far as it is remembered; otherwise this one. */
  @SuppressWarnings("unchecked") // What is equal to a record or a text is of its class.
  public <T> T one(T value) {
    int hash = value.hashCode() * 0x9e3779b9;
    int place = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
    Object held = known[place];
    if (held != null && held.equals(value)) {
      return (T) held;
    }
    known[place] = value;
    return value;
  }

  private @Nullable String text(@Nullable String text) {
    return text == null ? null : one(text);
  }

  /** The same facts. */
  public Facts facts(Facts facts) {
    return new Facts(
        facts.nodeId(),
        facts.level(),
        text(facts.parentId()),
        text(facts.agencyId()),
        text(facts.accountable()),
        one(facts.currency()),
        facts.firstReported(),
        facts.baseline(),
        facts.targets(),
        facts.contributionDeadbandTenThousandths());
  }

  /** The same watches; those at rest are the same on many nodes. */
  public List<Watch> watches(List<Watch> watches) {
    List<Watch> all = new ArrayList<>(watches.size());
    boolean atRest = true;
    for (Watch watch : watches) {
      atRest &= isAtRest(watch);
      Watch sharing = sharing(watch);
      all.add(isAtRest(watch) ? one(sharing) : sharing);
    }
    List<Watch> same = List.copyOf(all);
    return atRest ? one(same) : same;
  }

  /** Nothing is open and nothing noted. */
  private static boolean isAtRest(Watch watch) {
    return watch.open() == null
        && watch.beyond() == null
        && watch.raisedOn().isEmpty()
        && watch.points().isEmpty();
  }

  @SuppressWarnings("ReferenceEquality") // Asks whether there was an equal one, not what it is.
  private Watch sharing(Watch watch) {
    Tolerance tolerance = one(watch.tolerance());
    return tolerance == watch.tolerance()
        ? watch
        : new Watch(
            tolerance,
            watch.episodes(),
            watch.open(),
            watch.beyond(),
            watch.temporary(),
            watch.raisedOn(),
            watch.points());
  }

  /** The same standing; only what is new to it is looked at. */
  @SuppressWarnings("ReferenceEquality") // What did not change is the same object.
  Standing standing(Standing before, Standing after) {
    if (!(after instanceof Known now) || after == before) {
      return after;
    }
    Known known = before instanceof Known earlier ? earlier : null;
    if (known == null || known.facts() != now.facts()) {
      now = now.with(facts(now.facts()));
    }
    return !now.watches().isEmpty() && (known == null || known.watches() != now.watches())
        ? now.with(watches(now.watches()))
        : now;
  }
}
