package org.plimsoll.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.plimsoll.verify.Failure;

/** What the command line asks of intake, as its operator. */
final class IntakeClient {
  private static final int ACCEPTED = 202;

  private final Http http;
  private final String operatorToken;

  IntakeClient(Instance instance, Secrets secrets) {
    this.http = new Http(instance.intake());
    this.operatorToken = secrets.operatorToken();
  }

  /** The new agency with its token, which is told this once. */
  JsonNode createAgency(String id, String name) {
    String body = Http.JSON.createObjectNode().put("id", id).put("name", name).toString();
    return http.json(json("v1/agencies", body));
  }

  /** The agency with its new token; the old one is good no longer. */
  JsonNode rotateToken(String agencyId) {
    return http.json(json("v1/agencies/" + segment(agencyId) + "/token", "{}"));
  }

  List<JsonNode> agencies() {
    List<JsonNode> all = new ArrayList<>();
    String next = "v1/agencies";
    while (!next.isEmpty()) {
      JsonNode page = http.json(asOperator(next).GET());
      page.path("agencies").forEach(all::add);
      next = page.path("next").asText("");
    }
    return all;
  }

  void registerNode(String facts) {
    http.json(json("v1/nodes", facts));
  }

  void grantTolerance(String grant) {
    http.json(json("v1/tolerances", grant));
  }

  void decide(String decision) {
    http.json(json("v1/decisions", decision));
  }

  /**
   * Publishes status changes as the agency whose token it is.
   *
   * @throws Failure when one of them is refused
   */
  void publish(String agencyToken, List<String> statuses) throws IOException {
    http.lines(
        http.request("v1/status-changes")
            .header("Authorization", "Bearer " + agencyToken)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(String.join("\n", statuses))),
        line -> {
          JsonNode answer = Http.parse(line);
          if (answer.path("status").asInt() != ACCEPTED) {
            throw new Failure("intake refused: " + Http.told(answer.path("problem"), line));
          }
        });
  }

  /** Imports a file and hands over each line of the answer: progress, refused rows, summary. */
  void importFile(Path file, byte[] mapping, Consumer<JsonNode> onLine) throws IOException {
    String boundary = "plimsoll-" + UUID.randomUUID();
    http.lines(
        asOperator("v1/imports")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .header("Accept", "application/x-ndjson, application/problem+json")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(part(boundary, "mapping", "application/yaml")),
                    BodyPublishers.ofByteArray(mapping),
                    BodyPublishers.ofString("\r\n" + part(boundary, "file", "text/csv")),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))),
        line -> {
          if (!line.isBlank()) {
            onLine.accept(Http.parse(line));
          }
        });
  }

  /**
   * Grants a policy and hands over each line of the answer: progress, tolerances, summary.
   *
   * @param nodeIds only to these; empty: to all that it applies to
   */
  void grantPolicy(String yaml, List<String> nodeIds, Consumer<JsonNode> onLine)
      throws IOException {
    StringBuilder path = new StringBuilder("v1/policies");
    for (String id : nodeIds) {
      path.append(path.indexOf("?") < 0 ? '?' : '&').append("node=").append(segment(id));
    }
    http.lines(
        asOperator(path.toString())
            .header("Content-Type", "application/yaml")
            .header("Accept", "application/x-ndjson, application/problem+json")
            .POST(BodyPublishers.ofString(yaml)),
        line -> {
          if (!line.isBlank()) {
            onLine.accept(Http.parse(line));
          }
        });
  }

  private static String part(String boundary, String name, String type) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
        .formatted(boundary, name, name, type);
  }

  private HttpRequest.Builder json(String path, String body) {
    return asOperator(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder asOperator(String path) {
    return http.request(path).header("Authorization", "Bearer " + operatorToken);
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
