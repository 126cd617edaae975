package org.plimsoll.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.schema.Accountable;
import org.plimsoll.schema.Assistance;
import org.plimsoll.schema.Baseline;
import org.plimsoll.schema.BaselineSource;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.IndicatorKind;
import org.plimsoll.schema.IndicatorTarget;
import org.plimsoll.schema.IndicatorValue;
import org.plimsoll.schema.Level;
import org.plimsoll.schema.LocalizedText;
import org.plimsoll.schema.Milestone;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.PlannedPoint;
import org.plimsoll.schema.Rating;
import org.plimsoll.schema.Risk;
import org.plimsoll.schema.StatusChange;

/**
 * Events as JSON: the names of the Avro schemas, except that dates are ISO 8601 and numbers that
 * Avro holds times 10,000 are plain decimals.
 */
final class EventJson {
  private EventJson() {}

  /**
   * @param eventId the event's id, already taken from the fields or the header
   */
  static StatusChange statusChange(Fields fields, String eventId) {
    StatusChange status =
        new StatusChange(
            eventId,
            fields.text("source"),
            fields.text("projectId"),
            fields.date("dataDate"),
            fields.optionalText("currency"),
            fields.optionalMinor("pvMinor"),
            fields.optionalMinor("evMinor"),
            fields.optionalMinor("acMinor"),
            fields.optionalMinor("bacMinor"),
            fields.optionalMinor("etcMinor"),
            fields.optionalMinor("costForecastMinor"),
            fields.optionalDate("forecastFinish"),
            fields.optionalText("phase"),
            milestones(fields),
            indicators(fields),
            fields.optionalText("note"),
            assistance(fields.optionalObject("assistance")),
            risks(fields),
            fields.optionalText("corrects"),
            fields.optionalSymbol("selfRating", Rating.class));
    fields.nothingElse();
    return status;
  }

  /** Those that could be read: nothing else can be said of the others. */
  private static List<Milestone> milestones(Fields fields) {
    List<Milestone> milestones = new ArrayList<>();
    for (Fields milestone : fields.objects("milestones")) {
      Milestone read =
          new Milestone(
              milestone.text("milestoneId"),
              milestone.optionalText("name"),
              milestone.optionalDate("baselineDate"),
              milestone.optionalDate("forecastDate"),
              milestone.optionalDate("actualDate"));
      milestone.nothingElse();
      if (milestone.place().isRead()) {
        milestones.add(read);
      }
    }
    return milestones;
  }

  /** Null where they were not reported: an empty list says that there are none. */
  private static @Nullable List<Risk> risks(Fields fields) {
    List<Fields> register = fields.optionalObjects("risks");
    if (register == null) {
      return null;
    }
    List<Risk> risks = new ArrayList<>();
    for (Fields risk : register) {
      Risk read =
          new Risk(
              risk.text("riskId"),
              risk.optionalText("name"),
              risk.probability("probability"),
              risk.minor("impactMinor"));
      risk.nothingElse();
      if (risk.place().isRead()) {
        risks.add(read);
      }
    }
    return risks;
  }

  private static List<IndicatorValue> indicators(Fields fields) {
    List<IndicatorValue> indicators = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields indicator : fields.objects("indicators")) {
      IndicatorValue read =
          new IndicatorValue(indicator.text("indicatorId"), indicator.tenThousandths("value"));
      indicator.nothingElse();
      if (!indicator.place().isRead()) {
        continue;
      }
      if (ids.add(read.getIndicatorId())) {
        indicators.add(read);
      } else {
        // Core holds them by their ids and would not take the rest of the status either.
        fields
            .place()
            .refuse(
                List.of(
                    new Refusal(
                        Refusal.Reason.MALFORMED,
                        "indicators.indicatorId",
                        read.getIndicatorId(),
                        "each indicator once")));
      }
    }
    return indicators;
  }

  private static @Nullable Assistance assistance(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    Assistance assistance =
        new Assistance(fields.symbol("addressedTo", Level.class), fields.text("request"));
    fields.nothingElse();
    return fields.place().isRead() ? assistance : null;
  }

  static NodeFacts nodeFacts(Fields fields, String eventId) {
    NodeFacts facts =
        new NodeFacts(
            eventId,
            fields.text("nodeId"),
            fields.symbol("level", Level.class),
            fields.optionalText("parentId"),
            localized(fields.object("name")),
            fields.optionalText("agencyId"),
            fields.text("currency"),
            accountable(fields.optionalObject("accountable")),
            fields.symbol("baselineSource", BaselineSource.class),
            baseline(fields.optionalObject("baseline")),
            targets(fields),
            fields.text("source"),
            deadband(fields));
    fields.nothingElse();
    return facts;
  }

  /** Whether it is within bounds is asked of every fact alike, before it is published. */
  private static int deadband(Fields fields) {
    Long share = fields.optionalTenThousandths("contributionDeadband");
    return share == null ? 0 : Math.clamp(share, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static LocalizedText localized(Fields fields) {
    String kk = fields.optionalText("kk");
    String ru = fields.optionalText("ru");
    String en = fields.optionalText("en");
    fields.nothingElse();
    String any =
        Stream.of(en, ru, kk)
            .filter(text -> text != null && !text.isBlank())
            .findFirst()
            // One that could not be read may be the one that is needed.
            .orElseGet(() -> fields.place().isRead() ? fields.text("en") : "");
    return new LocalizedText(kk == null ? any : kk, ru == null ? any : ru, en == null ? any : en);
  }

  private static @Nullable Accountable accountable(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    Fields roleText = fields.optionalObject("roleText");
    Accountable accountable =
        new Accountable(
            fields.text("person"),
            fields.text("role"),
            roleText == null ? null : localized(roleText));
    fields.nothingElse();
    return accountable;
  }

  static @Nullable Baseline baseline(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    Baseline baseline =
        new Baseline(
            fields.optionalMinor("costMinor"), fields.optionalDate("finish"), timePhased(fields));
    fields.nothingElse();
    return baseline;
  }

  private static List<PlannedPoint> timePhased(Fields fields) {
    List<PlannedPoint> points = new ArrayList<>();
    for (Fields point : fields.objects("timePhased")) {
      points.add(new PlannedPoint(point.date("date"), point.minor("pvMinor")));
      point.nothingElse();
    }
    // A plan is weighed whole: without one of its points the others may be wrong.
    return fields.place().isRead() ? points : List.of();
  }

  private static List<IndicatorTarget> targets(Fields fields) {
    List<IndicatorTarget> targets = new ArrayList<>();
    for (Fields target : fields.objects("targets")) {
      targets.add(
          new IndicatorTarget(
              target.text("indicatorId"),
              localized(target.object("name")),
              target.text("unit"),
              target.tenThousandths("target"),
              target.symbol("direction", Direction.class),
              target.symbol("indicatorKind", IndicatorKind.class),
              target.optionalDate("dueDate"),
              target.text("source")));
      target.nothingElse();
    }
    return targets;
  }
}
