package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * What can be said of an input without knowing any standing: shapes, sizes and bounds. Intake asks
 * before it publishes, the engine before it weighs.
 */
public final class Admission {
  /** Ten trillion of a currency with hundredths. */
  public static final long MAX_AMOUNT_MINOR = 1_000_000_000_000_000L;

  /** A hundred trillion of an indicator's unit. */
  public static final long MAX_INDICATOR_TEN_THOUSANDTHS = 1_000_000_000_000_000_000L;

  public static final LocalDate EARLIEST_DATE = LocalDate.of(1900, 1, 1);
  public static final LocalDate LATEST_DATE = LocalDate.of(2199, 12, 31);

  /** A data date may be the receiver's tomorrow, because days begin earlier in the east. */
  public static final int DATA_DATE_AHEAD_DAYS = 1;

  public static final int MAX_SOURCE_CHARACTERS = 128;
  public static final int MAX_PHASE_CHARACTERS = 128;
  public static final int MAX_TEXT_CHARACTERS = 4_000;
  public static final int MAX_MILESTONES = 200;
  public static final int MAX_INDICATORS = 100;

  private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private Admission() {}

  /** Why this status change cannot be taken, whatever stands; empty when it may be weighed. */
  public static Optional<Refusal> refusalOf(StatusChange status, LocalDate receivedOn) {
    Figures figures = status.reported();
    return Optional.ofNullable(
        first(
            eventId(status.eventId()),
            nodeId("projectId", status.projectId()),
            text("source", status.source(), 1, MAX_SOURCE_CHARACTERS),
            dataDate(status.dataDate(), receivedOn),
            amount("pvMinor", figures.pvMinor()),
            amount("evMinor", figures.evMinor()),
            amount("acMinor", figures.acMinor()),
            amount("bacMinor", figures.bacMinor()),
            amount("etcMinor", figures.etcMinor()),
            amount("costForecastMinor", figures.costForecastMinor()),
            currency(status.currency(), hasAmount(figures)),
            date("forecastFinish", figures.forecastFinish()),
            indicators(figures),
            milestones(status),
            text("phase", status.phase(), 0, MAX_PHASE_CHARACTERS),
            text("note", status.note(), 0, MAX_TEXT_CHARACTERS),
            assistance(status.assistance())));
  }

  /** Why these facts cannot be taken, whatever stands; empty when they may be weighed. */
  public static Optional<Refusal> refusalOf(String eventId, Facts facts) {
    String parentId = facts.parentId();
    return Optional.ofNullable(
        first(
            eventId(eventId),
            nodeId("nodeId", facts.nodeId()),
            parentId == null ? null : nodeId("parentId", parentId),
            (parentId == null) == (facts.level() == Level.PORTFOLIO)
                ? null
                : new Refusal(
                    Reason.MISSING,
                    "parentId",
                    String.valueOf(parentId),
                    "a parent for programs and projects, none for a portfolio"),
            parentId != null && parentId.equals(facts.nodeId())
                ? new Refusal(Reason.CYCLE, "parentId", parentId, "another node than itself")
                : null,
            facts.level() == Level.PROJECT && facts.agencyId() == null
                ? new Refusal(Reason.MISSING, "agencyId", "null", "the agency that owns a project")
                : null,
            CURRENCY.matcher(facts.currency()).matches()
                ? null
                : new Refusal(
                    Reason.WRONG_CURRENCY, "currency", facts.currency(), "an ISO 4217 code"),
            amount("baseline.costMinor", facts.baseline().costMinor()),
            date("baseline.finish", facts.baseline().finish()),
            facts.targets().size() <= MAX_INDICATORS
                ? null
                : outOfBounds("targets", facts.targets().size(), "at most " + MAX_INDICATORS)));
  }

