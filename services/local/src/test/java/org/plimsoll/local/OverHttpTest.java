package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.verify.Failure;

/** What is stated to intake over HTTP comes out of leadership's API, with everything between. */
@Timeout(300)
class OverHttpTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path directory;

  private static Cli.Running up;
  private static Home home;
  private static Instance instance;
  private static IntakeClient intake;

  @BeforeAll
  static void start() {
    Cli cli = new Cli(directory.resolve("data"));
    up = cli.start("up");
    await()
        .atMost(PATIENCE)
        .until(() -> {
          assertThat(up.process().isAlive()).as(up.text()).isTrue();
          return up.text().contains("Ctrl-C stops everything");
        });
    home = new Home(cli.dataDir());
    instance = Instance.find(home).orElseThrow();
    intake = new IntakeClient(instance, Secrets.of(home));
    intake.createAgency("works", "Works");
    intake.registerNode(node("plan", "PORTFOLIO", ""));
    intake.registerNode(node("roads", "PROGRAM", "\"parentId\":\"plan\","));
    for (String project : List.of("bridge", "tunnel", "ferry")) {
      intake.registerNode(
          node(project, "PROJECT", "\"parentId\":\"roads\",\"agencyId\":\"works\","));
    }
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.stop();
    }
  }

  @Test
  void aCorrectionClearsWhatAWrongFigureRaised() throws IOException {
    intake.grantTolerance(
        grant("ferry", "cost", "COST", "COST_GROWTH_ORIGINAL", "PERCENT", "roads", 10));
    String token = intake.rotateToken("works").path("token").asText();
    intake.publish(token, List.of(forecast("promise", "2018-01-01", 100_000, "")));

    intake.publish(token, List.of(forecast("wrong", "2018-02-01", 150_000, "")));
    await().atMost(PATIENCE).until(() -> state("ferry").equals(List.of("OPEN")));
    intake.publish(
        token, List.of(forecast("right", "2018-02-01", 105_000, ",\"corrects\":\"wrong\"")));

    await().atMost(PATIENCE).until(() -> state("ferry").equals(List.of("CLEARED")));
  }

  @Test
  void aToleranceThatDoesNotFitItsProgramsIsRefusedWithTheArithmetic() {
    intake.grantTolerance(exposure("roads", "plan", 500_000));
    intake.grantTolerance(exposure("bridge", "roads", 400_000));

    intake.grantTolerance(exposure("tunnel", "roads", 200_000));

    JsonNode refusal = weighed("tunnel-exposure").path("refusal");
    assertThat(refusal.path("reason").asText()).isEqualTo("BEYOND_BUDGET");
    assertThat(refusal.path("value").asText())
        .isEqualTo("400000 given on + 200000 = 600000 minor units");
    assertThat(refusal.path("expected").asText())
        .startsWith("at most 500000 minor units, what roads holds of RISK_EXPOSURE");
    Http leadership = LeadershipClient.http(instance, Secrets.of(home));
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(Failure.class)
        .untilAsserted(() -> {
          JsonNode givenOn =
              leadership
                  .json(leadership.request("v1/nodes/roads"))
                  .path("tolerancesInForce")
                  .path(0)
                  .path("givenOn");
          assertThat(givenOn.path("projects").asInt()).isEqualTo(1);
          assertThat(givenOn.path("limitTenThousandths").asLong()).isEqualTo(4_000_000_000L);
          assertThat(givenOn.path("exceeded").asBoolean()).isFalse();
        });
  }

  /** States of a node's exceptions, the newest first. */
  private static List<String> state(String node) {
    List<String> states = new ArrayList<>();
    new LeadershipClient(instance, Secrets.of(home))
        .exceptions(Map.of("node", node), found -> states.add(found.path("state").asText()));
    return states;
  }

  private static String node(String id, String level, String more) {
    return """
    {"eventId":"facts-%1$s","nodeId":"%1$s","level":"%2$s",%3$s"name":{"en":"%1$s"},"currency":"KZT",
     "baselineSource":"FIRST_REPORTED","source":"a test"}\
    """
        .formatted(id, level, more);
  }

  private static String forecast(String eventId, String dataDate, long minor, String more) {
    return """
    {"eventId":"%s","source":"test","projectId":"ferry","dataDate":"%s","currency":"KZT",\
    "costForecastMinor":%d%s}\
    """
        .formatted(eventId, dataDate, minor, more);
  }

  private static String exposure(String nodeId, String grantedBy, long limit) {
    return grant(nodeId, "exposure", "RISK", "RISK_EXPOSURE", "MINOR_UNITS", grantedBy, limit);
  }

  private static String grant(
      String nodeId,
      String toleranceId,
      String kind,
      String measure,
      String unit,
      String grantedBy,
      long limit) {
    return """
    {"eventId":"%1$s-%2$s","nodeId":"%1$s","toleranceId":"%2$s","version":1,"kind":"%3$s",
     "measure":"%4$s","breach":"AT_MOST","unit":"%5$s","limit":%7$d,"grantedBy":"%6$s",
     "reason":"a test"}\
    """
        .formatted(nodeId, toleranceId, kind, measure, unit, grantedBy, limit);
  }

  private static JsonNode weighed(String eventId) {
    Http http = new Http(instance.intake());
    JsonNode[] told = new JsonNode[1];
    await()
        .atMost(PATIENCE)
        .until(() -> {
          told[0] =
              http.json(
                  http.request("v1/events/" + eventId)
                      .header("Authorization", "Bearer " + Secrets.of(home).operatorToken()));
          String state = told[0].path("state").asText();
          return state.equals("WEIGHED") || state.equals("REFUSED");
        });
    return told[0];
  }
}
