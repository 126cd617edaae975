package org.plimsoll.leadership.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plimsoll.leadership.subscription.Person.QuietHours;
import org.plimsoll.leadership.subscription.Subscription.Gathering;
import org.plimsoll.leadership.subscription.Telling.People;
import org.plimsoll.leadership.subscription.Telling.Verdict;

/** Who is told what, and when. */
class TellingTest {
  /** Half past ten in the evening in Almaty. */
  private static final Instant EVENING = Instant.parse("2026-03-02T17:30:00Z");

  private static final Instant SEVEN = Instant.parse("2026-03-03T02:00:00Z");

  private static Event event(Severity severity) {
    return new Event(
        "e-1",
        "school",
        Set.of("school", "enbek", "plan"),
        "PROGRAM",
        "COST",
        "school~cost~1",
        "RAISED",
        severity,
        0);
  }

  private static Subscription subscription(
      Set<String> nodes, Set<String> kinds, Set<Severity> severities, @Nullable String level) {
    return new Subscription(
        "sub_1",
        "aigul",
        "Schools",
        nodes,
        level,
        kinds,
        severities,
        new Channel.Mail(),
        Locale.ENGLISH,
        Gathering.EACH,
        Duration.ZERO,
        null,
        null,
        null);
  }

  private static Subscription gathering(Gathering gathering, Duration wait, Channel channel) {
    return new Subscription(
        "sub_1",
        "aigul",
        "Schools",
        Set.of(),
        null,
        Set.of(),
        Set.of(),
        channel,
        Locale.ENGLISH,
        gathering,
        wait,
        null,
        null,
        null);
  }

  private static Person person(String id, @Nullable QuietHours quiet, boolean deepAnyway) {
    return new Person(
        id,
        id + "@gov.example",
        true,
        Locale.of("kk"),
        ZoneId.of("Asia/Almaty"),
        LocalTime.of(8, 0),
        quiet,
        deepAnyway);
  }

  private static People people(Person person, Substitution... substitutions) {
    return new People(
        Map.of(person.id(), person), List.of(substitutions), (_, node) -> node.equals("school"));
  }

  private static final Subscription ALL = subscription(Set.of(), Set.of(), Set.of(), null);

