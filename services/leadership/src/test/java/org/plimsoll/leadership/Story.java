package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Cascade;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Sweep;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.IndicatorTarget;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.Tick;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceInForce;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.CoreWriter;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.RecordWriter;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.Topics;

/**
 * Writes a trail as the engine would: the same decisions, without Streams between. Everything of a
 * program lies in the partition that the story begins with.
 */
final class Story implements AutoCloseable {
  /** Has all projects, unless {@link #agency} says otherwise. */
  static final String AGENCY = "akimat";

  private final KafkaProducer<byte[], byte[]> producer;
  private final RecordWriter<TrailEntry> entries;
  private final RecordWriter<Escalation> escalations;
  private final RecordWriter<NodeFacts> facts;
  private final RecordWriter<ToleranceGrant> grants;
  private final RecordWriter<StatusChange> statuses;
  private final RecordWriter<Decision> decisions;
  private final RecordWriter<Tick> ticks;
  private final RecordWriter<org.plimsoll.schema.Contribution> contributions;
  private final Map<String, Standing> standings = new HashMap<>();
  private final Map<String, Contribution> held = new HashMap<>();
  private final Map<Level, Long> sequences = new HashMap<>();
  private final int partition;

  /** That of the projects told from now on. */
  String agency = AGENCY;

  private long offset;
  private boolean holding;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  /** What stands in the topics, to be written again. */
  final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();

