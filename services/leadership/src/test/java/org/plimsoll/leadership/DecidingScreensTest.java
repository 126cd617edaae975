package org.plimsoll.leadership;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.testkit.Cluster;

/** Somebody decides about an exception on its page, and finds there what became of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DecidingScreensTest {
  private static final String COST = "/exceptions/" + Portfolio.SCHOOL + "~cost~1";
  private static final String TIME = "/exceptions/" + Portfolio.SCHOOL + "~time~1";
  private static final String PUPILS = "/exceptions/" + Portfolio.SCHOOL + "~pupils~1";

  private static Story story;
  private static IntakeStub intake;
  private static House house;
  private static Screens screens;

  @BeforeAll
  static void open() {
    Screens.assumeChromium();
    House.emptyTopics();
    story = new Story(Cluster.shared(), 2);
    Portfolio.found(story);
    Portfolio.months(story);
    Road.build(story);
    Road.dig(story);
    mill();
    story.flush();
    intake = new IntakeStub(story);
    house = new House(intake.settings());
    house.awaitShown(story.written);
    screens = new Screens(house);
  }

  /** A mill that is 35 percent beyond its budget, in a program that holds 30. */
  private static void mill() {
    story.project(
        "mill",
        Portfolio.ENBEK,
        Story.text("Диірмен", "Мельница", "Mill"),
        null,
        new Baseline(Road.COST, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(vac("g-enbek-vac", Portfolio.ENBEK, -300_000L, Portfolio.PLAN));
    story.grant(vac("g-mill-vac", "mill", -100_000L, Portfolio.ENBEK));
    story.status(
        Portfolio.status("mill", 0)
            .setBacMinor(Road.COST)
            .setCostForecastMinor(Road.COST * 135 / 100)
            .build());
  }

  private static ToleranceGrant vac(String id, String node, long limit, String by) {
    return Portfolio.grant(id, node, "vac", ToleranceKind.COST, Measure.VAC)
        .setBreach(Direction.AT_LEAST)
        .setLimitTenThousandths(limit)
        .setGrantedBy(by)
        .build();
  }

  @AfterAll
  static void close() {
    if (screens != null) {
      screens.close();
      house.close();
      intake.close();
      story.close();
    }
  }

  @AfterEach
  void theBrowserHadNothingToComplainAbout() {
    intake.hold(0);
    screens.endTest();
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, Recorded: Note.",
    "en, 390, Recorded: Note.",
    "ru, 1440, 'Записано: Записка.'",
    "ru, 390, 'Записано: Записка.'",
    "kk, 1440, 'Жазылды: Жазба.'",
    "kk, 390, 'Жазылды: Жазба.'"
  })
  void aDecisionIsTakenWithTheKeyboardAlone(String language, int width, String taken) {
    Page page = screens.as(SignIns.HEAD).page(PUPILS, language, width);
    String reason = "Letter 12/4 of the region, " + language + " " + width;
    Screens.tabTo(page, summary(page, "NOTE"));
    page.keyboard().press("Enter");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    Screens.tabTo(page, page.locator("#NOTE-reason"));
    page.keyboard().type(reason);
    Screens.tabTo(page, button(page, "NOTE"));
    page.keyboard().press("Enter");
    assertThat(page.locator(".notice.good")).hasText(taken);
    assertThat(page.locator(".decided .request").first()).hasText(reason);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, Write a limit that allows more than the one that stands.",
    "ru, 390, 'Введите предел, который допускает больше действующего.'",
    "kk, 390, 'Қолданыстағыдан көбіне жол беретін шек жазыңыз.'"
  })
  void whatIsWrongStandsBesideItsFieldAndWhatWasWrittenStays(
      String language, int width, String wider) {
    Page page = screens.as(SignIns.HEAD).page(TIME, language, width);
    summary(page, "GRANT_TOLERANCE").click();
    page.locator("#GRANT_TOLERANCE-limit").fill("10");
    page.locator("#GRANT_TOLERANCE-reason").fill("The winter was long.");
    button(page, "GRANT_TOLERANCE").click();
    page.waitForURL("**/decisions");
    assertThat(page.locator("#GRANT_TOLERANCE-limit-wrong")).hasText(wider);
    assertThat(page.locator("#GRANT_TOLERANCE-limit")).isFocused();
    assertThat(page.locator("#GRANT_TOLERANCE-limit")).hasValue("10");
    assertThat(page.locator("#GRANT_TOLERANCE-until-wrong")).isVisible();
    assertThat(page.locator("#GRANT_TOLERANCE-reason")).hasValue("The winter was long.");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    // The browser says that it was answered 422, as it was.
    screens.forgive("422");
  }

  /** Nobody reaches less than nothing of a target, and no new finish is ten years ago. */
  @Test
  void whatNobodyCanMeanIsNotTaken() {
    Page page =
        screens.as(SignIns.HEAD).page("/exceptions/" + Portfolio.SCHOOL + "~pupils~1", "en", 1440);
    summary(page, "GRANT_TOLERANCE").click();
    page.locator("#GRANT_TOLERANCE-limit").fill("-5");
    page.locator("#GRANT_TOLERANCE-until").fill("2022-12-31");
    page.locator("#GRANT_TOLERANCE-reason").fill("Nobody comes.");
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator("#GRANT_TOLERANCE-limit-wrong")).containsText("never below zero");
    screens.forgive("422");
    // At least nothing is everything, which somebody may want.
    page.locator("#GRANT_TOLERANCE-limit").fill("0");
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator("#GRANT_TOLERANCE-limit-wrong"))
        .containsText("nothing would be beyond this limit");
    assertThat(page.locator("input[name='everything']")).not().isChecked();
    assertThat(page.locator("input[name='beyond']")).hasCount(0);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.forgive("422");
    page.navigate(house.url(TIME));
    summary(page, "APPROVE_BASELINE").click();
    page.locator("#APPROVE_BASELINE-finish").fill("2010-02-28");
    page.locator("#APPROVE_BASELINE-reason").fill("It was done long ago.");
    button(page, "APPROVE_BASELINE").click();
    assertThat(page.locator("#APPROVE_BASELINE-finish-wrong")).isVisible();
    screens.forgive("422");
  }

  @ParameterizedTest
  @CsvSource({
    "GRANT_TOLERANCE, limit until reason person",
    "REQUIRE_EXCEPTION_PLAN, planDueOn reason person",
    "APPROVE_BASELINE, cost finish reason person",
    "ASSIST, request reason person",
    "HAND_OVER, handedTo reason person",
    "NOTE, reason person"
  })
  void aFormAsksForWhatItsDecisionNeedsAndNothingElse(String kind, String fields) {
    Page page = screens.as(SignIns.MINISTER).page("/exceptions/" + Road.EXCEPTION, "en", 1440);
    assertThat(
            details(page, kind).locator(".field [name]").all().stream()
                .map(field -> field.getAttribute("name"))
                .toList())
        .isEqualTo(List.of(fields.split(" ", -1)));
  }

  @Test
  void aWiderLimitIsGrantedUntilADay() {
    Page page = screens.as(SignIns.HEAD).page(TIME, "en", 1440);
    summary(page, "GRANT_TOLERANCE").click();
    page.locator("#GRANT_TOLERANCE-limit").fill("200 %");
    page.locator("#GRANT_TOLERANCE-until").fill("2022-12-31");
    page.locator("#GRANT_TOLERANCE-reason").fill("The winter was long.");
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator("#GRANT_TOLERANCE-limit-wrong")).containsText("Write a number");
    screens.forgive("422");
    page.locator("#GRANT_TOLERANCE-limit").fill("200");
    page.locator("#GRANT_TOLERANCE-until").fill("2022-12-31");
    page.locator("#GRANT_TOLERANCE-reason").fill("The winter was long.");
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator(".notice.good"))
        .hasText("Recorded: Tolerance granted: 200\u00a0days until 31 December 2022.");
    assertThat(page.locator(".notice.good")).isFocused();
    // It is within the limit now, so the file may be closed, and nothing else.
    assertThat(page.locator(".answer summary")).hasCount(1);
    summary(page, "CLOSE").click();
    page.locator("#CLOSE-reason").fill("Settled.");
    button(page, "CLOSE").click();
    assertThat(page.locator(".notice.good")).hasText("Recorded: File closed.");
    assertThat(page.locator(".answer")).hasCount(0);
    page.navigate(house.url("/nodes/" + Portfolio.SCHOOL));
    assertThat(page.locator(".decided li:has-text('200') a[href='" + TIME + "']")).hasText("Time");
    page.navigate(house.url("/board?kind=TIME"));
    assertThat(page.locator("#s-CLEARED .place:has(a[href='" + TIME + "']) .again"))
        .hasText("Within a wider limit that was granted until 31 December 2022.");
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1440, No wider limit that would do fits what Enbek",
    "ru, 390, 'Предел, которого хватило бы, не вмещается'",
    "kk, 390, Жеткілікті шек"
  })
  void aGrantThatNobodyHereCanGiveSaysWhoCan(String language, int width, String said) {
    String mill = "/exceptions/mill~vac~1";
    Page page = screens.as(SignIns.HEAD).page(mill, language, width);
    summary(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator(".limits").last()).containsText(said);
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.endTest();
    // Whoever has the portfolio may grant it.
    Page above = screens.as(SignIns.MINISTER).page(mill, language, width);
    assertThat(above.locator(".limits")).hasCount(1);
  }

  /** Nothing wider fits what the program holds, so it goes to whoever may grant it. */
  @Test
  @Order(Integer.MAX_VALUE - 7)
  void whatIsHandedOverToThePortfolioStandsInItsInboxAndIsGrantedThere() {
    String mill = "/exceptions/mill~vac~1";
    Page page = screens.as(SignIns.HEAD).page(mill, "en", 390);
    summary(page, "HAND_OVER").click();
    page.locator("#HAND_OVER-handedTo").fill(SignIns.MINISTER);
    page.locator("#HAND_OVER-reason").fill("Enbek has no more to pass on.");
    button(page, "HAND_OVER").click();
    assertThat(page.locator(".notice.good")).containsText("Handed over to " + SignIns.MINISTER);

    Page above = screens.as(SignIns.MINISTER).page("/inbox/portfolio", "en", 1440);
    Locator handed = above.locator(".handed li");
    assertThat(handed).hasCount(1);
    assertThat(handed).containsText("Mill");
    assertThat(handed.locator(".asked")).containsText(SignIns.HEAD + " handed it over to you.");
    assertThat(handed.locator(".request")).containsText("Enbek has no more to pass on.");
    Screens.assertFits(above);
    Screens.assertAccessible(above);
    // Where the level was told of it, it stands among what that level has to answer.
    above.navigate(house.url("/inbox/program"));
    assertThat(handed).hasCount(0);
    above.navigate(house.url("/inbox/portfolio"));
    handed.locator(".go").click();
    above.waitForURL("**" + mill + "#h-answer");
    summary(above, "GRANT_TOLERANCE").click();
    above.locator("#GRANT_TOLERANCE-limit").fill("-40");
    above.locator("#GRANT_TOLERANCE-until").fill("2022-12-31");
    above.locator("#GRANT_TOLERANCE-reason").fill("The portfolio bears it.");
    button(above, "GRANT_TOLERANCE").click();
    assertThat(above.locator(".notice.good")).containsText("Tolerance granted");
    above.navigate(house.url("/inbox/portfolio"));
    assertThat(handed).hasCount(0);
  }

  @Test
  @Order(Integer.MAX_VALUE - 5)
  void aGrantThatDoesNotDoSaysSoBeforeAndAfterwards() {
    Page page = screens.as(SignIns.HEAD).page(PUPILS, "en", 390);
    summary(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator(".limits"))
        .hasText("At least 60.0% is asked for now; 6.25% or less would hold the figures.");
    page.locator("#GRANT_TOLERANCE-limit").fill("50 %");
    page.locator("#GRANT_TOLERANCE-until").fill("2022-12-31");
    page.locator("#GRANT_TOLERANCE-reason").fill("Until the village is joined.");
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator("#GRANT_TOLERANCE-limit-wrong"))
        .containsText("With this limit the figures stay beyond it.");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.forgive("422");
    page.locator("input[name='beyond']").check();
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator(".notice.deep")).containsText("The figures are still beyond it.");
    page.navigate(house.url("/inbox/program"));
    assertThat(page.locator(".asked").filter(new Locator.FilterOptions().setHasText("granted")))
        .containsText("granted 50.0% until 31 December 2022, and it is still beyond that.");
    assertThat(page.locator(".line").filter(new Locator.FilterOptions().setHasText("granted")))
        .containsText("Tolerance: at least 50.0%.");
    Screens.assertFits(page);
  }

  @Test
  @Order(Integer.MAX_VALUE - 4)
  void aPartOfANameIsEnoughWhereOnePersonHasIt() {
    Page page = screens.as(SignIns.MINISTER).page(COST, "en", 1440);
    summary(page, "HAND_OVER").click();
    page.locator("#HAND_OVER-handedTo").fill("a");
    page.locator("#HAND_OVER-reason").fill("It is hers to settle.");
    button(page, "HAND_OVER").click();
    assertThat(page.locator("#HAND_OVER-handedTo-wrong"))
        .hasText(Pattern.compile("have this in their name.*A\\. Sadykova"));
    Screens.assertAccessible(page);
    page.locator("#HAND_OVER-handedTo").fill("sadyk");
    button(page, "HAND_OVER").click();
    assertThat(page.locator(".notice.good")).containsText("Handed over to A. Sadykova");
    screens.forgive("422");
  }

  @Test
  @Order(Integer.MAX_VALUE - 3)
  void aCallForHelpIsAnsweredFromTheInboxAndWaitsNoLonger() {
    Page page = screens.as(SignIns.MINISTER).page("/inbox/program", "en", 390);
    Locator call = page.locator("a[href^='/nodes/" + Road.ROAD + "/calls/']");
    Screens.tabTo(page, call);
    page.keyboard().press("Enter");
    page.waitForURL("**/calls/**");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    page.locator(".answer button").click();
    assertThat(page.locator("#ASSIST-reason-wrong")).isVisible();
    page.locator("#ASSIST-reason").fill("The quarry at Bestobe.");
    page.locator(".answer button").click();
    assertThat(page.locator("h1")).containsText("answered");
    assertThat(page.locator(".decided .request")).hasText("The quarry at Bestobe.");
    assertThat(page.locator(".answer")).hasCount(0);
    Screens.assertAccessible(page);
    page.navigate(house.url("/inbox/program"));
    assertThat(call).hasCount(0);
    screens.forgive("422");
  }

  @Test
  @Order(Integer.MAX_VALUE - 2)
  void whatSomebodyHasTakenUpStandsBehindWhatWaits() {
    Page page = screens.as(SignIns.MINISTER).page("/exceptions/" + Road.EXCEPTION, "en", 1440);
    summary(page, "REQUIRE_EXCEPTION_PLAN").click();
    page.locator("#REQUIRE_EXCEPTION_PLAN-planDueOn").fill("2022-05-15");
    page.locator("#REQUIRE_EXCEPTION_PLAN-reason").fill("How shall it be paid?");
    button(page, "REQUIRE_EXCEPTION_PLAN").click();
    assertThat(page.locator(".notice.good")).isVisible();
    assertThat(details(page, "GRANT_TOLERANCE").locator(".limits").first())
        .containsText("is not owed any more");
    page.navigate(house.url("/inbox/program"));
    Locator handled = page.locator(".handled .card");
    Locator road = handled.filter(new Locator.FilterOptions().setHasText("Road"));
    assertThat(road).hasCount(1);
    assertThat(road.locator(".asked"))
        .containsText("D. Omarov owes an exception plan by 15 May 2022");
    assertThat(page.locator("section[aria-labelledby=decided] li").first())
        .containsText("Exception plan required by 15 May 2022");
    assertThat(page.locator("section[aria-labelledby=decided] li").first())
        .containsText("Exception now: open.");
    Screens.assertFits(page);
    Screens.assertAccessible(page);
    screens.endTest();
    Page head = screens.as(SignIns.HEAD).page("/exceptions/" + Road.EXCEPTION, "en", 390);
    assertThat(head.locator(".answer > .below").last())
        .hasText(
            "Answered by A. Minister: Exception plan required. What you decide here takes its"
                + " place.");
  }

  @Test
  void ofTwoWhoDecideAtOnceOneIsToldOfTheOther() {
    Page one = screens.as(SignIns.HEAD).page(COST, "en", 1440);
    Page other = screens.as(SignIns.HEAD).page(COST, "en", 390);
    for (Page page : new Page[] {one, other}) {
      summary(page, "REQUIRE_EXCEPTION_PLAN").click();
      page.locator("#REQUIRE_EXCEPTION_PLAN-planDueOn").fill("2022-05-15");
      page.locator("#REQUIRE_EXCEPTION_PLAN-reason").fill("How shall it be paid?");
    }
    button(one, "REQUIRE_EXCEPTION_PLAN").click();
    assertThat(one.locator(".notice.good")).isVisible();
    button(other, "REQUIRE_EXCEPTION_PLAN").click();
    assertThat(other.locator(".notice.deep")).containsText("A. Sadykova was first");
    assertThat(other.locator(".notice.deep")).containsText("Your decision was not sent.");
    assertThat(other.locator(".decided li")).hasCount(1);
    screens.forgive("409");
  }

  /** From then on nobody else has anything to decide there. */
  @Test
  @Order(Integer.MAX_VALUE - 1)
  void whereNobodyIsNamedWhoHasTheNodeDecidesAndWhoGetsItFromThenOn() {
    String road = "/exceptions/" + Road.EXCEPTION;
    Page page = screens.as(SignIns.MINISTER).page(road, "en", 1440);
    summary(page, "HAND_OVER").click();
    page.locator("#HAND_OVER-handedTo").fill("Z. Nobody");
    page.locator("#HAND_OVER-reason").fill("It is his to settle.");
    button(page, "HAND_OVER").click();
    assertThat(page.locator("#HAND_OVER-handedTo-wrong")).containsText("Nobody of this name");
    page.locator("#HAND_OVER-handedTo").fill(SignIns.OSPANOV);
    button(page, "HAND_OVER").click();
    assertThat(page.locator(".notice.good")).containsText("Handed over to T. Ospanov");
    assertThat(details(page, "ACKNOWLEDGE")).hasCount(0);
    assertThat(details(page, "HAND_OVER")).hasCount(1);
    assertThat(page.locator(".answer > .below").last())
        .containsText("It was handed over to T. Ospanov, who decides now.");
    Page his = screens.as(SignIns.OSPANOV).page(road, "en", 390);
    // Who can decide as one person alone has nothing to choose.
    assertThat(his.locator("#ACKNOWLEDGE-person ~ span")).hasText(SignIns.OSPANOV);
    assertThat(his.locator("select#ACKNOWLEDGE-person")).hasCount(0);
    his.navigate(house.url("/"));
    his.waitForURL("**/inbox/program");
    assertThat(his.locator(".card .asked"))
        .containsText(
            "A. Minister handed it over to you; an exception plan is asked for by 15 May");
    his.navigate(house.url("/exceptions/" + Portfolio.SCHOOL + "~cost~1"));
    assertThat(his.locator("h1")).hasText("This is not here");
    screens.forgive("422");
    screens.forgive("404");
  }

  /** The grant is over on the day of a report that is beyond it, too. */
  @Test
  @Order(Integer.MAX_VALUE - 6)
  void whatIsBeyondTheGrantThatIsOverDoesNotSaySo() {
    String exception = Portfolio.CENTRE + "~cost~";
    story.status(
        Portfolio.status(Portfolio.CENTRE, 27).setCostForecastMinor(14_400_000_000L).build());
    story.decide(
        Decision.newBuilder()
            .setEventId("grant-centre")
            .setNodeId(Portfolio.CENTRE)
            .setExceptionId(exception + 1)
            .setKind(DecisionKind.GRANT_TOLERANCE)
            .setLimitTenThousandths(250_000L)
            .setUntil(LocalDate.of(2022, 12, 31))
            .setDecidedBy(SignIns.HEAD)
            .setDecidedAt(Instant.parse("2022-05-02T10:00:00Z"))
            .setReason("Until the second building is there.")
            .build());
    story.status(
        Portfolio.status(Portfolio.CENTRE, 36).setCostForecastMinor(16_800_000_000L).build());
    story.flush();
    house.awaitShown(story.written);

    Page page = screens.as(SignIns.HEAD).page("/exceptions/" + exception + 2, "en", 1440);

    assertThat(page.locator(".verdict")).containsText("40.0%");
    assertThat(page.locator(".back")).hasCount(0);
  }

  /** The last one, in the year after what was granted above. */
  @ParameterizedTest
  @Order(Integer.MAX_VALUE)
  @CsvSource({
    "en, 1440, 'A. Sadykova granted 200 days until 31 December 2022. That is over, the limit is 90 days again, and so it came back.', Overdue.",
    "ru, 390, 'снова действует предел 90 дней', Просрочено.",
    "kk, 390, 'қайтадан 90 күн шегі қолданылады', Мерзімі өтті."
  })
  void whatComesBackWhenAGrantIsOverSaysSo(
      String language, int width, String told, String overdue) {
    story.tick(Instant.parse("2023-01-02T00:00:00Z"));
    story.flush();
    house.awaitShown(story.written);
    Page page =
        screens
            .as(SignIns.HEAD)
            .page("/exceptions/" + Portfolio.SCHOOL + "~time~2", language, width);

    assertThat(page.locator(".back")).containsText(told);
    Screens.assertFits(page);
    Screens.assertAccessible(page);

    // The day of the plan that was required above is over.
    Page board = screens.as(SignIns.MINISTER).page("/board?kind=COST", language, width);
    assertThat(board.locator(".place:has(a[href='/exceptions/" + Road.EXCEPTION + "']) .again"))
        .containsText(overdue);

    // A day that is over by the clock of the trail would be no answer.
    summary(page, "GRANT_TOLERANCE").click();
    page.locator("#GRANT_TOLERANCE-limit").fill("500");
    page.locator("#GRANT_TOLERANCE-until").fill("2023-01-01");
    page.locator("#GRANT_TOLERANCE-reason").fill("One more day.");
    button(page, "GRANT_TOLERANCE").click();
    assertThat(page.locator("#GRANT_TOLERANCE-until-wrong")).containsText("2023");
    screens.forgive("422");

    // What is decided now has the moment that it is by the clock of the trail.
    summary(page, "NOTE").click();
    page.locator("#NOTE-reason").fill("Looked at.");
    button(page, "NOTE").click();
    assertThat(page.locator(".notice.good")).isVisible();
    String behind =
        house
            .sql()
            .queryForObject(
                "SELECT (now() - t.taken_at + t.at - d.decided_at)::text FROM (SELECT * FROM tick"
                    + " ORDER BY at DESC LIMIT 1) t, (SELECT * FROM decision WHERE kind = 'NOTE'"
                    + " ORDER BY taken_at DESC, sequence DESC LIMIT 1) d",
                String.class);
    assertThat(behind).startsWith("00:00:");
  }

  @Test
  void aFormOfAnotherSiteIsNotTaken() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.url(COST + "/decisions")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", "https://elsewhere.example")
            .header("Authorization", SignIns.basic(SignIns.HEAD))
            .POST(HttpRequest.BodyPublishers.ofString("kind=NOTE&reason=x"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Client.problem(answer).path("field").asString()).isEqualTo("Origin");
  }

  @Test
  void whatIntakeDoesNotAnswerIsNotSaidToBeTaken() {
    intake.hold(11_000);
    Page page = screens.as(SignIns.HEAD).page(PUPILS, "en", 1440);
    summary(page, "NOTE").click();
    page.locator("#NOTE-reason").fill("Slow.");
    button(page, "NOTE").click();
    assertThat(page.locator(".notice.deep"))
        .containsText(
            "Intake did not answer",
            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                .setTimeout(20_000));
    screens.forgive("502");
  }

  private static Locator summary(Page page, String kind) {
    return details(page, kind).locator("summary");
  }

  private static Locator button(Page page, String kind) {
    return details(page, kind).locator("button");
  }

  private static Locator details(Page page, String kind) {
    return page.locator(
        ".answer details",
        new Page.LocatorOptions().setHas(page.locator("input[name=kind][value=" + kind + "]")));
  }
}
