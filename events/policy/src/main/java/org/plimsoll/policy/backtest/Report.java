package org.plimsoll.policy.backtest;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.backtest.Difference.Kind;

/**
 * What a policy would have done beside what was recorded.
 *
 * @param inputs of the history that were weighed
 * @param from first day of the period; null where nothing was ever reported
 * @param to last day
 * @param nodesGranted to which the policy was granted, wholly or in part, of the whole history
 * @param differences every exception of both, each once, see {@link Difference}
 */
public record Report(
    Policy policy,
    long inputs,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    int nodesGranted,
    List<NotGranted> notGranted,
    List<Difference> differences,
    Load recordedLoad,
    Load candidateLoad,
    LeadTime recordedLead,
    LeadTime candidateLead,
    Usefulness usefulness) {
  public Report {
    notGranted = List.copyOf(notGranted);
    differences = List.copyOf(differences);
  }

  /** How many of a kind there are. */
  public int count(Kind kind) {
    return (int) differences.stream().filter(d -> d.kind() == kind).count();
  }

  /** Recorded exceptions. */
  public int recorded() {
    return (int) differences.stream().filter(d -> d.recorded() != null).count();
  }

  /** Exceptions of the candidate. */
  public int candidate() {
    return (int) differences.stream().filter(d -> d.candidate() != null).count();
  }

  /** Whether the policy would have done what was done. */
  public boolean isSame() {
    return count(Kind.SAME) == differences.size() && recordedLoad.items() == candidateLoad.items();
  }
}
