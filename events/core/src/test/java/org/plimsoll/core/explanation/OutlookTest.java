package org.plimsoll.core.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.explanation.ExceptionReport.Dated;
import org.plimsoll.core.explanation.ExceptionReport.Outlook;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What happens if nothing is done, on values that move by whole percents in ten days. */
class OutlookTest {
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 31);
  private static final LocalDate LAST = FIRST.plusDays(10);

  private static Tolerance percent(long limit, @Nullable Long otherSide) {
    return Written.tolerance(
        Measure.COST_GROWTH_ORIGINAL,
        null,
        ToleranceUnit.PERCENT,
        Direction.AT_MOST,
        limit * 10_000,
        otherSide == null ? Terms.PLAIN : Written.band(null, otherSide * 10_000));
  }

  private static Dated on(LocalDate day, long percent) {
    return new Dated(day, new Fraction(percent, 100));
  }

  private static Outlook outlook(Tolerance tolerance, long before, long last) {
    return Drafting.outlook(tolerance, List.of(on(FIRST, before), on(LAST, last)));
  }

  private static Outlook worsens(int days, int step, long before, long last) {
    return new Outlook.Worsens(LAST.plusDays(days), step, on(FIRST, before), on(LAST, last));
  }

  /** 5 in 10 days, and 5 until 30. */
  @Test
  void aDayOnWhichTheNextStepIsReachedExactlyIsThatDay() {
    assertThat(outlook(percent(10, null), 20, 25)).isEqualTo(worsens(10, 3, 20, 25));
  }

  /** 4 in 10 days, and 6 until 30, are 15 days; 7 in 10 days are 8.6, so the ninth. */
  @Test
  void aPartOfADayIsAWholeOne() {
    assertThat(outlook(percent(10, null), 20, 24)).isEqualTo(worsens(15, 3, 20, 24));
    assertThat(outlook(percent(10, null), 17, 24)).isEqualTo(worsens(9, 3, 17, 24));
  }

  /** From 12 to 14 percent less under a limit of 5 less: 15 is the next, 1 away, at 2 in 10. */
  @Test
  void belowABandItsOtherLimitCounts() {
    assertThat(outlook(percent(10, -5L), -12, -14)).isEqualTo(worsens(5, 3, -12, -14));
  }

  @Test
  void aboveABandItsOwnLimitCounts() {
    assertThat(outlook(percent(10, -5L), 20, 25)).isEqualTo(worsens(10, 3, 20, 25));
  }

  /** A CPI of 1.3 where 1.2 is the other side: 1.4 is the next, at 0.05 in 10 days. */
  @Test
  void ofALowerLimitTheOtherSideLiesAbove() {
    Tolerance cpi =
        Written.tolerance(
            Measure.CPI,
            null,
            ToleranceUnit.RATIO,
            Direction.AT_LEAST,
            9_000,
            Written.band(null, 12_000));

    assertThat(outlook(cpi, 125, 130)).isEqualTo(worsens(20, 2, 125, 130));
    // 0.75 where 0.9 is the limit: 0.7 is the next.
    assertThat(outlook(cpi, 80, 75)).isEqualTo(worsens(10, 3, 80, 75));
  }

  @Test
  void whatStandsStillOrComesBackDoesNotWorsen() {
    var still = new Outlook.DoesNotWorsen(on(FIRST, 25), on(LAST, 25));
    var back = new Outlook.DoesNotWorsen(on(FIRST, -14), on(LAST, -12));

    assertThat(outlook(percent(10, null), 25, 25)).isEqualTo(still);
    assertThat(outlook(percent(10, -5L), -14, -12)).isEqualTo(back);
  }

  @Test
  void onlyTheLastTwoReportsAreTheRate() {
    assertThat(
            Drafting.outlook(
                percent(10, null),
                List.of(on(FIRST.minusDays(10), 90), on(FIRST, 20), on(LAST, 25))))
        .isEqualTo(worsens(10, 3, 20, 25));
  }

  @Test
  void withinTheLimitAndAtTheLastStepThatIsCountedThereIsNoNextOne() {
    assertThat(outlook(percent(10, null), 5, 10)).isEqualTo(new Outlook.NoNextStep());
    // 9,995 percent are 998.5 tolerances beyond 10: step 999, and the thousandth is counted.
    assertThat(outlook(percent(10, null), 9_990, 9_995))
        .isEqualTo(worsens(10, 1_000, 9_990, 9_995));
    assertThat(outlook(percent(10, null), 9_990, 10_000)).isEqualTo(new Outlook.NoNextStep());
  }

  @Test
  void aLimitWithoutRoomHasNoNextStep() {
    assertThat(outlook(percent(0, null), 5, 10)).isEqualTo(new Outlook.NoNextStep());
  }

  @Test
  void twoValuesOfOneDayAreNoRate() {
    assertThat(Drafting.outlook(percent(10, null), List.of(on(LAST, 20), on(LAST, 25))))
        .isEqualTo(new Outlook.NoNextStep());
  }

  /** 1 percent in 36,525 days is a hundred years until the next; a day more is too far. */
  @Test
  void aStepIsLookedForWithinAHundredYears() {
    Dated last = on(FIRST.plusDays(36_525), 29);

    assertThat(Drafting.outlook(percent(10, null), List.of(on(FIRST, 28), last)))
        .isEqualTo(new Outlook.Worsens(last.on().plusDays(36_525), 3, on(FIRST, 28), last));
    assertThat(Drafting.outlook(percent(10, null), List.of(on(FIRST.minusDays(1), 28), last)))
        .isEqualTo(new Outlook.NoNextStep());
  }
}
