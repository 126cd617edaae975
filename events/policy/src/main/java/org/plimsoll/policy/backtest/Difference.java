package org.plimsoll.policy.backtest;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.policy.backtest.Episode.Subject;

/**
 * What became of an exception under the candidate.
 *
 * <p>Two exceptions are about the same when node, measure and indicator are the same and their
 * spans, from the input that raised one to the input that cleared it, have an input in common. Each
 * recorded exception is compared with one of the candidate's at most and the other way round: in
 * the order in which they were raised, those of the same tolerance id first. So each recorded one
 * is exactly one of SAME, EARLIER, LATER, JOINED and REMOVED, and each of the candidate's exactly
 * one of SAME, EARLIER, LATER, BESIDE and ADDED.
 *
 * @param recorded null for BESIDE and ADDED
 * @param candidate null for JOINED and REMOVED
 */
public record Difference(Kind kind, @Nullable Episode recorded, @Nullable Episode candidate) {

  /** How the candidate's exception stands to the recorded one. */
  public enum Kind {
    /** Raised by the same input. */
    SAME,
    /** Raised by an earlier input. */
    EARLIER,
    /** Raised by a later input. */
    LATER,
    /** Recorded; the candidate has it as a part of one that is compared with another. */
    JOINED,
    /** Recorded; under the candidate nobody would have heard of it. */
    REMOVED,
    /** The candidate's; about a recorded one that is compared with another. */
    BESIDE,
    /** The candidate's; nothing was recorded of it. */
    ADDED
  }

  /** Whether both were raised and cleared by the same inputs. */
  boolean isSame() {
    return kind == Kind.SAME
        && requireNonNull(recorded).clearedAt() == requireNonNull(candidate).clearedAt();
  }

  /** The one that was recorded, or else the candidate's. */
  public Episode either() {
    return recorded == null ? requireNonNull(candidate) : recorded;
  }

  /** The day on which the first of both was raised. */
  public LocalDate on() {
    LocalDate day = either().raisedOn();
    return candidate != null && candidate.raisedOn().isBefore(day) ? candidate.raisedOn() : day;
  }

  /** Days by which the candidate raised it earlier; below zero when later; 0 for one of them. */
  public long daysEarlier() {
    return recorded == null || candidate == null ? 0 : candidate.daysBefore(recorded);
  }

  /** Compares all exceptions of a history, by the day of the first and then by node. */
  static List<Difference> between(List<Episode> recorded, List<Episode> candidate) {
    Map<Subject, List<Episode>> was = bySubject(recorded);
    Map<Subject, List<Episode>> would = bySubject(candidate);
    List<Difference> all = new ArrayList<>();
    was.forEach(
        (subject, episodes) -> compare(episodes, would.getOrDefault(subject, List.of()), all));
    would.forEach((subject, episodes) -> {
      if (!was.containsKey(subject)) {
        compare(List.of(), episodes, all);
      }
    });
    all.sort(
        Comparator.comparing(Difference::on)
            .thenComparing(d -> d.either().subject().nodeId())
            .thenComparing(d -> d.either().toleranceId()));
    return all;
  }

  private static Map<Subject, List<Episode>> bySubject(List<Episode> episodes) {
    Map<Subject, List<Episode>> all = new LinkedHashMap<>();
    for (Episode episode : episodes) {
      all.computeIfAbsent(episode.subject(), _ -> new ArrayList<>()).add(episode);
    }
    return all;
  }

  /** Of one subject; both in the order in which they were raised. */
  private static void compare(
      List<Episode> recorded, List<Episode> candidate, List<Difference> all) {
    Map<Integer, Integer> pairs = new LinkedHashMap<>();
    Set<Integer> taken = new HashSet<>();
    for (boolean sameTolerance : new boolean[] {true, false}) {
      for (int i = 0; i < recorded.size(); i++) {
        for (int j = 0; j < candidate.size() && !pairs.containsKey(i); j++) {
          Episode was = recorded.get(i);
          Episode would = candidate.get(j);
          if (!taken.contains(j)
              && was.overlaps(would)
              && (!sameTolerance || was.toleranceId().equals(would.toleranceId()))) {
            pairs.put(i, j);
            taken.add(j);
          }
        }
      }
    }
    for (int i = 0; i < recorded.size(); i++) {
      Episode was = recorded.get(i);
      Integer j = pairs.get(i);
      if (j == null) {
        all.add(
            new Difference(
                candidate.stream().anyMatch(was::overlaps) ? Kind.JOINED : Kind.REMOVED,
                was,
                null));
      } else {
        Episode would = candidate.get(j);
        int earlier = Long.compare(was.raisedAt(), would.raisedAt());
        all.add(
            new Difference(
                earlier == 0 ? Kind.SAME : earlier > 0 ? Kind.EARLIER : Kind.LATER, was, would));
      }
    }
    for (int j = 0; j < candidate.size(); j++) {
      if (!taken.contains(j)) {
        Episode would = candidate.get(j);
        all.add(
            new Difference(
                recorded.stream().anyMatch(would::overlaps) ? Kind.BESIDE : Kind.ADDED,
                null,
                would));
      }
    }
  }
}
