package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.tick;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.escalation.Outcome.Suppressed;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.measure.Fraction;

/** What is announced of an exception, and what is kept back and why. */
class HeldTest {
  private static final String EXCEPTION = "school~cost~1";

  private static LocalDate day(int days) {
    return DAY.plusDays(days);
  }

  private static Outcome changed(Change change, long cost, int step, LocalDate on, int revision) {
    return new ExceptionChanged(
        change,
        EXCEPTION,
        Given.SCHOOL,
        grant("cost").tolerance(),
        new Fraction(cost - 1_000, 1_000),
        step,
        on,
        DAY,
        revision,
        null,
        List.of(Level.PROGRAM));
  }

  private static List<Outcome> told(Story story, Given.Told told) {
    return story.when(told).stream()
        .filter(o -> o instanceof ExceptionChanged || o instanceof Suppressed)
        .toList();
  }

  @Test
  void everyChangeOfAnExceptionIsARevisionOfIt() {
    Story story = Story.of(grant("cost"));

    assertThat(told(story, cost(day(0), 1_150)))
        .containsExactly(changed(Change.RAISED, 1_150, 1, day(0), 1));
    assertThat(told(story, cost(day(1), 1_250)))
        .containsExactly(changed(Change.WORSENED, 1_250, 2, day(1), 2));
    assertThat(told(story, cost(day(2), 1_290))).isEmpty();
    assertThat(told(story, cost(day(3), 1_120)))
        .containsExactly(changed(Change.EASED, 1_120, 1, day(3), 3));
    assertThat(told(story, cost(day(4), 1_100)))
        .containsExactly(changed(Change.CLEARED, 1_100, 0, day(4), 3));
    assertThat(story.watch("cost").episodes()).isEqualTo(1);
  }

  @Test
  void theProgramsHeadAnswersForAProjectAndTheMinisterForAProgram() {
    Story story =
        Story.of(
            grant("cost"),
            grant("cost").with(g -> g.nodeId = Given.PROGRAM).with(g -> g.eventId = "other"),
            cost(DAY, 1_200));

    assertThat(story.open("cost").handling().deliveredTo()).isEqualTo(Level.PROGRAM);
    assertThat(story.program().watches().getFirst().open())
        .isNotNull()
        .extracting(open -> open.handling().deliveredTo())
        .isEqualTo(Level.PORTFOLIO);
  }

