package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plimsoll.intake.RunningIntake.OPERATOR;
import static org.plimsoll.intake.RunningIntake.fresh;
import static org.plimsoll.intake.RunningIntake.json;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.intake.RunningIntake.World;
import org.plimsoll.intake.Submission.EventId;
import org.plimsoll.intake.Submission.Kind;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.wire.Topics;

class StatusChangeTest {
  private final RunningIntake intake = RunningIntake.shared();

  @Test
  void aStatusChangeIsPublishedThenWeighed() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post("/v1/status-changes", world.token(), world.status(",\"note\":\"on its way\""));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String address = json(answer).path("status").asString();
    assertThat(answer.headers().firstValue("Location")).contains(address);
    await()
        .untilAsserted(() -> {
          var status = json(intake.get(address, world.token()));
          assertThat(status.path("state").asString()).isEqualTo("WEIGHED");
          assertThat(status.path("trail").path("sequence").asLong()).isPositive();
        });
  }

  @Test
  void aRefusalByTheEngineIsToldWithItsReason() throws Exception {
    World world = intake.world();
    await().until(() -> intake.bean(Nodes.class).find(world.project()).orElseThrow().confirmed());
    intake.engine.refuse(world.project());

    String address =
        json(intake.post("/v1/status-changes", world.token(), world.status()))
            .path("status")
            .asString();

    await()
        .untilAsserted(() -> {
          var status = json(intake.get(address, world.token()));
          assertThat(status.path("state").asString()).isEqualTo("REFUSED");
          assertThat(status.path("refusal").path("reason").asString()).isEqualTo("UNKNOWN_NODE");
        });
  }

  @Test
  void onlyItsAgencyAndTheOperatorLearnWhatBecameOfAnEvent() throws Exception {
    World world = intake.world();
    World stranger = intake.world();
    String address =
        json(intake.post("/v1/status-changes", world.token(), world.status()))
            .path("status")
            .asString();

    assertThat(intake.get(address, world.token()).statusCode()).isEqualTo(200);
    assertThat(intake.get(address, OPERATOR).statusCode()).isEqualTo(200);
    assertThat(intake.get(address, stranger.token()).statusCode()).isEqualTo(404);
    assertThat(intake.get("/v1/status-changes/unheard-of", OPERATOR).statusCode()).isEqualTo(404);
    assertThat(intake.get("/v1/status-changes/%00", OPERATOR).statusCode()).isEqualTo(404);
  }

  @Test
  void theSameEventTwiceIsAnsweredTheSameAndPublishedOnce() throws Exception {
    World world = intake.world();
    String id = fresh("event");

    HttpResponse<String> first =
        intake.post("/v1/status-changes", world.token(), world.status(), "Idempotency-Key", id);
    HttpResponse<String> second =
        intake.post(
            "/v1/status-changes",
            world.token(),
            " " + world.status(",\"eventId\":\"" + id + "\",\"note\":null"));

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    awaitWeighed(world, id);
    assertThat(Collections.frequency(intake.engine.taken(), id)).isEqualTo(1);
  }

  @Test
  void twinsAtTheSameMomentArePublishedOnce() throws Exception {
    World world = intake.world();
    String id = fresh("event");
    Callable<Integer> twin =
        () ->
            intake
                .post("/v1/status-changes", world.token(), world.status(), "Idempotency-Key", id)
                .statusCode();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(Collections.nCopies(20, twin))) {
        assertThat(answer.get()).isEqualTo(202);
      }
    }

    awaitWeighed(world, id);
    assertThat(Collections.frequency(intake.engine.taken(), id)).isEqualTo(1);
  }

  @Test
  void theSameIdWithAnotherBodyIsRefused() throws Exception {
    World world = intake.world();
    String id = fresh("event");
    intake.post("/v1/status-changes", world.token(), world.status(), "Idempotency-Key", id);

    HttpResponse<String> answer =
        intake.post(
            "/v1/status-changes",
            world.token(),
            world.status(",\"note\":\"other\""),
            "Idempotency-Key",
            id);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("field").asString()).isEqualTo("eventId");
  }

  @Test
  void twoAgenciesMayUseTheSameEventId() throws Exception {
    World world = intake.world();
    World other = intake.world();
    String id = fresh("event");

    intake.post("/v1/status-changes", world.token(), world.status(), "Idempotency-Key", id);
    HttpResponse<String> answer =
        intake.post("/v1/status-changes", other.token(), other.status(), "Idempotency-Key", id);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(intake.get("/v1/status-changes/" + id, OPERATOR).statusCode()).isEqualTo(409);
    assertThat(
            intake
                .get("/v1/status-changes/" + id + "?agency=" + world.agency(), OPERATOR)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void headerAndBodyThatNameDifferentIdsAreRefused() throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post(
            "/v1/status-changes",
            world.token(),
            world.status(",\"eventId\":\"a\""),
            "Idempotency-Key",
            "b");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void anEventRecordedBeforeACrashIsPublishedWhenItIsSentAgain() throws Exception {
    World world = intake.world();
    String id = fresh("event");
    StatusChange status =
        EventJson.statusChange(
            Fields.parse(world.status().getBytes(java.nio.charset.StandardCharsets.UTF_8)), id);
    intake
        .bean(Ledger.class)
        .record(
            List.of(
                Submission.of(
                    new EventId(id, world.agency()),
                    Kind.STATUS_CHANGE,
                    Topics.intake(world.agency()),
                    world.program(),
                    status)));
    assertThat(json(intake.get("/v1/status-changes/" + id, world.token())).path("state").asString())
        .isEqualTo("PENDING");

    HttpResponse<String> answer =
        intake.post("/v1/status-changes", world.token(), world.status(), "Idempotency-Key", id);

    assertThat(answer.statusCode()).isEqualTo(202);
    awaitWeighed(world, id);
    assertThat(Collections.frequency(intake.engine.taken(), id)).isEqualTo(1);
  }

  @Test
  void anUnknownProjectIsNotFoundAndAnotherAgencysIsForbidden() throws Exception {
    World world = intake.world();
    World other = intake.world();

    HttpResponse<String> unknown =
        intake.post(
            "/v1/status-changes",
            world.token(),
            world.status().replace(world.project(), "nowhere"));
    HttpResponse<String> program =
        intake.post(
            "/v1/status-changes",
            world.token(),
            world.status().replace(world.project(), world.program()));
    HttpResponse<String> foreign = intake.post("/v1/status-changes", world.token(), other.status());

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(json(unknown).path("value").asString()).isEqualTo("nowhere");
    assertThat(program.statusCode()).isEqualTo(404);
    assertThat(foreign.statusCode()).isEqualTo(403);
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,"pvMinor":-1,"currency":"KZT"                | 400 | pvMinor
          ,"pvMinor":1000000000000001,"currency":"KZT"  | 400 | pvMinor
          ,"pvMinor":99999999999999999999               | 400 | pvMinor
          ,"pvMinor":NaN                                | 400 | pvMinor
          ,"pvMinor":                                   | 400 | body
          ,                                             | 400 | body
          ,"pvMinor":1                                  | 400 | currency
          ,"pvMinor":1,"currency":"USD"                 | 422 | currency
          ,"pvMinor":1,"currency":"tenge"               | 422 | currency
          ,"forecastFinish":"2526-01-01"                | 400 | forecastFinish
          ,"eventId":"no spaces"                        | 400 | eventId
          ,"colour":"red"                               | 400 | colour
          ,"assistance":{"addressedTo":"PROJECT","request":"x"} | 400 | assistance.addressedTo
          ,"selfRating":"YELLOW"                        | 400 | selfRating
          ,"corrects":"no spaces"                       | 400 | corrects
          ,"indicators":[{"indicatorId":"i","value":1},{"indicatorId":"i","value":2}] | 400 | indicators.indicatorId
          """)
  void whatCannotBeTakenIsNamedAndTheNextIsTaken(String members, int code, String field)
      throws Exception {
    World world = intake.world();

    HttpResponse<String> answer =
        intake.post("/v1/status-changes", world.token(), world.status(members));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code);
    assertThat(json(answer).path("field").asString()).isEqualTo(field);
    assertThat(json(answer).path("expected").asString()).isNotEmpty();
    assertThat(json(answer).has("errors")).isFalse();
    assertThat(intake.post("/v1/status-changes", world.token(), world.status()).statusCode())
        .isEqualTo(202);
  }

  @Test
  void aDataDateInTheFutureIsRefusedAndTomorrowIsNot() throws Exception {
    World world = intake.world();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);

    HttpResponse<String> far =
        intake.post(
            "/v1/status-changes",
            world.token(),
            world.status().replace("2026-03-31", today.plusYears(50).toString()));
    HttpResponse<String> tomorrow =
        intake.post(
            "/v1/status-changes",
            world.token(),
            world.status().replace("2026-03-31", today.plusDays(1).toString()));

    assertThat(far.statusCode()).isEqualTo(422);
    assertThat(json(far).path("reason").asString()).isEqualTo("FUTURE_DATA_DATE");
    assertThat(tomorrow.statusCode()).isEqualTo(202);
  }

  @Test
  void nothingWaitsForTheDatabaseOnAnEventLoop() throws Exception {
    World world = intake.world();

    intake.post("/v1/status-changes", world.token(), world.status());
    intake.lines(world.token(), world.status());

    assertThat(intake.tookOnEventLoop()).isFalse();
  }

  @Test
  void anotherMediaTypeOrPathIsAProblemToo() throws Exception {
    World world = intake.world();

    HttpResponse<String> type =
        intake.send(
            intake
                .request("/v1/status-changes", world.token())
                .header("Content-Type", "text/xml")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("<a/>")));
    HttpResponse<String> path = intake.get("/v1/nothing", world.token());

    assertThat(type.statusCode()).isEqualTo(415);
    assertThat(json(type).path("status").asInt()).isEqualTo(415);
    assertThat(path.statusCode()).isEqualTo(404);
    assertThat(intake.post("/v1/status-changes", world.token(), "").statusCode()).isEqualTo(400);
  }

  private void awaitWeighed(World world, String id) {
    await()
        .untilAsserted(() ->
            assertThat(
                    json(intake.get("/v1/status-changes/" + id, world.token()))
                        .path("state")
                        .asString())
                .isEqualTo("WEIGHED"));
  }
}
