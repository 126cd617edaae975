package org.plimsoll.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plimsoll.verify.Failure;

/** Requests to a service of this installation; problems become what the service says of them. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK_FROM = 200;
  private static final int OK_BELOW = 300;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI base;

  private final @Nullable String authorization;

  Http(URI base) {
    this(base, null);
  }

  /**
   * @param authorization the header that goes with each request
   */
  Http(URI base, @Nullable String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept-Language", "en");
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  /**
   * @throws Failure when the service refuses or does not answer
   */
  JsonNode json(HttpRequest.Builder request) {
    HttpRequest built =
        request
            .timeout(PATIENCE)
            .header("Accept", "application/json, application/problem+json")
            .build();
    HttpResponse<String> answer = send(built, HttpResponse.BodyHandlers.ofString());
    if (isOk(answer)) {
      return parse(answer.body());
    }
    throw refused(answer.statusCode(), answer.body());
  }

  /** Hands over the lines of the answer as they come; returns at its end. */
  void lines(HttpRequest.Builder request, Consumer<String> onLine) throws IOException {
    HttpResponse<InputStream> answer =
        send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      if (!isOk(answer)) {
        throw refused(answer.statusCode(), reader.readAllAsString());
      }
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        onLine.accept(line);
      }
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException e) {
      throw new Failure(request.uri() + " does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while asking " + request.uri(), e);
    }
  }

  private static boolean isOk(HttpResponse<?> answer) {
    return answer.statusCode() >= OK_FROM && answer.statusCode() < OK_BELOW;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new Failure("not JSON: " + json, e);
    }
  }

  private static Failure refused(int status, String body) {
    try {
      return new Failure(told(JSON.readTree(body), "answer " + status));
    } catch (JsonProcessingException e) {
      return new Failure("answer " + status + ": " + body);
    }
  }

  /** What a problem (RFC 9457) says: its detail, and field, value and expectation where given. */
  static String told(JsonNode problem, String otherwise) {
    StringBuilder told = new StringBuilder();
    if (problem.hasNonNull("field")) {
      told.append(problem.path("field").asText());
      told.append(": ").append(problem.path("value").asText());
      told.append(" - expected ").append(problem.path("expected").asText());
    }
    String detail = problem.path("detail").asText(problem.path("title").asText(otherwise));
    if (told.isEmpty()) {
      return detail;
    }
    return detail.contains(problem.path("expected").asText()) ? detail : told + ". " + detail;
  }
}
