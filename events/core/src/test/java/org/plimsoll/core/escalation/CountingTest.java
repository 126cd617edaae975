package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.DAY;
import static org.plimsoll.core.escalation.Given.cost;
import static org.plimsoll.core.escalation.Given.grant;
import static org.plimsoll.core.escalation.Given.portfolio;
import static org.plimsoll.core.escalation.Given.school;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Outcome.Anomaly;
import org.plimsoll.core.escalation.Outcome.Code;
import org.plimsoll.core.escalation.Outcome.RollupAssessed;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.replay.Fold;

/** A portfolio counts what its programs contribute. */
class CountingTest {

  /** One project of a program that costs so much more than was promised. */
  static Contribution contribution(String childId, long sequence, long eac, long promised) {
    return contribution(childId, sequence, "KZT", DAY, sums(eac, promised));
  }

  private static Rollup sums(long eac, long promised) {
    return new Rollup(
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        eac,
        Map.of(Measure.COST_GROWTH_ORIGINAL, new Fraction(eac - promised, promised)));
  }

  private static Contribution contribution(
      String childId, long sequence, String currency, @Nullable LocalDate on, Rollup rollup) {
    return new Contribution(childId, Given.PORTFOLIO, currency, Given.at(sequence), on, rollup);
  }

  private static Verdict count(Standing standing, Contribution now, @Nullable Contribution held) {
    return Weighing.decide(standing, new Input.ChildContributed(Given.at(9), now, held));
  }

  private static Standing known() {
    Story story = new Story();
    story.given(portfolio(), grant("cost").with(g -> g.nodeId = Given.PORTFOLIO));
    return story.standing(Given.PORTFOLIO);
  }

  private static String refusal(Verdict verdict) {
    return verdict.outcomes().getFirst() instanceof Outcome.Refused(Refusal refusal)
        ? refusal.reason() + " " + refusal.field() + "=" + refusal.value()
        : "taken";
  }

  @Test
  void aChildIsCountedInThePlaceOfWhatItContributedBefore() {
    Contribution first = contribution("enbek", 1, 1_000, 1_000);
    Standing before = count(known(), first, null).next();

    Verdict verdict = count(before, contribution("enbek", 2, 1_300, 1_000), first);

    Parent after = (Parent) verdict.next();
    assertThat(after.below()).isEqualTo(sums(1_300, 1_000));
    assertThat(after.dataDate()).isEqualTo(DAY);
    assertThat(verdict.outcomes())
        .anyMatch(o -> o instanceof Outcome.ExceptionChanged e && e.step() == 3)
        .contains(
            new RollupAssessed(
                Given.PORTFOLIO, DAY, sums(1_300, 1_000), sums(1_300, 1_000).readings()))
        .noneMatch(Outcome.Contributed.class::isInstance);
  }

  @Test
  void twoChildrenAreCountedTogether() {
    Standing one = count(known(), contribution("enbek", 1, 1_000, 1_000), null).next();

    Parent both = (Parent) count(one, contribution("roadmap", 2, 500, 400), null).next();

    assertThat(both.below().projects()).isEqualTo(2);
    assertThat(both.below().eacMinor()).isEqualTo(1_500);
    assertThat(both.below().sums())
        .containsEntry(Measure.COST_GROWTH_ORIGINAL, new Fraction(100, 1_400));
  }

  @Test
  void whatIsNotNewerThanWhatIsCountedIsRefused() {
    Contribution held = contribution("enbek", 5, 1_000, 1_000);
    Standing before = count(known(), held, null).next();

    assertThat(refusal(count(before, contribution("enbek", 5, 1, 1), held)))
        .isEqualTo("REPEATED position.sequence=5");
    assertThat(refusal(count(before, contribution("enbek", 4, 1, 1), held)))
        .isEqualTo("REPEATED position.sequence=4");
    assertThat(count(before, contribution("enbek", 4, 1, 1), held).next()).isEqualTo(before);
    assertThat(refusal(count(before, contribution("enbek", 6, 1, 1), held))).isEqualTo("taken");
  }

