package org.plimsoll.leadership;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executors;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes decisions as intake does, and lets the story decide about them. */
final class IntakeStub implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Story story;
  private final HttpServer server;
  private volatile long holdMillis;

  IntakeStub(Story story) {
    this.story = story;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/decisions", this::decide);
    server.start();
  }

  /** Settings with which a house hands decisions in here. */
  String[] settings() {
    return new String[] {
      "plimsoll.leadership.intake.url=http://127.0.0.1:" + server.getAddress().getPort(),
      "plimsoll.leadership.intake.token=secret"
    };
  }

  /** Answers so much later. */
  void hold(long millis) {
    holdMillis = millis;
  }

  private void decide(HttpExchange exchange) throws IOException {
    JsonNode given = JSON.readTree(exchange.getRequestBody().readAllBytes());
    if (!"Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{}");
      return;
    }
    try {
      Thread.sleep(holdMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (story) {
      story.decide(decision(given));
      story.flush();
    }
    answer(exchange, 202, "{\"eventId\":\"" + given.path("eventId").asString() + "\"}");
  }

  private static Decision decision(JsonNode given) {
    Decision.Builder decision =
        Decision.newBuilder()
            .setEventId(given.path("eventId").asString())
            .setNodeId(given.path("nodeId").asString())
            .setKind(DecisionKind.valueOf(given.path("kind").asString()))
            .setDecidedBy(given.path("decidedBy").asString())
            .setDecidedAt(Instant.parse(given.path("decidedAt").asString()))
            .setReason(given.path("reason").asString());
    if (given.has("exceptionId")) {
      decision.setExceptionId(given.path("exceptionId").asString());
    }
    if (given.has("decidedAs")) {
      decision.setDecidedAs(given.path("decidedAs").asString());
    }
    if (given.has("answersRevision")) {
      decision.setAnswersRevision(given.path("answersRevision").asInt());
    }
    if (given.has("limit")) {
      decision.setLimitTenThousandths(
          new BigDecimal(given.path("limit").asString()).movePointRight(4).longValueExact());
    }
    if (given.has("until")) {
      decision.setUntil(LocalDate.parse(given.path("until").asString()));
    }
    if (given.has("planDueOn")) {
      decision.setPlanDueOn(LocalDate.parse(given.path("planDueOn").asString()));
    }
    if (given.has("handedTo")) {
      decision.setHandedTo(given.path("handedTo").asString());
    }
    if (given.has("baseline")) {
      JsonNode baseline = given.path("baseline");
      decision.setBaseline(
          new Baseline(
              baseline.has("costMinor") ? baseline.path("costMinor").asLong() : null,
              baseline.has("finish") ? LocalDate.parse(baseline.path("finish").asString()) : null,
              List.of()));
    }
    return decision.build();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
