package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plimsoll.core.escalation.Given.PROGRAM;
import static org.plimsoll.core.escalation.Given.SCHOOL;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.bytes.BytesOut;
import org.plimsoll.core.escalation.Outcome.BudgetExceeded;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** What is named, and of whom, when a program holds less than it has given on. */
class BudgetExceededTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  /** In the order of ids behind the school. */
  private static final String ANOTHER = SCHOOL + "-2";

  private static Given.Grant percent(String nodeId, int version, long percent) {
    return Given.grant("cost")
        .version(version)
        .with(g -> {
          g.nodeId = nodeId;
          g.eventId = nodeId + "-" + g.eventId;
          g.limitTenThousandths = percent * 10_000;
        });
  }

  private static Given.Grant cpi(String nodeId, int version, long limit) {
    return Given.grant("cpi")
        .version(version)
        .with(g -> {
          g.nodeId = nodeId;
          g.eventId = nodeId + "-" + g.eventId;
          g.measure = Measure.CPI;
          g.unit = ToleranceUnit.RATIO;
          g.breach = Direction.AT_LEAST;
          g.limitTenThousandths = limit;
        });
  }

  /** A variance at completion of no less than this amount, and perhaps of no more than another. */
  private static Given.Grant variance(String nodeId, int version, long least, @Nullable Long most) {
    return Given.grant("vac")
        .version(version)
        .with(g -> {
          g.nodeId = nodeId;
          g.eventId = nodeId + "-" + g.eventId;
          g.measure = Measure.VAC;
          g.unit = ToleranceUnit.MINOR_UNITS;
          g.breach = Direction.AT_LEAST;
          g.limitTenThousandths = least * 10_000;
          g.otherSideTenThousandths = most == null ? null : Long.valueOf(most * 10_000);
        });
  }

  private static BudgetExceeded exceeded(
      String nodeId,
      Measure measure,
      ToleranceUnit unit,
      Direction side,
      @Nullable Long given,
      long held) {
    return new BudgetExceeded(
        nodeId,
        PROGRAM,
        measure,
        null,
        unit,
        side,
        given == null ? null : BigInteger.valueOf(given),
        held);
  }

  private static List<BudgetExceeded> tick(Story story, int day) {
    return story.when(Given.tick(DAY.plusDays(day)), BudgetExceeded.class);
  }

  private static final BudgetExceeded COST =
      exceeded(
          SCHOOL,
          Measure.COST_GROWTH_ORIGINAL,
          ToleranceUnit.PERCENT,
          Direction.AT_MOST,
          80_000L,
          50_000);
  private static final BudgetExceeded CPI =
      exceeded(SCHOOL, Measure.CPI, ToleranceUnit.RATIO, Direction.AT_LEAST, 9_200L, 9_500);

  private static Story granted() {
    return Story.of(
        percent(PROGRAM, 1, 10),
        cpi(PROGRAM, 1, 9_000),
        percent(SCHOOL, 1, 8),
        cpi(SCHOOL, 1, 9_200));
  }

  /** Another school of the program, which has reported as the first one has. */
  private static Story beside(long percent, long percentOfAnother) {
    Story story =
        Story.of(
            percent(PROGRAM, 1, 10),
            percent(SCHOOL, 1, percent),
            Given.cost(DAY, 1_000),
            Given.school().with(f -> f.nodeId = ANOTHER),
            percent(ANOTHER, 1, percentOfAnother),
            Given.cost(DAY, 1_000).with(r -> r.projectId = ANOTHER));
    for (String school : List.of(SCHOOL, ANOTHER)) {
      assertThat(AtRest.of(story.standing(school), new BytesOut()))
          .isInstanceOfSatisfying(
              ProjectAtRest.class, waiting -> assertThat(waiting.isUnmovedByTime()).isTrue());
    }
    return story;
  }

  @Test
  void projectsThatTimeDoesNotMoveAreNamedEach() {
    Story story = beside(8, 8);
    assertThat(tick(story, 0)).isEmpty();

    story.given(percent(PROGRAM, 2, 5));

    assertThat(tick(story, 0))
        .extracting(BudgetExceeded::nodeId)
        .containsExactlyInAnyOrder(SCHOOL, ANOTHER);
  }

  /** The one that is asked first has nothing to say, and says nothing of the other. */
  @Test
  void aProjectWithMoreThanTheOneBeforeItIsNamed() {
    Story story = beside(3, 8).given(percent(PROGRAM, 2, 5));

    assertThat(tick(story, 0)).extracting(BudgetExceeded::nodeId).containsExactly(ANOTHER);
  }

  @Test
  void eachMeasureIsNamedInOneOrder() {
    Story story = granted().given(cpi(PROGRAM, 2, 9_500), percent(PROGRAM, 2, 5));

    assertThat(tick(story, 0)).containsExactly(COST, CPI);
  }

  @Test
  void aSecondMeasureIsNamedBesideOneThatWasNamedBefore() {
    Story story = granted().given(percent(PROGRAM, 2, 5));
    assertThat(tick(story, 0)).containsExactly(COST);

    story.given(cpi(PROGRAM, 2, 9_500));

    assertThat(tick(story, 1)).containsExactly(CPI);
    assertThat(tick(story, 2)).isEmpty();
  }

  /** Given back and exceeded again is named again. */
  @Test
  void whatFitsAgainMayBeNamedAgain() {
    Story story = granted().given(percent(PROGRAM, 2, 5));
    assertThat(tick(story, 0)).containsExactly(COST);
    story.given(percent(PROGRAM, 3, 9));
    assertThat(tick(story, 1)).isEmpty();

    story.given(percent(PROGRAM, 4, 5));

    assertThat(tick(story, 2)).containsExactly(COST);
  }

  /** An amount is one of all projects together, so it is the program's alone to be named. */
  @Test
  void ofAmountsTheProgramIsNamedAndNoneOfItsProjects() {
    Story story = Story.of(variance(PROGRAM, 1, -100, null), variance(SCHOOL, 1, -70, null));

    assertThat(story.when(variance(PROGRAM, 2, -50, null), BudgetExceeded.class))
        .containsExactly(
            exceeded(
                PROGRAM,
                Measure.VAC,
                ToleranceUnit.MINOR_UNITS,
                Direction.AT_LEAST,
                -700_000L,
                -500_000));
    assertThat(tick(story, 0)).isEmpty();
  }

  @Test
  void anAmountWithoutALimitIsBeyondAnyThatTheProgramHolds() {
    Story story = Story.of(variance(SCHOOL, 1, -70, null));

    assertThat(story.when(variance(PROGRAM, 1, -100, 100L), BudgetExceeded.class))
        .containsExactly(
            exceeded(
                PROGRAM,
                Measure.VAC,
                ToleranceUnit.MINOR_UNITS,
                Direction.AT_MOST,
                null,
                1_000_000));
  }

  @Test
  void aShareWithoutALimitOnOneSideIsNamedForThatSide() {
    Story story = Story.of(percent(SCHOOL, 1, 8));
    story.given(percent(PROGRAM, 1, 10).with(g -> g.otherSideTenThousandths = -100_000L));

    assertThat(tick(story, 0))
        .containsExactly(
            exceeded(
                SCHOOL,
                Measure.COST_GROWTH_ORIGINAL,
                ToleranceUnit.PERCENT,
                Direction.AT_LEAST,
                null,
                -100_000));
  }

  @Test
  void whereTheProgramHoldsNothingNothingIsExceeded() {
    Story story = Story.of(percent(SCHOOL, 1, 80), variance(SCHOOL, 1, -70, null));

    assertThat(tick(story, 0)).isEmpty();
    assertThat(story.when(cpi(PROGRAM, 1, 9_000), BudgetExceeded.class)).isEmpty();
    assertThat(tick(story, 1)).isEmpty();
  }

  /** The amounts of a tolerance in another unit are none. */
  @Test
  void onlyAmountsAreCountedAsGivenOn() {
    Story story = Story.of();

    assertThat(story.when(percent(SCHOOL, 1, 8), Outcome.BudgetGivenOn.class)).isEmpty();
    assertThat(story.when(variance(SCHOOL, 1, -70, null), Outcome.BudgetGivenOn.class))
        .singleElement()
        .satisfies(given -> {
          assertThat(given.nodeId()).isEqualTo(PROGRAM);
          assertThat(given.now().measure()).isEqualTo(Measure.VAC);
          assertThat(given.now().projects()).isEqualTo(1);
          assertThat(given.now().least().sumTenThousandths())
              .isEqualTo(BigInteger.valueOf(-700_000));
        });
    assertThat(story.when(variance(SCHOOL, 2, -50, null), Outcome.BudgetGivenOn.class))
        .singleElement()
        .satisfies(given -> {
          assertThat(given.now().projects()).isEqualTo(1);
          assertThat(given.now().least().sumTenThousandths())
              .isEqualTo(BigInteger.valueOf(-500_000));
        });
  }
}
