package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;
import org.plimsoll.testkit.Cluster;
import org.plimsoll.wire.Topics;
import tools.jackson.databind.JsonNode;

/** The read model holds what the trail says: once, in order, without gaps. */
class ProjectionTest {
  private Story story;
  private House house;

  @BeforeEach
  void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    story.flush();
    house = new House();
    house.awaitShown(story.written);
  }

  @AfterEach
  void end() {
    story.close();
    house.close();
  }

  @Test
  void aRecordThatIsDeliveredAgainChangesNothing() {
    Map<String, List<Map<String, @Nullable Object>>> before = house.rows();
    List<ProducerRecord<byte[], byte[]>> once = List.copyOf(story.written);
    once.forEach(story::again);
    story.flush();
    awaitOffset(Topics.TRAIL_PROGRAM, 2 * count(once, Topics.TRAIL_PROGRAM));
    awaitOffset(Topics.TRAIL_PORTFOLIO, 2 * count(once, Topics.TRAIL_PORTFOLIO));
    awaitOffset(Topics.ESCALATIONS, 2 * count(once, Topics.ESCALATIONS));
    assertThat(house.rows()).isEqualTo(before);
  }

  /** A past moment shows a node from its facts on, and not from what was refused before them. */
  @Test
  void aNodeIsKnownFromItsFacts() {
    story.status(Portfolio.status("late", 0).build());
    story.project(
        "late",
        Portfolio.ENBEK,
        Story.text("Кеш", "Поздний", "Late"),
        null,
        new Baseline(Portfolio.SCHOOL_COST, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.status(Portfolio.status("late", 1).build());
    story.flush();
    house.awaitShown(story.written);
    long facts = number("SELECT sequence FROM node WHERE node_id = 'late'");
    assertThat(number("SELECT known_from FROM node WHERE node_id = 'late'")).isEqualTo(facts);
    assertThat(number("SELECT min(sequence) FROM node_entry WHERE node_id = 'late'"))
        .isLessThan(facts);
  }

  private long number(String query) {
    return requireNonNull(house.sql().queryForObject(query, Long.class));
  }

  @Test
  void aRestartLosesAndDoublesNothing() {
    for (int month = 25; month < 45; month++) {
      story.status(
          Portfolio.status(Portfolio.SCHOOL, month)
              .setCostForecastMinor(80_000_000_000L + month % 3 * 9_000_000_000L)
              .build());
      story.flush();
      if (month % 7 == 0) {
        // Somewhere between two batches, wherever the loop happens to be.
        house.restart();
      }
    }
    house.awaitShown(story.written);
    Map<String, List<Map<String, @Nullable Object>>> lived = house.rows();
    try (House fresh = new House()) {
      fresh.awaitShown(story.written);
      assertThat(fresh.rows()).isEqualTo(lived);
    }
  }

  @Test
  void whoIsToldThatNothingIsBehindFindsEverything() {
    long entries = house.count("trail_entry");
    long items = house.count("delivered");
    for (int start = 0; start < 5; start++) {
      try (House fresh = new House()) {
        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(1))
            .until(() -> behind(fresh), Long.valueOf(0)::equals);
        assertThat(fresh.count("trail_entry")).isEqualTo(entries);
        assertThat(fresh.count("delivered")).isEqualTo(items);
      }
    }
  }

  private static long behind(House house) {
    JsonNode health = Client.json(house.url("/actuator/health"));
    return health.get("components").get("projection").get("details").get("behind").asLong();
  }

  @Test
  void exceptionsAreThoseOfTheTrail() {
    List<JsonNode> all = Client.all(house.url("/v1/exceptions?limit=2"), () -> {});
    assertThat(all)
        .extracting(e -> e.get("id").asString() + " " + e.get("state").asString())
        .containsExactlyInAnyOrder(
            "enbek~cpi~1 CLEARED",
            "enbek~cpi~2 OPEN",
            "shilisai-school~cost~1 OPEN",
            "shilisai-school~time~1 OPEN",
            "shilisai-school~pupils~1 OPEN");
    JsonNode pupils =
        all.stream()
            .filter(e -> e.get("id").asString().equals("shilisai-school~pupils~1"))
            .findFirst()
            .orElseThrow();
    assertThat(pupils.get("value").get("numerator").asLong()).isEqualTo(500_000);
    assertThat(pupils.get("value").get("denominator").asLong()).isEqualTo(8_000_000);
    assertThat(pupils.get("value").get("text").asString()).isEqualTo("6.25%");
    assertThat(pupils.get("limit").get("text").asString()).isEqualTo("60.0%");
    assertThat(pupils.get("programId").asString()).isEqualTo(Portfolio.ENBEK);
    assertThat(pupils.get("agencyId").asString()).isEqualTo("akimat");
    assertThat(pupils.get("raisedOn").asString()).isEqualTo("2021-08-31");
    assertThat(pupils.get("clearedOn").isNull()).isTrue();
  }

  @Test
  void aGapInTheTrailStopsItsPartitionAndIsNamed() {
    Story other = new Story(Cluster.shared(), 2);
    other.portfolio("other", Story.text("б", "д", "other"));
    other.flush();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> house.sql().queryForList("SELECT * FROM node WHERE node_id='other'").size() == 1);
    // The second entry is lost; the third comes.
    Story ahead = new Story(Cluster.shared(), 2);
    ahead.holdBack();
    ahead.portfolio("other", Story.text("б", "д", "other"));
    ahead.portfolio("lost", Story.text("б", "д", "lost"));
    ahead.portfolio("late", Story.text("б", "д", "late"));
    ahead.again(ahead.written.getLast());
    ahead.flush();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          var health = Client.get(house.url("/actuator/health"));
          assertThat(health.statusCode()).isEqualTo(503);
          assertThat(health.body())
              .contains("plimsoll.trail.portfolio-2")
              .contains("sequence 2 was expected, found 3");
        });
    assertThat(house.sql().queryForList("SELECT * FROM node WHERE node_id='late'")).isEmpty();
    // The others go on.
    story.status(Portfolio.status(Portfolio.SCHOOL, 50).setNote("goes on").build());
    story.flush();
    house.awaitShown(story.written);
    assertThat(Client.get(house.url("/inbox/program")).body()).contains("stand still");
    other.close();
    ahead.close();
  }

  @Test
  void flowCountsWhatWasWeighedAndWhatTravelled() {
    JsonNode flow = Client.json(house.url("/v1/flow"));
    assertThat(flow.get("statusChangesTaken").asLong()).isEqualTo(40);
    assertThat(flow.get("statusChangesRefused").asLong()).isZero();
    long toProgram =
        house.sql().queryForList("SELECT 1 FROM delivered WHERE level='PROGRAM'").size();
    assertThat(flow.get("deliveredToProgram").asLong()).isEqualTo(toProgram).isPositive();

    story.status(Portfolio.status("nobody-knows", 1).build());
    story.flush();
    house.awaitShown(story.written);
    assertThat(Client.json(house.url("/v1/flow")).get("statusChangesRefused").asLong()).isOne();
    JsonNode refusal = Client.json(house.url("/v1/refusals")).get("items").get(0);
    assertThat(refusal.get("reason").asString()).isEqualTo("UNKNOWN_NODE");
    assertThat(refusal.get("field").asString()).isEqualTo("projectId");
    assertThat(refusal.get("value").asString()).isEqualTo("nobody-knows");
    assertThat(refusal.get("sender").asString()).isEqualTo("akimat");
  }

  @Test
  void theEventBehindAFigureCanBeRead() {
    JsonNode node = Client.json(house.url("/v1/nodes/" + Portfolio.SCHOOL));
    JsonNode cause = node.get("figures").get("cause");
    JsonNode entry =
        Client.json(
            house.url(
                "/v1/trail/program/%s/%s"
                    .formatted(cause.get("partition").asInt(), cause.get("sequence").asLong())));
    assertThat(entry.get("inputType").asString()).isEqualTo("STATUS_CHANGE");
    assertThat(entry.get("sender").asString()).isEqualTo("akimat");
    assertThat(entry.get("input").get("dataDate").asString()).isEqualTo("2021-08-31");
    assertThat(entry.get("input").get("costForecastMinor").asLong()).isEqualTo(94_900_000_000L);
    assertThat(entry.get("inForce").toString()).contains("\"limitTenThousandths\":600000");
    var types = new HashSet<String>();
    entry.get("outcomes").forEach(outcome -> types.add(outcome.get("type").asString()));
    assertThat(types).contains("Assessed", "ExceptionChanged", "Contribution");
  }

  @Test
  void aProgramShowsHowMuchOfAToleranceItGaveOnAndARefusalTheArithmetic() {
    story.grant(exposure(Portfolio.ENBEK, Portfolio.PLAN, 500_000));
    story.grant(exposure(Portfolio.SCHOOL, Portfolio.ENBEK, 400_000));
    story.grant(exposure(Portfolio.CENTRE, Portfolio.ENBEK, 200_000));
    story.flush();
    house.awaitShown(story.written);

    JsonNode held = null;
    for (JsonNode each :
        Client.json(house.url("/v1/nodes/" + Portfolio.ENBEK)).get("tolerancesInForce")) {
      held = each.get("measure").asString().equals("RISK_EXPOSURE") ? each : held;
    }
    assertThat(requireNonNull(held).get("givenOn").toString())
        .isEqualTo("{\"projects\":1,\"limitTenThousandths\":4000000000,\"exceeded\":false}");
    List<String> refused = new ArrayList<>();
    Client.json(house.url("/v1/refusals"))
        .get("items")
        .forEach(each -> refused.add(each.get("value").asString()));
    assertThat(refused).contains("400000 given on + 200000 = 600000 minor units");
  }

  private static ToleranceGrant exposure(String nodeId, String grantedBy, long minor) {
    return Portfolio.grant(
            "exposure-" + nodeId, nodeId, "exposure", ToleranceKind.RISK, Measure.RISK_EXPOSURE)
        .setUnit(ToleranceUnit.MINOR_UNITS)
        .setLimitTenThousandths(minor * 10_000)
        .setGrantedBy(grantedBy)
        .build();
  }

  private static long count(List<ProducerRecord<byte[], byte[]>> records, String topic) {
    return records.stream().filter(record -> record.topic().equals(topic)).count();
  }

  private void awaitOffset(String topic, long offset) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            house
                    .numbers(
                        "SELECT next_offset FROM consumed WHERE partition = 1 AND topic = '"
                            + topic
                            + "'")
                    .getFirst()
                >= offset);
  }
}
