package org.plimsoll.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.KnownThen.Later;
import org.plimsoll.audit.Replay.Derived;
import org.plimsoll.audit.Replay.Difference;
import org.plimsoll.audit.archive.Archive;
import org.plimsoll.audit.archive.ArchiveException;
import org.plimsoll.audit.archive.ExportedTrail;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TrailPartition;
import org.plimsoll.wire.TrailReader;
import org.plimsoll.wire.WriterSchemas;

/**
 * Derives a trail again from its beginning, as {@link Replay} does, and tells of one part of it:
 * each input with what followed, and how nodes were known at a moment.
 *
 * <p>When something was known is a question to the trail's own clock, as on the map: an entry is
 * known with the first tick from it on. Behind the last tick it is known with that one, and where a
 * partition never saw a tick, when it was taken.
 *
 * @param <T> what an input is told as
 */
public final class PartialReplay<T> {
  private static final int TRAILS = 2;

  /** Entries between two words about progress. */
  private static final int TOLD_EVERY = 1_000;

  /** Entries of a trail, partition by partition, and what reads them. */
  public record Source(
      List<TrailPartition> partitions,
      int partitionsOfTopics,
      WriterSchemas schemas,
      BiConsumer<TrailPartition, Consumer<byte[]>> reading) {
    /** As it lies on a broker, from its first entry to its present end. */
    public static Source of(TrailReader trail, SchemaRegistry registry) {
      Map<TrailPartition, Long> ends = trail.ends();
      return new Source(
          List.copyOf(ends.keySet()),
          ends.size() / TRAILS,
          registry,
          (partition, visitor) ->
              trail.read(
                  Map.of(partition, 0L),
                  ends,
                  (_, _, entry) -> {
                    visitor.accept(entry);
                    return true;
                  }));
    }

    /**
     * An export, which is not verified by this.
     *
     * @throws ArchiveException when its log or its schemas are not what they say they are
     */
    public static Source of(Archive archive) {
      ExportedTrail trail = ExportedTrail.open(archive);
      return new Source(
          trail.partitions(), trail.partitionsOfTopics(), trail.schemas(), trail::read);
    }
  }

  /**
   * An input of the part.
   *
   * @param outcomes those of its outcomes that are of the part
   */
  public record Followed(Derived derived, List<Outcome> outcomes) {}

  /**
   * What a replay came to.
   *
   * @param entries derived again
   * @param told inputs of the part
   * @param differences at most one for each partition; what stands behind it was not told
   * @param nodeIds of all nodes
   * @param exceptionIds of all exceptions
   * @param knownThen the part's nodes by id; empty where no moment was asked for
   */
  public record Result(
      long entries,
      long told,
      List<Difference> differences,
      SortedSet<String> nodeIds,
      SortedSet<String> exceptionIds,
      SortedMap<String, KnownThen> knownThen) {}

  private final Source source;
  private final Part part;
  private final @Nullable Instant moment;
  private final Function<Followed, T> said;
  private final BiConsumer<Instant, T> told;
  private final LongConsumer progress;
  private final SortedSet<String> nodeIds = new TreeSet<>();
  private final SortedSet<String> exceptionIds = new TreeSet<>();
  private final SortedMap<String, KnownThen> knownThen = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long entries;
  private long inputs;

  /**
   * @param moment for which nodes are asked; null: for none
   * @param said what an input is told as; asked at once, so that no entry is held
   * @param told is given it with the moment when it was known, partition by partition
   * @param progress told the number of entries derived, now and then
   */
  public PartialReplay(
      Source source,
      Part part,
      @Nullable Instant moment,
      Function<Followed, T> said,
      BiConsumer<Instant, T> told,
      LongConsumer progress) {
    this.source = source;
    this.part = part;
    this.moment = moment;
    this.said = said;
    this.told = told;
    this.progress = progress;
  }

  /** Reads all of it once. */
  public Result run() {
    for (TrailPartition partition : source.partitions()) {
      Course course = new Course(partition);
      source.reading().accept(partition, course::next);
      course.end();
    }
    turnOutAbove();
    return new Result(entries, inputs, differences, nodeIds, exceptionIds, knownThen);
  }

  /** A sum above a corrected project turned out otherwise as well. */
  private void turnOutAbove() {
    for (KnownThen project : List.copyOf(knownThen.values())) {
      Known above = project.correctedBy().isEmpty() ? null : project.then();
      while (above != null && above.facts().parentId() != null) {
        KnownThen parent = knownThen.get(above.facts().parentId());
        if (parent == null) {
          break;
        }
        knownThen.put(parent.now().nodeId(), parent.below(project));
        above = parent.then();
      }
    }
  }

  /** What stood at a boundary that moves on, and what came behind it. */
  private static final class Past {
    private final Map<String, Standing> stood = new HashMap<>();
    private final Map<String, List<Later>> later = new HashMap<>();

