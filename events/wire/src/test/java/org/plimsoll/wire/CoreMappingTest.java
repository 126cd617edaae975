package org.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plimsoll.core.tolerance.Terms.Calendar.KAZAKHSTAN;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.ExceptionChanged;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.PlannedPoint;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.Signalled;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;

class CoreMappingTest {
  private static final LocalDate DAY = LocalDate.of(2021, 3, 31);

  private static StatusChange status(@Nullable List<Risk> risks) {
    return StatusChange.newBuilder()
        .setEventId("e")
        .setSource("test")
        .setProjectId("school")
        .setDataDate(DAY)
        .setMilestones(List.of(new Milestone("roof", "Roof", DAY, DAY.plusDays(4), null)))
        .setRisks(risks)
        .build();
  }

  @Test
  void everyMeasureHasItsSymbolAndEverySymbolItsMeasure() {
    assertThat(Arrays.stream(Measure.values()).filter(m -> m != Measure.UNRECOGNISED))
        .extracting(Enum::name)
        .containsExactlyElementsOf(
            Arrays.stream(org.plimsoll.core.measure.Measure.values()).map(Enum::name).toList());
  }

  @Test
  void aToleranceThatIsGrantedIsReadBackAsItWas() {
    for (Terms terms :
        List.of(
            Terms.PLAIN,
            new Terms(
                1L,
                2L,
                -3L,
                4,
                5,
                6,
                7,
                DAY,
                DAY.plusDays(8),
                new Terms.AnswerWithin(9, KAZAKHSTAN)))) {
      Tolerance tolerance =
          new Tolerance(
              "pupils",
              3,
              ToleranceKind.BENEFIT,
              org.plimsoll.core.measure.Measure.INDICATOR_TREND,
              "pupils",
              Direction.AT_LEAST,
              ToleranceUnit.PERCENT,
              800_000,
              terms);

      ToleranceGrant grant = CoreWriter.grant("e", "school", tolerance, "cabinet", "why");

      assertThat(CoreReader.tolerance(grant)).isEqualTo(tolerance);
      assertThat(grant.getNodeId()).isEqualTo("school");
      assertThat(grant.getGrantedBy()).isEqualTo("cabinet");
      assertThat(grant.getReason()).isEqualTo("why");
      assertThat(grant.getTerms() == null).isEqualTo(terms.equals(Terms.PLAIN));
    }
  }

  @Test
  void milestonesAndRisksAreAmongTheFigures() {
    Figures figures =
        CoreReader.statusChange(
                status(
                    List.of(new Risk("flood", null, 2_500, 400L), new Risk("x", "y", 10_000, 7L))))
            .reported();

    assertThat(figures.milestones())
        .containsOnlyKeys("roof")
        .containsValue(new MilestoneDates(DAY, DAY.plusDays(4), null));
    assertThat(figures.riskExposureMinor()).isEqualTo(107);
  }

  @Test
  void noRisksAreAnExposureOfZeroAndNoRegisterIsNone() {
    assertThat(CoreReader.statusChange(status(List.of())).reported().riskExposureMinor()).isZero();
    assertThat(CoreReader.statusChange(status(null)).reported().riskExposureMinor()).isNull();
  }

  @Test
  void anApprovedBaselineBringsItsPlan() {
    Decision decision =
        Decision.newBuilder()
            .setEventId("d")
            .setNodeId("school")
            .setKind(DecisionKind.APPROVE_BASELINE)
            .setDecidedBy("person")
            .setDecidedAt(Instant.EPOCH)
            .setReason("reason")
            .setBaseline(
                new Baseline(
                    null,
                    null,
                    List.of(new PlannedPoint(DAY, 0L), new PlannedPoint(DAY.plusDays(30), 9L))))
            .build();

    assertThat(CoreReader.choice(decision))
        .isEqualTo(
            new Choice.ApproveBaseline(
                new org.plimsoll.core.measure.Baseline(
                    null,
                    null,
                    List.of(
                        new org.plimsoll.core.measure.PlannedPoint(DAY, 0),
                        new org.plimsoll.core.measure.PlannedPoint(DAY.plusDays(30), 9)))));
  }

