package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryProcessTest {

  private static final String PASSWORD = "pass${word}$$\\${x}, signs";
  private static final String SCHEMA =
      """
      {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Status\\",\\"fields\\":[]}"}\
      """;

  @TempDir static Path temporary;

  /** A place that needs care on a command line and in a settings file. */
  private static Path directory;

  private static PostgresProcess postgres;
  private static RegistryProcess registry;

  @BeforeAll
  static void start() {
    directory = temporary.resolve("a place, with = and 'quotes'");
    postgres = PostgresProcess.start(directory.resolve("postgres"), 0, "superuser");
    postgres.createRoleAndDatabase("registry", PASSWORD, "registry");
    registry = startRegistry(Ports.free(), Ports.free());
  }

  private static RegistryProcess startRegistry(int port, int managementPort) {
    return RegistryProcess.start(
        directory.resolve("registry"),
        port,
        managementPort,
        postgres.jdbcUrl("registry"),
        "registry",
        PASSWORD);
  }

  @AfterAll
  static void stop() {
    registry.close();
    postgres.close();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aSchemaSurvivesKill() throws Exception {
    String subject = registry.confluentUrl() + "/subjects/plimsoll.intake.a-value/versions";
    var registered =
        send(
            HttpRequest.newBuilder(URI.create(subject))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(SCHEMA)));
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);

    registry.kill();
    registry = startRegistry(Ports.free(), Ports.free());

    var found =
        send(
            HttpRequest.newBuilder(
                URI.create(
                    registry.confluentUrl()
                        + "/subjects/plimsoll.intake.a-value/versions/latest")));
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(found.body()).contains("Status");
  }

  @Test
  void itsOwnApiAnswers() throws Exception {
    var answer = send(HttpRequest.newBuilder(URI.create(registry.apicurioUrl() + "/system/info")));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void itsLogNamesNeitherFailuresNorRequests() throws Exception {
    assertThat(Files.readString(directory.resolve("registry/registry.log")))
        .doesNotContain("Exception", "path=");
  }

  @Test
  void aDatabaseThatRefusesShowsTheEndOfTheLog(@TempDir Path other) {
    assertThatThrownBy(() ->
            RegistryProcess.start(other, 0, 0, postgres.jdbcUrl("registry"), "registry", "wrong"))
        .isInstanceOf(ChildFailedException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void itListensOnTheOneAddressOnly() {
    assertThat(List.of(registry.port(), registry.managementPort()))
        .allMatch(Ports::answers)
        .noneMatch(Loopback::answersOnAnotherAddress);
  }
}
