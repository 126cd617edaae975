package org.plimsoll.policy.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.Selection;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.testkit.Histories;
import org.plimsoll.testkit.Law;

/** What holds for the back-test of every history. */
class BacktestLawsTest {
  private static final int HISTORIES = 100;
  private static final Policy OF_NOBODY =
      new Policy("nobody", "test", "test", List.of(entry("stranger", Level.PROJECT, costAtMost())));

  private static Report report(List<Input> history, Policy candidate) {
    Backtest backtest = new Backtest(List.of(candidate));
    Backtest.Part part = backtest.part();
    history.forEach(part::next);
    return backtest.reports(Scope.ALL).getFirst();
  }

  private static Tolerance costAtMost() {
    return Histories.of(1).stream()
        .filter(Input.ToleranceGranted.class::isInstance)
        .map(input -> ((Input.ToleranceGranted) input).tolerance())
        .findFirst()
        .orElseThrow();
  }

  private static Policy.Entry entry(String nodeId, Level level, Tolerance tolerance) {
    return new Policy.Entry(
        new Selection.Only(level, List.of(nodeId)), tolerance, null, "test: test", 1);
  }

  /** Grants inside a history come late and share a budget; a policy stands from the beginning. */
  private static List<Input> granted(List<Input> history) {
    return history.stream()
        .filter(input ->
            !(input instanceof Input.ToleranceGranted granted
                && granted.eventId().startsWith("given-on-")))
        .toList();
  }

  private static Policy inForce(List<Input> history) {
    List<Policy.Entry> entries = new ArrayList<>();
    for (Input input : history.stream().distinct().toList()) {
      if (input instanceof Input.ToleranceGranted granted) {
        Level level = granted.nodeId().equals(Histories.PROGRAM) ? Level.PROGRAM : Level.PROJECT;
        entries.add(entry(granted.nodeId(), level, granted.tolerance()));
      }
    }
    return new Policy("in force", "test", Histories.PORTFOLIO, entries);
  }

  @Test
  void thePolicyInForceGivesNoDifference() {
    Law.holds(
        HISTORIES,
        Histories::of,
        all -> {
          List<Input> history = granted(all);
          Report report = report(history, inForce(history));

          assertThat(report.differences()).allMatch(d -> d.kind() == Kind.SAME);
          assertThat(report.candidateLoad()).isEqualTo(report.recordedLoad());
          assertThat(report.candidateLead()).isEqualTo(report.recordedLead());
          assertThat(report.isSame()).isTrue();
          assertThat(report.notAgain()).isZero();
        });
  }

  @Test
  void aPolicyThatAppliesToNobodyGivesNoDifference() {
    Law.holds(
        HISTORIES,
        Histories::of,
        history -> {
          Report report = report(history, OF_NOBODY);

          assertThat(report.differences()).allMatch(d -> d.kind() == Kind.SAME);
          assertThat(report.candidateLoad()).isEqualTo(report.recordedLoad());
          assertThat(report.isSame()).isTrue();
        });
  }

  @Test
  void aStricterLimitNeverEscalatesLater() {
    Law.holds(
        HISTORIES,
        Histories::of,
        all -> {
          List<Input> history =
              granted(all).stream()
                  .filter(input ->
                      !(input instanceof Input.Decided decided
                          && decided.choice() instanceof Choice.GrantTolerance))
                  .map(input -> with(input, 1))
                  .toList();
          Policy stricter = inForce(history.stream().map(input -> with(input, 2)).toList());

          Report report = report(history, stricter);

          assertThat(report.differences())
              .noneMatch(d -> d.kind() == Kind.LATER || d.kind() == Kind.REMOVED);
        });
  }

  @Test
  void theLoadsOfAllPersonsAreTheItemsOfAllExceptions() {
    Law.holds(
        HISTORIES,
        Histories::of,
        history -> {
          Report report = report(history, OF_NOBODY);
          Load load = report.recordedLoad();

          assertThat(load.persons().stream().mapToLong(Load.Person::items).sum())
              .isEqualTo(load.items());
          assertThat(
                  load.persons().stream()
                      .flatMap(person -> person.months().values().stream())
                      .mapToLong(Long::longValue)
                      .sum())
              .isEqualTo(load.items());
          assertThat(
                  report.differences().stream()
                      .mapToLong(d -> d.recorded() == null ? 0 : d.recorded().items())
                      .sum())
              .isEqualTo(load.items());
        });
  }

