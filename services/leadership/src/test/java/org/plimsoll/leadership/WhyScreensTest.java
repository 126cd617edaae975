package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;

/** From an item of the inbox to why, to the event behind a figure, and to the drafted report. */
class WhyScreensTest {
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
    Road.build(story);
    widened();
    story.flush();
    house = new House("plimsoll.leadership.log-address=https://log.example/");
    house.awaitShown(story.written);
    screens = new Screens(house);
  }

  /** A weir for 12 percent more, of which 20 were granted until the end of 2022; then 25. */
  private static void widened() {
    Accountable owner = new Accountable("P. Owner", "owner", null);
    story.portfolio("waters", Story.text("Сулар", "Воды", "Waters"), owner);
    story.program("rivers", "waters", Story.text("Өзендер", "Реки", "Rivers"), owner);
    story.project(
        "weir",
        "rivers",
        Story.text("Бөген", "Водослив", "Weir"),
        owner,
        new Baseline(1_000_000L, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant("g-weir", "weir", "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .setGrantedBy("rivers")
            .build());
    story.status(
        Portfolio.status("weir", 0)
            .setBacMinor(1_000_000L)
            .setCostForecastMinor(1_120_000L)
            .build());
    story.decide(
        Decision.newBuilder()
            .setEventId("d-weir")
            .setNodeId("weir")
            .setExceptionId("weir~cost~1")
            .setKind(DecisionKind.GRANT_TOLERANCE)
            .setDecidedBy("P. Owner")
            .setDecidedAt(Instant.parse("2020-02-03T10:00:00Z"))
            .setReason("The river was higher.")
            .setLimitTenThousandths(200_000L)
            .setUntil(LocalDate.of(2022, 12, 31))
            .build());
    story.status(Portfolio.status("weir", 1).setCostForecastMinor(1_250_000L).build());
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
    "en, 1440, 'beyond it by 15.0 percentage points, step 2', 'Given with the decision, as its reason.'",
    "ru, 390, 'Выход за предел: 15,0', 'Даётся вместе с решением, в его обосновании.'",
    "kk, 390, 'Шектен тыс: 15,0', 'Шешіммен бірге, оның негіздемесі ретінде беріледі.'"
  })
  void oneClickLeadsFromTheInboxToWhyAndToTheDraftedReport(
      String language, int width, String verdict, String blank) {
    Page page = screens.page("/inbox/program", language, width);
    page.locator(".card", new Page.LocatorOptions().setHasText("25"))
        .locator("a[href='/exceptions/road~cost~1']")
        .click();
    page.waitForURL("**/exceptions/road~cost~1");
    assertThat(page.locator(".verdict")).containsText(verdict);
    assertThat(page.locator(".sums").last()).containsText("250");
    assertThat(page.locator(".report .blank").first()).hasText(blank);
    assertThat(page.locator(".decided li")).hasCount(3);
    Screens.assertFits(page);
  }

  @ParameterizedTest
  @CsvSource({"en, 1440", "ru, 1440", "kk, 1440", "en, 390", "ru, 390", "kk, 390"})
  void whatIsWithinSaysWhyNotOnItsOwnPage(String language, int width) {
    Page page = screens.page("/nodes/" + Portfolio.CENTRE + "/tolerances/cost", language, width);
    assertThat(page.locator(".verdict.good")).isVisible();
    assertThat(page.locator(".operands dt")).hasCount(4);
    if (width == 1440) {
      // Ways, languages and who is signed in stand in one line.
      assertThat(page.locator(".bar").boundingBox().height).isLessThan(64);
    }
    Screens.assertFits(page);
  }

  @Test
  void aFigureOfTheArithmeticLeadsToTheEventThatStatedIt() {
    Page page = screens.page("/nodes/road", "en", 1440);
    page.locator(".granted a[href='/nodes/road/tolerances/cost']").click();
    page.waitForURL("**/tolerances/cost");
    page.locator(".operands .cause").first().click();
    page.waitForURL("**/trail/program/**");
    assertThat(page.locator(".fields").last()).containsText("12,500,000.00 KZT");
  }

  /** The school did least for what it spent, and the program was beyond its limit by it. */
  @ParameterizedTest
  @CsvSource({
    "en, 1440, 'was', 'Cleared, with the figures of', 'sum over the projects of (earned value)'",
    "ru, 390, 'было', 'Снято', 'сумма по проектам (освоенный объём)'",
    "kk, 390, 'болды', 'деректер бойынша жойылды', 'жобалар бойынша қосынды ('"
  })
  void anExceptionOfAProgramThatIsOverSaysWhichProjectsItWasAndWhatClearedIt(
      String language, int width, String was, String cleared, String sum) {
    Page page = screens.page("/exceptions/enbek~cpi~1", language, width);
    assertThat(page.locator(".verdict")).containsText(was);
    assertThat(page.locator(".verdict")).containsText(cleared);
    assertThat(page.locator("[data-chart=CPI][data-drawn] canvas")).isVisible();
    Locator school = page.locator(".shares li").first();
    assertThat(school.locator("a").first()).hasAttribute("href", "/nodes/" + Portfolio.SCHOOL);
    assertThat(page.locator(".operands")).containsText(sum);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    school.locator(".cause").first().click();
    page.waitForURL("**/trail/program/**");
    assertThat(page.locator("main")).containsText(Portfolio.SCHOOL);
  }

  /** Twelve percent more were allowed by a grant: that is why it is over, and nothing is asked. */
  @ParameterizedTest
  @CsvSource({
    "en, 1440, at most 20.0%, at most 10.0%, 'How it stood until then', How it was answered",
    "ru, 390, '20,0 %, не больше', '10,0 %, не больше', 'Как было до этого', Как на него ответили",
    "kk, 390, 'ең көбі 20,0', 'ең көбі 10,0', 'Оған дейін қалай болған', Оған қалай жауап берілді"
  })
  void anExceptionThatIsOverShowsTheLimitThatClearedItAndHowItStoodBefore(
      String language, int width, String granted, String before, String until, String answered) {
    Page page = screens.page("/exceptions/weir~cost~1", language, width);
    assertThat(page.locator("#h-tolerance ~ ul")).containsText(granted);
    assertThat(page.locator(".sums strong").first()).isVisible();
    assertThat(page.locator("details .sums strong").last()).isHidden();
    assertThat(page.locator("#h-hands")).hasText(answered);
    assertThat(page.locator(".report dd strong")).hasCount(0);
    Screens.assertFits(page);
    page.getByText(until).click();
    page.waitForURL("**/nodes/weir/tolerances/cost/program/**");
    assertThat(page.locator("#h-tolerance ~ ul")).containsText(before);
    assertThat(page.locator(".verdict.beyond, .verdict.deep")).isVisible();
  }

  @ParameterizedTest
  @CsvSource({
    "en, earned value, Nothing was delivered after it",
    "ru, освоенный объём, После него ничего не доложено",
    "kk, игерілген көлем, Одан кейін ештеңе жеткізілген жоқ"
  })
  void anEventNamesItsFieldsAndSaysWhatWasDeliveredAfterIt(
      String language, String field, String nothing) {
    for (boolean delivered : List.of(true, false)) {
      String place =
          house
              .sql()
              .queryForObject(
                  "SELECT lower(e.tier) || '/' || e.partition || '/' || e.sequence FROM node_entry e"
                      + " WHERE e.own AND e.accepted AND e.input_type = 'STATUS_CHANGE'"
                      + " AND e.node_id = '"
                      + Portfolio.SCHOOL
                      + "' AND "
                      + (delivered ? "" : "NOT ")
                      + "EXISTS (SELECT 1 FROM delivered d WHERE d.tier = e.tier"
                      + " AND d.partition = e.partition AND d.sequence = e.sequence)"
                      // What stands beside it is another's.
                      + " AND NOT EXISTS (SELECT 1 FROM delivered d WHERE d.tier = e.tier"
                      + " AND d.partition = e.partition AND d.sequence = e.sequence + 1)"
                      + " ORDER BY e.sequence LIMIT 1",
                  String.class);
      Page page = screens.page("/trail/" + place, language, 390);
      Locator followed = page.locator("section:has(#h-followed)");
      assertThat(page.locator("section:has(#h-input) dt").getByText(field)).isVisible();
      assertThat(followed.getByText(nothing)).hasCount(delivered ? 0 : 1);
      assertThat(followed.locator("> .granted a").first()).isVisible(visible(delivered));
      Screens.assertFits(page);
    }
  }

  private static LocatorAssertions.IsVisibleOptions visible(boolean visible) {
    return new LocatorAssertions.IsVisibleOptions().setVisible(visible);
  }

  @Test
  void anExceptionIsReadBeforeItIsDecided() {
    Page page = screens.page("/exceptions/road~cost~1", "en", 1440);
    assertThat(page.locator("main h2").evaluateAll("all => all.map(h => h.id)").toString())
        .startsWith("[h-charts, h-report, ");
    assertThat(page.locator(".shares")).hasCount(0);
  }

  @Test
  void theNodePageShowsDecisionsTermsAndWhoHasTheExceptionInHand() {
    Page page = screens.page("/nodes/road", "en", 1440);
    assertThat(page.locator(".decided")).containsText("Acknowledged");
    assertThat(page.locator(".decided")).containsText("The person is not accountable here");
    assertThat(page.locator(".granted")).containsText("Raised after: 2 data dates");
    assertThat(page.locator(".granted")).containsText("A tolerance waits for its first day");
    assertThat(page.locator("[aria-labelledby=h-exceptions] .episodes"))
        .containsText("Answered by A. Sadykova: Exception plan required.");
    assertThat(page.locator("[aria-labelledby=h-exceptions] .episodes"))
        .containsText("An exception plan is due by 15 May 2020 ");
    Screens.assertFits(page);
  }

  @Test
  void anEntryLeadsToWhatItWasWeighedAgainst() {
    Page page = screens.page("/exceptions/road~cost~1", "en", 1440);
    page.locator(".head .cause").click();
    page.waitForURL("**/trail/program/**");
    page.locator(".granted a[href*='/nodes/road/tolerances/cost/program/']").click();
    page.waitForURL("**/nodes/road/tolerances/cost/program/**");
    assertThat(page.locator(".verdict")).isVisible();
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, 'Decision trail, to print', Exception raised, Known by",
    "en, 390, 'Decision trail, to print', Exception raised, Known by",
    "ru, 1440, 'Журнал решений, для печати', 'Отклонение: возникло', Известно к",
    "ru, 390, 'Журнал решений, для печати', 'Отклонение: возникло', Известно к",
    "kk, 1440, 'Шешімдер журналы, басып шығаруға', 'Ауытқу: пайда болды', Белгілі болған уақыты",
    "kk, 390, 'Шешімдер журналы, басып шығаруға', 'Ауытқу: пайда болды', Белгілі болған уақыты"
  })
  void anExceptionLeadsToItsDecisionTrailAndEachStepToItsProof(
      String language, int width, String link, String raised, String known) {
    Page page = screens.page("/exceptions/road~cost~1", language, width);
    assertThat(page.locator(".ways a")).hasText(link);
    page.locator(".ways a").click();
    page.waitForURL("**/exceptions/road~cost~1/trail");
    Locator first = page.locator(".steps > li").first();
    assertThat(first.locator("h3 .tag")).hasText(raised);
    assertThat(first.locator(".times")).containsText(known);
    String place = first.locator("code").textContent().replace("./plimsoll audit receipt ", "");
    assertThat(first.locator(".proof-of"))
        .hasAttribute(
            "href",
            "https://log.example/v1/log/proof?tier=program&partition=1&sequence="
                + place.substring(place.lastIndexOf(' ') + 1));
    assertThat(page.locator(".steps")).containsText("Order 12, tolerances for construction");
    assertThat(page.locator(".summary .decided li")).hasCount(3);
    assertThat(page.locator(".facts dd").first()).containsText("2025");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    first.locator(".place-of a").first().click();
    page.waitForURL("**/trail/" + place.replace(' ', '/'));
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, 'Exception now: cleared. It was raised again since.'",
    "ru, 390, С тех пор возникло снова.",
    "kk, 390, Содан бері қайта пайда болды."
  })
  void whatWasDecidedAndCameBackSaysSo(String language, int width, String said) {
    Page page = screens.page("/inbox/program?node=rivers", language, width);
    assertThat(page.locator("section:has(#decided)")).containsText(said);
    assertThat(page.locator("section:has(#decided) li")).hasCount(1);
    Screens.assertFits(page);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, at most 20.0%, 'Limit widened by P. Owner until 31 December 2022'",
    "ru, 390, '20,0 %, не больше', P. Owner",
    "kk, 390, 'ең көбі 20,0', P. Owner"
  })
  void anEntryNamesTheLimitThatHeldBeforeItAndHowItIsProven(
      String language, int width, String limit, String widened) {
    String last =
        house
            .sql()
            .queryForObject(
                "SELECT lower(tier) || '/' || partition || '/' || sequence FROM figures"
                    + " WHERE node_id = 'weir' ORDER BY data_date DESC LIMIT 1",
                String.class);
    Page page = screens.page("/trail/" + last, language, width);
    assertThat(page.locator("#h-inforce ~ ul")).containsText(limit);
    assertThat(page.locator("#h-inforce ~ ul")).containsText(widened);
    assertThat(page.locator(".check .place-of code"))
        .hasText("./plimsoll audit receipt " + String.valueOf(last).replace('/', ' '));
    assertThat(page.locator(".check .proof-of"))
        .hasAttribute(
            "href", Pattern.compile("^https://log.example/v1/log/proof\\?tier=program&.*"));
    assertThat(page.locator(".check a[href='https://log.example/v1/log/keys']")).isVisible();
    Screens.assertFits(page);
    Screens.assertAccessible(page);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, It holds: this entry stands in the signed log.",
    "ru, 390, Сходится: запись входит в подписанный журнал.",
    "kk, 390, Сәйкес: жазба қол қойылған журналда бар."
  })
  void aProofIsCheckedInTheBrowserStepByStep(String language, int width, String holds)
      throws GeneralSecurityException {
    SmallLog log = new SmallLog("program 1", entries());
    int last = entries().size();
    for (int sequence : language.equals("en") ? List.of(1, last / 2, last) : List.of(last)) {
      Page page = screens.page("/trail/program/1/" + sequence, language, width);
      served(page, log.proof(sequence), log.key());
      assertThat(log.proof(sequence))
          .contains(
              "entry program 1 %d %s\n"
                  .formatted(sequence, page.locator(".check .facts .hash").textContent()));
      Locator button = page.locator("#check button");
      Screens.tabTo(page, button);
      page.keyboard().press("Enter");
      assertThat(page.locator("#checked")).containsText(holds);
      assertThat(page.locator(".checks .tag.good")).hasCount(4);
      assertThat(page.locator(".checks [data-step=signature] code")).hasText(log.key());
      Screens.assertFits(page);
      Screens.assertAccessible(page);
    }
  }

  /** Whatever one changes of it, the step that no longer holds is marked. */
  @Test
  void aProofThatWasChangedDoesNotHoldInTheBrowser() throws GeneralSecurityException {
    SmallLog log = new SmallLog("program 1", entries());
    String proof = log.proof(5);
    AtomicReference<String> given = new AtomicReference<>(proof);
    Page page = screens.page("/trail/program/1/5", "en", 1440);
    served(page, given::get, log.key());
    for (List<String> change :
        List.of(
            List.of("(?m)^(entry program 1 5) .{4}", "$1 AAAA", "leaf"),
            List.of("(?m)^entry program 1 5 ", "entry program 1 6 ", "leaf"),
            List.of("(?m)^entry-proof .{4}", "entry-proof AAAA", "head"),
            List.of("(?m)^(head program 1 \\d+) .{4}", "$1 AAAA", "head"),
            List.of("(?m)^leaf-proof .{4}", "leaf-proof AAAA", "root"),
            List.of("(?m)^leaf 1$", "leaf 0", "root"),
            List.of("(?m)^log.example/1$", "log.example/2", "signature"))) {
      given.set(Pattern.compile(change.getFirst()).matcher(proof).replaceFirst(change.get(1)));
      assertThat(given.get()).as(change.getFirst()).isNotEqualTo(proof);
      page.locator("#check button").click();
      assertThat(page.locator(".checks li:has(.tag.deep)").first())
          .hasAttribute("data-step", change.getLast());
      assertThat(page.locator("#checked"))
          .hasText("It does not hold. The step that fails is marked.");
      given.set(proof);
      page.locator("#check button").click();
      assertThat(page.locator(".checks .tag.good")).hasCount(4);
    }
  }

  @Test
  void aProofIsCheckedWithTheKeyThatOneHas() throws GeneralSecurityException {
    SmallLog log = new SmallLog("program 1", entries());
    SmallLog other = new SmallLog("program 1", entries());
    Page page = screens.page("/trail/program/1/5", "en", 1440);
    served(page, log.proof(5), log.key());
    page.locator("#check-key").fill(other.key());
    page.locator("#check button").click();
    assertThat(page.locator(".checks li:has(.tag.deep)")).hasCount(1);
    assertThat(page.locator(".checks li:has(.tag.deep)")).hasAttribute("data-step", "signature");
    page.locator("#check-key").fill(log.key().substring(3, 40));
    page.locator("#check button").click();
    assertThat(page.locator("#checked")).hasText(Pattern.compile("^This is no key of a log: .*"));
    page.locator("#check-key").fill(log.key());
    page.locator("#check button").click();
    assertThat(page.locator(".checks .tag.good")).hasCount(4);
    assertThat(page.locator("#checked")).hasText("It holds: this entry stands in the signed log.");
    page.locator("#check-key").fill("");
    page.locator("#check button").click();
    assertThat(page.locator("#checked"))
        .containsText("It was checked with the key that the log itself gives out");
  }

  @Test
  void aProofThatIsNotThereYetSaysWhatTheLogSays() {
    Page page = screens.page("/trail/program/1/5", "en", 1440);
    page.route(
        "https://log.example/v1/log/proof?**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(404)
                    .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                    .setBody("sequence: 5 - expected 1 to 4")));
    page.locator("#check button").click();
    assertThat(page.locator("#checked"))
        .hasText(Pattern.compile("^Not signed yet: the newest checkpoint .*"));
    screens.forgive("404");
  }

  private static List<byte[]> entries() {
    return house
        .sql()
        .query(
            "SELECT entry FROM trail_entry WHERE tier = 'PROGRAM' AND partition = 1"
                + " ORDER BY sequence",
            (row, _) -> row.getBytes(1));
  }

  /** The log answers any page. */
  private static void served(Page page, String proof, String key) {
    served(page, () -> proof, key);
  }

  private static void served(Page page, Supplier<String> proof, String key) {
    Map<String, String> anybody = Map.of("Access-Control-Allow-Origin", "*");
    page.route(
        "https://log.example/v1/log/proof?**",
        route ->
            route.fulfill(new Route.FulfillOptions().setHeaders(anybody).setBody(proof.get())));
    page.route(
        "https://log.example/v1/log/keys",
        route -> route.fulfill(new Route.FulfillOptions().setHeaders(anybody).setBody(key + "\n")));
  }

  @Test
  void aDecisionTrailIsPrintedBlackOnWhiteWithoutWhatLeadsElsewhere() {
    Page page = screens.page("/exceptions/road~cost~1/trail", "en", 1440, ColorScheme.DARK);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    for (String elsewhere : List.of(".top", ".crumbs", ".bottom", ".steps .cause")) {
      assertThat(page.locator(elsewhere).first()).isHidden();
    }
    assertThat(page.locator(".proof-of").first()).isVisible();
    for (String text : List.of("body", "h1", ".steps dd", ".steps .tag", ".steps code")) {
      assertThat(page.locator(text).first()).hasCSS("color", "rgb(0, 0, 0)");
    }
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(255, 255, 255)");
    assertThat(page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true)))
        .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void theWayFromAnExceptionToItsReportNeedsNoMouse() {
    Page page = screens.page("/exceptions/road~cost~1", "en", 1440);
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    assertThat(page.locator(".crumbs a").first()).isFocused();
  }
}
