package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.HEAD;
import static org.plimsoll.core.escalation.Given.MINISTER;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.decision;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.tick;
import static org.plimsoll.core.escalation.Level.PORTFOLIO;
import static org.plimsoll.core.escalation.Level.PROGRAM;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.escalation.Outcome.ExceptionPassedUp;
import org.plimsoll.core.escalation.Outcome.Suppressed;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Terms.Calendar;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Who hears what becomes of an exception: whoever was told of it, until it clears. */
class HearersTest {
  private static final String EXCEPTION = "school~cost~1";

  private static Given.Grant withinADay() {
    return grant("cost").with(g -> g.answerWithin = new AnswerWithin(24, Calendar.ALWAYS));
  }

  private static LocalDate day(int days) {
    return DAY.plusDays(days);
  }

  private static Story raised() {
    return Story.of(withinADay(), cost(DAY, 1_150));
  }

  /** Raised at 15 percent, told to the program, and on day 3 to the portfolio. */
  private static Story passedUp() {
    return raised().given(tick(day(1)), tick(day(3)));
  }

  private static Given.Decision mute(@Nullable String as, String by, LocalDate until) {
    return decision(new Choice.Mute("cost", until))
        .called("mute-" + until)
        .by(by)
        .with(d -> d.decidedAs = as);
  }

  private static List<String> heard(Story story, Given.Told told) {
    return story.when(told, ExceptionChanged.class).stream()
        .filter(e -> e.nodeId().equals(Given.SCHOOL))
        .map(e -> e.change() + " " + e.deliveredTo())
        .toList();
  }

  @Test
  void theLevelAboveAloneHearsOfWhatWasNotPassedUp() {
    Story story = raised();

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED [PROGRAM]");
    assertThat(heard(story, cost(day(20), 1_000))).containsExactly("CLEARED [PROGRAM]");
  }

  @Test
  void whoeverItWasPassedUpToHearsOfEachChangeAndOfTheClearing() {
    Story story = passedUp();

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED [PROGRAM, PORTFOLIO]");
    assertThat(heard(story, cost(day(20), 1_150))).containsExactly("EASED [PROGRAM, PORTFOLIO]");
    assertThat(heard(story, cost(day(30), 1_000))).containsExactly("CLEARED [PROGRAM, PORTFOLIO]");
  }

  @Test
  void whatIsRaisedAgainIsTheBusinessOfTheLevelAboveOnceMore() {
    Story story = passedUp().given(cost(day(10), 1_000));

    assertThat(heard(story, cost(day(20), 1_150))).containsExactly("RAISED [PROGRAM]");
    assertThat(story.open("cost").exceptionId()).isEqualTo("school~cost~2");
    assertThat(heard(story, cost(day(30), 1_000))).containsExactly("CLEARED [PROGRAM]");
  }

  @Test
  void whatTheLevelAboveHandsOverIsHeardByTheSameLevels() {
    Story story = passedUp().given(decision(new Choice.HandOver(EXCEPTION, "deputy")));

    assertThat(heard(story, cost(day(10), 1_000))).containsExactly("CLEARED [PROGRAM, PORTFOLIO]");
  }

  @Test
  void whatIsGroupedUnderTheProgramsStaysWithTheProgram() {
    Story story =
        Story.of(
            withinADay(),
            grant("cost")
                .with(g -> {
                  g.nodeId = Given.PROGRAM;
                  g.eventId = "grant-program";
                }),
            cost(DAY, 1_150),
            tick(day(1)));

    assertThat(story.when(tick(day(3)), Suppressed.class)).hasSize(1);
    assertThat(heard(story, cost(day(10), 1_000))).containsExactly("CLEARED [PROGRAM]");
  }

  /** Said once: with every tick after it the exception waits as it did. */
  @Test
  void whatIsGroupedIsSaidOnceAndStaysOpen() {
    Story story = Story.of(withinADay(), ofProgram(), cost(DAY, 1_150), tick(day(1)), tick(day(3)));

    assertThat(story.when(tick(day(4)), Suppressed.class)).isEmpty();
    assertThat(story.open("cost").handling().groupedUnder()).isEqualTo("program~cost~1");
  }

  private static Given.Grant ofProgram() {
    return grant("cost")
        .with(g -> {
          g.nodeId = Given.PROGRAM;
          g.eventId = "grant-program";
        });
  }

  private static List<Level> passedUpTo(Story story) {
    return story.when(tick(day(3)), Outcome.ExceptionPassedUp.class).stream()
        .filter(up -> up.nodeId().equals(Given.SCHOOL))
        .map(Outcome.ExceptionPassedUp::to)
        .toList();
  }

