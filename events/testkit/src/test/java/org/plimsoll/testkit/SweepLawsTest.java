package org.plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.AtRest;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.ProjectAtRest;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Sweep;
import org.plimsoll.core.escalation.Verdict;
import org.plimsoll.core.escalation.Weighing;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** What a tick passes over, over seeded histories. */
class SweepLawsTest {
  private static final int FEW = 1;
  private static final int LEAST_PASSED_OVER = 100;
  private static final int LEAST = 1_000;
  private static final int[] LATER = {0, 1, 40, 4_000};
  private static final Instant DAWN = Instant.parse("2020-01-01T00:00:00Z");
  private static final Position AT = new Position(Level.PROGRAM, 0, 1_000_000);

  /** The standings of a fold, of which every node is asked; what changes is kept beside. */
  private static final class All implements Sweep.Standings {
    private final Map<String, Standing> standings = new HashMap<>();

    All(Fold fold) {
      fold.standings().forEach(standing -> standings.put(standing.nodeId(), standing));
    }

    @Override
    public Standing standing(String nodeId) {
      return standings.getOrDefault(nodeId, new Standing.Unknown(nodeId));
    }

    @Override
    public @Nullable AtRest atRest(String nodeId) {
      return null;
    }

    @Override
    public void keep(Standing next) {
      standings.put(next.nodeId(), next);
    }
  }

  /** A fold that says which of its nodes were asked. */
  private record Asked(Fold fold, Set<String> nodeIds) implements Sweep.Standings {
    @Override
    public Standing standing(String nodeId) {
      nodeIds.add(nodeId);
      return fold.standing(nodeId);
    }

    @Override
    public @Nullable AtRest atRest(String nodeId) {
      return fold.atRest(nodeId);
    }

    @Override
    public void keep(Standing next) {
      fold.keep(next);
    }
  }

  @Test
  void nothingFollowsFromTimeForAProjectThatItDoesNotMove() {
    AtomicInteger unmoved = new AtomicInteger();
    LongFunction<List<Input>> wider = WiderHistories::of;
    Law.holds(
        Law.HISTORIES,
        wider,
        history -> {
          Fold fold = new Fold();
          for (Input input : history) {
            fold.next(input);
            if (!(fold.atRest(input.nodeId()) instanceof ProjectAtRest project)
                || !project.isUnmovedByTime()) {
              continue;
            }
            unmoved.incrementAndGet();
            for (int days : LATER) {
              Instant later = DAWN.plus(Duration.ofDays(days));
              assertThat(
                      Weighing.decide(
                          project.standing(), new Input.Ticked(AT, project.nodeId(), later)))
                  .as("%d days after %s", days, input)
                  .isEqualTo(new Verdict(project.standing(), List.of()));
            }
          }
        });
    assertThat(unmoved).hasValueGreaterThan(LEAST);
  }

  @Test
  void aTickDoesWhatItWouldIfEveryNodeWereAsked() {
    AtomicInteger nodes = new AtomicInteger();
    AtomicInteger passedOver = new AtomicInteger();
    Law.holds(
        Law.HISTORIES,
        SweepLawsTest::alike,
        history -> {
          Fold fold = new Fold();
          for (Input input : history) {
            if (!(input instanceof Input.Ticked tick)) {
              fold.next(input);
              continue;
            }
            All all = new All(fold);
            Set<String> ids = new TreeSet<>(all.standings.keySet());
            Asked some = new Asked(fold, new HashSet<>());
            assertThat(Sweep.over(ids, some, tick.at(), tick.instant()))
                .as("%s", tick)
                .isEqualTo(Sweep.over(ids, all, tick.at(), tick.instant()));
            assertThat(fold.standings())
                .as("after %s", tick)
                .containsExactlyInAnyOrderElementsOf(all.standings.values());
            nodes.addAndGet(ids.size());
            ids.removeAll(some.nodeIds);
            passedOver.addAndGet(ids.size());
          }
        });
    assertThat(passedOver.get()).as("passed over of %s", nodes).isGreaterThan(LEAST_PASSED_OVER);
  }

