package org.plimsoll.core.escalation;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Target;

/**
 * What the registry knows of a node, as far as it decides anything.
 *
 * @param parentId the node above; null for a portfolio
 * @param agencyId the agency that alone may state a project's status; null where none owns the node
 * @param accountable the person accountable for the node; null where nobody is named
 * @param currency ISO 4217 code, the same throughout a portfolio
 * @param firstReported whether the original baseline is taken from the first status that states it
 * @param baseline the original baseline where it is declared
 * @param contributionDeadbandTenThousandths of a program: how far its figures may move without
 *     being sent to its portfolio, see {@link org.plimsoll.core.measure.Deadband}; 0: every change
 *     is sent
 */
public record Facts(
    String nodeId,
    Level level,
    @Nullable String parentId,
    @Nullable String agencyId,
    @Nullable String accountable,
    String currency,
    boolean firstReported,
    Baseline baseline,
    List<Target> targets,
    int contributionDeadbandTenThousandths) {
  public Facts {
    targets = List.copyOf(targets);
  }

  /**
   * The same facts, with what they have in common with the parent's held once: a program has many
   * projects, and each stands in memory.
   */
  Facts sharing(@Nullable Facts parent) {
    return parent == null
        ? this
        : new Facts(
            nodeId,
            level,
            parent.nodeId.equals(parentId) ? parent.nodeId : parentId,
            Objects.equals(agencyId, parent.agencyId) ? parent.agencyId : agencyId,
            Objects.equals(accountable, parent.accountable) ? parent.accountable : accountable,
            currency.equals(parent.currency) ? parent.currency : currency,
            firstReported,
            baseline,
            targets,
            contributionDeadbandTenThousandths);
  }

  /** Facts of a node whose every change is sent. */
  public Facts(
      String nodeId,
      Level level,
      @Nullable String parentId,
      @Nullable String agencyId,
      @Nullable String accountable,
      String currency,
      boolean firstReported,
      Baseline baseline,
      List<Target> targets) {
    this(
        nodeId,
        level,
        parentId,
        agencyId,
        accountable,
        currency,
        firstReported,
        baseline,
        targets,
        0);
  }
}
