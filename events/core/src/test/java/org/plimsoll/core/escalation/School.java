package org.plimsoll.core.escalation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.measure.Baseline;
import org.plimsoll.core.measure.Direction;
import org.plimsoll.core.measure.Figures;
import org.plimsoll.core.measure.Measure;
import org.plimsoll.core.measure.Target;
import org.plimsoll.core.replay.Fold;
import org.plimsoll.core.tolerance.Terms;
import org.plimsoll.core.tolerance.Tolerance;
import org.plimsoll.core.tolerance.ToleranceKind;
import org.plimsoll.core.tolerance.ToleranceUnit;

/** A school that is to cost 1,000 and seat 800, as tests tell of it. */
final class School {
  static final LocalDate JANUARY = LocalDate.of(2026, 1, 31);
  static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 28);
  static final LocalDate MARCH = LocalDate.of(2026, 3, 31);
  static final LocalDate FINISH = LocalDate.of(2027, 6, 30);

  private final Fold fold = new Fold();
  private long sequence;

  private School(boolean firstReported, Tolerance... tolerances) {
    taken(
        new Input.FactsStated(
            at(),
            "facts-enbek",
            new Facts(
                "enbek",
                Level.PROGRAM,
                "plan",
                null,
                "person",
                "KZT",
                true,
                Baseline.NONE,
                List.of()),
            null));
    taken(
        new Input.FactsStated(
            at(),
            "facts-school",
            new Facts(
                "school",
                Level.PROJECT,
                "enbek",
                "akimat",
                null,
                "KZT",
                firstReported,
                firstReported ? Baseline.NONE : new Baseline(1_000L, FINISH),
                List.of(new Target("places", 8_000_000, Direction.AT_LEAST))),
            null));
    for (Tolerance tolerance : tolerances) {
      taken(
          new Input.ToleranceGranted(
              at(), "grant-" + tolerance.toleranceId(), "school", tolerance));
    }
  }

  /** With declared baselines. */
  static School under(Tolerance... tolerances) {
    return new School(false, tolerances);
  }

  /** Whose first reported figures are its baselines. */
  static School firstReported(Tolerance... tolerances) {
    return new School(true, tolerances);
  }

  /** At most ten percent of this measure. */
  static Tolerance tenPercentOf(Measure measure, Terms terms) {
    return new Tolerance(
        "cost",
        1,
        ToleranceKind.COST,
        measure,
        null,
        Direction.AT_MOST,
        ToleranceUnit.PERCENT,
        100_000,
        terms);
  }

  static Tolerance tenPercentOfCost() {
    return tenPercentOf(Measure.COST_GROWTH_ORIGINAL, Terms.PLAIN);
  }

  static Figures cost(long forecastMinor) {
    return new Figures(null, null, null, null, null, forecastMinor, null, Map.of());
  }

  static Figures places(long seats) {
    return new Figures(null, null, null, null, null, null, null, Map.of("places", seats * 10_000));
  }

  static Figures earned(long ev, long ac, long bac) {
    return new Figures(null, ev, ac, bac, null, null, null, Map.of());
  }

  List<Outcome> reports(String eventId, LocalDate dataDate, Figures figures) {
    return states(eventId, dataDate, figures, null, null);
  }

  List<Outcome> rates(String eventId, LocalDate dataDate, Figures figures, Rating rating) {
    return states(eventId, dataDate, figures, null, rating);
  }

  List<Outcome> corrects(String eventId, String corrected, LocalDate dataDate, Figures figures) {
    return states(eventId, dataDate, figures, corrected, null);
  }

  private List<Outcome> states(
      String eventId,
      LocalDate dataDate,
      Figures figures,
      @Nullable String corrects,
      @Nullable Rating rating) {
    StatusChange status =
        new StatusChange(
            eventId, "test", "school", dataDate, "KZT", figures, null, List.of(), null, null, null,
            corrects, rating);
    return fold.next(
        new Input.StatusChanged(
            at(),
            status,
            new Origin(
                "akimat",
                LocalDate.of(2030, 1, 1),
                "enbek",
                true,
                Integer.toHexString((status.reported() + String.valueOf(corrects)).hashCode()))));
  }

  List<Outcome> approves(Baseline baseline) {
    return taken(
        new Input.Decided(
            at(),
            "decision-" + sequence,
            "school",
            new Input.Choice.ApproveBaseline(baseline),
            "person",
            null,
            Given.DAY,
            null,
            null));
  }

  List<Outcome> grants(Tolerance tolerance) {
    return taken(new Input.ToleranceGranted(at(), "grant-" + sequence, "school", tolerance));
  }

  List<Outcome> ticks(LocalDate day) {
    return taken(
        new Input.Ticked(at(), "", day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant()));
  }

  Standing.Project stands() {
    return (Standing.Project) fold.standing("school");
  }

  private List<Outcome> taken(Input input) {
    List<Outcome> outcomes = fold.next(input);
    if (outcomes.stream().anyMatch(Outcome.Refused.class::isInstance)) {
      throw new AssertionError(outcomes);
    }
    return outcomes;
  }

  private Position at() {
    return new Position(Level.PROGRAM, 0, ++sequence);
  }

  /** The outcomes of one kind. */
  static <T extends Outcome> List<T> only(List<Outcome> outcomes, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (kind.isInstance(outcome)) {
        found.add(kind.cast(outcome));
      }
    }
    return found;
  }

  static List<Outcome.Change> changes(List<Outcome> outcomes) {
    return only(outcomes, Outcome.ExceptionChanged.class).stream()
        .filter(change -> change.nodeId().equals("school"))
        .map(Outcome.ExceptionChanged::change)
        .toList();
  }

  static Refusal refusal(List<Outcome> outcomes) {
    return ((Outcome.Refused) outcomes.getFirst()).refusal();
  }
}
