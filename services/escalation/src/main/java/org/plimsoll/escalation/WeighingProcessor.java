package org.plimsoll.escalation;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Cascade;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Sweep;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.CoreWriter;
import org.plimsoll.wire.EntryWriter;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.InputReader.Reading;
import org.plimsoll.wire.InputReader.Taken;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * Takes the inputs of one partition of one tier in their order: loads the standings, asks core,
 * stores what stands, forwards the entry for the trail, what travels upward, and what a program
 * contributes to its portfolio. It decides nothing itself.
 *
 * <p>Contributions are absolute, so only the newest of a program is worth sending: they wait here
 * for {@link #COALESCE}. What waits is lost in a crash; the standings are not, so the first thing
 * after a start is to send what a standing contributed and {@link #sent} does not say was sent.
 */
final class WeighingProcessor implements Processor<byte[], byte[], Object, byte[]> {
  /** How long contributions of a program are collected before the newest is sent. */
  static final Duration COALESCE = Duration.ofMillis(50);

  static final String TRAIL_SINK = "trail";
  static final String ESCALATIONS_SINK = "escalations";
  static final String CONTRIBUTIONS_SINK = "contributions";

  private static final String SEQUENCE = "sequence";

  private final Tier tier;
  private final SchemaRegistry registry;
  private final int partitions;
  private final Map<String, Contribution> pending = new LinkedHashMap<>();

  private ProcessorContext<Object, byte[]> context;
  private InputReader reader;
  private RecordWriter<TrailEntry> entries;
  private RecordWriter<Escalation> escalations;
  private RecordWriter<org.plimsoll.schema.Contribution> contributions;
  private KeyValueStore<String, Standing> standings;
  private KeyValueStore<String, Contribution> held;
  private KeyValueStore<String, Long> sent;

  /** The names of the stores and topics of one tier. */
  record Tier(Level level, String trailTopic) {
    String standings() {
      return name("standings");
    }

    String held() {
      return name("held");
    }

    String sent() {
      return name("sent");
    }

    String name(String what) {
      return level.name().toLowerCase(java.util.Locale.ROOT) + "-" + what;
    }
  }

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  WeighingProcessor(Tier tier, SchemaRegistry registry, int partitions) {
    this.tier = tier;
    this.registry = registry;
    this.partitions = partitions;
  }

  @Override
  public void init(ProcessorContext<Object, byte[]> context) {
    this.context = context;
    pending.clear();
    reader = new InputReader(new RecordReader(registry), partitions);
    entries = RecordWriter.register(registry, tier.trailTopic(), TrailEntry.class);
    escalations = RecordWriter.register(registry, Topics.ESCALATIONS, Escalation.class);
    contributions =
        RecordWriter.register(
            registry, Topics.PORTFOLIO_CONTRIBUTIONS, org.plimsoll.schema.Contribution.class);
    standings = context.getStateStore(tier.standings());
    held = context.getStateStore(tier.held());
    sent = context.getStateStore(tier.sent());
    if (tier.level() == Level.PROGRAM) {
      Cancellable[] once = new Cancellable[1];
      once[0] =
          context.schedule(
              Duration.ofMillis(1),
              PunctuationType.WALL_CLOCK_TIME,
              _ -> {
                once[0].cancel();
                collectUnsent();
              });
      context.schedule(COALESCE, PunctuationType.WALL_CLOCK_TIME, _ -> sendPending());
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    Position at = nextPosition(metadata.partition());
    Taken taken =
        new Taken(
            metadata.topic(),
            metadata.partition(),
            metadata.offset(),
            record.key(),
            record.value(),
            Instant.ofEpochMilli(record.timestamp()),
            at);
    Reading reading = reader.read(taken);
    Input input = reading.input();
    List<ToleranceInForce> inForce = new ArrayList<>();
    List<Outcome> outcomes = List.of();
    List<Escalation> upward = List.of();
    String nodeId = null;
    if (input instanceof Input.Ticked tick) {
      Swept swept = new Swept(inForce);
      outcomes = Sweep.over(nodeIds(), swept, at, tick.instant());
      upward = EntryWriter.escalations(taken, reading, outcomes, swept.known);
      collect(outcomes);
    } else if (input != null) {
      input = Cascade.complete(input, this::standing, held::get);
      nodeId = input.nodeId();
      Standing node = standing(nodeId);
      Standing parent = Cascade.parentInTask(node, input, this::standing);
      EntryWriter.inForce(node, inForce);
      EntryWriter.inForce(parent, inForce);
      Cascade cascade = Cascade.weigh(node, parent, input);
      outcomes = cascade.outcomes();
      keep(node, cascade.node());
      keep(parent, cascade.parent());
      if (cascade.isCounted() && input instanceof Input.ChildContributed(var _, var now, var _)) {
        held.put(now.childId(), now);
      }
      upward = EntryWriter.escalations(taken, reading, outcomes, known(cascade));
      collect(outcomes);
    }
    TrailEntry entry = EntryWriter.entry(taken, reading, inForce, outcomes);
    context.forward(
        new Record<>(
            new TrailKey(at.partition(), nodeId), entries.write(entry), record.timestamp()),
        tier.name(TRAIL_SINK));
    for (Escalation escalation : upward) {
      context.forward(
          new Record<>(escalation.getNodeId(), escalations.write(escalation), record.timestamp()),
          tier.name(ESCALATIONS_SINK));
    }
  }

  /** The standings of this task under a tick, and which of them changed. */
  private final class Swept implements Sweep.Standings {
    private final List<ToleranceInForce> inForce;
    private final Set<String> changed = new HashSet<>();
    private final Map<String, Known> known = new HashMap<>();

    Swept(List<ToleranceInForce> inForce) {
      this.inForce = inForce;
    }

    @Override
    public Standing standing(String nodeId) {
      return WeighingProcessor.this.standing(nodeId);
    }

    @Override
    public void keep(Standing next) {
      Standing before = standing(next.nodeId());
      if (changed.add(next.nodeId())) {
        EntryWriter.inForce(before, inForce);
      }
      if (next instanceof Known node) {
        known.put(node.nodeId(), node);
        program(node).ifPresent(program -> known.putIfAbsent(program.nodeId(), program));
      }
      WeighingProcessor.this.keep(before, next);
    }

    /** A project's exception may have to go to the portfolio, which its program names. */
    private Optional<Known> program(Known node) {
      String parentId = node.facts().parentId();
      return parentId != null && standing(parentId) instanceof Known program
          ? Optional.of(program)
          : Optional.empty();
    }
  }

  private SortedSet<String> nodeIds() {
    SortedSet<String> ids = new TreeSet<>();
    try (KeyValueIterator<String, Standing> all = standings.all()) {
      while (all.hasNext()) {
        ids.add(all.next().key);
      }
    }
    return ids;
  }

  private Position nextPosition(int partition) {
    long sequence = requireNonNullElse(sent.get(SEQUENCE), 0L) + 1;
    sent.put(SEQUENCE, sequence);
    return new Position(tier.level(), partition, sequence);
  }

  private Standing standing(String nodeId) {
    Standing standing = standings.get(nodeId);
    return standing == null ? new Standing.Unknown(nodeId) : standing;
  }

  private void keep(@Nullable Standing before, @Nullable Standing after) {
    if (after != null && !after.equals(before)) {
      standings.put(after.nodeId(), after);
    }
  }

  private static Map<String, Known> known(Cascade cascade) {
    Map<String, Known> nodes = new HashMap<>();
    if (cascade.node() instanceof Known known) {
      nodes.put(known.nodeId(), known);
    }
    if (cascade.parent() instanceof Known known) {
      nodes.put(known.nodeId(), known);
    }
    return nodes;
  }

  /** Contributions of programs wait to be sent; those of projects were counted in the cascade. */
  private void collect(List<Outcome> outcomes) {
    if (tier.level() != Level.PROGRAM) {
      return;
    }
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Contributed(Contribution contribution)
          && standing(contribution.childId()) instanceof Standing.Parent) {
        pending.put(contribution.childId(), contribution);
      }
    }
  }

  private void collectUnsent() {
    try (KeyValueIterator<String, Standing> all = standings.all()) {
      while (all.hasNext()) {
        if (all.next().value instanceof Standing.Parent parent) {
          Contribution contribution = parent.contributed();
          long sentUpTo = requireNonNullElse(sent.get(parent.nodeId()), 0L);
          if (contribution != null && contribution.position().sequence() > sentUpTo) {
            pending.put(parent.nodeId(), contribution);
          }
        }
      }
    }
  }

  private void sendPending() {
    long now = context.currentSystemTimeMs();
    for (Contribution contribution : pending.values()) {
      context.forward(
          new Record<>(
              contribution.parentId(),
              contributions.write(CoreWriter.contribution(contribution)),
              now),
          tier.name(CONTRIBUTIONS_SINK));
      sent.put(contribution.childId(), contribution.position().sequence());
    }
    pending.clear();
  }
}
