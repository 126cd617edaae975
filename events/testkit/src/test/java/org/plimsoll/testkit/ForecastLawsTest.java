package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.measure.Trend;
import org.plimsoll.core.replay.Fold;

/** The laws of exceptions that are only expected. */
class ForecastLawsTest {

  @Test
  void lookingAheadChangesNoFact() {
    Law.holds(all -> {
      // Decisions name an episode, and expected ones are counted, too.
      List<Input> history =
          all.stream().filter(input -> !(input instanceof Input.Decided)).toList();
      List<Input> plain = history.stream().map(ForecastLawsTest::withoutForecasts).toList();
      assertThat(facts(history)).isEqualTo(facts(plain));
    });
  }

  /** What is a fact: when each tolerance was crossed, how far, and when it was not any more. */
  private static List<List<Object>> facts(List<Input> history) {
    List<List<Object>> facts = new ArrayList<>();
    Set<String> facing = new HashSet<>();
    for (ExceptionChanged e : changes(history)) {
      boolean fact = e.change() != Change.CLEARED && e.forecast() == null;
      boolean before = facing.contains(e.exceptionId());
      if (fact || before) {
        Change change = !before ? Change.RAISED : fact ? e.change() : Change.CLEARED;
        facts.add(
            List.of(
                e.nodeId(), e.tolerance().toleranceId(), change, e.value(), e.step(), e.onDate()));
      }
      if (fact) {
        facing.add(e.exceptionId());
      } else {
        facing.remove(e.exceptionId());
      }
    }
    return facts;
  }

  @Test
  void whatIsExpectedIsWithinItsLimitAndRestsOnEnoughReports() {
    Law.holds(history -> {
      for (ExceptionChanged e : changes(history)) {
        if (e.forecast() != null && e.change() != Change.CLEARED) {
          assertThat(e.step()).isZero();
          assertThat(e.forecast().reports()).isBetween(Trend.MIN_POINTS, Trend.MAX_POINTS);
          assertThat(e.forecast().earliestOn()).isBeforeOrEqualTo(e.forecast().expectedOn());
          assertThat(e.forecast().latestOn()).isAfterOrEqualTo(e.forecast().expectedOn());
        }
      }
    });
  }

  @Test
  void whatIsExpectedBecomesAFactOrDissolves() {
    Law.holds(history -> {
      Map<String, Boolean> expected = new HashMap<>();
      for (ExceptionChanged e : changes(history)) {
        Boolean before = expected.put(e.exceptionId(), e.forecast() != null);
        switch (e.change()) {
          case RAISED -> assertThat(before).isNull();
          case CLEARED -> assertThat(before).isEqualTo(e.forecast() != null);
          case WORSENED, EASED -> {
            if (Boolean.TRUE.equals(before) && e.forecast() == null) {
              assertThat(e.change()).isEqualTo(Change.WORSENED);
              assertThat(e.step()).isPositive();
            }
            if (Boolean.FALSE.equals(before) && e.forecast() != null) {
              assertThat(e.change()).isEqualTo(Change.EASED);
              assertThat(e.step()).isZero();
            }
          }
          case RESTATED -> assertThat(before).isEqualTo(e.forecast() != null);
        }
      }
    });
  }

  @Test
  void historiesReachEveryEndOfAnExpectedException() {
    Set<String> seen = new HashSet<>();
    for (long seed = 1; seed <= 2_000; seed++) {
      Set<String> expected = new HashSet<>();
      for (ExceptionChanged e : changes(Histories.of(seed))) {
        if (e.forecast() != null) {
          expected.add(e.exceptionId());
          seen.add(e.change().name());
        } else if (expected.contains(e.exceptionId())) {
          seen.add("FACT");
        }
      }
    }
    assertThat(seen).contains("RAISED", "WORSENED", "EASED", "CLEARED", "FACT");
  }

  private static List<ExceptionChanged> changes(List<Input> history) {
    Fold fold = new Fold();
    List<ExceptionChanged> changes = new ArrayList<>();
    for (Input input : history) {
      for (Outcome outcome : fold.next(input)) {
        if (outcome instanceof ExceptionChanged e) {
          changes.add(e);
        }
      }
    }
    return changes;
  }

  private static Input withoutForecasts(Input input) {
    if (!(input instanceof Input.ToleranceGranted g)) {
      return input;
    }
    return new Input.ToleranceGranted(
        g.at(),
        g.eventId(),
        g.nodeId(),
        WiderHistories.withoutForecast(g.tolerance()),
        g.grantedBy(),
        g.above(),
        g.byNodeInTask());
  }
}
