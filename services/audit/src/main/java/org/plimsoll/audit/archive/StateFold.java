package org.plimsoll.audit.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.archive.KeptState.RefusedException;
import org.plimsoll.audit.archive.States.Bound;
import org.plimsoll.audit.archive.States.Stood;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.Topics;
import org.plimsoll.wire.TrailPartition;

/**
 * Brings one partition to where it is asked for: from the newest state that can be used, or from
 * the beginning. Which entries were known at a moment is found first, because only the tick behind
 * an entry says it.
 */
final class StateFold {
  /** Entries between two words about progress. */
  static final int TOLD_EVERY = 1_000;

  /** Ends the name of both topics of ticks. */
  private static final byte[] TICKS = ".ticks".getBytes(StandardCharsets.UTF_8);

  private final Archive archive;
  private final TrailPartition partition;
  private final RootLog log;
  private final Supplier<Map<Integer, Schema>> schemas;
  private final Runnable progress;
  private final SequencedSet<String> refused = new LinkedHashSet<>();

  /**
   * @param schemas asked for when an entry is read
   * @param progress told after every {@link #TOLD_EVERY} entries
   */
  StateFold(
      Archive archive,
      TrailPartition partition,
      RootLog log,
      Supplier<Map<Integer, Schema>> schemas,
      Runnable progress) {
    this.archive = archive;
    this.partition = partition;
    this.log = log;
    this.schemas = schemas;
    this.progress = progress;
  }

  /** What stood when this was known. */
  Stood at(Instant moment) {
    OptionalLong known = known(moment);
    return known.isPresent()
        ? upTo(known.getAsLong())
        : upTo((_, latest) -> !latest.isAfter(moment));
  }

  /** What stood behind this entry, or behind the last where there are fewer. */
  Stood upTo(long last) {
    return upTo((sequence, _) -> sequence <= last);
  }

  private Stood upTo(Bound bound) {
    for (Path file : archive.states(partition)) {
      try {
        KeptState state = KeptState.read(file, partition);
        if (bound.covers(state.sequence(), state.latest())) {
          return from(state, file, bound);
        }
      } catch (RefusedException e) {
        refused.add(e.getMessage());
      }
    }
    try (SignedEntries entries = all()) {
      return weighed(entries, new Fold(), bound);
    }
  }

  /** The last entry that was known at a moment; empty where the partition never saw a tick. */
  private OptionalLong known(Instant moment) {
    for (Path file : archive.states(partition)) {
      try {
        KeptState state = KeptState.read(file, partition);
        if (!state.clock().isAfter(moment)) {
          try (SignedEntries entries = SignedEntries.behind(state, archive, log, schemas)) {
            requireSigned(entries, state, file, (_, _) -> true);
            return known(entries, state.clock(), moment);
          }
        }
      } catch (RefusedException e) {
        refused.add(e.getMessage());
      }
    }
    try (SignedEntries entries = all()) {
      return known(entries, TrailClock.NEVER, moment);
    }
  }

  /** An entry is known with the first tick from it on, and behind the last with that one. */
  private static OptionalLong known(SignedEntries entries, TrailClock begin, Instant moment) {
    TrailClock clock = begin;
    while (entries.hasNext()) {
      entries.advance();
      TrailClock next = clock(clock, entries);
      if (next.isAfter(moment)) {
        return OptionalLong.of(clock.sequence());
      }
      clock = next;
    }
    return clock.instant() == null ? OptionalLong.empty() : OptionalLong.of(entries.sequence());
  }

  /** After the entry at hand, which is read only where it may be a tick. */
  private static TrailClock clock(TrailClock before, SignedEntries entries) {
    if (!entries.mentions(TICKS)) {
      return before;
    }
    Taken taken = entries.taken();
    return isOfTicks(taken) && entries.input(taken) instanceof Input.Ticked tick
        ? before.after(tick.instant(), entries.sequence())
        : before;
  }

  private static boolean isOfTicks(Taken taken) {
    return taken.topic().equals(Topics.PROGRAM_TICKS)
        || taken.topic().equals(Topics.PORTFOLIO_TICKS);
  }

  /** Since when something other than the time is known; empty where it never is. */
  Optional<Instant> begin() {
    try (SignedEntries entries = all()) {
      TrailClock clock = TrailClock.NEVER;
      Instant first = null;
      while (entries.hasNext()) {
        entries.advance();
        clock = clock(clock, entries);
        if (first == null && !isOfTicks(entries.taken())) {
          first = entries.taken().takenAt();
        } else if (first != null && clock.sequence() == entries.sequence()) {
          break;
        }
      }
      return first == null || clock.instant() == null
          ? Optional.ofNullable(first)
          : Optional.of(clock.instant());
    }
  }

  private SignedEntries all() {
    return SignedEntries.ofAll(archive, partition, log, schemas);
  }

  private Stood from(KeptState state, Path file, Bound bound) throws RefusedException {
    Fold fold = state.fold(file);
    try (SignedEntries entries = SignedEntries.behind(state, archive, log, schemas)) {
      requireSigned(entries, state, file, bound);
      return weighed(entries, fold, bound);
    }
  }

  /** That what a state stands on was signed, and what is asked for behind it lies where it says. */
  private void requireSigned(SignedEntries entries, KeptState state, Path file, Bound bound)
      throws RefusedException {
    long sequence = state.sequence();
    if (!entries.beginsAsSigned()) {
      throw new RefusedException(
          file,
          "its root %s is not that of the first %d entries of trail %s as they were signed"
              .formatted(state.frontier().root(), sequence, partition));
    }
    // What is surely not asked for need not be the signed one.
    if (entries.hasNext() && bound.covers(sequence + 1, Instant.MIN) && !entries.findsNext()) {
      throw new RefusedException(
          file,
          "entry %d does not lie at byte %d of %s"
              .formatted(sequence + 1, state.offset(), state.segment()));
    }
  }

  /** Weighs entries for as long as they are asked for. */
  private Stood weighed(SignedEntries entries, Fold fold, Bound bound) {
    long from = entries.sequence();
    if (from == 0 && !entries.beginsAsSigned()) {
      throw entries.notSigned();
    }
    Instant latest = Instant.MIN;
    long sequence = from;
    while (entries.hasNext() && bound.covers(sequence + 1, latest)) {
      entries.advance();
      Taken taken = entries.taken();
      if (taken.takenAt().isAfter(latest)) {
        latest = taken.takenAt();
      }
      if (!bound.covers(sequence + 1, latest)) {
        break;
      }
      weigh(entries, entries.input(taken), fold);
      sequence++;
      if (sequence % TOLD_EVERY == 0) {
        progress.run();
      }
    }
    return new Stood(partition, fold, from, sequence, List.copyOf(refused));
  }

  private static void weigh(SignedEntries entries, @Nullable Input input, Fold fold) {
    try {
      if (input != null) {
        fold.next(input);
      }
    } catch (RuntimeException e) {
      throw entries.hostile(e);
    }
  }
}
