package org.plimsoll.local;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plimsoll.audit.PartialReplay.Followed;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Input.Choice;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Standing;
import org.plimsoll.core.escalation.Standing.Known;
import org.plimsoll.core.escalation.StatusChange;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Reading;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.policy.MeasureNames;
import org.plimsoll.schema.Refused;
import org.plimsoll.verify.Counted;
import org.plimsoll.verify.Quantities;
import org.plimsoll.wire.Outcomes;

/** Inputs of a trail and what followed from them, each on a line. */
final class ReplayText {
  /**
   * An input.
   *
   * @param followed a line for each
   */
  record Told(String place, String input, List<String> followed) {
    /** With the moment when it was known. */
    List<String> lines(Instant knownAt) {
      List<String> lines = new ArrayList<>();
      lines.add("%s  known %s  %s".formatted(place, knownAt, input));
      followed.forEach(each -> lines.add("    " + each));
      return lines;
    }
  }

  private ReplayText() {}

  static Told of(Followed followed) {
    Input input = followed.derived().input();
    List<String> lines =
        followed.outcomes().stream()
            .map(outcome -> of(outcome, node -> currency(followed, node)))
            .collect(Collectors.toCollection(ArrayList::new));
    if (input == null) {
      Outcomes.of(followed.derived().entry())
          .forEach(outcome -> {
            if (outcome instanceof Refused r) {
              lines.add(refused(r.getReason(), r.getField(), r.getValue(), r.getExpected()));
            }
          });
    }
    String sender = followed.derived().entry().getSender();
    String what =
        input == null
            ? followed.derived().entry().getInputType().name().toLowerCase(Locale.ROOT)
            : of(input, node -> currency(followed, node));
    return new Told(
        place(followed.derived().at()), sender == null ? what : what + ", by " + sender, lines);
  }

  /** What a node's money is in; null where an input came before its facts. */
  private static @Nullable String currency(Followed followed, String nodeId) {
    for (Standing standing : followed.derived().before()) {
      if (standing instanceof Known known && known.nodeId().equals(nodeId)) {
        return known.facts().currency();
      }
    }
    return followed.derived().input() instanceof Input.FactsStated stated
            && stated.facts().nodeId().equals(nodeId)
        ? stated.facts().currency()
        : null;
  }

  /** As `plimsoll audit receipt` is told it. */
  static String place(Position at) {
    return "%s %d %d"
        .formatted(at.tier().name().toLowerCase(Locale.ROOT), at.partition(), at.sequence());
  }

  private static String of(Input input, Function<String, @Nullable String> currency) {
    return switch (input) {
      case Input.StatusChanged(var _, var status, var _) ->
          "status of %s as of %s: %s%s"
              .formatted(
                  status.projectId(),
                  status.dataDate(),
                  stated(status),
                  status.corrects() == null ? "" : ", corrects " + status.corrects());
      case Input.FactsStated(var _, var _, var facts, var _) ->
          "facts of %s: %s%s%s"
              .formatted(
                  facts.nodeId(),
                  facts.level(),
                  facts.parentId() == null ? "" : " below " + facts.parentId(),
                  facts.accountable() == null ? "" : ", accountable " + facts.accountable());
      case Input.ToleranceGranted(
              var _,
              var _,
              String nodeId,
              Tolerance tolerance,
              String by,
              var _,
              var _) ->
          "grant to %s: %s%s"
              .formatted(
                  nodeId,
                  tolerance(tolerance, currency.apply(nodeId)),
                  by == null ? "" : ", by " + by);
      case Input.Decided decided ->
          "decision on %s: %s, by %s on %s"
              .formatted(
                  decided.nodeId(),
                  choice(decided.choice()),
                  decided.decidedBy(),
                  decided.decidedOn());
      case Input.ChildContributed(var _, var contribution, var _) ->
          "contribution of %s to %s%s"
              .formatted(
                  contribution.childId(), contribution.parentId(), asOf(contribution.dataDate()));
      case Input.Ticked(var _, var _, var instant, var _) -> "tick " + instant;
    };
  }

  private static String asOf(@Nullable LocalDate dataDate) {
    return dataDate == null ? ", nothing reported yet" : " as of " + dataDate;
  }

  private static String stated(StatusChange status) {
    String figures =
        figures(status.reported(), status.currency()).stream()
            .map(figure -> figure.name() + " " + figure.amount())
            .collect(Collectors.joining(", "));
    return figures.isEmpty() ? "no figures" : figures;
  }

  /** A figure by its name. */
  record Figure(String name, String amount) {}