    void add(List<Standing> before, @Nullable Later status) {
      before.forEach(standing -> stood.putIfAbsent(standing.nodeId(), standing));
      if (status != null) {
        later.computeIfAbsent(status.status().projectId(), _ -> new ArrayList<>()).add(status);
      }
    }

    /** Everything so far stood at the moment. */
    void moveOn() {
      stood.clear();
      later.clear();
    }
  }

  /** One partition. */
  private final class Course {
    private final TrailPartition partition;
    private final Replay replay;
    private final RecordReader reader;
    private final List<T> waiting = new ArrayList<>();
    private final List<Instant> takenAt = new ArrayList<>();
    private final Past byTicks = new Past();
    private final Past byTaking = new Past();
    private @Nullable Instant clock;
    private long sequence;

    Course(TrailPartition partition) {
      this.partition = partition;
      this.replay = new Replay(source.schemas(), source.partitionsOfTopics());
      this.reader = new RecordReader(source.schemas());
    }

    private Standing standing(String nodeId) {
      return replay.standing(partition.tier(), partition.number(), nodeId);
    }

    void next(byte[] bytes) {
      sequence++;
      try {
        TrailEntry entry =
            switch (reader.read(bytes, TrailEntry.class)) {
              case RecordReader.Read<TrailEntry>(TrailEntry read, var _) -> read;
              case RecordReader.Unreadable<TrailEntry> unreadable ->
                  throw new IllegalStateException(unreadable.toString());
            };
        Derived derived = replay.next(entry);
        if (derived != null) {
          next(derived);
        }
      } catch (RuntimeException e) {
        // A hostile entry may hold what no engine writes; whatever it leads to, it has a place.
        throw new ArchiveException(
            "trail %s, entry %d cannot be derived again: %s".formatted(partition, sequence, e), e);
      }
      if (++entries % TOLD_EVERY == 0) {
        progress.accept(entries);
      }
    }

    private void next(Derived derived) {
      List<Outcome> outcomes = part.outcomes(derived, this::standing);
      for (Outcome outcome : derived.outcomes()) {
        if (outcome instanceof Outcome.ExceptionChanged changed) {
          exceptionIds.add(changed.exceptionId());
        }
      }
      if (!outcomes.isEmpty() || part.hasInput(derived.input(), this::standing)) {
        waiting.add(said.apply(new Followed(derived, outcomes)));
        takenAt.add(derived.entry().getTakenAt());
      }
      boolean isTick = derived.input() instanceof Input.Ticked;
      if (derived.input() instanceof Input.Ticked(var _, var _, var instant, var _)
          && (clock == null || instant.isAfter(clock))) {
        clock = instant; // a tick of an earlier time does not set it back
      }
      remember(derived);
      if (isTick) {
        tell();
      }
    }

    private void remember(Derived derived) {
      Instant until = moment;
      if (until == null) {
        return;
      }
      List<Standing> before =
          derived.before().stream()
              .filter(standing -> part.has(standing.nodeId(), this::standing))
              .toList();
      Later status =
          derived.entry().getAccepted()
                  && derived.input() instanceof Input.StatusChanged(var at, var stated, var _)
                  && part.has(stated.projectId(), this::standing)
              ? new Later(at, stated)
              : null;
      byTicks.add(before, status);
      byTaking.add(before, status);
      if (derived.input() instanceof Input.Ticked && clock != null && !clock.isAfter(until)) {
        byTicks.moveOn();
      }
      if (!derived.entry().getTakenAt().isAfter(until)) {
        byTaking.moveOn();
      }
    }

    private void tell() {
      for (int i = 0; i < waiting.size(); i++) {
        Instant knownAt = clock == null ? takenAt.get(i) : clock;
        if (part.has(knownAt)) {
          told.accept(knownAt, waiting.get(i));
          inputs++;
        }
      }
      waiting.clear();
      takenAt.clear();
    }

    void end() {
      tell();
      differences.addAll(replay.differences());
      Past past = clock == null ? byTaking : byTicks;
      if (clock != null && moment != null && !clock.isAfter(moment)) {
        byTicks.moveOn(); // what lies behind the last tick is known with that one
      }
      for (Standing standing : replay.standings(partition.tier(), partition.number())) {
        nodeIds.add(standing.nodeId());
        if (moment != null
            && standing instanceof Known now
            && part.has(now.nodeId(), this::standing)) {
          Standing then = past.stood.getOrDefault(now.nodeId(), now);
          knownThen.put(
              now.nodeId(),
              KnownThen.of(
                  then instanceof Known known ? known : null,
                  now,
                  past.later.getOrDefault(now.nodeId(), List.of())));
        }
      }
    }
  }
}
