package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.leadership.persons.Erasing;
import org.plimsoll.leadership.persons.LookedUp;
import org.plimsoll.leadership.persons.PersonKeys;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person is shown by name and in their words, and once erased, nowhere any more. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasedTest {
  private static final String NAME = "Zhanar O'Bekova";
  private static final String OTHERS = "Dina Ospan";
  private static final String WORDS = "The pumps of the second station were bought twice.";
  private static final String OTHER_WORDS = "I have asked for the contract.";
  private static final String EXCEPTION = "/exceptions/canal~cost~1";

  private static Story story;
  private static House house;
  private static String person;
  private static String other;

  @BeforeAll
  static void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    house = new House();
    Directory directory = house.bean(Directory.class);
    person = directory.enrol(NAME);
    other = directory.enrol(OTHERS);
    story.portfolio(
        Portfolio.PLAN,
        Story.text("Жоспар", "План", "Plan"),
        new Accountable(other, "minister", null));
    story.program(
        "water",
        Portfolio.PLAN,
        Story.text("Су", "Вода", "Water"),
        new Accountable(person, "head", null));
    project("canal", Story.text("Арна", "Канал", "Canal"), person, 1_500_000L);
    wideningClears();
    story.decide(decision("d-1", DecisionKind.ACKNOWLEDGE, person, sealed(person, "d-1", WORDS)));
    story.decide(decision("d-2", DecisionKind.NOTE, person, sealed(person, "d-1", WORDS)));
    story.decide(
        decision("d-3", DecisionKind.NOTE, person, "As it was before anything was sealed."));
    // Not theirs to decide: who may, stands in the refusal.
    story.decide(
        decision("d-4", DecisionKind.ACKNOWLEDGE, other, sealed(other, "d-4", OTHER_WORDS)));
    story.decide(decision("d-5", DecisionKind.NOTE, other, sealed(other, "d-5", OTHER_WORDS)));
    story.flush();
    house.awaitShown(story.written);
  }

  /** A project that is to cost more than its tolerance allows. */
  private static void project(
      String id, LocalizedText name, String accountable, long forecastMinor) {
    story.project(
        id,
        "water",
        name,
        new Accountable(accountable, "engineer", null),
        new Baseline(1_000_000L, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant("g-" + id, id, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .build());
    story.status(
        Portfolio.status(id, 0)
            .setBacMinor(1_000_000L)
            .setCostForecastMinor(forecastMinor)
            .build());
  }

  /** An exception that is over because somebody widened the limit. */
  private static void wideningClears() {
    project("dam", Story.text("Бөгет", "Плотина", "Dam"), other, 1_200_000L);
    story.decide(
        Decision.newBuilder(
                decision("d-6", DecisionKind.GRANT_TOLERANCE, person, sealed(person, "d-6", WORDS)))
            .setNodeId("dam")
            .setExceptionId("dam~cost~1")
            .setLimitTenThousandths(300_000L)
            .setUntil(LocalDate.of(2022, 12, 31))
            .build());
  }

  @AfterAll
  static void end() {
    house.close();
    story.close();
  }

  private static String sealed(String by, String eventId, String text) {
    return house.bean(PersonKeys.class).seal(by, eventId, text);
  }

  private static Decision decision(String eventId, DecisionKind kind, String by, String reason) {
    return Decision.newBuilder()
        .setEventId(eventId)
        .setNodeId("canal")
        .setExceptionId("canal~cost~1")
        .setKind(kind)
        .setDecidedBy(by)
        .setDecidedAs(by.equals(other) && kind == DecisionKind.NOTE ? Portfolio.PLAN : null)
        .setDecidedAt(Instant.parse("2020-02-03T10:00:00Z"))
        .setReason(reason)
        .build();
  }

  private static String get(String path, String language) {
    HttpResponse<String> answer = Client.get(house.url(path), "Accept-Language", language);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
    return answer.body().replace("&#39;", "'");
  }

  /** Of decisions about the canal, by the event. */
  private static Map<String, String> reasons(String language) {
    return Client.problem(
            Client.get(house.url("/v1/nodes/canal/decisions"), "Accept-Language", language))
        .path("items")
        .valueStream()
        .collect(
            Collectors.toMap(
                d -> d.path("cause").path("eventId").asString(), d -> d.path("reason").asString()));
  }

  /** Where the trail has it. */
  private static String place(String eventId) {
    return rows("SELECT '/trail/program/' || partition || '/' || sequence AS place FROM decision"
                + " WHERE event_id = '%s'".formatted(eventId))
            .getFirst()
            .get("place")
        + "";
  }

  private static List<Map<String, @Nullable Object>> rows(String query) {
    return house.sql().queryForList(query);
  }

  @Test
  @Order(1)
  void nothingThatIsDerivedFromTheTrailHoldsANameOrWhatWasWritten() {
    assertThat(house.count("trail_entry")).isGreaterThan(7);
    for (Map<String, @Nullable Object> column :
        rows(
            "SELECT table_name, column_name FROM information_schema.columns c"
                + " JOIN information_schema.tables t USING (table_schema, table_name)"
                + " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")) {
      for (String personal : List.of(NAME, OTHERS, WORDS, OTHER_WORDS)) {
        assertThat(
                house
                    .sql()
                    .queryForObject(
                        "SELECT count(*) FROM %s WHERE position(?::bytea in convert_to(\"%s\"::text, 'UTF8')) > 0"
                            .formatted(column.get("table_name"), column.get("column_name")),
                        Long.class,
                        (Object) personal.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .as(column.toString())
            .isZero();
      }
    }
    assertThat(
            house
                .sql()
                .queryForObject(
                    "SELECT count(*) FROM trail_entry WHERE position(?::bytea in entry) > 0",
                    Long.class,
                    (Object) person.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isGreaterThan(2);
  }

  /** Whoever adds a column says on which side it is. */
  @Test
  @Order(1)
  void everyColumnIsListedAsPersonalOrNot() {
    TreeSet<String> columns = new TreeSet<>();
    rows("""
    SELECT c.table_schema || '.' || c.table_name || '.' || c.column_name AS name
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND t.table_schema IN ('public', 'access', 'telling', 'persons')
      AND t.table_name <> 'flyway_schema_history'
      AND c.data_type IN ('text', 'character varying', 'ARRAY', 'jsonb', 'bytea')
    """)
        .forEach(row -> columns.add(String.valueOf(row.get("name"))));
    assertThat(PersonalData.listed("[a-z_]+[.][a-z_]+[.][a-z_0-9]+"))
        .containsExactlyInAnyOrderElementsOf(columns);
    // The places that erasing names are on the list as well.
    assertThat(
            Erasing.erase(JdbcClient.create(house.sql()), "nobody", "a test").stream()
                .flatMap(place -> Stream.of(place.place().split(", ", -1))))
        .allSatisfy(table ->
            assertThat(PersonalData.personal())
                .anySatisfy(column -> assertThat(column).startsWith(table + ".")));
  }

  @Test
  @Order(2)
  void aPersonIsShownByNameAndInTheirWords() {
    assertThat(reasons("en"))
        .containsEntry("d-1", WORDS)
        .containsEntry("d-2", "cannot be read")
        .containsEntry("d-3", "As it was before anything was sealed.")
        .containsEntry("d-4", OTHER_WORDS);
    assertThat(get(EXCEPTION, "kk")).contains(NAME, WORDS, OTHERS, OTHER_WORDS, "оқылмайды");
    assertThat(get("/nodes/water", "en")).contains(NAME + ", head").doesNotContain(person);
    assertThat(get("/board", "en")).contains(NAME);
    assertThat(get("/inbox/program", "en")).contains(NAME).doesNotContain(person);
    String event = place("d-1");
    assertThat(get(event, "en")).contains(person, NAME, WORDS);
    assertThat(get("/v1" + event, "en")).contains(person, WORDS).doesNotContain("sealed:1:");
    // The refusal says whose the exception is.
    assertThat(get("/refusals", "en")).contains(NAME).doesNotContain(person);
    assertThat(get("/refusals.csv", "en")).contains(NAME);
    assertThat(get("/v1/persons/" + person, "en")).contains(NAME);
    assertThat(get(EXCEPTION + "/trail", "en")).contains(NAME, WORDS).doesNotContain(person);
    assertThat(get("/v1" + EXCEPTION + "/trail", "en")).contains(NAME, WORDS);
    assertThat(get("/flow", "en")).contains(NAME).doesNotContain(person);
    assertThat(get("/exceptions/dam~cost~1", "en"))
        .contains("by decision of " + NAME)
        .doesNotContain(person);
    assertThat(ofABacktest()).isEqualTo(NAME + ", Water");
  }

  /** As the tables of a back-test call who is told of the water. */
  private static String ofABacktest() {
    Map<String, Nodes.Node> known =
        new Nodes(JdbcClient.create(house.sql()))
            .node("water").stream().collect(Collectors.toMap(Nodes.Node::id, node -> node));
    return new BacktestWords(
            house.bean(InWords.class), house.bean(PersonsInWords.class), Locale.ENGLISH, "", 0)
        .accountable(known, "water");
  }

  /** However many rows name somebody, and it is not kept for the next request. */
  @Test
  @Order(2)
  void aRequestAsksForANameOnce() {
    Directory directory = house.bean(Directory.class);
    String somebody = directory.enrol("Somebody");
    LookedUp.once(
            () -> {
              directory.lookUp(Set.of(person, somebody));
              Erasing.erase(JdbcClient.create(house.sql()), somebody, "a test");
              assertThat(directory.name(somebody)).hasValue("Somebody");
              assertThat(directory.name(person)).hasValue(NAME);
            })
        .run();
    assertThat(directory.name(somebody)).isEmpty();
  }

  @Test
  @Order(3)
  void whoSignsInByNameIsWhomEventsNameByAPseudonym() throws Exception {
    house.sql().update("INSERT INTO access.configured_mail VALUES (?, 'z@ministry.kz')", NAME);
    String session = session();
    assertThat(asThem("/v1/person", session).body()).contains("z@ministry.kz");
    HttpResponse<String> nodes = asThem("/v1/nodes", session);
    assertThat(
            Client.problem(nodes)
                .path("items")
                .valueStream()
                .map(node -> node.path("id").asString())
                .toList())
        .containsExactlyInAnyOrder("water", "canal", "dam");
    assertThat(asThem("/inbox/program", session).body().replace("&#39;", "'")).contains(NAME);
  }

  @Test
  @Order(4)
  void whatIsErasedIsShownNowhereAndEverythingElseStays() throws Exception {
    String session = session();
    // As a browser, Java and a person at a terminal would write it.
    List<String> searches =
        Stream.of("Zhanar+O%27Bekova", "Zhanar%20O'Bekova", "zhanar%20o%27bekova")
            .map(each -> "/reads?person=" + each)
            .toList();
    searches.forEach(each -> get(each, "en"));
    assertThat(Client.get(house.url("/v1/persons/Zhanar%20O'Bekova")).statusCode()).isEqualTo(404);
    String looked = "SELECT path FROM access.read_log WHERE path ILIKE '%bekova%'";
    await().untilAsserted(() -> assertThat(rows(looked)).hasSize(4));
    List<Map<String, @Nullable Object>> entries =
        rows("SELECT * FROM trail_entry ORDER BY tier, sequence");
    Map<String, List<Map<String, @Nullable Object>>> shown = house.rows();

    JdbcClient database = JdbcClient.create(house.sql());
    assertThat(Erasing.erase(database, NAME, "the operator"))
        .filteredOn(place -> place.number() > 0)
        .extracting(Erasing.Place::place)
        .contains(
            "persons.key",
            "persons.person",
            "access.configured_mail",
            "access.session",
            "access.read_log");

    assertThat(rows(looked)).isEmpty();
    assertThat(rows("SELECT path FROM access.read_log WHERE path = '/v1/persons/erased'"))
        .hasSize(1);
    everyScreenSaysErased();
    assertThat(asThem("/v1/nodes", session).statusCode()).isEqualTo(401);
    assertThat(rows("SELECT person, erased_by FROM persons.erasure WHERE erased_by <> 'a test'"))
        .containsExactly(Map.of("person", person, "erased_by", "the operator"));
    assertThat(
            rows(
                "SELECT * FROM access.read_log WHERE person = '%s' AND address <> ''"
                    .formatted(person)))
        .isEmpty();
    assertThat(rows("SELECT * FROM trail_entry ORDER BY tier, sequence"))
        .usingRecursiveComparison()
        .isEqualTo(entries);
    assertThat(Erasing.erase(database, NAME, "the operator"))
        .allMatch(place -> place.number() == 0);
    assertThat(house.count("persons.erasure")).isEqualTo(2);
    assertThat(ofABacktest()).isEqualTo("erased, Water");

    house.sql().execute("DROP SCHEMA public CASCADE");
    house.sql().execute("CREATE SCHEMA public");
    house.restart();
    house.awaitShown(story.written);
    assertThat(house.rows()).isEqualTo(shown);
    everyScreenSaysErased();
  }

  private static void everyScreenSaysErased() {
    Map.of("en", "erased", "ru", "стёрто", "kk", "өшірілген")
        .forEach((language, erased) -> {
          assertThat(reasons(language))
              .containsEntry("d-1", erased)
              .containsEntry("d-2", erased)
              .containsEntry("d-4", OTHER_WORDS);
          for (String path :
              List.of(
                  EXCEPTION,
                  "/exceptions/dam~cost~1",
                  "/nodes/water",
                  "/board",
                  "/inbox/program",
                  "/refusals",
                  "/refusals.csv",
                  "/nodes/canal/tolerances/cost",
                  EXCEPTION + "/trail",
                  "/v1" + EXCEPTION + "/trail",
                  "/flow",
                  "/reads",
                  "/v1/reads",
                  "/deliveries",
                  place("d-1"),
                  "/v1" + place("d-1"),
                  "/v1/persons/" + person)) {
            assertThat(get(path, language)).as(path).doesNotContain(NAME).doesNotContain(WORDS);
          }
          assertThat(get(EXCEPTION, language)).contains(erased, OTHERS, OTHER_WORDS);
          assertThat(get("/nodes/water", language)).contains(erased + ", head");
          assertThat(get("/v1/persons/" + person, language)).contains(erased);
        });
  }

  @Test
  @Order(5)
  void ofTwoWithOneNameNeitherIsErasedByIt() {
    Directory directory = house.bean(Directory.class);
    String one = directory.enrol("A. Akhmetov");
    String two = directory.enrol("A. Akhmetov");
    JdbcClient database = JdbcClient.create(house.sql());
    assertThatThrownBy(() -> Erasing.erase(database, "A. Akhmetov", "the operator"))
        .hasMessageContaining("2 persons are called A. Akhmetov");
    assertThat(directory.person("A. Akhmetov")).isEqualTo("A. Akhmetov");
    Erasing.erase(database, one, "the operator");
    assertThat(directory.name(one)).isEmpty();
    assertThat(directory.name(two)).hasValue("A. Akhmetov");
    assertThat(directory.all()).containsEntry(two, "A. Akhmetov").doesNotContainKey(one);
    assertThatThrownBy(() -> directory.enrol("<b>")).hasMessageContaining("name: <b>");
  }

  /** The cookie of a session that a link with the name begins. */
  private static String session() throws Exception {
    return SignIns.session(HttpClient.newHttpClient(), SignIns.link(house, NAME));
  }

  private static HttpResponse<String> asThem(String path, String session) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(house.url(path))).header("Cookie", session).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
