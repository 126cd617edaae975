package org.plimsoll.leadership;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.explanation.Basis;
import org.plimsoll.core.explanation.Expression.Figure;
import org.plimsoll.core.explanation.FigureName;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.measure.Target;
import org.plimsoll.leadership.Standings.Silence;
import org.plimsoll.schema.Assessed;
import org.plimsoll.schema.BaselineSet;
import org.plimsoll.schema.Decision;
import org.plimsoll.schema.DecisionKind;
import org.plimsoll.schema.NodeFacts;
import org.plimsoll.schema.TrailEntry;
import org.plimsoll.wire.CoreReader;
import org.plimsoll.wire.OutcomeReader;
import org.plimsoll.wire.Outcomes;

/**
 * Where the figures of a node come from: its own inputs, read again from the trail with core's own
 * functions. What comes out is used only where it gives the measures that the trail recorded;
 * otherwise the recorded ones are shown as they are.
 */
class Sources {
  /**
   * What an agency said beside its figures, each the newest that it stated.
   *
   * @param milestoneNames by milestone id
   * @param saidAt the newest event that said any of it; null while nothing was said
   */
  record Stated(
      @Nullable String phase,
      @Nullable String note,
      List<StatusChange.Risk> risks,
      Map<String, String> milestoneNames,
      @Nullable Position saidAt) {
    static final Stated NOTHING = new Stated(null, null, List.of(), Map.of(), null);

    Stated after(StatusChange status, Position at) {
      Map<String, String> names = new HashMap<>(milestoneNames);
      for (StatusChange.Milestone milestone : status.milestones()) {
        if (milestone.name() != null) {
          names.put(milestone.milestoneId(), milestone.name());
        }
      }
      boolean says = status.phase() != null || status.note() != null || status.risks() != null;
      return new Stated(
          status.phase() == null ? phase : status.phase(),
          status.note() == null ? note : status.note(),
          status.risks() == null ? risks : status.risks(),
          names,
          says ? at : saidAt);
    }
  }

  /**
   * What the measures of a node were computed from at a place.
   *
   * @param events the event behind each figure, by {@link #key}
   */
  record Sourced(
      Basis basis, @Nullable LocalDate dataDate, Map<String, Position> events, Stated stated) {
    @Nullable Position event(Figure figure) {
      return events.get(key(figure.name(), figure.of()));
    }
  }

  static String key(FigureName name, @Nullable String of) {
    return of == null ? name.name() : name.name() + "~" + of;
  }

  private final Standings standings;
  private final Trail trail;

  Sources(Standings standings, Trail trail) {
    this.standings = standings;
    this.trail = trail;
  }

  /**
   * @param weighed the newest entry that weighed the node, no later than the place
   */
  Sourced of(Nodes.Node node, Trail.Entry weighed, Position at) {
    Assessed assessed = assessed(weighed.entry(), node.id());
    List<Reading> recorded = assessed == null ? List.of() : OutcomeReader.readings(assessed);
    if (!node.level().equals("PROJECT")) {
      Map<String, Position> events = new HashMap<>();
      Position there = position(weighed.entry());
      events.put(key(FigureName.NUMERATORS_BELOW, null), there);
      events.put(key(FigureName.DENOMINATORS_BELOW, null), there);
      return new Sourced(
          assessed == null
              ? new Basis.Recorded(recorded)
              : new Basis.OfParent(OutcomeReader.rollup(assessed)),
          assessed == null ? null : assessed.getDataDate(),
          events,
          Stated.NOTHING);
    }
    Course course = new Course(node.id(), standings.silences(node.id(), at), LocalDate.MAX);
    List<Long> own = standings.ownInputs(node.id(), at);
    for (Trail.Entry entry : trail.entries(at.tier(), at.partition(), own)) {
      course.next(entry);
    }
    Basis.OfProject basis =
        new Basis.OfProject(
            course.figures, course.original, course.current, course.dataDate, course.targets);
    boolean same = assessed == null || basis.readings().equals(recorded);
    if (!same) {
      Map<String, Position> events = new HashMap<>();
      events.put(key(FigureName.NUMERATOR, null), position(weighed.entry()));
      events.put(key(FigureName.DENOMINATOR, null), position(weighed.entry()));
      return new Sourced(new Basis.Recorded(recorded), course.dataDate, events, course.stated);
    }
    return new Sourced(basis, course.dataDate, course.events, course.stated);
  }

  /**
   * What a project's measures were computed from at a data date, with every report for it or an
   * earlier one that was taken by a place, corrections included. Facts and baselines are those that
   * stood before the first report of a later date.
   */
  Basis.OfProject onDate(String nodeId, Position at, LocalDate dataDate) {
    Course course = new Course(nodeId, standings.silences(nodeId, at), dataDate);
    for (Trail.Entry entry :
        trail.entries(at.tier(), at.partition(), standings.ownInputs(nodeId, at))) {
      course.next(entry);
    }
    return new Basis.OfProject(
        course.figures, course.original, course.current, dataDate, course.targets);
  }

  static Position position(TrailEntry entry) {
    return new Position(
        entry.getPosition().getTier().name(),
        entry.getPosition().getPartition(),
        entry.getPosition().getSequence(),
        entry.getEventId());
  }

  /** The last assessment of a node in an entry: one tick may weigh a parent again and again. */
  static @Nullable Assessed assessed(TrailEntry entry, String nodeId) {
    Assessed last = null;
    for (SpecificRecord outcome : Outcomes.of(entry)) {
      if (outcome instanceof Assessed assessed && assessed.getNodeId().equals(nodeId)) {
        last = assessed;
      }
    }
    return last;
  }

  /** A project's inputs one after the other. */
  private static final class Course {
    private final String nodeId;
    private final List<Silence> silences;
    private final Map<String, Position> events = new HashMap<>();