  /** A program whose costs are in order and whose index is not says nothing of a school's cost. */
  @Test
  void anExceptionOfTheProgramOnAnotherMeasureExplainsNothing() {
    Story story =
        Story.of(
            withinADay(),
            ofProgram()
                .with(g -> {
                  g.measure = Measure.CPI;
                  g.unit = ToleranceUnit.RATIO;
                  g.breach = Direction.AT_LEAST;
                  g.limitTenThousandths = 9_000;
                }),
            cost(DAY, 1_150)
                .with(r -> {
                  r.evMinor = 80L;
                  r.acMinor = 100L;
                }),
            tick(day(1)));

    assertThat(passedUpTo(story)).containsExactly(Level.PORTFOLIO);
  }

  /** Whoever would have to know of the program's exception was not told of it. */
  @Test
  void anExceptionOfTheProgramThatNobodyWasToldOfExplainsNothing() {
    Story story =
        Story.of(
            withinADay(),
            ofProgram(),
            decision(new Choice.Mute("cost", day(40)))
                .called("mute-program")
                .with(d -> d.nodeId = Given.PROGRAM)
                .by(MINISTER),
            cost(DAY, 1_150),
            tick(day(1)));

    assertThat(passedUpTo(story)).containsExactly(Level.PORTFOLIO);
  }

  @Test
  void aLevelMutesItselfAndNobodyAboveIt() {
    Story story = passedUp().given(mute(null, HEAD, day(40)));

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED [PORTFOLIO]");
    assertThat(heard(story, cost(day(20), 1_260))).isEmpty();
    assertThat(heard(story, tick(day(41)))).containsExactly("RESTATED [PROGRAM]");
    assertThat(heard(story, cost(day(42), 1_000))).containsExactly("CLEARED [PROGRAM, PORTFOLIO]");
  }

  @Test
  void whatOneLevelIsNotToldIsRecordedWithWhoMutedIt() {
    Story story = passedUp().given(mute(null, HEAD, day(40)));

    assertThat(story.when(cost(day(10), 1_250), Suppressed.class))
        .extracting(s -> s.why() + " by " + s.by())
        .containsExactly("MUTED by " + HEAD);
  }

  @Test
  void whatTheHighestLevelMutesNobodyBelowItHears() {
    Story story = passedUp().given(mute(Given.PORTFOLIO, MINISTER, day(40)));

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED []");
    assertThat(heard(story, tick(day(41)))).containsExactly("RESTATED [PROGRAM, PORTFOLIO]");
  }

  @Test
  void aLevelDoesNotEndTheWindowOfALevelAboveIt() {
    Story story =
        passedUp().given(mute(Given.PORTFOLIO, MINISTER, day(40)), mute(null, HEAD, day(5)));

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED []");
  }

  @Test
  void aLevelAboveEndsTheWindowOfALevelBelowIt() {
    Story story =
        passedUp().given(mute(null, HEAD, day(40)), mute(Given.PORTFOLIO, MINISTER, day(5)));

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED [PROGRAM, PORTFOLIO]");
  }

  @Test
  void theEndOfWhatWasPassedUpIsToldEvenInAWindow() {
    Story story = passedUp().given(mute(Given.PORTFOLIO, MINISTER, day(40)));

    List<Outcome> outcomes = story.when(cost(day(10), 1_000));

    assertThat(outcomes)
        .filteredOn(ExceptionChanged.class::isInstance)
        .extracting(
            o -> ((ExceptionChanged) o).change() + " " + ((ExceptionChanged) o).deliveredTo())
        .containsExactly("CLEARED [PROGRAM, PORTFOLIO]");
    assertThat(outcomes).noneMatch(Suppressed.class::isInstance);
  }

  @Test
  void whatWasMutedOnTheFirstLevelIsPassedUpNoSoonerThanItWasToldThere() {
    Story story =
        Story.of(withinADay(), cost(DAY, 1_000), mute(null, HEAD, day(10)))
            .given(cost(day(1), 1_150), tick(day(2)));
    assertThat(story.when(tick(day(9)), ExceptionPassedUp.class)).isEmpty();

    assertThat(heard(story, tick(day(11)))).containsExactly("RESTATED [PROGRAM]");
    assertThat(story.when(tick(day(13)), ExceptionPassedUp.class)).hasSize(1);
    assertThat(heard(story, cost(day(20), 1_000))).containsExactly("CLEARED [PROGRAM, PORTFOLIO]");
  }

  @Test
  void nothingIsAboveAPortfolio() {
    assertThat(PROGRAM.above()).isEqualTo(PORTFOLIO);
    assertThat(PORTFOLIO.upTo(PORTFOLIO)).containsExactly(PORTFOLIO);
  }

