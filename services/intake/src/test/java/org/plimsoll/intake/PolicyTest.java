package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plimsoll.intake.RunningIntake.OPERATOR;
import static org.plimsoll.intake.RunningIntake.json;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.plimsoll.intake.RunningIntake.World;
import tools.jackson.databind.JsonNode;

/** Policies over HTTP; what the engine makes of a grant is core's to test. */
class PolicyTest {
  private final RunningIntake intake = RunningIntake.shared();

  private static String policy(String appliesTo, String limit, String... more) {
    String yaml =
        """
        name: Roads
        source: A decree, section 4
        granted by: Cabinet
        reason: a test
        applies to: %s
        tolerances:
          - id: cost
            kind: cost
            measure: cost growth over original baseline
            limit: at most %s
        """
            .formatted(appliesTo, limit);
    for (String line : more) {
      yaml += "    " + line + "\n";
    }
    return yaml;
  }

  private static String also(String id, String... more) {
    String yaml =
        """
          - id: %s
            kind: cost
            measure: cost growth over original baseline
            limit: at most +12 %%
        """
            .formatted(id);
    for (String line : more) {
      yaml += "    " + line + "\n";
    }
    return yaml;
  }

  private HttpResponse<String> post(String token, String yaml, String query) throws Exception {
    return intake.send(
        intake
            .request("/v1/policies" + query, token)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml)));
  }

  /** The lines about tolerances as NODE TOLERANCE STATE VERSION REPLACES-OR-REASON. */
  private List<String> granted(String yaml) throws Exception {
    HttpResponse<String> answer = post(OPERATOR, yaml, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<JsonNode> lines = RunningIntake.lines(answer);
    assertThat(lines.getLast().path("type").asString()).as(answer.body()).isEqualTo("summary");
    return lines.stream()
        .filter(line -> line.path("type").asString().equals("tolerance"))
        .map(line ->
            "%s %s %s %s %s"
                .formatted(
                    line.path("nodeId").asString(),
                    line.path("toleranceId").asString(),
                    line.path("state").asString(),
                    line.path("version").asString(),
                    line.path("replaces").asString() + line.path("reason").asString())
                .strip())
        .toList();
  }

  @AfterEach
  void theClockIsRight() {
    intake.useClock(instant -> instant);
  }

  @Test
  void grantingTwiceChangesNothingAndSaysSo() throws Exception {
    World world = intake.world();
    String yaml = policy("project " + world.project(), "+10 %");

    assertThat(granted(yaml)).containsExactly(world.project() + " cost TAKEN 1");
    int sent = intake.engine.taken().size();
    assertThat(granted(yaml)).containsExactly(world.project() + " cost UNCHANGED 1");

    assertThat(intake.engine.taken()).hasSize(sent);
  }

  @Test
  void aChangedToleranceIsTheNextVersionAndOneThatReturnsTheOneAfterThat() throws Exception {
    World world = intake.world();
    String applies = "project " + world.project();
    String ten = policy(applies, "+10 %");

    granted(ten);

    assertThat(granted(policy(applies, "+12 %")))
        .containsExactly(world.project() + " cost TAKEN 2 1");
    assertThat(granted(ten)).containsExactly(world.project() + " cost TAKEN 3 2");
    assertThat(granted(ten)).containsExactly(world.project() + " cost UNCHANGED 3");
  }

  @Test
  void aVersionFollowsWhatWasGrantedOtherwise() throws Exception {
    World world = intake.world();
    intake.post(
        "/v1/tolerances",
        OPERATOR,
        """
        {"nodeId":"%s","toleranceId":"cost","version":41,"kind":"COST","eventId":"%s",
         "measure":"COST_GROWTH_ORIGINAL","breach":"AT_MOST","unit":"PERCENT","limit":9,
         "grantedBy":"cabinet","reason":"test"}\
        """
            .formatted(world.project(), "by-hand-" + world.project()));
    await()
        .untilAsserted(() ->
            assertThat(
                    json(intake.get("/v1/events/by-hand-" + world.project(), OPERATOR))
                        .path("state")
                        .asString())
                .isEqualTo("WEIGHED"));

    assertThat(granted(policy("project " + world.project(), "+10 %")))
        .containsExactly(world.project() + " cost TAKEN 42 41");
  }

  @Test
  void aDatedToleranceStandsInFrontAndBothStayAsTheyAre() throws Exception {
    World world = intake.world();
    String both =
        policy("project " + world.project(), "+10 %")
            + also("cost", "from: 2027-01-01", "until: 2027-12-31");

    assertThat(granted(both))
        .containsExactly(world.project() + " cost TAKEN 1", world.project() + " cost TAKEN 2");
    assertThat(granted(both))
        .containsExactly(
            world.project() + " cost UNCHANGED 1", world.project() + " cost UNCHANGED 2");
    assertThat(granted(both.replace("+10 %", "+11 %")))
        .containsExactly(
            world.project() + " cost UNCHANGED 2", world.project() + " cost TAKEN 3 1");
  }

  @Test
  void oneThatHadBegunAndWasReplacedIsGrantedAgain() throws Exception {
    World world = intake.world();
    String applies = "project " + world.project();
    String dated = policy(applies, "+10 %", "from: 2026-02-01");
    LocalDate before = LocalDate.of(2026, 1, 15);
    intake.useClock(_ -> before.atStartOfDay().toInstant(ZoneOffset.UTC));

    granted(dated);
    granted(policy(applies, "+12 %"));

    assertThat(granted(dated)).containsExactly(world.project() + " cost UNCHANGED 1");
    intake.useClock(_ -> Instant.parse("2026-02-02T00:00:00Z"));
    assertThat(granted(dated)).containsExactly(world.project() + " cost TAKEN 3 2");
  }

  @Test
  void nodesAreChosenByLevelAndAncestor() throws Exception {
    World world = intake.world();
    String other = RunningIntake.fresh("project");
    intake.node(other, "PROJECT", world.program(), world.agency());

    assertThat(granted(policy("every project under " + world.program(), "+10 %")))
        .containsExactlyInAnyOrder(world.project() + " cost TAKEN 1", other + " cost TAKEN 1");
    assertThat(granted(policy("every project under " + world.portfolio(), "+10 %")))
        .hasSize(2)
        .allMatch(line -> line.contains("UNCHANGED"));
    assertThat(granted(policy("every program under " + world.portfolio(), "+10 %")))
        .containsExactly(world.program() + " cost TAKEN 1");
    HttpResponse<String> one = post(OPERATOR, policy("every project", "+13 %"), "?node=" + other);
    assertThat(one.body()).contains("\"nodes\":1,\"taken\":1,\"unchanged\":0,\"refused\":0");
  }

  @Test
  void twoOfOneIdThatMeetOnlyOnThisNodeDoNotTakeTurns() throws Exception {
    World world = intake.world();
    String both =
        policy("every project under " + world.program(), "+10 %")
            + also("cost", "applies to: every project under " + world.portfolio());

    assertThat(granted(both))
        .containsExactly(
            world.project() + " cost REFUSED  OVERLAPPING_DATES",
            world.project() + " cost TAKEN 1");
    assertThat(granted(both))
        .containsExactly(
            world.project() + " cost UNCHANGED 1",
            world.project() + " cost REFUSED  OVERLAPPING_DATES");
  }

  @Test
  void aRefusalIsToldWithItsReasonAndTriedAgain() throws Exception {
    World world = intake.world();
    await().until(() -> intake.bean(Nodes.class).find(world.project()).orElseThrow().confirmed());
    intake.engine.refuse(world.project());
    String yaml = policy("project " + world.project(), "+10 %");

    assertThat(granted(yaml)).containsExactly(world.project() + " cost REFUSED  UNKNOWN_NODE");
    int sent = intake.engine.taken().size();
    assertThat(granted(yaml)).containsExactly(world.project() + " cost REFUSED  UNKNOWN_NODE");
    assertThat(intake.engine.taken()).hasSize(sent + 1);
  }

  @Test
  void anAmountInAnotherCurrencyAndANodeThatIsNotThereAreRefused() throws Exception {
    World world = intake.world();

    assertThat(granted(policy("project " + world.project(), "5 million USD")))
        .containsExactly(world.project() + " cost REFUSED  WRONG_CURRENCY");
    assertThat(granted(policy("projects " + world.project() + ", nowhere-9", "5 million KZT")))
        .containsExactly("nowhere-9 cost REFUSED  UNKNOWN_NODE", world.project() + " cost TAKEN 1");
    assertThat(granted(policy("program " + world.project(), "+10 %")))
        .containsExactly(world.project() + " cost REFUSED  UNKNOWN_NODE");
  }

  @Test
  void whatCanBeSaidBeforeAnythingIsSentIsSaidThen() throws Exception {
    World world = intake.world();
    String yaml = policy("every project", "+10 %");

    HttpResponse<String> wrong =
        post(OPERATOR, policy("every project", "+10 %", "amber: +12 %"), "");
    HttpResponse<String> unknown = post(OPERATOR, yaml, "?node=nowhere-9");
    HttpResponse<String> level = post(OPERATOR, yaml, "?node=" + world.program());
    HttpResponse<String> none = post(OPERATOR, policy("every project under nowhere-9", "+1 %"), "");

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(json(wrong).path("field").asString()).isEqualTo("policy, line 11, amber");
    assertThat(json(wrong).path("value").asString()).isEqualTo("+12 %");
    assertThat(json(wrong).path("expected").asString()).isEqualTo("less than the limit, +10 %");
    HttpResponse<String> both =
        post(OPERATOR, policy("every bridge", "+10 %", "from: yesterday"), "");
    assertThat(both.statusCode()).isEqualTo(400);
    assertThat(json(both).path("errors"))
        .extracting(error -> error.path("field").asString().replaceAll("line [0-9]+", "line"))
        .containsExactly("policy, line, applies to", "policy, line, from");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(level.statusCode()).isEqualTo(422);
    assertThat(json(level).path("expected").asString()).endsWith("every PROJECT");
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(post(world.token(), yaml, "").statusCode()).isEqualTo(403);
  }
}
