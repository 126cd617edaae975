package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Component;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.leadership.subscription.MailProofs;
import org.plimsoll.testkit.Cluster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Subscriptions, deliveries, a person's wishes and calendar over HTTP. */
class SubscriptionsApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static Story story;
  private static House house;
  private static Hook hook;

  @TempDir private static Path directory;
  private static Authority authority;

  @BeforeAll
  static void tell() throws Exception {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Road.dig(story);
    Road.build(story);
    story.flush();
    authority = new Authority(directory, "Ours");
    String[] settings = Arrays.copyOf(DeliveringTest.SENDING, DeliveringTest.SENDING.length + 1);
    settings[settings.length - 1] =
        "plimsoll.leadership.deliveries.webhook.trusted-certificates=" + authority.certificate();
    house = new House(settings);
    house.awaitShown(story.written);
    hook = new Hook(Hook.Mood.ANSWERS_500);
  }

  @AfterAll
  static void end() {
    hook.close();
    authority.close();
    story.close();
    house.close();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(SignIns.AUDITOR, method, path, body);
  }

  private static HttpResponse<String> send(String who, String method, String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(house.url(path)))
            .header("Content-Type", "application/json")
            .header("Authorization", SignIns.basic(who))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String hooked(String more) {
    return """
    {"title": "All", "channel": "WEBHOOK", "url": "%s"%s}
    """
        .formatted(hook.url(), more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"channel\": \"MAIL\"} | title",
        "{\"title\": \"a\"} | channel",
        "{\"title\": \"a\", \"channel\": \"PIGEON\"} | channel",
        "{\"title\": \"a\", \"channel\": \"WEBHOOK\"} | url",
        "{\"title\": \"a\", \"channel\": \"WEBHOOK\", \"url\": \"http://10.0.0.1/\"} | url",
        "{\"title\": \"a\", \"channel\": \"WEBHOOK\", \"url\": \"https://0x7f.1/\"} | url",
        "{\"title\": \"a\", \"channel\": \"WEBHOOK\", \"url\": \"https://localhost:22/\"} | url",
        "{\"title\": \"a\", \"channel\": \"WEBHOOK\", \"url\": \"https://[::1]/\"} | url",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"url\": \"https://a.example/\"} | url",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"nodes\": [\"nobody\"]} | nodes",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"nodes\": [\"../etc\"]} | nodes",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"kinds\": [\"MONEY\"]} | kinds",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"severities\": \"HIGH\"} | severities",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"receivedBy\": \"PROJECT\"} | receivedBy",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"language\": \"de\"} | language",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"gathering\": \"WEEKLY\"} | gathering",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"waitMinutes\": -1} | waitMinutes",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"waitMinutes\": 1.5} | waitMinutes",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"repeatHours\": 9999999999} | repeatHours",
        "{\"title\": \"a\", \"channel\": \"MAIL\", \"titel\": \"b\"} | titel",
        "{\"title\": {\"a\": 1}, \"channel\": \"MAIL\"} | title",
        "[] | body",
        "{\"title\" | body",
      })
  void aBadFieldIsNamed(String body, String field) throws Exception {
    HttpResponse<String> answer = send("POST", "/v1/subscriptions", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode problem = Client.problem(answer);
    assertThat(problem.get("field").asString()).isEqualTo(field);
    assertThat(problem.get("expected").asString()).isNotEmpty();
  }

  @Test
  void aTitleOfTenThousandCharactersIsRefused() throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/v1/subscriptions",
            "{\"channel\": \"MAIL\", \"title\": \"" + "x".repeat(10_000) + "\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.problem(answer).get("field").asString()).isEqualTo("title");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/person | {\"mail\": \"a@b.example, c@d.example\"} | mail",
        "/v1/person | {\"mail\": \"a@b.example\\r\\nBcc: x@y.example\"} | mail",
        "/v1/person | {\"zone\": \"Mars/Olympus\"} | zone",
        "/v1/person | {\"digestAt\": \"25:00\"} | digestAt",
        "/v1/person | {\"quietFrom\": \"22:00\"} | quietUntil",
        "/v1/person | {\"deepAnyway\": \"perhaps\"} | deepAnyway",
      })
  void aBadWishIsNamed(String path, String body, String field) throws Exception {
    HttpResponse<String> answer = send("PUT", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Client.problem(answer).get("field").asString()).isEqualTo(field);
  }

  @Test
  void aSubscriptionIsMadeChangedTriedAndEnded() throws Exception {
    hook.be(Hook.Mood.ANSWERS_500);
    HttpResponse<String> answer =
        send("POST", "/v1/subscriptions", hooked(", \"kinds\": [\"COST\"]"));
    assertThat(answer.statusCode()).isEqualTo(201);
    JsonNode made = JSON.readTree(answer.body());
    assertThat(made.get("secret").asString()).startsWith("whsec_");
    String id = made.get("subscription").get("id").asString();
    String path = "/v1/subscriptions/" + id;
    assertThat(Client.get(house.url(path)).body()).doesNotContain("whsec_").contains("COST");

    assertThat(send("PUT", path, hooked(", \"repeatHours\": 24")).statusCode()).isEqualTo(200);
    assertThat(Client.json(house.url(path)).get("repeatHours").asLong()).isEqualTo(24);
    assertThat(send("PUT", path, "{\"title\": \"a\", \"channel\": \"MAIL\"}").statusCode())
        .isEqualTo(400);
    assertThat(send("POST", path + "/secret", "").body()).contains("whsec_");

    HttpResponse<String> tested = send("POST", path + "/test", "");
    assertThat(tested.statusCode()).isEqualTo(202);
    String delivery = "/v1/deliveries/" + JSON.readTree(tested.body()).get("delivery").asString();
    await().atMost(SOON).until(() -> Client.json(house.url(delivery)).get("attempts").size() > 0);
    JsonNode attempt = Client.json(house.url(delivery)).get("attempts").get(0);
    assertThat(attempt.get("status").asInt()).isEqualTo(500);
    assertThat(attempt.get("said").asString()).isEqualTo("out of order");
    hook.be(Hook.Mood.WELL);
    await()
        .atMost(SOON)
        .until(() ->
            Client.json(house.url(delivery))
                .get("delivery")
                .get("state")
                .asString()
                .equals("ARRIVED"));
    assertThat(send("POST", delivery + "/again", "").statusCode()).isEqualTo(202);

    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(200);
    for (String gone : List.of("/test", "/secret")) {
      assertThat(send("POST", path + gone, "").statusCode()).as(gone).isEqualTo(409);
    }
    assertThat(send("POST", delivery + "/again", "").statusCode()).isEqualTo(409);
    assertThat(send("POST", "/v1/subscriptions/sub_none/test", "").statusCode()).isEqualTo(404);
    assertThat(Client.get(house.url("/v1/deliveries/msg_none")).statusCode()).isEqualTo(404);
  }

  @Test
  void theLogIsPagedByCursorWhileRowsArrive() throws Exception {
    hook.be(Hook.Mood.WELL);
    String id =
        JSON.readTree(send("POST", "/v1/subscriptions", hooked("")).body())
            .get("subscription")
            .get("id")
            .asString();
    for (int i = 0; i < 7; i++) {
      send("POST", "/v1/subscriptions/" + id + "/test", "");
    }
    List<Long> before =
        house.numbers(
            "SELECT seq FROM telling.delivery WHERE subscription_id = '"
                + id
                + "' ORDER BY seq DESC");
    List<Long> visited =
        Client.all(
                house.url("/v1/deliveries?limit=2&subscription=" + id),
                () -> {
                  try {
                    send("POST", "/v1/subscriptions/" + id + "/test", "");
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .stream()
            .map(each -> each.get("seq").asLong())
            .toList();
    assertThat(visited).containsExactlyElementsOf(before);
    assertThat(Client.get(house.url("/v1/deliveries?state=LOST")).statusCode()).isEqualTo(400);
  }

  @Test
  void aPersonSaysHowTheyAreReachedAndWhoStandsIn() throws Exception {
    assertThat(
            send(
                    "PUT",
                    "/v1/person",
                    """
                    {"mail": "o@gov.example", "language": "kk", "quietFrom": "22:00",
                     "quietUntil": "07:00", "deepAnyway": true}
                    """)
                .statusCode())
        .isEqualTo(200);
    JsonNode person = Client.json(house.url("/v1/person"));
    assertThat(person.get("quietUntil").asString()).isEqualTo("07:00");
    assertThat(person.get("mailState").asString()).isEqualTo("ASKED");
    for (int asked = 1; asked < MailProofs.MOST_A_DAY; asked++) {
      assertThat(send("POST", "/v1/person/proof", "").statusCode()).isEqualTo(202);
    }
    assertThat(send("POST", "/v1/person/proof", "").statusCode()).isEqualTo(429);
    assertThat(send(SignIns.HEAD, "POST", "/v1/person/proof", "").statusCode()).isEqualTo(409);
    HttpResponse<String> made =
        send("POST", "/v1/substitutions", "{\"standIn\": \"B\", \"endsAt\": \"2099-01-01T00:00\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    String path = "/v1/substitutions/" + JSON.readTree(made.body()).get("id").asLong();
    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(404);
    assertThat(
            Client.problem(
                    send(
                        "POST",
                        "/v1/substitutions",
                        "{\"standIn\": \"B\", \"endsAt\": \"2020-01-01T00:00\"}"))
                .get("field")
                .asString())
        .isEqualTo("endsAt");
  }

  @Test
  void aCalendarHoldsWhatIsDueForAsLongAsItsAddressIsNotRevoked() throws Exception {
    String address =
        JSON.readTree(send("POST", "/v1/calendar", "").body()).get("address").asString();
    String url = house.url(address.substring(address.indexOf("/calendar/")));
    HttpResponse<String> answer = Client.get(url);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/calendar");
    var calendar = new CalendarBuilder().build(new StringReader(answer.body()));
    calendar.validate();
    assertThat(calendar.getComponents(Component.VEVENT)).isNotEmpty();
    assertThat(answer.body())
        .contains("UID:plan-" + Road.EXCEPTION + "@plimsoll\r\n")
        .contains("DTSTART;VALUE=DATE:20200515\r\n");
    assertThat(Client.get(url).body()).isEqualTo(answer.body());
    assertThat(house.sql().queryForList("SELECT token_sha256 FROM telling.calendar", byte[].class))
        .allMatch(kept -> kept.length == 32);
    assertThat(send("DELETE", "/v1/calendar", "").statusCode()).isEqualTo(204);
    assertThat(Client.get(url).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"page\": \"/board\"} | title",
        "{\"title\": \" \\u202e\\r\\n\", \"page\": \"/board\"} | title",
        "{\"title\": [\"a\", \"b\"], \"page\": \"/board\"} | title",
        "{\"title\": \"a\"} | page",
        "{\"title\": \"a\", \"page\": \"//evil.example\"} | page",
        "{\"title\": \"a\", \"page\": \"/board\", \"search\": \"x\"} | search",
        "{\"title\": \"a\", \"page\": \"/board\", \"kind\": \"ASSISTANCE\"} | kind",
        "{\"title\": \"a\", \"page\": \"/board\", \"program\": \"../etc\"} | program",
        "{\"title\": \"a\", \"page\": \"/board\", \"month\": \"2026-13\"} | month",
        "{\"title\": \"a\", \"page\": \"/inbox/program\", \"start\": \"yes\"} | start",
        "{\"title\": \"a\", \"page\": \"/inbox/program\", \"colour\": \"red\"} | colour",
      })
  void aBadViewIsNamed(String body, String field) throws Exception {
    HttpResponse<String> answer = send("POST", "/v1/views", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode problem = Client.problem(answer);
    assertThat(problem.get("field").asString()).isEqualTo(field);
    assertThat(problem.get("expected").asString()).isNotEmpty();
  }

  @Test
  void aNameOfAViewDoesNoMoreThanBeRead() throws Exception {
    assertThat(send("POST", "/v1/views", view("x".repeat(10_000))).statusCode()).isEqualTo(400);
    JsonNode made =
        JSON.readTree(
            send("POST", "/v1/views", view("<script>alert(1)</script>\\u202e\\r\\nBcc: a")).body());
    assertThat(made.get("title").asString()).isEqualTo("<script>alert(1)</script> Bcc: a");
    String page = Client.get(house.url("/inbox/program")).body();
    assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert(1)");
    send("DELETE", "/v1/views/" + made.get("id").asString(), "");
  }

  private static String view(String title) {
    return "{\"title\": \"%s\", \"page\": \"/inbox/program\"}".formatted(title);
  }

  @Test
  void aViewIsOfOnePersonAndTheirStartUntilItIsRemoved() throws Exception {
    HttpResponse<String> answer =
        send(
            SignIns.HEAD,
            "POST",
            "/v1/views",
            """
            {"title": "Dear ones", "page": "/inbox/program", "kind": "COST",
             "search": "a&b=c 100%", "start": true}
            """);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode made = JSON.readTree(answer.body());
    String path = "/v1/views/" + made.get("id").asString();
    assertThat(answer.headers().firstValue("Location")).hasValue(path);
    assertThat(made.get("search").asString()).isEqualTo("a&b=c 100%");
    String start = made.get("path").asString();
    assertThat(start).isEqualTo("/inbox/program?kind=COST&search=a%26b%3Dc+100%25");
    assertThat(begin()).isEqualTo(start);
    HttpResponse<String> shown =
        Client.get(house.url(start), "Authorization", SignIns.basic(SignIns.HEAD));
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.body()).contains("aria-current=\"page\">Dear ones</a>");

    // Another one with the name, and another one to begin with.
    assertThat(send(SignIns.HEAD, "POST", "/v1/views", view("Dear ones")).statusCode())
        .isEqualTo(400);
    JsonNode other =
        JSON.readTree(
            send(
                    SignIns.HEAD,
                    "POST",
                    "/v1/views",
                    "{\"title\": \"Board\", \"page\": \"/board\", \"start\": true}")
                .body());
    assertThat(begin()).isEqualTo("/board");
    assertThat(send(SignIns.HEAD, "PUT", path, view("Cheap ones")).statusCode()).isEqualTo(200);
    assertThat(send(SignIns.HEAD, "GET", path, "").body()).contains("Cheap ones");

    // What is somebody else's is not there.
    for (String method : List.of("GET", "PUT", "DELETE")) {
      assertThat(send(SignIns.MINISTER, method, path, view("Mine")).statusCode())
          .as(method)
          .isEqualTo(404);
    }
    for (JsonNode each : List.of(made, other)) {
      assertThat(
              send(SignIns.HEAD, "DELETE", "/v1/views/" + each.get("id").asString(), "")
                  .statusCode())
          .isEqualTo(204);
    }
    assertThat(send(SignIns.HEAD, "DELETE", path, "").statusCode()).isEqualTo(404);
    assertThat(begin()).isEqualTo("/inbox/program");
  }

  private static String begin() {
    return Client.get(house.url("/"), "Authorization", SignIns.basic(SignIns.HEAD))
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  @Test
  void aDecisionTrailShowsWhatTheReaderWasToldAndToAnAuditorWhatAnybodyWas() throws Exception {
    String body = hooked(", \"nodes\": [\"road\"], \"kinds\": [\"COST\"]");
    JsonNode made = JSON.readTree(send(SignIns.HEAD, "POST", "/v1/subscriptions", body).body());
    String id = made.get("subscription").get("id").asString();
    story.status(Portfolio.status(Road.ROAD, 3).setCostForecastMinor(1_400_000_000L).build());
    story.flush();
    house.awaitShown(story.written);
    await().atMost(SOON).until(() -> !told(SignIns.HEAD).isEmpty());
    JsonNode told = told(SignIns.HEAD).getFirst();
    assertThat(told.get("who").asString()).isEqualTo(SignIns.HEAD);
    assertThat(told.get("grounds").get(0).get("text").asString())
        .isEqualTo("Webhook " + hook.url());
    // It stands beside the trail: there is nothing to prove it by.
    assertThat(told.get("position").isNull()).isTrue();
    assertThat(told.get("proof").isNull()).isTrue();
    assertThat(told(SignIns.MINISTER)).isEmpty();
    // Who sees everything sees who was told, and not where a receiver of theirs listens.
    assertThat(told(SignIns.AUDITOR))
        .extracting(each -> each.get("who").asString())
        .containsOnly(SignIns.HEAD);
    for (String other : List.of(SignIns.AUDITOR, SignIns.MINISTER)) {
      assertThat(send(other, "GET", "/exceptions/" + Road.EXCEPTION + "/trail", "").body())
          .contains("A. Sadykova")
          .doesNotContain(hook.url());
    }
    send(SignIns.HEAD, "DELETE", "/v1/subscriptions/" + id, "");
  }

  private static List<JsonNode> told(String who) throws IOException, InterruptedException {
    return JSON.readTree(send(who, "GET", "/v1/exceptions/" + Road.EXCEPTION + "/trail", "").body())
        .get("items")
        .valueStream()
        .filter(step -> step.get("step").asString().equals("TOLD"))
        .toList();
  }

  @Test
  void aPersonHasSoManyViewsAndNoMore() throws Exception {
    for (int i = 0; i < SavedViews.MOST; i++) {
      assertThat(send(SignIns.OSPANOV, "POST", "/v1/views", view("V" + i)).statusCode())
          .isEqualTo(201);
    }
    assertThat(send(SignIns.OSPANOV, "POST", "/v1/views", view("one more")).statusCode())
        .isEqualTo(409);
    assertThat(house.count("access.saved_view WHERE person = '" + SignIns.OSPANOV + "'"))
        .isEqualTo(SavedViews.MOST);
  }

  @Test
  void aReceiverIsCalledWhoseCertificateOnesOwnAuthoritySigned() throws Exception {
    JsonNode arrived = tried("https://localhost:" + authority.receiver("good", "localhost"));
    assertThat(arrived.get("outcome").asString()).isEqualTo("ARRIVED");
    assertThat(arrived.get("said").asString()).isEqualTo("thank you");
  }

  @Test
  void aCertificateOfAnotherNameOrOneThatIsOverIsRefused() throws Exception {
    JsonNode other = tried("https://localhost:" + authority.receiver("other", "other.example"));
    assertThat(other.get("outcome").asString()).isEqualTo("REFUSED");
    assertThat(other.get("said").asString()).contains("not accepted", "localhost");
    JsonNode over =
        tried(
            "https://localhost:"
                + authority.receiver("over", "localhost", "-startdate", "-10d", "-validity", "5"));
    assertThat(over.get("outcome").asString()).isEqualTo("REFUSED");
    assertThat(over.get("said").asString()).contains("is over");
  }

  @Test
  void aCertificateOfAnAuthorityThatNobodyNamedIsRefused(@TempDir Path elsewhere) throws Exception {
    try (Authority unknown = new Authority(elsewhere, "Unknown")) {
      JsonNode refused = tried("https://localhost:" + unknown.receiver("good", "localhost"));
      assertThat(refused.get("outcome").asString()).isEqualTo("REFUSED");
      assertThat(refused.get("said").asString())
          .contains("nobody who is trusted here", "trusted-certificates");
    }
  }

  /** What came of sending a test there, as the log has it. */
  private static JsonNode tried(String url) throws Exception {
    String body = "{\"title\": \"TLS\", \"channel\": \"WEBHOOK\", \"url\": \"%s/\"}".formatted(url);
    String id =
        JSON.readTree(send("POST", "/v1/subscriptions", body).body())
            .get("subscription")
            .get("id")
            .asString();
    String delivery =
        JSON.readTree(send("POST", "/v1/subscriptions/" + id + "/test", "").body())
            .get("delivery")
            .asString();
    String path = house.url("/v1/deliveries/" + delivery);
    List<JsonNode> answered = new ArrayList<>();
    await()
        .atMost(SOON)
        .until(() -> {
          Client.json(path).get("attempts").forEach(answered::add);
          // A machine with much else to do may not have answered in time.
          answered.removeIf(each -> each.get("outcome").asString().equals("TIMEOUT"));
          return !answered.isEmpty();
        });
    send("DELETE", "/v1/subscriptions/" + id, "");
    return answered.getFirst();
  }
}
