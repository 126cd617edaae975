package org.plimsoll.core.escalation;

import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch.OpenException;

/**
 * Who may decide: the person accountable for the node above, or whom that person handed it to. A
 * node never decides for itself, except that its own accountable person may write a note. One may
 * also decide as the node above that, whose person lies in another task. A portfolio has nobody
 * above and answers for itself.
 *
 * <p>Where the facts of the node above lie in another task, or name nobody, the person cannot be
 * checked here; whoever lets people sign in has to.
 */
final class Authority {
  private Authority() {}

  /**
   * Why this person may not decide this; null when they may.
   *
   * @param open the exception decided about; null when it is about the node
   */
  static @Nullable Refusal refusalOf(
      Known known, @Nullable OpenException open, Input.Decided input) {
    Facts facts = known.facts();
    String parentId = facts.parentId();
    String above = parentId == null ? facts.nodeId() : parentId;
    String as = input.decidedAs() == null ? above : input.decidedAs();
    if (facts.nodeId().equals(as) && facts.level() != Level.PORTFOLIO) {
      return input.choice() instanceof Choice.Note && isNamed(facts.accountable(), input)
          ? null
          : new Refusal(
              Reason.NOT_ACCOUNTABLE, "decidedAs", as, "a node above it: nobody grants to itself");
    }
    if (open != null && open.holder() != null) {
      return open.holder().equals(input.decidedBy())
          ? null
          : notAccountable(input, open.holder() + ", to whom it was handed over");
    }
    Facts parent = facts.level() == Level.PORTFOLIO ? facts : input.parent();
    if (!as.equals(above)) {
      return parent != null && as.equals(parent.parentId())
          ? null
          : new Refusal(Reason.NOT_ACCOUNTABLE, "decidedAs", as, "a node above " + facts.nodeId());
    }
    return parent == null || isNamed(parent.accountable(), input)
        ? null
        : notAccountable(input, parent.accountable() + ", who is accountable for " + above);
  }

  private static boolean isNamed(@Nullable String accountable, Input.Decided input) {
    return accountable == null || accountable.equals(input.decidedBy());
  }

  private static Refusal notAccountable(Input.Decided input, String expected) {
    return new Refusal(Reason.NOT_ACCOUNTABLE, "decidedBy", input.decidedBy(), expected);
  }
}
