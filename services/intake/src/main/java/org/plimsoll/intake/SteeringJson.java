package org.plimsoll.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.AnswerWithin;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.Direction;
import org.plimsoll.schema.Measure;
import org.plimsoll.schema.SupportCalendar;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceKind;
import org.plimsoll.schema.ToleranceTerms;
import org.plimsoll.schema.ToleranceUnit;

/** Tolerances and decisions as JSON, in the manner of {@link EventJson}. */
final class SteeringJson {
  private SteeringJson() {}

  static ToleranceGrant toleranceGrant(Fields fields, String eventId) {
    ToleranceGrant grant =
        new ToleranceGrant(
            eventId,
            fields.text("nodeId"),
            fields.text("toleranceId"),
            fields.count("version"),
            fields.symbol("kind", ToleranceKind.class),
            fields.symbol("measure", Measure.class),
            fields.optionalText("indicatorId"),
            fields.symbol("breach", Direction.class),
            fields.symbol("unit", ToleranceUnit.class),
            fields.tenThousandths("limit"),
            fields.text("grantedBy"),
            fields.text("reason"),
            terms(fields.optionalObject("terms")));
    fields.nothingElse();
    return grant;
  }

  private static @Nullable ToleranceTerms terms(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    ToleranceTerms terms =
        new ToleranceTerms(
            fields.optionalTenThousandths("amber"),
            fields.optionalTenThousandths("clear"),
            fields.optionalTenThousandths("otherSide"),
            fields.count("reportsBeyond", 1),
            fields.count("daysBeyond", 0),
            fields.count("holdAfterRaises", 0),
            fields.count("forecastDays", 0),
            fields.optionalDate("effectiveFrom"),
            fields.optionalDate("effectiveUntil"),
            answerWithin(fields.optionalObject("answerWithin")));
    fields.nothingElse();
    return terms;
  }

  private static @Nullable AnswerWithin answerWithin(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    AnswerWithin within =
        new AnswerWithin(fields.count("hours"), fields.symbol("calendar", SupportCalendar.class));
    fields.nothingElse();
    return within;
  }

  static Decision decision(Fields fields, String eventId, Instant receivedAt) {
    Decision decision =
        Decision.newBuilder()
            .setEventId(eventId)
            .setNodeId(fields.text("nodeId"))
            .setKind(fields.symbol("kind", DecisionKind.class))
            .setExceptionId(fields.optionalText("exceptionId"))
            .setDecidedBy(fields.text("decidedBy"))
            .setDecidedAs(fields.optionalText("decidedAs"))
            .setAnswersRevision(fields.optionalCount("answersRevision"))
            .setDecidedAt(fields.optionalInstant("decidedAt", receivedAt))
            .setReason(fields.text("reason"))
            .setBaseline(EventJson.baseline(fields.optionalObject("baseline")))
            .setLimitTenThousandths(fields.optionalTenThousandths("limit"))
            .setUntil(fields.optionalDate("until"))
            .setPlanDueOn(fields.optionalDate("planDueOn"))
            .setHandedTo(fields.optionalText("handedTo"))
            .setToleranceId(fields.optionalText("toleranceId"))
            .build();
    fields.nothingElse();
    return decision;
  }
}