    /** Data date of the report behind each figure: an older one corrects nothing that is newer. */
    private final Map<String, LocalDate> dates = new HashMap<>();

    private Figures figures = Figures.NONE;
    private Baseline original = Baseline.NONE;
    private Baseline current = Baseline.NONE;
    private List<Target> targets = List.of();
    private @Nullable LocalDate dataDate;
    private Stated stated = Stated.NOTHING;
    private boolean registered;

    /** Reports of later data dates are left out, and what was decided after the first of them. */
    private final LocalDate until;

    private boolean isOver;

    Course(String nodeId, List<Silence> silences, LocalDate until) {
      this.nodeId = nodeId;
      this.silences = silences;
      this.until = until;
    }

    void next(Trail.Entry found) {
      Position at = position(found.entry());
      try {
        switch (found.input()) {
          case NodeFacts facts when !isOver -> facts(CoreReader.facts(facts), at);
          case org.plimsoll.schema.StatusChange sent -> {
            StatusChange status = CoreReader.statusChange(sent);
            if (status.dataDate().isAfter(until)) {
              isOver = true;
            } else {
              status(status, found.entry(), at);
            }
          }
          case Decision decision
              when !isOver && decision.getKind() == DecisionKind.APPROVE_BASELINE -> {
            if (CoreReader.choice(decision)
                instanceof
                org.plimsoll.core.escalation.Input.Choice.ApproveBaseline(Baseline approved)) {
              current = approved.orElse(current);
              promised(approved, at, FigureName.CURRENT_COST, FigureName.CURRENT_FINISH);
            }
          }
          case null, default -> {}
        }
      } catch (CoreReader.UnrecognisedException e) {
        // Written by a newer version: the measures will differ, and the recorded ones are shown.
      }
    }

    private void facts(org.plimsoll.core.escalation.Facts facts, Position at) {
      targets = facts.targets();
      targets.forEach(t -> events.put(key(FigureName.TARGET, t.indicatorId()), at));
      if (!registered) {
        registered = true;
        original = facts.baseline();
        current = facts.baseline();
        original(facts.baseline(), at);
      }
    }

    private void original(Baseline set, Position at) {
      promised(set, at, FigureName.ORIGINAL_COST, FigureName.ORIGINAL_FINISH);
      promised(set, at, FigureName.CURRENT_COST, FigureName.CURRENT_FINISH);
    }

    private void promised(Baseline set, Position at, FigureName cost, FigureName finish) {
      if (set.costMinor() != null) {
        events.put(key(cost, null), at);
      }
      if (set.finish() != null) {
        events.put(key(finish, null), at);
      }
      if (!set.timePhased().isEmpty()) {
        for (FigureName name :
            List.of(
                FigureName.PD,
                FigureName.WHOLE_PERIODS,
                FigureName.PLANNED_BEFORE,
                FigureName.PLANNED_AFTER,
                FigureName.PERIOD_START,
                FigureName.PERIOD_DAYS,
                FigureName.PLAN_END)) {
          events.put(key(name, null), at);
        }
      }
    }

    private void status(StatusChange taken, TrailEntry entry, Position at) {
      Figures reported = taken.reported();
      LocalDate on = taken.dataDate();
      boolean newest = dataDate == null || on.isAfter(dataDate);
      boolean fresh = newest && silences.stream().anyMatch(s -> s.isOpenBefore(at.sequence()));
      figures = (fresh ? figures.promised() : figures).after(reported, on);
      if (newest) {
        dataDate = on;
        events.put(key(FigureName.DATA_DATE, null), at);
      }
      if (newest || on.equals(dataDate)) {
        stated = stated.after(taken, at);
      }
      stated(FigureName.PV, reported.pvMinor(), on, at);
      stated(FigureName.EV, reported.evMinor(), on, at);
      stated(FigureName.AC, reported.acMinor(), on, at);
      stated(FigureName.BAC, reported.bacMinor(), on, at);
      stated(FigureName.ETC, reported.etcMinor(), on, at);
      stated(FigureName.COST_FORECAST, reported.costForecastMinor(), on, at);
      stated(FigureName.FORECAST_FINISH, reported.forecastFinish(), on, at);
      stated(FigureName.RISK_EXPOSURE, reported.riskExposureMinor(), on, at);
      reported
          .indicatorTenThousandths()
          .keySet()
          .forEach(id -> {
            Position before = events.put(key(FigureName.INDICATOR, id), at);
            if (before != null) {
              events.put(key(FigureName.INDICATOR_BEFORE, id), before);
            }
          });
      reported
          .milestones()
          .forEach((id, dates) -> {
            if (dates.baseline() != null) {
              // The date first promised stands.
              events.putIfAbsent(key(FigureName.MILESTONE_PROMISED, id), at);
            }
            if (dates.forecast() != null) {
              events.put(key(FigureName.MILESTONE_EXPECTED, id), at);
            }
            if (dates.actual() != null) {
              events.put(key(FigureName.MILESTONE_REACHED, id), at);
            }
          });
      for (SpecificRecord outcome : Outcomes.of(entry)) {
        if (outcome instanceof BaselineSet set
            && set.getNodeId().equals(nodeId)
            && set.getOriginal()) {
          Baseline first = new Baseline(set.getCostMinor(), set.getFinish());
          original = original.orElse(first);
          current = current.orElse(first);
          original(first, at);
        }
      }
    }

    private void stated(FigureName name, @Nullable Object value, LocalDate on, Position at) {
      LocalDate known = dates.get(name.name());
      if (value != null && (known == null || !on.isBefore(known))) {
        dates.put(name.name(), on);
        events.put(key(name, null), at);
      }
    }
  }
}
