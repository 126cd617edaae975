package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Rating;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.MilestoneDates;
import org.plimsoll.core.measure.PlannedPoint;

/**
 * What an agency stated of a project, and what was promised, from all statements that were taken.
 */
final class Statements {
  private final Trail trail;
  private final Facts facts;
  private final List<StatusChange> all = new ArrayList<>();

  /**
   * Statements behind the last silence, by data date and then as they came: a correction counts as
   * if its report had said so. What was said before the silence is carried over no more.
   */
  private final List<StatusChange> valid = new ArrayList<>();

  private final int before;

  private Statements(Trail trail, Facts facts, int before) {
    this.trail = trail;
    this.facts = facts;
    this.before = before;
    for (Trail.Entry entry : trail.taken(facts.nodeId())) {
      if (entry.number() < before && entry.input() instanceof Input.StatusChanged changed) {
        LocalDate stands = dataDate();
        boolean newer = stands == null || changed.status().dataDate().isAfter(stands);
        if (newer && Exceptions.wasSilent(trail, facts.nodeId(), entry.number())) {
          valid.clear();
        }
        all.add(changed.status());
        valid.add(changed.status());
      }
    }
    valid.sort(Comparator.comparing(StatusChange::dataDate));
  }

  /** All statements of the project that were taken so far. */
  static Statements of(Trail trail, Facts facts) {
    return new Statements(trail, facts, trail.now() + 1);
  }

  /** The same up to this entry. */
  static Statements upTo(Trail trail, Facts facts, int entry) {
    return new Statements(trail, facts, entry + 1);
  }

  /** The same before the newest entry. */
  static Statements beforeNow(Trail trail, Facts facts) {
    return new Statements(trail, facts, trail.now());
  }

  @Nullable LocalDate dataDate() {
    return all.stream().map(StatusChange::dataDate).max(LocalDate::compareTo).orElse(null);
  }

  /** Statements since the last silence. */
  List<StatusChange> valid() {
    return valid;
  }

  /** Data dates since the last silence, oldest first. */
  List<LocalDate> dataDates() {
    return valid.stream().map(StatusChange::dataDate).distinct().sorted().toList();
  }

  private static <T> @Nullable T last(
      List<StatusChange> statements, Function<StatusChange, @Nullable T> figure) {
    T last = null;
    for (StatusChange statement : statements) {
      T stated = figure.apply(statement);
      last = stated == null ? last : stated;
    }
    return last;
  }

  private <T> @Nullable T last(Function<Figures, @Nullable T> figure) {
    return last(valid, statement -> figure.apply(statement.reported()));
  }

  private static <T> @Nullable T first(
      List<StatusChange> statements, Function<StatusChange, @Nullable T> figure) {
    for (StatusChange statement : statements) {
      T stated = figure.apply(statement);
      if (stated != null) {
        return stated;
      }
    }
    return null;
  }

  /** The figures that stand. */
  Figures figures() {
    return new Figures(
        last(Figures::pvMinor),
        last(Figures::evMinor),
        last(Figures::acMinor),
        last(Figures::bacMinor),
        last(Figures::etcMinor),
        last(Figures::costForecastMinor),
        last(Figures::forecastFinish),
        indicators(),
        milestones(),
        last(Figures::riskExposureMinor),
        earlier(),
        statedOn());
  }

  /** Data dates of the statements that the figures are taken from. */
  private Map<Figures.Name, LocalDate> statedOn() {
    Map<Figures.Name, LocalDate> dates = new EnumMap<>(Figures.Name.class);
    for (Figures.Name name : Figures.Name.values()) {
      LocalDate on = lastOn(s -> figure(name, s.reported()));
      if (on != null) {
        dates.put(name, on);
      }
    }
    return dates;
  }

  private static @Nullable Object figure(Figures.Name name, Figures f) {
    return switch (name) {
      case PV -> f.pvMinor();
      case EV -> f.evMinor();
      case AC -> f.acMinor();
      case BAC -> f.bacMinor();
      case ETC -> f.etcMinor();
      case COST_FORECAST -> f.costForecastMinor();
      case FORECAST_FINISH -> f.forecastFinish();
      case RISK_EXPOSURE -> f.riskExposureMinor();
    };
  }

