package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;
import tools.jackson.databind.JsonNode;

/** What a leader must see does not wait for history, however much of it is not shown yet. */
class AheadTest {
  private static final String CANAL = "canal";
  private static final Duration SOON = Duration.ofSeconds(10);

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

  /** A project of which the read model has not even heard goes beyond its tolerance. */
  private void dig() {
    story.project(
        CANAL,
        Portfolio.ENBEK,
        Story.text("Арна", "Канал", "Canal to the fields"),
        null,
        new Baseline(1_000_000_000L, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant("g-canal", CANAL, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .build());
    story.status(Portfolio.status(CANAL, 0).setCostForecastMinor(1_150_000_000L).build());
  }

  private String inbox() {
    return Client.get(house.url("/inbox/program?node=" + Portfolio.ENBEK)).body();
  }

  private List<String> states(String node) {
    return Client.all(house.url("/v1/escalations?kind=COST&node=" + node), () -> {}).stream()
        .map(item -> item.get("state").asString())
        .distinct()
        .toList();
  }

  private JsonNode projection() {
    return Client.json(house.url("/actuator/health"))
        .get("components")
        .get("projection")
        .get("details");
  }

  @Test
  void anEscalationIsInTheInboxBeforeTheTrailThatLedToIt() throws SQLException {
    long shown = house.count("trail_entry");
    try (Connection holding = requireNonNull(house.sql().getDataSource()).getConnection();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      // History stands still, as it does for whoever waits behind a million entries.
      statement.execute("LOCK TABLE trail_entry IN EXCLUSIVE MODE");
      for (int month = 25; month < 45; month++) {
        story.status(Portfolio.status(Portfolio.SCHOOL, month).build());
      }
      story.status(
          Portfolio.status(Portfolio.SCHOOL, 45)
              .setCostForecastMinor(Portfolio.SCHOOL_COST)
              .build());
      dig();
      story.flush();
      await().atMost(SOON).until(() -> inbox().contains("/exceptions/canal~cost~1"));

      assertThat(states(CANAL)).containsExactly("OPEN");
      assertThat(states(Portfolio.SCHOOL)).containsExactly("CLEARED");
      assertThat(inbox()).doesNotContain("/exceptions/shilisai-school~cost~1");
      assertThat(Client.get(house.url("/v1/exceptions/canal~cost~1")).body()).contains("not yet");
      assertThat(Client.get(house.url("/exceptions/canal~cost~1")).statusCode()).isEqualTo(404);
      assertThat(house.count("trail_entry")).isEqualTo(shown);
      assertThat(projection().get("behind").asLong()).isPositive();
      assertThat(projection().get("escalationsBehind").asLong()).isZero();
      holding.rollback();
    }
    house.awaitShown(story.written);

    assertThat(inbox()).contains("/exceptions/canal~cost~1").contains("Canal to the fields");
    assertThat(states(CANAL)).containsExactly("OPEN");
    assertThat(states(Portfolio.SCHOOL)).containsExactly("CLEARED");
    assertThat(house.sql().queryForList("SELECT * FROM exception_ahead")).isEmpty();
    // Being told in two orders leaves no trace.
    try (House fresh = new House()) {
      fresh.awaitShown(story.written);
      assertThat(fresh.rows()).isEqualTo(house.rows());
    }
  }
}
