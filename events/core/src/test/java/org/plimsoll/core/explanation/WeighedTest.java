package org.plimsoll.core.explanation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** Which value was weighed, against which limits, on which day. */
class WeighedTest {
  private static final LocalDate ON = LocalDate.of(2020, 3, 31);
  private static final State WITHIN = new State.Within();
  private static final Baseline PROMISED = new Baseline(1_000L, null);

  private static State open(LocalDate weighedOn) {
    return new State.Open("school~it~1", ON, 1, 1, weighedOn, null);
  }

  private static Moment school(
      Figures figures, @Nullable LocalDate dataDate, @Nullable LocalDate today, Target... targets) {
    return new Moment(
        "school",
        Level.PROJECT,
        new Basis.OfProject(figures, PROMISED, PROMISED, dataDate, List.of(targets)),
        today,
        List.of());
  }

  private static Moment forecasting(long costMinor) {
    return school(Written.estimated(null, null, null, null, costMinor), ON, null);
  }

  private static Explanation.Weighed weighed(Moment moment, Tolerance tolerance, State before) {
    return (Explanation.Weighed) Explaining.of(moment, tolerance, before, WITHIN);
  }

  private static NotYet missing(Moment moment, Tolerance tolerance) {
    return ((Explanation.NotMeasurable) Explaining.of(moment, tolerance, WITHIN, WITHIN)).reason();
  }

  /** Between 5 percent less and 10 percent more than was promised; it clears below 8. */
  private static final Tolerance BAND =
      Written.tolerance(
          Measure.COST_GROWTH_ORIGINAL,
          null,
          ToleranceUnit.PERCENT,
          Direction.AT_MOST,
          100_000,
          Written.band(80_000L, -50_000));

  /** 13 percent less is 8 beyond the lower limit, in fives: the second whole tolerance. */
  @Test
  void ofABandTheSideThatIsCrossedIsCounted() {
    var explanation = weighed(forecasting(870), BAND, WITHIN);

    assertThat(explanation.comparisons())
        .containsExactly(
            new Comparison(new Fraction(-130, 1_000), 1_000_000, Direction.AT_MOST, 100_000),
            new Comparison(new Fraction(-130, 1_000), 1_000_000, Direction.AT_LEAST, -50_000));
    assertThat(explanation.isWithin()).isFalse();
    assertThat(explanation.steps())
        .isEqualTo(
            new Comparison.Steps(
                BigInteger.valueOf(80_000_000), BigInteger.valueOf(50_000_000), 2));
  }

  @Test
  void aLowerLimitHasItsOtherSideAbove() {
    Tolerance cpi =
        Written.tolerance(
            Measure.CPI,
            null,
            ToleranceUnit.RATIO,
            Direction.AT_LEAST,
            9_000,
            Written.band(null, 12_000));

    var explanation =
        weighed(school(Written.figures(null, 130L, 100L, null), ON, null), cpi, WITHIN);

    assertThat(explanation.comparisons().stream().map(Comparison::allowed))
        .containsExactly(Direction.AT_LEAST, Direction.AT_MOST);
    assertThat(explanation.comparisons().stream().map(Comparison::isWithin))
        .containsExactly(true, false);
  }

  /** 0.65 under 0.9 is 0.25 beyond, in tenths, since nothing deviates at 1: the third. */
  @Test
  void theWholeToleranceOfAnIndexIsItsDistanceFromOne() {
    Tolerance cpi =
        Written.tolerance(
            Measure.CPI, null, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_000, Terms.PLAIN);

    var explanation =
        weighed(school(Written.figures(null, 65L, 100L, null), ON, null), cpi, WITHIN);

    assertThat(explanation.steps())
        .isEqualTo(
            new Comparison.Steps(BigInteger.valueOf(250_000), BigInteger.valueOf(100_000), 3));
  }

  @Test
  void aValueThatEqualsALimitIsWithinOnEitherSide() {
    assertThat(weighed(forecasting(1_100), BAND, WITHIN).isWithin()).isTrue();
    assertThat(weighed(forecasting(950), BAND, WITHIN).isWithin()).isTrue();
  }

  @Test
  void theLimitToClearIsSpokenOfOnlyWhileAnExceptionIsOpenAndTheLimitIsKept() {
    assertThat(weighed(forecasting(1_090), BAND, WITHIN).clearing()).isNull();
    assertThat(weighed(forecasting(1_200), BAND, open(ON)).clearing()).isNull();
    assertThat(weighed(forecasting(1_090), BAND, open(ON)).clearing())
        .isEqualTo(new Comparison(new Fraction(90, 1_000), 1_000_000, Direction.AT_MOST, 80_000));
    Tolerance plain =
        Written.tolerance(Measure.COST_GROWTH_ORIGINAL, null, ToleranceUnit.PERCENT, 100_000);
    assertThat(weighed(forecasting(1_090), plain, open(ON)).clearing()).isNull();
  }

