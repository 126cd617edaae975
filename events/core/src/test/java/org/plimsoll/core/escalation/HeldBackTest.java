package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.ContributionHeldBack;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.replay.Fold;

/** Contributions of a program that are held back, by examples. */
class HeldBackTest {
  private static final LocalDate JANUARY = LocalDate.of(2026, 1, 31);
  private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 28);
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 31);

  private final Fold fold = new Fold();
  private long sequence;

  @Test
  void aSmallMovementIsHeldBackAndSaysByHowMuchAndSinceWhen() {
    registered(50);
    status(JANUARY, 100_000);

    List<Outcome> february = status(FEBRUARY, 100_300);
    List<Outcome> march = status(MARCH, 100_500);

    assertThat(february).contains(heldBack(300, FEBRUARY));
    assertThat(march).contains(heldBack(500, MARCH));
    assertThat(march).noneMatch(HeldBackTest::isOfProgram);
  }

  @Test
  void aDriftIsSentAsSoonAsItExceedsTheDeadband() {
    registered(50);
    status(JANUARY, 100_000);
    status(FEBRUARY, 100_300);

    List<Outcome> march = status(MARCH, 100_600);

    assertThat(march).anyMatch(HeldBackTest::isOfProgram);
    assertThat(march).noneMatch(ContributionHeldBack.class::isInstance);
  }

  @Test
  void figuresThatComeBackToWhatWasSentAreHeldBackNoLonger() {
    registered(50);
    status(JANUARY, 100_000);
    status(JANUARY, 100_300);

    List<Outcome> back = status(JANUARY, 100_000);

    assertThat(back).noneMatch(ContributionHeldBack.class::isInstance);
    assertThat(((Standing.Known) fold.standing("roads")).oversight().heldBackSince()).isNull();
  }

  @Test
  void aNarrowerDeadbandSendsWhatTheWiderOneHeldBack() {
    registered(50);
    status(JANUARY, 100_000);
    status(FEBRUARY, 100_300);

    assertThat(program(20)).anyMatch(HeldBackTest::isOfProgram);
  }

  @Test
  void withoutADeadbandEveryChangeIsSent() {
    registered(0);
    status(JANUARY, 100_000);

    assertThat(status(FEBRUARY, 100_001)).anyMatch(HeldBackTest::isOfProgram);
  }

  @Test
  void onlyAProgramHoldsBackAndOnlyUpToATenthOfItsBudget() {
    assertThat(refusalOf(Level.PROJECT, "roads", 1))
        .isEqualTo(
            new Refusal(
                Reason.WRONG_LEVEL,
                "contributionDeadbandTenThousandths",
                "1",
                "0: only a program holds contributions back"));
    assertThat(refusalOf(Level.PORTFOLIO, null, 1).reason()).isEqualTo(Reason.WRONG_LEVEL);
    assertThat(refusalOf(Level.PROGRAM, "plan", 1_001).expected()).isEqualTo("0 to 1000");
    assertThat(refusalOf(Level.PROGRAM, "plan", -1).reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(Admission.refusalOf("e", facts("n", Level.PROGRAM, "plan", 1_000))).isEmpty();
  }

  private static Refusal refusalOf(
      Level level, @org.jspecify.annotations.Nullable String parentId, int deadband) {
    return Admission.refusalOf("e", facts("n", level, parentId, deadband)).orElseThrow();
  }

  private static ContributionHeldBack heldBack(long movedMinor, LocalDate onDate) {
    return new ContributionHeldBack(
        "roads",
        "plan",
        new Deadband.Movement("eacMinor", new Fraction(movedMinor, 1), new Fraction(500, 1)),
        FEBRUARY,
        onDate);
  }

  private static boolean isOfProgram(Outcome outcome) {
    return outcome instanceof Outcome.Contributed(Contribution c) && c.childId().equals("roads");
  }

  private void registered(int deadband) {
    program(deadband);
    fold.next(
        new Input.FactsStated(
            next(), "facts-bridge", facts("bridge", Level.PROJECT, "roads", 0), null));
  }

  private List<Outcome> program(int deadband) {
    Position at = next();
    return fold.next(
        new Input.FactsStated(
            at, "facts-" + at.sequence(), facts("roads", Level.PROGRAM, "plan", deadband), null));
  }

  private static Facts facts(
      String nodeId,
      Level level,
      @org.jspecify.annotations.Nullable String parentId,
      int deadband) {
    return new Facts(
        nodeId,
        level,
        parentId,
        level == Level.PROJECT ? "agency" : null,
        null,
        "KZT",
        false,
        Baseline.NONE,
        List.of(),
        deadband);
  }

  private List<Outcome> status(LocalDate dataDate, long forecast) {
    Position at = next();
    return fold.next(
        new Input.StatusChanged(
            at,
            new StatusChange(
                "status-" + at.sequence(),
                "test",
                "bridge",
                dataDate,
                "KZT",
                new Figures(null, null, null, null, null, forecast, null, Map.of()),
                null,
                List.of(),
                null,
                null),
            new Origin("agency", MARCH, "roads", true, "sha-" + at.sequence())));
  }

  private Position next() {
    return new Position(Level.PROGRAM, 0, ++sequence);
  }
}
