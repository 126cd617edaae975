package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A house as a person sees it, in a real browser. Wants a chromium, named by the system property
 * {@code plimsoll.chromium} or found on PATH.
 */
final class Screens implements AutoCloseable {
  private static final int HEIGHT = 860;

  /** Chromium without the window around its pages, whose drawing costs as much as theirs. */
  private static final String SHELL = "chromium-headless-shell";

  /** For a complaint that is to come: two seconds. */
  private static final int MOST_WAITS = 20;

  private static final int WAIT_MILLIS = 100;

  /** More places than the focus has on any screen. */
  private static final int MOST_TABS = 200;

  /** What reaches beyond the right edge. */
  private static final String WIDER =
      "[...document.querySelectorAll('body *')]"
          + ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)"
          + ".map(e => e.outerHTML.slice(0, 100))";

  /**
   * What the rules judge, of every element: its name and attributes, those that are words only by
   * whether there are any, and whether it has a text of its own; with the width and the colours.
   */
  private static final String STRUCTURE =
      """
      () => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches,
        ...[...document.querySelectorAll(':not(.languages *, svg text)')].map(e => e.tagName
          + [...e.attributes].map(a => ' ' + a.name + '='
            + (/^(aria-label|alt|title|content|value|placeholder|href|src|action|data-.*|lang)$/
              .test(a.name) ? a.value.trim() !== '' : a.value)).join('')
          + [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== ''))].join('\\n')
      """;

  /** What no rule had anything to say against, in this process. */
  private static final Set<String> ACCESSIBLE = ConcurrentHashMap.newKeySet();

  private static final String BROKEN_RULES =
      """
      async () => (await axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        resultTypes: ['violations'],
      })).violations.map(rule =>
        rule.id + ': ' + rule.nodes.slice(0, 3).map(node => node.html).join(' '))
      """;

  private final House house;
  private final Playwright playwright;
  private final Browser browser;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable BrowserContext context;
  private @Nullable String person = SignIns.AUDITOR;

  Screens(House house) {
    this.house = house;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium().orElseThrow())
                    .setArgs(List.of("--no-sandbox")));
  }

  /** Skips the tests of a class where there is no browser. */
  static void assumeChromium() {
    Assumptions.assumeTrue(
        chromium().isPresent(), "no chromium: set -Dplimsoll.chromium, or install one on PATH");
  }

  private static Optional<Path> chromium() {
    String named = System.getProperty("plimsoll.chromium", System.getenv("PLIMSOLL_CHROMIUM"));
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
        .flatMap(directory ->
            Stream.of(SHELL, "chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Signs in as this person, or as nobody, until the test ends; otherwise the auditor looks. */
  Screens as(@Nullable String who) {
    person = who;
    return this;
  }

  Page page(String path, String language, int width) {
    return page(path, language, width, ColorScheme.LIGHT);
  }

  Page page(String path, String language, int width, ColorScheme scheme) {
    BrowserContext opened =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, HEIGHT)
                .setLocale(language)
                .setColorScheme(scheme));
    context = opened;
    Page page = opened.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    if (person != null) {
      opened.addCookies(List.of(session(person)));
    }
    page.navigate(house.url(path));
    return page;
  }

  /** Of a session begun without the browser, which would draw two pages more for each test. */
  private Cookie session(String who) {
    try {
      String[] cookie = SignIns.session(http, SignIns.link(house, who)).split("=", 2);
      return new Cookie(cookie[0], cookie[1]).setUrl(house.url("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Closes what a test opened; the browser had nothing to complain about. */
  void endTest() {
    if (context != null) {
      context.close();
    }
    person = SignIns.AUDITOR;
    List<String> said = List.copyOf(complaints);
    complaints.clear();
    assertThat(said).isEmpty();
  }

  /** The browser complains of every answer above 400, a moment after it; of this one it may. */
  void forgive(String status) {
    Page page = Objects.requireNonNull(context).pages().getLast();
    for (int i = 0; i < MOST_WAITS && !complaints.removeIf(isOf(status)); i++) {
      page.waitForTimeout(WAIT_MILLIS);
    }
    complaints.removeIf(isOf(status));
  }

  private static Predicate<String> isOf(String status) {
    return said -> said.contains("status of " + status);
  }

  /** Nothing is wider than the window. */
  static void assertFits(Page page) {
    // What a form answered may be there before its style is.
    page.waitForLoadState();
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as(() -> "wider than the window: " + page.evaluate(WIDER))
        .isEqualTo(0);
  }

  /**
   * No rule of WCAG 2.2 at level AA that can be checked by program is broken. A page that differs
   * in its words alone from one that was checked is not checked again: most of what a browser does
   * in these tests is to check.
   */
  static void assertAccessible(Page page) {
    page.waitForLoadState();
    String structure = page.evaluate(STRUCTURE).toString();
    if (ACCESSIBLE.contains(structure)) {
      return;
    }
    // In the page itself: the builder of axe would open a second page for each check.
    page.evaluate(AxeBuilder.getAxeScript() + "; undefined");
    assertThat(page.evaluate(BROKEN_RULES).toString()).isEqualTo("[]");
    ACCESSIBLE.add(structure);
  }

  /** Presses the tabulator until the focus is there. */
  static void tabTo(Page page, Locator there) {
    ElementHandle place = there.elementHandle();
    for (int i = 0; i < MOST_TABS; i++) {
      if (Boolean.TRUE.equals(place.evaluate("e => e === document.activeElement"))) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("not reached with the keyboard: " + there);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    http.close();
  }
}
