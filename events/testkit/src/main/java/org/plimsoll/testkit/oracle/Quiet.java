package org.plimsoll.testkit.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Deadband;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Rollup;

/** Whether figures moved so little since they were last sent that they are not sent again. */
final class Quiet {
  private Quiet() {}

  /** How far a figure moved, and how far it may. */
  private record Moved(Ratio by, Ratio allowed, boolean isSlip) {
    /** Not a whole day is ever missing above; of everything else as much as is allowed. */
    boolean isTooFar() {
      int compared = by.compareTo(allowed);
      return isSlip ? compared >= 0 : compared > 0;
    }

    Ratio usedUp() {
      return by.isZero() ? Ratio.ZERO : by.over(allowed);
    }
  }

  /** The figure that used up most of what it may move; null when the figures have to be sent. */
  static Deadband.@Nullable Movement furthest(Rollup sent, Rollup now, int tenThousandths) {
    if (sent.projects() != now.projects()
        || sent.projectsReporting() != now.projectsReporting()
        || sent.projectsInException() != now.projectsInException()
        || sent.projectsSilent() != now.projectsSilent()
        || !sent.sums().keySet().equals(now.sums().keySet())) {
      return null;
    }
    String furthest = null;
    Moved most = null;
    for (var each : moved(sent, now, Ratio.of(tenThousandths, 10_000)).entrySet()) {
      if (each.getValue().isTooFar()) {
        return null;
      }
      if (most == null || each.getValue().usedUp().compareTo(most.usedUp()) > 0) {
        furthest = each.getKey();
        most = each.getValue();
      }
    }
    return new Deadband.Movement(
        Objects.requireNonNull(furthest),
        Objects.requireNonNull(most).by().fraction(),
        most.allowed().fraction());
  }

  private static Map<String, Moved> moved(Rollup sent, Rollup now, Ratio deadband) {
    Ratio ofBudget =
        deadband.times(Ratio.of(sent.bacMinor() == 0 ? sent.eacMinor() : sent.bacMinor()));
    Map<String, Moved> moved = new LinkedHashMap<>();
    moved.put("eacMinor", amount(sent.eacMinor(), now.eacMinor(), ofBudget));
    moved.put("bacMinor", amount(sent.bacMinor(), now.bacMinor(), ofBudget));
    moved.put("acMinor", amount(sent.acMinor(), now.acMinor(), ofBudget));
    moved.put("evMinor", amount(sent.evMinor(), now.evMinor(), ofBudget));
    moved.put("pvMinor", amount(sent.pvMinor(), now.pvMinor(), ofBudget));
    for (Measure measure : Measure.values()) {
      var before = sent.sums().get(measure);
      var after = now.sums().get(measure);
      if (before != null && after != null) {
        boolean isSlip = Sums.isSlip(measure);
        moved.put(
            measure.name(),
            new Moved(
                Ratio.of(after).distanceTo(Ratio.of(before)),
                isSlip ? Ratio.of(1) : deadband,
                isSlip));
      }
    }
    return moved;
  }

  private static Moved amount(long before, long after, Ratio allowed) {
    return new Moved(Ratio.of(after).distanceTo(Ratio.of(before)), allowed, false);
  }
}