  /** An amount is held against a limit in minor units by itself, whatever it is a part of. */
  @Test
  void anAmountIsComparedAsItIs() {
    Tolerance amount =
        Written.tolerance(Measure.COST_GROWTH_ORIGINAL, null, ToleranceUnit.MINOR_UNITS, 1_000_000);

    assertThat(weighed(forecasting(1_090), amount, WITHIN).comparisons())
        .containsExactly(new Comparison(new Fraction(90, 1), 10_000, Direction.AT_MOST, 1_000_000));
  }

  @Test
  void theReadingIsThatOfTheIndicatorThatTheToleranceNames() {
    Figures reached =
        new Figures(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of("heat", 900_000L, "places", 4_000_000L));
    Moment moment =
        school(
            reached,
            ON,
            null,
            new Target("heat", 1_000_000, Direction.AT_LEAST),
            new Target("places", 8_000_000, Direction.AT_LEAST));

    assertThat(weighed(moment, achievement("places"), WITHIN).reading().value())
        .isEqualTo(new Fraction(4_000_000, 8_000_000));
    assertThat(missing(moment, achievement("a target of old"))).isEqualTo(NotYet.NOT_REPORTED);
  }

  private static Tolerance achievement(String indicatorId) {
    return Written.tolerance(
        Measure.INDICATOR_ACHIEVEMENT, indicatorId, ToleranceUnit.PERCENT, 1_000_000);
  }

  private static Moment program(Basis basis) {
    return new Moment("program", Level.PROGRAM, basis, ON, List.of());
  }

  @Test
  void anIndicatorIsNotAddedUpAboveProjects() {
    assertThat(missing(program(new Basis.OfParent(Rollup.NONE)), achievement("places")))
        .isEqualTo(NotYet.NOT_ADDED);
  }

  private static final Tolerance SILENCE =
      Written.tolerance(Measure.SILENCE, null, ToleranceUnit.DAYS, 400_000);

  private static Fraction silence(@Nullable LocalDate today, State before) {
    return weighed(school(Figures.NONE, ON, today), SILENCE, before).reading().value();
  }

  @Test
  void aSilenceIsOfProjectsThatHaveReported() {
    assertThat(missing(program(new Basis.OfParent(Rollup.NONE)), SILENCE))
        .isEqualTo(NotYet.NOT_ADDED);
    assertThat(missing(program(new Basis.Recorded(List.of())), SILENCE))
        .isEqualTo(NotYet.NOT_ADDED);
    assertThat(missing(school(Figures.NONE, null, ON), SILENCE)).isEqualTo(NotYet.NOT_REPORTED);
  }

  @Test
  void beforeTheFirstTickASilenceHasNoDays() {
    assertThat(silence(null, WITHIN)).isEqualTo(new Fraction(0, 1));
  }

  /** A report that comes late is weighed on the newest day that was known before it. */
  @Test
  void aSilenceIsHeldAgainstTheNewestDayThatIsKnown() {
    assertThat(silence(ON.plusDays(41), open(ON.plusDays(50)))).isEqualTo(new Fraction(50, 1));
    assertThat(silence(ON.plusDays(60), open(ON.plusDays(50)))).isEqualTo(new Fraction(60, 1));
  }

  @Test
  void aDataDateAheadOfTheClockIsNoSilence() {
    var explanation = weighed(school(Figures.NONE, ON, ON.minusDays(5)), SILENCE, WITHIN);

    assertThat(explanation.reading().value()).isEqualTo(new Fraction(0, 1));
    assertThat(Written.out(explanation.formula()))
        .isEqualTo("(DATA_DATE 2020-03-31 until TODAY 2020-03-31)");
  }

  private static Terms between(LocalDate from, LocalDate until) {
    return new Terms(null, null, null, 1, 0, 0, 0, from, until, null);
  }

  @Test
  void whatDoesNotStandNamesTheOneDayThatKeepsIt() {
    Terms april = between(ON.plusDays(1), ON.plusDays(30));
    Tolerance inApril =
        Written.tolerance(Measure.CPI, null, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_000, april);
    Moment moment = forecasting(1_000);

    var before = requireNonNull(Explaining.notInForce(moment, inApril, ON));
    var after = requireNonNull(Explaining.notInForce(moment, inApril, ON.plusDays(31)));

    assertThat(before.begins()).isEqualTo(ON.plusDays(1));
    assertThat(before.ended()).isNull();
    assertThat(after.begins()).isNull();
    assertThat(after.ended()).isEqualTo(ON.plusDays(30));
    assertThat(after.before()).isEqualTo(new State.Unwatched());
    assertThat(after.after()).isEqualTo(new State.Unwatched());
    assertThat(after.routes()).containsExactly(new Route.Stays(Route.Why.NOT_IN_FORCE));
  }
}
