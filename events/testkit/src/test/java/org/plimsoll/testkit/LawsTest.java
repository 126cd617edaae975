package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.NotYet;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** The laws of the engine, over seeded histories. */
class LawsTest {

  @Test
  void raisedAndClearedAlternate() {
    Law.holds(history -> {
      Map<String, Change> last = new HashMap<>();
      for (Outcome outcome : outcomes(history)) {
        if (outcome instanceof Outcome.ExceptionChanged e) {
          String watch = e.nodeId() + "~" + e.tolerance().toleranceId();
          boolean open = last.containsKey(watch) && last.get(watch) != Change.CLEARED;
          assertThat(e.change() == Change.RAISED).as(watch).isEqualTo(!open);
          last.put(watch, e.change());
        }
      }
    });
  }

  @Test
  void everyEpisodeHasAnIdOfItsOwn() {
    Law.holds(history -> {
      List<String> raised =
          outcomes(history).stream()
              .filter(o -> o instanceof Outcome.ExceptionChanged e && e.change() == Change.RAISED)
              .map(o -> ((Outcome.ExceptionChanged) o).exceptionId())
              .toList();
      assertThat(raised).doesNotHaveDuplicates();
    });
  }

  @Test
  void aTighterToleranceIsInExceptionForASupersetOfTheTime() {
    Law.holds(all -> {
      // A tolerance that a person widens, or that is held for being noisy, is another tolerance.
      List<Input> history = all.stream().filter(LawsTest::leavesTolerances).toList();
      List<Set<String>> loose = openAfterEach(history, 1);
      List<Set<String>> tight = openAfterEach(history, 2);
      for (int i = 0; i < history.size(); i++) {
        assertThat(tight.get(i)).as("after input " + i).containsAll(loose.get(i));
      }
    });
  }

