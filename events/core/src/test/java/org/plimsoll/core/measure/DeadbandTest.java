package org.plimsoll.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.measure.Deadband.Movement;

/** What is held back around the figures last sent, by examples. */
class DeadbandTest {
  /** Half a percent. */
  private static final int DEADBAND = 50;

  private static final Map<Measure, Fraction> CPI = Map.of(Measure.CPI, new Fraction(1_000, 1_000));
  private static final Rollup SENT = rollup(3, 100_000, 200_000, CPI);

  @Test
  void anAmountMayMoveByAsMuchAsTheShareOfTheBudgetThatWasSent() {
    assertThat(Deadband.heldBack(SENT, rollup(3, 100_000, 200_500, CPI), DEADBAND))
        .contains(new Movement("eacMinor", new Fraction(500, 1), new Fraction(500, 1)));
    assertThat(Deadband.heldBack(SENT, rollup(3, 100_000, 200_501, CPI), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(SENT, rollup(3, 100_000, 199_499, CPI), DEADBAND)).isEmpty();
  }

  @Test
  void whereNoBudgetWasSentTheShareIsThatOfTheForecast() {
    Rollup sent = rollup(3, 0, 200_000, CPI);

    assertThat(Deadband.heldBack(sent, rollup(3, 0, 201_000, CPI), DEADBAND)).isPresent();
    assertThat(Deadband.heldBack(sent, rollup(3, 0, 201_001, CPI), DEADBAND)).isEmpty();
  }

  @Test
  void whereNoAmountWasSentEveryAmountIs() {
    Rollup sent = rollup(3, 0, 0, Map.of());

    assertThat(Deadband.heldBack(sent, rollup(3, 0, 1, Map.of()), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(sent, sent, DEADBAND)).isPresent();
  }

  @Test
  void aChangedCountIsNeverHeldBack() {
    assertThat(Deadband.heldBack(SENT, rollup(4, 100_000, 200_000, CPI), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(SENT, counts(2, 1, 0), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(SENT, counts(3, 0, 0), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(SENT, counts(3, 1, 1), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(SENT, counts(3, 1, 0), DEADBAND)).isPresent();
  }

  @Test
  void aRatioMayMoveByTheDeadbandItself() {
    assertThat(Deadband.heldBack(SENT, withCpi(1_005, 1_000), DEADBAND))
        .contains(new Movement("CPI", new Fraction(1, 200), new Fraction(1, 200)));
    assertThat(Deadband.heldBack(SENT, withCpi(1_005_001, 1_000_000), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(SENT, withCpi(994_999, 1_000_000), DEADBAND)).isEmpty();
  }

  @Test
  void aMeasureThatBecomesMeasurableIsSent() {
    assertThat(Deadband.heldBack(SENT, rollup(3, 100_000, 200_000, Map.of()), DEADBAND)).isEmpty();
  }

  @Test
  void aSlipMayMoveByLessThanADay() {
    Rollup sent = withSlip(5_000);

    assertThat(Deadband.heldBack(sent, withSlip(5_999), DEADBAND))
        .contains(
            new Movement("FINISH_SLIP_ORIGINAL", new Fraction(999, 1_000), new Fraction(1, 1)));
    assertThat(Deadband.heldBack(sent, withSlip(6_000), DEADBAND)).isEmpty();
    assertThat(Deadband.heldBack(sent, withSlip(4_000), DEADBAND)).isEmpty();
  }

  @Test
  void sumsOfTheGreatestAmountsAreComparedExactly() {
    Rollup sent = rollup(3, Long.MAX_VALUE, Long.MAX_VALUE, CPI);

    Optional<Movement> held =
        Deadband.heldBack(sent, rollup(3, Long.MAX_VALUE, Long.MAX_VALUE - 1_000, CPI), DEADBAND);

    assertThat(held).isPresent();
    assertThat(Deadband.heldBack(sent, rollup(3, Long.MAX_VALUE, Long.MIN_VALUE, CPI), DEADBAND))
        .isEmpty();
  }

  private static Rollup rollup(int projects, long bac, long eac, Map<Measure, Fraction> sums) {
    return new Rollup(projects, 3, 1, 0, 10, 10, 10, bac, eac, sums);
  }

  private static Rollup counts(int reporting, int inException, int silent) {
    return new Rollup(3, reporting, inException, silent, 10, 10, 10, 100_000, 200_000, CPI);
  }

  private static Rollup withCpi(long ev, long ac) {
    return rollup(3, 100_000, 200_000, Map.of(Measure.CPI, new Fraction(ev, ac)));
  }

  private static Rollup withSlip(long weightedDays) {
    return rollup(
        3,
        100_000,
        200_000,
        Map.of(Measure.FINISH_SLIP_ORIGINAL, new Fraction(weightedDays, 1_000)));
  }

  /** Half a percent of a budget of 100,000 is 500: each amount may move by it, and by no more. */
  @Test
  void eachAmountIsHeldAgainstTheDeadbandByItself() {
    assertThat(movedBy(500, 0, 0, 0, 0)).contains("bacMinor");
    assertThat(movedBy(501, 0, 0, 0, 0)).isEmpty();
    assertThat(movedBy(0, 500, 0, 0, 0)).contains("acMinor");
    assertThat(movedBy(0, 501, 0, 0, 0)).isEmpty();
    assertThat(movedBy(0, 0, 500, 0, 0)).contains("evMinor");
    assertThat(movedBy(0, 0, 501, 0, 0)).isEmpty();
    assertThat(movedBy(0, 0, 0, 500, 0)).contains("pvMinor");
    assertThat(movedBy(0, 0, 0, 501, 0)).isEmpty();
    assertThat(movedBy(0, 0, 0, 0, 500)).contains("eacMinor");
    assertThat(movedBy(0, 0, 0, 0, 501)).isEmpty();
  }

  private static Optional<String> movedBy(long bac, long ac, long ev, long pv, long eac) {
    return Deadband.heldBack(amounts(0, 0, 0, 0, 0), amounts(bac, ac, ev, pv, eac), DEADBAND)
        .map(Movement::figure);
  }

  private static Rollup amounts(long bac, long ac, long ev, long pv, long eac) {
    return new Rollup(3, 3, 1, 0, pv, ev, ac, 100_000 + bac, 200_000 + eac, CPI);
  }

  @Test
  void ofFiguresThatMovedAlikeTheFirstIsNamed() {
    assertThat(movedBy(0, 0, 0, 0, 0)).contains("eacMinor");
    assertThat(movedBy(300, 300, 300, 300, 300)).contains("eacMinor");
    assertThat(movedBy(300, 300, 300, 300, 0)).contains("bacMinor");
  }
}
