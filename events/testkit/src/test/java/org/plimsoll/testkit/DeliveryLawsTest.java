package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.escalation.Oversight;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.replay.Fold;

/** The laws of what the level above is told, and when it goes further up. */
class DeliveryLawsTest {

  @Test
  void mutingChangesNothingThatIsDetected() {
    Law.holds(history -> {
      List<Input> muted = history.stream().filter(input -> !isDecision(input, true)).toList();
      List<Input> plain = history.stream().filter(input -> !isDecision(input, false)).toList();
      assertThat(detected(muted)).isEqualTo(detected(plain));
    });
  }

  /** All decisions but mutes, or all of them. */
  private static boolean isDecision(Input input, boolean exceptMutes) {
    return input instanceof Input.Decided decided
        && !(exceptMutes && decided.choice() instanceof Input.Choice.Mute);
  }

  private static List<List<Object>> detected(List<Input> history) {
    return changes(history)
        .filter(e -> e.change() != Change.RESTATED)
        .map(e ->
            List.<Object>of(
                e.change(), e.exceptionId(), e.value(), e.step(), e.onDate(), e.tolerance()))
        .toList();
  }

  @Test
  void whoeverWasToldOfAnExceptionHearsOfItsEndAndNobodyElse() {
    Law.holds(history ->
        hearing(
            history,
            (e, told, _) -> {
              if (e.change() == Change.CLEARED) {
                assertThat(e.deliveredTo()).hasSameElementsAs(told);
              }
            }));
  }

  @Test
  void whoeverWasToldOfAnExceptionHearsOfEachChangeUntilItClearsUnlessTheyMutedIt() {
    AtomicInteger twoLevels = new AtomicInteger();
    Law.holds(history ->
        hearing(
            history,
            (e, told, mutes) -> {
              if (e.change() == Change.WORSENED || e.change() == Change.EASED) {
                twoLevels.addAndGet(told.size() > 1 ? 1 : 0);
                for (Level level : told) {
                  assertThat(e.deliveredTo().contains(level))
                      .as(level + " hears of " + e)
                      .isEqualTo(mutes.stream().noneMatch(m -> concerns(m, e, level)));
                }
              }
            }));
    assertThat(twoLevels).hasPositiveValue();
  }

  /** A window concerns whoever muted and those below. */
  private static boolean concerns(Oversight.Mute mute, ExceptionChanged e, Level level) {
    String id = e.tolerance().toleranceId();
    return (mute.toleranceId() == null || mute.toleranceId().equals(id))
        && (mute.level() == level || mute.level() == Level.PORTFOLIO);
  }

  @Test
  void nobodyHearsOfAChangeOfWhatTheyWereNeverToldOf() {
    Law.holds(history ->
        hearing(
            history,
            (e, told, _) -> {
              Set<Level> may = EnumSet.of(levelOf(e.nodeId()).above());
              may.addAll(told);
              assertThat(may).as(e.toString()).containsAll(e.deliveredTo());
            }));
  }

  private static Level levelOf(String nodeId) {
    return Histories.PROJECTS.contains(nodeId) ? Level.PROJECT : Level.PROGRAM;
  }

  /** What is asked of a change: who had been told of its exception before, and what is muted. */
  private interface Hearing {
    void of(ExceptionChanged change, Set<Level> told, List<Oversight.Mute> mutes);
  }

  private static void hearing(List<Input> history, Hearing law) {
    Fold fold = new Fold();
    Map<String, Set<Level>> told = new HashMap<>();
    for (Input input : history) {
      for (Outcome outcome : fold.next(input)) {
        if (outcome instanceof ExceptionChanged e) {
          Set<Level> before =
              told.computeIfAbsent(e.exceptionId(), _ -> EnumSet.noneOf(Level.class));
          law.of(e, before, ((Standing.Known) fold.standing(e.nodeId())).oversight().mutes());
          before.addAll(e.deliveredTo());
        } else if (outcome instanceof Outcome.ExceptionPassedUp up) {
          told.computeIfAbsent(up.exceptionId(), _ -> EnumSet.noneOf(Level.class)).add(up.to());
        }
      }
    }
  }

