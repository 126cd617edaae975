package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import org.plimsoll.leadership.persons.Directory;
import org.plimsoll.verify.Failure;

/** What the command line reads from leadership. */
final class LeadershipClient {
  private static final int PAGE = 200;

  private final Http http;
  private final Map<String, String> names = new HashMap<>();

  LeadershipClient(Instance instance, Secrets secrets) {
    this.http = http(instance, secrets);
  }

  /** Requests as the operator, who sees everything. */
  static Http http(Instance instance, Secrets secrets) {
    String user = Persons.OPERATOR.user();
    String proof = user + ":" + secrets.leadership(user);
    return new Http(
        instance.inbox(),
        "Basic " + Base64.getEncoder().encodeToString(proof.getBytes(StandardCharsets.UTF_8)));
  }

  /** Every exception that the filter lets through, following the pages to their end. */
  void exceptions(Map<String, String> filter, Consumer<JsonNode> onEach) {
    String cursor = "";
    do {
      StringBuilder query = new StringBuilder("v1/exceptions?limit=" + PAGE);
      filter.forEach(
          (name, value) -> query.append('&').append(name).append('=').append(text(value)));
      if (!cursor.isEmpty()) {
        query.append("&cursor=").append(text(cursor));
      }
      JsonNode page = http.json(http.request(query.toString()).GET());
      page.path("items").forEach(onEach);
      cursor = page.path("nextCursor").asText("");
    } while (!cursor.isEmpty());
  }

  /**
   * @throws Failure when there is no such node
   */
  void requireNode(String id) {
    http.json(http.request("v1/nodes/" + text(id)).GET());
  }

  /** With the name behind each pseudonym, or that it is erased; each is asked for once. */
  String named(String line) {
    return Directory.PSEUDONYM
        .matcher(line)
        .replaceAll((MatchResult found) ->
            Matcher.quoteReplacement(
                found.group() + " (" + names.computeIfAbsent(found.group(), this::name) + ")"));
  }

  private String name(String pseudonym) {
    try {
      return http.json(http.request("v1/persons/" + pseudonym).GET()).path("name").asText();
    } catch (Failure e) {
      // What is printed of the trail does not need leadership.
      return "name not known: " + e.getMessage();
    }
  }

  /** How much came in, and how little travelled. */
  JsonNode flow() {
    return http.json(http.request("v1/flow").GET());
  }

  /** How many records of the trail and the escalations are not shown yet. */
  long behind() {
    JsonNode health = http.json(http.request("actuator/health").GET());
    JsonNode projection = health.path("components").path("projection");
    if (!"UP".equals(projection.path("status").asText("UP"))) {
      throw new Failure("the read model stands still: " + projection.path("details"));
    }
    return projection.path("details").path("behind").asLong();
  }

  /**
   * Hands over every escalation behind the given one as it comes, until the connection breaks.
   *
   * @param after seq of the last one that is not wanted; negative for only what comes from now on
   * @return the seq to go on behind
   */
  long follow(long after, Consumer<JsonNode> onEach) {
    Reading reading = new Reading(after, onEach);
    try {
      var request = http.request("v1/escalations/stream").header("Accept", "text/event-stream");
      if (after >= 0) {
        request.header("Last-Event-ID", String.valueOf(after));
      }
      http.lines(request.GET(), reading::take);
    } catch (IOException e) {
      // The connection broke; what was handed over is known by its seq.
    }
    return reading.last;
  }

  /** Server-sent events, line by line. */
  private static final class Reading {
    private final Consumer<JsonNode> onEach;
    private final StringBuilder data = new StringBuilder();
    private long last;
    private long id = -1;

    Reading(long last, Consumer<JsonNode> onEach) {
      this.last = last;
      this.onEach = onEach;
    }

    void take(String line) {
      if (line.startsWith("data:")) {
        data.append(line.substring("data:".length()));
      } else if (line.startsWith("id:")) {
        id = Long.parseLong(line.substring("id:".length()).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        String json = data.toString();
        data.setLength(0);
        onEach.accept(Http.parse(json));
        last = id;
      }
    }
  }

  private static String text(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
