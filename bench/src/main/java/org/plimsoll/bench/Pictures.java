package org.plimsoll.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.LoadState;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pictures of the documentation, taken of what runs. */
@Command(
    name = "pictures",
    mixinStandardHelpOptions = true,
    description = "The pictures of the documentation, taken of a Plimsoll that runs.")
final class Pictures implements Callable<Integer> {
  private static final int HEIGHT = 900;

  /**
   * @param path where it is; null for that of the link that comes first on the page before
   * @param link a selector of that link
   */
  private record Picture(
      String file, @Nullable String path, @Nullable String link, String language, int width) {}

  private static final List<Picture> ALL =
      List.of(
          new Picture("inbox", "/inbox/portfolio", null, "en", 1440),
          new Picture("exception", null, "a.cause[href^='/exceptions/']", "en", 1440),
          new Picture("board", "/board", null, "en", 1440),
          new Picture("map", "/map", null, "en", 1440),
          new Picture("flow", "/flow", null, "en", 1440),
          new Picture("inbox-kk-390", "/inbox/portfolio", null, "kk", 390),
          new Picture("inbox-ru-390", "/inbox/portfolio", null, "ru", 390));

  @Parameters(paramLabel = "LINK", description = "that signs in, as demo and up print it")
  URI link = URI.create("");

  @Option(
      names = "--to",
      defaultValue = "docs/images",
      description = "directory; ${DEFAULT-VALUE} unless given")
  Path to = Path.of("");

  @Option(
      names = "--chromium",
      defaultValue = "/usr/bin/chromium",
      description = "a browser; ${DEFAULT-VALUE} unless given")
  Path chromium = Path.of("");

  @Override
  public Integer call() {
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
                        .setArgs(List.of("--no-sandbox")));
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      page.navigate(link.toString());
      page.locator("main button").click();
      for (Picture each : ALL) {
        take(page, each);
      }
    }
    return 0;
  }

  private void take(Page page, Picture picture) {
    page.setViewportSize(picture.width, HEIGHT);
    page.setExtraHTTPHeaders(Map.of("Accept-Language", picture.language));
    String path = picture.path;
    if (path == null) {
      page.locator(picture.link).first().click();
    } else {
      page.navigate(link.resolve(path).toString());
    }
    // Streams stay open, so there is no end of the network to wait for.
    page.waitForLoadState(LoadState.LOAD);
    // Charts are drawn of figures that are asked for behind the page.
    page.locator(".chart").all().forEach(chart -> chart.locator("svg, canvas").first().waitFor());
    Path file = to.resolve(picture.file + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    Bench.say(file.toString());
  }
}
