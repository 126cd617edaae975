package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plimsoll.testkit.Cluster;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * I6: nobody sees a row of a node outside their scope. Every person asks every address about every
 * node; what they may get is reckoned by {@link Realm} from its tree, which knows nothing of SQL.
 */
class AccessMatrixTest {
  /** Addresses about one node. */
  private static final List<String> OF_A_NODE =
      List.of(
          "/nodes/{id}",
          "/nodes/{id}/charts",
          "/nodes/{id}/taken",
          "/nodes/{id}/tolerances/{tolerance}",
          "/nodes/{id}/tolerances/{tolerance}/{tier}/{partition}/{sequence}",
          "/map/{id}",
          "/exceptions/{exception}",
          "/exceptions/{exception}/trail",
          "/v1/nodes/{id}",
          "/v1/nodes/{id}/history",
          "/v1/nodes/{id}/decisions",
          "/v1/nodes/{id}/explanation",
          "/v1/exceptions/{exception}",
          "/v1/exceptions/{exception}/report",
          "/v1/exceptions/{exception}/trail");

  /** Addresses about one project. */
  private static final List<String> OF_A_PROJECT = List.of("/nodes/{id}/calls/{call}");

  /** Addresses of one entry of the trail. */
  private static final List<String> OF_AN_ENTRY =
      List.of(
          "/trail/{tier}/{partition}/{sequence}",
          "/v1/trail/{tier}/{partition}/{sequence}",
          "/v1/trail/{tier}/{partition}/{sequence}/explanation");

  /** Addresses that speak of whatever the reader sees. */
  private static final List<String> OF_ALL =
      List.of(
          "/",
          "/inbox",
          "/inbox/{level}",
          "/board",
          "/map",
          "/flow",
          "/delivered",
          "/taken",
          "/acknowledged",
          "/refusals",
          "/refusals.csv",
          "/subscriptions/nodes",
          "/v1/nodes",
          "/v1/exceptions",
          "/v1/escalations",
          "/v1/escalations/stream",
          "/v1/flow",
          "/v1/refusals");

  /** Addresses of what the reader has made, or was told. */
  private static final List<String> OF_OWN =
      List.of(
          "/subscriptions",
          "/deliveries",
          "/reach",
          "/views",
          "/v1/views",
          "/v1/subscriptions",
          "/v1/deliveries",
          "/v1/substitutions",
          "/v1/person");

  /** One of these. */
  private static final List<String> OF_ONE_OWN =
      List.of(
          "/subscriptions/{id}",
          "/v1/subscriptions/{id}",
          "/deliveries/{id}",
          "/v1/deliveries/{id}",
          "/v1/views/{id}");

  /** For whom policies concern. */
  private static final String BACKTESTS = "/backtests";

  /** One that somebody began. */
  private static final List<String> OF_A_BACKTEST =
      List.of("/backtests/{id}", "/backtests/{id}/progress", "/backtests/{id}/{list}");

  /** Whoever has the token reads it as the person who made it. */
  private static final String CALENDAR = "/calendar/{token}.ics";

  /** Addresses that show nothing of nodes. */
  private static final List<String> OF_NONE =
      List.of(
          "/language",
          "/sign-in",
          "/sign-in/{token}",
          "/reach/proof/{token}",
          "/reads",
          "/v1/reads",
          "/exceptions/{exception}/decisions",
          "/docs/api",
          "/v1/openapi.json",
          "/v1/persons/{id}");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Story story;
  private static House house;

