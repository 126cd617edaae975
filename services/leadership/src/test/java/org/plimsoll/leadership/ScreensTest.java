package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.PlannedPoint;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;
import org.plimsoll.testkit.Cluster;

/**
 * What a person sees, in a real browser. Wants a chromium, named by the system property {@code
 * plimsoll.chromium} or found on PATH; skipped without one.
 */
class ScreensTest {
  private static final String HOSTILE = "<img src=x onerror=document.title='taken'>";

  private static Story story;
  private static House house;
  private static Screens screens;

  @BeforeAll
  static void open() {
    Screens.assumeChromium();
    House.emptyTopics();
    story = new Story(Cluster.shared(), 0);
    Portfolio.found(story);
    Portfolio.months(story);
    story.project(
        "hostile",
        Portfolio.ENBEK,
        Story.text(HOSTILE, HOSTILE, HOSTILE),
        new Accountable(HOSTILE, HOSTILE, null),
        new Baseline(1_000L, null, List.of()),
        List.of());
    story.status(
        Portfolio.status("hostile", 1)
            .setNote(HOSTILE)
            .setAssistance(new Assistance(Level.PROGRAM, HOSTILE))
            .build());
    planned();
    story.flush();
    house = new House();
    house.awaitShown(story.written);
    screens = new Screens(house);
  }

  /** A quarter is earned when half was planned, and the whole budget is spent. */
  private static void planned() {
    story.project(
        "bridge",
        Portfolio.ENBEK,
        Story.text("Көпір", "Мост", "Bridge"),
        null,
        new Baseline(
            8_000_000_000L,
            Portfolio.START.plusMonths(6),
            List.of(
                new PlannedPoint(Portfolio.START, 0L),
                new PlannedPoint(Portfolio.START.plusMonths(3), 4_000_000_000L),
                new PlannedPoint(Portfolio.START.plusMonths(6), 8_000_000_000L))),
        List.of());
    story.grant(
        Portfolio.grant("g-tcpi", "bridge", "tcpi", ToleranceKind.COST, Measure.TCPI_BAC)
            .setUnit(ToleranceUnit.RATIO)
            .build());
    story.status(
        Portfolio.status("bridge", 3)
            .setEvMinor(2_000_000_000L)
            .setAcMinor(8_000_000_000L)
            .setBacMinor(8_000_000_000L)
            .setMilestones(
                List.of(
                    new Milestone(
                        "piers", "Piers", Portfolio.START, Portfolio.START.plusDays(12), null)))
            .setRisks(List.of(new Risk("ice", null, 2_500, 400_000_000L)))
            .build());
  }

  @AfterAll
  static void close() {
    if (screens != null) {
      screens.close();
      story.close();
      house.close();
    }
  }

