package org.plimsoll.leadership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceTerms;
import org.plimsoll.schema.ToleranceUnit;

/**
 * A road for 10 million tenge: within tolerance in January, beyond it in February and held back
 * because two reports are asked for, an exception in March; passed up, refused a decision, decided.
 */
final class Road {
  static final String ROAD = "road";
  static final String CANAL = "canal";
  static final String EXCEPTION = "road~cost~1";
  static final long COST = 1_000_000_000L;

  private Road() {}

  /** A canal whose overrun nobody answers: passed up, worse, and within tolerance again. */
  static void dig(Story story) {
    story.project(
        CANAL,
        Portfolio.ENBEK,
        Story.text("Арна", "Канал", "Canal"),
        new Accountable("D. Omarov", "project manager", null),
        new Baseline(COST, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant(
                "g-canal-cost", CANAL, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .setTerms(
                ToleranceTerms.newBuilder()
                    .setAnswerWithin(
                        new org.plimsoll.schema.AnswerWithin(
                            24, org.plimsoll.schema.SupportCalendar.ALWAYS))
                    .build())
            .build());
    story.status(Portfolio.status(CANAL, 0).setCostForecastMinor(1_150_000_000L).build());
    story.tick(Instant.parse("2020-02-02T06:00:00Z"));
    story.tick(Instant.parse("2020-02-04T06:00:00Z"));
    story.status(Portfolio.status(CANAL, 1).setCostForecastMinor(1_250_000_000L).build());
    story.status(Portfolio.status(CANAL, 2).setCostForecastMinor(COST).build());
  }

  static void build(Story story) {
    story.project(
        ROAD,
        Portfolio.ENBEK,
        Story.text("Ауылға апаратын жол", "Дорога к селу", "Road to the village"),
        new Accountable("D. Omarov", "project manager", null),
        new Baseline(COST, LocalDate.of(2021, 8, 31), List.of()),
        List.of());
    story.grant(
        Portfolio.grant(
                "g-road-cost", ROAD, "cost", ToleranceKind.COST, Measure.COST_GROWTH_ORIGINAL)
            .setTerms(
                ToleranceTerms.newBuilder()
                    .setAmberTenThousandths(80_000L)
                    .setClearTenThousandths(60_000L)
                    .setReportsBeyond(2)
                    .setAnswerWithin(
                        new org.plimsoll.schema.AnswerWithin(
                            72, org.plimsoll.schema.SupportCalendar.ALWAYS))
                    .build())
            .build());
    story.grant(
        Portfolio.grant("g-road-cpi", ROAD, "cpi", ToleranceKind.COST, Measure.CPI)
            .setBreach(Direction.AT_LEAST)
            .setUnit(ToleranceUnit.RATIO)
            .setLimitTenThousandths(9_000L)
            .build());
    story.grant(
        Portfolio.grant(
                "g-road-later", ROAD, "time", ToleranceKind.TIME, Measure.FINISH_SLIP_ORIGINAL)
            .setUnit(ToleranceUnit.DAYS)
            .setLimitTenThousandths(900_000L)
            .setTerms(
                ToleranceTerms.newBuilder().setEffectiveFrom(LocalDate.of(2021, 1, 1)).build())
            .build());
    // EAC = 1,000 x 100 / 95 million: 5.3 percent more.
    story.status(
        Portfolio.status(ROAD, 0)
            .setEvMinor(95_000_000L)
            .setAcMinor(100_000_000L)
            .setBacMinor(COST)
            .build());
    story.status(Portfolio.status(ROAD, 1).setCostForecastMinor(1_120_000_000L).build());
    story.status(
        Portfolio.status(ROAD, 2)
            .setCostForecastMinor(1_250_000_000L)
            .setPhase("earthworks")
            .setNote("The quarry closed.")
            .setMilestones(
                List.of(
                    new Milestone(
                        "bridge",
                        "Bridge over the river",
                        LocalDate.of(2020, 6, 1),
                        LocalDate.of(2020, 9, 1),
                        null)))
            .setRisks(List.of(new Risk("flood", "Flood", 2_500, 40_000_000L)))
            .setAssistance(new Assistance(Level.PROGRAM, "Please name another quarry."))
            .build());
    story.tick(Instant.parse("2020-04-02T06:00:00Z"));
    story.tick(Instant.parse("2020-04-10T06:00:00Z"));
    story.decide(decision("d-1", DecisionKind.ACKNOWLEDGE, "X. Stranger").build());
    story.decide(decision("d-2", DecisionKind.ACKNOWLEDGE, "A. Sadykova").build());
    story.decide(
        decision("d-3", DecisionKind.REQUIRE_EXCEPTION_PLAN, "A. Sadykova")
            .setPlanDueOn(LocalDate.of(2020, 5, 15))
            .build());
    // Refused: the figures of a later date stand.
    story.status(
        Portfolio.status(ROAD, 1).setEventId("late").setCostForecastMinor(1_000_000_000L).build());
  }

  private static Decision.Builder decision(String eventId, DecisionKind kind, String by) {
    return Decision.newBuilder()
        .setEventId(eventId)
        .setNodeId(ROAD)
        .setExceptionId(EXCEPTION)
        .setKind(kind)
        .setDecidedBy(by)
        .setDecidedAt(Instant.parse("2020-04-11T06:00:00Z"))
        .setReason("The quarry at Akkol can deliver.");
  }
}
