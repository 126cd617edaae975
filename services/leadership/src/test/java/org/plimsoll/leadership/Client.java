package org.plimsoll.leadership;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the service over HTTP, as the auditor unless somebody else is named. */
final class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Client() {}

  static HttpResponse<String> get(String url, String... headers) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
      if (headers.length > 0) {
        request.headers(headers);
      }
      if (!List.of(headers).contains("Authorization")) {
        request.header("Authorization", SignIns.basic(SignIns.AUDITOR));
      }
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String url) {
    HttpResponse<String> answer = get(url);
    if (answer.statusCode() != 200) {
      throw new AssertionError(url + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  static JsonNode problem(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /** Follows the cursor to its end; {@code meanwhile} runs between two pages. */
  static List<JsonNode> all(String url, Runnable meanwhile) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = null;
    do {
      String join = url.contains("?") ? "&" : "?";
      JsonNode page = json(cursor == null ? url : url + join + "cursor=" + cursor);
      page.get("items").forEach(items::add);
      JsonNode next = page.get("nextCursor");
      cursor = next.isNull() ? null : next.asString();
      meanwhile.run();
    } while (cursor != null);
    return items;
  }

  /**
   * Reads the ids of a stream until there are so many, then hangs up.
   *
   * @param lastEventId null for none
   */
  static List<Long> ids(String url, @Nullable Long lastEventId, int count) {
    return ids(url, SignIns.AUDITOR, lastEventId, count);
  }

  static List<Long> ids(String url, String person, @Nullable Long lastEventId, int count) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", "text/event-stream")
            .header("Authorization", SignIns.basic(person));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId.toString());
    }
    List<Long> ids = new ArrayList<>();
    try {
      HttpResponse<InputStream> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        while (ids.size() < count) {
          String line = lines.readLine();
          if (line == null) {
            throw new AssertionError("the stream ended after " + ids);
          }
          if (line.startsWith("id:")) {
            ids.add(Long.valueOf(line.substring(3).strip()));
          }
        }
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