  @AfterEach
  void theBrowserHadNothingToComplainAbout() {
    screens.endTest();
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, Pupils taught: 50 of 800 pupils",
    "en, 390, Pupils taught: 50 of 800 pupils",
    "ru, 1440, Учатся: 50 из 800 учеников",
    "ru, 390, Учатся: 50 из 800 учеников",
    "kk, 1440, 800 оқушы орнына 50",
    "kk, 390, 800 оқушы орнына 50"
  })
  void theInboxSaysWhatWaitsAndWhy(String language, int width, String said) {
    Page page = screens.page("/inbox/program", language, width);
    assertThat(page.locator(".card", new Page.LocatorOptions().setHasText(said))).isVisible();
    Screens.assertFits(page);
  }

  @Test
  void anExceptionNamesTheOtherOpenOnesOfItsNode() {
    Page page = screens.page("/exceptions/shilisai-school~cost~1", "en", 1440);
    for (String other : List.of("time", "pupils")) {
      assertThat(page.locator("main a[href='/exceptions/shilisai-school~" + other + "~1']"))
          .hasCount(1);
    }
    assertThat(page.locator("main a[href='/exceptions/shilisai-school~cost~1']")).hasCount(0);
  }

  @Test
  void aNewItemAppearsWithoutReload() {
    Page page = screens.page("/inbox/portfolio", "en", 1440);
    page.evaluate("window.stays = true");
    story.status(
        Portfolio.status(Portfolio.CENTRE, 22)
            .setAssistance(new Assistance(Level.PORTFOLIO, "Please settle the transfer of land."))
            .build());
    story.flush();
    assertThat(page.locator(".card.fresh .request")).hasText("Please settle the transfer of land.");
    assertThat(page.locator("#announce")).hasText("1 new or changed");
    // What costs most to leave comes first.
    assertThat(page.locator(".card").first()).containsText("Employment centre");
    assertThat(page.evaluate("window.stays")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({"en, 1440, LIGHT", "ru, 390, DARK", "kk, 390, LIGHT"})
  void theNodePageDrawsEachMeasureWithItsTolerance(String language, int width, ColorScheme scheme) {
    Page page = screens.page("/nodes/" + Portfolio.SCHOOL, language, width, scheme);
    assertThat(page.locator("[data-chart=COST_GROWTH_ORIGINAL][data-drawn] canvas")).isVisible();
    Object limits =
        page.evaluate(
            "echarts.getInstanceByDom(document.querySelector('[data-chart=COST_GROWTH_ORIGINAL]'))"
                + ".getOption().series[1].data.map(p => p.value[1])");
    assertThat((List<?>) limits)
        .hasSize(20)
        .allMatch(limit -> ((Number) limit).doubleValue() == 10);
    Object marks =
        page.evaluate(
            "echarts.getInstanceByDom(document.querySelector('[data-chart=COST_GROWTH_ORIGINAL]'))"
                + ".getOption().series[0].markPoint.data.map(p => p.coord[0]).sort()");
    assertThat(String.valueOf(marks)).isEqualTo("[2020-12-31, 2021-06-30]");
    Screens.assertFits(page);
  }

  @Test
  void theFirstItemIsReachedWithTheKeyboardAlone() {
    Page page = screens.page("/inbox/program", "en", 1440);
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    Screens.tabTo(page, page.locator(".card h2 a").first());
    assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
        .isEqualTo(true);
    page.keyboard().press("Enter");
    page.waitForURL("**/nodes/*");
    assertThat(page.locator("h1")).isVisible();
  }

  @Test
  void aFigureLeadsToTheEventBehindIt() {
    Page page = screens.page("/nodes/" + Portfolio.SCHOOL, "en", 1440);
    page.locator(".head .cause").click();
    page.waitForURL("**/trail/program/**");
    assertThat(page.locator("h1")).containsText("Status change");
    assertThat(page.locator(".fields").last()).containsText("949,000,000.00 KZT");
    Screens.assertFits(page);
  }

  @Test
  void everyDataDateBelowAChartLeadsToItsEvent() {
    Page page = screens.page("/nodes/" + Portfolio.SCHOOL, "kk", 390);
    assertThat(page.locator(".charts")).hasAttribute("data-months", Pattern.compile("^қаң\\. .*"));
    page.locator(".charts summary").first().press("Enter");
    page.locator("tr[data-date='2020-12-31'] a").first().press("Enter");
    page.waitForURL("**/trail/program/**");
    assertThat(page.locator(".fields").last()).containsText("2020-12-31");
  }

  /** Four periods for two: 31 July 2020 and twice the 92 days of the last one. */
  @Test
  void aNodeShowsWhatCanBeMeasuredAndWhyAWeighedMeasureCannot() {
    Page page = screens.page("/nodes/bridge", "en", 1440);
    assertThat(row(page, "Schedule performance in time (SPI(t))")).containsText("0.50");
    assertThat(row(page, "Earned schedule, in periods of the plan (ES)")).containsText("0.50");
    assertThat(row(page, "Slip of the worst milestone")).containsText("12\u00a0days");
    assertThat(row(page, "Risk exposure")).containsText("1.0\u00a0million\u00a0KZT");
    assertThat(row(page, "Cost variance (CV)")).containsText("-60.0\u00a0million\u00a0KZT");
    assertThat(row(page, "Cost performance needed to keep the budget (TCPI)"))
        .containsText("not yet measurable: what the rest was to cost is already spent");
    assertThat(row(page, "Still to be spent (ETC)")).hasCount(1);
    assertThat(row(page, "Estimate at completion by the agency (EAC)")).hasCount(0);
    assertThat(page.locator(".figures div").filter(holding("Projected finish")))
        .containsText("31 January 2021");
    Screens.assertFits(page);
    page.navigate(house.url("/nodes/" + Portfolio.ENBEK));
    assertThat(row(page, "Risk exposure")).hasCount(1);
    assertThat(row(page, "Slip of the worst milestone")).hasCount(0);
    // A program has no baseline, so its chart does not speak of one.
    assertThat(page.locator("[data-chart=cost]"))
        .hasAttribute("aria-label", Pattern.compile("^Forecast cost\\. .*"));
  }

  @ParameterizedTest
  @CsvSource({
    "en, There is no page at this address.",
    "ru, По этому адресу страницы нет.",
    "kk, Бұл мекенжайда бет жоқ."
  })
  void aPageThatIsNotThereSaysSoInTheLanguageOfTheReader(String language, String said) {
    Page page = screens.page("/nowhere", language, 390);
    screens.forgive("404");
    assertThat(page.locator("html")).hasAttribute("lang", language);
    assertThat(page.locator("main")).containsText(said);
    Screens.assertFits(page);
  }

  @ParameterizedTest
  @CsvSource({
    "ru, средства на остаток работ уже израсходованы, Расчётное завершение",
    "kk, қалған жұмысқа арналған қаражат жұмсалып қойған, Есептік аяқталу"
  })
  void whyAMeasureCannotBeMeasuredIsSaidInEveryLanguage(
      String language, String reason, String finish) {
    Page page = screens.page("/nodes/bridge", language, 390);
    assertThat(page.locator(".measures")).containsText(reason);
    assertThat(page.locator(".figures")).containsText(finish);
    Screens.assertFits(page);
  }

  private static Locator row(Page page, String measure) {
    return page.locator(".measures tbody tr").filter(holding(measure));
  }

  private static Locator.FilterOptions holding(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void whatComesFromOutsideIsShownNotRun() {
    Page page = screens.page("/nodes/hostile", "en", 390);
    assertThat(page.locator("h1")).hasText(HOSTILE);
    assertThat(page.title()).isNotEqualTo("taken");
    page.navigate(house.url("/inbox/program"));
    assertThat(page.locator(".request").first()).hasText(HOSTILE);
    assertThat(page.title()).isNotEqualTo("taken");
    Screens.assertFits(page);
  }

  @Test
  void anEmptyInboxSaysWhatWasWeighedToKeepItEmpty() {
    Page page = screens.page("/inbox/program?node=" + Portfolio.PLAN, "en", 390, ColorScheme.DARK);
    assertThat(page.locator(".empty")).containsText("Nothing needs you");
    assertThat(page.locator(".empty")).containsText("status changes weighed, none needs you");
    // The sources of the nodes say that it is so.
    assertThat(page.locator(".bottom")).containsText("Some figures here are illustrative");
  }

  @Test
  void theLanguageIsSwitchedInTheHeader() {
    Page page = screens.page("/inbox/program", "en", 1440);
    page.locator(".languages a[lang=kk]").click();
    assertThat(page.locator("h1")).hasText("Бағдарламаларға келгендер");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("lang", "kk");
  }
}
