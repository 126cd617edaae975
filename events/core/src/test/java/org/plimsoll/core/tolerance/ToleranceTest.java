package org.plimsoll.core.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;

class ToleranceTest {

  private static Tolerance tolerance(
      Measure measure, Direction breach, ToleranceUnit unit, long limitTenThousandths) {
    return new Tolerance(
        "t", 1, ToleranceKind.COST, measure, null, breach, unit, limitTenThousandths);
  }

  /** A limit of +10 percent: each further whole 10 percent is a step. */
  @ParameterizedTest
  @CsvSource({
    "-500, 1000, 0",
    "99, 1000, 0",
    "100, 1000, 0",
    "101, 1000, 1",
    "199, 1000, 1",
    "200, 1000, 2",
    "999, 1000, 9",
    "1000000001, 10000000000, 1",
    "1000000000, 10000000000, 0"
  })
  void growthIsSteppedByWholeTolerances(long numerator, long denominator, int step) {
    Tolerance t =
        tolerance(Measure.COST_GROWTH_ORIGINAL, Direction.AT_MOST, ToleranceUnit.PERCENT, 100_000);

    assertThat(t.stepOf(new Fraction(numerator, denominator))).isEqualTo(step);
  }

  /** A CPI of at least 0.9: each further 0.1 is a step. */
  @ParameterizedTest
  @CsvSource({
    "9, 10, 0",
    "90000000001, 100000000000, 0",
    "89999999999, 100000000000, 1",
    "81, 100, 1",
    "80, 100, 2",
    "0, 1, 10"
  })
  void anIndexIsSteppedFromOne(long numerator, long denominator, int step) {
    Tolerance t = tolerance(Measure.CPI, Direction.AT_LEAST, ToleranceUnit.RATIO, 9_000);

    assertThat(t.stepOf(new Fraction(numerator, denominator))).isEqualTo(step);
  }

  /** 50 pupils for 800 places, with at least 80 percent asked for. */
  @Test
  void achievementIsSteppedFromTheWhole() {
    Tolerance t =
        tolerance(
            Measure.INDICATOR_ACHIEVEMENT, Direction.AT_LEAST, ToleranceUnit.PERCENT, 800_000);

    assertThat(t.stepOf(new Fraction(500_000, 8_000_000))).isEqualTo(4);
    assertThat(t.stepOf(new Fraction(6_400_000, 8_000_000))).isZero();
  }

  /** At most 110 percent of the budget: each further 10 percent is a step. */
  @ParameterizedTest
  @CsvSource({"110, 0", "111, 1", "119, 1", "120, 2", "210, 11"})
  void anEstimateInPercentIsSteppedFromTheBudget(long eac, int step) {
    for (Measure measure :
        new Measure[] {
          Measure.EAC_CPI,
          Measure.EAC_REMAINING_AT_BUDGET,
          Measure.EAC_CPI_SPI,
          Measure.EAC_BOTTOM_UP
        }) {
      Tolerance t = tolerance(measure, Direction.AT_MOST, ToleranceUnit.PERCENT, 1_100_000);

      assertThat(t.stepOf(new Fraction(eac, 100))).isEqualTo(step);
    }
  }

  /** At least -0.5 months: each further half month is a step. */
  @Test
  void timeIsSteppedFromThePlan() {
    Tolerance t = tolerance(Measure.SV_T, Direction.AT_LEAST, ToleranceUnit.RATIO, -5_000);

    assertThat(t.stepOf(new Fraction(-1, 2))).isZero();
    assertThat(t.stepOf(new Fraction(-51, 100))).isEqualTo(1);
    assertThat(t.stepOf(new Fraction(-1, 1))).isEqualTo(2);
  }

  @Test
  void theSameHoldsOfEveryIndex() {
    for (Measure measure : new Measure[] {Measure.CPI, Measure.SPI, Measure.SPI_T}) {
      Tolerance t = tolerance(measure, Direction.AT_LEAST, ToleranceUnit.RATIO, 9_000);
      assertThat(t.stepOf(new Fraction(8, 10))).isEqualTo(2);
    }
    for (Measure measure : new Measure[] {Measure.TCPI_BAC, Measure.TCPI_EAC}) {
      Tolerance t = tolerance(measure, Direction.AT_MOST, ToleranceUnit.RATIO, 11_000);
      assertThat(t.stepOf(new Fraction(12, 10))).isEqualTo(2);
    }
  }

  @Test
  void everyMeasureCanBeHeldToATolerance() {
    for (Measure measure : Measure.values()) {
      assertThat(ToleranceUnit.values()).as(measure.name()).anyMatch(unit -> unit.fits(measure));
    }
  }

  @Test
  void aLimitThatLeavesNoRoomHasOneStep() {
    Tolerance t = tolerance(Measure.VAC, Direction.AT_LEAST, ToleranceUnit.PERCENT, 0);

    assertThat(t.stepOf(new Fraction(-1, 1_000_000))).isEqualTo(1);
    assertThat(t.stepOf(new Fraction(-999_999, 1_000_000))).isEqualTo(1);
  }

  @Test
  void anAmountIsComparedByItself() {
    Tolerance t =
        tolerance(
            Measure.COST_GROWTH_ORIGINAL, Direction.AT_MOST, ToleranceUnit.MINOR_UNITS, 5_000_000);

    assertThat(t.stepOf(new Fraction(500, 7))).isZero();
    assertThat(t.stepOf(new Fraction(501, 7))).isEqualTo(1);
  }

  @Test
  void productsAreComparedAsIfThereWereNoBounds() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> random.nextInt(64);
      long c = random.nextBoolean() ? a : random.nextLong() >> random.nextInt(64);
      long d = random.nextBoolean() ? b : random.nextLong() >> random.nextInt(64);
      int exact =
          BigInteger.valueOf(a)
              .multiply(BigInteger.valueOf(b))
              .compareTo(BigInteger.valueOf(c).multiply(BigInteger.valueOf(d)));

      assertThat(Integer.signum(Fraction.compareProducts(a, b, c, d)))
          .as("seed 11: %d x %d with %d x %d", a, b, c, d)
          .isEqualTo(exact);
    }
  }
}