  @Test
  void daysBeyondAreCountedByTicksAndReportsAreNot() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.daysBeyond = 10),
            grant("reports").with(g -> g.reportsBeyond = 2),
            cost(DAY, 1_200));

    assertThat(told(story, tick(day(9)))).isEmpty();
    assertThat(told(story, tick(day(10))))
        .singleElement()
        .isInstanceOfSatisfying(
            ExceptionChanged.class,
            raised -> {
              assertThat(raised.change()).isEqualTo(Change.RAISED);
              assertThat(raised.onDate()).isEqualTo(day(10));
            });
    assertThat(story.watch("reports").beyond()).isEqualTo(new Watch.Beyond(DAY, 1, DAY));
  }

  @Test
  void whatIsBeyondButNotForLongEnoughSaysSinceWhen() {
    Story story = Story.of(grant("cost").with(g -> g.reportsBeyond = 3), cost(DAY, 1_200));

    assertThat(told(story, cost(day(1), 1_200)))
        .containsExactly(
            new Suppressed(
                Given.SCHOOL, "cost", null, Suppression.PERSISTENCE, 2, DAY, day(1), null));
    assertThat(told(story, cost(day(1), 1_200).called("again"))).isEmpty();
  }

  @Test
  void oneReportWithinTheLimitBeginsTheCountAnew() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.reportsBeyond = 2), cost(DAY, 1_200), cost(day(1), 1_000));
    assertThat(story.watch("cost").beyond()).isNull();

    story.given(cost(day(2), 1_200));

    assertThat(story.watch("cost").open()).isNull();
    assertThat(story.watch("cost").beyond()).isEqualTo(new Watch.Beyond(day(2), 1, day(2)));
  }

  @Test
  void anExceptionIsKeptOpenUntilItIsWithinTheLimitToClear() {
    Story story =
        Story.of(grant("cost").with(g -> g.clearTenThousandths = 80_000L), cost(DAY, 1_150));

    assertThat(told(story, cost(day(1), 1_090)))
        .containsExactly(
            new Suppressed(
                Given.SCHOOL, "cost", EXCEPTION, Suppression.HYSTERESIS, 1, DAY, day(1), null));
    assertThat(told(story, tick(day(2)))).isEmpty();
    assertThat(told(story, cost(day(1), 1_090).called("again"))).isEmpty();
    assertThat(told(story, cost(day(3), 1_090)))
        .containsExactly(
            new Suppressed(
                Given.SCHOOL, "cost", EXCEPTION, Suppression.HYSTERESIS, 2, DAY, day(3), null));
    assertThat(story.open("cost").withinReports()).isEqualTo(2);
    assertThat(told(story, cost(day(4), 1_150)))
        .containsExactly(
            new Suppressed(
                Given.SCHOOL, "cost", EXCEPTION, Suppression.FLAPPING, 2, DAY, day(4), null));
    assertThat(story.open("cost").withinReports()).isZero();
    assertThat(told(story, cost(day(5), 1_080))).hasSize(1);
    assertThat(story.watch("cost").open()).isNull();
  }

  @Test
  void whatCrossesAgainByMoreIsAnnouncedAndCounted() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.clearTenThousandths = 80_000L),
            cost(DAY, 1_150),
            cost(day(1), 1_090));

    assertThat(story.when(cost(day(2), 1_250), ExceptionChanged.class))
        .extracting(ExceptionChanged::change)
        .containsExactly(Change.WORSENED);
    assertThat(story.open("cost").crossings()).isEqualTo(2);
    assertThat(story.open("cost").withinReports()).isZero();
    assertThat(story.open("cost").lastOn()).isEqualTo(day(2));
  }

  /** Raised twice within a year, it is held until two reports in a row lie within. */
  @Test
  void whatIsRaisedAgainAndAgainIsHeldOpen() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.holdAfterRaises = 2),
            cost(day(0), 1_150),
            cost(day(1), 1_000),
            cost(day(365), 1_150));
    assertThat(story.watch("cost").raisedOn()).containsExactly(day(0), day(365));

    assertThat(told(story, cost(day(365), 1_000).called("correction")))
        .containsExactly(
            new Suppressed(
                Given.SCHOOL,
                "cost",
                "school~cost~2",
                Suppression.FLAPPING,
                2,
                day(365),
                day(365),
                null));
    assertThat(told(story, cost(day(365), 1_000).called("again"))).isEmpty();
  }

  @Test
  void raisesAreCountedTogetherWithinAYear() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.holdAfterRaises = 2),
            cost(day(0), 1_150),
            cost(day(1), 1_000),
            cost(day(365), 1_150));

    story.given(cost(day(366), 1_000));

    assertThat(story.watch("cost").open()).isNull();
  }

  @Test
  void onlyAsManyRaisesAreRememberedAsAHoldNeeds() {
    Story story = Story.of(grant("cost").with(g -> g.holdAfterRaises = 2));
    for (int i = 0; i < 3; i++) {
      story.given(
          cost(day(400 * i), 1_150), cost(day(400 * i + 1), 1_000), cost(day(400 * i + 2), 1_000));
    }

    assertThat(story.watch("cost").raisedOn()).containsExactly(day(400), day(800));
    assertThat(story.watch("cost").episodes()).isEqualTo(3);
  }

  @Test
  void withoutAHoldNoRaiseIsRemembered() {
    Story story = Story.of(grant("cost"), cost(DAY, 1_150));

    assertThat(story.watch("cost").raisedOn()).isEmpty();
  }

  @Test
  void whatIsNotMeasurableLeavesAnExceptionAsItIs() {
    Story story =
        Story.of(grant("silence").ofSilence(), grant("cost"), cost(DAY, 1_200), tick(day(41)));
    Watch before = story.watch("cost");

    story.given(Given.report(day(50)));

    assertThat(story.school().figures().costForecastMinor()).isNull();
    assertThat(story.watch("cost")).isEqualTo(before);
  }

  /** It worsens once while it lies beyond the limit: it was crossed once, and now once more. */
  @Test
  void whatWorsensBeyondTheLimitHasNotCrossedItAgain() {
    Story story =
        Story.of(
            grant("cost").with(g -> g.clearTenThousandths = 80_000L),
            cost(day(0), 1_150),
            cost(day(1), 1_250),
            cost(day(2), 1_090));

    assertThat(told(story, cost(day(3), 1_250)))
        .containsExactly(
            new Suppressed(
                Given.SCHOOL, "cost", EXCEPTION, Suppression.FLAPPING, 2, DAY, day(3), null));
  }

  /** On day 40 a wider limit begins, of which 15 percent is within and not yet cleared. */
  @Test
  void aReportForADayBeforeTheTickThatFoundItWithinIsCounted() {
    Story story =
        Story.of(
            grant("cost"),
            cost(DAY, 1_150),
            grant("cost")
                .version(2)
                .with(g -> {
                  g.limitTenThousandths = 160_000;
                  g.clearTenThousandths = 140_000L;
                  g.from = day(40);
                }));

    assertThat(held(story, tick(day(40)))).containsExactly("HYSTERESIS 1");
    assertThat(held(story, cost(day(30), 1_150))).containsExactly("HYSTERESIS 2");
  }

  private static List<String> held(Story story, Given.Told told) {
    return story.when(told, Suppressed.class).stream().map(s -> s.why() + " " + s.count()).toList();
  }
}
