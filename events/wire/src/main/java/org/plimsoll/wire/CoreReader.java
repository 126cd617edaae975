package org.plimsoll.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.calendar.Days;
import org.plimsoll.core.escalation.Contribution;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.measure.Rollup;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/**
 * From Avro to core. What Avro allows and core does not is an {@link UnrecognisedException}: a
 * symbol of a newer version, or the same key twice.
 */
public final class CoreReader {
  private CoreReader() {}

  /** A value that this version does not know. */
  public static final class UnrecognisedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final String value;
    private final String expected;

    UnrecognisedException(String field, String value, String expected) {
      super(field + ": " + value + " - expected " + expected);
      this.field = field;
      this.value = value;
      this.expected = expected;
    }

    public String field() {
      return field;
    }

    public String value() {
      return value;
    }

    public String expected() {
      return expected;
    }
  }

  /** A status change. */
  public static StatusChange statusChange(org.plimsoll.schema.StatusChange s) {
    Map<String, Long> indicators = new HashMap<>();
    for (var indicator : s.getIndicators()) {
      if (indicators.put(indicator.getIndicatorId(), indicator.getValueTenThousandths()) != null) {
        throw new UnrecognisedException(
            "indicators.indicatorId", indicator.getIndicatorId(), "each indicator once");
      }
    }
    return new StatusChange(
        s.getEventId(),
        s.getSource(),
        s.getProjectId(),
        s.getDataDate(),
        s.getCurrency(),
        new Figures(
            s.getPvMinor(),
            s.getEvMinor(),
            s.getAcMinor(),
            s.getBacMinor(),
            s.getEtcMinor(),
            s.getCostForecastMinor(),
            s.getForecastFinish(),
            indicators),
        s.getPhase(),
        s.getMilestones().stream()
            .map(m ->
                new StatusChange.Milestone(
                    m.getMilestoneId(),
                    m.getName(),
                    m.getBaselineDate(),
                    m.getForecastDate(),
                    m.getActualDate()))
            .toList(),
        s.getRisks() == null
            ? null
            : s.getRisks().stream()
                .map(r ->
                    new StatusChange.Risk(
                        r.getRiskId(),
                        r.getName(),
                        r.getProbabilityTenThousandths(),
                        r.getImpactMinor()))
                .toList(),
        s.getNote(),
        s.getAssistance() == null
            ? null
            : new StatusChange.Assistance(
                level("assistance.addressedTo", s.getAssistance().getAddressedTo()),
                s.getAssistance().getRequest()),
        s.getCorrects(),
        s.getSelfRating() == null ? null : known("selfRating", Rating.class, s.getSelfRating()));
  }

  /** Facts, as far as they decide anything. */
  public static Facts facts(org.plimsoll.schema.NodeFacts f) {
    return new Facts(
        f.getNodeId(),
        level("level", f.getLevel()),
        f.getParentId(),
        f.getAgencyId(),
        f.getAccountable() == null ? null : f.getAccountable().getPerson(),
        f.getCurrency(),
        firstReported(f.getBaselineSource()),
        baseline(f.getBaseline()),
        f.getTargets().stream()
            .map(t ->
                new Target(
                    t.getIndicatorId(),
                    t.getTargetTenThousandths(),
                    direction("targets.direction", t.getDirection())))
            .toList(),
        f.getContributionDeadbandTenThousandths());
  }

  private static boolean firstReported(org.plimsoll.schema.BaselineSource source) {
    return switch (source) {
      case DECLARED -> false;
      case FIRST_REPORTED -> true;
      case UNRECOGNISED ->
          throw unrecognised("baselineSource", source, "DECLARED or FIRST_REPORTED");
    };
  }

  /** A tolerance. */
  public static Tolerance tolerance(org.plimsoll.schema.ToleranceGrant g) {
    return new Tolerance(
        g.getToleranceId(),
        g.getVersion(),
        known("kind", ToleranceKind.class, g.getKind()),
        known("measure", Measure.class, g.getMeasure()),
        g.getIndicatorId(),
        direction("breach", g.getBreach()),
        known("unit", ToleranceUnit.class, g.getUnit()),
        g.getLimitTenThousandths(),
        terms(g.getTerms()));
  }

  private static Terms terms(org.plimsoll.schema.@Nullable ToleranceTerms t) {
    return t == null
        ? Terms.PLAIN
        : new Terms(
            t.getAmberTenThousandths(),
            t.getClearTenThousandths(),
            t.getOtherSideTenThousandths(),
            t.getReportsBeyond(),
            t.getDaysBeyond(),
            t.getHoldAfterRaises(),
            t.getForecastDays(),
            t.getEffectiveFrom(),
            t.getEffectiveUntil(),
            t.getAnswerWithin() == null
                ? null
                : new Terms.AnswerWithin(
                    t.getAnswerWithin().getHours(),
                    known(
                        "terms.answerWithin.calendar",
                        Terms.Calendar.class,
                        t.getAnswerWithin().getCalendar())));
  }

  /**
   * The day of a decision, UTC: as the person's system states it, and no later than it was received
   * here, so that nobody decides far ahead by dating it so.
   */
  public static LocalDate decidedOn(org.plimsoll.schema.Decision d, Instant receivedAt) {
    Instant stated = d.getDecidedAt();
    return LocalDate.ofInstant(stated.isBefore(receivedAt) ? stated : receivedAt, ZoneOffset.UTC);
  }

  /** What was decided. */
  public static Choice choice(org.plimsoll.schema.Decision d) {
    for (Refusal missing : missing(d)) {
      throw new UnrecognisedException(missing.field(), missing.value(), missing.expected());
    }
    return switch (d.getKind()) {
      case ACKNOWLEDGE -> new Choice.Acknowledge(requireNonNull(d.getExceptionId()));
      case NOTE -> new Choice.Note(requireNonNull(d.getExceptionId()));
      case APPROVE_BASELINE -> new Choice.ApproveBaseline(baseline(d.getBaseline()));
      case GRANT_TOLERANCE ->
          new Choice.GrantTolerance(
              requireNonNull(d.getExceptionId()),
              requireNonNull(d.getLimitTenThousandths()),
              requireNonNull(d.getUntil()));
      case REQUIRE_EXCEPTION_PLAN ->
          new Choice.RequireExceptionPlan(
              requireNonNull(d.getExceptionId()), requireNonNull(d.getPlanDueOn()));
      case HAND_OVER ->
          new Choice.HandOver(requireNonNull(d.getExceptionId()), requireNonNull(d.getHandedTo()));
      case ASSIST -> new Choice.Assist(requireNonNull(d.getExceptionId()));
      case CLOSE -> new Choice.Close(requireNonNull(d.getExceptionId()));
      case MUTE -> new Choice.Mute(d.getToleranceId(), requireNonNull(d.getUntil()));
      case UNRECOGNISED ->
          throw unrecognised("kind", d.getKind(), "a kind of decision that this version knows");
    };
  }

  /** What a decision of this kind needs and this one does not say. */
  public static List<Refusal> missing(org.plimsoll.schema.Decision d) {
    Refusal exceptionId =
        needed("exceptionId", d.getExceptionId(), "the exception or request that is answered");
    return switch (d.getKind()) {
      case ACKNOWLEDGE, NOTE, ASSIST, CLOSE -> all(exceptionId);
      case GRANT_TOLERANCE ->
          all(
              exceptionId,
              needed("limitTenThousandths", d.getLimitTenThousandths(), "the wider limit"),
              needed("until", d.getUntil(), "the last day on which it holds"));
      case REQUIRE_EXCEPTION_PLAN ->
          all(exceptionId, needed("planDueOn", d.getPlanDueOn(), "the day by which it is due"));
      case HAND_OVER ->
          all(exceptionId, needed("handedTo", d.getHandedTo(), "the person who answers now"));
      case MUTE -> all(needed("until", d.getUntil(), "the last day of the window"));
      case APPROVE_BASELINE, UNRECOGNISED -> List.of();
    };
  }

  private static @Nullable Refusal needed(String field, @Nullable Object value, String expected) {
    return value == null ? new Refusal(Refusal.Reason.MISSING, field, "null", expected) : null;
  }

  private static List<Refusal> all(@Nullable Refusal... refusals) {
    List<Refusal> all = new ArrayList<>();
    for (Refusal refusal : refusals) {
      if (refusal != null) {
        all.add(refusal);
      }
    }
    return all;
  }

  /** A contribution. */
  public static Contribution contribution(org.plimsoll.schema.Contribution c) {
    Map<Measure, Fraction> sums = new EnumMap<>(Measure.class);
    for (var sum : c.getSums()) {
      if (sum.getDenominator() > 0) {
        sums.put(
            known("sums.measure", Measure.class, sum.getMeasure()),
            new Fraction(sum.getNumerator(), sum.getDenominator()));
      }
    }
    return new Contribution(
        c.getChildId(),
        c.getParentId(),
        c.getCurrency(),
        position(c.getPosition()),
        c.getDataDate(),
        new Rollup(
            c.getProjects(),
            c.getProjectsReporting(),
            c.getProjectsInException(),
            c.getProjectsSilent(),
            c.getPvMinor(),
            c.getEvMinor(),
            c.getAcMinor(),
            c.getBacMinor(),
            c.getEacMinor(),
            sums));
  }

  /** A place in the trail. */
  public static Position position(org.plimsoll.schema.TrailPosition p) {
    return new Position(level("position.tier", p.getTier()), p.getPartition(), p.getSequence());
  }

  static Baseline baseline(org.plimsoll.schema.@Nullable Baseline baseline) {
    if (baseline == null) {
      return Baseline.NONE;
    }
    Long cost = baseline.getCostMinor();
    LocalDate finish = Days.same(baseline.getFinish());
    return new Baseline(
        cost,
        finish,
        baseline.getTimePhased().stream()
            .map(point -> new PlannedPoint(point.getDate(), point.getPvMinor()))
            .toList());
  }

  static Level level(String field, org.plimsoll.schema.Level level) {
    return known(field, Level.class, level);
  }

  static Direction direction(String field, org.plimsoll.schema.Direction direction) {
    return known(field, Direction.class, direction);
  }

  /** Core's symbol of the same name: Avro's enums have one more, for what is not known here. */
  static <E extends Enum<E>> E known(String field, Class<E> type, Enum<?> symbol) {
    for (E constant : requireNonNull(type.getEnumConstants())) {
      if (constant.name().equals(symbol.name())) {
        return constant;
      }
    }
    throw unrecognised(field, symbol, "one of " + List.of(type.getEnumConstants()));
  }

  private static UnrecognisedException unrecognised(String field, Enum<?> symbol, String expected) {
    return new UnrecognisedException(field, symbol.name(), expected);
  }
}