  static List<Figure> figures(Figures figures, @Nullable String currency) {
    List<Figure> all = new ArrayList<>();
    amount("PV", figures.pvMinor(), currency, all);
    amount("EV", figures.evMinor(), currency, all);
    amount("AC", figures.acMinor(), currency, all);
    amount("BAC", figures.bacMinor(), currency, all);
    amount("ETC", figures.etcMinor(), currency, all);
    amount("cost forecast", figures.costForecastMinor(), currency, all);
    if (figures.forecastFinish() != null) {
      all.add(new Figure("forecast finish", figures.forecastFinish().toString()));
    }
    figures
        .indicatorTenThousandths()
        .forEach((id, value) -> all.add(new Figure("indicator " + id, Quantities.plain(value))));
    amount("risk exposure", figures.riskExposureMinor(), currency, all);
    return all;
  }

  static void amount(
      String name, @Nullable Long minor, @Nullable String currency, List<Figure> to) {
    if (minor != null) {
      to.add(new Figure(name, Quantities.money(minor, currency)));
    }
  }

  static String tolerance(Tolerance tolerance, @Nullable String currency) {
    return "%s (%s): %s, version %d"
        .formatted(
            tolerance.toleranceId(),
            measured(tolerance),
            Quantities.allowed(tolerance, currency),
            tolerance.version());
  }

  static String measured(Tolerance tolerance) {
    return measured(tolerance.measure(), tolerance.indicatorId());
  }

  private static String measured(Measure measure, @Nullable String indicatorId) {
    return indicatorId == null
        ? MeasureNames.of(measure)
        : MeasureNames.of(measure) + " " + indicatorId;
  }

  private static String choice(Choice choice) {
    return switch (choice) {
      case Choice.Acknowledge(String exception) -> "acknowledged " + exception;
      case Choice.Note(String exception) -> "note on " + exception;
      case Choice.GrantTolerance(String exception, long tenThousandths, var until) ->
          "limit %s granted on %s until %s"
              .formatted(Quantities.plain(tenThousandths), exception, until);
      case Choice.RequireExceptionPlan(String exception, var by) ->
          "exception plan required on %s by %s".formatted(exception, by);
      case Choice.HandOver(String exception, String person) ->
          "%s handed over to %s".formatted(exception, person);
      case Choice.Close(String exception) -> "file closed of " + exception;
      case Choice.Assist(String request) -> "call for help answered, " + request;
      case Choice.Mute(String toleranceId, var until) ->
          "deliveries muted%s until %s"
              .formatted(toleranceId == null ? "" : " of " + toleranceId, until);
      case Choice.ApproveBaseline(var baseline) -> "baseline approved: " + baseline(baseline);
    };
  }

  private static String baseline(Baseline baseline) {
    return "cost %s, finish %s"
        .formatted(
            baseline.costMinor() == null
                ? "as before"
                : Quantities.money(baseline.costMinor(), null),
            baseline.finish() == null ? "as before" : baseline.finish());
  }

  private static String refused(String reason, String field, String value, String expected) {
    return "refused, %s: %s: %s - expected %s".formatted(reason, field, value, expected);
  }