  /** Sequences are dense within a tier and a partition, and say nothing across them. */
  @Test
  void onlySequencesOfOneTrailAreCompared() {
    Contribution held = contribution("enbek", 5, 1_000, 1_000);
    Standing before = count(known(), held, null).next();
    Contribution moved =
        new Contribution(
            "enbek",
            Given.PORTFOLIO,
            "KZT",
            new Position(Level.PROGRAM, 1, 2),
            DAY,
            sums(900, 1_000));
    Contribution otherTier =
        new Contribution(
            "enbek",
            Given.PORTFOLIO,
            "KZT",
            new Position(Level.PORTFOLIO, 0, 2),
            DAY,
            sums(900, 1_000));

    assertThat(refusal(count(before, moved, held))).isEqualTo("taken");
    assertThat(refusal(count(before, otherTier, held))).isEqualTo("taken");
  }

  @Test
  void aPortfolioHasOneCurrencyWhetherItsFactsArrivedOrNot() {
    Contribution dollars = contribution("enbek", 2, "USD", DAY, sums(1, 1));
    Standing awaited =
        count(new Standing.Unknown(Given.PORTFOLIO), contribution("enbek", 1, 1, 1), null).next();

    assertThat(refusal(count(known(), dollars, null))).isEqualTo("WRONG_CURRENCY currency=USD");
    assertThat(refusal(count(awaited, dollars, null))).isEqualTo("WRONG_CURRENCY currency=USD");
    assertThat(count(awaited, dollars, null).next()).isEqualTo(awaited);
  }

  @Test
  void aProjectCountsNothing() {
    Story story = Story.of();

    assertThat(refusal(count(story.school(), contribution("enbek", 1, 1, 1), null)))
        .isEqualTo("WRONG_LEVEL parentId=school");
  }

  @Test
  void childrenAreCountedBeforeTheFactsArriveAndThisIsAnAnomaly() {
    Verdict first =
        count(new Standing.Unknown(Given.PORTFOLIO), contribution("enbek", 1, 1_000, 1_000), null);
    Verdict second = count(first.next(), contribution("roadmap", 2, 500, 400), null);

    Rollup both = sums(1_000, 1_000).exchange(Rollup.NONE, sums(500, 400));
    assertThat(second.next()).isEqualTo(new Awaited(Given.PORTFOLIO, "KZT", both, DAY));
    assertThat(second.outcomes())
        .containsExactly(
            new RollupAssessed(Given.PORTFOLIO, DAY, both, both.readings()),
            new Anomaly(
                Given.PORTFOLIO,
                Code.PARENT_AWAITED,
                "counted for roadmap; the facts have not arrived"));
    assertThat(second.accepted()).isTrue();
  }

  @Test
  void aSumThatCannotBeCountedIsAnAnomalyAndChangesNothing() {
    Standing full =
        count(known(), contribution("enbek", 1, Long.MAX_VALUE, Long.MAX_VALUE), null).next();

    Verdict verdict = count(full, contribution("roadmap", 2, 1, 1), null);

    assertThat(verdict.next()).isEqualTo(full);
    assertThat(verdict.outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            Anomaly.class,
            anomaly -> {
              assertThat(anomaly.code()).isEqualTo(Code.SUM_OVERFLOW);
              assertThat(anomaly.detail()).startsWith("adding roadmap: ");
            });
  }

  @Test
  void afterOneThatCouldNotBeCountedAChildStillStandsWithTheOneBefore() {
    Fold fold = new Fold();
    fold.next(told(1, contribution("roadmap", 1, 500, 400)));
    fold.next(told(2, contribution("enbek", 1, 1_000, 1_000)));
    fold.next(told(3, contribution("enbek", 2, Long.MAX_VALUE, Long.MAX_VALUE)));

    fold.next(told(4, contribution("enbek", 3, 1_300, 1_000)));

    assertThat(((Awaited) fold.standing(Given.PORTFOLIO)).below())
        .isEqualTo(sums(500, 400).exchange(Rollup.NONE, sums(1_300, 1_000)));
  }

  private static Input told(long sequence, Contribution contribution) {
    return new Input.ChildContributed(
        new Position(Level.PORTFOLIO, 0, sequence), contribution, null);
  }

