package org.plimsoll.policy.backtest;

import java.util.List;
import org.plimsoll.policy.backtest.Difference.Kind;

/**
 * The recorded exceptions by whether they were of use, and whether the candidate would have told
 * them. No decision marks an exception as useful or not; this is derived from those there are.
 * Useful: somebody acted upon it, see {@link Episode.Treated#ACTED_UPON}. Not useful: the figures
 * cleared it and nobody had decided anything about it. Not said: all others, and all exceptions of
 * a history in which nobody decided about any.
 *
 * @param added exceptions of the candidate alone, on which nobody could decide
 */
public record Usefulness(Row useful, Row notUseful, Row notSaid, int added) {

  /** Whether a recorded exception was of use. */
  public enum Use {
    USEFUL,
    NOT_USEFUL,
    NOT_SAID
  }

  /** How many the candidate would have told, and how many not. */
  public record Row(int told, int notTold) {
    private Row and(boolean isTold) {
      return isTold ? new Row(told + 1, notTold) : new Row(told, notTold + 1);
    }
  }

  /**
   * Whether it was of use.
   *
   * @param hasDecisions whether anybody ever decided about an exception of the history
   */
  static Use use(Episode recorded, boolean hasDecisions) {
    return switch (recorded.treated()) {
      case ACTED_UPON -> Use.USEFUL;
      case SEEN -> Use.NOT_SAID;
      case NOT_AT_ALL ->
          hasDecisions && recorded.clearedOn() != null ? Use.NOT_USEFUL : Use.NOT_SAID;
    };
  }

  static Usefulness of(List<Difference> differences, boolean hasDecisions) {
    Row useful = new Row(0, 0);
    Row notUseful = new Row(0, 0);
    Row notSaid = new Row(0, 0);
    int added = 0;
    for (Difference difference : differences) {
      Episode recorded = difference.recorded();
      if (recorded == null) {
        added += difference.kind() == Kind.ADDED ? 1 : 0;
        continue;
      }
      boolean told = difference.kind() != Kind.REMOVED;
      switch (use(recorded, hasDecisions)) {
        case USEFUL -> useful = useful.and(told);
        case NOT_USEFUL -> notUseful = notUseful.and(told);
        case NOT_SAID -> notSaid = notSaid.and(told);
      }
    }
    return new Usefulness(useful, notUseful, notSaid, added);
  }
}
