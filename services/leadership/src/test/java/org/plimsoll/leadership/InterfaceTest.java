package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.Rating;
import org.plimsoll.testkit.Cluster;
import tools.jackson.databind.JsonNode;

/** The HTTP interface: paging, resuming, refusing. */
class InterfaceTest {
  private static final String SIGNED_IN =
      "Authorization: " + SignIns.basic(SignIns.AUDITOR) + "\r\n";

  private static Story story;
  private static House house;
  private static int month = 30;

  @BeforeAll
  static void tell() {
    House.emptyTopics();
    story = new Story(Cluster.shared(), 3);
    Portfolio.found(story);
    story.program(
        "nurly-zher",
        Portfolio.PLAN,
        Story.text("«Нұрлы жер» бағдарламасы", "Программа «Нұрлы жер»", "Nurly Zher, housing"),
        null);
    Portfolio.months(story);
    Portfolio.callForHelp(story);
    story.flush();
    house =
        new House("plimsoll.leadership.hosts=board.example", "plimsoll.leadership.heartbeat=200ms");
    house.awaitShown(story.written);
  }

  @AfterAll
  static void end() {
    story.close();
    house.close();
  }

  /** Raises and clears the cost exception, which sends an item upward each time. */
  private static void oneMoreItem() {
    month++;
    story.status(
        Portfolio.status(Portfolio.SCHOOL, month)
            .setCostForecastMinor(month % 2 == 0 ? 76_000_000_000L : 99_000_000_000L)
            .build());
    story.flush();
    house.awaitShown(story.written);
  }

  @Nested
  class Described extends DescriptionLaws {
    @Override
    House house() {
      return house;
    }
  }

  @Nested
  class Revalidated extends RevalidationLaws {
    @Override
    House house() {
      return house;
    }

    @Override
    void something() {
      oneMoreItem();
    }
  }

  @Nested
  class Paged extends CursorLaws {
    @Override
    House house() {
      return house;
    }
  }

  @Test
  void pagingVisitsEveryRowOnceWhileRowsArrive() {
    AtomicInteger arrivals = new AtomicInteger();
    List<JsonNode> visited =
        Client.all(
            house.url("/v1/escalations?limit=3"),
            () -> {
              if (arrivals.incrementAndGet() <= 4) {
                oneMoreItem();
              }
            });
    List<Long> seqs = visited.stream().map(item -> item.get("seq").asLong()).toList();
    assertThat(seqs).isSorted().doesNotHaveDuplicates();
    assertThat(seqs)
        .containsExactlyElementsOf(house.numbers("SELECT seq FROM delivered ORDER BY seq"));
  }

  @Test
  void aSignalStandsBesideItsNodeWithItsEvidence() {
    // Whatever was said of the project before, its money has now brought something.
    story.status(
        Portfolio.status(Portfolio.CENTRE, 43)
            .setIndicators(List.of(new IndicatorValue("placed", 10_800_000L)))
            .build());
    story.status(
        Portfolio.status(Portfolio.CENTRE, 44)
            .setEvMinor(2_000_000_000L)
            .setAcMinor(11_760_000_000L)
            .setBacMinor(12_000_000_000L)
            .setIndicators(List.of(new IndicatorValue("placed", 1_200_000L)))
            .setSelfRating(Rating.GREEN)
            .build());
    story.flush();
    house.awaitShown(story.written);

    JsonNode node = Client.json(house.url("/v1/nodes/" + Portfolio.CENTRE));

    assertThat(node.get("figures").get("selfRating").asString()).isEqualTo("GREEN");
    JsonNode signal = node.get("signals").get(0);
    assertThat(signal.get("signal").asString()).isEqualTo("SPENT_WITHOUT_ACHIEVEMENT");
    assertThat(signal.get("text").asString())
        .isEqualTo("98.0% of the budget is spent, and 10.0% of what it was for is achieved.");
    assertThat(signal.get("cause").get("eventId").asString())
        .isEqualTo("status-employment-centre-44");
  }

  @Test
  void aConfirmationThatWasWrongIsToldAsWithdrawnAndNoLongerAsReached() {
    story.status(
        Portfolio.status(Portfolio.CENTRE, 42)
            .setIndicators(List.of(new IndicatorValue("placed", 13_000_000L)))
            .build());
    story.status(
        Portfolio.status(Portfolio.CENTRE, 42)
            .setEventId("correction")
            .setCorrects("status-employment-centre-15")
            .setDataDate(Portfolio.START.plusMonths(15))
            .setIndicators(List.of(new IndicatorValue("placed", 100_000L)))
            .build());
    story.status(
        Portfolio.status(Portfolio.CENTRE, 42)
            .setEventId("second-correction")
            .setCorrects("status-employment-centre-42")
            .setIndicators(List.of(new IndicatorValue("placed", 200_000L)))
            .build());
    story.flush();
    house.awaitShown(story.written);

    List<JsonNode> told =
        Client.all(house.url("/v1/escalations?kind=CONFIRMATION&limit=50"), () -> {});

    assertThat(told).extracting(item -> item.get("state").asString()).containsOnly("WITHDRAWN");
    assertThat(told.getLast().get("change").asString()).isEqualTo("WITHDRAWN");
    assertThat(Client.get(house.url("/inbox/program"), "Accept-Language", "en").body())
        .contains("withdrawn. Corrected to 20");
  }

