package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.PlannedPoint;
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
  public static final int MAX_RISKS = 200;

  /** A year and a day: a silence that nobody has to renew is a tolerance that nobody granted. */
  public static final int MAX_MUTE_DAYS = 366;

  /** Certain. */
  public static final int MAX_PROBABILITY_TEN_THOUSANDTHS = 10_000;

  /** Fifty years of months; 600 x 12 bytes = 7 kB in the store for each baseline. */
  public static final int MAX_PLANNED_POINTS = 600;

  private static final String TIME_PHASED = "baseline.timePhased";
  private static final String DEADBAND = "contributionDeadbandTenThousandths";

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
            currency(status.currency(), hasAmount(status)),
            date("forecastFinish", figures.forecastFinish()),
            indicators(figures),
            milestones(status),
            risks(status.risks()),
            text("phase", status.phase(), 0, MAX_PHASE_CHARACTERS),
            text("note", status.note(), 0, MAX_TEXT_CHARACTERS),
            assistance(status.assistance()),
            corrects(status.corrects())));
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
            Shape.isCurrency(facts.currency())
                ? null
                : new Refusal(
                    Reason.WRONG_CURRENCY, "currency", facts.currency(), "an ISO 4217 code"),
            baseline(facts.baseline()),
            deadband(facts),
            facts.targets().size() <= MAX_INDICATORS
                ? null
                : outOfBounds("targets", facts.targets().size(), "at most " + MAX_INDICATORS)));
  }

  private static @Nullable Refusal deadband(Facts facts) {
    int deadband = facts.contributionDeadbandTenThousandths();
    if (deadband != 0 && facts.level() != Level.PROGRAM) {
      return new Refusal(
          Reason.WRONG_LEVEL,
          DEADBAND,
          String.valueOf(deadband),
          "0: only a program holds contributions back");
    }
    return deadband >= 0 && deadband <= Deadband.MAX_TEN_THOUSANDTHS
        ? null
        : outOfBounds(DEADBAND, deadband, "0 to " + Deadband.MAX_TEN_THOUSANDTHS);
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
            namesIndicator == tolerance.measure().isOfIndicator()
                ? null
                : new Refusal(
                    Reason.INVALID_TOLERANCE,
                    "indicatorId",
                    String.valueOf(tolerance.indicatorId()),
                    "an indicator with INDICATOR_ACHIEVEMENT and INDICATOR_TREND, and only there"),
            limit(tolerance.limitTenThousandths()),
            TermsAdmission.refusalOf(tolerance)));
  }

  /**
   * Why this tolerance would never be weighed on a node of this level; empty when it would. Better
   * refused than granted and never raised.
   */
  public static Optional<Refusal> refusalOf(Level level, Tolerance tolerance) {
    return level == Level.PROJECT || !tolerance.measure().isOfProjectsAlone()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Reason.WRONG_LEVEL,
                "measure",
                tolerance.measure().name(),
                "a measure that is added over projects; this one is measured on each project"
                    + " alone, and this node is a "
                    + level));
  }

  private static @Nullable Refusal limit(long tenThousandths) {
    return Math.abs(tenThousandths) <= Tolerance.MAX_LIMIT_TEN_THOUSANDTHS
            && tenThousandths != Long.MIN_VALUE
        ? null
        : outOfBounds(
            "limitTenThousandths", tenThousandths, "within " + Tolerance.MAX_LIMIT_TEN_THOUSANDTHS);
  }

  /** Why this cannot be decided, whatever stands; empty when it may be weighed. */
  public static Optional<Refusal> refusalOf(
      String eventId, Input.Choice choice, LocalDate decidedOn) {
    return switch (choice) {
      case Input.Choice.ApproveBaseline approve ->
          Optional.ofNullable(
              first(
                  eventId(eventId),
                  baseline(approve.baseline()),
                  approve.baseline().equals(Baseline.NONE)
                      ? new Refusal(
                          Reason.MISSING,
                          "baseline",
                          "empty",
                          "a cost, a finish or a time-phased plan")
                      : null));
      case Input.Choice.GrantTolerance grant ->
          Optional.ofNullable(
              first(
                  eventId(eventId),
                  limit(grant.limitTenThousandths()),
                  date("until", grant.until())));
      case Input.Choice.RequireExceptionPlan plan ->
          Optional.ofNullable(first(eventId(eventId), date("by", plan.by())));
      case Input.Choice.Mute mute ->
          Optional.ofNullable(
              first(eventId(eventId), date("until", mute.until()), mute(mute.until(), decidedOn)));
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

  private static @Nullable Refusal mute(LocalDate until, LocalDate decidedOn) {
    LocalDate last = decidedOn.plusDays(MAX_MUTE_DAYS);
    return until.isAfter(last)
        ? outOfBounds(
            "until",
            until,
            "no later than %s, %d days after it was decided".formatted(last, MAX_MUTE_DAYS))
        : null;
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
    return eventId("eventId", eventId);
  }

  private static @Nullable Refusal corrects(@Nullable String eventId) {
    return eventId == null ? null : eventId("corrects", eventId);
  }

  private static @Nullable Refusal eventId(String field, String eventId) {
    return Shape.isEventId(eventId)
        ? null
        : outOfBounds(field, eventId, "1 to 64 characters of letters, digits and . _ : -");
  }

  private static @Nullable Refusal nodeId(String field, String id) {
    return Shape.isNodeId(id)
        ? null
        : outOfBounds(
            field, id, "1 to 64 characters: a letter or digit, then letters, digits and . _ -");
  }

  private static @Nullable Refusal text(
      String field, @Nullable String text, int minCharacters, int maxCharacters) {
    int length = text == null ? 0 : text.length();
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

  private static @Nullable Refusal baseline(Baseline baseline) {
    List<PlannedPoint> points = baseline.timePhased();
    Refusal refusal =
        first(
            amount("baseline.costMinor", baseline.costMinor()),
            date("baseline.finish", baseline.finish()),
            points.size() > MAX_PLANNED_POINTS
                ? outOfBounds(TIME_PHASED, points.size(), "at most " + MAX_PLANNED_POINTS)
                : null,
            points.size() == 1 || (!points.isEmpty() && points.getLast().pvMinor() == 0)
                ? outOfBounds(TIME_PHASED, points, "a start with 0 and an end above 0")
                : null);
    for (int i = 0; refusal == null && i < points.size(); i++) {
      refusal = point(points.get(i), i == 0 ? null : points.get(i - 1));
    }
    return refusal;
  }

  private static @Nullable Refusal point(PlannedPoint point, @Nullable PlannedPoint before) {
    return first(
        date(TIME_PHASED + ".date", point.date()),
        amount(TIME_PHASED + ".pvMinor", point.pvMinor()),
        before == null && point.pvMinor() != 0
            ? outOfBounds(TIME_PHASED + ".pvMinor", point.pvMinor(), "0 at the start")
            : null,
        before != null && !point.date().isAfter(before.date())
            ? outOfBounds(TIME_PHASED + ".date", point.date(), "later than " + before.date())
            : null,
        before != null && point.pvMinor() < before.pvMinor()
            ? outOfBounds(
                TIME_PHASED + ".pvMinor", point.pvMinor(), "no less than " + before.pvMinor())
            : null);
  }

  private static boolean hasAmount(StatusChange status) {
    Figures figures = status.reported();
    return (status.risks() != null && !status.risks().isEmpty())
        || figures.pvMinor() != null
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
    return Shape.isCurrency(currency)
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
    boolean distinct = status.reported().milestones().size() == status.milestones().size();
    Set<String> ids = new HashSet<>();
    for (StatusChange.Milestone milestone : status.milestones()) {
      Refusal refusal =
          first(
              text("milestones.milestoneId", milestone.milestoneId(), 1, 64),
              distinct || ids.add(milestone.milestoneId())
                  ? null
                  : outOfBounds(
                      "milestones.milestoneId", milestone.milestoneId(), "each milestone once"),
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

  private static @Nullable Refusal risks(@Nullable List<StatusChange.Risk> risks) {
    if (risks == null) {
      return null;
    }
    if (risks.size() > MAX_RISKS) {
      return outOfBounds("risks", risks.size(), "at most " + MAX_RISKS);
    }
    Set<String> ids = new HashSet<>();
    for (StatusChange.Risk risk : risks) {
      int probability = risk.probabilityTenThousandths();
      Refusal refusal =
          first(
              text("risks.riskId", risk.riskId(), 1, 64),
              ids.add(risk.riskId())
                  ? null
                  : outOfBounds("risks.riskId", risk.riskId(), "each risk once"),
              text("risks.name", risk.name(), 0, MAX_TEXT_CHARACTERS),
              probability >= 0 && probability <= MAX_PROBABILITY_TEN_THOUSANDTHS
                  ? null
                  : outOfBounds(
                      "risks.probability", probability, "0 to " + MAX_PROBABILITY_TEN_THOUSANDTHS),
              amount("risks.impactMinor", risk.impactMinor()));
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
