package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What a program or a portfolio may be granted. */
class GrantLevelTest {

  @ParameterizedTest
  @EnumSource(Measure.class)
  void aToleranceIsTakenAboveAProjectExactlyWhereItsMeasureCanBeWeighedThere(Measure measure) {
    boolean weighed =
        Rollup.NONE.readings().stream()
            .anyMatch(reading ->
                reading.measure() == measure
                    && !reading.equals(new Reading.Missing(measure, null, NotYet.NOT_ADDED)));

    assertThat(isTaken(measure, Level.PROGRAM)).isEqualTo(weighed);
    assertThat(isTaken(measure, Level.PORTFOLIO)).isEqualTo(weighed);
    assertThat(isTaken(measure, Level.PROJECT)).isTrue();
  }

  private static boolean isTaken(Measure measure, Level level) {
    Fold fold = new Fold();
    fold.next(facts("portfolio", Level.PORTFOLIO));
    fold.next(facts("program", Level.PROGRAM));
    fold.next(facts("project", Level.PROJECT));
    List<Outcome> outcomes =
        fold.next(
            new Input.ToleranceGranted(
                new Position(Level.PROGRAM, 0, 4),
                "grant",
                switch (level) {
                  case PORTFOLIO -> "portfolio";
                  case PROGRAM -> "program";
                  case PROJECT -> "project";
                },
                tolerance(measure)));
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Refused(Refusal refusal)) {
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.WRONG_LEVEL);
        assertThat(refusal.field()).isEqualTo("measure");
        assertThat(refusal.expected()).endsWith("this node is a " + level);
        return false;
      }
    }
    return true;
  }

  private static Tolerance tolerance(Measure measure) {
    ToleranceUnit unit =
        Arrays.stream(ToleranceUnit.values())
            .filter(u -> u.fits(measure))
            .findFirst()
            .orElseThrow();
    return new Tolerance(
        "tolerance",
        1,
        ToleranceKind.COST,
        measure,
        measure.isOfIndicator() ? "pupils" : null,
        Direction.AT_MOST,
        unit,
        2_000_000);
  }

  private static Input facts(String nodeId, Level level) {
    return new Input.FactsStated(
        new Position(Level.PROGRAM, 0, 1),
        "facts-" + nodeId,
        new Facts(
            nodeId,
            level,
            switch (level) {
              case PORTFOLIO -> null;
              case PROGRAM -> "portfolio";
              case PROJECT -> "program";
            },
            level == Level.PROJECT ? "agency" : null,
            null,
            "KZT",
            false,
            Baseline.NONE,
            List.of(new Target("pupils", 1, Direction.AT_LEAST))),
        null);
  }
}