  private static String of(Outcome outcome, Function<String, @Nullable String> currency) {
    return switch (outcome) {
      case Outcome.Refused(var refusal) ->
          refused(refusal.reason().name(), refusal.field(), refusal.value(), refusal.expected());
      case Outcome.Registered o -> "facts of " + o.nodeId() + " taken";
      case Outcome.ToleranceTaken o ->
          "tolerance %s of %s in force, version %d"
              .formatted(o.toleranceId(), o.nodeId(), o.version());
      case Outcome.ToleranceScheduled o ->
          "tolerance %s of %s waits for %s, version %d"
              .formatted(o.toleranceId(), o.nodeId(), o.from(), o.version());
      case Outcome.ToleranceEnded o ->
          "tolerance %s of %s ended, version %d"
              .formatted(o.toleranceId(), o.nodeId(), o.version());
      case Outcome.BaselineSet o ->
          "%s baseline of %s: %s"
              .formatted(o.original() ? "original" : "current", o.nodeId(), baseline(o.baseline()));
      case Outcome.ProjectAssessed o -> weighed(o.nodeId(), o.dataDate(), o.readings(), currency);
      case Outcome.RollupAssessed o -> weighed(o.nodeId(), o.dataDate(), o.readings(), currency);
      case Outcome.ExceptionChanged o ->
          "exception %s %s: %s %s, %s, step %d, as of %s%s; %s"
              .formatted(
                  o.exceptionId(),
                  lower(o.change()),
                  measured(o.tolerance()),
                  Quantities.value(o.value(), o.tolerance(), currency.apply(o.nodeId())),
                  Quantities.allowed(o.tolerance(), currency.apply(o.nodeId())),
                  o.step(),
                  o.onDate(),
                  o.forecast() == null ? "" : ", expected on " + o.forecast().expectedOn(),
                  o.delivered()
                      ? "delivered to "
                          + o.deliveredTo().stream()
                              .map(ReplayText::lower)
                              .collect(Collectors.joining(" and "))
                      : "delivered to nobody");
      case Outcome.ExceptionPassedUp o ->
          "exception %s passed up from %s to %s: waited for %s since %s"
              .formatted(
                  o.exceptionId(),
                  lower(o.from()),
                  lower(o.to()),
                  lower(o.why()),
                  o.waitingSince());
      case Outcome.Suppressed o ->
          "held back, %s: tolerance %s of %s%s, %d since %s%s"
              .formatted(
                  lower(o.why()),
                  o.toleranceId(),
                  o.nodeId(),
                  o.exceptionId() == null ? "" : ", exception " + o.exceptionId(),
                  o.count(),
                  o.since(),
                  o.by() == null ? "" : ", by " + o.by());
      case Outcome.TargetConfirmed o ->
          "target %s of %s confirmed as of %s".formatted(o.indicatorId(), o.nodeId(), o.onDate());
      case Outcome.ConfirmationWithdrawn o ->
          "target %s of %s withdrawn".formatted(o.indicatorId(), o.nodeId());
      case Outcome.AssistanceRequested o ->
          "%s asks %s for help: %s".formatted(o.nodeId(), lower(o.addressedTo()), o.request());
      case Outcome.DecisionTaken o ->
          "decision on %s taken: %s, by %s"
              .formatted(o.nodeId(), choice(o.choice()), o.decidedBy());
      case Outcome.MuteEnded o -> "deliveries of %s no longer muted".formatted(o.nodeId());
      case Outcome.SnapshotRequested o ->
          "%s left out %s after its silence".formatted(o.nodeId(), String.join(", ", o.missing()));
      case Outcome.TickTaken o ->
          o.nodesChanged() == 0
              ? "time passed, and nothing followed"
              : "time passed, and something followed for "
                  + Counted.of(o.nodesChanged(), "node", "nodes");
      case Outcome.Corrected o ->
          "report %s of %s corrected: %s%s"
              .formatted(
                  o.corrects(),
                  o.nodeId(),
                  String.join(", ", o.changed()),
                  o.kept().isEmpty() ? "" : "; as it was: " + String.join(", ", o.kept()));
      case Outcome.Signalled o -> "signal %s of %s".formatted(lower(o.signal()), o.nodeId());
      case Outcome.SignalEnded o ->
          "signal %s of %s is over".formatted(lower(o.signal()), o.nodeId());
      case Outcome.Contributed(var c) ->
          "%s contributes to %s%s".formatted(c.childId(), c.parentId(), asOf(c.dataDate()));
      case Outcome.ContributionHeldBack o ->
          "figures of %s held back within its deadband".formatted(o.childId());
      case Outcome.BudgetGivenOn o ->
          "%s gives on %s to its projects"
              .formatted(o.nodeId(), MeasureNames.of(o.now().measure()));
      case Outcome.BudgetExceeded o ->
          "what %s gives on of %s does not fit any more"
              .formatted(o.programId(), measured(o.measure(), o.indicatorId()));
      case Outcome.Anomaly o -> "anomaly at %s: %s, %s".formatted(o.nodeId(), o.code(), o.detail());
    };
  }

  private static String weighed(
      String nodeId,
      @Nullable LocalDate dataDate,
      List<Reading> readings,
      Function<String, @Nullable String> currency) {
    String values =
        readings.stream()
            .filter(Reading.Value.class::isInstance)
            .map(Reading.Value.class::cast)
            .map(reading ->
                measured(reading.measure(), reading.indicatorId())
                    + " "
                    + Quantities.value(
                        reading.value(),
                        Quantities.unit(reading.measure()),
                        currency.apply(nodeId)))
            .collect(Collectors.joining(", "));
    return "weighed %s%s: %s"
        .formatted(nodeId, asOf(dataDate), values.isEmpty() ? "nothing is measurable yet" : values);
  }

  private static String lower(Enum<?> symbol) {
    return symbol.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
