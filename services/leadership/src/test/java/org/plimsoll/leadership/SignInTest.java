package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.testkit.Cluster;
import tools.jackson.databind.JsonNode;

/** How one gets in, how long one stays, and how one gets out. */
class SignInTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String USER = SignIns.user(SignIns.HEAD);

  private static Story story;
  private static House house;
  private static Screens screens;

  @BeforeAll
  static void open() {
    Screens.assumeChromium();
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    story.flush();
    house =
        new House(
            "plimsoll.leadership.hosts=board.example",
            "plimsoll.leadership.heartbeat=1s",
            "plimsoll.leadership.access.idle=8s",
            "plimsoll.leadership.access.longest=30s",
            "plimsoll.leadership.access.requests-per-minute=300");
    house.awaitShown(story.written);
    screens = new Screens(house);
  }

  @AfterAll
  static void close() {
    if (screens != null) {
      screens.close();
      house.close();
      story.close();
    }
  }

  @AfterEach
  void theBrowserHadNothingToComplainAbout() {
    screens.endTest();
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, Sign in, User or password is wrong., Sign out",
    "en, 390, Sign in, User or password is wrong., Sign out",
    "ru, 1440, Вход, Неверный пользователь или пароль., Выйти",
    "ru, 390, Вход, Неверный пользователь или пароль., Выйти",
    "kk, 1440, Кіру, Пайдаланушы немесе құпиясөз қате., Шығу",
    "kk, 390, Кіру, Пайдаланушы немесе құпиясөз қате., Шығу"
  })
  void onePageInAndOneButtonOutWithTheKeyboardAlone(
      String language, int width, String title, String wrong, String out) {
    Page page =
        screens.as(null).page("/exceptions/" + Portfolio.SCHOOL + "~cost~1", language, width);
    assertThat(page.locator("h1")).hasText(title);
    assertThat(page.locator("#user")).isFocused();
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    page.keyboard().type(USER);
    page.keyboard().press("Tab");
    page.keyboard().type("not this one");
    page.keyboard().press("Enter");
    assertThat(page.locator(".notice")).hasText(wrong);
    assertThat(page.locator("#password")).isFocused();
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.forgive("401");
    page.keyboard().type(SignIns.PASSWORD);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/exceptions/.*"));
    assertThat(page.locator(".who .name")).hasText(SignIns.HEAD);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Locator leave = page.locator(".who button");
    assertThat(leave).hasText(out);
    Screens.tabTo(page, leave);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in.said=out"));
    page.navigate(house.url("/inbox/program"));
    assertThat(page.locator("h1")).hasText(title);
  }

  @Test
  void aSessionsCookieIsForThisSiteAndNoScript() {
    Page page = screens.as(null).page("/sign-in", "en", 1440);
    page.navigate(SignIns.link(house, SignIns.HEAD));
    page.locator("main button").click();
    page.waitForURL("**/inbox/program");
    Cookie cookie =
        page.context().cookies().stream()
            .filter(each -> each.name.equals("plimsoll-session"))
            .findFirst()
            .orElseThrow();
    assertThat(cookie.httpOnly).isTrue();
    assertThat(cookie.sameSite).hasToString("LAX");
    assertThat(page.evaluate("document.cookie")).isEqualTo("");
  }

  @Test
  void whoIsNotSignedInIsToldWhereAProgramAndAPersonEach() {
    for (String path : List.of("/v1/nodes", "/v1/escalations/stream", "/v1/nowhere")) {
      HttpResponse<String> program = get(path, null);
      assertThat(program.statusCode()).as(path).isEqualTo(401);
      assertThat(program.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(Client.problem(program).path("field").asString()).isEqualTo("Authorization");
    }
    HttpResponse<String> person = get("/nodes/enbek?page=2", null);
    assertThat(person.statusCode()).isEqualTo(303);
    assertThat(person.headers().firstValue("Location")).contains("/sign-in?back=%2Fnodes%2Fenbek");
    assertThat(get("/actuator/health", null).statusCode()).isEqualTo(200);
    assertThat(get("/actuator/env", null).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0123456789012345678901234567890123456789012"})
  void aForgedSessionIsNone(String token) {
    assertThat(get("/v1/nodes", "plimsoll-session=" + token).statusCode()).isEqualTo(401);
    assertThat(get("/v1/nodes", "plimsoll-session=" + token + "; SESSION=" + token).statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, This link signs you in as A. Sadykova, Sign in",
    "ru, 390, Вы войдёте как A. Sadykova, Войти",
    "kk, 390, Сіз A. Sadykova ретінде кіресіз, Кіру"
  })
  void aLinkSaysWhomItSignsInAndDoesSoWithOneKey(
      String language, int width, String said, String button) {
    Page page = screens.as(null).page("/sign-in", language, width);
    page.navigate(SignIns.link(house, SignIns.HEAD));
    assertThat(page.locator("main")).containsText(said);
    assertThat(page.locator("main button")).hasText(button);
    assertThat(page.locator("main button")).isFocused();
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/inbox/program"));
    assertThat(page.locator(".who .name")).hasText(SignIns.HEAD);
  }

  @Test
  void aLinkSignsInOnce() throws Exception {
    String link = SignIns.link(house, SignIns.HEAD);
    // Whatever looks ahead opens it, and nothing has happened yet.
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> looked = get(URI.create(link).getPath(), null);
      assertThat(looked.statusCode()).isEqualTo(200);
      assertThat(looked.body()).contains(SignIns.HEAD);
      assertThat(looked.headers().allValues("Set-Cookie"))
          .noneMatch(each -> each.startsWith("plimsoll-session"));
    }
    HttpResponse<String> elsewhere =
        post(URI.create(link).getPath(), Map.of(), null, "Origin", house.url(""));
    assertThat(elsewhere.headers().firstValue("Location")).contains("/sign-in?said=stale");
    HttpResponse<String> first = SignIns.follow(HTTP, link);
    assertThat(first.headers().firstValue("Location")).contains("/");
    assertThat(get("/v1/nodes", cookie(first)).statusCode()).isEqualTo(200);
    HttpResponse<String> second = get(URI.create(link).getPath(), null);
    assertThat(second.headers().firstValue("Location")).contains("/sign-in?said=link");
    assertThat(second.headers().allValues("Set-Cookie"))
        .noneMatch(each -> each.startsWith("plimsoll-session"));
    assertThat(get("/sign-in/nothing", null).headers().firstValue("Location"))
        .contains("/sign-in?said=link");
  }

  @Test
  void whoDoesNothingIsSignedOutAndSoIsWhoStaysTooLong() throws Exception {
    String idle = session(SignIns.HEAD);
    String busy = session(SignIns.HEAD);
    long beganNanos = System.nanoTime();
    boolean idleWasOver = false;
    while (get("/v1/flow", busy).statusCode() == 200) {
      // A page that looks for news by itself is nobody who does something.
      if (get("/v1/flow", idle, "HX-Request", "true").statusCode() == 401) {
        idleWasOver = true;
      }
      Thread.sleep(500);
    }
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    assertThat(idleWasOver).isTrue();
    assertThat(seconds).isBetween(25.0, 45.0);
  }

  @Test
  void aFormThatIsNotOfThisSessionIsRefused() throws Exception {
    String session = session(SignIns.HEAD);
    HttpResponse<String> without = post("/sign-out", Map.of(), session, "Origin", house.url(""));
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(Client.problem(without).path("field").asString()).isEqualTo("_csrf");
    HttpResponse<String> guessed =
        post("/sign-out", Map.of("_csrf", "guessed"), session, "Origin", house.url(""));
    assertThat(guessed.statusCode()).isEqualTo(403);
    assertThat(get("/v1/nodes", session).statusCode()).isEqualTo(200);
    HttpResponse<String> page = get("/inbox/program", session);
    String form = SignIns.cookie(page, "plimsoll-form");
    HttpResponse<String> right =
        post(
            "/sign-out",
            Map.of("_csrf", csrf(page)),
            session + "; " + form,
            "Origin",
            house.url(""));
    assertThat(right.statusCode()).isEqualTo(303);
    assertThat(get("/v1/nodes", session).statusCode()).isEqualTo(401);
    HttpResponse<String> stale =
        post("/sign-in", Map.of("user", USER), null, "Origin", house.url(""));
    assertThat(stale.headers().firstValue("Location")).contains("/sign-in?said=stale");
  }

  @Test
  void aStreamEndsWithTheSession() throws Exception {
    String session = session(SignIns.HEAD);
    HttpResponse<InputStream> stream =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(house.url("/v1/escalations/stream")))
                .header("Cookie", session)
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);
    house.sql().update("DELETE FROM access.session");
    // Returns when the other side has hung up.
    assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8)).startsWith(":");
  }

  @Test
  void whoeverGuessesPasswordsIsHeldUpAndWhoKnowsTheirsIsNot() {
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      answers.add(basic(SignIns.user(SignIns.OSPANOV), "guess-" + i).statusCode());
    }
    assertThat(answers.subList(0, 10)).containsOnly(401);
    assertThat(answers.subList(11, 14)).containsOnly(429);
    HttpResponse<String> held = basic(SignIns.user(SignIns.OSPANOV), SignIns.PASSWORD);
    assertThat(held.statusCode()).isEqualTo(429);
    assertThat(held.headers().firstValue("Retry-After")).contains("60");
    assertThat(basic(USER, SignIns.PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void aProgramThatAsksTooOftenIsHeldUp() {
    List<Integer> answers = new ArrayList<>();
    // Five more are allowed each second, so a slow machine asks for longer.
    for (int i = 0; i < 330 || (i < 2_000 && !answers.contains(429)); i++) {
      answers.add(basic(SignIns.user(SignIns.ENGINEER), SignIns.PASSWORD).statusCode());
    }
    assertThat(answers.subList(0, 250)).containsOnly(200);
    assertThat(answers).contains(429);
  }

  @Test
  void aPasswordThatIsTooLongOrOfAnotherIsWrong() {
    assertThat(basic(USER, "p".repeat(300)).statusCode()).isEqualTo(401);
    assertThat(basic("", "").statusCode()).isEqualTo(401);
    assertThat(basic("nobody", SignIns.PASSWORD).statusCode()).isEqualTo(401);
    assertThat(get("/v1/nodes", null, "Authorization", "Basic ???").statusCode()).isEqualTo(401);
    assertThat(get("/v1/nodes", null, "Authorization", "Digest x").statusCode()).isEqualTo(401);
  }

  @Test
  void whatIsTooLargeOrTooSlowIsNotReadToItsEnd() throws Exception {
    HttpResponse<String> large =
        post("/sign-in", Map.of("user", "u".repeat(70_000)), null, "Origin", house.url(""));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(Client.problem(large).path("expected").asString()).contains("65536");
    assertThat(chunked("5000\r\n" + "u".repeat(0x5000) + "\r\n", 5)).startsWith("HTTP/1.1 413");
    assertThat(chunked("5\r\nuser=\r\n", 1)).startsWith("HTTP/1.1 408");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      slow.setSoTimeout(30_000);
      slow.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void onlyAnAuditorReadsWhoReadWhat() {
    String path = "/v1/nodes/" + Portfolio.SCHOOL;
    assertThat(basicGet(SignIns.HEAD, path).statusCode()).isEqualTo(200);
    assertThat(basicGet(SignIns.HEAD, "/v1/nodes/" + Portfolio.PLAN).statusCode()).isEqualTo(404);
    assertThat(basicGet(SignIns.HEAD, "/v1/reads").statusCode()).isEqualTo(404);
    assertThat(basicGet(SignIns.HEAD, "/reads").statusCode()).isEqualTo(404);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          JsonNode reads =
              Client.json(house.url("/v1/reads?person=A.%20Sadykova&subject=" + Portfolio.SCHOOL))
                  .path("items");
          assertThat(reads).isNotEmpty();
          assertThat(reads.get(0).path("kind").asString()).isEqualTo("NODE");
          assertThat(reads.get(0).path("way").asString()).isEqualTo("BASIC");
          assertThat(reads.get(0).path("path").asString()).isEqualTo(path);
          assertThat(reads.get(0).path("status").asInt()).isEqualTo(200);
          assertThat(
                  Client.json(house.url("/v1/reads?subject=" + Portfolio.PLAN))
                      .path("items")
                      .get(0)
                      .path("status")
                      .asInt())
              .isEqualTo(404);
        });
    Page page = screens.page("/reads", "kk", 390);
    assertThat(page.locator("tbody tr").first()).isVisible();
    Screens.assertFits(page);
    Screens.assertAccessible(page);
  }

  private static String chunked(String part, int times) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket.setSoTimeout(30_000);
      String head =
          """
          POST /sign-in HTTP/1.1\r
          Host: localhost\r
          Origin: http://localhost\r
          Cookie: plimsoll-form=x\r
          Content-Type: application/x-www-form-urlencoded\r
          Transfer-Encoding: chunked\r
          \r
          """;
      socket
          .getOutputStream()
          .write((head + part.repeat(times)).getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[2_000];
      int read = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
    }
  }

  private static String session(String person) {
    try {
      return SignIns.session(HTTP, SignIns.link(house, person));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String cookie(HttpResponse<String> answer) {
    return SignIns.cookie(answer, "plimsoll-session");
  }

  private static String csrf(HttpResponse<String> page) {
    Matcher token = Pattern.compile("name=\"_csrf\"\\s+value=\"([^\"]+)\"").matcher(page.body());
    assertThat(token.find()).as(page.body()).isTrue();
    return token.group(1);
  }

  private static HttpResponse<String> basic(String user, String password) {
    String proof =
        java.util.Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return get("/v1/flow", null, "Authorization", "Basic " + proof);
  }

  private static HttpResponse<String> basicGet(String person, String path) {
    return get(path, null, "Authorization", SignIns.basic(person));
  }

  private static HttpResponse<String> get(String path, @Nullable String cookie, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(house.url(path))), cookie, headers);
  }

  private static HttpResponse<String> post(
      String path, Map<String, String> form, @Nullable String cookie, String... headers) {
    List<String> fields = new ArrayList<>();
    form.forEach(
        (name, value) -> fields.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return send(
        HttpRequest.newBuilder(URI.create(house.url(path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", fields))),
        cookie,
        headers);
  }

  private static HttpResponse<String> send(
      HttpRequest.Builder request, @Nullable String cookie, String... headers) {
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
