package org.plimsoll.policy;

import static org.plimsoll.policy.PolicyReader.AFTER;
import static org.plimsoll.policy.PolicyReader.AMBER;
import static org.plimsoll.policy.PolicyReader.ANSWER_WITHIN;
import static org.plimsoll.policy.PolicyReader.BAND;
import static org.plimsoll.policy.PolicyReader.CLEAR;
import static org.plimsoll.policy.PolicyReader.FORECAST;
import static org.plimsoll.policy.PolicyReader.FROM;
import static org.plimsoll.policy.PolicyReader.HOLD_AFTER;
import static org.plimsoll.policy.PolicyReader.ID;
import static org.plimsoll.policy.PolicyReader.INDICATOR;
import static org.plimsoll.policy.PolicyReader.LIMIT;
import static org.plimsoll.policy.PolicyReader.MEASURE;
import static org.plimsoll.policy.PolicyReader.UNTIL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Input;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Outcome;
import org.plimsoll.core.escalation.Position;
import org.plimsoll.core.escalation.Refusal;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceUnit;
import org.plimsoll.policy.PolicyReader.Written;
import org.plimsoll.policy.text.MisreadException;

/**
 * What the engine would refuse of a policy, found before anything is sent: its tolerances are
 * granted to imagined nodes, in memory, by the engine's own function, and a refusal is told with
 * the line and in the words of the policy. Whether a node lies under another is not known here, so
 * what only such a node would show is left to the engine.
 */
final class Contradictions {
  private static final String PORTFOLIO = "imagined-portfolio";
  private static final String PROGRAM = "imagined-program";
  private static final String ANY = "imagined-node";
  private static final String CURRENCY = "XXX";

  private final Fold fold = new Fold();
  private long sequence;

  private Contradictions() {}

  /** A node that the policy is for. */
  private record Imagined(Level level, String nodeId, Selection selection) {
    boolean has(Selection other) {
      return other.equals(selection)
          || switch (other) {
            case Selection.Every(Level every) -> every == level;
            case Selection.Only(Level of, List<String> ids) -> of == level && ids.contains(nodeId);
            case Selection.Under _ -> false;
          };
    }
  }

  /**
   * Passes when the tolerances can stand together.
   *
   * @throws MisreadException naming line and field of the one that cannot
   */
  static void refuse(List<Written> written) {
    Set<Imagined> nodes = new LinkedHashSet<>();
    for (Written w : written) {
      Selection selection = w.entry().appliesTo();
      switch (selection) {
        case Selection.Every(Level level) -> nodes.add(new Imagined(level, ANY, selection));
        case Selection.Under(Level level, String _) ->
            nodes.add(new Imagined(level, ANY, selection));
        case Selection.Only(Level level, List<String> ids) ->
            ids.forEach(id -> nodes.add(new Imagined(level, id, selection)));
      }
    }
    for (Imagined node : nodes) {
      List<Written> here = written.stream().filter(w -> node.has(w.entry().appliesTo())).toList();
      refuseTwice(here);
      new Contradictions().grant(node, here);
    }
  }

  /** Two that begin at once and have no last day: the engine would take the second for a change. */
  private static void refuseTwice(List<Written> here) {
    Map<String, Written> plain = new HashMap<>();
    for (Written w : here) {
      Terms terms = w.entry().tolerance().terms();
      if (terms.effectiveFrom() == null && terms.effectiveUntil() == null) {
        Written before = plain.put(w.entry().tolerance().toleranceId(), w);
        if (before != null) {
          throw w.object()
              .wrong(
                  ID,
                  "another id, or days that do not overlap: the tolerance on line %d has this id"
                          .formatted(before.entry().line())
                      + " and is for the same nodes");
        }
      }
    }
  }

  private void grant(Imagined node, List<Written> here) {
    register(PORTFOLIO, Level.PORTFOLIO, null, here);
    register(PROGRAM, Level.PROGRAM, PORTFOLIO, here);
    switch (node.level) {
      case PORTFOLIO -> register(node.nodeId, Level.PORTFOLIO, null, here);
      case PROGRAM -> register(node.nodeId, Level.PROGRAM, PORTFOLIO, here);
      case PROJECT -> register(node.nodeId, Level.PROJECT, PROGRAM, here);
    }
    Map<String, Integer> versions = new HashMap<>();
    for (Written w : here) {
      Tolerance tolerance = w.entry().tolerance();
      String id = tolerance.toleranceId();
      if (tolerance.terms().effectiveUntil() != null && !versions.containsKey(id)) {
        // The one that it gives way to may have been granted before, by another policy.
        versions.put(id, 1);
        take(node.nodeId, plain(tolerance), w);
      }
      take(node.nodeId, w.entry().as(versions.merge(id, 1, Integer::sum)), w);
    }
  }

