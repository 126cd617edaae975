package org.plimsoll.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.ExceptionChanged;
import org.plimsoll.policy.Policy;
import org.plimsoll.policy.PolicyReader;
import org.plimsoll.policy.Selection;
import org.plimsoll.policy.backtest.Backtest;
import org.plimsoll.policy.backtest.Delivered;
import org.plimsoll.policy.backtest.Report;
import org.plimsoll.policy.backtest.Scope;
import org.plimsoll.schema.AnswerWithin;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.SupportCalendar;
import org.plimsoll.wire.CoreReader;

/** What the demonstration tells, weighed by the core alone. */
class StoryTest {
  private static final long TIYN_PER_MILLION = 100_000_000L;

  private final Portfolio portfolio = Portfolio.sample();
  private final History history = History.of(portfolio);
  private final Weighed weighed = new Weighed(portfolio, history);

  @Test
  void fiveProgramsAndAsManyProjectsAsIsSaidReportTwoYears() {
    assertThat(nodes(org.plimsoll.schema.Level.PROGRAM)).hasSize(5);
    // So many are said in README.md and in what `plimsoll demo --help` says.
    assertThat(portfolio.projects()).hasSize(82);
    assertThat(history.months()).hasSize(24);
    assertThat(history.size()).isGreaterThanOrEqualTo(1_440);
  }

  @Test
  void nothingIsRefused() {
    assertThat(weighed.refused).isEmpty();
  }

  @Test
  void enbekHasTheBudgetThatTheStudyStates() {
    long sum =
        portfolio.projects().stream()
            .filter(p -> p.programId().equals("enbek"))
            .mapToLong(Portfolio.Project::budgetMinor)
            .sum();
    assertThat(sum).isEqualTo(82_764 * TIYN_PER_MILLION).isEqualTo(8_276_400_000_000L);
  }

  @Test
  void theSchoolInAktobeIsLateAndWithoutLessons() {
    assertThat(raised("school-aktobe")).containsExactly("finish 2019-03-31", "lessons 2019-02-28");
    assertThat(budget("school-aktobe")).isEqualTo(1_000 * TIYN_PER_MILLION);
  }

  @Test
  void theSchoolInShilisaiIsCaughtAsSoonAsThePupilsAreCounted() {
    assertThat(raised("school-shilisai")).containsExactly("pupils 2019-06-30");
    assertThat(budget("school-shilisai")).isEqualTo(760 * TIYN_PER_MILLION);
  }

  @Test
  void threeProgramsReachThePortfolioAndOneComesBack() {
    Set<String> programs = ids(org.plimsoll.schema.Level.PROGRAM);
    assertThat(
            weighed.changes.stream()
                .filter(change -> programs.contains(change.nodeId()))
                .map(change -> change.change() + " " + change.exceptionId()))
        .containsExactly(
            "RAISED nurly-zher~finish~1",
            "RAISED pavlodar-tdp~cost~1",
            "CLEARED pavlodar-tdp~cost~1",
            "RAISED employment-roadmap~spi~1",
            "CLEARED employment-roadmap~spi~1",
            "RAISED pavlodar-tdp~cost~2");
  }

  @Test
  void mostProjectsStayQuiet() {
    Set<String> loud =
        weighed.changes.stream().map(ExceptionChanged::nodeId).collect(Collectors.toSet());
    loud.retainAll(ids(org.plimsoll.schema.Level.PROJECT));
    assertThat(loud).hasSizeBetween(5, portfolio.projects().size() / 5);
  }

  @Test
  void fiveTargetsAreConfirmedAndOneCallsThePortfolioForHelp() {
    assertThat(weighed.confirmed.stream().map(Outcome.TargetConfirmed::indicatorId))
        .containsExactly(
            "unemployment", "youth-unemployment", "unproductive", "involved", "active-smes");
    assertThat(weighed.calls)
        .singleElement()
        .satisfies(call -> assertThat(call.addressedTo()).isEqualTo(Level.PORTFOLIO));
  }

