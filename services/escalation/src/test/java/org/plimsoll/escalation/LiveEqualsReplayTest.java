package org.plimsoll.escalation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plimsoll.testkit.Events.costGrowthAtMost;
import static org.plimsoll.testkit.Events.portfolio;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.escalation.PlayedHistories.Place;
import org.plimsoll.escalation.PlayedHistories.Program;
import org.plimsoll.escalation.PlayedHistories.Stage;
import org.plimsoll.schema.Contribution;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Log;
import org.plimsoll.wire.InputReader;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.RecordReader;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;

/**
 * Seeded histories of many programs through the real engine, which is killed in the middle of a
 * transaction and started again, once with and once without what it kept on disk; then the laws
 * that must hold of what it committed.
 *
 * <p>Most programs are played in their own order. While the engine is dead, some more are written
 * all at once, so that it comes back to a backlog whose topics meet in an order that nobody chose.
 * For both, what the trail recorded is compared with folds in the trail's order, which is the only
 * order of a task that Plimsoll promises. That this is the order of the histories where they were
 * played in order, and that of each topic always, are laws of their own.
 *
 * <p>It takes a minute or more, so it runs when it is asked for: see the README of this module.
 */
@EnabledIfSystemProperty(named = "plimsoll.replay.live", matches = "true")
class LiveEqualsReplayTest {
  private static final long SEED = Long.getLong("plimsoll.replay.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("plimsoll.replay.programs", 12);
  private static final int KILLS = Integer.getInteger("plimsoll.replay.kills", 2);

  /** Ended in good order so often, too, with work left. */
  private static final int STOPS = Integer.getInteger("plimsoll.replay.stops", 2);

  private static final int PARTITIONS = 4;

  /** Programs that are written while the engine is dead, each time. */
  private static final int CROWD = 3;

  private static final List<String> PORTFOLIOS = List.of("plan-0", "plan-1");
  private static final List<String> TRAILS = List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Kept after a failure, for the engine's log. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path directory;

  private static final Random RANDOM = new Random(SEED);
  private static final List<Program> IN_ORDER = new ArrayList<>();
  private static final Map<String, Map<Integer, List<TrailEntry>>> ENTRIES = new HashMap<>();
  private static Log log;
  private static Admin admin;
  private static PlayedHistories played;
  private static EngineProcess engine;
  private static KafkaConsumer<byte[], byte[]> tail;
  private static long produced;
  private static long taken;
  private static int programs;
  private static String missing = "";

  @BeforeAll
  static void play() {
    Cluster cluster = Cluster.shared();
    log = new Log(cluster);
    admin = Admin.create(cluster.kafka());
    played = new PlayedHistories(cluster, PARTITIONS);
    TopicSetup.ensure(admin, PARTITIONS, (short) 1);
    TopicSetup.ensureIntake(admin, "agency", PARTITIONS, (short) 1);
    tail = tail(cluster);
    for (int i = 0; i < PROGRAMS; i++) {
      IN_ORDER.add(program());
    }
    statePortfolio(PORTFOLIOS.getFirst());
    List<Stage> stages = played.stages(IN_ORDER);
    Set<Integer> kills = kills(stages);
    Path state = directory.resolve("state");
    engine = EngineProcess.start(directory, state);
    int due = 0;
    int stopsLeft = STOPS;
    for (int s = 0, killed = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      long before = ends(IsolationLevel.READ_UNCOMMITTED);
      write(stage);
      due += kills.contains(s) ? 1 : 0;
      if (due > 0 && stage.inputs() > 1) {
        long moment = before + 1 + RANDOM.nextLong(stage.inputs());
        awaitEngine("begins stage " + s, () -> ends(IsolationLevel.READ_UNCOMMITTED) >= moment);
        engine.kill();
        // A kill between two transactions interrupts nothing; the next stage is killed instead.
        due -= ends(IsolationLevel.READ_COMMITTED) < ends(IsolationLevel.READ_UNCOMMITTED) ? 1 : 0;
        if (killed++ == 0) {
          // Until now its programs were counted without it.
          statePortfolio(PORTFOLIOS.getLast());
        } else {
          state = directory.resolve("state-after-" + killed);
        }
        write(played.crowd(IntStream.range(0, CROWD).mapToObj(_ -> program()).toList()));
        engine = EngineProcess.start(directory, state);
      } else if (stopsLeft > 0 && stage.inputs() > 1) {
        stopsLeft--;
        awaitEngine("begins stage " + s, () -> ends(IsolationLevel.READ_UNCOMMITTED) > before + 1);
        engine.stop();
        engine = EngineProcess.start(directory, state);
      }
      awaitEngine("takes all of stage " + s, () -> taken() >= produced);
    }
    assertThat(due).as(seeded("kills that interrupted no transaction")).isZero();
    Map<String, Contribution> contributed = newestContributed(read(Topics.TRAIL_PROGRAM));
    awaitEngine("counts what its programs come to", () -> isCounted(contributed));
    TRAILS.forEach(LiveEqualsReplayTest::read);
    engine.close();
  }

  private static KafkaConsumer<byte[], byte[]> tail(Cluster cluster) {
    Map<String, Object> settings = cluster.kafka();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(p -> new TopicPartition(Topics.TRAIL_PROGRAM, p))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static Program program() {
    int number = programs++;
    return Program.of(
        SEED * 1_000 + number, PORTFOLIOS.get(number % PORTFOLIOS.size()), "p" + number + "-");
  }

  private static void statePortfolio(String id) {
    log.write(Topics.PORTFOLIO_FACTS, id, portfolio(id).build());
    log.write(Topics.PORTFOLIO_GRANTS, id, costGrowthAtMost(id, 1).build());
  }

  /** Stages in whose middle the engine is killed: large ones, one in each part of the histories. */
  private static Set<Integer> kills(List<Stage> stages) {
    List<Integer> large =
        IntStream.range(1, stages.size())
            .filter(s -> stages.get(s).inputs() >= PROGRAMS)
            .boxed()
            .toList();
    Set<Integer> kills = new TreeSet<>();
    for (int k = 0; k < KILLS; k++) {
      int from = k * large.size() / KILLS;
      kills.add(large.get(from + RANDOM.nextInt((k + 1) * large.size() / KILLS - from)));
    }
    return kills;
  }

  private static void write(Stage stage) {
    played.write(stage);
    produced += stage.inputs();
  }

  private static void awaitEngine(String what, Callable<Boolean> done) {
    try {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(done);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          seeded("the engine never " + what + "; " + missing + "; " + engine), e);
    }
  }

  /** Inputs that the program trail has taken by now. */
  private static long taken() {
    taken += tail.poll(Duration.ofMillis(20)).count();
    return taken;
  }

  /** Of the program trail, all partitions together: above or below open transactions. */
  private static long ends(IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      latest.put(new TopicPartition(Topics.TRAIL_PROGRAM, partition), OffsetSpec.latest());
    }
    try {
      return admin
          .listOffsets(latest, new ListOffsetsOptions(isolation))
          .all()
          .get()
          .values()
          .stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Collection<List<TrailEntry>> read(String trail) {
    Map<Integer, List<TrailEntry>> entries =
        log.read(trail, TrailEntry.class).stream()
            .collect(
                groupingBy(entry -> entry.getPosition().getPartition(), TreeMap::new, toList()));
    ENTRIES.put(trail, entries);
    return entries.values();
  }

  /** The last word of every program, as the program trail has it. */
  private static Map<String, Contribution> newestContributed(Collection<List<TrailEntry>> trail) {
    Map<String, Contribution> newest = new TreeMap<>();
    trail.stream()
        .flatMap(List::stream)
        .flatMap(entry -> Outcomes.of(entry).stream())
        .forEach(outcome -> {
          if (outcome instanceof Contribution c && PORTFOLIOS.contains(c.getParentId())) {
            newest.put(c.getChildId(), c);
          }
        });
    return newest;
  }

  /** Whether the last word of every program was sent, and everything sent to portfolios taken. */
  private static boolean isCounted(Map<String, Contribution> contributed) {
    Map<String, Contribution> sent = new TreeMap<>();
    log.read(Topics.PORTFOLIO_CONTRIBUTIONS, Contribution.class)
        .forEach(c -> sent.put(c.getChildId(), c));
    Map<String, Integer> inputs =
        inputTopics(Topics.PORTFOLIO_INPUTS)
            .collect(Collectors.toMap(topic -> topic, topic -> log.records(topic).size()));
    int entries = read(Topics.TRAIL_PORTFOLIO).stream().mapToInt(List::size).sum();
    Set<String> unsent = new TreeSet<>(contributed.keySet());
    unsent.removeIf(child -> Objects.equals(contributed.get(child), sent.get(child)));
    missing =
        "%s are not sent; of the portfolios' inputs, %s, %d are taken"
            .formatted(unsent, inputs, entries);
    return unsent.isEmpty()
        && inputs.values().stream().mapToInt(Integer::intValue).sum() == entries;
  }

  private static Stream<String> inputTopics(Pattern inputs) {
    try {
      return admin.listTopics().names().get().stream().filter(inputs.asMatchPredicate()).sorted();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable open : new AutoCloseable[] {engine, tail, played, admin, log}) {
      try {
        if (open != null) {
          open.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Live equals replay; I2: the committed escalations are those that the fold comes to; I4. */
  @Test
  void whatWasRecordedAndSentIsWhatPlainFoldsComeTo() {
    InputReader reader =
        new InputReader(
            new RecordReader(new SchemaRegistry(Cluster.shared().registryUrl())), PARTITIONS);
    List<Escalation> derived = new ArrayList<>();
    for (String trail : TRAILS) {
      for (List<TrailEntry> partition : entries(trail)) {
        Refolded refolded = new Refolded(reader, played.inputs());
        try {
          partition.forEach(refolded::next);
        } catch (AssertionError e) {
          throw new AssertionError(seeded(String.valueOf(e.getMessage())), e);
        }
        derived.addAll(refolded.escalations());
      }
    }
    Map<String, List<Escalation>> committed =
        byNode(log.read(Topics.ESCALATIONS, Escalation.class));
    byNode(derived)
        .forEach((node, escalations) ->
            assertSame(
                "escalations of " + node, committed.getOrDefault(node, List.of()), escalations));
    assertThat(committed).as(seeded("nodes with escalations")).hasSameSizeAs(byNode(derived));
  }

  /** The order of one node's escalations is kept, because its id is their key. */
  private static Map<String, List<Escalation>> byNode(List<Escalation> escalations) {
    return escalations.stream().collect(groupingBy(Escalation::getNodeId, TreeMap::new, toList()));
  }

  /** I1, and more: nothing else is in the trail, and each topic's order is kept. */
  @Test
  void everyRecordOfAnInputTopicIsInTheTrailOnceInItsOrderWithItsBytes() {
    Map<String, Pattern> inputs =
        Map.of(
            Topics.TRAIL_PROGRAM, Topics.PROGRAM_INPUTS,
            Topics.TRAIL_PORTFOLIO, Topics.PORTFOLIO_INPUTS);
    inputs.forEach((trail, topics) -> {
      Map<String, List<Lying>> taken =
          entries(trail).stream()
              .flatMap(List::stream)
              .map(Lying::of)
              .collect(groupingBy(Lying::topicAndPartition, TreeMap::new, toList()));
      Map<String, List<Lying>> lying =
          inputTopics(topics)
              .flatMap(topic -> log.records(topic).stream())
              .map(Lying::of)
              .collect(groupingBy(Lying::topicAndPartition, TreeMap::new, toList()));
      assertThat(taken).as(seeded(trail)).containsOnlyKeys(lying.keySet());
      taken.forEach(
          (where, records) -> assertSame(where, records, requireNonNull(lying.get(where))));
    });
  }

  /** A record of an input topic, as it lies there or stands in the trail. */
  private record Lying(Place place, ByteBuffer bytes) {
    static Lying of(TrailEntry e) {
      return new Lying(
          new Place(e.getInputTopic(), e.getInputPartition(), e.getInputOffset()),
          e.getInputBytes());
    }

    static Lying of(ConsumerRecord<byte[], byte[]> r) {
      return new Lying(new Place(r.topic(), r.partition(), r.offset()), ByteBuffer.wrap(r.value()));
    }

    String topicAndPartition() {
      return place.topic() + "-" + place.partition();
    }
  }

  /** Else the other laws would say nothing of it. */
  @Test
  void aStartGoesOnFromWhatAStopLeftOnDisk() {
    assertThat(engine.said(Pattern.compile("stands at entry (\\d+), (\\d+) of them on disk")))
        .as(seeded("what an engine said when it started"))
        .anyMatch(said -> Long.parseLong(said.group(2)) > 0);
  }

  /** Else the other laws would say nothing of snapshots. */
  @Test
  void enginesBeganWithASnapshotAndWithWhatCameSince() {
    assertThat(engine.said(Pattern.compile("stands at entry (\\d+), (\\d+) of them in a snapshot")))
        .as(seeded(String.valueOf(engine)))
        .anyMatch(said ->
            Long.parseLong(said.group(2)) > 0
                && Long.parseLong(said.group(2)) < Long.parseLong(said.group(1)));
  }

  @Test
  void anEventIsAcceptedAtMostOnce() {
    List<String> accepted =
        entries(Topics.TRAIL_PROGRAM).stream()
            .flatMap(List::stream)
            .filter(entry -> entry.getAccepted() && entry.getInputType() != InputType.TICK)
            .map(TrailEntry::getEventId)
            .toList();

    assertThat(accepted).as(seeded("accepted")).doesNotHaveDuplicates();
  }

  @Test
  void aHistoryThatWasPlayedInOrderIsTakenInOrder() {
    Set<Integer> partitions = new TreeSet<>();
    for (Program program : IN_ORDER) {
      int partition = Topics.partitionOf(program.id().getBytes(UTF_8), PARTITIONS);
      partitions.add(partition);
      Set<Input> own = Collections.newSetFromMap(new IdentityHashMap<>());
      own.addAll(program.history());

      List<Input> taken =
          requireNonNull(requireNonNull(ENTRIES.get(Topics.TRAIL_PROGRAM)).get(partition)).stream()
              .map(entry -> played.inputs().get(Lying.of(entry).place()))
              .filter(own::contains)
              .toList();

      assertSame(program.id(), taken, program.history());
    }
    assertThat(partitions).as(seeded("partitions in use")).hasSize(PARTITIONS);
  }

  private static Collection<List<TrailEntry>> entries(String trail) {
    return requireNonNull(ENTRIES.get(trail)).values();
  }

  /** Shows the first difference alone. */
  private static void assertSame(String what, List<?> found, List<?> expected) {
    for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
      assertThat(found.get(i)).as(seeded(what + ", number " + (i + 1))).isEqualTo(expected.get(i));
    }
    assertThat(found.size()).as(seeded(what + ", how many")).isEqualTo(expected.size());
  }

  private static String seeded(String what) {
    return "%s (-Dplimsoll.replay.seed=%d -Dplimsoll.replay.programs=%d -Dplimsoll.replay.kills=%d)"
        .formatted(what, SEED, PROGRAMS, KILLS);
  }
}
