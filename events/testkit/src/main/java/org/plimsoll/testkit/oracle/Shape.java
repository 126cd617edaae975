package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.PlannedPoint;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/** Everything that is wrong with an input by itself. */
final class Shape {
  private static final String NODE_ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String EVENT_ID = "[A-Za-z0-9._:-]{1,64}";
  private static final String CURRENCY = "[A-Z]{3}";
  private static final long MOST_MINOR = 1_000_000_000_000_000L;
  private static final long MOST_TEN_THOUSANDTHS = 1_000_000_000_000_000_000L;
  private static final int MOST_TEXT = 4_000;

  private final List<Fault> faults = new ArrayList<>();

  /** Why an input is refused; of several the engine names one. */
  record Fault(Reason reason, String field) {}

  static List<Fault> of(Input input) {
    Shape shape = new Shape();
    switch (input) {
      case Input.StatusChanged changed ->
          shape.status(changed.status(), changed.origin().receivedOn());
      case Input.FactsStated stated -> shape.facts(stated.eventId(), stated.facts());
      case Input.ToleranceGranted granted -> {
        shape.id("eventId", granted.eventId(), EVENT_ID);
        shape.id("nodeId", granted.nodeId(), NODE_ID);
        shape.tolerance(granted.tolerance());
      }
      case Input.Decided decided -> {
        shape.id("eventId", decided.eventId(), EVENT_ID);
        shape.choice(decided.choice(), decided.decidedOn());
      }
      case Input.ChildContributed _, Input.Ticked _ -> {}
    }
    return shape.faults;
  }

  private void add(boolean wrong, Reason reason, String field) {
    if (wrong) {
      faults.add(new Fault(reason, field));
    }
  }

  /** Nothing is both missing and less than the least. */
  private void empty(boolean wrong, String field) {
    add(wrong, Reason.MISSING, field);
    add(wrong, Reason.OUT_OF_BOUNDS, field);
  }

  private void id(String field, String id, String pattern) {
    empty(id.isEmpty(), field);
    add(!id.isEmpty() && !id.matches(pattern), Reason.OUT_OF_BOUNDS, field);
  }

  private void text(String field, @Nullable String text, int least, int most) {
    add(text != null && text.length() > most, Reason.OUT_OF_BOUNDS, field);
    empty(text != null && text.length() < least, field);
  }

  private void amount(String field, @Nullable Long minor) {
    add(minor != null && minor < 0, Reason.NEGATIVE_AMOUNT, field);
    add(minor != null && minor > MOST_MINOR, Reason.OUT_OF_BOUNDS, field);
  }

  private void date(String field, @Nullable LocalDate date) {
    add(
        date != null && (date.getYear() < 1900 || date.getYear() > 2199),
        Reason.OUT_OF_BOUNDS,
        field);
  }

  private void status(StatusChange status, LocalDate receivedOn) {
    Figures f = status.reported();
    id("eventId", status.eventId(), EVENT_ID);
    text("source", status.source(), 1, 128);
    if (status.corrects() != null) {
      id("corrects", status.corrects(), EVENT_ID);
    }
    id("projectId", status.projectId(), NODE_ID);
    date("dataDate", status.dataDate());
    add(status.dataDate().isAfter(receivedOn.plusDays(1)), Reason.FUTURE_DATA_DATE, "dataDate");
    amount("pvMinor", f.pvMinor());
    amount("evMinor", f.evMinor());
    amount("acMinor", f.acMinor());
    amount("bacMinor", f.bacMinor());
    amount("etcMinor", f.etcMinor());
    amount("costForecastMinor", f.costForecastMinor());
    date("forecastFinish", f.forecastFinish());
    currency(status);
    text("phase", status.phase(), 0, 128);
    text("note", status.note(), 0, MOST_TEXT);
    add(f.indicatorTenThousandths().size() > 100, Reason.OUT_OF_BOUNDS, "indicators");
    f.indicatorTenThousandths().values().forEach(v -> indicator("indicators", v));
    milestones(status.milestones());
    if (status.risks() != null) {
      risks(status.risks());
    }
    if (status.assistance() != null) {
      text("assistance.request", status.assistance().request(), 1, MOST_TEXT);
      add(
          status.assistance().addressedTo() == Level.PROJECT,
          Reason.OUT_OF_BOUNDS,
          "assistance.addressedTo");
    }
  }

  private void indicator(String field, long tenThousandths) {
    add(
        tenThousandths > MOST_TEN_THOUSANDTHS || tenThousandths < -MOST_TEN_THOUSANDTHS,
        Reason.OUT_OF_BOUNDS,
        field);
  }

