package org.plimsoll.core.escalation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.core.escalation.Outcome.Suppressed;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What the level above is told of an exception, and what is withheld. */
class DeliveryTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 31);
  private static final Terms ANSWER_IN_A_DAY =
      new Terms(
          null,
          null,
          null,
          1,
          0,
          0,
          0,
          null,
          null,
          new Terms.AnswerWithin(24, Terms.Calendar.ALWAYS));
  private static final Terms AHEAD = new Terms(null, null, null, 1, 0, 0, 90, null, null, null);

  private final Fold fold = new Fold();
  private final List<Outcome> outcomes = new ArrayList<>();
  private int sequence;

  @Test
  void whatIsRaisedInASilenceWindowIsRecordedWithItsAuthorAndNotDelivered() {
    project("school", Terms.PLAIN);
    status("school", 0, 100);
    mute("school", null, START.plusMonths(3));

    status("school", 1, 120);

    assertThat(changes()).singleElement().satisfies(e -> assertThat(e.delivered()).isFalse());
    assertThat(suppressed(Suppression.MUTED))
        .singleElement()
        .satisfies(s -> assertThat(s.by()).isEqualTo("minister"));
  }

  @Test
  void whatIsStillOpenAfterASilenceWindowIsRestatedByTheTickThatEndsIt() {
    project("school", Terms.PLAIN);
    status("school", 0, 100);
    mute("school", "cost", START.plusMonths(1));
    status("school", 1, 120);

    tick(START.plusMonths(2));

    assertThat(outcomes).anyMatch(Outcome.MuteEnded.class::isInstance);
    ExceptionChanged last = changes().getLast();
    assertThat(last.change()).isEqualTo(Change.RESTATED);
    assertThat(last.delivered()).isTrue();
    assertThat(last.revision()).isEqualTo(1);
  }

  @Test
  void whatWasRaisedAndClearedInASilenceWindowIsToldToNobody() {
    project("school", Terms.PLAIN);
    status("school", 0, 100);
    mute("school", null, START.plusMonths(3));

    status("school", 1, 120);
    status("school", 2, 100);

    assertThat(changes())
        .extracting(ExceptionChanged::change)
        .containsExactly(Change.RAISED, Change.CLEARED);
    assertThat(changes()).noneMatch(ExceptionChanged::delivered);
  }

  @Test
  void theEndOfWhatWasToldIsToldEvenInASilenceWindow() {
    project("school", Terms.PLAIN);
    status("school", 1, 120);
    mute("school", null, START.plusMonths(3));

    status("school", 2, 100);

    assertThat(changes().getLast().change()).isEqualTo(Change.CLEARED);
    assertThat(changes().getLast().delivered()).isTrue();
  }

  @Test
  void aSilenceWindowOfOneToleranceLeavesTheOthers() {
    project("school", Terms.PLAIN);
    status("school", 0, 100);
    mute("school", "another", START.plusMonths(3));
    assertThat(refusal().field()).isEqualTo("toleranceId");

    status("school", 1, 120);

    assertThat(changes().getLast().delivered()).isTrue();
  }

  @Test
  void aSilenceWindowThatIsOverBeforeItBeginsIsRefused() {
    project("school", Terms.PLAIN);
    status("school", 1, 100);

    mute("school", null, START);

    assertThat(refusal().field()).isEqualTo("until");
  }

  @Test
  void nothingGoesUpWhileDeliveriesAreMuted() {
    project("school", ANSWER_IN_A_DAY);
    status("school", 1, 120);
    tick(START.plusMonths(1));
    mute("school", null, START.plusMonths(3));

    tick(START.plusMonths(2));
    assertThat(passedUp()).isEmpty();

    tick(START.plusMonths(4));
    assertThat(passedUp()).hasSize(1);
  }

  @Test
  void aProjectsExceptionDoesNotGoUpBesideItsProgramsOnTheSameMeasure() {
    project("school", ANSWER_IN_A_DAY);
    grant("program", Terms.PLAIN);
    status("school", 1, 120);
    tick(START.plusMonths(1));

    tick(START.plusMonths(2));
    tick(START.plusMonths(2).plusDays(1));

    assertThat(passedUp()).isEmpty();
    assertThat(suppressed(Suppression.GROUPED))
        .singleElement()
        .satisfies(s -> assertThat(s.by()).isEqualTo("program~cost~1"));
  }

  @Test
  void aGroupedExceptionGoesUpWhenItsProgramsHasCleared() {
    project("school", ANSWER_IN_A_DAY);
    project("clinic", Terms.PLAIN);
    grant("program", Terms.PLAIN);
    status("school", 1, 120);
    tick(START.plusMonths(1));
    tick(START.plusMonths(2));

    status("clinic", 2, 90);
    status("clinic", 3, 60);
    tick(START.plusMonths(4));

    assertThat(passedUp())
        .singleElement()
        .satisfies(up -> assertThat(up.exceptionId()).isEqualTo("school~cost~1"));
  }

  @Test
  void anExpectedExceptionBecomesAFactUnderItsOwnId() {
    project("school", AHEAD);
    int[] costs = {100, 101, 102, 103, 104, 106, 108, 111};
    for (int month = 0; month < costs.length; month++) {
      status("school", month, costs[month]);
    }

    assertThat(changes().getFirst().change()).isEqualTo(Change.RAISED);
    assertThat(requireNonNull(changes().getFirst().forecast()).expectedOn())
        .isAfter(changes().getFirst().onDate());
    assertThat(changes().getLast().change()).isEqualTo(Change.WORSENED);
    assertThat(changes().getLast().forecast()).isNull();
    assertThat(changes()).extracting(ExceptionChanged::exceptionId).containsOnly("school~cost~1");
  }

  @Test
  void anExpectedExceptionDissolvesWhenTheTrendNoLongerSaysSo() {
    project("school", AHEAD);
    int[] costs = {100, 102, 104, 106, 108, 104, 100, 100};
    for (int month = 0; month < costs.length; month++) {
      status("school", month, costs[month]);
    }

    assertThat(changes())
        .extracting(ExceptionChanged::change)
        .containsExactly(Change.RAISED, Change.CLEARED);
    assertThat(changes().getLast().forecast()).isNotNull();
  }

  @Test
  void anExpectedExceptionIsNotCountedAsOne() {
    project("school", AHEAD);
    for (int month = 0; month < 5; month++) {
      status("school", month, 100 + 2 * month);
    }

    assertThat(changes()).hasSize(1);
    assertThat(((Standing.Known) fold.standing("school")).inException()).isFalse();
  }

  @Test
  void aWiderLimitForATimeDissolvesWhatWasExpected() {
    project("school", AHEAD);
    for (int month = 0; month < 5; month++) {
      status("school", month, 100 + 2 * month);
    }

    decide(
        "school", new Input.Choice.GrantTolerance("school~cost~1", 500_000, START.plusMonths(12)));

    assertThat(changes().getLast().change()).isEqualTo(Change.CLEARED);
  }

  private void project(String id, Terms terms) {
    if (fold.standing("program") instanceof Standing.Unknown) {
      take(
          new Input.FactsStated(
              next(), "facts-program", facts("program", Level.PROGRAM, "portfolio"), null));
    }
    take(new Input.FactsStated(next(), "facts-" + id, facts(id, Level.PROJECT, "program"), null));
    grant(id, terms);
  }

  private static Facts facts(String id, Level level, String parentId) {
    return new Facts(
        id,
        level,
        parentId,
        level == Level.PROJECT ? "agency" : null,
        "minister",
        "KZT",
        false,
        level == Level.PROJECT ? new Baseline(100L, null) : Baseline.NONE,
        List.of());
  }

  private void grant(String nodeId, Terms terms) {
    take(
        new Input.ToleranceGranted(
            next(),
            "grant-" + nodeId,
            nodeId,
            new Tolerance(
                "cost",
                1,
                ToleranceKind.COST,
                Measure.COST_GROWTH_ORIGINAL,
                null,
                Direction.AT_MOST,
                ToleranceUnit.PERCENT,
                100_000,
                terms)));
  }

  private void status(String projectId, int month, long cost) {
    StatusChange status =
        new StatusChange(
            projectId + "-" + month,
            "test",
            projectId,
            START.plusMonths(month),
            "KZT",
            new Figures(null, null, null, null, null, cost, null, Map.of()),
            null,
            List.of(),
            null,
            null);
    take(
        new Input.StatusChanged(
            next(),
            status,
            new Origin("agency", START.plusYears(9), "program", true, status.eventId())));
  }

  private void mute(String nodeId, @Nullable String toleranceId, LocalDate until) {
    decide(nodeId, new Input.Choice.Mute(toleranceId, until));
  }

  private void decide(String nodeId, Input.Choice choice) {
    take(
        new Input.Decided(
            next(), "decision-" + sequence, nodeId, choice, "minister", null, START, null, null));
  }

  private void tick(LocalDate on) {
    Instant noon = on.atTime(12, 0).toInstant(ZoneOffset.UTC);
    take(new Input.Ticked(next(), "", noon));
  }

  private Position next() {
    return new Position(Level.PROGRAM, 0, ++sequence);
  }

  private void take(Input input) {
    outcomes.addAll(fold.next(input));
  }

  private List<ExceptionChanged> changes() {
    return of(ExceptionChanged.class).filter(e -> e.nodeId().equals("school")).toList();
  }

  private List<Outcome.ExceptionPassedUp> passedUp() {
    return of(Outcome.ExceptionPassedUp.class).toList();
  }

  private List<Suppressed> suppressed(Suppression why) {
    return of(Suppressed.class).filter(s -> s.why() == why).toList();
  }

  private Refusal refusal() {
    return of(Outcome.Refused.class).toList().getLast().refusal();
  }

  private <T> java.util.stream.Stream<T> of(Class<T> kind) {
    return outcomes.stream().filter(kind::isInstance).map(kind::cast);
  }
}