  @Test
  void aCorrectionNamesWhatItCorrectsAndARatingIsTheAgencys() {
    StatusChange wire =
        StatusChange.newBuilder(status(null))
            .setCorrects("earlier")
            .setSelfRating(org.plimsoll.schema.Rating.RED)
            .build();

    var status = CoreReader.statusChange(wire);

    assertThat(status.corrects()).isEqualTo("earlier");
    assertThat(status.selfRating()).isEqualTo(Rating.RED);
  }

  @Test
  void aRatingThatThisVersionDoesNotKnowIsNamed() {
    StatusChange wire =
        StatusChange.newBuilder(status(null))
            .setSelfRating(org.plimsoll.schema.Rating.UNRECOGNISED)
            .build();

    assertThatThrownBy(() -> CoreReader.statusChange(wire))
        .isInstanceOf(CoreReader.UnrecognisedException.class)
        .hasMessageContaining("selfRating: UNRECOGNISED");
  }

  @Test
  void aDecisionDatedAheadIsOneOfTheDayOnWhichItWasReceived() {
    Decision.Builder decision =
        Decision.newBuilder()
            .setEventId("d")
            .setNodeId("school")
            .setKind(DecisionKind.NOTE)
            .setDecidedBy("minister")
            .setReason("because");
    Instant received = DAY.atTime(10, 0).toInstant(ZoneOffset.UTC);

    assertThat(
            CoreReader.decidedOn(
                decision.setDecidedAt(received.plusSeconds(9_999_999)).build(), received))
        .isEqualTo(DAY);
    assertThat(
            CoreReader.decidedOn(
                decision.setDecidedAt(received.minusSeconds(86_400)).build(), received))
        .isEqualTo(DAY.minusDays(1));
  }

  @Test
  void whoWasToldIsListedAndInOlderEntriesIsTheLevelAbove() {
    List<Level> both = List.of(Level.PROGRAM, Level.PORTFOLIO);

    assertThat(OutcomeReader.deliveredTo(cleared(both), Level.PROJECT)).isEqualTo(both);
    assertThat(OutcomeReader.deliveredTo(cleared(List.of()), Level.PROJECT)).isEmpty();

    ExceptionChanged older =
        ExceptionChanged.newBuilder(cleared(both)).setDeliveredTo(List.of()).build();
    assertThat(OutcomeReader.deliveredTo(older, Level.PROJECT)).containsExactly(Level.PROGRAM);
  }

  private static ExceptionChanged cleared(List<Level> deliveredTo) {
    return (ExceptionChanged)
        CoreWriter.outcome(
            new Outcome.ExceptionChanged(
                Outcome.Change.CLEARED,
                "school~cost~1",
                "school",
                new Tolerance(
                    "cost",
                    1,
                    ToleranceKind.COST,
                    org.plimsoll.core.measure.Measure.COST_GROWTH_ORIGINAL,
                    null,
                    Direction.AT_MOST,
                    ToleranceUnit.PERCENT,
                    100_000,
                    Terms.PLAIN),
                new Fraction(0, 1),
                0,
                DAY,
                DAY,
                1,
                null,
                deliveredTo));
  }

  @Test
  void everySignalHasItsSymbolAndItsEvidence() {
    for (Outcome.Signal signal : Outcome.Signal.values()) {
      Signalled signalled =
          (Signalled)
              CoreWriter.outcome(
                  new Outcome.Signalled(
                      "school", signal, "cost", 3, new Fraction(19, 200), null, DAY, DAY));

      assertThat(signalled.getSignal().name()).isEqualTo(signal.name());
      assertThat(signalled.getValueNumerator()).isEqualTo(19);
      assertThat(signalled.getValueDenominator()).isEqualTo(200);
      assertThat(signalled.getAgainstNumerator()).isNull();
    }
  }

  @Test
  void theProjectedFinishStandsBesideTheFigures() {
    Assessed assessed =
        (Assessed)
            CoreWriter.outcome(
                new Outcome.ProjectAssessed(
                    "school", DAY, Figures.NONE, DAY, List.of(), false, false, Rating.AMBER));

    assertThat(assessed.getFigures().getProjectedFinish()).isEqualTo(DAY);
    assertThat(assessed.getFigures().getForecastFinish()).isNull();
    assertThat(assessed.getSelfRating()).isEqualTo(org.plimsoll.schema.Rating.AMBER);
  }
}