  /** The figures are those of docs/backtest.md. */
  @Test
  void aBackTestCountsWhatTravelledButTargetsAndCallsForHelp() {
    List<Policy.Entry> entries =
        portfolio.grants().stream()
            .map(grant ->
                new Policy.Entry(
                    new Selection.Only(level(grant.getNodeId()), List.of(grant.getNodeId())),
                    CoreReader.tolerance(grant),
                    null,
                    "test: test",
                    1))
            .toList();
    Policy asGranted = new Policy("as granted", "test", "sdp-2025", entries);
    Policy prince2 = PolicyReader.read(org.plimsoll.policy.Presets.text("prince2").orElseThrow());
    Backtest backtest = new Backtest(List.of(asGranted, prince2));
    Backtest.Part programs = backtest.part();
    Backtest.Part portfolios = backtest.part();
    weighed.inputs.forEach(
        input -> (input.at().tier() == Level.PORTFOLIO ? portfolios : programs).next(input));

    Report same = backtest.reports(Scope.ALL).getFirst();
    Report other = backtest.reports(Scope.ALL).getLast();

    assertThat(same.isSame()).isTrue();
    assertThat(same.inputs()).isEqualTo(3_870);
    assertThat(same.statuses()).isEqualTo(history.size()).isEqualTo(1_596);
    assertThat(same.recordedLoad().byLevel()).isEqualTo(new Delivered(55, 8));
    assertThat(told()).hasSize(55 + 8).filteredOn(Level.PORTFOLIO::equals).hasSize(8);
    assertThat(same.besides()).isEqualTo(new Delivered(5, 1));
    assertThat(same.besides().inAll()).isEqualTo(weighed.confirmed.size() + weighed.calls.size());
    assertThat(same.decisions()).isEqualTo(24);
    assertThat(same.notAgain()).isZero();
    assertThat(other.recordedLoad().byLevel()).isEqualTo(new Delivered(55, 8));
    assertThat(other.candidateLoad().byLevel()).isEqualTo(new Delivered(83, 6));
    assertThat(other.notAgain()).isEqualTo(19);
  }

  /** The levels that were told of an exception, once for each time. */
  private List<Level> told() {
    return Stream.concat(
            weighed.changes.stream().flatMap(change -> change.deliveredTo().stream()),
            weighed.steering.stream()
                .filter(Outcome.ExceptionPassedUp.class::isInstance)
                .map(up -> ((Outcome.ExceptionPassedUp) up).to()))
        .toList();
  }

  private Level level(String nodeId) {
    return ids(org.plimsoll.schema.Level.PROGRAM).contains(nodeId) ? Level.PROGRAM : Level.PROJECT;
  }

  @Test
  void everyNodeIsNamedInThreeLanguagesAndSaysWhatIsIllustrative() {
    for (NodeFacts facts : portfolio.facts()) {
      assertThat(List.of(facts.getName().getKk(), facts.getName().getRu(), facts.getName().getEn()))
          .as(facts.getNodeId())
          .doesNotHaveDuplicates()
          .noneMatch(String::isBlank);
      assertThat(facts.getSource()).as(facts.getNodeId()).containsIgnoringCase("illustrative");
    }
  }

  @Test
  void everyNodeNamesWhoAnswersForItAndThatThePersonIsIllustrative() {
    for (NodeFacts facts : portfolio.facts()) {
      assertThat(facts.getAccountable())
          .as(facts.getNodeId())
          .satisfies(accountable -> {
            assertThat(accountable.getPerson()).endsWith(" (illustrative)");
            assertThat(accountable.getRole()).isNotBlank();
          });
    }
  }

  @Test
  void itIsAlwaysTheSame() {
    assertThat(History.of(Portfolio.sample())).isEqualTo(history);
  }

  @Test
  void anOverrunIsExpectedMonthsBeforeItIsAFact() {
    assertThat(story("heating-ekibastuz~cost~1")).first().asString().startsWith("RAISED expected");
    assertThat(story("heating-ekibastuz~cost~1")).anyMatch(s -> s.startsWith("WORSENED fact"));
  }

  @Test
  void aGrantedToleranceRunsOutAndTheExceptionIsBack() {
    assertThat(story("heating-ekibastuz~cost~1")).last().asString().startsWith("CLEARED");
    assertThat(weighed.steering).anyMatch(Outcome.ToleranceEnded.class::isInstance);
    assertThat(story("heating-ekibastuz~cost~2")).contains("WORSENED fact 2020-05-31");
  }

