package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;

/**
 * A tolerance is granted to a node, or a granted one replaced, at once or from a day on. One with a
 * last day stands in front of one without and gives way to it again.
 */
final class Grants {
  /** Tolerances that may wait for their first day, so that a standing stays small. */
  static final int MAX_SCHEDULED = 32;

  /** Tolerances in force on one node, likewise. */
  static final int MAX_WATCHES = 64;

  private Grants() {}

  static Verdict decide(Standing standing, Input.ToleranceGranted input) {
    Tolerance tolerance = input.tolerance().grantedBy(grantedBy(standing, input));
    Refusal refusal = Admission.refusalOf(input.eventId(), input.nodeId(), tolerance).orElse(null);
    if (refusal != null) {
      return Verdict.refused(standing, refusal);
    }
    return switch (standing) {
      case Unknown _, Awaited _ ->
          Verdict.refused(standing, Refusal.unknownNode("nodeId", input.nodeId()));
      case Known known -> {
        Refusal refused = Authority.refusalOf(known, input);
        if (refused == null) {
          refused = grantRefusal(known, input);
        }
        if (refused != null) {
          yield Verdict.refused(known, refused);
        }
        Oversight oversight = known.oversight();
        List<Outcome> outcomes = new ArrayList<>();
        if (beginsNow(known, tolerance)) {
          List<Watch> watches = new ArrayList<>(oversight.watches());
          Schedule.replace(watches, tolerance);
          oversight = oversight.with(watches);
          outcomes.add(Schedule.taken(known, tolerance));
        } else {
          oversight =
              oversight.scheduling(
                  Stream.concat(oversight.scheduled().stream(), Stream.of(tolerance)).toList());
          outcomes.add(
              new Outcome.ToleranceScheduled(
                  known.nodeId(),
                  tolerance.toleranceId(),
                  tolerance.version(),
                  Objects.requireNonNull(tolerance.terms().effectiveFrom())));
        }
        Known granted = known.with(oversight).steeredBy(input.eventId());
        Refusal beyond = Budget.refusalOf(known, granted, tolerance, input.above());
        yield beyond == null
            ? Weighing.concluded(
                Budget.named(granted, input.above(), outcomes), input.at(), outcomes)
            : Verdict.refused(known, beyond);
      }
    };
  }

  /** Who grants it; where that is the level above, by the name that the node has for it already. */
  private static @Nullable String grantedBy(Standing standing, Input.ToleranceGranted input) {
    return standing instanceof Known known
            && Objects.equals(known.facts().parentId(), input.grantedBy())
        ? known.facts().parentId()
        : input.grantedBy();
  }

  private static boolean beginsNow(Known known, Tolerance tolerance) {
    LocalDate on = known.dataDate();
    return tolerance.terms().effectiveFrom() == null
        || (on != null && tolerance.terms().hasBegunOn(on));
  }

  private static @Nullable Refusal grantRefusal(Known known, Input.ToleranceGranted input) {
    Tolerance tolerance = input.tolerance();
    if (known.wasSteeredBy(input.eventId())) {
      return Refusal.repeated(input.eventId());
    }
    Refusal never = Admission.refusalOf(known.facts().level(), tolerance).orElse(null);
    if (never != null) {
      return never;
    }
    LocalDate on = known.dataDate();
    if (on != null && tolerance.terms().hasEndedOn(on)) {
      return new Refusal(
          Reason.SUPERSEDED,
          "effectiveUntil",
          String.valueOf(tolerance.terms().effectiveUntil()),
          "no earlier than the data date, " + on);
    }
    if (known.oversight().scheduled().size() >= MAX_SCHEDULED) {
      return full("scheduled tolerances", MAX_SCHEDULED);
    }
    List<Tolerance> same =
        Stream.concat(
                known.watches().stream().flatMap(Grants::standing),
                known.oversight().scheduled().stream())
            .filter(t -> t.toleranceId().equals(tolerance.toleranceId()))
            .toList();
    for (Tolerance earlier : same) {
      Refusal refusal = contradiction(earlier, tolerance);
      if (refusal != null) {
        return refusal;
      }
    }
    if (same.isEmpty() && known.watches().size() >= MAX_WATCHES) {
      return full("tolerances on one node", MAX_WATCHES);
    }
    if (tolerance.terms().effectiveUntil() != null
        && same.stream().noneMatch(t -> standsBehind(t, known, tolerance))) {
      return new Refusal(
          Reason.INVALID_TOLERANCE,
          "effectiveUntil",
          String.valueOf(tolerance.terms().effectiveUntil()),
          "a tolerance without a last day, granted before, that stands again afterwards");
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

  /** Whether it has no last day and is in force when the temporary one begins. */
  private static boolean standsBehind(Tolerance tolerance, Known known, Tolerance temporary) {
    LocalDate from = temporary.terms().effectiveFrom();
    return tolerance.terms().effectiveUntil() == null
        && (!known.oversight().scheduled().contains(tolerance)
            || (from != null && tolerance.terms().hasBegunOn(from)));
  }

  private static Stream<Tolerance> standing(Watch watch) {
    return Stream.of(watch.tolerance(), watch.inForce()).distinct();
  }

  private static @Nullable Refusal contradiction(Tolerance earlier, Tolerance now) {
    if (earlier.version() >= now.version()) {
      return new Refusal(
          Reason.SUPERSEDED,
          "version",
          String.valueOf(now.version()),
          "more than " + earlier.version() + ", which is granted");
    }
    if (earlier.measure() != now.measure()
        || !Objects.equals(earlier.indicatorId(), now.indicatorId())) {
      return new Refusal(
          Reason.INVALID_TOLERANCE,
          "measure",
          now.measure().name(),
          earlier.measure() + ", which this tolerance has weighed so far");
    }
    return overlap(earlier.terms(), now.terms())
        ? new Refusal(
            Reason.OVERLAPPING_DATES,
            "effectiveFrom",
            String.valueOf(now.terms().effectiveFrom()),
            "a day on which version %d, %s, does not stand"
                .formatted(earlier.version(), period(earlier.terms())))
        : null;
  }

  /**
   * Two with a last day must not share a day, nor two without one begin on the same day: it would
   * depend on chance which of them stands.
   */
  private static boolean overlap(Terms a, Terms b) {
    LocalDate aUntil = a.effectiveUntil();
    LocalDate bUntil = b.effectiveUntil();
    if (aUntil == null || bUntil == null) {
      return aUntil == null
          && bUntil == null
          && a.effectiveFrom() != null
          && a.effectiveFrom().equals(b.effectiveFrom());
    }
    boolean aBeforeB = b.effectiveFrom() != null && aUntil.isBefore(b.effectiveFrom());
    boolean bBeforeA = a.effectiveFrom() != null && bUntil.isBefore(a.effectiveFrom());
    return !aBeforeB && !bBeforeA;
  }

  private static String period(Terms terms) {
    return "from %s until %s".formatted(terms.effectiveFrom(), terms.effectiveUntil());
  }

  private static Refusal full(String what, int most) {
    return new Refusal(
        Reason.OUT_OF_BOUNDS, "nodeId", most + " " + what, "no more than that on one node");
  }
}
