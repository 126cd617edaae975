package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Outcome.Change;
import org.plimsoll.core.escalation.Outcome.Suppression;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.tolerance.Forecast;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * What follows when a node's newest moment is held against one tolerance. How long the value has
 * been beyond or within is counted backward over the moments before.
 */
final class Episodes {
  private final Trail trail;
  private final String nodeId;
  private final String toleranceId;
  private final List<Trail.Moment> moments;
  private final Exceptions.@Nullable Open open;
  private final Level above;

  Episodes(Trail trail, String nodeId, String toleranceId, Exceptions.@Nullable Open open) {
    this.trail = trail;
    this.open = open;
    this.nodeId = nodeId;
    this.toleranceId = toleranceId;
    this.moments = trail.moments(nodeId);
    this.above = Objects.requireNonNull(trail.facts(nodeId)).level().above();
  }

  /** How a value lay in a moment. */
  private record Lay(Trail.Moment moment, Tolerance tolerance, Fraction value, int step) {
    boolean beyond() {
      return step > 0;
    }
  }

  /** Null where there was no tolerance, or no value: absence neither raises nor clears. */
  private @Nullable Lay lay(Trail.Moment moment) {
    Trail.Held held = moment.held().get(toleranceId);
    return held == null
        ? null
        : new Lay(
            moment, held.tolerance(), held.value(), Limits.step(held.tolerance(), held.value()));
  }

  List<Outcome> follow() {
    Lay now = lay(moments.getLast());
    LocalDate on = moments.getLast().on();
    if (on == null) {
      return List.of();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Outcome outcome : now == null ? List.<Outcome>of() : weighed(now, on)) {
      outcomes.add(outcome);
      if (outcome instanceof Outcome.ExceptionChanged e) {
        hearers().stream()
            .filter(level -> !e.deliveredTo().contains(level))
            .map(this::mutedBy)
            .filter(Objects::nonNull)
            .distinct()
            .forEach(by ->
                outcomes.add(
                    suppressed(
                        e.exceptionId(), Suppression.MUTED, e.revision(), e.raisedOn(), on, by)));
      }
    }
    if (open != null && outcomes.stream().noneMatch(Outcome.ExceptionChanged.class::isInstance)) {
      List<Level> behind =
          unmuted().stream().filter(level -> !open.upToDate().contains(level)).toList();
      if (!behind.isEmpty()) {
        outcomes.add(restated(open, behind, on));
      }
    }
    return outcomes;
  }

  /** Who is to hear of what changes now, as far as nobody is muted. */
  private List<Level> hearers() {
    return open == null ? List.of(above) : open.hearers(above);
  }

  private List<Level> unmuted() {
    return hearers().stream().filter(level -> mutedBy(level) == null).toList();
  }

  private @Nullable String mutedBy(Level level) {
    return new Mutes(trail, nodeId).by(toleranceId, level, trail.now());
  }

  /** Said because it was withheld, and nothing new. */
  private Outcome restated(Exceptions.Open withheld, List<Level> behind, LocalDate on) {
    return new Outcome.ExceptionChanged(
        Change.RESTATED,
        withheld.exceptionId(),
        nodeId,
        Objects.requireNonNull(moments.getLast().inForce().get(toleranceId)),
        withheld.value(),
        withheld.step(),
        on,
        withheld.raisedOn(),
        withheld.revision(),
        withheld.forecast(),
        behind);
  }

  private List<Outcome> weighed(Lay now, LocalDate on) {
    if (now.beyond()) {
      return open == null || open.isExpected()
          ? mayBecomeFact(now, on)
          : stillBeyond(now, open, on);
    }
    if (open == null) {
      return mayBeExpected(now, on);
    }
    return open.isExpected() ? stillExpected(now, open, on) : mayClear(now, open, on);
  }

  private List<Outcome> mayBeExpected(Lay now, LocalDate on) {
    Forecast forecast = forecast(now, on, 2);
    return forecast == null ? List.of() : List.of(raised(now, on, forecast));
  }

  /**
   * When the limit will be crossed, if that is within this many halves of the days that the
   * tolerance looks ahead; otherwise null.
   */
  private @Nullable Forecast forecast(Lay now, LocalDate on, int halves) {
    Forecast forecast = Ahead.of(now.tolerance(), moments);
    return forecast != null
            && 2 * PlanTime.days(on, forecast.expectedOn())
                <= (long) halves * now.tolerance().terms().forecastDays()
        ? forecast
        : null;
  }

  /**
   * It stays for half as long again as was looked ahead, and is told when it moves by a quarter.
   */
  private List<Outcome> stillExpected(Lay now, Exceptions.Open open, LocalDate on) {
    Forecast announced = Objects.requireNonNull(open.forecast());
    Forecast forecast = forecast(now, on, 3);
    if (forecast == null) {
      return List.of(changed(Change.CLEARED, open, now, on, open.revision(), announced));
    }
    long later = PlanTime.days(announced.expectedOn(), forecast.expectedOn());
    return 4 * Math.abs(later) < now.tolerance().terms().forecastDays()
        ? List.of()
        : List.of(
            changed(
                later > 0 ? Change.EASED : Change.WORSENED,
                open,
                now,
                on,
                open.revision() + 1,
                forecast));
  }

  /** The moments until now in which the value lay on the same side as now, oldest first. */
  private List<Lay> run() {
    List<Lay> run = new ArrayList<>();
    for (Trail.Moment moment : moments.reversed()) {
      Lay lay = lay(moment);
      if (lay == null) {
        continue;
      }
      if (!run.isEmpty() && lay.beyond() != run.getFirst().beyond()) {
        break;
      }
      run.addFirst(lay);
    }
    return run;
  }