  @Test
  void aStreamThatIsResumedDeliversEveryItemOnce() {
    List<Long> all = house.numbers("SELECT seq FROM delivered ORDER BY seq");
    String url = house.url("/v1/escalations/stream?after=0");
    List<Long> seen = new ArrayList<>(Client.ids(url, null, 3));
    // Cut off three times; items arrive while nobody listens, and while somebody does.
    oneMoreItem();
    seen.addAll(Client.ids(url, seen.getLast(), 2));
    oneMoreItem();
    seen.addAll(Client.ids(url, seen.getLast(), all.size() + 2 - seen.size()));
    assertThat(seen)
        .containsExactlyElementsOf(house.numbers("SELECT seq FROM delivered ORDER BY seq"));
  }

  @Test
  void aStreamSurvivesARestartOfTheService() {
    long last = house.bean(Tail.class).now();
    house.restart("plimsoll.leadership.hosts=board.example", "plimsoll.leadership.heartbeat=200ms");
    oneMoreItem();
    assertThat(Client.ids(house.url("/v1/escalations/stream"), last, 1).getFirst())
        .isGreaterThan(last);
  }

  @Test
  void aStreamCarriesOnlyWhatWasAskedFor() {
    List<Long> portfolio =
        house.numbers("SELECT seq FROM delivered WHERE level = 'PORTFOLIO' ORDER BY seq");
    assertThat(
            Client.ids(
                house.url("/v1/escalations/stream?level=portfolio&after=0"),
                null,
                portfolio.size()))
        .isEqualTo(portfolio);
  }

