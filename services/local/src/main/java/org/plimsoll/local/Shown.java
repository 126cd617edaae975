package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.policy.MeasureNames;

/** How escalations and exceptions read on one line. */
final class Shown {
  private Shown() {}

  /** An item of leadership's {@code /v1/escalations}. */
  static String escalation(JsonNode item) {
    String kind = item.path("kind").asText();
    String change = item.path("change").asText();
    String what =
        switch (kind) {
          case "CONFIRMATION" ->
              (change.equals("WITHDRAWN") ? "target not reached after all: " : "target reached: ")
                  + item.path("indicatorId").asText();
          case "ASSISTANCE" -> "asks for help: " + item.path("request").asText();
          default ->
              "%s%s: %s"
                  .formatted(
                      // Step 0 is within the limit: what has not cleared is only expected.
                      item.path("step").asInt() == 0 && !change.equals("CLEARED")
                          ? "EXPECTED, "
                          : "",
                      change,
                      measured(item));
        };
    return "%s  to %s %s  %s  %s (%s)  %s"
        .formatted(
            item.path("onDate").asText(),
            item.path("level").asText(),
            item.path("deliveredTo").asText(),
            kind,
            item.path("name").asText(),
            item.path("nodeId").asText(),
            what);
  }

  /** The measure, its value and its limit. */
  static String measured(JsonNode item) {
    String measure = name(item.path("measure").asText());
    String indicator = item.path("indicatorId").asText("");
    String expectedOn = item.path("expected").path("on").asText("");
    return "%s %s, allowed %s %s%s"
        .formatted(
            indicator.isEmpty() ? measure : indicator,
            item.path("value").path("text").asText(),
            item.path("breach").asText().equals("AT_MOST") ? "at most" : "at least",
            item.path("limit").path("text").asText(),
            expectedOn.isEmpty() ? "" : ", expected beyond it on " + expectedOn);
  }

  /** As policies call it; one of a newer engine by its code. */
  private static String name(String measure) {
    return Arrays.stream(Measure.values())
        .filter(known -> known.name().equals(measure))
        .findFirst()
        .map(MeasureNames::of)
        .orElse(measure);
  }
}
