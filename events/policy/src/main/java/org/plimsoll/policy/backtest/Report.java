package org.plimsoll.policy.backtest;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.LeadTime.Breach;
import org.plimsoll.policy.backtest.Usefulness.Use;

/**
 * What a policy would have done beside what was recorded.
 *
 * @param inputs of the history that were weighed
 * @param statuses status changes that were taken, of the period's data dates and its nodes
 * @param from first day of the period, which is that of the scope or else of the data dates of its
 *     nodes; null where nothing was ever reported
 * @param to last day
 * @param nodesGranted to which the policy was granted, wholly or in part
 * @param differences every exception of both, each once, see {@link Difference}
 * @param recordedItems of the recorded load, in the order of the trail
 * @param recordedBreaches the actual breaches, with what was recorded of them
 * @param candidateBreaches the same breaches, with what the candidate would have told
 * @param besides what was delivered in the same period and is no item of any load: confirmations,
 *     those withdrawn, and calls for help, which no tolerance has a say on
 * @param decisions that were taken about the period's nodes, on its days
 * @param notAgain those of them that the candidate's course cannot take: what they were about did
 *     not come about in it, or not so
 * @param hasDecisions whether anybody ever decided about an exception, of the whole history
 */
public record Report(
    Policy policy,
    long inputs,
    long statuses,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    int nodesGranted,
    List<NotGranted> notGranted,
    List<Difference> differences,
    Load recordedLoad,
    Load candidateLoad,
    LeadTime recordedLead,
    LeadTime candidateLead,
    Usefulness usefulness,
    List<Load.Item> recordedItems,
    List<Load.Item> candidateItems,
    List<Breach> recordedBreaches,
    List<Breach> candidateBreaches,
    Delivered besides,
    int decisions,
    int notAgain,
    boolean hasDecisions) {
  public Report {
    notGranted = List.copyOf(notGranted);
    differences = List.copyOf(differences);
    recordedItems = List.copyOf(recordedItems);
    candidateItems = List.copyOf(candidateItems);
    recordedBreaches = List.copyOf(recordedBreaches);
    candidateBreaches = List.copyOf(candidateBreaches);
  }

  /** How many of a kind there are. */
  public int count(Kind kind) {
    return (int) differences.stream().filter(d -> d.kind() == kind).count();
  }

  /** Whether the recorded exception of a difference was of use; null where there is none. */
  public @Nullable Use use(Difference difference) {
    Episode recorded = difference.recorded();
    return recorded == null ? null : Usefulness.use(recorded, hasDecisions);
  }

  /** Recorded exceptions. */
  public int recorded() {
    return (int) differences.stream().filter(d -> d.recorded() != null).count();
  }

  /** Exceptions of the candidate. */
  public int candidate() {
    return (int) differences.stream().filter(d -> d.candidate() != null).count();
  }

  /** Whether the policy would have done what was done: to whom, when and about what. */
  public boolean isSame() {
    return differences.stream().allMatch(Difference::isSame) && recordedLoad.equals(candidateLoad);
  }
}