  @Test
  void aSilentStreamSaysThatItLives() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET /v1/escalations/stream HTTP/1.1\r\nHost: localhost\r\n"
                      + SIGNED_IN
                      + "Accept: text/event-stream\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder read = new StringBuilder();
      while (read.toString().split("\n:", -1).length < 4) {
        read.append((char) in.read());
      }
      assertThat(read).startsWith("HTTP/1.1 200").contains("text/event-stream");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/escalations?limit=0, limit",
    "/v1/escalations?limit=501, limit",
    "/v1/escalations?limit=ten, limit",
    "/v1/escalations?level=PROJECT, level",
    "/v1/escalations?kind=MONEY, kind",
    "/v1/escalations?state=open%20wide, state",
    "/v1/escalations?cursor=%21%21, cursor",
    "/v1/escalations?cursor=MTph, cursor",
    "/v1/escalations?levle=PROGRAM, levle",
    "/v1/escalations?node=a&node=b, node",
    "/v1/escalations/stream?after=-1, after",
    "/v1/exceptions?level=GALAXY, level",
    "/v1/exceptions?node=%2e%2e%2fetc, node",
    "/v1/nodes/shilisai-school/history?cursor=MTph, cursor",
    "/v1/trail/galaxy/0/1, tier",
    "/v1/trail/program/x/1, partition",
    "/v1/trail/program/0/0, sequence",
  })
  void aBadParameterIsNamed(String path, String field) {
    HttpResponse<String> answer = Client.get(house.url(path));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    JsonNode problem = Client.problem(answer);
    assertThat(problem.get("field").asString()).isEqualTo(field);
    assertThat(problem.get("expected").asString()).isNotEmpty();
  }

  @Test
  void aBadLastEventIdIsNamedThoughAStreamWasAsked() {
    HttpResponse<String> answer =
        Client.get(
            house.url("/v1/escalations/stream"),
            "Accept",
            "text/event-stream",
            "Last-Event-ID",
            "yesterday");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.problem(answer).get("field").asString()).isEqualTo("Last-Event-ID");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/nodes/nobody, 404",
    "/v1/nodes/nobody/history, 404",
    "/v1/trail/program/0/99999, 404",
    "/v1/nothing, 404",
    "/nodes/nobody, 404",
    "/nothing, 404",
    "/inbox/galaxy, 404"
  })
  void whatIsNotThereIsNotFound(String path, int status) {
    assertThat(Client.get(house.url(path)).statusCode()).isEqualTo(status);
  }

  @Test
  void nodesArePagedAndHistoryGoesByDataDate() {
    assertThat(Client.all(house.url("/v1/nodes?limit=1"), () -> {}))
        .extracting(node -> node.get("id").asString())
        .containsExactly("employment-centre", "enbek", "nurly-zher", "sdp-2025", "shilisai-school");
    assertThat(Client.all(house.url("/v1/nodes?parent=enbek"), () -> {}))
        .extracting(node -> node.get("id").asString())
        .containsExactly("employment-centre", "shilisai-school");
    List<String> days =
        Client.all(house.url("/v1/nodes/employment-centre/history?limit=7"), () -> {}).stream()
            .map(each -> each.get("dataDate").asString())
            .toList();
    assertThat(days).isSorted().hasSize(21);
    assertThat(new HashSet<>(days)).hasSize(21);
  }

  @Test
  void everyAnswerCarriesSecurityHeaders() {
    for (String path :
        List.of(
            "/inbox/portfolio",
            "/v1/flow",
            "/nothing",
            "/leadership/plimsoll.css",
            "/webjars/htmx.org/dist/htmx.min.js",
            "/actuator/health",
            "/v1/flow?x=1")) {
      var headers = Client.get(house.url(path)).headers();
      assertThat(headers.firstValue("Content-Security-Policy"))
          .as(path)
          .hasValueSatisfying(
              policy -> assertThat(policy).startsWith(Guard.CONTENT_SECURITY_POLICY));
      assertThat(headers.firstValue("X-Content-Type-Options")).as(path).contains("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).as(path).contains("DENY");
    }
  }

  /**
   * Reactor Netty 1.3.7 stops reading a connection when a request that waited behind another is
   * answered at once, as a foreign host name is:
   * https://github.com/reactor/reactor-netty/issues/4361
   */
  @Test
  void everyRequestOfAConnectionIsAnswered() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket.setSoTimeout(10_000);
      String request = "GET /v1/flow HTTP/1.1\r\nHost: %s\r\n" + SIGNED_IN + "\r\n";
      for (int again = 0; again < 10; again++) {
        // Together in one segment: the second waits until the first has been answered.
        write(socket, request.formatted("localhost") + request.formatted("evil.example"));
        assertThat(status(socket)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(status(socket)).startsWith("HTTP/1.1 421");
      }
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads one answer to its end. */
  private static String status(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    assertThat(length.find()).as(head.toString()).isTrue();
    in.readNBytes(Integer.parseInt(length.group(1)));
    return head.substring(0, head.indexOf("\r\n"));
  }

  @Test
  void aForeignHostNameIsRefused() throws Exception {
    assertThat(answerTo("evil.example")).startsWith("HTTP/1.1 421").contains("evil.example");
    assertThat(answerTo("localhost.evil.example:7400")).startsWith("HTTP/1.1 421");
    assertThat(answerTo("board.example:7400")).startsWith("HTTP/1.1 200");
    assertThat(answerTo("localhost:7400")).startsWith("HTTP/1.1 200");
    assertThat(answerTo("[::1]:7400")).startsWith("HTTP/1.1 200");
  }

  private static String answerTo(String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET /v1/flow HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n" + SIGNED_IN + "\r\n")
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "en, 'Nurly Zher, housing', 'Enbek, productive employment and mass entrepreneurship'",
    "ru, Программа «Нұрлы жер», Программа развития продуктивной занятости",
    "kk, «Нұрлы жер» бағдарламасы, «Еңбек» нәтижелі жұмыспен қамтуды"
  })
  void whereSeveralProgramsReceiveOneCanBeChosen(String language, String silent, String waiting) {
    HttpResponse<String> all = Client.get(house.url("/inbox/program"), "Accept-Language", language);
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(all.body())
        .contains("<option value=\"nurly-zher\">" + silent)
        .contains("<option value=\"enbek\">" + waiting)
        .contains("/nodes/shilisai-school");
    HttpResponse<String> chosen =
        Client.get(house.url("/inbox/program?node=nurly-zher"), "Accept-Language", language);
    assertThat(chosen.statusCode()).isEqualTo(200);
    assertThat(chosen.body())
        .contains("<option value=\"nurly-zher\" selected=\"selected\">" + silent)
        .doesNotContain("/nodes/shilisai-school");
  }

  @Test
  void theLanguageIsChosenAndKept() {
    String page = house.url("/inbox/program");
    assertThat(Client.get(page, "Accept-Language", "kk").body())
        .contains("lang=\"kk\"")
        .contains("Бағдарламалар");
    assertThat(Client.get(page, "Accept-Language", "de").body()).contains("lang=\"en\"");
    HttpResponse<String> chosen = Client.get(house.url("/language?choose=ru&back=/inbox/program"));
    assertThat(chosen.statusCode()).isEqualTo(303);
    assertThat(chosen.headers().firstValue("Location")).contains("/inbox/program");
    String cookie = chosen.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(Client.get(page, "Cookie", cookie.split(";", 2)[0], "Accept-Language", "kk").body())
        .contains("lang=\"ru\"");
    assertThat(
            Client.get(house.url("/language?choose=ru&back=//evil.example"))
                .headers()
                .firstValue("Location"))
        .contains("/");
  }
}
