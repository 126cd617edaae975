package org.plimsoll.testkit.oracle;

import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Refusal.Reason;

/** Who may decide. */
final class Authority {
  private Authority() {}

  /**
   * Why this person may not; null when they may. One decides as the node above or as the one above
   * that, and as the node itself only writes a note. Whoever an exception was handed to alone
   * decides about it. Where the node that one decides as is not known here, or names nobody, the
   * person cannot be told from another.
   */
  static Shape.@Nullable Fault faultOf(
      Trail trail, Facts facts, Exceptions.@Nullable Open open, Input.Decided decided) {
    String above = facts.parentId() == null ? facts.nodeId() : facts.parentId();
    String as = decided.decidedAs() == null ? above : decided.decidedAs();
    if (facts.level() != Level.PORTFOLIO && as.equals(facts.nodeId())) {
      return decided.choice() instanceof Input.Choice.Note && mayBe(decided, facts)
          ? null
          : new Shape.Fault(Reason.NOT_ACCOUNTABLE, "decidedAs");
    }
    if (open != null && open.holder() != null) {
      return open.holder().equals(decided.decidedBy())
          ? null
          : new Shape.Fault(Reason.NOT_ACCOUNTABLE, "decidedBy");
    }
    Facts parent = trail.facts(above);
    if (as.equals(above)) {
      return mayBe(decided, parent) ? null : new Shape.Fault(Reason.NOT_ACCOUNTABLE, "decidedBy");
    }
    return parent != null && as.equals(parent.parentId())
        ? null
        : new Shape.Fault(Reason.NOT_ACCOUNTABLE, "decidedAs");
  }

  private static boolean mayBe(Input.Decided decided, @Nullable Facts node) {
    return node == null
        || node.accountable() == null
        || node.accountable().equals(decided.decidedBy());
  }
}