  @Test
  void theSameInputTwiceInARowChangesNothing() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        fold.next(input);
        Map<String, Standing> before = standings(fold);
        List<Outcome> again = fold.next(input);
        assertThat(standings(fold)).isEqualTo(before);
        assertThat(again).noneMatch(Outcome.ExceptionChanged.class::isInstance);
        assertThat(again).noneMatch(Outcome.TargetConfirmed.class::isInstance);
        assertThat(again).noneMatch(Outcome.AssistanceRequested.class::isInstance);
      }
    });
  }

  @Test
  void orderAcrossNodesIsIrrelevantWithinOneNode() {
    Law.holds(all -> {
      // A tick concerns every node, so nothing passes it.
      // What fits depends on what the program and the other projects hold.
      List<Input> history =
          all.stream().filter(i -> !(i instanceof Input.Ticked) && !isGivenOn(i)).toList();
      List<Input> shuffled = interleaved(history, new Random(history.size()));
      for (String project : Histories.PROJECTS) {
        assertThat(changesOf(project, shuffled)).isEqualTo(changesOf(project, history));
      }
    });
  }

  @Test
  void aRebaselineCannotClearABreachAgainstTheOriginalBaseline() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        List<Outcome> outcomes = fold.next(input);
        if (input instanceof Input.Decided decided
            && decided.choice() instanceof Input.Choice.ApproveBaseline) {
          assertThat(outcomes)
              .noneMatch(o ->
                  o instanceof Outcome.ExceptionChanged e
                      && isAgainstOriginal(e.tolerance().measure()));
        }
      }
    });
  }

  private static boolean isAgainstOriginal(Measure measure) {
    return measure == Measure.COST_GROWTH_ORIGINAL
        || measure == Measure.FINISH_SLIP_ORIGINAL
        || measure == Measure.PROJECTED_SLIP_ORIGINAL;
  }

  @Test
  void anUnknownProjectIsRefusedAndNotIgnored() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        boolean unknown =
            input instanceof Input.StatusChanged
                && fold.standing(input.nodeId()) instanceof Standing.Unknown;
        List<Outcome> outcomes = fold.next(input);
        if (unknown) {
          assertThat(outcomes).hasSize(1);
          assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Refused.class);
        }
      }
    });
  }

  @Test
  void everyInputLeavesAnOutcomeAndARefusedOneChangesNothing() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        Map<String, Standing> before = standings(fold);
        List<Outcome> outcomes = fold.next(input);
        assertThat(outcomes).isNotEmpty();
        if (outcomes.getFirst() instanceof Outcome.Refused) {
          assertThat(outcomes).hasSize(1);
          assertThat(standings(fold)).isEqualTo(before);
        } else {
          assertThat(outcomes)
              .anyMatch(o ->
                  o instanceof Outcome.ProjectAssessed
                      || o instanceof Outcome.RollupAssessed
                      || o instanceof Outcome.TickTaken);
        }
      }
    });
  }

  @Test
  void aProgramsFiguresAreTheSumOfItsProjects() {
    Law.holds(history -> {
      Fold fold = new Fold();
      history.forEach(fold::next);
      Rollup sum = Rollup.NONE;
      for (String id : Histories.PROJECTS) {
        if (fold.standing(id) instanceof Standing.Project p) {
          sum =
              sum.exchange(
                  Rollup.NONE,
                  Rollup.ofProject(
                      p.figures(),
                      p.readings(),
                      p.dataDate() != null,
                      p.inException(),
                      p.isSilent()));
        }
      }
      if (fold.standing(Histories.PROGRAM) instanceof Standing.Parent program) {
        assertThat(program.below()).isEqualTo(sum);
      }
    });
  }

  @Test
  void aReportWithoutFiguresLeavesEveryMeasureAsItWas() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        if (input instanceof Input.StatusChanged(var at, var status, var origin)
            && fold.standing(input.nodeId()) instanceof Standing.Project before
            && before.dataDate() != null) {
          var blank =
              new org.plimsoll.core.escalation.StatusChange(
                  "blank-" + at.sequence(),
                  status.source(),
                  status.projectId(),
                  before.dataDate(),
                  null,
                  Figures.NONE,
                  null,
                  List.of(),
                  null,
                  null);
          fold.next(new Input.StatusChanged(at, blank, origin));
          var after = (Standing.Project) fold.standing(input.nodeId());
          assertThat(after.readings()).isEqualTo(before.readings());
        }
        fold.next(input);
      }
    });
  }

  @Test
  void historiesReachEveryKindOfOutcomeThatLawsSpeakOf() {
    Set<Object> seen = new HashSet<>();
    for (long seed = 1; seed <= 1_000; seed++) {
      for (Outcome outcome : outcomes(Histories.of(seed))) {
        switch (outcome) {
          case Outcome.ExceptionChanged e -> seen.add(e.change());
          case Outcome.Refused r -> seen.add(r.refusal().reason());
          case Outcome.Suppressed held -> seen.add(held.why());
          case Outcome.ExceptionPassedUp up -> {
            seen.add(up.getClass());
            seen.add(up.why());
          }
          default -> seen.add(outcome.getClass());
        }
      }
    }
    assertThat(seen)
        .contains(Change.RAISED, Change.WORSENED, Change.EASED, Change.CLEARED)
        .contains(
            Refusal.Reason.UNKNOWN_NODE,
            Refusal.Reason.NEGATIVE_AMOUNT,
            Refusal.Reason.REPEATED,
            Refusal.Reason.SUPERSEDED,
            Refusal.Reason.NO_SUCH_EXCEPTION)
        .contains(
            Outcome.BaselineSet.class,
            Outcome.TargetConfirmed.class,
            Outcome.AssistanceRequested.class,
            Outcome.DecisionTaken.class,
            Outcome.ExceptionPassedUp.class,
            Outcome.ToleranceEnded.class,
            Outcome.SnapshotRequested.class,
            Outcome.MuteEnded.class)
        .contains((Object[]) Outcome.Suppression.values())
        .contains((Object[]) Outcome.Waited.values())
        .contains(
            Refusal.Reason.NOT_ACCOUNTABLE,
            Refusal.Reason.STATE_PASSED,
            Refusal.Reason.STILL_BEYOND);
  }

  @Test
  void historiesReachEveryMeasureAndEveryReasonForNone() {
    Set<Object> seen = new HashSet<>();
    for (long seed = 1; seed <= 200; seed++) {
      for (Outcome outcome : outcomes(Histories.of(seed))) {
        switch (outcome) {
          case Outcome.ProjectAssessed p -> p.readings().forEach(reading -> add(seen, reading));
          case Outcome.RollupAssessed r -> r.readings().forEach(reading -> add(seen, reading));
          case Outcome.ExceptionChanged e -> seen.add(e.tolerance().measure());
          default -> {}
        }
      }
    }
    assertThat(seen).contains((Object[]) Measure.values()).contains((Object[]) NotYet.values());
  }

  private static void add(Set<Object> seen, Reading reading) {
    switch (reading) {
      case Reading.Value value -> seen.add(value.measure());
      case Reading.Missing missing -> seen.add(missing.reason());
    }
  }

  @Test
  void aProjectedFinishIsThereWheneverItsSlipIs() {
    Law.holds(history -> {
      Fold fold = new Fold();
      for (Input input : history) {
        for (Outcome outcome : fold.next(input)) {
          if (outcome instanceof Outcome.ProjectAssessed p) {
            boolean measurable =
                p.readings().stream()
                    .anyMatch(reading ->
                        reading instanceof Reading.Value
                            && reading.measure() == Measure.PROJECTED_SLIP_CURRENT);
            assertThat(p.projectedFinish() != null).isEqualTo(measurable);
          }
        }
      }
    });
  }

  @Test
  void aBrokenLawIsShownByItsLeastHistoryAndItsSeed() {
    assertThatThrownBy(() ->
            Law.holds(history ->
                assertThat(outcomes(history))
                    .noneMatch(Outcome.AssistanceRequested.class::isInstance)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed ")
        .hasMessageContaining("least history that does, 3 of");
  }

  private static List<Outcome> outcomes(List<Input> history) {
    Fold fold = new Fold();
    return history.stream().flatMap(input -> fold.next(input).stream()).toList();
  }

  private static List<Outcome> changesOf(String nodeId, List<Input> history) {
    return outcomes(history).stream()
        .filter(o -> o instanceof Outcome.ExceptionChanged e && e.nodeId().equals(nodeId))
        .toList();
  }

  /** Standings by value, of every node that a history speaks of. */
  private static Map<String, Standing> standings(Fold fold) {
    Map<String, Standing> standings = new HashMap<>();
    Histories.PROJECTS.forEach(id -> standings.put(id, fold.standing(id)));
    standings.put(Histories.PROGRAM, fold.standing(Histories.PROGRAM));
    return standings;
  }

  /** Watches open after each input, with every growth and slip limit divided by this. */
  private static List<Set<String>> openAfterEach(List<Input> history, int tighter) {
    Fold fold = new Fold();
    List<Set<String>> open = new ArrayList<>();
    for (Input input : history) {
      fold.next(tightened(input, tighter));
      Set<String> now = new HashSet<>();
      for (Standing standing : standings(fold).values()) {
        if (standing instanceof Standing.Known known) {
          known.watches().stream()
              .filter(w -> w.open() != null && !w.open().isExpected())
              .forEach(w -> now.add(known.nodeId() + "~" + w.tolerance().toleranceId()));
        }
      }
      open.add(now);
    }
    return open;
  }

  private static boolean isGivenOn(Input input) {
    return input instanceof Input.ToleranceGranted granted
        && granted.eventId().startsWith(Histories.GIVEN_ON);
  }

  private static boolean leavesTolerances(Input input) {
    return !isGivenOn(input)
        && !(input instanceof Input.Decided decided
            && decided.choice() instanceof Input.Choice.GrantTolerance);
  }

  private static Input tightened(Input input, int tighter) {
    if (input
            instanceof
            Input.ToleranceGranted(var at, var eventId, var nodeId, var t, var by, var _, var _)
        && t.measure() != Measure.CPI
        && t.measure() != Measure.SILENCE) {
      return new Input.ToleranceGranted(
          at,
          eventId,
          nodeId,
          new Tolerance(
              t.toleranceId(),
              t.version(),
              t.kind(),
              t.measure(),
              t.indicatorId(),
              t.breach(),
              t.unit(),
              t.limitTenThousandths() / tighter,
              tightened(t.terms(), tighter)),
          by,
          null,
          false);
    }
    return input;
  }

  private static Terms tightened(Terms t, int tighter) {
    return new Terms(
        divided(t.amberTenThousandths(), tighter),
        divided(t.clearTenThousandths(), tighter),
        divided(t.otherSideTenThousandths(), tighter),
        t.reportsBeyond(),
        t.daysBeyond(),
        0,
        t.forecastDays(),
        t.effectiveFrom(),
        t.effectiveUntil(),
        t.answerWithin());
  }

  private static @Nullable Long divided(@Nullable Long limit, int by) {
    return limit == null ? null : Long.valueOf(limit / by);
  }

  /** The same inputs with the program's first and the projects' mixed anew. */
  private static List<Input> interleaved(List<Input> history, Random random) {
    Map<String, List<Input>> byNode = new HashMap<>();
    history.forEach(i -> byNode.computeIfAbsent(i.nodeId(), n -> new ArrayList<>()).add(i));
    List<Input> mixed = new ArrayList<>(byNode.getOrDefault(Histories.PROGRAM, List.of()));
    byNode.remove(Histories.PROGRAM);
    List<List<Input>> rest = new ArrayList<>(byNode.values());
    while (!rest.isEmpty()) {
      Collections.shuffle(rest, random);
      mixed.add(rest.getFirst().removeFirst());
      rest.removeIf(List::isEmpty);
    }
    return mixed;
  }
}
