package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.leadership.access.Scope;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.SchemaRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why, over HTTP: typed, and in the reader's language. */
class WhyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static Story story;
  private static House house;

  @BeforeAll
  static void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 2);
    Portfolio.found(story);
    Portfolio.months(story);
    Road.dig(story);
    Road.build(story);
    story.flush();
    house = new House();
    house.awaitShown(story.written);
  }

  @AfterAll
  static void end() {
    story.close();
    house.close();
  }

  private static HttpResponse<String> get(String path, String language) {
    return Client.get(house.url(path), "Accept-Language", language);
  }

  private static JsonNode json(String path) {
    HttpResponse<String> response = get(path, "en");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static JsonNode cost(String query) {
    return json("/v1/nodes/road/explanation?tolerance=cost" + query).get("items").get(0);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(each -> each.asString()).toList();
  }

  /** An inbox asks for all at once what the page of an exception asks for by itself. */
  @Test
  void timesToAnswerAreTheSameForManyAtOnce() {
    JdbcClient database = JdbcClient.create(house.sql());
    Trail trail =
        new Trail(
            database,
            new TrailReaders(new SchemaRegistry(Cluster.shared().registryUrl())),
            Scope.EVERYTHING);
    Standings standings = new Standings(database, new Nodes(database), trail);
    List<Exceptions.Episode> episodes =
        new Exceptions(database)
            .page(new Exceptions.Filter(null, null, null, null), 0, 1_000)
            .items();
    var together = standings.answerWithin(episodes);
    assertThat(together).hasSizeBetween(2, episodes.size() - 1);
    for (Exceptions.Episode episode : episodes) {
      Position raised = episode.raisedBy();
      Position last = new Position(raised.tier(), raised.partition(), Long.MAX_VALUE, null);
      assertThat(together.get(episode.id()))
          .as(episode.id())
          .isEqualTo(
              standings
                  .tolerance(episode.nodeId(), episode.toleranceId(), last)
                  .map(stood -> stood.inForce().terms().answerWithin())
                  .orElse(null));
    }
  }

  @Test
  void anExceptionIsExplainedFromFigureToRoute() {
    JsonNode item = cost("");
    JsonNode why = item.get("explanation");
    assertThat(why.get("type").asString()).isEqualTo("Weighed");
    assertThat(why.get("reading").get("value").get("numerator").asLong()).isEqualTo(250_000_000L);
    assertThat(why.get("comparisons").get(0).get("left").asString()).isEqualTo("250000000000000");
    assertThat(why.get("comparisons").get(0).get("right").asString()).isEqualTo("100000000000000");
    assertThat(why.get("steps").get("step").asInt()).isEqualTo(2);
    assertThat(why.get("after").get("type").asString()).isEqualTo("Open");
    assertThat(item.get("grant").get("grantedBy").asString()).isEqualTo(Portfolio.PLAN);
    assertThat(item.get("inWords").get("verdict").asString())
        .isEqualTo(
            "Cost growth over the original baseline is 25.0%, and at most 10.0% is tolerated."
                + " That is beyond it by 15.0 percentage points, step 2.");
  }

  @Test
  void everyFigureNamesTheEventThatStatedIt() {
    JsonNode eac = cost("").get("explanation").get("formula").get("numerator").get("left");
    JsonNode event = eac.get("from").get("event");
    JsonNode entry =
        json(
            "/v1/trail/%s/%d/%d"
                .formatted(
                    event.get("tier").asString(),
                    event.get("partition").asInt(),
                    event.get("sequence").asLong()));
    assertThat(entry.get("input").get("costForecastMinor").asLong()).isEqualTo(1_250_000_000L);
  }

  @Test
  void anEarlierMomentSaysWhyNothingWasAnnouncedThen() {
    JsonNode february = cost("&at=2020-02-29").get("explanation");
    assertThat(february.get("after").get("type").asString()).isEqualTo("Persisting");
    assertThat(february.get("routes").get(0).get("suppressed").get("why").asString())
        .isEqualTo("PERSISTENCE");
    JsonNode january = cost("&at=2020-01-31").get("explanation");
    assertThat(january.get("routes").get(0).get("why").asString()).isEqualTo("WITHIN");
    // Until then the agency gave no forecast of its own: BAC x AC / EV.
    JsonNode eac = january.get("formula").get("numerator").get("left");
    assertThat(eac.get("from").get("type").asString()).isEqualTo("Rounded");
    assertThat(eac.get("quantity").get("amount").asLong()).isEqualTo(1_052_631_579L);
  }

  @Test
  void theEntryThatRaisedAnExceptionSaysWhatStoodBeforeAndWhereItWent() {
    JsonNode raised = json("/v1/exceptions/road~cost~1").get("exception").get("raisedBy");
    JsonNode items =
        json("/v1/trail/program/2/%d/explanation".formatted(raised.get("sequence").asLong()))
            .get("items");
    JsonNode cost =
        items
            .valueStream()
            .filter(i ->
                i.get("nodeId").asString().equals("road")
                    && i.get("toleranceId").asString().equals("cost"))
            .findFirst()
            .orElseThrow()
            .get("explanation");
    assertThat(cost.get("before").get("type").asString()).isEqualTo("Persisting");
    assertThat(cost.get("after").get("type").asString()).isEqualTo("Open");
    assertThat(cost.get("routes").get(0).get("to").asString()).isEqualTo("PROGRAM");
  }

  @Test
  void whoeverAnExceptionWasPassedUpToHearsThatItWorsenedAndCleared() {
    String ofCanal = "node=" + Road.CANAL;
    assertThat(changes("/v1/escalations?level=program&" + ofCanal))
        .containsExactly("RAISED", "WORSENED", "CLEARED");
    assertThat(changes("/v1/escalations?level=portfolio&" + ofCanal))
        .containsExactly("PASSED_UP", "WORSENED", "CLEARED");
    assertThat(changes("/v1/escalations?deliveredTo=" + Portfolio.PLAN + "&" + ofCanal)).hasSize(3);
    assertThat(
            Client.ids(
                house.url("/v1/escalations/stream?level=portfolio&after=0&" + ofCanal), null, 3))
        .isEqualTo(
            house.numbers(
                "SELECT seq FROM delivered WHERE level = 'PORTFOLIO' AND node_id = 'canal'"
                    + " ORDER BY seq"));

    JsonNode cleared =
        json("/v1/nodes/canal/explanation?tolerance=cost").get("items").get(0).get("explanation");

    assertThat(cleared.get("routes").valueStream().map(r -> r.get("to").asString()))
        .containsExactly("PROGRAM", "PORTFOLIO");
  }

  private static List<String> changes(String path) {
    return Client.all(house.url(path), () -> {}).stream()
        .map(item -> item.get("change").asString())
        .toList();
  }

  @Test
  void aToleranceThatWaitsAndAMeasureWithoutValueSayWhyNot() {
    JsonNode time =
        json("/v1/nodes/road/explanation?tolerance=time").get("items").get(0).get("explanation");
    assertThat(time.get("type").asString()).isEqualTo("NotInForce");
    assertThat(time.get("begins").asString()).isEqualTo("2021-01-01");
    JsonNode pupils =
        json("/v1/nodes/%s/explanation?tolerance=pupils&at=2020-05-31".formatted(Portfolio.SCHOOL))
            .get("items")
            .get(0);
    assertThat(pupils.get("explanation").get("type").asString()).isEqualTo("NotMeasurable");
    assertThat(texts(pupils.get("inWords").get("missing"))).containsExactly("reached (pupils)");
  }

  @Test
  void aRefusedInputSaysWhatToChange() {
    long last =
        house.numbers("SELECT max(sequence) FROM trail_entry WHERE tier = 'PROGRAM'").getFirst();
    JsonNode entry = json("/v1/trail/program/2/%d/explanation".formatted(last));
    assertThat(entry.get("accepted").asBoolean()).isFalse();
    assertThat(entry.get("refused").get("reason").asString()).isEqualTo("SUPERSEDED");
    assertThat(entry.get("refused").get("text").asString()).startsWith("Something newer stands (");
  }

  @Test
  void aDraftedReportLeavesTheRecommendationToThePerson() {
    JsonNode draft = json("/v1/exceptions/road~cost~1/report");
    assertThat(draft.get("recommendation").isNull()).isTrue();
    assertThat(draft.get("lessons").isNull()).isTrue();
    JsonNode report = draft.get("report");
    assertThat(report.get("cause").get("note").asString()).isEqualTo("The quarry closed.");
    assertThat(report.get("cause").get("lateMilestones").get(0).get("slipDays").asLong())
        .isEqualTo(92);
    JsonNode options = report.get("options");
    assertThat(options.get(0).get("type").asString()).isEqualTo("GrantTolerance");
    assertThat(options.get(0).get("limitTenThousandths").asLong()).isEqualTo(250_000);
    assertThat(options.get(1).get("type").asString()).isEqualTo("RequireExceptionPlan");
    assertThat(options.get(1).get("after").get(0).get("step").asInt()).isEqualTo(2);
    assertThat(options.get(2).get("request").asString()).isEqualTo("Please name another quarry.");
    // 13 points in 31 days; 30 percent, 5 more, are reached after 11.9 days.
    assertThat(options.get(3).get("outlook").get("on").asString()).isEqualTo("2020-04-12");
    assertThat(options.get(3).get("outlook").get("step").asInt()).isEqualTo(3);
  }

  @Test
  void decisionsAreShownWithTheirAnswerAndWhoHasItInHand() {
    JsonNode handling = json("/v1/exceptions/road~cost~1").get("handling");
    assertThat(handling.get("answersTo").asString()).isEqualTo("PORTFOLIO");
    assertThat(handling.get("acknowledgedBy").asString()).isEqualTo("A. Sadykova");
    assertThat(handling.get("planDueOn").asString()).isEqualTo("2020-05-15");
    assertThat(handling.get("passedUp").get(0).get("waitedFor").asString())
        .isEqualTo("ACKNOWLEDGEMENT");
    JsonNode decisions = json("/v1/nodes/road/decisions").get("items");
    assertThat(decisions.valueStream().map(d -> d.get("refused").isNull()).toList())
        .containsExactly(true, true, false);
    assertThat(decisions.get(2).get("refused").get("reason").asString())
        .isEqualTo("NOT_ACCOUNTABLE");
  }

  private static List<JsonNode> steps(String exception, String query) {
    return Client.all(house.url("/v1/exceptions/" + exception + "/trail" + query), () -> {})
        .stream()
        // Who opened it grows with every question asked here.
        .filter(step -> !step.get("step").asString().equals("OPENED"))
        .toList();
  }

  private static List<String> names(List<JsonNode> steps) {
    return steps.stream().map(step -> step.get("step").asString()).toList();
  }

  @Test
  void aDecisionTrailHasEveryStepInTheOrderOfTheTrail() {
    List<JsonNode> canal = steps("canal~cost~1", "");
    assertThat(names(canal))
        .containsExactly(
            "RAISED",
            "DELIVERED",
            "PASSED_UP",
            "DELIVERED",
            "WORSENED",
            "DELIVERED",
            "DELIVERED",
            "CLEARED",
            "DELIVERED",
            "DELIVERED");
    assertThat(canal.stream().map(step -> step.path("position").path("sequence").asLong()))
        .isSorted();
    assertThat(canal.getFirst().get("trueOn").asString()).isEqualTo("2020-01-31");
    // The first tick after the report; the report itself came when the test ran.
    assertThat(canal.getFirst().get("knownAt").asString()).isEqualTo("2020-02-02T06:00:00Z");
    assertThat(canal.getFirst().get("takenAt").asString()).startsWith("2026-11-23T");
    assertThat(canal.get(1).get("who").asString()).contains("Enbek", "A. Sadykova");
    assertThat(canal.get(2).get("trueAt").asString()).isEqualTo("2020-02-04T06:00:00Z");
    assertThat(names(steps("road~cost~1", "")))
        .containsSubsequence(
            "RAISED",
            "DELIVERED",
            "PASSED_UP",
            "DELIVERED",
            "ACKNOWLEDGE",
            "ACKNOWLEDGE",
            "REQUIRE_EXCEPTION_PLAN");
    assertThat(steps("road~cost~1", "").toString())
        .contains("Refused: Acknowledge", "The person is not accountable here");
  }

  @Test
  void eachStepSaysOnWhatGroundsAndLeadsToItsExplanationItsEventAndItsProof() {
    JsonNode raised = steps("road~cost~1", "").getFirst();
    String grounds = raised.get("grounds").toString();
    assertThat(grounds)
        .contains("Cost growth over the original baseline is 25.0%")
        .contains("at most 10.0%; version 1", "Order 12, tolerances for construction");
    assertThat(raised.get("who").asString()).isEqualTo("Status change, " + Story.AGENCY);
    JsonNode entry = json(raised.get("event").asString());
    assertThat(entry.get("position")).isEqualTo(raised.get("position"));
    assertThat(json(raised.get("explanation").asString()).get("items").isEmpty()).isFalse();
    assertThat(raised.get("proof").get("command").asString())
        .isEqualTo(
            "./plimsoll audit receipt program 2 "
                + raised.get("position").get("sequence").asLong());
    // This service was not told where the log is served.
    assertThat(raised.get("proof").get("address").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void pagingADecisionTrailVisitsEveryStepOnce(int limit) {
    assertThat(steps("road~cost~1", "?limit=" + limit)).isEqualTo(steps("road~cost~1", ""));
  }

  @Test
  void anAuditorSeesWhoOpenedAnExceptionAndOthersSeeThemselves() {
    String path = "/v1/exceptions/canal~cost~1/trail";
    String[] asMinister = {"Authorization", SignIns.basic(SignIns.MINISTER)};
    assertThat(Client.get(house.url(path), asMinister).statusCode()).isEqualTo(200);
    get(path, "en");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> readers(get(path, "en")).containsAll(List.of(SignIns.AUDITOR, SignIns.MINISTER)));
    assertThat(readers(Client.get(house.url(path), asMinister))).containsExactly(SignIns.MINISTER);
  }

  private static List<String> readers(HttpResponse<String> answer) {
    return Client.problem(answer)
        .get("items")
        .valueStream()
        .filter(step -> step.get("step").asString().equals("OPENED"))
        .map(step -> step.get("who").asString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "kk, 'Құнның бастапқы жоспарға қатысты өсуі – 25,0%'",
    "ru, 'Рост стоимости к исходному плану – 25,0'",
    "en, 'Cost growth over the original baseline is 25.0%'"
  })
  void theSentencesAreInTheLanguageAskedFor(String language, String said) {
    assertThat(get("/v1/nodes/road/explanation?tolerance=cost", language).body()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/nodes/nobody/explanation, 404, node",
    "/v1/nodes/road/explanation?tolerance=none, 404, tolerance",
    "/v1/nodes/road/explanation?at=yesterday, 400, at",
    "/v1/nodes/road/explanation?at=1999-01-01&tolerance=cost, 404, at",
    "/v1/nodes/road/explanation?position=program/2, 400, position",
    "/v1/nodes/road/explanation?position=valley/2/1, 400, tier",
    "/v1/nodes/road/explanation?when=now, 400, when",
    "/v1/exceptions/none/report, 404, exception",
    "/v1/exceptions/none/trail, 404, exception",
    "/v1/exceptions/road~cost~1/trail?cursor=x, 400, cursor",
    "/v1/exceptions/road~cost~1/trail?limit=0, 400, limit",
    "/v1/exceptions/road~cost~1/trail?from=now, 400, from",
    "/v1/trail/program/2/999999/explanation, 404, sequence"
  })
  void aBadQuestionIsAnsweredWithWhatToChange(String path, int status, String field) {
    HttpResponse<String> response = get(path, "en");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(JSON.readTree(response.body()).get("field").asString()).isEqualTo(field);
  }
}