  /** Data date of the statement that a figure is taken from; null where none states it. */
  private @Nullable LocalDate lastOn(Function<StatusChange, @Nullable Object> figure) {
    return last(valid, s -> figure.apply(s) == null ? null : s.dataDate());
  }

  /** How the agency itself rates the project; null where it does not say. */
  @Nullable Rating selfRating() {
    return last(valid, StatusChange::selfRating);
  }

  private Map<String, Long> indicators() {
    Map<String, Long> values = new TreeMap<>();
    valid.forEach(statement -> values.putAll(statement.reported().indicatorTenThousandths()));
    return values;
  }

  private Map<String, Figures.Earlier> earlier() {
    Map<String, Figures.Earlier> earlier = new TreeMap<>();
    for (String id : indicators().keySet()) {
      LocalDate on = null;
      for (StatusChange statement : valid) {
        on =
            statement.reported().indicatorTenThousandths().containsKey(id)
                ? statement.dataDate()
                : on;
      }
      LocalDate reportedOn = java.util.Objects.requireNonNull(on);
      List<StatusChange> before =
          valid.stream().filter(s -> s.dataDate().isBefore(reportedOn)).toList();
      earlier.put(
          id,
          new Figures.Earlier(
              reportedOn,
              last(before, s -> s.reported().indicatorTenThousandths().get(id)),
              last(
                  before,
                  s ->
                      s.reported().indicatorTenThousandths().containsKey(id)
                          ? s.dataDate()
                          : null)));
    }
    return earlier;
  }

  /** Of every milestone the first promise, and the newest dates. */
  private Map<String, MilestoneDates> milestones() {
    Map<String, MilestoneDates> dates = new TreeMap<>();
    for (String id : milestoneIds()) {
      dates.put(
          id,
          new MilestoneDates(
              first(all, s -> date(s, id, StatusChange.Milestone::baselineDate)),
              last(valid, s -> date(s, id, StatusChange.Milestone::forecastDate)),
              last(valid, s -> date(s, id, StatusChange.Milestone::actualDate)),
              lastOn(s -> date(s, id, StatusChange.Milestone::forecastDate)),
              lastOn(s -> date(s, id, StatusChange.Milestone::actualDate))));
    }
    return dates;
  }

  private static @Nullable LocalDate date(
      StatusChange statement,
      String id,
      Function<StatusChange.Milestone, @Nullable LocalDate> which) {
    return statement.milestones().stream()
        .filter(m -> m.milestoneId().equals(id))
        .findFirst()
        .map(which)
        .orElse(null);
  }

  /** Milestones that are known: those that were promised, and those stated since a silence. */
  SortedSet<String> milestoneIds() {
    SortedSet<String> ids = new TreeSet<>();
    all.forEach(statement ->
        statement.milestones().stream()
            .filter(m -> m.baselineDate() != null || valid.contains(statement))
            .forEach(m -> ids.add(m.milestoneId())));
    return ids;
  }

  /** The first promise: declared, or else taken from the first status that states it. */
  Baseline original() {
    Baseline declared = facts.baseline();
    if (!facts.firstReported()) {
      return declared;
    }
    Long cost =
        first(
            all,
            s ->
                s.reported().costForecastMinor() == null
                    ? s.reported().bacMinor()
                    : s.reported().costForecastMinor());
    LocalDate finish = first(all, s -> s.reported().forecastFinish());
    return new Baseline(
        declared.costMinor() == null ? cost : declared.costMinor(),
        declared.finish() == null ? finish : declared.finish(),
        declared.timePhased());
  }

  /** The newest promise that was approved; what no approval names is the original's. */
  Baseline current() {
    Long cost = original().costMinor();
    LocalDate finish = original().finish();
    List<PlannedPoint> plan = original().timePhased();
    for (Trail.Entry entry : trail.taken(facts.nodeId())) {
      if (entry.number() < before
          && entry.input() instanceof Input.Decided decided
          && decided.choice() instanceof Input.Choice.ApproveBaseline(var approved)) {
        cost = approved.costMinor() == null ? cost : approved.costMinor();
        finish = approved.finish() == null ? finish : approved.finish();
        plan = approved.timePhased().isEmpty() ? plan : approved.timePhased();
      }
    }
    return new Baseline(cost, finish, plan);
  }

  Numbers numbers() {
    return new Numbers(figures(), original(), current(), dataDate());
  }
}