  private void currency(StatusChange status) {
    Figures f = status.reported();
    boolean hasAmount =
        f.pvMinor() != null
            || f.evMinor() != null
            || f.acMinor() != null
            || f.bacMinor() != null
            || f.etcMinor() != null
            || f.costForecastMinor() != null
            || (status.risks() != null && !status.risks().isEmpty());
    add(status.currency() == null && hasAmount, Reason.MISSING, "currency");
    if (status.currency() != null) {
      id("currency", status.currency(), CURRENCY);
    }
  }

  private void milestones(List<StatusChange.Milestone> milestones) {
    add(milestones.size() > 200, Reason.OUT_OF_BOUNDS, "milestones");
    Set<String> ids = new HashSet<>();
    for (StatusChange.Milestone m : milestones) {
      text("milestones.milestoneId", m.milestoneId(), 1, 64);
      add(!ids.add(m.milestoneId()), Reason.OUT_OF_BOUNDS, "milestones.milestoneId");
      text("milestones.name", m.name(), 0, MOST_TEXT);
      date("milestones.baselineDate", m.baselineDate());
      date("milestones.forecastDate", m.forecastDate());
      date("milestones.actualDate", m.actualDate());
    }
  }

  private void risks(List<StatusChange.Risk> risks) {
    add(risks.size() > 200, Reason.OUT_OF_BOUNDS, "risks");
    Set<String> ids = new HashSet<>();
    for (StatusChange.Risk r : risks) {
      text("risks.riskId", r.riskId(), 1, 64);
      add(!ids.add(r.riskId()), Reason.OUT_OF_BOUNDS, "risks.riskId");
      text("risks.name", r.name(), 0, MOST_TEXT);
      add(
          r.probabilityTenThousandths() < 0 || r.probabilityTenThousandths() > 10_000,
          Reason.OUT_OF_BOUNDS,
          "risks.probability");
      amount("risks.impactMinor", r.impactMinor());
    }
  }

  private void facts(String eventId, Facts facts) {
    id("eventId", eventId, EVENT_ID);
    id("nodeId", facts.nodeId(), NODE_ID);
    id("currency", facts.currency(), CURRENCY);
    if (facts.parentId() != null) {
      id("parentId", facts.parentId(), NODE_ID);
    }
    add(
        (facts.level() == Level.PORTFOLIO) != (facts.parentId() == null),
        Reason.MISSING,
        "parentId");
    add(facts.nodeId().equals(facts.parentId()), Reason.CYCLE, "parentId");
    add(facts.level() == Level.PROJECT && facts.agencyId() == null, Reason.MISSING, "agencyId");
    int deadband = facts.contributionDeadbandTenThousandths();
    add(
        deadband < 0 || deadband > 1_000,
        Reason.OUT_OF_BOUNDS,
        "contributionDeadbandTenThousandths");
    add(
        facts.level() != Level.PROGRAM && deadband != 0,
        Reason.WRONG_LEVEL,
        "contributionDeadbandTenThousandths");
    baseline(facts.baseline());
    Set<String> ids = new HashSet<>();
    for (Target target : facts.targets()) {
      id("targets.indicatorId", target.indicatorId(), NODE_ID);
      add(!ids.add(target.indicatorId()), Reason.OUT_OF_BOUNDS, "targets.indicatorId");
      indicator("targets.targetTenThousandths", target.targetTenThousandths());
    }
  }

  private void baseline(Baseline baseline) {
    amount("baseline.costMinor", baseline.costMinor());
    date("baseline.finish", baseline.finish());
    List<PlannedPoint> points = baseline.timePhased();
    if (points.isEmpty()) {
      return;
    }
    add(points.size() > 600, Reason.OUT_OF_BOUNDS, "baseline.timePhased");
    add(
        points.size() < 2 || points.getLast().pvMinor() == 0,
        Reason.OUT_OF_BOUNDS,
        "baseline.timePhased");
    add(points.getFirst().pvMinor() != 0, Reason.OUT_OF_BOUNDS, "baseline.timePhased.pvMinor");
    PlannedPoint before = null;
    for (PlannedPoint point : points) {
      date("baseline.timePhased.date", point.date());
      amount("baseline.timePhased.pvMinor", point.pvMinor());
      if (before != null) {
        add(!point.date().isAfter(before.date()), Reason.OUT_OF_BOUNDS, "baseline.timePhased.date");
        add(
            point.pvMinor() < before.pvMinor(),
            Reason.OUT_OF_BOUNDS,
            "baseline.timePhased.pvMinor");
      }
      before = point;
    }
  }