  /**
   * Data dates of a run, each once; a tick is none, but the figures that it finds have one. A
   * correction adds none to those before it.
   */
  private static Set<LocalDate> dataDates(List<Lay> run) {
    Set<LocalDate> dates = new LinkedHashSet<>();
    for (Lay lay : run) {
      boolean counts = dates.isEmpty() || !lay.moment().byCorrection();
      if (counts && lay.moment().dataDate() != null) {
        dates.add(lay.moment().dataDate());
      }
    }
    return dates;
  }

  /** Whether the newest moment of a run is of a data date that was not counted before. */
  private static boolean isNewDate(List<Lay> run) {
    return dataDates(run).size() > dataDates(run.subList(0, run.size() - 1)).size();
  }

  /** Raised, or what was expected has come true. */
  private List<Outcome> mayBecomeFact(Lay now, LocalDate on) {
    Terms terms = now.tolerance().terms();
    List<Lay> run = run();
    int reports = dataDates(run).size();
    LocalDate since = Objects.requireNonNull(run.getFirst().moment().on());
    if (reports >= terms.reportsBeyond()
        && Math.max(0, PlanTime.days(since, on)) >= terms.daysBeyond()) {
      return List.of(
          open == null
              ? raised(now, on, null)
              : changed(Change.WORSENED, open, now, on, open.revision() + 1, null));
    }
    return isNewDate(run)
        ? List.of(
            suppressed(
                open == null ? null : open.exceptionId(),
                Suppression.PERSISTENCE,
                reports,
                since,
                on))
        : List.of();
  }

  private Outcome raised(Lay now, LocalDate on, @Nullable Forecast forecast) {
    int episode = Exceptions.episodes(trail, nodeId, toleranceId) + 1;
    return new Outcome.ExceptionChanged(
        Change.RAISED,
        nodeId + "~" + toleranceId + "~" + episode,
        nodeId,
        now.tolerance(),
        now.value(),
        now.step(),
        on,
        on,
        1,
        forecast,
        unmuted());
  }

  private List<Outcome> stillBeyond(Lay now, Exceptions.Open open, LocalDate on) {
    List<Outcome> outcomes = new ArrayList<>();
    if (now.step() != open.step()) {
      outcomes.add(
          changed(
              now.step() > open.step() ? Change.WORSENED : Change.EASED,
              open,
              now,
              on,
              open.revision() + 1,
              null));
    }
    if (outcomes.isEmpty() && run().size() == 1) {
      outcomes.add(
          suppressed(open.exceptionId(), Suppression.FLAPPING, crossings(), open.raisedOn(), on));
    }
    return outcomes;
  }

  /** How often the value has gone beyond since the exception is a fact, the first included. */
  private int crossings() {
    int crossings = 0;
    boolean beyond = false;
    for (Trail.Moment moment : momentsSinceFact()) {
      Lay lay = lay(moment);
      if (lay != null) {
        crossings += lay.beyond() && !beyond ? 1 : 0;
        beyond = lay.beyond();
      }
    }
    return crossings;
  }

  private List<Trail.Moment> momentsSinceFact() {
    int since = Exceptions.factSince(trail, nodeId, toleranceId);
    return moments.stream().filter(moment -> moment.entry() >= since).toList();
  }

  private List<Outcome> mayClear(Lay now, Exceptions.Open open, LocalDate on) {
    List<Lay> run = run();
    int reports = dataDates(run).size();
    boolean clears = Limits.clears(now.tolerance(), now.value());
    if (clears && reports >= holdReports(now, on)) {
      Forecast forecast = forecast(now, on, 2);
      return List.of(
          forecast == null
              ? changed(Change.CLEARED, open, now, on, open.revision(), null)
              : changed(Change.EASED, open, now, on, open.revision() + 1, forecast));
    }
    if (!isNewDate(run)) {
      return List.of();
    }
    return List.of(
        clears
            ? suppressed(
                open.exceptionId(),
                Suppression.FLAPPING,
                crossings() + Exceptions.raisedOn(trail, nodeId, toleranceId).size() - 1,
                open.raisedOn(),
                on)
            : suppressed(open.exceptionId(), Suppression.HYSTERESIS, reports, open.raisedOn(), on));
  }

  /** Data dates in a row that must lie within before a noisy exception clears; otherwise 0. */
  private int holdReports(Lay now, LocalDate on) {
    int hold = now.tolerance().terms().holdAfterRaises();
    List<LocalDate> raised = Exceptions.raisedOn(trail, nodeId, toleranceId);
    return hold > 0
            && raised.size() >= hold
            && PlanTime.days(raised.get(raised.size() - hold), on) <= Terms.HOLD_WINDOW_DAYS
        ? hold
        : 0;
  }

  private Outcome changed(
      Change change,
      Exceptions.Open open,
      Lay now,
      LocalDate on,
      int revision,
      @Nullable Forecast forecast) {
    return new Outcome.ExceptionChanged(
        change,
        open.exceptionId(),
        nodeId,
        now.tolerance(),
        now.value(),
        now.step(),
        on,
        open.raisedOn(),
        revision,
        forecast,
        change == Change.CLEARED
            ? hearers().stream().filter(open.told()::contains).toList()
            : unmuted());
  }

  private Outcome suppressed(
      @Nullable String exceptionId, Suppression why, int count, LocalDate since, LocalDate on) {
    return suppressed(exceptionId, why, count, since, on, null);
  }

  private Outcome suppressed(
      @Nullable String exceptionId,
      Suppression why,
      int count,
      LocalDate since,
      LocalDate on,
      @Nullable String by) {
    return new Outcome.Suppressed(nodeId, toleranceId, exceptionId, why, count, since, on, by);
  }
}