  private static Tolerance plain(Tolerance t) {
    return new Tolerance(
        t.toleranceId(),
        1,
        t.kind(),
        t.measure(),
        t.indicatorId(),
        t.breach(),
        t.unit(),
        t.limitTenThousandths());
  }

  private void register(
      String nodeId,
      Level level,
      @org.jspecify.annotations.Nullable String parentId,
      List<Written> here) {
    List<Target> targets =
        here.stream()
            .map(w -> w.entry().tolerance().indicatorId())
            .filter(Objects::nonNull)
            .distinct()
            .map(id -> new Target(id, 1, Direction.AT_LEAST))
            .toList();
    var _ =
        fold.next(
            new Input.FactsStated(
                position(),
                "facts-" + sequence,
                new Facts(
                    nodeId,
                    level,
                    parentId,
                    level == Level.PROJECT ? "imagined-agency" : null,
                    null,
                    CURRENCY,
                    false,
                    Baseline.NONE,
                    targets),
                null));
  }

  private Position position() {
    return new Position(Level.PROGRAM, 0, ++sequence);
  }

  private void take(String nodeId, Tolerance tolerance, Written written) {
    for (Outcome outcome :
        fold.next(new Input.ToleranceGranted(position(), "grant-" + sequence, nodeId, tolerance))) {
      if (outcome instanceof Outcome.Refused(Refusal refusal)) {
        throw told(refusal, written);
      }
    }
  }

  private static MisreadException told(Refusal refusal, Written written) {
    String field = field(refusal.field());
    String expected = expected(refusal, written);
    return written.object().has(field)
        ? written.object().wrong(field, expected)
        : new MisreadException(written.entry().line(), field, "nothing", expected);
  }

  /** What a policy calls a field of the engine. */
  private static String field(String field) {
    return switch (field) {
      case "kind" -> "kind";
      case "measure" -> MEASURE;
      case "indicatorId" -> INDICATOR;
      case "unit", "limitTenThousandths" -> LIMIT;
      case "amberTenThousandths" -> AMBER;
      case "clearTenThousandths" -> CLEAR;
      case "otherSideTenThousandths" -> BAND;
      case "reportsBeyond", "daysBeyond" -> AFTER;
      case "holdAfterRaises" -> HOLD_AFTER;
      case "forecastDays" -> FORECAST;
      case "effectiveFrom" -> FROM;
      case "effectiveUntil" -> UNTIL;
      case "answerWithinHours" -> ANSWER_WITHIN;
      default -> ID;
    };
  }

  /** The engine's expectation, with limits as the policy writes them. */
  private static String expected(Refusal refusal, Written written) {
    Tolerance tolerance = written.entry().tolerance();
    Quantity limit = written.limit().quantity();
    String inside =
        switch (tolerance.breach()) {
          case AT_MOST -> "less than";
          case AT_LEAST -> "more than";
        };
    return switch (refusal.field()) {
      case "unit" -> "a limit in " + units(tolerance);
      case "limitTenThousandths" ->
          refusal.reason() == Refusal.Reason.OUT_OF_BOUNDS
              ? "no more than " + limit.with(Tolerance.MAX_LIMIT_TEN_THOUSANDTHS).shown()
              : "a limit that a node without any deviation keeps, %s %s"
                  .formatted(
                      switch (tolerance.breach()) {
                        case AT_MOST -> "at most a number no less than";
                        case AT_LEAST -> "at least a number no more than";
                      },
                      limit.with(tolerance.untouchedTenThousandths()).shown());
      case "amberTenThousandths" -> "%s the limit, %s".formatted(inside, limit.shown());
      case "clearTenThousandths" -> "the limit, %s, or %s it".formatted(limit.shown(), inside);
      case "otherSideTenThousandths" ->
          "a limit on the other side of limit, amber and clear, %s them".formatted(inside);
      case "measure" ->
          refusal.reason() == Refusal.Reason.WRONG_LEVEL
              ? "a measure that is added over projects: this one is measured on each project alone"
                  + ", and the policy applies it to a "
                  + written.entry().appliesTo().level().name().toLowerCase(Locale.ROOT)
              : "one measure for each id: " + refusal.expected();
      default -> refusal.expected();
    };
  }

  private static String units(Tolerance tolerance) {
    List<String> units = new ArrayList<>();
    Arrays.stream(ToleranceUnit.values())
        .filter(unit -> unit.fits(tolerance.measure()))
        .forEach(unit ->
            units.add(
                switch (unit) {
                  case PERCENT -> "percent, such as 10 %";
                  case RATIO -> "no unit, such as 0.90";
                  case DAYS -> "days, such as 180 days";
                  case MINOR_UNITS -> "an amount, such as 500 million KZT";
                }));
    return units.stream().collect(Collectors.joining(", or "));
  }
}