  /** Nothing that travelled is forgotten, and nothing is counted that did not. */
  @Test
  void itemsAndWhatIsBesideThemAreAllThatTravelled() {
    Law.holds(
        HISTORIES,
        Histories::of,
        history -> {
          Report report = report(history, OF_NOBODY);
          Fold fold = new Fold();
          List<Level> told = new ArrayList<>();
          long taken = 0;
          for (Input input : history) {
            List<Outcome> outcomes = fold.next(input);
            outcomes.forEach(outcome -> told.addAll(told(outcome, fold)));
            boolean refused = outcomes.stream().anyMatch(Outcome.Refused.class::isInstance);
            taken += input instanceof Input.StatusChanged && !refused ? 1 : 0;
          }

          assertThat(report.recordedLoad().byLevel().with(report.besides()))
              .isEqualTo(
                  new Delivered(
                      Collections.frequency(told, Level.PROGRAM),
                      Collections.frequency(told, Level.PORTFOLIO)));
          assertThat(report.recordedLoad().byLevel().inAll())
              .isEqualTo(report.recordedLoad().items());
          assertThat(report.statuses()).isEqualTo(taken);
        });
  }

  private static List<Level> told(Outcome outcome, Fold fold) {
    return switch (outcome) {
      case Outcome.ExceptionChanged changed -> changed.deliveredTo();
      case Outcome.ExceptionPassedUp up -> List.of(up.to());
      case Outcome.TargetConfirmed confirmed -> List.of(above(confirmed.nodeId(), fold));
      case Outcome.ConfirmationWithdrawn withdrawn -> List.of(above(withdrawn.nodeId(), fold));
      case Outcome.AssistanceRequested call -> List.of(call.addressedTo());
      default -> List.of();
    };
  }

  private static Level above(String nodeId, Fold fold) {
    return ((Standing.Known) fold.standing(nodeId)).facts().level().above();
  }

  /** Of them a back-test says that they are the same under every policy. */
  @Test
  void noToleranceHasASayOnConfirmationsAndCallsForHelp() {
    Law.holds(
        HISTORIES,
        Histories::of,
        history -> {
          List<Input> without =
              history.stream().filter(i -> !(i instanceof Input.ToleranceGranted)).toList();

          assertThat(report(without, OF_NOBODY).besides())
              .isEqualTo(report(history, OF_NOBODY).besides());
        });
  }

  @Test
  void theHistoriesHaveWhatTheLawsSpeakOf() {
    long exceptions = 0;
    long breaches = 0;
    long besides = 0;
    for (int seed = 1; seed <= 20; seed++) {
      Report report = report(Histories.of(seed), OF_NOBODY);
      exceptions += report.recorded();
      breaches += report.recordedLead().breaches();
      besides += report.besides().inAll();
    }

    assertThat(exceptions).isGreaterThan(100);
    assertThat(breaches).isGreaterThan(100);
    assertThat(besides).isGreaterThan(20);
  }

  /** A limit divided, without what a wider one might see and a stricter one not. */
  private static Input with(Input input, int divisor) {
    if (!(input instanceof Input.ToleranceGranted g)) {
      return input;
    }
    Tolerance t = g.tolerance();
    boolean divided = t.measure() != Measure.CPI && t.measure() != Measure.SILENCE;
    int by = divided ? divisor : 1;
    Terms terms = t.terms();
    return new Input.ToleranceGranted(
        g.at(),
        g.eventId(),
        g.nodeId(),
        new Tolerance(
            t.toleranceId(),
            t.version(),
            t.kind(),
            t.measure(),
            t.indicatorId(),
            t.breach(),
            t.unit(),
            t.limitTenThousandths() / by,
            new Terms(
                divided(terms.amberTenThousandths(), by),
                divided(terms.clearTenThousandths(), by),
                divided(terms.otherSideTenThousandths(), by),
                terms.reportsBeyond(),
                terms.daysBeyond(),
                0,
                0,
                null,
                null,
                terms.answerWithin())),
        g.grantedBy(),
        null,
        false);
  }

  private static @Nullable Long divided(@Nullable Long limit, int by) {
    return limit == null ? null : Long.valueOf(limit / by);
  }
}