  /** Why this tolerance contradicts itself; empty when it may be granted. */
  public static Optional<Refusal> refusalOf(String eventId, String nodeId, Tolerance tolerance) {
    boolean namesIndicator = tolerance.indicatorId() != null;
    return Optional.ofNullable(
        first(
            eventId(eventId),
            nodeId("nodeId", nodeId),
            nodeId("toleranceId", tolerance.toleranceId()),
            tolerance.version() >= 1
                ? null
                : new Refusal(
                    Reason.INVALID_TOLERANCE,
                    "version",
                    String.valueOf(tolerance.version()),
                    "1 or more"),
            tolerance.unit().fits(tolerance.measure())
                ? null
                : new Refusal(
                    Reason.INVALID_TOLERANCE,
                    "unit",
                    tolerance.unit().name(),
                    "a unit of " + tolerance.measure()),
            namesIndicator == measuresIndicator(tolerance)
                ? null
                : new Refusal(
                    Reason.INVALID_TOLERANCE,
                    "indicatorId",
                    String.valueOf(tolerance.indicatorId()),
                    "an indicator with INDICATOR_ACHIEVEMENT and only there"),
            limit(tolerance.limitTenThousandths()),
            TermsAdmission.refusalOf(tolerance)));
  }

  private static @Nullable Refusal limit(long tenThousandths) {
    return Math.abs(tenThousandths) <= Tolerance.MAX_LIMIT_TEN_THOUSANDTHS
            && tenThousandths != Long.MIN_VALUE
        ? null
        : outOfBounds(
            "limitTenThousandths", tenThousandths, "within " + Tolerance.MAX_LIMIT_TEN_THOUSANDTHS);
  }

  private static boolean measuresIndicator(Tolerance tolerance) {
    return switch (tolerance.measure()) {
      case INDICATOR_ACHIEVEMENT -> true;
      case COST_GROWTH_ORIGINAL,
          COST_GROWTH_CURRENT,
          CPI,
          SPI,
          VAC,
          FINISH_SLIP_ORIGINAL,
          FINISH_SLIP_CURRENT,
          SILENCE ->
          false;
    };
  }

  /** Why this cannot be decided, whatever stands; empty when it may be weighed. */
  public static Optional<Refusal> refusalOf(String eventId, Input.Choice choice) {
    return switch (choice) {
      case Input.Choice.ApproveBaseline approve ->
          Optional.ofNullable(
              first(
                  eventId(eventId),
                  amount("baseline.costMinor", approve.baseline().costMinor()),
                  date("baseline.finish", approve.baseline().finish()),
                  approve.baseline().costMinor() == null && approve.baseline().finish() == null
                      ? new Refusal(Reason.MISSING, "baseline", "empty", "a cost or a finish")
                      : null));
      case Input.Choice.GrantTolerance grant ->
          Optional.ofNullable(
              first(
                  eventId(eventId),
                  limit(grant.limitTenThousandths()),
                  date("until", grant.until())));
      case Input.Choice.RequireExceptionPlan plan ->
          Optional.ofNullable(first(eventId(eventId), date("by", plan.by())));
      case Input.Choice.HandOver over ->
          Optional.ofNullable(
              first(eventId(eventId), text("person", over.person(), 1, MAX_SOURCE_CHARACTERS)));
      case Input.Choice.Acknowledge _,
          Input.Choice.Note _,
          Input.Choice.Assist _,
          Input.Choice.Close _ ->
          Optional.ofNullable(eventId(eventId));
    };
  }

