package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.grant;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Terms.AnswerWithin;
import org.plimsoll.core.tolerance.Terms.Calendar;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Which limits and terms of a tolerance agree with one another. */
class TermsBoundsTest {

  /** The field that contradicts, and what was expected of it; null when nothing does. */
  private static @Nullable String refused(Given.Grant grant) {
    return refusal(grant).map(refusal -> refusal.field() + ": " + refusal.expected()).orElse(null);
  }

  private static Optional<Refusal> refusal(Given.Grant grant) {
    return Admission.refusalOf(grant.eventId, grant.nodeId, grant.tolerance());
  }

  /** At most 10 percent growth. */
  private static @Nullable String growth(Consumer<Given.Grant> change) {
    return refused(grant("cost").with(change));
  }

  /** A CPI of at least 0.9. */
  private static @Nullable String index(Consumer<Given.Grant> change) {
    return refused(
        grant("cpi")
            .with(g -> g.measure = Measure.CPI)
            .with(g -> g.unit = ToleranceUnit.RATIO)
            .with(g -> g.breach = Direction.AT_LEAST)
            .with(g -> g.limitTenThousandths = 9_000)
            .with(change));
  }

  @Test
  void noDeviationKeepsEveryLimit() {
    assertThat(growth(g -> g.limitTenThousandths = 0)).isNull();
    assertThat(growth(g -> g.limitTenThousandths = -1))
        .isEqualTo("limitTenThousandths: a limit that no deviation keeps, at least 0");
    assertThat(index(g -> g.limitTenThousandths = 10_000)).isNull();
    assertThat(index(g -> g.limitTenThousandths = 10_001))
        .isEqualTo("limitTenThousandths: a limit that no deviation keeps, at most 10000");
  }

  @Test
  void amberBeginsBeforeTheLimit() {
    assertThat(growth(g -> g.amberTenThousandths = 99_999L)).isNull();
    assertThat(growth(g -> g.amberTenThousandths = 100_000L))
        .isEqualTo("amberTenThousandths: less than the limit, 100000");
    assertThat(index(g -> g.amberTenThousandths = 9_001L)).isNull();
    assertThat(index(g -> g.amberTenThousandths = 9_000L))
        .isEqualTo("amberTenThousandths: more than the limit, 9000");
  }

  @Test
  void anExceptionClearsAtTheLimitOrWithinIt() {
    assertThat(growth(g -> g.clearTenThousandths = 100_000L)).isNull();
    assertThat(growth(g -> g.clearTenThousandths = 1L)).isNull();
    assertThat(growth(g -> g.clearTenThousandths = 100_001L))
        .isEqualTo("clearTenThousandths: the limit or less than the limit, 100000");
    assertThat(index(g -> g.clearTenThousandths = 9_001L)).isNull();
    assertThat(index(g -> g.clearTenThousandths = 8_999L))
        .isEqualTo("clearTenThousandths: the limit or more than the limit, 9000");
  }

  @Test
  void theOtherSideOfABandLiesBeyondEverythingElse() {
    assertThat(growth(g -> g.otherSideTenThousandths = -100_000L)).isNull();
    assertThat(growth(g -> g.otherSideTenThousandths = 99_999L)).isNull();
    assertThat(growth(g -> g.otherSideTenThousandths = 100_000L))
        .isEqualTo("otherSideTenThousandths: a limit on the other side of 100000");
    assertThat(
            growth(g -> {
              g.otherSideTenThousandths = 50_000L;
              g.amberTenThousandths = 50_000L;
            }))
        .startsWith("otherSideTenThousandths");
    assertThat(
            growth(g -> {
              g.otherSideTenThousandths = 50_000L;
              g.clearTenThousandths = 50_000L;
            }))
        .startsWith("otherSideTenThousandths");
    assertThat(
            growth(g -> {
              g.otherSideTenThousandths = 49_999L;
              g.amberTenThousandths = 50_000L;
              g.clearTenThousandths = 50_000L;
            }))
        .isNull();
    assertThat(index(g -> g.otherSideTenThousandths = 11_000L)).isNull();
    assertThat(index(g -> g.otherSideTenThousandths = 8_000L))
        .startsWith("otherSideTenThousandths");
  }

  @Test
  void aLastDayIsNoEarlierThanTheFirst() {
    assertThat(
            growth(g -> {
              g.from = DAY;
              g.until = DAY;
            }))
        .isNull();
    assertThat(
            growth(g -> {
              g.from = DAY;
              g.until = DAY.minusDays(1);
            }))
        .isEqualTo("effectiveUntil: no earlier than effectiveFrom, 2026-01-31");
    assertThat(growth(g -> g.from = DAY)).isNull();
    assertThat(growth(g -> g.until = DAY)).isNull();
  }