  /** A fold of which every tick asks every node. */
  private static List<Outcome> askingAll(Fold fold, Input input) {
    if (!(input instanceof Input.Ticked tick)) {
      return fold.next(input);
    }
    Sweep.Standings asked =
        new Sweep.Standings() {
          @Override
          public Standing standing(String nodeId) {
            return fold.standing(nodeId);
          }

          @Override
          public @Nullable AtRest atRest(String nodeId) {
            return null;
          }

          @Override
          public void keep(Standing next) {
            fold.keep(next);
          }
        };
    List<String> ids = fold.atRest().stream().map(AtRest::nodeId).sorted().toList();
    return Sweep.over(ids, asked, tick.at(), tick.instant());
  }

  /** The history with ticks at more moments, most of them on the day of the one before. */
  private static List<Input> ticking(long seed) {
    Random random = new Random(seed);
    List<Input> inputs = new ArrayList<>();
    Instant now = DAWN;
    for (Input input : seed % 2 == 0 ? WiderHistories.of(seed) : Histories.of(seed)) {
      inputs.add(input);
      if (input instanceof Input.Ticked(var _, var _, var instant, var _)) {
        now = instant;
      }
      for (int more = random.nextInt(3); more > 0; more--) {
        now = now.plusSeconds(random.nextInt(6) == 0 ? 100_000 : random.nextInt(20_000));
        // A clock that is set back, now and then.
        Instant told = random.nextInt(10) == 0 ? now.minusSeconds(random.nextInt(90_000)) : now;
        inputs.add(new Input.Ticked(input.at(), input.nodeId(), told));
      }
    }
    List<Input> placed = new ArrayList<>();
    for (Input input : inputs) {
      placed.add(Histories.at(new Position(input.at().tier(), 0, placed.size() + 1L), input));
    }
    return placed;
  }

  @Test
  void whoWasAskedOnThisDayNeedNotBeAskedAgainUntilSomethingChanges() {
    AtomicInteger moved = new AtomicInteger();
    Law.holds(
        Law.HISTORIES,
        SweepLawsTest::ticking,
        history -> {
          Fold some = new Fold();
          Fold all = new Fold();
          for (Input input : history) {
            List<Outcome> followed = some.next(input);
            assertThat(followed).as("%s", input).isEqualTo(askingAll(all, input));
            if (input instanceof Input.Ticked) {
              assertThat(some.standings())
                  .as("after %s", input)
                  .containsExactlyInAnyOrderElementsOf(all.standings());
              moved.addAndGet(followed.size() - 1);
            }
          }
        });
    assertThat(moved).hasValueGreaterThan(LEAST);
  }

  /** A history in which every project is granted the same few tolerances, which know no days. */
  private static List<Input> alike(long seed) {
    List<Input> inputs = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Input input : Histories.of(seed)) {
      if (input instanceof Input.ToleranceGranted granted
          && Histories.PROJECTS.contains(granted.nodeId())) {
        Tolerance tolerance = granted.tolerance();
        boolean few = ids.contains(tolerance.toleranceId()) || ids.size() < FEW;
        if (!few
            || tolerance.measure() == Measure.SILENCE
            || !tolerance.terms().equals(Terms.PLAIN)) {
          continue;
        }
        ids.add(tolerance.toleranceId());
        for (String project : Histories.PROJECTS) {
          inputs.add(
              new Input.ToleranceGranted(
                  granted.at(),
                  granted.eventId() + project,
                  project,
                  tolerance,
                  granted.grantedBy(),
                  granted.above(),
                  granted.byNodeInTask()));
        }
      } else {
        inputs.add(input);
      }
    }
    List<Input> placed = new ArrayList<>();
    for (Input input : inputs) {
      placed.add(Histories.at(new Position(input.at().tier(), 0, placed.size() + 1L), input));
    }
    return placed;
  }
}