  private static Verdict.Tell tell(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Tell.class);
    return (Verdict.Tell) verdict;
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, -, true",
        "school, -, -, -, true",
        "plan, -, -, -, true",
        "road, -, -, -, false",
        "-, COST, -, -, true",
        "-, TIME, -, -, false",
        "-, -, BEYOND, -, true",
        "-, -, DEEP, -, false",
        "-, -, -, PROGRAM, true",
        "-, -, -, PORTFOLIO, false",
      })
  void aSubscriptionTellsOfItsNodesWithAllBelowItsKindsAndSeverities(
      @Nullable String node,
      @Nullable String kind,
      @Nullable Severity severity,
      @Nullable String level,
      boolean wanted) {
    Subscription narrowed =
        subscription(
            node == null ? Set.of() : Set.of(node),
            kind == null ? Set.of() : Set.of(kind),
            severity == null ? Set.of() : Set.of(severity),
            level);
    assertThat(
            Telling.of(
                event(Severity.BEYOND), narrowed, people(person("aigul", null, true)), EVENING))
        .isInstanceOf(wanted ? Verdict.Tell.class : Verdict.Unwanted.class);
  }

  @Test
  void nobodyIsToldOfANodeThatTheyDoNotSee() {
    People blind = new People(Map.of(), List.of(), (_, _) -> false);
    assertThat(Telling.of(event(Severity.DEEP), ALL, blind, EVENING))
        .isEqualTo(new Verdict.Unseen());
  }

  @Test
  void quietHoursHoldBackUntilTheyEndUnlessItIsDeep() {
    QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
    People people = people(person("aigul", night, true));
    assertThat(tell(Telling.of(event(Severity.BEYOND), ALL, people, EVENING)).dueAt())
        .isEqualTo(SEVEN);
    assertThat(tell(Telling.of(event(Severity.DEEP), ALL, people, EVENING)).dueAt())
        .isEqualTo(EVENING);
    People sound = people(person("aigul", night, false));
    assertThat(tell(Telling.of(event(Severity.DEEP), ALL, sound, EVENING)).dueAt())
        .isEqualTo(SEVEN);
  }

  @Test
  void whatMayDisturbDoesNotWaitTogetherWithWhatMayNot() {
    People people =
        people(person("aigul", new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)), true));
    Subscription all = gathering(Gathering.ALL, Duration.ZERO, new Channel.Mail());
    assertThat(tell(Telling.of(event(Severity.BEYOND), all, people, EVENING)).gatheredBy())
        .isNotEqualTo(tell(Telling.of(event(Severity.DEEP), all, people, EVENING)).gatheredBy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-02T17:00:00Z", "2026-03-02T23:30:00Z", "2026-03-03T01:59:59Z"})
  void quietHoursOverMidnightHoldOnBothSidesOfIt(Instant moment) {
    Person person = person("a", new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)), true);
    assertThat(person.outsideQuietHours(moment)).isEqualTo(SEVEN);
    assertThat(person.outsideQuietHours(SEVEN)).isEqualTo(SEVEN);
  }

  @Test
  void aWebhookDoesNotSleepAndNobodyStandsInForIt() {
    QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
    Verdict.Tell tell =
        tell(
            Telling.of(
                event(Severity.BEYOND),
                gathering(Gathering.EACH, Duration.ZERO, new Channel.Webhook("https://a.example")),
                people(person("aigul", night, true), substitution("aigul", "bolat")),
                EVENING));
    assertThat(tell.dueAt()).isEqualTo(EVENING);
    assertThat(tell.person().id()).isEqualTo("aigul");
  }

  private static Substitution substitution(String person, String standIn) {
    return new Substitution(1, person, standIn, EVENING.minusSeconds(60), EVENING.plusSeconds(60));
  }

  @Test
  void whoStandsInIsToldForAsLongAsTheyDo() {
    People people =
        people(
            person("aigul", null, true),
            substitution("aigul", "bolat"),
            substitution("bolat", "dana"));
    assertThat(tell(Telling.of(event(Severity.DEEP), ALL, people, EVENING)).person().id())
        .isEqualTo("dana");
    assertThat(
            tell(Telling.of(event(Severity.DEEP), ALL, people, EVENING.plusSeconds(60)))
                .person()
                .id())
        .isEqualTo("aigul");
  }

  @Test
  void whoStandsInAndDoesNotSeeTheNodeIsPassedOver() {
    People people =
        new People(
            Map.of(),
            List.of(substitution("aigul", "bolat")),
            (person, _) -> person.equals("aigul"));
    assertThat(Telling.standsInFor("aigul", "school", people, EVENING)).isEqualTo("aigul");
  }

  @Test
  void peopleWhoStandInForEachOtherAreToldThemselves() {
    People people =
        people(
            person("aigul", null, true),
            substitution("aigul", "bolat"),
            substitution("bolat", "aigul"));
    assertThat(Telling.standsInFor("aigul", "school", people, EVENING)).isEqualTo("aigul");
  }

  @Test
  void aDailyLetterComesAtTheTimeThatThePersonChose() {
    assertThat(
            tell(Telling.of(
                    event(Severity.BEYOND),
                    gathering(Gathering.DAILY, Duration.ZERO, new Channel.Mail()),
                    people(person("aigul", null, true)),
                    EVENING))
                .dueAt())
        .isEqualTo(Instant.parse("2026-03-03T03:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "COST, RAISED, 1, BEYOND",
    "COST, RAISED, 2, DEEP",
    "COST, WORSENED, 3, DEEP",
    "COST, EASED, 3, RELIEF",
    "COST, CLEARED, 0, RELIEF",
    "TIME, PASSED_UP, 1, DEEP",
    "ASSISTANCE, , 0, DEEP",
    "CONFIRMATION, , 0, RELIEF",
    "CONFIRMATION, WITHDRAWN, 0, BEYOND",
  })
  void severityIsHowMuchAnItemAsks(
      String kind, @Nullable String change, int step, Severity severity) {
    assertThat(Severity.of(kind, change, step)).isEqualTo(severity);
  }

  @Test
  void theSameIsToldUnderTheSameId() {
    assertThat(Teller.id("sub_1", "aigul", "e-1", "0"))
        .isEqualTo(Teller.id("sub_1", "aigul", "e-1", "0"))
        .isNotEqualTo(Teller.id("sub_1", "aigul", "e-1", "1"))
        .matches("msg_[0-9a-f]{32}");
  }
}
