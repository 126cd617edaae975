package org.plimsoll.escalation;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.snapshot.Snapshot;
import org.plimsoll.schema.Escalation;
import org.plimsoll.wire.CoreWriter;
import org.plimsoll.wire.EntryBytes;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TakenReader;
import org.plimsoll.wire.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the inputs of one partition of one tier in their order: lets core weigh each, and forwards
 * the entry for the trail, what travels upward, and what a program contributes to its portfolio. It
 * decides nothing itself.
 *
 * <p>What stands lies in memory and nowhere else: it follows from the trail, which is committed
 * together with the inputs. From time to time a snapshot is written beside it, so that {@link
 * Restoration} need not read a long one.
 *
 * <p>Contributions are absolute, so only the newest of a program is worth sending: they wait here
 * for {@link #PAUSE}, and up to a second where many programs change, so that what they cost stays a
 * small share of what is weighed. What waits is lost in a crash; up to which entry they were sent
 * is not, so the first thing after a start is to send the rest.
 */
final class WeighingProcessor implements Processor<byte[], byte[], Object, byte[]> {
  /** Between two rounds of contributions and parts of a snapshot. */
  static final Duration PAUSE = Duration.ofMillis(25);

  /** For so many contributions that a round sent, one round sends none. */
  private static final int CONTRIBUTIONS_FOR_A_PAUSE = 50;

  /** A second. */
  private static final int MAX_PAUSES = 40;

  private static final Logger LOG = LoggerFactory.getLogger(WeighingProcessor.class);

  static final String TRAIL_SINK = "trail";
  static final String STANDINGS_SINK = "standings";
  static final String ESCALATIONS_SINK = "escalations";
  static final String CONTRIBUTIONS_SINK = "contributions";
  static final String PROGRESS = "progress";

  /** Sequence of the newest entry whose contributions are sent. */
  private static final String SENT = "sent";

  /** Number of snapshots that are complete. */
  private static final String SNAPSHOTS = "snapshots";

  /** Time of the newest one. */
  private static final String SNAPSHOT_AT = "snapshot-at";

  /** Sequence of the entry that it reflects. */
  private static final String SNAPSHOT_SEQUENCE = "snapshot-sequence";

  /** Of what was left on disk since, see {@link LocalStandings}. */
  private static final String LEFT = "left";

  /** Of 256 kB each; inputs wait while they are written. */
  private static final int PARTS_IN_ONE_ROUND = 4;

  /** Two snapshots lie beside each other, so that one is whole while the other is written. */
  private static final int SLOTS = 2;

  private final Tier tier;
  private final SchemaRegistry registry;
  private final int partitions;
  private final int snapshotAfter;
  private final LocalStandings left;
  private final Map<String, Contribution> pending = new LinkedHashMap<>();
  private final List<Standing> met = new ArrayList<>();

  private ProcessorContext<Object, byte[]> context;
  private InputReader reader;
  private EntryBytes entries;
  private RecordWriter<Escalation> escalations;
  private RecordWriter<org.plimsoll.schema.Contribution> contributions;
  private KeyValueStore<String, Long> progress;
  private Fold fold;
  private boolean restoring;
  private int pauses;
  private long sequence;
  private long snapshotSequence;
  private @Nullable Snapshot snapshot;
  private long snapshotAt;

  /**
   * @param snapshotAfter entries after which a snapshot is written, or twice as many as there are
   *     standings if that is more, so that its cost stays a fixed share of what is weighed
   */
  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  WeighingProcessor(
      Tier tier, SchemaRegistry registry, int partitions, int snapshotAfter, LocalStandings left) {
    this.tier = tier;
    this.registry = registry;
    this.partitions = partitions;
    this.snapshotAfter = snapshotAfter;
    this.left = left;
  }

  @Override
  public void init(ProcessorContext<Object, byte[]> context) {
    this.context = context;
    pending.clear();
    pauses = 0;
    snapshot = null;
    reader = new InputReader(new RecordReader(registry), partitions);
    entries = EntryBytes.register(registry, tier.trail());
    escalations = RecordWriter.register(registry, Topics.ESCALATIONS, Escalation.class);
    contributions =
        RecordWriter.register(
            registry, Topics.PORTFOLIO_CONTRIBUTIONS, org.plimsoll.schema.Contribution.class);
    progress = context.getStateStore(tier.name(PROGRESS));
    fold = new Fold(this::met);
    restoring = true;
    Restoration restoration = new Restoration(tier, context.taskId().partition(), fold, left);
    restoration.run(
        context.appConfigs(),
        reader,
        new TakenReader(registry),
        progress.get(SNAPSHOT_AT),
        progress.get(LEFT));
    restoring = false;
    sequence = restoration.sequence();
    snapshotSequence =
        restoration.isLocal()
            ? requireNonNullElse(progress.get(SNAPSHOT_SEQUENCE), 0L)
            : restoration.restored();
    collectUnsent();
    left.holds(task());
    context.schedule(PAUSE, PunctuationType.WALL_CLOCK_TIME, _ -> round());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    Position at = new Position(tier.level(), metadata.partition(), ++sequence);
    Taken input =
        new Taken(
            metadata.topic(),
            metadata.partition(),
            metadata.offset(),
            record.key(),
            record.value(),
            Instant.ofEpochMilli(record.timestamp()),
            at);
    Reading reading = reader.read(input);
    met.clear();
    List<Outcome> outcomes = reading.input() == null ? List.of() : fold.next(reading.input());
    collect(outcomes);
    context.forward(
        new Record<>(
            new TaskKey(at.partition(), nodeId(reading.input())),
            entries.write(input, reading, met, outcomes),
            record.timestamp()),
        tier.name(TRAIL_SINK));
    for (Escalation escalation :
        EntryWriter.escalations(input, reading, outcomes, fold::standing)) {
      context.forward(
          new Record<>(escalation.getNodeId(), escalations.write(escalation), record.timestamp()),
          tier.name(ESCALATIONS_SINK));
    }
  }

  private static @Nullable String nodeId(@Nullable Input input) {
    return input == null || input instanceof Input.Ticked ? null : input.nodeId();
  }

  /** What was in force is what stood before the input; most inputs meet two nodes. */
  private void met(Standing before, Standing after) {
    if (restoring) {
      return;
    }
    for (Standing earlier : met) {
      if (earlier.nodeId().equals(after.nodeId())) {
        return;
      }
    }
    met.add(before);
  }

  /** Contributions of programs wait to be sent; those of projects were counted in the cascade. */
  private void collect(List<Outcome> outcomes) {
    if (tier.level() != Level.PROGRAM) {
      return;
    }
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Contributed(Contribution contribution)
          && fold.standing(contribution.childId()) instanceof Standing.Parent) {
        pending.put(contribution.childId(), contribution);
      }
    }
  }

  private void collectUnsent() {
    long sent = requireNonNullElse(progress.get(SENT), 0L);
    for (Standing standing : fold.standings()) {
      Contribution contribution =
          standing instanceof Standing.Parent parent ? parent.contributed() : null;
      if (contribution != null && contribution.position().sequence() > sent) {
        pending.put(contribution.childId(), contribution);
      }
    }
  }

  private String task() {
    return Restoration.task(tier, context.taskId().partition());
  }

  @Override
  public void close() {
    left.holdsNoMore(task());
  }

  private void round() {
    if (left.isAsked(task())) {
      leave();
    }
    long now = context.currentSystemTimeMs();
    if (pauses > 0) {
      pauses--;
    } else {
      sendPending(now);
    }
    writeSnapshot(now);
  }

  private void sendPending(long now) {
    if (pending.isEmpty()) {
      return;
    }
    for (Contribution contribution : pending.values()) {
      context.forward(
          new Record<>(
              contribution.parentId(),
              contributions.write(CoreWriter.contribution(contribution)),
              now),
          tier.name(CONTRIBUTIONS_SINK));
    }
    pauses = Math.min(pending.size() / CONTRIBUTIONS_FOR_A_PAUSE, MAX_PAUSES);
    pending.clear();
    progress.put(SENT, sequence);
  }

  /** What cannot be left is read from the trail instead. */
  private void leave() {
    // Counted numbers would be given again by a process whose own were never committed.
    long number = UUID.randomUUID().getMostSignificantBits();
    try {
      left.write(task(), number, new Snapshot(sequence, fold));
      progress.put(LEFT, number);
    } catch (IOException e) {
      left.holdsNoMore(task());
      LOG.warn("{} leaves nothing on disk: {}", task(), e.getMessage());
    }
  }

  /** Begins one when it is time, and goes on with the one that is begun. */
  private void writeSnapshot(long now) {
    if (snapshot == null) {
      if (sequence - snapshotSequence < Math.max(snapshotAfter, 2L * fold.standings().size())) {
        return;
      }
      snapshot = new Snapshot(sequence, fold);
      // Of two snapshots the later one has the later time, whatever the clock does.
      snapshotAt = Math.max(now, requireNonNullElse(progress.get(SNAPSHOT_AT), 0L) + 1);
    }
    long number = requireNonNullElse(progress.get(SNAPSHOTS), 0L) + 1;
    for (int i = 0; i < PARTS_IN_ONE_ROUND && !snapshot.isComplete(); i++) {
      String part = number % SLOTS + "-" + snapshot.parts();
      context.forward(
          new Record<>(
              new TaskKey(context.taskId().partition(), part), snapshot.next(), snapshotAt),
          tier.name(STANDINGS_SINK));
    }
    if (snapshot.isComplete()) {
      snapshotSequence = snapshot.sequence();
      progress.put(SNAPSHOTS, number);
      progress.put(SNAPSHOT_AT, snapshotAt);
      progress.put(SNAPSHOT_SEQUENCE, snapshotSequence);
      snapshot = null;
    }
  }
}
