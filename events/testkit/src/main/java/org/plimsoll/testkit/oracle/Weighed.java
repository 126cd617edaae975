package org.plimsoll.testkit.oracle;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.measure.Fraction;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;

/** Which value is held against which tolerance in one moment of a node. */
final class Weighed {
  private final Trail trail;
  private final String nodeId;
  private final @Nullable LocalDate dataDate;
  private final @Nullable LocalDate tickedOn;

  Weighed(Trail trail, String nodeId, @Nullable LocalDate dataDate, @Nullable LocalDate tickedOn) {
    this.trail = trail;
    this.nodeId = nodeId;
    this.dataDate = dataDate;
    this.tickedOn = tickedOn;
  }

  /** By tolerance; without those of which the measure has no value. */
  Map<String, Trail.Held> against(Map<String, Tolerance> inForce, List<Reading> readings) {
    Map<String, Trail.Held> held = new LinkedHashMap<>();
    inForce.forEach((id, tolerance) -> {
      Fraction value =
          tolerance.measure() == Measure.SILENCE ? silence(id) : value(readings, tolerance);
      if (value != null) {
        held.put(id, new Trail.Held(tolerance, value));
      }
    });
    return held;
  }

  private static @Nullable Fraction value(List<Reading> readings, Tolerance tolerance) {
    for (Reading reading : readings) {
      if (reading instanceof Reading.Value(var measure, var indicatorId, var value)
          && measure == tolerance.measure()
          && Objects.equals(indicatorId, tolerance.indicatorId())) {
        return value;
      }
    }
    return null;
  }

  /**
   * Days since the data date of a project. Only a tick knows the day. A report is a sign of life,
   * and while the silence is an exception it is held against the newest day on which that was
   * weighed.
   */
  private @Nullable Fraction silence(String toleranceId) {
    if (dataDate == null || Objects.requireNonNull(trail.facts(nodeId)).level() != Level.PROJECT) {
      return null;
    }
    LocalDate today = tickedOn == null ? dataDate : tickedOn;
    Exceptions.Open open = Exceptions.open(trail, nodeId).get(toleranceId);
    if (open != null) {
      int raisedIn = Exceptions.raisedIn(trail, nodeId, open.exceptionId());
      for (Trail.Moment moment : trail.moments(nodeId)) {
        LocalDate day = moment.on();
        if (moment.byTick() && moment.entry() >= raisedIn && day != null && day.isAfter(today)) {
          today = day;
        }
      }
    }
    return new Fraction(Math.max(0, PlanTime.days(dataDate, today)), 1);
  }
}