  private static @Nullable Refusal first(@Nullable Refusal... refusals) {
    for (Refusal refusal : refusals) {
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal eventId(String eventId) {
    return EVENT_ID.matcher(eventId).matches()
        ? null
        : outOfBounds("eventId", eventId, "1 to 64 characters of letters, digits and . _ : -");
  }

  private static @Nullable Refusal nodeId(String field, String id) {
    return NODE_ID.matcher(id).matches()
        ? null
        : outOfBounds(
            field, id, "1 to 64 characters: a letter or digit, then letters, digits and . _ -");
  }

  private static @Nullable Refusal text(
      String field, @Nullable String text, int minCharacters, int maxCharacters) {
    int length = text == null ? 0 : text.length();
    if (text == null && minCharacters == 0) {
      return null;
    }
    return length >= minCharacters && length <= maxCharacters
        ? null
        : outOfBounds(
            field,
            length + " characters",
            "%d to %d characters".formatted(minCharacters, maxCharacters));
  }

  private static @Nullable Refusal dataDate(LocalDate dataDate, LocalDate receivedOn) {
    if (dataDate.isBefore(EARLIEST_DATE)) {
      return outOfBounds("dataDate", dataDate, "no earlier than " + EARLIEST_DATE);
    }
    LocalDate latest = receivedOn.plusDays(DATA_DATE_AHEAD_DAYS);
    return dataDate.isAfter(latest)
        ? new Refusal(
            Reason.FUTURE_DATA_DATE, "dataDate", dataDate.toString(), "no later than " + latest)
        : null;
  }

  private static @Nullable Refusal date(String field, @Nullable LocalDate date) {
    return date == null || (!date.isBefore(EARLIEST_DATE) && !date.isAfter(LATEST_DATE))
        ? null
        : outOfBounds(field, date, "from %s to %s".formatted(EARLIEST_DATE, LATEST_DATE));
  }

  private static @Nullable Refusal amount(String field, @Nullable Long amount) {
    if (amount == null) {
      return null;
    }
    if (amount < 0) {
      return new Refusal(
          Reason.NEGATIVE_AMOUNT, field, amount.toString(), "0 or more, in minor units");
    }
    return amount <= MAX_AMOUNT_MINOR
        ? null
        : outOfBounds(field, amount, "at most " + MAX_AMOUNT_MINOR + " minor units");
  }

  private static boolean hasAmount(Figures figures) {
    return figures.pvMinor() != null
        || figures.evMinor() != null
        || figures.acMinor() != null
        || figures.bacMinor() != null
        || figures.etcMinor() != null
        || figures.costForecastMinor() != null;
  }

  private static @Nullable Refusal currency(@Nullable String currency, boolean required) {
    if (currency == null) {
      return required
          ? new Refusal(Reason.MISSING, "currency", "null", "the ISO 4217 code of the amounts")
          : null;
    }
    return CURRENCY.matcher(currency).matches()
        ? null
        : new Refusal(Reason.WRONG_CURRENCY, "currency", currency, "an ISO 4217 code");
  }

  private static @Nullable Refusal indicators(Figures figures) {
    if (figures.indicatorTenThousandths().size() > MAX_INDICATORS) {
      return outOfBounds(
          "indicators", figures.indicatorTenThousandths().size(), "at most " + MAX_INDICATORS);
    }
    for (var indicator : figures.indicatorTenThousandths().entrySet()) {
      long value = indicator.getValue();
      if (value > MAX_INDICATOR_TEN_THOUSANDTHS || value < -MAX_INDICATOR_TEN_THOUSANDTHS) {
        return outOfBounds(
            "indicators." + indicator.getKey(), value, "within " + MAX_INDICATOR_TEN_THOUSANDTHS);
      }
    }
    return null;
  }

  private static @Nullable Refusal milestones(StatusChange status) {
    if (status.milestones().size() > MAX_MILESTONES) {
      return outOfBounds("milestones", status.milestones().size(), "at most " + MAX_MILESTONES);
    }
    for (StatusChange.Milestone milestone : status.milestones()) {
      Refusal refusal =
          first(
              text("milestones.milestoneId", milestone.milestoneId(), 1, 64),
              text("milestones.name", milestone.name(), 0, MAX_TEXT_CHARACTERS),
              date("milestones.baselineDate", milestone.baselineDate()),
              date("milestones.forecastDate", milestone.forecastDate()),
              date("milestones.actualDate", milestone.actualDate()));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal assistance(StatusChange.@Nullable Assistance assistance) {
    if (assistance == null) {
      return null;
    }
    return first(
        assistance.addressedTo() == Level.PROJECT
            ? outOfBounds("assistance.addressedTo", "PROJECT", "PROGRAM or PORTFOLIO")
            : null,
        text("assistance.request", assistance.request(), 1, MAX_TEXT_CHARACTERS));
  }

  private static Refusal outOfBounds(String field, Object value, String expected) {
    return new Refusal(Reason.OUT_OF_BOUNDS, field, String.valueOf(value), expected);
  }
}
