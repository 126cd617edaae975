package org.plimsoll.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Watch;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.explanation.Explaining;
import org.plimsoll.core.explanation.Explanation;
import org.plimsoll.core.explanation.Moment;
import org.plimsoll.core.explanation.Route;
import org.plimsoll.core.explanation.State;
import org.plimsoll.core.replay.Fold;

/** The laws of explanations, over seeded histories. */
class ExplanationLawsTest {
  private static final State UNWATCHED = new State.Unwatched();

  @Test
  void everyChangeOfAnExceptionIsExplainedByArithmeticThatGivesItsValueSideAndStep() {
    AtomicInteger changes = new AtomicInteger();
    Law.holds(history ->
        explained(
            history,
            (explanation, followed, _) -> {
              for (Outcome outcome : followed) {
                // What is only said again speaks of what was announced, not of what is measured.
                if (outcome instanceof Outcome.ExceptionChanged e
                    && e.change() != Outcome.Change.RESTATED
                    && isOf(e, explanation)) {
                  changes.incrementAndGet();
                  assertThat(explanation).isInstanceOf(Explanation.Weighed.class);
                  Explanation.Weighed weighed = (Explanation.Weighed) explanation;
                  Rational value = Rational.of(weighed.formula());
                  assertThat(value)
                      .as(e + " by " + weighed.formula())
                      .isEqualTo(Rational.of(e.value()));
                  assertThat(weighed.isWithin()).as(e.toString()).isEqualTo(e.step() == 0);
                  assertThat(Rational.isWithin(value, weighed)).isEqualTo(e.step() == 0);
                  assertThat(weighed.steps() == null ? 0 : Rational.step(weighed.steps()))
                      .as(e + " by " + weighed)
                      .isEqualTo(e.step());
                  assertThat(weighed.routes().stream().filter(Route.Delivered.class::isInstance))
                      .isEqualTo(
                          e.deliveredTo().stream()
                              .map(to -> (Route) new Route.Delivered(e.change(), to))
                              .toList());
                }
              }
            }));
    assertThat(changes).hasValueGreaterThan(Law.HISTORIES);
  }

  @Test
  void everyWatchWithoutExceptionIsExplainedByAValueWithinOrByWhatIsMissingOrHeldBack() {
    Law.holds(history ->
        explained(
            history,
            (explanation, _, _) -> {
              if (explanation.after() instanceof State.Open) {
                return;
              }
              switch (explanation) {
                case Explanation.Weighed weighed -> {
                  assertThat(weighed.isWithin())
                      .as(weighed.toString())
                      .isEqualTo(explanation.after() instanceof State.Within);
                  assertThat(Rational.of(weighed.formula()))
                      .isEqualTo(Rational.of(weighed.reading().value()));
                }
                case Explanation.NotMeasurable missing ->
                    assertThat(
                            missing.formula().missing().isEmpty()
                                && Rational.canBeComputed(missing.formula()))
                        .as(missing.toString())
                        .isFalse();
                case Explanation.NotInForce _ -> {}
              }
            }));
  }

  /** Whoever reads why nothing was announced is told of every suppression, and of no other one. */
  @Test
  void everySuppressionIsPartOfTheExplanationOfItsTolerance() {
    Law.holds(history ->
        explained(
            history,
            (explanation, followed, _) -> {
              List<Outcome> suppressed =
                  followed.stream()
                      .filter(o ->
                          o instanceof Outcome.Suppressed s
                              && s.toleranceId()
                                  .equals(explanation.subject().tolerance().toleranceId()))
                      .toList();
              assertThat(
                      explanation.routes().stream()
                          .flatMap(r ->
                              r instanceof Route.HeldBack(Outcome.Suppressed s)
                                  ? Stream.of((Outcome) s)
                                  : Stream.of())
                          .toList())
                  .isEqualTo(suppressed);
            }));
  }

  /** What holds of one explanation, of what followed for its node, and of the input. */
  private interface Claim {
    void holdsOf(Explanation.OfTolerance explanation, List<Outcome> followed, Input input);
  }

  private static void explained(List<Input> history, Claim claim) {
    Fold fold = new Fold();
    for (Input input : history) {
      Map<String, Known> before = known(fold);
      List<Outcome> outcomes = fold.next(input);
      known(fold)
          .forEach((nodeId, after) -> {
            for (List<Outcome> followed : weighings(nodeId, outcomes)) {
              for (Watch watch : after.watches()) {
                // A node that one tick weighs again and again stands as the last of them left it.
                boolean last = followed.equals(weighings(nodeId, outcomes).getLast());
                boolean spoken = followed.stream().anyMatch(o -> isOf(o, nodeId, watch));
                if (last || spoken) {
                  claim.holdsOf(
                      Explaining.of(
                          new Moment(
                              nodeId,
                              after.facts().level(),
                              basis(after, followed),
                              day(input),
                              followed),
                          watch.inForce(),
                          state(before.get(nodeId), watch),
                          State.of(watch)),
                      followed,
                      input);
                }
              }
            }
          });
    }
  }

  /** What followed for a node, each time it was weighed. */
  private static List<List<Outcome>> weighings(String nodeId, List<Outcome> outcomes) {
    List<List<Outcome>> weighings = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (nodeId.equals(assessed(outcome))) {
        weighings.add(new ArrayList<>(List.of(outcome)));
      } else if (!weighings.isEmpty() && nodeId.equals(about(outcome))) {
        weighings.getLast().add(outcome);
      }
    }
    return weighings;
  }

  private static @Nullable String assessed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.ProjectAssessed a -> a.nodeId();
      case Outcome.RollupAssessed a -> a.nodeId();
      default -> null;
    };
  }

  private static @Nullable String about(Outcome outcome) {
    return switch (outcome) {
      case Outcome.ExceptionChanged e -> e.nodeId();
      case Outcome.Suppressed s -> s.nodeId();
      case Outcome.ExceptionPassedUp p -> p.nodeId();
      default -> null;
    };
  }

  private static boolean isOf(Outcome outcome, String nodeId, Watch watch) {
    return nodeId.equals(about(outcome))
        && outcome instanceof Outcome.ExceptionChanged e
        && e.tolerance().toleranceId().equals(watch.tolerance().toleranceId());
  }

  private static boolean isOf(Outcome.ExceptionChanged e, Explanation.OfTolerance explanation) {
    return e.tolerance().toleranceId().equals(explanation.subject().tolerance().toleranceId());
  }

  private static Basis basis(Known after, List<Outcome> followed) {
    return followed.getFirst() instanceof Outcome.RollupAssessed assessed
        ? new Basis.OfParent(assessed.rollup())
        : Basis.of(after);
  }

  private static @Nullable LocalDate day(Input input) {
    return input instanceof Input.Ticked tick
        ? LocalDate.ofInstant(tick.instant(), ZoneOffset.UTC)
        : null;
  }

  private static State state(@Nullable Known before, Watch watch) {
    return before == null
        ? UNWATCHED
        : before.watches().stream()
            .filter(w -> w.tolerance().toleranceId().equals(watch.tolerance().toleranceId()))
            .findFirst()
            .map(State::of)
            .orElse(UNWATCHED);
  }

  private static Map<String, Known> known(Fold fold) {
    Map<String, Known> known = new HashMap<>();
    Stream.concat(Histories.PROJECTS.stream(), Stream.of(Histories.PROGRAM))
        .forEach(nodeId -> {
          if (requireNonNull(fold.standing(nodeId)) instanceof Known k) {
            known.put(nodeId, k);
          }
        });
    return known;
  }
}
