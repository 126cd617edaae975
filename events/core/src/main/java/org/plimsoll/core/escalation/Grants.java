package org.plimsoll.core.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.tolerance.Tolerance;

/** A tolerance is granted to a node, or a granted one replaced. */
final class Grants {
  private Grants() {}

  static Verdict decide(Standing standing, Input.ToleranceGranted input) {
    Tolerance tolerance = input.tolerance();
    Refusal refusal = Admission.refusalOf(input.eventId(), input.nodeId(), tolerance).orElse(null);
    if (refusal != null) {
      return Verdict.refused(standing, refusal);
    }
    return switch (standing) {
      case Unknown _, Awaited _ ->
          Verdict.refused(standing, Refusal.unknownNode("nodeId", input.nodeId()));
      case Known known -> {
        Refusal refused = grantRefusal(known, input);
        if (refused != null) {
          yield Verdict.refused(known, refused);
        }
        List<Watch> watches = new ArrayList<>();
        boolean replaced = false;
        for (Watch watch : known.watches()) {
          boolean same = watch.tolerance().toleranceId().equals(tolerance.toleranceId());
          watches.add(same ? watch.with(tolerance) : watch);
          replaced |= same;
        }
        if (!replaced) {
          watches.add(Watch.of(tolerance));
        }
        yield Weighing.concluded(
            known.with(watches).steeredBy(input.eventId()),
            input.at(),
            new ArrayList<>(
                List.of(
                    new Outcome.ToleranceTaken(
                        known.nodeId(), tolerance.toleranceId(), tolerance.version()))));
      }
    };
  }

  private static @Nullable Refusal grantRefusal(Known known, Input.ToleranceGranted input) {
    Tolerance tolerance = input.tolerance();
    if (known.steeredBy().contains(input.eventId())) {
      return Refusal.repeated(input.eventId());
    }
    for (Watch watch : known.watches()) {
      Tolerance inForce = watch.tolerance();
      if (!inForce.toleranceId().equals(tolerance.toleranceId())) {
        continue;
      }
      if (inForce.version() >= tolerance.version()) {
        return new Refusal(
            Reason.SUPERSEDED,
            "version",
            String.valueOf(tolerance.version()),
            "more than " + inForce.version() + ", which is in force");
      }
      if (inForce.measure() != tolerance.measure()
          || !Objects.equals(inForce.indicatorId(), tolerance.indicatorId())) {
        return new Refusal(
            Reason.INVALID_TOLERANCE,
            "measure",
            tolerance.measure().name(),
            inForce.measure() + ", which this tolerance has weighed so far");
      }
    }
    if (tolerance.indicatorId() != null
        && known.facts().targets().stream()
            .noneMatch(t -> t.indicatorId().equals(tolerance.indicatorId()))) {
      return new Refusal(
          Reason.UNKNOWN_INDICATOR,
          "indicatorId",
          tolerance.indicatorId(),
          "an indicator of the node's facts");
    }
    return null;
  }
}
