package org.plimsoll.policy.backtest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Origin;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.backtest.Difference.Kind;
import org.plimsoll.policy.backtest.LeadTime.Breach.When;
import org.plimsoll.policy.backtest.LeadTime.Quantiles;
import org.plimsoll.policy.backtest.Usefulness.Use;
import org.plimsoll.policy.text.MisreadException;

/** Small histories whose answer can be found by hand. */
class BacktestTest {
  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 31);
  private static final LocalDate APRIL = LocalDate.of(2020, 4, 30);

  private final List<Input> history = new ArrayList<>();

  /** A school that was to cost 1,000, under a program that lets it grow by 10 percent. */
  BacktestTest() {
    facts("enbek", Level.PROGRAM, "plan");
    facts("school", Level.PROJECT, "enbek");
    grant("school", policy("at most +10 %"));
  }

  private static Policy policy(String limit, String... more) {
    return PolicyReader.read(
        """
        name: a test
        source: a test
        granted by: a law
        reason: a test
        applies to: every project
        tolerances:
          - id: cost
            kind: cost
            measure: cost growth over original baseline
            limit: %s
        """
                .formatted(limit)
            + String.join("", more));
  }

  private Position next() {
    return new Position(Level.PROGRAM, 0, history.size() + 1L);
  }

  private void facts(String id, Level level, String parent) {
    history.add(
        new Input.FactsStated(
            next(),
            "facts-" + id,
            new Facts(
                id,
                level,
                parent,
                level == Level.PROJECT ? "mlsp" : null,
                "A. Person",
                "KZT",
                false,
                level == Level.PROJECT
                    ? new Baseline(1_000L, LocalDate.of(2021, 6, 30), List.of())
                    : Baseline.NONE,
                List.of()),
            null));
  }

  private void grant(String nodeId, Policy policy) {
    policy
        .entries()
        .forEach(entry ->
            history.add(
                new Input.ToleranceGranted(
                    next(), "grant-" + history.size(), nodeId, entry.tolerance())));
  }

  /** What the school expects to cost at the end of a month, counted from January 2020. */
  private void report(int month, long cost) {
    report("school", "enbek", month, cost);
  }

  private void report(String project, String program, int month, long cost) {
    history.add(
        new Input.StatusChanged(
            next(),
            new StatusChange(
                "status-" + history.size(),
                "test",
                project,
                JANUARY.plusMonths(month),
                "KZT",
                new Figures(null, null, null, null, null, cost, null, Map.of()),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null),
            new Origin("mlsp", LocalDate.of(2026, 1, 1), program, true, "" + history.size())));
  }

  private void decide(Choice choice) {
    history.add(
        new Input.Decided(
            next(),
            "decision-" + history.size(),
            "school",
            choice,
            "A. Person",
            null,
            LocalDate.of(2020, 3, 31),
            null,
            null));
  }

  private Report report(Policy candidate, Scope scope) {
    Backtest backtest = new Backtest(List.of(candidate));
    Backtest.Part part = backtest.part();
    history.forEach(part::next);
    return backtest.reports(scope).getFirst();
  }

  /** 5, 8, 12 and 9 percent. */
  private void untilApril() {
    report(0, 1_050);
    report(1, 1_080);
    report(2, 1_120);
    report(3, 1_090);
  }

  @Test
  void aStricterLimitTellsAMonthEarlier() {
    untilApril();

    Report report = report(policy("at most +7 %"), Scope.ALL);

    assertThat(report.differences()).extracting(Difference::kind).containsExactly(Kind.EARLIER);
    Difference earlier = report.differences().getFirst();
    assertThat(earlier.on()).isEqualTo("2020-02-29");
    assertThat(earlier.daysEarlier()).isEqualTo(31);
    // Told in March that it rose and in April that it cleared; the candidate told once, in
    // February, and neither 12 nor 9 percent is another whole tolerance of 7.
    assertThat(report.recordedLoad().items()).isEqualTo(2);
    assertThat(report.candidateLoad().items()).isEqualTo(1);
    assertThat(report.recordedLead())
        .isEqualTo(new LeadTime(1, 0, 0, 0, new Quantiles(0, 0, 0, 0, 0, 0)));
    assertThat(report.candidateLead())
        .isEqualTo(new LeadTime(1, 0, 1, 0, new Quantiles(31, 31, 31, 31, 31, 31)));
    assertThat(report.from()).isEqualTo(JANUARY);
    assertThat(report.to()).isEqualTo(APRIL);
    assertThat(report.nodesGranted()).isEqualTo(1);
  }

  @Test
  void aWiderLimitWouldNotHaveToldAndOneThatWaitsTellsLater() {
    untilApril();
    report(4, 1_130);
    report(5, 1_140);

    Report wider = report(policy("at most +20 %"), Scope.ALL);
    Report waiting = report(policy("at most +10 %", "    after: 2 reports\n"), Scope.ALL);

    assertThat(wider.count(Kind.REMOVED)).isEqualTo(2);
    assertThat(wider.candidateLead()).isEqualTo(new LeadTime(2, 2, 0, 0, null));
    assertThat(waiting.differences())
        .extracting(Difference::kind)
        .containsExactly(Kind.REMOVED, Kind.LATER);
    assertThat(waiting.differences().getLast().daysEarlier()).isEqualTo(-30);
    assertThat(waiting.candidateLead().days())
        .isEqualTo(new Quantiles(-30, -30, -30, -30, -30, -30));
  }

  @Test
  void oneThatHoldsOpenJoinsTwoRecordedOnes() {
    untilApril();
    report(4, 1_130);

    Report report = report(policy("at most +10 %", "    clear: +5 %\n"), Scope.ALL);

    assertThat(report.differences())
        .extracting(Difference::kind)
        .containsExactly(Kind.SAME, Kind.JOINED);
  }

  @Test
  void anotherMeasureIsAddedAndTheRecordedOneRemoved() {
    untilApril();
    Policy other =
        PolicyReader.read(
            """
            name: a test
            source: a test
            granted by: a law
            reason: a test
            applies to: every project
            tolerances:
              - id: cost
                kind: cost
                measure: cost growth over current baseline
                limit: at most +10 %
            """);

    Report report = report(other, Scope.ALL);

    assertThat(report.differences())
        .extracting(Difference::kind)
        .containsExactlyInAnyOrder(Kind.REMOVED, Kind.ADDED);
    assertThat(report.candidateLead().missed()).isEqualTo(1);
  }

  /** Granted again in the middle, and narrower. */
  @Test
  void whatWasGrantedToTheNodesItAppliesToIsLeftOut() {
    report(0, 1_050);
    policy("at most +3 %")
        .entries()
        .forEach(entry ->
            history.add(
                new Input.ToleranceGranted(
                    next(), "again", "school", entry.as(2).grantedBy("a law"))));
    report(1, 1_080);

    Report report = report(policy("at most +20 %"), Scope.ALL);

    assertThat(report.recorded()).isEqualTo(1);
    assertThat(report.candidate()).isZero();
  }

  @Test
  void usefulIsWhatSomebodyActedUpon() {
    untilApril();
    report(4, 1_130);
    decide(new Choice.GrantTolerance("school~cost~2", 140_000, LocalDate.of(2020, 12, 31)));
    report(5, 1_150);

    Report wider = report(policy("at most +12.5 %"), Scope.ALL);

    // The first cleared and nobody had decided anything; the second was granted 14 percent, was
    // beyond it in June and stayed open.
    assertThat(wider.usefulness().notUseful()).isEqualTo(new Usefulness.Row(0, 1));
    assertThat(wider.usefulness().useful()).isEqualTo(new Usefulness.Row(1, 0));
  }

  /** The second exception, which was acknowledged, is none under a limit of 20 percent. */
  @Test
  void aDecisionAboutWhatDoesNotHappenIsNotTakenAgain() {
    untilApril();
    report(4, 1_130);
    decide(new Choice.Acknowledge("school~cost~2"));
    decide(new Choice.Acknowledge("school~cost~7"));

    Report wider = report(policy("at most +20 %"), Scope.ALL);
    Report narrower = report(policy("at most +9 %"), Scope.ALL);

    assertThat(wider.decisions()).as("the other was refused then").isEqualTo(1);
    assertThat(wider.notAgain()).isEqualTo(1);
    assertThat(narrower.notAgain()).isZero();
    assertThat(report(policy("at most +20 %"), new Scope(null, null, "roads")).decisions())
        .isZero();
  }

  /** The same exception and as many items, a report later. */
  @Test
  void whatIsClearedAtAnotherTimeIsNotTheSame() {
    untilApril();
    report(4, 1_040);

    Report report = report(policy("at most +10 %", "    clear: +5 %\n"), Scope.ALL);

    assertThat(report.count(Kind.SAME)).isEqualTo(1);
    assertThat(report.candidateLoad().items()).isEqualTo(report.recordedLoad().items());
    assertThat(report.isSame()).isFalse();
  }

  @Test
  void statusChangesAreThoseThatWereTakenInThePeriod() {
    untilApril();
    history.add(history.getLast());

    assertThat(report(policy("at most +7 %"), Scope.ALL).statuses()).isEqualTo(4);
    assertThat(report(policy("at most +7 %"), new Scope(APRIL, null, null)).statuses())
        .isEqualTo(1);
    assertThat(report(policy("at most +7 %"), new Scope(null, null, "other")).statuses()).isZero();
  }

  @Test
  void whereNobodyDecidesNothingIsSaidOfUse() {
    untilApril();

    Report report = report(policy("at most +7 %"), Scope.ALL);

    assertThat(report.usefulness())
        .isEqualTo(
            new Usefulness(
                new Usefulness.Row(0, 0), new Usefulness.Row(0, 0), new Usefulness.Row(1, 0), 0));
  }

  @Test
  void aPeriodAndANodeNarrowTheReportAndNotTheWeighing() {
    untilApril();
    Policy candidate = policy("at most +7 %");

    assertThat(report(candidate, new Scope(APRIL, null, null)).differences()).isEmpty();
    assertThat(report(candidate, new Scope(APRIL, null, null)).recordedLoad().items()).isEqualTo(1);
    assertThat(report(candidate, new Scope(null, null, "enbek")).differences()).hasSize(1);
    assertThat(report(candidate, new Scope(null, null, "other")).differences()).isEmpty();
    assertThat(report(candidate, new Scope(null, null, "other")).nodesGranted()).isZero();
  }

  @Test
  void thePeriodIsThatOfTheDataDatesOfTheNodesAskedFor() {
    untilApril();
    facts("roads", Level.PROGRAM, "another");
    facts("road", Level.PROJECT, "roads");
    report("road", "roads", 0, 900);
    report("road", "roads", 48, 1_000);
    Policy candidate = policy("at most +7 %");

    Report school = report(candidate, new Scope(null, null, "enbek"));

    assertThat(school.from()).isEqualTo(JANUARY);
    assertThat(school.to()).isEqualTo(APRIL);
    assertThat(school.recordedLoad().days()).isEqualTo(1 + 29 + 31 + 30);
    assertThat(report(candidate, Scope.ALL).to()).isEqualTo("2024-01-31");
    assertThat(report(candidate, new Scope(null, null, "nobody")).from()).isNull();
  }

  @Test
  void everyFigureHasWhatItCounts() {
    untilApril();

    Report report = report(policy("at most +7 %"), Scope.ALL);

    assertThat(report.recordedItems())
        .extracting(Load.Item::receiver, Load.Item::exceptionId, item -> item.cause().sequence())
        .containsExactly(tuple("enbek", "school~cost~1", 6L), tuple("enbek", "school~cost~1", 7L));
    assertThat(report.candidateItems()).hasSize(1);
    assertThat(report.recordedBreaches())
        .extracting(LeadTime.Breach::when)
        .containsExactly(When.WITH_THE_FIGURES);
    assertThat(report.candidateBreaches())
        .singleElement()
        .satisfies(breach -> {
          assertThat(breach.when()).isEqualTo(When.BEFORE);
          assertThat(breach.happened().raisedBy().sequence()).isEqualTo(6);
          assertThat(requireNonNull(breach.told()).raisedBy().sequence()).isEqualTo(5);
        });
    assertThat(report.use(report.differences().getFirst())).isEqualTo(Use.NOT_SAID);
  }

  @Test
  void memoryIsReckonedByNodesCandidatesAndWhatWasTold() {
    Policy policy = policy("at most +7 %");
    Backtest one = new Backtest(List.of(policy));
    Backtest two = new Backtest(List.of(policy, policy));
    Backtest.Part ofOne = one.part();
    Backtest.Part ofTwo = two.part();
    assertThat(one.heldBytes()).isZero();
    history.forEach(ofOne::next);
    long before = one.heldBytes();
    assertThat(before).isPositive();
    history.forEach(ofTwo::next);
    assertThat(two.heldBytes()).isGreaterThan(before);
    history.clear();
    untilApril();
    history.forEach(ofOne::next);
    assertThat(one.heldBytes()).isGreaterThan(before);
  }

  @Test
  void whatCoreRefusesIsNamed() {
    Policy tenge = policy("at most 500 USD");

    Report report = report(tenge, Scope.ALL);

    assertThat(report.notGranted())
        .singleElement()
        .satisfies(not -> {
          assertThat(not.nodeId()).isEqualTo("school");
          assertThat(not.refusal().field()).isEqualTo("limit");
        });
  }

  @Test
  void quantilesAreValuesThatWereThere() {
    assertThat(Quantiles.of(List.of(1L, 2L, 3L, 4L, 90L)))
        .isEqualTo(new Quantiles(1, 2, 3, 4, 90, 20));
    assertThat(Quantiles.of(List.of(7L, 8L))).isEqualTo(new Quantiles(7, 7, 7, 8, 8, 7.5));
  }

  @Test
  void aGridIsAPolicyForEachValue() {
    Policy policy = policy("at most +10 %");
    Grid grid = Grid.parse("cost.limit=5..10:2.5", policy);

    assertThat(grid.policies(policy))
        .extracting(p -> p.entries().getFirst().tolerance().limitTenThousandths())
        .containsExactly(50_000L, 75_000L, 100_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cost.limit=5..20       | RULE.FIELD=LO..HI:STEP
          kost.limit=5..20:1     | nearest: 'cost'
          cost.colour=5..20:1    | one of [limit, amber
          cost.limit=20..5:1     | LO no more than HI
          cost.limit=5..20:0     | a STEP above 0
          cost.limit=1..99:1     | at most 25 values
          cost.after=1..2:0.5    | a number that can stand there
          """)
  void aGridThatIsNoneIsRefusedWithWhatWasExpected(String written, String expected) {
    assertThatThrownBy(() -> Grid.parse(written, policy("at most +10 %")))
        .isInstanceOf(MisreadException.class)
        .hasMessageContaining(expected);
  }
}
