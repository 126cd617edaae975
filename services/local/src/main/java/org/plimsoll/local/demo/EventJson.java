package org.plimsoll.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.AnswerWithin;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.IndicatorTarget;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.PlannedPoint;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.StatusChange;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceTerms;

/** Events in the JSON that intake takes: the schemas' names, plain decimals, ISO dates. */
public final class EventJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventJson() {}

  public static String of(NodeFacts facts) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("eventId", facts.getEventId())
            .put("nodeId", facts.getNodeId())
            .put("level", facts.getLevel().name())
            .put("parentId", facts.getParentId());
    json.set("name", text(facts.getName()));
    json.put("agencyId", facts.getAgencyId()).put("currency", facts.getCurrency());
    Accountable accountable = facts.getAccountable();
    if (accountable != null) {
      ObjectNode who =
          json.putObject("accountable")
              .put("person", accountable.getPerson())
              .put("role", accountable.getRole());
      if (accountable.getRoleText() != null) {
        who.set("roleText", text(accountable.getRoleText()));
      }
    }
    json.put("baselineSource", facts.getBaselineSource().name());
    Baseline baseline = facts.getBaseline();
    if (baseline != null) {
      ArrayNode points =
          json.putObject("baseline")
              .put("costMinor", baseline.getCostMinor())
              .put("finish", date(baseline.getFinish()))
              .putArray("timePhased");
      for (PlannedPoint point : baseline.getTimePhased()) {
        points.addObject().put("date", date(point.getDate())).put("pvMinor", point.getPvMinor());
      }
    }
    ArrayNode targets = json.putArray("targets");
    for (IndicatorTarget target : facts.getTargets()) {
      ObjectNode one = targets.addObject().put("indicatorId", target.getIndicatorId());
      one.set("name", text(target.getName()));
      one.put("unit", target.getUnit())
          .put("target", decimal(target.getTargetTenThousandths()))
          .put("direction", target.getDirection().name())
          .put("indicatorKind", target.getIndicatorKind().name())
          .put("dueDate", date(target.getDueDate()))
          .put("source", target.getSource());
    }
    if (facts.getContributionDeadbandTenThousandths() != 0) {
      json.put("contributionDeadband", decimal(facts.getContributionDeadbandTenThousandths()));
    }
    return json.put("source", facts.getSource()).toString();
  }

  public static String of(ToleranceGrant grant) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("eventId", grant.getEventId())
            .put("nodeId", grant.getNodeId())
            .put("toleranceId", grant.getToleranceId())
            .put("version", grant.getVersion())
            .put("kind", grant.getKind().name())
            .put("measure", grant.getMeasure().name())
            .put("indicatorId", grant.getIndicatorId())
            .put("breach", grant.getBreach().name())
            .put("unit", grant.getUnit().name())
            .put("limit", decimal(grant.getLimitTenThousandths()))
            .put("grantedBy", grant.getGrantedBy())
            .put("reason", grant.getReason());
    ToleranceTerms terms = grant.getTerms();
    if (terms != null) {
      ObjectNode written =
          json.putObject("terms")
              .put("reportsBeyond", terms.getReportsBeyond())
              .put("daysBeyond", terms.getDaysBeyond())
              .put("holdAfterRaises", terms.getHoldAfterRaises())
              .put("forecastDays", terms.getForecastDays());
      AnswerWithin within = terms.getAnswerWithin();
      if (within != null) {
        written
            .putObject("answerWithin")
            .put("hours", within.getHours())
            .put("calendar", within.getCalendar().name());
      }
    }
    return json.toString();
  }

  public static String of(Decision decision) {
    Long limit = decision.getLimitTenThousandths();
    return JSON.createObjectNode()
        .put("eventId", decision.getEventId())
        .put("nodeId", decision.getNodeId())
        .put("kind", decision.getKind().name())
        .put("exceptionId", decision.getExceptionId())
        .put("decidedBy", decision.getDecidedBy())
        .put("decidedAs", decision.getDecidedAs())
        .put("decidedAt", decision.getDecidedAt().toString())
        .put("reason", decision.getReason())
        .put("limit", limit == null ? null : decimal(limit))
        .put("until", date(decision.getUntil()))
        .put("planDueOn", date(decision.getPlanDueOn()))
        .toString();
  }

  public static String of(StatusChange status) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("eventId", status.getEventId())
            .put("source", status.getSource())
            .put("projectId", status.getProjectId())
            .put("dataDate", date(status.getDataDate()))
            .put("currency", status.getCurrency())
            .put("pvMinor", status.getPvMinor())
            .put("evMinor", status.getEvMinor())
            .put("acMinor", status.getAcMinor())
            .put("bacMinor", status.getBacMinor())
            .put("etcMinor", status.getEtcMinor())
            .put("costForecastMinor", status.getCostForecastMinor())
            .put("forecastFinish", date(status.getForecastFinish()))
            .put("phase", status.getPhase())
            .put("note", status.getNote());
    ArrayNode milestones = json.putArray("milestones");
    for (Milestone milestone : status.getMilestones()) {
      milestones
          .addObject()
          .put("milestoneId", milestone.getMilestoneId())
          .put("name", milestone.getName())
          .put("baselineDate", date(milestone.getBaselineDate()))
          .put("forecastDate", date(milestone.getForecastDate()))
          .put("actualDate", date(milestone.getActualDate()));
    }
    if (status.getRisks() != null) {
      ArrayNode risks = json.putArray("risks");
      for (Risk risk : status.getRisks()) {
        risks
            .addObject()
            .put("riskId", risk.getRiskId())
            .put("name", risk.getName())
            .put("probability", decimal(risk.getProbabilityTenThousandths()))
            .put("impactMinor", risk.getImpactMinor());
      }
    }
    ArrayNode indicators = json.putArray("indicators");
    for (IndicatorValue value : status.getIndicators()) {
      indicators
          .addObject()
          .put("indicatorId", value.getIndicatorId())
          .put("value", decimal(value.getValueTenThousandths()));
    }
    json.put("corrects", status.getCorrects());
    if (status.getSelfRating() != null) {
      json.put("selfRating", status.getSelfRating().name());
    }
    Assistance assistance = status.getAssistance();
    if (assistance != null) {
      json.putObject("assistance")
          .put("addressedTo", assistance.getAddressedTo().name())
          .put("request", assistance.getRequest());
    }
    return json.toString();
  }

  private static ObjectNode text(LocalizedText text) {
    return JSON.createObjectNode()
        .put("kk", text.getKk())
        .put("ru", text.getRu())
        .put("en", text.getEn());
  }

  private static BigDecimal decimal(long tenThousandths) {
    return BigDecimal.valueOf(tenThousandths, 4);
  }

  private static @Nullable String date(java.time.@Nullable LocalDate date) {
    return date == null ? null : date.toString();
  }
}
