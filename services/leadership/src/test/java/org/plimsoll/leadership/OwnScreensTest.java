package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.testkit.Cluster;

/** Views that a person keeps, what was refused of an agency, and an address that is not proven. */
class OwnScreensTest {
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
    story.flush();
    house = new House();
    house.awaitShown(story.written);
    screens = new Screens(house);
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