  @Test
  void aProjectThatItsProgramCouldNotCountIsCountedWithTheNextReport() {
    Fold fold = new Fold();
    long most = 1_000_000_000_000_000L;
    fold.next(stated(1, Given.PROGRAM, Level.PROGRAM, Given.PORTFOLIO));
    for (int i = 0; i < 10; i++) {
      fold.next(stated(2 + i, "p" + i, Level.PROJECT, Given.PROGRAM));
    }
    List<Outcome> last = List.of();
    for (int i = 0; i < 10; i++) {
      last = fold.next(reported(20 + i, "p" + i, DAY, most, LocalDate.of(2199, 12, 31)));
    }
    assertThat(last).anyMatch(o -> o instanceof Anomaly a && a.code() == Code.SUM_OVERFLOW);

    fold.next(reported(30, "p9", DAY.plusDays(1), 700, PROMISED.plusDays(3)));
    fold.next(reported(31, "p8", DAY.plusDays(1), 700, PROMISED.plusDays(3)));

    Rollup below = ((Parent) fold.standing(Given.PROGRAM)).below();
    assertThat(below.projectsReporting()).isEqualTo(10);
    assertThat(below.bacMinor()).isEqualTo(8 * most + 2 * 700);
  }

  private static final LocalDate PROMISED = LocalDate.of(1900, 1, 1);

  private static Input stated(long sequence, String nodeId, Level level, String parentId) {
    return new Input.FactsStated(
        new Position(Level.PROGRAM, 0, sequence),
        "facts-" + nodeId,
        new Facts(
            nodeId,
            level,
            parentId,
            level == Level.PROJECT ? "agency" : null,
            "person",
            "KZT",
            false,
            level == Level.PROJECT ? new Baseline(1_000L, PROMISED) : Baseline.NONE,
            List.of()),
        null);
  }

  private static Input reported(
      long sequence, String projectId, LocalDate on, long bac, LocalDate finish) {
    return new Input.StatusChanged(
        new Position(Level.PROGRAM, 0, sequence),
        new StatusChange(
            "status-" + sequence,
            "test",
            projectId,
            on,
            "KZT",
            new Figures(null, null, null, bac, null, null, finish, Map.of()),
            null,
            List.of(),
            null,
            null),
        new Origin("agency", on, Given.PROGRAM, true, "sha"));
  }

  @Test
  void theNewestDataDateBelowIsTheParents() {
    Standing none = count(known(), contribution("a", 1, "KZT", null, sums(1, 1)), null).next();
    assertThat(((Parent) none).dataDate()).isNull();

    Standing first = count(none, contribution("b", 2, "KZT", DAY, sums(1, 1)), null).next();
    assertThat(((Parent) first).dataDate()).isEqualTo(DAY);

    Standing earlier =
        count(first, contribution("c", 3, "KZT", DAY.minusDays(1), sums(1, 1)), null).next();
    assertThat(((Parent) earlier).dataDate()).isEqualTo(DAY);

    Standing later =
        count(earlier, contribution("d", 4, "KZT", DAY.plusDays(1), sums(1, 1)), null).next();
    assertThat(((Parent) later).dataDate()).isEqualTo(DAY.plusDays(1));
    assertThat(
            ((Parent) count(later, contribution("e", 5, "KZT", null, sums(1, 1)), null).next())
                .dataDate())
        .isEqualTo(DAY.plusDays(1));
  }

  @Test
  void aProgramCountsAProjectFromItsFactsOnAndTellsItsPortfolio() {
    Story story = new Story();
    story.given(Given.program());

    assertThat(story.when(school(), Outcome.Contributed.class))
        .extracting(c -> c.contribution().childId() + " " + c.contribution().rollup().projects())
        .containsExactly("school 1", "program 1");
    assertThat(story.program().below().projectsReporting()).isZero();
    assertThat(story.when(cost(DAY, 900), Outcome.Contributed.class)).hasSize(2);
    assertThat(story.program().below().projectsReporting()).isEqualTo(1);
    assertThat(story.program().dataDate()).isEqualTo(DAY);
  }

  @Test
  void whatSaysNothingNewIsNotContributed() {
    Story story = Story.of(cost(DAY, 900));

    assertThat(story.when(cost(DAY, 900).called("again"), Outcome.Contributed.class)).isEmpty();
    assertThat(story.when(cost(DAY.plusDays(1), 900), Outcome.Contributed.class)).hasSize(2);
    assertThat(story.when(cost(DAY.plusDays(2), 901), Outcome.Contributed.class)).hasSize(2);
    assertThat(story.when(grant("cost"), Outcome.Contributed.class)).isEmpty();
  }
}
