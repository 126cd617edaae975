package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.plimsoll.intake.RunningIntake.OPERATOR;
import static org.plimsoll.intake.RunningIntake.fresh;
import static org.plimsoll.intake.RunningIntake.json;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.plimsoll.intake.RunningIntake.World;
import org.plimsoll.wire.Topics;

class AgencyTest {
  private final RunningIntake intake = RunningIntake.shared();

  private static String agency(String id) {
    return "{\"id\":\"%s\",\"name\":\"Ministry of Works\"}".formatted(id);
  }

  @Test
  void aTokenIsToldOnceAndKeptOnlyAsAHash() throws Exception {
    String id = fresh("works");

    HttpResponse<String> answer = intake.post("/v1/agencies", OPERATOR, agency(id));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String token = json(answer).path("token").asString();
    assertThat(token).hasSizeGreaterThan(43);
    HttpResponse<String> list = intake.get("/v1/agencies?limit=1000", OPERATOR);
    assertThat(list.body()).contains(id).doesNotContain(token);
    assertThat(new Token(token)).hasToString("Token of " + id);
  }

  @Test
  void anAgencyThatExistsKeepsItsTokenAndTheAnswerSaysHowToReplaceIt() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer = intake.post("/v1/agencies", OPERATOR, agency(world.agency()));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("detail").asString())
        .contains("POST /v1/agencies/" + world.agency() + "/token");
    assertThat(intake.post("/v1/status-changes", world.token(), world.status()).statusCode())
        .isEqualTo(202);
  }

  @Test
  void aNewTokenStopsTheOldOneAtOnce() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post("/v1/agencies/" + world.agency() + "/token", OPERATOR, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    String token = json(answer).path("token").asString();
    assertThat(intake.post("/v1/status-changes", world.token(), world.status()).statusCode())
        .isEqualTo(401);
    assertThat(intake.post("/v1/status-changes", token, world.status()).statusCode())
        .isEqualTo(202);
  }

  @Test
  void agenciesAreListedPageByPage() throws Exception {
    intake.world();
    intake.world();

    var first = json(intake.get("/v1/agencies?limit=1", OPERATOR));
    var second = json(intake.get(first.path("next").asString(), OPERATOR));

    assertThat(first.path("agencies").get(0).path("id").asString())
        .isLessThan(second.path("agencies").get(0).path("id").asString());
  }

  @Test
  void onlyTheOperatorCaresForAgenciesNodesTolerancesAndImports() throws Exception {
    World world = intake.world();

    for (String path : new String[] {"/v1/agencies", "/v1/nodes", "/v1/tolerances"}) {
      assertThat(intake.post(path, world.token(), "{}").statusCode()).as(path).isEqualTo(403);
    }
    assertThat(intake.get("/v1/agencies", world.token()).statusCode()).isEqualTo(403);
    assertThat(intake.post("/v1/status-changes", OPERATOR, world.status()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aWrongAgencyIdOrNameIsExplained() throws Exception {
    HttpResponse<String> id =
        intake.post("/v1/agencies", OPERATOR, "{\"id\":\"Works!\",\"name\":\"W\"}");
    HttpResponse<String> name =
        intake.post("/v1/agencies", OPERATOR, "{\"id\":\"works\",\"name\":\" \"}");

    assertThat(id.statusCode()).isEqualTo(400);
    assertThat(json(id).path("value").asString()).isEqualTo("Works!");
    assertThat(json(name).path("field").asString()).isEqualTo("name");
  }

  @Test
  void everythingThatIsWrongWithAnAgencyIsNamed() throws Exception {
    HttpResponse<String> both =
        intake.post("/v1/agencies", OPERATOR, "{\"id\":\"Works!\",\"name\":\" \"}");
    HttpResponse<String> unread = intake.post("/v1/agencies", OPERATOR, "{\"id\":7,\"name\":\"\"}");
    HttpResponse<String> none = intake.post("/v1/agencies", OPERATOR, "{}");

    assertThat(both.statusCode()).isEqualTo(400);
    assertThat(json(both).path("errors").valueStream().map(error -> error.path("field").asString()))
        .containsExactly("id", "name");
    assertThat(
            json(unread).path("errors").valueStream().map(error -> error.path("reason").asString()))
        .containsExactly("MALFORMED", "OUT_OF_BOUNDS");
    assertThat(
            json(none).path("errors").valueStream().map(error -> error.path("reason").asString()))
        .containsExactly("MISSING", "MISSING");
  }

  @Test
  void whoHasNoTokenIsToldHowToSignIn() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + intake.port() + "/v1/status-changes/x"))
            .build();

    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void anAddressThatFailsTooOftenWaitsButAKnownTokenWorksOn() throws Exception {
    World world = intake.world();
    intake.post("/v1/status-changes", world.token(), world.status());
    intake.useClock(clock -> clock.plusSeconds(7_200));

    int last = 0;
    for (int i = 0; i <= SignIn.MAX_FAILURES; i++) {
      last = intake.get("/v1/status-changes/x", "nobody." + i).statusCode();
    }

    assertThat(last).isEqualTo(429);
    assertThat(intake.post("/v1/status-changes", world.token(), world.status()).statusCode())
        .isEqualTo(202);
    intake.useClock(clock -> clock.plusSeconds(7_200 + 61));
    assertThat(intake.get("/v1/status-changes/x", "nobody").statusCode()).isEqualTo(401);
    intake.useClock(clock -> clock);
  }

  @Test
  void anAgencyMayPublishWithKafkaToItsOwnTopicAndToNoOther() throws Exception {
    Assumptions.assumeTrue(
        intake.cluster.broker().isPresent(), "the broker in a container has no users");
    World world = intake.world();
    World other = intake.world();
    Map<String, Object> client = new HashMap<>(intake.cluster.kafka());
    client.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(BrokerUsers.userOf(world.agency()), world.token()));
    client.put("enable.idempotence", true);

    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      var sent =
          producer
              .send(new ProducerRecord<>(Topics.intake(world.agency()), new byte[] {1}))
              .get(30, TimeUnit.SECONDS);
      Throwable foreign =
          catchThrowable(() ->
              producer
                  .send(new ProducerRecord<>(Topics.intake(other.agency()), new byte[] {1}))
                  .get(30, TimeUnit.SECONDS));

      assertThat(sent.hasOffset()).isTrue();
      assertThat(foreign)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void anIntakeTopicsSchemaMayOnlyChangeSoThatAllVersionsReadEachOther() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        intake.cluster.registryUrl()
                            + "/config/plimsoll.intake."
                            + world.agency()
                            + "-value"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.body()).contains("FULL_TRANSITIVE");
  }
}
