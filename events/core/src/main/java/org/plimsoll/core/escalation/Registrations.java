package org.plimsoll.core.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal.Reason;
import org.plimsoll.core.escalation.Standing.Awaited;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.Standing.Parent;
import org.plimsoll.core.escalation.Standing.Project;
import org.plimsoll.core.escalation.Standing.Unknown;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Rollup;

/** The registry states what a node is, for the first time or again. */
final class Registrations {
  private Registrations() {}

  static Verdict decide(Standing standing, Input.FactsStated input) {
    Facts facts = input.facts().sharing(input.parent());
    Refusal refusal = Admission.refusalOf(input.eventId(), facts).orElse(null);
    if (refusal == null) {
      refusal =
          switch (facts.level()) {
            case PROJECT -> parentRefusal(facts, input.parent());
            // A program's portfolio lies in another task, which refuses what does not fit.
            case PROGRAM, PORTFOLIO -> null;
          };
    }
    if (refusal != null) {
      return Verdict.refused(standing, refusal);
    }
    return switch (standing) {
      case Unknown _ ->
          Weighing.concluded(registered(facts, input.eventId()), input.at(), registered(facts));
      case Awaited awaited -> {
        if (!awaited.currency().equals(facts.currency())) {
          yield Verdict.refused(
              standing,
              new Refusal(Reason.WRONG_CURRENCY, "currency", facts.currency(), awaited.currency()));
        }
        if (facts.level() == Level.PROJECT) {
          yield Verdict.refused(
              standing, Refusal.fixed("level", facts.level(), "the level of a parent"));
        }
        yield Weighing.concluded(
            new Parent(
                facts,
                awaited.below(),
                awaited.dataDate(),
                Oversight.NONE.steeredBy(input.eventId())),
            input.at(),
            registered(facts));
      }
      case Known known -> {
        Refusal fixed = restatementRefusal(known, input);
        yield fixed == null
            ? Weighing.concluded(
                known.with(facts).steeredBy(input.eventId()), input.at(), registered(facts))
            : Verdict.refused(known, fixed);
      }
    };
  }

  private static List<Outcome> registered(Facts facts) {
    return new ArrayList<>(List.of(new Outcome.Registered(facts.nodeId())));
  }

  private static @Nullable Refusal parentRefusal(Facts facts, @Nullable Facts parent) {
    String parentId = String.valueOf(facts.parentId());
    if (parent == null) {
      return new Refusal(
          Reason.UNKNOWN_PARENT, "parentId", parentId, "a program whose facts were stated before");
    }
    if (parent.level() != Level.PROGRAM) {
      return new Refusal(
          facts.nodeId().equals(parent.parentId()) ? Reason.CYCLE : Reason.UNKNOWN_PARENT,
          "parentId",
          parentId + ", a " + parent.level(),
          "a program");
    }
    if (facts.nodeId().equals(parent.parentId())) {
      return new Refusal(Reason.CYCLE, "parentId", parentId, "a program that is not below it");
    }
    return parent.currency().equals(facts.currency())
        ? null
        : new Refusal(Reason.WRONG_CURRENCY, "currency", facts.currency(), parent.currency());
  }

  private static Known registered(Facts facts, String eventId) {
    Oversight oversight = Oversight.NONE.steeredBy(eventId);
    return switch (facts.level()) {
      case PROJECT ->
          new Project(
              facts,
              facts.firstReported() ? Baseline.NONE : facts.baseline(),
              facts.firstReported() ? Baseline.NONE : facts.baseline(),
              Figures.NONE,
              null,
              List.of(),
              Map.of(),
              List.of(),
              oversight,
              Reporting.NONE);
      case PROGRAM, PORTFOLIO -> new Parent(facts, Rollup.NONE, null, oversight);
    };
  }

  private static @Nullable Refusal restatementRefusal(Known known, Input.FactsStated input) {
    Facts before = known.facts();
    Facts now = input.facts();
    if (known.wasSteeredBy(input.eventId())) {
      return Refusal.repeated(input.eventId());
    }
    if (before.level() != now.level()) {
      return Refusal.fixed("level", now.level(), before.level());
    }
    if (!Objects.equals(before.parentId(), now.parentId())) {
      return Refusal.fixed("parentId", now.parentId(), before.parentId());
    }
    if (!Objects.equals(before.agencyId(), now.agencyId())) {
      return Refusal.fixed("agencyId", now.agencyId(), before.agencyId());
    }
    if (!before.currency().equals(now.currency())) {
      return Refusal.fixed("currency", now.currency(), before.currency());
    }
    if (before.firstReported() != now.firstReported()) {
      return Refusal.fixed("baselineSource", source(now), source(before));
    }
    if (!before.baseline().equals(now.baseline())) {
      return Refusal.fixed("baseline", now.baseline(), before.baseline());
    }
    return null;
  }

  private static String source(Facts facts) {
    return facts.firstReported() ? "FIRST_REPORTED" : "DECLARED";
  }
}
