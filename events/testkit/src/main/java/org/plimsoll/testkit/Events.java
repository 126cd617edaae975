package org.plimsoll.testkit;

import java.time.LocalDate;
import java.util.List;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceUnit;

/** Events as tests state them: complete, and dull in everything that a test does not speak of. */
public final class Events {
  public static final String CURRENCY = "KZT";

  private Events() {}

  /** Facts of a portfolio. */
  public static NodeFacts.Builder portfolio(String id) {
    return facts(id, Level.PORTFOLIO);
  }

  /** Facts of a program. */
  public static NodeFacts.Builder program(String id, String portfolioId) {
    return facts(id, Level.PROGRAM).setParentId(portfolioId);
  }

  /** Facts of a project whose baselines are declared. */
  public static NodeFacts.Builder project(
      String id, String programId, String agencyId, long costMinor, LocalDate finish) {
    return facts(id, Level.PROJECT)
        .setParentId(programId)
        .setAgencyId(agencyId)
        .setBaseline(new Baseline(costMinor, finish, List.of()));
  }

  private static NodeFacts.Builder facts(String id, Level level) {
    return NodeFacts.newBuilder()
        .setEventId("facts-" + id)
        .setNodeId(id)
        .setLevel(level)
        .setName(new LocalizedText(id + " kk", id + " ru", id + " en"))
        .setCurrency(CURRENCY)
        .setAccountable(new Accountable("A. Person", "manager", null))
        .setBaselineSource(BaselineSource.DECLARED)
        .setTargets(List.of())
        .setSource("test");
  }

  /** At most so much percent of cost growth over the original baseline. */
  public static ToleranceGrant.Builder costGrowthAtMost(String nodeId, long percent) {
    return ToleranceGrant.newBuilder()
        .setEventId("grant-cost-" + nodeId)
        .setNodeId(nodeId)
        .setToleranceId("cost")
        .setVersion(1)
        .setKind(ToleranceKind.COST)
        .setMeasure(Measure.COST_GROWTH_ORIGINAL)
        .setBreach(Direction.AT_MOST)
        .setUnit(ToleranceUnit.PERCENT)
        .setLimitTenThousandths(percent * 10_000)
        .setGrantedBy("test")
        .setReason("test");
  }

  /** At most so many days of finish slip over the original baseline. */
  public static ToleranceGrant.Builder finishSlipAtMost(String nodeId, long days) {
    return costGrowthAtMost(nodeId, days)
        .setEventId("grant-time-" + nodeId)
        .setToleranceId("time")
        .setKind(ToleranceKind.TIME)
        .setMeasure(Measure.FINISH_SLIP_ORIGINAL)
        .setUnit(ToleranceUnit.DAYS);
  }

  /** A status without figures. */
  public static StatusChange.Builder status(String projectId, LocalDate dataDate) {
    return StatusChange.newBuilder()
        .setEventId("status-" + projectId + "-" + dataDate)
        .setSource("test 1.0")
        .setProjectId(projectId)
        .setDataDate(dataDate)
        .setMilestones(List.of())
        .setIndicators(List.of());
  }

  /** A status that forecasts this cost. */
  public static StatusChange.Builder costForecast(
      String projectId, LocalDate dataDate, long costMinor) {
    return status(projectId, dataDate).setCurrency(CURRENCY).setCostForecastMinor(costMinor);
  }
}
