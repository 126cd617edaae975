package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Target;

/**
 * What the newest status, where it corrects one before, changes of what was said; and good news.
 */
final class Corrections {
  private final Trail trail;
  private final Facts facts;
  private final String nodeId;

  Corrections(Trail trail, Facts facts) {
    this.trail = trail;
    this.facts = facts;
    this.nodeId = facts.nodeId();
  }

  /** What figures state, by the names that reports use. */
  static Map<String, Object> stated(Figures f) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("pvMinor", f.pvMinor());
    all.put("evMinor", f.evMinor());
    all.put("acMinor", f.acMinor());
    all.put("bacMinor", f.bacMinor());
    all.put("etcMinor", f.etcMinor());
    all.put("costForecastMinor", f.costForecastMinor());
    all.put("forecastFinish", f.forecastFinish());
    all.put("risks", f.riskExposureMinor());
    f.indicatorTenThousandths().forEach((id, value) -> all.put("indicators." + id, value));
    f.milestones()
        .forEach((id, dates) -> {
          all.put("milestones." + id + ".baselineDate", dates.baseline());
          all.put("milestones." + id + ".forecastDate", dates.forecast());
          all.put("milestones." + id + ".actualDate", dates.actual());
        });
    Map<String, Object> stated = new LinkedHashMap<>();
    all.forEach((name, value) -> {
      if (value != null) {
        stated.put(name, value);
      }
    });
    return stated;
  }

  /** What a correction changes, and what stands all the same. */
  Outcome told(StatusChange status, String corrects) {
    Statements before = Statements.beforeNow(trail, facts);
    List<String> changed = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    stated(status.reported())
        .forEach((name, value) -> {
          boolean stands =
              name.endsWith(".baselineDate")
                  ? isPromisedOtherwise(before, name, value)
                  : before.valid().stream()
                      .anyMatch(s ->
                          s.dataDate().isAfter(status.dataDate())
                              && stated(s.reported()).containsKey(name));
          (stands ? kept : changed).add(name);
        });
    if (setThePromise(corrects)) {
      Figures f = status.reported();
      Long cost = f.costForecastMinor() == null ? f.bacMinor() : f.costForecastMinor();
      Baseline promised = before.original();
      if (cost != null && !cost.equals(promised.costMinor())) {
        kept.add("baseline.costMinor");
      }
      if (f.forecastFinish() != null && !f.forecastFinish().equals(promised.finish())) {
        kept.add("baseline.finish");
      }
    }
    return new Outcome.Corrected(nodeId, corrects, status.dataDate(), changed, kept);
  }

  private static boolean isPromisedOtherwise(Statements before, String name, Object date) {
    String id = name.substring("milestones.".length(), name.length() - ".baselineDate".length());
    var dates = before.figures().milestones().get(id);
    return dates != null && dates.baseline() != null && !date.equals(dates.baseline());
  }

  /** Whether this status, or what it corrects, set a part of the original baseline. */
  private boolean setThePromise(String eventId) {
    for (Trail.Entry entry : trail.taken(nodeId).reversed()) {
      if (entry.number() < trail.now()
          && entry.input() instanceof Input.StatusChanged changed
          && changed.status().eventId().equals(eventId)) {
        String corrects = changed.status().corrects();
        return trail.said(nodeId).stream()
                .anyMatch(said ->
                    said.entry() == entry.number()
                        && said.outcome() instanceof Outcome.BaselineSet set
                        && set.original())
            || (corrects != null && setThePromise(corrects));
      }
    }
    return false;
  }

  /** Data dates of the reports to which good news is owed that stands, by indicator. */
  private Map<String, LocalDate> achieved() {
    Map<String, LocalDate> achieved = new LinkedHashMap<>();
    Facts then = facts;
    for (Trail.Entry entry : trail.taken(nodeId)) {
      if (entry.input() instanceof Input.FactsStated stated) {
        then = stated.facts();
      }
      if (entry.number() < trail.now()
          && entry.input() instanceof Input.StatusChanged(var _, var status, var _)
          && status.corrects() != null) {
        for (Target target : then.targets()) {
          LocalDate later = achievedLater(then, target, status, entry.number(), achieved);
          if (later != null) {
            achieved.put(target.indicatorId(), later);
          }
        }
      }
      for (Trail.Said said : trail.said(nodeId)) {
        if (said.entry() == entry.number()) {
          switch (said.outcome()) {
            case Outcome.TargetConfirmed c -> achieved.put(c.indicatorId(), c.onDate());
            case Outcome.ConfirmationWithdrawn w -> achieved.remove(w.indicatorId());
            default -> {}
          }
        }
      }
    }
    return achieved;
  }

  /**
   * Where a report did not achieve its target and a later one did, the good news is of that one.
   */
  private @Nullable LocalDate achievedLater(
      Facts then, Target target, StatusChange status, int entry, Map<String, LocalDate> achieved) {
    String id = target.indicatorId();
    Long stated = status.reported().indicatorTenThousandths().get(id);
    if (stated == null
        || isAchieved(target, stated)
        || !status.dataDate().equals(achieved.get(id))) {
      return null;
    }
    Figures figures = Statements.upTo(trail, then, entry).figures();
    Long stands = Objects.requireNonNull(figures.indicatorTenThousandths().get(id));
    return isAchieved(target, stands)
        ? Objects.requireNonNull(figures.earlierIndicators().get(id)).reportedOn()
        : null;
  }

  /** Good news that was none. */
  List<Outcome> withdrawn(StatusChange status) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, LocalDate> achieved = achieved();
    for (Target target : facts.targets()) {
      Long stated = status.reported().indicatorTenThousandths().get(target.indicatorId());
      if (stated != null
          && !isAchieved(target, stated)
          && status.dataDate().equals(achieved.get(target.indicatorId()))
          && achievedLater(facts, target, status, trail.now(), achieved) == null) {
        outcomes.add(
            new Outcome.ConfirmationWithdrawn(
                nodeId,
                target.indicatorId(),
                target.targetTenThousandths(),
                stated,
                status.dataDate()));
      }
    }
    return outcomes;
  }

  /** A target is confirmed once, and once more after that was taken back. */
  List<Outcome> confirmed(StatusChange status) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, LocalDate> achieved = achieved();
    for (Target target : facts.targets()) {
      Long value = status.reported().indicatorTenThousandths().get(target.indicatorId());
      if (value != null
          && isAchieved(target, value)
          && !achieved.containsKey(target.indicatorId())) {
        outcomes.add(
            new Outcome.TargetConfirmed(
                nodeId,
                target.indicatorId(),
                target.targetTenThousandths(),
                value,
                status.dataDate()));
      }
    }
    return outcomes;
  }

  private static boolean isAchieved(Target target, long tenThousandths) {
    return switch (target.direction()) {
      case AT_LEAST -> tenThousandths >= target.targetTenThousandths();
      case AT_MOST -> tenThousandths <= target.targetTenThousandths();
    };
  }
}
