package org.plimsoll.core.escalation;

import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch.OpenException;

/**
 * Who may decide: the person accountable for the node above, or whom that person handed it to; then
 * nobody else, but that the accountable person may hand it over anew, to themselves as well. A node
 * never decides for itself, except that its own accountable person may write a note. One may also
 * decide as the node above that, whose person lies in another task. A portfolio has nobody above
 * and answers for itself.
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
    String above = above(facts);
    String as = decidedAs(known, input);
    if (facts.nodeId().equals(as) && facts.level() != Level.PORTFOLIO) {
      return input.choice() instanceof Choice.Note && isNamed(facts.accountable(), input)
          ? null
          : new Refusal(
              Reason.NOT_ACCOUNTABLE, "decidedAs", as, "a node above it: nobody grants to itself");
    }
    boolean isHolder = open != null && input.decidedBy().equals(open.handling().holder());
    // Who is accountable may take back what was handed over, or hand it to somebody else.
    boolean takesBack = !isHolder && input.choice() instanceof Choice.HandOver;
    if (open != null && open.handling().holder() != null && !takesBack) {
      return isHolder
          ? null
          : notAccountable(input, open.handling().holder() + ", to whom it was handed over");
    }
    Facts parent =
        facts.level() == Level.PORTFOLIO
            ? facts
            : input.above() == null ? null : input.above().facts();
    if (!as.equals(above)) {
      return parent != null && as.equals(parent.parentId())
          ? null
          : new Refusal(Reason.NOT_ACCOUNTABLE, "decidedAs", as, "a node above " + facts.nodeId());
    }
    return parent == null || isNamed(parent.accountable(), input)
        ? null
        : notAccountable(input, parent.accountable() + ", who is accountable for " + above);
  }

  /** The node as whose accountable person this is decided. */
  static String decidedAs(Known known, Input.Decided input) {
    return input.decidedAs() == null ? above(known.facts()) : input.decidedAs();
  }

  /** The level as which this is decided: that of a portfolio where it is not the one above. */
  static Level levelOf(Known known, Input.Decided input) {
    return decidedAs(known, input).equals(above(known.facts()))
        ? known.facts().level().above()
        : Level.PORTFOLIO;
  }

  private static String above(Facts facts) {
    return facts.parentId() == null ? facts.nodeId() : facts.parentId();
  }

  /**
   * Why this tolerance may not be granted by whom it is; null when it may. It is granted from a
   * level above, by name, or by a body that is no node, a law for example: that counts as the level
   * above. A portfolio grants its own. Whether somebody names a node that lies in another task
   * cannot be known here.
   */
  static @Nullable Refusal refusalOf(Known known, Input.ToleranceGranted input) {
    String by = input.grantedBy();
    Facts facts = known.facts();
    boolean isOwn = facts.nodeId().equals(by);
    boolean isAbove =
        by == null
            || by.equals(facts.parentId())
            || (isOwn && facts.level() == Level.PORTFOLIO)
            || (input.above() != null && by.equals(input.above().facts().parentId()));
    return isAbove || (!isOwn && !input.byNodeInTask())
        ? null
        : new Refusal(
            Reason.NOT_ACCOUNTABLE,
            "grantedBy",
            String.valueOf(by),
            isOwn
                ? "a node above it: nobody grants to itself"
                : "a node above " + facts.nodeId() + ", or a body that is no node");
  }

  private static boolean isNamed(@Nullable String accountable, Input.Decided input) {
    return accountable == null || accountable.equals(input.decidedBy());
  }

  private static Refusal notAccountable(Input.Decided input, String expected) {
    return new Refusal(Reason.NOT_ACCOUNTABLE, "decidedBy", input.decidedBy(), expected);
  }
}
