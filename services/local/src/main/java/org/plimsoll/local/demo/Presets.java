package org.plimsoll.local.demo;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.AnswerWithin;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.SupportCalendar;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceTerms;
import org.plimsoll.schema.ToleranceUnit;

/** The tolerances of the demonstration. */
final class Presets {
  private static final long PER_PERCENT = 10_000;
  private static final long NINE_TENTHS = 9_000;
  private static final long PER_DAY = 10_000;

  /** Three working weeks: before the figures of the next month are weighed. */
  private static final int ANSWER_OFFICE_HOURS = 15 * 8;

  private Presets() {}

  static List<ToleranceGrant> forProgram(String programId, String portfolioId) {
    return List.of(
        cost(programId, portfolioId),
        ratio(programId, portfolioId, "cpi", ToleranceKind.COST, Measure.CPI),
        ratio(programId, portfolioId, "spi", ToleranceKind.TIME, Measure.SPI),
        days(
            programId,
            portfolioId,
            "finish",
            Measure.FINISH_SLIP_ORIGINAL,
            45,
            "PRINCE2 time tolerance: many small slips together are a late program"));
  }

  static List<ToleranceGrant> forProject(
      String projectId,
      String programId,
      String portfolioId,
      List<Sample.Indicator> indicators,
      Sample.Course course) {
    List<ToleranceGrant> grants = new ArrayList<>();
    int ahead = requireNonNullElse(course.ahead(), 0);
    int hold = requireNonNullElse(course.hold(), 0);
    grants.add(on(cost(projectId, programId), 0, ahead));
    grants.add(on(ratio(projectId, programId, "cpi", ToleranceKind.COST, Measure.CPI), hold, 0));
    grants.add(ratio(projectId, programId, "spi", ToleranceKind.TIME, Measure.SPI));
    grants.add(
        on(
            // More than the program holds as a whole, so the portfolio grants it itself.
            days(
                projectId,
                portfolioId,
                "finish",
                Measure.FINISH_SLIP_ORIGINAL,
                90,
                "PRINCE2 time tolerance: the forecast finish may lie up to 90 days late"),
            0,
            ahead));
    grants.add(
        days(
            projectId,
            programId,
            "silence",
            Measure.SILENCE,
            45,
            "Illustrative: agencies report at the end of each month"));
    for (Sample.Indicator indicator : indicators) {
      Integer least = indicator.tolerance();
      if (least != null) {
        grants.add(
            grant(
                projectId,
                programId,
                indicator.id(),
                ToleranceKind.BENEFIT,
                Measure.INDICATOR_ACHIEVEMENT,
                indicator.id(),
                Direction.AT_LEAST,
                ToleranceUnit.PERCENT,
                least * PER_PERCENT,
                "PRINCE2 benefit tolerance: what the project is for must be in sight"));
      }
    }
    return grants;
  }

  private static ToleranceGrant on(ToleranceGrant plain, int holdAfterRaises, int forecastDays) {
    return ToleranceGrant.newBuilder(plain)
        .setTerms(terms().setHoldAfterRaises(holdAfterRaises).setForecastDays(forecastDays).build())
        .build();
  }

  private static ToleranceTerms.Builder terms() {
    return ToleranceTerms.newBuilder()
        .setAnswerWithin(new AnswerWithin(ANSWER_OFFICE_HOURS, SupportCalendar.KAZAKHSTAN));
  }

  private static ToleranceGrant days(
      String nodeId, String grantedBy, String id, Measure measure, long days, String reason) {
    return grant(
        nodeId,
        grantedBy,
        id,
        ToleranceKind.TIME,
        measure,
        null,
        Direction.AT_MOST,
        ToleranceUnit.DAYS,
        days * PER_DAY,
        reason);
  }

  private static ToleranceGrant cost(String nodeId, String grantedBy) {
    return grant(
        nodeId,
        grantedBy,
        "cost",
        ToleranceKind.COST,
        Measure.COST_GROWTH_ORIGINAL,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        10 * PER_PERCENT,
        "US IT Dashboard: a variance within 10 percent is green");
  }

  private static ToleranceGrant ratio(
      String nodeId, String grantedBy, String id, ToleranceKind kind, Measure measure) {
    return grant(
        nodeId,
        grantedBy,
        id,
        kind,
        measure,
        null,
        Direction.AT_LEAST,
        ToleranceUnit.RATIO,
        NINE_TENTHS,
        "US IT Dashboard: a variance within 10 percent is green");
  }

  private static ToleranceGrant grant(
      String nodeId,
      String grantedBy,
      String id,
      ToleranceKind kind,
      Measure measure,
      @Nullable String indicatorId,
      Direction breach,
      ToleranceUnit unit,
      long limitTenThousandths,
      String reason) {
    return ToleranceGrant.newBuilder()
        .setEventId("demo:grant:" + nodeId + ":" + id)
        .setNodeId(nodeId)
        .setToleranceId(id)
        .setVersion(1)
        .setKind(kind)
        .setMeasure(measure)
        .setIndicatorId(indicatorId)
        .setBreach(breach)
        .setUnit(unit)
        .setLimitTenThousandths(limitTenThousandths)
        .setGrantedBy(grantedBy)
        .setReason(reason)
        .setTerms(terms().build())
        .build();
  }
}
