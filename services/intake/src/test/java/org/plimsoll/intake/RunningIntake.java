package org.plimsoll.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plimsoll.testkit.Cluster;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service against a real broker, registry and database, once for all tests of the JVM. */
final class RunningIntake {
  static final String OPERATOR = "operator-for-tests";
  static final JsonMapper JSON = JsonMapper.shared();

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable RunningIntake shared;

  final Cluster cluster = Cluster.shared();
  final PlainEngine engine = new PlainEngine(cluster.kafka(), cluster.registryUrl());
  final HttpClient http = HttpClient.newHttpClient();
  private ConfigurableApplicationContext context;

  private RunningIntake() {
    context = start();
  }

  static synchronized RunningIntake shared() {
    if (shared == null) {
      shared = new RunningIntake();
    }
    return shared;
  }

  private ConfigurableApplicationContext start() {
    Map<String, Object> settings = new HashMap<>();
    cluster.kafka().forEach((key, value) -> settings.put("spring.kafka.properties." + key, value));
    settings.put("spring.kafka.bootstrap-servers", cluster.kafka().get("bootstrap.servers"));
    settings.put("spring.config.name", "intake");
    settings.put("server.port", 0);
    settings.put("spring.datasource.url", cluster.createDatabase("intake"));
    settings.put("spring.datasource.username", "intake");
    settings.put("spring.datasource.password", cluster.password());
    settings.put("plimsoll.registry.url", cluster.registryUrl());
    settings.put(
        "plimsoll.intake.operator-token-sha256",
        HexFormat.of().formatHex(new Token(OPERATOR).sha256()));
    settings.put("plimsoll.intake.broker-users", cluster.broker().isPresent());
    settings.put("plimsoll.intake.weigh-within", "20s");
    return new SpringApplicationBuilder(IntakeApplication.class, Clocks.class)
        .run(
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  /** Sets the service's clock against the real one. */
  void useClock(UnaryOperator<Instant> change) {
    context.getBean(MovableClock.class).change = change;
  }

  /** Whether a status was ever taken on a thread that must not wait for a database. */
  boolean tookOnEventLoop() {
    return context.getBean(MovableClock.class).askedOnEventLoop;
  }

  /** A clock that a test may move. */
  private static final class MovableClock extends Clock {
    private volatile UnaryOperator<Instant> change = UnaryOperator.identity();
    private volatile boolean askedOnEventLoop;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      askedOnEventLoop |= Schedulers.isInNonBlockingThread();
      return change.apply(Instant.now());
    }
  }

  @Configuration
  static class Clocks {
    @Bean
    @Primary
    Clock movableClock() {
      return new MovableClock();
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return Integer.parseInt(
        java.util.Objects.requireNonNull(
            context.getEnvironment().getProperty("local.server.port")));
  }

  /** An id that no other test has. */
  static String fresh(String prefix) {
    return prefix + "-" + NUMBER.incrementAndGet();
  }

  HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String token, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
    return send(request(path, token).GET());
  }

  List<JsonNode> lines(String token, String ndjson) throws IOException, InterruptedException {
    return lines(
        send(
            request("/v1/status-changes", token)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(ndjson))));
  }

  static List<JsonNode> lines(HttpResponse<String> answer) {
    return answer.body().lines().map(JSON::readTree).toList();
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /** A portfolio, a program, a project and its agency, all fresh, and the agency's token. */
  World world() throws IOException, InterruptedException {
    String agency = fresh("agency");
    HttpResponse<String> created =
        post("/v1/agencies", OPERATOR, "{\"id\":\"%s\",\"name\":\"An agency\"}".formatted(agency));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String token = json(created).path("token").asString();
    World world = new World(agency, token, fresh("portfolio"), fresh("program"), fresh("project"));
    node(world.portfolio, "PORTFOLIO", null, null);
    node(world.program, "PROGRAM", world.portfolio, null);
    node(world.project, "PROJECT", world.program, agency);
    return world;
  }

  record World(String agency, String token, String portfolio, String program, String project) {
    /** A small status of the project. */
    String status() {
      return status("");
    }

    /** A status with more members, written with a comma in front. */
    String status(String more) {
      return "{\"source\":\"test\",\"projectId\":\"%s\",\"dataDate\":\"2026-03-31\"%s}"
          .formatted(project, more);
    }
  }

  HttpResponse<String> node(
      String id, String level, @Nullable String parent, @Nullable String agency)
      throws IOException, InterruptedException {
    return post("/v1/nodes", OPERATOR, nodeJson(id, level, parent, agency, "KZT"));
  }

  static String nodeJson(
      String id, String level, @Nullable String parent, @Nullable String agency, String currency) {
    var node =
        JSON.createObjectNode()
            .put("nodeId", id)
            .put("level", level)
            .put("currency", currency)
            .put("baselineSource", "FIRST_REPORTED")
            .put("source", "test");
    node.putObject("name").put("en", id);
    if (parent != null) {
      node.put("parentId", parent);
    }
    if (agency != null) {
      node.put("agencyId", agency);
    }
    return node.toString();
  }
}
