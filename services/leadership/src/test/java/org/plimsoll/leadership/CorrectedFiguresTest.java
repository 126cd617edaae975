package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;
import tools.jackson.databind.JsonNode;

/**
 * A road for 1,000 million that is forecast at 1,300 in February by mistake, says nothing of it in
 * March, and stands at 1,050 in April; then February is corrected to 1,030.
 */
class CorrectedFiguresTest {
  private static final String ROAD = "road";
  private static Story story;
  private static House house;

  @BeforeAll
  static void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 2);
    Portfolio.found(story);
    story.project(
        ROAD,
        Portfolio.ENBEK,
        Story.text("Жол", "Дорога", "Road"),
        null,
        new Baseline(1_000_000_000L, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant("g-1", ROAD, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .build());
    story.status(forecast(0, 1_000_000_000L).build());
    story.status(forecast(1, 1_300_000_000L).build());
    story.status(Portfolio.status(ROAD, 2).setAcMinor(5_000_000L).build());
    story.status(forecast(3, 1_050_000_000L).build());
    story.grant(
        Portfolio.grant("g-2", ROAD, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .setVersion(2)
            .setLimitTenThousandths(200_000L)
            .build());
    story.status(correction("c-1", 1, 1_030_000_000L));
    story.flush();
    house = new House();
    house.awaitShown(story.written);
  }

  private static StatusChange.Builder forecast(int month, long minor) {
    return Portfolio.status(ROAD, month).setBacMinor(1_000_000_000L).setCostForecastMinor(minor);
  }

  private static StatusChange correction(String eventId, int month, long minor) {
    return Portfolio.status(ROAD, month)
        .setEventId(eventId)
        .setCorrects("status-road-" + month)
        .setCostForecastMinor(minor)
        .build();
  }

  @AfterAll
  static void end() {
    story.close();
    house.close();
  }

  private static List<Double> drawn(int line) {
    JsonNode charts = Client.json(house.url("/nodes/" + ROAD + "/charts"));
    JsonNode chart =
        StreamSupport.stream(charts.spliterator(), false)
            .filter(each -> each.get("id").asString().equals("COST_GROWTH_ORIGINAL"))
            .findFirst()
            .orElseThrow();
    return chart
        .get("lines")
        .get(line)
        .get("points")
        .valueStream()
        .map(point -> point.get("y").asDouble())
        .toList();
  }

  private static JsonNode history(int month) {
    return Client.json(house.url("/v1/nodes/" + ROAD + "/history")).get("items").get(month);
  }

  @Test
  void aCorrectedFigureIsDrawnForItsDataDateAndForThoseThatCarriedItOn() {
    assertThat(drawn(0)).containsExactly(0.0, 3.0, 3.0, 5.0);
    // Each is shown against the tolerance that stood when it was reported.
    assertThat(drawn(1)).startsWith(10.0, 10.0, 10.0);

    // February was shown before; March is corrected while it stands in the database.
    story.status(correction("c-2", 2, 1_080_000_000L));
    story.flush();
    house.awaitShown(story.written);

    assertThat(drawn(0)).containsExactly(0.0, 3.0, 8.0, 5.0);
    assertThat(history(1).get("eacMinor").asLong()).isEqualTo(1_030_000_000L);
    assertThat(history(2).get("acMinor").asLong()).isEqualTo(5_000_000L);
  }

  @Test
  void whatWasKnownThenAndWhatCorrectedItCanBothBeReached() {
    JsonNode february = history(1);
    assertThat(february.get("cause").get("eventId").asString()).isEqualTo("status-road-1");
    assertThat(february.get("correctedBy").get("eventId").asString()).isEqualTo("c-1");
    assertThat(history(0).get("correctedBy").isNull()).isTrue();
    String path = "/v1/trail/program/2/" + february.get("cause").get("sequence").asLong();
    assertThat(Client.json(house.url(path)).get("input").get("costForecastMinor").asLong())
        .isEqualTo(1_300_000_000L);
    assertThat(Client.get(house.url("/nodes/" + ROAD), "Accept-Language", "en").body())
        .contains("/trail/program/2/" + february.get("cause").get("sequence").asLong())
        .contains("/trail/program/2/" + february.get("correctedBy").get("sequence").asLong())
        .contains("aria-label=\"The event behind this: correction of 29 February 2020\"");
  }
}
