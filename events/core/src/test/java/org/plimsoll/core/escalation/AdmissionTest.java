package org.plimsoll.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.StatusChange.Milestone;
import org.plimsoll.core.escalation.StatusChange.Risk;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.replay.Fold;

/** What is asked of milestones, risks and time-phased plans before they are weighed. */
class AdmissionTest {
  private static final LocalDate DAY = LocalDate.of(2021, 1, 1);

  private static StatusChange status(
      String eventId, @Nullable String currency, List<Milestone> milestones, List<Risk> risks) {
    return new StatusChange(
        eventId,
        "test",
        "school",
        DAY,
        currency,
        Figures.NONE,
        null,
        milestones,
        risks,
        null,
        null);
  }

  private static @Nullable String refusedField(Risk... risks) {
    return Admission.refusalOf(status("e", "KZT", List.of(), Arrays.asList(risks)), DAY)
        .map(Refusal::field)
        .orElse(null);
  }

  @Test
  void aRiskIsNamedOnceAndLiesWithinItsBounds() {
    assertThat(refusedField(new Risk("flood", null, 0, 0), new Risk("frost", "x", 10_000, 5)))
        .isNull();
    assertThat(refusedField(new Risk("flood", null, 0, 0), new Risk("flood", null, 0, 0)))
        .isEqualTo("risks.riskId");
    assertThat(refusedField(new Risk("", null, 0, 0))).isEqualTo("risks.riskId");
    assertThat(refusedField(new Risk("flood", null, 10_001, 0))).isEqualTo("risks.probability");
    assertThat(refusedField(new Risk("flood", null, -1, 0))).isEqualTo("risks.probability");
    assertThat(refusedField(new Risk("flood", null, 1, -1))).isEqualTo("risks.impactMinor");
    assertThat(refusedField(new Risk("flood", null, 1, Admission.MAX_AMOUNT_MINOR + 1)))
        .isEqualTo("risks.impactMinor");
    assertThat(refusedField(new Risk("flood", "x".repeat(4_001), 1, 1))).isEqualTo("risks.name");
    assertThat(
            refusedField(
                IntStream.rangeClosed(1, Admission.MAX_RISKS)
                    .mapToObj(i -> new Risk("r" + i, null, 1, 1))
                    .toArray(Risk[]::new)))
        .isNull();
    assertThat(
            refusedField(
                IntStream.rangeClosed(0, Admission.MAX_RISKS)
                    .mapToObj(i -> new Risk("risk-" + i, null, 1, 1))
                    .toArray(Risk[]::new)))
        .isEqualTo("risks");
  }

  @Test
  void anImpactIsAnAmountAndNeedsACurrency() {
    StatusChange without = status("e", null, List.of(), List.of(new Risk("flood", null, 1, 1)));

    assertThat(Admission.refusalOf(without, DAY).orElseThrow().field()).isEqualTo("currency");
    assertThat(Admission.refusalOf(status("e", null, List.of(), List.of()), DAY)).isEmpty();
  }

  @Test
  void aMilestoneIsNamedOnce() {
    Milestone roof = new Milestone("roof", null, DAY, DAY, null);

    assertThat(
            Admission.refusalOf(status("e", null, List.of(roof, roof), List.of()), DAY)
                .orElseThrow()
                .field())
        .isEqualTo("milestones.milestoneId");
    Milestone road = new Milestone("road", null, DAY, DAY, null);
    assertThat(
            Admission.refusalOf(status("e", null, List.of(road, roof, roof), List.of()), DAY)
                .orElseThrow()
                .value())
        .isEqualTo("roof");
  }

  private static @Nullable String refusedPlan(List<PlannedPoint> points) {
    return Admission.refusalOf(
            "e", new Input.Choice.ApproveBaseline(new Baseline(null, null, points)), DAY)
        .map(refusal -> refusal.field() + " " + refusal.expected())
        .orElse(null);
  }

  @Test
  void aPlanBeginsWithZeroAndGoesForwardAndUp() {
    PlannedPoint start = new PlannedPoint(DAY, 0);
    PlannedPoint half = new PlannedPoint(DAY.plusDays(30), 50);
    PlannedPoint whole = new PlannedPoint(DAY.plusDays(60), 100);

    assertThat(refusedPlan(List.of(start, half, half(half), whole))).isNull();
    assertThat(refusedPlan(List.of())).isEqualTo("baseline a cost, a finish or a time-phased plan");
    assertThat(refusedPlan(List.of(half)))
        .isEqualTo("baseline.timePhased a start with 0 and an end above 0");
    assertThat(refusedPlan(List.of(start)))
        .isEqualTo("baseline.timePhased a start with 0 and an end above 0");
    assertThat(refusedPlan(List.of(start, new PlannedPoint(DAY.plusDays(30), 0))))
        .isEqualTo("baseline.timePhased a start with 0 and an end above 0");
    assertThat(refusedPlan(List.of(half, whole)))
        .isEqualTo("baseline.timePhased.pvMinor 0 at the start");
    assertThat(refusedPlan(List.of(start, half, half)))
        .isEqualTo("baseline.timePhased.date later than 2021-01-31");
    assertThat(refusedPlan(List.of(start, half, new PlannedPoint(DAY.plusDays(40), 49))))
        .isEqualTo("baseline.timePhased.pvMinor no less than 50");
    assertThat(refusedPlan(List.of(start, new PlannedPoint(LocalDate.of(2200, 1, 1), 5))))
        .isEqualTo("baseline.timePhased.date from 1900-01-01 to 2199-12-31");
    assertThat(refusedPlan(points(Admission.MAX_PLANNED_POINTS))).isNull();
    assertThat(refusedPlan(points(Admission.MAX_PLANNED_POINTS + 1)))
        .isEqualTo("baseline.timePhased at most 600");
  }

  private static PlannedPoint half(PlannedPoint point) {
    return new PlannedPoint(point.date().plusDays(1), point.pvMinor());
  }

  private static List<PlannedPoint> points(int count) {
    List<PlannedPoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new PlannedPoint(DAY.plusDays(i), i));
    }
    return points;
  }

  @Test
  void theMilestonesOfAProjectAreBoundedOverAllItsReports() {
    Fold fold = new Fold();
    fold.next(facts("program", Level.PROGRAM, "portfolio", null));
    fold.next(facts("school", Level.PROJECT, "program", "akimat"));
    List<Milestone> most =
        IntStream.range(0, Admission.MAX_MILESTONES)
            .mapToObj(i -> new Milestone("m" + i, null, DAY, DAY, null))
            .toList();

    assertThat(fold.next(changed(status("first", null, most, List.of()))))
        .noneMatch(Outcome.Refused.class::isInstance);
    assertThat(fold.next(changed(status("same", null, most, List.of()))))
        .noneMatch(Outcome.Refused.class::isInstance);
    List<Outcome> outcomes =
        fold.next(
            changed(
                status(
                    "more", null, List.of(new Milestone("new", null, DAY, DAY, null)), List.of())));

    assertThat(outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).isEqualTo("milestones"));
  }

  private static Input facts(
      String nodeId, Level level, String parentId, @Nullable String agencyId) {
    return new Input.FactsStated(
        new Position(Level.PROGRAM, 0, 1),
        "facts-" + nodeId,
        new Facts(nodeId, level, parentId, agencyId, null, "KZT", false, Baseline.NONE, List.of()),
        null);
  }

  private static Input changed(StatusChange status) {
    return new Input.StatusChanged(
        new Position(Level.PROGRAM, 0, 2),
        status,
        new Origin("akimat", DAY, "program", true, "sha-" + status.eventId()));
  }
}
