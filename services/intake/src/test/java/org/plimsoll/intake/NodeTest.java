package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.plimsoll.intake.RunningIntake.OPERATOR;
import static org.plimsoll.intake.RunningIntake.fresh;
import static org.plimsoll.intake.RunningIntake.json;
import static org.plimsoll.intake.RunningIntake.nodeJson;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.intake.Nodes.Weighed;
import org.plimsoll.intake.RunningIntake.World;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.NodeFacts;
import org.springframework.transaction.support.TransactionTemplate;

class NodeTest {
  private final RunningIntake intake = RunningIntake.shared();

  private static String tolerance(String nodeId, String more) {
    return """
    {"nodeId":"%s","toleranceId":"cost","version":1,"kind":"COST",
     "measure":"COST_GROWTH_ORIGINAL","breach":"AT_MOST","unit":"PERCENT","limit":10.5,
     "grantedBy":"cabinet","reason":"test"%s}\
    """
        .formatted(nodeId, more);
  }

  @Test
  void factsAreConfirmedByTheTrail() throws Exception {
    World world = intake.world();

    await()
        .untilAsserted(() ->
            assertThat(intake.bean(Nodes.class).find(world.project()).orElseThrow().confirmed())
                .isTrue());
  }

  @Test
  void aGrantIsNotPublishedBeforeTheEngineHasAnsweredTheFactsOfItsNode() throws Exception {
    World world = intake.world();
    await().until(() -> intake.bean(Nodes.class).find(world.project()).orElseThrow().confirmed());
    String project = fresh("late");
    String grantId = fresh("grant");
    CompletableFuture<HttpResponse<String>> granted;
    intake.engine.pause(true);
    try {
      intake.node(project, "PROJECT", world.program(), world.agency());

      granted =
          CompletableFuture.supplyAsync(() -> {
            try {
              return intake.post(
                  "/v1/tolerances",
                  OPERATOR,
                  tolerance(project, ",\"eventId\":\"" + grantId + "\""));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });

      assertThatThrownBy(() -> granted.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
    } finally {
      intake.engine.pause(false);
    }
    assertThat(granted.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    await().until(() -> intake.engine.taken().contains(grantId));
  }

  @Test
  void factsThatTheEngineRefusedLeaveTheNodeUnknown() throws Exception {
    World world = intake.world();
    String refused = fresh("refused");
    intake.engine.refuse(refused);

    HttpResponse<String> answer = intake.node(refused, "PROJECT", world.program(), world.agency());

    assertThat(answer.statusCode()).isEqualTo(202);
    await().until(() -> intake.bean(Nodes.class).find(refused).isEmpty());
  }

  /** The answer may be there before whoever published the facts has noted that it did. */
  @Test
  void noNodeWaitsForAnAnswerThatHasBeenGiven() throws Exception {
    World world = intake.world();
    List<String> refused = IntStream.range(0, 100).mapToObj(_ -> fresh("refused")).toList();
    refused.forEach(intake.engine::refuse);

    for (String id : refused) {
      intake.node(id, "PROJECT", world.program(), world.agency());
    }

    await().untilAsserted(() -> assertThat(intake.bean(Nodes.class).find(refused)).isEmpty());
  }

  /** In two orders, each would hold rows that the other waits for, and Postgres would end one. */
  @Test
  void whatIsPublishedAndWhatTheTrailSaysOfItAreWrittenInOneOrder() throws Exception {
    Nodes nodes = intake.bean(Nodes.class);
    TransactionTemplate transaction = intake.bean(TransactionTemplate.class);
    for (int round = 0; round < 5; round++) {
      List<NodeFacts> facts =
          IntStream.range(0, 400).mapToObj(_ -> portfolio(fresh("portfolio"))).toList();
      List<Weighed> answers =
          facts.reversed().stream().map(published -> new Weighed(published, true)).toList();

      CompletableFuture<Void> trail =
          CompletableFuture.runAsync(
              () -> transaction.executeWithoutResult(_ -> nodes.weighed(answers)));
      nodes.published(facts);
      trail.get(30, TimeUnit.SECONDS);

      assertThat(nodes.find(facts.stream().map(NodeFacts::getNodeId).toList()).values())
          .hasSize(facts.size())
          .allMatch(Nodes.Node::confirmed);
    }
  }

  private static NodeFacts portfolio(String id) {
    return new NodeFacts(
        id + "-facts",
        id,
        Level.PORTFOLIO,
        null,
        new LocalizedText(id, id, id),
        null,
        "KZT",
        null,
        BaselineSource.FIRST_REPORTED,
        null,
        List.of(),
        "test",
        0);
  }

  @Test
  void aParentThatDoesNotExistOrIsOfTheWrongLevelIsRefused() throws Exception {
    World world = intake.world();

    HttpResponse<String> nowhere = intake.node(fresh("n"), "PROJECT", "nowhere", world.agency());
    HttpResponse<String> level =
        intake.node(fresh("n"), "PROJECT", world.portfolio(), world.agency());
    HttpResponse<String> none = intake.node(fresh("n"), "PROGRAM", null, null);

    assertThat(nowhere.statusCode()).isEqualTo(422);
    assertThat(json(nowhere).path("reason").asString()).isEqualTo("UNKNOWN_PARENT");
    assertThat(level.statusCode()).isEqualTo(422);
    assertThat(none.statusCode()).isEqualTo(400);
  }

  @Test
  void aCycleIsRefused() throws Exception {
    World world = intake.world();
    String self = fresh("self");

    HttpResponse<String> itself = intake.node(self, "PROGRAM", self, null);
    HttpResponse<String> around = intake.node(world.portfolio(), "PROGRAM", world.program(), null);

    assertThat(itself.statusCode()).isEqualTo(422);
    assertThat(json(itself).path("reason").asString()).isEqualTo("CYCLE");
    assertThat(around.statusCode()).isEqualTo(422);
  }

  @Test
  void aCurrencyThatIsNotThePortfoliosIsRefused() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post(
            "/v1/nodes",
            OPERATOR,
            nodeJson(fresh("n"), "PROJECT", world.program(), world.agency(), "USD"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).path("field").asString()).isEqualTo("currency");
  }

  @Test
  void aToleranceIsGrantedOnceForTheSameId() throws Exception {
    World world = intake.world();
    String id = fresh("grant");
    String json = tolerance(world.project(), ",\"eventId\":\"" + id + "\"");

    HttpResponse<String> first = intake.post("/v1/tolerances", OPERATOR, json);
    HttpResponse<String> second = intake.post("/v1/tolerances", OPERATOR, json);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(202);
    await()
        .untilAsserted(() ->
            assertThat(json(intake.get("/v1/events/" + id, OPERATOR)).path("state").asString())
                .isEqualTo("WEIGHED"));
    assertThat(Collections.frequency(intake.engine.taken(), id)).isEqualTo(1);
    assertThat(intake.get("/v1/events/" + id, world.token()).statusCode()).isEqualTo(404);
  }

  @Test
  void aToleranceOfANodeThatDoesNotExistIsNotFound() throws Exception {
    HttpResponse<String> answer = intake.post("/v1/tolerances", OPERATOR, tolerance("nowhere", ""));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "limit":10.5      | "limit":10.00001    | limit
          "version":1       | "version":0         | version
          "version":1       | "version":2147483648 | version
          "unit":"PERCENT"  | "unit":"DAYS"       | unit
          "kind":"COST"     | "kind":"MONEY"      | kind
          "kind":"COST"     | "kind":"UNRECOGNISED" | kind
          "measure":"COST_GROWTH_ORIGINAL" | "measure":"INDICATOR_ACHIEVEMENT" | indicatorId
          """)
  void aToleranceThatContradictsItselfIsRefused(String right, String wrong, String field)
      throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post(
            "/v1/tolerances", OPERATOR, tolerance(world.project(), "").replace(right, wrong));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).path("field").asString()).isEqualTo(field);
  }

  private static List<String> fields(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    return json(answer)
        .path("errors")
        .valueStream()
        .map(error -> error.path("field").asString())
        .toList();
  }

  @Test
  void everythingThatIsWrongWithANodeIsNamed() throws Exception {
    HttpResponse<String> several =
        intake.post(
            "/v1/nodes",
            OPERATOR,
            """
            {"nodeId":"a b","level":"PROJECT","currency":7,"name":{"de":"x"},"source":"s",
             "baseline":{"costMinor":-1,"finish":"soon","timePhased":[{"date":"2026-01-01"}]}}\
            """);
    HttpResponse<String> withoutLevel =
        intake.post(
            "/v1/nodes",
            OPERATOR,
            nodeJson(fresh("n"), "REGION", null, null, "KZT").replace("FIRST_REPORTED", "NONE"));

    assertThat(fields(several))
        .containsExactly(
            "nodeId",
            "currency",
            "name.de",
            "name.en",
            "baseline.costMinor",
            "baseline.finish",
            "baseline.timePhased[0].pvMinor",
            "baselineSource",
            "parentId",
            "agencyId");
    assertThat(fields(withoutLevel)).containsExactly("level", "baselineSource");
  }

  @Test
  void everythingThatIsWrongWithAToleranceIsNamed() throws Exception {
    String right = tolerance("node", "");
    HttpResponse<String> several =
        intake.post(
            "/v1/tolerances",
            OPERATOR,
            right.replace("\"version\":1", "\"version\":0").replace("PERCENT", "DAYS"));
    HttpResponse<String> withoutMeasure =
        intake.post(
            "/v1/tolerances",
            OPERATOR,
            right
                .replace("COST_GROWTH_ORIGINAL", "COST")
                .replace("\"version\":1", "\"version\":{}"));

    assertThat(fields(several)).containsExactly("version", "unit");
    assertThat(fields(withoutMeasure)).containsExactly("version", "measure");
  }

  @Test
  void everythingThatADecisionLacksIsNamed() throws Exception {
    String decision = "{\"nodeId\":\"n\",\"kind\":\"%s\",\"decidedBy\":\"p\"%s}";
    HttpResponse<String> lacking =
        intake.post("/v1/decisions", OPERATOR, decision.formatted("GRANT_TOLERANCE", ""));
    HttpResponse<String> unread =
        intake.post(
            "/v1/decisions",
            OPERATOR,
            decision.formatted(
                "GRANT_TOLERANCE",
                ",\"limit\":\"15\",\"until\":\"soon\",\"exceptionId\":\"x\",\"reason\":\"r\""));
    HttpResponse<String> ofNoKind =
        intake.post("/v1/decisions", OPERATOR, decision.formatted("WAIT", ""));

    assertThat(fields(lacking))
        .containsExactly("reason", "exceptionId", "limitTenThousandths", "until");
    assertThat(fields(unread)).containsExactly("limit", "until");
    assertThat(fields(ofNoKind)).containsExactly("kind", "reason");
  }
}
