package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;

/** The whole at once: the board, the map and its past, the flow, and an inbox with much in it. */
class OverviewScreensTest {
  private static final int HUTS = 25;

  /** Squares that stand out of a picture. */
  private static final String MARKED = ".cell.deep, .cell.beyond, .cell.silent, .cell.expected";

  private static Story story;
  private static House house;
  private static Screens screens;

  @BeforeAll
  static void open() {
    Screens.assumeChromium();
    House.emptyTopics();
    story = new Story(Cluster.shared(), 3);
    Portfolio.found(story);
    Road.dig(story);
    Road.build(story);
    Portfolio.months(story);
    for (int hut = 0; hut < HUTS; hut++) {
      hut(hut);
    }
    story.flush();
    house =
        new House(
            "plimsoll.leadership.agencies.akimat.kk=Шілісай әкімдігі",
            "plimsoll.leadership.agencies.akimat.ru=Акимат Шилисая",
            "plimsoll.leadership.agencies.akimat.en=Akimat of Shilisai");
    house.awaitShown(story.written);
    screens = new Screens(house);
  }

  /** A shelter that costs 15 percent more, each a little dearer than the one before. */
  private static void hut(int number) {
    String id = "hut-%02d".formatted(number);
    long cost = 100_000_000L + number * 1_000_000L;
    story.project(
        id,
        Portfolio.ENBEK,
        Story.text("Баспана " + number, "Приют " + number, "Shelter " + number),
        new Accountable("E. Aliev", "project manager", null),
        new Baseline(cost, null, List.of()),
        List.of());
    story.grant(
        Portfolio.grant("g-" + id, id, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .build());
    story.status(Portfolio.status(id, 1).setCostForecastMinor(cost * 115 / 100).build());
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
    "en, 1440, Plan required, Owes an exception plan by 15 May 2020.",
    "en, 390, Plan required, Owes an exception plan by 15 May 2020.",
    "ru, 1440, Нужен план, План исправления нужен к 15 мая 2020",
    "ru, 390, Нужен план, План исправления нужен к 15 мая 2020",
    "kk, 1440, Жоспар қажет, Түзету жоспары 2020 ж. 15 мамыр күніне қажет.",
    "kk, 390, Жоспар қажет, Түзету жоспары 2020 ж. 15 мамыр күніне қажет."
  })
  void theBoardShowsEachExceptionInItsStage(
      String language, int width, String planRequired, String owed) {
    Page page = screens.page("/board", language, width);
    Locator column = page.locator("#s-PLAN_REQUIRED");
    assertThat(column.locator("h2")).containsText(planRequired);
    assertThat(column.locator(".place")).hasCount(1);
    // Who owes the plan has it in hand, not who asked for it.
    assertThat(column.locator(".place")).containsText("D. Omarov");
    assertThat(column.locator(".place")).containsText(owed);
    assertThat(page.locator("#s-CLEARED .place")).not().hasCount(0);
    assertThat(page.locator(".months tbody tr")).not().hasCount(0);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, column.locator(".name"));
    page.keyboard().press("Enter");
    page.waitForURL("**/exceptions/road~cost~1");
  }

  @Test
  void eachColumnIsPagedByItself() {
    Page page = screens.page("/board", "en", 1440);
    List<String> seen = new ArrayList<>();
    Locator next = page.locator("#s-RAISED .more a");
    while (true) {
      page.locator("#s-RAISED .name").all().forEach(each -> seen.add(each.getAttribute("href")));
      assertThat(page.locator("#s-PLAN_REQUIRED .place")).hasCount(1);
      if (next.count() == 0) {
        break;
      }
      next.click();
    }
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen.stream().filter(href -> href.startsWith("/exceptions/hut-"))).hasSize(HUTS);
    assertThat(page.locator("#s-RAISED h2 .quiet")).hasText(String.valueOf(seen.size()));
  }

  @Test
  void theBoardIsNarrowedByKindMonthAndPerson() {
    Page page = screens.page("/board", "en", 1440);
    page.locator("#kind").selectOption("BENEFIT");
    page.locator(".filters button").click();
    assertThat(page.locator(".place")).hasCount(1);
    assertThat(page.locator(".place")).containsText("50 of 800 pupils");
    page.navigate(house.url("/board"));
    // Of few the longest is said.
    assertThat(page.locator(".months tbody tr").first()).containsText("at most");
    page.locator(".months tbody a").first().click();
    page.waitForURL("**month=20**");
    assertThat(page.locator("#s-CLEARED .place")).not().hasCount(0);
    page.navigate(house.url("/board"));
    page.locator("#h-holders ~ table a").first().click();
    page.waitForURL("**holder=**");
    assertThat(page.locator("#s-RAISED .place").first()).containsText("A. Sadykova");
    // Nobody has in hand what is cleared, and how long something stayed is another's, too.
    assertThat(page.locator("#s-CLEARED")).hasCount(0);
    assertThat(page.locator("#h-months")).hasCount(0);
    assertThat(page.locator(".stayed").getByText("Stay")).hasCount(0);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, LIGHT, The same as a table",
    "en, 390, DARK, The same as a table",
    "ru, 1440, LIGHT, То же в таблице",
    "ru, 390, LIGHT, То же в таблице",
    "kk, 1440, DARK, Сол мәлімет кестеде",
    "kk, 390, LIGHT, Сол мәлімет кестеде"
  })
  void theMapLeadsFromThePortfolioToWhatStandsOut(
      String language, int width, ColorScheme scheme, String table) {
    Page page = screens.page("/map", language, width, scheme);
    assertThat(page.locator("#h-table")).hasText(table);
    Locator picture = page.locator(width > 640 ? ".treemap.wide" : ".treemap.narrow");
    assertThat(picture).isVisible();
    assertThat(page.locator(width > 640 ? ".treemap.narrow" : ".treemap.wide")).isHidden();
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, picture.locator("a.cell[href='/map/enbek']"));
    page.keyboard().press("Enter");
    page.waitForURL("**/map/enbek");
    assertThat(page.locator(".listed li")).hasCount(picture.locator(MARKED).count());
    for (Locator marked : picture.locator(MARKED).all()) {
      assertThat(marked.locator("text").first()).hasText(Pattern.compile("^[0-9]+(\\.( .*)?)?$"));
    }
    Locator skip = page.locator("a.skip.here");
    Screens.tabTo(page, skip);
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    assertThat(page.locator(".listed a").first()).isFocused();
    page.reload();
    Locator school = picture.locator("a.cell.deep[href='/nodes/" + Portfolio.SCHOOL + "']");
    assertThat(school).hasAttribute("aria-label", Pattern.compile(".*760.*"));
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, school);
    assertThat(school.locator("path").first()).hasCSS("stroke-width", "10px");
    page.keyboard().press("Enter");
    page.waitForURL("**/nodes/" + Portfolio.SCHOOL);
  }

  /** The canal was out of tolerance on 2 February and is within since; the road came later. */
  @Test
  void thePastIsShownAsItWasKnownThen() {
    Page page = screens.page("/map/enbek?at=2020-03-01", "en", 1440);
    assertThat(row(page, "Canal")).containsText("Out of tolerance, step 1");
    assertThat(page.locator(".listed li", new Page.LocatorOptions().setHasText("Canal")))
        .containsText(Pattern.compile("Out of tolerance, step 1: Cost"));
    assertThat(row(page, "Road")).hasCount(0);
    assertThat(page.locator(".treemap.wide a.cell.beyond")).hasCount(1);
    page.locator("#at").fill("2020-04-02");
    page.locator("#moment button").click();
    assertThat(page.locator("#map [role=status]"))
        .hasText("As it was known at the end of 2 April 2020.");
    assertThat(page.locator("#day")).hasValue("60"); // Days since 2 February.
    assertThat(row(page, "Canal")).containsText("Within tolerance");
    assertThat(row(page, "Road")).containsText("Out of tolerance");
    page.navigate(house.url("/map/enbek?at=2019-01-01"));
    assertThat(page.locator(".spots tbody tr")).hasCount(0);
    assertThat(page.locator("#map")).containsText("Nothing was known here then.");
    page.navigate(house.url("/map?at=2020-04-02"));
    page.waitForURL("**/map/sdp-2025?at=2020-04-02");
    page.navigate(house.url("/map/enbek?at=2999-01-01"));
    assertThat(page.locator("#map [role=status]"))
        .hasText(
            "By the clock of the trail, 1 January 2999 has not come yet. This is how it stands now.");
    assertThat(row(page, "Road")).containsText("Out of tolerance");
  }

  @Test
  void theMapNamesTheWorstExceptionOfANodeAndCountsTheOthers() {
    Locator listed = screens.page("/map/enbek", "en", 1440).locator(".listed li");
    Locator school =
        listed.filter(
            new Locator.FilterOptions()
                .setHas(listed.page().locator("a[href='/nodes/" + Portfolio.SCHOOL + "']")));
    int open =
        Client.all(house.url("/v1/exceptions?state=OPEN&node=" + Portfolio.SCHOOL), () -> {})
            .size();
    assertThat(open).isGreaterThan(2);
    assertThat(school.locator(".quiet")).hasText("and %d more open exceptions".formatted(open - 1));
    // A shelter is over its budget, and nothing else.
    assertThat(
            listed.filter(new Locator.FilterOptions().setHasText("Shelter 1 ")).locator(".quiet"))
        .hasCount(0);
  }

  @Test
  void whoSeesNoPortfolioHasNoneInTheirMenu() {
    Locator portfolio = screens.page("/map", "en", 1440).locator(".levels a").first();
    assertThat(portfolio).hasText("Portfolio");
    Page hers = screens.as(SignIns.HEAD).page("/", "en", 1440);
    hers.waitForURL("**/inbox/program");
    assertThat(hers.locator(".levels a").first()).hasText("Programs");
    hers.navigate(house.url("/inbox"));
    hers.waitForURL("**/inbox/program");
  }

  @Test
  void theSliderMovesTheDayWithTheKeyboard() {
    Page page = screens.page("/map/enbek", "en", 390);
    page.evaluate("window.stays = true");
    Screens.tabTo(page, page.locator("#day"));
    page.keyboard().press("Home");
    assertThat(page.locator("#map [role=status]"))
        .hasText("As it was known at the end of 2 February 2020.");
    assertThat(page.locator("#at")).hasValue("2020-02-02");
    assertThat(page.evaluate("location.search")).isEqualTo("?at=2020-02-02");
    assertThat(page.evaluate("window.stays")).isEqualTo(true);
    assertThat(page.locator("#day")).isFocused();
  }

  @Test
  void theTableOfTheMapIsPagedAndLeavesNobodyOut() {
    Page page = screens.page("/map/enbek", "en", 1440);
    List<String> seen = new ArrayList<>();
    Locator next = page.locator("#map .more a");
    while (true) {
      page.locator(".spots th a").all().forEach(each -> seen.add(each.getAttribute("href")));
      if (next.count() == 0) {
        break;
      }
      next.click();
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(HUTS + 4);
  }

  @Test
  void theBusiestDayOpensToWhatWasDeliveredOnIt() {
    Page page = screens.page("/flow", "en", 1440);
    Locator day = page.locator("#h-persons ~ table a[href*='day=']").first();
    String said = day.textContent();
    day.click();
    page.waitForURL("**/delivered?receiver=enbek&day=20**");
    assertThat(page.locator(".count"))
        .containsText(", " + said.split(" on ", 2)[1] + ": " + said.split(" ", 2)[0] + " item");
    assertThat(page.locator("tbody tr"))
        .hasCount(Math.min(50, Integer.parseInt(said.split(" ", 2)[0])));
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, one in ten minutes, Akimat of Shilisai",
    "en, 390, one in ten minutes, Akimat of Shilisai",
    "ru, 1440, одно за десять минут, Акимат Шилисая",
    "ru, 390, одно за десять минут, Акимат Шилисая",
    "kk, 1440, он минутта бір хабар, Шілісай әкімдігі",
    "kk, 390, он минутта бір хабар, Шілісай әкімдігі"
  })
  void theFlowSaysHowLittleTravelledAndWhoHadToReadIt(
      String language, int width, String budget, String agency) {
    Page page = screens.page("/flow", language, width);
    assertThat(page.locator("main")).containsText(budget);
    assertThat(page.locator("main")).containsText("EEMUA");
    assertThat(page.locator(".bottom p")).hasCount(2);
    assertThat(page.locator(".waits")).hasText(Pattern.compile(".*[0-9]+.*"));
    assertThat(page.locator("#h-agencies ~ table")).containsText(agency);
    assertThat(page.locator("#h-persons ~ table")).containsText("A. Sadykova");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Locator items = page.locator("#h-persons ~ table a").first();
    String counted = items.textContent();
    Screens.tabTo(page, items);
    page.keyboard().press("Enter");
    page.waitForURL("**/delivered?receiver=enbek");
    assertThat(page.locator(".count")).containsText(": " + counted + " ");
    assertThat(page.locator("tbody .cause").first())
        .hasAttribute("href", Pattern.compile("^/trail/program/.*"));
    Screens.assertFits(page);
    page.goBack();
    Locator ofAgency = page.locator("#h-agencies ~ table tbody td a[href^='/delivered']").first();
    int counts =
        Pattern.compile("\\d+")
            .matcher(ofAgency.textContent())
            .results()
            .mapToInt(level -> Integer.parseInt(level.group()))
            .sum();
    ofAgency.click();
    page.waitForURL("**/delivered?agency=*");
    assertThat(page.locator(".count")).containsText(": " + counts + " ");
  }

  @ParameterizedTest
  @CsvSource({"en, 1440, Nothing", "ru, 390, Ничего", "kk, 390, Ештеңе"})
  void whatWasWeighedOpensToEachStatusChangeAndWhatWasDeliveredAfterIt(
      String language, int width, String nothing) {
    Page page = screens.page("/flow", language, width);
    Locator weighed = page.locator(".figures a").first();
    long taken = digits(weighed);
    long avoided = digits(page.locator(".figures dd").nth(2));
    Screens.tabTo(page, weighed);
    page.keyboard().press("Enter");
    page.waitForURL("**/taken");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    // The parts make up the sum.
    long[] sums = new long[3];
    Locator next = page.locator("a[rel=next]");
    while (true) {
      for (Locator row : page.locator("tbody tr").all()) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += digits(row.locator("td").nth(i));
        }
      }
      if (next.count() == 0) {
        break;
      }
      next.click();
    }
    assertThat(sums).containsExactly(taken, taken - avoided, avoided);
    assertThat(sums[1]).isPositive();

    page.navigate(house.url("/nodes/" + Portfolio.SCHOOL + "/taken"));
    Locator rows = page.locator("tbody tr");
    Locator quiet = page.locator("tbody td > .quiet:not(:has(a))");
    int all = rows.count();
    int nothings = quiet.count();
    assertThat(all - nothings).isPositive();
    Locator ways = page.locator(".ways a");
    assertThat(ways.allTextContents().stream().map(OverviewScreensTest::number).toList())
        .containsExactly((long) all, (long) all - nothings, (long) nothings);
    ways.nth(1).click();
    assertThat(ways.nth(1)).hasAttribute("aria-current", "page");
    assertThat(rows).hasCount(all - nothings);
    assertThat(quiet).hasCount(0);
    ways.nth(2).click();
    assertThat(ways.nth(2)).hasAttribute("aria-current", "page");
    assertThat(rows).hasCount(nothings);
    assertThat(quiet).hasCount(nothings);
    ways.first().click();
    assertThat(rows).hasCount(all);
    assertThat(page.locator("tbody td > .quiet:not(:has(a))").first()).hasText(nothing);
    assertThat(rows.first().locator(".cause"))
        .hasAttribute("href", Pattern.compile("^/trail/program/.*"));
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    page.locator("tbody td .quiet a").first().click();
    page.waitForURL("**/exceptions/*");
  }

  @ParameterizedTest
  @CsvSource({"en, 1440, In time", "ru, 390, Вовремя", "kk, 390, Уақытында"})
  void theShareAcknowledgedInTimeOpensToTheExceptions(String language, int width, String inTime) {
    Page page = screens.page("/flow", language, width);
    Locator share = page.locator(".figures a[href='/acknowledged']");
    Screens.tabTo(page, share);
    page.keyboard().press("Enter");
    page.waitForURL("**/acknowledged");
    assertThat(page.locator(".ways a[aria-current]")).containsText(inTime);
    Screens.assertAccessible(page);
    for (int i = 0; i < 4; i++) {
      Locator way = page.locator(".ways a").nth(i);
      long counted = digits(way);
      way.click();
      assertThat(way).hasAttribute("aria-current", "page");
      assertThat(page.locator("tbody tr")).hasCount((int) counted);
      Screens.assertFits(page);
    }
    assertThat(page.locator("tbody .cause").first())
        .hasAttribute("href", Pattern.compile("^/trail/program/.*"));
  }

  /** The number that stands there. */
  private static long digits(Locator place) {
    return number(place.textContent());
  }

  private static long number(String text) {
    return Long.parseLong(text.replaceAll("\\D", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, 'A. Sadykova, program manager', 'E. Aliev, project manager', Akimat of Shilisai",
    "ru, 390, 'A. Sadykova, руководитель программы', 'E. Aliev, project manager', Акимат Шилисая",
    "kk, 390, 'A. Sadykova, бағдарлама басшысы', 'E. Aliev, project manager', Шілісай әкімдігі"
  })
  void officesAndAgenciesStandInTheReadersLanguageWhereTheyWereGivenInIt(
      String language, int width, String head, String untranslated, String agency) {
    Page page = screens.page("/nodes/enbek", language, width);
    assertThat(page.locator("main")).containsText(head);
    page.navigate(house.url("/nodes/hut-07"));
    assertThat(page.locator("main")).containsText(untranslated);
    assertThat(page.locator("main")).containsText(agency);
    page.navigate(house.url("/board"));
    assertThat(page.locator("#agency option[value='akimat']")).hasText(agency);
    Screens.assertFits(page);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, shelter 7, Shelter 7",
    "ru, 390, приют 7, Приют 7",
    "kk, 390, shelter 7, Баспана 7"
  })
  void theInboxIsSearchedByNameInAnyLanguage(
      String language, int width, String search, String found) {
    Page page = screens.page("/inbox/program", language, width);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, page.locator("#search"));
    page.keyboard().type(search);
    page.keyboard().press("Enter");
    page.waitForURL("**search=**");
    assertThat(page.locator(".card")).hasCount(1);
    assertThat(page.locator(".card h2 a")).hasText(found);
    page.navigate(house.url("/inbox/program?search=%25"));
    assertThat(page.locator(".card")).hasCount(0);
    assertThat(page.locator("#list .count a")).isVisible();
    Screens.assertFits(page);
  }

  @Test
  void theInboxIsPagedInTheOrderOfWhatWaitingCosts() {
    Page page = screens.page("/inbox/program?kind=COST", "en", 1440);
    assertThat(page.locator(".below").first()).containsText("First calls for help, then");
    List<String> seen = new ArrayList<>();
    Locator next = page.locator(".pages a[rel=next]");
    while (true) {
      page.locator(".card h2 a").all().forEach(each -> seen.add(each.getAttribute("href")));
      if (next.count() == 0) {
        break;
      }
      next.click();
    }
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen.stream().filter(href -> href.startsWith("/nodes/hut-")).toList())
        .hasSize(HUTS)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  private static Locator row(Page page, String name) {
    return page.locator(".spots tbody tr", new Page.LocatorOptions().setHasText(name));
  }
}