  @BeforeAll
  static void open() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Realm.tell(story);
    String[] settings = Realm.settings();
    String[] andIntake = java.util.Arrays.copyOf(settings, settings.length + 2);
    // Nobody is there; nothing that the matrix does gets so far.
    andIntake[settings.length] = "plimsoll.leadership.intake.url=http://127.0.0.1:9";
    andIntake[settings.length + 1] = "plimsoll.leadership.intake.token=of-the-tests";
    house = new House(andIntake);
    house.awaitShown(story.written);
  }

  @AfterAll
  static void close() {
    house.close();
    story.close();
  }

  /** So that an address that is added is asked for here, too. */
  @Test
  void theMatrixKnowsEveryAddress() {
    Set<String> asked =
        Stream.of(
                OF_A_NODE,
                OF_A_PROJECT,
                OF_AN_ENTRY,
                OF_ALL,
                OF_OWN,
                OF_ONE_OWN,
                OF_A_BACKTEST,
                List.of(CALENDAR, BACKTESTS),
                OF_NONE)
            .flatMap(List::stream)
            .map(path -> path.replace("{exception}", "{id}"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = new TreeSet<>();
    house
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((mapping, method) -> {
          if (method.hasMethodAnnotation(GetMapping.class)) {
            mapping
                .getPatternsCondition()
                .getPatterns()
                .forEach(pattern -> there.add(pattern.getPatternString()));
          }
        });
    assertThat(asked).isEqualTo(there);
  }

  @ParameterizedTest
  @MethodSource("persons")
  void aNodeIsThereForWhoMaySeeItAndForNobodyElse(Realm.Person person) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Realm.Node node : Realm.NODES.values()) {
      boolean sees = Realm.sees(person, node.id());
      List<String> addresses = new ArrayList<>(OF_A_NODE);
      if (node.level().equals("PROJECT")) {
        addresses.addAll(OF_A_PROJECT);
      }
      for (String address : addresses) {
        String path = about(address, node);
        HttpResponse<String> answer = get(person, path);
        boolean there = answer.statusCode() == 200 || answer.statusCode() == 303;
        if (there != sees || (!sees && answer.statusCode() != 404)) {
          wrong.add(path + " answered " + answer.statusCode() + ", expected " + sees);
        }
        wrong.addAll(beyond(person, path, answer.body()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("persons")
  void anEntryIsThereForWhoSeesANodeOfItAndSaysNothingOfOthers(Realm.Person person)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    Map<String, Set<String>> concerned = concerned();
    assertThat(concerned).hasSizeGreaterThan(50);
    for (Map.Entry<String, Set<String>> entry : concerned.entrySet()) {
      boolean sees =
          person.everything() || entry.getValue().stream().anyMatch(id -> Realm.sees(person, id));
      for (String address : OF_AN_ENTRY) {
        String path = address.replace("{tier}/{partition}/{sequence}", entry.getKey());
        HttpResponse<String> answer = get(person, path);
        if ((answer.statusCode() == 200) != sees || (!sees && answer.statusCode() != 404)) {
          wrong.add(path + " answered " + answer.statusCode() + ", expected " + sees);
        }
        wrong.addAll(beyond(person, path, answer.body()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("persons")
  void aListHasEveryRowWithinTheScopeAndNoOther(Realm.Person person) throws Exception {
    Set<String> seen = Realm.seen(person);
    assertThat(nodes(person, "/v1/nodes", "id")).isEqualTo(seen);
    assertThat(nodes(person, "/v1/exceptions", "nodeId")).isEqualTo(seen);
    Set<String> told = new TreeSet<>(seen);
    told.removeIf(id -> Realm.node(id).parent() == null && !delivered().contains(id));
    told.retainAll(delivered());
    assertThat(nodes(person, "/v1/escalations", "nodeId")).isEqualTo(told);
    boolean dam =
        person.everything() || seen.contains("s-dam") || person.agencies().contains("mines");
    assertThat(items(person, "/v1/refusals")).hasSize(dam ? 1 : 0);
    assertThat(get(person, "/refusals.csv").body().lines()).hasSize(dam ? 2 : 1);
    for (String query :
        List.of(
            "/refusals",
            "/refusals?reason=SUPERSEDED&sender=mines",
            "/refusals.csv",
            "/inbox/portfolio",
            "/inbox/program",
            "/inbox/portfolio?search=Zq",
            "/subscriptions/nodes?find=Zq",
            "/subscriptions/nodes?find=s-",
            "/inbox/program?node=s-water",
            "/board",
            "/board?agency=mines",
            "/board?program=s-water",
            "/map",
            "/delivered",
            "/delivered?receiver=s-water",
            "/delivered?agency=mines",
            "/taken",
            "/taken?agency=mines",
            "/acknowledged",
            "/acknowledged?way=WAITING",
            "/flow",
            "/v1/flow",
            "/v1/nodes?parent=s-water",
            "/v1/escalations?node=s-dam",
            "/v1/escalations?deliveredTo=s-water",
            "/v1/exceptions?node=s-dam")) {
      HttpResponse<String> answer = get(person, query);
      assertThat(answer.statusCode()).as(query).isIn(200, 303);
      assertThat(beyond(person, query, answer.body())).isEmpty();
    }
    JsonNode flow = Client.problem(get(person, "/v1/flow"));
    long projects = seen.stream().filter(id -> Realm.node(id).level().equals("PROJECT")).count();
    assertThat(flow.path("statusChangesTaken").asLong()).isEqualTo(3 * projects);
  }

  @ParameterizedTest
  @MethodSource("persons")
  void aStreamHasTheSameItemsAsTheList(Realm.Person person) {
    List<Long> listed =
        items(person, "/v1/escalations").stream().map(item -> item.path("seq").asLong()).toList();
    if (listed.isEmpty()) {
      return;
    }
    assertThat(
            Client.ids(
                house.url("/v1/escalations/stream?after=0"), person.name(), null, listed.size()))
        .isEqualTo(listed);
  }

  @ParameterizedTest
  @MethodSource("persons")
  void whoMayNotDecideIsRefused(Realm.Person person) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Realm.Node node : Realm.NODES.values()) {
      int expected =
          !Realm.sees(person, node.id()) ? 404 : Realm.decides(person, node.id()) ? 422 : 403;
      // Nothing is filled in: who may decide is told so, and nothing is sent.
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(house.url("/exceptions/" + node.id() + "~cost~1/decisions")))
              .header("Authorization", SignIns.basic(person.name()))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "kind=GRANT_TOLERANCE&eventId=x&revision=1&answers=1"))
              .build();
      int status = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
      if (status != expected) {
        wrong.add(node.id() + " answered " + status + ", expected " + expected);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("persons")
  void everybodyBeginsWhereTheyHaveSomethingToDo(Realm.Person person) {
    Set<String> levels =
        Realm.seen(person).stream()
            .map(id -> Realm.node(id).level())
            .collect(Collectors.toCollection(TreeSet::new));
    String start =
        levels.contains("PORTFOLIO")
            ? "/inbox/portfolio"
            : levels.contains("PROGRAM")
                ? "/inbox/program"
                : !person.agencies().isEmpty()
                    ? "/refusals"
                    : levels.contains("PROJECT") ? "/inbox/program" : "/inbox/portfolio";
    assertThat(get(person, "/").headers().firstValue("Location")).hasValue(start);
  }

  /** But for the log of deliveries, which an auditor sees. */
  @ParameterizedTest
  @MethodSource("persons")
  void whatSomebodyMadeIsTheirsAlone(Realm.Person owner) throws Exception {
    String title = "Of " + owner.name();
    JsonNode made =
        post(
            owner,
            "/v1/subscriptions",
            "{\"title\": \"%s\", \"channel\": \"WEBHOOK\", \"url\": \"https://receiver.example/kept-secret\"}"
                .formatted(title));
    String subscription = made.path("subscription").path("id").asString();
    String delivery =
        post(owner, "/v1/subscriptions/" + subscription + "/test", "").path("delivery").asString();
    String view =
        post(owner, "/v1/views", "{\"title\": \"%s\", \"page\": \"/board\"}".formatted(title))
            .path("id")
            .asString();
    List<String> wrong = new ArrayList<>();
    for (Realm.Person person : Realm.PERSONS) {
      boolean own = person.equals(owner);
      for (String address : OF_ONE_OWN) {
        String path =
            address.replace(
                "{id}",
                address.contains("deliveries")
                    ? delivery
                    : address.contains("views") ? view : subscription);
        HttpResponse<String> answer = get(person, path);
        boolean audits = person.everything() && address.contains("deliveries");
        if (answer.statusCode() != (own || audits ? 200 : 404)) {
          wrong.add(person.name() + ": " + path + " answered " + answer.statusCode());
        }
        if (!own && answer.body().contains("kept-secret")) {
          wrong.add(person.name() + ": " + path + " showed where the webhook is called");
        }
      }
      for (String path : OF_OWN) {
        HttpResponse<String> answer = get(person, path);
        boolean audits = person.everything() && path.contains("deliveries");
        if (answer.statusCode() != 200
            || (!own
                && (audits ? !answer.body().contains(delivery) : answer.body().contains(title)))) {
          wrong.add(person.name() + ": " + path + " answered " + answer.statusCode());
        }
        wrong.addAll(beyond(person, path, answer.body()));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(get(owner, "/v1/subscriptions").body()).contains(title);
    assertThat(get(owner, "/v1/deliveries").body()).contains(delivery).contains("kept-secret");
    for (Realm.Person person : Realm.PERSONS) {
      // Seeing is not sending.
      HttpResponse<String> again =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(house.url("/v1/deliveries/" + delivery + "/again")))
                  .header("Authorization", SignIns.basic(person.name()))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(again.statusCode()).isEqualTo(person.equals(owner) ? 202 : 404);
    }
  }

  @ParameterizedTest
  @MethodSource("persons")
  void aCalendarHasWhatItsPersonSees(Realm.Person person) throws Exception {
    String address = post(person, "/v1/calendar", "").path("address").asString();
    String path = address.substring(address.indexOf("/calendar/"));
    HttpResponse<String> answer = Client.get(house.url(path));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(beyond(person, path, answer.body())).isEmpty();
    assertThat(Client.get(house.url(path.replace(".ics", "x.ics"))).statusCode()).isEqualTo(404);
  }

  /** Of every node that a person holds whole, and what stands in it is of that node alone. */
  @ParameterizedTest
  @MethodSource("persons")
  void aPolicyIsWeighedOverWhatAPersonHoldsWholeAndNothingElse(Realm.Person person)
      throws Exception {
    boolean concerned =
        person.everything()
            || Realm.NODES.values().stream()
                .anyMatch(
                    node -> !node.level().equals("PROJECT") && Realm.holds(person, node.id()));
    HttpResponse<String> page = get(person, BACKTESTS);
    assertThat(page.statusCode()).isEqualTo(concerned ? 200 : 404);
    assertThat(get(person, "/flow").body().contains("href=\"/backtests\"")).isEqualTo(concerned);
    assertThat(beyond(person, BACKTESTS, page.body())).isEmpty();
    List<String> wrong = new ArrayList<>();
    for (Realm.Node node : Realm.NODES.values()) {
      HttpResponse<String> begun = weigh(person, node.id());
      boolean holds = concerned && Realm.holds(person, node.id());
      if (begun.statusCode() != (holds ? 303 : concerned ? 422 : 404)) {
        wrong.add(node.id() + " answered " + begun.statusCode() + ", expected " + holds);
      }
      wrong.addAll(beyond(person, BACKTESTS + " of " + node.id(), begun.body()));
      if (begun.statusCode() == 303) {
        wrong.addAll(weighed(person, node, begun.headers().firstValue("Location").orElseThrow()));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(weigh(person, "").statusCode())
        .isEqualTo(person.everything() ? 303 : concerned ? 422 : 404);
  }

  /** What is wrong with the answers about a back-test of a node. */
  private static List<String> weighed(Realm.Person person, Realm.Node node, String path)
      throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(person, path).body().contains("h-exceptions"));
    List<String> wrong = new ArrayList<>();
    List<String> lists = BacktestLists.NAMES.stream().map(list -> path + "/" + list).toList();
    for (String each : Stream.concat(Stream.of(path), lists.stream()).toList()) {
      HttpResponse<String> answer = get(person, each);
      if (answer.statusCode() != 200) {
        wrong.add(each + " answered " + answer.statusCode());
      }
      wrong.addAll(beyond(person, each, answer.body()));
    }
    // Each address once for every person: that of programs, of which everybody concerned has one.
    List<String> addresses =
        node.level().equals("PROGRAM")
            ? List.of(path, path + "/" + BacktestLists.NAMES.getFirst(), path + "/progress")
            : List.of(path);
    for (Realm.Person other : Realm.PERSONS) {
      if (!other.equals(person)
          && (addresses.stream().anyMatch(each -> get(other, each).statusCode() != 404)
              || form(other, path + "/cancel", "").statusCode() != 404)) {
        wrong.add(other.name() + " sees or cancels " + path);
      }
    }
    // The policy tells of nothing.
    if (!get(person, path + "/exceptions?kind=REMOVED").body().contains(node.word())) {
      wrong.add(node.id() + " is not in " + path);
    }
    return wrong;
  }

  /** A policy that tells of nothing, over a node. */
  private static HttpResponse<String> weigh(Realm.Person person, String node) throws Exception {
    String policy =
        """
        name: a test
        source: a test
        granted by: a law
        reason: a test
        tolerances:
          - id: cost
            applies to: every project
            kind: cost
            measure: cost growth over original baseline
            limit: at most +900 %
          - id: programs
            applies to: every program
            kind: cost
            measure: cost performance index
            limit: at least 0.0001
          - id: portfolios
            applies to: every portfolio
            kind: cost
            measure: cost performance index
            limit: at least 0.0001
        """;
    return form(person, BACKTESTS, "node=" + node + "&policy=" + Parameters.escaped(policy));
  }

  private static HttpResponse<String> form(Realm.Person person, String path, String fields)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(house.url(path)))
            .header("Authorization", SignIns.basic(person.name()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(fields))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode post(Realm.Person person, String path, String body) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(house.url(path)))
                .header("Authorization", SignIns.basic(person.name()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return Client.problem(answer);
  }

  static Stream<Realm.Person> persons() {
    return Realm.PERSONS.stream();
  }

  /** Words of nodes that the person may not see. */
  private static List<String> beyond(Realm.Person person, String path, String body) {
    return Realm.NODES.values().stream()
        .filter(node -> !Realm.sees(person, node.id()) && body.contains(node.word()))
        .map(node -> person.name() + " got " + node.id() + " from " + path)
        .toList();
  }

  private static String about(String address, Realm.Node node) {
    Position at =
        house
            .sql()
            .queryForObject(
                "SELECT tier, partition, sequence FROM node_entry WHERE node_id = ? AND weighed"
                    + " ORDER BY sequence DESC LIMIT 1",
                (row, number) ->
                    new Position(row.getString(1), row.getInt(2), row.getLong(3), null),
                node.id());
    return address
        .replace("{id}", node.id())
        .replace("{exception}", node.id() + "~cost~1")
        .replace("{tolerance}", "cost")
        .replace("{call}", "status-" + node.id() + "-2")
        .replace("{tier}", at.tier().toLowerCase(java.util.Locale.ROOT))
        .replace("{partition}", String.valueOf(at.partition()))
        .replace("{sequence}", String.valueOf(at.sequence()));
  }

  /** Which nodes an entry names or weighed, by its place, from what the story wrote. */
  private static Map<String, Set<String>> concerned() {
    Map<String, Set<String>> concerned = new TreeMap<>();
    house
        .sql()
        .query(
            "SELECT t.tier, t.partition, t.sequence, e.node_id FROM trail_entry t"
                + " LEFT JOIN node_entry e USING (tier, partition, sequence)",
            row -> {
              Set<String> nodes =
                  concerned.computeIfAbsent(
                      row.getString(1).toLowerCase(java.util.Locale.ROOT)
                          + "/"
                          + row.getInt(2)
                          + "/"
                          + row.getLong(3),
                      at -> new LinkedHashSet<>());
              if (row.getString(4) != null) {
                nodes.add(row.getString(4));
              }
            });
    return concerned;
  }

  private static Set<String> delivered() {
    return new TreeSet<>(
        house.sql().queryForList("SELECT DISTINCT node_id FROM delivered", String.class));
  }

  private static Set<String> nodes(Realm.Person person, String path, String field) {
    return items(person, path).stream()
        .map(item -> item.path(field).asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> items(Realm.Person person, String path) {
    JsonNode page = Client.problem(get(person, path + "?limit=500"));
    assertThat(page.path("nextCursor").isNull()).isTrue();
    List<JsonNode> items = new ArrayList<>();
    page.path("items").forEach(items::add);
    return items;
  }

  private static HttpResponse<String> get(Realm.Person person, String path) {
    return Client.get(
        house.url(path.replace(" ", "%20")),
        "Authorization",
        SignIns.basic(person.name()),
        "Accept-Language",
        "en");
  }
}
