package org.plimsoll.leadership;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hands decisions in where everybody's go in: at intake. Blocks; never on an event-loop thread. */
@Component
class IntakeClient {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What intake said. Adding a case leads the compiler to where it is told to a person. */
  sealed interface Said {
    /** It stands in the topic; the engine will take it or refuse it. */
    record Accepted() implements Said {}

    /** It was not taken, and why: the members of the problem detail. */
    record Refused(String reason, String field, String value, String expected) implements Said {}

    /** Nobody answered, or not as agreed: whether it was taken is not known. */
    record Silent() implements Said {}
  }

  private final LeadershipSettings.@Nullable Intake intake;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  IntakeClient(LeadershipSettings settings) {
    this.intake = settings.intake();
  }

  /** Whether decisions can be handed in at all. */
  boolean isThere() {
    return intake != null;
  }

  Said decide(Map<String, Object> decision) {
    if (intake == null) {
      throw new IllegalStateException("plimsoll.leadership.intake is not set");
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(intake.url() + "/v1/decisions"))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + intake.token())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(decision)))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == ACCEPTED ? new Said.Accepted() : refused(answer.body());
    } catch (IOException e) {
      return new Said.Silent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Said.Silent();
    }
  }

  private static Said refused(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String reason = problem.path("reason").asString("");
      return reason.isEmpty()
          ? new Said.Silent()
          : new Said.Refused(
              reason,
              problem.path("field").asString(""),
              problem.path("value").asString(""),
              problem.path("expected").asString(""));
    } catch (JacksonException e) {
      return new Said.Silent();
    }
  }
}
