package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.leadership.Backtests.Run;
import org.plimsoll.leadership.Backtests.Started;
import org.plimsoll.leadership.Backtests.State;
import org.plimsoll.leadership.Backtests.Why;
import org.plimsoll.leadership.subscription.Persons.Read;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.testkit.Cluster;

/** Views that a person keeps, what was refused of an agency, and an address that is not proven. */
class OwnScreensTest {
  /** At most half of what is granted. */
  private static final String POLICY =
      """
      name: Construction, stricter
      source: a test
      granted by: a law
      reason: a test
      tolerances:
        - id: cost
          kind: cost
          applies to: every project
          measure: cost growth over original baseline
          limit: at most +5 %
        - id: dollars
          kind: cost
          applies to: every project
          measure: cost variance
          limit: at least -500 USD
      """;

  /** What {@link Portfolio#found} grants to projects. */
  private static final String AS_GRANTED =
      """
      name: As granted
      source: a test
      granted by: a law
      reason: a test
      tolerances:
        - id: cost
          kind: cost
          applies to: every project
          measure: cost growth over original baseline
          limit: at most +10 %
        - id: time
          kind: time
          applies to: project shilisai-school
          measure: finish slip against original baseline
          limit: at most 90 days
        - id: pupils
          kind: benefit
          applies to: project shilisai-school
          measure: share of target
          indicator: pupils
          limit: at least 60 %
      """;

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
    RefusalsTest.refuse(story);
    besides(story);
    story.flush();
    house = new House("plimsoll.leadership.deliveries.mail.from=Plimsoll <plimsoll@board.example>");
    house.awaitShown(story.written);
    screens = new Screens(house);
  }

  /** What Flow counts and no tolerance: help asked for, a target withdrawn, a decision. */
  private static void besides(Story story) {
    Portfolio.callForHelp(story);
    story.status(
        Portfolio.status(Portfolio.CENTRE, 15)
            .setEventId("correction")
            .setCorrects("status-employment-centre-15")
            .setIndicators(List.of(new IndicatorValue("placed", 100_000L)))
            .build());
    story.decide(
        Decision.newBuilder()
            .setEventId("d-time")
            .setNodeId(Portfolio.SCHOOL)
            .setExceptionId("shilisai-school~time~1")
            .setKind(DecisionKind.ACKNOWLEDGE)
            .setDecidedBy("A. Sadykova")
            .setDecidedAt(Instant.parse("2021-10-10T06:00:00Z"))
            .setReason("The roof is late.")
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

  private static void enter(Page page, Locator there) {
    Screens.tabTo(page, there);
    page.keyboard().press("Enter");
  }

  private static void assertGood(Page page) {
    Screens.assertFits(page);
    Screens.assertAccessible(page);
  }

  /** A head's scope ends at the program, and the portfolio granted what stands on its projects. */
  @ParameterizedTest
  @CsvSource({"en, 1440, Portfolio", "ru, 390, Портфель", "kk, 390, Портфель"})
  void aNodeThatOneDoesNotSeeGoesByItsLevel(String language, int width, String level) {
    Page page = screens.as(SignIns.HEAD).page("/nodes/" + Portfolio.SCHOOL, language, width);
    assertThat(page.locator("main")).containsText(level + " " + Portfolio.PLAN);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, A. Sadykova, you begin with it",
    "ru, 390, A. Minister, вы начинаете с него"
  })
  void filtersAreKeptBegunWithRenamedAndRemovedWithTheKeyboardAlone(
      String language, int width, String person, String start) {
    Page page = screens.as(person).page("/inbox/program?kind=COST", language, width);
    enter(page, page.locator(".keep summary"));
    Screens.tabTo(page, page.locator("#view-title"));
    page.keyboard().type("<b>Costs</b>");
    Screens.tabTo(page, page.locator(".keep input[name=start]"));
    page.keyboard().press("Space");
    assertGood(page);
    enter(page, page.locator(".keep button"));
    Locator view = page.locator(".views a[aria-current=page]");
    assertThat(view).hasText("<b>Costs</b>");
    assertThat(page.locator("#kind")).hasValue("COST");
    assertGood(page);

    page.navigate(house.url("/"));
    assertThat(page).hasURL(house.url("/inbox/program?kind=COST"));
    // The name is taken.
    enter(page, page.locator(".keep summary"));
    Screens.tabTo(page, page.locator("#view-title"));
    page.keyboard().type("<b>Costs</b>");
    page.keyboard().press("Enter");
    assertThat(page.locator("#title-wrong")).isVisible();
    screens.forgive("422");
    assertGood(page);
    page.keyboard().press("End");
    page.keyboard().type(" 2");
    page.keyboard().press("Enter");
    // Two views of the same filters are both here.
    assertThat(view.last()).hasText("<b>Costs</b> 2");

    enter(page, page.locator(".views > a"));
    assertThat(page.locator(".kept .tag")).hasText(start);
    assertGood(page);
    Screens.tabTo(page, page.locator(".rename input[type=text]").first());
    page.keyboard().press("Control+A");
    page.keyboard().type("Dear");
    page.keyboard().press("Enter");
    page.waitForURL("**?done=saved");
    assertThat(page.locator(".kept .name").first()).hasText("Dear");
    enter(page, page.locator("form[action$='/remove'] button").first());
    page.waitForURL("**?done=removed");
    enter(page, page.locator("form[action$='/remove'] button").first());
    assertThat(page.locator(".kept")).hasCount(0);
  }

  @ParameterizedTest
  @CsvSource({"ru, 1440, Объект не зарегистрирован", "kk, 390, Нысан тіркелмеген"})
  void anEngineerFindsWhatWasRefusedAndWhy(String language, int width, String reason) {
    Page page = screens.as(SignIns.ENGINEER).page("/", language, width);
    assertThat(page).hasURL(house.url("/refusals"));
    assertThat(page.locator(".refused tbody tr")).hasCount(20);
    assertThat(page.locator(".refused tbody tr").first()).containsText(reason);
    assertThat(page.locator(".refused tbody tr").first()).containsText("bridge-24");
    assertGood(page);
    enter(page, page.locator("a[rel=next]"));
    assertThat(page.locator(".refused tbody tr")).hasCount(5);
    Screens.tabTo(page, page.locator("#reason"));
    page.locator("#reason").selectOption("UNKNOWN_NODE");
    enter(page, page.locator(".filters button"));
    assertThat(page.locator(".refused tbody tr")).hasCount(20);
    enter(page, page.locator(".refused th a").first());
    page.waitForURL("**/trail/program/**");
    assertThat(page.locator("main")).containsText("bridge-24");
  }

  /**
   * Stricter in cost, with nothing on time: what is added, earlier and gone opens to its source.
   */
  @ParameterizedTest
  @CsvSource({
    "en, 1440, Candidate, Told before, 'over 42 status changes, there would have been', 1 of 1",
    "ru, 390, Проверяемая, Сообщено до, рассмотрено 42 изменения статуса. Возникло бы, 1 из 1",
    "kk, 390, Тексерілетін, Дейін хабарланды, 42 мәртебе өзгерісі қаралды, 1 ішінен 1"
  })
  void aPolicyIsWeighedBesideTheOneInForceWithTheKeyboardAlone(
      String language,
      int width,
      String candidate,
      String before,
      String inShort,
      String notAgain) {
    Page page = screens.as(SignIns.MINISTER).page("/backtests?policy=prince2", language, width);
    assertGood(page);
    page.locator("#policy").fill(POLICY.replace("kind: cost", "kind: kost"));
    enter(page, page.locator(".backtest button"));
    assertThat(page.locator("#policy-wrong")).containsText("7");
    assertThat(page.locator("#policy")).isFocused();
    screens.forgive("422");
    assertGood(page);

    page.locator("#policy").fill(POLICY);
    Screens.tabTo(page, page.locator("#node"));
    page.locator("#node").selectOption(Portfolio.ENBEK);
    enter(page, page.locator(".backtest summary"));
    type(page, "#sweepOf", "cost");
    type(page, "#sweepFrom", "2,5");
    type(page, "#sweepTo", "20");
    type(page, "#sweepStep", "2,5");
    assertGood(page);
    page.keyboard().press("Enter");
    page.waitForURL("**/backtests/*-*");
    Locator exceptions = page.locator("table.t-exceptions");
    assertThat(exceptions).containsText(candidate);
    assertThat(page.locator("table.t-lead")).containsText(before);
    assertThat(page.locator("#in-short")).containsText(inShort);
    assertThat(page.locator("section[aria-labelledby=h-load]")).containsText(notAgain);
    assertThat(page.locator("table.t-persons")).containsText("A. Sadykova");
    assertThat(page.locator(width > 640 ? ".curve.wide" : ".curve.narrow")).isVisible();
    assertThat(page.locator("table.t-limits tbody tr")).hasCount(9);
    assertGood(page);
    String back = page.url();

    enter(page, exceptions.locator("a[href*='kind=EARLIER']").last());
    page.waitForURL("**/exceptions?kind=EARLIER");
    assertGood(page);
    enter(page, page.locator("td a[href='/exceptions/shilisai-school~cost~1']"));
    page.waitForURL("**/exceptions/shilisai-school~cost~1");

    for (String list : BacktestLists.NAMES) {
      page.navigate(back + "/" + list);
      assertGood(page);
    }
    page.navigate(back);
    enter(page, page.locator("table.t-limits tbody th a").first());
    page.waitForURL("**?of=1");
    assertGood(page);
    page.navigate(house.url("/backtests"));
    assertThat(page.locator(".children a").first())
        .hasAttribute("href", back.substring(back.indexOf("/backtests")));
    assertGood(page);
  }

  /** Under the tolerances as they were, over the whole trail. */
  @ParameterizedTest
  @CsvSource({
    "en, 1440, Delivered, nothing would have differed, 6 to programs instead of 4",
    "ru, 390, Доложено, Ничего не изменилось бы, на уровень программ 6 вместо 4",
    "kk, 390, Жеткізілді, Ештеңе өзгермес еді, бағдарламалар деңгейіне 4 орнына 6"
  })
  void theScreenFlowCountsTheSameWithTargetsAndCallsForHelp(
      String language, int width, String delivered, String same, String counted) {
    Page page = screens.as(SignIns.MINISTER).page("/flow", language, width);
    String taken = page.locator(".figures dd").first().textContent();
    List<String> levels =
        page.locator("table.flow")
            .first()
            .locator("td[data-label='" + delivered + "']")
            .allTextContents();
    page.navigate(house.url("/backtests"));
    page.locator("#policy").fill(AS_GRANTED);
    enter(page, page.locator(".backtest button"));
    page.waitForURL("**/backtests/*-*");

    assertThat(page.locator("#in-short")).containsText(taken);
    assertThat(page.locator("#in-short")).containsText(same);
    assertGood(page);
    Locator load = page.locator("section[aria-labelledby=h-load]");
    List<String> items = load.locator("tbody tr td:nth-child(2)").allTextContents();
    // All that were delivered, and of them the items that are counted here, both levels.
    assertThat(levels).containsExactly("6", "6");
    assertThat(items.subList(0, 3)).containsExactly("9", "4", "5");
    assertThat(load.locator("p").first()).containsText(counted);

    enter(page, load.locator("a[href$='side=IN_FORCE&level=PROGRAM']"));
    page.waitForURL("**/items?side=IN_FORCE&level=PROGRAM");
    assertThat(page.locator("tbody tr")).hasCount(4);
    assertGood(page);
  }

  private static void type(Page page, String field, String text) {
    Screens.tabTo(page, page.locator(field));
    page.keyboard().type(text);
  }

  /** What is larger than a form may be is refused before it is sent. */
  @Test
  void aPolicyIsReadFromAFileUnlessItIsTooLarge() {
    Page page = screens.as(SignIns.HEAD).page("/backtests", "en", 390);
    page.locator("#file")
        .setInputFiles(
            new com.microsoft.playwright.options.FilePayload(
                "ours.yaml", "text/plain", POLICY.getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator("#policy")).hasValue(POLICY);
    page.locator("#file")
        .setInputFiles(
            new com.microsoft.playwright.options.FilePayload(
                "large.yaml", "text/plain", new byte[Bounded.MAX_BYTES]));
    assertThat(page.locator("#file-wrong")).isVisible();
    assertThat(page.locator("#policy")).hasValue(POLICY);
    assertGood(page);
    assertThat(page.locator("#node option")).hasCount(1);
  }

  /** As if there were room for no node at all. */
  @Test
  void whatTakesMoreMemoryThanItMayEndsAndSaysSo() throws InterruptedException {
    Backtests small =
        new Backtests(Cluster.shared().kafka(), Cluster.shared().registryUrl(), () -> 1, 1);
    BacktestWish wish =
        BacktestWish.read(Map.of("policy", List.of(POLICY)), node -> true)
                instanceof Read.Good<BacktestWish>(BacktestWish good)
            ? good
            : org.junit.jupiter.api.Assertions.fail("a policy");
    Run run = ((Started.Begun) small.start(SignIns.MINISTER, wish)).run();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> run.state().equals(new State.Ended(Why.TOO_LARGE)));
    small.destroy();
  }

  @Test
  void anAddressThatIsNotProvenSaysSoAndIsAskedForAgain() {
    Page page = screens.as(SignIns.OSPANOV).page("/reach", "kk", 390);
    page.locator("#mail").fill("ospanov@gov.example");
    page.keyboard().press("Enter");
    page.waitForURL("**?done=saved");
    page.navigate(house.url("/subscriptions"));
    assertThat(page.locator(".proof")).containsText("ospanov@gov.example");
    assertGood(page);
    enter(page, page.locator(".proof button"));
    page.waitForURL("**?done=asked");
    assertThat(page.locator(".notice.good")).isVisible();
    assertGood(page);
    page.navigate(house.url("/reach/proof/nobody-sent-this"));
    assertThat(page.locator(".notice.deep[role=alert]")).isVisible();
    assertThat(house.count("telling.mail_proof")).isEqualTo(2);
  }
}
