package org.plimsoll.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.plimsoll.testkit.Events.costGrowthAtMost;
import static org.plimsoll.testkit.Events.portfolio;
import static org.plimsoll.testkit.Events.program;
import static org.plimsoll.testkit.Events.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.schema.Escalation;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.testkit.Agency;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.testkit.Log;
import org.plimsoll.wire.TopicSetup;
import org.plimsoll.wire.Topics;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What an agency that does not use Java relies on, shown with Confluent's JavaScript client and
 * kafkajs. Skipped where there is no Node, or its packages cannot be had.
 */
class ContractTest {
  private static final int PARTITIONS = 4;
  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path WORK = Path.of("target/js");
  private static final Path CLIENT_README = Path.of("../../events/client/README.md");
  private static final Pattern JAVASCRIPT =
      Pattern.compile("```javascript\n(.*?)```", Pattern.DOTALL);
  private static final int INSTALL_SECONDS = 300;
  private static final int RUN_SECONDS = 60;

  @TempDir static Path state;
  private static Agency agency;
  private static Log log;
  private static ConfigurableApplicationContext engine;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(run(RUN_SECONDS, Map.of(), "node", "--version").exit == 0, "there is no Node");
    installPackages();
    Cluster cluster = Cluster.shared();
    assumeTrue(cluster.broker().isPresent(), "nobody signs in to the container");
    log = new Log(cluster);
    try (Admin admin = Admin.create(cluster.kafka())) {
      TopicSetup.ensure(admin, PARTITIONS, (short) 1);
    }
    agency = Agency.admit(cluster, "mlsp", PARTITIONS);
    engine = EngineTest.run(state);
    log.write(Topics.PORTFOLIO_FACTS, "plan", portfolio("plan").build());
    log.write(Topics.PROGRAM_FACTS, "enbek", program("enbek", "plan").build());
    var finish = LocalDate.of(2026, 6, 30);
    var school = project("school-17", "enbek", "mlsp", 100_000_00L, finish);
    log.write(Topics.PROGRAM_FACTS, "enbek", school.build());
    log.write(Topics.PROGRAM_GRANTS, "enbek", costGrowthAtMost("school-17", 10).build());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> log.read(Topics.TRAIL_PROGRAM, TrailEntry.class).size() >= 3);
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
    }
    if (log != null) {
      log.close();
    }
  }

  /** Once for each lock file; later runs find what is there. */
  private static void installPackages() throws Exception {
    Files.createDirectories(WORK);
    Path lock = SCRIPTS.resolve("package-lock.json");
    Path installed = WORK.resolve("installed-lock.json");
    for (String script :
        List.of("package.json", "package-lock.json", "incompatible.js", "partitions.js")) {
      Files.copy(
          SCRIPTS.resolve(script), WORK.resolve(script), StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
      return;
    }
    Run npm =
        run(INSTALL_SECONDS, Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    assumeTrue(npm.exit == 0, "npm cannot install the packages: " + npm.output);
    Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
  }

  private record Run(int exit, String output) {}

  private static Run run(int seconds, Map<String, String> environment, String... command)
      throws Exception {
    Path output = Files.createTempFile("contract", ".output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    if (Files.exists(WORK)) {
      builder.directory(WORK.toFile());
    }
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      process.destroyForcibly();
      return new Run(ended ? process.exitValue() : -1, Files.readString(output));
    } catch (IOException e) {
      return new Run(-1, String.valueOf(e.getMessage()));
    } finally {
      Files.delete(output);
    }
  }

  private static Run node(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    Cluster cluster = Cluster.shared();
    return run(
        RUN_SECONDS,
        Map.of(
            "PLIMSOLL_KAFKA", String.valueOf(cluster.kafka().get("bootstrap.servers")),
            "PLIMSOLL_REGISTRY", cluster.registryUrl(),
            "PLIMSOLL_AGENCY", agency.id(),
            "PLIMSOLL_TOKEN", agency.token()),
        command.toArray(String[]::new));
  }

  @Test
  void whatConfluentsJavaScriptClientPublishesIsWeighedLikeAnyOther() throws Exception {
    Matcher example = JAVASCRIPT.matcher(Files.readString(CLIENT_README));
    assertThat(example.find()).isTrue();
    Files.writeString(WORK.resolve("publish.js"), example.group(1));

    Run published = node("publish.js");

    assertThat(published.exit).as(published.output).isZero();
    String eventId = published.output.strip();
    TrailEntry entry =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    log.read(Topics.TRAIL_PROGRAM, TrailEntry.class).stream()
                        .filter(found -> eventId.equals(found.getEventId()))
                        .findFirst()
                        .orElse(null),
                found -> found != null);
    assertThat(entry.getAccepted()).as(entry.toString()).isTrue();
    assertThat(entry.getSender()).isEqualTo("mlsp");
    List<Escalation> delivered =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> log.read(Topics.ESCALATIONS, Escalation.class), all -> !all.isEmpty());
    assertThat(delivered)
        .extracting(
            Escalation::getNodeId, Escalation::getDeliveredTo, Escalation::getDeliveredToLevel)
        .containsExactly(tuple("school-17", "enbek", Level.PROGRAM));
  }

  @Test
  void anIncompatibleSchemaGetsTheRegistrysRefusal() throws Exception {
    Run refused = node("incompatible.js");

    assertThat(refused.output).startsWith("409 ").contains("ncompatible");
  }

  @Test
  void kafkajsPlacesEveryKeyWhereTheEngineLooksForIt() throws Exception {
    List<String> keys = IntStream.range(0, 500).mapToObj(i -> "Program_" + i * i + ".x-y").toList();
    List<String> arguments = new ArrayList<>(List.of("partitions.js"));
    arguments.addAll(keys);

    Run chosen = node(arguments.toArray(String[]::new));

    assertThat(chosen.output.lines().map(Integer::valueOf))
        .containsExactlyElementsOf(
            keys.stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .map(key -> Topics.partitionOf(key, PARTITIONS))
                .toList());
  }
}