  Story(Cluster cluster, int partition) {
    this.partition = partition;
    SchemaRegistry registry = new SchemaRegistry(cluster.registryUrl());
    producer =
        new KafkaProducer<>(cluster.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    entries = RecordWriter.register(registry, Topics.TRAIL_PROGRAM, TrailEntry.class);
    RecordWriter.register(registry, Topics.TRAIL_PORTFOLIO, TrailEntry.class);
    escalations = RecordWriter.register(registry, Topics.ESCALATIONS, Escalation.class);
    facts = RecordWriter.register(registry, Topics.PROGRAM_FACTS, NodeFacts.class);
    grants = RecordWriter.register(registry, Topics.PROGRAM_GRANTS, ToleranceGrant.class);
    statuses = RecordWriter.register(registry, Topics.intake("akimat"), StatusChange.class);
    decisions = RecordWriter.register(registry, Topics.PROGRAM_DECISIONS, Decision.class);
    ticks = RecordWriter.register(registry, Topics.PROGRAM_TICKS, Tick.class);
    contributions =
        RecordWriter.register(
            registry, Topics.PORTFOLIO_CONTRIBUTIONS, org.plimsoll.schema.Contribution.class);
  }

  static LocalizedText text(String kk, String ru, String en) {
    return new LocalizedText(kk, ru, en);
  }

  void portfolio(String id, LocalizedText name) {
    portfolio(id, name, null);
  }

  void portfolio(String id, LocalizedText name, @Nullable Accountable accountable) {
    facts(id, org.plimsoll.schema.Level.PORTFOLIO, null, name, accountable, null, List.of());
  }

  void program(String id, String parent, LocalizedText name, @Nullable Accountable accountable) {
    program(id, parent, name, accountable, 0);
  }

  /**
   * @param deadband how far figures may move without being sent, times 10,000
   */
  void program(
      String id,
      String parent,
      LocalizedText name,
      @Nullable Accountable accountable,
      int deadband) {
    facts(
        id,
        org.plimsoll.schema.Level.PROGRAM,
        parent,
        name,
        accountable,
        null,
        List.of(),
        deadband);
  }

  void project(
      String id,
      String parent,
      LocalizedText name,
      @Nullable Accountable accountable,
      Baseline baseline,
      List<IndicatorTarget> targets) {
    facts(id, org.plimsoll.schema.Level.PROJECT, parent, name, accountable, baseline, targets);
  }

  private void facts(
      String id,
      org.plimsoll.schema.Level level,
      @Nullable String parent,
      LocalizedText name,
      @Nullable Accountable accountable,
      @Nullable Baseline baseline,
      List<IndicatorTarget> targets) {
    facts(id, level, parent, name, accountable, baseline, targets, 0);
  }

  private void facts(
      String id,
      org.plimsoll.schema.Level level,
      @Nullable String parent,
      LocalizedText name,
      @Nullable Accountable accountable,
      @Nullable Baseline baseline,
      List<IndicatorTarget> targets,
      int deadband) {
    NodeFacts stated =
        NodeFacts.newBuilder()
            .setEventId("facts-" + id)
            .setNodeId(id)
            .setLevel(level)
            .setParentId(parent)
            .setName(name)
            .setAgencyId(level == org.plimsoll.schema.Level.PROJECT ? agency : null)
            .setCurrency("KZT")
            .setAccountable(accountable)
            .setBaselineSource(
                baseline == null ? BaselineSource.FIRST_REPORTED : BaselineSource.DECLARED)
            .setBaseline(baseline)
            .setTargets(targets)
            .setContributionDeadbandTenThousandths(deadband)
            .setSource("Study, section 3.3; monthly figures are illustrative")
            .build();
    Facts core = CoreReader.facts(stated);
    Facts above =
        parent != null && standings.get(parent) instanceof Standing.Known known
            ? known.facts()
            : null;
    take(
        tier(core.level()),
        InputType.NODE_FACTS,
        null,
        facts.write(stated),
        stated.getEventId(),
        at -> new Input.FactsStated(at, stated.getEventId(), core, above));
  }

  void grant(ToleranceGrant grant) {
    Standing.Known node = (Standing.Known) requireNonNull(standings.get(grant.getNodeId()));
    take(
        tier(node.facts().level()),
        InputType.TOLERANCE_GRANT,
        null,
        grants.write(grant),
        grant.getEventId(),
        at ->
            new Input.ToleranceGranted(
                at,
                grant.getEventId(),
                grant.getNodeId(),
                CoreReader.tolerance(grant),
                grant.getGrantedBy(),
                above(node),
                standings.get(grant.getGrantedBy()) instanceof Standing.Known));
  }

  private Standing.@Nullable Known above(Standing.Known node) {
    String parentId = node.facts().parentId();
    return parentId != null
            && node.facts().level() == Level.PROJECT
            && standings.get(parentId) instanceof Standing.Known known
        ? known
        : null;
  }

  void status(StatusChange status) {
    byte[] value = statuses.write(status);
    Standing standing = standings.get(status.getProjectId());
    String program = standing instanceof Standing.Known known ? known.facts().parentId() : "none";
    String sender =
        standing instanceof Standing.Known known && known.facts().agencyId() != null
            ? known.facts().agencyId()
            : AGENCY;
    take(
        Level.PROGRAM,
        InputType.STATUS_CHANGE,
        sender,
        value,
        status.getEventId(),
        at ->
            new Input.StatusChanged(
                at,
                CoreReader.statusChange(status),
                new Origin(
                    sender,
                    LocalDate.of(2030, 1, 1),
                    program,
                    true,
                    Integer.toHexString(java.util.Arrays.hashCode(value)))));
  }

  void decide(Decision decision) {
    Standing.Known node = (Standing.Known) standing(decision.getNodeId());
    String parent = node.facts().parentId();
    Standing.Known above =
        parent != null && standings.get(parent) instanceof Standing.Known known ? known : null;
    take(
        tier(node.facts().level()),
        InputType.DECISION,
        null,
        decisions.write(decision),
        decision.getEventId(),
        at ->
            new Input.Decided(
                at,
                decision.getEventId(),
                decision.getNodeId(),
                CoreReader.choice(decision),
                decision.getDecidedBy(),
                decision.getDecidedAs(),
                CoreReader.decidedOn(decision, Instant.MAX),
                decision.getAnswersRevision(),
                above));
  }

  /** Time passes for programs and projects. */
  void tick(Instant instant) {
    Position at =
        new Position(Level.PROGRAM, partition, sequences.merge(Level.PROGRAM, 1L, Long::sum));
    TreeSet<String> nodes = new TreeSet<>();
    standings.forEach((id, standing) -> {
      if (standing instanceof Standing.Known known
          && tier(known.facts().level()) == Level.PROGRAM) {
        nodes.add(id);
      }
    });
    List<Outcome> outcomes =
        Sweep.over(
            nodes,
            new Sweep.Standings() {
              @Override
              public Standing standing(String nodeId) {
                return Story.this.standing(nodeId);
              }

              @Override
              public @Nullable AtRest atRest(String nodeId) {
                return null;
              }

              @Override
              public void keep(Standing next) {
                standings.put(next.nodeId(), next);
              }
            },
            at,
            instant);
    String eventId = "tick-" + instant;
    append(
        at,
        InputType.TICK,
        null,
        ticks.write(new Tick(eventId, instant)),
        eventId,
        "",
        List.of(),
        true,
        outcomes);
  }

  private static Level tier(Level level) {
    return level == Level.PORTFOLIO ? Level.PORTFOLIO : Level.PROGRAM;
  }

  private void take(
      Level tier,
      InputType type,
      @Nullable String sender,
      byte[] value,
      String eventId,
      Function<Position, Input> input) {
    Position at = new Position(tier, partition, sequences.merge(tier, 1L, Long::sum));
    Input taken = input.apply(at);
    Standing node = standing(taken.nodeId());
    Standing parent = parent(node, taken);
    List<ToleranceInForce> inForce = new ArrayList<>();
    inForce(node, inForce);
    inForce(parent, inForce);
    Cascade cascade = Cascade.weigh(node, parent, taken);
    standings.put(taken.nodeId(), cascade.node());
    if (cascade.parent() != null) {
      standings.put(cascade.parent().nodeId(), cascade.parent());
    }
    if (taken instanceof Input.ChildContributed child) {
      held.put(child.contribution().childId(), child.contribution());
    }
    append(
        at,
        type,
        sender,
        value,
        eventId,
        key(taken),
        inForce,
        cascade.accepted(),
        cascade.outcomes());
  }

  /** Where records of this type lie. */
  private static String topic(InputType type, Level tier) {
    boolean ofProgram = tier == Level.PROGRAM;
    return switch (type) {
      case NODE_FACTS -> ofProgram ? Topics.PROGRAM_FACTS : Topics.PORTFOLIO_FACTS;
      case TOLERANCE_GRANT -> ofProgram ? Topics.PROGRAM_GRANTS : Topics.PORTFOLIO_GRANTS;
      case DECISION -> ofProgram ? Topics.PROGRAM_DECISIONS : Topics.PORTFOLIO_DECISIONS;
      case TICK -> ofProgram ? Topics.PROGRAM_TICKS : Topics.PORTFOLIO_TICKS;
      case CONTRIBUTION -> Topics.PORTFOLIO_CONTRIBUTIONS;
      case STATUS_CHANGE, UNREADABLE, UNRECOGNISED -> Topics.intake(AGENCY);
    };
  }

  /** The program of a project, and everything else itself. */
  private String key(Input input) {
    return standing(input.nodeId()) instanceof Standing.Project project
            && project.facts().parentId() != null
        ? project.facts().parentId()
        : input.nodeId();
  }

  private void append(
      Position at,
      InputType type,
      @Nullable String sender,
      byte[] value,
      String eventId,
      String key,
      List<ToleranceInForce> inForce,
      boolean accepted,
      List<Outcome> outcomes) {
    Level tier = at.tier();
    Instant takenAt = Instant.parse("2026-11-23T06:00:00Z").plusSeconds(++offset);
    send(
        tier == Level.PROGRAM ? Topics.TRAIL_PROGRAM : Topics.TRAIL_PORTFOLIO,
        entries.write(
            TrailEntry.newBuilder()
                .setPosition(CoreWriter.position(at))
                .setTakenAt(takenAt)
                .setInputTopic(sender == null ? topic(type, tier) : Topics.intake(sender))
                .setInputPartition(
                    Topics.partitionOf(key.getBytes(StandardCharsets.UTF_8), House.PARTITIONS))
                .setInputOffset(offset)
                .setInputKey(key)
                .setInputBytes(ByteBuffer.wrap(value))
                .setInputType(type)
                .setEventId(eventId)
                .setSender(sender)
                .setAccepted(accepted)
                .setInForce(inForce)
                .setOutcomes(Outcomes.wrap(outcomes.stream().map(CoreWriter::outcome).toList()))
                .build()));
    int number = 0;
    for (Outcome outcome : outcomes) {
      for (Level level : told(outcome)) {
        send(
            Topics.ESCALATIONS,
            escalations.write(upward(outcome, level, at, eventId, takenAt, ++number)));
      }
    }
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Contributed(Contribution contribution)
          && standing(contribution.childId()) instanceof Standing.Parent) {
        take(
            Level.PORTFOLIO,
            InputType.CONTRIBUTION,
            null,
            contributions.write(CoreWriter.contribution(contribution)),
            eventId,
            position ->
                new Input.ChildContributed(
                    position, contribution, held.get(contribution.childId())));
      }
    }
  }

  /** The levels that receive it; none for what does not travel. */
  private List<Level> told(Outcome outcome) {
    return switch (outcome) {
      case Outcome.ExceptionChanged e -> e.deliveredTo();
      case Outcome.TargetConfirmed c -> List.of(facts(c.nodeId()).level().above());
      case Outcome.ConfirmationWithdrawn w -> List.of(facts(w.nodeId()).level().above());
      case Outcome.AssistanceRequested a -> List.of(a.addressedTo());
      case Outcome.ExceptionPassedUp p -> List.of(p.to());
      default -> List.of();
    };
  }

  private Facts facts(String nodeId) {
    return ((Standing.Known) standing(nodeId)).facts();
  }

  private Escalation upward(
      Outcome outcome, Level level, Position at, String eventId, Instant takenAt, int number) {
    String nodeId =
        switch (outcome) {
          case Outcome.ExceptionChanged e -> e.nodeId();
          case Outcome.TargetConfirmed c -> c.nodeId();
          case Outcome.AssistanceRequested a -> a.nodeId();
          case Outcome.ConfirmationWithdrawn w -> w.nodeId();
          case Outcome.ExceptionPassedUp p -> p.nodeId();
          default -> throw new IllegalArgumentException("does not travel: " + outcome);
        };
    Facts node = facts(nodeId);
    String receiver = node.parentId() == null ? node.nodeId() : node.parentId();
    if (level == Level.PORTFOLIO
        && node.level() == Level.PROJECT
        && standing(receiver) instanceof Standing.Known program) {
      receiver = requireNonNull(program.facts().parentId());
    }
    var record = Outcomes.wrap(CoreWriter.outcome(outcome));
    return Escalation.newBuilder()
        .setEscalationId(at.tier() + "-" + at.partition() + "-" + at.sequence() + "-" + number)
        .setNodeId(nodeId)
        .setLevel(CoreWriter.level(node.level()))
        .setDeliveredTo(receiver)
        .setDeliveredToLevel(CoreWriter.level(level))
        .setPosition(CoreWriter.position(at))
        .setCauseEventId(eventId)
        .setTakenAt(takenAt)
        .setExceptionChanged(record.getExceptionChanged())
        .setTargetConfirmed(record.getTargetConfirmed())
        .setAssistanceRequested(record.getAssistanceRequested())
        .setConfirmationWithdrawn(record.getConfirmationWithdrawn())
        .setExceptionPassedUp(record.getExceptionPassedUp())
        .build();
  }

  private Standing standing(String nodeId) {
    return standings.getOrDefault(nodeId, new Standing.Unknown(nodeId));
  }

  private @Nullable Standing parent(Standing node, Input input) {
    Facts stated =
        input instanceof Input.FactsStated f
            ? f.facts()
            : node instanceof Standing.Project project ? project.facts() : null;
    return stated == null || stated.level() != Level.PROJECT || stated.parentId() == null
        ? null
        : standing(stated.parentId());
  }

  private static void inForce(@Nullable Standing standing, List<ToleranceInForce> inForce) {
    if (standing instanceof Standing.Known known) {
      known
          .watches()
          .forEach(watch ->
              inForce.add(
                  new ToleranceInForce(
                      known.nodeId(),
                      watch.tolerance().toleranceId(),
                      watch.tolerance().version())));
    }
  }

  /** Nothing is sent until asked for; what was lost on the way is not sent at all. */
  void holdBack() {
    holding = true;
  }

  private void send(String topic, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, value);
    written.add(record);
    if (!holding) {
      again(record);
    }
  }

  /** Writes something once more, as a producer does that has not heard an answer. */
  void again(ProducerRecord<byte[], byte[]> record) {
    sent.add(producer.send(record));
  }

  /** Returns when everything stands in the topics. */
  void flush() {
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    sent.clear();
  }

  @Override
  public void close() {
    producer.close();
  }
}