  private void tolerance(Tolerance t) {
    id("toleranceId", t.toleranceId(), NODE_ID);
    add(t.version() < 1, Reason.OUT_OF_BOUNDS, "version");
    limit("limitTenThousandths", t.limitTenThousandths());
    contradiction((t.indicatorId() != null) != t.measure().isOfIndicator(), "indicatorId");
    contradiction(!Units.fit(t.unit(), t.measure()), "unit");
    Ratio limit = Ratio.of(t.limitTenThousandths(), 10_000);
    Ratio origin = Limits.noDeviation(t.measure(), t.unit());
    boolean above = t.breach() == Direction.AT_MOST;
    contradiction(
        Units.hasOrigin(t.measure())
            && (above ? limit.compareTo(origin) < 0 : limit.compareTo(origin) > 0),
        "limitTenThousandths");
    Terms terms = t.terms();
    inner("amberTenThousandths", terms.amberTenThousandths(), limit, origin, t);
    contradiction(
        Objects.equals(terms.amberTenThousandths(), t.limitTenThousandths()),
        "amberTenThousandths");
    inner("clearTenThousandths", terms.clearTenThousandths(), limit, origin, t);
    if (terms.otherSideTenThousandths() != null) {
      limit("otherSideTenThousandths", terms.otherSideTenThousandths());
      Ratio other = Ratio.of(terms.otherSideTenThousandths(), 10_000);
      contradiction(
          above
              ? other.compareTo(origin) > 0 || other.compareTo(limit) >= 0
              : other.compareTo(origin) < 0 || other.compareTo(limit) <= 0,
          "otherSideTenThousandths");
    }
    range("reportsBeyond", terms.reportsBeyond(), 1, Terms.MAX_REPORTS_BEYOND);
    range("daysBeyond", terms.daysBeyond(), 0, Terms.MAX_DAYS_BEYOND);
    range("holdAfterRaises", terms.holdAfterRaises(), 0, Terms.MAX_HOLD_AFTER_RAISES);
    range(
        "forecastDays",
        terms.forecastDays(),
        0,
        t.measure() == Measure.SILENCE ? 0 : Terms.MAX_FORECAST_DAYS);
    date("effectiveFrom", terms.effectiveFrom());
    date("effectiveUntil", terms.effectiveUntil());
    contradiction(
        terms.effectiveFrom() != null
            && terms.effectiveUntil() != null
            && terms.effectiveUntil().isBefore(terms.effectiveFrom()),
        "effectiveUntil");
    if (terms.answerWithin() != null) {
      range("answerWithinHours", terms.answerWithin().hours(), 1, Terms.MAX_ANSWER_HOURS);
    }
  }

  private void contradiction(boolean wrong, String field) {
    add(wrong, Reason.INVALID_TOLERANCE, field);
  }

  private void limit(String field, long tenThousandths) {
    add(
        tenThousandths > Tolerance.MAX_LIMIT_TEN_THOUSANDTHS
            || tenThousandths < -Tolerance.MAX_LIMIT_TEN_THOUSANDTHS,
        Reason.OUT_OF_BOUNDS,
        field);
  }

  private void range(String field, int number, int least, int most) {
    contradiction(number < least || number > most, field);
  }

  /** A limit that lies between no deviation and the limit. */
  private void inner(
      String field, @Nullable Long tenThousandths, Ratio limit, Ratio origin, Tolerance t) {
    if (tenThousandths != null) {
      Ratio inner = Ratio.of(tenThousandths, 10_000);
      boolean above = t.breach() == Direction.AT_MOST;
      boolean within = above ? inner.compareTo(limit) <= 0 : inner.compareTo(limit) >= 0;
      boolean deviates =
          !Units.hasOrigin(t.measure())
              || (above ? inner.compareTo(origin) >= 0 : inner.compareTo(origin) <= 0);
      contradiction(!within || !deviates, field);
    }
  }

  private void choice(Input.Choice choice, LocalDate decidedOn) {
    switch (choice) {
      case Input.Choice.GrantTolerance grant -> {
        limit("limitTenThousandths", grant.limitTenThousandths());
        date("until", grant.until());
      }
      case Input.Choice.RequireExceptionPlan plan -> date("by", plan.by());
      case Input.Choice.Mute mute -> {
        date("until", mute.until());
        add(PlanTime.days(decidedOn, mute.until()) > 366, Reason.OUT_OF_BOUNDS, "until");
      }
      case Input.Choice.HandOver over -> text("person", over.person(), 1, 128);
      case Input.Choice.ApproveBaseline(var baseline) -> {
        add(baseline.equals(Baseline.NONE), Reason.MISSING, "baseline");
        baseline(baseline);
      }
      case Input.Choice.Acknowledge _,
          Input.Choice.Note _,
          Input.Choice.Assist _,
          Input.Choice.Close _ -> {}
    }
  }
}
