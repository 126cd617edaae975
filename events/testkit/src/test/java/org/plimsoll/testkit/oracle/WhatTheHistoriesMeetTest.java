package org.plimsoll.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.testkit.Law;
import org.plimsoll.testkit.WiderHistories;

/** The histories on which engine and oracle agree hold what they are to agree on. */
class WhatTheHistoriesMeetTest {
  private static final int HISTORIES = 10_000;

  private final Map<String, Integer> met = new ConcurrentHashMap<>();

  @Test
  void everyTurnOfAnExpectedExceptionAndEverySignalIsMet() {
    Law.holds(HISTORIES, WiderHistories::of, this::count);

    assertThat(met)
        .hasEntrySatisfying("expected", n -> assertThat(n).isGreaterThan(2_000))
        .hasEntrySatisfying("became a fact", n -> assertThat(n).isGreaterThan(1_500))
        .hasEntrySatisfying("dissolved", n -> assertThat(n).isGreaterThan(500))
        .hasEntrySatisfying("expected once more", n -> assertThat(n).isGreaterThan(500))
        .hasEntrySatisfying("expected sooner", n -> assertThat(n).isGreaterThan(50))
        .hasEntrySatisfying("expected later", n -> assertThat(n).isGreaterThan(500));
    for (Outcome.Signal signal : Outcome.Signal.values()) {
      assertThat(met).containsKeys(signal + " begins", signal + " ends");
    }
  }

  private void count(List<Input> history) {
    Tiers tiers = new Tiers();
    Tiers.UnderWay underWay = new Tiers.UnderWay();
    Set<String> expected = new HashSet<>();
    for (Input each : history) {
      for (Input input : underWay.before(each)) {
        List<Outcome> outcomes = tiers.next(input);
        outcomes.forEach(outcome -> count(outcome, expected));
        underWay.after(outcomes, id -> !id.equals("portfolio"));
      }
    }
  }

  private void count(Outcome outcome, Set<String> expected) {
    switch (outcome) {
      case Outcome.ExceptionChanged e -> {
        boolean is = e.forecast() != null;
        boolean was = !(is ? expected.add(e.exceptionId()) : !expected.remove(e.exceptionId()));
        if (is || was) {
          add(turn(e.change(), was, is));
        }
      }
      case Outcome.Signalled s -> add(s.signal() + " begins");
      case Outcome.SignalEnded s -> add(s.signal() + " ends");
      default -> {}
    }
  }

  private static String turn(Change change, boolean was, boolean is) {
    return switch (change) {
      case RAISED -> "expected";
      case CLEARED -> "dissolved";
      case RESTATED -> "restated";
      case WORSENED -> is ? "expected sooner" : "became a fact";
      case EASED -> was ? "expected later" : "expected once more";
    };
  }

  private void add(String what) {
    met.merge(what, 1, Integer::sum);
  }
}
