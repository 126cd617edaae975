package org.plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long the leadership service takes for each screen over a full read model, how soon a browser
 * paints it, and how soon many readers of the stream have what is new.
 */
@Command(
    name = "screens",
    mixinStandardHelpOptions = true,
    description = "Screens over a full read model, and many readers of its stream.")
final class Screens implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"\\s+value=\"([^\"]+)\"");
  private static final int WARM = 20;
  private static final int PAINTS = 5;

  /** As it is shipped. */
  private static final String TICK_EVERY = "60s";

  /** More than one machine asks, and often. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "plimsoll.leadership.access.requests-per-minute", "1000000",
          "plimsoll.leadership.heartbeat", "2s");

  @Mixin Bench.Setting setting = new Bench.Setting();

  @Option(
      names = "--leadership",
      defaultValue = "services/local/target/plimsoll/lib/*",
      description = "class path of the service; ${DEFAULT-VALUE} unless given")
  String classPath = "";

  @Option(
      names = "--projects",
      defaultValue = "100000",
      description = "a multiple of 50; ${DEFAULT-VALUE} unless given")
  int projects;

  @Option(
      names = "--reports",
      defaultValue = "2",
      description = "of each project; ${DEFAULT-VALUE} unless given")
  int reports;

  @Option(
      names = "--calm",
      defaultValue = "10",
      description =
          "of how many reports that would lie beyond a limit one does; 10 leaves about 2,000 open exceptions of 100,000 projects; ${DEFAULT-VALUE} unless given")
  int calm;

  @Option(
      names = "--requests",
      defaultValue = "60",
      description = "of each screen; 0: none; ${DEFAULT-VALUE} unless given")
  int requests;

  @Option(
      names = "--readers",
      defaultValue = "500",
      description = "of the stream; 0: none; ${DEFAULT-VALUE} unless given")
  int readers;

  @Option(
      names = "--changing",
      description =
          "something is read before each request, so that nothing counted before may be shown; twice as long")
  boolean changing;

  @Option(names = "--chromium", description = "a browser that paints the screens; none: no paints")
  @Nullable Path chromium;

  @Override
  public Integer call() throws IOException {
    // One more than the readers are shown, for what changes.
    Workload workload = new Workload(setting.seed, projects, reports, Readers.BEACONS + 1, calm);
    try (Machine machine = setting.machine()) {
      Publisher publisher = new Publisher(workload, machine);
      publisher.setup();
      try (Run engine =
          new Run(machine, Contender.ENGINE, setting.threads, TICK_EVERY, setting.jvm())) {
        engine.awaitTaken();
        publisher.statuses(Bench.PRODUCERS);
        engine.awaitTaken();
        Bench.say("The engine has weighed %,d statuses.".formatted(workload.statuses()));
        try (ReadModel model =
            new ReadModel(machine, classPath, "leadership", SETTINGS, Bench.LEADERSHIP_JVM)) {
          Bench.say(model.measure(null).text());
          model.analyze();
          if (requests > 0) {
            screens(model, machine.password, changing ? new Changes(model, publisher) : () -> {});
          }
          if (readers > 0) {
            Bench.say(new Readers(model, new Beacons(workload, publisher), readers).measure());
          }
        }
      }
    }
    return 0;
  }

  /**
   * Reports of a project that lies within its limits: each is an entry that changes the read model,
   * and none that a screen shows.
   */
  private static final class Changes implements Runnable {
    private final ReadModel model;
    private final Publisher publisher;
    private int report;

    Changes(ReadModel model, Publisher publisher) {
      this.model = model;
      this.publisher = publisher;
    }

    @Override
    public void run() {
      model.awaitRead(() -> publisher.beacon(Readers.BEACONS, report++, false));
    }
  }

  private void screens(ReadModel model, String password, Runnable before) throws IOException {
    CookieManager cookies = new CookieManager();
    try (HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build()) {
      signIn(http, model, "bench", password);
      List<String> paths = paths(http, model);
      Bench.say("Who may see everything:");
      times(http, model, paths, before);
      CookieManager minister = new CookieManager();
      try (HttpClient scoped = HttpClient.newBuilder().cookieHandler(minister).build()) {
        signIn(scoped, model, "minister", password);
        Bench.say("Who may see one portfolio, which has all of them:");
        // What was read is for who sees everything.
        times(scoped, model, paths.stream().filter(p -> !p.equals("/reads")).toList(), before);
      }
      if (chromium != null) {
        paints(model, paths, cookies.getCookieStore().getCookies());
      }
    }
  }

  private static void signIn(HttpClient http, ReadModel model, String user, String password)
      throws IOException {
    Matcher csrf = CSRF.matcher(get(http, model, "/sign-in").body());
    if (!csrf.find()) {
      throw new IllegalStateException("the page to sign in has no _csrf");
    }
    String form =
        Map.of("user", user, "password", password, "_csrf", csrf.group(1)).entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            http,
            HttpRequest.newBuilder(model.at("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", model.at("").toString())
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    if (answer.statusCode() != 303) {
      throw new IllegalStateException(
          "signing in: %d - expected 303%n%s".formatted(answer.statusCode(), answer.body()));
    }
  }

  /** Every screen once, of nodes and exceptions that are there. */
  private static List<String> paths(HttpClient http, ReadModel model) throws IOException {
    JsonNode items = json(http, model, "/v1/exceptions?limit=1").path("items").path(0);
    String exception = items.path("id").asText();
    String program = Workload.programId(0);
    String project = Workload.projectId(0);
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    return List.of(
        "/inbox/portfolio",
        "/inbox/program",
        "/inbox/program?search=" + Workload.programId(7),
        "/exceptions/" + exception,
        "/board",
        "/map/" + Workload.PORTFOLIO,
        "/map/" + program,
        "/map/%s?at=%s".formatted(Workload.PORTFOLIO, today),
        "/map/%s?at=%s".formatted(program, today),
        "/flow",
        "/delivered",
        "/taken",
        "/taken?agency=" + Workload.AGENCY,
        "/nodes/%s/taken".formatted(project),
        "/acknowledged",
        "/acknowledged?way=WAITING",
        "/nodes/" + Workload.PORTFOLIO,
        "/nodes/" + program,
        "/nodes/" + project,
        "/nodes/%s/tolerances/cost".formatted(project),
        "/subscriptions",
        "/subscriptions/nodes?find=" + program,
        "/reads",
        "/v1/nodes?limit=100",
        "/v1/exceptions?limit=100",
        "/v1/escalations?limit=100");
  }

  private void times(HttpClient http, ReadModel model, List<String> paths, Runnable before)
      throws IOException {
    Bench.say("| screen | p50, ms | p95, ms | longest, ms | kB |");
    Bench.say("|---|---|---|---|---|");
    for (String path : paths) {
      for (int i = 0; i < WARM; i++) {
        get(http, model, path);
      }
      double[] millis = new double[requests];
      int bytes = 0;
      for (int i = 0; i < requests; i++) {
        before.run();
        long begun = System.nanoTime();
        HttpResponse<String> answer = get(http, model, path);
        millis[i] = (System.nanoTime() - begun) / 1e6;
        bytes = answer.body().length();
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(
              "%s: %d - expected 200%n%s".formatted(path, answer.statusCode(), answer.body()));
        }
      }
      Arrays.sort(millis);
      Bench.say(
          "| %s | %.1f | %.1f | %.1f | %d |"
              .formatted(
                  path,
                  millis[requests / 2],
                  millis[requests * 95 / 100],
                  millis[requests - 1],
                  bytes / 1024));
    }
  }

  /** Each in a browser that has nothing of it yet. */
  private void paints(ReadModel model, List<String> paths, List<HttpCookie> session) {
    Bench.say("| screen | first contentful paint, ms: median | longest |");
    Bench.say("|---|---|---|");
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox")))) {
      for (String path : paths) {
        if (path.startsWith("/v1/")) {
          continue;
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i <= PAINTS; i++) {
          try (BrowserContext context =
              browser.newContext(
                  // Or the function that waits for the paint could not be put into the page.
                  new Browser.NewContextOptions().setBypassCSP(true))) {
            context.addCookies(
                session.stream()
                    .map(cookie ->
                        new Cookie(cookie.getName(), cookie.getValue())
                            .setUrl(model.at("/").toString()))
                    .toList());
            Page page = context.newPage();
            page.navigate(model.at(path).toString());
            page.waitForFunction(
                "performance.getEntriesByName('first-contentful-paint').length > 0");
            millis.add(
                ((Number)
                        page.evaluate(
                            "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                    .doubleValue());
          }
        }
        // The first one starts parts of the browser as well.
        millis.removeFirst();
        millis.sort(null);
        Bench.say("| %s | %.0f | %.0f |".formatted(path, millis.get(PAINTS / 2), millis.getLast()));
      }
    }
  }

  private static JsonNode json(HttpClient http, ReadModel model, String path) throws IOException {
    return JSON.readTree(get(http, model, path).body());
  }

  private static HttpResponse<String> get(HttpClient http, ReadModel model, String path)
      throws IOException {
    return send(http, HttpRequest.newBuilder(model.at(path)).build());
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest request)
      throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
