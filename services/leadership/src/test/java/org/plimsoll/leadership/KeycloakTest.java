package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.testkit.Cluster;

/**
 * A person signs in at a real Keycloak, and a program with a token of it. Runs in the profile
 * {@code keycloak}, which fetches the distribution from Maven Central.
 */
@EnabledIfSystemProperty(named = "plimsoll.keycloak", matches = ".+")
class KeycloakTest {
  private static final Duration START = Duration.ofMinutes(4);
  private static final String PROOF = "of-the-tests";

  @TempDir private static Path log;

  private static Process keycloak;
  private static String issuer;
  private static Story story;
  private static House house;

  @BeforeAll
  static void open() throws Exception {
    Path home = Path.of(System.getProperty("plimsoll.keycloak"));
    Path imported = Files.createDirectories(home.resolve("data/import")).resolve("realm.json");
    try (var realm =
        Objects.requireNonNull(KeycloakTest.class.getResourceAsStream("/keycloak/realm.json"))) {
      Files.write(imported, realm.readAllBytes());
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    issuer = "http://127.0.0.1:" + port + "/realms/plimsoll";
    ProcessBuilder start =
        new ProcessBuilder(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--db=dev-mem",
                "--cache=local")
            .redirectErrorStream(true)
            .redirectOutput(log.resolve("keycloak.log").toFile());
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
    keycloak = start.start();
    await().atMost(START).pollInterval(Duration.ofSeconds(1)).until(KeycloakTest::answers);
    House.emptyTopics();
    story = new Story(Cluster.shared(), 3);
    Portfolio.found(story);
    story.flush();
    house =
        new House(
            "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer,
            "spring.security.oauth2.resourceserver.jwt.audiences=plimsoll",
            "spring.security.oauth2.client.registration.keycloak.client-id=plimsoll",
            "spring.security.oauth2.client.registration.keycloak.client-secret=" + PROOF,
            "spring.security.oauth2.client.registration.keycloak.scope=openid,profile",
            "spring.security.oauth2.client.provider.keycloak.issuer-uri=" + issuer);
    house.awaitShown(story.written);
  }

  private static boolean answers() throws Exception {
    if (!keycloak.isAlive()) {
      throw new AssertionError(Files.readString(log.resolve("keycloak.log")));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void close() throws Exception {
    if (house != null) {
      house.close();
      story.close();
    }
    keycloak.descendants().forEach(ProcessHandle::destroy);
    keycloak.destroy();
    if (!keycloak.waitFor(Duration.ofSeconds(20))) {
      keycloak.destroyForcibly();
    }
  }

  @Test
  void aPersonSignsInThereAndHasTheirScopeHere() {
    Screens.assumeChromium();
    try (Screens screens = new Screens(house)) {
      Page page = screens.as(null).page("/sign-in", "en", 1440);
      page.locator(".providers a").click();
      page.locator("#username").fill("sadykova");
      page.locator("#password").fill(PROOF);
      page.locator("#kc-login").click();
      page.waitForURL("**/inbox/program");
      assertThat(page.locator(".who .name").textContent()).isEqualTo(SignIns.HEAD);
      assertThat(page.navigate(house.url("/nodes/" + Portfolio.ENBEK)).status()).isEqualTo(200);
      assertThat(page.navigate(house.url("/nodes/" + Portfolio.PLAN)).status()).isEqualTo(404);
    }
  }

  @Test
  void aProgramSignsInWithATokenOfIt() throws Exception {
    String token;
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> granted =
          http.send(
              form(
                  issuer + "/protocol/openid-connect/token",
                  "grant_type=password&client_id=plimsoll&client_secret="
                      + PROOF
                      + "&username=sadykova&scope=openid&password="
                      + PROOF),
              HttpResponse.BodyHandlers.ofString());
      assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
      token = Client.problem(granted).path("access_token").asString();
    }
    HttpResponse<String> answer =
        Client.get(house.url("/v1/nodes"), "Authorization", "Bearer " + token);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(Portfolio.SCHOOL).doesNotContain("\"PORTFOLIO\"");
    assertThat(
            Client.get(house.url("/v1/nodes"), "Authorization", "Bearer " + token + "x")
                .statusCode())
        .isEqualTo(401);
  }

  private static HttpRequest form(String url, String fields) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(fields))
        .build();
  }
}
