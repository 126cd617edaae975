package org.plimsoll.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.plimsoll.testkit.Events.costForecast;
import static org.plimsoll.testkit.Events.costGrowthAtMost;
import static org.plimsoll.testkit.Events.portfolio;
import static org.plimsoll.testkit.Events.program;
import static org.plimsoll.testkit.Events.project;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.schema.AnswerWithin;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.ExceptionChange;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.InputType;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.Refused;
import org.plimsoll.schema.SupportCalendar;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceTerms;
import org.plimsoll.schema.ToleranceUnit;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Log;
import org.plimsoll.wire.Outcomes;
import org.plimsoll.wire.SchemaRegistry;
import org.plimsoll.wire.TickWriter;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The engine on a real broker and a real registry. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EngineTest {
  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 31);
  private static final LocalDate FINISH = LocalDate.of(2021, 6, 30);
  private static final int PARTITIONS = 4;

  @TempDir static Path state;
  private static Log log;
  private static ConfigurableApplicationContext engine;

  @BeforeAll
  static void start() {
    Cluster cluster = Cluster.shared();
    log = new Log(cluster);
    try (Admin admin = Admin.create(cluster.kafka())) {
      TopicSetup.ensure(admin, PARTITIONS, (short) 1);
      for (String agency : List.of("mlsp", "akimat")) {
        TopicSetup.ensureIntake(admin, agency, PARTITIONS, (short) 1);
      }
    }
    engine = run(state);
    log.write(Topics.PORTFOLIO_FACTS, "plan", portfolio("plan").build());
    log.write(Topics.PROGRAM_FACTS, "enbek", program("enbek", "plan").build());
    log.write(
        Topics.PROGRAM_FACTS, "enbek", project("school", "enbek", "mlsp", 1000, FINISH).build());
    log.write(Topics.PROGRAM_GRANTS, "enbek", costGrowthAtMost("school", 10).build());
    log.write(Topics.PROGRAM_GRANTS, "enbek", costGrowthAtMost("enbek", 5).build());
    log.write(Topics.PORTFOLIO_GRANTS, "plan", costGrowthAtMost("plan", 2).build());
    awaitEntries(Topics.TRAIL_PROGRAM, 4);
  }

  static ConfigurableApplicationContext run(Path state) {
    return new SpringApplicationBuilder(EscalationApplication.class)
        .run(
            settings(state).entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  /** Of an engine that meets the shared cluster, and no clock. */
  static Map<String, Object> settings(Path state) {
    Cluster cluster = Cluster.shared();
    Map<String, Object> settings = new HashMap<>();
    cluster
        .kafka()
        .forEach((name, value) ->
            settings.put(
                name.equals("bootstrap.servers")
                    ? "spring.kafka.bootstrap-servers"
                    : "spring.kafka.properties." + name,
                value));
    settings.put("spring.config.name", "escalation");
    settings.put("server.port", 0);
    settings.put("plimsoll.registry.url", cluster.registryUrl());
    settings.put("plimsoll.escalation.state-dir", state.toString());
    settings.put("plimsoll.escalation.instance-id", "test");
    settings.put("plimsoll.escalation.tick-every", "0s");
    settings.put("plimsoll.escalation.look-at-trail-every", "200ms");
    // So that short histories have one.
    settings.put("plimsoll.escalation.snapshot-after", 5);
    return settings;
  }

  @AfterAll
  static void stop() {
    engine.close();
    log.close();
  }

  private static List<TrailEntry> trail(String topic) {
    return log.read(topic, TrailEntry.class);
  }

  private static void awaitEntries(String topic, int atLeast) {
    await().atMost(Duration.ofSeconds(60)).until(() -> trail(topic).size() >= atLeast);
  }

  private static TrailEntry awaitEntryOf(String eventId) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                trail(Topics.TRAIL_PROGRAM).stream()
                    .filter(entry -> eventId.equals(entry.getEventId()))
                    .findFirst()
                    .orElse(null),
            entry -> entry != null);
  }

  private static Refused refusalOf(TrailEntry entry) {
    assertThat(entry.getAccepted()).isFalse();
    return (Refused)
        Outcomes.of(entry).stream().filter(Refused.class::isInstance).findFirst().orElseThrow();
  }

  @Test
  @Order(1)
  void aCrossedToleranceTravelsFromProjectToProgramToPortfolio() {
    var status = costForecast("school", JANUARY, 1200).build();
    log.write(Topics.intake("mlsp"), "enbek", status);

    List<Escalation> delivered =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> log.read(Topics.ESCALATIONS, Escalation.class), all -> all.size() >= 3);

    assertThat(delivered)
        .extracting(
            Escalation::getNodeId, Escalation::getDeliveredTo, Escalation::getDeliveredToLevel)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("school", "enbek", Level.PROGRAM),
            org.assertj.core.groups.Tuple.tuple("enbek", "plan", Level.PORTFOLIO),
            org.assertj.core.groups.Tuple.tuple("plan", "plan", Level.PORTFOLIO));
    assertThat(delivered)
        .extracting(e -> e.getExceptionChanged().getChange())
        .containsOnly(ExceptionChange.RAISED);
    TrailEntry entry = awaitEntryOf(status.getEventId());
    assertThat(entry.getSender()).isEqualTo("mlsp");
    assertThat(entry.getInForce()).hasSize(2);
    assertThat(entry.getInputSchemaSha256()).hasSize(64);
  }

  @Test
  @Order(2)
  void whatCannotBeTakenStandsInTheTrailAsRefusedAndTheNextGoodEventIsWeighed() {
    byte[] random = new byte[500];
    new Random(7).nextBytes(random);
    String topic = Topics.intake("mlsp");
    log.writeBytes(topic, "enbek", random);
    random[0] = 0;
    log.writeBytes(topic, "enbek", random);
    log.writeBytes(topic, "enbek", new byte[0]);
    byte[] truncated = {0, 0, 0, 0, 1, 4, 'x'};
    log.writeBytes(topic, "enbek", truncated);
    log.write(topic, "enbek", costForecast("nowhere", JANUARY, 1).build());
    log.write(topic, "wrong-key", costForecast("school", JANUARY, 1).setEventId("key").build());
    log.write(
        Topics.intake("akimat"),
        "enbek",
        costForecast("school", JANUARY, 1).setEventId("owner").build());
    log.write(topic, "enbek", costForecast("school", JANUARY, -1).setEventId("negative").build());
    log.write(
        topic,
        "enbek",
        costForecast("school", JANUARY, Long.MAX_VALUE).setEventId("overflow").build());
    log.write(
        topic,
        "enbek",
        costForecast("school", JANUARY, 1).setEventId("currency").setCurrency("USD").build());
    log.write(
        topic,
        "enbek",
        costForecast("school", LocalDate.of(2190, 1, 1), 1).setEventId("future").build());
    log.write(
        Topics.PROGRAM_FACTS, "nobody", project("orphan", "nobody", "mlsp", 1, FINISH).build());
    log.write(Topics.PROGRAM_FACTS, "self", program("self", "self").build());
    var good = costForecast("school", JANUARY.plusMonths(1), 1000).build();
    log.write(topic, "enbek", good);

    assertThat(awaitEntryOf(good.getEventId()).getAccepted()).isTrue();
    assertThat(refusalOf(awaitEntryOf("status-nowhere-2020-01-31")).getReason())
        .isEqualTo("UNKNOWN_NODE");
    assertThat(refusalOf(awaitEntryOf("owner")).getReason()).isEqualTo("NOT_OWNER");
    assertThat(refusalOf(awaitEntryOf("negative")).getReason()).isEqualTo("NEGATIVE_AMOUNT");
    assertThat(refusalOf(awaitEntryOf("overflow")).getReason()).isEqualTo("OUT_OF_BOUNDS");
    assertThat(refusalOf(awaitEntryOf("currency")).getExpected()).isEqualTo("KZT");
    assertThat(refusalOf(awaitEntryOf("future")).getReason()).isEqualTo("FUTURE_DATA_DATE");
    assertThat(refusalOf(awaitEntryOf("facts-orphan")).getReason()).isEqualTo("UNKNOWN_PARENT");
    assertThat(refusalOf(awaitEntryOf("facts-self")).getReason()).isEqualTo("CYCLE");
    assertThat(refusalOf(awaitEntryOf("key")).getReason()).isIn("WRONG_KEY", "UNKNOWN_NODE");
    List<TrailEntry> unreadable =
        trail(Topics.TRAIL_PROGRAM).stream()
            .filter(entry -> entry.getInputType() == InputType.UNREADABLE)
            .toList();
    assertThat(unreadable).hasSize(4);
    assertThat(unreadable)
        .extracting(entry -> refusalOf(entry).getReason())
        .contains("MALFORMED", "UNKNOWN_SCHEMA");
    assertThat(unreadable)
        .extracting(TrailEntry::getInputBytes)
        .contains(ByteBuffer.wrap(truncated));
  }

  @Test
  @Order(3)
  void theSameEventTwiceChangesNothing() {
    var status = costForecast("school", JANUARY.plusMonths(2), 1300).setEventId("twice").build();
    log.write(Topics.intake("mlsp"), "enbek", status);
    log.write(Topics.intake("mlsp"), "enbek", status);
    log.write(
        Topics.intake("mlsp"),
        "enbek",
        costForecast("school", JANUARY.plusMonths(2), 9999).setEventId("twice").build());

    List<TrailEntry> entries =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    trail(Topics.TRAIL_PROGRAM).stream()
                        .filter(entry -> "twice".equals(entry.getEventId()))
                        .toList(),
                found -> found.size() == 3);

    assertThat(entries).filteredOn(TrailEntry::getAccepted).hasSize(1);
    assertThat(refusalOf(entries.get(1)).getReason()).isEqualTo("REPEATED");
    assertThat(refusalOf(entries.get(2)).getReason()).isEqualTo("EVENT_ID_REUSED");
  }

  @Test
  @Order(4)
  void anEngineGoesOnFromItsSnapshotWhereItWasAndTheTrailStaysDense() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !log.records(Topics.PROGRAM_STANDINGS).isEmpty());
    engine.close();
    deleteWhatItLeft();
    var status = costForecast("school", JANUARY.plusMonths(3), 1000).build();
    log.write(Topics.intake("mlsp"), "enbek", status);
    engine = run(state);

    TrailEntry entry = awaitEntryOf(status.getEventId());

    assertThat(Outcomes.of(entry))
        .filteredOn(ExceptionChanged.class::isInstance)
        .extracting(o -> ((ExceptionChanged) o).getChange())
        .containsOnly(ExceptionChange.CLEARED);
    for (String topic : List.of(Topics.TRAIL_PROGRAM, Topics.TRAIL_PORTFOLIO)) {
      Map<Integer, List<Long>> sequences =
          trail(topic).stream()
              .collect(
                  Collectors.groupingBy(
                      e -> e.getPosition().getPartition(),
                      Collectors.mapping(e -> e.getPosition().getSequence(), Collectors.toList())));
      sequences
          .values()
          .forEach(found -> {
            for (int i = 0; i < found.size(); i++) {
              assertThat(found.get(i)).isEqualTo(i + 1L);
            }
          });
    }
  }

  @Test
  @Order(5)
  void anEngineThatFindsNoSnapshotGoesOnFromItsTrail() throws Exception {
    engine.close();
    deleteWhatItLeft();
    deleteSnapshots();
    var status = costForecast("school", JANUARY.plusMonths(4), 1000).build();
    log.write(Topics.intake("mlsp"), "enbek", status);
    engine = run(state);

    assertThat(awaitEntryOf(status.getEventId()).getAccepted()).isTrue();
    // Known only if the trail was read from its beginning.
    var repeated = costForecast("school", JANUARY.plusMonths(4), 1000).build();
    log.write(Topics.intake("mlsp"), "enbek", repeated);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            trail(Topics.TRAIL_PROGRAM).stream()
                .filter(entry -> status.getEventId().equals(entry.getEventId()))
                .filter(entry -> !entry.getAccepted())
                .anyMatch(entry -> refusalOf(entry).getReason().equals("REPEATED")));
  }

  private static void deleteWhatItLeft() {
    List<Path> files =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> state.resolve("standings/program-" + partition))
            .toList();
    assertThat(files).allMatch(Files::exists);
    files.forEach(file -> file.toFile().delete());
  }

  private static void deleteSnapshots() throws Exception {
    try (Admin admin = Admin.create(Cluster.shared().kafka())) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        latest.put(new TopicPartition(Topics.PROGRAM_STANDINGS, partition), OffsetSpec.latest());
      }
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      admin
          .listOffsets(latest)
          .all()
          .get()
          .forEach(
              (partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
      // A compacted topic forgets records only while it may delete, too.
      ConfigResource topic =
          new ConfigResource(ConfigResource.Type.TOPIC, Topics.PROGRAM_STANDINGS);
      cleanup(admin, topic, "compact,delete");
      admin.deleteRecords(all).all().get();
      cleanup(admin, topic, "compact");
    }
  }

  private static void cleanup(Admin admin, ConfigResource topic, String policy) throws Exception {
    set(admin, topic, "cleanup.policy", policy);
  }

  private static void set(Admin admin, ConfigResource topic, String setting, String value)
      throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                topic,
                List.of(
                    new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  @Test
  @Order(6)
  void aTrailThatIsLetForgetIsSaidWhileTheEngineRunsAndNoEngineStartsOnIt() throws Exception {
    try (Admin admin = Admin.create(Cluster.shared().kafka())) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.TRAIL_PROGRAM);
      set(admin, topic, "retention.ms", "86400000");
      awaitTrail(Status.DOWN);
      assertThat(engine.getBean(KeptTrail.class).health().getDetails())
          .containsEntry(
              "topic",
              "topic plimsoll.trail.program has retention.ms=86400000 - expected -1: what"
                  + " forgets proves nothing");
      assertThatThrownBy(() -> run(state.resolve("another")))
          .hasStackTraceContaining(
              "plimsoll.trail.program has retention.ms=86400000 - expected -1");
      set(admin, topic, "retention.ms", "-1");
      awaitTrail(Status.UP);

      ConfigResource portfolios =
          new ConfigResource(ConfigResource.Type.TOPIC, Topics.TRAIL_PORTFOLIO);
      cleanup(admin, portfolios, "compact");
      assertThatThrownBy(() -> TopicSetup.ensure(admin, PARTITIONS, (short) 1))
          .hasMessage(
              "topic plimsoll.trail.portfolio has cleanup.policy=compact - expected delete: what"
                  + " forgets proves nothing");
      cleanup(admin, portfolios, "delete");
      awaitTrail(Status.UP);
    }
  }

  private static void awaitTrail(Status status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> engine.getBean(KeptTrail.class).health().getStatus().equals(status));
  }

  @Test
  @Order(7)
  void anAgencyThatJoinsLaterIsHeard() {
    try (Admin admin = Admin.create(Cluster.shared().kafka())) {
      TopicSetup.ensureIntake(admin, "latecomer", PARTITIONS, (short) 1);
    }
    log.write(
        Topics.PROGRAM_FACTS, "enbek", project("late", "enbek", "latecomer", 10, FINISH).build());
    var status = costForecast("late", JANUARY, 10).build();
    log.write(Topics.intake("latecomer"), "enbek", status);

    assertThat(awaitEntryOf(status.getEventId()).getAccepted()).isTrue();
  }

  @Test
  @Order(8)
  void aSchemaThatEarlierReadersCouldNotReadIsRefusedByTheRegistry() {
    SchemaRegistry registry = new SchemaRegistry(Cluster.shared().registryUrl());
    var changed =
        new org.apache.avro.Schema.Parser()
            .parse(
                org.plimsoll.schema.StatusChange.getClassSchema()
                    .toString()
                    .replaceFirst(
                        "\"name\":\"dataDate\",\"type\":\\{[^}]*\\}",
                        "\"name\":\"dataDate\",\"type\":\"string\""));

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> registry.register(Topics.intake("mlsp") + "-value", changed))
        .isInstanceOf(SchemaRegistry.IncompatibleSchemaException.class);
  }

  @Test
  @Order(9)
  void aSilentSourceIsAnExceptionThatGoesUpWhenNobodyAnswers() {
    ToleranceGrant silence =
        ToleranceGrant.newBuilder(costGrowthAtMost("school", 45).build())
            .setEventId("grant-silence-school")
            .setToleranceId("silence")
            .setMeasure(Measure.SILENCE)
            .setUnit(ToleranceUnit.DAYS)
            .setTerms(
                ToleranceTerms.newBuilder()
                    .setAnswerWithin(new AnswerWithin(24, SupportCalendar.ALWAYS))
                    .build())
            .build();
    log.write(Topics.PROGRAM_GRANTS, "enbek", silence);
    awaitEntryOf(silence.getEventId());
    Instant late = JANUARY.plusMonths(6).atStartOfDay(ZoneOffset.UTC).toInstant();
    try (TickWriter ticks =
        new TickWriter(
            Cluster.shared().kafka(),
            new SchemaRegistry(Cluster.shared().registryUrl()),
            PARTITIONS)) {
      ticks.write(late);
      ticks.write(late.plus(Duration.ofHours(25)));
    }

    Escalation passedUp =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    log.read(Topics.ESCALATIONS, Escalation.class).stream()
                        .filter(e -> e.getExceptionPassedUp() != null)
                        .findFirst()
                        .orElse(null),
                e -> e != null);

    assertThat(passedUp.getDeliveredTo()).isEqualTo("plan");
    assertThat(passedUp.getDeliveredToLevel()).isEqualTo(Level.PORTFOLIO);
    assertThat(passedUp.getExceptionPassedUp().getExceptionId()).isEqualTo("school~silence~1");
    assertThat(trail(Topics.TRAIL_PROGRAM))
        .filteredOn(entry -> entry.getInputType() == InputType.TICK)
        .hasSize(2 * PARTITIONS);

    // A report ends the silence, and everyone who was told of it hears so.
    log.write(
        Topics.intake("mlsp"),
        "enbek",
        costForecast("school", JANUARY.plusMonths(6).plusDays(1), 1000).build());
    assertThat(
            await()
                .atMost(Duration.ofSeconds(60))
                .until(
                    () ->
                        log.read(Topics.ESCALATIONS, Escalation.class).stream()
                            .filter(e -> isOf(e.getExceptionChanged(), "school~silence~1"))
                            .filter(
                                e -> e.getExceptionChanged().getChange() == ExceptionChange.CLEARED)
                            .toList(),
                    cleared -> cleared.size() == 2))
        .extracting(Escalation::getDeliveredTo, Escalation::getDeliveredToLevel)
        .containsExactly(tuple("enbek", Level.PROGRAM), tuple("plan", Level.PORTFOLIO));
  }

  private static boolean isOf(@Nullable ExceptionChanged change, String exceptionId) {
    return change != null && change.getExceptionId().equals(exceptionId);
  }
}