  @Test
  void countsAreBounded() {
    assertThat(growth(g -> g.reportsBeyond = 24)).isNull();
    assertThat(growth(g -> g.reportsBeyond = 25)).isEqualTo("reportsBeyond: 1 to 24");
    assertThat(growth(g -> g.reportsBeyond = 0)).isEqualTo("reportsBeyond: 1 to 24");
    assertThat(growth(g -> g.daysBeyond = 730)).isNull();
    assertThat(growth(g -> g.daysBeyond = 731)).isEqualTo("daysBeyond: 0 to 730");
    assertThat(growth(g -> g.daysBeyond = -1)).isEqualTo("daysBeyond: 0 to 730");
    assertThat(growth(g -> g.holdAfterRaises = 12)).isNull();
    assertThat(growth(g -> g.holdAfterRaises = 13)).isEqualTo("holdAfterRaises: 0 to 12");
    assertThat(growth(g -> g.holdAfterRaises = -1)).isEqualTo("holdAfterRaises: 0 to 12");
  }

  @Test
  void aTimeToAnswerIsBounded() {
    assertThat(growth(g -> g.answerWithin = within(1))).isNull();
    assertThat(growth(g -> g.answerWithin = within(2_000))).isNull();
    assertThat(growth(g -> g.answerWithin = within(0))).isEqualTo("answerWithinHours: 1 to 2000");
    assertThat(growth(g -> g.answerWithin = within(2_001)))
        .isEqualTo("answerWithinHours: 1 to 2000");
  }

  private static AnswerWithin within(int hours) {
    return new AnswerWithin(hours, Calendar.ALWAYS);
  }

  @Test
  void whatIsRefusedSaysWhatItHeld() {
    assertThat(refusal(grant("cost").with(g -> g.reportsBeyond = 25)))
        .contains(new Refusal(Refusal.Reason.INVALID_TOLERANCE, "reportsBeyond", "25", "1 to 24"));
  }

  @Test
  void thereIsNothingToForecastOfASilenceNorFurtherThanTheMostDays() {
    assertThat(refused(grant("silence").ofSilence().with(g -> g.forecastDays = 1)))
        .startsWith("forecastDays: ");
    assertThat(refused(grant("silence").ofSilence())).isNull();
    assertThat(growth(g -> g.forecastDays = Terms.MAX_FORECAST_DAYS)).isNull();
    assertThat(growth(g -> g.forecastDays = Terms.MAX_FORECAST_DAYS + 1))
        .startsWith("forecastDays: ");
    assertThat(growth(g -> g.forecastDays = -1)).startsWith("forecastDays: ");
  }

  /** Each is wrong in one thing, and whatever is looked at after it is right. */
  @Test
  void nothingThatIsRightMakesUpForWhatIsWrong() {
    assertThat(
            growth(g -> {
              g.limitTenThousandths = -10;
              g.amberTenThousandths = -20L;
              g.clearTenThousandths = -20L;
              g.otherSideTenThousandths = -30L;
              g.answerWithin = within(1);
            }))
        .startsWith("limitTenThousandths");
    assertThat(
            growth(g -> {
              g.amberTenThousandths = 100_000L;
              g.clearTenThousandths = 80_000L;
              g.otherSideTenThousandths = -100_000L;
              g.answerWithin = within(1);
            }))
        .startsWith("amberTenThousandths");
    assertThat(
            growth(g -> {
              g.clearTenThousandths = 100_001L;
              g.otherSideTenThousandths = -100_000L;
              g.answerWithin = within(1);
            }))
        .startsWith("clearTenThousandths");
    for (Consumer<Given.Grant> wrong :
        List.<Consumer<Given.Grant>>of(
            g -> g.otherSideTenThousandths = 100_000L,
            g -> g.reportsBeyond = 0,
            g -> g.daysBeyond = -1,
            g -> g.holdAfterRaises = -1,
            g -> g.forecastDays = -1)) {
      assertThat(growth(wrong.andThen(g -> g.answerWithin = within(1)))).isEqualTo(growth(wrong));
      assertThat(growth(wrong)).isNotNull();
    }
  }

  private static List<String> fields(Given.Grant grant) {
    return Admission.refusalsOf(grant.eventId, grant.nodeId, grant.tolerance()).stream()
        .map(Refusal::field)
        .toList();
  }

  @Test
  void everyTermThatIsWrongIsNamed() {
    assertThat(
            fields(
                grant("cost")
                    .with(g -> g.version = 0)
                    .with(g -> g.amberTenThousandths = 200_000L)
                    .with(g -> g.clearTenThousandths = 200_000L)
                    .with(g -> g.reportsBeyond = 25)
                    .with(g -> g.answerWithin = within(2_001))))
        .containsExactly(
            "version",
            "amberTenThousandths",
            "clearTenThousandths",
            "reportsBeyond",
            "answerWithinHours");
  }

  @Test
  void whatIsComparedWithAWrongLimitIsNotNamed() {
    assertThat(
            fields(
                grant("cost")
                    .with(g -> g.limitTenThousandths = -1)
                    .with(g -> g.amberTenThousandths = 200_000L)))
        .containsExactly("limitTenThousandths");
    assertThat(
            fields(
                grant("cost")
                    .with(g -> g.unit = ToleranceUnit.DAYS)
                    .with(g -> g.amberTenThousandths = 200_000L)))
        .containsExactly("unit");
    assertThat(
            fields(
                grant("cost")
                    .with(g -> g.amberTenThousandths = 200_000L)
                    .with(g -> g.otherSideTenThousandths = 150_000L)))
        .containsExactly("amberTenThousandths");
  }
}
