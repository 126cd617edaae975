package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.testkit.Cluster;

/** Subscriptions, what was told, and how a person is reached, as a person sees and changes them. */
class SubscriptionScreensTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static Story story;
  private static House house;
  private static Screens screens;
  private static Hook hook;

  @BeforeAll
  static void open() {
    Screens.assumeChromium();
    House.emptyTopics();
    story = new Story(Cluster.shared(), 1);
    Portfolio.found(story);
    Portfolio.months(story);
    story.flush();
    house = new House(DeliveringTest.SENDING);
    house.awaitShown(story.written);
    screens = new Screens(house);
    hook = new Hook(Hook.Mood.WELL);
  }

  @AfterAll
  static void close() {
    if (screens != null) {
      screens.close();
      story.close();
      house.close();
      hook.close();
    }
  }

  @AfterEach
  void theBrowserHadNothingToComplainAbout() {
    screens.endTest();
  }

  private static Locator button(Page page, String action) {
    return page.locator("form[action$='" + action + "'] button");
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, Added., arrived, centre of pav, Employment centre of Pavlodar region, Found: 1",
    "en, 390, Added., arrived, centre of pav, Employment centre of Pavlodar region, Found: 1",
    "ru, 1440, Добавлена., дошло, центр зан, Центр занятости Павлодарской области, Найдено: 1",
    "ru, 390, Добавлена., дошло, центр зан, Центр занятости Павлодарской области, Найдено: 1",
    "kk, 1440, Қосылды., жетті, қамту орт, Павлодар облысының жұмыспен қамту орталығы, Табылды: 1",
    "kk, 390, Қосылды., жетті, қамту орт, Павлодар облысының жұмыспен қамту орталығы, Табылды: 1"
  })
  void aSubscriptionIsAddedAndTriedWithTheKeyboardAlone(
      String language,
      int width,
      String added,
      String arrived,
      String part,
      String title,
      String found) {
    int before = hook.taken.size();
    Page page = screens.page("/subscriptions", language, width);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, page.locator(".answer summary"));
    page.keyboard().press("Enter");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    // Who has an address begins with letters.
    assertThat(page.locator("#channel")).hasValue("MAIL");
    Screens.tabTo(page, page.locator("#channel"));
    page.keyboard().press("ArrowUp");
    assertThat(page.locator("#channel")).hasValue("WEBHOOK");
    Screens.tabTo(page, page.locator("#url"));
    page.keyboard().type(hook.url());
    Screens.tabTo(page, page.locator("#title"));
    page.keyboard().type("Costs " + language + " " + width);
    Screens.tabTo(page, page.locator("#find"));
    page.keyboard().type(part);
    assertThat(page.locator("#find-said")).hasText(found);
    assertThat(page.locator("#found label")).containsText(title);
    page.keyboard().press("Tab");
    page.keyboard().press("Space");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    // What is chosen stays when something else is looked for.
    Screens.tabTo(page, page.locator("#find"));
    page.keyboard().press("Control+A");
    page.keyboard().type("shilisai-school");
    assertThat(page.locator("#found label")).hasCount(2);
    assertThat(page.locator("#found input").first()).isChecked();
    Screens.tabTo(page, page.locator("input[name=kinds][value=COST]"));
    page.keyboard().press("Space");
    Screens.tabTo(page, button(page, "/subscriptions"));
    page.keyboard().press("Enter");
    assertThat(page.locator("p.notice.good")).hasText(added);
    assertThat(page.locator("#secret")).containsText("whsec_");
    assertThat(page.locator("p.count")).containsText(title);
    assertThat(page.locator("#found input:checked")).hasCount(2);
    assertThat(page.locator("#find")).hasValue("");
    Screens.assertFits(page);
    Screens.assertAccessible(page);

    Screens.tabTo(page, button(page, "/test"));
    page.keyboard().press("Enter");
    page.waitForURL("**?done=tested");
    // The secret was shown once.
    assertThat(page.locator("#secret")).hasCount(0);
    await().atMost(SOON).until(() -> hook.taken.size() > before);
    page.locator(".ways a").click();
    page.waitForURL("**/deliveries?**");
    await()
        .atMost(SOON)
        .until(() -> {
          page.reload();
          return page.locator(".told .tag.good").count() == 1;
        });
    assertThat(page.locator(".told .tag")).hasText(arrived);
    Screens.assertFits(page);
    Screens.assertAccessible(page);

    page.locator(".told .name").click();
    page.waitForURL("**/deliveries/msg_*");
    assertThat(page.locator("section:has(#h-attempts)")).containsText("200: thank you");
    assertThat(page.locator("pre")).containsText("subscription.test");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, button(page, "/again"));
    page.keyboard().press("Enter");
    page.waitForURL("**?done=asked");
    await().atMost(SOON).until(() -> hook.taken.size() > before + 1);
    assertThat(hook.taken.getLast().id()).isEqualTo(hook.taken.get(before).id());
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, http://169.254.169.254/latest, a network that is not called",
    "ru, 390, https://2130706433/, имя узла из латинских букв",
    "kk, 390, https://user@a.example/, пайдаланушы аты жоқ"
  })
  void anAddressThatIsNotCalledIsRefusedBesideItsField(
      String language, int width, String url, String said) {
    Page page = screens.page("/subscriptions", language, width);
    page.locator(".answer summary").click();
    page.locator("#channel").selectOption("WEBHOOK");
    page.locator("#url").fill(url);
    page.locator("#title").fill("Inside");
    button(page, "/subscriptions").click();
    assertThat(page.locator("#url-wrong")).containsText(said);
    assertThat(page.locator("#url")).isFocused();
    assertThat(page.locator("#url")).hasValue(url);
    assertThat(page.locator("#title")).hasValue("Inside");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.forgive("422");
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, one of the nodes below, part of the title",
    "ru, 390, один из объектов ниже, часть названия",
    "kk, 390, төмендегі нысандардың бірі, атауының бір бөлігі"
  })
  void aTitleOfWhichNothingIsChosenAndOneThatNothingHasAreRefusedBesideTheirField(
      String language, int width, String choose, String nothing) {
    Page page = screens.page("/subscriptions", language, width);
    page.locator(".answer summary").click();
    page.locator("#channel").selectOption("WEBHOOK");
    page.locator("#url").fill(hook.url());
    page.locator("#title").fill("Schools");
    page.locator("#find").fill("enb");
    page.locator("#find").press("Enter");
    assertThat(page.locator("#nodes-wrong")).containsText(choose);
    assertThat(page.locator("#find")).isFocused();
    assertThat(page.locator("#find")).hasValue("enb");
    assertThat(page.locator("#found input")).hasCount(1);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.forgive("422");
    page.locator("#found input").check();
    page.locator("#find").fill("<b>nowhere");
    assertThat(page.locator("#find-said")).containsText("0");
    button(page, "/subscriptions").click();
    assertThat(page.locator("#nodes-wrong")).containsText(nothing);
    assertThat(page.locator("#found input:checked")).hasCount(1);
    Screens.assertAccessible(page);
    screens.forgive("422");
    page.locator("#find").fill("");
    button(page, "/subscriptions").click();
    assertThat(page.locator("#secret")).containsText("whsec_");
  }

  @Test
  void nodesAreFoundWithinTheScopeOfWhoLooks() {
    assertThat(found(SignIns.ENGINEER, "find=en")).contains("value=\"employment-centre\"");
    assertThat(found(SignIns.ENGINEER, "find=enbek")).doesNotContain("<input");
    assertThat(found(SignIns.HEAD, "find=ENBEK")).contains("value=\"enbek\"");
    assertThat(found(SignIns.HEAD, "find=%25")).doesNotContain("<input");
    String school = "value=\"" + Portfolio.SCHOOL + "\"";
    assertThat(found(SignIns.HEAD, "find=" + encoded("Мектеп"))).contains(school);
    // Not at the beginning of a word, and no word begins so.
    assertThat(found(SignIns.HEAD, "find=" + encoded("ектеп"))).contains(school);
    assertThat(found(SignIns.HEAD, "find=" + encoded("800 орын"))).contains(school);
    assertThat(found(SignIns.HEAD, "find=" + encoded("орын 800"))).doesNotContain("<input");
    assertThat(found(SignIns.ENGINEER, "find=employment-c"))
        .contains("value=\"employment-centre\"");
    assertThat(Client.get(house.url("/subscriptions/nodes?nodes=..%2Fetc")).statusCode())
        .isEqualTo(400);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String found(String person, String query) {
    return Client.get(
            house.url("/subscriptions/nodes?" + query), "Authorization", SignIns.basic(person))
        .body();
  }

  @Test
  void aSubscriptionIsChangedGetsANewSecretAndEnds() {
    Page page = screens.page("/subscriptions", "en", 1440);
    page.locator(".answer summary").click();
    page.locator("#channel").selectOption("WEBHOOK");
    page.locator("#url").fill(hook.url());
    page.locator("#title").fill("<script>alert(1)</script>\u202e");
    button(page, "/subscriptions").click();
    String first = page.locator("#secret").textContent();
    button(page, "/secret").click();
    assertThat(page.locator("#secret")).isVisible();
    assertThat(page.locator("#secret").textContent()).isNotEqualTo(first);
    page.locator("#title").fill("Everything");
    page.locator("#gathering").selectOption("NODE");
    page.locator("#repeatHours").fill("24");
    page.locator(".answer button").click();
    page.waitForURL("**?done=saved");
    assertThat(page.locator("h1")).containsText("Everything");
    assertThat(page.locator("#repeatHours")).hasValue("24");
    button(page, "/end").click();
    page.waitForURL("**?done=hasEnded");
    assertThat(page.locator(".acts")).hasCount(0);
    assertThat(page.locator("main")).containsText("ended");
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, B. Person stands in from",
    "ru, 390, B. Person замещает с",
    "kk, 390, B. Person орныңызда"
  })
  void quietHoursAStandInAndACalendarAreSet(String language, int width, String said) {
    Page page = screens.page("/reach", language, width);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    page.locator("#mail").fill("operator@gov.example");
    page.locator("#quietFrom").fill("22:00");
    page.locator("#quietUntil").fill("07:00");
    button(page, "/reach").click();
    page.waitForURL("**?done=saved");
    // No letter is promised where none can go.
    assertThat(page.locator(".proof p, .proof button")).hasCount(0);
    assertThat(page.locator("#quietFrom")).hasValue("22:00");
    page.locator("#standIn").fill("B. Person");
    page.locator("#endsAt").fill("2099-01-01T00:00");
    button(page, "/reach/substitutions").click();
    page.waitForURL("**?done=made");
    assertThat(page.locator("section:has(#h-substitution) li")).containsText(said);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    page.locator("section:has(#h-substitution) li button").click();
    page.waitForURL("**?done=ended");
    button(page, "/reach/calendar").click();
    String address = page.locator("#address").textContent();
    Screens.assertFits(page);
    String path = address.substring(address.indexOf("/calendar/"));
    assertThat(Client.get(house.url(path)).body()).startsWith("BEGIN:VCALENDAR");
    button(page, "/reach/calendar/revoke").click();
    page.waitForURL("**?done=revoked");
    assertThat(Client.get(house.url(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void quietHoursThatEndWhenTheyBeginAreRefusedBesideTheirField() {
    Page page = screens.page("/reach", "en", 390);
    page.locator("#mail").fill("a@b@c");
    page.locator("#quietFrom").fill("22:00");
    page.locator("#quietUntil").fill("22:00");
    button(page, "/reach").click();
    assertThat(page.locator("#mail-wrong")).isVisible();
    assertThat(page.locator("#quietUntil-wrong")).isVisible();
    Screens.assertAccessible(page);
    screens.forgive("422");
  }
}
