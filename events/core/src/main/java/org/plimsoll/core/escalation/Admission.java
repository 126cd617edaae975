package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Deadband;
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
  private static final String PLANNED_DATE = TIME_PHASED + ".date";
  private static final String PLANNED_AMOUNT = TIME_PHASED + ".pvMinor";
  private static final String DEADBAND = "contributionDeadbandTenThousandths";

  private Admission() {}

  /** Why this status change cannot be taken, whatever stands; empty when it may be weighed. */
  public static Optional<Refusal> refusalOf(StatusChange status, LocalDate receivedOn) {
    return refusalsOf(status, receivedOn).stream().findFirst();
  }

  /** The same with everything that is wrong, and nothing that only follows from another. */
  public static List<Refusal> refusalsOf(StatusChange status, LocalDate receivedOn) {
    return StatusAdmission.refusalsOf(status, receivedOn);
  }

  /** Why these facts cannot be taken, whatever stands; empty when they may be weighed. */
  public static Optional<Refusal> refusalOf(String eventId, Facts facts) {
    return refusalsOf(eventId, facts).stream().findFirst();
  }

  /** The same with everything that is wrong, and nothing that only follows from another. */
  public static List<Refusal> refusalsOf(String eventId, Facts facts) {
    List<Refusal> refusals =
        all(
            eventId(eventId),
            nodeId("nodeId", facts.nodeId()),
            parent(facts),
            facts.level() == Level.PROJECT && facts.agencyId() == null
                ? new Refusal(Reason.MISSING, "agencyId", "null", "the agency that owns a project")
                : null,
            Shape.isCurrency(facts.currency())
                ? null
                : new Refusal(
                    Reason.WRONG_CURRENCY, "currency", facts.currency(), "an ISO 4217 code"));
    refusals.addAll(baseline(facts.baseline()));
    refusals.addAll(
        all(
            deadband(facts),
            facts.targets().size() <= MAX_INDICATORS
                ? null
                : outOfBounds("targets", facts.targets().size(), "at most " + MAX_INDICATORS)));
    return refusals;
  }

  private static @Nullable Refusal parent(Facts facts) {
    String parentId = facts.parentId();
    return first(
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
            : null);
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
    return refusalsOf(eventId, nodeId, tolerance).stream().findFirst();
  }

  /** The same with everything that is wrong, and nothing that only follows from another. */
  public static List<Refusal> refusalsOf(String eventId, String nodeId, Tolerance tolerance) {
    boolean namesIndicator = tolerance.indicatorId() != null;
    Refusal unit =
        tolerance.unit().fits(tolerance.measure())
            ? null
            : new Refusal(
                Reason.INVALID_TOLERANCE,
                "unit",
                tolerance.unit().name(),
                "a unit of " + tolerance.measure());
    Refusal limit = limit(tolerance.limitTenThousandths());
    List<Refusal> refusals =
        all(
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
            unit,
            namesIndicator == tolerance.measure().isOfIndicator()
                ? null
                : new Refusal(
                    Reason.INVALID_TOLERANCE,
                    "indicatorId",
                    String.valueOf(tolerance.indicatorId()),
                    "an indicator with INDICATOR_ACHIEVEMENT and INDICATOR_TREND, and only there"),
            limit);
    if (unit == null && limit == null) {
      refusals.addAll(TermsAdmission.limits(tolerance));
    }
    refusals.addAll(TermsAdmission.counts(tolerance));
    return refusals;
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
    return refusalsOf(eventId, choice, decidedOn).stream().findFirst();
  }

  /** The same with everything that is wrong, and nothing that only follows from another. */
  public static List<Refusal> refusalsOf(String eventId, Input.Choice choice, LocalDate decidedOn) {
    List<Refusal> refusals = all(eventId(eventId));
    refusals.addAll(
        switch (choice) {
          case Input.Choice.ApproveBaseline approve ->
              approve.baseline().equals(Baseline.NONE)
                  ? all(
                      new Refusal(
                          Reason.MISSING,
                          "baseline",
                          "empty",
                          "a cost, a finish or a time-phased plan"))
                  : baseline(approve.baseline());
          case Input.Choice.GrantTolerance grant ->
              all(limit(grant.limitTenThousandths()), date("until", grant.until()));
          case Input.Choice.RequireExceptionPlan plan -> all(date("by", plan.by()));
          case Input.Choice.Mute mute ->
              all(first(date("until", mute.until()), mute(mute.until(), decidedOn)));
          case Input.Choice.HandOver over ->
              all(text("person", over.person(), 1, MAX_SOURCE_CHARACTERS));
          case Input.Choice.Acknowledge _,
              Input.Choice.Note _,
              Input.Choice.Assist _,
              Input.Choice.Close _ ->
              List.of();
        });
    return refusals;
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

  /** Of rules about one field: what is wrong with it is told once. */
  static @Nullable Refusal first(@Nullable Refusal... refusals) {
    for (Refusal refusal : refusals) {
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Of rules about several fields; the list may be added to. */
  static List<Refusal> all(@Nullable Refusal... refusals) {
    List<Refusal> all = new ArrayList<>();
    add(all, refusals);
    return all;
  }

  static void add(List<Refusal> all, @Nullable Refusal... refusals) {
    for (Refusal refusal : refusals) {
      if (refusal != null) {
        all.add(refusal);
      }
    }
  }

  private static @Nullable Refusal eventId(String eventId) {
    return eventId("eventId", eventId);
  }

  static @Nullable Refusal eventId(String field, String eventId) {
    return Shape.isEventId(eventId)
        ? null
        : outOfBounds(field, eventId, "1 to 64 characters of letters, digits and . _ : -");
  }

  static @Nullable Refusal nodeId(String field, String id) {
    return Shape.isNodeId(id)
        ? null
        : outOfBounds(
            field, id, "1 to 64 characters: a letter or digit, then letters, digits and . _ -");
  }

  static @Nullable Refusal text(
      String field, @Nullable String text, int minCharacters, int maxCharacters) {
    int length = text == null ? 0 : text.length();
    return length >= minCharacters && length <= maxCharacters
        ? null
        : outOfBounds(
            field,
            length + " characters",
            "%d to %d characters".formatted(minCharacters, maxCharacters));
  }

  static @Nullable Refusal date(String field, @Nullable LocalDate date) {
    return date == null || (!date.isBefore(EARLIEST_DATE) && !date.isAfter(LATEST_DATE))
        ? null
        : outOfBounds(field, date, "from %s to %s".formatted(EARLIEST_DATE, LATEST_DATE));
  }

  static @Nullable Refusal amount(String field, @Nullable Long amount) {
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

  private static List<Refusal> baseline(Baseline baseline) {
    List<PlannedPoint> points = baseline.timePhased();
    Refusal whole =
        first(
            points.size() > MAX_PLANNED_POINTS
                ? outOfBounds(TIME_PHASED, points.size(), "at most " + MAX_PLANNED_POINTS)
                : null,
            points.size() == 1 || (!points.isEmpty() && points.getLast().pvMinor() == 0)
                ? outOfBounds(TIME_PHASED, points, "a start with 0 and an end above 0")
                : null);
    List<Refusal> refusals =
        all(
            amount("baseline.costMinor", baseline.costMinor()),
            date("baseline.finish", baseline.finish()),
            whole);
    for (int i = 0; whole == null && i < points.size(); i++) {
      refusals.addAll(point(points.get(i), i == 0 ? null : points.get(i - 1)));
    }
    return refusals;
  }

  private static List<Refusal> point(PlannedPoint point, @Nullable PlannedPoint before) {
    Refusal date = date(PLANNED_DATE, point.date());
    Refusal amount =
        first(
            amount(PLANNED_AMOUNT, point.pvMinor()),
            before == null && point.pvMinor() != 0
                ? outOfBounds(PLANNED_AMOUNT, point.pvMinor(), "0 at the start")
                : null);
    List<Refusal> refusals = all(date, amount);
    if (before == null) {
      return refusals;
    }
    // What is out of bounds itself is not compared: the other one need not be wrong.
    if (date == null
        && date(PLANNED_DATE, before.date()) == null
        && !point.date().isAfter(before.date())) {
      refusals.add(outOfBounds(PLANNED_DATE, point.date(), "later than " + before.date()));
    }
    if (amount == null
        && amount(PLANNED_AMOUNT, before.pvMinor()) == null
        && point.pvMinor() < before.pvMinor()) {
      refusals.add(
          outOfBounds(PLANNED_AMOUNT, point.pvMinor(), "no less than " + before.pvMinor()));
    }
    return refusals;
  }

  static Refusal outOfBounds(String field, Object value, String expected) {
    return new Refusal(Reason.OUT_OF_BOUNDS, field, String.valueOf(value), expected);
  }
}