  @Test
  void everyChangeThatIsNotDeliveredIsSuppressedWithAnAuthor() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        List<Outcome> outcomes = fold.next(input);
        for (Outcome outcome : outcomes) {
          if (outcome instanceof ExceptionChanged e
              && !e.delivered()
              && e.change() != Change.CLEARED) {
            assertThat(outcomes)
                .anyMatch(o ->
                    o instanceof Outcome.Suppressed s
                        && s.why() == Outcome.Suppression.MUTED
                        && e.exceptionId().equals(s.exceptionId())
                        && s.by() != null);
          }
        }
      }
    });
  }

  @Test
  void afterASilenceWindowNothingThatIsOpenIsUntold() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        if (fold.next(input).stream().anyMatch(Outcome.Refused.class::isInstance)) {
          continue;
        }
        for (Standing.Known node : known(fold)) {
          for (Watch watch : node.watches()) {
            boolean untold =
                watch.open() != null
                    && (!watch.open().handling().isTold()
                        || watch.open().handling().told().stream().anyMatch(t -> !t.current()));
            if (untold) {
              assertThat(node.oversight().mutes())
                  .as(node.nodeId() + "~" + watch.tolerance().toleranceId())
                  .anyMatch(m ->
                      m.toleranceId() == null
                          || m.toleranceId().equals(watch.tolerance().toleranceId()));
            }
          }
        }
      }
    });
  }

  @Test
  void anExceptionGoesUpOncePerLevelAndNotAfterItWasAcknowledged() {
    Law.holds(history -> {
      Fold fold = new Fold();
      Set<String> passedUp = new HashSet<>();
      Map<String, Boolean> acknowledged = new HashMap<>();
      for (Input input : history) {
        for (Outcome outcome : fold.next(input)) {
          switch (outcome) {
            case Outcome.ExceptionPassedUp up -> {
              assertThat(passedUp.add(up.exceptionId() + up.to())).as(up.toString()).isTrue();
              if (up.why() == Outcome.Waited.ACKNOWLEDGEMENT) {
                assertThat(acknowledged.getOrDefault(up.exceptionId(), false)).isFalse();
              }
            }
            case Outcome.DecisionTaken(var _, Input.Choice.Acknowledge(String id), var _) ->
                acknowledged.put(id, true);
            case Outcome.DecisionTaken(var _, Input.Choice.HandOver(String id, var _), var _) ->
                acknowledged.put(id, false);
            default -> {}
          }
        }
      }
    });
  }

  @Test
  void nothingIsPassedUpBesideAnExceptionOfItsProgramOnTheSameMeasure() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        if (input instanceof Input.Ticked) {
          // The program may be weighed before or after its project in one tick.
          Set<Object> before = explaining(fold);
          List<Outcome> outcomes = fold.next(input);
          before.retainAll(explaining(fold));
          for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.ExceptionPassedUp up) {
              assertThat(before).as(up.toString()).doesNotContain(up.tolerance().measure());
            }
          }
        } else {
          fold.next(input);
        }
      }
    });
  }

  /** Measures on which the program is in exception and its portfolio was told. */
  private static Set<Object> explaining(Fold fold) {
    Set<Object> measures = new HashSet<>();
    if (fold.standing(Histories.PROGRAM) instanceof Standing.Known program) {
      for (Watch watch : program.watches()) {
        if (watch.open() != null
            && !watch.open().isExpected()
            && watch.open().handling().isTold()) {
          measures.add(watch.tolerance().measure());
        }
      }
    }
    return measures;
  }

  private static List<Standing.Known> known(Fold fold) {
    List<Standing.Known> known = new ArrayList<>();
    Stream.concat(Histories.PROJECTS.stream(), Stream.of(Histories.PROGRAM))
        .forEach(id -> {
          if (fold.standing(id) instanceof Standing.Known node) {
            known.add(node);
          }
        });
    return known;
  }

  private static Stream<ExceptionChanged> changes(List<Input> history) {
    Fold fold = new Fold();
    List<ExceptionChanged> changes = new ArrayList<>();
    for (Input input : history) {
      for (Outcome outcome : fold.next(input)) {
        if (outcome instanceof ExceptionChanged e) {
          changes.add(e);
        }
      }
    }
    return changes.stream();
  }
}