  @Test
  void manySmallSlipsBecomeOneExceptionOfTheirProgram() {
    assertThat(story("nurly-zher~finish~1")).containsExactly("RAISED fact 2020-05-31");
    assertThat(
            weighed.changes.stream()
                .filter(e -> e.nodeId().startsWith("housing-"))
                .filter(e -> !e.nodeId().equals("housing-turkistan")))
        .isEmpty();
  }

  @Test
  void aNoisyProjectIsHeldAsOneException() {
    assertThat(weighed.steering)
        .anyMatch(o ->
            o instanceof Outcome.Suppressed s
                && s.nodeId().equals("lighting-pavlodar")
                && s.why() == Outcome.Suppression.FLAPPING);
    assertThat(story("lighting-pavlodar~cpi~3")).isEmpty();
  }

  @Test
  void anAgencyThatFallsSilentIsAnExceptionAndIsAskedForEverything() {
    Set<String> silent =
        weighed.changes.stream()
            .filter(e -> e.tolerance().toleranceId().equals("silence"))
            .map(ExceptionChanged::nodeId)
            .collect(Collectors.toSet());
    assertThat(silent).isNotEmpty().allMatch(id -> id.endsWith("-shymkent"));
    assertThat(silent)
        .hasSize(
            (int)
                portfolio.projects().stream()
                    .filter(p -> p.agency().equals("akimat-shymkent"))
                    .count());
  }

  @Test
  void everyToleranceSaysWithinWhichTimeItsExceptionsAreAnswered() {
    assertThat(portfolio.grants())
        .allSatisfy(grant ->
            assertThat(grant.getTerms().getAnswerWithin())
                .as(grant.getEventId())
                .isEqualTo(new AnswerWithin(120, SupportCalendar.KAZAKHSTAN)));
  }

  @Test
  void bothSchoolsReachThePortfolioWhenThePlansDoNotCome() {
    assertThat(
            weighed.steering.stream()
                .filter(Outcome.ExceptionPassedUp.class::isInstance)
                .map(Outcome.ExceptionPassedUp.class::cast)
                .map(up -> up.exceptionId() + " " + up.why() + " " + up.to()))
        .containsExactly(
            "school-aktobe~lessons~1 EXCEPTION_PLAN PORTFOLIO",
            "school-shilisai~pupils~1 EXCEPTION_PLAN PORTFOLIO");
  }

  @Test
  void whatNobodyAnsweredStaysWithTheProgramThatIsLateForIt() {
    assertThat(
            weighed.steering.stream()
                .filter(Outcome.Suppressed.class::isInstance)
                .map(Outcome.Suppressed.class::cast)
                .filter(held -> held.why() == Outcome.Suppression.GROUPED)
                .map(held -> held.exceptionId() + " " + held.by()))
        .containsExactly(
            "housing-turkistan~finish~1 nurly-zher~finish~1",
            "networks-kyzylorda~finish~1 nurly-zher~finish~1");
  }

  @Test
  void helpThatIsAskedForIsGiven() {
    assertThat(weighed.steering)
        .anyMatch(o ->
            o instanceof Outcome.DecisionTaken d
                && d.choice()
                    .equals(
                        new org.plimsoll.core.escalation.Input.Choice.Assist(
                            weighed.calls.getFirst().requestId())));
  }

  private List<String> story(String exceptionId) {
    return weighed.changes.stream()
        .filter(e -> e.exceptionId().equals(exceptionId))
        .map(e -> e.change() + (e.forecast() == null ? " fact " : " expected ") + e.onDate())
        .toList();
  }

  private Set<String> raised(String nodeId) {
    return weighed.changes.stream()
        .filter(change -> change.nodeId().equals(nodeId) && change.change() == Change.RAISED)
        .map(change -> change.tolerance().toleranceId() + " " + change.onDate())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private long budget(String projectId) {
    return portfolio.projects().stream()
        .filter(project -> project.id().equals(projectId))
        .findFirst()
        .orElseThrow()
        .budgetMinor();
  }

  private List<NodeFacts> nodes(org.plimsoll.schema.Level level) {
    return portfolio.facts().stream().filter(facts -> facts.getLevel() == level).toList();
  }

  private Set<String> ids(org.plimsoll.schema.Level level) {
    return nodes(level).stream().map(NodeFacts::getNodeId).collect(Collectors.toSet());
  }
}
