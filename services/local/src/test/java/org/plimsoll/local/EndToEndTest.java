package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plimsoll.processes.Login;
import org.plimsoll.verify.Failure;
import org.plimsoll.wire.Topics;

/** The whole of it in real processes: broker, registry, database, services, command line. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class EndToEndTest {
  private static final Duration START = Duration.ofMinutes(8);

  private static final String MAPPING =
      """
      portfolio: { id: works, name: Public works }
      currency: KZT
      source: a test
      dates: yyyy-MM-dd
      amounts: { unit: whole, rounding: half-up }
      columns:
        project: Id
        name: Name
        program: Program
        agency: Agency
        data-date: Date
        cost-forecast: Forecast
      baseline: first-reported
      tolerances:
        projects:
          - { id: cost, kind: COST, measure: COST_GROWTH_ORIGINAL, at-most: 10 % }
      """;

  @TempDir private Path directory = Path.of("");
  private final List<Cli.Running> started = new ArrayList<>();

  @AfterEach
  void nothingStaysBehind() {
    started.forEach(running -> running.process().destroyForcibly());
  }

  @Test
  void aKillInTheMiddleOfAnImportLosesNothingAndTakesNothingTwice()
      throws IOException, SQLException {
    Cli cli = new Cli(directory.resolve("data"));
    Path mapping = Files.writeString(directory.resolve("works.yaml"), MAPPING);
    Histories few = new Histories("few", 4, 24);
    Histories many = new Histories("many", 40, 400);
    String rules = "--mapping=" + mapping;

    Cli.Running up = up(cli);
    assertThat(cli.run("import", few.write(directory).toString(), rules).exitCode()).isZero();
    assertThat(exceptions(cli)).containsExactlyInAnyOrderElementsOf(few.episodes());
    assertThat(cli.run("exceptions", "--attention").exitCode()).isEqualTo(3);
    Cli.Result second = cli.run("up");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains("already running", "process " + up.process().pid());
    assertThat(Files.getPosixFilePermissions(cli.dataDir().resolve("secrets/operator-token")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Path file = many.write(directory);
    List<ProcessHandle> children = cli.children();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3);
    Cli.Running importing = cli.start("import", file.toString(), rules);
    started.add(importing);
    await().atMost(START).until(() -> weighsSomeOf(cli, "many-0"));
    up.kill();
    assertThat(importing.await().exitCode()).isEqualTo(1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));

    up(cli);
    Cli.Result again = cli.run("import", file.toString(), rules);
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    Set<String> expected = new TreeSet<>(few.episodes());
    expected.addAll(many.episodes());
    assertThat(exceptions(cli)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(cli.run("import", file.toString(), rules).out())
        .contains("16,000 rows: 0 published");
    assertThat(exceptions(cli)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(cli.run("status").out()).contains("Running", "lag        none");

    thePolicyInForceWouldHaveToldTheSame(cli, expected.size());
    aPartIsDerivedAgainAndTold(cli, few);
    Cli.Result granted = cli.run("policy", "grant", "uk-gmpp", "--node=few-0", "--node=few-1");
    assertThat(granted.exitCode()).as(granted.out() + granted.err()).isZero();
    assertThat(granted.out())
        .containsPattern("few-0 +uk-gmpp-variance +taken as version 1")
        .contains("2 nodes: 2 tolerances taken, 0 unchanged, 0 refused.");
    assertThat(cli.run("policy", "grant", "uk-gmpp", "--node=few-0", "--node=few-1").out())
        .contains("2 nodes: 0 tolerances taken, 2 unchanged, 0 refused. Nothing changed.");
    Cli.Result refused = cli.run("policy", "grant", "prince2", "--node=few-0");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.out())
        .containsPattern("few-0 +prince2-time +taken as version 1")
        .containsPattern(
            "few-0 +prince2-scope +refused: indicatorId: scope - expected an indicator of the"
                + " node's facts \\(UNKNOWN_INDICATOR\\)");
    whatWasWeighedCanBeVerifiedElsewhere(cli);
  }

  private void thePolicyInForceWouldHaveToldTheSame(Cli cli, int exceptions) throws IOException {
    Path policy =
        Files.writeString(
            directory.resolve("in-force.yaml"),
            """
            name: what the mapping grants
            source: test
            granted by: law
            reason: test
            applies to: every project
            tolerances:
              - id: cost
                kind: cost
                measure: cost growth over original baseline
                limit: at most +10 %
            """);
    Cli.Result same = cli.run("backtest", "--policy=" + policy, "--json");
    assertThat(same.exitCode()).as(same.out() + same.err()).isZero();
    JsonNode counted = Http.parse(same.out()).path("exceptions");
    assertThat(counted.path("recorded").asInt()).isEqualTo(exceptions);
    assertThat(counted.path("same").asInt()).isEqualTo(exceptions);
    assertThat(counted.path("candidate").asInt()).isEqualTo(exceptions);

    Cli.Result unknown = cli.run("backtest", "--policy=" + policy, "--node=few-x");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("--node: few-x - expected a node", "nearest: 'few-");

    Cli.Result curve = cli.run("backtest", "--policy=" + policy, "--sweep=cost.limit=8..12:2");
    assertThat(curve.exitCode()).as(curve.out() + curve.err()).isZero();
    assertThat(curve.out())
        .contains("cost.limit")
        .containsPattern("recorded +%,d ".formatted(exceptions));
    aBacktestsUserCannotWrite(cli);
  }

  private static void aPartIsDerivedAgainAndTold(Cli cli, Histories few) {
    Cli.Result part = cli.run("replay", "--node=few-0");
    assertThat(part.exitCode()).as(part.out() + part.err()).isZero();
    assertThat(part.out()).contains("no difference").doesNotContain("few-1");
    assertThat(part.out().lines().filter(line -> line.contains("status of few-0 as of ")))
        .hasSize(few.reports())
        .allMatch(line -> line.matches("program \\d+ \\d+  known \\S+Z  status of few-0 .*"));
    long raised = few.episodes().stream().filter(each -> each.startsWith("few-0 ")).count();
    assertThat(part.out().lines().filter(line -> line.contains(" raised: cost growth")))
        .hasSize((int) raised);

    Cli.Result unknown = cli.run("replay", "--exception=few-0~cost~99");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err())
        .contains(
            "--exception: few-0~cost~99 - expected the id of an exception", "nearest: 'few-0");
  }

  private static void aBacktestsUserCannotWrite(Cli cli) {
    Instance instance = Instance.find(new Home(cli.dataDir())).orElseThrow();
    java.util.Map<String, Object> settings =
        Login.clientConfig(
            "127.0.0.1:" + instance.addresses().kafka(),
            Access.LOG,
            Secrets.of(new Home(cli.dataDir())).kafka(Access.LOG));
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String topic : List.of(Topics.TRAIL_PROGRAM, Topics.PROGRAM_GRANTS)) {
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[] {1})).get())
            .hasCauseInstanceOf(AuthorizationException.class);
      }
    }
  }

  private void whatWasWeighedCanBeVerifiedElsewhere(Cli cli) throws IOException, SQLException {
    Path export = directory.resolve("export");
    Cli.Result checkpoint = cli.run("audit", "checkpoint");
    assertThat(checkpoint.exitCode()).as(checkpoint.err()).isZero();
    Path kept = Files.writeString(directory.resolve("kept.txt"), checkpoint.out());
    Cli.Result receipt = cli.run("audit", "receipt", "program", "0", "1");
    assertThat(receipt.exitCode()).as(receipt.err()).isZero();
    Path receiptFile = Files.writeString(directory.resolve("receipt.txt"), receipt.out());
    String key = cli.run("audit", "key").out().strip();
    assertThat(cli.run("audit", "key", "--all").out()).isEqualTo(key + "\n");
    Cli.Result written = cli.run("export", export.toString());
    assertThat(written.exitCode()).as(written.out() + written.err()).isZero();
    assertThat(written.out())
        .containsPattern("([0-9,]+) new entries, \\1 in all, up to checkpoint");
    Cli.Result before = cli.run("state", export.toString(), "--at=1999-12-31");
    assertThat(before.exitCode()).isZero();
    assertThat(before.out())
        .containsPattern("nothing was known yet at 1999-12-31; .* is known since 20[0-9]{2}-");

    String[] everything = {
      "verify",
      export.toString(),
      "--key=" + key,
      "--checkpoint=" + kept,
      "--receipt=" + receiptFile,
      "--keep-states",
      "--states-every=1000"
    };
    Cli.Result verified = cli.run(everything);
    assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out())
        .contains("everything that was checked holds")
        .containsPattern("[1-9][0-9]* states kept in ")
        .doesNotContain("not checked");
    Cli.Result stood =
        cli.run("state", export.toString(), "--at=2100-01-01T00:00:00+05:00", "--node=few-0");
    assertThat(stood.exitCode()).as(stood.out() + stood.err()).isZero();
    assertThat(stood.out())
        .contains("few-0, project, as known at 2100-01-01T00:00:00+05:00")
        .containsPattern("cost: cost growth over original baseline +at most 10 %, version 1")
        .containsPattern("uk-gmpp-variance: .*version 1, granted by")
        .containsPattern("states used: program [0-9]+ behind entry [1-9]")
        .containsPattern("entries known then; [0-9,]+ of them weighed");
    assertThat(cli.run("verify", "--receipt=" + receiptFile, "--key=" + key).out())
        .contains("entry 1 of trail program 0 stands in the log");

    String[] alone = Arrays.copyOfRange(everything, 1, everything.length);
    Cli.Result verifiedAlone = cli.verifyAlone(alone);
    assertThat(verifiedAlone.exitCode()).as(verifiedAlone.err()).isZero();
    assertThat(findings(verifiedAlone)).isEqualTo(findings(verified));
    assertThat(verifiedAlone.err()).isEmpty();
    assertThat(cli.verifyAlone("state", export.toString(), "--at=2100-01-01", "--node=few-0").out())
        .contains("few-0, project, as known at 2100-01-01")
        .containsPattern("states used: program [0-9]+ behind entry [1-9]");

    Path segment = export.resolve("entries/program-0/000000000000001.entries");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[30] ^= 1; // behind the length and the schema id of the first entry
    Files.write(segment, bytes);
    Cli.Result altered = cli.run(everything);
    assertThat(altered.exitCode()).isEqualTo(3);
    assertThat(altered.out())
        .contains("ALTERED trail program 0 entry 1:", "1 finding.", "no state was kept");
    Cli.Result alteredAlone = cli.verifyAlone(alone);
    assertThat(alteredAlone.exitCode()).isEqualTo(3);
    assertThat(findings(alteredAlone)).isEqualTo(findings(altered));
    assertThat(cli.verifyAlone(directory.toString()).err())
        .contains("plimsoll: " + directory + " holds no export");
    aCheckpointIsSignedByAClockOfItsOwn(cli);
    theLogIsServed(cli);
    aLinkIsMadeForWhomSomethingNamesAlone(cli);
    aRowThatSomebodyChangedIsNamed(cli);
  }

  /** Without the progress, which depends on the machine. */
  private static List<String> findings(Cli.Result verification) {
    return verification.out().lines().filter(line -> !line.endsWith(" entries read")).toList();
  }

  private static void aLinkIsMadeForWhomSomethingNamesAlone(Cli cli) {
    Cli.Result nobody = cli.run("sign-in", "Nobody At All");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err()).contains("PERSON: Nobody At All - expected", "nearest: 'Operator'");
    assertThat(nobody.out()).isEmpty();
    assertThat(cli.run("sign-in", "Operator").out()).contains("/sign-in/");
  }

  /** As with brokers of one's own: a process that knows nothing of this data directory's. */
  private static void aCheckpointIsSignedByAClockOfItsOwn(Cli cli) {
    Home home = new Home(cli.dataDir());
    Addresses addresses = Instance.find(home).orElseThrow().addresses();
    Cli.Result signed =
        cli.start(
                Map.of("PLIMSOLL_KAFKA_AUDIT_PASSWORD", Secrets.of(home).kafka(Access.AUDIT)),
                "sign",
                "--once",
                "--bootstrap-servers=127.0.0.1:" + addresses.kafka(),
                "--registry=http://127.0.0.1:" + addresses.registry() + "/apis/ccompat/v7",
                "--dir=" + home.audit())
            .await();
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("key plimsoll.local/").containsPattern("checkpoint \\d+");
  }

  private static void theLogIsServed(Cli cli) {
    Instance instance = Instance.find(new Home(cli.dataDir())).orElseThrow();
    URI log = URI.create("http://127.0.0.1:" + instance.addresses().log() + "/v1/log/checkpoint");
    assertThat(cli.run("status").out()).containsPattern("checkpoint +\\d+ of [\\d,]+ entries");
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() ->
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(log).build(), BodyHandlers.ofString())
                .body()
                .startsWith("plimsoll.local/"));
  }

  private static void aRowThatSomebodyChangedIsNamed(Cli cli) throws SQLException {
    Cli.Result same = cli.run("audit", "rows");
    assertThat(same.exitCode()).as(same.err()).isZero();
    // What the service that derives them writes down has no place on a terminal.
    assertThat(same.out()).contains(" rows compared, no difference.").doesNotContain("INFO");
    Home home = new Home(cli.dataDir());
    int port = Instance.find(home).orElseThrow().addresses().postgres();
    try (Connection database =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/leadership",
                Access.LEADERSHIP,
                Secrets.of(home).postgres(Access.LEADERSHIP));
        Statement statement = database.createStatement()) {
      statement.execute(
          "UPDATE exception SET limit_10000 = limit_10000 + 1 WHERE exception_id ="
              + " 'few-0~cost~1'");
    }
    Cli.Result rows = cli.run("audit", "rows");
    assertThat(rows.exitCode()).as(rows.err()).isEqualTo(3);
    assertThat(rows.out())
        .contains("exception: row (exception_id=few-0~cost~1), column limit_10000: ");
  }

  private static boolean weighsSomeOf(Cli cli, String node) {
    Home home = new Home(cli.dataDir());
    Instance instance = Instance.find(home).orElseThrow();
    try {
      List<JsonNode> found = new ArrayList<>();
      new LeadershipClient(instance, Secrets.of(home))
          .exceptions(java.util.Map.of("node", node), found::add);
      return !found.isEmpty();
    } catch (Failure e) {
      return false; // not there yet
    }
  }

  @Test
  void theDemonstrationCatchesBothSchoolsAndSaysHowLittleTravelled() throws IOException {
    Cli cli = new Cli(directory.resolve("demo"));
    Cli.Running running = cli.start("demo", "--speed=max");
    started.add(running);
    await()
        .atMost(START)
        .until(() -> {
          assertThat(running.process().isAlive()).as(running.text()).isTrue();
          return running.text().contains("The inbox stays at");
        });
    whatWaitsForTheMinisterSaysByWhen(cli);
    new Tour(cli, directory).run();
    whoIsErasedIsReadNowhereAndTheProofsHold(cli);
    Cli.Result demo = running.stop();
    assertThat(demo.out())
        .contains("BENEFIT  New school in Aktobe", "BENEFIT  School for 800 pupils")
        .contains("1,596 status changes taken")
        .containsPattern("to PORTFOLIO sdp-2025 +BENEFIT +New school in Aktobe")
        .containsPattern("checkpoint \\d+ of [\\d,]+ entries, signed")
        .containsPattern(
            "\\d+ items delivered to program level, \\d+ to portfolio level: one item for");
    assertThat(cli.children()).isEmpty();
    assertThat(exceptions(cli))
        .as("everything is started for one command, and the data are still there")
        .anyMatch(episode -> episode.startsWith("school-aktobe BENEFIT 2019-02-28"))
        .anyMatch(episode -> episode.startsWith("school-shilisai BENEFIT 2019-06-30"))
        .anyMatch(episode -> episode.startsWith("pavlodar-tdp COST"));
    assertThat(cli.children()).isEmpty();
  }

  /**
   * 120 office hours of Kazakhstan after the tick of Friday, 8 January, 14:00 in UTC+5: the four of
   * its afternoon, fourteen days of eight, and the four until 13:00 on the 29th.
   */
  private static void whatWaitsForTheMinisterSaysByWhen(Cli cli) {
    Home home = new Home(cli.dataDir());
    Http http = LeadershipClient.http(Instance.find(home).orElseThrow(), Secrets.of(home));
    for (String exception :
        List.of("school-aktobe~lessons~1", "school-shilisai~pupils~1", "pavlodar-tdp~cost~2")) {
      JsonNode handling =
          http.json(http.request("v1/exceptions/" + exception).GET()).path("handling");
      assertThat(handling.path("answersTo").asText()).as(exception).isEqualTo("PORTFOLIO");
      assertThat(handling.path("answerBy").asText())
          .as(exception)
          .isEqualTo("2021-01-29T08:00:00Z");
    }
  }

  /** The checkpoint that the tour kept is older than the erasure. */
  private void whoIsErasedIsReadNowhereAndTheProofsHold(Cli cli) {
    String erased = "M. Tuleu (illustrative)";
    assertThat(cli.run("person", "list").out()).contains(erased, "B. Akhmetova (illustrative)");
    assertThat(decided(cli))
        .containsExactly(
            "A second school year begins without this school. Say when it opens.",
            "Seen. The region is asked when lessons begin.",
            "Seen. The building is there; the opening is being prepared.");
    Cli.Result result = cli.run("person", "erase", erased, "--yes");
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .containsPattern("1 +persons.key +deleted")
        .containsPattern("1 +persons.person +deleted");
    assertThat(cli.run("person", "list").out())
        .doesNotContain(erased)
        .contains("B. Akhmetova (illustrative)");
    assertThat(decided(cli)).containsExactly("erased", "erased", "erased");
    assertThat(cli.run("person", "erase", erased, "--yes").exitCode()).isEqualTo(1);
    assertThat(cli.run("replay", "--exception=school-aktobe~finish~1").out())
        .containsPattern("by person:[a-z2-7]{20} \\(erased\\)")
        .contains("no difference");

    Path export = directory.resolve("after-the-erasure");
    assertThat(cli.run("export", export.toString()).exitCode()).isZero();
    Cli.Result verified =
        cli.run(
            "verify",
            export.toString(),
            "--checkpoint=" + directory.resolve("kept-checkpoint.txt"));
    assertThat(verified.out()).contains("everything that was checked holds");
  }

  private static List<String> decided(Cli cli) {
    Home home = new Home(cli.dataDir());
    Http http = LeadershipClient.http(Instance.find(home).orElseThrow(), Secrets.of(home));
    List<String> reasons = new ArrayList<>();
    http.json(http.request("v1/nodes/school-aktobe/decisions").GET())
        .path("items")
        .forEach(decision -> reasons.add(decision.path("reason").asText()));
    return reasons;
  }

  private Cli.Running up(Cli cli) {
    Cli.Running up = cli.start("up");
    started.add(up);
    await()
        .atMost(START)
        .until(() -> {
          assertThat(up.process().isAlive()).as(up.text()).isTrue();
          return up.text().contains("Ctrl-C stops everything");
        });
    return up;
  }

  /** Every episode as NODE KIND RAISED CLEARED. */
  private static List<String> exceptions(Cli cli) {
    Cli.Result result = cli.run("exceptions", "--all", "--format=json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result
        .out()
        .lines()
        .map(Http::parse)
        .map(e ->
            "%s %s %s %s"
                .formatted(
                    e.path("nodeId").asText(),
                    e.path("kind").asText(),
                    e.path("raisedOn").asText(),
                    e.path("clearedOn").asText("null")))
        .collect(Collectors.toList());
  }

  /**
   * Cost forecasts that go up and down across the limit, and which exceptions follow, reckoned here
   * a second time with nothing of the engine.
   */
  private record Histories(String name, int projects, int reports) {
    private static final LocalDate FIRST = LocalDate.of(2018, 1, 1);
    private static final int BASELINE = 1_000;
    private static final int LIMIT = 1_100;

    private int forecast(int project, int report) {
      return report == 0 ? BASELINE : 1_000 + (report * 37 + project * 53) % 230;
    }

    private LocalDate date(int report) {
      return FIRST.plusDays(report);
    }

    /** By project, so not in the order of time. */
    Path write(Path directory) throws IOException {
      List<String> lines = new ArrayList<>();
      lines.add("Id,Name,Program,Agency,Date,Forecast");
      for (int p = 0; p < projects; p++) {
        for (int r = 0; r < reports; r++) {
          lines.add(
              "%s-%d,Project %d,Program %d,Office %d,%s,%d"
                  .formatted(name, p, p, p % 3, p % 2, date(r), forecast(p, r)));
        }
      }
      return Files.write(directory.resolve(name + ".csv"), lines);
    }

    Set<String> episodes() {
      Set<String> episodes = new TreeSet<>();
      for (int p = 0; p < projects; p++) {
        LocalDate raised = null;
        for (int r = 0; r < reports; r++) {
          boolean breached = forecast(p, r) > LIMIT;
          if (breached && raised == null) {
            raised = date(r);
          } else if (!breached && raised != null) {
            episodes.add("%s-%d COST %s %s".formatted(name, p, raised, date(r)));
            raised = null;
          }
        }
        if (raised != null) {
          episodes.add("%s-%d COST %s null".formatted(name, p, raised));
        }
      }
      return episodes;
    }
  }
}