  @Test
  void aWindowLongerThanAYearAndADayIsRefusedWithItsLastDay() {
    Story story = raised();

    assertThat(story.refusal(mute(null, HEAD, day(367))))
        .isEqualTo("OUT_OF_BOUNDS until=" + day(367));
    assertThat(story.refusal(mute(null, HEAD, day(366)))).isEqualTo("taken");
  }

  @Test
  void ofSeveralWindowsTheOneThatEndsLastStandsFirst() {
    Oversight.Mute own = new Oversight.Mute("cost", "head", Level.PROGRAM, day(5));
    Oversight.Mute whole = new Oversight.Mute(null, "minister", Level.PORTFOLIO, day(9));
    Oversight.Mute other = new Oversight.Mute("cpi", "deputy", Level.PORTFOLIO, day(20));
    Oversight.Mute alike = new Oversight.Mute("cost", "deputy", Level.PROGRAM, day(5));

    assertThat(Oversight.muteOf(List.of(own, whole, other), "cost", Level.PROGRAM))
        .isEqualTo(whole);
    assertThat(Oversight.muteOf(List.of(whole, own), "cost", Level.PROGRAM)).isEqualTo(whole);
    assertThat(Oversight.muteOf(List.of(own, alike), "cost", Level.PROGRAM)).isEqualTo(own);
    assertThat(Oversight.muteOf(List.of(own, other), "cost", Level.PORTFOLIO)).isNull();
    assertThat(Oversight.muteOf(List.of(other, own), "cost", Level.PROGRAM)).isEqualTo(own);
  }

  @Test
  void whoHeardOfAChangeIsNotToldOfItOnceMoreWhenTheLevelBelowIs() {
    Story story = passedUp().given(mute(null, HEAD, day(40)), cost(day(10), 1_250));

    assertThat(heard(story, tick(day(41)))).containsExactly("RESTATED [PROGRAM]");
    assertThat(heard(story, tick(day(42)))).isEmpty();
  }

  /** The minister's window is over on day 21, that of the head of the program on day 41. */
  @Test
  void eachLevelIsToldWhatItMissedWhenItsOwnWindowIsOver() {
    Story story =
        passedUp()
            .given(
                mute(Given.PORTFOLIO, MINISTER, day(20)),
                mute(null, HEAD, day(40)),
                cost(day(10), 1_250));

    List<Outcome> first = story.when(tick(day(21)));
    assertThat(first)
        .filteredOn(ExceptionChanged.class::isInstance)
        .extracting(o -> ((ExceptionChanged) o).deliveredTo())
        .containsExactly(List.of(PORTFOLIO));
    // That the program was not told was said when it was new.
    assertThat(first).noneMatch(Suppressed.class::isInstance);
    assertThat(heard(story, tick(day(41)))).containsExactly("RESTATED [PROGRAM]");
    assertThat(heard(story, tick(day(42)))).isEmpty();
  }

  @Test
  void aWindowOfOneToleranceLeavesThatOfAnother() {
    Story story =
        Story.of(withinADay(), grant("other"), cost(DAY, 1_150))
            .given(
                mute(null, HEAD, day(40)),
                decision(new Choice.Mute("other", day(40))).called("mute-other"));

    assertThat(heard(story, cost(day(10), 1_250))).containsExactly("WORSENED []", "WORSENED []");
  }

  /** Its cost grows by two percent a month: 12 percent by now, and soon the 13 that it may. */
  @Test
  void anExceptionOfTheProgramThatIsOnlyExpectedExplainsNothing() {
    Story story =
        Story.of(
            withinADay(),
            ofProgram()
                .with(g -> {
                  g.limitTenThousandths = 130_000;
                  g.forecastDays = 200;
                }));
    for (int month = 0; month <= 6; month++) {
      story.given(cost(DAY.plusMonths(month), 1_000 + 20 * month));
    }
    LocalDate last = DAY.plusMonths(6);
    story.given(tick(last.plusDays(1)));
    assertThat(story.program().watches().getFirst().open())
        .isNotNull()
        .matches(Watch.OpenException::isExpected);

    assertThat(story.when(tick(last.plusDays(3)), ExceptionPassedUp.class))
        .extracting(up -> up.exceptionId() + " " + up.to())
        .containsExactly(EXCEPTION + " PORTFOLIO");
  }

  @Test
  void whoeverIsNotAccountableMutesNothing() {
    assertThat(raised().refusal(mute(null, "passer-by", day(40))))
        .isEqualTo("NOT_ACCOUNTABLE decidedBy=passer-by");
  }
}
